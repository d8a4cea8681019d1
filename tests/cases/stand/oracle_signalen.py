"""The signals once more, slow and obvious: it asks of every single day whether one holds.

Like the oracle of the Stand it shares no code with the real thing; the days on which there is
school, on which a child must be there and on which it is enrolled come from that oracle.
"""

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any

from tests.cases.stand.oracle import Kind, binnen

DAG = timedelta(days=1)

# Name, aanvang, op.
Gevonden = tuple[str, date, date]


class Signaalkind:
    """One child and one set of rules."""

    def __init__(self, feiten: dict[str, Any], regels: dict[str, Any]) -> None:
        self.kind = Kind(feiten, regels)
        self.f = feiten
        self.r = regels
        self.telt = lru_cache(None)(self._telt)
        self.ziek = lru_cache(None)(self._ziek)
        self.lang_ziek = lru_cache(None)(self._lang_ziek)
        self.vaak_ziek = lru_cache(None)(self._vaak_ziek)

    def _telt(self, d: date) -> bool:
        plichtig = self.kind.plicht(d) != "geen"
        return plichtig and not self.kind.vrijgesteld_van_inschrijving(d)

    def _ziek(self, d: date) -> bool:
        spans = [v for v in self.f["verzuim"] if v["ziek"]]
        return self.telt(d) and any(binnen(d, v["begin"], v["einde"]) for v in spans)

    def _lang_ziek(self, d: date) -> bool:
        if not self.ziek(d) or not self.r["ziek_schooldagen"]:
            return False
        geteld = 0
        terug = 0
        while terug < 370:  # nobody is sick over a gap longer than a summer
            dag = d - terug * DAG
            if self.kind.schooldag(dag):
                if not self.ziek(dag):
                    break
                geteld += 1
            if geteld >= self.r["ziek_schooldagen"]:
                return True
            terug += 1
        return False

    def _vaak_ziek(self, d: date) -> bool:
        begonnen = sorted(
            v["begin"]
            for v in self.f["verzuim"]
            if v["ziek"] and v["begin"] <= d and self.telt(v["begin"])
        )
        if not begonnen or not self.r["ziek_meldingen"] or not self.telt(d):
            return False
        twaalf_weken = {i * DAG for i in range(self.r["ziek_weken"] * 7)}
        laatste = begonnen[-1]
        if d - laatste not in twaalf_weken:
            return False
        recent = [b for b in begonnen if laatste - b in twaalf_weken]
        genoeg: int = self.r["ziek_meldingen"]
        return len(recent) >= genoeg

    def nergens(self, d: date) -> bool:
        return self.telt(d) and not self.kind.ingeschreven(d)

    def absoluut(self, peildatum: date) -> list[Gevonden]:
        if not self.r["av_signaal"] or not self.nergens(peildatum):
            return []
        begin = eerste_dag(peildatum, self.nergens)
        op = begin
        respijt = self.r["av_respijt_tot"]
        if respijt is not None:
            dag, maand = respijt
            while date(begin.year, 8, 1) <= op < date(begin.year, maand, dag):
                op += DAG
        return [("absoluut_verzuim", begin, op)] if op <= peildatum else []

    def ziekte(self, peildatum: date) -> list[Gevonden]:
        gevonden = []
        if self.vaak_ziek(peildatum):
            begin = eerste_dag(peildatum, self.vaak_ziek)
            gevonden.append(("ziek_meldingen", begin, begin))
        if self.lang_ziek(peildatum):
            op = begin = eerste_dag(peildatum, self.ziek)
            while not self.lang_ziek(op):
                op += DAG
            gevonden.append(("ziek_schooldagen", begin, op))
        return gevonden

    def lesweken(self, d: date) -> set[date]:
        weken: set[date] = set()
        maandag = d - d.weekday() * DAG
        while len(weken) < 4:
            if any(self.kind.schooldag(maandag + i * DAG) for i in range(7)):
                weken.add(maandag)
            maandag -= 7 * DAG
        return weken

    def uren(self, peildatum: date) -> tuple[Fraction, list[Gevonden]]:
        """The counter, and the signals."""
        gemist = [
            g
            for g in self.f["gemist"]
            if not g["geoorloofd"] and self.kind.schooldag(g["datum"]) and self.telt(g["datum"])
        ]
        d = min((g["datum"] for g in gemist), default=peildatum)
        bereikt = sinds = None
        som = Fraction(0)
        while d <= peildatum:
            weken = self.lesweken(d)
            som = sum(
                (
                    Fraction(str(g["uren"]))
                    for g in gemist
                    if g["datum"] - g["datum"].weekday() * DAG in weken
                    and g["datum"] <= d
                    and (bereikt is None or g["datum"] > bereikt)
                ),
                Fraction(0),
            )
            if som >= 16:
                bereikt, som = d, Fraction(0)
            if not self.r["uren_preventie"] or som < self.r["uren_preventie"]:
                sinds = None
            elif sinds is None:
                sinds = d
            d += DAG
        gevonden: list[Gevonden] = []
        if sinds is not None:
            gevonden.append(("uren_12", sinds, sinds))
        if (
            bereikt is not None
            and self.r["uren_melding"]
            and bereikt - bereikt.weekday() * DAG in self.lesweken(peildatum)
        ):
            gevonden.append(("uren_16", bereikt, bereikt))
        return som, gevonden


def eerste_dag(d: date, holds: Callable[[date], bool]) -> date:
    """The first of the days in a row, up to and including d, on which it holds."""
    while holds(d - DAG):
        d -= DAG
    return d


def signalen(
    feiten: dict[str, Any], regels: dict[str, Any], peildatum: date
) -> tuple[Fraction, list[Gevonden]]:
    """The hours on the counter, and the signals that hold as (naam, aanvang, op)."""
    kind = Signaalkind(feiten, regels)
    uren, gevonden = kind.uren(peildatum)
    return uren, gevonden + kind.ziekte(peildatum) + kind.absoluut(peildatum)
