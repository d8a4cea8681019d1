"""A composed regional agenda: five statements, 23 actions. Every word is ours; nobody is meant."""

from __future__ import annotations

from pact.demo.rijen import Bericht, Gedaan, Later, Rij, Versie, Vervallen
from pact.keuzes import Niveau, PartnerRol, Status, Termijn
from thuiszitters.accounts.rollen import Soort

NAAM = "Samen naar school"
MOTTO = "Ieder kind een plek, en iemand die belt"
DOEL = (
    "Geen kind in de regio zit langer dan drie maanden thuis zonder onderwijs of hulp die past. "
    "Wie dreigt uit te vallen, heeft binnen een week iemand aan tafel die iets kan doen."
)
AMBITIES = """\
We weten op elke dag wie er thuis zit, en tellen allemaal op dezelfde manier.
Elk kind heeft één vast gezicht, van de eerste ziekmelding tot de terugkeer.
Niemand wacht langer dan tien schooldagen op een eerste stap.
We zeggen tegen elkaar wat niet lukt, voordat het te laat is.
Ouders en jongeren praten mee over alles wat over hen gaat."""
RANDVOORWAARDEN = """\
Elke partner wijst een contactpersoon aan met tijd voor dit pact.
Het privacyconvenant is getekend voordat er over een kind wordt gesproken.
De besturen praten twee keer per jaar over de voortgang.
Wat we afspreken, staat op één plek: deze matrix."""

THEMAS = (
    "Onze lijsten kloppen",
    "Eén gezin, één tafel",
    "Eerder zien, eerder doen",
    "Er is altijd een plek",
    "We delen wat nodig is, niet meer",
)

VERSIES = (
    Versie("0.3", 400, "Eerste opzet na de startbijeenkomst."),
    Versie(
        "0.6",
        260,
        "Statement 3 aangevuld na het gesprek met de scholen.\nVoor elke actie staat er nu een "
        "eigenaar bij, op drie na.",
    ),
    Versie("1.0", 95, "Vastgesteld in de stuurgroep. De begroting staat erbij."),
    Versie("1.1", -45, "De acties van het nieuwe kalenderjaar komen erbij."),
)

ROLLEN = {
    Soort.SWV: PartnerRol.ONDERTEKENAAR,
    Soort.GEMEENTE: PartnerRol.ONDERTEKENAAR,
    Soort.SCHOOLBESTUUR: PartnerRol.ONDERTEKENAAR,
    Soort.JGZ: PartnerRol.MEDE,
    Soort.JEUGDHULP: PartnerRol.MEDE,
}
"""What kinds of organisation are in it; the others take part."""

_SCHOOL, _REGIO, _LAND = Niveau.SCHOOL, Niveau.REGIO, Niveau.LANDELIJK
_GEMEENTE = ("9101", Soort.GEMEENTE)
_VO = ("VO9901", Soort.SWV)
_PO = ("PO9901", Soort.SWV)
_MBO = ("90MB", Soort.SCHOOL, Soort.SCHOOLBESTUUR)
_RMC = ("99502", Soort.GEMEENTE)
_JGZ = ("99301", Soort.JGZ, Soort.GEMEENTE)
_TEAM = ("99201", Soort.JEUGDHULP, Soort.GEMEENTE)
_OUDERS = ("99503", Soort.SWV)
_BESTUUR = ("99101", Soort.SCHOOLBESTUUR)
_BESTUUR_2 = ("99102", Soort.SCHOOLBESTUUR)
_LANDELIJK = ("99401", Soort.LANDELIJK, Soort.SWV)

