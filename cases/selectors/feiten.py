"""From rows to the facts the Stand is worked out from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from cases import stand as rule
from cases.models import Aanbod, Casus, Inschrijving, Verzuim, Vrijstelling
from thuiszitters.kalender import Regio


def regio_of(casus: Casus) -> Regio:
    """Return the holiday region that counts: the school's, else the gemeente's, else the SWV's."""
    for organisatie in (casus.school, casus.gemeente, casus.swv):
        if organisatie is not None and organisatie.vakantieregio:
            return Regio(organisatie.vakantieregio)
    return Regio.MIDDEN


def load_feiten(casussen: Collection[Casus]) -> dict[int, rule.Feiten]:
    """Return the current facts of each casus by its id, in four queries however many there are.

    The casussen must come with `leerling`, `school`, `gemeente` and `swv` selected.
    """
    leerlingen = {casus.leerling_id for casus in casussen}
    enrolled: dict[int, list[rule.Inschrijving]] = defaultdict(list)
    absent: dict[int, list[rule.Verzuim]] = defaultdict(list)
    offered: dict[int, list[rule.Aanbod]] = defaultdict(list)
    exempt: dict[int, list[rule.Vrijstelling]] = defaultdict(list)
    for pk, begin, einde in _rows(Inschrijving, leerlingen, "begin", "einde"):
        enrolled[pk].append(rule.Inschrijving(begin, einde))
    for pk, begin, einde, geoorloofd in _rows(Verzuim, leerlingen, "begin", "einde", "geoorloofd"):
        absent[pk].append(rule.Verzuim(begin, einde, geoorloofd))
    for pk, start, einde, done, accepted in _rows(
        Aanbod, leerlingen, "gestart_op", "einde", "gedaan_op", "geaccepteerd_op"
    ):
        offered[pk].append(rule.Aanbod(start, einde, done, accepted))
    for pk, grond, begin, einde in _rows(Vrijstelling, leerlingen, "grond", "begin", "einde"):
        exempt[pk].append(rule.Vrijstelling(rule.Grond(grond), begin, einde))
    return {
        casus.pk: rule.Feiten(
            geboortedatum=casus.leerling.geboortedatum,
            regio=regio_of(casus),
            inschrijvingen=tuple(enrolled[casus.leerling_id]),
            verzuim=tuple(absent[casus.leerling_id]),
            aanbod=tuple(offered[casus.leerling_id]),
            vrijstellingen=tuple(exempt[casus.leerling_id]),
            startkwalificatie_op=casus.leerling.startkwalificatie_op,
        )
        for casus in casussen
    }


def _rows(model: type, leerlingen: Collection[int], *fields: str) -> Iterable[tuple]:  # type: ignore[type-arg]
    found: Iterable[tuple] = (  # type: ignore[type-arg]
        model.objects.current()  # type: ignore[attr-defined]
        .filter(leerling_id__in=leerlingen)
        .values_list("leerling_id", *fields)
    )
    return found
