"""Ending escalations: lapsed with the facts, or taken over by a higher rung."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from cases.models import GebeurtenisSoort
from monitoring.ladder import Besluit, Status
from monitoring.models import Escalatie
from monitoring.services.schrijven.rijen import Tijdlijn
from monitoring.services.uitkomst import Onderwerp
from thuiszitters.berichten.services import withdraw_berichten
from thuiszitters.columns import any_of

OPGEVOLGD = "Een hogere trede vraagt nu om een antwoord."


def write_einde(besluiten: Sequence[tuple[Onderwerp, Besluit]], tijdlijn: Tijdlijn) -> int:
    """End what the ladder ended, withdraw the mails that did not leave; return how many lapsed."""
    lapsing: dict[str, list[int]] = defaultdict(list)
    followed: list[int] = []
    for due, besluit in besluiten:
        followed += besluit.opgevolgd
        reasons: dict[str, list[int]] = defaultdict(list)
        for pk, reden in besluit.vervalt:
            reasons[reden].append(pk)
        for reden, ids in reasons.items():
            lapsing[reden] += ids
            tijdlijn.add(
                due,
                GebeurtenisSoort.VERVALLEN,
                f"{len(ids)} open signalen vervallen" if len(ids) > 1 else "Open signaal vervallen",
                reden,
                {"escalaties": ids},
            )
    for reden, ids in lapsing.items():
        _end(ids, Status.VERVALLEN, reden)
    _end(followed, Status.OPGEVOLGD, OPGEVOLGD)
    return sum(len(ids) for ids in lapsing.values())


def _end(ids: Sequence[int], status: Status, reden: str) -> None:
    if not ids:
        return
    # The reason it was opened stays; only what lapsed says why, in its own place.
    changes = {"status": status.value}
    if status == Status.VERVALLEN:
        changes["reden"] = reden
    Escalatie.objects.filter(pk__in=any_of(ids), status=Status.OPEN.value).update(**changes)
    withdraw_berichten(referenties=[f"escalatie:{pk}" for pk in ids], reden=reden)
