"""Who is addressed: by role, by vervanging, as the next in line; and what is left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.models import Wijze
from monitoring.ontvangers import Adresboek, Ontvangers, Plaatsen, line_of, places_of
from tests.factories import LONG_AGO, Region, make_organisatie, make_region, make_user
from thuiszitters.accounts.bereik import mark_onbestelbaar
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap, end_lidmaatschap

ROLLEN = (
    Rol.COORDINATOR,
    Rol.ZORGCOORDINATOR,
    Rol.LEERPLICHTAMBTENAAR,
    Rol.DIRECTEUR,
    Rol.BESTUURDER,
)


def places(region: Region, **changes: Any) -> Plaatsen:
    """Return where people are looked for, for a child at the school of this region."""
    return replace(
        Plaatsen(
            swv=region.swv.pk,
            gemeente=region.gemeente.pk,
            school=region.school.pk,
            bestuur=region.bestuur.pk,
            eigenaar=None,
        ),
        **changes,
    )


def find(casus: Plaatsen, *rollen: Rol, op: date | None = None) -> Ontvangers:
    """Return who is addressed when these roles are asked."""
    return Adresboek([casus], rollen, op or timezone.localdate()).find(casus, rollen)


def away(user: User, vervanger: User, organisatie: Organisatie, *, days: int = 7) -> Vervanging:
    """Return that somebody is away from today, replaced by somebody else."""
    today = timezone.localdate()
    return Vervanging.objects.create(
        user=user,
        vervanger=vervanger,
        organisatie=organisatie,
        van=today,
        tot=today + timedelta(days=days),
    )


def who(found: Ontvangers) -> dict[int, tuple[Rol | None, Wijze, int | None]]:
    """Return per person how they are addressed; fails where somebody is addressed twice."""
    answer = {adres.user: (adres.rol, adres.wijze, adres.namens) for adres in found.adressen}
    assert len(answer) == len(found.adressen)
    return answer


def deactivate(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def bounce(user: User) -> None:
    mark_onbestelbaar(user=user, reden="550")


def without_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="")


def leave(user: User) -> None:
    Lidmaatschap.objects.filter(user=user).update(tot=timezone.localdate())


GONE = pytest.mark.parametrize("gone", [deactivate, bounce, without_address, leave])


# --- by role ----------------------------------------------------------------------------------
def test_everybody_in_the_roles_that_are_asked_and_nobody_else(region: Region) -> None:
    found = find(places(region), *ROLLEN)

    assert who(found) == {
        region.coordinator.pk: (Rol.COORDINATOR, Wijze.ROL, None),
        region.zorgcoordinator.pk: (Rol.ZORGCOORDINATOR, Wijze.ROL, None),
        region.leerplichtambtenaar.pk: (Rol.LEERPLICHTAMBTENAAR, Wijze.ROL, None),
        region.directeur.pk: (Rol.DIRECTEUR, Wijze.ROL, None),
        region.bestuurder.pk: (Rol.BESTUURDER, Wijze.ROL, None),
    }
    assert found.zonder == ()
    assert who(find(places(region), Rol.COORDINATOR)).keys() == {region.coordinator.pk}


def test_the_owner_alone_of_the_coordinators(region: Region) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)

    owned = find(places(region, eigenaar=colleague.pk), Rol.COORDINATOR)
    nobodys = find(places(region), Rol.COORDINATOR)

    assert owned.users == (colleague.pk,)
    assert set(nobodys.users) == {colleague.pk, region.coordinator.pk}


def test_just_reassigned_the_new_owner_is_asked(region: Region) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)
    before, after = (places(region, eigenaar=u.pk) for u in (region.coordinator, colleague))
    book = Adresboek([before, after], [Rol.COORDINATOR])

    assert book.find(before, [Rol.COORDINATOR]).users == (region.coordinator.pk,)
    assert book.find(after, [Rol.COORDINATOR]).users == (colleague.pk,)


@GONE
def test_an_owner_who_cannot_be_reached_makes_room_for_the_others(
    region: Region, gone: Callable[[User], None]
) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)
    gone(region.coordinator)

    found = find(places(region, eigenaar=region.coordinator.pk), Rol.COORDINATOR)

    assert who(found) == {colleague.pk: (Rol.COORDINATOR, Wijze.ROL, None)}


def test_an_owner_of_another_swv_does_not_count(region: Region, other_region: Region) -> None:
    found = find(places(region, eigenaar=other_region.coordinator.pk), Rol.COORDINATOR)

    assert found.users == (region.coordinator.pk,)


def test_somebody_with_two_roles_is_addressed_once_by_the_first(region: Region) -> None:
    add_lidmaatschap(
        user=region.coordinator, organisatie=region.swv, rol=Rol.DIRECTEUR, van=LONG_AGO
    )
    leave(region.directeur)

    found = find(places(region), Rol.COORDINATOR, Rol.DIRECTEUR)

    assert who(found) == {region.coordinator.pk: (Rol.COORDINATOR, Wijze.ROL, None)}
    assert found.zonder == ()


def test_bestuurder_of_school_and_of_schoolbestuur_at_once_is_one_person(region: Region) -> None:
    add_lidmaatschap(
        user=region.bestuurder, organisatie=region.school, rol=Rol.BESTUURDER, van=LONG_AGO
    )

    assert find(places(region), Rol.BESTUURDER).users == (region.bestuurder.pk,)


@pytest.mark.usefixtures("monday")
def test_a_membership_counts_from_its_first_day_until_its_end(region: Region) -> None:
    today = timezone.localdate()
    Lidmaatschap.objects.filter(user=region.coordinator).update(tot=today)
    coming = make_user(Rol.COORDINATOR, region.swv, van=today + timedelta(days=1))
    casus = places(region)

    yesterday = find(casus, Rol.COORDINATOR, op=today - timedelta(days=1))
    now = find(casus, Rol.COORDINATOR, op=today)
    tomorrow = find(casus, Rol.COORDINATOR, op=today + timedelta(days=1))

    assert yesterday.users == (region.coordinator.pk,)
    assert who(now) == {region.directeur.pk: (Rol.COORDINATOR, Wijze.VOLGENDE, None)}
    assert now.zonder == (Rol.COORDINATOR,)
    assert tomorrow.users == (coming.pk,)


def test_moved_to_another_gemeente_its_leerplichtambtenaar_is_asked(region: Region) -> None:
    elsewhere = make_organisatie(Soort.GEMEENTE, swv=region.swv)
    new = make_user(Rol.LEERPLICHTAMBTENAAR, elsewhere)
    before, after = places(region), places(region, gemeente=elsewhere.pk)
    book = Adresboek([before, after], [Rol.LEERPLICHTAMBTENAAR])

    assert book.find(before, [Rol.LEERPLICHTAMBTENAAR]).users == (region.leerplichtambtenaar.pk,)
    assert book.find(after, [Rol.LEERPLICHTAMBTENAAR]).users == (new.pk,)


def test_an_organisation_that_stopped_has_nobody(region: Region) -> None:
    Organisatie.objects.filter(pk=region.gemeente.pk).update(actief=False)

    found = find(places(region), Rol.LEERPLICHTAMBTENAAR)

    assert found.users == (region.coordinator.pk,)
    assert found.zonder == (Rol.LEERPLICHTAMBTENAAR,)


def test_how_somebody_wants_mail_goes_along(region: Region) -> None:
    User.objects.filter(pk=region.coordinator.pk).update(mailvoorkeur="dagelijks")

    found = find(places(region), Rol.COORDINATOR, Rol.DIRECTEUR)

    assert [adres.mailvoorkeur for adres in found.adressen] == ["dagelijks", "meteen"]


def test_a_role_that_no_casus_has_is_an_error(region: Region) -> None:
    with pytest.raises(ValueError, match="no place is known"):
        find(places(region), Rol.BETROKKENE)


# --- the next in line -------------------------------------------------------------------------
@GONE
@pytest.mark.parametrize(
    ("rol", "volgende"),
    [
        (Rol.COORDINATOR, "directeur"),
        (Rol.DIRECTEUR, "coordinator"),
        (Rol.LEERPLICHTAMBTENAAR, "coordinator"),
        (Rol.ZORGCOORDINATOR, "bestuurder"),
        (Rol.BESTUURDER, "directeur"),
    ],
)
def test_the_next_in_line_is_asked_and_the_hole_stays(
    region: Region, rol: Rol, volgende: str, gone: Callable[[User], None]
) -> None:
    gone(getattr(region, rol.value))

    found = find(places(region), rol)

    assert who(found) == {getattr(region, volgende).pk: (rol, Wijze.VOLGENDE, None)}
    assert found.zonder == (rol,)


def test_the_line_goes_on_until_somebody_can_be_reached(region: Region) -> None:
    for user in (region.zorgcoordinator, region.bestuurder, region.coordinator):
        deactivate(user)

    found = find(places(region), Rol.ZORGCOORDINATOR)

    assert who(found) == {region.directeur.pk: (Rol.ZORGCOORDINATOR, Wijze.VOLGENDE, None)}
    assert found.zonder == (Rol.ZORGCOORDINATOR,)


def test_nobody_at_all_leaves_only_holes(region: Region) -> None:
    User.objects.update(is_active=False)

    found = find(places(region), *ROLLEN)

    assert found == Ontvangers((), ROLLEN)


def test_who_is_asked_by_role_is_not_also_the_next_in_line(region: Region) -> None:
    leave(region.zorgcoordinator)
    leave(region.bestuurder)

    found = find(places(region), Rol.ZORGCOORDINATOR, Rol.COORDINATOR)

    assert who(found) == {region.coordinator.pk: (Rol.COORDINATOR, Wijze.ROL, None)}
    assert found.zonder == (Rol.ZORGCOORDINATOR,)


def test_the_owner_is_next_in_line_before_other_coordinators(region: Region) -> None:
    make_user(Rol.COORDINATOR, region.swv)
    leave(region.leerplichtambtenaar)

    found = find(places(region, eigenaar=region.coordinator.pk), Rol.LEERPLICHTAMBTENAAR)

    assert found.users == (region.coordinator.pk,)


def test_without_a_school_its_roles_are_not_missed(region: Region) -> None:
    nowhere = places(region, school=None, bestuur=None)

    zorg = find(nowhere, Rol.ZORGCOORDINATOR)
    bestuur = find(nowhere, Rol.BESTUURDER)
    aanspreken = find(nowhere, Rol.DIRECTEUR, Rol.BESTUURDER, Rol.LEERPLICHTAMBTENAAR)

    assert who(zorg) == {region.coordinator.pk: (Rol.ZORGCOORDINATOR, Wijze.VOLGENDE, None)}
    assert who(bestuur) == {
        region.leerplichtambtenaar.pk: (Rol.BESTUURDER, Wijze.VOLGENDE, None),
    }
    assert who(aanspreken)[region.leerplichtambtenaar.pk][1] == Wijze.ROL
    assert zorg.zonder == bestuur.zonder == aanspreken.zonder == ()


def test_without_a_school_and_without_anybody_in_line_it_is_a_hole(region: Region) -> None:
    User.objects.update(is_active=False)

    found = find(places(region, school=None, bestuur=None), Rol.ZORGCOORDINATOR)

    assert found == Ontvangers((), (Rol.ZORGCOORDINATOR,))


def test_a_school_without_a_bestuur_misses_its_bestuurder(region: Region) -> None:
    found = find(places(region, bestuur=None), Rol.BESTUURDER)

    assert found.users == (region.directeur.pk,)
    assert found.zonder == (Rol.BESTUURDER,)


# --- away -------------------------------------------------------------------------------------
def test_for_who_is_away_the_vervanger_is_asked(region: Region) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)
    away(region.coordinator, colleague, region.swv)

    found = find(places(region, eigenaar=region.coordinator.pk), Rol.COORDINATOR)

    assert who(found) == {
        colleague.pk: (Rol.COORDINATOR, Wijze.VERVANGING, region.coordinator.pk),
    }
    assert found.zonder == ()


def test_a_vervanger_in_the_same_role_is_asked_once_in_their_own(region: Region) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)
    away(region.coordinator, colleague, region.swv)

    found = find(places(region), Rol.COORDINATOR)

    assert who(found) == {colleague.pk: (Rol.COORDINATOR, Wijze.ROL, None)}


@pytest.mark.usefixtures("monday")
def test_away_from_the_first_day_until_the_first_day_back(region: Region) -> None:
    today = timezone.localdate()
    away(region.coordinator, region.directeur, region.swv, days=2)
    casus = places(region)
    asked = [
        find(casus, Rol.COORDINATOR, op=today + timedelta(days=n)).users for n in (-1, 0, 1, 2)
    ]

    me, vervanger = (region.coordinator.pk,), (region.directeur.pk,)
    assert asked == [me, vervanger, vervanger, me]


@GONE
def test_without_a_vervanger_who_can_be_reached_the_absent_stays(
    region: Region, gone: Callable[[User], None]
) -> None:
    colleague = make_user(Rol.COORDINATOR, region.swv)
    away(region.coordinator, colleague, region.swv)
    gone(colleague)

    found = find(places(region), Rol.COORDINATOR)

    assert who(found) == {region.coordinator.pk: (Rol.COORDINATOR, Wijze.ROL, None)}


@pytest.mark.parametrize("gone", [deactivate, bounce, without_address])
def test_a_vervanger_is_asked_also_where_the_absent_cannot_be_reached(
    region: Region, gone: Callable[[User], None]
) -> None:
    away(region.coordinator, region.directeur, region.swv)
    gone(region.coordinator)

    found = find(places(region), Rol.COORDINATOR)

    assert who(found) == {
        region.directeur.pk: (Rol.COORDINATOR, Wijze.VERVANGING, region.coordinator.pk),
    }
    assert found.zonder == ()


def test_a_chain_of_vervangers_is_followed_to_its_end(region: Region) -> None:
    second, third = (make_user(Rol.COORDINATOR, region.swv) for _ in range(2))
    away(region.coordinator, second, region.swv)
    away(second, third, region.swv)

    found = find(places(region, eigenaar=region.coordinator.pk), Rol.COORDINATOR)

    assert who(found) == {third.pk: (Rol.COORDINATOR, Wijze.VERVANGING, region.coordinator.pk)}


def test_a_circle_of_vervangers_leaves_the_absent_addressed(region: Region) -> None:
    second, third = (make_user(Rol.COORDINATOR, region.swv) for _ in range(2))
    away(region.coordinator, second, region.swv)
    away(second, third, region.swv)
    away(third, second, region.swv)

    found = find(places(region, eigenaar=region.coordinator.pk), Rol.COORDINATOR)

    assert who(found) == {region.coordinator.pk: (Rol.COORDINATOR, Wijze.ROL, None)}


def test_away_at_one_organisation_is_not_away_at_another(region: Region) -> None:
    colleague = make_user(Rol.BESTUURDER, region.school)
    add_lidmaatschap(
        user=region.bestuurder, organisatie=region.school, rol=Rol.BESTUURDER, van=LONG_AGO
    )
    away(region.bestuurder, colleague, region.school)

    found = find(places(region), Rol.BESTUURDER)

    assert who(found)[region.bestuurder.pk] == (Rol.BESTUURDER, Wijze.ROL, None)


def test_the_next_in_line_can_be_away_too(region: Region) -> None:
    colleague = make_user(Rol.DIRECTEUR, region.swv)
    away(region.directeur, colleague, region.swv)
    leave(region.coordinator)

    found = find(places(region), Rol.COORDINATOR)

    assert who(found) == {
        colleague.pk: (Rol.COORDINATOR, Wijze.VOLGENDE, region.directeur.pk),
    }


def test_a_role_that_ended_is_not_replaced(region: Region) -> None:
    """Whose work ended has nobody to act for; their vervanger is not asked for nothing."""
    colleague = make_user(Rol.ZORGCOORDINATOR, region.school)
    away(region.zorgcoordinator, colleague, region.school)
    Lidmaatschap.objects.filter(user=colleague).update(rol=Rol.BESTUURDER)
    end_lidmaatschap(
        lidmaatschap=region.zorgcoordinator.lidmaatschappen.get(), door=region.directeur
    )

    found = find(places(region), Rol.ZORGCOORDINATOR)

    assert Wijze.VERVANGING not in {adres.wijze for adres in found.adressen}
    assert found.zonder == (Rol.ZORGCOORDINATOR,)


# --- in bulk ----------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize("many", [1, 50, 500])
def test_the_number_of_statements_does_not_grow(many: int) -> None:
    regions = [make_region() for _ in range(min(many, 5))]
    casussen = [
        places(regions[n % len(regions)], eigenaar=n if n % 3 else None) for n in range(many)
    ]
    with CaptureQueriesContext(connection) as statements:
        book = Adresboek(casussen, ROLLEN)
        found = [book.find(casus, ROLLEN) for casus in casussen]

    assert len(statements) == 2
    assert {len(one.adressen) for one in found} == {5}


@pytest.mark.django_db
def test_no_casussen_no_statements() -> None:
    with CaptureQueriesContext(connection) as statements:
        Adresboek([], ROLLEN)

    assert len(statements) == 0


# --- never silently skipped -------------------------------------------------------------------
WHERE = [
    ("swv", Rol.COORDINATOR),
    ("swv", Rol.DIRECTEUR),
    ("gemeente", Rol.LEERPLICHTAMBTENAAR),
    ("school", Rol.ZORGCOORDINATOR),
    ("school", Rol.BESTUURDER),
    ("bestuur", Rol.BESTUURDER),
]
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(WHERE),
        st.sampled_from(["here", "here", "inactive", "bounced", "no address", "left", "coming"]),
        st.integers(0, 3),
    ),
    max_size=8,
)


@pytest.mark.django_db
@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    people=PEOPLE,
    absences=st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=5),
    rollen=st.lists(st.sampled_from(ROLLEN), min_size=1, max_size=5, unique=True),
    owner=st.integers(0, 7) | st.none(),
    school=st.booleans(),
)
def test_every_role_is_covered_or_a_hole(
    region: Region,
    people: list[tuple[tuple[str, Rol], str, int]],
    absences: list[tuple[int, int]],
    rollen: list[Rol],
    owner: int | None,
    school: bool,
) -> None:
    with transaction.atomic():
        users = _populate(region, people, absences)
        casus = places(
            region,
            school=region.school.pk if school else None,
            bestuur=region.bestuur.pk if school else None,
            eigenaar=users[owner % len(users)].pk if users and owner is not None else None,
        )
        together = find(casus, *rollen)
        apart = [find(casus, rol) for rol in rollen]
        reachable = {user.pk for user in User.objects.all() if user.is_bereikbaar}
        transaction.set_rollback(True)

    assert len(set(together.users)) == len(together.users)
    assert set(together.users) <= reachable
    for rol, one in zip(rollen, apart, strict=True):
        assert one.adressen or rol in one.zonder
        by_role = any(adres.wijze != Wijze.VOLGENDE for adres in one.adressen)
        assert (rol in one.zonder) == (not by_role and bool(places_of(casus, rol) or not one.users))
    assert set(together.users) == {user for one in apart for user in one.users}
    assert together.zonder == tuple(rol for one in apart for rol in one.zonder)
    for adres in together.adressen:
        assert adres.namens != adres.user
        assert (adres.wijze == Wijze.VERVANGING) <= (adres.namens is not None)
        assert adres.rol is not None
        assert adres.organisatie in {
            place for rol in line_of(casus, adres.rol) for place in places_of(casus, rol)
        }


def _populate(
    region: Region, people: list[tuple[tuple[str, Rol], str, int]], absences: list[tuple[int, int]]
) -> list[User]:
    """Put these people in the places of the region instead of those who are there."""
    today = timezone.localdate()
    Lidmaatschap.objects.all().delete()
    users: list[User] = []
    for (place, rol), state, again in people:
        organisatie = getattr(region, place)
        extra: dict[str, Any] = {
            "left": {"van": LONG_AGO, "tot": today},
            "coming": {"van": today + timedelta(days=1)},
        }.get(state, {"van": LONG_AGO})
        # Now and then the same person in one more role.
        if (
            again == 0
            and users
            and not users[-1].lidmaatschappen.filter(organisatie=organisatie, rol=rol)
        ):
            user = users[-1]
            add_lidmaatschap(user=user, organisatie=organisatie, rol=rol, **extra)
        else:
            user = make_user(rol, organisatie, **extra)
            users.append(user)
        if state == "inactive":
            deactivate(user)
        elif state == "bounced":
            bounce(user)
        elif state == "no address" and not User.objects.filter(email="").exists():
            without_address(user)
    for who_is_away, by in absences:
        if len(users) > max(who_is_away, by) and who_is_away != by:
            user, vervanger = users[who_is_away], users[by]
            for lid in user.lidmaatschappen.all():
                if not Vervanging.objects.filter(user=user, organisatie=lid.organisatie).exists():
                    away(user, vervanger, lid.organisatie)
    return users
