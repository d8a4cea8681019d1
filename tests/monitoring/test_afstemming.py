"""The reconciliation: nothing to say after a real round, and every kind of difference by name.

Each difference is made by hand in the database, behind the back of the services.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from cases.models import Casus, Gebeurtenis, Leerling, Regelset
from cases.models.casus import METEEN, NOOIT
from cases.models.casus import Uitkomst as CasusUitkomst
from cases.services.casussen import close_casus
from cases.services.feiten import register_terugkeer
from monitoring.models import (
    Afstemming,
    Escalatie,
    Geadresseerde,
    Reactie,
    ReactieSoort,
    Ronde,
    Stap,
    Verschil,
    VerschilSoort,
)
from monitoring.selectors.techniek import waarom_geen_berichten
from monitoring.services.afstemming import casussen as by_casus
from monitoring.services.afstemming import continue_afstemming, post, run_afstemming
from monitoring.services.afstemming.loop import _LOCK
from monitoring.services.overdracht import hand_over_caseload
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.berichten.claim import claim_next, note, release
from thuiszitters.berichten.models import Bericht, Poging, Toestand, Uitkomst
from thuiszitters.berichten.relays import open_relay
from thuiszitters.berichten.sender import GEEN_ACCOUNT, NIET_TOEGESTAAN, send_berichten
from thuiszitters.berichten.services import withdraw_berichten
from thuiszitters.ui.templatetags.ui import tijdstip

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def afstemmen() -> Afstemming:
    """Return a reconciliation of now, from beginning to end."""
    done = run_afstemming(nu=timezone.now())
    assert done is not None
    assert done.klaar_op is not None
    return done


def found() -> list[VerschilSoort]:
    """Return the kinds of difference that a reconciliation of now finds, once each."""
    rows = afstemmen().verschillen.values_list("soort", flat=True)
    return sorted({VerschilSoort(soort) for soort in rows})


@pytest.fixture
def casus(region: Region, monday: time_machine.Traveller) -> Casus:
    """A child at home for thirty days, after a round; its mails were sent an hour ago."""
    casus = make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    assert send_berichten().verzonden
    monday.shift(timedelta(hours=1))
    casus.refresh_from_db()
    return casus


def the_open(casus: Casus) -> Escalatie:
    return Escalatie.objects.get(casus=casus, status="open")


class TestNothingToSay:
    def test_after_a_real_round_and_real_mail(self, casus: Casus, region: Region) -> None:
        make_casus(region, dagen=3)
        make_casus(region, dagen=100)
        run_round(peildatum=timezone.localdate())

        done = afstemmen()

        assert list(done.verschillen.all()) == []
        assert done.stap == Stap.KLAAR
        assert done.casussen == 3
        assert done.berichten == Bericht.objects.filter(toestand=Toestand.VERZONDEN).count() > 0

    def test_over_weeks_of_silence_with_an_answer_in_between(
        self, casus: Casus, region: Region, monday: time_machine.Traveller
    ) -> None:
        for day in range(35):
            monday.shift(timedelta(days=1))
            run_round(peildatum=timezone.localdate())
            send_berichten()
            monday.shift(timedelta(minutes=15))
            if day == 5:
                answer_escalatie(
                    escalatie=the_open(casus),
                    soort=ReactieSoort.NEEM_OP,
                    toelichting="Ik bel de ouders.",
                    naar=None,
                    rust_tot=timezone.localdate() + timedelta(days=3),
                    inzender=region.by(),
                )
            if day % 3 == 0:
                assert found() == []
        assert Escalatie.objects.filter(casus=casus).count() > 3

    def test_a_signal_that_was_passed_on(self, casus: Casus, region: Region) -> None:
        answer_escalatie(
            escalatie=the_open(casus),
            soort=ReactieSoort.DOORGESTUURD,
            toelichting="",
            naar=region.leerplichtambtenaar,
            inzender=region.by(),
        )
        assert Reactie.objects.count() == 1

        assert found() == []

    def test_a_casus_that_changed_waits_for_the_watch(self, casus: Casus, region: Region) -> None:
        register_terugkeer(
            casus=casus, op=timezone.localdate(), school=None, tekst="", inzender=region.by()
        )
        casus.refresh_from_db()
        assert casus.volgende_controle_op == METEEN

        assert found() == []

    def test_before_the_first_round_there_is_nothing_to_compare(self) -> None:
        assert run_afstemming(nu=timezone.now()) is None
        assert not Afstemming.objects.exists()


Break = Callable[[Casus], object]


def lose_the_escalation(casus: Casus) -> None:
    Geadresseerde.objects.filter(escalatie__casus=casus).delete()
    Escalatie.objects.filter(casus=casus).delete()


def forget_the_reminder(casus: Casus) -> None:
    Escalatie.objects.filter(status="open").update(reageer_voor=date(2026, 11, 19))


def open_one_too_many(casus: Casus) -> None:
    Escalatie.objects.filter(pk=the_open(casus).pk).update(verzuim_sinds=date(2026, 9, 1))


def never_look_again(casus: Casus) -> None:
    """The worst: nothing is recorded, and the date says that there is never a need to look."""
    lose_the_escalation(casus)
    Casus.objects.update(volgende_controle_op=NOOIT)


def look_too_late(casus: Casus) -> None:
    Casus.objects.update(volgende_controle_op=timezone.localdate() - timedelta(days=2))


def stand_under_other_rules(casus: Casus) -> None:
    Casus.objects.update(regelset="een oude")


def break_the_facts(casus: Casus) -> None:
    Leerling.objects.update(geboortedatum=date(1, 1, 1))


def ask_nobody(casus: Casus) -> None:
    Geadresseerde.objects.update(tot=timezone.localdate())


def lose_a_mail(casus: Casus) -> None:
    first = Bericht.objects.filter(sjabloon="signaal").order_by("pk")[:1]
    Bericht.objects.filter(pk__in=first.values("pk")).update(sleutel="weg", referentie="weg")


def withdraw_a_mail(casus: Casus) -> None:
    first = Bericht.objects.filter(sjabloon="signaal").order_by("pk")[:1]
    Bericht.objects.filter(pk__in=first.values("pk")).update(
        toestand=Toestand.INGETROKKEN, pogingen=0
    )


def bundle_in_nothing(casus: Casus) -> None:
    withdraw_a_mail(casus)
    Bericht.objects.filter(toestand=Toestand.INGETROKKEN).update(toestand=Toestand.GEBUNDELD)


def mail_twice(casus: Casus) -> None:
    bericht = Bericht.objects.filter(sjabloon="signaal").order_by("pk").first()
    assert bericht is not None
    Bericht.objects.create(
        sleutel=f"{bericht.sleutel}:nog-eens",
        referentie=bericht.referentie,
        sjabloon="signaal",
        gegevens=bericht.gegevens,
        ontvanger=bericht.ontvanger,
    )


def remind_without_mail(casus: Casus) -> None:
    Escalatie.objects.filter(status="open").update(herinnerd_op=timezone.localdate())
    Geadresseerde.objects.update(van=timezone.localdate() - timedelta(days=7))


def count_one_as_sent(casus: Casus) -> None:
    bericht = Bericht.objects.filter(toestand=Toestand.VERZONDEN).first()
    assert bericht is not None
    Bericht.objects.create(
        sleutel="verzonden-zonder-poging",
        referentie="elders",
        sjabloon="uitnodiging",
        ontvanger=bericht.ontvanger,
        toestand=Toestand.VERZONDEN,
        verzonden_op=bericht.verzonden_op,
    )


def forget_that_it_was_sent(casus: Casus) -> None:
    first = Bericht.objects.filter(toestand=Toestand.VERZONDEN).order_by("pk")[:1]
    Bericht.objects.filter(pk__in=first.values("pk")).update(
        toestand=Toestand.WACHTEND, verzonden_op=None
    )


def take_it_twice(casus: Casus) -> None:
    bericht = Bericht.objects.filter(toestand=Toestand.VERZONDEN).order_by("pk").first()
    assert bericht is not None
    note(bericht, bericht.pogingen + 1, Uitkomst.AANGENOMEN)


S = VerschilSoort


@pytest.mark.parametrize(
    ("broken", "named"),
    [
        (lose_the_escalation, {S.ESCALATIE_ONTBREEKT}),
        (never_look_again, {S.ESCALATIE_ONTBREEKT}),
        (forget_the_reminder, {S.HERINNERING_ONTBREEKT}),
        (open_one_too_many, {S.ESCALATIE_ONTBREEKT, S.ESCALATIE_TE_VEEL}),
        (look_too_late, {S.NIET_BEKEKEN}),
        (stand_under_other_rules, {S.NIET_BEKEKEN}),
        (break_the_facts, {S.NIET_TE_BEREKENEN}),
        (ask_nobody, {S.NIEMAND_GEVRAAGD}),
        (lose_a_mail, {S.BERICHT_ONTBREEKT}),
        (withdraw_a_mail, {S.BERICHT_INGETROKKEN}),
        (bundle_in_nothing, {S.BERICHT_INGETROKKEN}),
        (mail_twice, {S.BERICHT_DUBBEL}),
        (remind_without_mail, {S.HERINNERING_NIET_GEMAILD}),
        (count_one_as_sent, {S.ZONDER_AANNAME}),
        (forget_that_it_was_sent, {S.AANNAME_ZONDER_BERICHT}),
        (take_it_twice, {S.TWEE_AANNAMES}),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
def test_every_difference_is_named(casus: Casus, broken: Break, named: set[VerschilSoort]) -> None:
    assert found() == []

    broken(casus)

    again = afstemmen()
    # Of mail the second one looks at what came after the first: that is not what is asked here.
    if set(named) & {S.ZONDER_AANNAME, S.AANNAME_ZONDER_BERICHT, S.TWEE_AANNAMES}:
        Afstemming.objects.all().delete()
        again = afstemmen()
    assert set(again.verschillen.values_list("soort", flat=True)) == set(named)


def asked_without_mail() -> list[tuple[int | None, int | None, int | None]]:
    """Return (escalatie, bericht, ontvanger) of those whose mail was withdrawn."""
    rows = afstemmen().verschillen.filter(soort=S.BERICHT_INGETROKKEN)
    return list(rows.values_list("escalatie", "bericht", "ontvanger"))


class TestWithdrawn:
    """Who is asked once more, after the mail was withdrawn, gets it after all or is named."""

    @pytest.fixture
    def waiting(self, region: Region, monday: time_machine.Traveller) -> Bericht:
        """The mail to the coordinator, tried once already, handed over and handed back."""
        make_casus(region, dagen=30)
        run_round(peildatum=timezone.localdate())
        Bericht.objects.update(pogingen=1)
        colleague = make_user(Rol.COORDINATOR, region.swv)
        for van, naar in ((region.coordinator, colleague), (colleague, region.coordinator)):
            hand_over_caseload(van=van, naar=naar, organisatie=region.swv, inzender=region.by())
        run_round(peildatum=timezone.localdate())
        return Bericht.objects.filter(ontvanger=region.coordinator).latest("pk")

    def test_handed_back_it_goes_out_after_all(self, waiting: Bericht) -> None:
        assert asked_without_mail() == []

    def test_withdrawn_and_not_sent_again_it_is_named(
        self, waiting: Bericht, region: Region
    ) -> None:
        withdraw_berichten(
            referenties=[waiting.referentie],
            reden="De casus is overgedragen aan iemand anders.",
            ontvanger_id=region.coordinator.pk,
        )
        escalatie = Escalatie.objects.get(status="open").pk
        assert asked_without_mail() == [(escalatie, waiting.pk, region.coordinator.pk)]

    @pytest.mark.parametrize(
        ("reden", "is_active", "named"),
        [
            ("Niet meer nodig bij verzending.", True, True),
            (NIET_TOEGESTAAN, True, False),
            (GEEN_ACCOUNT, True, True),
            (GEEN_ACCOUNT, False, False),
        ],
    )
    @pytest.mark.parametrize("in_overzicht", [False, True])
    def test_held_back_by_the_sender(
        self,
        waiting: Bericht,
        region: Region,
        reden: str,
        is_active: bool,
        named: bool,
        in_overzicht: bool,
    ) -> None:
        own = Bericht.objects.filter(ontvanger=region.coordinator)
        if in_overzicht:
            bundel = Bericht.objects.create(
                sleutel="overzicht",
                sjabloon="overzicht",
                gegevens={},
                ontvanger=region.coordinator,
                toestand=Toestand.INGETROKKEN,
                reden=reden,
                pogingen=1,
            )
            own.exclude(pk=bundel.pk).update(toestand=Toestand.GEBUNDELD, bundel=bundel)
        else:
            own.update(toestand=Toestand.INGETROKKEN, reden=reden)
        User.objects.filter(pk=region.coordinator.pk).update(is_active=is_active)
        assert bool(asked_without_mail()) is named


def test_an_open_rung_at_a_closed_casus(casus: Casus, region: Region) -> None:
    close_casus(
        casus=casus,
        uitkomst=CasusUitkomst.TERUG,
        toelichting="Weer op school",
        inzender=region.by(),
    )
    run_round(peildatum=timezone.localdate())
    assert found() == []
    Escalatie.objects.filter(casus=casus).update(status="open")

    assert found() == [S.ESCALATIE_TE_VEEL]


def test_a_mail_that_came_back_and_went_out_again_is_right(
    casus: Casus, monday: time_machine.Traveller
) -> None:
    bericht = Bericht.objects.filter(toestand=Toestand.VERZONDEN).order_by("pk").first()
    assert bericht is not None
    note(bericht, bericht.pogingen, Uitkomst.TERUGGEKOMEN)
    Bericht.objects.filter(pk=bericht.pk).update(toestand=Toestand.MISLUKT)
    assert found() == []
    Bericht.objects.filter(pk=bericht.pk).update(
        toestand=Toestand.WACHTEND, niet_voor=timezone.now()
    )
    assert send_berichten().verzonden == 1
    monday.shift(timedelta(hours=1))

    assert found() == []


class TestTheRelay:
    def test_a_mail_that_it_does_not_know_is_named(
        self,
        region: Region,
        monday: time_machine.Traveller,
        settings: Settings,
        tmp_path: Path,
    ) -> None:
        settings.EMAIL_BACKEND = "thuiszitters.berichten.backends.FileBackend"
        settings.MAIL_DIR = tmp_path
        make_casus(region, dagen=30)
        run_round(peildatum=timezone.localdate())
        sent = send_berichten().verzonden
        monday.shift(timedelta(hours=1))
        done = afstemmen()
        assert (done.nagevraagd, list(done.verschillen.all())) == (sent, [])
        Afstemming.objects.all().delete()

        next(tmp_path.glob("*.eml")).unlink()

        assert found() == [S.RELAY_KENT_HET_NIET]

    def test_it_is_asked_about_some_of_many(
        self,
        region: Region,
        monday: time_machine.Traveller,
        settings: Settings,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        settings.EMAIL_BACKEND = "thuiszitters.berichten.backends.FileBackend"
        settings.MAIL_DIR = tmp_path
        for _ in range(4):
            make_casus(region, dagen=30)
        run_round(peildatum=timezone.localdate())
        sent = send_berichten().verzonden
        monday.shift(timedelta(hours=1))
        monkeypatch.setattr(post, "STEEKPROEF", sent // 2)
        monkeypatch.setattr(post, "NAVRAAG", 2)

        assert 0 < afstemmen().nagevraagd <= sent // 2 + 1


class TestRunning:
    def test_in_parts_it_comes_to_the_same(
        self, casus: Casus, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(4):
            make_casus(region, dagen=30)
        run_round(peildatum=timezone.localdate())
        lose_the_escalation(casus)
        whole = afstemmen()
        monkeypatch.setattr(by_casus, "CHUNK", 2)
        monkeypatch.setattr(post, "CHUNK", 1)
        Afstemming.objects.all().delete()

        parts = 1
        while continue_afstemming(nu=timezone.now(), seconds=0.000001):
            parts += 1
            assert parts < 100

        assert parts > 8
        pieces = Afstemming.objects.get()
        assert pieces.casussen == 5
        soorten = [
            list(one.verschillen.order_by("pk").values_list("soort", "casus", "toelichting"))
            for one in (whole, pieces)
        ]
        assert soorten[1]
        assert pieces.verschillen.count() == len(soorten[1])
        assert {row[0] for row in soorten[1]} == {S.ESCALATIE_ONTBREEKT}

    def test_once_a_day_and_not_before_half_past_five(
        self, casus: Casus, monday: time_machine.Traveller
    ) -> None:
        tomorrow = timezone.localtime().replace(hour=5, minute=29) + timedelta(days=1)
        monday.move_to(tomorrow)
        run_round(peildatum=timezone.localdate())
        assert not continue_afstemming(nu=timezone.now(), seconds=60)
        assert not Afstemming.objects.exists()

        monday.shift(timedelta(minutes=1))
        assert not continue_afstemming(nu=timezone.now(), seconds=60)
        assert not continue_afstemming(nu=timezone.now(), seconds=60)

        assert Afstemming.objects.get().klaar_op is not None

    def test_what_was_begun_is_finished_and_what_is_old_is_left(
        self, casus: Casus, monday: time_machine.Traveller
    ) -> None:
        begun = Afstemming.objects.create(
            peildatum=timezone.localdate(),
            begonnen_op=timezone.now() - timedelta(hours=1),
            venster_van=timezone.now() - timedelta(hours=4),
            venster_tot=timezone.now() - timedelta(hours=3),
        )
        assert afstemmen() == begun
        Afstemming.objects.update(klaar_op=None, stap=Stap.CASUSSEN)
        monday.shift(timedelta(hours=21))

        assert afstemmen() != begun

    def test_the_window_joins_the_one_before(
        self, casus: Casus, monday: time_machine.Traveller
    ) -> None:
        first = afstemmen()
        monday.shift(timedelta(days=2))
        second = afstemmen()
        assert second.venster_van == first.venster_tot
        monday.shift(timedelta(days=30))
        assert afstemmen().venster_van == timezone.now() - timedelta(days=7, minutes=10)

    def test_new_rules_are_given_a_day_to_reach_every_casus(
        self, casus: Casus, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Regelset.objects.create(
            swv=region.swv, versie=1, code="proef-1", geldig_vanaf=timezone.localdate()
        )
        assert found() == []
        monkeypatch.setattr(by_casus, "_REKENTIJD", timedelta(0))
        assert found() == [S.NIET_BEKEKEN]

    def test_when_everything_is_wrong_enough_is_written(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for _ in range(4):
            make_casus(region, dagen=30)
        run_round(peildatum=timezone.localdate())
        for one in Casus.objects.all():
            lose_the_escalation(one)
        monkeypatch.setattr("monitoring.services.afstemming.loop.MEESTE_VERSCHILLEN", 3)
        assert afstemmen().verschillen.count() == 3

    def test_it_writes_nothing_but_its_own(self, casus: Casus) -> None:
        lose_the_escalation(casus)
        before = list(Casus.objects.values()), Gebeurtenis.objects.count(), Poging.objects.count()
        with CaptureQueriesContext(connection, ) as queries:  # fmt: skip
            afstemmen()
        told = [query["sql"] for query in queries]
        assert before == (
            list(Casus.objects.values()), Gebeurtenis.objects.count(), Poging.objects.count()
        )  # fmt: skip
        assert [sql for sql in told if "FOR UPDATE" in sql or "LOCK TABLE" in sql] == []
        writing = [s for s in told if s.startswith(("UPDATE", "INSERT", "DELETE"))]
        own = ("monitoring_afstemming", "monitoring_verschil")
        assert [sql for sql in writing if not any(table in sql for table in own)] == []

    def test_the_statements_do_not_grow_with_the_casussen(self, region: Region) -> None:
        def count(casussen: int) -> int:
            for _ in range(casussen):
                make_casus(region, dagen=30)
            run_round(peildatum=timezone.localdate())
            Afstemming.objects.all().delete()
            with CaptureQueriesContext(connection) as queries:
                afstemmen()
            return len(queries)

        assert count(2) == count(6)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one(region: Region) -> None:
    make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        assert run_afstemming(nu=timezone.now()) is None
        with other.cursor() as cursor:  # closing alone gives it back a moment later
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
    finally:
        other.close()

    assert run_afstemming(nu=timezone.now()) is not None


@pytest.mark.django_db(transaction=True)
def test_it_neither_waits_for_a_lock_nor_holds_one(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM cases_casus WHERE id = %s FOR UPDATE", [casus.pk])
            with transaction.atomic(), connection.cursor() as ours:
                ours.execute("SET LOCAL lock_timeout = '2s'")
            assert afstemmen().casussen == 1
            cursor.execute("ROLLBACK")
    finally:
        other.close()


class TestTheCommand:
    def test_it_says_that_all_agrees(self, casus: Casus) -> None:
        out = StringIO()
        call_command("afstemming", "--json", stdout=out)
        said: dict[str, Any] = json.loads(out.getvalue())
        assert (said["verschillen"], said["lijst"], said["casussen"]) == (0, [], 1)

    def test_without_mail_it_says_why_there_was_nothing_to_compare(self, casus: Casus) -> None:
        out = StringIO()
        call_command("afstemming", "--json", stdout=out)
        done = Afstemming.objects.get()
        said: dict[str, Any] = json.loads(out.getvalue())
        assert said["toelichting"] == waarom_geen_berichten(done)
        done.berichten = 1
        assert waarom_geen_berichten(done) == ""
        done.berichten = 0
        assert "geen e-mail weg" in waarom_geen_berichten(done)
        assert f"Van {tijdstip(done.venster_van)} tot" in waarom_geen_berichten(done)

    def test_a_difference_is_status_one_and_named(self, casus: Casus) -> None:
        lose_the_escalation(casus)
        for arguments, told in (
            (("--json",), '"soort": "escalatie_ontbreekt"'),
            ((), "een trede die gold is er niet: casus"),
        ):
            out = StringIO()
            with pytest.raises(CommandError, match="verschil"):
                call_command("afstemming", *arguments, stdout=out)
            assert told in out.getvalue()
            assert casus.nummer in out.getvalue()

    def test_before_any_round(self) -> None:
        with pytest.raises(CommandError, match="er was nog geen ronde"):
            call_command("afstemming")


def test_what_is_found_holds_no_name_of_a_child(casus: Casus) -> None:
    lose_the_escalation(casus)
    rows = list(Verschil.objects.filter(afstemming=afstemmen()))
    assert rows
    for row in rows:
        text = f"{row.nummer} {row.toelichting}"
        assert casus.leerling.voornaam not in text
        assert casus.leerling.achternaam not in text


def test_a_claim_in_progress_is_no_difference(casus: Casus, region: Region) -> None:
    """A mail that is being sent at this moment is in no list yet."""
    make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    claim = claim_next()
    assert claim is not None
    assert not isinstance(claim, int)
    try:
        assert found() == []
    finally:
        release(claim.bericht.pk)
    assert Ronde.objects.exists()


def test_in_flight_within_its_lease_is_no_difference_and_past_it_is(
    casus: Casus, monday: time_machine.Traveller
) -> None:
    """What a sender is busy with is not passed over either: the next one looks at it again."""
    sent = Bericht.objects.filter(toestand=Toestand.VERZONDEN)
    one = sent.order_by("pk").values_list("pk", flat=True)[0]
    Bericht.objects.filter(pk=one).update(
        toestand=Toestand.BEZIG, geleend_tot=timezone.now() + timedelta(minutes=5)
    )

    assert found() == []
    monday.shift(timedelta(minutes=4))
    assert found() == []

    monday.shift(timedelta(minutes=2))
    rows = afstemmen().verschillen.values_list("soort", "bericht", "toelichting")
    assert list(rows) == [(S.AANNAME_ZONDER_BERICHT, one, "het bericht staat op bezig")]


def test_a_mail_the_relay_does_not_know_is_looked_at_twice(
    region: Region,
    monday: time_machine.Traveller,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One that came back while the relay was asked is no difference; one that is gone is."""
    settings.EMAIL_BACKEND = "thuiszitters.berichten.backends.FileBackend"
    settings.MAIL_DIR = tmp_path
    make_casus(region, dagen=30)
    run_round(peildatum=timezone.localdate())
    assert send_berichten().verzonden
    monday.shift(timedelta(hours=1))
    back, gone = Bericht.objects.filter(toestand=Toestand.VERZONDEN).order_by("pk")[:2]
    for path in tmp_path.glob("*.eml"):
        path.unlink()
    relay_class = type(open_relay())
    knows = relay_class.knows

    def comes_back_meanwhile(self: Any, message_id: str) -> bool | None:
        if message_id == back.message_id:
            Bericht.objects.filter(pk=back.pk).update(toestand=Toestand.MISLUKT)
        return knows(self, message_id)

    monkeypatch.setattr(relay_class, "knows", comes_back_meanwhile)

    unknown = afstemmen().verschillen.filter(soort=S.RELAY_KENT_HET_NIET)
    named = set(unknown.values_list("bericht", flat=True))
    assert back.pk not in named
    assert gone.pk in named
