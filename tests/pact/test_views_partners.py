"""The page of a partner, the page of the pact itself, and the versions of its agenda."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from pact.keuzes import PartnerRol
from pact.models import Contactpersoon
from pact.services.pacten import change_pact, gegevens_of
from pact.services.partners import add_contactpersoon, add_partner, end_partner
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in, text_of
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def of(kring: Kring, name: str = "partner", *more: int) -> str:
    return reverse(f"pact:{name}", args=[kring.pact.code, kring.partner.pk, *more])


def test_role_and_signature_are_set_and_refused_on_the_page(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    form = {"rol": "mede_verantwoordelijk", "convenant_op": "2-3-2026"}
    assert client.post(of(kring), form)["Location"] == of(kring)
    kring.partner.refresh_from_db()
    assert kring.partner.convenant_op == date(2026, 3, 2)
    for wrong in ("1-1-2099", "1-1-2017", "30-2-2026"):
        refused = client.post(of(kring), form | {"convenant_op": wrong})
        assert refused.status_code == 422, wrong
        assert f'value="{wrong}"' in refused.content.decode()


def test_the_page_says_what_hangs_on_a_signature(kring: Kring) -> None:
    jeugdhulp = make_organisatie(Soort.JEUGDHULP)
    partner = add_partner(
        pact=kring.pact, organisatie=jeugdhulp, rol=PartnerRol.MEDE, inzender=kring.inzender
    )
    client = log_in(kring.regievoerder)
    page = text_of(client, reverse("pact:partner", args=[kring.pact.code, partner.pk]))
    assert "Het convenant is nog niet getekend" in page
    assert "op grond van de wet" in text_of(client, of(kring))
    setup = text_of(client, reverse("pact:inrichten", args=[kring.pact.code]))
    assert "Convenant niet getekend:" in setup
    assert "Geen contactpersoon:" in setup


def test_a_contact_person_comes_and_goes(kring: Kring) -> None:
    client = log_in(kring.regievoerder)
    add = of(kring, "contactpersoon_nieuw")
    assert client.post(add, {"user": kring.deelnemer.pk}).status_code == 302
    assert client.post(add, {"user": kring.deelnemer.pk}).status_code == 422
    assert client.post(add, {"user": kring.regievoerder.pk}).status_code == 422
    contact = Contactpersoon.objects.get()
    stop = of(kring, "contactpersoon_stop", contact.pk)
    assert client.post(stop).status_code == 302
    contact.refresh_from_db()
    assert contact.tot is not None
    assert client.post(of(kring, "contactpersoon_stop", 10**6)).status_code == 404


def test_where_nobody_can_be_chosen_the_page_says_who_invites(kring: Kring) -> None:
    school = make_organisatie(Soort.SCHOOL)
    partner = add_partner(
        pact=kring.pact, organisatie=school, rol=PartnerRol.DEELNEMER, inzender=kring.inzender
    )
    url = reverse("pact:partner", args=[kring.pact.code, partner.pk])
    client = log_in(kring.regievoerder)
    assert "heeft nog geen beheerder in dit systeem" in text_of(client, url)
    beheerder = make_user(Rol.BEHEERDER, school)
    page = text_of(client, url)
    assert beheerder.email in page
    assert reverse("accounts:mensen") in page
    add_lidmaatschap(user=kring.regievoerder, organisatie=school, rol=Rol.BEHEERDER)
    assert "Iemand uitnodigen" in text_of(log_in(kring.regievoerder), url)


def test_leaving_is_asked_first_with_what_is_still_open(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner, dagen=4)
    add_contactpersoon(partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender)
    client = log_in(kring.regievoerder)
    page = text_of(client, of(kring, "partner_stop"))
    for words in (actie.activiteit, str(kring.deelnemer), "eigenaar is vertrokken"):
        assert words in page
    kring.partner.refresh_from_db()
    assert kring.partner.tot is None
    page = client.post(of(kring, "partner_stop"), follow=True).content.decode()
    assert "is nog eigenaar van 1 open actie." in page
    assert "nog eigenaar van 1 open actie<" in page
    gone = text_of(client, of(kring))
    assert "Deze organisatie is geen partner meer." in gone
    assert "Opslaan" not in gone


def test_every_partner_reads_what_the_pact_is_for(kring: Kring) -> None:
    url = reverse("pact:over", args=[kring.pact.code])
    empty = text_of(log_in(kring.deelnemer), url)
    assert "Doel en ambities staan er nog niet" in empty
    assert "Gegevens wijzigen" not in empty
    says = replace(
        gegevens_of(kring.pact),
        doel="Niemand langer dan drie maanden <b>thuis</b>",
        ambities="Een\nTwee",
        randvoorwaarden="Tijd",
    )
    change_pact(pact=kring.pact, gegevens=says, inzender=kring.inzender)
    client = log_in(kring.regievoerder)
    form = {"versie-nummer": "versie 0.6", "versie-datum": "2-11-2026", "versie-wijziging": "Nieuw"}
    add = reverse("pact:versie_nieuw", args=[kring.pact.code])
    assert client.post(add, form).status_code == 302
    assert "al verwerkt" in client.post(add, form, follow=True).content.decode()
    refused = client.post(add, form | {"versie-wijziging": "Anders"})
    assert refused.status_code == 422
    assert "Versie 0.6 bestaat al" in refused.content.decode()
    later = form | {"versie-nummer": "v1.0", "versie-datum": "1-3-2027"}
    assert client.post(add, later).status_code == 302
    page = log_in(kring.deelnemer).get(url).content.decode()
    for words in ("&lt;b&gt;thuis&lt;/b&gt;", "<li>Twee</li>", "<li>Tijd</li>", "Versie 1.0"):
        assert words in page
    assert page.count("geldt nu") == 1
    assert str(kring.gemeente) in page
    assert "Gegevens wijzigen" in text_of(client, url)


def test_a_pact_tells_only_of_those_you_see(kring: Kring, andere_kring: Kring) -> None:
    kring.pact.voorganger = andere_kring.pact
    kring.pact.save()
    url = reverse("pact:over", args=[kring.pact.code])
    assert "Gaat verder op" not in text_of(log_in(kring.deelnemer), url)
    add_partner(
        pact=andere_kring.pact,
        organisatie=kring.gemeente,
        rol=PartnerRol.DEELNEMER,
        inzender=andere_kring.inzender,
    )
    assert "Gaat verder op" in text_of(log_in(kring.deelnemer), url)


def test_the_list_tells_running_pacten_and_those_that_are_over_apart(
    kring: Kring, andere_kring: Kring
) -> None:
    add_partner(
        pact=andere_kring.pact,
        organisatie=kring.gemeente,
        rol=PartnerRol.MEDE,
        inzender=andere_kring.inzender,
    )
    over = replace(gegevens_of(andere_kring.pact), einde=date(2026, 6, 30))
    change_pact(pact=andere_kring.pact, gegevens=over, inzender=andere_kring.inzender)
    kring.actie(dagen=-3)
    page = text_of(log_in(kring.deelnemer), reverse("pact:pacten"))
    assert "1 te laat" in page
    assert "jouw organisatie: ondertekenaar" in page
    assert page.index("Afgelopen") > page.index("1 te laat")


@pytest.mark.parametrize("name", ["over", "inrichten"])
def test_more_partners_ask_no_more_queries(
    kring: Kring, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client = log_in(kring.regievoerder)
    url = reverse(f"pact:{name}", args=[kring.pact.code])

    def more(aantal: int) -> None:
        for _ in range(aantal):
            place = make_organisatie(Soort.GEMEENTE)
            person = make_user(Rol.PARTNER, place)
            partner = add_partner(
                pact=kring.pact,
                organisatie=place,
                rol=PartnerRol.DEELNEMER,
                inzender=kring.inzender,
            )
            add_contactpersoon(partner=partner, user=person, inzender=kring.inzender)
            kring.actie(eigenaar=partner, dagen=3)

    more(1)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    more(4)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_a_partner_that_left_sees_nothing_of_it(kring: Kring) -> None:
    end_partner(partner=kring.partner, inzender=kring.inzender)
    for name in ("over", "matrix"):
        url = reverse(f"pact:{name}", args=[kring.pact.code])
        assert log_in(kring.deelnemer).get(url).status_code == 404
