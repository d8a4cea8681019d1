"""Random facts and rules for the property tests, and short hands for written ones."""

from dataclasses import asdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Feiten,
    Gemist,
    Grond,
    Inschrijving,
    NaAanbod,
    Operator,
    Regelset,
    StoptBij,
    Telwijze,
    Verzuim,
    Vrijstelling,
)
from cases.stand.regelset import EEN_OKTOBER, Jaardag
from thuiszitters.kalender import Regio

DAG = timedelta(days=1)
EERSTE = date(2024, 1, 1)
LAATSTE = date(2034, 12, 31)
KIND = date(2012, 3, 4)


def kind(**feiten: Any) -> Feiten:
    """A child of fourteen in regio noord, enrolled since before we know unless said otherwise."""
    standaard: dict[str, Any] = {
        "geboortedatum": KIND,
        "regio": Regio.NOORD,
        "inschrijvingen": (Inschrijving(None, None),),
    }
    return Feiten(**(standaard | feiten))


def ongeoorloofd(begin: date, einde: date | None = None) -> Verzuim:
    """Unauthorised absence."""
    return Verzuim(begin, einde, geoorloofd=False)


def geoorloofd(begin: date, einde: date | None = None) -> Verzuim:
    """Authorised absence."""
    return Verzuim(begin, einde, geoorloofd=True)


def ziek(begin: date, einde: date | None = None) -> Verzuim:
    """One sick report."""
    return Verzuim(begin, einde, geoorloofd=True, ziek=True)


# Days that rules turn on, so that random facts meet them often enough.
SCHARNIEREN = [
    date(2024, 2, 29),
    date(2024, 9, 2),
    date(2026, 4, 3),
    date(2026, 5, 5),
    date(2026, 7, 31),
    date(2026, 8, 1),
    date(2026, 8, 17),
    date(2026, 8, 31),
    date(2026, 10, 10),
    date(2026, 10, 19),
    date(2026, 11, 30),
    date(2026, 12, 19),
    date(2027, 1, 4),
    date(2028, 2, 29),
    date(2028, 8, 28),
]

dagen: SearchStrategy[date] = st.one_of(
    st.dates(EERSTE, LAATSTE),
    st.dates(date(2026, 6, 1), date(2027, 3, 31)),
    st.builds(lambda d, n: d + n * DAG, st.sampled_from(SCHARNIEREN), st.integers(-4, 4)),
)


@st.composite
def reeksen(draw: DrawFn, meeste: int) -> list[tuple[date, date | None]]:
    """Spans that do not overlap, often adjacent, a weekend or a few days apart."""
    aantal = draw(st.integers(0, meeste))
    spans: list[tuple[date, date | None]] = []
    begin = draw(dagen)
    for _ in range(aantal):
        einde = begin + draw(st.one_of(st.integers(1, 12), st.integers(1, 120))) * DAG
        if draw(st.booleans()):  # from a Monday until the weekend, as schools report it
            begin += -begin.weekday() % 7 * DAG
            einde = max(einde, begin) + (5 - max(einde, begin).weekday()) % 7 * DAG
            einde += 7 * DAG if einde <= begin else 0 * DAG
        spans.append((begin, einde))
        begin = (
            einde + draw(st.one_of(st.integers(0, 4), st.integers(0, 4), st.integers(0, 90))) * DAG
        )
    loopt_nog: bool = draw(st.booleans())
    if spans and loopt_nog:
        spans[-1] = (spans[-1][0], None)
    return draw(st.permutations(spans))


@st.composite
def inschrijvingen(draw: DrawFn) -> tuple[Inschrijving, ...]:
    """Enrolled always, never, or in spans of which the first may begin before we know."""
    keuze = draw(st.integers(0, 4))
    if keuze > 1:
        return (Inschrijving(None, None),)
    spans = sorted(draw(reeksen(3)))
    gemaakt = [Inschrijving(begin, einde) for begin, einde in spans]
    if gemaakt and keuze == 1:
        gemaakt[0] = Inschrijving(None, gemaakt[0].einde)
    return tuple(draw(st.permutations(gemaakt)))


