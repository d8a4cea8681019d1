"""The only door to a casus: who sees what, and that nothing else opens it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.models import Casus, CasusToegang
from cases.services.partijen import end_partij, grant_toegang, invite_organisatie
from tests.factories import LONG_AGO, Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap, end_lidmaatschap


def seen(user: User | AnonymousUser) -> set[str]:
    """Return the numbers this person sees, read afresh."""
    fresh = User.objects.get(pk=user.pk) if isinstance(user, User) else user
    return set(Casus.objects.visible_to(fresh).values_list("nummer", flat=True))


@pytest.fixture
def casus(region: Region, other_region: Region) -> Casus:
    make_casus(other_region)
    return make_casus(region)


def test_the_parties_see_their_own_casus_only(region: Region, casus: Casus) -> None:
    for person in (
        region.coordinator,
        region.directeur,
        region.leerplichtambtenaar,
        region.zorgcoordinator,
    ):
        assert seen(person) == {casus.nummer}


def test_who_is_no_party_sees_nothing(region: Region, other_region: Region, casus: Casus) -> None:
    strangers: list[User | AnonymousUser] = [
        AnonymousUser(),
        region.bestuurder,
        make_user(Rol.BEHEERDER, region.swv),
        make_user(Rol.AUDITOR, region.swv),
        make_user(Rol.REGIEVOERDER, region.swv),
        make_user(Rol.PARTNER, region.swv),
        make_user(Rol.LEERPLICHTAMBTENAAR, make_organisatie(Soort.GEMEENTE, swv=region.swv)),
        make_user(Rol.ZORGCOORDINATOR, make_organisatie(Soort.SCHOOL, swv=region.swv)),
        make_user(Rol.BETROKKENE, make_organisatie(Soort.JEUGDHULP)),
    ]
    for stranger in strangers:
        assert seen(stranger) == set()
    assert casus.nummer not in seen(other_region.coordinator)


def test_no_global_permission_and_no_superuser_mark_opens_anything(
    region: Region, casus: Casus
) -> None:
    stranger = make_user(Rol.BEHEERDER, region.swv)
    stranger.user_permissions.set(Permission.objects.all())
    stranger.is_superuser = True
    stranger.save()
    assert seen(stranger) == set()


def test_a_membership_that_ended_or_has_not_begun_opens_nothing(
    region: Region, casus: Casus
) -> None:
    today = timezone.localdate()
    later = make_user(Rol.COORDINATOR, region.swv, van=today + timedelta(days=1))
    past = make_user(Rol.COORDINATOR, region.swv, tot=today)
    assert seen(later) == set()
    assert seen(past) == set()
    end_lidmaatschap(lidmaatschap=region.coordinator.lidmaatschappen.get(), door=region.directeur)
    assert seen(region.coordinator) == set()


def test_an_account_that_is_closed_sees_nothing(region: Region, casus: Casus) -> None:
    region.coordinator.is_active = False
    region.coordinator.save()
    assert seen(region.coordinator) == set()


def test_an_invited_organisation_sees_it_until_it_leaves(region: Region, casus: Casus) -> None:
    jeugdhulp = make_organisatie(Soort.JEUGDHULP)
    helper = make_user(Rol.BETROKKENE, jeugdhulp)
    partij = invite_organisatie(casus=casus, organisatie=jeugdhulp, inzender=region.by())
    assert seen(helper) == {casus.nummer}
    end_partij(partij=partij, inzender=region.by())
    assert seen(helper) == set()


def test_a_dated_grant_opens_one_casus_until_its_day(region: Region, casus: Casus) -> None:
    make_casus(region)
    expert = make_user(Rol.BETROKKENE, make_organisatie(Soort.JGZ))
    today = timezone.localdate()
    grant_toegang(
        casus=casus,
        user=expert,
        grond="Vervangt een collega",
        tot=today + timedelta(days=7),
        inzender=region.by(),
    )
    assert seen(expert) == {casus.nummer}
    CasusToegang.objects.update(van=today - timedelta(days=8), tot=today)
    assert seen(expert) == set()


def test_acting_in_one_role_narrows_to_that_role(
    region: Region, other_region: Region, casus: Casus
) -> None:
    both = region.coordinator
    second = add_lidmaatschap(
        user=both, organisatie=other_region.swv, rol=Rol.COORDINATOR, van=LONG_AGO
    )
    assert len(seen(both)) == 2
    acting = User.objects.get(pk=both.pk)
    acting.acting_as = second
    numbers = set(Casus.objects.visible_to(acting).values_list("nummer", flat=True))
    assert numbers == seen(other_region.coordinator)
    assert Casus.objects.visible_to(acting, any_role=True).count() == 2


def test_the_door_costs_the_same_however_many_casussen(
    region: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(5):
        make_casus(region)
    person = User.objects.get(pk=region.coordinator.pk)
    with django_assert_num_queries(4):
        assert Casus.objects.visible_to(person).count() == 5
