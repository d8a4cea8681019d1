"""Random versions of the rules that can be recorded, and a region with a past."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from cases.models import Aanbod, Casus, Gemist, Inschrijving, Verzuim
from cases.models.casus import METEEN
from monitoring.ladder import LANDELIJKE_LADDER, Anker, Ladder, LadderRegel
from monitoring.ladder.controle import TE_VRAGEN, check_ladder
from monitoring.ladder.geheel import LANDELIJKE_REGELS, Regels
from monitoring.models import Escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus

REDEN = "Zo werken wij hier al jaren samen met de gemeenten."

_SETTINGS: dict[str, Sequence[str]] = {
    "telwijze_4w": ("kalender", "schooldagen"),
    "operator_4w": (">=", ">"),
    "samenvoegen_schooldagen": ("0", "1", "5"),
    "geoorloofd_overbrugt": ("ja", "nee"),
    "stopt_bij": ("gestart", "geaccepteerd", "gedaan"),
    "na_aanbod": ("telt_door", "opnieuw"),
    "goede_vrijdag_vrij": ("ja", "nee"),
    "uren_preventie": ("0", "4", "12"),
    "uren_melding": ("ja", "nee"),
    "ziek_meldingen": ("0", "1", "4"),
    "ziek_schooldagen": ("0", "3", "7"),
    "av_signaal": ("ja", "nee"),
    "av_respijt_tot": ("1-10", "nee", "15-12"),
}
_PLACED = {Anker.VERZUIM_SINDS, Anker.VIER_WEKEN_OP, Anker.DRIE_MAANDEN_OP}


def regels_with(*settings: str, ladder: Ladder = LANDELIJKE_LADDER) -> Regels:
    """Return the national rules with these settings and this ladder."""
    return Regels(LANDELIJKE_REGELS.regelset.met(*settings), ladder)


def ladder_met(
    doe: Callable[[LadderRegel], LadderRegel], ladder: Ladder = LANDELIJKE_LADDER
) -> Ladder:
    """Return this ladder with every rung changed by `doe`."""
    return replace(ladder, regels=tuple(doe(regel) for regel in ladder.regels))


def random_regels(rng: random.Random) -> Regels:
    """Return rules that differ here and there from the national ones and can be recorded."""
    names = rng.sample(sorted(_SETTINGS), rng.randrange(6))
    regelset = LANDELIJKE_REGELS.regelset.met(
        *(f"{name}={rng.choice(_SETTINGS[name])}" for name in names)
    )
    while True:
        ladder = ladder_met(lambda regel: _change(rng, regel))
        if not check_ladder(ladder):
            return Regels(regelset, ladder)


def _change(rng: random.Random, regel: LadderRegel) -> LadderRegel:
    if rng.random() < 0.6:
        return regel
    changes: dict[str, Any] = {}
    match rng.randrange(4):
        case 0 if regel.anker in _PLACED:
            changes["dagen"] = regel.dagen + rng.randint(-6, 6)
        case 0 if regel.anker == Anker.LAATSTE_SIGNAAL:
            changes["dagen"] = rng.randint(3, 30)
        case 1:
            changes["termijn"] = rng.randint(1, 9)
        case 2:
            changes["rollen"] = tuple(rng.sample(TE_VRAGEN, rng.randint(1, 4)))
        case _:
            changes["aan"] = rng.random() < 0.5
    return replace(regel, **changes)


def make_past(region: Region, rng: random.Random, today: date, aantal: int = 12) -> list[Casus]:
    """Return open casussen of all kinds, with what earlier rounds and answers left of them."""
    casussen = [_make_one(region, rng, today) for _ in range(aantal)]
    for days in (45, 31, 17, 9, 4, 1):
        run_round(peildatum=today - timedelta(days=days))
        for escalatie in Escalatie.objects.filter(status="open"):
            if rng.random() < 0.3:
                rest = today + timedelta(days=rng.randint(-5, 5))
                Escalatie.objects.filter(pk=escalatie.pk).update(
                    status="beantwoord", rust_tot=rest if rng.random() < 0.7 else None
                )
    for casus in casussen:
        if rng.random() < 0.2:
            Casus.objects.filter(pk=casus.pk).update(volgende_controle_op=METEEN)
    return casussen


def _make_one(region: Region, rng: random.Random, today: date) -> Casus:
    casus = make_casus(
        region,
        dagen=rng.randint(0, 120),
        eigenaar=region.coordinator if rng.random() < 0.8 else None,
        school=region.school if rng.random() < 0.85 else None,
    )
    child = casus.leerling
    absence = Verzuim.objects.filter(leerling=child).first()
    begin = absence.begin if absence else today
    match rng.randrange(6):
        case 0:
            done = begin + timedelta(days=rng.randint(1, 40))
            Aanbod.objects.create(
                leerling=child,
                gedaan_op=done,
                geaccepteerd_op=done + timedelta(days=5),
                gestart_op=done + timedelta(days=12),
                einde=done + timedelta(days=30) if rng.random() < 0.5 else None,
            )
        case 1:
            for n in range(12):
                Gemist.objects.create(
                    leerling=child, datum=today - timedelta(days=n), uren=rng.choice([1, 2, 5])
                )
        case 2 if absence:
            Verzuim.objects.filter(pk=absence.pk).update(geoorloofd=True, reden="ziekte")
        case 3:
            Inschrijving.objects.filter(leerling=child).update(
                einde=today - timedelta(days=rng.randint(1, 60))
            )
        case 4 if absence and (today - begin).days > 20:
            Verzuim.objects.filter(pk=absence.pk).update(einde=begin + timedelta(days=10))
            Verzuim.objects.create(leerling=child, begin=begin + timedelta(days=14))
    return casus
