"""From the text of a period to its tokens: dates, months, schooljaren, and the words between."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto

from thuiszitters.kalender import schooljaar_grenzen
from thuiszitters.ui.datums import MAANDEN, VROEGSTE_JAAR, parse_datum

_VORMEN = {naam: nummer for nummer, naam in enumerate(MAANDEN, 1)} | {
    "jan": 1,
    "feb": 2,
    "febr": 2,
    "mrt": 3,
    "maa": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "nov": 11,
    "dec": 12,
}
_RANG = {"eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "laatste": 4}


class Woord(Enum):
    """The words between the dates, by what they do."""

    VANAF = auto()
    VAN = auto()
    TUSSEN = auto()
    TEM = auto()
    TOT = auto()
    UITERLIJK = auto()
    VOOR = auto()
    EINDE = auto()
    BEGIN = auto()
    EN = auto()
    BREUK = auto()
    """What parts two periods that have nothing to do with each other: a line end, a phase."""
    OPEN = auto()
    RUIS = auto()
    STREEP = auto()
    VAAG = auto()
    OPENGELATEN = auto()
    ONBEKEND = auto()


@dataclass(frozen=True, slots=True)
class Punt:
    """A stretch of days that text names; `jaar` is None where the text leaves the year out."""

    maak: Callable[[int], tuple[date, date]]
    jaar: int | None
    tekst: str
    soort: str
    dag: tuple[int, int] | None = None
    """Its (day, month), for a single day written with a month."""
    kort: bool = False
    """Whether the year has two digits and no apostrophe, so that it could be something else."""

    def in_jaar(self, jaar: int) -> tuple[date, date]:
        """Return its first and last day in that year. Raises ValueError when it has no such day."""
        return self.maak(jaar)


@dataclass(frozen=True, slots=True)
class Teken:
    """A word, or a Punt, with the text it was read from."""

    woord: Woord | None
    tekst: str
    punt: Punt | None = None


def schoon(tekst: str) -> str:
    """Return the text in small letters, with one kind of dash, quote and space."""
    plat = unicodedata.normalize("NFKD", tekst).lower()
    plat = "".join(t for t in plat if unicodedata.category(t) not in {"Mn", "Cf", "Cs"})
    plat = re.sub("[\u2018\u2019\u201a\u201b\u02bc\u2032\u0060\u00b4]", "'", plat)
    plat = re.sub("[\u2010-\u2015\u2212\u2043]", "-", plat)
    plat = re.sub(r"[^\S\n\r\v\f\x85\u2028\u2029]+", " ", plat)
    return re.sub(r" ?[\n\r\v\f\x85\u2028\u2029][\s]*", "\n", plat).strip()


def _einde_van_maand(jaar: int, maand: int) -> date:
    return date(jaar + maand // 12, maand % 12 + 1, 1) - timedelta(days=1)


def _maanden(eerste: int, laatste: int) -> Callable[[int], tuple[date, date]]:
    def maak(jaar: int) -> tuple[date, date]:
        return date(jaar, eerste, 1), _einde_van_maand(jaar, laatste)

    return maak


def _vast(begin: date, einde: date) -> Callable[[int], tuple[date, date]]:
    return lambda _: (begin, einde)


def vast_punt(begin: date, einde: date, tekst: str, soort: str) -> Punt:
    """Return a stretch of days that is known to the day."""
    return Punt(_vast(begin, einde), begin.year, tekst, soort)


def dagpunt(dag: int, maand: int, jaar: int | None, tekst: str, *, kort: bool = False) -> Punt:
    """Return one day of a month."""

    def maak(in_jaar: int) -> tuple[date, date]:
        return date(in_jaar, maand, dag), date(in_jaar, maand, dag)

    return Punt(maak, jaar, tekst, "dag", (dag, maand), kort)


def jaartal(cijfers: str) -> int:
    """Return a year of two or four digits; two are of this century."""
    return int(cijfers) if len(cijfers) == 4 else 2000 + int(cijfers)


def _jaar_uit(gevonden: re.Match[str]) -> tuple[int | None, bool]:
    """Return the year in a match, and whether it was two digits without an apostrophe."""
    groepen = gevonden.groupdict()
    cijfers = groepen.get("j4") or groepen.get("ja") or groepen.get("j2")
    return (jaartal(cijfers), groepen.get("j2") is not None) if cijfers else (None, False)


def _geen_dag(jaar: int) -> tuple[date, date]:
    raise ValueError("there is no such day")


def _datum(gevonden: re.Match[str]) -> Punt | None:
    try:
        dag = parse_datum(gevonden[0].replace("'", ""))
    except ValueError:
        return Punt(_geen_dag, 0, gevonden[0], "dag")
    return vast_punt(dag, dag, gevonden[0], "dag")


def _woorddatum(gevonden: re.Match[str]) -> Punt:
    jaar, kort = _jaar_uit(gevonden)
    return dagpunt(int(gevonden["d"]), _VORMEN[gevonden["m"]], jaar, gevonden[0], kort=kort)


def _maand(gevonden: re.Match[str]) -> Punt:
    jaar, kort = _jaar_uit(gevonden)
    maand = _VORMEN[gevonden["m"]]
    return Punt(_maanden(maand, maand), jaar, gevonden[0], "maand", kort=kort)


def _maandcijfers(gevonden: re.Match[str]) -> Punt | None:
    maand = int(gevonden["d"])
    if not 1 <= maand <= 12:
        return None
    return Punt(_maanden(maand, maand), int(gevonden["j4"]), gevonden[0], "maand")


def _kwartaal(gevonden: re.Match[str]) -> Punt:
    jaar, kort = _jaar_uit(gevonden)
    q = _RANG.get(gevonden["q"]) or int(gevonden["q"])
    return Punt(_maanden(3 * q - 2, 3 * q), jaar, gevonden[0], "kwartaal", kort=kort)


def _helft(gevonden: re.Match[str]) -> Punt:
    jaar, kort = _jaar_uit(gevonden)
    h = _RANG.get(gevonden["q"]) or int(gevonden["q"])
    return Punt(_maanden(6 * h - 5, 6 * h), jaar, gevonden[0], "helft", kort=kort)


def _week(gevonden: re.Match[str]) -> Punt | None:
    eerste, laatste = int(gevonden["w"]), int(gevonden["x"] or gevonden["w"])
    if not 1 <= eerste <= laatste <= 53:
        return None

    def maak(jaar: int) -> tuple[date, date]:
        return date.fromisocalendar(jaar, eerste, 1), date.fromisocalendar(jaar, laatste, 7)

    return Punt(maak, _jaar_uit(gevonden)[0], gevonden[0], "week")


def _schooljaar(gevonden: re.Match[str]) -> Punt | None:
    eerste, laatste = jaartal(gevonden["s"]), jaartal(gevonden["t"])
    if not VROEGSTE_JAAR <= eerste < laatste <= eerste + 10:
        return None
    begin, einde = schooljaar_grenzen(eerste)[0], schooljaar_grenzen(laatste - 1)[1]
    return vast_punt(begin, einde, gevonden[0], "schooljaar")


def _jaar(gevonden: re.Match[str]) -> Punt:
    return Punt(_maanden(1, 12), _jaar_uit(gevonden)[0], gevonden[0], "jaar")


_M = "(?:" + "|".join(sorted(_VORMEN, key=len, reverse=True)) + r")\b"
_J4 = r"(?P<j4>(?:19|20)\d\d)(?!\d)"
_JAAR = rf"(?:{_J4}|'\s?(?P<ja>\d\d)(?!\d)|(?P<j2>\d\d)(?!\d)(?![-/.]\d)(?!\s?{_M}))"
_ERBIJ = rf"(?:(?:(?:\s?van|,)?\s?|[-/]){_JAAR})?"
_ERBIJ4 = rf"(?:\s?[-/]?\s?(?:van\s|in\s)?(?:{_J4}|'(?P<ja>\d\d)(?!\d)))?"
_LID = r"(?:\s(?:het|de|dit|ons))?"
_PACT = r"(?:\w+-?)?pact(?:periode|duur|looptijd)?\b"

_PUNTEN: tuple[tuple[str, Callable[[re.Match[str]], Punt | None]], ...] = (
    (r"(?:19|20)\d\d-\d{1,2}-\d{1,2}(?!\d)", _datum),
    (r"\d{1,2}([-/.])\d{1,2}\1(?:(?:19|20)\d\d|'?\d\d)(?!\d)", _datum),
    (rf"(?P<d>\d{{1,2}})(?:e|ste|de)?[\s-]?(?P<m>{_M})\.?{_ERBIJ}", _woorddatum),
    (rf"(?P<m>{_M})\.?{_ERBIJ}", _maand),
    (rf"(?P<d>\d{{1,2}})[-/]{_J4}(?![-/]\d)", _maandcijfers),
    (rf"{_J4}-(?P<d>0\d|1[0-2])(?![-/\d])", _maandcijfers),
    (rf"{_J4}[\s-]?q\s?(?P<q>[1-4])\b", _kwartaal),
    (rf"(?:q|kw\.?|kwartaal)\s?(?P<q>[1-4])\b{_ERBIJ4}", _kwartaal),
    (
        rf"(?:het\s)?(?P<q>[1-4](?=e)|{'|'.join(_RANG)})e?\skwartaal(?:\svan)?{_ERBIJ4}",
        _kwartaal,
    ),
    (
        rf"(?:de\s|het\s)?(?P<q>[12](?=e)|eerste|tweede)e?\s(?:half\s?jaar|helft)(?:\svan)?\s?"
        rf"(?:{_J4}|'(?P<ja>\d\d)(?!\d))",
        _helft,
    ),
    (
        r"(?:(?:het|een)\s)?(?:school\s?ja(?:ar|ren)|sj\.?|cursusjaar)\s?'?(?P<s>(?:19|20)\d\d|\d\d)"
        r"\s?[-/]\s?'?(?P<t>(?:19|20)\d\d|\d\d)(?!\d)",
        _schooljaar,
    ),
    (
        rf"(?:week|weken|wk\.?)\s?(?P<w>\d{{1,2}})(?!\d)(?:\s?(?:-|t/m|tot\sen\smet|en)\s?"
        rf"(?:week\s)?(?P<x>\d{{1,2}})(?!\d))?,?{_ERBIJ4}",
        _week,
    ),
    (rf"(?:(?:het\s)?(?:kalender)?jaar\s|heel\s)?{_J4}", _jaar),
)
_WOORDEN: tuple[tuple[str, Woord], ...] = (
    (r"(?:fase|stap|tranche|ronde)\s?(?:\d{1,2}|[a-d]\b|i{1,3}\b)\s?[:.)]?", Woord.BREUK),
    (r"\n\s*(?:[-*\u2022\u00b7]|[a-d1-9][.)])(?=\s)|\n|;", Woord.BREUK),
    (
        r"(?:doorlopend|continu|structureel|permanent|voortdurend|en verder|e\.?\s?v\.?(?!\w)"
        r"|zonder einde)\b",
        Woord.OPEN,
    ),
    (r"(?:t/m|t\.?e\.?m\.?(?!\w)|tot\sen\smet|t\sm\b)", Woord.TEM),
    (r"(?:tot\saan|tot)\b", Woord.TOT),
    (r"-{1,2}", Woord.STREEP),
    (
        r"(?:uiterlijk|op\szijn\slaatst|niet\slater\sdan|deadline|gereed|klaar|afgerond"
        r"|afronding|oplevering|opgeleverd)\b:?",
        Woord.UITERLIJK,
    ),
    (r"voor\b", Woord.VOOR),
    (
        r"(?:vanaf|met\singang\svan|m\.?i\.?v\.?(?!\w)|ingaand|sinds"
        r"|(?:eerste\s|formele\s)?start(?:\s(?:in|per|op|vanaf|van)\b)?)\b:?",
        Woord.VANAF,
    ),
    (r"van\b", Woord.VAN),
    (r"tussen\b", Woord.TUSSEN),
    (rf"(?:het\s)?einde?(?:\svan)?{_LID}\b", Woord.EINDE),
    (rf"(?:het\s)?(?:begin|aanvang)(?:\svan)?{_LID}\b", Woord.BEGIN),
    (r"(?:en|daarna|vervolgens|dan)\b|[,&+/]", Woord.EN),
    (
        r"(?:\w*vakantie|voorjaar|najaar|zomer|herfst|winter|lente|medio|half|halverwege|rond"
        r"|circa|ca\.|ongeveer|omstreeks|binnenkort|z\.?s\.?m\.?(?!\w)|komend|volgend|dit|eerst"
        r"|zo\s(?:snel|spoedig)\smogelijk|jaarlijks|maandelijks|wekelijks|per|na|naar\sverwachting"
        r"|(?:korte|lange)\stermijn|school\s?ja(?:ar|ren)|kerst|pasen|later)\b",
        Woord.VAAG,
    ),
    (
        r"(?:n\.?\s?[tn]\.?\s?b\.?(?!\w)|(?:nader|nog)\s(?:niet\s)?(?:te\s)?\w+|pm\b|tbd\b"
        r"|onbekend\b|\?)",
        Woord.OPENGELATEN,
    ),
    (
        r"(?:in|op|de|het|heel|hele|gehele|periode|looptijd|maand|maanden|gedurende|tijdens"
        r"|loop\svan|planning|wanneer"
        r"|ma|di|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag)\b:?"
        r"|(?<=\w)\.(?=\s|$)|[:()]",
        Woord.RUIS,
    ),
)
_GETAL = re.compile(r"([12]?\d|3[01])(?!\d)", re.ASCII)
_REST = re.compile(r"[^\W_]+")
_HEEL_PACT = re.compile(
    r"(?:gedurende\s|tijdens\s|in\s|voor\s)?(?:de\s|het\s)?(?:gehele|hele|volledige|totale)\s"
    rf"(?:(?:periode|looptijd|duur)(?:\svan)?{_LID}(?:\s{_PACT})?|{_PACT})"
    rf"|(?:gedurende\s|tijdens\s)?(?:de\s)?(?:looptijd|duur)(?:\svan)?{_LID}(?:\s{_PACT})"
    rf"|(?:gedurende\s|tijdens\s)?(?:de\s)?pact(?:periode|duur|looptijd)\b",
    re.ASCII,
)
_RAND_PACT = re.compile(
    rf"(?:het\s|de\s)?(?P<rand>einde?|begin|start|aanvang)(?:\svan)?{_LID}\s"
    rf"(?:(?:looptijd|duur|periode)(?:\svan)?{_LID}(?:\s{_PACT})?|{_PACT})",
    re.ASCII,
)
_REGELS = tuple((re.compile(patroon, re.ASCII), maak) for patroon, maak in _PUNTEN)
_WOORDREGELS = tuple((re.compile(patroon, re.ASCII), woord) for patroon, woord in _WOORDEN)


def _pactpunten(
    tekst: str, plaats: int, pact: tuple[date, date | None]
) -> tuple[list[Teken], int] | None:
    """Return the tokens of words that name the pact itself, and where they end."""
    if gevonden := _HEEL_PACT.match(tekst, plaats):
        return [Teken(None, gevonden[0], heel_pact(pact, gevonden[0]))], gevonden.end()
    if not (gevonden := _RAND_PACT.match(tekst, plaats)):
        return None
    if gevonden["rand"].startswith("eind"):
        if pact[1] is None:
            return [Teken(Woord.VAAG, gevonden[0])], gevonden.end()
        rand = Teken(Woord.EINDE, ""), vast_punt(pact[1], pact[1], gevonden[0], "pact")
    else:
        woord = Woord.VANAF if gevonden["rand"] == "start" else Woord.BEGIN
        rand = Teken(woord, ""), vast_punt(pact[0], pact[0], gevonden[0], "pact")
    return [rand[0], Teken(None, gevonden[0], rand[1])], gevonden.end()


def heel_pact(pact: tuple[date, date | None], tekst: str) -> Punt:
    """Return the whole pact; where it has no end its last day is date.max."""
    return vast_punt(pact[0], pact[1] or date.max, tekst, "pact")


def lees_tekens(tekst: str, pact: tuple[date, date | None]) -> Iterator[Teken]:
    """Yield the tokens of a text that went through `schoon`. `pact` is its first and last day."""
    plaats = 0
    while plaats < len(tekst):
        if tekst[plaats] == " ":
            plaats += 1
            continue
        if (van_pact := _pactpunten(tekst, plaats, pact)) is not None:
            yield from van_pact[0]
            plaats = van_pact[1]
            continue
        teken, plaats = _volgend(tekst, plaats)
        yield teken


def _volgend(tekst: str, plaats: int) -> tuple[Teken, int]:
    for patroon, maak in _REGELS:
        if (gevonden := patroon.match(tekst, plaats)) and (punt := maak(gevonden)) is not None:
            return Teken(None, gevonden[0], punt), gevonden.end()
    for patroon, woord in _WOORDREGELS:
        if gevonden := patroon.match(tekst, plaats):
            return Teken(woord, gevonden[0].strip()), gevonden.end()
    if gevonden := _GETAL.match(tekst, plaats):
        punt = Punt(_geen_dag, None, gevonden[0], "getal", (int(gevonden[0]), 0))
        return Teken(None, gevonden[0], punt), gevonden.end()
    gevonden = _REST.match(tekst, plaats)
    einde = gevonden.end() if gevonden else plaats + 1
    return Teken(Woord.ONBEKEND, tekst[plaats:einde]), einde
