"""A composed uitvoeringsagenda as people make it in Word: 23 activities under five statements.

Every word is ours. The periods are written in all the ways that such agendas have, and lie around
the day that is given, so that on any day the same ones are over, running or still to come.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import docx

from thuiszitters.kalender import plus_maanden, schooljaar
from thuiszitters.kalender.datums import MAANDEN as KORT
from thuiszitters.ui.datums import MAANDEN

AANTAL = 23
KOPPEN = (
    "",
    "Periode\n(wanneer)",
    "Activiteiten\n(wat)",
    "Betrokkenen\n(wie)",
    "Toelichting en resultaat",
    "Middelen\n(financieel)",
)
STATEMENTS = (
    "Kloppende lijsten – ‘we weten wie er thuis zit’",
    "Samen in de keten - ‘we vinden elkaar’",
    "Eerder zien, eerder doen",
    "Genoeg mensen en plekken",
    "Zorgvuldig met gegevens",
)

NABELLEN = "Scholen bellen na drie dagen afwezigheid naar huis"
"""Its period is no date at all."""
JONGEREN = "Jongeren die thuis zaten, denken mee over hun school"
"""Its period says a holiday, which is another day in every region."""
ZOMERLIJST = "Eén lijst van kinderen die de overstap naar de brugklas niet maken"
"""Its period is one day, three days after the one that is given."""
TE_LAAT = "Een vast gezicht voor elke school bij leerplicht en jeugdteam"
"""Its period is over."""


class Tijd:
    """Periods as people write them, counted in months from one day."""

    def __init__(self, vandaag: date) -> None:
        self.vandaag = vandaag
        self.eerste = vandaag.replace(day=1)
        # From June on the next one: its end is never within a few weeks.
        start = schooljaar(plus_maanden(vandaag, 2))
        self.jaar = f"{start % 100:02d}-{(start + 1) % 100:02d}"

    def maand(self, n: int) -> str:
        """Return "februari 2027"."""
        dag = plus_maanden(self.eerste, n)
        return f"{MAANDEN[dag.month - 1]} {dag.year}"

    def kort(self, n: int) -> str:
        """Return "feb ‘27"."""
        dag = plus_maanden(self.eerste, n)
        return f"{KORT[dag.month - 1]} ‘{dag.year % 100:02d}"

    def van_tot(self, van: int, tot: int, streep: str = "-") -> str:
        """Return "maart-mei 2027", and both years where they are not the same."""
        begin, einde = plus_maanden(self.eerste, van), plus_maanden(self.eerste, tot)
        if begin.year != einde.year:
            return f"{self.maand(van)} {streep} {self.maand(tot)}"
        return f"{MAANDEN[begin.month - 1]}{streep}{self.maand(tot)}"

    def uiterlijk(self, dagen: int) -> str:
        """Return "uiterlijk 25 november 2026"."""
        dag = self.vandaag + timedelta(days=dagen)
        return f"uiterlijk {dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


Rij = tuple[str, str, str, str, str, str]


def rijen(vandaag: date) -> list[list[Rij]]:
    """Return the rows of the table, a list per statement, in the order of KOPPEN."""
    t = Tijd(vandaag)
    allen = "alle betrokken partijen in het pact"
    return [
        [
            ("1", f"{t.kort(1)} – {t.kort(3)}", "Dezelfde woorden voor verzuim en thuiszitten",
             "swv’s, gemeenten, mbo", "Een blad met onze woorden.\n\nZie ook 3.3.", "-"),
            ("2", "gehele periode pact", "Elke maand de lijsten naast elkaar leggen",
             "leerplicht, swv’s, register", "Geen kind dat maar op één lijst staat.", "-"),
            ("3", "gehele looptijd Pact", "Een maandbericht dat ook zegt wat lukte", allen,
             "Aantallen per sector, en hoe vaak een kind terugkwam.", "-"),
        ],
        [
            ("1", "gedurende de gehele looptijd van het pact", "Jeugdhulp inkopen met de scholen",
             "gemeente, onderwijs-\nsectoren", "Er is plek voordat een kind uitvalt.", ""),
            ("2", t.van_tot(-4, -2, " -"), TE_LAAT, allen,
             "Binnen twee dagen zit er iemand aan tafel. Elke school kent de namen.", ""),
            ("3", f"{t.maand(2)}\n\n\n{t.maand(4)}",
             "Op bezoek bij een regio waar het lukt.\n\n\nDaarna een werkdag voor scholen.",
             "partijen pact, gastheer\n\n\npartijen pact, scholen",
             "Eerst bepalen of het past.\n\n\nWie wil, doet mee aan de werkdag.",
             "ca. €1.000 (reis)\n\n\nPM zaal en eten (ca. €1.200)"),
            ("4", t.van_tot(3, 5), "Twee studiedagen over onderwijs en jeugdhulp",
             f"{allen}, een begeleider van buiten", "Eén voor wie het doet, één voor wie beslist.",
             "ca. €150 per deelnemer"),
            ("5", f"eerste start {t.maand(3)}", "Samen een oordeel geven bij een vrijstelling",
             "LP/RMC, swv’s, mbo", "Geen vrijstelling zonder advies van de school.", "-"),
            ("6", f"uiterlijk einde schooljaar {t.jaar}",
             "Een netwerk van mensen die je kunt bellen.\n\nUitzoeken wie een kind mag inbrengen.",
             "schoolbesturen, JGZ, voorschool", "Het netwerk is begonnen.", "-"),
            ("7", t.uiterlijk(3), ZOMERLIJST, "SWV PO Waterstad, SWV VO Waterstad, leerplicht",
             "Elk kind heeft in de zomer een naam op de nieuwe school.", "-"),
            ("8", "gehele looptijd Pact", "Afstemmen met de regio’s om ons heen",
             "swv’s, buurregio’s", "Voor leerlingen die hier naar school gaan en daar wonen.", "-"),
            ("9", t.van_tot(8, 11, " -"), "Afspreken wie de knoop doorhakt",
             "swv’s i.s.m. gemeente", "Eén partij beslist als we er niet uitkomen.", ""),
        ],
        [
            ("", f"voor einde schooljaar {t.jaar}", "Een plan voor wie vaak ziek gemeld is", allen,
             "Per sector een plan, en daarna doen.", ""),
            ("2", "voor de zomervakantie", JONGEREN, "ervarings-\ndeskundigen, scholen",
             "Vier gesprekken, met ouders erbij.", "PM"),
            ("3", f"{t.kort(2)}-{t.kort(4)}", "Bij elkaar kijken hoe verzuim wordt aangepakt",
             "swv’s, mbo, leerplicht/rmc", "Drie scholen doen mee.", ""),
            ("4", "in overleg met de scholen", NABELLEN, "schoolbesturen, GGD Waterstad",
             "Geen kind dat een week wegblijft zonder dat iemand belde.",
             "Beginnen kost niets.\nDaarna: PM"),
            ("5", f"{t.kort(3)} - {t.maand(7)}", "Een handreiking: wat mag er bij maatwerk", allen,
             "Scholen weten wat kan en wat mag.", "-"),
            ("6", "gehele looptijd Pact", "Scholen helpen bij ziekteverzuim",
             "swv’s, scholen, JGZ, Jeugdteam Rondom, leerplicht",
             "Het stappenplan ligt op elke school.\n\nWe kijken er elk jaar opnieuw naar.", "-"),
        ],
        [
            ("1", t.van_tot(2, 3), "De jeugdarts ziet wie vaak ziek is", "JGZ, onderwijssectoren",
             "Afspraken per sector.", "PM"),
            ("2", t.van_tot(-3, -2, " – "), "Een projectleider voor een dag in de week",
             "alle betrokken partijen", "Tot het einde van het pact.",
             "ca. €8.750 op jaarbasis, samen te betalen."),
            ("3", f"{t.kort(4)} -{t.maand(6)}",
             "Uitzoeken wanneer het expertiseteam moet meedenken",
             "swv vo, werkgroep verzuim", "Komt in het stappenplan.", "· "),
        ],
        [
            ("1", "gehele looptijd pact ", "Alle partijen houden zich aan de AVG",
             "alle betrokken partijen", "Wij delen wat nodig is, en niet meer.",
             "n.v.t.\nPM eigen functionaris"),
            ("2  ", t.van_tot(9, 11), "Een convenant over het delen van gegevens",
             "swv’s, mbo, gemeente, jeugdhulp", "Getekend door iedereen die meedoet.", "· "),
        ],
    ]  # fmt: skip


def _tabelrijen(vandaag: date) -> Iterator[tuple[str, ...]]:
    yield KOPPEN
    for nr, (statement, deel) in enumerate(zip(STATEMENTS, rijen(vandaag), strict=True), 1):
        yield (f"{nr}. {statement}",)
        yield from deel


def schrijf_agenda(pad: Path, vandaag: date) -> Path:
    """Write the agenda as a Word document: words before it, then a table with a row a statement."""
    document = docx.Document()
    document.add_heading("Uitwerking van het pact Samen naar school")
    document.add_paragraph("(versie 0.6)")
    document.add_paragraph("We vertalen onze ambities in vijf statements en wat we gaan doen.")
    tabel = document.add_table(rows=0, cols=len(KOPPEN))
    for rij in _tabelrijen(vandaag):
        cellen = tabel.add_row().cells
        if len(rij) == 1:
            cellen[0].merge(cellen[-1]).text = rij[0]
            continue
        for cel, tekst in zip(cellen, rij, strict=True):
            cel.text = tekst
    document.save(str(pad))
    return pad
