"""The first day a Stand may change is never too late, and always ahead."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.stand import (
    LANDELIJK,
    Aanbod,
    Feiten,
    Gemist,
    Inschrijving,
    Regelset,
    bereken_stand,
    volgende_wijziging,
)
from tests.cases.stand.feiten import feiten, kind, ongeoorloofd, peildata, regelsets
from tests.cases.stand.test_oracle import VOORBEELDEN, kolommen
from thuiszitters.kalender import Regio

P = date(2026, 11, 21)
DAG = timedelta(days=1)
# Further ahead nothing is left of any schooling.
EINDE = date(2044, 1, 1)


def zonder_dagen(kind_: Feiten, regelset: Regelset, dag: date) -> dict[str, object]:
    gevonden = kolommen(bereken_stand(kind_, regelset, dag, met_uitleg=False))
    del gevonden["dagen_thuis"]
    return gevonden


@settings(max_examples=VOORBEELDEN // 2, deadline=None)
@given(data=st.data(), kind_=feiten(), regelset=regelsets)
def test_nothing_changes_before_that_day(
    data: st.DataObject, kind_: Feiten, regelset: Regelset
) -> None:
    peildatum = data.draw(peildata(kind_))
    nu = zonder_dagen(kind_, regelset, peildatum)
    wijziging = volgende_wijziging(kind_, regelset, peildatum)
    assert wijziging is None or wijziging > peildatum
    tot = wijziging or EINDE
    # Every day of the first year, and then, as nothing is known to happen, a day now and then.
    dag = peildatum + DAG
    while dag < tot:
        assert zonder_dagen(kind_, regelset, dag) == nu, dag
        dag += DAG if (dag - peildatum).days < 370 else 29 * DAG
    laatste = tot - DAG
    if laatste > peildatum:
        assert zonder_dagen(kind_, regelset, laatste) == nu


@pytest.mark.parametrize(
    ("peildatum", "wijziging"),
    [
        (date(2026, 11, 1), date(2026, 11, 2)),  # the absence begins
        (date(2026, 11, 2), date(2026, 11, 30)),  # four weeks
        (date(2026, 11, 30), date(2026, 12, 1)),  # three months is the next threshold
        (date(2026, 12, 1), date(2027, 2, 3)),  # past three months
        (date(2027, 2, 3), date(2028, 8, 1)),  # the leerplicht ends
        (date(2028, 8, 1), date(2030, 3, 4)),  # eighteen
        (date(2030, 3, 4), None),
    ],
)
def test_the_days_of_one_absence(peildatum: date, wijziging: date | None) -> None:
    feiten_ = kind(verzuim=(ongeoorloofd(date(2026, 11, 2)),))
    assert volgende_wijziging(feiten_, LANDELIJK, peildatum) == wijziging


def test_the_duration_goes_on_while_an_aanbod_runs() -> None:
    feiten_ = kind(
        verzuim=(ongeoorloofd(date(2026, 11, 2)),), aanbod=(Aanbod(date(2026, 11, 24), None),)
    )
    assert volgende_wijziging(feiten_, LANDELIJK, date(2026, 12, 1)) == date(2027, 2, 3)


def test_a_young_child_changes_when_the_leerplicht_begins() -> None:
    feiten_ = Feiten(date(2021, 7, 10), Regio.NOORD)
    assert volgende_wijziging(feiten_, LANDELIJK, date(2026, 1, 1)) == date(2026, 8, 17)


@pytest.mark.parametrize(
    ("feiten_", "wijziging"),
    [
        (kind(verzuim=(ongeoorloofd(date(2026, 11, 2), date(2026, 11, 25)),)), date(2026, 11, 25)),
        (
            kind(
                verzuim=(ongeoorloofd(date(2026, 10, 5)),),
                aanbod=(Aanbod(date(2026, 11, 24), None),),
            ),
            date(2026, 11, 24),
        ),
        (kind(inschrijvingen=(Inschrijving(None, date(2026, 12, 1)),)), date(2026, 12, 1)),
        (kind(gemist=(Gemist(date(2026, 11, 23), 16, False),)), date(2026, 11, 23)),
        (kind(startkwalificatie_op=date(2026, 12, 2)), date(2026, 12, 2)),
    ],
)
def test_known_facts_ahead_are_changes(feiten_: Feiten, wijziging: date) -> None:
    assert volgende_wijziging(feiten_, LANDELIJK, P) == wijziging
