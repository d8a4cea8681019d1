"""The Stand once more, slow and obvious: it walks over single days and shares no code.

Written from the definition of the Stand alone, with a holiday table typed in anew, to be compared
with the real thing over random facts. Facts and settings come as plain dictionaries.
"""

import calendar
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

DAG = timedelta(days=1)

# Saturday to Sunday, noord / midden / zuid.
_VAKANTIES = """
26-10-24 03-11-24 / 26-10-24 03-11-24 / 19-10-24 27-10-24
21-12-24 05-01-25 / 21-12-24 05-01-25 / 21-12-24 05-01-25
15-02-25 23-02-25 / 22-02-25 02-03-25 / 22-02-25 02-03-25
26-04-25 04-05-25 / 26-04-25 04-05-25 / 26-04-25 04-05-25
12-07-25 24-08-25 / 19-07-25 31-08-25 / 05-07-25 17-08-25
18-10-25 26-10-25 / 18-10-25 26-10-25 / 11-10-25 19-10-25
20-12-25 04-01-26 / 20-12-25 04-01-26 / 20-12-25 04-01-26
21-02-26 01-03-26 / 14-02-26 22-02-26 / 14-02-26 22-02-26
25-04-26 03-05-26 / 25-04-26 03-05-26 / 25-04-26 03-05-26
04-07-26 16-08-26 / 18-07-26 30-08-26 / 11-07-26 23-08-26
10-10-26 18-10-26 / 17-10-26 25-10-26 / 17-10-26 25-10-26
19-12-26 03-01-27 / 19-12-26 03-01-27 / 19-12-26 03-01-27
20-02-27 28-02-27 / 20-02-27 28-02-27 / 13-02-27 21-02-27
24-04-27 02-05-27 / 24-04-27 02-05-27 / 24-04-27 02-05-27
10-07-27 22-08-27 / 17-07-27 29-08-27 / 24-07-27 05-09-27
16-10-27 24-10-27 / 16-10-27 24-10-27 / 23-10-27 31-10-27
25-12-27 09-01-28 / 25-12-27 09-01-28 / 25-12-27 09-01-28
19-02-28 27-02-28 / 26-02-28 05-03-28 / 26-02-28 05-03-28
29-04-28 07-05-28 / 29-04-28 07-05-28 / 29-04-28 07-05-28
15-07-28 27-08-28 / 08-07-28 20-08-28 / 22-07-28 03-09-28
"""
_PASEN = """
2008-03-23 2009-04-12 2010-04-04 2011-04-24 2012-04-08 2013-03-31 2014-04-20 2015-04-05 2016-03-27
2017-04-16 2018-04-01 2019-04-21 2020-04-12 2021-04-04 2022-04-17 2023-04-09 2024-03-31 2025-04-20
2026-04-05 2027-03-28 2028-04-16 2029-04-01 2030-04-21 2031-04-13 2032-03-28 2033-04-17 2034-04-09
2035-03-25 2036-04-13
"""
_EERSTE_PAASDAG = {d.year: d for d in map(date.fromisoformat, _PASEN.split())}


def _vakantiedagen() -> dict[str, set[date]]:
    dagen: dict[str, set[date]] = {"noord": set(), "midden": set(), "zuid": set()}
    for rij in _VAKANTIES.strip().splitlines():
        for regio, cel in zip(dagen, rij.split(" / "), strict=True):
            eerste, laatste = (
                date(2000 + int(t[6:]), int(t[3:5]), int(t[:2])) for t in cel.split()
            )
            while eerste <= laatste:
                dagen[regio].add(eerste)
                eerste += DAG
    return dagen


VAKANTIEDAGEN = _vakantiedagen()


def is_schooldag(d: date, regio: str, regels: dict[str, Any]) -> bool:
    if d.isoweekday() > 5 or d in VAKANTIEDAGEN[regio]:
        return False
    pasen = _EERSTE_PAASDAG[d.year]
    if d in (pasen + DAG, pasen + 39 * DAG, pasen + 50 * DAG):
        return False
    if (d.month, d.day) in ((1, 1), (12, 25), (12, 26), (4, 27)):
        return False  # Koningsdag on Saturday 26 April is no weekday anyway
    if regels["goede_vrijdag_vrij"] and d == pasen - 2 * DAG:
        return False
    return not (regels["bevrijdingsdag_vrij"] and (d.month, d.day) == (5, 5))


