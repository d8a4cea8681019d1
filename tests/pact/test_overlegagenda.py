"""The order and the numbers of an agenda."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pact.keuzes import PuntSoort
from pact.overlegagenda import GROEPEN, build_blokken, move, place


@dataclass(frozen=True)
class P:
    pk: int
    soort: str
    titel: str = "titel"


V, A, C, E, R = (
    PuntSoort.VASTSTELLEN,
    PuntSoort.AFSPRAAK,
    PuntSoort.ACTIE,
    PuntSoort.EIGEN,
    PuntSoort.RONDVRAAG,
)
punten = st.lists(st.sampled_from(list(PuntSoort)), min_size=1, max_size=12).map(
    lambda soorten: [P(i, soort) for i, soort in enumerate(soorten)]
)


def agenda(*soorten: PuntSoort) -> list[P]:
    return [P(i, soort) for i, soort in enumerate(soorten)]


def pks(rij: list[P]) -> list[int]:
    return [punt.pk for punt in rij]


def test_groups_stand_under_one_number() -> None:
    blokken = build_blokken(agenda(V, A, E, A, R))
    assert [(b.nummer, b.titel) for b in blokken] == [
        (1, "titel"),
        (2, GROEPEN[A]),
        (3, "titel"),
        (4, "titel"),
    ]
    assert [(nummer, p.pk) for nummer, p in blokken[1].genummerd] == [("2.1", 1), ("2.2", 3)]
    assert [nummer for nummer, _ in blokken[3].genummerd] == ["4"]


def test_a_point_moves_inside_its_group_and_the_group_as_a_whole() -> None:
    start = agenda(V, A, A, E)
    assert pks(move(start, 2, "op", blok=False)) == [0, 2, 1, 3]
    assert pks(move(start, 1, "op", blok=False)) == [0, 1, 2, 3]
    assert pks(move(start, 1, "op", blok=True)) == [1, 2, 0, 3]
    assert pks(move(start, 3, "op", blok=False)) == [0, 3, 1, 2]
    assert pks(move(start, 3, "neer", blok=False)) == [0, 1, 2, 3]


def test_what_is_new_stands_with_its_kind_and_before_what_closes() -> None:
    start = agenda(V, E, A, R)
    assert pks(place(start, P(9, A))) == [0, 1, 2, 9, 3]
    assert pks(place(start, P(9, E))) == [0, 1, 2, 9, 3]
    assert pks(place(start, P(9, C))) == [0, 9, 1, 2, 3]
    assert pks(place([], P(9, C))) == [9]


@given(punten, st.integers(0, 11), st.sampled_from(["op", "neer"]), st.booleans())
def test_moving_loses_nothing_and_keeps_groups_whole(
    rij: list[P], which: int, richting: str, blok: bool
) -> None:
    pk = rij[which % len(rij)].pk
    moved = move(rij, pk, richting, blok=blok)  # type: ignore[arg-type]
    assert sorted(pks(moved)) == sorted(pks(rij))
    soorten = [punt.soort for punt in moved]
    for soort in GROEPEN:
        at = [i for i, s in enumerate(soorten) if s == soort]
        assert at == list(range(at[0], at[0] + len(at))) if at else True


@given(punten, st.sampled_from(list(PuntSoort)))
def test_placing_keeps_the_order_of_the_rest(rij: list[P], soort: PuntSoort) -> None:
    placed = place(rij, P(99, soort))
    assert [punt for punt in placed if punt.pk != 99] == rij
    assert len(placed) == len(rij) + 1
