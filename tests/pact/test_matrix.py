"""The matrix as a pure function: nothing lost, nothing doubled, what is late on top."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pact.keuzes import AFGEROND, Niveau, Status, Termijn
from pact.matrix import (
    GEEN,
    TREDEN,
    ZICHTBAAR,
    As,
    Assen,
    Eigendom,
    Kop,
    Matrix,
    MatrixActie,
    Telling,
    Thema,
    build_matrix,
    dagen_te_laat,
    heads_of,
    heads_shown,
    overdue_by_owner,
    read_assen,
    sleutel_of,
    tel,
)

VANDAAG = date(2026, 11, 23)
THEMAS = [Thema(1, "Onze lijsten kloppen"), Thema(2, "Er is altijd een plek"), Thema(3, "Leeg")]
PARTNERS = [(7, "Gemeente Waterstad"), (8, "Jeugdhulp De Kade"), (9, "Zonder belofte")]
ASSEN = [Assen(rijen, kolommen) for rijen, kolommen in permutations(As, 2)]

deadlines = st.none() | st.integers(-40, 40).map(lambda days: VANDAAG + timedelta(days=days))
eigenaren = st.sampled_from([(None, ""), *PARTNERS[:2]])
assen = st.sampled_from(ASSEN)


@st.composite
def acties(draw: st.DrawFn) -> list[MatrixActie]:
    made = []
    for nr in range(1, draw(st.integers(0, 25)) + 1):
        eigenaar_id, eigenaar = draw(eigenaren)
        made.append(
            MatrixActie(
                nr=nr,
                activiteit=f"actie {nr}",
                thema=draw(st.sampled_from([1, 2])),
                niveau=draw(st.sampled_from(list(Niveau))),
                termijn=draw(st.sampled_from(list(Termijn))),
                status=draw(st.sampled_from(list(Status))),
                deadline=draw(deadlines),
                eigenaar_id=eigenaar_id,
                eigenaar=eigenaar,
                trede=draw(st.sampled_from(["", *TREDEN])),
            )
        )
    return draw(st.permutations(made))


def actie(
    nr: int,
    *,
    deadline: date | None = None,
    status: Status = Status.NOG_NIET_BEGONNEN,
) -> MatrixActie:
    return MatrixActie(
        nr=nr,
        activiteit=f"actie {nr}",
        thema=1,
        niveau=Niveau.REGIO,
        status=status,
        deadline=deadline,
    )


def heads(soort: As) -> tuple[Kop, ...]:
    return heads_of(soort, themas=THEMAS, partners=PARTNERS)


def build(
    given_acties: list[MatrixActie],
    along: Assen = ASSEN[0],
    zichtbaar: int | None = ZICHTBAAR,
) -> Matrix:
    return build_matrix(
        given_acties,
        assen=along,
        rijen=heads(along.rijen),
        kolommen=heads(along.kolommen),
        peildatum=VANDAAG,
        zichtbaar=zichtbaar,
    )


def test_the_order_of_a_cell() -> None:
    in_order = [
        actie(6, deadline=VANDAAG - timedelta(days=9)),
        actie(2, deadline=VANDAAG - timedelta(days=1), status=Status.LOOPT),
        actie(5, deadline=VANDAAG),
        actie(4, deadline=VANDAAG + timedelta(days=1)),
        actie(1),
        actie(7, status=Status.WACHT),
        actie(8, status=Status.GEDAAN, deadline=VANDAAG - timedelta(days=90)),
        actie(3, status=Status.VERVALLEN, deadline=VANDAAG - timedelta(days=99)),
    ]
    cel = build(in_order[::-1]).rijen[0].cellen[1]
    assert [plek.actie.nr for plek in cel.plekken] == [6, 2, 5, 4, 1, 7, 8, 3]
    assert [plek.dagen_te_laat for plek in cel.plekken] == [9, 1, 0, 0, 0, 0, 0, 0]


def test_the_disclosure_says_what_it_hides() -> None:
    late = [actie(nr, deadline=VANDAAG - timedelta(days=nr)) for nr in range(1, 6)]
    matrix = build(late)
    cel = matrix.rijen[0].cellen[1]
    assert [len(cel.boven), len(cel.rest), cel.rest_te_laat] == [3, 2, 2]
    assert matrix.dicht
    whole = build(late, zichtbaar=None)
    assert [len(whole.rijen[0].cellen[1].boven), whole.dicht] == [5, False]


def test_what_was_not_given_is_counted_all_the_same() -> None:
    late = [actie(nr, deadline=VANDAAG - timedelta(days=nr)) for nr in range(1, 4)]
    matrix = build_matrix(
        late,
        assen=Assen(),
        rijen=heads(As.THEMA),
        kolommen=heads(As.NIVEAU),
        peildatum=VANDAAG,
        tellingen={("1", "regionaal_netwerk"): Telling(totaal=9, te_laat=5, open=8, gedaan=1)},
    )
    cel = matrix.rijen[0].cellen[1]
    assert (len(cel.boven), cel.rest, cel.elders, cel.elders_te_laat) == (3, (), 6, 2)
    assert matrix.telling.totaal == 9
    assert matrix.dicht


def test_the_deadline_itself_is_in_time() -> None:
    for days, late in [(-1, 1), (0, 0), (1, 0)]:
        deadline = VANDAAG + timedelta(days=days)
        assert dagen_te_laat(status=Status.LOOPT, deadline=deadline, peildatum=VANDAAG) == late


@given(st.sampled_from(sorted(AFGEROND)), deadlines)
def test_what_is_finished_is_never_late(status: Status, deadline: date | None) -> None:
    assert dagen_te_laat(status=status, deadline=deadline, peildatum=VANDAAG) == 0


@given(acties(), assen)
def test_every_action_stands_in_its_cell_once(
    given_acties: list[MatrixActie], along: Assen
) -> None:
    matrix = build(given_acties, along)
    found = []
    for rij in matrix.rijen:
        for kolom, cel in zip(matrix.kolommen, rij.cellen, strict=True):
            assert (cel.rij, cel.kolom) == (rij.kop, kolom.kop)
            assert len(cel.boven) <= ZICHTBAAR
            assert cel.elders == 0
            for plek in cel.plekken:
                assert sleutel_of(plek.actie, along.rijen) == rij.kop.sleutel
                assert sleutel_of(plek.actie, along.kolommen) == kolom.kop.sleutel
                found.append(plek.actie)
    assert sorted(a.nr for a in found) == sorted(a.nr for a in given_acties)


@given(acties(), assen)
def test_turning_the_table_moves_no_action(given_acties: list[MatrixActie], along: Assen) -> None:
    straight, turned = build(given_acties, along), build(given_acties, along.gewisseld)
    assert turned.telling == straight.telling
    assert [kolom.telling for kolom in turned.kolommen] == [rij.telling for rij in straight.rijen]
    for x, rij in enumerate(straight.rijen):
        for y, cel in enumerate(rij.cellen):
            assert turned.rijen[y].cellen[x].plekken == cel.plekken


@given(acties(), assen)
def test_late_stands_above_open_and_open_above_finished(
    given_acties: list[MatrixActie], along: Assen
) -> None:
    for rij in build(given_acties, along).rijen:
        for cel in rij.cellen:
            ranks = [(plek.dagen_te_laat == 0) + (not plek.actie.is_open) for plek in cel.plekken]
            assert ranks == sorted(ranks)
            assert all((plek.dagen_te_laat > 0) <= plek.actie.is_open for plek in cel.plekken)
            for first, second in zip(cel.plekken, cel.plekken[1:], strict=False):
                if first.actie.is_open and second.actie.is_open:
                    assert (first.actie.deadline or date.max) <= (second.actie.deadline or date.max)


@given(acties(), assen)
def test_rows_and_columns_count_the_same(given_acties: list[MatrixActie], along: Assen) -> None:
    matrix = build(given_acties, along)
    total = tel(given_acties, peildatum=VANDAAG)
    assert sum((rij.telling for rij in matrix.rijen), Telling()) == total
    assert sum((kolom.telling for kolom in matrix.kolommen), Telling()) == total
    assert matrix.telling == total
    assert total.totaal == len(given_acties)
    assert total.te_laat <= total.open <= total.totaal
    for rij in matrix.rijen:
        mine = [a for a in given_acties if sleutel_of(a, along.rijen) == rij.kop.sleutel]
        assert rij.telling == tel(mine, peildatum=VANDAAG)


@given(acties())
def test_the_order_of_the_input_does_not_matter(given_acties: list[MatrixActie]) -> None:
    other = sorted(given_acties, key=lambda a: a.nr)
    assert build(other) == build(given_acties)


@given(acties(), assen)
def test_heads_that_are_left_out_held_nothing(
    given_acties: list[MatrixActie], along: Assen
) -> None:
    filled = {sleutel_of(a, along.rijen) for a in given_acties}
    every = heads(along.rijen)
    shown = heads_shown(every, filled, alleen_gevuld=False)
    assert {kop.sleutel for kop in shown} == (
        filled | {kop.sleutel for kop in every if kop.sleutel != GEEN}
    )
    filtered = heads_shown(every, filled, alleen_gevuld=True)
    assert {kop.sleutel for kop in filtered} == filled
    assert list(filtered) == [kop for kop in every if kop in filtered]


def test_what_nobody_owns_comes_first() -> None:
    assert [kop.naam for kop in heads(As.PARTNER)][:2] == ["Nog geen eigenaar", PARTNERS[0][1]]
    assert [kop.sleutel for kop in heads(As.TREDE)] == [GEEN, *TREDEN]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ((None, None), ("thema", "niveau")),
        (("status", "partner"), ("status", "partner")),
        (("niveau", None), ("niveau", "thema")),
        (("niveau", "niveau"), ("niveau", "thema")),
        (("trede", "trede"), ("trede", "niveau")),
        (("x", "thema"), ("thema", "niveau")),
        (("", "' OR 1=1"), ("thema", "niveau")),
    ],
)
def test_rows_and_columns_are_always_two_different_properties(
    asked: tuple[str | None, str | None], shown: tuple[str, str]
) -> None:
    found = read_assen(*asked)
    assert (found.rijen.value, found.kolommen.value) == shown


def test_a_table_of_one_property_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="same property"):
        Assen(As.THEMA, As.THEMA)


@given(st.lists(st.tuples(eigenaren, st.integers(0, 4)), unique_by=lambda row: row[0]))
def test_who_is_late_stands_in_order(rows: list[tuple[tuple[int | None, str], int]]) -> None:
    owned = [Eigendom(pk, naam, Telling(te_laat=late)) for (pk, naam), late in rows]
    found = overdue_by_owner(owned)
    assert {row.eigenaar_id for row in found} == {
        row.eigenaar_id for row in owned if row.telling.te_laat
    }
    named = [row.telling.te_laat for row in found if row.eigenaar_id is not None]
    assert named == sorted(named, reverse=True)
    if any(row.eigenaar_id is None for row in found):
        assert found[-1].eigenaar_id is None
