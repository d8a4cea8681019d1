"""Numbers that may be a burgerservicenummer."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from pact.tekst import holds_number, refuse_numbers


@pytest.mark.parametrize(
    "tekst",
    ["123456782", "Het kind 123456789 belt", "nr.123456782.", "123 456 782", "1234.56.782"],
)
def test_what_can_be_a_number_of_a_child_is_seen(tekst: str) -> None:
    assert holds_number(tekst)


@pytest.mark.parametrize(
    "tekst",
    [
        "",
        "Bel 06-12345678 of 0612345678",
        "Bel +31 612345678 of +31612345678",
        "€ 100.000.000 over tien jaar",
        "12-10-2026 3 uur, 2026-2027",
        "12345678",
        "1234567890",
    ],
)
def test_telephones_amounts_and_dates_are_left_alone(tekst: str) -> None:
    assert not holds_number(tekst)


def test_the_refusal_stands_at_its_field() -> None:
    with pytest.raises(ValidationError) as refused:
        refuse_numbers({"onderwerp": "over 123456782", "vervolg": "volgende week"})
    assert set(refused.value.message_dict) == {"onderwerp"}
    refuse_numbers({"onderwerp": "rustig"})
