"""A signal answered from the own page of a partner: asked there, answered there, back there."""

from __future__ import annotations

from html import unescape
from typing import Any
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


def sent(g: Gevraagd, antwoord: str, laatste: int = 0, **values: Any) -> dict[str, Any]:
    """Return what the form of an answer sends from the row."""
    prefix = f"s{g.escalatie.pk}-{antwoord}"
    return {
        f"{prefix}-sleutel": str(uuid4()),
        f"{prefix}-versie": g.actie.versie,
        "laatste": str(laatste),
        "terug": "mijn",
        **{f"{prefix}-{veld}": value for veld, value in values.items()},
    }


def post(g: Gevraagd, antwoord: str, *, htmx: bool = True, **values: Any) -> tuple[int, str]:
    """Send an answer as the partner; return the status and the page."""
    response = log_in(g.kring.deelnemer).post(
        reverse("monitoring:actieantwoord", args=[g.escalatie.pk, antwoord]),
        sent(g, antwoord, **values),
        headers={"HX-Request": "true"} if htmx else {},
    )
    return response.status_code, " ".join(unescape(response.content.decode()).split())


class TestInPlace:
    def test_the_card_says_what_was_answered_and_until_when(self, gevraagd: Gevraagd) -> None:
        code, html = post(gevraagd, "op_schema", toelichting="Loopt goed.", rust_tot="27-11-2026")
        assert code == 200
        assert html.count('<li class="mijnactie') == 1
        assert "<html" not in html
        saved = html.split("data-focus", 1)[1]
        assert "Je antwoord is bewaard." in saved
        said = (
            "Beantwoord op 23 nov 2026: op schema, “Loopt goed.”. Tot en met <b>27 nov 2026</b> "
            "komt er geen herinnering."
        )
        assert said in html
        mijn = reverse("pact:mijn", args=[gevraagd.kring.pact.code])
        assert said in text_of(log_in(gevraagd.kring.deelnemer), mijn)

    def test_what_is_wrong_comes_back_in_the_row(self, gevraagd: Gevraagd) -> None:
        code, html = post(gevraagd, "later", deadline="1-3-2027", reden="")
        assert code == 422
        assert "<html" not in html
        assert f'id="actie-{gevraagd.actie.nr}"' in html
        assert "data-foutoverzicht" in html
        assert 'value="1-3-2027"' in html or 'value="2027-03-01"' in html
        code, html = post(gevraagd, "op_schema", rust_tot="1-3-2020")
        assert (code, "<html" in html) == (422, False)
        assert not Reactie.objects.exists()

    def test_somebody_was_first(self, gevraagd: Gevraagd) -> None:
        post(gevraagd, "op_schema", toelichting="Loopt.", rust_tot="27-11-2026")
        code, html = post(gevraagd, "op_schema", toelichting="Nog een woord.")
        assert (code, "<html" in html) == (409, False)
        assert 'role="alert"' in html
        assert "Wat je invulde" in html
        assert "Nog een woord." in html

    def test_without_a_script_the_page_of_the_signal_leads_back(self, gevraagd: Gevraagd) -> None:
        code, html = post(gevraagd, "later", htmx=False, deadline="1-3-2027", reden="")
        assert (code, "<html" in html) == (422, True)
        assert "Terug naar Mijn acties" in html
        assert "hx-post" not in html.split('action="', 1)[1].split(">", 1)[0]
