"""Answers move the ladder: what each does to the signal, to who is asked, and to their mail."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.errors import AlGedaan, NietToegestaan
from cases.models import Casus, Gebeurtenis, GebeurtenisSoort, Regelset
from cases.models.casus import METEEN
from cases.services.partijen import grant_toegang
from cases.services.tijdlijn import Inzender
from monitoring.ladder import MEESTE_RUST
from monitoring.models import Escalatie, Geadresseerde, Reactie, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_region, make_user
from thuiszitters.accounts.bereik import mark_onbestelbaar
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.accounts.services import add_lidmaatschap
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.venster import ALTIJD
from thuiszitters.kalender import is_werkdag, plus_werkdagen

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)
LATEST = date(2026, 12, 7)
"""The tenth werkdag after that Monday."""


@pytest.fixture
def casus(region: Region) -> Casus:
    """A casus whose four weeks have passed."""
    found = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    found.refresh_from_db()
    return found


@pytest.fixture
def signal(casus: Casus) -> Escalatie:
    """Its open signal: signaleren, to be answered within three werkdagen."""
    return Escalatie.objects.get(casus=casus, status="open")


def take_up(
    signal: Escalatie, by: Inzender, rust_tot: date | None = TODAY, **extra: Any
) -> Reactie:
    """Take a signal up until this day."""
    values: dict[str, Any] = {"toelichting": "Ik plan een MDO.", "naar": None}
    return answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.NEEM_OP,
        rust_tot=rust_tot,
        inzender=by,
        **(values | extra),
    )


def pass_on(signal: Escalatie, by: Inzender, naar: User | None, **extra: Any) -> Reactie:
    """Pass a signal on to somebody."""
    return answer_escalatie(
        escalatie=signal,
        soort=ReactieSoort.DOORGESTUURD,
        toelichting=extra.pop("toelichting", ""),
        naar=naar,
        inzender=by,
        **extra,
    )


def told(casus: Casus) -> list[tuple[str, str]]:
    """Return title and words of the answers on the timeline, oldest first."""
    entries = Gebeurtenis.objects.filter(casus=casus, soort=GebeurtenisSoort.REACTIE)
    return list(entries.order_by("pk").values_list("titel", "tekst"))


def asked_now(signal: Escalatie) -> dict[int, tuple[str, int | None]]:
    """Return who is asked now: how, and on whose behalf."""
    rows = Geadresseerde.objects.filter(escalatie=signal, tot__isnull=True)
    return {row.user_id: (row.wijze, row.namens_id) for row in rows}


def mails(signal: Escalatie, user: User) -> list[str]:
    """Return where the mails of this signal to this person are, oldest first."""
    found = Bericht.objects.filter(referentie=signal.referentie, ontvanger=user)
    return list(found.order_by("pk").values_list("toestand", flat=True))


# --- taking it up -----------------------------------------------------------------------------
def test_taken_up_until_a_day(region: Region, casus: Casus, signal: Escalatie) -> None:
    until = date(2026, 11, 27)
    Casus.objects.update(volgende_controle_op=date(2027, 1, 15))

    reactie = take_up(signal, region.by(region.leerplichtambtenaar), until)

    signal.refresh_from_db()
    casus.refresh_from_db()
    assert (signal.status, signal.rust_tot, reactie.rust_tot) == ("beantwoord", until, until)
    assert casus.volgende_controle_op == date(2026, 11, 30)
    assert told(casus) == [("Neemt het signaal op, tot en met 27 nov 2026", "Ik plan een MDO.")]
    everybody = Bericht.objects.filter(referentie=signal.referentie)
    assert set(everybody.values_list("toestand", flat=True)) == {Toestand.INGETROKKEN}


def test_after_that_day_it_is_asked_again(region: Region, casus: Casus, signal: Escalatie) -> None:
    take_up(signal, region.by(), date(2026, 11, 27))

    assert run_round(peildatum=date(2026, 11, 27)).herinnerd == 0
    again = run_round(peildatum=date(2026, 11, 30))

    signal.refresh_from_db()
    assert (again.bekeken, again.herinnerd) == (1, 1)
    assert (signal.status, signal.rust_tot) == ("open", None)
    assert signal.herinnerd_op == date(2026, 11, 30)


def test_a_casus_that_is_due_already_stays_due(region: Region, signal: Escalatie) -> None:
    Casus.objects.update(volgende_controle_op=METEEN)

    take_up(signal, region.by(), LATEST)

    assert Casus.objects.get().volgende_controle_op == METEEN


@pytest.mark.parametrize(
    ("rust_tot", "told"),
    [
        (None, "Kies tot en met welke dag"),
        (TODAY - timedelta(days=1), "Deze dag is al voorbij."),
        (LATEST + timedelta(days=1), "Kies een dag tot en met 7 dec 2026: hoogstens 10 werkdagen."),
    ],
)
def test_a_day_that_cannot_be_is_refused(
    region: Region, signal: Escalatie, rust_tot: date | None, told: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        take_up(signal, region.by(), rust_tot)

    assert told in refused.value.message_dict["rust_tot"][0]
    assert not Reactie.objects.exists()
    signal.refresh_from_db()
    assert signal.status == "open"


def test_everything_that_is_wrong_is_said_at_once(region: Region, signal: Escalatie) -> None:
    with pytest.raises(ValidationError) as refused:
        take_up(signal, region.by(), None, toelichting="  ")

    assert set(refused.value.message_dict) == {"toelichting", "rust_tot"}


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(op=st.dates(date(2026, 1, 1), date(2027, 12, 31)), ahead=st.integers(-3, 25))
def test_today_up_to_the_tenth_werkdag_and_no_other(region: Region, op: date, ahead: int) -> None:
    with time_machine.travel(op, tick=False):
        casus = make_casus(region, dagen=0)
    signal = Escalatie.objects.create(
        casus=casus,
        drempel="vier_weken",
        trede="signaleren",
        verzuim_sinds=op,
        op=op,
        gold_vanaf=op,
    )
    until = op + timedelta(days=ahead)
    # Counted by hand: the werkdagen after op up to and with that day.
    werkdagen = sum(is_werkdag(op + timedelta(days=n)) for n in range(1, ahead + 1))
    day_after = sum(is_werkdag(op + timedelta(days=n)) for n in range(1, ahead))
    fits = ahead >= 0 and (werkdagen < MEESTE_RUST or (werkdagen == 10 and day_after == 9))

    try:
        take_up(signal, region.by(), until, op=op)
    except ValidationError:
        assert not fits
    else:
        assert fits
        casus.refresh_from_db()
        assert casus.volgende_controle_op <= plus_werkdagen(until, 1)
        words = told(casus)[-1][1]
        assert ("is geen werkdag" in words) is not is_werkdag(until)


def test_more_time(region: Region, casus: Casus, signal: Escalatie) -> None:
    take_up(signal, region.by(), date(2026, 11, 27))

    take_up(signal, region.by(), LATEST, toelichting="Nog een gesprek.")

    signal.refresh_from_db()
    assert (signal.status, signal.rust_tot) == ("beantwoord", LATEST)
    assert told(casus)[-1] == (
        "Heeft meer tijd nodig voor het signaal, tot en met 7 dec 2026",
        "Nog een gesprek.",
    )
    assert run_round(peildatum=date(2026, 11, 30)).herinnerd == 0


def test_taken_over_by_another(region: Region, casus: Casus, signal: Escalatie) -> None:
    take_up(signal, region.by(), LATEST)

    take_up(signal, region.by(region.zorgcoordinator), date(2026, 11, 25))

    signal.refresh_from_db()
    assert signal.rust_tot == date(2026, 11, 25)
    assert told(casus)[-1][0] == (
        f"Neemt het signaal over van {region.coordinator}, tot en met 25 nov 2026"
    )
    # A shorter time than the first one asked for: the watch comes by earlier.
    casus.refresh_from_db()
    assert casus.volgende_controle_op == date(2026, 11, 26)


@pytest.mark.parametrize("status", ["vervallen", "opgevolgd", "overgeslagen"])
@pytest.mark.parametrize("soort", list(ReactieSoort))
def test_what_is_over_takes_no_answer(
    region: Region, signal: Escalatie, status: str, soort: ReactieSoort
) -> None:
    Escalatie.objects.filter(pk=signal.pk).update(status=status)

    with pytest.raises(NietToegestaan, match=status):
        answer_escalatie(
            escalatie=signal,
            soort=soort,
            toelichting="x",
            naar=region.zorgcoordinator,
            rust_tot=TODAY,
            inzender=region.by(),
        )
    assert not Reactie.objects.exists()


@pytest.mark.parametrize("soort", [ReactieSoort.GEZIEN, ReactieSoort.DOORGESTUURD])
def test_what_was_taken_up_can_only_be_taken_up_anew(
    region: Region, signal: Escalatie, soort: ReactieSoort
) -> None:
    take_up(signal, region.by(), LATEST)

    with pytest.raises(NietToegestaan, match=r"nam dit signaal al op, tot en met 7 dec 2026\."):
        answer_escalatie(
            escalatie=signal,
            soort=soort,
            toelichting="",
            naar=region.zorgcoordinator,
            inzender=region.by(region.directeur),
        )


# --- passing it on ----------------------------------------------------------------------------
def test_it_can_be_passed_on_where_mail_may_leave_at_any_hour(
    region: Region, signal: Escalatie
) -> None:
    Regelset.objects.create(
        swv=region.swv,
        versie=1,
        code=f"{region.swv.code} v1",
        geldig_vanaf=date(2020, 1, 1),
        mailvenster=ALTIJD,
    )
    pass_on(signal, region.by(region.leerplichtambtenaar), region.coordinator)
    queued = Bericht.objects.filter(referentie=signal.referentie, ontvanger=region.coordinator)
    assert queued.order_by("-pk")[0].venster == ALTIJD


def test_passed_on_the_one_is_no_longer_asked_and_the_other_is(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    giver, other = region.leerplichtambtenaar, region.zorgcoordinator

    pass_on(signal, region.by(giver), other, toelichting="De school is aan zet.")

    now = asked_now(signal)
    assert giver.pk not in now
    assert now[other.pk] == ("doorgestuurd", giver.pk)
    gone = Geadresseerde.objects.get(escalatie=signal, user=giver)
    assert (gone.tot, gone.gaf_door) == (TODAY, True)
    assert mails(signal, giver) == [Toestand.INGETROKKEN]
    assert mails(signal, other) == [Toestand.WACHTEND]
    queued = Bericht.objects.get(ontvanger=other)
    assert queued.sleutel == f"escalatie:{signal.pk}:{other.pk}"
    assert queued.venster == "07-19 ma-vr"
    assert told(casus) == [
        (
            f"Signaal doorgegeven aan {other}",
            "De school is aan zet.\nAntwoorden kan tot en met 26 nov 2026.",
        )
    ]
    # Nobody else's mail is touched.
    assert mails(signal, region.directeur) == [Toestand.WACHTEND]


def test_the_chain_can_be_read_and_the_term_starts_anew_twice(
    region: Region, casus: Casus, signal: Escalatie
) -> None:
    a, b, c, d = (
        region.leerplichtambtenaar,
        region.zorgcoordinator,
        region.coordinator,
        region.directeur,
    )
    run_round(peildatum=date(2026, 11, 27))  # reminded

    pass_on(signal, region.by(a), b, op=date(2026, 11, 27))
    signal.refresh_from_db()
    first = (signal.reageer_voor, signal.herinnerd_op, signal.doorgestuurd)
    pass_on(signal, region.by(b), c, op=date(2026, 12, 1))
    signal.refresh_from_db()
    second = (signal.reageer_voor, signal.herinnerd_op, signal.doorgestuurd)
    pass_on(signal, region.by(c), d, op=date(2026, 12, 2))
    signal.refresh_from_db()
    third = (signal.reageer_voor, signal.herinnerd_op, signal.doorgestuurd)

    assert first == (date(2026, 12, 2), None, 1)
    assert second == (date(2026, 12, 4), None, 2)
    assert third == (date(2026, 12, 4), None, 3)
    assert signal.herinneringen == 1
    assert told(casus)[-1] == (
        f"Signaal doorgegeven aan {d}",
        f"{a} gaf door aan {b}, {b} aan {c}, {c} aan {d}. "
        "De termijn begint niet opnieuw en loopt tot en met 4 dec 2026.",
    )
    casus.refresh_from_db()
    assert casus.volgende_controle_op <= date(2026, 12, 7)


def test_the_watch_comes_by_when_the_new_term_is_over(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    signal = Escalatie.objects.get(casus=casus, status="open")
    Casus.objects.update(volgende_controle_op=date(2027, 1, 15))

    pass_on(signal, region.by(), region.zorgcoordinator)

    assert Casus.objects.get().volgende_controle_op == date(2026, 11, 27)
    assert run_round(peildatum=date(2026, 11, 27)).herinnerd == 1


def test_back_to_who_gave_it_is_a_mail_of_its_own(region: Region, signal: Escalatie) -> None:
    a, b = region.leerplichtambtenaar, region.zorgcoordinator
    Bericht.objects.filter(ontvanger=a).update(toestand=Toestand.VERZONDEN)

    pass_on(signal, region.by(a), b)
    pass_on(signal, region.by(b), a)

    assert asked_now(signal)[a.pk] == ("doorgestuurd", b.pk)
    assert b.pk not in asked_now(signal)
    assert mails(signal, a) == [Toestand.VERZONDEN, Toestand.WACHTEND]
    assert mails(signal, b) == [Toestand.INGETROKKEN]
    row = Geadresseerde.objects.get(escalatie=signal, user=a)
    assert not row.gaf_door


def test_who_is_asked_already_gets_one_mail_and_not_two(region: Region, signal: Escalatie) -> None:
    assert mails(signal, region.directeur) == [Toestand.WACHTEND]

    pass_on(signal, region.by(region.coordinator), region.directeur)

    assert mails(signal, region.directeur) == [Toestand.INGETROKKEN, Toestand.WACHTEND]
    assert asked_now(signal)[region.directeur.pk] == ("doorgestuurd", region.coordinator.pk)


def test_at_the_reminder_who_passed_it_on_is_left_alone(region: Region, signal: Escalatie) -> None:
    pass_on(signal, region.by(region.leerplichtambtenaar), region.zorgcoordinator)

    run_round(peildatum=date(2026, 11, 27))

    reminded = Bericht.objects.filter(sjabloon="herinnering").values_list("ontvanger", flat=True)
    assert set(reminded) == {
        region.zorgcoordinator.pk,
        region.coordinator.pk,
        region.directeur.pk,
    }


@pytest.mark.parametrize(
    ("trede", "mailvoorkeur", "toestand"),
    [
        ("stimuleren", "dagelijks", Toestand.BUNDEL),
        ("stimuleren", "meteen", Toestand.WACHTEND),
        ("signaleren", "dagelijks", Toestand.WACHTEND),
    ],
)
def test_passed_on_it_waits_for_the_overzicht_where_they_want_that(
    region: Region, signal: Escalatie, trede: str, mailvoorkeur: str, toestand: str
) -> None:
    Escalatie.objects.filter(pk=signal.pk).update(trede=trede, oorzaak="stilte")
    User.objects.filter(pk=region.zorgcoordinator.pk).update(mailvoorkeur=mailvoorkeur)
    region.zorgcoordinator.refresh_from_db()

    pass_on(signal, region.by(), region.zorgcoordinator)

    assert mails(signal, region.zorgcoordinator) == [toestand]


def _stop(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _bounce(user: User) -> None:
    mark_onbestelbaar(user=user, reden="550")


def _no_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="")


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (_stop, "kan niet meer inloggen"),
        (_bounce, "komt niet aan"),
        (_no_address, "komt niet aan"),
    ],
)
def test_who_cannot_be_reached_cannot_be_given_it(
    region: Region, signal: Escalatie, gone: Callable[[User], None], words: str
) -> None:
    gone(region.zorgcoordinator)
    other = User.objects.get(pk=region.zorgcoordinator.pk)

    with pytest.raises(ValidationError, match=words):
        pass_on(signal, region.by(), other)
    assert region.coordinator.pk in asked_now(signal)


def test_who_does_not_see_it_or_may_only_look_cannot_be_given_it(
    region: Region, other_region: Region, casus: Casus, signal: Escalatie
) -> None:
    guest = other_region.zorgcoordinator
    with pytest.raises(ValidationError, match="kan de casus niet zien"):
        pass_on(signal, region.by(), guest)
    grant_toegang(
        casus=casus,
        user=guest,
        grond="Denkt mee",
        tot=TODAY + timedelta(days=3),
        inzender=region.by(),
    )

    with pytest.raises(ValidationError, match="kan alleen meelezen"):
        pass_on(signal, region.by(), guest)


def test_who_sees_it_in_another_role_can_be_given_it(region: Region, signal: Escalatie) -> None:
    elsewhere = make_region()
    person = make_user(Rol.DIRECTEUR, elsewhere.swv)
    add_lidmaatschap(user=person, organisatie=region.school, rol=Rol.ZORGCOORDINATOR)

    pass_on(signal, region.by(), person)

    assert person.pk in asked_now(signal)


# --- doubles, and two at once -----------------------------------------------------------------
@pytest.mark.parametrize("soort", list(ReactieSoort))
def test_the_same_form_twice_is_one_answer(
    region: Region, casus: Casus, signal: Escalatie, soort: ReactieSoort
) -> None:
    by = Inzender(door=region.coordinator, namens=region.swv, sleutel=uuid4())
    values: dict[str, Any] = {
        "escalatie": signal,
        "soort": soort,
        "toelichting": "Ik bel.",
        "naar": region.zorgcoordinator if soort == ReactieSoort.DOORGESTUURD else None,
        "rust_tot": TODAY,
        "inzender": by,
    }
    answer_escalatie(**values)

    with pytest.raises(AlGedaan):
        answer_escalatie(**values)

    assert Reactie.objects.count() == len(told(casus)) == 1


def test_who_saw_no_answer_is_told_of_the_first(region: Region, signal: Escalatie) -> None:
    first = take_up(signal, region.by(), LATEST, laatste=0)

    with pytest.raises(NietToegestaan, match=r"nam dit signaal al op, tot en met 7 dec 2026\."):
        take_up(signal, region.by(region.directeur), TODAY, laatste=0)
    signal.refresh_from_db()
    assert signal.rust_tot == LATEST

    take_up(signal, region.by(region.directeur), TODAY, laatste=first.pk)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_first(region: Region) -> None:
    casus = make_casus(region, dagen=30)
    run_round(peildatum=TODAY)
    signal = Escalatie.objects.get(casus=casus, status="open")
    start = Barrier(2)
    done: list[str] = []

    def answer(user: User) -> None:
        try:
            start.wait()
            take_up(signal, region.by(user), LATEST, laatste=0)
            done.append("ja")
        except NietToegestaan as refused:
            done.append(str(refused))
        finally:
            connection.close()

    people = (region.coordinator, region.directeur)
    threads = [Thread(target=answer, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    (refusal,) = [words for words in done if words != "ja"]
    assert "nam dit signaal al op" in refusal
    assert Reactie.objects.count() == 1
