"""The Stand against the oracle, over random facts, rules, regions and days."""

import os
from datetime import date
from typing import Any

from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from cases.stand import Feiten, Regelset, Stand, bereken_stand
from tests.cases.stand import oracle
from tests.cases.stand.feiten import als_gegevens, feiten, peildata, regelsets

# More by hand, after a change of the rules: STAND_VOORBEELDEN=20000 pytest tests/cases/stand
VOORBEELDEN = int(os.environ.get("STAND_VOORBEELDEN", "400"))
KOLOMMEN = (
    "plicht",
    "categorie",
    "duur",
    "verzuim_sinds",
    "dagen_thuis",
    "vier_weken_op",
    "drie_maanden_op",
    "uren_16_op",
    "volgende_drempel",
)


def kolommen(stand: Stand) -> dict[str, Any]:
    return {naam: getattr(stand, naam) for naam in KOLOMMEN}


@settings(
    max_examples=VOORBEELDEN,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data(), kind=feiten(), regelset=regelsets)
def test_agrees_with_the_oracle(data: st.DataObject, kind: Feiten, regelset: Regelset) -> None:
    peildatum: date = data.draw(peildata(kind), label="peildatum")
    verwacht = oracle.stand(als_gegevens(kind), als_gegevens(regelset), peildatum)
    event(verwacht["categorie"])
    event(f"duur {verwacht['duur']}")
    event(f"16 uur: {verwacht['uren_16_op'] is not None}")
    assert kolommen(bereken_stand(kind, regelset, peildatum)) == verwacht
