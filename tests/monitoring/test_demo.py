"""The composed region: something of everything, with a past that fits together."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.conf import settings as base_settings
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count, F, Max, Min
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoDbBlocker, Settings

from cases import stand as rule
from cases.models import (
    Casus,
    CasusPartij,
    Gebeurtenis,
    Gemist,
    Leerling,
    Status,
    Taak,
    Verzuim,
)
from cases.models.casus import METEEN
from cases.selectors.feiten import load_feiten
from monitoring.models import Escalatie, Geadresseerde, Reactie, Wijze
from monitoring.services.afstemming import run_afstemming
from monitoring.services.watch import run_round
from pact.keuzes import PactSoort
from pact.models import Actie, ActieLog, LogSoort, Pact, Partner
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.selectors import DEMO_DOMEIN, DEMO_WACHTWOORD
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.sender import send_berichten
from thuiszitters.berichten.venster import eerste_moment

TODAY = date(2026, 11, 23)
AANTAL = 30


def maak(casussen: int, seed: int = 1, *, eens: bool = False) -> dict[str, int]:
    """Run the command and return its summary."""
    uit = io.StringIO()
    call_command("create_demo_data", casussen=casussen, seed=seed, eens=eens, stdout=uit)
    summary: dict[str, int] = json.loads(uit.getvalue().splitlines()[-1])
    return summary


@pytest.fixture(scope="module")
def _noon() -> Iterator[None]:
    moment = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
    with time_machine.travel(moment, tick=True):
        yield


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, _noon: None
) -> Iterator[dict[str, int]]:
    """The demo, made once for the tests that only look at it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield maak(AANTAL)
        transaction.set_rollback(True)


