"""What is read in a cell."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.services.inlezen.bestand import Bronrij
from cases.services.inlezen.kolommen import Celfout, Waarde
from cases.services.inlezen.rijen import (
    Codeboek,
    Rij,
    Rijlezer,
    lees_alineas,
    lees_dag,
    lees_ja_nee,
    lees_tekst,
)
from tests.factories import Region, make_organisatie
from thuiszitters.accounts.rollen import Soort

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "cel",
    [
        "2026-03-12",
        "12-3-2026",
        "12-03-2026",
        "12/3/26",
        "12.3.2026",
        "12 mrt 2026",
        "12 maart 2026",
        "Do 12 Maart 2026",
        "20260312",
        "2026-03-12 00:00:00",
        "2026-03-12T23:59:59.000Z",
        "12-3-2026 0:00",
        "  12-3-2026\u00a0",
        date(2026, 3, 12),
    ],
)
def test_a_day_as_people_write_it(cel: Waarde) -> None:
    assert lees_dag(cel) == date(2026, 3, 12)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_back(dag: date) -> None:
    assert lees_dag(dag.isoformat()) == dag
    assert lees_dag(f"{dag.day}-{dag.month}-{dag.year}") == dag
    assert lees_dag(f"{dag:%d/%m/%Y}") == dag


@pytest.mark.parametrize("cel", ["", None, "  "])
def test_no_day(cel: Waarde) -> None:
    assert lees_dag(cel) is None


@pytest.mark.parametrize(
    ("cel", "zin"),
    [
        ("31-2-2012", '31 februari 2012 bestaat niet ("31-2-2012").'),
        (
            "2026-13-01",
            'Maand 13 bestaat niet. Schrijf dag, maand, jaar: 12-3-2026 ("2026-13-01").',
        ),
        ("45.931", 'Dit is geen datum. Schrijf bijvoorbeeld 12-3-2026 ("45.931").'),
        ("Noor van der Meer", "Dit is geen datum. Schrijf bijvoorbeeld 12-3-2026."),
        (Celfout("Deze cel geeft een fout (#N/A)."), "Deze cel geeft een fout (#N/A)."),
    ],
)
def test_what_is_no_day_is_told_without_showing_a_name(cel: Waarde, zin: str) -> None:
    with pytest.raises(ValueError, match=r".") as fout:
        lees_dag(cel)
    assert str(fout.value) == zin


@pytest.mark.parametrize("cel", ["ja", "J", "Waar", "TRUE", "1", "x"])
def test_yes(cel: str) -> None:
    assert lees_ja_nee(cel) is True


@pytest.mark.parametrize("cel", ["nee", "N", "onwaar", "False", "0", "", None])
def test_no(cel: str | None) -> None:
    assert lees_ja_nee(cel) is False


def test_neither_yes_nor_no() -> None:
    with pytest.raises(ValueError, match="Schrijf ja of nee"):
        lees_ja_nee("misschien")


def test_text_keeps_its_accents_in_one_form_and_loses_loose_space() -> None:
    assert lees_tekst("  Zoe\u0308 \u00a0 Anna\n") == "Zoë Anna"
    assert lees_alineas("een  regel \r\n\n tweede ") == "een regel\n\ntweede"


@pytest.mark.parametrize("cel", ["No\x00or", "No\x07or", "Noor\u202e", "No\ufffdor", "No\u200bor"])
def test_text_with_characters_nobody_sees_is_refused(cel: str) -> None:
    with pytest.raises(ValueError, match="onzichtbaar of onleesbaar"):
        lees_tekst(cel)


class TestCodes:
    @pytest.mark.parametrize("cel", ["0363", "363", "GM0363", " 363 "])
    def test_a_gemeente_without_its_zeros(self, db: None, cel: str) -> None:
        gemeente = make_organisatie(Soort.GEMEENTE, code="0363")
        assert Codeboek().gemeente(cel) == gemeente

    @pytest.mark.parametrize("cel", ["01ab", "01AB", "01AB00", " 01ab05"])
    def test_a_school_known_by_four_characters(self, db: None, cel: str) -> None:
        school = make_organisatie(Soort.SCHOOL, code="01AB")
        assert Codeboek().school(cel.strip()) == school

    def test_a_school_known_by_six_characters(self, db: None) -> None:
        school = make_organisatie(Soort.SCHOOL, code="01AB00")
        assert Codeboek().school("01AB") == school
        with pytest.raises(ValueError, match="geen school met BRIN 01AB01"):
            Codeboek().school("01AB01")

    def test_the_exact_code_goes_first(self, db: None) -> None:
        make_organisatie(Soort.SCHOOL, code="01AB")
        vestiging = make_organisatie(Soort.SCHOOL, code="01AB02")
        assert Codeboek().school("01AB02") == vestiging

    def test_more_locations_are_not_guessed_between(self, db: None) -> None:
        make_organisatie(Soort.SCHOOL, code="01AB00")
        make_organisatie(Soort.SCHOOL, code="01AB01")
        with pytest.raises(ValueError, match="meer vestigingen: 01AB00, 01AB01"):
            Codeboek().school("01AB")

    def test_unknown_and_closed_organisations(self, db: None) -> None:
        dicht = make_organisatie(Soort.GEMEENTE, code="0999")
        dicht.actief = False
        dicht.save()
        with pytest.raises(ValueError, match="geen gemeente met code 0001"):
            Codeboek().gemeente("1")
        with pytest.raises(ValueError, match="Gemeente 0999 is niet meer actief"):
            Codeboek().gemeente("0999")
        with pytest.raises(ValueError, match=r"^Dit is geen gemeentecode\.$"):
            Codeboek().gemeente("Waterstad")
        with pytest.raises(ValueError, match=r"^Dit is geen BRIN\.$"):
            Codeboek().school("De Kade")


GOED = {
    "kenmerk": "K1",
    "voornaam": "Noor",
    "achternaam": "van der Meer",
    "geboortedatum": "4-3-2012",
    "verzuim_begin": "1-10-2026",
}


def lees(region: Region, **cellen: Waarde) -> Rij | dict[str | None, str]:
    """Read one row and return it, or what is wrong by its column."""
    lezer = Rijlezer(swv=region.swv, codeboek=Codeboek(), vandaag=TODAY)
    alles: dict[str, Waarde] = {
        **GOED,
        "gemeentecode": region.gemeente.code,
        "brin": region.school.code,
        **cellen,
    }
    rij = lezer.lees(Bronrij(12, {naam: cel for naam, cel in alles.items() if cel is not None}))
    return rij if isinstance(rij, Rij) else {fout.kolom: fout.tekst for fout in rij}


@pytest.mark.usefixtures("monday")
class TestRij:
    def test_a_whole_row(self, region: Region) -> None:
        rij = lees(
            region,
            verzuim_einde="1-11-2026",
            geoorloofd="ja",
            aanbod_gestart_op="2026-10-20",
            ingeschreven_sinds="24 aug 2024",
            toelichting="Belt terug.",
        )
        assert rij == Rij(
            regel=12,
            kenmerk="K1",
            voornaam="Noor",
            achternaam="van der Meer",
            geboortedatum=date(2012, 3, 4),
            gemeente=region.gemeente,
            school=region.school,
            begin=date(2026, 10, 1),
            einde=date(2026, 11, 1),
            geoorloofd=True,
            aanbod_gestart_op=date(2026, 10, 20),
            ingeschreven_sinds=date(2024, 8, 24),
            toelichting="Belt terug.",
        )

    @pytest.mark.parametrize("kolom", [*GOED, "gemeentecode"])
    def test_what_has_to_be_there(self, region: Region, kolom: str) -> None:
        fouten = lees(region, **{kolom: None})
        if kolom == "kenmerk":
            assert isinstance(fouten, Rij)
        else:
            assert fouten == {kolom: "Dit moet ingevuld zijn."}

    @pytest.mark.parametrize(
        ("cellen", "fouten"),
        [
            (
                {"geboortedatum": "1-1-2027"},
                {"geboortedatum": "De geboortedatum ligt in de toekomst."},
            ),
            (
                {"geboortedatum": "1-1-1980"},
                {"geboortedatum": "Deze leerling is ouder dan 25 jaar. Klopt het jaar?"},
            ),
            (
                {"geboortedatum": "2-10-2026"},
                {"verzuim_begin": "Deze dag ligt voor de geboortedatum."},
            ),
            (
                {"verzuim_begin": "1-1-2030"},
                {"verzuim_begin": "Deze dag ligt meer dan een jaar vooruit."},
            ),
            (
                {"verzuim_einde": "1-10-2026"},
                {"verzuim_einde": "De einddatum moet na de begindatum liggen."},
            ),
            (
                {"verzuim_einde": "1-1-2030"},
                {"verzuim_einde": "Deze dag ligt meer dan een jaar vooruit."},
            ),
            (
                {"aanbod_gestart_op": "1-1-2030"},
                {"aanbod_gestart_op": "Deze dag ligt meer dan een jaar vooruit."},
            ),
            (
                {"aanbod_gestart_op": "1-1-2011"},
                {"aanbod_gestart_op": "Deze dag ligt voor de geboortedatum."},
            ),
            (
                {"ingeschreven_sinds": "1-1-2011"},
                {"ingeschreven_sinds": "Deze dag ligt voor de geboortedatum."},
            ),
            ({"voornaam": "N" * 101}, {"voornaam": "Dit is te lang: hooguit 100 tekens."}),
            ({"kenmerk": "K" * 61}, {"kenmerk": "Dit is te lang: hooguit 60 tekens."}),
            (
                {"toelichting": "t" * 10_001},
                {"toelichting": "Dit is te lang: hooguit 10000 tekens."},
            ),
            ({"achternaam": "12-3-2012"}, {"achternaam": "Hier staat geen naam."}),
            ({"voornaam": Celfout("kapot")}, {"voornaam": "kapot"}),
            (
                {"geboortedatum": "31-2-2012", "gemeentecode": "0", "geoorloofd": "hm"},
                {
                    "geboortedatum": '31 februari 2012 bestaat niet ("31-2-2012").',
                    "gemeentecode": "Er is geen gemeente met code 0000.",
                    "geoorloofd": "Schrijf ja of nee.",
                },
            ),
        ],
    )
    def test_everything_that_is_wrong_is_told_at_once(
        self, region: Region, cellen: dict[str, Waarde], fouten: dict[str, str]
    ) -> None:
        assert lees(region, **cellen) == fouten

    def test_without_a_school_the_enrolment_ends_at_the_begin(self, region: Region) -> None:
        fouten = lees(region, brin=None, ingeschreven_sinds="1-10-2026")
        assert isinstance(fouten, dict)
        assert list(fouten) == ["ingeschreven_sinds"]
