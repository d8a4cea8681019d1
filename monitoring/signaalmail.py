"""What the mails of a signal say: number, rung, what is asked, by when, a link. Nothing personal.

Everything in them comes from the rules, the calendar and the number of the casus, or the number of
the action and the code of its pact; never from what people wrote, and never a name.
"""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.urls import reverse

from monitoring.ladder import Oorzaak, Status, Trede
from monitoring.models import Escalatie, Geadresseerde, ReactieSoort, Wijze
from monitoring.selectors.gevraagd import rol_woord
from pact.keuzes import Antwoord
from thuiszitters.accounts.rollen import Rol
from thuiszitters.berichten.models import Bericht

_TOT_EEN_DAG = (ReactieSoort.NEEM_OP.value, Antwoord.OP_SCHEMA.value)
"""The answers that say until which day nothing need be asked."""
_DAG_IN_SLEUTEL = re.compile(r"escalatie:\d+:(\d{8}):\d+")


def signaal_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the words of this signal; None once it is over or asked of somebody else."""
    asked = _asked(bericht)
    return _words(asked) if asked is not None else None


def herinnering_context(bericht: Bericht) -> dict[str, Any] | None:
    """Return the words of this reminder; None once the signal is over, asked of somebody else,
    or when its term began anew since: by a later reminder, or because it was passed on.
    """
    asked = _asked(bericht)
    if asked is None:
        return None
    escalatie = asked.escalatie
    day = _DAG_IN_SLEUTEL.fullmatch(bericht.sleutel)
    reminded = escalatie.herinnerd_op
    if day is None or reminded is None or day[1] != f"{reminded:%Y%m%d}":
        return None
    taken = escalatie.reacties.filter(soort__in=_TOT_EEN_DAG).order_by("-pk").first()
    return _words(asked) | {
        "gevraagd_op": escalatie.op,
        "opgepakt_tot": taken.rust_tot if taken is not None else None,
    }


def _asked(bericht: Bericht) -> Geadresseerde | None:
    """Return that its receiver is asked now, with the signal and the casus; None where not."""
    return (
        Geadresseerde.objects.select_related("escalatie__casus", "escalatie__actie__pact")
        .filter(
            escalatie=bericht.gegevens["escalatie"],
            escalatie__status=Status.OPEN.value,
            user=bericht.ontvanger_id,
            tot__isnull=True,
        )
        .first()
    )


def _words(asked: Geadresseerde) -> dict[str, Any]:
    escalatie = asked.escalatie
    return _about(escalatie) | {
        "trede": escalatie.trede,
        "aanleiding": escalatie.aanleiding,
        "geen_reactie": escalatie.oorzaak == Oorzaak.STILTE.value,
        "gold_vanaf": escalatie.gold_vanaf,
        "vraag": escalatie.vraag,
        "reageer_voor": escalatie.reageer_voor,
        "met_de_hand": escalatie.met_de_hand,
        "waarom": _waarom(asked) if escalatie.actie is None else _waarom_actie(asked),
        "urgentie": _urgentie(escalatie),
    }


def _about(escalatie: Escalatie) -> dict[str, Any]:
    """Return what it is called that it is about, and where to answer."""
    if escalatie.actie is None:
        path = reverse("monitoring:signaal", kwargs={"pk": escalatie.pk})
        named: dict[str, Any] = {"nummer": escalatie.over_casus.nummer}
    else:
        path = reverse("monitoring:actiesignaal", kwargs={"pk": escalatie.pk})
        named = {"nummer": escalatie.actie.nr, "pact": escalatie.actie.pact.code}
    return named | {"link": f"{settings.SITE_URL}{path}"}


def _urgentie(escalatie: Escalatie) -> tuple[int, int]:
    """Return where it stands in the daily overzicht: the first last day, then the highest rung."""
    last = escalatie.reageer_voor or escalatie.op
    return last.toordinal(), -Trede(escalatie.trede).hoogte


def _waarom(asked: Geadresseerde) -> str:
    """Return why this person gets it, without a name."""
    rol = rol_woord(asked.rol)
    match Wijze(asked.wijze):
        case Wijze.ROL:
            return f"omdat je als {rol} bij deze casus betrokken bent"
        case Wijze.VERVANGING:
            if not rol:
                return "omdat je iemand vervangt aan wie dit signaal is doorgegeven"
            return f"omdat je een {rol} vervangt die bij deze casus betrokken is"
        case Wijze.VOLGENDE:
            return f"omdat er bij deze casus nu niemand te bereiken is als {rol}"
        case Wijze.DOORGESTUURD:
            return "omdat iemand die bij deze casus betrokken is, dit signaal aan jou doorstuurde"
        case Wijze.OPGEPAKT:
            return "omdat je dit signaal zelf hebt opgepakt"


def _waarom_actie(asked: Geadresseerde) -> str:
    """Return why this person gets a mail about an action, without a name."""
    match Wijze(asked.wijze):
        case Wijze.VERVANGING:
            return "omdat je iemand vervangt die bij deze actie betrokken is"
        case Wijze.VOLGENDE:
            return "omdat er voor de eigenaar van deze actie nu niemand te bereiken is"
    match asked.rol:
        case Rol.BETROKKENE:
            return "omdat je spreekt voor een mede-eigenaar van deze actie"
        case Rol.REGIEVOERDER:
            return "omdat je dit pact leidt"
        case _:
            return "omdat je spreekt voor de eigenaar van deze actie"
