"""A composed national agenda: four statements. Organisations, words and plans are all invented."""

from __future__ import annotations

from pact.demo.rijen import Bericht, Gedaan, Rij, Versie
from pact.keuzes import Niveau, PartnerRol, Status, Termijn
from thuiszitters.accounts.rollen import Soort

NAAM = "Elk kind telt mee (voorbeeld)"
MOTTO = "Niemand buiten de cijfers, niemand buiten de klas"
DOEL = (
    "Landelijke partijen nemen weg wat regio's in de weg staat: regels die elkaar tegenspreken, "
    "cijfers die niet kloppen en geld dat op de verkeerde plek zit."
)
AMBITIES = """\
Over vier jaar zit de helft minder kinderen langer dan drie maanden thuis.
Elke regio telt op dezelfde manier en kan zich vergelijken.
Onderwijs en zorg kunnen in elke regio samen betaald worden.
Ouders vinden met één vraag de goede deur."""
RANDVOORWAARDEN = """\
Elk ministerie noemt één directeur die aanspreekbaar is.
De raden geven elk jaar ruimte in hun eigen plan voor deze acties.
Wat in een regio werkt, mag elders gebruikt worden."""

THEMAS = (
    "Dezelfde cijfers voor iedereen",
    "Regels die ruimte geven",
    "Regio's leren van elkaar",
    "Ouders weten de weg",
)

VERSIES = (
    Versie("0.9", 380, "Opzet na de eerste bijeenkomst van de ondertekenaars."),
    Versie("1.0", 210, "Getekend. De acties van de ministeries zijn toegevoegd."),
)

ROLLEN = {Soort.LANDELIJK: PartnerRol.ONDERTEKENAAR}
"""What kinds of organisation are in it; the others take part."""

_SCHOOL, _REGIO, _LAND = Niveau.SCHOOL, Niveau.REGIO, Niveau.LANDELIJK
_LEREN = ("99411", Soort.LANDELIJK)
_ZORG = ("99412", Soort.LANDELIJK)
_RECHT = ("99413", Soort.LANDELIJK)
_BASIS = ("99414", Soort.LANDELIJK)
_VOORTGEZET = ("99415", Soort.LANDELIJK)
_MBO = ("99416", Soort.LANDELIJK)
_GEMEENTEN = ("99417", Soort.LANDELIJK)
_LEERPLICHT = ("99418", Soort.LANDELIJK)
_OUDERS = ("99419", Soort.LANDELIJK)

