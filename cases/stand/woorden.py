"""Dates, hours and days without school in the words of the explanation."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from cases.stand.regelset import Regelset
from thuiszitters.kalender import (
    MAANDEN,
    Regio,
    feestdagen,
    vakantie_op,
    vakanties_tussen,
)
from thuiszitters.kalender import datum_kort as kort

_DAG = timedelta(days=1)
_ZATERDAG = 5


def van_tot(eerste: date, laatste: date) -> str:
    """A stretch of days, both included, with no year or month said twice."""
    if eerste == laatste:
        return f"op {kort(eerste)}"
    if eerste.year != laatste.year:
        begin = kort(eerste)
    elif eerste.month != laatste.month:
        begin = f"{eerste.day} {MAANDEN[eerste.month - 1]}"
    else:
        begin = str(eerste.day)
    return f"van {begin} tot en met {kort(laatste)}"


def en(woorden: Sequence[str]) -> str:
    """A list as it is spoken: a, b en c."""
    if len(woorden) < 2:
        return "".join(woorden)
    return f"{', '.join(woorden[:-1])} en {woorden[-1]}"


def uren(aantal: float | Decimal) -> str:
    """Hours in at most two decimals, with a comma."""
    return f"{aantal:.2f}".rstrip("0").rstrip(".").replace(".", ",") + " uur"


def schooldagen(aantal: int) -> str:
    """A number of schooldagen."""
    return "1 schooldag" if aantal == 1 else f"{aantal} schooldagen"


def dagen(aantal: int) -> str:
    """A number of days."""
    return "1 dag" if aantal == 1 else f"{aantal} dagen"


def _feestdagen_op_weekdagen(
    eerste: date, laatste: date, regio: Regio, regelset: Regelset
) -> list[tuple[date, str]]:
    return [
        (dag, naam)
        for jaar in range(eerste.year, laatste.year + 1)
        for dag, naam in feestdagen(
            jaar,
            goede_vrijdag_vrij=regelset.goede_vrijdag_vrij,
            bevrijdingsdag_vrij=regelset.bevrijdingsdag_vrij,
        ).items()
        if eerste <= dag <= laatste
        and dag.weekday() < _ZATERDAG
        and vakantie_op(dag, regio) is None
    ]


def vrije_dagen(eerste: date, laatste: date, regio: Regio, regelset: Regelset) -> list[str]:
    """The holidays and feestdagen in these days, each with its dates."""
    vrij = [
        (v.eerste_dag, f"{v.naam} ({van_tot(v.eerste_dag, v.laatste_dag)})")
        for v in vakanties_tussen(eerste, laatste + _DAG, regio)
    ]
    vrij += [
        (dag, f"{naam} ({kort(dag)})")
        for dag, naam in _feestdagen_op_weekdagen(eerste, laatste, regio, regelset)
    ]
    return [tekst for _, tekst in sorted(vrij)]


def waarom_vrij(eerste: date, laatste: date, regio: Regio, regelset: Regelset) -> str:
    """Why there is no school on any of these days: weekend, the holidays, the feestdagen."""
    redenen = [v.naam for v in vakanties_tussen(eerste, laatste + _DAG, regio)]
    redenen += [naam for _, naam in _feestdagen_op_weekdagen(eerste, laatste, regio, regelset)]
    dag = eerste
    while dag <= laatste:
        if dag.weekday() >= _ZATERDAG and vakantie_op(dag, regio) is None:
            redenen.append("weekend")
            break
        dag += _DAG
    return en(redenen)
