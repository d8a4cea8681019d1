"""What the rules still ask of something that was just looked at: that much is missing."""

from __future__ import annotations

from collections.abc import Iterator

from monitoring.ladder import Besluit
from monitoring.models import VerschilSoort
from monitoring.services.afstemming.gevonden import Gevonden, Onderwerp
from thuiszitters.kalender import datum_kort


def differences(about: Onderwerp, besluit: Besluit) -> Iterator[Gevonden]:
    """Give the differences: after a round the rules ask nothing more of a casus or an action."""
    for nieuw in besluit.nieuw:
        yield about.found(
            VerschilSoort.ESCALATIE_ONTBREEKT,
            toelichting=f"{nieuw.regel.trede}, {nieuw.drempel}, {nieuw.oorzaak}, "
            f"gold vanaf {datum_kort(nieuw.due_on)}",
        )
    for herinnering in besluit.herinneringen:
        yield about.found(VerschilSoort.HERINNERING_ONTBREEKT, escalatie=herinnering.pk)
    for pk, reden in besluit.vervalt:
        yield about.found(VerschilSoort.ESCALATIE_TE_VEEL, escalatie=pk, toelichting=reden)
    for pk in besluit.opgevolgd:
        yield about.found(
            VerschilSoort.ESCALATIE_TE_VEEL,
            escalatie=pk,
            toelichting="een hogere trede had moeten opvolgen",
        )
