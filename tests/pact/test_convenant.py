"""Without a signed convenant a partner that is there by invitation sees no casework."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases import voorwaarden
from cases.models import Casus, CasusPartij, PartijRol
from cases.selectors.casus import load_deelnemers, people_on
from cases.services.partijen import grant_toegang, invite_organisatie
from cases.voorwaarden import MET_GROND, NIET_NA_TE_GAAN, ZONDER_GROND, refusals
from pact.keuzes import PactSoort, PartnerRol
from pact.models import Pact, Partner
from pact.services.partners import add_partner, change_partner, end_partner
from tests.factories import LONG_AGO, Region, make_casus, make_organisatie, make_user
from tests.pact.hulp import Kring
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

ROL_VAN = {
    Soort.SWV: Rol.COORDINATOR,
    Soort.GEMEENTE: Rol.LEERPLICHTAMBTENAAR,
    Soort.SCHOOL: Rol.ZORGCOORDINATOR,
    Soort.SCHOOLBESTUUR: Rol.BESTUURDER,
    Soort.JEUGDHULP: Rol.BETROKKENE,
    Soort.JGZ: Rol.BETROKKENE,
    Soort.OVERIG: Rol.BETROKKENE,
}
"""A role that sees casussen, for each kind of organisation that has one."""


def sees(user: User, casus: Casus, *, any_role: bool = False) -> bool:
    """Return whether this person sees the casus, read afresh."""
    fresh = User.objects.get(pk=user.pk)
    return Casus.objects.visible_to(fresh, any_role=any_role).filter(pk=casus.pk).exists()


def join(casus: Casus, organisatie: Organisatie) -> None:
    """Let an organisation take part, whatever its kind."""
    CasusPartij.objects.create(
        casus=casus, organisatie=organisatie, rol=PartijRol.BETROKKENE, van=timezone.localdate()
    )


@dataclass
class Hulp:
    """An organisation that takes part in a casus by invitation, and in a pact unsigned."""

    casus: Casus
    organisatie: Organisatie
    betrokkene: User
    partner: Partner


@pytest.fixture
def hulp(kring: Kring, region: Region) -> Hulp:
    casus = make_casus(region, dagen=30)
    organisatie = make_organisatie(Soort.JEUGDHULP)
    invite_organisatie(casus=casus, organisatie=organisatie, inzender=region.by())
    partner = add_partner(
        pact=kring.pact,
        organisatie=organisatie,
        rol=PartnerRol.DEELNEMER,
        inzender=kring.inzender,
    )
    return Hulp(casus, organisatie, make_user(Rol.BETROKKENE, organisatie), partner)


def test_the_kinds_are_split_in_two() -> None:
    assert set(Soort) == MET_GROND | ZONDER_GROND
    assert not MET_GROND & ZONDER_GROND
    assert set(ROL_VAN) == set(Soort) - {Soort.LANDELIJK}


@pytest.mark.parametrize("soort", ROL_VAN)
def test_kind_by_kind_what_the_pact_takes_and_gives_back(
    soort: Soort, kring: Kring, region: Region
) -> None:
    """Every kind: no partner, partner unsigned, signed, left."""
    casus = make_casus(region, dagen=30)
    organisatie = make_organisatie(soort)
    join(casus, organisatie)
    person = make_user(ROL_VAN[soort], organisatie)
    on_the_pact_side = [make_user(rol, organisatie) for rol in (Rol.PARTNER, Rol.REGIEVOERDER)]
    seen = [sees(person, casus)]
    partner = add_partner(
        pact=kring.pact,
        organisatie=organisatie,
        rol=PartnerRol.ONDERTEKENAAR,
        inzender=kring.inzender,
    )
    seen.append(sees(person, casus))
    change_partner(
        partner=partner,
        rol=PartnerRol.ONDERTEKENAAR,
        convenant_op=timezone.localdate(),
        inzender=kring.inzender,
    )
    seen.append(sees(person, casus))
    # The pact itself never gives casework, signed or not.
    assert not any(sees(user, casus) for user in on_the_pact_side)
    end_partner(partner=partner, inzender=kring.inzender)
    seen.append(sees(person, casus))
    assert seen == [True, soort in MET_GROND, True, True]


def test_only_a_regional_pact_that_runs_today_asks_for_it(hulp: Hulp, kring: Kring) -> None:
    today = timezone.localdate()
    day = timedelta(days=1)
    rows: list[tuple[dict[str, Any], bool]] = [
        ({"soort": PactSoort.LANDELIJK}, True),
        ({"soort": PactSoort.REGIONAAL, "begin": today + day}, True),
        ({"begin": today}, False),
        ({"begin": kring.pact.begin, "einde": today}, False),
        ({"einde": today - day}, True),
        ({"einde": None}, False),
    ]
    for facts, expected in rows:
        Pact.objects.filter(pk=kring.pact.pk).update(**facts)
        assert sees(hulp.betrokkene, hulp.casus) is expected, facts


def test_of_two_pacten_both_are_signed(hulp: Hulp, kring: Kring, andere_kring: Kring) -> None:
    second = add_partner(
        pact=andere_kring.pact,
        organisatie=hulp.organisatie,
        rol=PartnerRol.DEELNEMER,
        inzender=andere_kring.inzender,
    )
    for partner in (hulp.partner, second):
        assert not sees(hulp.betrokkene, hulp.casus)
        Partner.objects.filter(pk=partner.pk).update(convenant_op=LONG_AGO)
    assert sees(hulp.betrokkene, hulp.casus)


def test_a_date_that_is_taken_back_closes_the_door_again(hulp: Hulp, kring: Kring) -> None:
    for convenant_op in (date(2026, 3, 2), None):
        change_partner(
            partner=hulp.partner,
            rol=PartnerRol.DEELNEMER,
            convenant_op=convenant_op,
            inzender=kring.inzender,
        )
        assert sees(hulp.betrokkene, hulp.casus) is (convenant_op is not None)


def test_inviting_is_refused_with_the_way_out(hulp: Hulp, kring: Kring, region: Region) -> None:
    other = make_casus(region, dagen=40)
    with pytest.raises(ValidationError) as refused:
        invite_organisatie(casus=other, organisatie=hulp.organisatie, inzender=region.by())
    [sentence] = refused.value.message_dict["organisatie"]
    for word in (str(hulp.organisatie), str(kring.pact), str(kring.penvoerder), "convenant"):
        assert word in sentence
    assert not other.partijen.filter(organisatie=hulp.organisatie).exists()
    # Who has a ground of their own is invited whatever the pact says.
    bestuur = make_organisatie(Soort.SCHOOLBESTUUR)
    add_partner(
        pact=kring.pact, organisatie=bestuur, rol=PartnerRol.DEELNEMER, inzender=kring.inzender
    )
    invite_organisatie(casus=other, organisatie=bestuur, inzender=region.by())


class TestInzage:
    """A grant is personal, and read as somebody of that organisation all the same."""

    @pytest.fixture
    def granted(self, hulp: Hulp, region: Region) -> Casus:
        casus = make_casus(region, dagen=40)
        Partner.objects.filter(pk=hulp.partner.pk).update(convenant_op=LONG_AGO)
        self.grant(casus, hulp, region)
        assert sees(hulp.betrokkene, casus)
        Partner.objects.filter(pk=hulp.partner.pk).update(convenant_op=None)
        return casus

    def grant(self, casus: Casus, hulp: Hulp, region: Region) -> None:
        grant_toegang(
            casus=casus,
            user=hulp.betrokkene,
            grond="Denkt mee",
            tot=timezone.localdate() + timedelta(days=7),
            inzender=region.by(),
        )

    def test_it_opens_nothing_while_unsigned(self, hulp: Hulp, granted: Casus) -> None:
        assert not sees(hulp.betrokkene, granted)
        assert not sees(hulp.betrokkene, granted, any_role=True)

    def test_it_is_not_given_while_unsigned(self, hulp: Hulp, region: Region) -> None:
        casus = make_casus(region, dagen=40)
        with pytest.raises(ValidationError) as refused:
            self.grant(casus, hulp, region)
        assert "convenant" in refused.value.message_dict["email"][0]
        assert not casus.toegang.exists()

    def test_who_also_works_elsewhere_reads_it_as_that(self, hulp: Hulp, granted: Casus) -> None:
        place = make_organisatie(Soort.GEMEENTE)
        there = add_lidmaatschap(
            user=hulp.betrokkene, organisatie=place, rol=Rol.LEERPLICHTAMBTENAAR, van=LONG_AGO
        )
        here = hulp.betrokkene.lidmaatschappen.exclude(pk=there.pk).get()
        for acting, expected in ((here, False), (there, True)):
            fresh = User.objects.get(pk=hulp.betrokkene.pk)
            fresh.acting_as = acting
            assert Casus.objects.visible_to(fresh).filter(pk=granted.pk).exists() is expected
        assert sees(hulp.betrokkene, granted, any_role=True)


def test_the_page_tells_them_why_and_the_others_who_reads_along(hulp: Hulp, region: Region) -> None:
    client = Client()
    client.force_login(hulp.betrokkene)
    page = client.get(reverse("cases:werkvoorraad")).content.decode()
    assert "Je ziet nu geen casussen" in page
    assert hulp.casus.nummer not in page
    assert client.get(reverse("cases:casus", args=[hulp.casus.nummer])).status_code == 404

    [theirs] = [d for d in load_deelnemers(hulp.casus) if d.partij.organisatie == hulp.organisatie]
    assert theirs.mensen == []
    assert "convenant" in theirs.geweigerd
    assert hulp.betrokkene not in [persoon.user for persoon in people_on(hulp.casus)]
    client.force_login(region.coordinator)
    page = client.get(reverse("cases:casus", args=[hulp.casus.nummer])).content.decode()
    assert "heeft het privacyconvenant" in page


def test_who_has_a_ground_pays_no_query_for_it(
    hulp: Hulp, region: Region, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for person, queries in ((region.coordinator, 4), (hulp.betrokkene, 4)):
        fresh = User.objects.get(pk=person.pk)
        with django_assert_num_queries(queries):
            list(Casus.objects.visible_to(fresh))


@pytest.fixture
def _nobody_to_ask() -> Iterator[None]:
    asked = voorwaarden._eisen[:]
    voorwaarden._eisen.clear()
    yield
    voorwaarden._eisen[:] = asked


@pytest.mark.usefixtures("_nobody_to_ask")
def test_with_nobody_to_ask_the_door_stays_shut() -> None:
    assert refusals({1: Soort.JGZ, 2: Soort.SCHOOL}) == {1: NIET_NA_TE_GAAN}
    assert refusals({}) == {}
