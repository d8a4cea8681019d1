"""Reported sick, and reported better."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError

from cases.models import Casus, GebeurtenisSoort, Verzuim, VerzuimReden
from cases.services.dagen import check_day
from cases.services.feiten import register_verzuim
from cases.services.feitwerk import bron_of, changing
from cases.services.tijdlijn import Inzender, log
from cases.services.vervanging import replace_feit
from thuiszitters.kalender import datum_kort


def register_ziekmelding(
    *, casus: Casus, begin: date, einde: date | None, inzender: Inzender
) -> Verzuim:
    """Return a new sick report: authorised absence from `begin`, [begin, einde).

    Raises ValidationError per field, also when another absence covers one of its days.
    """
    return register_verzuim(
        casus=casus,
        begin=begin,
        einde=einde,
        geoorloofd=True,
        reden=VerzuimReden.ZIEKTE,
        inzender=inzender,
    )


def register_beter(*, casus: Casus, op: date, inzender: Inzender) -> Verzuim:
    """Return the sick report that now ends: `op` is the first school day back, perhaps to come.

    Raises ValidationError when no sick report runs, or when the day does not fit.
    """
    with changing(casus, inzender) as locked:
        running = (
            Verzuim.objects.current()
            .filter(leerling=locked.leerling, reden=VerzuimReden.ZIEKTE, einde__isnull=True)
            .first()
        )
        if running is None:
            raise ValidationError({"op": "De leerling is nu niet ziek gemeld."})
        check_day(locked.leerling, op, "op", past=False)
        if op <= running.begin:
            raise ValidationError(
                {"op": f"De ziekmelding begon pas op {datum_kort(running.begin)}."}
            )
        ended = replace_feit(running, einde=op, bron=bron_of(inzender), door=inzender.door)
        log(
            casus=locked,
            soort=GebeurtenisSoort.TERUGKEER,
            titel=f"Beter gemeld, terug op school vanaf {datum_kort(op)}",
            datum=op,
            inzender=inzender,
            gegevens={"verzuim": ended.pk},
            changes_casus=True,
        )
        return ended
