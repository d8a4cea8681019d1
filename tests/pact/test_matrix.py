"""The matrix as a pure function: nothing lost, nothing doubled, what is late on top."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pact.keuzes import AFGEROND, Niveau, Status, Termijn
from pact.matrix import (
    ZICHTBAAR,
    Filter,
    MatrixActie,
    Telling,
    Thema,
    build_matrix,
    dagen_te_laat,
    is_te_laat,
    next_deadline,
    overdue_by_owner,
    select_acties,
    tel,
)

VANDAAG = date(2026, 11, 23)
THEMAS = [Thema(1, "Onze lijsten kloppen"), Thema(2, "Er is altijd een plek"), Thema(3, "Leeg")]

deadlines = st.none() | st.integers(-40, 40).map(lambda days: VANDAAG + timedelta(days=days))
eigenaren = st.sampled_from([(None, ""), (7, "Gemeente Waterstad"), (8, "Jeugdhulp De Kade")])


@st.composite
def acties(draw: st.DrawFn, themas: tuple[int, ...] = (1, 2)) -> list[MatrixActie]:
    made = []
    for nr in range(1, draw(st.integers(0, 25)) + 1):
        eigenaar_id, eigenaar = draw(eigenaren)
        made.append(
            MatrixActie(
                nr=nr,
                activiteit=f"actie {nr}",
                thema=draw(st.sampled_from(themas)),
                niveau=draw(st.sampled_from(list(Niveau))),
                termijn=draw(st.sampled_from(list(Termijn))),
                status=draw(st.sampled_from(list(Status))),
                deadline=draw(deadlines),
                eigenaar_id=eigenaar_id,
                eigenaar=eigenaar,
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
    matrix = build_matrix(reversed(in_order), themas=THEMAS, peildatum=VANDAAG)
    cel = matrix.rijen[0].cellen[1]
    assert [plek.actie.nr for plek in cel.plekken] == [6, 2, 5, 4, 1, 7, 8, 3]
    assert [plek.dagen_te_laat for plek in cel.plekken] == [9, 1, 0, 0, 0, 0, 0, 0]


def test_the_disclosure_says_what_it_hides() -> None:
    late = [actie(nr, deadline=VANDAAG - timedelta(days=nr)) for nr in range(1, 6)]
    cel = build_matrix(late, themas=THEMAS, peildatum=VANDAAG).rijen[0].cellen[1]
    assert [len(cel.boven), len(cel.rest), cel.rest_te_laat] == [3, 2, 2]


def test_the_deadline_itself_is_in_time() -> None:
    for days, late in [(-1, 1), (0, 0), (1, 0)]:
        deadline = VANDAAG + timedelta(days=days)
        assert dagen_te_laat(status=Status.LOOPT, deadline=deadline, peildatum=VANDAAG) == late


@given(st.sampled_from(sorted(AFGEROND)), deadlines)
def test_what_is_finished_is_never_late(status: Status, deadline: date | None) -> None:
    assert dagen_te_laat(status=status, deadline=deadline, peildatum=VANDAAG) == 0


@given(acties())
def test_every_action_stands_in_its_cell_once(given_acties: list[MatrixActie]) -> None:
    matrix = build_matrix(given_acties, themas=THEMAS, peildatum=VANDAAG)
    found = []
    for rij in matrix.rijen:
        for kolom, cel in zip(matrix.kolommen, rij.cellen, strict=True):
            assert cel.niveau == kolom.niveau
            assert cel.boven + cel.rest == cel.plekken
            assert len(cel.boven) <= ZICHTBAAR
            for plek in cel.plekken:
                assert (plek.actie.thema, plek.actie.niveau) == (rij.thema.id, cel.niveau)
                found.append(plek.actie)
    assert sorted(a.nr for a in found) == sorted(a.nr for a in given_acties)


@given(acties())
def test_late_stands_above_open_and_open_above_finished(given_acties: list[MatrixActie]) -> None:
    for rij in build_matrix(given_acties, themas=THEMAS, peildatum=VANDAAG).rijen:
        for cel in rij.cellen:
            ranks = [(plek.dagen_te_laat == 0) + (not plek.actie.is_open) for plek in cel.plekken]
            assert ranks == sorted(ranks)
            assert all((plek.dagen_te_laat > 0) <= plek.actie.is_open for plek in cel.plekken)
            for first, second in zip(cel.plekken, cel.plekken[1:], strict=False):
                if first.actie.is_open and second.actie.is_open:
                    assert (first.actie.deadline or date.max) <= (second.actie.deadline or date.max)


@given(acties())
def test_rows_and_columns_count_the_same(given_acties: list[MatrixActie]) -> None:
    matrix = build_matrix(given_acties, themas=THEMAS, peildatum=VANDAAG)
    total = tel(given_acties, peildatum=VANDAAG)
    assert sum((rij.telling for rij in matrix.rijen), Telling()) == total
    assert sum((kolom.telling for kolom in matrix.kolommen), Telling()) == total
    assert matrix.telling == total
    assert total.totaal == len(given_acties)
    assert total.te_laat <= total.open <= total.totaal
    for rij in matrix.rijen:
        assert rij.telling == tel(
            [a for a in given_acties if a.thema == rij.thema.id], peildatum=VANDAAG
        )


@given(acties())
def test_the_order_of_the_input_does_not_matter(given_acties: list[MatrixActie]) -> None:
    other = sorted(given_acties, key=lambda a: -a.nr)
    assert build_matrix(given_acties, themas=THEMAS, peildatum=VANDAAG) == build_matrix(
        other, themas=THEMAS, peildatum=VANDAAG
    )


@given(acties())
def test_a_thema_that_is_not_asked_for_is_not_counted(given_acties: list[MatrixActie]) -> None:
    matrix = build_matrix(
        given_acties, themas=THEMAS[:1], niveaus=[Niveau.LANDELIJK], peildatum=VANDAAG
    )
    assert [len(rij.cellen) for rij in matrix.rijen] == [1]
    assert matrix.telling.totaal == sum(
        a.thema == 1 and a.niveau == Niveau.LANDELIJK for a in given_acties
    )


@given(acties(), st.integers(1, 400))
def test_later_is_never_less_late(given_acties: list[MatrixActie], days: int) -> None:
    later = VANDAAG + timedelta(days=days)
    assert (
        tel(given_acties, peildatum=VANDAAG).te_laat <= tel(given_acties, peildatum=later).te_laat
    )


@given(
    acties(),
    st.builds(
        Filter,
        thema=st.none() | st.sampled_from([1, 2, 3]),
        niveau=st.none() | st.sampled_from(list(Niveau)),
        termijn=st.none() | st.sampled_from(list(Termijn)),
        status=st.none() | st.sampled_from(list(Status)),
        eigenaar_id=st.none() | st.sampled_from([7, 8]),
        zonder_eigenaar=st.booleans(),
        te_laat=st.booleans(),
    ),
)
def test_a_filter_keeps_exactly_what_meets_it(
    given_acties: list[MatrixActie], asked: Filter
) -> None:
    kept = select_acties(given_acties, asked, peildatum=VANDAAG)
    assert kept == [a for a in given_acties if a in kept]
    for a in given_acties:
        wanted = (
            asked.thema in {None, a.thema}
            and asked.niveau in {None, a.niveau}
            and asked.termijn in {None, a.termijn}
            and asked.status in {None, a.status}
            and asked.eigenaar_id in {None, a.eigenaar_id}
            and not (asked.zonder_eigenaar and a.eigenaar_id is not None)
            and not (asked.te_laat and not is_te_laat(a, VANDAAG))
        )
        assert (a in kept) == wanted


@given(acties())
def test_who_is_late_adds_up(given_acties: list[MatrixActie]) -> None:
    rows = overdue_by_owner(given_acties, peildatum=VANDAAG)
    assert sum(row.aantal for row in rows) == tel(given_acties, peildatum=VANDAAG).te_laat
    named = [row.aantal for row in rows if row.eigenaar_id is not None]
    assert named == sorted(named, reverse=True)
    assert [row.eigenaar_id for row in rows].count(None) <= 1
    if any(row.eigenaar_id is None for row in rows):
        assert rows[-1].eigenaar_id is None


@given(acties())
def test_the_next_deadline_is_the_first_of_the_open_ones(given_acties: list[MatrixActie]) -> None:
    coming = [
        a.deadline for a in given_acties if a.is_open and a.deadline and a.deadline >= VANDAAG
    ]
    found = next_deadline(given_acties, peildatum=VANDAAG)
    assert (found.deadline if found else None) == min(coming, default=None)