def verjaardag(geboren: date, n: int) -> date:
    if (geboren.month, geboren.day) == (2, 29) and not calendar.isleap(geboren.year + n):
        return date(geboren.year + n, 3, 1)
    return date(geboren.year + n, geboren.month, geboren.day)


def drie_maanden_na(d: date) -> date:
    jaar, maand = (d.year, d.month + 3) if d.month <= 9 else (d.year + 1, d.month - 9)
    return date(jaar, maand, min(d.day, calendar.monthrange(jaar, maand)[1]))


def binnen(d: date, begin: date | None, einde: date | None) -> bool:
    return (begin is None or begin <= d) and (einde is None or d < einde)


class Kind:
    """One child and one set of rules, asked day by day."""

    def __init__(self, feiten: dict[str, Any], regels: dict[str, Any]) -> None:
        self.f = feiten
        self.r = regels
        geboren = feiten["geboortedatum"]
        vijf = verjaardag(geboren, 5)
        begin = date(vijf.year + vijf.month // 12, vijf.month % 12 + 1, 1)
        while not self.schooldag(begin):
            begin += DAG
        self.begin = begin
        zestien = verjaardag(geboren, 16)
        self.laatste_leerplichtdag = date(zestien.year + (zestien.month >= 8), 7, 31)
        self.achttien = verjaardag(geboren, 18)

    def schooldag(self, d: date) -> bool:
        return is_schooldag(d, self.f["regio"], self.r)

    def plicht(self, d: date) -> str:
        if self.begin <= d <= self.laatste_leerplichtdag:
            return "leerplichtig"
        if self.laatste_leerplichtdag < d < self.achttien:
            behaald = self.f["startkwalificatie_op"]
            if not (behaald and behaald <= d) and not self.vrijgesteld(d, {"ART15"}):
                return "kwalificatieplichtig"
        return "geen"

    def vrijgesteld(self, d: date, gronden: set[str]) -> bool:
        return any(
            v["grond"] in gronden and binnen(d, v["begin"], v["einde"])
            for v in self.f["vrijstellingen"]
        )

    def vrijgesteld_van_inschrijving(self, d: date) -> bool:
        return self.vrijgesteld(d, {"ART5_A", "ART5_B", "ART5_C", "ART5A_TREKKEND"})

    def ingeschreven(self, d: date) -> bool:
        return any(binnen(d, i["begin"], i["einde"]) for i in self.f["inschrijvingen"])

    def verzuim(self, d: date, *, geoorloofd: bool) -> bool:
        return any(
            v["geoorloofd"] is geoorloofd and binnen(d, v["begin"], v["einde"])
            for v in self.f["verzuim"]
        )

    def afwezig(self, d: date) -> bool:
        if self.plicht(d) == "geen" or self.vrijgesteld_van_inschrijving(d):
            return False
        return not self.ingeschreven(d) or self.verzuim(d, geoorloofd=False)

    def overbrugd(self, d: date) -> bool:
        return (
            self.r["geoorloofd_overbrugt"]
            and self.verzuim(d, geoorloofd=True)
            and self.plicht(d) != "geen"
            and not self.vrijgesteld_van_inschrijving(d)
        )

    def afwezige_dagen(self, peildatum: date) -> list[date]:
        """The absent days of the verzuimperiode, from the first to the peildatum."""
        dagen: list[date] = []
        gat = 0
        d = peildatum
        while d >= self.begin:
            if self.afwezig(d):
                dagen.append(d)
                gat = 0
            elif not dagen:
                return []
            elif self.schooldag(d) and not self.overbrugd(d):
                gat += 1
                if gat > self.r["samenvoegen_schooldagen"]:
                    break
            d -= DAG
        return sorted(dagen)

    def vier_weken_op(self, dagen: list[date], peildatum: date) -> date:
        extra = 1 if self.r["operator_4w"] == ">" else 0
        if self.r["telwijze_4w"] == "kalender":
            return dagen[0] + (28 + extra) * DAG
        gemist = [d for d in dagen if self.schooldag(d)]
        d = peildatum
        while len(gemist) < 20 + extra:
            d += DAG
            if self.schooldag(d):
                gemist.append(d)
        return gemist[19 + extra]

    def aanbod(self) -> list[tuple[date, date | None]]:
        spans = []
        for a in self.f["aanbod"]:
            vanaf = a["gestart_op"]
            if self.r["stopt_bij"] != "gestart":
                vanaf = a[self.r["stopt_bij"] + "_op"] or vanaf
            if vanaf is not None:
                spans.append((vanaf, a["einde"]))
        return spans

    def uren_16_op(self, peildatum: date) -> date | None:
        gemist = [g for g in self.f["gemist"] if not g["geoorloofd"] and self.schooldag(g["datum"])]
        bereikt = None
        if not gemist:
            return None
        d = min(g["datum"] for g in gemist)
        while d <= peildatum:
            weken: list[date] = []  # the Mondays of four lesweken, the one of d first
            maandag = d - d.weekday() * DAG
            while len(weken) < 4:
                if any(self.schooldag(maandag + i * DAG) for i in range(7)):
                    weken.append(maandag)
                maandag -= 7 * DAG
            som = sum(
                Fraction(str(g["uren"]))
                for g in gemist
                if g["datum"] - g["datum"].weekday() * DAG in weken
                and g["datum"] <= d
                and (bereikt is None or g["datum"] > bereikt)
            )
            if som >= 16:
                bereikt = d
            d += DAG
        return bereikt


def stand(feiten: dict[str, Any], regels: dict[str, Any], peildatum: date) -> dict[str, Any]:
    """All columns of the Stand."""
    kind = Kind(feiten, regels)
    plicht = kind.plicht(peildatum)
    dagen = kind.afwezige_dagen(peildatum)
    sinds = vier = drie = None
    duur = None
    loopt = any(binnen(peildatum, *span) for span in kind.aanbod())
    if dagen:
        sinds = dagen[0]
        vier = kind.vier_weken_op(dagen, peildatum)
        if not loopt:
            vanaf = sinds
            if regels["na_aanbod"] == "opnieuw":
                eindes = [e for _, e in kind.aanbod() if e is not None and e <= peildatum]
                vanaf = max([sinds, *eindes])
            drie = drie_maanden_na(vanaf)
        if peildatum < vier:
            duur = "<4w"
        elif peildatum > drie_maanden_na(sinds):
            duur = ">3m"
        else:
            duur = "4w-3m"

    if plicht == "geen":
        categorie = "niet_plichtig"
    elif kind.vrijgesteld_van_inschrijving(peildatum):
        categorie = "vrijgesteld"
    elif dagen and loopt:
        categorie = "met_aanbod"
    elif not kind.ingeschreven(peildatum):
        categorie = "AV"
    elif vier is not None and peildatum >= vier:
        categorie = "LRV"
    elif dagen:
        categorie = "dreigend"
    elif kind.verzuim(peildatum, geoorloofd=True):
        categorie = "geoorloofd"
    else:
        categorie = "geen"

    komend = sorted(
        (op, volgorde, naam)
        for volgorde, (naam, op) in enumerate((("vier_weken", vier), ("drie_maanden", drie)))
        if op is not None and op >= peildatum
    )
    return {
        "plicht": plicht,
        "categorie": categorie,
        "duur": duur,
        "verzuim_sinds": sinds,
        "dagen_thuis": (peildatum - sinds).days if sinds else None,
        "vier_weken_op": vier,
        "drie_maanden_op": drie,
        "uren_16_op": kind.uren_16_op(peildatum),
        "volgende_drempel": (komend[0][2], komend[0][0]) if komend else None,
    }
