"""Schooldagen and lesweken per region.

A schooldag is Monday to Friday, outside the school holidays of the region and no feestdag. Where
the holiday table ends every other weekday counts as a schooldag. A lesweek is an ISO week with at
least one schooldag (artikel 21a Leerplichtwet speaks of lesweken).
"""

from array import array
from bisect import bisect_left
from datetime import date
from functools import cache
from itertools import accumulate

from thuiszitters.kalender.feestdagen import feestdagen
from thuiszitters.kalender.vakanties import VAKANTIES, Regio

# A Monday, so that whole weeks fit; far outside the life of any child in school at either end.
EERSTE_DAG = date(1900, 1, 1)
LAATSTE_DAG = date(2220, 12, 31)

_EERSTE = EERSTE_DAG.toordinal()
_WEEK = 7


class Schoolkalender:
    """All schooldagen of one region, counted beforehand: each question is one or two look-ups.

    The methods that end in _nr take and give proleptic day numbers (`date.toordinal`) between
    EERSTE_DAG and LAATSTE_DAG and do not check them; they are for rules that run by the thousand.
    """

    __slots__ = ("_lesweken", "_schooldagen", "regio")

    def __init__(self, regio: Regio, goede_vrijdag_vrij: bool, bevrijdingsdag_vrij: bool) -> None:
        self.regio = regio
        dagen = LAATSTE_DAG.toordinal() - _EERSTE + 1
        weken = -(-dagen // _WEEK)
        open_dagen = bytearray(b"\1\1\1\1\1\0\0" * weken)
        for jaar in range(EERSTE_DAG.year, LAATSTE_DAG.year + 1):
            for dag in feestdagen(
                jaar,
                goede_vrijdag_vrij=goede_vrijdag_vrij,
                bevrijdingsdag_vrij=bevrijdingsdag_vrij,
            ):
                open_dagen[dag.toordinal() - _EERSTE] = 0
        for vakantie in VAKANTIES[regio]:
            begin = vakantie.eerste_dag.toordinal() - _EERSTE
            einde = vakantie.laatste_dag.toordinal() - _EERSTE + 1
            open_dagen[begin:einde] = bytes(einde - begin)
        # Position i: how many schooldagen lie before day i; the same for lesweken.
        self._schooldagen = array("i", accumulate(open_dagen, initial=0))
        per_week = (any(open_dagen[i : i + _WEEK]) for i in range(0, len(open_dagen), _WEEK))
        self._lesweken = array("i", accumulate(per_week, initial=0))

    def is_schooldag_nr(self, dag: int) -> bool:
        """Whether this day number is a schooldag."""
        dag -= _EERSTE
        return self._schooldagen[dag + 1] > self._schooldagen[dag]

    def schooldagen_tussen_nr(self, van: int, tot: int) -> int:
        """Number of schooldagen in [van, tot)."""
        return self._schooldagen[tot - _EERSTE] - self._schooldagen[van - _EERSTE]

    def nde_schooldag_nr(self, vanaf: int, n: int) -> int:
        """Day number of the n-th schooldag on or after vanaf; the first is n = 1."""
        doel = self._schooldagen[vanaf - _EERSTE] + n
        return _EERSTE - 1 + bisect_left(self._schooldagen, doel, lo=vanaf - _EERSTE + n)

    def lesweek_nr(self, dag: int) -> int:
        """Rank of the lesweek of this day; in a week without school that of the last one before."""
        return self._lesweken[(dag - _EERSTE) // _WEEK + 1]


@cache
def schoolkalender(
    regio: Regio, goede_vrijdag_vrij: bool = True, bevrijdingsdag_vrij: bool = True
) -> Schoolkalender:
    """The one Schoolkalender of this region and these settings, built at its first use."""
    return Schoolkalender(regio, goede_vrijdag_vrij, bevrijdingsdag_vrij)


def _nr(d: date) -> int:
    if not EERSTE_DAG <= d <= LAATSTE_DAG:
        msg = f"{d.isoformat()} valt buiten de kalender ({EERSTE_DAG.year}-{LAATSTE_DAG.year})."
        raise ValueError(msg)
    return d.toordinal()


def is_schooldag(
    d: date,
    regio: Regio,
    *,
    goede_vrijdag_vrij: bool = True,
    bevrijdingsdag_vrij: bool = True,
) -> bool:
    """Whether schools of this region are open on this day.

    Raises ValueError for a day outside 1900-2220, as do the other functions here.
    """
    kalender = schoolkalender(regio, goede_vrijdag_vrij, bevrijdingsdag_vrij)
    return kalender.is_schooldag_nr(_nr(d))


def schooldagen_tussen(
    van: date,
    tot: date,
    regio: Regio,
    *,
    goede_vrijdag_vrij: bool = True,
    bevrijdingsdag_vrij: bool = True,
) -> int:
    """Number of schooldagen in [van, tot); 0 when tot is not after van."""
    kalender = schoolkalender(regio, goede_vrijdag_vrij, bevrijdingsdag_vrij)
    return max(0, kalender.schooldagen_tussen_nr(_nr(van), _nr(tot)))


def nde_schooldag(
    vanaf: date,
    n: int,
    regio: Regio,
    *,
    goede_vrijdag_vrij: bool = True,
    bevrijdingsdag_vrij: bool = True,
) -> date:
    """The n-th schooldag on or after this day (n >= 1; the first is n = 1)."""
    if n < 1:
        msg = "Een schooldag tellen begint bij 1."
        raise ValueError(msg)
    kalender = schoolkalender(regio, goede_vrijdag_vrij, bevrijdingsdag_vrij)
    nr = kalender.nde_schooldag_nr(_nr(vanaf), n)
    if nr > LAATSTE_DAG.toordinal():
        msg = f"Schooldag {n} na {vanaf.isoformat()} valt buiten de kalender."
        raise ValueError(msg)
    return date.fromordinal(nr)


def is_lesweek(d: date, regio: Regio) -> bool:
    """Whether the ISO week of this day has at least one schooldag."""
    maandag = _nr(d) - d.weekday()
    return schoolkalender(regio).schooldagen_tussen_nr(maandag, maandag + _WEEK) > 0


def lesweken_tussen(van: date, tot: date, regio: Regio) -> int:
    """Number of lesweken from the week of van up to, not including, the week of tot."""
    kalender = schoolkalender(regio)
    return max(0, kalender.lesweek_nr(_nr(tot) - _WEEK) - kalender.lesweek_nr(_nr(van) - _WEEK))
