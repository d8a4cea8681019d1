"""Logging the hours of school a child missed: one day, or the days of a week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from cases.models import Casus, GebeurtenisSoort, Gemist
from cases.services.feitwerk import about, add_feit, changing
from cases.services.tijdlijn import Inzender, log
from cases.stand.woorden import uren as in_uren
from thuiszitters.kalender import datum_kort


def register_uren(
    *, casus: Casus, uren: Mapping[date, Decimal], geoorloofd: bool, inzender: Inzender
) -> list[Gemist]:
    """Return the new facts, one per day, and put them on the timeline as one entry.

    Raises ValidationError, at `datum` and with the day in it, for a day that cannot be or on which
    such hours stand already; nothing is stored then.
    """
    if not uren:
        raise ValidationError({"datum": "Vul minstens bij één dag de gemiste uren in."})
    with changing(casus, inzender) as locked:
        facts = []
        for day, hours in sorted(uren.items()):
            fact = Gemist(**about(locked, inzender), datum=day, uren=hours, geoorloofd=geoorloofd)
            try:
                facts.append(add_feit(fact, "datum"))
            except ValidationError as error:
                if len(uren) == 1:
                    raise
                told = [f"{datum_kort(day)}: {said}" for said in error.messages]
                raise ValidationError({"datum": told}) from None
        first, last = facts[0], facts[-1]
        kind = "Geoorloofd" if geoorloofd else "Ongeoorloofd"
        total = in_uren(sum((fact.uren for fact in facts), Decimal(0)))
        when = f"op {datum_kort(first.datum)}"
        if len(facts) > 1:
            when = f"van {datum_kort(first.datum)} tot en met {datum_kort(last.datum)}"
        per_day = [f"{datum_kort(fact.datum)}: {in_uren(fact.uren)}" for fact in facts]
        log(
            casus=locked,
            soort=GebeurtenisSoort.VERZUIM,
            titel=f"{kind} gemist: {total} {when}",
            tekst="\n".join(per_day) if len(facts) > 1 else "",
            datum=first.datum,
            inzender=inzender,
            gegevens={"uren": [fact.pk for fact in facts]},
            changes_casus=True,
        )
        return facts
