"""Reading what the matrix shows."""

from __future__ import annotations

from pact.keuzes import Niveau, Status, Termijn
from pact.matrix import MatrixActie
from pact.matrix import Thema as Rij
from pact.models import Actie, Pact


def load_acties(pact: Pact) -> list[MatrixActie]:
    """Return every action of a pact as the matrix wants it, in one query."""
    rows = Actie.objects.filter(pact=pact).order_by("nr")
    return [
        MatrixActie(
            nr=nr,
            activiteit=activiteit,
            thema=thema,
            niveau=Niveau(niveau),
            termijn=Termijn(termijn),
            status=Status(status),
            deadline=deadline,
            eigenaar_id=eigenaar_id,
            eigenaar=eigenaar or "",
        )
        for nr, activiteit, thema, niveau, termijn, status, deadline, eigenaar_id, eigenaar in (
            rows.values_list(
                "nr",
                "activiteit",
                "thema_id",
                "niveau",
                "termijn",
                "status",
                "deadline",
                "eigenaar_id",
                "eigenaar__organisatie__naam",
            )
        )
    ]


def load_themas(pact: Pact) -> list[Rij]:
    """Return the rows of the matrix, in their order."""
    return [Rij(pk, naam) for pk, naam in pact.themas.values_list("pk", "naam")]
