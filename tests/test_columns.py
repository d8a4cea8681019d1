"""Values go to PostgreSQL as the text of an array, and come back as they were."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitoring.ladder import Trede
from thuiszitters.columns import as_array

TEXT = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]))


def back(kind: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT unnest(%s::{kind}[])", [as_array(values)])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.none(), TEXT)))
def test_texts_come_back_as_they_were(values: list[str | None]) -> None:
    assert back("text", values) == values


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", ["NULL", "", "{}", '"', "\\", "a,b", "a\nb", "'; drop table x; --", "%s", "é"]),
        ("bigint", [0, -1, 2**62, None]),
        ("boolean", [True, False, None]),
        ("date", [date(1, 1, 1), date(2024, 2, 29), date(9999, 12, 31), None]),
        ("timestamptz", [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), None]),
        ("numeric", [Decimal("0.25"), Decimal("24"), None]),
        ("float8", [0.1, 1e300, -0.0, None]),
        ("jsonb", []),
    ],
)
def test_every_kind_comes_back_as_it_was(kind: str, values: list[Any]) -> None:
    assert back(kind, values) == values


@pytest.mark.django_db
def test_a_word_of_the_ladder_goes_as_its_text() -> None:
    assert back("text", [Trede.PREVENTIE.tekst]) == ["preventie"]


def test_a_kind_nobody_thought_of_is_refused() -> None:
    with pytest.raises(KeyError):
        as_array([timedelta(days=1)])
