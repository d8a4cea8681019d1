"""What happens to a child in the middle of the half year, through the real services."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from cases.models import AanbodSoort, Casus, Uitkomst
from cases.models import Verzuim as VerzuimRow
from cases.services.casussen import close_casus, reopen_casus
from cases.services.feiten import (
    change_leerling,
    change_school,
    correct_feit,
    register_aanbod,
    register_terugkeer,
    register_verzuim,
    register_vrijstelling,
)
from cases.services.uren import register_uren
from cases.stand import Aanbod, Gemist, Grond, Inschrijving, Verzuim, Vrijstelling
from tests.factories import Region
from tests.monitoring.histories.children import Child
from thuiszitters.accounts.models import Organisatie

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Elsewhere:
    """A second school and a second gemeente, each with its own person."""

    school: Organisatie
    zorgcoordinator: int
    gemeente: Organisatie
    leerplichtambtenaar: int


def do(what: str, child: Child, casus: Casus, day: date, region: Region, other: Elsewhere) -> None:
    """Do it, where it can be done to this child, and change what is known accordingly."""
    known = child.feiten
    by = region.by()
    last = known.verzuim[-1] if known.verzuim else None
    running = last if last is not None and last.einde is None and last.begin < day else None
    if child.closed and what != "reopen":
        return
    match what:
        case "return" if running is not None:
            back = running.begin + child.rng.randrange(1, (day - running.begin).days + 1) * ONE_DAY
            register_terugkeer(casus=casus, op=back, school=None, tekst="", inzender=by)
            spans = (*known.verzuim[:-1], replace(running, einde=back))
            child.feiten = replace(known, verzuim=spans)
        case "aanbod" | "failing aanbod" if not known.aanbod:
            start = day - child.rng.randrange(20) * ONE_DAY
            end = start + child.rng.randrange(1, 40) * ONE_DAY if "failing" in what else None
            register_aanbod(
                casus=casus,
                soort=AanbodSoort.MAATWERK,
                omschrijving="",
                gedaan_op=None,
                geaccepteerd_op=None,
                gestart_op=start,
                einde=end,
                inzender=by,
            )
            child.feiten = replace(known, aanbod=(Aanbod(start, end),))
        case "earlier" | "later" if last is not None and len(known.verzuim) == 1:
            days = child.rng.randrange(1, 10) * (1 if what == "later" else -1)
            begin = last.begin + days * ONE_DAY
            if last.einde is not None and begin >= last.einde:
                return
            row = VerzuimRow.objects.current().get(leerling=casus.leerling)
            correct_feit(
                casus=casus, feit=row, changes={"begin": begin}, reden="Laat.", inzender=by
            )
            child.feiten = replace(known, verzuim=(replace(last, begin=begin),))
        case "exempt":
            end = day + child.rng.randrange(1, 60) * ONE_DAY
            register_vrijstelling(
                casus=casus, grond=Grond.ART5_A, begin=day, einde=end, inzender=by
            )
            child.feiten = replace(known, vrijstellingen=(Vrijstelling(Grond.ART5_A, day, end),))
        case "hours":
            hours = {day - n * ONE_DAY: Decimal("3.5") for n in range(child.rng.randrange(4, 12))}
            register_uren(casus=casus, uren=hours, geoorloofd=False, inzender=by)
            child.feiten = replace(
                known, gemist=tuple(Gemist(d, uren, False) for d, uren in hours.items())
            )
        case "sick" if child.enrolled and (last is None or (last.einde and last.einde < day)):
            register_verzuim(
                casus=casus,
                begin=day,
                einde=day + 20 * ONE_DAY,
                geoorloofd=True,
                reden="ziekte",
                inzender=by,
            )
            sick = Verzuim(day, day + 20 * ONE_DAY, True, True)
            child.feiten = replace(known, verzuim=(*known.verzuim, sick))
        case "school" if child.enrolled:
            change_school(casus=casus, school=other.school, op=day, inzender=by)
            child.people["zorgcoordinator"] = other.zorgcoordinator
            spans_at_school = (Inschrijving(None, day), Inschrijving(day, None))
            child.feiten = replace(known, inschrijvingen=spans_at_school)
        case "gemeente":
            change_leerling(
                casus=casus,
                voornaam=casus.leerling.voornaam,
                achternaam=casus.leerling.achternaam,
                geboortedatum=casus.leerling.geboortedatum,
                gemeente=other.gemeente,
                startkwalificatie_op=None,
                inzender=by,
            )
            child.people["leerplichtambtenaar"] = other.leerplichtambtenaar
        case "close":
            close_casus(casus=casus, uitkomst=Uitkomst.ANDERS, toelichting="Weg.", inzender=by)
            child.closed = True
        case "reopen":
            reopen_casus(casus=casus, reden="Terug.", inzender=by)
            child.closed = False
        case _:
            return
    child.changed = True
