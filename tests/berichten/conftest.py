"""An outbox that sends to a real SMTP server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from tests.berichten.sink import Sink, query_server, smtp_sink
from tests.factories import Region
from thuiszitters.berichten import registry
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.registry import register
from thuiszitters.berichten.services import queue_bericht

Queue = Callable[..., Bericht]


def _context(bericht: Bericht) -> dict[str, Any] | None:
    if bericht.gegevens.get("voorbij"):
        return None
    return {"onderwerp": "Proef", **bericht.gegevens}


@pytest.fixture(autouse=True)
def proef(settings: Settings) -> None:
    """Templates of the tests alone: `proef`, and `stuk`, which cannot be rendered."""
    (engine,) = settings.TEMPLATES
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]
    register("proef", _context)
    register("stuk", _context)


@pytest.fixture
def sink(settings: Settings) -> Iterator[Sink]:
    """A mail server that can only be sent to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.RELAY_QUERY_URL = ""
    with smtp_sink() as (found, port):
        settings.EMAIL_PORT = port
        yield found


@pytest.fixture
def queryable(sink: Sink, settings: Settings) -> Iterator[Sink]:
    """The same server, which can be asked too."""
    settings.RELAY_SETTLE_SECONDS = 60
    with query_server(sink) as url:
        settings.RELAY_QUERY_URL = url
        yield sink


@pytest.fixture
def queue(region: Region) -> Queue:
    """Queue the n-th mail to the leerplichtambtenaar."""

    def do(
        n: int = 1,
        *,
        sjabloon: str = "proef",
        venster: str = "",
        bundel: bool = False,
        **gegevens: object,
    ) -> Bericht:
        queue_bericht(
            sjabloon=sjabloon,
            ontvanger_id=region.leerplichtambtenaar.pk,
            sleutel=f"test:{n}",
            referentie="test",
            gegevens=gegevens,
            venster=venster,
            bundel=bundel,
        )
        return Bericht.objects.get(sleutel=f"test:{n}")

    return do


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """The ids of the Berichten of which the address turned out not to exist."""
    told: list[int] = []
    registry.on_undeliverable(lambda bericht: told.append(bericht.pk))
    yield told
    registry._undeliverable.pop()
