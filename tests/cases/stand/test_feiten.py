"""Facts that cannot be true are refused, with a message that names them."""

from datetime import date
from typing import Any

import pytest

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Gemist,
    Grond,
    Inschrijving,
    OngeldigeFeiten,
    Verzuim,
    Vrijstelling,
    bereken_stand,
    volgende_wijziging,
)
from tests.cases.stand.feiten import geoorloofd, kind, ongeoorloofd

P = date(2026, 11, 21)


def art5(begin: date, einde: date | None) -> Vrijstelling:
    return Vrijstelling(Grond.ART5_A, begin, einde)


@pytest.mark.parametrize(
    ("feiten", "genoemd"),
    [
        (
            {"verzuim": (ongeoorloofd(date(2026, 10, 5)), geoorloofd(date(2026, 11, 2)))},
            ["verzuim van 2026-10-05 (loopt nog)", "verzuim van 2026-11-02 (loopt nog)"],
        ),
        (
            {
                "verzuim": (
                    ongeoorloofd(date(2026, 10, 9), date(2026, 10, 20)),
                    ongeoorloofd(date(2026, 10, 5), date(2026, 10, 10)),
                )
            },
            ["van 2026-10-05 tot 2026-10-10", "van 2026-10-09 tot 2026-10-20"],
        ),
        (
            {"inschrijvingen": (Inschrijving(None, None), Inschrijving(date(2026, 8, 1), None))},
            ["inschrijving sinds onbekend (loopt nog)", "van 2026-08-01 (loopt nog)"],
        ),
        (
            {
                "inschrijvingen": (
                    Inschrijving(date(2025, 8, 1), date(2026, 8, 1)),
                    Inschrijving(None, date(2025, 8, 2)),
                )
            },
            ["sinds onbekend tot 2025-08-02", "van 2025-08-01 tot 2026-08-01"],
        ),
        (
            {
                "inschrijvingen": (
                    Inschrijving(None, date(2020, 8, 1)),
                    Inschrijving(None, date(2021, 8, 1)),
                )
            },
            ["sinds onbekend tot 2020-08-01", "sinds onbekend tot 2021-08-01"],
        ),
        (
            {
                "vrijstellingen": (
                    art5(date(2025, 8, 1), date(2026, 8, 2)),
                    Vrijstelling(Grond.ART15, date(2026, 8, 1), None),
                )
            },
            ["vrijstelling van 2025-08-01 tot 2026-08-02", "vrijstelling van 2026-08-01"],
        ),
        (
            {"aanbod": (Aanbod(date(2026, 11, 2), None), Aanbod(date(2026, 11, 9), None))},
            ["aanbod van 2026-11-02", "aanbod van 2026-11-09"],
        ),
        (
            {"verzuim": (ongeoorloofd(date(2026, 10, 5), date(2026, 10, 5)),)},
            ["verzuim van 2026-10-05 tot 2026-10-05", "einde moet na begin liggen"],
        ),
        (
            {"inschrijvingen": (Inschrijving(date(2026, 8, 1), date(2026, 7, 1)),)},
            ["inschrijving van 2026-08-01 tot 2026-07-01"],
        ),
        (
            {"aanbod": (Aanbod(None, date(2026, 11, 2), gedaan_op=date(2026, 11, 2)),)},
            ["aanbod van 2026-11-02 tot 2026-11-02"],
        ),
        ({"aanbod": (Aanbod(None, None),)}, ["aanbod: geef gestart_op"]),
        ({"gemist": (Gemist(date(2026, 11, 2), -1, False),)}, ["2026-11-02", "tussen 0 en 24"]),
        ({"gemist": (Gemist(date(2026, 11, 2), 24.5, False),)}, ["2026-11-02", "tussen 0 en 24"]),
        (
            {"gemist": (Gemist(date(2026, 11, 2), float("nan"), False),)},
            ["2026-11-02", "tussen 0 en 24"],
        ),
        ({"geboortedatum": date(1812, 3, 4)}, ["geboortedatum 1812-03-04"]),
        ({"gemist": (Gemist(date(2926, 11, 2), 1, False),)}, ["gemist op 2926-11-02"]),
    ],
)
def test_impossible_facts_are_refused_and_named(feiten: dict[str, Any], genoemd: list[str]) -> None:
    for functie in (bereken_stand, volgende_wijziging):
        with pytest.raises(OngeldigeFeiten) as fout:
            functie(kind(**feiten), LANDELIJK, P)
        assert all(deel in str(fout.value) for deel in genoemd), str(fout.value)


def test_a_peildatum_out_of_reach_is_refused() -> None:
    with pytest.raises(OngeldigeFeiten, match="peildatum 2300-01-01"):
        bereken_stand(kind(), LANDELIJK, date(2300, 1, 1))


def test_spans_that_touch_do_not_overlap_in_whatever_order() -> None:
    feiten = kind(
        inschrijvingen=(
            Inschrijving(date(2026, 8, 1), None),
            Inschrijving(None, date(2026, 8, 1)),
        ),
        verzuim=(
            Verzuim(date(2026, 11, 9), None, geoorloofd=False),
            Verzuim(date(2026, 11, 2), date(2026, 11, 9), geoorloofd=True),
        ),
    )
    assert bereken_stand(feiten, LANDELIJK, P).verzuim_sinds == date(2026, 11, 9)


def test_offers_that_have_not_started_may_be_open_at_the_same_time() -> None:
    feiten = kind(
        aanbod=(
            Aanbod(None, None, gedaan_op=date(2026, 11, 2)),
            Aanbod(None, None, gedaan_op=date(2026, 11, 9)),
        )
    )
    assert bereken_stand(feiten, LANDELIJK, P).categorie == "geen"


@pytest.mark.parametrize("jaar", [1900, 2199])
def test_the_ends_of_the_reach_can_be_computed(jaar: int) -> None:
    feiten = kind(geboortedatum=date(jaar, 12, 31), inschrijvingen=())
    assert bereken_stand(feiten, LANDELIJK, date(2199, 12, 31)).categorie == "niet_plichtig"
    feiten = kind(geboortedatum=date(2185, 1, 1), inschrijvingen=())
    regels = LANDELIJK.met("telwijze_4w=schooldagen")
    assert bereken_stand(feiten, regels, date(2199, 12, 31)).categorie == "AV"
