"""The verzuimperiode: the longest run of absent days that ends on the peildatum.

Absent is a child that must be enrolled and is not, or is enrolled and away without leave. Days
are day numbers (`date.toordinal`) here; the run is found by walking back over the days on which
something changed, so its length does not matter.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from cases.stand.feiten import Feiten, Grond
from cases.stand.plicht import Plichtgrenzen
from cases.stand.regelset import Regelset
from thuiszitters.kalender import Schoolkalender

# What holds on a day; the values add up.
INGESCHREVEN = 1
ONGEOORLOOFD = 2
GEOORLOOFD = 4
VRIJ = 8
"""Exempt from inschrijving, or no longer plichtig by artikel 15."""


def is_afwezig(toestand: int) -> bool:
    """Whether a plichtig child is absent on a day with this toestand."""
    if toestand & VRIJ:
        return False
    return not toestand & INGESCHREVEN or bool(toestand & ONGEOORLOOFD)


_AFWEZIG = tuple(is_afwezig(toestand) for toestand in range(16))


class Stuk(NamedTuple):
    """Consecutive days on which nothing changed; both days included."""

    van: int
    tot_en_met: int
    toestand: int


@dataclass(frozen=True, slots=True)
class Periode:
    """The run of absent days that ends on the peildatum, with the pieces it was made of."""

    sinds: int
    stukken: tuple[Stuk, ...]
    """From the first absent day to the peildatum, in order; also the pieces that were bridged."""
    onderbreking: tuple[Stuk, ...]
    """The days before, where the run was cut off; empty where nothing lies before."""
    vorige_tot_en_met: int | None
    """Last day of an earlier absence that no longer counts, if there is one."""


def toestand_en_wisselingen(
    feiten: Feiten, grenzen: Plichtgrenzen, peildatum: int
) -> tuple[int, list[tuple[int, int]]]:
    """What holds on the peildatum, and the days up to it on which something changed.

    Each change is (day, which of the four flips on that day). Spans of one list never overlap, so
    flipping is enough, in whatever order the changes of one day are taken.
    """
    spans: list[tuple[int, date | None, int]] = []
    for inschrijving in feiten.inschrijvingen:
        begin = inschrijving.begin
        spans.append((begin.toordinal() if begin else 0, inschrijving.einde, INGESCHREVEN))
    for verzuim in feiten.verzuim:
        soort = GEOORLOOFD if verzuim.geoorloofd else ONGEOORLOOFD
        spans.append((verzuim.begin.toordinal(), verzuim.einde, soort))
    for vrijstelling in feiten.vrijstellingen:
        vanaf = vrijstelling.begin.toordinal()
        if vrijstelling.grond is Grond.ART15:
            # Until the leerplicht ends this exemption changes nothing.
            vanaf = max(vanaf, grenzen.laatste_leerplichtdag.toordinal() + 1)
        spans.append((vanaf, vrijstelling.einde, VRIJ))

    toestand = 0
    wisselingen: list[tuple[int, int]] = []
    for vanaf, einde, soort in spans:
        if vanaf > peildatum:
            continue
        tot = None if einde is None else einde.toordinal()
        if tot is None or tot > peildatum:
            toestand |= soort
        elif tot <= vanaf:
            continue
        else:
            wisselingen.append((tot, soort))
        wisselingen.append((vanaf, soort))
    return toestand, wisselingen


def verzuimperiode(
    toestand: int,
    wisselingen: list[tuple[int, int]],
    *,
    eerste_plichtdag: int,
    peildatum: int,
    kalender: Schoolkalender,
    regelset: Regelset,
) -> Periode | None:
    """The run of absent days up to the peildatum, on which the child must be plichtig; or None.

    Days between two absences count by their schooldagen: up to `samenvoegen_schooldagen` of them
    leave it one run. Authorised absence and exemption get no rule of their own, they are days on
    which the child is not absent; only with `geoorloofd_overbrugt` are the schooldagen of
    authorised absence not counted.
    """
    if not _AFWEZIG[toestand]:
        return None
    stukken: list[Stuk] = []
    sinds, aantal = peildatum, 0
    tot_en_met = peildatum
    schooldagen_in_gat = 0
    vorige_tot_en_met = None
    wisselingen.sort(reverse=True)
    for dag, soort in (*wisselingen, (eerste_plichtdag, 0)):
        if dag <= tot_en_met:
            van = max(dag, eerste_plichtdag)
            if _AFWEZIG[toestand]:
                if schooldagen_in_gat > regelset.samenvoegen_schooldagen:
                    vorige_tot_en_met = tot_en_met
                    break
                sinds, aantal = van, len(stukken) + 1
                schooldagen_in_gat = 0
            elif not (regelset.geoorloofd_overbrugt and _overbrugt(toestand)):
                schooldagen_in_gat += kalender.schooldagen_tussen_nr(van, tot_en_met + 1)
            stukken.append(Stuk(van, tot_en_met, toestand))
            tot_en_met = van - 1
            if van == eerste_plichtdag:
                break
        toestand ^= soort
    return Periode(
        sinds=sinds,
        stukken=tuple(reversed(stukken[:aantal])),
        onderbreking=tuple(reversed(stukken[aantal:])),
        vorige_tot_en_met=vorige_tot_en_met,
    )


def _overbrugt(toestand: int) -> bool:
    return bool(toestand & GEOORLOOFD) and not toestand & VRIJ