RIJEN = (
    # 1. Onze lijsten kloppen
    Rij(
        0,
        "1.1",
        _SCHOOL,
        "Elke school boekt verzuim op de dag zelf en loopt op vrijdag de lijst na",
        "gehele looptijd pact",
        "scholen, schoolbesturen",
        _BESTUUR,
        mede=_BESTUUR_2,
        verwacht="Op maandag is de lijst van elke school volledig.",
        middelen="-",
        indicator="thuiszitters",
        stappen=(Bericht(40, "Zeven van de acht scholen doen het nu elke week."),),
    ),
    Rij(
        0,
        "1.2",
        _REGIO,
        "Leerplicht en de samenwerkingsverbanden leggen elke maand hun lijsten naast elkaar",
        "{s[-13/-2]}",
        "leerplicht/RMC, swv's",
        _RMC,
        mede=_VO,
        verwacht="Eén lijst waar iedereen mee werkt.",
        middelen="-",
        indicator="thuiszitters",
        stappen=(Bericht(150, "De eerste twee keer is het gelukt. Daarna viel de afspraak weg."),),
    ),
    Rij(
        0,
        "1.3",
        _REGIO,
        "Eén blad met onze woorden: wanneer noemen we een kind thuiszitter en wanneer niet",
        "{m[-13]:kort} '{m[-13]:jj} – {m[-10]:kort} '{m[-10]:jj}",
        "alle partners",
        _VO,
        verwacht="Iedereen gebruikt dezelfde woorden, ook in de verzuimlijsten.",
        middelen="n.v.t.",
        indicator="geen",
        stappen=(
            Bericht(330, "Het blad ligt bij alle partners voor commentaar."),
            Gedaan(
                285,
                "Vastgesteld en rondgestuurd aan alle scholen.",
                "Het woordenblad, versie 1, met de lijst van scholen die het kregen.",
                "https://regietafel.example/woordenblad",
            ),
        ),
    ),
    Rij(
        0,
        "1.4",
        _LAND,
        "Vragen of het samenwerkingsverband zelf meldingen uit het register mag inzien",
        "z.s.m., afhankelijk van het ministerie",
        "landelijke partij, swv's, gemeente Waterstad",
        _LANDELIJK,
        verwacht="Antwoord op de vraag, en zo nodig een proef in deze regio.",
        middelen="PM",
        indicator="geen",
        termijn=Termijn.LANG,
        status=Status.WACHT,
        wacht_op="Ministerie",
        stappen=(Bericht(70, "De vraag is twee keer gesteld. Er is nog geen antwoord."),),
    ),
    # 2. Eén gezin, één tafel
    Rij(
        1,
        "2.1",
        _SCHOOL,
        "Ouders en kind zitten aan tafel bij elk gesprek dat over hen gaat",
        "gedurende de gehele looptijd van het pact",
        "scholen, ouders, Jeugdteam Rondom",
        _OUDERS,
        verwacht="Geen gesprek meer zonder uitnodiging aan de ouders.",
        middelen="-",
        stappen=(Bericht(55, "Tien ouders vertelden hoe hun laatste gesprek ging."),),
    ),
    Rij(
        1,
        "2.2",
        _REGIO,
        "Elke school kent één vast gezicht bij leerplicht, jeugdteam en jeugdarts, met een "
        "telefoonnummer dat ook in de vakantie werkt",
        "{m[-6]} {m[-6]:jaar}\n\n{m[-1]} {m[-1]:jaar}",
        "gemeente Waterstad, jeugdteam, JGZ, scholen",
        _GEMEENTE,
        mede=_TEAM,
        verwacht="Een lijst met namen en nummers voor elke school.",
        middelen="ca. €2.500",
        indicator="geen",
        stappen=(
            Bericht(80, "Voor de helft van de scholen is de lijst klaar."),
            Bericht(25, "Drie scholen ontbreken nog, alle drie in Hazelbroek."),
        ),
    ),
    Rij(
        1,
        "2.3",
        _REGIO,
        "Bestuurders spreken af wie de knoop doorhakt als partijen er niet uitkomen",
        "{s[-8/-1]}",
        "schoolbesturen, swv's, gemeenten",
        _VO,
        mede=_GEMEENTE,
        verwacht="Een besluit dat alle besturen tekenen.",
        middelen="-",
        indicator="langer_dan_drie_maanden",
        status=Status.WACHT,
        wacht_op="Besturen van beide samenwerkingsverbanden",
    ),
    Rij(
        1,
        "",
        _REGIO,
        "Na elke opgeloste casus een uur terugkijken: wat hielp, wat niet",
        "in overleg",
        "iedereen die meedeed, onafhankelijk gespreksleider",
        termijn=Termijn.LANG,
        status=Status.NOG_NIET_BEGONNEN,
        verwacht="Twee keer per jaar een blad met wat we leerden.",
    ),
    Rij(
        1,
        "2.5",
        _REGIO,
        "Werkbezoek aan een regio waar school en jeugdhulp in één gebouw zitten",
        "{m[-5]} - {m[-4]} {m[-4]:jaar}",
        "alle partners",
        _TEAM,
        verwacht="Een verslag met drie dingen die wij gaan doen.",
        middelen="€ 85 per deelnemer",
        indicator="geen",
        stappen=(
            Gedaan(
                118,
                "Veertien mensen gingen mee. Twee scholen willen een proef.",
                "Verslag van het bezoek, besproken in de stuurgroep.",
            ),
        ),
    ),
    # 3. Eerder zien, eerder doen
    Rij(
        2,
        "3.1",
        _SCHOOL,
        "Bij de derde ziekmelding in een kwartaal belt de mentor dezelfde dag naar huis",
        "uiterlijk einde schooljaar {j[-1]}",
        "scholen, mbo",
        _BESTUUR_2,
        mede=_MBO,
        verwacht="Elke mentor weet wanneer er gebeld wordt, en door wie.",
        middelen="-",
        indicator="dreigend",
        stappen=(Bericht(160, "Op vijf scholen is het de gewoonte. De rest begint nog."),),
    ),
    Rij(
        2,
        "3.2",
        _SCHOOL,
        "Bij de inschrijving al bespreken wat een kind nodig heeft om te komen",
        "vóór einde schooljaar {j[-1]}",
        "schoolbesturen, SWV PO Waterstad",
        _PO,
        verwacht="Een vast gesprek bij elke inschrijving, met een kort verslag.",
        middelen="-",
        indicator="geen",
        stappen=(
            Gedaan(
                130,
                "Het gesprek staat in de werkwijze van alle scholen.",
                "De nieuwe werkwijze voor inschrijven.",
                "https://swvpo-waterstad.example/inschrijven",
            ),
        ),
    ),
    Rij(
        2,
        "3.3",
        _REGIO,
        "De jeugdarts ziet kinderen die vaak ziek gemeld zijn binnen twee weken",
        "eerste start {m[-4]} {m[-4]:jaar}",
        "JGZ, scholen, leerplicht",
        _JGZ,
        verwacht="Geen kind wacht langer dan tien schooldagen.",
        middelen="€ 14.000 per jaar",
        stappen=(Bericht(30, "Er is nog een dagdeel per week te kort."),),
    ),
    Rij(
        2,
        "3.4",
        _REGIO,
        "De overstap van groep acht naar de brugklas: wie zit er nu thuis, en wie belt er in "
        "augustus",
        "{s[-8/-3]}",
        "SWV PO Waterstad, SWV VO Waterstad, leerplicht",
        _PO,
        mede=_VO,
        verwacht="Elk kind dat thuis zit, heeft voor de zomer een naam op de nieuwe school.",
        middelen="-",
        indicator="thuiszitters",
        stappen=(
            Bericht(145, "Elf kinderen besproken. Voor negen is er een vast gezicht."),
            Later(98, 75, "De lijst van twee scholen kwam pas na de zomer."),
        ),
    ),
    Rij(
        2,
        "3.5",
        _SCHOOL,
        "Jongeren die zelf thuiszaten, praten mee over wat er op school anders moet",
        "{s[3/8]}",
        "jongeren, Ouderkring, mbo",
        _OUDERS,
        verwacht="Een groep van acht jongeren die vier keer bij elkaar komt.",
        middelen="PM kosten locatie en vergoeding",
        indicator="geen",
        status=Status.NOG_NIET_BEGONNEN,
    ),
    # 4. Er is altijd een plek
    Rij(
        3,
        "4.1",
        _SCHOOL,
        "Een rustige plek op school waar een kind met een paar uur per dag kan terugkomen",
        "vóór einde schooljaar {j[0]}",
        "schoolbesturen, swv's",
        _BESTUUR,
        verwacht="Op elke locatie één ruimte, met iemand die er is.",
        middelen="€ 4.200 per school",
        indicator="met_aanbod",
        status=Status.NOG_NIET_BEGONNEN,
    ),
    Rij(
        3,
        "4.2",
        _REGIO,
        "Onderwijs en zorg samen inkopen, uit één pot",
        "{s[-7/10]}",
        "gemeenten, swv's, jeugdhulp",
        _GEMEENTE,
        mede=_VO,
        verwacht="Eén afspraak over wie betaalt, voordat een kind start.",
        middelen="€ 180.000 uit de reserve\nPM personeel",
        indicator="met_aanbod",
        termijn=Termijn.LANG,
        status=Status.WACHT,
        wacht_op="Gemeenteraad",
    ),
    Rij(
        3,
        "4.3",
        _REGIO,
        "Wachttijd overbruggen: binnen tien dagen begeleiding aan huis, ook zonder diagnose",
        "z.s.m.",
        "jeugdteam, gemeente Waterstad, gemeente Lindenveer",
        _TEAM,
        mede=_GEMEENTE,
        verwacht="Niemand wacht zonder dat er iemand langskomt.",
        middelen="€ 22.750",
        status=Status.NOG_NIET_BEGONNEN,
    ),
    Rij(
        3,
        "4.4",
        _REGIO,
        "Nieuwe medewerkers lopen in hun eerste maand een dag mee bij een andere partner",
        "",
        "alle partners",
        status=Status.NOG_NIET_BEGONNEN,
        middelen="n.v.t.",
    ),
    Rij(
        3,
        "4.5",
        _LAND,
        "In beeld brengen waar regels een combinatie van school en zorg in de weg staan",
        "{m[-9]} {m[-9]:jaar} – {m[4]} {m[4]:jaar}",
        "Vereniging Ieder Kind Een Plek, swv's",
        _LANDELIJK,
        verwacht="Een lijst met voorbeelden voor het landelijke overleg.",
        middelen="-",
        termijn=Termijn.LANG,
    ),
    # 5. We delen wat nodig is, niet meer
    Rij(
        4,
        "5.1",
        _REGIO,
        "Eén afspraak over wat we delen, met wie en hoe lang we het bewaren",
        "{s[-4/-1]}",
        "alle partners, functionarissen gegevensbescherming",
        verwacht="Een convenant dat elke partner tekent.",
        middelen="PM inhuur jurist",
        status=Status.NOG_NIET_BEGONNEN,
    ),
    Rij(
        4,
        "5.2",
        _SCHOOL,
        "Een brief in gewone taal die ouders vertelt wie wat over hun kind leest",
        "{s[-9/-6]}",
        "scholen, Ouderkring",
        _BESTUUR_2,
        verwacht="Eén brief voor alle scholen.",
        middelen="-",
        indicator="geen",
        stappen=(Vervallen(200, "De gemeente had al zo'n brief. Die gebruiken we nu allemaal."),),
    ),
    Rij(
        4,
        "5.3",
        _REGIO,
        "Elke vrijstelling wegens lichamelijke of psychische gronden vooraf bespreken met het "
        "samenwerkingsverband",
        "eerste start {m[-7]} {m[-7]:jaar}, daarna de hele looptijd van het pact",
        "leerplicht/RMC, swv's, JGZ",
        _RMC,
        mede=_JGZ,
        verwacht="Geen vrijstelling meer zonder dat er eerst naar een plek is gekeken.",
        middelen="-",
        indicator="geen",
        stappen=(Bericht(18, "Vier aanvragen besproken. Voor twee was er toch een plek."),),
    ),
    Rij(
        4,
        "5.4",
        _LAND,
        "Voorbeelden van goede afspraken over privacy ophalen bij andere regio's",
        "{s[-5/-1]}",
        "Vereniging Ieder Kind Een Plek, gemeente Waterstad",
        _GEMEENTE,
        verwacht="Drie voorbeelden, met wat ons daarin helpt.",
        middelen="-",
        indicator="geen",
    ),
)
