"""The page of an action, and its form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from pact.inhoud import VRIJE_TEKST
from pact.keuzes import Niveau, Status
from pact.models import Actie, Partner
from pact.services.acties import change_actie, inhoud_of
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in, matrix_url, text_of, without_tokens

pytestmark = pytest.mark.usefixtures("monday")


def filled(kring: Kring, **extra: Any) -> dict[str, Any]:
    """Return a form that is right."""
    values = {
        "activiteit": "Elke maand de lijsten naast elkaar leggen",
        "thema": kring.themas[0].pk,
        "niveau": Niveau.REGIO.value,
        "termijn": "kort",
        "eigenaar": kring.partner.pk,
        "deadline": "12-3-27",
        "status": Status.LOOPT.value,
        "toelichting": "",
        "sleutel": str(uuid4()),
        "versie": "0",
    }
    return values | extra


def new_url(kring: Kring) -> str:
    return reverse("pact:actie_nieuw", args=[kring.pact.code])


def change_url(kring: Kring, nr: int = 1) -> str:
    return reverse("pact:actie_wijzig", args=[kring.pact.code, nr])


def test_add_an_action_with_an_owner_and_a_deadline(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    assert "Wat gaat er gebeuren?" in text_of(client, new_url(kring))
    response = client.post(new_url(kring), filled(kring))
    assert response["Location"] == matrix_url(kring.pact) + "#actie-1"
    actie = Actie.objects.get()
    assert (actie.eigenaar, str(actie.deadline), actie.status) == (
        kring.partner,
        "2027-03-12",
        "loopt",
    )
    page = text_of(client, matrix_url(kring.pact))
    assert 'id="actie-1"' in page
    assert "vr 12 mrt 2027" in page
    assert "Actie 1 is toegevoegd." in page


def test_the_cell_it_is_added_to_is_filled_in(kring: Kring) -> None:
    query = f"?thema={kring.themas[1].pk}&niveau=landelijk"
    page = text_of(log_in(kring.regievoerder), new_url(kring) + query)
    assert f'<option value="{kring.themas[1].pk}" selected>' in page
    assert 'value="landelijk" required id="id_niveau_2" checked' in page


def test_a_form_posted_twice_makes_one_action(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    form = filled(kring)
    first, second = client.post(new_url(kring), form), client.post(new_url(kring), form)
    assert first["Location"] == second["Location"]
    assert Actie.objects.count() == 1
    assert "niets dubbel opgeslagen" in text_of(client, matrix_url(kring.pact))


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("deadline", "31-2-2027", "31 februari 2027 bestaat niet."),
        ("deadline", "12-13-2027", "Maand 13 bestaat niet."),
        ("deadline", "morgen", "Dit is geen datum."),
        ("deadline", "31-12-2025", "Deze deadline ligt vóór het begin van het pact (1 jan 2026)."),
        ("begin", "13-3-2027", "Deze deadline ligt vóór het begin van de actie (13 mrt 2027)."),
        ("middelen_bedrag", "veel", "Dit is geen bedrag."),
        ("activiteit", "", "Schrijf wat er gaat gebeuren."),
        ("activiteit", "x" * 601, "600"),
        ("activiteit", "nul\x00teken", "niet kunnen bewaren"),
        ("thema", "999999", "Dit thema is er niet meer."),
        ("niveau", "wereld", "Deze keuze is er niet"),
        ("eigenaar", "999999", "Deze organisatie is geen partner in dit pact."),
        ("status", "vervallen", "Schrijf hier waarom de actie vervalt."),
        ("sleutel", "geen-uuid", "kan niet worden verwerkt"),
    ],
)
def test_bad_input_is_refused_and_kept(kring: Kring, field: str, value: str, message: str) -> None:
    client = log_in(kring.regievoerder)
    form = filled(kring, toelichting="", activiteit="Dit mag niet kwijt") | {field: value}
    response = client.post(new_url(kring), form)
    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "foutoverzicht" in page
    assert field == "activiteit" or "Dit mag niet kwijt" in page
    assert not Actie.objects.exists()


def test_everything_that_is_wrong_is_told_in_one_go(kring: Kring) -> None:
    wrong = filled(
        kring,
        activiteit="",
        begin="1-4-2027",
        einde="1-3-2027",
        deadline="12-3-27",
        status=Status.VERVALLEN.value,
        middelen_bedrag="veel",
        wacht_op="123456782",
    )
    response = log_in(kring.regievoerder).post(new_url(kring), wrong)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        "activiteit",
        "einde",
        "deadline",
        "toelichting",
        "middelen_bedrag",
        "wacht_op",
    }
    assert "1 apr 2027" in str(response.context["form"].errors["deadline"])


def test_an_organisation_of_another_pact_cannot_own_it(kring: Kring, andere_kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    response = client.post(
        new_url(kring),
        filled(kring, eigenaar=andere_kring.partner.pk, thema=andere_kring.themas[0].pk),
    )
    assert response.status_code == 422
    assert not Actie.objects.exists()


def test_the_page_of_an_action_tells_its_history(kring: Kring) -> None:
    actie = kring.actie(dagen=-4, toelichting="De eerste keer is geweest.")
    change_actie(
        actie=actie,
        inhoud=replace(inhoud_of(actie), status=Status.LOOPT),
        inzender=kring.inzender,
    )
    page = text_of(log_in(kring.deelnemer), reverse("pact:actie", args=[kring.pact.code, 1]))
    assert "De eerste keer is geweest." in page
    assert "4 dagen te laat" in page
    assert "<del>Nog niet begonnen</del>" in page
    assert "<ins>Loopt</ins>" in page
    assert kring.regievoerder.naam in page
    assert change_url(kring) not in page
    assert change_url(kring) in text_of(
        log_in(kring.regievoerder), reverse("pact:actie", args=[kring.pact.code, 1])
    )


def test_htmx_gets_the_panel_only(kring: Kring) -> None:
    kring.actie()
    url = reverse("pact:actie", args=[kring.pact.code, 1])
    panel = log_in(kring.deelnemer).get(url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in panel
    assert "data-paneel-dicht" in panel


def test_change_an_action(kring: Kring) -> None:
    actie = kring.actie()
    client = log_in(kring.regievoerder)
    page = text_of(client, change_url(kring))
    assert actie.activiteit in page
    response = client.post(change_url(kring), filled(kring, versie=1), follow=True)
    assert response.redirect_chain[-1][0] == reverse("pact:actie", args=[kring.pact.code, 1])
    assert "Actie 1 is opgeslagen." in response.content.decode()
    actie.refresh_from_db()
    assert (actie.status, actie.versie) == ("loopt", 2)


def test_nothing_changed_is_said(kring: Kring) -> None:
    actie = kring.actie(toelichting="Regel een\nregel twee")
    client = log_in(kring.regievoerder)
    form = filled(
        kring,
        activiteit=actie.activiteit,
        status=actie.status,
        eigenaar="",
        deadline="",
        toelichting="Regel een\r\nregel twee",
        versie=1,
    )
    response = client.post(change_url(kring), form, follow=True)
    assert "Er was niets gewijzigd." in response.content.decode()


def test_a_stale_form_shows_both_and_overwrites_nothing(kring: Kring) -> None:
    actie = kring.actie()
    client = log_in(kring.regievoerder)
    theirs = replace(inhoud_of(actie), activiteit="Wat de ander schreef", status=Status.GEDAAN)
    change_actie(actie=actie, inhoud=theirs, inzender=kring.inzender)
    form = filled(kring, activiteit="Wat ik schreef", toelichting="Mijn uitleg", versie=1)
    response = client.post(change_url(kring), form)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Wat de ander schreef", "Wat ik schreef", "Mijn uitleg", "Gedaan", "Loopt"):
        assert words in page
    assert '<input type="hidden" name="versie" value="2"' in page
    actie.refresh_from_db()
    assert actie.activiteit == "Wat de ander schreef"
    # Having seen both, the same form can be sent on.
    response = client.post(change_url(kring), form | {"versie": 2})
    assert response.status_code == 302
    actie.refresh_from_db()
    assert actie.activiteit == "Wat ik schreef"


def test_a_change_sent_twice_is_saved_once_without_alarm(kring: Kring) -> None:
    kring.actie()
    client = log_in(kring.regievoerder)
    form = filled(kring, versie=1)
    assert [client.post(change_url(kring), form).status_code for _ in range(2)] == [302, 302]
    assert Actie.objects.get().versie == 2


def test_a_partner_may_not_write(kring: Kring) -> None:
    kring.actie()
    client = log_in(kring.deelnemer)
    for url in (new_url(kring), change_url(kring)):
        for response in (client.get(url), client.post(url, filled(kring, versie=1))):
            assert response.status_code == 403
            assert "Alleen de regievoerder van dit pact" in response.content.decode()
    assert Actie.objects.get().versie == 1


def test_what_is_not_yours_is_not_there(kring: Kring, andere_kring: Kring, client: Client) -> None:
    andere_kring.actie()
    mine = log_in(kring.regievoerder)
    theirs = andere_kring.pact.code
    pages: list[tuple[str, list[Any]]] = [
        ("matrix", [theirs]),
        ("actie", [theirs, 1]),
        ("actie_nieuw", [theirs]),
        ("actie_wijzig", [theirs, 1]),
        ("inrichten", [theirs]),
    ]
    for name, args in pages:
        hidden = mine.get(reverse(f"pact:{name}", args=args))
        absent = mine.get(reverse(f"pact:{name}", args=["bestaat-niet", *args[1:]]))
        assert hidden.status_code == absent.status_code == 404
        assert without_tokens(hidden.content) == without_tokens(absent.content)
        assert client.get(reverse(f"pact:{name}", args=args)).status_code == 302
    response = mine.post(reverse("pact:actie_wijzig", args=[theirs, 1]), filled(kring, versie=1))
    assert response.status_code == 404
    assert mine.get(change_url(kring, 99)).status_code == 404


def test_how_the_period_was_read_is_told(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    form = filled(kring, deadline="", periode_tekst="september tot en met december 2026")
    page = client.post(new_url(kring), form, follow=True).content.decode()
    assert "Actie 1 is toegevoegd. De periode:" in page
    actie = Actie.objects.get()
    assert (str(actie.deadline), actie.periode_lezing) == ("2026-12-31", "gelezen")
    assert "gelezen uit de tekst" in text_of(
        client, reverse("pact:actie", args=[kring.pact.code, 1])
    )
    assert "Gelezen als:" in text_of(client, change_url(kring))
    unread = filled(kring, deadline="", periode_tekst="als het uitkomt", versie=1)
    page = client.post(change_url(kring), unread, follow=True).content.decode()
    assert "Kijk de periode na." in page
    assert "als het uitkomt" in page


def test_a_stale_form_loses_nothing_of_any_column(kring: Kring) -> None:
    actie = kring.actie()
    client = log_in(kring.regievoerder)
    theirs = replace(inhoud_of(actie), resultaat_verwacht="Hun resultaat")
    change_actie(actie=actie, inhoud=theirs, inzender=kring.inzender)
    mine: dict[str, Any] = {
        "betrokkenen_tekst": "Mijn betrokkenen",
        "periode_tekst": "Mijn periode",
        "wacht_op": "Mijn besluit",
        "resultaat_verwacht": "Mijn resultaat",
        "resultaat_bereikt": "Mijn opbrengst",
        "middelen_bedrag": "1.234,50",
        "middelen_eenheid": "per school",
        "middelen_tekst": "Mijn middelen",
        "indicator": "thuiszitters",
        "nummer_tekst": "3.a",
        "mede_eigenaren": [Partner.objects.get(organisatie=kring.penvoerder).pk],
        "reden": "Mijn reden",
    }
    response = client.post(change_url(kring), filled(kring, versie=1, **mine))
    page = response.content.decode()
    assert response.status_code == 409
    for words in (*mine.values(), "Hun resultaat", "1.234,50", str(kring.penvoerder)):
        assert isinstance(words, list) or words in page, words
    response = client.post(change_url(kring), filled(kring, versie=2, **mine))
    assert response.status_code == 302
    saved = inhoud_of(Actie.objects.get())
    assert (saved.resultaat_verwacht, str(saved.middelen_bedrag)) == ("Mijn resultaat", "1234.50")
    assert [p.organisatie for p in saved.mede_eigenaren] == [kring.penvoerder]
    assert Actie.objects.get().geschiedenis.get(versie=3).tekst == "Mijn reden"


def test_a_childs_number_is_refused_in_every_text(kring: Kring) -> None:
    kring.actie()
    texts = dict.fromkeys((*VRIJE_TEKST, "reden"), "Zie 123456782 hierover")
    texts["nummer_tekst"] = "123456782"
    client = log_in(kring.regievoerder)
    for veld, tekst in texts.items():
        form = filled(kring, versie=1) | {veld: tekst}
        if veld == "middelen_eenheid":
            form["middelen_bedrag"] = "5"
        response = client.post(change_url(kring), form)
        assert response.status_code == 422, veld
        assert "nummer van negen cijfers" in response.content.decode()
    assert Actie.objects.get().versie == 1
