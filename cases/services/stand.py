"""Keeping the Stand's columns on the casus in step with the facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases.models import Casus
from cases.models.casus import GEEN_DREMPEL, METEEN
from cases.selectors.feiten import load_feiten
from cases.services.regels import Regelsets
from cases.stand import Categorie, Regelset, Stand, bereken_stand
from thuiszitters.berichten import wakeup


def regelset_for(swv_id: int, peildatum: date) -> Regelset:
    """Return the rules in force at this SWV on this day, in one statement.

    For more than one casus: `Regelsets`, once.
    """
    return Regelsets([swv_id]).regelset(swv_id, peildatum)


def stand_columns(stand: Stand, peildatum: date) -> dict[str, Any]:
    """Return the columns of Casus that this Stand fills."""
    runs = stand.vier_weken_op is not None and stand.categorie != Categorie.MET_AANBOD
    return {
        "plicht": stand.plicht.value,
        "categorie": stand.categorie.value,
        "duur": stand.duur.value if stand.duur else "",
        "verzuim_sinds": stand.verzuim_sinds,
        "vier_weken_op": stand.vier_weken_op,
        "drie_maanden_op": stand.drie_maanden_op,
        "drempel_op": stand.vier_weken_op if runs else GEEN_DREMPEL,
        "regelset": stand.regelset,
        "stand_op": peildatum,
    }


def refresh_stand(casus: Casus) -> Stand:
    """Work out the Stand of today, put it on the casus, and have the watch look at it soon.

    Call it in the transaction that changed the facts. Raises OngeldigeFeiten when they do not
    fit together.
    """
    full = Casus.objects.select_related("leerling", "school", "gemeente", "swv").get(pk=casus.pk)
    peildatum = timezone.localdate()
    stand = bereken_stand(
        load_feiten([full])[full.pk], regelset_for(full.swv_id, peildatum), peildatum
    )
    changes = stand_columns(stand, peildatum) | {"volgende_controle_op": METEEN}
    Casus.objects.filter(pk=casus.pk).update(**changes)
    for name, value in changes.items():
        setattr(casus, name, value)
    pk = casus.pk
    transaction.on_commit(lambda: wakeup.wake("monitoring.watch_casussen", [pk]))
    return stand
