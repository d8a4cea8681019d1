"""People come, leave, are away: who is asked an open signal stays true."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Casus
from cases.services.tijdlijn import Inzender
from monitoring.models import Escalatie, Geadresseerde, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_user
from thuiszitters.accounts import bereik
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
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
