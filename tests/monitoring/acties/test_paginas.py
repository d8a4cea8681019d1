"""Signals about actions on the page: who reads what, and the four answers in place."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from monitoring.ladder import LANDELIJKE_ACTIELADDER, Trede
from monitoring.models import Escalatie, Pactregels, Reactie
from monitoring.services.actiereacties import address_by_hand
from monitoring.services.watch import run_round
from pact.bronnen import aangesproken, aanspreek_url, open_signalen
from pact.keuzes import PartnerRol
from pact.services.partners import add_partner
from tests.factories import make_casus, make_organisatie, make_region, make_user
from tests.monitoring.acties.conftest import TODAY, Gevraagd
from tests.pact.hulp import Kring, make_kring
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("monday")


def as_(user: User) -> Client:
    """Return a browser in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def page_of(g: Gevraagd) -> str:
    """Return the address of the action."""
    return reverse("pact:actie", args=[g.kring.pact.code, g.actie.nr])


def answer_url(g: Gevraagd, antwoord: str) -> str:
    """Return where an answer is sent."""
    return reverse("monitoring:actieantwoord", args=[g.escalatie.pk, antwoord])


def sent(g: Gevraagd, antwoord: str, **values: object) -> dict[str, object]:
    """Return what the form of an answer sends."""
    prefix = f"s{g.escalatie.pk}-{antwoord}"
    return {
        f"{prefix}-sleutel": str(uuid4()),
        f"{prefix}-versie": g.actie.versie,
        "laatste": "0",
        **{f"{prefix}-{veld}": value for veld, value in values.items()},
    }


class TestPanel:
    def test_the_owner_reads_what_is_asked_and_can_answer(self, gevraagd: Gevraagd) -> None:
        html = as_(gevraagd.kring.deelnemer).get(page_of(gevraagd)).content.decode()
        assert "Aan jou gevraagd" in html
        assert "Zeg of de actie gedaan is" in html
        for antwoord in ("op_schema", "later", "gedaan", "overdragen"):
            assert f'action="{answer_url(gevraagd, antwoord)}"' in html
        assert "Spreek de eigenaar aan" not in html

    def test_who_leads_can_address_the_owner(self, gevraagd: Gevraagd) -> None:
        html = as_(gevraagd.kring.regievoerder).get(page_of(gevraagd)).content.decode()
        assert aanspreek_url(gevraagd.kring.pact.code, gevraagd.actie.nr) in html

    def test_another_partner_reads_the_rung_and_no_words(self, gevraagd: Gevraagd) -> None:
        other = make_organisatie(Soort.JEUGDHULP)
        add_partner(
            pact=gevraagd.kring.pact,
            organisatie=other,
            rol=PartnerRol.DEELNEMER,
            inzender=gevraagd.kring.inzender,
        )
        person = make_user(Rol.PARTNER, other)
        address_by_hand(
            actie=gevraagd.actie,
            trede=Trede.SIGNALEREN,
            tekst="Wanneer komt het plan?",
            inzender=gevraagd.kring.inzender,
        )
        html = as_(person).get(page_of(gevraagd)).content.decode()
        assert "Wanneer komt het plan?" not in html
        assert "Gevraagd aan" not in html
        assert "badge--signaleren" in html
        assert as_(person).get(self.signal(gevraagd)).status_code == 403
        assert as_(person).post(answer_url(gevraagd, "op_schema"), {}).status_code == 403
        own = as_(gevraagd.kring.deelnemer).get(page_of(gevraagd)).content.decode()
        assert "Wanneer komt het plan?" in own

    @staticmethod
    def signal(g: Gevraagd) -> str:
        return reverse("monitoring:actiesignaal", args=[g.escalatie.pk])

    def test_casework_people_and_other_pacten_see_nothing(self, gevraagd: Gevraagd) -> None:
        region = make_region()
        assert as_(region.coordinator).get(self.signal(gevraagd)).status_code == 403
        elsewhere = make_kring("elders-2026")
        assert as_(elsewhere.regievoerder).get(self.signal(gevraagd)).status_code == 404
        casus = make_casus(region, dagen=30)
        run_round(peildatum=TODAY)
        about_casus = Escalatie.objects.get(casus=casus, status="open")
        url = reverse("monitoring:actiesignaal", args=[about_casus.pk])
        assert as_(gevraagd.kring.regievoerder).get(url).status_code == 404
        url = reverse("monitoring:signaal", args=[gevraagd.escalatie.pk])
        assert as_(region.coordinator).get(url).status_code == 404


