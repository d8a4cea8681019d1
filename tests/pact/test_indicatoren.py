"""The figures an action can be measured by."""

from __future__ import annotations

import pytest
from django.test import Client

from monitoring.begrippen import BEGRIPPEN
from monitoring.cijfers import CIJFERS
from pact.indicatoren import (
    GEEN,
    get_indicator,
    indicator_in_words,
    indicatoren,
    register_indicator,
)
from pact.models import Actie


def test_the_figures_of_monitoring_can_be_chosen() -> None:
    known = [(i.code, i.naam) for i in indicatoren()]
    assert known == [(c.code, c.naam) for c in CIJFERS]
    longest = Actie._meta.get_field("indicator").max_length
    assert longest is not None
    assert max(len(code) for code, _naam in known) <= longest


@pytest.mark.django_db
def test_each_tells_anybody_what_it_means(client: Client) -> None:
    ankers = {begrip.anker for begrip in BEGRIPPEN}
    for indicator in indicatoren():
        assert indicator.anker in ankers
        address, anker = indicator.url.split("#")
        assert f'id="{anker}"' in client.get(address).content.decode()


def test_in_words() -> None:
    assert indicator_in_words("thuiszitters") == "Thuiszitters"
    assert indicator_in_words(GEEN) == "geen"
    assert indicator_in_words("") == ""
    assert indicator_in_words("van_vroeger") == "van_vroeger (bestaat niet meer)"
    assert get_indicator(GEEN) is None


@pytest.mark.parametrize("code", ["", GEEN])
def test_a_code_that_means_something_else_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match="cannot be the code"):
        register_indicator(code, "Iets", "monitoring:begrippen")
