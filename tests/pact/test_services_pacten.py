"""Writing a pact, its themas and its partners."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import PartnerRol
from pact.models import Pact, Partner
from pact.services.pacten import (
    PactGegevens,
    add_thema,
    change_pact,
    create_pact,
    remove_thema,
    rename_thema,
)
from pact.services.pacten import gegevens_of as facts_of
from pact.services.partners import add_partner, end_partner
from tests.pact.hulp import Kring
from thuiszitters.audit.models import AuditRegel


def gegevens_of(pact: Pact, **extra: Any) -> PactGegevens:
    """Return what a pact says, with some of it changed."""
    return replace(facts_of(pact), **extra)


def new_pact(kring: Kring, **extra: Any) -> Pact:
    values: dict[str, Any] = {
        "organisatie": kring.penvoerder,
        "code": "tweede-pact",
        "gegevens": gegevens_of(kring.pact),
        "themas": ["Een", "Twee"],
        "inzender": kring.inzender,
    }
    return create_pact(**(values | extra))


def test_who_leads_a_pact_is_its_first_partner(kring: Kring) -> None:
    pact = new_pact(kring)
    [partner] = pact.partners.all()
    assert (partner.organisatie, partner.rol) == (kring.penvoerder, PartnerRol.PENVOERDER)
    assert [thema.naam for thema in pact.themas.all()] == ["Een", "Twee"]
    assert AuditRegel.objects.filter(gebeurtenis="pact opgezet", onderwerp_id=pact.code).exists()


@pytest.mark.parametrize("code", ["nieuw", "Groot", "met spatie", "-begin", "einde-", "", "a/b"])
def test_a_code_that_cannot_stand_in_an_address_is_refused(kring: Kring, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        new_pact(kring, code=code)
    assert set(refused.value.message_dict) == {"code"}


def test_a_code_is_given_once(kring: Kring) -> None:
    with pytest.raises(ValidationError) as refused:
        new_pact(kring, code=kring.pact.code)
    assert refused.value.message_dict == {"code": ["Deze code is al in gebruik. Kies een andere."]}


def test_a_form_sent_twice_makes_one_pact(kring: Kring) -> None:
    inzender = replace(kring.inzender, sleutel=uuid4())
    new_pact(kring, inzender=inzender)
    with pytest.raises(AlGedaan) as done:
        new_pact(kring, inzender=inzender)
    assert done.value.code == "tweede-pact"
    assert Pact.objects.filter(code="tweede-pact").count() == 1


def test_a_pact_cannot_end_before_it_begins(kring: Kring) -> None:
    wrong = gegevens_of(kring.pact, einde=date(2025, 12, 31))
    with pytest.raises(ValidationError) as refused:
        new_pact(kring, gegevens=wrong)
    assert refused.value.message_dict == {
        "einde": ["De einddatum ligt vóór het begin (1 jan 2026)."]
    }
    assert not Pact.objects.filter(code="tweede-pact").exists()


def test_a_thema_named_twice_makes_no_pact(kring: Kring) -> None:
    with pytest.raises(ValidationError) as refused:
        new_pact(kring, themas=["Een", "een"])
    assert refused.value.message_dict == {"themas": ["een: Dit thema staat er twee keer."]}
    assert not Pact.objects.filter(code="tweede-pact").exists()


def test_a_stale_form_changes_no_facts(kring: Kring) -> None:
    by_version = replace(kring.inzender, versie=kring.pact.versie)
    theirs = gegevens_of(kring.pact, motto="Ieder kind een plek")
    change_pact(pact=kring.pact, gegevens=theirs, inzender=by_version)
    with pytest.raises(VerouderdeVersie):
        change_pact(
            pact=kring.pact,
            gegevens=gegevens_of(kring.pact, motto="Anders"),
            inzender=by_version,
        )
    kring.pact.refresh_from_db()
    assert kring.pact.motto == "Ieder kind een plek"
    same = change_pact(pact=kring.pact, gegevens=theirs, inzender=by_version)
    assert same.versie == kring.pact.versie


def test_themas_come_go_and_change_their_name(kring: Kring) -> None:
    thema = add_thema(pact=kring.pact, naam=" Nieuw thema ", inzender=kring.inzender)
    assert [t.naam for t in kring.pact.themas.all()][-1] == "Nieuw thema"
    rename_thema(thema=thema, naam="Beter thema", inzender=kring.inzender)
    assert [t.naam for t in kring.pact.themas.all()][-1] == "Beter thema"
    with pytest.raises(ValidationError):
        rename_thema(thema=thema, naam=kring.themas[0].naam, inzender=kring.inzender)
    remove_thema(thema=thema, inzender=kring.inzender)
    assert [t.pk for t in kring.pact.themas.all()] == [t.pk for t in kring.themas]


def test_a_thema_with_actions_stays(kring: Kring) -> None:
    kring.actie()
    with pytest.raises(ValidationError):
        remove_thema(thema=kring.themas[0], inzender=kring.inzender)
    assert kring.pact.themas.count() == 2


def test_an_organisation_is_partner_once_at_a_time(kring: Kring) -> None:
    again: dict[str, Any] = {
        "pact": kring.pact,
        "organisatie": kring.gemeente,
        "rol": PartnerRol.DEELNEMER,
        "inzender": kring.inzender,
    }
    with pytest.raises(ValidationError) as refused:
        add_partner(**again)
    assert refused.value.message_dict == {
        "organisatie": [f"{kring.gemeente} is al partner in dit pact."]
    }
    end_partner(partner=kring.partner, inzender=kring.inzender)
    end_partner(partner=kring.partner, inzender=kring.inzender)
    add_partner(**again)
    assert Partner.objects.current().filter(organisatie=kring.gemeente).count() == 1
    assert AuditRegel.objects.filter(gebeurtenis="partner gestopt").count() == 1


def test_who_leads_the_pact_stays_partner(kring: Kring) -> None:
    leading = kring.pact.partners.get(organisatie=kring.penvoerder)
    with pytest.raises(ValidationError):
        end_partner(partner=leading, inzender=kring.inzender)
    leading.refresh_from_db()
    assert leading.tot is None


def test_a_partner_that_left_is_none_from_that_day(kring: Kring) -> None:
    end_partner(partner=kring.partner, inzender=kring.inzender)
    kring.partner.refresh_from_db()
    assert kring.partner.tot == timezone.localdate()
    assert kring.partner not in Partner.objects.current()