@st.composite
def aanbod(draw: DrawFn) -> tuple[Aanbod, ...]:
    """Offers, some of which were never made, accepted or started."""
    gemaakt = []
    dagen_eerder = st.one_of(st.none(), st.integers(0, 30))
    for gestart, einde in draw(reeksen(2)):
        gedaan, geaccepteerd = (
            None if n is None else gestart - n * DAG
            for n in (draw(dagen_eerder), draw(dagen_eerder))
        )
        begonnen = gestart if draw(st.integers(0, 4)) or not (gedaan or geaccepteerd) else None
        gemaakt.append(Aanbod(begonnen, einde, gedaan, geaccepteerd))
    return tuple(gemaakt)


@st.composite
def gemist(draw: DrawFn) -> tuple[Gemist, ...]:
    """Hours in a few months, some on days without school."""
    begin = draw(dagen)
    uren = st.one_of(
        st.sampled_from([0.1, 1.5, 2, 5.33, 5.34, 6.0, 8, Decimal("0.7"), 16, 0]),
        st.integers(0, 800).map(lambda n: n / 100),
    )
    lid = st.builds(
        lambda n, u, g: Gemist(begin + n * DAG, u, g),
        st.one_of(st.integers(0, 28), st.integers(0, 80)),
        uren,
        st.integers(0, 4).map(lambda n: n == 0),
    )
    return tuple(draw(st.lists(lid, min_size=draw(st.sampled_from([0, 0, 6])), max_size=14)))


@st.composite
def verzuim(draw: DrawFn) -> tuple[Verzuim, ...]:
    """Absence, authorised or not; often a row of short sick reports."""
    if draw(st.integers(0, 2)):
        return tuple(
            Verzuim(begin, einde, soort < 2, soort == 0)
            for begin, einde in draw(reeksen(5))
            for soort in [draw(st.integers(0, 5))]
        )
    return draw(ziekmeldingen())


@st.composite
def ziekmeldingen(draw: DrawFn) -> tuple[Verzuim, ...]:
    """A row of short sick reports, as schools send them."""
    spans: list[Verzuim] = []
    begin = draw(dagen)
    tussen = st.one_of(st.integers(0, 4), st.integers(0, 25), st.integers(70, 90))
    for _ in range(draw(st.integers(1, 9))):
        duur: int = draw(st.one_of(st.integers(1, 5), st.integers(1, 16)))
        is_ziek = draw(st.integers(0, 6)) > 0
        spans.append(Verzuim(begin, begin + duur * DAG, is_ziek, is_ziek))
        begin += (duur + draw(tussen)) * DAG
    loopt_nog: bool = draw(st.booleans())
    if loopt_nog:
        laatste = spans[-1]
        spans[-1] = Verzuim(laatste.begin, None, laatste.geoorloofd, laatste.ziek)
    return tuple(draw(st.permutations(spans)))


@st.composite
def feiten(draw: DrawFn) -> Feiten:
    """Facts about one child around school age, in the years of the holiday tables."""
    return Feiten(
        geboortedatum=draw(
            st.one_of(
                st.dates(date(2006, 6, 1), date(2024, 6, 1)),
                st.dates(date(2009, 6, 1), date(2018, 6, 1)),
                st.dates(date(2011, 6, 1), date(2018, 6, 1)),
                st.sampled_from([date(2012, 2, 29), date(2010, 8, 1), date(2010, 7, 31)]),
            )
        ),
        regio=draw(st.sampled_from(Regio)),
        inschrijvingen=draw(inschrijvingen()),
        verzuim=draw(verzuim()),
        aanbod=draw(aanbod()),
        vrijstellingen=tuple(
            Vrijstelling(draw(st.sampled_from(Grond)), begin, einde)
            for begin, einde in draw(reeksen(2))
        ),
        gemist=draw(gemist()),
        startkwalificatie_op=draw(st.one_of(st.none(), st.none(), dagen)),
    )


