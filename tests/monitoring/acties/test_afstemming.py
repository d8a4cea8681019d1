"""The daily reconciliation looks at actions too, and the page Gaten shows their holes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from monitoring.models import Afstemming, Escalatie, Geadresseerde
from monitoring.selectors.gaten import GatSoort, gaten_of
from monitoring.services.afstemming import run_afstemming
from monitoring.services.watch import run_round
from pact.models import Actie
from tests.factories import make_user
from tests.monitoring.acties.conftest import TODAY, Gevraagd
from tests.pact.hulp import Kring
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.sender import send_berichten

pytestmark = pytest.mark.usefixtures("monday")


def found() -> list[tuple[str, str]]:
    """Return the differences: their kind, and what they are about."""
    done = run_afstemming(nu=timezone.now())
    assert done is not None
    return list(done.verschillen.values_list("soort", "nummer"))


def test_nothing_to_say_after_a_round_and_its_mail(gevraagd: Gevraagd) -> None:
    send_berichten()
    assert found() == []
    assert Afstemming.objects.get().acties == 1


def test_every_gap_is_found(gevraagd: Gevraagd) -> None:
    nummer = f"waterstad-2026/{gevraagd.actie.nr}"
    Bericht.objects.all().delete()
    assert found() == [("bericht_ontbreekt", nummer)]
    Geadresseerde.objects.all().delete()
    assert found() == [("niemand_gevraagd", nummer)]
    Escalatie.objects.all().delete()
    assert ("escalatie_ontbreekt", nummer) in found()


def test_one_that_should_be_over_or_was_not_looked_at(gevraagd: Gevraagd) -> None:
    send_berichten()
    nummer = f"waterstad-2026/{gevraagd.actie.nr}"
    Actie.objects.update(status="gedaan")
    assert found() == [("escalatie_te_veel", nummer)]
    Actie.objects.update(status="loopt", volgende_controle_op=TODAY - timedelta(days=1))
    assert found() == [("niet_bekeken", nummer)]


def test_the_beheerder_of_who_leads_sees_the_hole(kring: Kring) -> None:
    User.objects.filter(pk=kring.deelnemer.pk).update(is_active=False)
    kring.actie(dagen=0, eigenaar=kring.partner)
    kring.actie(dagen=0)
    run_round(peildatum=TODAY)

    holes = [gat for gat in gaten_of([kring.penvoerder.pk]) if gat.soort == GatSoort.PARTNER]
    assert {(gat.organisatie, gat.rol, gat.signalen) for gat in holes} == {
        (kring.gemeente, Rol.PARTNER, 1),
        (kring.penvoerder, None, 1),
    }
    client = Client()
    client.force_login(make_user(Rol.BEHEERDER, kring.penvoerder))
    html = client.get(reverse("monitoring:gaten")).content.decode()
    assert "Partners van een pact bij wie niemand te bereiken is (2)" in html
