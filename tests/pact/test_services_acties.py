"""Writing actions: numbers, history, double and stale forms."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, connections, transaction

from cases.models.casus import METEEN, NOOIT
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import Middelsoort, Niveau, Periodelezing, Status, Termijn
from pact.models import Actie, ActieLog
from pact.services.acties import change_actie, create_actie, inhoud_of
from pact.services.pacten import change_pact
from pact.services.partners import end_partner
from tests.pact.hulp import BEGIN, Kring, make_kring
from tests.pact.test_services_pacten import gegevens_of
from thuiszitters.audit.models import AuditRegel


def test_actions_are_numbered_per_pact(kring: Kring, andere_kring: Kring) -> None:
    assert [kring.actie().nr, kring.actie().nr, andere_kring.actie().nr] == [1, 2, 1]


def test_a_new_action_has_a_first_line_in_its_history(kring: Kring) -> None:
    actie = kring.actie()
    [regel] = actie.geschiedenis.all()
    assert (regel.soort, regel.door, regel.namens) == (
        "toegevoegd",
        kring.regievoerder,
        kring.penvoerder,
    )
    logged = AuditRegel.objects.get(gebeurtenis="actie toegevoegd")
    assert logged.onderwerp_id == f"{kring.pact.code}/{actie.nr}"


def test_a_change_says_what_was_and_what_became(kring: Kring) -> None:
    actie = kring.actie(deadline=date(2026, 12, 1))
    inhoud = replace(
        inhoud_of(actie),
        eigenaar=kring.partner,
        deadline=date(2026, 12, 15),
        status=Status.LOOPT,
        niveau=Niveau.LANDELIJK,
        termijn=Termijn.LANG,
    )
    saved = change_actie(actie=actie, inhoud=inhoud, inzender=kring.inzender)
    regel = saved.geschiedenis.get(versie=2)
    assert saved.versie == 2
    assert {w["veld"]: (w["oud"], w["nieuw"]) for w in regel.wijzigingen} == {
        "niveau": ("Regionaal netwerk", "Landelijk"),
        "termijn": ("Korte termijn", "Lange termijn"),
        "eigenaar": ("", kring.gemeente.naam),
        "deadline": ("1 dec 2026", "15 dec 2026"),
        "status": ("Nog niet begonnen", "Loopt"),
    }
    logged = AuditRegel.objects.get(gebeurtenis="actie gewijzigd")
    assert set(logged.gegevens["velden"]) == {
        "niveau",
        "termijn",
        "eigenaar",
        "deadline",
        "status",
    }


def test_the_same_words_change_nothing(kring: Kring) -> None:
    actie = kring.actie()
    same = change_actie(actie=actie, inhoud=inhoud_of(actie), inzender=kring.inzender)
    assert (same.versie, same.geschiedenis.count()) == (1, 1)


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_the_history_cannot_be_rewritten(kring: Kring, verb: str) -> None:
    rows = ActieLog.objects.filter(actie=kring.actie())
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(versie=9) if verb == "update" else rows.delete()


def test_a_form_sent_twice_makes_one_action(kring: Kring) -> None:
    inzender = replace(kring.inzender, sleutel=uuid4())
    first = create_actie(pact=kring.pact, inhoud=kring.inhoud(), inzender=inzender)
    with pytest.raises(AlGedaan) as done:
        create_actie(pact=kring.pact, inhoud=kring.inhoud(), inzender=inzender)
    assert (done.value.code, done.value.nr) == (kring.pact.code, first.nr)
    assert Actie.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_four_times_at_once_makes_one_action() -> None:
    kring = make_kring()
    inzender = replace(kring.inzender, sleutel=uuid4())

    def send(_: int) -> str:
        try:
            create_actie(pact=kring.pact, inhoud=kring.inhoud(), inzender=inzender)
        except AlGedaan:
            return "al gedaan"
        else:
            return "gemaakt"
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(4) as pool:
        answers = sorted(pool.map(send, range(4)))
    assert answers == ["al gedaan"] * 3 + ["gemaakt"]
    assert Actie.objects.count() == 1
    connection.close()


def test_a_stale_form_overwrites_nothing(kring: Kring) -> None:
    actie = kring.actie()
    theirs = replace(inhoud_of(actie), status=Status.GEDAAN)
    mine = replace(inhoud_of(actie), status=Status.LOOPT)
    by_version = replace(kring.inzender, versie=1)
    change_actie(actie=actie, inhoud=theirs, inzender=by_version)
    with pytest.raises(VerouderdeVersie) as stale:
        change_actie(actie=actie, inhoud=mine, inzender=by_version)
    assert stale.value.versie == 2
    assert Actie.objects.get().status == Status.GEDAAN


def test_a_change_sent_twice_is_no_conflict(kring: Kring) -> None:
    actie = kring.actie()
    inhoud = replace(inhoud_of(actie), status=Status.LOOPT)
    by_version = replace(kring.inzender, versie=1)
    change_actie(actie=actie, inhoud=inhoud, inzender=by_version)
    again = change_actie(actie=actie, inhoud=inhoud, inzender=by_version)
    assert (again.versie, again.geschiedenis.count()) == (2, 2)


def test_a_deadline_before_the_pact_is_refused(kring: Kring) -> None:
    with pytest.raises(ValidationError) as refused:
        kring.actie(deadline=BEGIN - timedelta(days=1))
    assert refused.value.message_dict == {
        "deadline": ["Deze deadline ligt vóór het begin van het pact (1 jan 2026)."]
    }
    assert kring.actie(deadline=BEGIN).deadline == BEGIN


def test_a_pact_cannot_begin_after_a_deadline(kring: Kring) -> None:
    kring.actie(deadline=date(2026, 3, 1))
    later = replace(gegevens_of(kring.pact), begin=date(2026, 3, 2))
    with pytest.raises(ValidationError) as refused:
        change_pact(pact=kring.pact, gegevens=later, inzender=kring.inzender)
    assert refused.value.message_dict == {
        "begin": [
            "Actie 1 heeft een deadline vóór deze datum (1 mrt 2026). Wijzig eerst die actie."
        ]
    }


def test_dropping_an_action_asks_why(kring: Kring) -> None:
    with pytest.raises(ValidationError) as refused:
        kring.actie(status=Status.VERVALLEN, toelichting="  ")
    assert refused.value.message_dict == {"toelichting": ["Schrijf hier waarom de actie vervalt."]}


def test_thema_and_owner_must_be_of_the_same_pact(kring: Kring, andere_kring: Kring) -> None:
    with pytest.raises(ValidationError) as refused:
        kring.actie(thema=andere_kring.themas[0], eigenaar=andere_kring.partner)
    assert set(refused.value.message_dict) == {"thema", "eigenaar"}


def test_who_left_keeps_its_actions_and_gets_no_new_ones(kring: Kring) -> None:
    owned = kring.actie(eigenaar=kring.partner)
    free = kring.actie()
    left = end_partner(partner=kring.partner, inzender=kring.inzender)
    owned = Actie.objects.select_related("pact", "eigenaar").get(pk=owned.pk)
    inhoud = replace(inhoud_of(owned), status=Status.LOOPT)
    assert change_actie(actie=owned, inhoud=inhoud, inzender=kring.inzender).eigenaar == left
    with pytest.raises(ValidationError) as refused:
        change_actie(
            actie=free, inhoud=replace(inhoud_of(free), eigenaar=left), inzender=kring.inzender
        )
    assert set(refused.value.message_dict) == {"eigenaar"}


def test_an_action_ends_and_is_due_after_it_begins(kring: Kring) -> None:
    with pytest.raises(ValidationError) as refused:
        kring.actie(begin=date(2026, 6, 1), einde=date(2026, 5, 31), deadline=date(2026, 5, 30))
    assert refused.value.message_dict == {
        "einde": ["Dit einde ligt vóór het begin van de actie (1 jun 2026)."],
        "deadline": ["Deze deadline ligt vóór het begin van de actie (1 jun 2026)."],
    }
    one_day = date(2026, 6, 1)
    assert kring.actie(begin=one_day, einde=one_day, deadline=one_day).einde == one_day


def test_the_other_columns_are_in_the_history_in_words(kring: Kring) -> None:
    actie = kring.actie()
    inhoud = replace(
        inhoud_of(actie),
        mede_eigenaren=frozenset({kring.partner}),
        betrokken=frozenset(kring.pact.partners.select_related("organisatie")),
        betrokkenen_nakijken=True,
        periode_tekst="eind juni",
        periode_lezing=Periodelezing.NAKIJKEN,
        middelen_soort=Middelsoort.BEDRAG,
        middelen_bedrag=Decimal("1200.50"),
        indicator="thuiszitters",
    )
    saved = change_actie(actie=actie, inhoud=inhoud, inzender=kring.inzender, reden="Nagevraagd")
    regel = saved.geschiedenis.get(versie=2)
    everybody = ", ".join(sorted([kring.gemeente.naam, kring.penvoerder.naam]))
    assert {naam: nieuw for naam, _oud, nieuw in regel.in_words()} == {
        "Mede-eigenaren": kring.gemeente.naam,
        "Betrokken partners": everybody,
        "Betrokkenen nakijken": "ja",
        "Periode": "eind juni",
        "Hoe de periode is gelezen": "Kijk na: de tekst is niet zeker te lezen",
        "Middelen": "Bedrag",
        "Bedrag in euro": "€\xa01.200,50",
        "Indicator": "Thuiszitters",
    }
    assert regel.tekst == "Nagevraagd"
    assert inhoud_of(Actie.objects.get()) == inhoud


def test_the_owner_is_no_co_owner(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner, mede_eigenaren=frozenset({kring.partner}))
    assert list(actie.mede_eigenaren.all()) == []


def test_strangers_have_no_part_in_it(kring: Kring, andere_kring: Kring) -> None:
    left = end_partner(partner=kring.partner, inzender=kring.inzender)
    for stranger, words in (
        (andere_kring.partner, "geen partner in dit pact"),
        (left, "geen partner meer"),
    ):
        one = frozenset({stranger})
        with pytest.raises(ValidationError) as refused:
            kring.actie(mede_eigenaren=one, betrokken=one)
        assert set(refused.value.message_dict) == {"mede_eigenaren", "betrokken"}
        assert words in refused.value.messages[0]


def test_the_watch_looks_again_after_a_change(kring: Kring) -> None:
    actie = kring.actie()
    Actie.objects.update(volgende_controle_op=NOOIT)
    change_actie(
        actie=actie, inhoud=replace(inhoud_of(actie), status=Status.LOOPT), inzender=kring.inzender
    )
    assert Actie.objects.get().volgende_controle_op == METEEN


def test_a_change_does_not_touch_what_the_watch_wrote(kring: Kring) -> None:
    actie = kring.actie()
    Actie.objects.update(trede="signaleren")
    inhoud = replace(inhoud_of(actie), status=Status.LOOPT)
    assert change_actie(actie=actie, inhoud=inhoud, inzender=kring.inzender).trede == "signaleren"
    assert Actie.objects.get().trede == "signaleren"


def test_dates_that_move_were_set_by_a_person(kring: Kring) -> None:
    actie = kring.actie(
        periode_tekst="juni 2026",
        periode_lezing=Periodelezing.GELEZEN,
        deadline=date(2026, 6, 30),
    )
    inhoud = replace(inhoud_of(actie), deadline=date(2026, 7, 15))
    saved = change_actie(actie=actie, inhoud=inhoud, inzender=kring.inzender)
    assert saved.periode_lezing == Periodelezing.GECORRIGEERD
    assert kring.actie(dagen=4).periode_lezing == Periodelezing.GECORRIGEERD
    assert kring.actie().periode_lezing == Periodelezing.LEEG