class TestAnswers:
    @pytest.mark.parametrize(
        ("antwoord", "values"),
        [
            ("op_schema", {"toelichting": "Loopt goed.", "rust_tot": "27-11-2026"}),
            ("later", {"deadline": "1-3-2027", "reden": "De zaal is er later."}),
            ("gedaan", {"bewijs": "Zie het verslag.", "resultaat": "Klaar.", "link": ""}),
        ],
    )
    def test_in_place(self, gevraagd: Gevraagd, antwoord: str, values: dict[str, object]) -> None:
        client = as_(gevraagd.kring.deelnemer)
        response = client.post(
            answer_url(gevraagd, antwoord), sent(gevraagd, antwoord, **values), follow=True
        )
        assert response.redirect_chain == [(page_of(gevraagd), 302)]
        assert Reactie.objects.get().soort == antwoord
        assert "Je antwoord is bewaard." in response.content.decode()

    def test_passing_it_on_and_a_file_as_evidence(self, gevraagd: Gevraagd) -> None:
        client = as_(gevraagd.kring.deelnemer)
        lead = gevraagd.kring.pact.partners.get(organisatie=gevraagd.kring.penvoerder)
        values = sent(gevraagd, "overdragen", naar=lead.pk, reden="Jullie taak.")
        assert client.post(answer_url(gevraagd, "overdragen"), values).status_code == 302
        assert Reactie.objects.get().naar_partner == lead
        gevraagd.actie.refresh_from_db()
        client = as_(gevraagd.kring.regievoerder)
        file = SimpleUploadedFile("verslag.txt", b"Een verslag.")
        values = sent(gevraagd, "gedaan", bewijs="Zie het bestand.", bestand=file)
        values["laatste"] = str(Reactie.objects.get().pk)
        assert client.post(answer_url(gevraagd, "gedaan"), values).status_code == 302
        assert gevraagd.actie.bewijzen.get().bestand is not None

    @pytest.mark.parametrize(
        ("antwoord", "values", "zin"),
        [
            ("later", {"deadline": "1-3-2027", "reden": ""}, "Schrijf waarom het later wordt."),
            ("later", {"deadline": "1-3-2020", "reden": "Eerder."}, "al voorbij"),
            ("later", {"deadline": "1-3-2027", "reden": "BSN 123456782"}, "burgerservicenummer"),
            ("op_schema", {"rust_tot": "1-3-2027"}, "te ver vooruit"),
            ("gedaan", {"bewijs": ""}, "Schrijf waaruit het blijkt."),
        ],
    )
    def test_what_is_refused_keeps_what_was_typed(
        self, gevraagd: Gevraagd, antwoord: str, values: dict[str, object], zin: str
    ) -> None:
        client = as_(gevraagd.kring.deelnemer)
        response = client.post(answer_url(gevraagd, antwoord), sent(gevraagd, antwoord, **values))
        assert response.status_code == 422
        html = response.content.decode()
        assert zin in html
        for typed in values.values():
            assert str(typed) in html
        assert not Reactie.objects.exists()

    def test_who_was_overtaken_is_told_and_keeps_what_was_typed(self, gevraagd: Gevraagd) -> None:
        values = sent(gevraagd, "op_schema", rust_tot="27-11-2026", toelichting="Ik ben bezig.")
        as_(gevraagd.kring.regievoerder).post(
            answer_url(gevraagd, "op_schema"),
            sent(gevraagd, "op_schema", rust_tot="25-11-2026"),
        )
        response = as_(gevraagd.kring.deelnemer).post(answer_url(gevraagd, "op_schema"), values)
        assert response.status_code == 409
        html = response.content.decode()
        assert "antwoordde intussen" in html
        assert "Ik ben bezig." in html

    def test_an_answer_that_does_not_exist(self, gevraagd: Gevraagd) -> None:
        client = as_(gevraagd.kring.deelnemer)
        assert client.post(answer_url(gevraagd, "misschien"), {}).status_code == 404


