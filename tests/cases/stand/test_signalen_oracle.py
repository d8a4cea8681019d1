"""The signals against the oracle, and the day they may change, over random facts and rules."""

from datetime import date, timedelta
from fractions import Fraction

from hypothesis import HealthCheck, event, given, settings

from cases.stand import Feiten, Regelset
from cases.stand.signalen import Signalen, bereken_signalen
from tests.cases.stand import oracle_signalen
from tests.cases.stand.feiten import als_gegevens, kinderen_op_een_dag, regelsets
from tests.cases.stand.test_oracle import VOORBEELDEN

DAG = timedelta(days=1)
# Further ahead nothing is left of any schooling.
EINDE = date(2053, 1, 1)


@settings(
    max_examples=VOORBEELDEN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(over=kinderen_op_een_dag(), regelset=regelsets)
def test_agrees_with_the_oracle(over: tuple[Feiten, date], regelset: Regelset) -> None:
    kind, peildatum = over
    uren, verwacht = oracle_signalen.signalen(als_gegevens(kind), als_gegevens(regelset), peildatum)
    antwoord = bereken_signalen(kind, regelset, peildatum)
    for naam, _, _ in verwacht:
        event(naam)
    assert [(s.naam.value, s.aanvang, s.op) for s in antwoord.signalen] == verwacht
    assert all(s.zinnen for s in antwoord.signalen)
    geteld = antwoord.urenstand.uren if antwoord.urenstand else 0
    assert Fraction(geteld) == uren


def voorvallen(antwoord: Signalen) -> set[tuple[str, date]]:
    return {(s.naam.value, s.aanvang) for s in antwoord.signalen}


@settings(
    max_examples=VOORBEELDEN // 2, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(over=kinderen_op_een_dag(), regelset=regelsets)
def test_nothing_changes_before_that_day(over: tuple[Feiten, date], regelset: Regelset) -> None:
    kind, peildatum = over
    antwoord = bereken_signalen(kind, regelset, peildatum)
    nu = voorvallen(antwoord)
    wijziging = antwoord.volgende_wijziging
    assert wijziging is None or wijziging > peildatum
    tot = wijziging or EINDE
    # Every day of the first year, and then, as nothing is known to happen, a day now and then.
    dag = peildatum + DAG
    while dag < tot:
        assert voorvallen(bereken_signalen(kind, regelset, dag)) == nu, dag
        dag += DAG if (dag - peildatum).days < 370 else 29 * DAG
    if tot - DAG > peildatum:
        assert voorvallen(bereken_signalen(kind, regelset, tot - DAG)) == nu
