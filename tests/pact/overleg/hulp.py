"""A meeting to test with."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.keuzes import Aanwezigheid, OverlegSoort
from pact.models import Afspraak, Overleg
from pact.services.overleg import (
    AfspraakInhoud,
    Genodigden,
    OverlegGegevens,
    close_overleg,
    create_afspraak,
    create_overleg,
    save_aanwezigheid,
)
from tests.pact.hulp import Kring


def gegevens(datum: date | None = None, **extra: Any) -> OverlegGegevens:
    """Return what a meeting of today says, unless told otherwise."""
    values: dict[str, Any] = {
        "soort": OverlegSoort.DIRECTEUREN,
        "datum": datum or timezone.localdate(),
        "begintijd": time(15),
        "eindtijd": time(16),
        "plaats": "Stadhuis",
    }
    return OverlegGegevens(**(values | extra))


def make_overleg(
    kring: Kring, *, dagen: int = 0, gasten: tuple[str, ...] = (), **extra: Any
) -> Overleg:
    """Return a planned meeting to which both people of the pact were asked."""
    return create_overleg(
        pact=kring.pact,
        gegevens=gegevens(timezone.localdate() + timedelta(days=dagen), **extra),
        genodigden=Genodigden(users=[kring.regievoerder, kring.deelnemer], gasten=gasten),
        inzender=kring.inzender,
    )


def deelnemer_of(kring: Kring) -> Inzender:
    """Return the partner, as who writes."""
    return Inzender(door=kring.deelnemer, namens=kring.gemeente)


def make_afspraak(kring: Kring, overleg: Overleg, **extra: Any) -> Afspraak:
    """Return what was agreed in this meeting, by the partner."""
    values: dict[str, Any] = {
        "tekst": "De gemeente plant een gesprek over de lijsten",
        "eigenaar": kring.partner,
    }
    return create_afspraak(
        overleg=overleg, inhoud=AfspraakInhoud(**(values | extra)), inzender=kring.inzender
    )


def everybody_there(kring: Kring, overleg: Overleg) -> None:
    """Write down that all who were asked are present."""
    keuzes = {
        d.pk: (Aanwezigheid(d.aanwezigheid), Aanwezigheid.AANWEZIG) for d in overleg.deelnames.all()
    }
    save_aanwezigheid(overleg=overleg, keuzes=keuzes, inzender=kring.inzender)


def hold(kring: Kring, overleg: Overleg) -> Overleg:
    """Return the meeting as held, with everybody there."""
    everybody_there(kring, overleg)
    return close_overleg(overleg=overleg, inzender=kring.inzender)
