"""The organisations and people of the demo: one region to look at, and one behind a wall.

Codes are of the right form and belong to nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from cases.models import Regelset
from cases.stand import LANDELIJK
from thuiszitters.accounts.models import Lidmaatschap, Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.selectors import DEMO_DOMEIN, DEMO_WACHTWOORD
from thuiszitters.accounts.services import add_lidmaatschap, create_organisatie
from thuiszitters.berichten.venster import ALTIJD

WATERSTAD, ZANDERMEER = "VO9901", "VO9902"


@dataclass(frozen=True, slots=True)
class _Org:
    soort: Soort
    code: str
    naam: str
    regio: str = ""
    swv: str = ""
    bestuur: str = ""


_ORGANISATIES = (
    _Org(Soort.SWV, WATERSTAD, "Samenwerkingsverband VO Waterstad", "midden"),
    _Org(Soort.GEMEENTE, "9101", "Gemeente Waterstad", "midden", WATERSTAD),
    _Org(Soort.GEMEENTE, "9102", "Gemeente Lindenveer", "midden", WATERSTAD),
    _Org(Soort.GEMEENTE, "9103", "Gemeente Hazelbroek", "midden", WATERSTAD),
    _Org(Soort.GEMEENTE, "9104", "Gemeente Kraaiendam", "midden", WATERSTAD),
    _Org(Soort.SCHOOLBESTUUR, "99101", "Stichting De Brede Kring"),
    _Org(Soort.SCHOOLBESTUUR, "99102", "Scholengroep Het Verlaat"),
    _Org(Soort.SCHOOL, "90KA", "De Kade", "midden", WATERSTAD, "99101"),
    _Org(Soort.SCHOOL, "90BA", "Het Baken", "midden", WATERSTAD, "99101"),
    _Org(Soort.SCHOOL, "90LW", "Lyceum Waterstad", "midden", WATERSTAD, "99102"),
    _Org(Soort.SCHOOL, "90SP", "De Springplank", "midden", WATERSTAD, "99102"),
    _Org(Soort.SCHOOL, "90WE", "Praktijkschool De Werf", "midden", WATERSTAD, "99101"),
    _Org(Soort.SCHOOL, "90LC", "Lindencollege", "midden", WATERSTAD, "99102"),
    _Org(Soort.SCHOOL, "90HC", "Hazelbroek College", "noord", WATERSTAD, "99102"),
    _Org(Soort.SCHOOL, "90KO", "Het Kompas", "midden", WATERSTAD, "99101"),
    _Org(Soort.JEUGDHULP, "99201", "Jeugdteam Rondom"),
    _Org(Soort.JEUGDHULP, "99202", "Praktijk De Vlinderstruik"),
    _Org(Soort.JGZ, "99301", "Jeugdgezondheid Waterstad"),
    _Org(Soort.LANDELIJK, "99401", "Vereniging Ieder Kind Een Plek"),
    _Org(Soort.OVERIG, "99501", "Regietafel Waterstad"),
    # Only in the pact: they have no casussen here.
    _Org(Soort.SWV, "PO9901", "Samenwerkingsverband PO Waterstad", "midden"),
    _Org(Soort.SCHOOL, "90MB", "Waterland College mbo", "midden"),
    _Org(Soort.OVERIG, "99502", "Bureau Leerplicht en RMC Waterstad"),
    _Org(Soort.OVERIG, "99503", "Ouderkring Waterstad"),
    _Org(Soort.LANDELIJK, "99410", "Landelijk bureau samen leren (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99411", "Ministerie van leren (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99412", "Ministerie van zorg en jeugd (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99413", "Ministerie van recht en bescherming (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99414", "Landelijke raad voor de basisscholen (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99415", "Landelijke raad voor het voortgezet onderwijs (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99416", "Landelijke raad voor het mbo (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99417", "Bond van gemeenten (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99418", "Landelijk netwerk leerplicht (voorbeeld)"),
    _Org(Soort.LANDELIJK, "99419", "Landelijke ouderstem (voorbeeld)"),
    _Org(Soort.SWV, ZANDERMEER, "Samenwerkingsverband VO Zandermeer", "zuid"),
    _Org(Soort.GEMEENTE, "9201", "Gemeente Zandermeer", "zuid", ZANDERMEER),
    _Org(Soort.SCHOOLBESTUUR, "99103", "Stichting Leerrijk Zandermeer"),
    _Org(Soort.SCHOOL, "91ZC", "Zandermeer College", "zuid", ZANDERMEER, "99103"),
    _Org(Soort.SCHOOL, "91BG", "De Boomgaard", "zuid", ZANDERMEER, "99103"),
)

# The first of each role is the one the login page shows.
_MENSEN: tuple[tuple[str, str, tuple[tuple[Rol, Soort, str], ...]], ...] = (
    ("coordinator", "Sietske Boomsma", ((Rol.COORDINATOR, Soort.SWV, WATERSTAD),)),
    ("directeur", "Rachid Belhadj", ((Rol.DIRECTEUR, Soort.SWV, WATERSTAD),)),
    (
        "leerplichtambtenaar",
        "Marloes Kuipéri",
        ((Rol.LEERPLICHTAMBTENAAR, Soort.GEMEENTE, "9101"),),
    ),
    ("zorgcoordinator", "Tessel Wolters-Aydın", ((Rol.ZORGCOORDINATOR, Soort.SCHOOL, "90KA"),)),
    ("bestuurder", "Frans de Lange", ((Rol.BESTUURDER, Soort.SCHOOLBESTUUR, "99101"),)),
    ("betrokkene", "Priya Ramdin", ((Rol.BETROKKENE, Soort.JEUGDHULP, "99201"),)),
    ("regievoerder", "Hedwig van Loon", ((Rol.REGIEVOERDER, Soort.OVERIG, "99501"),)),
    ("partner", "Onno Dijkgraafsma", ((Rol.PARTNER, Soort.GEMEENTE, "9101"),)),
    ("beheerder", "Wietse Bruinja", ((Rol.BEHEERDER, Soort.SWV, WATERSTAD),)),
    ("auditor", "Yvette Claassens", ((Rol.AUDITOR, Soort.SWV, WATERSTAD),)),
    ("jarno.veenhof", "Jarno Veenhof", ((Rol.COORDINATOR, Soort.SWV, WATERSTAD),)),
    (
        "nadia.elmasri",
        "Nadia el Masri",
        ((Rol.COORDINATOR, Soort.SWV, WATERSTAD), (Rol.COORDINATOR, Soort.SWV, ZANDERMEER)),
    ),
    (
        "mira.tuinstra",
        "Mira Tuinstra",
        (
            (Rol.LEERPLICHTAMBTENAAR, Soort.GEMEENTE, "9102"),
            (Rol.LEERPLICHTAMBTENAAR, Soort.GEMEENTE, "9103"),
        ),
    ),
    ("kees.oldenhof", "Kees Oldenhof", ((Rol.LEERPLICHTAMBTENAAR, Soort.GEMEENTE, "9104"),)),
    ("ingrid.posthumus", "Ingrid Posthumus", ((Rol.ZORGCOORDINATOR, Soort.SCHOOL, "90BA"),)),
    ("samir.haddouchi", "Samir Haddouchi", ((Rol.ZORGCOORDINATOR, Soort.SCHOOL, "90LW"),)),
    ("bregje.stam", "Bregje Stam", ((Rol.ZORGCOORDINATOR, Soort.SCHOOL, "90SP"),)),
    ("joris.waterink", "Joris Waterink", ((Rol.ZORGCOORDINATOR, Soort.SCHOOL, "90WE"),)),
    (
        "elke.vanrijn",
        "Elke van Rijnsbergen",
        (
            (Rol.ZORGCOORDINATOR, Soort.SCHOOL, "90LC"),
            (Rol.ZORGCOORDINATOR, Soort.SCHOOL, "90HC"),
        ),
    ),
    ("lucia.monteiro", "Lucía Monteiro", ((Rol.BESTUURDER, Soort.SCHOOLBESTUUR, "99102"),)),
    ("teun.akkerman", "Teun Akkerman", ((Rol.BETROKKENE, Soort.JGZ, "99301"),)),
    ("zandermeer.coordinator", "Koen Timmerhuis", ((Rol.COORDINATOR, Soort.SWV, ZANDERMEER),)),
    ("zandermeer.directeur", "Aafke Sluiter", ((Rol.DIRECTEUR, Soort.SWV, ZANDERMEER),)),
    (
        "zandermeer.leerplicht",
        "Deniz Arslanoğlu",
        ((Rol.LEERPLICHTAMBTENAAR, Soort.GEMEENTE, "9201"),),
    ),
    ("zandermeer.zorg", "Petra Nieuwkamp", ((Rol.ZORGCOORDINATOR, Soort.SCHOOL, "91ZC"),)),
    ("zandermeer.bestuur", "Guus Vermeeren", ((Rol.BESTUURDER, Soort.SCHOOLBESTUUR, "99103"),)),
    ("partner.swvvo", "Jikke Holtrop", ((Rol.PARTNER, Soort.SWV, WATERSTAD),)),
    ("partner.swvpo", "Arno Wesselink", ((Rol.PARTNER, Soort.SWV, "PO9901"),)),
    ("partner.mbo", "Sanae Bouchta", ((Rol.PARTNER, Soort.SCHOOL, "90MB"),)),
    ("partner.rmc", "Gerrit-Jan Oldekamp", ((Rol.PARTNER, Soort.OVERIG, "99502"),)),
    ("partner.jeugdteam", "Mandy Rijpstra", ((Rol.PARTNER, Soort.JEUGDHULP, "99201"),)),
    ("partner.jgz", "Farida Yıldırım", ((Rol.PARTNER, Soort.JGZ, "99301"),)),
    ("partner.ouders", "Corrie Zandvoort", ((Rol.PARTNER, Soort.OVERIG, "99503"),)),
    ("partner.bestuur", "Diederik Aalbers", ((Rol.PARTNER, Soort.SCHOOLBESTUUR, "99101"),)),
    ("partner.verlaat", "Noortje Slagter", ((Rol.PARTNER, Soort.SCHOOLBESTUUR, "99102"),)),
    ("landelijk.regie", "Mirjam Sterkenburg", ((Rol.REGIEVOERDER, Soort.LANDELIJK, "99410"),)),
    ("landelijk.leren", "Pieter-Bas Hoogland", ((Rol.PARTNER, Soort.LANDELIJK, "99411"),)),
    ("landelijk.zorg", "Shirley Kromosoeto", ((Rol.PARTNER, Soort.LANDELIJK, "99412"),)),
    ("landelijk.vo", "Wouter Brandsema", ((Rol.PARTNER, Soort.LANDELIJK, "99415"),)),
    ("landelijk.gemeenten", "Annelies Duinker", ((Rol.PARTNER, Soort.LANDELIJK, "99417"),)),
    ("landelijk.leerplicht", "Joost van Eerden", ((Rol.PARTNER, Soort.LANDELIJK, "99418"),)),
    ("landelijk.ouders", "Samira Belkadi", ((Rol.PARTNER, Soort.LANDELIJK, "99419"),)),
)


@dataclass(slots=True)
class Gebied:
    """One SWV with what lies in it and who can be addressed."""

    swv: Organisatie
    gemeenten: list[Organisatie]
    scholen: list[Organisatie]
    coordinatoren: list[User]
    hulp: list[Organisatie] = field(default_factory=list)


@dataclass(slots=True)
class Regio:
    """What the demo stands on."""

    gebieden: list[Gebied]
    """The region to look at, and the one behind a wall."""
    organisaties: dict[tuple[str, str], Organisatie]
    mensen: dict[str, User]
    """The people, by the part of their address before the @."""
    nieuwe_organisaties: int
    nieuwe_mensen: int


def create_regio(vandaag: date) -> Regio:
    """Return the region, with what was not there yet added."""
    voor = Organisatie.objects.count(), User.objects.count()
    gevonden: dict[tuple[str, str], Organisatie] = {
        (org.soort, org.code): org for org in Organisatie.objects.all()
    }
    for org in _ORGANISATIES:
        if (org.soort, org.code) not in gevonden:
            gevonden[org.soort, org.code] = create_organisatie(
                naam=org.naam,
                soort=org.soort,
                code=org.code,
                vakantieregio=org.regio,
                bestuur=gevonden[Soort.SCHOOLBESTUUR, org.bestuur] if org.bestuur else None,
                swv=gevonden[Soort.SWV, org.swv] if org.swv else None,
            )
    mensen = _create_mensen(gevonden, vandaag - timedelta(days=800))
    for code in (WATERSTAD, ZANDERMEER):
        _mail_at_any_hour(gevonden[Soort.SWV, code])
    return Regio(
        gebieden=[_gebied(gevonden, WATERSTAD), _gebied(gevonden, ZANDERMEER)],
        organisaties=gevonden,
        mensen=mensen,
        nieuwe_organisaties=Organisatie.objects.count() - voor[0],
        nieuwe_mensen=User.objects.count() - voor[1],
    )


def _mail_at_any_hour(swv: Organisatie) -> None:
    """Give the SWV rules by which mail leaves at once: who tries the demo at night sees it too."""
    if not Regelset.objects.filter(swv=swv).exists():
        Regelset.objects.create(
            swv=swv,
            versie=1,
            code=f"{swv.code} v1",
            geldig_vanaf=LANDELIJK.geldig_vanaf,
            mailvenster=ALTIJD,
            reden="Proefomgeving: mail gaat meteen weg, ook 's avonds en in het weekend.",
        )


def _create_mensen(organisaties: dict[tuple[str, str], Organisatie], van: date) -> dict[str, User]:
    mensen: dict[str, User] = {}
    # Hashing is slow on purpose; one password needs it once.
    wachtwoord = make_password(DEMO_WACHTWOORD)
    for adres, naam, rollen in _MENSEN:
        user = User.objects.filter(email=f"{adres}{DEMO_DOMEIN}").first()
        if user is None:
            user = User(email=f"{adres}{DEMO_DOMEIN}", naam=naam, password=wachtwoord)
            user.full_clean(exclude=["password"])
            user.save()
        mensen[adres] = user
        held = set(
            Lidmaatschap.objects.active_on(timezone.localdate())
            .filter(user=user)
            .values_list("rol", "organisatie_id")
        )
        for rol, soort, code in rollen:
            organisatie = organisaties[soort, code]
            if (rol, organisatie.pk) not in held:
                add_lidmaatschap(user=user, organisatie=organisatie, rol=rol, van=van)
    return mensen


def _gebied(organisaties: dict[tuple[str, str], Organisatie], code: str) -> Gebied:
    def van(soort: Soort) -> list[Organisatie]:
        return [
            organisaties[org.soort, org.code]
            for org in _ORGANISATIES
            if org.soort == soort and org.swv == code
        ]

    swv = organisaties[Soort.SWV, code]
    held = Lidmaatschap.objects.active_on(timezone.localdate()).filter(
        organisatie=swv, rol=Rol.COORDINATOR
    )
    hulp = [
        organisaties[org.soort, org.code]
        for org in _ORGANISATIES
        if org.soort in {Soort.JEUGDHULP, Soort.JGZ}
    ]
    return Gebied(
        swv=swv,
        gemeenten=van(Soort.GEMEENTE),
        scholen=van(Soort.SCHOOL),
        coordinatoren=[row.user for row in held.select_related("user").order_by("pk")],
        hulp=hulp if code == WATERSTAD else [],
    )
