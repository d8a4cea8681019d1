"""The whole product: a served site, a real worker and beat, a real mail server, a real browser."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page
from pytest_django.live_server_helper import LiveServer

from tests.berichten.sink import Sink, smtp_sink
from thuiszitters.accounts.models import User
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.wakeup import wake_sender

SESSIONS = "thuiszitters-e2e"
PASSWORD = "geheim-woord-123"
AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What passes is not told element by element: half the time, and the same violations.
    "resultTypes": ["violations"],
}


def database_url() -> str:
    """Return the address of the database this test process works in."""
    return (
        urlsplit(os.environ["DATABASE_URL"])
        ._replace(path=f"/{connection.settings_dict['NAME']}")
        .geturl()
    )


def end_sessions() -> None:
    """End what the killed processes left open in the database, so that it can be dropped."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
            " AND datname = current_database()",
            [SESSIONS],
        )


@dataclass
class Stack:
    """The running product, and how to look at it."""

    url: str
    sink: Sink
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def mails_to(self, user: User, seconds: float = 60) -> list[EmailMessage]:
        """Return the mails to this person; waits until there is one, at most so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.at_any_hour()
            found = [mail for mail in self.sink.mails if mail["To"] == user.email]
            if found:
                return found
            time.sleep(0.2)
        return []

    def quiet(self, seconds: float = 3) -> None:
        """Wait until no mail has arrived for so many seconds."""
        seen = -1
        while seen != len(self.sink.mails):
            seen = len(self.sink.mails)
            self.at_any_hour()
            time.sleep(seconds)

    def at_any_hour(self) -> None:
        """Let the mail that waits for the hours of mail out: these tests run at night too."""
        waiting = Bericht.objects.filter(toestand=Toestand.WACHTEND).exclude(venster="")
        if waiting.update(venster="", niet_voor=timezone.now()):
            wake_sender()


@pytest.fixture
def stack(live_server: LiveServer, tmp_path: Path) -> Iterator[Stack]:
    """The site with its own worker, beat and mail server, on this test's database."""
    with smtp_sink() as (sink, port):
        environ = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "thuiszitters.settings.dev",
            "DATABASE_URL": database_url(),
            "REDIS_URL": settings.CELERY_BROKER_URL,
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SITE_URL": live_server.url,
            "PGAPPNAME": SESSIONS,
        }
        celery = [sys.executable, "-m", "celery", "-A", "thuiszitters"]
        commands = [
            [*celery, "worker", "-c", "1", "--loglevel", "INFO", "--without-gossip"],
            [*celery, "beat", "-s", str(tmp_path / "beat"), "--pidfile", "", "--loglevel", "INFO"],
        ]
        stack = Stack(live_server.url, sink)
        log = (tmp_path / "celery.log").open("wb")
        for command in commands:
            stack.processes.append(
                subprocess.Popen(
                    command, env=environ, stdout=log, stderr=log, start_new_session=True
                )
            )
        try:
            yield stack
        finally:
            for process in stack.processes:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            end_sessions()
            log.close()
            print((tmp_path / "celery.log").read_text(errors="replace")[-6000:])


@pytest.fixture
def window(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Opens windows, each of a person of their own, that fail on an error in the console."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def new() -> Page:
        contexts.append(browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam"))
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda line: (
                wrong.append(line.text)
                if line.type == "error" and "status of 4" not in line.text
                else None
            ),
        )
        page.set_default_timeout(10_000)
        return page

    yield new
    for context in contexts:
        context.close()
    assert wrong == []


def log_in(page: Page, url: str, user: User) -> None:
    """Log in as this person by the login page."""
    if not page.url.startswith(url) or "/inloggen/" not in page.url:
        page.goto(f"{url}/inloggen/")
    page.get_by_label("E-mailadres").fill(user.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Inloggen").click()
    page.wait_for_url(lambda address: "/inloggen/" not in address)


def axe(page: Page) -> list[str]:
    """Return one line per violation of WCAG 2.2 AA on this page."""
    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{page.url} {v['id']}: {v['nodes'][0]['target']}" for v in found]