@pytest.fixture
def _undone(demo: dict[str, int]) -> Iterator[None]:
    """Undo what a test does to the demo."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def person(adres: str) -> User:
    """Return one of the people of the demo."""
    return User.objects.get(email=f"{adres}{DEMO_DOMEIN}")


class TestInhoud:
    def test_the_summary_counts_what_was_made(self, demo: dict[str, int]) -> None:
        assert demo == {
            "organisaties": Organisatie.objects.count(),
            "mensen": User.objects.count(),
            "casussen": AANTAL,
            "escalaties": Escalatie.objects.count(),
        }
        assert demo["escalaties"] > AANTAL

    def test_there_is_something_of_everything(self, demo: dict[str, int]) -> None:
        assert set(Casus.objects.values_list("categorie", flat=True)) >= {
            "dreigend",
            "LRV",
            "AV",
            "met_aanbod",
            "vrijgesteld",
            "geoorloofd",
            "geen",
        }
        assert {">3m", "4w-3m", "<4w"} <= set(Casus.objects.values_list("duur", flat=True))
        assert Casus.objects.exclude(uitkomst="").values("uitkomst").distinct().count() >= 2
        assert Gebeurtenis.objects.filter(soort="heropend").exists()
        assert {"open", "beantwoord", "vervallen"} <= set(
            Escalatie.objects.values_list("status", flat=True)
        )
        assert Reactie.objects.exists()
        assert Taak.objects.filter(gedaan_op__isnull=True).exists()
        assert {pact.soort for pact in Pact.objects.all()} == set(PactSoort.values)
        assert Actie.objects.filter(pact__soort=PactSoort.REGIONAAL).count() == 23
        soorten = set(Organisatie.objects.values_list("soort", flat=True))
        assert soorten == set(Soort.values)

    def test_every_role_has_a_login_that_works(self, demo: dict[str, int]) -> None:
        uit = io.StringIO()
        call_command("demo_logins", stdout=uit)
        lines = uit.getvalue().splitlines()
        assert len(lines) == len(Rol.values) + 1
        for rol, line in zip(Rol.values, lines[1:], strict=True):
            assert f" {rol}{DEMO_DOMEIN} " in line
            assert line.endswith(DEMO_WACHTWOORD)
            assert person(rol).check_password(DEMO_WACHTWOORD)
            assert person(rol).lidmaatschappen.get().rol == rol
        twice = Lidmaatschap.objects.values("user").annotate(n=Count("pk")).filter(n=2)
        assert twice.count() >= 2

    def test_the_national_pact_is_led_by_who_the_readme_names(self, demo: dict[str, int]) -> None:
        leads = person("landelijk.regie")
        readme = Path(base_settings.BASE_DIR, "README.md").read_text(encoding="utf-8")
        assert leads.email in readme
        assert leads.check_password(DEMO_WACHTWOORD)
        client = Client()
        client.force_login(leads)
        pact = Pact.objects.get(soort=PactSoort.LANDELIJK)
        for page in ("matrix", "inrichten"):
            assert client.get(reverse(f"pact:{page}", args=[pact.code])).status_code == 200

    @pytest.mark.usefixtures("_undone")
    def test_its_past_is_no_difference_and_what_it_sends_is_compared(
        self, demo: dict[str, int], settings: Settings, tmp_path: Path
    ) -> None:
        settings.EMAIL_BACKEND = "thuiszitters.berichten.backends.FileBackend"
        settings.MAIL_DIR = tmp_path
        sent = send_berichten().verzonden
        done = run_afstemming(nu=timezone.now() + timedelta(hours=1))
        assert done is not None
        assert list(done.verschillen.values_list("soort", "toelichting")) == []
        assert done.berichten == done.nagevraagd == sent > 0

    def test_the_walls_can_be_seen(self, demo: dict[str, int]) -> None:
        def seen(adres: str) -> set[str]:
            codes = Casus.objects.visible_to(person(adres)).values_list("swv__code", flat=True)
            return set(codes)

        assert seen("coordinator") == {"VO9901"}
        assert seen("zandermeer.coordinator") == {"VO9902"}
        assert seen("nadia.elmasri") == {"VO9901", "VO9902"}
        for adres in ("leerplichtambtenaar", "zorgcoordinator", "betrokkene"):
            assert seen(adres) == {"VO9901"}
        for adres in ("regievoerder", "partner", "beheerder", "auditor", "partner.jeugdteam"):
            assert seen(adres) == set()

    def test_the_pages_that_are_seldom_full_have_something(self, demo: dict[str, int]) -> None:
        failed = Bericht.objects.get(toestand=Toestand.MISLUKT)
        assert (failed.ontvanger, failed.verzonden_op) == (person("directeur"), None)
        assert failed.reden
        away = Vervanging.objects.get()
        assert (away.user, away.vervanger) == (person("jarno.veenhof"), person("coordinator"))
        assert away.van <= TODAY < away.tot
        instead = Geadresseerde.objects.filter(namens=away.user, wijze=Wijze.VERVANGING)
        assert set(instead.values_list("user", flat=True)) == {away.vervanger.pk}

    def test_hours_and_sick_reports_can_be_seen(self, demo: dict[str, int]) -> None:
        missed = {row.leerling_id for row in Gemist.objects.all()}
        casus = Casus.objects.select_related("leerling", "swv", "gemeente", "school").get(
            leerling__in=missed
        )
        stand = rule.bereken_signalen(load_feiten([casus])[casus.pk], rule.LANDELIJK, TODAY)
        assert stand.urenstand is not None
        assert stand.urenstand.uren == Decimal("11.5")
        assert casus in Casus.objects.open().visible_to(person("coordinator"))
        known = Gemist.objects.values_list("bekend_op", "datum")
        assert all(timezone.localdate(op) == datum for op, datum in known)
        sick = Escalatie.objects.filter(drempel="ziek_meldingen")
        assert sick.get().casus is not None

    def test_the_pact_has_work_for_who_tries_it(self, demo: dict[str, int]) -> None:
        for adres in ("partner", "partner.rmc", "partner.swvpo", "landelijk.leren"):
            mine = Actie.objects.filter(eigenaar__contactpersonen__user=person(adres))
            assert mine.exists(), adres
        codes = {"partner": 1, "regievoerder": 1, "landelijk.regie": 1}
        for adres, aantal in codes.items():
            assert Pact.objects.visible_to(person(adres)).count() == aantal, adres
        late = Actie.objects.filter(
            eigenaar__contactpersonen__user=person("partner"), deadline__lt=TODAY
        )
        assert late.exists()
        unsigned = Partner.objects.filter(convenant_op=None, pact__soort=PactSoort.REGIONAAL)
        assert {partner.organisatie.code for partner in unsigned} == {"99401", "99503"}


class TestVerleden:
    def test_every_casus_stands_where_its_facts_put_it(self, demo: dict[str, int]) -> None:
        casussen = list(
            Casus.objects.open().select_related("leerling", "swv", "gemeente", "school")
        )
        facts = load_feiten(casussen)
        for casus in casussen:
            stand = rule.bereken_stand(facts[casus.pk], rule.LANDELIJK, TODAY)
            assert (casus.categorie, casus.verzuim_sinds, casus.vier_weken_op) == (
                stand.categorie,
                stand.verzuim_sinds,
                stand.vier_weken_op,
            )

    @pytest.mark.usefixtures("_undone")
    def test_the_watch_has_nothing_to_add(self, demo: dict[str, int]) -> None:
        Casus.objects.update(volgende_controle_op=METEEN)
        telling = run_round(peildatum=TODAY)
        assert telling.bekeken == AANTAL
        assert (telling.geescaleerd, telling.overgeslagen, telling.vervallen) == (0, 0, 0)

    def test_signals_fell_on_their_own_days(self, demo: dict[str, int]) -> None:
        late = set(Escalatie.objects.filter(status="overgeslagen").values_list("casus", flat=True))
        # While an aanbod runs the three months stand still, so a rung may fall due in the past.
        on_time = Escalatie.objects.exclude(casus__in=late).filter(casus__leerling__aanbod=None)
        assert len(on_time) > AANTAL
        assert all(timedelta(0) <= e.op - e.gold_vanaf <= timedelta(days=4) for e in on_time)
        assert len({e.op for e in on_time}) > 20
        assert all(timezone.localdate(e.gemaakt_op) == e.op for e in on_time)
        about_acties = on_time.filter(actie__isnull=False)
        assert about_acties.count() >= 15
        assert {"open", "beantwoord"} <= set(about_acties.values_list("status", flat=True))
        lines = ActieLog.objects.filter(soort=LogSoort.SIGNAAL)
        assert len({timezone.localdate(line.op) for line in lines}) > 10

    def test_the_timeline_tells_it_in_order(self, demo: dict[str, int]) -> None:
        now = timezone.now()
        assert not Gebeurtenis.objects.filter(op__gt=now).exists()
        for casus in Casus.objects.select_related("leerling"):
            entries = list(casus.gebeurtenissen.order_by("op", "pk"))
            assert [e.pk for e in entries] == sorted(e.pk for e in entries)
            assert entries[0].soort == "geopend"
            assert timezone.localdate(casus.geopend_op) == timezone.localdate(entries[0].op)
            assert entries[0].datum == timezone.localdate(entries[0].op)
            if casus.status == Status.GESLOTEN:
                assert casus.gesloten_op is not None
                closed = casus.gebeurtenissen.filter(soort="gesloten").latest("op")
                assert timezone.localdate(casus.gesloten_op) == closed.datum
        days = Gebeurtenis.objects.aggregate(eerste=Min("op"), laatste=Max("op"))
        assert days["laatste"] - days["eerste"] > timedelta(days=100)

    def test_people_work_on_weekdays(self, demo: dict[str, int]) -> None:
        by_people = Gebeurtenis.objects.filter(
            door__isnull=False, op__lt=timezone.now() - timedelta(1)
        )
        weekend = by_people.filter(op__week_day__in=[1, 7])
        assert not weekend.exists()

    def test_parties_joined_when_it_happened(self, demo: dict[str, int]) -> None:
        vast = CasusPartij.objects.filter(rol__in=["swv", "gemeente"]).select_related("casus")
        assert all(p.van == timezone.localdate(p.casus.geopend_op) for p in vast)
        assert not CasusPartij.objects.filter(van__gt=TODAY).exists()

    def test_facts_were_known_after_they_began_and_before_today(self, demo: dict[str, int]) -> None:
        vandaag = datetime(2026, 11, 23, tzinfo=ZoneInfo("Europe/Amsterdam"))
        assert Verzuim.objects.filter(bekend_op__lt=vandaag).count() > AANTAL * 0.8
        assert not Verzuim.objects.filter(bekend_op__date__lt=F("begin")).exists()

    @pytest.mark.usefixtures("_undone")
    def test_a_handful_of_signals_is_still_to_be_sent(
        self, demo: dict[str, int], settings: Settings
    ) -> None:
        wachtend = Bericht.objects.filter(toestand=Toestand.WACHTEND)
        # Mostly the reminders that waited for Monday.
        assert 1 <= wachtend.count() <= 20
        sent = Bericht.objects.filter(toestand=Toestand.VERZONDEN)
        assert sent.count() > 100
        assert not sent.filter(verzonden_op__isnull=True).exists()
        te_gaan = wachtend.count()
        assert send_berichten().verzonden == te_gaan == len(mail.outbox)
        names = set(Leerling.objects.values_list("achternaam", flat=True))
        for message in mail.outbox:
            assert not any(name in str(message.body) for name in names)


class TestOpdracht:
    @pytest.mark.usefixtures("_undone")
    def test_once_means_once(self, demo: dict[str, int]) -> None:
        assert maak(5, eens=True) == dict.fromkeys(demo, 0)
        assert Casus.objects.count() == AANTAL

    @pytest.mark.usefixtures("_undone")
    def test_more_casussen_join_the_same_region(self, demo: dict[str, int]) -> None:
        more = maak(3)
        assert more["casussen"] == 3
        assert (more["organisaties"], more["mensen"]) == (0, 0)
        assert Casus.objects.count() == AANTAL + 3
        assert Pact.objects.count() == 2

    def test_a_real_installation_refuses_it(self, demo: dict[str, int], settings: Settings) -> None:
        settings.DEMO = False
        with pytest.raises(CommandError, match="geen proefomgeving"):
            maak(1)

    @pytest.mark.parametrize("aantal", ["-1", "veel"])
    def test_a_number_is_a_number(self, demo: dict[str, int], aantal: str) -> None:
        with pytest.raises(CommandError, match="is geen aantal"):
            call_command("create_demo_data", f"--casussen={aantal}")


@pytest.mark.django_db
@pytest.mark.usefixtures("_noon")
def test_the_same_seed_gives_the_same_demo() -> None:
    def story(seed: int) -> list[Any]:
        with transaction.atomic():
            maak(8, seed)
            told = [
                *Leerling.objects.order_by("pk").values_list(
                    "voornaam", "achternaam", "geboortedatum"
                ),
                *Gebeurtenis.objects.order_by("casus__nummer", "pk").values_list(
                    "op__date", "titel", "tekst"
                ),
                *Escalatie.objects.order_by("pk").values_list("trede", "op", "status"),
            ]
            transaction.set_rollback(True)
        return told

    first = story(7)
    assert story(7) == first


@pytest.mark.django_db
@pytest.mark.usefixtures("_noon")
def test_a_region_without_casussen() -> None:
    assert maak(0)["casussen"] == 0
    assert not Casus.objects.exists()
    assert Organisatie.objects.filter(soort=Soort.SCHOOL).count() >= 10


@pytest.mark.parametrize(
    "sjablonen", [("signaal", "herinnering"), ("actiesignaal", "actieherinnering")]
)
def test_mail_of_the_demo_leaves_at_any_hour(
    demo: dict[str, int], sjablonen: tuple[str, str]
) -> None:
    waiting = Bericht.objects.filter(toestand=Toestand.WACHTEND, sjabloon__in=sjablonen)
    sunday_night = datetime(2026, 11, 22, 23, tzinfo=ZoneInfo("Europe/Amsterdam"))
    assert waiting
    assert all(eerste_moment(sunday_night, bericht.venster) == sunday_night for bericht in waiting)
