"""What a monitor reads: only with the token, without anything personal, and cheap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from cases.models import Casus
from monitoring.models import Hartslag, Proces, Ronde
from monitoring.services.afstemming import run_afstemming
from monitoring.services.hartslag import write_hartslag
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus
from thuiszitters.berichten.models import Bericht, Toestand

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]

TOKEN = "een-lang-en-geheim-woord-voor-de-test-1234567890"
BOTH = ["/health/details", "/metrics"]


@pytest.fixture
def token(settings: Settings) -> str:
    """The token, set."""
    settings.HEALTH_TOKEN = TOKEN
    return TOKEN


def ask(client: Client, path: str, token: str = TOKEN) -> Any:
    return client.get(path, headers={"authorization": f"Bearer {token}"})


@pytest.mark.parametrize("path", BOTH)
class TestTheDoor:
    def test_without_the_setting_there_is_nothing(
        self, client: Client, settings: Settings, path: str
    ) -> None:
        settings.HEALTH_TOKEN = ""
        assert ask(client, path).status_code == 404
        assert ask(client, path, "").status_code == 404

    @pytest.mark.parametrize(
        "sent",
        ["", "Bearer", "Bearer ", f"Bearer {TOKEN}x", f"Basic {TOKEN}", TOKEN, "Bearer é"],
    )
    def test_with_another_word_it_stays_shut(
        self, client: Client, token: str, path: str, sent: str
    ) -> None:
        answer = client.get(path, headers={"authorization": sent})
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert answer.content == b""

    def test_in_the_address_the_token_opens_nothing(
        self, client: Client, token: str, path: str
    ) -> None:
        assert client.get(f"{path}?token={TOKEN}").status_code == 401

    def test_with_the_token_it_opens_without_a_login(
        self, client: Client, token: str, path: str
    ) -> None:
        assert ask(client, path).status_code in {200, 503}

    def test_only_reading(self, client: Client, token: str, path: str) -> None:
        answer = client.post(path, headers={"authorization": f"Bearer {TOKEN}"})
        assert answer.status_code == 405


def everything_runs() -> None:
    run_round(peildatum=timezone.localdate())
    write_hartslag(soort=Proces.WEKKER, naam="beat")
    write_hartslag(soort=Proces.WERKER, naam="celery@een")


class TestDetails:
    def test_all_is_well(self, client: Client, token: str, region: Region) -> None:
        make_casus(region, dagen=30)
        everything_runs()
        run_afstemming(nu=timezone.now())

        answer = ask(client, "/health/details")

        said = answer.json()
        assert (answer.status_code, said["status"], said["alarmen"]) == (200, "ok", [])
        assert said["ronde"]["bekeken"] == 1
        assert said["processen"]["werker"]["levend"] == 1
        assert said["afstemming"]["verschillen"] == {}
        assert said["berichten"]["wachtend"] == Bericht.objects.count() > 0

    def test_a_silent_watch_is_503(self, client: Client, token: str) -> None:
        everything_runs()
        Ronde.objects.update(klaar_op=timezone.now() - timedelta(hours=27))

        answer = ask(client, "/health/details")

        assert answer.status_code == 503
        assert answer.json()["status"] == "storing"
        assert [a["soort"] for a in answer.json()["alarmen"]] == ["watch_stil"]

    def test_a_failed_mail_is_told_but_is_no_503(
        self, client: Client, token: str, region: Region
    ) -> None:
        make_casus(region, dagen=30)
        everything_runs()
        Bericht.objects.update(toestand=Toestand.MISLUKT)

        answer = ask(client, "/health/details")

        assert (answer.status_code, answer.json()["status"]) == (200, "let op")
        assert [a["soort"] for a in answer.json()["alarmen"]] == ["mislukt"]


def figures(client: Client) -> dict[str, float]:
    """Return every figure by its name and labels."""
    answer = ask(client, "/metrics")
    assert answer["Content-Type"].startswith("text/plain")
    return {
        "".join([sample.name.removeprefix("thuiszitters_"), *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


class TestMetrics:
    def test_on_an_empty_installation(self, client: Client, token: str) -> None:
        found = figures(client)
        assert found["rounds"] == 0
        assert "last_round_age_seconds" not in found
        assert found["alarmwekker_stil"] == found["alarmwerker_stil"] == 1

    def test_every_figure(self, client: Client, token: str, region: Region) -> None:
        make_casus(region, dagen=30)
        everything_runs()
        run_afstemming(nu=timezone.now())
        Ronde.objects.update(
            begonnen_op=timezone.now() - timedelta(seconds=90),
            klaar_op=timezone.now() - timedelta(seconds=60),
        )
        Hartslag.objects.filter(soort=Proces.WEKKER).update(
            op=timezone.now() - timedelta(minutes=7)
        )
        Casus.objects.update(volgende_controle_op=timezone.localdate() - timedelta(days=2))
        first = Bericht.objects.order_by("pk")[:1]
        Bericht.objects.filter(pk__in=first.values("pk")).update(toestand=Toestand.ONZEKER)
        Bericht.objects.update(niet_voor=timezone.now() - timedelta(minutes=5))

        found = figures(client)

        assert found["last_round_age_seconds"] == 60
        assert found["last_round_duration_seconds"] == 30
        assert found["last_round_casussen"] == 1
        assert found["due_casussen"] == 1
        # Due since midnight the day before yesterday; it is noon.
        assert found["lag_seconds"] == timedelta(hours=60).total_seconds()
        assert found["open_escalationssignaleren"] == 1
        assert found["berichtenonzeker"] == 1
        assert found["berichtenwachtend"] == Bericht.objects.count() - 1
        assert found["oldest_waiting_bericht_seconds"] == 300
        assert found["process_age_secondswekker"] == 420
        assert found["processes_alivewekker"] == 0
        assert found["processes_alivewerker"] == 1
        assert found["reconciliation_differencesescalatie_ontbreekt"] == 0
        assert found["alarmachterstand"] == found["alarmwekker_stil"] == 1
        assert found["alarmwatch_stil"] == 0

    def test_nobody_and_no_casus_is_in_it(self, client: Client, token: str, region: Region) -> None:
        casus = make_casus(region, dagen=30)
        everything_runs()
        Ronde.objects.update(fouten=[casus.nummer])
        for path in BOTH:
            text = ask(client, path).content.decode()
            for word in (
                casus.nummer,
                casus.leerling.achternaam,
                region.swv.naam,
                region.coordinator.naam,
                region.coordinator.email,
            ):
                assert word not in text

    def test_the_questions_do_not_grow(self, client: Client, token: str, region: Region) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as queries:
                ask(client, "/metrics")
            return len(queries)

        everything_runs()
        few = count()
        for _ in range(5):
            make_casus(region, dagen=30)
        everything_runs()
        assert count() == few <= 25
