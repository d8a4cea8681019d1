"""Finding children: accents and small typos forgiven, and nothing shown that is not theirs."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.models import Casus, Uitkomst, zoekvorm
from cases.selectors.zoeken import (
    GezochteNaam,
    Treffer,
    casussen_op_naam,
    leerlingen_zoals,
    nummers_van,
)
from cases.services.casussen import close_casus
from tests.factories import Region, make_casus
from thuiszitters.accounts.models import User

LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=4, max_size=10)


def found(user: User, gezocht: str) -> list[str]:
    """Return the names that a search in the list of work gives, the best first."""
    visible = Casus.objects.visible_to(user)
    return [casus.leerling.naam for casus in casussen_op_naam(visible, gezocht, 50)]


def like(region: Region, naam: str, geboortedatum: date | None = None) -> list[Treffer]:
    return leerlingen_zoals(
        user=region.coordinator, swv=region.swv, naam=naam, geboortedatum=geboortedatum
    )


@pytest.mark.parametrize(
    ("gezocht", "nummers"),
    [
        ("2026-000123", ["2026-000123"]),
        (" 2026 - 123 ", ["2026-000123"]),
        ("7", [f"{jaar}-000007" for jaar in (2026, 2025, 2024, 2023, 2022, 2021)]),
        ("Jansen", []),
        ("2026-1234567", []),
        ("12345678", []),
        ("2026", [f"{jaar}-002026" for jaar in (2026, 2025, 2024, 2023, 2022, 2021)]),
        ("¹²³", []),
        ("", []),
    ],
)
def test_a_number_is_told_from_a_name(gezocht: str, nummers: list[str]) -> None:
    assert nummers_van(gezocht, 2026) == nummers


@pytest.mark.parametrize(
    ("gezocht", "naam", "past"),
    [
        ("vries", "Sanne de Vries", True),
        ("vreis", "Sanne de Vries", True),
        ("VRIES Sanne", "Sanne de Vries", True),
        ("sanne van vries", "Sanne de Vries", True),
        ("Zoe", "Zoë Yılmaz", True),
        ("yilmaz", "Zoë Yılmaz", True),
        ("Sorensen", "Astrid Sørensen", True),
        ("elidrissi", "Fatima El Idrissi", True),
        ("vandenberg", "Zoë van den Berg", True),
        ("vanden brg", "Zoë van den Berg", True),
        ("hendrikx", "Bo Hendriks", True),
        ("hndrks", "Bo Hendriks", True),
        ("hen", "Bo Hendriks", True),
        ("bo li", "Bo Li", True),
        ("bo la", "Bo Li", False),
        ("vos", "Sanne de Vries", False),
        ("sanne jansen", "Sanne de Vries", False),
        ("de", "Sanne de Vries", True),
        ("vries-bakker", "Sanne de Vries", False),
    ],
)
def test_which_names_fit(gezocht: str, naam: str, past: bool) -> None:
    assert GezochteNaam.van(gezocht).vergelijk(zoekvorm(naam)).alles is past


@given(voornaam=LETTERS, achternaam=LETTERS, data=st.data())
def test_one_typo_anywhere_still_fits(voornaam: str, achternaam: str, data: st.DataObject) -> None:
    words = [voornaam, achternaam]
    which = data.draw(st.integers(0, 1))
    word = words[which]
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    typo = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
            ]
        )
    )
    # Three letters left say too little to count as a word of their own.
    assume(len(typo) > 3)
    words[which] = typo
    compared = GezochteNaam.van(" ".join(words)).vergelijk(f"{voornaam} {achternaam}")
    assert compared.alles
    assert compared.score >= 0.7


@given(LETTERS, LETTERS)
def test_the_very_name_scores_full_and_nothing_more(gezocht: str, naam: str) -> None:
    assert GezochteNaam.van(naam).vergelijk(naam).score == 1
    assert 0 <= GezochteNaam.van(gezocht).vergelijk(naam).score <= 1


def test_an_accent_and_a_typo_are_forgiven_in_the_list(region: Region) -> None:
    for voornaam, achternaam in (("Zoë", "van den Berg"), ("Björn", "Kaya"), ("Sanne", "de Vries")):
        make_casus(region, voornaam=voornaam, achternaam=achternaam)
    assert found(region.coordinator, "zoe vanden brg") == ["Zoë van den Berg"]
    assert found(region.coordinator, "bjorn") == ["Björn Kaya"]
    assert found(region.coordinator, "vreis") == ["Sanne de Vries"]
    assert found(region.coordinator, "van den") == ["Zoë van den Berg"]
    assert found(region.coordinator, "pietersen") == []
    assert found(region.coordinator, "z") == []
    assert found(region.coordinator, "%_'\"") == []


def test_the_best_comes_first_and_open_before_closed(region: Region) -> None:
    make_casus(region, voornaam="Sanne", achternaam="de Vries", geboortedatum=date(2012, 1, 1))
    closed = make_casus(region, voornaam="Sam", achternaam="Vries", geboortedatum=date(2012, 1, 2))
    close_casus(casus=closed, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
    make_casus(region, voornaam="Sam", achternaam="Vries", geboortedatum=date(2012, 1, 3))
    make_casus(region, voornaam="Anna", achternaam="de Vriess")
    names = casussen_op_naam(Casus.objects.visible_to(region.coordinator), "sam vries", 50)
    assert [(c.leerling.naam, c.is_open) for c in names[:2]] == [
        ("Sam Vries", True),
        ("Sam Vries", False),
    ]
    assert [c.leerling.naam for c in names[2:]] == ["Sanne de Vries", "Anna de Vriess"]
    assert len(casussen_op_naam(Casus.objects.visible_to(region.coordinator), "vries", 2)) == 2


def test_nobody_elses_child_is_found(region: Region, other_region: Region) -> None:
    make_casus(other_region, voornaam="Sanne", achternaam="de Vries")
    assert found(region.coordinator, "vries") == []
    assert like(region, "Sanne de Vries") == []


@pytest.mark.django_db(transaction=True)
def test_the_wider_threshold_ends_with_the_search(region: Region) -> None:
    make_casus(region, achternaam="Jansen")
    with connection.cursor() as cursor:
        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        before = cursor.fetchone()
        assert found(region.coordinator, "jansen")
        cursor.execute("SHOW pg_trgm.word_similarity_threshold")
        assert cursor.fetchone() == before


def test_a_child_with_the_same_birth_date_is_shown_when_the_name_does_not_speak_against_it(
    region: Region,
) -> None:
    born = date(2012, 3, 4)
    make_casus(region, voornaam="Sanne", achternaam="de Vries", geboortedatum=born)
    make_casus(region, voornaam="Daan", achternaam="Bakker", geboortedatum=born)
    make_casus(region, voornaam="Sanne", achternaam="Mulder", geboortedatum=date(2010, 1, 1))
    make_casus(region, voornaam="Sanne", achternaam="Vos", geboortedatum=date(2012, 4, 3))
    assert [(t.leerling.naam, t.waarom) for t in like(region, "Sanne Vriesema", born)] == [
        ("Sanne de Vries", "naam lijkt erop, geboortedatum gelijk"),
        ("Sanne Vos", "naam lijkt erop, geboortedatum lijkt erop"),
    ]
    assert {t.leerling.naam for t in like(region, "", born)} == {"Sanne de Vries", "Daan Bakker"}
    (same,) = like(region, "sanne de vries", born)[:1]
    assert same.waarom == "naam en geboortedatum gelijk"


def test_a_first_name_alone_is_no_likeness_to_a_whole_name(region: Region) -> None:
    make_casus(region, voornaam="Sanne", achternaam="Mulder")
    assert like(region, "Sanne de Vries") == []
    assert [t.leerling.naam for t in like(region, "Sanne")] == ["Sanne Mulder"]


def test_what_can_be_done_with_a_child_that_is_found(region: Region) -> None:
    casus = make_casus(region, voornaam="Sanne", achternaam="de Vries")
    (hit,) = like(region, "Sanne de Vries")
    assert (hit.open, hit.gesloten, hit.eigen) == (casus, [], True)
    close_casus(casus=casus, uitkomst=Uitkomst.TERUG, toelichting="", inzender=region.by())
    (hit,) = like(region, "Sanne de Vries")
    assert (hit.open, hit.gesloten) == (None, [casus])


def test_a_search_takes_the_same_queries_for_one_as_for_many(region: Region) -> None:
    def queries() -> int:
        user = User.objects.get(pk=region.coordinator.pk)
        with CaptureQueriesContext(connection) as seen:
            shown = leerlingen_zoals(
                user=user, swv=region.swv, naam="Sanne de Vries", geboortedatum=date(2012, 3, 4)
            )
            assert [t.open and t.open.nummer for t in shown]
        return len(seen)

    make_casus(region, voornaam="Sanne", achternaam="de Vries", geboortedatum=date(2012, 3, 4))
    one = queries()
    for day in range(5, 15):
        make_casus(
            region, voornaam="Sanne", achternaam="de Vries", geboortedatum=date(2012, 3, day)
        )
    assert queries() == one
