"""Choosing a port for the website."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from thuiszitters.local.errors import LocalError
from thuiszitters.local.ports import bind_from, wanted_port


@pytest.fixture
def taken() -> Iterator[int]:
    """Yield a port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_free_port_is_taken_at_once(taken: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        free = gone.getsockname()[1]
    with bind_from(free) as bound:
        assert bound.getsockname() == ("127.0.0.1", free)
        with bind_from(free) as next_one:
            assert next_one.getsockname()[1] > free


def test_a_taken_port_is_passed_over(taken: int) -> None:
    with bind_from(taken) as bound:
        assert taken < bound.getsockname()[1] <= taken + 100


@pytest.mark.parametrize(
    ("family", "address"), [(socket.AF_INET, "0.0.0.0"), (socket.AF_INET6, "::1")]
)
def test_somebody_on_another_address_counts_as_taken(
    family: socket.AddressFamily, address: str
) -> None:
    with socket.create_server((address, 0), family=family) as listener:
        port = listener.getsockname()[1]
        with bind_from(port) as bound:
            assert bound.getsockname()[1] != port


def test_the_last_port_of_all() -> None:
    with socket.create_server(("127.0.0.1", 65535)), pytest.raises(LocalError, match="zet PORT"):
        bind_from(65535)


@pytest.mark.parametrize(("raw", "port"), [("", 8000), ("1", 1), ("9000", 9000), ("65535", 65535)])
def test_wanted_port(monkeypatch: pytest.MonkeyPatch, raw: str, port: int) -> None:
    monkeypatch.setenv("PORT", raw)
    assert wanted_port() == port


@pytest.mark.parametrize("raw", ["0", "65536", "-1", "http", "80.5", " 80", "٨٠٠٠"])
def test_a_wrong_port_names_the_variable(monkeypatch: pytest.MonkeyPatch, raw: str) -> None:
    monkeypatch.setenv("PORT", raw)
    with pytest.raises(LocalError, match="PORT is"):
        wanted_port()
