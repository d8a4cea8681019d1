"""Why somebody is asked, in words."""

from __future__ import annotations

import pytest

from monitoring.models import Geadresseerde, Wijze
from monitoring.selectors.gevraagd import rol_woord, waarom_iemand, waarom_jij
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol


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
