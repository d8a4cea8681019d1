"""Writing the history of actions: every line of it, and what must be so before one is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import Antwoord
from pact.models import Actie, ActieLog, Bewijs, LogSoort
from pact.selectors.acties import with_parts
from pact.services.pacten import lock_pact
from thuiszitters.audit.services import record


class _Namen(TypedDict):
    veld: str
    oud: str
    nieuw: str


class Wijziging(_Namen, total=False):
    """One changed field in words; of an owner also the ids of the partners."""

    oud_id: int | None
    nieuw_id: int | None


def lock_actie(actie: Actie, inzender: Inzender) -> Actie:
    """Return the action as it is now, its pact locked for this transaction.

    Raises AlGedaan when this form was handled before, and VerouderdeVersie when it was opened
    on an older version.
    """
    lock_pact(actie.pact)
    # The watch writes in the same row.
    current = with_parts(Actie.objects.select_for_update(of=("self",))).get(pk=actie.pk)
    if inzender.sleutel and ActieLog.objects.filter(sleutel=inzender.sleutel).exists():
        raise AlGedaan(code=current.pact.code, nr=current.nr)
    if inzender.versie is not None and inzender.versie != current.versie:
        raise VerouderdeVersie(current.versie)
    return current


def add_line(
    actie: Actie,
    soort: LogSoort,
    inzender: Inzender,
    *,
    wijzigingen: Sequence[Wijziging] = (),
    tekst: str = "",
    antwoord: Antwoord | None = None,
    bewijs: Bewijs | None = None,
    sleutel: bool = True,
) -> ActieLog:
    """Return a new line of the history of an action, at its present version, and log the act.

    Raises ValidationError for a text that is too long.
    """
    line = ActieLog(
        actie=actie,
        soort=soort,
        door=inzender.door,
        namens=inzender.namens,
        versie=actie.versie,
        wijzigingen=list(wijzigingen),
        tekst=tekst,
        antwoord=antwoord or "",
        bewijs=bewijs,
        sleutel=inzender.sleutel if sleutel else None,
    )
    line.full_clean(validate_constraints=False)
    line.save()
    gegevens: dict[str, object] = {"velden": [wijziging["veld"] for wijziging in wijzigingen]}
    if antwoord:
        gegevens["antwoord"] = antwoord.value
    if bewijs is not None:
        gegevens["bewijs"] = bewijs.pk
    record(
        gebeurtenis=f"actie {soort.label}",
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="actie",
        onderwerp_id=f"{actie.pact.code}/{actie.nr}",
        gegevens=gegevens,
    )
    return line
