"""The kinds of stories in the demo, and in what order they come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from cases.models import Uitkomst
from monitoring.demo.verhaal import Verhaal


def _kort_thuis(v: Verhaal) -> None:
    dag = v.open(v.schooldag(v.rng.randint(2, 13)))
    v.werk(dag, v.vandaag)


def _veertien_dagen(v: Verhaal) -> None:
    v.open(v.schooldag(14), na=v.rng.randint(1, 5))


def _bijna_vier_weken(v: Verhaal) -> None:
    dag = v.open(v.schooldag(v.rng.randint(18, 26)))
    v.werk(dag, v.vandaag)
    v.antwoordt = 0.4


def _precies_vier_weken(v: Verhaal) -> None:
    dag = v.open(v.schooldag(28))
    v.werk(dag, v.vandaag)
    v.antwoordt = 0.0


def _thuiszitter(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(30, 82))
    dag = v.open(begin)
    v.werk(dag, v.vandaag)
    if v.rng.random() < 0.5:
        v.nodig_uit(dag + timedelta(days=v.rng.randint(10, 25)))
    if v.rng.random() < 0.3:
        v.op(v.vandaag, lambda: v.taak(v.rng.randint(1, 9)))


def _bijna_drie_maanden(v: Verhaal) -> None:
    dag = v.open(v.schooldag(v.rng.randint(79, 89)))
    v.werk(dag, v.vandaag)
    v.nodig_uit(dag + timedelta(days=20))
    v.antwoordt = 0.3


def _langer_dan_drie_maanden(v: Verhaal) -> None:
    dag = v.open(v.schooldag(v.rng.randint(95, 240)))
    v.werk(dag, v.vandaag)
    v.nodig_uit(dag + timedelta(days=30))
    v.antwoordt = v.rng.choice((0.2, 0.9))


def _laat_gemeld(v: Verhaal) -> None:
    v.open(v.schooldag(v.rng.randint(45, 110)), na=v.rng.randint(32, 44))


def _nergens_ingeschreven(v: Verhaal) -> None:
    dag = v.open(v.schooldag(v.rng.randint(12, 150)), ingeschreven=False)
    v.werk(dag, v.vandaag)


def _met_aanbod(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(60, 200))
    dag = v.open(begin)
    gestart = v.schooldag_na(begin, v.rng.randint(20, 50))
    v.werk(dag, gestart)
    v.aanbod(gestart, gestart)


def _aanbod_gepland(v: Verhaal) -> None:
    dag = v.open(v.schooldag(v.rng.randint(50, 85)))
    v.werk(dag, v.vandaag)
    v.aanbod(v.schooldag(3), v.schooldag_na(v.vandaag, v.rng.randint(3, 20)))


def _aanbod_gestopt(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(110, 190))
    dag = v.open(begin)
    gestart = v.schooldag_na(begin, 40)
    v.aanbod(gestart, gestart)
    v.aanbod_stopt(v.schooldag_na(gestart, v.rng.randint(10, 35)))
    v.werk(dag, v.vandaag)
    v.antwoordt = 0.3


def _vrijgesteld(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(50, 140))
    dag = v.open(begin, ingeschreven=False)
    vrij = v.schooldag_na(begin, v.rng.randint(20, 45))
    v.werk(dag, vrij)
    v.vrijstelling(vrij, vrij)


def _geoorloofd(v: Verhaal) -> None:
    dag = v.open(v.schooldag(v.rng.randint(20, 60)), geoorloofd=True)
    v.werk(dag, v.vandaag)


def _net_terug(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(30, 90))
    dag = v.open(begin)
    terug = max(v.schooldag(v.rng.randint(1, 8)), v.schooldag_na(begin, 7))
    v.werk(dag, terug)
    v.terug(terug)


def _terugval(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(110, 160))
    dag = v.open(begin)
    terug = v.schooldag_na(begin, v.rng.randint(20, 35))
    v.werk(dag, terug)
    v.terug(terug)
    weer = v.schooldag_na(max(terug, v.dag(v.rng.randint(16, 50))), 1)
    v.weer_thuis(weer)
    v.werk(weer, v.vandaag)


def _afgerond(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(90, 200))
    dag = v.open(begin)
    terug = v.schooldag_na(begin, v.rng.randint(20, 45))
    v.werk(dag, terug)
    v.terug(terug)
    v.sluit(v.schooldag_na(terug, v.rng.randint(20, 40)), Uitkomst.TERUG)


def _afgerond_met_aanbod(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(110, 200))
    dag = v.open(begin)
    gestart = v.schooldag_na(begin, v.rng.randint(50, 70))
    v.werk(dag, gestart)
    v.aanbod(gestart, gestart)
    v.sluit(v.schooldag_na(gestart, 30), Uitkomst.AANBOD)


def _verhuisd(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(60, 160))
    dag = v.open(begin)
    weg = v.schooldag_na(begin, v.rng.randint(25, 45))
    v.werk(dag, weg)
    v.sluit(weg, Uitkomst.VERHUISD)


def _heropend(v: Verhaal) -> None:
    begin = v.schooldag(v.rng.randint(170, 230))
    dag = v.open(begin)
    terug = v.schooldag_na(begin, 35)
    v.werk(dag, terug)
    v.terug(terug)
    dicht = v.schooldag_na(terug, 30)
    v.sluit(dicht, Uitkomst.TERUG)
    weer = v.schooldag_na(max(dicht, v.dag(v.rng.randint(15, 60))), 1)
    v.heropen(weer)
    v.weer_thuis(weer)
    v.werk(weer, v.vandaag)


def _weer_op_school(v: Verhaal, dagen: int, om: int) -> list[date]:
    """Open a casus of a child that came back; return so many schooldagen since, the last first.

    They lie at least `om` days apart, and the last one some days ago.
    """
    later = [v.schooldag(2)]
    while len(later) < dagen:
        later.append(v.schooldag((v.vandaag - later[-1]).days + om))
    terug = v.schooldag((v.vandaag - later[-1]).days + 4)
    dag = v.open(v.schooldag((v.vandaag - terug).days + 21), na=3)
    v.werk(dag, terug)
    v.terug(terug)
    return later


def _mist_uren(v: Verhaal) -> None:
    """Eleven and a half hours in the lesweken that count: just below a signal."""
    for dag, uren in zip(_weer_op_school(v, 4, 4), ("3", "2.5", "4", "2"), strict=True):
        v.mist(dag, uren)


def _vaak_ziek(v: Verhaal) -> None:
    """Four sick reports in some weeks: the last one gives a signal."""
    for dag in _weer_op_school(v, 4, 12):
        v.ziek(dag)


Verteller = Callable[[Verhaal], None]

VERHALEN: tuple[Verteller, ...] = (
    _precies_vier_weken,
    _thuiszitter,
    _langer_dan_drie_maanden,
    _kort_thuis,
    _nergens_ingeschreven,
    _met_aanbod,
    _bijna_vier_weken,
    _veertien_dagen,
    _geoorloofd,
    _afgerond,
    _thuiszitter,
    _bijna_drie_maanden,
    _vrijgesteld,
    _net_terug,
    _heropend,
    _aanbod_gepland,
    _terugval,
    _kort_thuis,
    _afgerond_met_aanbod,
    _laat_gemeld,
    _langer_dan_drie_maanden,
    _aanbod_gestopt,
    _bijna_vier_weken,
    _verhuisd,
    _thuiszitter,
    _nergens_ingeschreven,
    _mist_uren,
    _vaak_ziek,
)
"""The first dozen already show something of everything; then it goes round."""
