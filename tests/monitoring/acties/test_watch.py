"""The watch on actions of a pact: the same engine as for casussen, on real PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from celery import current_app
from django.core import mail
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from monitoring.ladder import Beeld
from monitoring.models import Escalatie, Geadresseerde
from monitoring.services.mensen import look_again
from monitoring.services.rondes.acties import DueActie
from monitoring.services.watch import run_round
from pact.keuzes import Status
from pact.models import Actie, ActieLog, Contactpersoon, LogSoort, Partner
from pact.services.acties import change_actie, inhoud_of
from pact.services.pacten import change_pact, gegevens_of
from pact.services.partners import end_partner
from tests.factories import make_casus, make_organisatie, make_region, make_user
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in, text_of
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.sender import send_berichten

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


def told() -> list[tuple[str, str, str, str]]:
    """Every escalation: drempel, trede, oorzaak, status."""
    rows = Escalatie.objects.order_by("pk")
    return list(rows.values_list("drempel", "trede", "oorzaak", "status"))


def asked() -> set[tuple[str, str, str]]:
    """Who is asked now: the person, the role, the way."""
    rows = Geadresseerde.objects.filter(tot__isnull=True, escalatie__status="open")
    return {(row.user.email, row.rol, row.wijze) for row in rows.select_related("user")}


def wake_ups() -> int:
    """How often the watch is asked for, by what the broker holds."""
    with current_app.connection_for_read() as broker:
        channel: Any = broker.default_channel
        waiting = [json.loads(raw) for raw in channel.client.lrange("celery", 0, -1)]
    return sum(message["headers"]["task"] == "monitoring.watch" for message in waiting)


class TestRungs:
    @pytest.mark.parametrize(
        ("days", "trede", "skipped"),
        [
            (15, None, 0),
            (14, "preventie", 0),
            (1, "preventie", 0),
            (0, "stimuleren", 1),
            (-6, "stimuleren", 1),
            (-7, "signaleren", 2),
            (-27, "signaleren", 2),
            (-28, "aanspreken", 3),
            (-300, "aanspreken", 3),
        ],
    )
    def test_the_highest_rung_that_is_due(
        self, kring: Kring, days: int, trede: str | None, skipped: int
    ) -> None:
        actie = kring.actie(dagen=days)

        telling = run_round(peildatum=TODAY)

        assert (telling.acties, telling.bekeken, telling.overgeslagen) == (1, 0, skipped)
        open_ones = Escalatie.objects.filter(status="open")
        assert [e.trede for e in open_ones] == ([trede] if trede else [])
        actie.refresh_from_db()
        assert actie.trede == (trede or "")
        assert actie.volgende_controle_op > TODAY
        lines = ActieLog.objects.filter(actie=actie, soort=LogSoort.SIGNAAL)
        assert lines.count() == (1 if trede else 0)

    def test_up_to_the_top_and_then_every_week(self, kring: Kring) -> None:
        actie = kring.actie(dagen=14)
        seen: dict[str, int] = {}
        for n in range(60):
            run_round(peildatum=TODAY + n * DAY)
            actie.refresh_from_db()
            seen.setdefault(actie.trede, n)
        # Silence climbs meanwhile, from what was asked; thresholds never wait.
        assert list(seen) == ["preventie", "stimuleren", "signaleren", "aanspreken"]
        assert seen["stimuleren"] <= 14
        assert Escalatie.objects.filter(status="open").count() == 1
        top = Escalatie.objects.get(status="open")
        assert top.herinneringen > 1
        assert run_round(peildatum=TODAY + 59 * DAY).acties == 0

    def test_no_deadline_rests_and_lapses_what_was_open(self, kring: Kring) -> None:
        actie = kring.actie(dagen=3)
        run_round(peildatum=TODAY)
        Actie.objects.filter(pk=actie.pk).update(deadline=None, volgende_controle_op=TODAY)

        run_round(peildatum=TODAY)

        one = Escalatie.objects.get()
        assert (one.status, one.reden) == ("vervallen", "De actie heeft geen deadline.")

    @pytest.mark.parametrize(
        ("changes", "reden"),
        [
            ({"status": Status.GEDAAN}, "De actie is gedaan."),
            ({"status": Status.VERVALLEN, "toelichting": "Niet nodig."}, "De actie is vervallen."),
            ({"deadline": TODAY + 90 * DAY}, "De deadline van de actie is veranderd."),
            ({"deadline": None}, "De actie heeft geen deadline."),
        ],
    )
    def test_a_change_lapses_at_once_what_no_longer_belongs(
        self, kring: Kring, changes: dict[str, Any], reden: str
    ) -> None:
        actie = kring.actie(dagen=3, eigenaar=kring.partner)
        run_round(peildatum=TODAY)
        waiting = Bericht.objects.filter(toestand="wachtend").count()

        actie.refresh_from_db()
        inhoud = replace(inhoud_of(actie), **changes)
        change_actie(actie=actie, inhoud=inhoud, inzender=kring.inzender)

        one = Escalatie.objects.get()
        assert (one.status, one.reden) == ("vervallen", reden)
        assert waiting == 1
        assert not Bericht.objects.filter(toestand="wachtend").exists()
        assert run_round(peildatum=TODAY).vervallen == 0

    def test_a_new_deadline_is_a_new_round(self, kring: Kring) -> None:
        actie = kring.actie(dagen=0)
        run_round(peildatum=TODAY)
        Actie.objects.filter(pk=actie.pk).update(
            deadline=TODAY + 10 * DAY, volgende_controle_op=TODAY
        )
        run_round(peildatum=TODAY)
        assert told()[-1] == ("deadline", "preventie", "datum", "open")
        # And back again: what was recorded for that day is not asked twice.
        Actie.objects.filter(pk=actie.pk).update(deadline=TODAY, volgende_controle_op=TODAY)
        telling = run_round(peildatum=TODAY)
        assert (telling.geescaleerd, telling.vervallen) == (0, 1)

    def test_nothing_once_the_pact_is_over(self, kring: Kring) -> None:
        kring.actie(dagen=-10)
        run_round(peildatum=TODAY)
        change_pact(
            pact=kring.pact,
            gegevens=replace(gegevens_of(kring.pact), einde=TODAY - DAY),
            inzender=kring.inzender,
        )
        telling = run_round(peildatum=TODAY)
        assert (telling.vervallen, Escalatie.objects.filter(status="open").count()) == (1, 0)
        assert Escalatie.objects.exclude(reden="").latest("pk").reden


class TestPeople:
    def test_the_contacts_of_the_owner(self, kring: Kring) -> None:
        other = make_user(Rol.PARTNER, kring.gemeente)
        Contactpersoon.objects.create(partner=kring.partner, user=other, van=TODAY)
        kring.actie(dagen=0, eigenaar=kring.partner)

        run_round(peildatum=TODAY)

        assert asked() == {(other.email, "partner", "rol")}
        assert Escalatie.objects.get(status="open").zonder_ontvanger == []

    def test_all_who_are_there_where_no_contact_can_be_reached(self, kring: Kring) -> None:
        gone = make_user(Rol.PARTNER, kring.gemeente)
        User.objects.filter(pk=gone.pk).update(onbestelbaar_op=timezone.now())
        Contactpersoon.objects.create(partner=kring.partner, user=gone, van=TODAY)
        kring.actie(dagen=0, eigenaar=kring.partner)

        run_round(peildatum=TODAY)

        assert asked() == {(kring.deelnemer.email, "partner", "rol")}

    def test_a_vervanger_stands_in(self, kring: Kring) -> None:
        other = make_user(Rol.PARTNER, kring.gemeente)
        Contactpersoon.objects.create(partner=kring.partner, user=kring.deelnemer, van=TODAY)
        Vervanging.objects.create(
            organisatie=kring.gemeente,
            user=kring.deelnemer,
            vervanger=other,
            van=TODAY + DAY,
            tot=TODAY + 9 * DAY,
        )
        kring.actie(dagen=0, eigenaar=kring.partner)
        run_round(peildatum=TODAY)
        assert asked() == {(kring.deelnemer.email, "partner", "rol")}

        run_round(peildatum=TODAY + DAY)
        assert asked() == {(other.email, "partner", "vervanging")}
        assert run_round(peildatum=TODAY + 2 * DAY).acties == 0

    @pytest.mark.parametrize("why", ["no owner", "left", "nobody"])
    def test_who_leads_is_next_in_line_and_the_hole_shows(self, kring: Kring, why: str) -> None:
        kring.actie(dagen=0, eigenaar=None if why == "no owner" else kring.partner)
        if why == "left":
            end_partner(partner=kring.partner, inzender=kring.inzender)
        if why == "nobody":
            User.objects.filter(pk=kring.deelnemer.pk).update(is_active=False)

        run_round(peildatum=TODAY)

        assert asked() == {(kring.regievoerder.email, "partner", "volgende")}
        assert Escalatie.objects.get(status="open").zonder_ontvanger == ["partner"]

    def test_an_owner_that_leaves_is_not_asked_any_more(self, kring: Kring) -> None:
        kring.actie(dagen=0, eigenaar=kring.partner)
        run_round(peildatum=TODAY)
        end_partner(partner=kring.partner, inzender=kring.inzender)

        run_round(peildatum=TODAY)

        assert asked() == {(kring.regievoerder.email, "partner", "volgende")}
        assert Bericht.objects.get(ontvanger=kring.deelnemer).toestand == "ingetrokken"

    def test_the_watch_is_woken_and_the_page_does_not_name_who_left(self, kring: Kring) -> None:
        actie = kring.actie(dagen=0, eigenaar=kring.partner)
        run_round(peildatum=TODAY)
        page = reverse("pact:actie", args=[kring.pact.code, actie.nr])
        client = log_in(kring.regievoerder)
        assert str(kring.deelnemer) in text_of(client, page)
        before = wake_ups()
        with TestCase.captureOnCommitCallbacks(execute=True):
            end_partner(partner=kring.partner, inzender=kring.inzender)

        assert wake_ups() == before + 1
        between = text_of(client, page)
        assert f"Gevraagd aan {kring.deelnemer}" not in between
        assert "Zo meteen staat hier aan wie dit nu gevraagd wordt." in between
        run_round(peildatum=TODAY)
        assert f"Gevraagd aan {kring.regievoerder}" in text_of(client, page)

    def test_somebody_new_fills_the_hole(self, kring: Kring) -> None:
        User.objects.filter(pk=kring.deelnemer.pk).update(is_active=False)
        kring.actie(dagen=0, eigenaar=kring.partner)
        run_round(peildatum=TODAY)
        new = make_user(Rol.PARTNER, kring.gemeente)
        look_again(new.pk, kring.gemeente.pk)

        run_round(peildatum=TODAY)

        assert asked() == {(new.email, "partner", "rol")}
        assert Escalatie.objects.get(status="open").zonder_ontvanger == []

    def test_higher_up_co_owners_and_who_leads_are_asked_too(self, kring: Kring) -> None:
        jeugd = make_organisatie(Soort.JEUGDHULP)
        mede = Partner.objects.create(pact=kring.pact, organisatie=jeugd, van=TODAY)
        person = make_user(Rol.PARTNER, jeugd)
        kring.actie(dagen=-7, eigenaar=kring.partner, mede_eigenaren=frozenset({mede}))
        run_round(peildatum=TODAY)
        both = {(kring.deelnemer.email, "partner", "rol"), (person.email, "betrokkene", "rol")}
        assert asked() == both

        run_round(peildatum=TODAY + 21 * DAY)
        assert asked() == both | {(kring.regievoerder.email, "regievoerder", "rol")}
        Partner.objects.filter(pk=mede.pk).update(tot=TODAY)


class TestOneEngine:
    def test_casussen_and_actions_in_one_round(self, kring: Kring) -> None:
        region = make_region()
        make_casus(region, dagen=30)
        kring.actie(dagen=0)

        telling = run_round(peildatum=TODAY)

        assert (telling.bekeken, telling.acties, telling.geescaleerd) == (1, 1, 2)
        assert telling.as_json()["acties"] == 1
        about = Escalatie.objects.values_list("casus_id", "actie_id")
        assert {(casus is None, actie is None) for casus, actie in about} == {
            (True, False),
            (False, True),
        }

    def test_the_statements_of_a_round_do_not_grow(self, kring: Kring) -> None:
        def statements(aantal: int) -> int:
            for n in range(aantal):
                kring.actie(dagen=-n % 40, eigenaar=kring.partner)
            with CaptureQueriesContext(
                connection,
            ) as captured:
                run_round(peildatum=TODAY)
            return len(captured)

        few = statements(3)
        assert statements(30) <= few + 2  # the savepoint of a batch apart

    def test_one_that_fails_holds_up_no_other(
        self, kring: Kring, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bad, good = kring.actie(dagen=0), kring.actie(dagen=0)
        real = DueActie.beeld

        def beeld(self: DueActie, peildatum: date) -> Beeld:
            if self.pk == bad.pk:
                raise RuntimeError("broken")
            return real(self, peildatum)

        monkeypatch.setattr(DueActie, "beeld", beeld)
        telling = run_round(peildatum=TODAY)
        assert telling.fouten == [f"{kring.pact.code}/{bad.nr}"]
        assert Escalatie.objects.get(status="open").actie == good
        bad.refresh_from_db()
        assert bad.volgende_controle_op == TODAY + DAY


class TestMail:
    def test_number_rung_day_and_link_and_nothing_else(
        self, kring: Kring, monday: time_machine.Traveller
    ) -> None:
        actie = kring.actie(dagen=-7, eigenaar=kring.partner)
        run_round(peildatum=TODAY)
        send_berichten()

        (message,) = mail.outbox
        assert message.subject == (
            f"Actie {actie.nr} van waterstad-2026: signaleren, reageer uiterlijk do 26 nov"
        )
        assert message.to == [kring.deelnemer.email]
        pk = Escalatie.objects.get(status="open").pk
        assert f"/signalen/acties/{pk}/" in message.body
        assert "lijsten" not in message.body  # a word of the action
        assert str(kring.gemeente) not in message.body
        monday.shift(timedelta(days=7))
        run_round(peildatum=TODAY + 7 * DAY)
        send_berichten()
        assert mail.outbox[-1].subject.startswith("Herinnering actie 1 van waterstad-2026")