RIJEN = (
    Rij(
        0,
        "A1",
        _LAND,
        "Eén omschrijving van thuiszitten die alle registraties gebruiken",
        "{s[-12/-4]}",
        "ministerie van leren, raden, netwerk leerplicht",
        _LEREN,
        mede=_LEERPLICHT,
        verwacht="Eén omschrijving, in alle formulieren van het nieuwe schooljaar.",
        middelen="-",
        indicator="thuiszitters",
        stappen=(
            Bericht(190, "De raden stemmen in. Het netwerk leerplicht heeft nog één vraag."),
            Gedaan(
                125,
                "De omschrijving staat in de handleiding voor alle scholen.",
                "Handleiding registratie, hoofdstuk 2.",
                "https://leren.example/handleiding",
            ),
        ),
    ),
    Rij(
        0,
        "A2",
        _LAND,
        "Elk kwartaal cijfers per regio, binnen zes weken na het kwartaal",
        "gehele looptijd",
        "ministerie van leren",
        _LEREN,
        verwacht="Vier keer per jaar een tabel per regio.",
        middelen="€ 60.000 per jaar",
        indicator="langer_dan_drie_maanden",
        stappen=(Bericht(20, "Het derde kwartaal kwam in week zeven. Volgende keer op tijd."),),
    ),
    Rij(
        0,
        "A3",
        _SCHOOL,
        "Scholen krijgen een seintje als hun verzuimlijst drie weken leeg blijft",
        "uiterlijk einde schooljaar {j[-1]}",
        "raad voortgezet onderwijs, raad basisscholen",
        _VOORTGEZET,
        mede=_BASIS,
        verwacht="Minder dan twee van de honderd scholen zonder lijst.",
        middelen="PM",
        indicator="absoluut_verzuim",
        stappen=(Bericht(60, "De proef met dertig scholen loopt. Het sein komt nog te laat."),),
    ),
    Rij(
        1,
        "B1",
        _LAND,
        "Een wetsvoorstel dat onderwijs op een andere plek mogelijk maakt",
        "{s[-10/6]}",
        "ministerie van leren, ministerie van zorg en jeugd",
        _LEREN,
        mede=_ZORG,
        verwacht="Een voorstel dat naar de Kamer kan.",
        middelen="n.v.t.",
        indicator="geen",
        termijn=Termijn.LANG,
        status=Status.WACHT,
        wacht_op="Ministerraad",
        stappen=(Bericht(45, "De uitvoeringstoets is binnen. Het besluit staat op de agenda."),),
    ),
    Rij(
        1,
        "B2",
        _LAND,
        "Uitleg bij de privacyregels: wat mag je delen als een kind thuis zit",
        "{s[-8/-1]}",
        "ministerie van recht en bescherming, bond van gemeenten",
        _RECHT,
        mede=_GEMEENTEN,
        verwacht="Eén blad per beroep, in gewone taal.",
        middelen="-",
        indicator="geen",
    ),
    Rij(
        1,
        "B3",
        _REGIO,
        "Eén voorbeeld van een afspraak over samen inkopen, voor alle regio's",
        "{s[-2/5]}",
        "bond van gemeenten, ministerie van zorg en jeugd",
        _GEMEENTEN,
        verwacht="Een tekst die regio's kunnen overnemen.",
        middelen="€ 25.000",
        indicator="met_aanbod",
    ),
    Rij(
        1,
        "B4",
        _LAND,
        "Onderzoek naar vrijstellingen: hoe vaak, waarom, en hoe lang",
        "nader te bepalen",
        "netwerk leerplicht",
        _LEERPLICHT,
        verwacht="Een rapport met cijfers per regio.",
        middelen="PM",
        status=Status.NOG_NIET_BEGONNEN,
    ),
    Rij(
        2,
        "C1",
        _REGIO,
        "Twee keer per jaar een dag waarop regio's laten zien wat werkt",
        "{m[-7]:kort} '{m[-7]:jj} en {m[-1]:kort} '{m[-1]:jj}",
        "alle partners",
        _BASIS,
        mede=_VOORTGEZET,
        verwacht="Honderd mensen per dag, uit minstens vijftien regio's.",
        middelen="€ 18.000 per dag",
        indicator="geen",
        stappen=(Bericht(15, "De tweede dag is geweest: 120 mensen uit achttien regio's."),),
    ),
    Rij(
        2,
        "C2",
        _REGIO,
        "Een vaste bezoeker per regio, die twee keer per jaar langskomt en meekijkt",
        "{s[2/13]}",
        "raden, netwerk leerplicht",
        verwacht="Elke regio is één keer bezocht.",
        status=Status.NOG_NIET_BEGONNEN,
    ),
    Rij(
        2,
        "C3",
        _SCHOOL,
        "Het mbo doet mee: dezelfde stappen bij verzuim als in het voortgezet onderwijs",
        "vóór einde schooljaar {j[0]}",
        "raad mbo",
        _MBO,
        verwacht="Eén stappenplan voor alle mbo-scholen.",
        middelen="-",
        indicator="langdurig_relatief_verzuim",
    ),
    Rij(
        3,
        "D1",
        _SCHOOL,
        "Eén plek op internet waar ouders lezen wat zij kunnen vragen en aan wie",
        "{s[-6/-2]}",
        "ouderstem, raden",
        _OUDERS,
        verwacht="Een pagina die ouders in twee minuten verder helpt.",
        middelen="ca. € 12.000",
        indicator="geen",
        stappen=(Bericht(35, "De teksten zijn klaar. Het bouwen kost meer tijd."),),
    ),
    Rij(
        3,
        "D2",
        _SCHOOL,
        "Ouders kiezen zelf één vaste begeleider als hun kind langer dan vier weken thuis is",
        "",
        "ouderstem, bond van gemeenten",
        termijn=Termijn.LANG,
        status=Status.NOG_NIET_BEGONNEN,
    ),
)
