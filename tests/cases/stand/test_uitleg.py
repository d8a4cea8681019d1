"""The explanation says what was counted, from when, what was left out, and by which rule."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Feiten,
    Gemist,
    Grond,
    Inschrijving,
    Regelset,
    Vrijstelling,
    bereken_stand,
)
from tests.cases.stand.feiten import feiten, geoorloofd, kind, ongeoorloofd, peildata, regelsets
from thuiszitters.kalender import MAANDEN, Regio, datum_kort

P = date(2026, 11, 21)
SINDS_24_AUGUSTUS = (ongeoorloofd(date(2026, 8, 24)),)


def uitleg(feiten_: Feiten, peildatum: date = P, regelset: Regelset = LANDELIJK) -> list[str]:
    return list(bereken_stand(feiten_, regelset, peildatum).uitleg)


def test_the_whole_explanation_of_a_thuiszitter() -> None:
    feiten_ = kind(
        verzuim=(
            ongeoorloofd(date(2026, 9, 7), date(2026, 10, 5)),
            geoorloofd(date(2026, 10, 5), date(2026, 10, 7)),
            ongeoorloofd(date(2026, 10, 7)),
        )
    )
    assert uitleg(feiten_) == [
        "Op 21 nov 2026 is het kind thuiszitter door langdurig relatief verzuim (LRV): het is "
        "ingeschreven en vier weken of langer ongeoorloofd thuis (artikel 2 Leerplichtwet).",
        "Het kind is leerplichtig tot en met 31 jul 2028, het einde van het schooljaar waarin het "
        "16 wordt (artikel 3 Leerplichtwet).",
        "De verzuimperiode telt vanaf 7 okt 2026, de eerste dag van het ongeoorloofde verzuim. "
        "Tot 21 nov 2026 is dat 45 dagen.",
        "Eerder verzuim, tot en met 4 okt 2026, telt niet mee: van 5 tot en met 6 okt 2026 was het "
        "verzuim geoorloofd (artikel 11 Leerplichtwet).",
        "De drempel van vier weken werd bereikt op 4 nov 2026: 28 dagen na 7 okt 2026. Weekenden "
        "en vakanties tellen mee.",
        "De drie maanden voor een passend aanbod (thuiszitterspact) lopen van 7 okt 2026 tot en "
        "met 7 jan 2027. Weekenden en vakanties tellen mee. Vanaf 8 jan 2027 is de drempel "
        "voorbij.",
        "Gerekend met regelset landelijk: vier weken of langer is vanaf 28 kalenderdagen, en een "
        "aanbod telt zodra het is gestart.",
    ]


@pytest.mark.parametrize(
    ("feiten_", "peildatum", "zin"),
    [
        pytest.param(
            kind(
                verzuim=(
                    ongeoorloofd(date(2026, 12, 14), date(2026, 12, 19)),
                    ongeoorloofd(date(2027, 1, 4)),
                )
            ),
            date(2027, 1, 10),
            "Van 19 dec 2026 tot en met 3 jan 2027 is er geen school (kerstvakantie). De periode "
            "loopt dan door.",
            id="holiday bridged",
        ),
        pytest.param(
            kind(
                verzuim=(
                    ongeoorloofd(date(2026, 3, 2), date(2026, 4, 3)),
                    ongeoorloofd(date(2026, 4, 7)),
                )
            ),
            date(2026, 4, 20),
            "Van 3 tot en met 6 apr 2026 is er geen school (Goede Vrijdag, Paasmaandag en weekend)."
            " De periode loopt dan door.",
            id="feestdagen and weekend bridged",
        ),
        pytest.param(
            kind(
                verzuim=(
                    ongeoorloofd(date(2026, 8, 31), date(2026, 9, 5)),
                    ongeoorloofd(date(2026, 9, 7), date(2026, 9, 12)),
                    ongeoorloofd(date(2026, 9, 14), date(2026, 9, 19)),
                    ongeoorloofd(date(2026, 9, 21)),
                )
            ),
            P,
            "Het verzuim is 3 keer onderbroken, telkens zonder schooldag ertussen. De periode loopt"
            " dan door.",
            id="many weekends bridged",
        ),
        pytest.param(
            kind(
                verzuim=(
                    ongeoorloofd(date(2026, 9, 7), date(2026, 10, 6)),
                    ongeoorloofd(date(2026, 10, 7)),
                )
            ),
            P,
            "Eerder verzuim, tot en met 5 okt 2026, telt niet mee: op 6 okt 2026 is er 1 schooldag "
            "zonder ongeoorloofd verzuim.",
            id="one day back at school",
        ),
        pytest.param(
            kind(
                verzuim=(
                    geoorloofd(date(2026, 9, 7), date(2026, 10, 7)),
                    ongeoorloofd(date(2026, 10, 7)),
                )
            ),
            P,
            "Van 7 sep tot en met 6 okt 2026 was het verzuim geoorloofd (artikel 11 Leerplichtwet)."
            " Die tijd telt niet mee.",
            id="authorised before",
        ),
        pytest.param(
            kind(
                inschrijvingen=(),
                vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2025, 8, 1), date(2026, 8, 1)),),
            ),
            P,
            "De verzuimperiode telt vanaf 1 aug 2026, de eerste dag na de vrijstelling. Tot 21 nov "
            "2026 is dat 112 dagen.",
            id="after an exemption",
        ),
        pytest.param(
            kind(
                verzuim=SINDS_24_AUGUSTUS,
                vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2025, 8, 1), date(2026, 8, 1)),),
            ),
            P,
            "Van 1 aug 2025 tot en met 31 jul 2026 gold een vrijstelling (artikel 5 onder a "
            "Leerplichtwet). Die tijd telt niet mee.",
            id="an exemption before",
        ),
        pytest.param(
            kind(vrijstellingen=(Vrijstelling(Grond.ART5A_TREKKEND, date(2026, 8, 1), None),)),
            P,
            "De vrijstelling van inschrijving geldt sinds 1 aug 2026 (artikel 5a Leerplichtwet, "
            "trekkend bestaan). Zolang zij geldt, is er geen verzuimperiode.",
            id="exempt",
        ),
        pytest.param(
            kind(
                inschrijvingen=(
                    Inschrijving(None, date(2026, 8, 1)),
                    Inschrijving(date(2026, 10, 5), None),
                ),
                verzuim=(ongeoorloofd(date(2026, 10, 5)),),
            ),
            P,
            "De verzuimperiode telt vanaf 1 aug 2026, de eerste dag zonder inschrijving. Tot 21 nov"
            " 2026 is dat 112 dagen. Tijd zonder inschrijving en ongeoorloofd verzuim tellen samen "
            "als één periode.",
            id="not enrolled, then absent",
        ),
        pytest.param(
            Feiten(date(2021, 7, 10), Regio.NOORD),
            date(2026, 8, 20),
            "Het kind is leerplichtig sinds 17 aug 2026, de eerste schooldag in regio noord na de "
            "maand van de vijfde verjaardag (artikel 3 Leerplichtwet).",
            id="just plichtig",
        ),
        pytest.param(
            Feiten(date(2021, 7, 10), Regio.MIDDEN),
            date(2026, 8, 20),
            "De leerplicht begint op 31 aug 2026, de eerste schooldag in regio midden na de maand "
            "van de vijfde verjaardag (artikel 3 Leerplichtwet).",
            id="not plichtig yet",
        ),
        pytest.param(
            kind(geboortedatum=date(2008, 3, 4)),
            P,
            "De kwalificatieplicht is geëindigd op de 18e verjaardag, 4 mrt 2026 (artikel 4a "
            "Leerplichtwet).",
            id="eighteen",
        ),
        pytest.param(
            kind(geboortedatum=date(2010, 3, 4), startkwalificatie_op=date(2026, 7, 1)),
            P,
            "Het kind heeft een startkwalificatie sinds 1 jul 2026; daarmee is de "
            "kwalificatieplicht vervuld (artikel 4a Leerplichtwet).",
            id="qualified",
        ),
        pytest.param(
            kind(
                geboortedatum=date(2010, 3, 4),
                vrijstellingen=(Vrijstelling(Grond.ART15, date(2026, 8, 1), None),),
            ),
            P,
            "De vrijstelling van de kwalificatieplicht geldt sinds 1 aug 2026 (artikel 15 "
            "Leerplichtwet). Zolang zij geldt, is er geen verzuimperiode.",
            id="article 15",
        ),
        pytest.param(
            kind(verzuim=(ongeoorloofd(date(2026, 11, 30), date(2026, 12, 10)),)),
            date(2026, 12, 1),
            "Het kind is volgens de gegevens terug op school op 10 dec 2026. De drempels gaan ervan"
            " uit dat het verzuim doorgaat.",
            id="return known",
        ),
        pytest.param(
            kind(
                inschrijvingen=(
                    Inschrijving(None, date(2026, 11, 1)),
                    Inschrijving(date(2026, 12, 1), None),
                )
            ),
            P,
            "Het kind is volgens de gegevens ingeschreven vanaf 1 dec 2026. De drempels gaan ervan "
            "uit dat het verzuim doorgaat.",
            id="enrolment known",
        ),
        pytest.param(
            kind(verzuim=(ongeoorloofd(date(2026, 11, 30)),)),
            date(2027, 1, 15),
            "De drie maanden voor een passend aanbod (thuiszitterspact) lopen van 30 nov 2026 tot "
            "en met 28 feb 2027 (die maand heeft geen 30e dag). Weekenden en vakanties tellen mee. "
            "Vanaf 1 mrt 2027 is de drempel voorbij.",
            id="clamped",
        ),
        pytest.param(
            kind(verzuim=SINDS_24_AUGUSTUS, aanbod=(Aanbod(date(2026, 11, 2), None),)),
            P,
            "Er loopt een passend aanbod sinds 2 nov 2026. Zolang het loopt, is er geen drempel van"
            " drie maanden.",
            id="aanbod running",
        ),
        pytest.param(
            kind(verzuim=SINDS_24_AUGUSTUS, aanbod=(Aanbod(date(2026, 9, 2), date(2026, 10, 1)),)),
            P,
            "Het laatste passend aanbod is geëindigd op 1 okt 2026 en het kind is nog thuis. De "
            "drie maanden tellen door alsof het er niet was.",
            id="aanbod ended",
        ),
        pytest.param(
            kind(verzuim=SINDS_24_AUGUSTUS, aanbod=(Aanbod(date(2026, 11, 30), None),)),
            P,
            "Een passend aanbod staat gepland voor 30 nov 2026. Tot die dag lopen de drie maanden "
            "door.",
            id="aanbod planned",
        ),
        pytest.param(
            kind(
                gemist=(Gemist(date(2026, 11, 2), 10, False), Gemist(date(2026, 11, 3), 7.5, False))
            ),
            P,
            "Op 3 nov 2026 is 16 uur ongeoorloofd verzuim in 4 lesweken bereikt (artikel 21a "
            "Leerplichtwet). Daarna begint de telling opnieuw: nu 0 uur.",
            id="sixteen hours",
        ),
        pytest.param(
            kind(gemist=(Gemist(date(2026, 11, 2), 7.25, False),)),
            P,
            "In de 4 lesweken tot en met 21 nov 2026 is 7,25 uur ongeoorloofd gemist. Vanaf 16 uur "
            "moet de school dat melden (artikel 21a Leerplichtwet).",
            id="fewer than sixteen hours",
        ),
    ],
)
def test_a_sentence(feiten_: Feiten, peildatum: date, zin: str) -> None:
    assert zin in uitleg(feiten_, peildatum)


@pytest.mark.parametrize(
    ("regel", "verzuim", "zin"),
    [
        (
            "telwijze_4w=schooldagen",
            (ongeoorloofd(date(2026, 4, 1)),),
            "De drempel van vier weken werd bereikt op 8 mei 2026: de 20e gemiste schooldag. Niet "
            "meegeteld: weekenden, Goede Vrijdag (3 apr 2026), Paasmaandag (6 apr 2026), "
            "meivakantie (van 25 apr tot en met 3 mei 2026) en Bevrijdingsdag (5 mei 2026).",
        ),
        (
            "samenvoegen_schooldagen=1",
            (ongeoorloofd(date(2026, 9, 7), date(2026, 10, 6)), ongeoorloofd(date(2026, 10, 7))),
            "Op 6 okt 2026 was het kind 1 schooldag niet ongeoorloofd afwezig. Volgens de regelset "
            "loopt de periode door.",
        ),
        (
            "geoorloofd_overbrugt=ja",
            (
                ongeoorloofd(date(2026, 9, 7), date(2026, 10, 5)),
                geoorloofd(date(2026, 10, 5), date(2026, 10, 7)),
                ongeoorloofd(date(2026, 10, 7)),
            ),
            "Van 5 tot en met 6 okt 2026 was het verzuim geoorloofd. Volgens de regelset loopt de "
            "periode door.",
        ),
        (
            "operator_4w=>",
            (ongeoorloofd(date(2026, 10, 5)),),
            "Gerekend met regelset landelijk: langer dan vier weken is vanaf 29 kalenderdagen, en "
            "een aanbod telt zodra het is gestart.",
        ),
    ],
)
def test_a_sentence_under_another_rule(regel: str, verzuim: tuple[object, ...], zin: str) -> None:
    assert zin in uitleg(kind(verzuim=verzuim), P, LANDELIJK.met(regel))


@pytest.mark.parametrize(
    ("peildatum", "gezegd"),
    [
        (date(2024, 9, 1), True),
        (date(2024, 9, 2), False),
        (date(2026, 11, 21), False),
        (date(2028, 8, 27), False),
        (date(2028, 8, 28), True),
    ],
)
def test_beyond_the_holiday_table_it_says_so(peildatum: date, gezegd: bool) -> None:
    zinnen = uitleg(kind(geboortedatum=date(2014, 3, 4)), peildatum)
    assert any("schoolvakanties van regio noord zijn bekend" in zin for zin in zinnen) is gezegd


def test_a_threshold_beyond_the_table_says_so_too() -> None:
    zinnen = uitleg(
        kind(geboortedatum=date(2014, 3, 4), verzuim=(ongeoorloofd(date(2028, 8, 14)),)),
        date(2028, 8, 20),
    )
    assert any("tot en met 27 aug 2028" in zin for zin in zinnen)


def test_without_explanation_the_rest_is_the_same() -> None:
    feiten_ = kind(verzuim=SINDS_24_AUGUSTUS)
    met = bereken_stand(feiten_, LANDELIJK, P)
    zonder = bereken_stand(feiten_, LANDELIJK, P, met_uitleg=False)
    assert zonder.uitleg == ()
    assert zonder.vier_weken_op == met.vier_weken_op
    assert zonder.categorie == met.categorie


DATUM = re.compile(rf"\d{{1,2}} (?:{'|'.join(MAANDEN)}) \d{{4}}")


@settings(deadline=None)
@given(data=st.data(), kind_=feiten(), regelset=regelsets)
def test_every_date_that_follows_is_explained(
    data: st.DataObject, kind_: Feiten, regelset: Regelset
) -> None:
    peildatum = data.draw(peildata(kind_))
    stand = bereken_stand(kind_, regelset, peildatum)
    tekst = " ".join(stand.uitleg)
    for dag in (
        peildatum,
        stand.verzuim_sinds,
        stand.vier_weken_op,
        stand.drie_maanden_op,
        stand.uren_16_op,
    ):
        assert dag is None or datum_kort(dag) in tekst
    assert f"regelset {regelset.naam}" in tekst
    assert "Leerplichtwet" in tekst
    for zin in stand.uitleg:
        assert zin.endswith(".")
        assert zin == " ".join(zin.split())
        assert DATUM.search(zin) or zin.startswith(("Gerekend", "Anders", "Het verzuim is"))
    assert len(set(stand.uitleg)) == len(stand.uitleg)
