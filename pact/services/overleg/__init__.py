"""Meetings: planning, holding, what was agreed, and the minutes."""

from pact.services.overleg.afspraken import (
    AfspraakInhoud,
    add_stand,
    change_afspraak,
    create_afspraak,
)
from pact.services.overleg.agenda import (
    add_punt,
    change_punt,
    move_punt,
    rebuild_agenda,
    remove_punt,
    restore_punt,
)
from pact.services.overleg.basis import VerslagStaatVast, merk_of
from pact.services.overleg.houden import (
    add_standpunt,
    change_standpunt,
    close_overleg,
    remove_standpunt,
    save_aanwezigheid,
    save_punt,
    save_tekst,
)
from pact.services.overleg.plannen import (
    Genodigden,
    OverlegGegevens,
    add_deelnemer,
    cancel_overleg,
    change_overleg,
    create_overleg,
    plan_next,
    resume_overleg,
)
from pact.services.overleg.verslag import add_opmerking, adopt_verslag, send_verslag

__all__ = [
    "AfspraakInhoud",
    "Genodigden",
    "OverlegGegevens",
    "VerslagStaatVast",
    "add_deelnemer",
    "add_opmerking",
    "add_punt",
    "add_stand",
    "add_standpunt",
    "adopt_verslag",
    "cancel_overleg",
    "change_afspraak",
    "change_overleg",
    "change_punt",
    "change_standpunt",
    "close_overleg",
    "create_afspraak",
    "create_overleg",
    "merk_of",
    "move_punt",
    "plan_next",
    "rebuild_agenda",
    "remove_punt",
    "remove_standpunt",
    "restore_punt",
    "resume_overleg",
    "save_aanwezigheid",
    "save_punt",
    "save_tekst",
    "send_verslag",
]
