"""Why somebody is asked a signal, in words."""

from __future__ import annotations

from datetime import date, timedelta

from monitoring.models import Geadresseerde, Wijze
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rollen import Rol
from thuiszitters.kalender import datum_kort

_DAG = timedelta(days=1)


def rol_woord(rol: str) -> str:
    """Return a role as it is read; empty for none."""
    return str(Rol(rol).label) if rol else ""


def waarom_jij(asked: Geadresseerde) -> str:
    """Return why this person is asked, told to them. `namens` comes selected."""
    rol = rol_woord(asked.rol)
    match Wijze(asked.wijze):
        case Wijze.ROL:
            return f"Je bent gevraagd als {rol}."
        case Wijze.VERVANGING:
            return f"Je vervangt {asked.namens}, {rol}." if rol else f"Je vervangt {asked.namens}."
        case Wijze.VOLGENDE:
            stand_in = f" Je vervangt {asked.namens}." if asked.namens else ""
            return f"Er is nu niemand te bereiken als {rol}, daarom vragen we jou.{stand_in}"
        case Wijze.DOORGESTUURD:
            return f"{asked.namens} gaf dit aan jou door."
        case Wijze.OPGEPAKT:
            return "Je hebt dit zelf opgepakt."


def waarom_iemand(asked: Geadresseerde, rollen: str) -> str:
    """Return why somebody is asked, told to others; `rollen` are their roles at this casus."""
    rol = rol_woord(asked.rol)
    match Wijze(asked.wijze):
        case Wijze.ROL:
            return rollen or rol
        case Wijze.VERVANGING:
            return f"vervangt {asked.namens}, {rol}" if rol else f"vervangt {asked.namens}"
        case Wijze.VOLGENDE:
            stand_in = f", vervangt {asked.namens}" if asked.namens else ""
            return f"want er is niemand te bereiken als {rol}{stand_in}"
        case Wijze.DOORGESTUURD:
            return f"kreeg het door van {asked.namens}"
        case Wijze.OPGEPAKT:
            return "pakte het zelf op"


def vervangingen_of(user: User, peildatum: date) -> list[str]:
    """Return, where this person is away on this day, who replaces them and until when."""
    away = Vervanging.objects.covering(peildatum).filter(user=user)
    rows = away.select_related("vervanger", "organisatie").order_by("organisatie__naam")
    return [
        f"Je vervanger bij {row.organisatie} is {row.vervanger}, tot en met "
        f"{datum_kort(row.tot - _DAG)}. Wat daar aan jou gevraagd wordt, gaat tot dan naar "
        f"{row.vervanger}."
        for row in rows
    ]
