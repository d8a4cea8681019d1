"""A composed pact to test with, and the people around it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from cases.services.tijdlijn import Inzender
from pact.keuzes import Niveau, PartnerRol
from pact.models import Actie, Pact, Partner, Thema
from pact.services.acties import ActieInhoud, create_actie
from pact.services.pacten import PactGegevens, create_pact
from pact.services.partners import add_partner
from tests.factories import make_organisatie, make_user
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort

BEGIN = date(2026, 1, 1)


@dataclass
class Kring:
    """A pact with two themas, a leading organisation and a partner, and a person at each."""

    pact: Pact
    themas: list[Thema]
    penvoerder: Organisatie
    gemeente: Organisatie
    partner: Partner
    regievoerder: User
    deelnemer: User

    @property
    def inzender(self) -> Inzender:
        """The regievoerder, as who writes."""
        return Inzender(door=self.regievoerder, namens=self.penvoerder)

    def inhoud(self, **extra: Any) -> ActieInhoud:
        """Return what an action could say."""
        values: dict[str, Any] = {
            "activiteit": "Maandelijks de lijsten naast elkaar leggen",
            "thema": self.themas[0],
            "niveau": Niveau.REGIO,
        }
        return ActieInhoud(**(values | extra))

    def actie(self, *, dagen: int | None = None, **extra: Any) -> Actie:
        """Return a new action; `dagen` sets its deadline counted from today."""
        if dagen is not None:
            extra["deadline"] = timezone.localdate() + timedelta(days=dagen)
        return create_actie(pact=self.pact, inhoud=self.inhoud(**extra), inzender=self.inzender)


def make_kring(code: str = "waterstad-2026", **extra: Any) -> Kring:
    """Return a pact with people around it."""
    penvoerder = make_organisatie(Soort.SWV)
    gemeente = make_organisatie(Soort.GEMEENTE)
    regievoerder = make_user(Rol.REGIEVOERDER, penvoerder)
    inzender = Inzender(door=regievoerder, namens=penvoerder)
    values: dict[str, Any] = {
        "naam": "Samen naar school",
        "motto": "",
        "regio": "Waterstad",
        "begin": BEGIN,
        "einde": date(2028, 7, 31),
    }
    pact = create_pact(
        organisatie=penvoerder,
        code=code,
        gegevens=PactGegevens(**(values | extra)),
        themas=["Onze lijsten kloppen", "Er is altijd een plek"],
        inzender=inzender,
    )
    partner = add_partner(
        pact=pact, organisatie=gemeente, rol=PartnerRol.ONDERTEKENAAR, inzender=inzender
    )
    return Kring(
        pact=pact,
        themas=list(pact.themas.all()),
        penvoerder=penvoerder,
        gemeente=gemeente,
        partner=partner,
        regievoerder=regievoerder,
        deelnemer=make_user(Rol.PARTNER, gemeente),
    )
