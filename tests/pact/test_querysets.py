"""Who sees a pact: nobody, unless their organisation leads it or takes part in it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.utils import timezone

from pact.models import Actie, Pact
from pact.permissions import Handeling, may
from pact.services.partners import end_partner
from tests.factories import Region, make_organisatie, make_user
from tests.pact.hulp import Kring
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap, end_lidmaatschap


def seen_by(user: User | AnonymousUser) -> set[str]:
    """Return the codes of the pacten, after checking that the actions agree."""
    if isinstance(user, User):
        user = User.objects.get(pk=user.pk)
    pacten = set(Pact.objects.visible_to(user).values_list("code", flat=True))
    assert set(Actie.objects.visible_to(user).values_list("pact__code", flat=True)) == pacten
    return pacten


@pytest.fixture(autouse=True)
def _actions(kring: Kring, andere_kring: Kring) -> None:
    kring.actie()
    andere_kring.actie()


def test_regievoerder_and_partner_see_their_own(kring: Kring, andere_kring: Kring) -> None:
    assert seen_by(kring.regievoerder) == {kring.pact.code}
    assert seen_by(kring.deelnemer) == {kring.pact.code}
    assert seen_by(andere_kring.regievoerder) == {andere_kring.pact.code}


def test_a_regievoerder_elsewhere_sees_it_as_partner(kring: Kring) -> None:
    elders = make_user(Rol.REGIEVOERDER, kring.gemeente)
    assert seen_by(elders) == {kring.pact.code}
    assert not may(elders, Handeling.ACTIES, kring.pact).mag


def test_nobody_else_sees_any(kring: Kring, region: Region) -> None:
    nowhere = make_user(Rol.PARTNER, make_organisatie(Soort.GEMEENTE))
    for user in (
        AnonymousUser(),
        nowhere,
        region.coordinator,
        make_user(Rol.COORDINATOR, kring.penvoerder),
        make_user(Rol.LEERPLICHTAMBTENAAR, kring.gemeente),
        make_user(Rol.BEHEERDER, kring.penvoerder),
        make_user(Rol.AUDITOR, kring.penvoerder),
        User.objects.create_superuser("root@voorbeeld.example", "geheim-woord-123"),
    ):
        assert seen_by(user) == set()


def test_global_permissions_open_nothing(kring: Kring) -> None:
    user = make_user(Rol.LEERPLICHTAMBTENAAR, kring.gemeente)
    user.user_permissions.set(Permission.objects.all())
    assert seen_by(user) == set()


def test_who_left_sees_it_no_longer(kring: Kring) -> None:
    end_partner(partner=kring.partner, inzender=kring.inzender)
    assert seen_by(kring.deelnemer) == set()


def test_whose_role_ended_sees_it_no_longer(kring: Kring) -> None:
    lidmaatschap = kring.deelnemer.lidmaatschappen.get()
    end_lidmaatschap(lidmaatschap=lidmaatschap, door=kring.regievoerder)
    assert seen_by(kring.deelnemer) == set()
    kring.regievoerder.is_active = False
    kring.regievoerder.save()
    assert seen_by(kring.regievoerder) == set()


def test_only_the_role_acted_in_counts(kring: Kring, andere_kring: Kring) -> None:
    both = kring.deelnemer
    other = add_lidmaatschap(
        user=both,
        organisatie=andere_kring.penvoerder,
        rol=Rol.REGIEVOERDER,
        van=timezone.localdate(),
    )
    both.acting_as = other
    assert set(Pact.objects.visible_to(both)) == {andere_kring.pact}
    assert may(both, Handeling.ACTIES, andere_kring.pact).mag
    both.acting_as = both.lidmaatschappen.get(rol=Rol.PARTNER)
    assert set(Pact.objects.visible_to(both)) == {kring.pact}
    assert not may(both, Handeling.INRICHTEN, kring.pact).mag


def test_a_refusal_says_whom_to_ask(kring: Kring) -> None:
    assert may(kring.regievoerder, Handeling.ACTIES, kring.pact).mag
    for handeling in Handeling:
        refused = may(kring.deelnemer, handeling, kring.pact)
        assert not refused.mag
        assert kring.penvoerder.naam in refused.waarom
