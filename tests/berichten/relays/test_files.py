"""The demo's mail, in files that can be looked through."""

from __future__ import annotations

from pathlib import Path

from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from thuiszitters.berichten.relays import Outcome, open_relay
from thuiszitters.berichten.relays.files import BackendRelay, FileRelay

MARK = "<een@testserver>"


def _mail() -> EmailMultiAlternatives:
    return EmailMultiAlternatives(
        "x", "y", "van@site.example", ["a@b.example"], headers={"Message-ID": MARK}
    )


def test_it_finds_what_it_wrote(tmp_path: Path, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "thuiszitters.berichten.backends.FileBackend"
    settings.MAIL_DIR = tmp_path
    relay = open_relay()
    assert type(relay) is FileRelay
    assert relay.knows(MARK) is False
    assert relay.send(_mail(), still_ours=lambda: True).outcome is Outcome.ACCEPTED
    assert relay.knows(MARK) is True
    assert relay.knows("<twee@testserver>") is False


def test_what_is_not_ours_any_more_is_not_written(tmp_path: Path, settings: Settings) -> None:
    settings.MAIL_DIR = tmp_path
    assert FileRelay().send(_mail(), still_ours=lambda: False).outcome is Outcome.LEFT
    assert list(tmp_path.iterdir()) == []


def test_without_a_folder_it_cannot_say(settings: Settings) -> None:
    settings.MAIL_DIR = None
    assert FileRelay().knows(MARK) is None


def test_any_other_backend_takes_mail_and_cannot_be_asked() -> None:
    relay = open_relay()
    assert type(relay) is BackendRelay
    assert relay.send(_mail(), still_ours=lambda: True).outcome is Outcome.ACCEPTED
    assert [found.subject for found in mail.outbox] == ["x"]
    assert relay.knows(MARK) is None
