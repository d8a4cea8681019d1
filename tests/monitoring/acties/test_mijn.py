"""A signal answered from the own page of a partner: asked there, answered there, back there."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import reverse

from monitoring.models import Reactie
from tests.monitoring.acties.conftest import Gevraagd
from tests.pact.test_views_matrix import log_in, text_of

pytestmark = pytest.mark.usefixtures("monday")


def test_an_answer_comes_back_to_the_page(gevraagd: Gevraagd) -> None:
    kring, actie, pk = gevraagd.kring, gevraagd.actie, gevraagd.escalatie.pk
    client = log_in(kring.deelnemer)
    mijn = reverse("pact:mijn", args=[kring.pact.code])
    assert "Er wordt om een antwoord gevraagd" in text_of(client, mijn)
    row = reverse("pact:mijn_actie", args=[kring.pact.code, actie.nr])
    html = client.get(row, headers={"HX-Request": "true"}).content.decode()
    answer = reverse("monitoring:actieantwoord", args=[pk, "op_schema"])
    assert f'action="{answer}"' in html
    assert '<input type="hidden" name="terug" value="mijn">' in html
    values = {
        f"s{pk}-op_schema-sleutel": uuid4(),
        f"s{pk}-op_schema-versie": actie.versie,
        "laatste": "0",
        "terug": "mijn",
    }
    response = client.post(answer, values)
    assert response["Location"] == f"{mijn}#actie-{actie.nr}"
    assert Reactie.objects.filter(escalatie=pk).count() == 1
    assert "Er wordt om een antwoord gevraagd" not in text_of(client, mijn)
