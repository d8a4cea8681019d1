"""What may stand in a header, and who may get mail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from thuiszitters.berichten.koppen import OngeldigeKop, check_adres, check_kop, may_receive

HOSTILE = [
    "\r\nBcc: x@y.example",
    "a\nb",
    "a\rb",
    "a\0b",
    "a\x0bb",
    "a\x85b",
    "a\u2028b",
    "a\u202eb",
]


@pytest.mark.parametrize("value", [*HOSTILE, "", "   ", "x" * 901])
def test_what_could_break_out_of_a_header_is_refused_without_repeating_it(value: str) -> None:
    with pytest.raises(OngeldigeKop) as caught:
        check_kop(value, "Het onderwerp")
    assert str(caught.value).startswith("Het onderwerp ")
    assert "Bcc" not in str(caught.value)


@given(st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=200))
def test_ordinary_text_is_left_as_it_is(value: str) -> None:
    assert check_kop(value, "Iets") == value


@pytest.mark.parametrize(
    "value", ["a@b.example, c@d.example", "a@b.example\n", "a", "a b@c.example"]
)
def test_only_one_plain_address_is_an_address(value: str) -> None:
    with pytest.raises(OngeldigeKop):
        check_adres(value, "Het adres")


@pytest.mark.parametrize(
    ("patterns", "adres", "may"),
    [
        ([], "wie@gemeente.nl", True),
        (["*@demo.example"], "wie@demo.example", True),
        (["*@demo.example"], "WIE@Demo.Example", True),
        (["*@demo.example"], "wie@demo.example.nl", False),
        (["*@demo.example"], "wie@andere.example", False),
        (["*.example", "een@school.nl"], "een@school.nl", True),
        (["*.example"], "wie@gemeente.nl", False),
    ],
)
def test_outside_production_only_the_list_gets_mail(
    settings: Settings, patterns: list[str], adres: str, may: bool
) -> None:
    settings.MAIL_ALLOW_LIST = patterns
    assert may_receive(adres) is may
