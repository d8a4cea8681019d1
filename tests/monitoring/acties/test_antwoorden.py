"""What a partner answers to a signal about its action, and what comes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cases.errors import NietToegestaan
from monitoring.models import Escalatie, Geadresseerde, Reactie
from monitoring.services.actiereacties import answer_actie
from monitoring.services.watch import run_round
from pact.errors import AlGedaan
from pact.keuzes import Antwoord, PartnerRol
from pact.models import ActieLog, Partner
from pact.services.partners import add_partner
from pact.services.voortgang import hand_over_actie, postpone_actie
from tests.factories import make_organisatie, make_user
from tests.monitoring.acties.conftest import TODAY, Gevraagd
from tests.pact.hulp import make_kring
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.berichten.models import Bericht

DAY = timedelta(days=1)


def answer(g: Gevraagd, antwoord: Antwoord, user: User | None = None, **extra: Any) -> Reactie:
    """Answer the signal as the partner, or as somebody else."""
    sleutel = extra.pop("sleutel", None)
    return answer_actie(
        escalatie=g.escalatie, antwoord=antwoord, inzender=g.by(user, sleutel), **extra
    )


def round_on(day: date, monday: time_machine.Traveller) -> None:
    """Let the watch go round at noon of a day."""
    monday.move_to(f"{day.isoformat()}T11:00:00+00:00")
    run_round(peildatum=day)


def other_partner(g: Gevraagd) -> tuple[Partner, User]:
    """Return another partner of the pact, with a person."""
    place = make_organisatie(Soort.JEUGDHULP)
    partner = add_partner(
        pact=g.kring.pact,
        organisatie=place,
        rol=PartnerRol.DEELNEMER,
        inzender=g.kring.inzender,
    )
    return partner, make_user(Rol.PARTNER, place)


class TestOpSchema:
    def test_it_is_quiet_until_the_day_and_the_deadline_goes_on(
        self, gevraagd: Gevraagd, monday: time_machine.Traveller
    ) -> None:
        answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY + 4 * DAY, toelichting="Loopt.")

        assert (gevraagd.again().status, gevraagd.again().rust_tot) == (
            "beantwoord",
            TODAY + 4 * DAY,
        )
        assert not Bericht.objects.filter(toestand="wachtend").exists()
        line = ActieLog.objects.latest("pk")
        assert (line.antwoord, line.tekst) == ("op_schema", "Loopt.")
        assert line.in_words() == [("Geen herinnering tot en met", "", "27 nov 2026")]
        round_on(TODAY + 4 * DAY, monday)
        assert gevraagd.again().status == "beantwoord"
        # A week after the deadline is another rung, whatever was answered before.
        round_on(TODAY + 7 * DAY, monday)
        top = Escalatie.objects.get(status="open")
        assert (top.trede, top.oorzaak) == ("signaleren", "datum")

    def test_after_that_day_it_is_asked_again(
        self, gevraagd: Gevraagd, monday: time_machine.Traveller
    ) -> None:
        answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY + DAY)
        round_on(TODAY + 2 * DAY, monday)
        one = gevraagd.again()
        assert (one.status, one.herinneringen, one.rust_tot) == ("open", 1, None)

    def test_without_a_day_it_waits_for_the_next_rung(
        self, gevraagd: Gevraagd, monday: time_machine.Traveller
    ) -> None:
        answer(gevraagd, Antwoord.OP_SCHEMA)
        for n in range(7):
            round_on(TODAY + n * DAY, monday)
        assert Escalatie.objects.filter(status="open").count() == 0
        round_on(TODAY + 7 * DAY, monday)
        assert Escalatie.objects.get(status="open").trede == "signaleren"

    def test_after_the_last_rung_a_day_is_asked(
        self, gevraagd: Gevraagd, monday: time_machine.Traveller
    ) -> None:
        round_on(TODAY + 28 * DAY, monday)
        gevraagd.escalatie = Escalatie.objects.get(status="open")
        with pytest.raises(ValidationError) as refused:
            answer(gevraagd, Antwoord.OP_SCHEMA)
        assert list(refused.value.message_dict) == ["rust_tot"]
        answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY + 30 * DAY)

    @pytest.mark.parametrize("day", [TODAY - DAY, TODAY + 15 * DAY])
    def test_a_day_that_cannot_be(self, gevraagd: Gevraagd, day: date) -> None:
        with pytest.raises(ValidationError) as refused:
            answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=day)
        assert list(refused.value.message_dict) == ["rust_tot"]
        assert gevraagd.again().status == "open"


class TestLater:
    def test_the_round_begins_anew(self, gevraagd: Gevraagd) -> None:
        new = TODAY + 10 * DAY
        reactie = answer(gevraagd, Antwoord.LATER, deadline=new, toelichting="De zaal is er niet.")

        assert (reactie.soort, reactie.deadline) == ("later", new)
        one = gevraagd.again()
        assert (one.status, one.reden) == ("vervallen", "De deadline van de actie is veranderd.")
        run_round(peildatum=TODAY)
        fresh = Escalatie.objects.get(status="open")
        assert (fresh.trede, fresh.verzuim_sinds) == ("preventie", new)

    @pytest.mark.parametrize(
        ("values", "veld"),
        [
            ({"toelichting": "Reden."}, "deadline"),
            ({"deadline": TODAY + 9 * DAY, "toelichting": ""}, "toelichting"),
            ({"deadline": TODAY, "toelichting": "Reden."}, "deadline"),
        ],
    )
    def test_it_needs_a_later_day_and_a_reason(
        self, gevraagd: Gevraagd, values: dict[str, Any], veld: str
    ) -> None:
        with pytest.raises(ValidationError) as refused:
            answer(gevraagd, Antwoord.LATER, **values)
        assert list(refused.value.message_dict) == [veld]
        assert gevraagd.again().status == "open"

    def test_on_the_page_of_the_action_comes_to_the_same(self, gevraagd: Gevraagd) -> None:
        postpone_actie(
            actie=gevraagd.actie,
            deadline=TODAY + 60 * DAY,
            reden="Meer tijd nodig.",
            inzender=gevraagd.by(),
        )
        assert gevraagd.again().status == "vervallen"
        reactie = Reactie.objects.get()
        assert (reactie.soort, reactie.toelichting) == ("later", "Meer tijd nodig.")


class TestGedaan:
    def test_it_lapses_with_the_evidence_kept(self, gevraagd: Gevraagd) -> None:
        answer(gevraagd, Antwoord.GEDAAN, bewijs="Het verslag staat online.", resultaat="Klaar.")

        gevraagd.actie.refresh_from_db()
        assert gevraagd.actie.status == "gedaan"
        assert (gevraagd.again().status, gevraagd.again().reden) == (
            "vervallen",
            "De actie is gedaan.",
        )
        assert gevraagd.actie.bewijzen.get().omschrijving == "Het verslag staat online."
        assert run_round(peildatum=TODAY).geescaleerd == 0
        gevraagd.actie.refresh_from_db()
        assert (gevraagd.actie.trede, gevraagd.actie.volgende_controle_op.year) == ("", 9999)

    def test_it_needs_evidence(self, gevraagd: Gevraagd) -> None:
        with pytest.raises(ValidationError) as refused:
            answer(gevraagd, Antwoord.GEDAAN)
        assert list(refused.value.message_dict) == ["bewijs"]


class TestOverdragen:
    def test_the_new_owner_is_asked_with_a_new_term(
        self, gevraagd: Gevraagd, monday: time_machine.Traveller
    ) -> None:
        partner, person = other_partner(gevraagd)
        round_on(TODAY + 8 * DAY, monday)
        gevraagd.escalatie = Escalatie.objects.get(status="open")
        reactie = answer(gevraagd, Antwoord.OVERDRAGEN, naar=partner, toelichting="Hun taak.")
        assert reactie.naar_partner == partner

        run_round(peildatum=TODAY + 8 * DAY)

        one = gevraagd.again()
        assert (one.status, one.doorgestuurd, one.herinnerd_op) == ("open", 1, None)
        assert one.reageer_voor == date(2026, 12, 4)  # three werkdagen after 1 December
        now = Geadresseerde.objects.filter(escalatie=one, tot__isnull=True)
        assert [row.user for row in now] == [person]

    def test_at_most_twice_and_never_in_a_circle(self, gevraagd: Gevraagd) -> None:
        people = [other_partner(gevraagd) for _ in range(3)]
        last = gevraagd.again().reageer_voor
        user = gevraagd.kring.deelnemer
        for partner, person in people:
            answer(gevraagd, Antwoord.OVERDRAGEN, user, naar=partner, toelichting="Verder.")
            user = person
        assert gevraagd.again().doorgestuurd == 3
        assert gevraagd.again().reageer_voor == last  # the same day: begun anew on it, twice
        with pytest.raises(ValidationError) as refused:
            answer(gevraagd, Antwoord.OVERDRAGEN, user, naar=people[0][0], toelichting="Terug.")
        assert list(refused.value.message_dict) == ["naar"]

    def test_on_the_page_of_the_action_comes_to_the_same(self, gevraagd: Gevraagd) -> None:
        partner, _ = other_partner(gevraagd)
        hand_over_actie(
            actie=gevraagd.actie, naar=partner, reden="Hun taak.", inzender=gevraagd.by()
        )
        assert (gevraagd.again().doorgestuurd, Reactie.objects.get().soort) == (1, "overdragen")


class TestWho:
    def test_a_partner_that_does_not_own_it_cannot_answer(self, gevraagd: Gevraagd) -> None:
        _, person = other_partner(gevraagd)
        with pytest.raises(NietToegestaan):
            answer(gevraagd, Antwoord.OP_SCHEMA, person, rust_tot=TODAY)

    def test_nobody_of_another_pact(self, gevraagd: Gevraagd) -> None:
        stranger = make_kring("elders-2026").regievoerder
        with pytest.raises(NietToegestaan):
            answer(gevraagd, Antwoord.OP_SCHEMA, stranger, rust_tot=TODAY)

    def test_who_leads_can(self, gevraagd: Gevraagd) -> None:
        user = gevraagd.kring.regievoerder
        assert answer(gevraagd, Antwoord.OP_SCHEMA, user, rust_tot=TODAY).door == user

    def test_pressing_twice_answers_once(self, gevraagd: Gevraagd) -> None:
        sleutel = uuid4()
        answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY, sleutel=sleutel)
        with pytest.raises(AlGedaan):
            answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY, sleutel=sleutel)
        assert Reactie.objects.count() == 1

    def test_who_was_overtaken_is_told(self, gevraagd: Gevraagd) -> None:
        answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY)
        with pytest.raises(NietToegestaan, match="antwoordde intussen: op schema"):
            answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY, laatste=0)

    def test_what_lapsed_asks_nothing(self, gevraagd: Gevraagd) -> None:
        answer(gevraagd, Antwoord.LATER, deadline=TODAY + 60 * DAY, toelichting="Later.")
        with pytest.raises(NietToegestaan, match="vervallen"):
            answer(gevraagd, Antwoord.OP_SCHEMA, rust_tot=TODAY)
