"""What rows about one child say together."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.services.inlezen.uitspraken import (
    Aanbodfeit,
    Inschrijffeit,
    Lijstfeiten,
    Tegenspraak,
    Uitspraak,
    Verzuimfeit,
    feiten_van,
    gemeente_van,
    koppel,
)

A, B = 1, 2
SEP, OKT, NOV, DEC = (date(2026, maand, 1) for maand in (9, 10, 11, 12))


def zegt(
    begin: date, einde: date | None = None, school: int | None = A, **anders: Any
) -> Uitspraak:
    """Return a statement with only what a test is about."""
    waarden: dict[str, Any] = {
        "geoorloofd": False,
        "gemeente": 9,
        "aanbod_gestart_op": None,
        "ingeschreven_sinds": None,
    }
    return Uitspraak(begin=begin, einde=einde, school=school, **(waarden | anders))


def test_nothing_said_is_no_fact() -> None:
    assert feiten_van([]) == Lijstfeiten()


def test_with_a_school_the_child_is_enrolled_since_before_we_know_and_absent() -> None:
    feiten = feiten_van([zegt(OKT, NOV, geoorloofd=True)])
    assert feiten == Lijstfeiten(
        (Verzuimfeit(OKT, NOV, True),), (Inschrijffeit(None, None, A),), ()
    )
    assert feiten.school_id == A


def test_without_a_school_the_child_is_enrolled_nowhere_from_the_begin() -> None:
    feiten = feiten_van([zegt(OKT, school=None, ingeschreven_sinds=SEP)])
    assert feiten == Lijstfeiten((), (Inschrijffeit(SEP, OKT, None),), ())
    assert feiten.school_id is None


def test_without_a_school_the_child_is_enrolled_again_from_the_end() -> None:
    assert feiten_van([zegt(OKT, NOV, None)]).inschrijvingen == (
        Inschrijffeit(None, OKT, None),
        Inschrijffeit(NOV, None, None),
    )


@pytest.mark.parametrize(
    ("rijen", "inschrijvingen"),
    [
        ([zegt(SEP, OKT), zegt(NOV)], [(None, None, A)]),
        ([zegt(SEP, OKT), zegt(NOV, school=B)], [(None, NOV, A), (NOV, None, B)]),
        (
            [zegt(SEP, OKT), zegt(NOV, school=B, ingeschreven_sinds=OKT)],
            [(None, OKT, A), (OKT, None, B)],
        ),
        ([zegt(SEP, OKT), zegt(NOV, school=None)], [(None, NOV, A)]),
        ([zegt(SEP, OKT, None), zegt(NOV)], [(None, SEP, None), (OKT, None, A)]),
        (
            [zegt(SEP, OKT, None), zegt(DEC, ingeschreven_sinds=NOV)],
            [(None, SEP, None), (OKT, NOV, None), (NOV, None, A)],
        ),
        (
            [zegt(SEP, OKT, None), zegt(NOV, DEC, None)],
            [(None, SEP, None), (OKT, NOV, None), (DEC, None, None)],
        ),
        (
            [zegt(SEP, OKT, None), zegt(OKT, NOV, None)],
            [(None, SEP, None), (NOV, None, None)],
        ),
        (
            [zegt(SEP, OKT), zegt(NOV, ingeschreven_sinds=date(2024, 8, 1))],
            [(date(2024, 8, 1), None, A)],
        ),
    ],
)
def test_enrolments_follow_each_other(
    rijen: list[Uitspraak], inschrijvingen: list[tuple[date | None, date | None, int | None]]
) -> None:
    verwacht = tuple(Inschrijffeit(*feit) for feit in inschrijvingen)
    assert feiten_van(rijen).inschrijvingen == verwacht
    assert feiten_van(reversed(rijen)).inschrijvingen == verwacht


@pytest.mark.parametrize(
    ("rijen", "kolom"),
    [
        ([zegt(SEP), zegt(OKT)], "verzuim_begin"),
        ([zegt(SEP, NOV), zegt(OKT)], "verzuim_begin"),
        ([zegt(SEP, school=None), zegt(OKT)], "verzuim_begin"),
        ([zegt(OKT, school=None, ingeschreven_sinds=OKT)], "verzuim_begin"),
        ([zegt(SEP, OKT), zegt(NOV, school=B, ingeschreven_sinds=SEP)], "ingeschreven_sinds"),
        ([zegt(SEP, OKT, None), zegt(NOV, ingeschreven_sinds=SEP)], "ingeschreven_sinds"),
        ([zegt(SEP, OKT), zegt(NOV, ingeschreven_sinds=OKT)], "ingeschreven_sinds"),
        (
            [
                zegt(SEP, OKT, ingeschreven_sinds=date(2024, 8, 1)),
                zegt(NOV, ingeschreven_sinds=date(2025, 8, 1)),
            ],
            "ingeschreven_sinds",
        ),
    ],
)
def test_rows_that_cannot_both_be_true(rijen: list[Uitspraak], kolom: str) -> None:
    with pytest.raises(Tegenspraak) as fout:
        feiten_van(rijen)
    assert fout.value.kolom == kolom


def test_an_aanbod_is_over_when_the_next_one_starts() -> None:
    rijen = [
        zegt(SEP, OKT, aanbod_gestart_op=date(2026, 9, 10)),
        zegt(OKT, NOV, aanbod_gestart_op=date(2026, 9, 10)),
        zegt(NOV, aanbod_gestart_op=date(2026, 11, 9)),
    ]
    assert feiten_van(rijen).aanbod == (
        Aanbodfeit(date(2026, 9, 10), date(2026, 11, 9)),
        Aanbodfeit(date(2026, 11, 9), None),
    )


def test_the_child_lives_where_the_last_absence_says() -> None:
    assert gemeente_van([zegt(NOV, gemeente=7), zegt(SEP, OKT, gemeente=8)]) == 7
    assert gemeente_van([]) is None


@pytest.mark.parametrize(
    ("spans", "eerder", "gekoppeld"),
    [
        ([(OKT, None)], [], [None]),
        ([(OKT, None)], [zegt(OKT)], [OKT]),
        ([(SEP, None)], [zegt(OKT)], [OKT]),
        ([(DEC, None)], [zegt(OKT, NOV)], [None]),
        ([(SEP, OKT)], [zegt(OKT)], [None]),
        ([(SEP, None)], [zegt(SEP, OKT), zegt(NOV)], [SEP]),
        ([(date(2026, 9, 2), None)], [zegt(SEP, OKT), zegt(NOV)], [None]),
        ([(SEP, date(2026, 10, 9)), (OKT, None)], [zegt(OKT)], [None, OKT]),
        ([(date(2026, 9, 2), OKT), (NOV, None)], [zegt(SEP, OKT)], [SEP, None]),
        (
            [(date(2026, 9, 2), date(2026, 9, 5)), (date(2026, 9, 9), OKT)],
            [zegt(SEP, OKT)],
            [None, None],
        ),
    ],
)
def test_a_row_corrects_the_one_it_overlaps_with(
    spans: list[tuple[date, date | None]],
    eerder: list[Uitspraak],
    gekoppeld: list[date | None],
) -> None:
    assert koppel(spans, {u.begin: u for u in eerder}) == gekoppeld


@st.composite
def _rijen(draw: st.DrawFn) -> list[Uitspraak]:
    dag = date(2026, 1, 1)
    rijen = []
    for _ in range(draw(st.integers(1, 5))):
        begin = dag + timedelta(days=draw(st.integers(0, 40)))
        dag = begin + timedelta(days=draw(st.integers(1, 40)))
        rijen.append(zegt(begin, dag, draw(st.sampled_from([A, B, None]))))
    if draw(st.booleans()):
        laatste = rijen.pop()
        rijen.append(zegt(laatste.begin, None, laatste.school))
    return rijen


@given(_rijen())
def test_a_child_is_absent_or_not_enrolled_on_exactly_the_days_of_the_rows(
    rijen: list[Uitspraak],
) -> None:
    feiten = feiten_van(rijen)

    def op(dag: date, begin: date | None, einde: date | None) -> bool:
        return (begin or date.min) <= dag < (einde or date.max)

    for plus in range(420):
        dag = date(2026, 1, 1) + timedelta(days=plus)
        thuis = [u for u in rijen if op(dag, u.begin, u.einde)]
        scholen = [i.school_id for i in feiten.inschrijvingen if op(dag, i.begin, i.einde)]
        verzuim = [v for v in feiten.verzuim if op(dag, v.begin, v.einde)]
        assert len(scholen) == (0 if any(u.school is None for u in thuis) else 1)
        assert len(verzuim) == sum(u.school is not None for u in thuis)
        for u in thuis:
            assert u.school is None or scholen == [u.school]
