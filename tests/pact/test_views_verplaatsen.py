"""Moving an action over the web, with and without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pact.keuzes import Status
from pact.models import Actie
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in, matrix_url, text_of

pytestmark = pytest.mark.usefixtures("monday")

HTMX = {"HX-Request": "true"}


def url(kring: Kring, name: str = "verplaatsen", nr: int = 1, query: str = "") -> str:
    return reverse(f"pact:{name}", args=[kring.pact.code, nr]) + query


def post(client: Client, address: str, /, *, headers: Any = None, **naar: Any) -> Any:
    data = {f"naar-{naam}": waarde for naam, waarde in naar.items()}
    return client.post(address, {"naar-versie": 1} | data, headers=headers or {})


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_move_goes_back_to_the_matrix_it_came_from_and_can_be_taken_back(kring: Kring) -> None:
    kring.actie(dagen=-2)
    client = log_in(kring.regievoerder)
    query = "?rijen=thema&kolommen=termijn&te_laat=on"
    page = text_of(client, url(kring, query=query))
    fields = re.findall(r'name="naar-(\w+)"', page)
    assert fields[:3] == ["thema", "termijn", "niveau"]
    answer = post(client, url(kring, query=query), termijn="lang")
    assert answer.status_code == 302
    assert answer["Location"] == matrix_url(kring.pact, f"{query}#actie-1")
    page = text_of(client, matrix_url(kring.pact, query))
    assert "Actie 1 is verplaatst." in page
    assert "Termijn: Korte termijn" in page
    assert "is verplaatst" not in text_of(client, matrix_url(kring.pact)), "said once"
    assert client.post(url(kring, "terugzetten", query=query)).status_code == 302
    assert Actie.objects.get().termijn == "kort"
    assert "staat weer waar hij stond" in text_of(client, matrix_url(kring.pact))


def test_taking_back_twice_does_it_once(kring: Kring) -> None:
    kring.actie()
    client = log_in(kring.regievoerder)
    post(client, url(kring), niveau="landelijk")
    for _ in range(2):
        client.post(url(kring, "terugzetten"))
    assert Actie.objects.get().versie == 3
    assert "kan niet meer ongedaan" in text_of(client, matrix_url(kring.pact))


def test_nobody_takes_back_the_move_of_another(kring: Kring) -> None:
    kring.actie()
    post(log_in(kring.regievoerder), url(kring), niveau="landelijk")
    log_in(kring.regievoerder).post(url(kring, "terugzetten"))
    assert Actie.objects.get().niveau == "landelijk"


def test_a_drop_says_only_what_it_moves(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner, status=Status.LOOPT)
    client = log_in(kring.regievoerder)
    answer = post(client, url(kring), headers=HTMX, thema=kring.themas[1].pk)
    assert (answer.status_code, answer["HX-Trigger"]) == (204, "verplaatst")
    stored = Actie.objects.get()
    assert (stored.thema, stored.eigenaar, stored.status) == (
        kring.themas[1],
        kring.partner,
        "loopt",
    )


@pytest.mark.parametrize(
    ("naar", "question"),
    [
        ({"status": "gedaan"}, "Waaruit blijkt dat de actie gedaan is?"),
        ({"status": "vervallen"}, "Waarom vervalt de actie?"),
        ({"partner": "geen"}, "Waarom heeft de actie geen eigenaar meer?"),
    ],
)
def test_a_drop_that_matters_is_answered_with_the_question(
    kring: Kring, naar: dict[str, str], question: str
) -> None:
    kring.actie(eigenaar=kring.partner)
    client = log_in(kring.regievoerder)
    answer = post(client, url(kring), headers=HTMX, **naar)
    assert answer.status_code == 422
    assert question in words(answer)
    assert "<html" not in words(answer)
    assert Actie.objects.get().versie == 1
    assert post(client, url(kring), headers=HTMX, reden="Zo besloten", **naar).status_code == 204
    assert Actie.objects.get().geschiedenis.get(versie=2).tekst == "Zo besloten"


def test_a_form_can_be_opened_with_its_question(kring: Kring) -> None:
    kring.actie()
    client = log_in(kring.regievoerder)
    page = text_of(client, url(kring, query="?te_laat=on&naar-status=gedaan"))
    assert "Waaruit blijkt dat de actie gedaan is?" in page
    assert '<option value="gedaan" selected>' in page
    assert client.get(url(kring, query="?naar-status=onzin")).status_code == 200


def test_two_people_moving_it_get_to_see_each_other(kring: Kring) -> None:
    kring.actie()
    first, second = log_in(kring.regievoerder), log_in(kring.regievoerder)
    post(first, url(kring), status="loopt")
    for headers in ({}, HTMX):
        answer = post(second, url(kring), headers=headers, niveau="landelijk")
        assert answer.status_code == 409
        page = words(answer)
        assert "Iemand anders was je net voor" in page
        assert "<ins>Loopt</ins>" in page
        assert '<option value="landelijk" selected>' in page
        assert 'name="naar-versie" value="2"' in page
    assert Actie.objects.get().niveau == "regionaal_netwerk"
    again = {"naar-versie": 2, "naar-niveau": "landelijk"}
    assert second.post(url(kring), again).status_code == 302
    assert (Actie.objects.get().niveau, Actie.objects.get().status) == ("landelijk", "loopt")


def test_what_a_form_left_alone_is_not_moved_back(kring: Kring) -> None:
    actie = kring.actie()
    first, second = log_in(kring.regievoerder), log_in(kring.regievoerder)
    opened = {
        "thema": actie.thema_id,
        "niveau": "landelijk",
        "termijn": "kort",
        "partner": "geen",
        "status": "nog_niet_begonnen",
        "was": f"{actie.thema_id},regionaal_netwerk,kort,geen,nog_niet_begonnen",
    }
    post(first, url(kring), status="loopt")
    answer = post(second, url(kring), **opened)
    assert answer.status_code == 409
    page = words(answer)
    assert '<option value="loopt" selected>' in page
    assert '<option value="landelijk" selected>' in page
    post(second, url(kring), **(opened | {"versie": 2}))
    assert (Actie.objects.get().niveau, Actie.objects.get().status) == ("landelijk", "loopt")


def test_taking_back_what_somebody_else_changed_since_is_refused(kring: Kring) -> None:
    kring.actie()
    first, second = log_in(kring.regievoerder), log_in(kring.regievoerder)
    post(first, url(kring), status="loopt")
    second.post(url(kring), {"naar-versie": 2, "naar-niveau": "landelijk"})
    answer = first.post(url(kring, "terugzetten"))
    assert answer.status_code == 409
    assert "jouw verplaatsing staat er nog" in words(answer)
    assert Actie.objects.get().versie == 3


@pytest.mark.parametrize(
    "naar",
    [
        {"thema": "999999"},
        {"thema": "abc"},
        {"niveau": "hoog"},
        {"status": "x"},
        {"partner": "999999"},
        {"reden": "x" * 2001},
        {"versie": ""},
    ],
)
def test_what_cannot_be_is_refused_and_kept(kring: Kring, naar: dict[str, str]) -> None:
    kring.actie()
    answer = post(log_in(kring.regievoerder), url(kring), **naar)
    assert answer.status_code == 422
    assert Actie.objects.get().versie == 1


def test_a_thema_of_another_pact_is_no_place(kring: Kring, andere_kring: Kring) -> None:
    kring.actie()
    answer = post(log_in(kring.regievoerder), url(kring), thema=andere_kring.themas[0].pk)
    assert answer.status_code == 422


def test_only_the_lead_moves(kring: Kring, andere_kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner)
    partner, stranger = log_in(kring.deelnemer), log_in(andere_kring.regievoerder)
    for name in ("verplaatsen", "terugzetten"):
        assert partner.post(url(kring, name)).status_code == 403
        assert stranger.post(url(kring, name)).status_code == 404
    page = text_of(partner, matrix_url(kring.pact))
    assert "data-sleep" not in page
    assert "verplaatsen" not in page
    assert "data-sleep" in text_of(log_in(kring.regievoerder), matrix_url(kring.pact))
