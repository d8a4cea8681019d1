"""Writing what a partner is, what it signed, who speaks for it; and versions of the agenda."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models.casus import METEEN
from pact.errors import AlGedaan
from pact.keuzes import PactSoort, PartnerRol
from pact.models import Actie, Contactpersoon, Partner
from pact.selectors.inrichten import (
    contactpersonen_of,
    left_partners,
    load_partners,
    possible_contactpersonen,
)
from pact.services.pacten import add_versie, change_pact, create_pact, gegevens_of
from pact.services.partners import (
    AVG_VAN,
    add_contactpersoon,
    add_partner,
    change_partner,
    end_contactpersoon,
    end_partner,
)
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring, make_kring
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import end_lidmaatschap
from thuiszitters.audit.models import AuditRegel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def change(kring: Kring, **extra: Any) -> Partner:
    values: dict[str, Any] = {"rol": PartnerRol.ONDERTEKENAAR, "convenant_op": None}
    return change_partner(partner=kring.partner, **(values | extra), inzender=kring.inzender)


def test_a_role_and_a_signature_change_and_the_same_ones_do_not(kring: Kring) -> None:
    day = date(2026, 3, 2)
    for _ in range(2):
        saved = change(kring, rol=PartnerRol.MEDE, convenant_op=day)
        assert (saved.rol, saved.convenant_op) == (PartnerRol.MEDE, day)
    assert AuditRegel.objects.filter(gebeurtenis="partner gewijzigd").count() == 1


@pytest.mark.parametrize("days", [1, 400])
def test_nothing_is_signed_on_a_day_to_come(kring: Kring, days: int) -> None:
    day = timezone.localdate() + timedelta(days=days)
    acts: list[Callable[[], Partner]] = [
        lambda: change(kring, convenant_op=day),
        lambda: add_partner(
            pact=kring.pact,
            organisatie=make_organisatie(Soort.JGZ),
            rol=PartnerRol.DEELNEMER,
            convenant_op=day,
            inzender=kring.inzender,
        ),
    ]
    for act in acts:
        with pytest.raises(ValidationError) as refused:
            act()
        assert set(refused.value.message_dict) == {"convenant_op"}
    assert not Partner.objects.filter(convenant_op__isnull=False).exists()


def test_nothing_is_signed_before_the_avg(kring: Kring) -> None:
    with pytest.raises(ValidationError) as refused:
        change(kring, convenant_op=AVG_VAN - timedelta(days=1))
    assert "25 mei 2018" in refused.value.message_dict["convenant_op"][0]
    assert change(kring, convenant_op=AVG_VAN).convenant_op == AVG_VAN
    assert change(kring, convenant_op=timezone.localdate()).convenant_op == timezone.localdate()


class TestContactpersonen:
    def add(self, kring: Kring, **extra: Any) -> Contactpersoon:
        values: dict[str, Any] = {"partner": kring.partner, "user": kring.deelnemer}
        return add_contactpersoon(**(values | extra), inzender=kring.inzender)

    def test_who_has_a_role_in_the_pact_there_speaks_for_it(self, kring: Kring) -> None:
        self.add(kring)
        [contact] = contactpersonen_of(kring.partner)
        assert (contact.user, contact.van) == (kring.deelnemer, timezone.localdate())
        assert not possible_contactpersonen(kring.partner).exists()
        [row] = [r for r in load_partners(kring.pact, peildatum=contact.van) if r.contacten]
        assert row.partner == kring.partner

    def test_nobody_else_can(self, kring: Kring) -> None:
        others = [
            make_user(Rol.LEERPLICHTAMBTENAAR, kring.gemeente),
            make_user(Rol.PARTNER, make_organisatie(Soort.GEMEENTE)),
            make_user(Rol.PARTNER, kring.gemeente, tot=timezone.localdate()),
            kring.regievoerder,
        ]
        for user in others:
            with pytest.raises(ValidationError) as refused:
                self.add(kring, user=user)
            assert set(refused.value.message_dict) == {"user"}
        assert list(possible_contactpersonen(kring.partner)) == [kring.deelnemer]
        assert not Contactpersoon.objects.exists()

    def test_once_at_a_time_and_again_later(self, kring: Kring) -> None:
        contact = self.add(kring)
        with pytest.raises(ValidationError):
            self.add(kring)
        for _ in range(2):
            end_contactpersoon(contact=contact, inzender=kring.inzender)
        assert not contactpersonen_of(kring.partner).exists()
        assert AuditRegel.objects.filter(gebeurtenis="contactpersoon gestopt").count() == 1
        self.add(kring)
        assert contactpersonen_of(kring.partner).count() == 1

    def test_who_lost_the_role_stays_listed_and_is_told_apart(self, kring: Kring) -> None:
        self.add(kring)
        lid = kring.deelnemer.lidmaatschappen.get()
        end_lidmaatschap(lidmaatschap=lid, door=kring.regievoerder)
        [contact] = contactpersonen_of(kring.partner)
        assert vars(contact)["in_rol"] is False

    def test_the_watch_looks_again_at_what_they_are_asked_about(self, kring: Kring) -> None:
        actie = kring.actie(eigenaar=kring.partner, dagen=10)
        Actie.objects.update(volgende_controle_op=date(2027, 1, 1))
        self.add(kring)
        actie.refresh_from_db()
        assert actie.volgende_controle_op == METEEN


def test_a_partner_leaves_with_its_people_and_keeps_what_it_promised(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner, dagen=10)
    contact = add_contactpersoon(
        partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender
    )
    Actie.objects.update(volgende_controle_op=date(2027, 1, 1))
    end_partner(partner=kring.partner, inzender=kring.inzender)
    contact.refresh_from_db()
    actie.refresh_from_db()
    assert contact.tot == timezone.localdate()
    assert actie.eigenaar == kring.partner
    assert actie.volgende_controle_op == METEEN
    [left] = left_partners(kring.pact)
    assert (left.pk, vars(left)["aantal_open"]) == (kring.partner.pk, 1)
    acts: list[Callable[[], object]] = [
        lambda: change(kring, rol=PartnerRol.MEDE),
        lambda: add_contactpersoon(
            partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender
        ),
    ]
    for act in acts:
        with pytest.raises(ValidationError, match="geen partner meer"):
            act()


class TestVersies:
    def add(self, kring: Kring, nummer: str = "0.6", **extra: Any) -> None:
        values: dict[str, Any] = {"datum": date(2026, 11, 2), "wijziging": "Statement 3 erbij"}
        add_versie(pact=kring.pact, nummer=nummer, **(values | extra), inzender=kring.inzender)

    def test_versions_stand_newest_first_also_those_to_come(self, kring: Kring) -> None:
        for nummer, datum in (("0.6", date(2026, 11, 2)), ("1.0", date(2027, 2, 1))):
            self.add(kring, nummer, datum=datum)
        self.add(kring, "0.5", datum=date(2026, 1, 5))
        assert [v.nummer for v in kring.pact.versies.all()] == ["1.0", "0.6", "0.5"]

    def test_a_number_is_given_once(self, kring: Kring) -> None:
        self.add(kring, "0.6a")
        for nummer in ("0.6a", " 0.6A "):
            with pytest.raises(ValidationError) as refused:
                self.add(kring, nummer, wijziging="Iets anders")
            assert "bestaat al, van 2 nov 2026" in refused.value.message_dict["nummer"][0]
        self.add(make_kring("elders"), "0.6a")

    def test_the_very_same_form_twice_is_told_so(self, kring: Kring) -> None:
        self.add(kring)
        with pytest.raises(AlGedaan):
            self.add(kring)
        assert kring.pact.versies.count() == 1

    def test_a_number_of_a_child_is_refused(self, kring: Kring) -> None:
        with pytest.raises(ValidationError) as refused:
            self.add(kring, wijziging="Zie 123456782")
        assert set(refused.value.message_dict) == {"wijziging"}


class TestGegevens:
    def test_what_a_pact_says_is_kept_and_read_as_lists(self, kring: Kring) -> None:
        says = replace(
            gegevens_of(kring.pact),
            doel="Niemand thuis",
            ambities="- Eerste\r\n\r\n • Tweede",
            randvoorwaarden="Tijd",
        )
        saved = change_pact(pact=kring.pact, gegevens=says, inzender=kring.inzender)
        assert saved.lijst_ambities == ["Eerste", "Tweede"]
        assert saved.lijst_randvoorwaarden == ["Tijd"]
        assert gegevens_of(saved) == says

    def test_a_national_pact_has_no_region(self, kring: Kring) -> None:
        says = replace(gegevens_of(kring.pact), soort=PactSoort.LANDELIJK)
        with pytest.raises(ValidationError) as refused:
            change_pact(pact=kring.pact, gegevens=says, inzender=kring.inzender)
        assert set(refused.value.message_dict) == {"regio"}
        change_pact(pact=kring.pact, gegevens=replace(says, regio=""), inzender=kring.inzender)

    def test_a_pact_does_not_go_on_from_itself_not_even_by_way_of_another(
        self, kring: Kring
    ) -> None:
        nieuw = create_pact(
            organisatie=kring.penvoerder,
            code="vervolg",
            gegevens=replace(gegevens_of(kring.pact), voorganger=kring.pact),
            themas=[],
            inzender=kring.inzender,
        )
        for before in (kring.pact, nieuw):
            says = replace(gegevens_of(kring.pact), voorganger=before)
            with pytest.raises(ValidationError) as refused:
                change_pact(pact=kring.pact, gegevens=says, inzender=kring.inzender)
            assert set(refused.value.message_dict) == {"voorganger"}

    def test_a_number_of_a_child_is_refused(self, kring: Kring) -> None:
        says = replace(gegevens_of(kring.pact), doel="Zie 123456782")
        with pytest.raises(ValidationError) as refused:
            change_pact(pact=kring.pact, gegevens=says, inzender=kring.inzender)
        assert set(refused.value.message_dict) == {"doel"}
