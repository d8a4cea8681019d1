"""Why somebody is asked, and how long they have, in words."""

from __future__ import annotations

from datetime import date

import pytest

from monitoring.models import Geadresseerde, Wijze
from monitoring.selectors.gevraagd import (
    hoe_lang_nog,
    rol_woord,
    waarom_iemand,
    waarom_jij,
    werkdagen_tot,
)
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("last", "told"),
    [
        (date(2026, 11, 23), "vandaag is de laatste dag"),
        (date(2026, 11, 24), "nog 1 werkdag"),
        (date(2026, 11, 30), "nog 5 werkdagen"),
        (date(2026, 11, 22), "1 werkdag te laat"),
        (date(2026, 11, 20), "1 werkdag te laat"),
        (date(2026, 11, 19), "2 werkdagen te laat"),
    ],
)
def test_how_long(last: date, told: str) -> None:
    assert hoe_lang_nog(last, MONDAY) == told


def test_a_term_that_ended_before_a_weekend_is_just_over() -> None:
    assert hoe_lang_nog(date(2026, 11, 20), date(2026, 11, 22)) == "de termijn is net voorbij"


def test_feestdagen_do_not_count() -> None:
    assert werkdagen_tot(date(2026, 12, 24), date(2026, 12, 28)) == 1
    assert werkdagen_tot(date(2026, 12, 28), date(2026, 12, 24)) == 0


@pytest.mark.parametrize(
    ("wijze", "rol", "replaces", "you", "other"),
    [
        (
            Wijze.ROL,
            Rol.DIRECTEUR,
            False,
            "Je bent gevraagd als directeur.",
            "directeur SWV De Kade",
        ),
        (
            Wijze.VERVANGING,
            Rol.COORDINATOR,
            True,
            "Je vervangt Sam, coördinator.",
            "vervangt Sam, coördinator",
        ),
        (
            Wijze.VOLGENDE,
            Rol.BESTUURDER,
            False,
            "Er is nu niemand te bereiken als bestuurder, daarom vragen we jou.",
            "want er is niemand te bereiken als bestuurder",
        ),
        (
            Wijze.VOLGENDE,
            Rol.BESTUURDER,
            True,
            "Er is nu niemand te bereiken als bestuurder, daarom vragen we jou. Je vervangt Sam.",
            "want er is niemand te bereiken als bestuurder, vervangt Sam",
        ),
        (Wijze.VERVANGING, "", True, "Je vervangt Sam.", "vervangt Sam"),
        (Wijze.DOORGESTUURD, "", True, "Sam gaf dit aan jou door.", "kreeg het door van Sam"),
    ],
)
def test_why(wijze: Wijze, rol: str, replaces: bool, you: str, other: str) -> None:
    asked = Geadresseerde(wijze=wijze, rol=rol, namens=User(naam="Sam") if replaces else None)

    assert waarom_jij(asked) == you
    assert waarom_iemand(asked, "directeur SWV De Kade") == other


def test_without_a_membership_there_is_still_the_role() -> None:
    assert waarom_iemand(Geadresseerde(wijze=Wijze.ROL, rol=Rol.DIRECTEUR), "") == "directeur"
    assert rol_woord("") == ""