class TestByHand:
    def test_from_the_page_to_the_list(self, gevraagd: Gevraagd) -> None:
        kring = gevraagd.kring
        client = as_(kring.regievoerder)
        url = aanspreek_url(kring.pact.code, gevraagd.actie.nr)
        assert client.get(url).status_code == 200
        refused = client.post(url, {"trede": "", "tekst": "Bel me.", "sleutel": uuid4()})
        assert (refused.status_code, "Bel me." in refused.content.decode()) == (422, True)
        done = client.post(
            url, {"trede": "aanspreken", "tekst": "Bel me.", "sleutel": uuid4()}, follow=True
        )
        assert "De eigenaar is aangesproken." in done.content.decode()
        shown = client.get(reverse("monitoring:aangesproken", args=[kring.pact.code]))
        html = shown.content.decode()
        assert "wacht op antwoord (1)" in html
        assert str(kring.deelnemer) in html
        action = page_of(gevraagd)
        own = client.get(action).content.decode()
        assert f"Jij spreekt {kring.partner} aan op deze actie." in own
        asked = as_(kring.deelnemer).get(action).content.decode()
        assert "De regievoerder van het pact spreekt je aan op deze actie." in asked
        colleague = as_(make_user(Rol.PARTNER, kring.gemeente)).get(action).content.decode()
        assert "spreekt je aan" not in colleague
        assert f"De regievoerder van het pact spreekt {kring.partner} aan" in colleague
        everything = client.get(
            reverse("monitoring:aangesproken", args=[kring.pact.code]), {"toon": "alles"}
        )
        assert "Opgevolgd door een hogere trede" in everything.content.decode()

    def test_a_partner_cannot(self, gevraagd: Gevraagd) -> None:
        client = as_(gevraagd.kring.deelnemer)
        code = gevraagd.kring.pact.code
        for url in (
            aanspreek_url(code, gevraagd.actie.nr),
            reverse("monitoring:aangesproken", args=[code]),
        ):
            assert client.get(url).status_code == 403

    def test_what_the_desk_and_the_reports_hear(self, gevraagd: Gevraagd) -> None:
        (one,) = open_signalen([gevraagd.actie.pk], TODAY)
        assert (one.trede, one.partner, one.sinds, one.beantwoord) == (
            "stimuleren",
            gevraagd.kring.partner.pk,
            TODAY,
            False,
        )
        found = aangesproken([gevraagd.actie.pk], TODAY, TODAY)
        assert found is not None
        assert [(a.trede, a.beantwoord) for a in found] == [("stimuleren", False)]


class TestMijnSignalen:
    def test_a_partner_has_the_page_and_a_count(self, gevraagd: Gevraagd) -> None:
        client = as_(gevraagd.kring.deelnemer)
        html = client.get(reverse("monitoring:mijn_signalen")).content.decode()
        assert "1 signaal wacht" in html
        assert "Actie 1" in html
        assert reverse("monitoring:actiesignaal", args=[gevraagd.escalatie.pk]) in html
        assert "werkvoorraad" not in html

    def test_nothing_is_asked_of_others(self, gevraagd: Gevraagd) -> None:
        client = as_(gevraagd.kring.regievoerder)
        html = client.get(reverse("monitoring:mijn_signalen")).content.decode()
        assert "Je hoeft nu niets te beantwoorden." in html
        beheerder = make_user(Rol.BEHEERDER, gevraagd.kring.gemeente)
        assert as_(beheerder).get(reverse("monitoring:mijn_signalen")).status_code == 403


