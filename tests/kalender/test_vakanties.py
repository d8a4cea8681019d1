from datetime import date, timedelta
from itertools import pairwise

import pytest

from thuiszitters.kalender import (
    BEKEND_VANAF,
    VAKANTIES,
    Regio,
    Vakantie,
    bekend_tot,
    is_bekend,
    schooljaar,
    vakantie_op,
    vakanties_tussen,
)

DUUR = {
    "herfstvakantie": 9,
    "kerstvakantie": 16,
    "voorjaarsvakantie": 9,
    "meivakantie": 9,
    "zomervakantie": 44,
}
ALLE = [vakantie for regio in Regio for vakantie in VAKANTIES[regio]]


@pytest.mark.parametrize("vakantie", ALLE, ids=lambda v: f"{v.regio}-{v.naam}-{v.eerste_dag}")
def test_every_holiday_runs_from_saturday_to_sunday_and_has_its_length(vakantie: Vakantie) -> None:
    assert vakantie.eerste_dag.strftime("%a") == "Sat"
    assert vakantie.laatste_dag.strftime("%a") == "Sun"
    assert (vakantie.laatste_dag - vakantie.eerste_dag).days + 1 == DUUR[vakantie.naam]


@pytest.mark.parametrize("regio", Regio)
def test_every_region_has_five_holidays_in_each_of_four_schooljaren(regio: Regio) -> None:
    per_jaar: dict[int, list[str]] = {jaar: [] for jaar in (2024, 2025, 2026, 2027)}
    for vakantie in VAKANTIES[regio]:
        per_jaar[schooljaar(vakantie.eerste_dag)].append(vakantie.naam)
    # The summer holiday may begin in July: it still belongs to the schooljaar that ends.
    assert all(namen == list(DUUR) for namen in per_jaar.values())
    assert all(een.laatste_dag < ander.eerste_dag for een, ander in pairwise(VAKANTIES[regio]))


@pytest.mark.parametrize("jaar", [2024, 2025, 2026, 2027])
def test_christmas_and_may_are_the_same_days_everywhere(jaar: int) -> None:
    for naam in ("kerstvakantie", "meivakantie"):
        dagen = {
            (v.eerste_dag, v.laatste_dag)
            for v in ALLE
            if v.naam == naam and schooljaar(v.eerste_dag) == jaar
        }
        assert len(dagen) == 1


def test_the_known_errors_of_one_source_are_not_in_the_table() -> None:
    assert vakantie_op(date(2026, 7, 10), Regio.ZUID) is None
    assert vakantie_op(date(2026, 7, 11), Regio.ZUID) == "zomervakantie"
    assert vakantie_op(date(2026, 7, 17), Regio.ZUID) == "zomervakantie"


def test_vakantie_op_knows_first_and_last_day_and_the_region() -> None:
    assert vakantie_op(date(2026, 10, 9), Regio.NOORD) is None
    assert vakantie_op(date(2026, 10, 10), Regio.NOORD) == "herfstvakantie"
    assert vakantie_op(date(2026, 10, 18), Regio.NOORD) == "herfstvakantie"
    assert vakantie_op(date(2026, 10, 19), Regio.NOORD) is None
    assert vakantie_op(date(2026, 10, 12), Regio.MIDDEN) is None
    assert vakantie_op(date(2020, 1, 1), Regio.NOORD) is None
    assert vakantie_op(date(2035, 1, 1), Regio.NOORD) is None


def test_vakanties_tussen_takes_every_holiday_it_touches() -> None:
    def namen(van: date, tot: date) -> list[str]:
        return [v.naam for v in vakanties_tussen(van, tot, Regio.NOORD)]

    assert namen(date(2026, 10, 18), date(2026, 12, 19)) == ["herfstvakantie"]
    assert namen(date(2026, 10, 18), date(2026, 12, 20)) == ["herfstvakantie", "kerstvakantie"]
    assert namen(date(2026, 10, 19), date(2026, 12, 19)) == []


def test_the_table_says_how_far_it_reaches() -> None:
    assert not is_bekend(BEKEND_VANAF - timedelta(days=1), Regio.NOORD)
    assert is_bekend(BEKEND_VANAF, Regio.NOORD)
    assert bekend_tot(Regio.ZUID) == date(2028, 9, 4)
    assert is_bekend(date(2028, 9, 3), Regio.ZUID)
    assert not is_bekend(date(2028, 9, 3), Regio.NOORD)
