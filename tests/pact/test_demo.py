"""The composed pact of the demo."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.utils import timezone

from pact.demo import THEMAS, create_demo_pact
from pact.keuzes import Niveau, Status
from pact.matrix import tel
from pact.models import Actie, Pact
from pact.selectors import load_acties
from tests.factories import make_organisatie, make_user
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Rol, Soort


def compose(*, soorten: list[Soort], seed: int = 1, vandaag: date | None = None) -> Pact:
    lead = make_organisatie(Soort.SWV)
    partners = [make_organisatie(soort) for soort in soorten]
    return create_demo_pact(
        regievoerder=make_user(Rol.REGIEVOERDER, lead),
        organisatie=lead,
        partners=[lead, *partners],
        vandaag=vandaag or timezone.localdate(),
        rng=random.Random(seed),
    )


@pytest.mark.django_db
def test_the_demo_has_something_of_everything() -> None:
    pact = compose(
        soorten=[Soort.GEMEENTE, Soort.SCHOOLBESTUUR, Soort.JEUGDHULP, Soort.JGZ, Soort.LANDELIJK]
    )
    acties = load_acties(pact)
    telling = tel(acties, peildatum=timezone.localdate())
    assert [thema.naam for thema in pact.themas.all()] == list(THEMAS)
    assert 17 <= telling.totaal <= 20
    assert 3 <= telling.te_laat <= 6
    assert telling.zonder_eigenaar >= 2
    assert {a.niveau for a in acties} == set(Niveau)
    assert {a.status for a in acties} == set(Status)
    assert Actie.objects.filter(geschiedenis__versie=3).exists()


@pytest.mark.django_db
def test_the_demo_works_without_partners_and_on_a_leap_day() -> None:
    pact = compose(soorten=[], vandaag=date(2028, 2, 29))
    assert pact.acties.filter(deadline__lt=date(2028, 2, 29)).exists()


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_dates_and_owners() -> None:
    def shape(seed: int) -> list[tuple[int, date | None, str | None]]:
        pact = compose(soorten=[Soort.GEMEENTE, Soort.GEMEENTE, Soort.SCHOOL], seed=seed)
        soorten = {o.pk: o.soort for o in Organisatie.objects.filter(partnerschappen__pact=pact)}
        return [
            (a.nr, a.deadline, soorten[a.eigenaar.organisatie_id] if a.eigenaar else None)
            for a in pact.acties.select_related("eigenaar")
        ]

    assert shape(4) == shape(4)


def test_the_offsets_of_the_demo_stay_inside_the_pact() -> None:
    from pact.demo import BELOFTEN

    assert all(b.dagen is None or timedelta(days=b.dagen) > timedelta(days=-300) for b in BELOFTEN)
