"""Between seeing what a file would do and letting it: nothing is kept on the server.

What was read goes along with the page, signed, and comes back when it is confirmed. So a preview
that is left leaves nothing behind, and one that was changed on the way, is too old, or was made
for something else is refused.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from django.core import signing
from django.utils import timezone

from pact.models import Pact
from pact.services.agenda.plan import Plan
from pact.services.agenda.rijen import Agenda, Agendarij, Foutrij
from pact.services.agenda.verslag import Melding, OnleesbaarBestand
from thuiszitters.accounts.models import User

GELDIG = 2 * 3600
"""How many seconds a preview can be confirmed."""
_ZOUT = "pact.agenda.voorbeeld"
_GROOTST = 2_000_000
"""The bytes of a form that the server accepts, with some to spare."""
_TE_GROOT = (
    "Deze agenda is te groot om hier in te lezen. Splits hem, of vraag je beheerder om het "
    "commando import_agenda."
)


class OngeldigVoorbeeld(Exception):
    """What came back is not what was shown; the message says in Dutch what to do."""


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """What was read, and the fingerprint of what was shown of it."""

    naam: str
    sha256: str
    afdruk: str
    agenda: Agenda


def pak_in(*, agenda: Agenda, plan: Plan, naam: str, sha256: str, user: User) -> str:
    """Return what goes along with the page. Raises OnleesbaarBestand when it is too large."""
    rijen: list[Any] = [
        [rij.plek, rij.thema, rij.teksten]
        if isinstance(rij, Agendarij)
        else [rij.plek, [asdict(melding) for melding in rij.meldingen]]
        for rij in agenda.rijen
    ]
    inhoud = {
        "pact": plan.pact.pk,
        "user": user.pk,
        "op": timezone.now().isoformat(),
        "naam": naam,
        "sha256": sha256,
        "afdruk": plan.vingerafdruk(),
        "let_op": agenda.let_op,
        "rijen": rijen,
    }
    ingepakt = signing.dumps(inhoud, salt=_ZOUT, compress=True)
    if len(ingepakt) > _GROOTST:
        raise OnleesbaarBestand(_TE_GROOT)
    return ingepakt


def pak_uit(ingepakt: str, *, pact: Pact, user: User) -> Voorbeeld:
    """Return what was shown. Raises OngeldigVoorbeeld when this is not that any more."""
    try:
        inhoud = signing.loads(ingepakt, salt=_ZOUT, max_age=GELDIG)
    except signing.SignatureExpired:
        raise OngeldigVoorbeeld(
            "Dit voorbeeld is te oud. Kies het bestand opnieuw, dan zie je wat er nu zou gebeuren."
        ) from None
    except signing.BadSignature:
        raise OngeldigVoorbeeld(
            "Wat er terugkwam is niet wat je zag. Er is niets ingelezen. Kies het bestand opnieuw."
        ) from None
    if (inhoud["pact"], inhoud["user"]) != (pact.pk, user.pk):
        raise OngeldigVoorbeeld("Dit voorbeeld hoort bij een ander pact of een ander account.")
    rijen: list[Agendarij | Foutrij] = [
        Agendarij(*rij)
        if len(rij) == 3
        else Foutrij(rij[0], tuple(Melding(**melding) for melding in rij[1]))
        for rij in inhoud["rijen"]
    ]
    agenda = Agenda(rijen=rijen, let_op=inhoud["let_op"])
    return Voorbeeld(inhoud["naam"], inhoud["sha256"], inhoud["afdruk"], agenda)
