"""A short run of `make histories`, and that it notices a difference."""

from __future__ import annotations

import pytest

from cases.models import Verzuim
from tests.monitoring.histories.__main__ import DEFAULTS, read_arguments
from tests.monitoring.histories.bulk import insert, make_chunk, make_places
from tests.monitoring.histories.compare import compare

SIZE = 1_000


@pytest.mark.django_db
@pytest.mark.parametrize("number", [0, 1])
def test_the_round_and_the_pure_rule_agree_on_two_thousand_histories(number: int) -> None:
    chunk = make_chunk("pytest", number, SIZE)
    insert(chunk, make_places())
    report = compare(chunk)
    assert report.differences == []
    assert report.histories == SIZE
    assert report.escalations > SIZE  # rich enough to say something
    assert report.reminders > SIZE / 4


@pytest.mark.django_db
def test_a_difference_is_told_with_the_child() -> None:
    chunk = make_chunk("pytest", 0, 50)
    insert(chunk, make_places())
    Verzuim.objects.filter(leerling__lt=26).update(geoorloofd=True)
    differences = compare(chunk).differences
    assert differences
    assert all(int(text.split("child ")[1].split(":")[0]) < 26 for text in differences)


def test_a_chunk_follows_from_its_seed() -> None:
    assert make_chunk("1", 3, 20) == make_chunk("1", 3, 20)
    assert make_chunk("1", 3, 20) != make_chunk("2", 3, 20)


def test_arguments() -> None:
    assert read_arguments(["N=5", "SEED=7"]) == DEFAULTS | {"N": 5, "SEED": 7}
    with pytest.raises(SystemExit):
        read_arguments(["M=5"])
