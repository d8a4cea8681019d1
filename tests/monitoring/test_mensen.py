"""People come, leave, are away: who is asked an open signal stays true."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Casus
from cases.services.partijen import invite_organisatie
from cases.services.tijdlijn import Inzender
from monitoring.models import Escalatie, Geadresseerde, ReactieSoort, Wijze
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from pact.keuzes import PartnerRol
from pact.services.partners import add_partner
from tests.factories import Region, make_casus, make_organisatie, make_user
from tests.pact.hulp import make_kring
from thuiszitters.accounts import bereik
from thuiszitters.accounts.models import Organisatie, User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap, end_lidmaatschap
from thuiszitters.berichten.models import Bericht
from thuiszitters.kalender import plus_werkdagen

pytestmark = pytest.mark.django_db


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def asked(region: Region) -> Escalatie:
    """An open signal at four weeks: leerplichtambtenaar, coordinator and directeur are asked."""
    make_casus(region, dagen=28)
    run_round(peildatum=today())
    return Escalatie.objects.get(status="open")


def now_asked(escalatie: Escalatie) -> set[User]:
    rows = Geadresseerde.objects.filter(escalatie=escalatie, tot__isnull=True)
    return {row.user for row in rows.select_related("user")}


def mailed(escalatie: Escalatie, user: User) -> int:
    return Bericht.objects.filter(
        referentie=escalatie.referentie, ontvanger=user, toestand__in=["wachtend", "bundel"]
    ).count()


def leave(user: User) -> None:
    for lid in user.lidmaatschappen.all():
        end_lidmaatschap(lidmaatschap=lid, door=user)


def test_who_leaves_is_followed_by_who_holds_the_role(region: Region, asked: Escalatie) -> None:
    new = make_user(Rol.LEERPLICHTAMBTENAAR, region.gemeente)
    leave(region.leerplichtambtenaar)
    run_round(peildatum=today())
    assert region.leerplichtambtenaar not in now_asked(asked)
    assert new in now_asked(asked)
    assert (mailed(asked, new), mailed(asked, region.leerplichtambtenaar)) == (1, 0)


def test_who_is_the_last_leaves_a_hole_and_who_comes_fills_it(
    region: Region, asked: Escalatie
) -> None:
    leave(region.directeur)
    run_round(peildatum=today())
    asked.refresh_from_db()
    assert asked.zonder_ontvanger == [Rol.DIRECTEUR.value]
    new = User.objects.create(email="nieuw@swv.example", naam="Nieuwe Directeur")
    add_lidmaatschap(user=new, organisatie=region.swv, rol=Rol.DIRECTEUR)
    run_round(peildatum=today())
    asked.refresh_from_db()
    assert asked.zonder_ontvanger == []
    assert new in now_asked(asked)
    assert mailed(asked, new) == 1


def test_mail_that_comes_back_makes_the_next_in_line_asked(
    region: Region, asked: Escalatie
) -> None:
    bereik.mark_onbestelbaar(user=region.leerplichtambtenaar, reden="550")
    run_round(peildatum=today())
    asked.refresh_from_db()
    assert asked.zonder_ontvanger == [Rol.LEERPLICHTAMBTENAAR.value]
    assert region.leerplichtambtenaar not in now_asked(asked)
    assert region.coordinator in now_asked(asked)


@pytest.mark.parametrize("over", [0, 3])
def test_who_goes_away_is_replaced_from_that_day(
    region: Region, asked: Escalatie, over: int
) -> None:
    colleague = make_user(Rol.LEERPLICHTAMBTENAAR, region.gemeente)
    Geadresseerde.objects.filter(user=colleague).delete()
    begin = today() + timedelta(days=over)
    bereik.set_vervanging(
        user=region.leerplichtambtenaar,
        vervanger=colleague,
        organisatie=region.gemeente,
        van=begin,
        tot=begin + timedelta(days=10),
        door=region.leerplichtambtenaar,
    )
    run_round(peildatum=begin)
    assert region.leerplichtambtenaar not in now_asked(asked)
    assert colleague in now_asked(asked)
    assert run_round(peildatum=begin).bekeken == 0


def test_nothing_is_asked_twice_of_who_stays(region: Region, asked: Escalatie) -> None:
    before = Bericht.objects.count()
    Casus.objects.update(volgende_controle_op=date(1, 1, 1))
    run_round(peildatum=today())
    run_round(peildatum=today())
    assert Bericht.objects.count() == before


def test_who_took_it_up_unasked_is_asked_again_when_their_day_has_passed(
    region: Region, asked: Escalatie
) -> None:
    helper = region.zorgcoordinator
    assert helper not in now_asked(asked)
    until = plus_werkdagen(today(), 3)
    answer_escalatie(
        escalatie=asked,
        soort=ReactieSoort.NEEM_OP,
        toelichting="Ik bel vandaag met de ouders.",
        naar=None,
        rust_tot=until,
        inzender=Inzender(door=helper, namens=region.school),
    )
    assert helper in now_asked(asked)
    run_round(peildatum=plus_werkdagen(until, 1))
    reminded = Bericht.objects.filter(sjabloon="herinnering").values_list("ontvanger", flat=True)
    assert helper.pk in set(reminded)


def test_who_it_was_passed_on_to_and_left_is_not_asked_any_more(
    region: Region, asked: Escalatie
) -> None:
    Geadresseerde.objects.create(
        escalatie=asked, user=region.zorgcoordinator, wijze="doorgestuurd", van=today()
    )
    leave(region.zorgcoordinator)
    run_round(peildatum=today())
    assert region.zorgcoordinator not in now_asked(asked)


def ask_as_person(escalatie: Escalatie, user: User, wijze: str) -> None:
    Geadresseerde.objects.create(escalatie=escalatie, user=user, wijze=wijze, van=today())


def away(user: User, vervanger: User, organisatie: Organisatie, days: int = 10) -> Vervanging:
    return bereik.set_vervanging(
        user=user,
        vervanger=vervanger,
        organisatie=organisatie,
        van=today(),
        tot=today() + timedelta(days=days),
        door=user,
    )


def look_again_at(peildatum: date) -> None:
    Casus.objects.update(volgende_controle_op=date(1, 1, 1))
    run_round(peildatum=peildatum)


@pytest.mark.parametrize("wijze", ["doorgestuurd", "opgepakt"])
@pytest.mark.parametrize("told", [True, False])
def test_who_is_asked_as_a_person_is_replaced_and_comes_back(
    region: Region, asked: Escalatie, wijze: str, told: bool
) -> None:
    person = region.zorgcoordinator
    colleague = make_user(Rol.ZORGCOORDINATOR, region.school)
    ask_as_person(asked, person, wijze)
    away(person, colleague, region.school)
    if not told:
        Casus.objects.update(volgende_controle_op=today() + timedelta(days=1))
    run_round(peildatum=today())
    row = Geadresseerde.objects.get(escalatie=asked, user=colleague)
    assert (row.wijze, row.namens, row.tot) == (Wijze.VERVANGING, person, None)
    assert person not in now_asked(asked)
    assert mailed(asked, colleague) == 1
    assert run_round(peildatum=today()).bekeken == 0
    back = today() + timedelta(days=10)
    Escalatie.objects.filter(pk=asked.pk).update(reageer_voor=back)
    look_again_at(back)
    assert person in now_asked(asked)
    assert colleague not in now_asked(asked)
    assert Geadresseerde.objects.get(escalatie=asked, user=person).wijze == wijze


def test_a_vervanger_who_is_asked_by_role_already_gives_the_person_back(
    region: Region, asked: Escalatie
) -> None:
    person = make_user(Rol.COORDINATOR, region.swv)
    ask_as_person(asked, person, "doorgestuurd")
    away(person, region.directeur, region.swv)
    run_round(peildatum=today())
    assert person not in now_asked(asked)
    assert Geadresseerde.objects.get(escalatie=asked, user=region.directeur).wijze == Wijze.ROL
    back = today() + timedelta(days=10)
    Escalatie.objects.filter(pk=asked.pk).update(reageer_voor=back)
    look_again_at(back)
    assert {person, region.directeur} <= now_asked(asked)


def test_a_vervanger_who_cannot_be_reached_leaves_the_person_asked(
    region: Region, asked: Escalatie
) -> None:
    person = region.zorgcoordinator
    colleague = make_user(Rol.ZORGCOORDINATOR, region.school)
    ask_as_person(asked, person, "doorgestuurd")
    away(person, colleague, region.school)
    bereik.mark_onbestelbaar(user=colleague, reden="550")
    run_round(peildatum=today())
    assert person in now_asked(asked)
    assert colleague not in now_asked(asked)


def pass_on(escalatie: Escalatie, door: User, namens: Organisatie, naar: User) -> None:
    answer_escalatie(
        escalatie=escalatie,
        soort=ReactieSoort.DOORGESTUURD,
        toelichting="",
        naar=naar,
        inzender=Inzender(door=door, namens=namens),
    )


def test_what_the_vervanger_passed_on_is_not_asked_of_them_nor_of_the_person_again(
    region: Region, asked: Escalatie
) -> None:
    person = region.zorgcoordinator
    colleague = make_user(Rol.ZORGCOORDINATOR, region.school)
    ask_as_person(asked, person, "doorgestuurd")
    away(person, colleague, region.school)
    run_round(peildatum=today())
    other = make_user(Rol.COORDINATOR, region.swv)
    pass_on(asked, colleague, region.school, other)
    look_again_at(today())
    assert now_asked(asked) & {person, colleague, other} == {other}


def test_who_passed_it_on_does_not_get_it_back_as_vervanger(
    region: Region, asked: Escalatie
) -> None:
    person = make_user(Rol.LEERPLICHTAMBTENAAR, region.gemeente)
    away(person, region.leerplichtambtenaar, region.gemeente)
    pass_on(asked, region.leerplichtambtenaar, region.gemeente, person)
    run_round(peildatum=today())
    assert now_asked(asked) & {person, region.leerplichtambtenaar} == {person}
    assert run_round(peildatum=today()).bekeken == 0


@pytest.mark.parametrize("signed", [True, False])
def test_who_may_no_longer_read_the_casus_is_not_reminded_of_it(
    region: Region, asked: Escalatie, signed: bool
) -> None:
    """Somebody of an invited organisation, which then joins a pact, with or without convenant."""
    jeugdteam = make_organisatie(Soort.JEUGDHULP)
    assert asked.casus is not None
    invite_organisatie(casus=asked.casus, organisatie=jeugdteam, inzender=region.by())
    person = make_user(Rol.BETROKKENE, jeugdteam)
    for user in now_asked(asked) - {region.leerplichtambtenaar}:
        pass_on(asked, user, region.swv, person)
    pass_on(asked, region.leerplichtambtenaar, region.gemeente, person)
    assert now_asked(asked) == {person}
    kring = make_kring()
    add_partner(
        pact=kring.pact,
        organisatie=jeugdteam,
        rol=PartnerRol.DEELNEMER,
        convenant_op=today() if signed else None,
        inzender=kring.inzender,
    )

    last = Escalatie.objects.get(pk=asked.pk).reageer_voor
    assert last is not None
    run_round(peildatum=last + timedelta(days=1))

    reminded = now_asked(asked)
    assert (person in reminded) is signed
    assert reminded
    assert (region.leerplichtambtenaar in reminded) is not signed