class TestRules:
    @staticmethod
    def values(kring: Kring, **changes: object) -> dict[str, object]:
        """Return what the form sends, with the rungs as they are but for these changes."""
        data: dict[str, object] = {
            "geldig_vanaf": "1-12-2026",
            "reden": "",
            "sleutel": str(uuid4()),
        }
        for regel in LANDELIJKE_ACTIELADDER.regels:
            prefix = f"{regel.drempel}-{regel.trede}"
            data |= {
                f"{prefix}-aan": "on",
                f"{prefix}-dagen": abs(regel.dagen),
                f"{prefix}-kant": "voor" if regel.dagen < 0 else "na",
                f"{prefix}-termijn": regel.termijn,
                f"{prefix}-rollen": [rol.value for rol in regel.rollen],
            }
        return data | changes

    def test_preview_then_record_then_withdraw(self, kring: Kring) -> None:
        kring.actie(dagen=20, eigenaar=kring.partner)
        client = as_(kring.regievoerder)
        url = reverse("monitoring:pactregels_nieuw", args=[kring.pact.code])
        earlier = {"deadline-preventie-dagen": 21}
        preview = client.post(url, self.values(kring, **earlier)).content.decode()
        assert "Acties die vandaag een signaal zouden geven" in preview
        assert "Leg deze regels vast" in preview
        assert not Pactregels.objects.exists()

        client.post(url, self.values(kring, **earlier, stap="vastleggen"))
        row = Pactregels.objects.get()
        assert (row.pact, row.geldig_vanaf) == (kring.pact, date(2026, 12, 1))
        rung = row.ladderregels.get(drempel="deadline", trede="preventie")
        assert (rung.dagen, rung.aanleiding) == (
            -21,
            "Over 21 dagen is de deadline van deze actie.",
        )
        shown = client.get(reverse("monitoring:pactregels", args=[kring.pact.code]))
        assert "begint nog" in shown.content.decode()
        client.post(reverse("monitoring:pactregels_intrekken", args=[kring.pact.code, row.pk]))
        row.refresh_from_db()
        assert row.ingetrokken

    def test_less_strict_needs_a_reason(self, kring: Kring) -> None:
        client = as_(kring.regievoerder)
        url = reverse("monitoring:pactregels_nieuw", args=[kring.pact.code])
        later = {"deadline-signaleren-dagen": 14}
        refused = client.post(url, self.values(kring, **later))
        assert refused.status_code == 422
        assert "Leg uit waarom" in refused.content.decode()
        reden = "De partners vergaderen eens per twee weken."
        assert client.post(url, self.values(kring, **later, reden=reden)).status_code == 200

    @pytest.mark.parametrize(
        ("changes", "zin"),
        [
            ({"deadline-preventie-termijn": 0}, "1 tot en met 60"),
            ({"deadline-preventie-rollen": []}, "Kies wie"),
            ({"deadline-signaleren-dagen": 40}, "Een lagere trede komt niet na een hogere"),
            ({"geldig_vanaf": "1-1-2020"}, "vandaag of later"),
        ],
    )
    def test_what_contradicts_itself_is_refused(
        self, kring: Kring, changes: dict[str, object], zin: str
    ) -> None:
        url = reverse("monitoring:pactregels_nieuw", args=[kring.pact.code])
        refused = as_(kring.regievoerder).post(url, self.values(kring, **changes))
        assert refused.status_code == 422
        assert zin in refused.content.decode()

    def test_the_rungs_of_a_deadline_cannot_all_be_off(self, kring: Kring) -> None:
        values = self.values(kring)
        for trede in Trede:
            values.pop(f"deadline-{trede.value}-aan")
        url = reverse("monitoring:pactregels_nieuw", args=[kring.pact.code])
        refused = as_(kring.regievoerder).post(url, values)
        assert "een deadline gaat nooit ongemerkt voorbij" in refused.content.decode()

    def test_the_watch_goes_by_them_from_their_day(self, kring: Kring) -> None:
        kring.actie(dagen=20, eigenaar=kring.partner)
        run_round(peildatum=TODAY)
        url = reverse("monitoring:pactregels_nieuw", args=[kring.pact.code])
        values = self.values(kring, **{"deadline-preventie-dagen": 19}, stap="vastleggen")
        values["geldig_vanaf"] = "23-11-2026"
        as_(kring.regievoerder).post(url, values)
        assert run_round(peildatum=TODAY + DAY).geescaleerd == 1
        one = Escalatie.objects.get()
        assert one.regelset == "waterstad-2026 acties v1"
        assert (one.gold_vanaf, one.aanleiding) == (
            TODAY + DAY,
            "Over 19 dagen is de deadline van deze actie.",
        )


class TestPost:
    def test_a_mail_that_waits_says_until_when(
        self, kring: Kring, monday: time_machine.Traveller
    ) -> None:
        monday.move_to("2026-11-22T11:00:00+00:00")
        sunday = date(2026, 11, 22)
        actie = kring.actie(deadline=sunday, eigenaar=kring.partner)
        run_round(peildatum=sunday)
        waits = "De mail gaat ma 23 nov om 07:00 weg."
        lead = as_(kring.regievoerder)
        pages = [
            reverse("pact:actie", args=[kring.pact.code, actie.nr]),
            reverse("monitoring:aangesproken", args=[kring.pact.code]),
        ]
        for page in pages:
            assert waits in lead.get(page).content.decode(), page
        monday.move_to("2026-11-23T08:00:00+00:00")
        for page in pages:
            assert "De mail gaat" not in lead.get(page).content.decode(), page
