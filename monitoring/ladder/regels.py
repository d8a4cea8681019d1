"""The rules of the ladder as one value: rungs, terms, whom they address and what they ask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from monitoring.ladder.beeld import Beeld
from monitoring.ladder.soorten import Anker, Drempel, Trede
from thuiszitters.accounts.rollen import Rol

MAIL_VENSTER = "07-19 ma-vr"
"""When mail may leave: not between 19:00 and 7:00, not at weekends, not on feestdagen."""

# Roughly where an anchor lies in a period at home, in days: for the order of the rungs only.
_LIGGING = {
    Anker.VERZUIM_SINDS: 0,
    Anker.VIER_WEKEN_OP: 28,
    Anker.DRIE_MAANDEN_OP: 91,
    Anker.DEADLINE: 0,
}


@dataclass(frozen=True, slots=True)
class LadderRegel:
    """One rung: when it is due, whom it addresses, what it asks and within how long."""

    drempel: Drempel
    trede: Trede
    anker: Anker
    dagen: int
    """Calendar days after (or, negative, before) the anchor; for a signal of no meaning."""
    termijn: int
    """Werkdagen to answer in."""
    rollen: tuple[Rol, ...]
    aanleiding: str
    vraag: str
    aan: bool = True
    """Whether the rung is used."""

    @property
    def sleutel(self) -> tuple[Drempel, Trede]:
        """What tells it from the other rungs of its ladder."""
        return self.drempel, self.trede

    @property
    def ligging(self) -> int:
        """About how many days into a period at home it lies; for an action, after its deadline."""
        return _LIGGING.get(self.anker, 0) + self.dagen

    def due_on(self, beeld: Beeld) -> date | None:
        """Return the day this rung is due, or None when its anchor is absent."""
        anchor = beeld.ankers.get(self.anker)
        return anchor + timedelta(days=self.dagen) if anchor is not None else None


@dataclass(frozen=True)
class Ladder:
    """All rungs in force for one SWV, or one pact, on one day."""

    regels: tuple[LadderRegel, ...]
    mailvenster: str = MAIL_VENSTER

    @cached_property
    def datumregels(self) -> tuple[LadderRegel, ...]:
        """The rungs that fall due on a date, in the order in which they do."""
        found = (regel for regel in self._in_use() if regel.anker in _LIGGING)
        return tuple(sorted(found, key=lambda regel: (regel.ligging, regel.trede.hoogte)))

    @cached_property
    def signaalregels(self) -> tuple[LadderRegel, ...]:
        """The rungs that a signal of the Stand opens."""
        return tuple(regel for regel in self._in_use() if regel.anker == Anker.SIGNAAL)

    @cached_property
    def controle(self) -> LadderRegel | None:
        """The rung that asks to look again after a number of quiet days; None when off."""
        found = (regel for regel in self._in_use() if regel.anker == Anker.LAATSTE_SIGNAAL)
        return next(found, None)

    @cached_property
    def stilteregels(self) -> tuple[LadderRegel, ...]:
        """What follows on silence, lowest rung first."""
        found = (regel for regel in self._in_use() if regel.anker == Anker.STILTE)
        return tuple(sorted(found, key=lambda regel: regel.trede.hoogte))

    @cached_property
    def rollen(self) -> tuple[Rol, ...]:
        """Every role that some rung addresses."""
        return tuple(dict.fromkeys(rol for regel in self._in_use() for rol in regel.rollen))

    def _in_use(self) -> Iterator[LadderRegel]:
        return (regel for regel in self.regels if regel.aan)


_UITVOERING = (Rol.LEERPLICHTAMBTENAAR, Rol.COORDINATOR, Rol.DIRECTEUR)
_BESTUUR = (Rol.DIRECTEUR, Rol.BESTUURDER, Rol.LEERPLICHTAMBTENAAR)

LANDELIJKE_LADDER = Ladder(
    (
        LadderRegel(
            Drempel.VEERTIEN_DAGEN,
            Trede.PREVENTIE,
            Anker.VERZUIM_SINDS,
            14,
            5,
            (Rol.COORDINATOR, Rol.ZORGCOORDINATOR),
            "De leerling is veertien dagen thuis.",
            "Neem contact op met het kind en de ouders en maak een eerste plan.",
        ),
        LadderRegel(
            Drempel.VIER_WEKEN,
            Trede.STIMULEREN,
            Anker.VIER_WEKEN_OP,
            -7,
            5,
            (Rol.COORDINATOR, Rol.LEERPLICHTAMBTENAAR),
            "Over een week zit de leerling vier weken thuis.",
            "Zorg dat er een aanbod of een plan op papier staat.",
        ),
        LadderRegel(
            Drempel.VIER_WEKEN,
            Trede.SIGNALEREN,
            Anker.VIER_WEKEN_OP,
            0,
            3,
            _UITVOERING,
            "De leerling zit vier weken thuis.",
            "Plan een multidisciplinair overleg (MDO) met een datum en schaal op waar dat nodig "
            "is.",
        ),
        LadderRegel(
            Drempel.DRIE_MAANDEN,
            Trede.SIGNALEREN,
            Anker.DRIE_MAANDEN_OP,
            -28,
            3,
            _UITVOERING,
            "Over vier weken is de grens van drie maanden bereikt.",
            "Zeg welk passend aanbod er komt en wanneer het start, of plan een overleg.",
        ),
        LadderRegel(
            Drempel.DRIE_MAANDEN,
            Trede.AANSPREKEN,
            Anker.DRIE_MAANDEN_OP,
            -14,
            2,
            _BESTUUR,
            "Over twee weken is de grens van drie maanden bereikt, zonder passend aanbod.",
            "Beleg een doorbraakoverleg met mensen die mogen beslissen.",
        ),
        LadderRegel(
            Drempel.DRIE_MAANDEN_VOORBIJ,
            Trede.AANSPREKEN,
            Anker.DRIE_MAANDEN_OP,
            1,
            2,
            _BESTUUR,
            "De leerling zit langer dan drie maanden thuis zonder passend aanbod.",
            "Gebruik de doorzettingsmacht: besluit welk aanbod start, en wanneer.",
        ),
        LadderRegel(
            Drempel.VEERTIENDAAGS,
            Trede.PREVENTIE,
            Anker.LAATSTE_SIGNAAL,
            14,
            5,
            (Rol.COORDINATOR,),
            "Er is veertien dagen geen signaal over deze casus geweest.",
            "Kijk of het verzuim nog klopt en leg de volgende stap vast.",
        ),
        LadderRegel(
            Drempel.UREN_12,
            Trede.PREVENTIE,
            Anker.SIGNAAL,
            0,
            5,
            (Rol.COORDINATOR, Rol.ZORGCOORDINATOR),
            "De leerling nadert de zestien uur ongeoorloofd verzuim in vier lesweken.",
            "Bespreek het verzuim met het kind en de ouders voordat het zestien uur is.",
        ),
        LadderRegel(
            Drempel.UREN_16,
            Trede.STIMULEREN,
            Anker.SIGNAAL,
            0,
            5,
            (Rol.COORDINATOR, Rol.ZORGCOORDINATOR, Rol.LEERPLICHTAMBTENAAR),
            "De leerling miste zestien uur of meer in vier lesweken (artikel 21a Leerplichtwet).",
            "Controleer of de school het verzuim heeft gemeld en spreek af wie wat doet.",
        ),
        LadderRegel(
            Drempel.ZIEK_MELDINGEN,
            Trede.PREVENTIE,
            Anker.SIGNAAL,
            0,
            5,
            (Rol.COORDINATOR, Rol.ZORGCOORDINATOR),
            "De leerling is vaak ziek gemeld.",
            "Bespreek met het kind en de ouders of overleg met de jeugdarts helpt.",
        ),
        LadderRegel(
            Drempel.ZIEK_SCHOOLDAGEN,
            Trede.PREVENTIE,
            Anker.SIGNAAL,
            0,
            5,
            (Rol.COORDINATOR, Rol.ZORGCOORDINATOR),
            "De leerling is langer achter elkaar ziek gemeld.",
            "Bespreek met het kind en de ouders of overleg met de jeugdarts helpt.",
        ),
        LadderRegel(
            Drempel.ABSOLUUT_VERZUIM,
            Trede.PREVENTIE,
            Anker.SIGNAAL,
            0,
            5,
            (Rol.LEERPLICHTAMBTENAAR, Rol.COORDINATOR),
            "De leerling staat op geen enkele school ingeschreven.",
            "Controleer de inschrijving en leg vast bij welke school de leerling hoort.",
        ),
        LadderRegel(
            Drempel.GEEN_REACTIE,
            Trede.STIMULEREN,
            Anker.STILTE,
            0,
            5,
            (Rol.COORDINATOR, Rol.LEERPLICHTAMBTENAAR),
            "Op het vorige signaal kwam geen antwoord.",
            "Laat weten wat er voor dit kind gebeurt en wie dat doet.",
        ),
        LadderRegel(
            Drempel.GEEN_REACTIE,
            Trede.SIGNALEREN,
            Anker.STILTE,
            0,
            3,
            _UITVOERING,
            "Op het vorige signaal kwam geen antwoord.",
            "Laat weten wat er voor dit kind gebeurt, of plan een overleg.",
        ),
        LadderRegel(
            Drempel.GEEN_REACTIE,
            Trede.AANSPREKEN,
            Anker.STILTE,
            0,
            2,
            _BESTUUR,
            "Op de vorige signalen kwam geen antwoord.",
            "Zorg dat iemand deze casus oppakt en laat weten wie dat is.",
        ),
    )
)

_EIGENAAR = (Rol.PARTNER,)
_EIGENAREN = (Rol.PARTNER, Rol.BETROKKENE)

LANDELIJKE_ACTIELADDER = Ladder(
    (
        LadderRegel(
            Drempel.DEADLINE,
            Trede.PREVENTIE,
            Anker.DEADLINE,
            -14,
            5,
            _EIGENAAR,
            "Over twee weken is de deadline van deze actie.",
            "Laat weten of de actie op schema ligt, of wat er nodig is.",
        ),
        LadderRegel(
            Drempel.DEADLINE,
            Trede.STIMULEREN,
            Anker.DEADLINE,
            0,
            5,
            _EIGENAAR,
            "De deadline van deze actie is bereikt.",
            "Zeg of de actie gedaan is, of kies een nieuwe datum met de reden.",
        ),
        LadderRegel(
            Drempel.DEADLINE,
            Trede.SIGNALEREN,
            Anker.DEADLINE,
            7,
            3,
            _EIGENAREN,
            "De deadline van deze actie is een week voorbij.",
            "Zeg wat de actie ophoudt en wanneer zij af is.",
        ),
        LadderRegel(
            Drempel.DEADLINE,
            Trede.AANSPREKEN,
            Anker.DEADLINE,
            28,
            2,
            (*_EIGENAREN, Rol.REGIEVOERDER),
            "De deadline van deze actie is vier weken voorbij.",
            "Besluit hoe de afspraak wordt nagekomen, of wie de actie overneemt.",
        ),
        LadderRegel(
            Drempel.GEEN_REACTIE,
            Trede.STIMULEREN,
            Anker.STILTE,
            0,
            5,
            _EIGENAAR,
            "Op het vorige signaal kwam geen antwoord.",
            "Laat weten hoe het met deze actie staat.",
        ),
        LadderRegel(
            Drempel.GEEN_REACTIE,
            Trede.SIGNALEREN,
            Anker.STILTE,
            0,
            3,
            _EIGENAREN,
            "Op het vorige signaal kwam geen antwoord.",
            "Laat weten hoe het met deze actie staat en wat er nodig is.",
        ),
        LadderRegel(
            Drempel.GEEN_REACTIE,
            Trede.AANSPREKEN,
            Anker.STILTE,
            0,
            2,
            (*_EIGENAREN, Rol.REGIEVOERDER),
            "Op de vorige signalen kwam geen antwoord.",
            "Zorg dat iemand deze actie oppakt en laat weten wie dat is.",
        ),
    )
)
"""What holds for the actions of a pact without rules of its own. There `partner` are the contacts
of the owner, `betrokkene` those of the co-owners, and `regievoerder` who leads the pact.
"""
