from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from monitoring.models import Afstemming, VerschilSoort
from monitoring.selectors.techniek import waarom_geen_berichten
from monitoring.services.afstemming import run_afstemming

_MOST = 1000


class Command(BaseCommand):
    help = (
        "Compare what the rules ask with the escalations, who is asked, the mails and the log of "
        "the mail server. Status 1 when anything differs. Locks nothing; goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how to print."""
        parser.add_argument(
            "--json", action="store_true", help="one line of JSON, with every difference"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do a whole one; raises CommandError (status 1) with the differences."""
        done = run_afstemming(nu=timezone.now())
        if done is None:
            raise CommandError(
                "Er is niets af te stemmen: er was nog geen ronde, of een ander is ermee bezig."
            )
        many = done.verschillen.count()
        self.stdout.write(json.dumps(_as_json(done, many)) if options["json"] else _words(done))
        if many:
            raise CommandError("1 verschil." if many == 1 else f"{many} verschillen.")


def _as_json(done: Afstemming, many: int) -> dict[str, Any]:
    rows = done.verschillen.order_by("pk").values(
        "soort", "nummer", "escalatie", "bericht", "ontvanger", "toelichting"
    )
    return {
        "peildatum": done.peildatum.isoformat(),
        "casussen": done.casussen,
        "acties": done.acties,
        "escalaties": done.escalaties,
        "berichten": done.berichten,
        "nagevraagd": done.nagevraagd,
        "verschillen": many,
        "toelichting": waarom_geen_berichten(done),
        "lijst": list(rows[:_MOST]),
    }


def _words(done: Afstemming) -> str:
    lines = [
        f"Afstemming over {done.peildatum}: {done.casussen} casussen, {done.berichten} berichten, "
        f"{done.nagevraagd} nagevraagd."
    ]
    if why := waarom_geen_berichten(done):
        lines.append(why)
    for row in done.verschillen.order_by("pk")[:_MOST]:
        about = [
            f"{'actie' if row.actie else 'casus'} {row.nummer}" if row.nummer else "",
            f"escalatie {row.escalatie}" if row.escalatie else "",
            f"bericht {row.bericht}" if row.bericht else "",
            f"aan {row.ontvanger}" if row.ontvanger else "",
            row.toelichting,
        ]
        said = ", ".join(part for part in about if part)
        lines.append(f"- {VerschilSoort(row.soort).label}: {said}")
    return "\n".join(lines)
