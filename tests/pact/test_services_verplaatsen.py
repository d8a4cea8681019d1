"""Moving an action: why where it matters, never over somebody else, and back again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models.casus import METEEN
from pact.errors import VerouderdeVersie
from pact.inhoud import inhoud_of
from pact.keuzes import Niveau, PartnerRol, Status, Termijn
from pact.models import Actie, Bewijs, LogSoort
from pact.services.acties import change_actie
from pact.services.pacten import remove_thema
from pact.services.partners import add_partner
from pact.services.verplaatsen import (
    ONGEDAAN,
    Verplaatsing,
    asks_why,
    doel_of,
    undo_verplaatsing,
    verplaats_actie,
)
from tests.factories import make_organisatie
from tests.pact.hulp import Kring
from thuiszitters.accounts.rollen import Soort

pytestmark = pytest.mark.usefixtures("monday")


def move(kring: Kring, actie: Actie, reden: str = "", **naar: Any) -> Verplaatsing | None:
    return verplaats_actie(
        actie=actie,
        naar=replace(doel_of(actie), **naar),
        reden=reden,
        inzender=replace(kring.inzender, versie=actie.versie),
    )


def made(found: Verplaatsing | None) -> Verplaatsing:
    assert found is not None
    return found


def undo(kring: Kring, found: Verplaatsing) -> Actie:
    return undo_verplaatsing(
        actie=found.actie,
        terug=found.terug,
        inzender=replace(kring.inzender, versie=found.actie.versie),
    )


def test_a_move_within_the_plan_needs_no_reason_and_stands_in_the_history(kring: Kring) -> None:
    actie = kring.actie()
    Actie.objects.filter(pk=actie.pk).update(volgende_controle_op="2027-01-01")
    found = made(
        move(
            kring,
            actie,
            thema=kring.themas[1],
            niveau=Niveau.LANDELIJK,
            termijn=Termijn.LANG,
            status=Status.LOOPT,
        )
    )
    stored = Actie.objects.get(pk=actie.pk)
    assert (stored.thema, stored.niveau, stored.termijn, stored.status, stored.versie) == (
        kring.themas[1],
        "landelijk",
        "lang",
        "loopt",
        2,
    )
    assert stored.volgende_controle_op == METEEN
    line = found.actie.geschiedenis.get(versie=2)
    assert (line.soort, line.door, line.namens) == (
        LogSoort.VERPLAATST,
        kring.regievoerder,
        kring.penvoerder,
    )
    assert ("Thema", kring.themas[0].naam, kring.themas[1].naam) in line.in_words()


def test_a_move_to_where_it_stands_changes_nothing_however_old(kring: Kring) -> None:
    actie = kring.actie()
    inzender = replace(kring.inzender, versie=99)
    assert verplaats_actie(actie=actie, naar=doel_of(actie), reden="", inzender=inzender) is None
    assert actie.geschiedenis.count() == 1


@pytest.mark.parametrize(
    ("van", "naar", "question"),
    [
        (Status.LOOPT, Status.GEDAAN, "Waaruit blijkt"),
        (Status.LOOPT, Status.VERVALLEN, "Waarom vervalt"),
        (Status.GEDAAN, Status.LOOPT, "toch niet gedaan"),
        (Status.VERVALLEN, Status.WACHT, "toch door"),
    ],
)
def test_a_state_that_matters_asks_why(
    kring: Kring, van: Status, naar: Status, question: str
) -> None:
    actie = kring.actie(status=van, toelichting="Om te beginnen")
    with pytest.raises(ValidationError) as refused:
        move(kring, actie, reden="  \n", status=naar)
    assert question in refused.value.message_dict["reden"][0]
    assert Actie.objects.get(pk=actie.pk).versie == 1
    found = made(move(kring, actie, reden="Besproken in de stuurgroep.", status=naar))
    assert found.actie.geschiedenis.get(versie=2).tekst == "Besproken in de stuurgroep."


def test_another_owner_asks_why_and_none_does_too(kring: Kring) -> None:
    actie = kring.actie()
    nieuw = doel_of(actie)
    assert "deze eigenaar" in asks_why(nieuw, replace(nieuw, eigenaar=kring.partner))[0]
    found = made(move(kring, actie, reden="Zij doen het al", eigenaar=kring.partner))
    owned = doel_of(found.actie)
    assert "geen eigenaar meer" in asks_why(owned, replace(owned, eigenaar=None))[0]
    lead = kring.pact.partners.get(organisatie=kring.penvoerder)
    both = asks_why(owned, replace(owned, eigenaar=lead, status=Status.GEDAAN))
    assert [question.split()[0] for question in both] == ["Waaruit", "Waarom"]


def test_done_keeps_the_reason_as_evidence(kring: Kring) -> None:
    actie = kring.actie(status=Status.LOOPT)
    found = made(move(kring, actie, reden="Het verslag van 12 november", status=Status.GEDAAN))
    bewijs = Bewijs.objects.get(actie=actie)
    assert bewijs.omschrijving == "Het verslag van 12 november"
    assert found.actie.geschiedenis.get(versie=2).bewijs == bewijs


def test_dropped_says_so_in_the_action_itself(kring: Kring) -> None:
    bare = made(move(kring, kring.actie(), reden="Geen geld", status=Status.VERVALLEN))
    assert bare.actie.toelichting == "Geen geld"
    told = kring.actie(toelichting="Was er al")
    assert made(move(kring, told, "Geen geld", status=Status.VERVALLEN)).actie.toelichting == (
        "Was er al"
    )


def test_a_number_of_a_child_is_no_reason(kring: Kring) -> None:
    with pytest.raises(ValidationError):
        move(kring, kring.actie(), reden="Zie 123456782", status=Status.VERVALLEN)


def test_two_people_moving_it_do_not_undo_each_other(kring: Kring) -> None:
    actie = kring.actie()
    move(kring, actie, niveau=Niveau.LANDELIJK)
    with pytest.raises(VerouderdeVersie):
        move(kring, actie, thema=kring.themas[1])
    stored = Actie.objects.get(pk=actie.pk)
    assert (stored.niveau, stored.thema) == ("landelijk", kring.themas[0])


def test_the_same_move_sent_twice_is_made_once(kring: Kring) -> None:
    actie = kring.actie()
    assert move(kring, actie, niveau=Niveau.LANDELIJK) is not None
    assert move(kring, actie, niveau=Niveau.LANDELIJK) is None
    assert Actie.objects.get(pk=actie.pk).versie == 2


def test_a_partner_that_left_gets_nothing_new(kring: Kring) -> None:
    actie = kring.actie()
    kring.partner.tot = timezone.localdate()
    kring.partner.save()
    with pytest.raises(ValidationError) as refused:
        move(kring, actie, reden="Toch", eigenaar=kring.partner)
    assert "geen partner meer" in str(refused.value)


def test_taking_it_back_restores_everything_that_moved(kring: Kring) -> None:
    third = add_partner(
        pact=kring.pact,
        organisatie=make_organisatie(Soort.JEUGDHULP),
        rol=PartnerRol.DEELNEMER,
        inzender=kring.inzender,
    )
    actie = kring.actie(eigenaar=third, mede_eigenaren=frozenset({kring.partner}))
    before = inhoud_of(actie)
    found = made(
        move(
            kring,
            actie,
            reden="Past beter",
            thema=kring.themas[1],
            niveau=Niveau.LANDELIJK,
            termijn=Termijn.LANG,
            eigenaar=kring.partner,
            status=Status.VERVALLEN,
        )
    )
    assert inhoud_of(found.actie).mede_eigenaren == frozenset()
    back = undo(kring, found)
    assert inhoud_of(Actie.objects.get(pk=actie.pk)) == before
    assert back.versie == 3
    assert back.geschiedenis.get(versie=3).tekst == ONGEDAAN


def test_what_others_did_since_is_not_taken_back(kring: Kring) -> None:
    actie = kring.actie()
    found = made(move(kring, actie, niveau=Niveau.LANDELIJK))
    change_actie(
        actie=found.actie,
        inhoud=replace(inhoud_of(found.actie), activiteit="Iets anders"),
        inzender=kring.inzender,
    )
    with pytest.raises(VerouderdeVersie):
        undo(kring, found)
    assert Actie.objects.get(pk=actie.pk).niveau == "landelijk"


def test_back_to_a_thema_that_is_gone_is_refused(kring: Kring) -> None:
    actie = kring.actie()
    found = made(move(kring, actie, thema=kring.themas[1]))
    remove_thema(thema=kring.themas[0], inzender=kring.inzender)
    with pytest.raises(ValidationError, match="niet meer ongedaan"):
        undo(kring, found)


def test_the_rung_stays_what_the_watch_made_it(kring: Kring) -> None:
    actie = kring.actie()
    Actie.objects.filter(pk=actie.pk).update(trede="signaleren")
    found = made(move(kring, actie, niveau=Niveau.LANDELIJK))
    assert found.actie.trede == "signaleren"
