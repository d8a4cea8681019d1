"""A composed regional pact, for trying out. Every word is ours; nobody is meant."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.utils.text import slugify

from cases.services.tijdlijn import Inzender
from pact.keuzes import Niveau, PartnerRol, Status, Termijn
from pact.models import Actie, Pact, Partner
from pact.services.acties import ActieInhoud, change_actie, create_actie
from pact.services.pacten import PactGegevens, create_pact
from pact.services.partners import add_partner
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Soort

THEMAS = (
    "Onze lijsten kloppen",
    "Eén gezin, één tafel",
    "Eerder zien, eerder doen",
    "Er is altijd een plek",
    "We delen wat nodig is, niet meer",
)

ONDERWIJS = (Soort.SWV, Soort.SCHOOLBESTUUR, Soort.SCHOOL)
SCHOLEN = (Soort.SCHOOLBESTUUR, Soort.SCHOOL)
GEMEENTE = (Soort.GEMEENTE,)
ZORG = (Soort.JEUGDHULP, Soort.JGZ, Soort.GEMEENTE)
LANDELIJK = (Soort.LANDELIJK, Soort.SWV)
NIEMAND: tuple[Soort, ...] = ()


@dataclass(frozen=True, slots=True)
class _Belofte:
    """One action of the demo: `dagen` is its deadline counted from today, None without one."""

    thema: int
    niveau: Niveau
    activiteit: str
    eigenaar: tuple[Soort, ...]
    dagen: int | None
    status: Status = Status.LOOPT
    termijn: Termijn = Termijn.KORT
    toelichting: str = ""


_SCHOOL, _REGIO, _LAND = Niveau.SCHOOL, Niveau.REGIO, Niveau.LANDELIJK

BELOFTEN = (
    _Belofte(
        0,
        _SCHOOL,
        "Elke school boekt verzuim op de dag zelf en loopt de lijst op vrijdag na",
        SCHOLEN,
        45,
    ),
    _Belofte(
        0,
        _REGIO,
        "Leerplicht en samenwerkingsverband leggen elke maand hun lijsten naast elkaar",
        GEMEENTE,
        -9,
        toelichting="De eerste twee keer is het gelukt. Daarna viel de afspraak weg.",
    ),
    _Belofte(
        0,
        _REGIO,
        "Eén blad met onze woorden: wanneer noemen we een kind thuiszitter en wanneer niet",
        ONDERWIJS,
        -60,
        Status.GEDAAN,
        toelichting="Vastgesteld en rondgestuurd aan alle scholen.",
    ),
    _Belofte(
        0,
        _LAND,
        "Vragen of het samenwerkingsverband zelf meldingen uit het register mag inzien",
        LANDELIJK,
        150,
        Status.WACHT,
        Termijn.LANG,
        "Wacht op antwoord van het ministerie.",
    ),
    _Belofte(
        1,
        _SCHOOL,
        "Ouders en kind zitten aan tafel bij elk gesprek dat over hen gaat",
        SCHOLEN,
        20,
    ),
    _Belofte(
        1,
        _REGIO,
        "Elke school kent één vast gezicht bij leerplicht, jeugdhulp en jeugdarts, met een "
        "telefoonnummer dat ook in de vakantie werkt",
        GEMEENTE,
        -23,
        toelichting="Voor de helft van de scholen is de lijst klaar.",
    ),
    _Belofte(
        1,
        _REGIO,
        "Bestuurders spreken af wie de knoop doorhakt als partijen er niet uitkomen",
        ONDERWIJS,
        6,
        Status.WACHT,
        toelichting="Het voorstel ligt bij de besturen.",
    ),
    _Belofte(
        1,
        _REGIO,
        "Na elke opgeloste casus een uur terugkijken: wat hielp, wat niet",
        NIEMAND,
        80,
        Status.NOG_NIET_BEGONNEN,
        Termijn.LANG,
    ),
    _Belofte(
        1,
        _REGIO,
        "Nieuwe medewerkers lopen in hun eerste maand een dag mee bij een andere partner",
        ZORG,
        110,
        Status.NOG_NIET_BEGONNEN,
    ),
    _Belofte(
        2,
        _SCHOOL,
        "Bij de derde ziekmelding in een kwartaal belt de mentor dezelfde dag naar huis",
        SCHOLEN,
        -4,
    ),
    _Belofte(
        2,
        _SCHOOL,
        "Bij de inschrijving al bespreken wat een kind nodig heeft om te komen",
        SCHOLEN,
        -95,
        Status.GEDAAN,
    ),
    _Belofte(
        2,
        _REGIO,
        "De jeugdarts ziet kinderen die vaak ziek gemeld zijn binnen twee weken",
        (Soort.JGZ, Soort.GEMEENTE),
        33,
        toelichting="Er is nog een dagdeel per week te kort.",
    ),
    _Belofte(
        3,
        _SCHOOL,
        "Een rustige plek op school waar een kind met een paar uur per dag kan terugkomen",
        SCHOLEN,
        60,
        Status.NOG_NIET_BEGONNEN,
    ),
    _Belofte(
        3,
        _REGIO,
        "Onderwijs en zorg samen inkopen, uit één pot",
        GEMEENTE,
        200,
        Status.WACHT,
        Termijn.LANG,
        "Kan pas na het besluit over de begroting.",
    ),
    _Belofte(
        3,
        _REGIO,
        "Wachttijd overbruggen: binnen tien dagen begeleiding aan huis, ook zonder diagnose",
        ZORG,
        -14,
        Status.NOG_NIET_BEGONNEN,
    ),
    _Belofte(
        3,
        _LAND,
        "In beeld brengen waar regels een combinatie van school en zorg in de weg staan",
        LANDELIJK,
        None,
        Status.NOG_NIET_BEGONNEN,
        Termijn.LANG,
    ),
    _Belofte(
        4,
        _REGIO,
        "Eén afspraak over wat we delen, met wie en hoe lang we het bewaren",
        NIEMAND,
        -2,
        Status.NOG_NIET_BEGONNEN,
    ),
    _Belofte(
        4,
        _SCHOOL,
        "Een brief in gewone taal die ouders vertelt wie wat over hun kind leest",
        SCHOLEN,
        -40,
        Status.VERVALLEN,
        toelichting="Vervangen door de brief die de gemeente al had.",
    ),
    _Belofte(
        4,
        _LAND,
        "Voorbeelden van goede afspraken over privacy ophalen bij andere regio's",
        LANDELIJK,
        12,
    ),
)


def create_demo_pact(
    *,
    regievoerder: User,
    organisatie: Organisatie,
    partners: list[Organisatie],
    vandaag: date,
    rng: random.Random,
) -> Pact:
    """Return a regional pact with five themas and about eighteen actions, some of them overdue.

    `organisatie` leads it, `partners` take part. The same arguments give the same pact.
    """
    inzender = Inzender(door=regievoerder, namens=organisatie)
    begin = date(vandaag.year - 1, vandaag.month, 1)
    pact = create_pact(
        organisatie=organisatie,
        code=slugify(f"samen naar school {organisatie.code}"),
        gegevens=PactGegevens(
            naam="Samen naar school",
            motto="Ieder kind een plek, en iemand die belt",
            regio=organisatie.naam[:120],
            begin=begin,
            einde=date(begin.year + 4, 7, 31),
        ),
        themas=THEMAS,
        inzender=inzender,
    )
    for partner in partners:
        if partner != organisatie:
            rol = (
                PartnerRol.DEELNEMER
                if partner.soort in {Soort.SCHOOL, Soort.OVERIG}
                else PartnerRol.ONDERTEKENAAR
            )
            add_partner(pact=pact, organisatie=partner, rol=rol, inzender=inzender)
    _promise(pact, vandaag, inzender, rng)
    return pact


def _promise(pact: Pact, vandaag: date, inzender: Inzender, rng: random.Random) -> None:
    themas = list(pact.themas.all())
    held = list(pact.partners.select_related("organisatie").order_by("pk"))
    for belofte in BELOFTEN:
        deadline = None
        if belofte.dagen is not None:
            deadline = vandaag + timedelta(days=belofte.dagen + rng.randint(-1, 1))
            deadline -= timedelta(days=max(deadline.weekday() - 4, 0))
        inhoud = ActieInhoud(
            activiteit=belofte.activiteit,
            thema=themas[belofte.thema],
            niveau=belofte.niveau,
            termijn=belofte.termijn,
            eigenaar=_owner(belofte, held, rng),
            deadline=deadline,
            toelichting=belofte.toelichting,
        )
        _grow(pact, inhoud, belofte.status, inzender)


def _owner(belofte: _Belofte, held: Sequence[Partner], rng: random.Random) -> Partner | None:
    """Return a partner of the kinds that fit, the first kind that takes part first."""
    for soort in belofte.eigenaar:
        fitting = [partner for partner in held if partner.organisatie.soort == soort]
        if fitting:
            return rng.choice(fitting)
    return held[0] if belofte.eigenaar else None


def _grow(pact: Pact, inhoud: ActieInhoud, status: Status, inzender: Inzender) -> Actie:
    """Return the action, brought to its state step by step, so that it has a history."""
    actie = create_actie(pact=pact, inhoud=inhoud, inzender=inzender)
    if status == Status.NOG_NIET_BEGONNEN:
        return actie
    if status in {Status.GEDAAN, Status.WACHT}:
        loopt = replace(inhoud, status=Status.LOOPT)
        actie = change_actie(actie=actie, inhoud=loopt, inzender=inzender)
    return change_actie(actie=actie, inhoud=replace(inhoud, status=status), inzender=inzender)
