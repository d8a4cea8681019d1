"""What one row of the list of work says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F, Q
from django.utils import timezone

from cases.models import Casus, CasusPartij, Taak, Uitkomst
from cases.selectors.feiten import load_feiten
from cases.selectors.werkvoorraad import Groep, groep_van
from cases.services.regels import Regelsets
from cases.stand import (
    Categorie,
    Drempelnaam,
    Feiten,
    OngeldigeFeiten,
    Regelset,
    Stand,
    bereken_stand,
)
from cases.strip import Strip, build_strip
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import organisatie_ids
from thuiszitters.accounts.rollen import Recht
from thuiszitters.kalender import datum_kort
from thuiszitters.ui.datums import over_dagen_tekst


@dataclass(frozen=True, slots=True)
class Stap:
    """The next step on a casus, as a row shows it."""

    taak: Taak
    wie: str
    """Who does it: "jij", or a name where it is not the owner of the casus."""
    te_laat: bool
    mag_afvinken: bool


@dataclass(frozen=True, slots=True)
class Rij:
    """What one row of the list shows."""

    casus: Casus
    groep: Groep
    eigenaar: str
    """Whose casus it is: "jij", a name, or "niemand"."""
    kop: str
    """The next threshold, or why there is none."""
    onder: str
    """How far away it is."""
    stand: Stand | None = None
    """None for a closed casus: nothing runs there."""
    strip: Strip | None = None
    stap: Stap | None = None


_NAAM = {Drempelnaam.VIER_WEKEN: "vier weken", Drempelnaam.DRIE_MAANDEN: "drie maanden"}


def drempel_woorden(stand: Stand, peildatum: date) -> tuple[str, str]:
    """Return the next threshold in words, and how far away it is, in Dutch."""
    if stand.categorie == Categorie.MET_AANBOD:
        return "klok staat stil", "er loopt een aanbod"
    if (ahead := stand.volgende_drempel) is not None:
        return _NAAM[ahead.naam], over_dagen_tekst(ahead.op, peildatum)
    if stand.drie_maanden_op is not None:
        return "drie maanden voorbij", f"sinds {datum_kort(stand.drie_maanden_op)}"
    if stand.verzuim_sinds is not None:
        return "vier weken voorbij", f"thuis sinds {datum_kort(stand.verzuim_sinds)}"
    return "geen drempel", ""


def rijen_van(user: User, casussen: Sequence[Casus], peildatum: date) -> list[Rij]:
    """Return a row per casus, in the same order; in a fixed number of queries.

    The casussen must come with leerling, school, gemeente, swv and eigenaar loaded. The Stand is
    the one of the peildatum, also where the columns of the casus are a day behind.
    """
    open_ones = [casus for casus in casussen if casus.is_open]
    facts = load_feiten(open_ones)
    steps = _stappen(user, open_ones, peildatum)
    regelsets = Regelsets({casus.swv_id for casus in open_ones})
    return [
        _open_row(
            user,
            casus,
            facts[casus.pk],
            steps.get(casus.pk),
            regelset=regelsets.regelset(casus.swv_id, peildatum),
            peildatum=peildatum,
        )
        if casus.is_open
        else _closed_row(user, casus)
        for casus in casussen
    ]


def _wie(user: User, person: User | None) -> str:
    return "jij" if person == user else str(person or "niemand")


def _closed_row(user: User, casus: Casus) -> Rij:
    closed = casus.gesloten_op
    return Rij(
        casus=casus,
        groep=Groep.LATER,
        eigenaar=_wie(user, casus.eigenaar),
        kop=f"gesloten {datum_kort(timezone.localdate(closed))}" if closed else "gesloten",
        onder=Uitkomst(casus.uitkomst).label if casus.uitkomst else "",
    )


def _open_row(
    user: User,
    casus: Casus,
    feiten: Feiten,
    stap: Stap | None,
    *,
    regelset: Regelset,
    peildatum: date,
) -> Rij:
    row = Rij(
        casus=casus,
        groep=groep_van(casus.drempel_op, peildatum),
        eigenaar=_wie(user, casus.eigenaar),
        kop="niet te berekenen",
        onder="kijk de gegevens na",
        stap=stap,
    )
    try:
        stand = bereken_stand(feiten, regelset, peildatum)
    except OngeldigeFeiten:
        return row
    kop, onder = drempel_woorden(stand, peildatum)
    strip = build_strip(feiten=feiten, stand=stand, peildatum=peildatum)
    return replace(row, kop=kop, onder=onder, stand=stand, strip=strip)


def _stappen(user: User, casussen: Collection[Casus], peildatum: date) -> dict[int, Stap]:
    """Return the first open next step of each casus that has one."""
    first = (
        Taak.objects.filter(casus__in=casussen, gedaan_op__isnull=True)
        .select_related("eigenaar", "casus")
        .order_by("casus_id", F("voor_op").asc(nulls_last=True), "id")
        .distinct("casus_id")
    )
    writable = _mag_schrijven(user, casussen, peildatum)
    steps: dict[int, Stap] = {}
    for task in first:
        own = task.eigenaar_id == task.casus.eigenaar_id != user.pk
        steps[task.casus_id] = Stap(
            taak=task,
            wie="" if own or task.eigenaar is None else _wie(user, task.eigenaar),
            te_laat=task.voor_op is not None and task.voor_op < peildatum,
            mag_afvinken=task.casus_id in writable,
        )
    return steps


def _mag_schrijven(user: User, casussen: Collection[Casus], peildatum: date) -> set[int]:
    """Return the ids of the casussen on whose timeline the user may write."""
    parties = CasusPartij.objects.filter(
        Q(tot__isnull=True) | Q(tot__gt=peildatum),
        casus__in=casussen,
        organisatie_id__in=organisatie_ids(user, Recht.ADD_NOTES),
    )
    return set(parties.values_list("casus_id", flat=True))
