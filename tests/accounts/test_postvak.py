"""The mailbox of a demo: what would have been sent."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client
from pytest_django import Settings

from thuiszitters.berichten.backends import FileBackend


@pytest.fixture
def folder(tmp_path: Path, settings: Settings) -> Path:
    """Where mail is written to."""
    settings.MAIL_DIR = tmp_path
    return tmp_path


def write(aan: str, onderwerp: str, tekst: str = "Tekst", html: str = "<p>HTML</p>") -> None:
    """Write one mail as the sender does."""
    mail = EmailMultiAlternatives(onderwerp, tekst, "van@voorbeeld.example", [aan])
    mail.extra_headers["Date"] = "Mon, 23 Nov 2026 12:00:00 +0100"
    mail.attach_alternative(html, "text/html")
    FileBackend().send_messages([mail])


@pytest.mark.django_db
def test_an_empty_mailbox_says_what_fills_it(folder: Path) -> None:
    page = Client().get("/postvak/").content.decode()

    assert "Nog geen post" in page


@pytest.mark.django_db
def test_it_lists_the_newest_first_and_per_address(folder: Path) -> None:
    write("een@voorbeeld.example", "Eerste")
    write("twee@voorbeeld.example", "Tweede")

    everything = Client().get("/postvak/").content.decode()
    one = Client().get("/postvak/", {"aan": "een@voorbeeld.example"}).content.decode()

    assert everything.index("Tweede") < everything.index("Eerste")
    assert "aan=een%40voorbeeld.example" in everything
    assert "Eerste" in one
    assert "Tweede" not in one


@pytest.mark.django_db
def test_a_mail_shows_its_text_and_its_html_in_a_frame_of_its_own(folder: Path) -> None:
    link = "http://localhost:8000/signalen/3/"
    html = f'<html lang="nl"><head></head><body><script>x</script><a href="{link}">Lees</a></body>'
    write("een@voorbeeld.example", "Casus <b>1</b>", f"Lees: {link}", html)
    found = re.search(r'href="(/postvak/[^?"]+/)"', Client().get("/postvak/").content.decode())
    assert found is not None

    page = Client().get(found[1]).content.decode()
    frame = Client().get(f"{found[1]}html/")

    assert "Casus &lt;b&gt;1&lt;/b&gt;" in page
    assert f'<a href="{link}" rel="nofollow">{link}</a>' in page
    assert 'sandbox="allow-popups allow-top-navigation-by-user-activation"' in page
    assert "allow-scripts" not in page
    assert "<script>x</script>" not in page
    policy = frame["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert '<base target="_top">' in frame.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("naam", ["..", "x", "20260101T000000000000-00000000", "%2e%2e%2fetc"])
def test_another_name_is_not_there(folder: Path, naam: str) -> None:
    assert Client().get(f"/postvak/{naam}/").status_code == 404
    assert Client().get(f"/postvak/{naam}/html/").status_code == 404


@pytest.mark.django_db
def test_outside_a_demo_there_is_no_mailbox(folder: Path, settings: Settings) -> None:
    settings.DEMO = False

    assert Client().get("/postvak/").status_code == 404
