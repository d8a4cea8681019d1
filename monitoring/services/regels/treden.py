"""Storing the rungs of a version."""

from __future__ import annotations

from cases.models import Regelset
from monitoring.ladder import Ladder
from monitoring.models import LadderRegel, Pactregels


def write_rungs(made: Regelset | Pactregels, ladder: Ladder) -> None:
    """Write the rungs of a version, in their order."""
    LadderRegel.objects.bulk_create(
        LadderRegel(
            regelset=made if isinstance(made, Regelset) else None,
            pactregels=made if isinstance(made, Pactregels) else None,
            drempel=regel.drempel.value,
            trede=regel.trede.value,
            anker=regel.anker.value,
            dagen=regel.dagen,
            termijn=regel.termijn,
            rollen=[rol.value for rol in regel.rollen],
            aanleiding=regel.aanleiding,
            vraag=regel.vraag,
            aan=regel.aan,
        )
        for regel in ladder.regels
    )
