"""Who replaces whom, what people get by mail, and addresses where mail does not arrive."""

from __future__ import annotations

from datetime import date, timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, close_old_connections, connection, transaction
from django.utils import timezone

from tests.factories import LONG_AGO, Region, make_region, make_user
from thuiszitters.accounts import wijzigingen
from thuiszitters.accounts.bereik import (
    change_email,
    clear_onbestelbaar,
    end_vervanging,
    mark_onbestelbaar,
    set_mailvoorkeur,
    set_storingsoverzicht,
    set_vervanging,
)
from thuiszitters.accounts.models import Lidmaatschap, Mailvoorkeur, User, Vervanging
from thuiszitters.accounts.rollen import Rol
from thuiszitters.accounts.selectors import (
    audit_lines,
    possible_vervangers,
    vervangingen_of,
    vervangt,
)
from thuiszitters.accounts.services import add_lidmaatschap, request_password_reset
from thuiszitters.audit.models import AuditRegel
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.registry import tell_undeliverable

pytestmark = pytest.mark.usefixtures("monday")


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def plan(region: Region, vervanger: User, van: int = 0, tot: int = 7) -> Vervanging:
    """Return that the coordinator is away, in days from today."""
    return set_vervanging(
        user=region.coordinator,
        vervanger=vervanger,
        organisatie=region.swv,
        van=today(van),
        tot=today(tot),
        door=region.coordinator,
    )


def refused(region: Region, vervanger: User, van: int = 0, tot: int = 7) -> dict[str, list[str]]:
    """Return the messages, per field, with which a plan is refused."""
    with pytest.raises(ValidationError) as caught:
        plan(region, vervanger, van, tot)
    assert not Vervanging.objects.filter(vervanger=vervanger).exists()
    return caught.value.message_dict


