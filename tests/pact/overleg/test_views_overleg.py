"""The pages of meetings and afspraken: what is shown to whom, and what is kept when refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pact.models import Afspraak, Overleg
from pact.services.overleg import add_punt, add_standpunt, adopt_verslag, save_punt
from tests.pact.hulp import Kring
from tests.pact.overleg.hulp import everybody_there, hold, make_afspraak, make_overleg
from tests.pact.test_views_matrix import log_in, text_of

pytestmark = pytest.mark.usefixtures("monday")

HTMX = {"HX-Request": "true"}


def url(name: str, overleg: Overleg, **kwargs: Any) -> str:
    return reverse(f"pact:{name}", kwargs={"code": overleg.pact.code, "nr": overleg.nr, **kwargs})


def body(response: Any) -> str:
    return " ".join(response.content.decode().split())


def form_data(kring: Kring, **extra: Any) -> dict[str, Any]:
    values = {
        "soort": "directeurenoverleg",
        "titel": "",
        "datum": "1-12-2026",
        "begintijd": "15.00",
        "eindtijd": "16u",
        "plaats": "Stadhuis",
        "deelnemers": [str(kring.regievoerder.pk)],
        "gasten": "inspecteur, Inspectie\r\n",
        "sleutel": str(uuid4()),
        "versie": "0",
    }
    return {**values, **extra}


@pytest.fixture
def lead(kring: Kring) -> Client:
    return log_in(kring.regievoerder)


@pytest.fixture
def partner(kring: Kring) -> Client:
    return log_in(kring.deelnemer)


class TestPlannen:
    def test_a_meeting_is_planned_once(self, kring: Kring, lead: Client) -> None:
        adres = reverse("pact:overleg_nieuw", args=[kring.pact.code])
        assert f'value="{kring.regievoerder.pk}"' in text_of(lead, adres)
        data = form_data(kring)
        for _ in range(2):
            assert lead.post(adres, data)["Location"] == f"/pact/{kring.pact.code}/overleg/1/"
        made = Overleg.objects.get()
        assert f"{made.begintijd:%H:%M} {made.eindtijd:%H:%M}" == "15:00 16:00"
        assert made.deelnames.count() == 2
        page = text_of(lead, reverse("pact:overleggen", args=[kring.pact.code]))
        assert "Directeurenoverleg" in page

    def test_a_day_that_is_over_is_allowed_with_a_warning(self, kring: Kring, lead: Client) -> None:
        adres = reverse("pact:overleg_nieuw", args=[kring.pact.code])
        page = body(lead.post(adres, form_data(kring, datum="1-3-2026"), follow=True))
        assert "de datum van dit overleg is al voorbij" in page

    def test_what_was_typed_stays_when_refused(self, kring: Kring, lead: Client) -> None:
        adres = reverse("pact:overleg_nieuw", args=[kring.pact.code])
        data = form_data(kring, eindtijd="14:00", plaats="Bijzondere plek")
        answer = lead.post(adres, data)
        assert answer.status_code == 422
        assert "Bijzondere plek" in body(answer)
        assert "niet na het begin (15:00)" in body(answer)
        for wrong in ("25:00", "15:61", "straks"):
            refused = lead.post(adres, form_data(kring, begintijd=wrong))
            assert refused.status_code == 422
            assert "Schrijf de tijd zo" in body(refused)
        assert not Overleg.objects.exists()

    def test_a_stale_form_shows_what_stands_there(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        adres = url("overleg_wijzig", overleg)
        first = form_data(kring, versie="1", plaats="Gemeentehuis")
        assert lead.post(adres, first).status_code == 302
        answer = lead.post(adres, form_data(kring, versie="1", plaats="School"))
        assert answer.status_code == 409
        assert "Gemeentehuis" in body(answer)
        assert "School" in body(answer)
        assert 'name="versie" value="2"' in body(answer)
        overleg.refresh_from_db()
        assert overleg.plaats == "Gemeentehuis"


class TestAgenda:
    def test_points_move_without_a_script_and_in_place(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        own = add_punt(overleg=overleg, titel="Monitor", toelichting="", inzender=kring.inzender)
        adres = url("punt_verplaats", overleg, pk=own.pk)
        assert lead.post(adres, {"richting": "op"})["Location"].endswith("#agenda")
        part = lead.post(adres, {"richting": "neer"}, headers=HTMX)
        assert body(part).startswith("<section")
        assert "Opgeslagen om" in body(part)

    def test_an_empty_point_is_refused_with_its_words(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        data = {"titel": " ", "toelichting": "Toch iets"}
        for headers in ({}, HTMX):
            answer = lead.post(url("punt_nieuw", overleg), data, headers=headers)
            assert answer.status_code == 422
            assert "Schrijf waar het over gaat" in body(answer)
            assert "Toch iets" in body(answer)

    def test_a_partner_sees_the_agenda_and_cannot_change_it(
        self, kring: Kring, partner: Client
    ) -> None:
        overleg = make_overleg(kring)
        own = add_punt(overleg=overleg, titel="Monitor", toelichting="", inzender=kring.inzender)
        save_punt(punt=own, besproken="Geheim", besluit="", inzender=kring.inzender)
        page = text_of(partner, url("overleg", overleg))
        assert "Monitor" in page
        assert "Geheim" not in page
        assert "Naar boven" not in page
        assert partner.post(url("punt_weg", overleg, pk=own.pk)).status_code == 403


class TestHouden:
    def test_a_piece_is_saved_in_place(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        own = add_punt(overleg=overleg, titel="Monitor", toelichting="", inzender=kring.inzender)
        adres = url("houden_punt", overleg, pk=own.pk)
        stond = self.stond(lead, overleg, f"punt-{own.pk}-verslag-stond")
        data = {"besproken": "Eerste", "besluit": "", "stond": stond}
        first = lead.post(adres, data, headers=HTMX)
        assert "Opgeslagen om" in body(first)
        assert 'hx-swap-oob="true"' in body(first)
        data["besproken"] = "Mijn woorden"
        stale = lead.post(adres, data, headers=HTMX)
        assert stale.status_code == 409
        assert "Eerste" in body(stale)
        assert "hx-swap-oob" not in body(stale)
        without_script = lead.post(adres, data)
        assert without_script.status_code == 409
        assert "Mijn woorden</textarea>" in body(without_script)
        toch = body(stale).split('name="toch" value="')[1].split('"')[0]
        assert lead.post(adres, {**data, "toch": toch}).status_code == 302
        own.refresh_from_db()
        assert own.besproken == "Mijn woorden"

    def stond(self, client: Client, overleg: Overleg, pk: str) -> str:
        page = text_of(client, url("houden", overleg))
        return page.split(f'id="{pk}" value="')[1].split('"')[0]

    def test_a_number_is_refused_and_the_text_stays(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        adres = url("houden_tekst", overleg, veld="inleiding")
        answer = lead.post(adres, {"tekst": "Kind 123456782"})
        assert answer.status_code == 422
        assert "Kind 123456782</textarea>" in body(answer)
        assert "negen cijfers" in body(answer)
        assert lead.post(url("houden_tekst", overleg, veld="titel")).status_code == 404

    def test_who_is_there(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        one, two = overleg.deelnames.order_by("pk")
        adres = url("houden_aanwezig", overleg)
        data = {f"stond-{one.pk}": "genodigd", f"aanwezig-{one.pk}": "afgemeld"}
        assert "0 van 2 aanwezig" in body(lead.post(adres, data, headers=HTMX))
        everybody = lead.post(adres, {"iedereen": "1"}, headers=HTMX)
        assert everybody["HX-Retarget"] == "#aanwezigheid"
        assert [d.aanwezigheid for d in overleg.deelnames.order_by("pk")] == [
            "afgemeld",
            "aanwezig",
        ]
        stale = {f"stond-{two.pk}": "genodigd", f"aanwezig-{two.pk}": "afwezig"}
        answer = lead.post(adres, stale)
        assert answer.status_code == 409
        assert "nu opgeslagen: aanwezig" in body(answer)

    def test_somebody_walks_in(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring, gasten=("inspecteur, Inspectie",))
        adres = url("houden_erbij", overleg)
        for data in ({}, {"gast": "Inspecteur, inspectie"}, {"user": kring.deelnemer.pk}):
            assert lead.post(adres, data, headers=HTMX).status_code == 422
        assert "arts, GGD" in body(lead.post(adres, {"gast": "arts, GGD"}, headers=HTMX))
        assert overleg.deelnames.get(gast="arts, GGD").aanwezigheid == "aanwezig"

    def test_an_afspraak_is_made_and_its_form_is_empty_again(
        self, kring: Kring, lead: Client
    ) -> None:
        overleg = make_overleg(kring)
        adres = url("houden_afspraak", overleg)
        data: dict[str, Any] = {
            "afspraak-tekst": "Bellen",
            "afspraak-eigenaar": kring.partner.pk,
            "afspraak-uiterlijk": "31 dec 2026",
            "afspraak-sleutel": str(uuid4()),
            "afspraak-versie": "0",
        }
        for _ in range(2):
            answer = lead.post(adres, data, headers=HTMX)
            assert answer.status_code == 200
            assert "data-verder" in body(answer)
            assert data["afspraak-sleutel"] not in body(answer)
        assert Afspraak.objects.count() == 1
        refused = lead.post(adres, data | {"afspraak-tekst": "Nog een", "afspraak-eigenaar": ""})
        assert refused.status_code == 422
        assert "Kies een trekker" in body(refused)
        assert "Nog een</textarea>" in body(refused)

    def test_how_an_earlier_afspraak_stands(self, kring: Kring, lead: Client) -> None:
        first = make_overleg(kring, dagen=-30)
        afspraak = make_afspraak(kring, first)
        hold(kring, first)
        overleg = make_overleg(kring)
        punt = overleg.agendapunten.get(afspraak=afspraak)
        name = f"stand{punt.pk}"
        adres = url("houden_stand", overleg, pk=punt.pk)
        data = {f"{name}-status": "open", f"{name}-opmerking": "Loopt", f"{name}-versie": "1"}
        assert "Opgeslagen om" in body(lead.post(adres, data, headers=HTMX))
        data |= {f"{name}-status": "gedaan", f"{name}-opmerking": "Klaar"}
        stale = lead.post(adres, data, headers=HTMX)
        assert stale.status_code == 409
        assert "Klaar</textarea>" in body(stale)
        assert "Loopt" in body(stale)
        data[f"{name}-versie"] = "2"
        assert lead.post(adres, data).status_code == 302
        afspraak.refresh_from_db()
        assert afspraak.status == "gedaan"

    def test_closing_is_refused_where_it_was_asked(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        adres = url("houden_afsluiten", overleg)
        refused = lead.post(adres, headers=HTMX)
        assert refused.status_code == 422
        assert body(refused).startswith('<section class="kaart stapel" id="afsluiten"')
        assert "Leg eerst vast wie er aanwezig waren." in body(refused)
        page = text_of(lead, url("houden", overleg))
        assert "leg vast wie er aanwezig waren" in page, "told before anybody presses"
        there = lead.post(url("houden_aanwezig", overleg), {"iedereen": "1"}, headers=HTMX)
        assert 'id="afsluiten-eerst" hx-swap-oob="true"' in body(there)
        assert "leg vast wie er aanwezig waren" not in body(there)
        assert lead.post(adres, headers=HTMX)["HX-Redirect"] == url("verslag", overleg)

    def test_a_standpunt_goes_in_place(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        for headers in ({}, HTMX):
            said = add_standpunt(
                overleg=overleg, partner=kring.partner, tekst="Ja", inzender=kring.inzender
            )
            answer = lead.post(url("houden_standpunt_weg", overleg, pk=said.pk), headers=headers)
            assert answer.status_code == (200 if headers else 302)
            assert not overleg.standpunten.exists()

    def test_the_questions_asked_of_the_database_do_not_grow(
        self, kring: Kring, lead: Client
    ) -> None:
        first = make_overleg(kring, dagen=-30)
        make_afspraak(kring, first)
        hold(kring, first)
        kring.actie(dagen=-2)
        small = make_overleg(kring, dagen=0)

        def asked(overleg: Overleg) -> dict[str, int]:
            found = {}
            for name in ("overleg", "houden", "verslag"):
                with CaptureQueriesContext(
                    connection,
                ) as queries:
                    assert lead.get(url(name, overleg)).status_code == 200
                found[name] = len(queries)
            for name in ("overleggen", "afspraken"):
                with CaptureQueriesContext(connection) as queries:
                    lead.get(reverse(f"pact:{name}", args=[kring.pact.code]))
                found[name] = len(queries)
            return found

        add_standpunt(overleg=small, partner=kring.partner, tekst="Ja", inzender=kring.inzender)
        make_afspraak(kring, small, mede=[kring.partner])
        before = asked(small)
        for n in range(4):
            make_afspraak(kring, first, tekst=f"Nog {n}")
            kring.actie(dagen=-2)
        big = make_overleg(kring, dagen=0)
        add_standpunt(overleg=big, partner=kring.partner, tekst="Ja", inzender=kring.inzender)
        for n in range(3):
            make_afspraak(kring, big, tekst=f"Nieuw {n}")
        assert asked(big) == before


class TestVerslag:
    def test_a_concept_is_for_the_lead_and_agreed_minutes_for_everybody(
        self, kring: Kring, lead: Client, partner: Client
    ) -> None:
        overleg = make_overleg(kring)
        make_afspraak(kring, overleg)
        everybody_there(kring, overleg)
        for name in ("verslag", "verslag_pdf"):
            assert partner.get(url(name, overleg)).status_code == 403
            assert lead.get(url(name, overleg)).status_code == 200
        assert "Concept" in text_of(lead, url("verslag", overleg))
        assert lead.post(url("verslag_vaststellen", overleg)).status_code == 302
        page = text_of(partner, url("verslag", overleg))
        assert "gesprek over de lijsten" in page
        assert "Klopt er iets niet" not in page
        one, two = (partner.get(url("verslag_pdf", overleg)).content for _ in range(2))
        assert one == two
        assert one.startswith(b"%PDF")
        assert lead.get(url("houden", overleg))["Location"] == url("overleg", overleg)

    def test_it_is_sent_once(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        everybody_there(kring, overleg)
        adopt_verslag(overleg=overleg, inzender=kring.inzender)
        adres = url("verslag_versturen", overleg)
        assert "2 deelnemers krijgen een e-mail" in body(lead.post(adres, follow=True))
        assert "Iedereen had de e-mail al" in body(lead.post(adres, follow=True))

    def test_a_correction_is_refused_without_a_next_meeting(
        self, kring: Kring, lead: Client
    ) -> None:
        overleg = make_overleg(kring)
        everybody_there(kring, overleg)
        adopt_verslag(overleg=overleg, inzender=kring.inzender)
        answer = lead.post(url("verslag_opmerking", overleg), {"tekst": "Het was de GGD"})
        assert answer.status_code == 422
        assert "Het was de GGD</textarea>" in body(answer)


class TestAfspraken:
    def test_they_are_filtered_by_state_and_partner(
        self, kring: Kring, lead: Client, partner: Client
    ) -> None:
        overleg = make_overleg(kring, dagen=-30)
        late = timezone.localdate() - timedelta(days=3)
        make_afspraak(kring, overleg, tekst="Te laat ding", uiterlijk=late)
        lead_partner = kring.pact.partners.get(organisatie=kring.penvoerder)
        make_afspraak(kring, overleg, tekst="Van de leider", eigenaar=lead_partner)
        adres = reverse("pact:afspraken", args=[kring.pact.code])
        assert "Geen afspraken gevonden" in text_of(partner, adres)
        hold(kring, overleg)
        assert "Te laat ding" in text_of(partner, adres)
        assert "Van de leider" not in text_of(lead, f"{adres}?toon=te_laat")
        own = text_of(partner, f"{adres}?partner={kring.partner.pk}")
        assert "Te laat ding" in own
        assert "Van de leider" not in own
        assert partner.get(f"{adres}?partner=x&toon=y").status_code == 200

    def test_a_partner_says_how_its_own_stands_and_no_other(
        self, kring: Kring, partner: Client
    ) -> None:
        overleg = make_overleg(kring, dagen=-3)
        mine = make_afspraak(kring, overleg)
        lead_partner = kring.pact.partners.get(organisatie=kring.penvoerder)
        theirs = make_afspraak(kring, overleg, eigenaar=lead_partner)
        shared = make_afspraak(kring, overleg, eigenaar=lead_partner, mede=[kring.partner])
        hold(kring, overleg)
        data = {"status": "gedaan", "opmerking": "Gebeurd", "versie": "1"}
        for afspraak, status in ((mine, 302), (shared, 302), (theirs, 403)):
            adres = reverse("pact:afspraak", args=[kring.pact.code, afspraak.nr])
            assert partner.post(adres, data).status_code == status
        page = text_of(partner, reverse("pact:afspraak", args=[kring.pact.code, mine.nr]))
        assert "Gebeurd" in page
        adres = reverse("pact:afspraak", args=[kring.pact.code, mine.nr])
        dropped = {"status": "vervallen", "opmerking": "Nee", "versie": "2"}
        assert partner.post(adres, dropped).status_code == 422
        stale = partner.post(adres, {"status": "open", "opmerking": "Toch niet", "versie": "1"})
        assert stale.status_code == 409
        assert "Toch niet</textarea>" in body(stale)

    def test_a_stale_change_shows_both(self, kring: Kring, lead: Client) -> None:
        overleg = make_overleg(kring)
        afspraak = make_afspraak(kring, overleg)
        adres = reverse("pact:afspraak_wijzig", args=[kring.pact.code, afspraak.nr])
        data = {
            "tekst": "Eerste woorden",
            "eigenaar": kring.partner.pk,
            "sleutel": str(uuid4()),
            "versie": "1",
        }
        assert lead.post(adres, data).status_code == 302
        answer = lead.post(adres, data | {"tekst": "Andere woorden"})
        assert answer.status_code == 409
        assert "Eerste woorden" in body(answer)
        assert "Andere woorden</textarea>" in body(answer)
