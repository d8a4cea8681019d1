"""What to say after hours were logged that do not count."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.utils import timezone

from cases.models import Casus, Gemist
from cases.selectors.feiten import load_feiten
from cases.services.stand import regelset_for
from cases.stand.ongeteld import ongetelde_uren
from cases.stand.woorden import en
from thuiszitters.kalender import datum_kort


def hint_ongeteld(casus: Casus, saved: object) -> str:
    """Return which of these hours do not count towards the sixteen, and why; empty when all do.

    `saved` is what a service gave back: hours, a list of them, or anything else, about which there
    is nothing to say. Hours that are authorised say so themselves. The casus comes with leerling,
    school, gemeente and swv.
    """
    rows = saved if isinstance(saved, list) else [saved]
    days = {row.datum for row in rows if isinstance(row, Gemist) and not row.geoorloofd}
    if not days:
        return ""
    today = timezone.localdate()
    why = ongetelde_uren(load_feiten([casus])[casus.pk], regelset_for(casus.swv_id, today), today)
    per_reason: dict[str, list[date]] = defaultdict(list)
    for day in sorted(days & why.keys()):
        per_reason[why[day]].append(day)
    return " ".join(
        f"De uren van {en([datum_kort(day) for day in found])} tellen niet mee voor de 16 uur: "
        f"{reason}."
        for reason, found in per_reason.items()
    )