class TestVervanging:
    def test_it_is_stored_and_stands_in_the_log(self, region: Region) -> None:
        vervanging = plan(region, region.directeur)

        assert list(vervangingen_of(region.coordinator)) == [vervanging]
        assert list(vervangt(region.directeur)) == [vervanging]
        line = AuditRegel.objects.get(gebeurtenis="vervanging ingesteld")
        assert line.organisatie_id == region.swv.pk
        assert line.gegevens == {
            "vervanger": region.directeur.pk,
            "van": "2026-11-23",
            "tot": "2026-11-30",
        }

    @pytest.mark.parametrize(
        ("van", "tot", "field", "message"),
        [
            (-1, 7, "van", "al voorbij"),
            (0, 0, "tot", "na de eerste dag afwezig"),
            (3, 2, "tot", "na de eerste dag afwezig"),
            (0, 367, "tot", "langer dan een jaar"),
        ],
    )
    def test_days_that_cannot_be_right(
        self, region: Region, van: int, tot: int, field: str, message: str
    ) -> None:
        assert message in refused(region, region.directeur, van, tot)[field][0]

    def test_a_whole_year_is_allowed(self, region: Region) -> None:
        assert plan(region, region.directeur, 0, 366).pk

    def test_nobody_replaces_themselves(self, region: Region) -> None:
        assert "niemand vervangt zichzelf" in refused(region, region.coordinator)["vervanger"][0]

    def test_who_sees_no_casussen_there_is_refused(self, region: Region) -> None:
        beheerder = make_user(Rol.BEHEERDER, region.swv)

        for person in (beheerder, region.leerplichtambtenaar, make_region().coordinator):
            message = refused(region, person)["vervanger"][0]
            assert "kan op 23 nov 2026 geen casussen zien" in message

    def test_membership_counts_on_the_first_day_away(self, region: Region) -> None:
        leaving = make_user(Rol.COORDINATOR, region.swv, tot=today(3))
        coming = make_user(Rol.COORDINATOR, region.swv, van=today(3))

        assert refused(region, leaving, 3, 7)["vervanger"]
        assert refused(region, coming, 2, 7)["vervanger"]
        assert plan(region, leaving, 2, 3).pk
        assert plan(region, coming, 3, 7).pk

    def test_who_may_not_log_in_or_gets_no_mail_is_refused(self, region: Region) -> None:
        gone = make_user(Rol.COORDINATOR, region.swv)
        User.objects.filter(pk=gone.pk).update(is_active=False)
        mark_onbestelbaar(user=region.directeur, reden="550")
        region.directeur.refresh_from_db()

        assert "geen casussen zien" in refused(region, gone)["vervanger"][0]
        assert "komt niet aan" in refused(region, region.directeur)["vervanger"][0]

    def test_somebody_without_casework_needs_no_vervanger(self, region: Region) -> None:
        beheerder = make_user(Rol.BEHEERDER, region.swv)

        with pytest.raises(ValidationError, match="niet nodig"):
            set_vervanging(
                user=beheerder,
                vervanger=region.directeur,
                organisatie=region.swv,
                van=today(),
                tot=today(7),
                door=beheerder,
            )

    def test_one_vervanger_at_a_time_and_organisation(self, region: Region) -> None:
        colleague = make_user(Rol.COORDINATOR, region.swv)
        plan(region, region.directeur, 2, 7)

        assert "al een vervanger" in str(refused(region, colleague, 0, 3))
        assert plan(region, colleague, 0, 2).pk
        assert plan(region, colleague, 7, 9).pk

    def test_the_database_refuses_it_too(self, region: Region) -> None:
        plan(region, region.directeur)
        values = {"user": region.coordinator, "organisatie": region.swv}
        wrong: list[tuple[User, int, int]] = [
            (region.directeur, 3, 4),
            (region.coordinator, 30, 31),
            (region.directeur, 31, 30),
        ]
        for vervanger, van, tot in wrong:
            with pytest.raises(IntegrityError), transaction.atomic():
                Vervanging.objects.create(
                    **values, vervanger=vervanger, van=today(van), tot=today(tot)
                )

    def test_ending_it(self, region: Region) -> None:
        running = plan(region, region.directeur)
        Vervanging.objects.filter(pk=running.pk).update(van=today(-3))
        planned = plan(region, region.directeur, 20, 25)

        for vervanging in (running, planned, running):
            end_vervanging(vervanging=vervanging, door=region.coordinator)

        running.refresh_from_db()
        assert running.tot == today()
        assert not Vervanging.objects.filter(pk=planned.pk).exists()
        assert AuditRegel.objects.filter(gebeurtenis="vervanging beëindigd").count() == 2

    def test_who_may_be_chosen(self, region: Region) -> None:
        make_user(Rol.BEHEERDER, region.swv)
        make_user(Rol.COORDINATOR, region.swv, tot=today())
        coming = make_user(Rol.COORDINATOR, region.swv, van=today(9))
        bounced = make_user(Rol.COORDINATOR, region.swv)
        mark_onbestelbaar(user=bounced, reden="550")
        add_lidmaatschap(
            user=region.directeur, organisatie=region.swv, rol=Rol.COORDINATOR, van=LONG_AGO
        )

        [(organisatie, people)] = possible_vervangers(region.coordinator, [region.swv])

        assert organisatie == region.swv
        assert sorted(user.pk for user in people) == sorted([coming.pk, region.directeur.pk])


