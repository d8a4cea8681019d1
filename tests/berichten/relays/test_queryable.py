"""A relay that can be asked, over real HTTP."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMultiAlternatives
from pytest_django import Settings

from tests.berichten.sink import Sink
from thuiszitters.berichten.relays import open_relay
from thuiszitters.berichten.relays.queryable import QueryableRelay
from thuiszitters.berichten.relays.smtp import SmtpRelay

MARK = "<1f0c&=+/%41@testserver>"


def test_it_says_yes_for_what_it_accepted_and_no_for_the_rest(queryable: Sink) -> None:
    relay = QueryableRelay()
    mail = EmailMultiAlternatives(
        "x", "y", "van@site.example", ["a@b.example"], headers={"Message-ID": MARK}
    )
    assert relay.knows(MARK) is False
    relay.send(mail, still_ours=lambda: True)
    assert relay.knows(MARK) is True
    assert relay.knows("<other@testserver>") is False
    relay.close()


@pytest.mark.parametrize("status", [201, 204, 302, 401, 403, 429, 500, 503])
def test_anything_else_is_no_answer(queryable: Sink, status: int) -> None:
    queryable.query_status = status
    assert QueryableRelay().knows(MARK) is None
    assert len(queryable.asked) == 1


def test_nobody_there_is_no_answer(settings: Settings) -> None:
    settings.RELAY_QUERY_URL = "http://127.0.0.1:1/x"
    assert QueryableRelay().knows(MARK) is None


def test_the_token_goes_along(queryable: Sink, settings: Settings) -> None:
    settings.RELAY_QUERY_TOKEN = "geheim"
    QueryableRelay().knows(MARK)
    assert queryable.asked == [(MARK, "Bearer geheim")]


def test_the_settings_choose(queryable: Sink, settings: Settings) -> None:
    assert type(open_relay()) is QueryableRelay
    settings.RELAY_QUERY_URL = ""
    assert type(open_relay()) is SmtpRelay
