"""From rows to the facts the Stand is worked out from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, NamedTuple

from cases import stand as rule
from cases.models import Aanbod, Casus, Gemist, Inschrijving, Verzuim, VerzuimReden, Vrijstelling
from thuiszitters.columns import any_of
from thuiszitters.kalender import Regio


class Kind(NamedTuple):
    """What the Stand needs of one casus beside its spans."""

    casus_id: int
    leerling_id: int
    geboortedatum: date
    startkwalificatie_op: date | None
    regio: Regio


def regio_of(*vakantieregios: str | None) -> Regio:
    """Return the holiday region that counts: of school, gemeente and SWV the first that has one."""
    return next((Regio(regio) for regio in vakantieregios if regio), Regio.MIDDEN)


def kind_of(casus: Casus) -> Kind:
    """Return what the Stand needs of this casus, which comes with its relations selected."""
    child = casus.leerling
    places = (casus.school, casus.gemeente, casus.swv)
    return Kind(
        casus.pk,
        child.pk,
        child.geboortedatum,
        child.startkwalificatie_op,
        regio_of(*(place.vakantieregio if place else None for place in places)),
    )


def load_feiten(casussen: Iterable[Casus]) -> dict[int, rule.Feiten]:
    """Return the current facts of each casus by its id, in five queries however many there are.

    The casussen must come with `leerling`, `school`, `gemeente` and `swv` selected.
    """
    return load_feiten_of([kind_of(casus) for casus in casussen])


def load_feiten_of(kinderen: Collection[Kind]) -> dict[int, rule.Feiten]:
    """Return the current facts by the id of the casus, in five queries however many there are."""
    leerlingen = {kind.leerling_id for kind in kinderen}
    enrolled: dict[int, list[rule.Inschrijving]] = defaultdict(list)
    absent: dict[int, list[rule.Verzuim]] = defaultdict(list)
    offered: dict[int, list[rule.Aanbod]] = defaultdict(list)
    exempt: dict[int, list[rule.Vrijstelling]] = defaultdict(list)
    for pk, begin, einde in _rows(Inschrijving, leerlingen, "begin", "einde"):
        enrolled[pk].append(rule.Inschrijving(begin, einde))
    missed: dict[int, list[rule.Gemist]] = defaultdict(list)
    for pk, begin, einde, geoorloofd, reden in _rows(
        Verzuim, leerlingen, "begin", "einde", "geoorloofd", "reden"
    ):
        ziek = reden == VerzuimReden.ZIEKTE
        absent[pk].append(rule.Verzuim(begin, einde, geoorloofd, ziek))
    for pk, datum, uren, geoorloofd in _rows(Gemist, leerlingen, "datum", "uren", "geoorloofd"):
        missed[pk].append(rule.Gemist(datum, uren, geoorloofd))
    for pk, start, einde, done, accepted in _rows(
        Aanbod, leerlingen, "gestart_op", "einde", "gedaan_op", "geaccepteerd_op"
    ):
        offered[pk].append(rule.Aanbod(start, einde, done, accepted))
    for pk, grond, begin, einde in _rows(Vrijstelling, leerlingen, "grond", "begin", "einde"):
        exempt[pk].append(rule.Vrijstelling(rule.Grond(grond), begin, einde))
    return {
        kind.casus_id: rule.Feiten(
            geboortedatum=kind.geboortedatum,
            regio=kind.regio,
            inschrijvingen=tuple(enrolled[kind.leerling_id]),
            verzuim=tuple(absent[kind.leerling_id]),
            aanbod=tuple(offered[kind.leerling_id]),
            vrijstellingen=tuple(exempt[kind.leerling_id]),
            gemist=tuple(missed[kind.leerling_id]) if kind.leerling_id in missed else (),
            startkwalificatie_op=kind.startkwalificatie_op,
        )
        for kind in kinderen
    }


def _rows(
    model: type[Inschrijving | Verzuim | Gemist | Aanbod | Vrijstelling],
    leerlingen: Collection[int],
    *fields: str,
) -> Iterable[tuple[Any, ...]]:
    """Return the asked fields of the facts that no correction replaced, child first."""
    # No iterator(): a cursor on the server takes three round trips, also for one child.
    return model._default_manager.filter(
        vervangen_op__isnull=True, leerling_id__in=any_of(leerlingen)
    ).values_list("leerling_id", *fields)
