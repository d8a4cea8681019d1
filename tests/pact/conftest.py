"""What the tests of the pact ask for."""

from __future__ import annotations

import pytest

from tests.pact.hulp import Kring, make_kring


@pytest.fixture
def kring(db: None) -> Kring:
    """A pact with people around it."""
    return make_kring()


@pytest.fixture
def andere_kring(db: None) -> Kring:
    """Another pact, of other people."""
    return make_kring("landrijk-2026")
