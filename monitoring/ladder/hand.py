"""Addressing somebody by hand: the same ladder, without waiting for a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from monitoring.ladder.besluit import Besluit, Eerder, Nieuw
from monitoring.ladder.regels import Ladder, LadderRegel
from monitoring.ladder.soorten import Anker, Drempel, Oorzaak, Spoor, Status, Trede
from thuiszitters.accounts.rollen import Rol

_TERMIJN = {Trede.PREVENTIE: 5, Trede.STIMULEREN: 5, Trede.SIGNALEREN: 3, Trede.AANSPREKEN: 2}
AANLEIDING = "De regievoerder van het pact spreekt je aan op deze actie."
"""What the owner reads, also in the mail; others read who addressed whom."""
_VRAAG = "Log in, lees wat de vraag is en geef daar antwoord."


def address(*, trede: Trede, history: Sequence[Eerder], peildatum: date, ladder: Ladder) -> Besluit:
    """Return the decision to ask the owner of an action on this rung, today.

    The term is that of the rung in the rules of the pact. The open ones that stand no higher are
    taken over, as by every rung that opens. On one rung it can be done once a day: the key tells.
    """
    terms = [r.termijn for r in ladder.datumregels if r.trede == trede]
    regel = LadderRegel(
        Drempel.MET_DE_HAND,
        trede,
        Anker.DEADLINE,
        0,
        terms[-1] if terms else _TERMIJN[trede],
        (Rol.PARTNER,),
        AANLEIDING,
        _VRAAG,
    )
    return Besluit(
        nieuw=(
            Nieuw(
                regel,
                Drempel.MET_DE_HAND,
                peildatum,
                peildatum,
                Status.OPEN,
                "Aangesproken door de regievoerder.",
                oorzaak=Oorzaak.HAND,
            ),
        ),
        opgevolgd=tuple(
            e.pk
            for e in history
            if e.status == Status.OPEN and e.spoor == Spoor.ACTIE and e.trede.hoogte <= trede.hoogte
        ),
    )
