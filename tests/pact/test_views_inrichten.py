"""Setting up a pact in the browser: from nothing to a first action, without a shell."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.urls import reverse

from pact.models import Actie, Pact, Partner
from pact.services.pacten import change_pact
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring
from tests.pact.test_services_pacten import gegevens_of
from tests.pact.test_views_acties import filled
from tests.pact.test_views_matrix import log_in, matrix_url, text_of
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def new_form(**extra: Any) -> dict[str, Any]:
    values = {
        "naam": "Samen naar school",
        "code": "Waterstad-2026",
        "motto": "",
        "soort": "regionaal",
        "regio": "Waterstad",
        "begin": "1-1-2026",
        "einde": "31-7-2028",
        "themas": "Onze lijsten kloppen\r\n\r\n  Er is altijd   een plek \r\n",
        "sleutel": str(uuid4()),
        "versie": "0",
    }
    return values | extra


def test_from_nothing_to_a_first_action() -> None:
    swv, gemeente = make_organisatie(Soort.SWV), make_organisatie(Soort.GEMEENTE)
    client = log_in(make_user(Rol.REGIEVOERDER, swv))
    partner = make_user(Rol.PARTNER, gemeente)

    response = client.post(reverse("pact:pact_nieuw"), new_form())
    setup = reverse("pact:inrichten", args=["waterstad-2026"])
    assert response["Location"] == setup
    pact = Pact.objects.get()
    assert [t.naam for t in pact.themas.all()] == ["Onze lijsten kloppen", "Er is altijd een plek"]

    assert gemeente.naam in text_of(client, f"{setup}?zoek={gemeente.code}")
    response = client.post(
        reverse("pact:partner_nieuw", args=[pact.code]),
        {"partner-organisatie": gemeente.pk, "partner-rol": "ondertekenaar"},
    )
    assert response.status_code == 302
    assert matrix_url(pact) == log_in(partner).get(reverse("pact:pacten"))["Location"]

    thema, owner = pact.themas.first(), pact.partners.get(organisatie=gemeente)
    form = {
        "activiteit": "De eerste actie",
        "thema": thema.pk if thema else "",
        "niveau": "landelijk",
        "termijn": "kort",
        "eigenaar": owner.pk,
        "deadline": "1-12-2026",
        "status": "loopt",
        "sleutel": str(uuid4()),
        "versie": "0",
    }
    assert client.post(reverse("pact:actie_nieuw", args=[pact.code]), form).status_code == 302
    assert Actie.objects.get().eigenaar == owner


def test_a_form_posted_twice_makes_one_pact() -> None:
    client = log_in(make_user(Rol.REGIEVOERDER, make_organisatie(Soort.SWV)))
    form = new_form()
    answers = [client.post(reverse("pact:pact_nieuw"), form) for _ in range(2)]
    assert {a["Location"] for a in answers} == {reverse("pact:inrichten", args=["waterstad-2026"])}
    assert Pact.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("code", "met spatie", "Gebruik alleen kleine letters, cijfers en streepjes"),
        ("code", "nieuw", "Deze code kan niet."),
        ("naam", "", "Geef het pact een naam."),
        ("begin", "30-2-2026", "30 februari 2026 bestaat niet."),
        ("einde", "31-12-2025", "De einddatum ligt vóór het begin (1 jan 2026)."),
        ("themas", "Een\neen", "een: Dit thema staat er twee keer."),
        ("themas", "x" * 121, "120"),
    ],
)
def test_bad_input_is_refused_and_kept(field: str, value: str, message: str) -> None:
    client = log_in(make_user(Rol.REGIEVOERDER, make_organisatie(Soort.SWV)))
    response = client.post(
        reverse("pact:pact_nieuw"), new_form(motto="Blijft staan", **{field: value})
    )
    assert response.status_code == 422
    assert message in response.content.decode()
    assert "Blijft staan" in response.content.decode()
    assert not Pact.objects.exists()


def test_everything_that_is_wrong_is_told_in_one_go(kring: Kring) -> None:
    client = log_in(make_user(Rol.REGIEVOERDER, make_organisatie(Soort.SWV)))
    wrong = new_form(
        naam="",
        code=kring.pact.code,
        soort="landelijk",
        motto="Voor 123456782",
        einde="31-12-2025",
        themas="Een\nTwee\neen\nEEN",
    )
    response = client.post(reverse("pact:pact_nieuw"), wrong)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert set(errors) == {"naam", "code", "motto", "regio", "einde", "themas"}
    assert errors["themas"] == ["een: Dit thema staat er twee keer."]
    assert errors["code"] == ["Deze code is al in gebruik. Kies een andere."]


def test_of_the_facts_too(kring: Kring) -> None:
    kring.actie(dagen=5)
    client = log_in(kring.regievoerder)
    values = {"naam": "", "soort": "landelijk", "regio": "Waterstad", "begin": "1-1-2028"}
    values |= {"einde": "31-12-2027", "doel": "Voor 123456782", "versie": "1"}
    response = client.post(reverse("pact:gegevens", args=[kring.pact.code]), values)
    assert response.status_code == 422
    assert set(response.context["gegevens_form"].errors) == {
        "naam",
        "regio",
        "begin",
        "einde",
        "doel",
    }


def test_a_code_of_another_is_refused(kring: Kring) -> None:
    client = log_in(make_user(Rol.REGIEVOERDER, make_organisatie(Soort.SWV)))
    response = client.post(reverse("pact:pact_nieuw"), new_form(code=kring.pact.code))
    assert response.status_code == 422
    assert "Deze code is al in gebruik." in response.content.decode()


def test_only_a_regievoerder_sets_up_a_pact(kring: Kring) -> None:
    client = log_in(kring.deelnemer)
    assert client.get(reverse("pact:pact_nieuw")).status_code == 403
    assert client.post(reverse("pact:pact_nieuw"), new_form()).status_code == 403
    assert Pact.objects.count() == 1


def test_one_who_leads_a_pact_finds_how_to_set_up_another(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    here = reverse("pact:inrichten", args=[kring.pact.code])
    # With one pact the list is passed over.
    assert client.get(reverse("pact:pacten"))["Location"] == matrix_url(kring.pact)
    heading = text_of(client, here).split("Wat nog ontbreekt")[0]
    assert f'href="{reverse("pact:pact_nieuw")}"' in heading
    assert "Nog een pact opzetten" in heading


def test_search_narrows_the_organisations(kring: Kring) -> None:
    for n in range(12):
        make_organisatie(Soort.SCHOOL, naam=f"School nummer {n}")
    setup = reverse("pact:inrichten", args=[kring.pact.code])
    client = log_in(kring.regievoerder)
    assert "En nog 2. Zoek preciezer" in text_of(client, setup)
    page = text_of(client, f"{setup}?zoek=nummer+11")
    assert "School nummer 11" in page
    assert "School nummer 10" not in page
    assert "Geen organisatie gevonden voor “zzz”" in text_of(client, f"{setup}?zoek=zzz")


def test_an_organisation_becomes_partner_once(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    url = reverse("pact:partner_nieuw", args=[kring.pact.code])
    school = make_organisatie(Soort.SCHOOL)
    form = {"partner-organisatie": school.pk, "partner-rol": "deelnemer"}
    assert client.post(url, form).status_code == 302
    again = client.post(url, form)
    assert again.status_code == 422
    assert "Deze organisatie is al partner" in again.content.decode()
    assert Partner.objects.filter(organisatie=school).count() == 1
    missing = client.post(url, {"partner-rol": "deelnemer"})
    assert missing.status_code == 422
    assert "Kies een organisatie." in missing.content.decode()


def test_a_partner_stops(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    leading = kring.pact.partners.get(organisatie=kring.penvoerder)
    for partner, gone in ((kring.partner, True), (leading, False)):
        url = reverse("pact:partner_stop", args=[kring.pact.code, partner.pk])
        assert client.get(url).status_code == 200
        assert client.post(url).status_code == 302
        partner.refresh_from_db()
        assert (partner.tot is not None) == gone
    assert log_in(kring.deelnemer).get(matrix_url(kring.pact)).status_code == 404


def test_themas_are_added_renamed_and_removed(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    code = kring.pact.code
    add = reverse("pact:thema_nieuw", args=[code])
    assert client.post(add, {"thema-naam": "Derde"}).status_code == 302
    double = client.post(add, {"thema-naam": "derde"})
    assert double.status_code == 422
    assert "Dit thema staat al in het pact." in double.content.decode()
    thema = kring.pact.themas.get(naam="Derde")
    rename = reverse("pact:thema_wijzig", args=[code, thema.pk])
    assert client.post(rename, {f"thema{thema.pk}-naam": "Laatste"}).status_code == 302
    assert client.post(rename, {f"thema{thema.pk}-naam": ""}).status_code == 422
    thema.refresh_from_db()
    assert thema.naam == "Laatste"
    kring.actie()
    for pk in (thema.pk, kring.themas[0].pk):
        assert client.post(reverse("pact:thema_weg", args=[code, pk])).status_code == 302
    assert [t.pk for t in kring.pact.themas.all()] == [t.pk for t in kring.themas]
    page = text_of(client, reverse("pact:inrichten", args=[code]))
    assert "Onder dit thema staan acties." in page


def facts(kring: Kring, **extra: Any) -> dict[str, Any]:
    values = {
        "naam": kring.pact.naam,
        "motto": "Mijn motto",
        "soort": "regionaal",
        "regio": "",
        "begin": "1-1-2026",
        "einde": "",
        "versie": kring.pact.versie,
    }
    return values | extra


def test_the_facts_change_and_a_stale_form_does_not(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    url = reverse("pact:gegevens", args=[kring.pact.code])
    change_pact(
        pact=kring.pact,
        gegevens=gegevens_of(kring.pact, motto="Hun motto"),
        inzender=kring.inzender,
    )
    stale = client.post(url, facts(kring))
    page = stale.content.decode()
    assert stale.status_code == 409
    assert "Hun motto" in page
    assert 'value="Mijn motto"' in page
    assert '<input type="hidden" name="versie" value="2"' in page
    kring.pact.refresh_from_db()
    assert kring.pact.motto == "Hun motto"
    assert client.post(url, facts(kring)).status_code == 302
    kring.pact.refresh_from_db()
    assert (kring.pact.motto, kring.pact.einde) == ("Mijn motto", None)


def test_facts_that_cannot_be_are_refused(kring: Kring) -> None:
    kring.actie(dagen=3)
    client = log_in(kring.regievoerder)
    url = reverse("pact:gegevens", args=[kring.pact.code])
    late = client.post(url, facts(kring, begin="1-12-2026"))
    assert late.status_code == 422
    assert "Actie 1 heeft een deadline vóór deze datum" in late.content.decode()
    assert client.post(url, facts(kring, begin="")).status_code == 422


def test_a_partner_sets_nothing_up(kring: Kring, andere_kring: Kring) -> None:
    code, thema, partner = kring.pact.code, kring.themas[0], kring.partner
    client, stranger = log_in(kring.deelnemer), log_in(andere_kring.regievoerder)
    refused = client.get(reverse("pact:inrichten", args=[code]))
    assert refused.status_code == 403
    assert "Alleen de regievoerder van dit pact" in refused.content.decode()
    forms: list[tuple[str, list[Any]]] = [
        ("gegevens", [code]),
        ("thema_nieuw", [code]),
        ("thema_wijzig", [code, thema.pk]),
        ("thema_weg", [code, thema.pk]),
        ("versie_nieuw", [code]),
        ("partner_nieuw", [code]),
        ("partner", [code, partner.pk]),
        ("partner_stop", [code, partner.pk]),
        ("contactpersoon_nieuw", [code, partner.pk]),
        ("contactpersoon_stop", [code, partner.pk, 1]),
    ]
    for name, args in forms:
        url = reverse(f"pact:{name}", args=args)
        assert client.post(url, filled(kring)).status_code == 403, name
        assert stranger.post(url, filled(kring)).status_code == 404, name
        assert client.get(url).status_code in {403, 405}, name
        assert stranger.get(url).status_code in {404, 405}, name
    # A part of another pact is not there, not even for the regievoerder of this one.
    mine = log_in(kring.regievoerder)
    for name, pk in [
        ("thema_wijzig", andere_kring.themas[0].pk),
        ("thema_weg", andere_kring.themas[0].pk),
        ("partner_stop", andere_kring.partner.pk),
        ("partner", andere_kring.partner.pk),
        ("contactpersoon_nieuw", andere_kring.partner.pk),
    ]:
        assert mine.post(reverse(f"pact:{name}", args=[code, pk])).status_code == 404
    assert kring.pact.themas.count() == 2
    partner.refresh_from_db()
    assert partner.tot is None