@st.composite
def schoolkinderen(draw: DrawFn) -> tuple[Feiten, date]:
    """A child at school that is ill now and then or misses hours, and a day soon after some of it.

    Random facts seldom come to a signal; these often do.
    """
    ziek_geweest = draw(st.one_of(st.just(()), ziekmeldingen()))
    uren = draw(gemist()) + draw(st.one_of(st.just(()), gemist()))
    gebeurd = [span.begin for span in ziek_geweest] + [uur.datum for uur in uren]
    wanneer = draw(st.sampled_from(gebeurd)) if gebeurd else draw(dagen)
    na = st.one_of(st.integers(0, 3), st.integers(0, 30), st.integers(0, 90))
    vrijgesteld = draw(st.integers(0, 4)) == 0
    begin = wanneer + draw(st.integers(-60, 20)) * DAG
    kind_ = Feiten(
        geboortedatum=draw(
            st.one_of(
                st.dates(date(2017, 2, 1), date(2018, 12, 31)),
                st.dates(date(2006, 6, 1), date(2029, 6, 1)),
            )
        ),
        regio=draw(st.sampled_from(Regio)),
        inschrijvingen=(Inschrijving(None, None),),
        verzuim=ziek_geweest,
        vrijstellingen=(
            (Vrijstelling(draw(st.sampled_from(Grond)), begin, begin + draw(na) * DAG + DAG),)
            if vrijgesteld
            else ()
        ),
        gemist=uren,
        startkwalificatie_op=draw(st.one_of(st.none(), st.none(), dagen)),
    )
    return kind_, min(max(wanneer + draw(na) * DAG, EERSTE), LAATSTE)


@st.composite
def kinderen_op_een_dag(draw: DrawFn) -> tuple[Feiten, date]:
    """Any child with a day that says something about it."""
    if draw(st.booleans()):
        return draw(schoolkinderen())
    kind_ = draw(feiten())
    return kind_, draw(peildata(kind_))


regelsets: SearchStrategy[Regelset] = st.one_of(
    st.just(LANDELIJK),
    st.builds(
        Regelset,
        naam=st.just("eigen"),
        telwijze_4w=st.sampled_from(Telwijze),
        operator_4w=st.sampled_from(Operator),
        samenvoegen_schooldagen=st.sampled_from([0, 0, 1, 2, 5]),
        geoorloofd_overbrugt=st.booleans(),
        stopt_bij=st.sampled_from(StoptBij),
        na_aanbod=st.sampled_from(NaAanbod),
        goede_vrijdag_vrij=st.booleans(),
        bevrijdingsdag_vrij=st.booleans(),
        uren_preventie=st.sampled_from([0, 5, 12, 12, 15]),
        uren_melding=st.sampled_from([True, True, False]),
        ziek_meldingen=st.sampled_from([0, 1, 2, 3, 4, 4]),
        ziek_weken=st.sampled_from([1, 4, 12, 12]),
        ziek_schooldagen=st.sampled_from([0, 1, 3, 7, 7]),
        av_signaal=st.sampled_from([True, True, False]),
        av_respijt_tot=st.sampled_from([None, EEN_OKTOBER, Jaardag(2, 8), Jaardag(31, 12)]),
    ),
)


@st.composite
def peildata(draw: DrawFn, over: Feiten) -> date:
    """A day in or near something that happens in these facts, or any day."""
    spans: list[tuple[date | None, date | None]] = [
        (span.begin, span.einde) for span in over.verzuim if not span.geoorloofd
    ]
    ook_anders: bool = draw(st.booleans())
    if not spans or ook_anders:
        spans = [
            (span.begin or span.einde, span.einde)
            for reeks in (over.inschrijvingen, over.vrijstellingen, over.verzuim)
            for span in reeks
        ]
        spans += [(uur.datum, None) for uur in over.gemist[:3]]
    ergens: int = draw(st.integers(0, 5))
    begin, einde = draw(st.sampled_from(spans)) if spans and ergens else (None, None)
    if begin is None:
        return draw(dagen)
    na = st.one_of(st.integers(-3, 3), st.integers(0, 40), st.integers(80, 130))
    erin: int = draw(st.integers(0, 2))
    if einde is not None and einde > begin and erin:
        na = st.integers(0, (einde - begin).days - 1)
    return min(max(begin + draw(na) * DAG, EERSTE), LAATSTE)


def als_gegevens(waarde: Feiten | Regelset) -> dict[str, Any]:
    """Facts or rules as the plain dictionaries the oracle takes."""
    return asdict(waarde)
