"""What every write to a meeting does: lock, refuse what is agreed, notice what is stale."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from django.core.exceptions import ValidationError

from cases.services.tijdlijn import Inzender
from pact.errors import PactError, VerouderdeVersie
from pact.keuzes import OverlegStatus
from pact.models import Overleg, Pact
from pact.services.pacten import lock_pact
from thuiszitters.audit.services import record


class VerslagStaatVast(PactError):
    """The minutes of this meeting were agreed, so nothing in them changes any more."""

    def __init__(self) -> None:
        super().__init__(
            "Het verslag van dit overleg is vastgesteld en verandert niet meer. Zet een "
            "verbetering als opmerking op de agenda van het volgende overleg."
        )


def merk_of(teksten: Sequence[str]) -> int:
    """Return a number that tells one content from another, for who opened a form on it."""
    whole = "\x1f".join(schoon(tekst) for tekst in teksten)
    return int(sha256(whole.encode()).hexdigest()[:12], 16)


def schoon(tekst: str) -> str:
    """Return a text as it is kept: a browser sends line ends as CR LF."""
    return tekst.replace("\r\n", "\n").strip()


def record_overleg(
    gebeurtenis: str, overleg: Overleg, inzender: Inzender, **gegevens: object
) -> None:
    """Add a line to the log about this meeting; ids and counts only."""
    _record(gebeurtenis, "overleg", f"{overleg.pact.code}/{overleg.nr}", inzender, gegevens)


def record_afspraak(
    gebeurtenis: str, pact: Pact, nr: int, inzender: Inzender, **gegevens: object
) -> None:
    """Add a line to the log about this afspraak."""
    _record(gebeurtenis, "afspraak", f"{pact.code}/{nr}", inzender, gegevens)


def _record(
    gebeurtenis: str,
    onderwerp: str,
    onderwerp_id: str,
    inzender: Inzender,
    gegevens: dict[str, object],
) -> None:
    record(
        gebeurtenis=gebeurtenis,
        gebruiker_id=inzender.door.pk if inzender.door else None,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp=onderwerp,
        onderwerp_id=onderwerp_id,
        gegevens=gegevens,
    )


def lock_overleg(overleg: Overleg, *, open_alleen: bool = True) -> Overleg:
    """Return the meeting as it is now, with its pact locked for this transaction.

    Raises VerslagStaatVast when its minutes were agreed, and ValidationError when it does not
    take place, unless `open_alleen` is False.
    """
    pact = lock_pact(overleg.pact)
    current = Overleg.objects.select_related("vorige").get(pk=overleg.pk)
    current.pact = pact
    if open_alleen:
        if current.status == OverlegStatus.VASTGESTELD:
            raise VerslagStaatVast
        if current.status == OverlegStatus.VERVALLEN:
            raise ValidationError("Dit overleg gaat niet door. Laat het eerst weer doorgaan.")
    return current


def refuse_stale(
    inzender: Inzender, *, nu: Sequence[str], wordt: Sequence[str], versie: int | None = None
) -> bool:
    """Return whether something changes.

    Raises VerouderdeVersie when the form was opened on another content than stands there now,
    and says something else; `versie` is the number of what stands there, by default its merk.
    """
    if [schoon(t) for t in nu] == [schoon(t) for t in wordt]:
        return False
    here = merk_of(nu) if versie is None else versie
    if inzender.versie is not None and inzender.versie != here:
        raise VerouderdeVersie(here)
    return True