@pytest.mark.django_db(transaction=True)
def test_two_plans_at_once_leave_one() -> None:
    region = make_region()
    second = make_user(Rol.COORDINATOR, region.swv)
    start, said = Barrier(2), []

    def go(vervanger: User) -> None:
        start.wait()
        try:
            plan(region, vervanger)
        except ValidationError as error:
            said.append(str(error))
        finally:
            close_old_connections()
            connection.close()

    threads = [Thread(target=go, args=(user,)) for user in (region.directeur, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Vervanging.objects.count() == 1
    assert len(said) == 1
    assert "al een vervanger" in said[0]


class TestMail:
    def test_a_preference_is_kept_and_logged_once(self, region: Region) -> None:
        me = region.coordinator
        for _ in range(2):
            set_mailvoorkeur(user=me, mailvoorkeur=Mailvoorkeur.DAGELIJKS, door=me)
            set_storingsoverzicht(user=me, aan=False, door=me)

        me.refresh_from_db()
        assert (me.mailvoorkeur, me.storingsoverzicht) == ("dagelijks", False)
        assert AuditRegel.objects.filter(gebeurtenis="mailvoorkeur dagelijks").count() == 1
        assert AuditRegel.objects.filter(gebeurtenis="storingsoverzicht uit").count() == 1

    def test_a_bounce_is_marked_once_and_seen_by_the_auditor(self, region: Region) -> None:
        me = region.coordinator
        long_ago = timezone.now() - timedelta(days=3)

        assert mark_onbestelbaar(user=me, reden="550\n 5.1.1  " + "x" * 300)
        User.objects.filter(pk=me.pk).update(onbestelbaar_op=long_ago)
        assert not mark_onbestelbaar(user=me, reden="later")

        me.refresh_from_db()
        assert me.onbestelbaar_op == long_ago
        assert me.onbestelbaar_reden.startswith("550 5.1.1 x")
        assert not me.is_bereikbaar
        lines = audit_lines([region.swv.pk]).filter(gebeurtenis="e-mailadres onbestelbaar")
        assert [line.onderwerp_id for line in lines] == [str(me.pk)]

    def test_a_bounce_is_marked_whatever_else_is_stored(self, region: Region) -> None:
        User.objects.filter(pk=region.coordinator.pk).update(email="geen adres", naam="")

        assert mark_onbestelbaar(user=region.coordinator, reden="550")

    def test_it_is_cleared_by_hand_or_with_another_address(self, region: Region) -> None:
        me = region.coordinator
        mark_onbestelbaar(user=me, reden="550")
        assert clear_onbestelbaar(user=me, door=region.directeur).is_bereikbaar

        mark_onbestelbaar(user=me, reden="550")
        same = change_email(user=me, email=me.email.upper(), door=region.directeur)
        assert not same.is_bereikbaar
        changed = change_email(user=me, email=" Nieuw@Voorbeeld.example ", door=region.directeur)

        assert changed.is_bereikbaar
        assert (changed.email, changed.onbestelbaar_reden) == ("nieuw@voorbeeld.example", "")
        assert AuditRegel.objects.filter(gebeurtenis="e-mailadres gewijzigd").count() == 1

    def test_mail_of_before_the_correction_says_nothing_about_the_new_address(
        self, region: Region
    ) -> None:
        me = region.coordinator
        sent = timezone.now()
        correction = change_email(user=me, email="nieuw@voorbeeld.example", door=region.directeur)
        User.objects.filter(pk=me.pk).update(adres_sinds=sent + timedelta(hours=1))

        assert correction.adres_sinds is not None
        assert not mark_onbestelbaar(user=me, reden="550", verzonden_op=sent)
        assert mark_onbestelbaar(user=me, reden="550", verzonden_op=sent + timedelta(hours=1))

    def test_the_outbox_tells_whose_mail_came_back(self, region: Region) -> None:
        request_password_reset(user=region.coordinator)

        tell_undeliverable(Bericht.objects.get(ontvanger=region.coordinator))

        me = User.objects.get(pk=region.coordinator.pk)
        assert (me.is_bereikbaar, me.onbestelbaar_reden) == (False, "De e-mail kwam terug")

    @pytest.mark.parametrize("email", ["", "geen adres", "a@b.example\nBcc: x@y.example"])
    def test_an_address_that_cannot_be_right(self, region: Region, email: str) -> None:
        with pytest.raises(ValidationError) as caught:
            change_email(user=region.coordinator, email=email, door=region.directeur)

        assert set(caught.value.message_dict) == {"email"}

    def test_an_address_of_somebody_else(self, region: Region) -> None:
        with pytest.raises(ValidationError, match="ander account"):
            change_email(
                user=region.coordinator,
                email=region.directeur.email.upper(),
                door=region.directeur,
            )


def test_a_role_that_ended_leaves_no_way_in(region: Region) -> None:
    plan(region, region.directeur)
    Lidmaatschap.objects.filter(user=region.directeur).update(tot=today())

    assert possible_vervangers(region.coordinator, [region.swv]) == [(region.swv, [])]


def test_others_hear_of_every_change_of_who_can_be_reached(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[int, int | None]] = []
    monkeypatch.setattr(wijzigingen, "_handlers", [lambda *change: heard.append(change)])
    me, colleague, place = region.coordinator, region.directeur, region.swv.pk

    def said(*changes: tuple[int, int | None]) -> bool:
        told = heard == list(changes)
        heard.clear()
        return told

    plan(region, colleague, 5, 7)
    assert said(), "nothing changes yet"
    running = plan(region, colleague, 0, 5)
    assert said((me.pk, None))
    end_vervanging(vervanging=running, door=me)
    assert said((colleague.pk, None))
    mark_onbestelbaar(user=me, reden="550")
    assert said((me.pk, None))
    clear_onbestelbaar(user=me, door=me)
    assert said((me.pk, place))
    change_email(user=me, email="nieuw@voorbeeld.example", door=me)
    assert said((me.pk, place))
