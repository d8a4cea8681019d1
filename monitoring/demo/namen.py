"""Names and sentences of the demo. Every combination is made up."""

from __future__ import annotations

VOORNAMEN = (
    "Adam", "Aïcha", "Alexandrina", "Amélie", "Amir", "Anouk", "Aya", "Bilal", "Bo", "Björn",
    "Chloé", "Çelik", "Daan", "Dani", "Dewi", "Dilara", "Eefje", "Efe", "Elif", "Emma",
    "Esmée", "Fatima", "Femke", "Finn", "Gijs", "Guusje", "Hanna", "Hiba", "Ilse", "Imran",
    "Ivo", "Jada", "Jan-Willem", "Jayden", "Jesse", "Joëlle", "Kai", "Kaja", "Lieke", "Łukasz",
    "Luuk", "Maja", "Malik", "Marit", "Mats", "Mila", "Mohamed", "Naomi", "Nikola", "Noor",
    "Nuray", "Oleksandr", "Olivia", "Pim", "Quinten", "Rayan", "René", "Roos", "Sanne", "Selin",
    "Sem", "Shanaya", "Siem", "Sofie", "Stijn", "Thijs", "Thảo", "Tygo", "Valentijn", "Vera",
    "Wessel", "Xavi", "Yasmin", "Yara", "Zoë",
)  # fmt: skip

ACHTERNAMEN = (
    "Abdi", "el Amrani", "van der Aar", "Bakkerman", "Balogh", "van den Berghe-Oosterling",
    "Bouzidi", "ten Brinke", "de Bruine", "Çakır", "Castelijn", "da Costa Pereira", "Dijkhof",
    "van Dorp-Zwart", "Eikelboom", "Ferreira", "de la Fuente", "Gebremariam", "de Grote",
    "van 't Hek", "Hendriksma", "Hoàng", "van Houwelingen", "Ibrahimović", "Janssens",
    "de Jager", "Kaplan", "Kılıç", "Kloosterhuis", "Kowalczyk", "Kramersma", "van Laarhoven",
    "op den Kamp", "Lindeman", "Mahabier", "Martínez Gómez", "van der Meulen", "Mulders",
    "Nováková", "Ogunleye", "Oosterbaan", "Özdemir", "Pattynama", "Pinas", "Postmus", "de Reus",
    "Rozendaal", "Saïdi", "van Schie", "Schreuders", "Ševčík", "Sitanala", "Tahiri",
    "Terpstra-Hoekema", "Tran", "Uyttenhove", "Verhagen", "Visserman", "van der Voort",
    "Wagenmakers", "Wijnaldum", "Yılmaz", "Zijlstra", "de Zwaan",
)  # fmt: skip

CONTACT_MET = (
    "moeder",
    "vader",
    "de ouders",
    "de leerling",
    "de mentor",
    "de zorgcoördinator",
    "de jeugdverpleegkundige",
    "oma, waar de leerling nu woont",
)

CONTACTEN = (
    "Gebeld. Opstaan lukt niet meer; ouders willen graag dat iemand langskomt.",
    "Huisbezoek gedaan. De leerling kwam even naar beneden en wil weer tekenles volgen.",
    "Gesproken over wat er op school misging. Pauzes zijn het moeilijkst.",
    "Ouders zijn het wachten zat en vragen wie de beslissing neemt.",
    "Afgesproken om elke dinsdag even te bellen.",
    "Geen gehoor, ook niet via het tweede nummer. Kaartje gestuurd.",
    "De leerling durft wel naar binnen als er iemand bij de deur staat.",
    "Gesprek met school en ouders samen. Iedereen wil verder, het tempo verschilt.",
    "Mentor heeft werk thuisgebracht; de helft is gemaakt.",
    "Vader vertelt dat het vervoer niet meer geregeld is sinds de verhuizing.",
    "De leerling vraagt of hij in een kleinere klas mag.",
    "Rondleiding gehad op een andere locatie. Voelde goed.",
)

NOTITIES = (
    "Rooster met halve dagen ligt klaar zodra de leerling het aandurft.",
    "Plek gevraagd bij de onderwijs-zorgklas; antwoord komt na de vakantie.",
    "Dossier van de vorige school ontvangen en gelezen.",
    "Wachtlijst van ongeveer zes weken. Wachttijd staat hierbij vermeld.",
    "MDO geweest: school regelt een vast aanspreekpunt, gemeente bekijkt het vervoer.",
    "Afgestemd met de leerplichtambtenaar: nu eerst contact, geen waarschuwing.",
    "Ouders hebben toestemming gegeven om met de jeugdverpleegkundige te overleggen.",
    "Er is een onderwijsplan op papier. Ouders en leerling hebben meegelezen.",
)

EERSTE_NOTITIES = (
    "Melding van de mentor: al een week niet gezien en de telefoon wordt niet opgenomen.",
    "Ouders belden zelf: hij wil wel, maar komt de deur niet uit.",
    "Overgestapt van een andere school; daar ook al veel gemist.",
    "Na een ruzie in de klas niet meer teruggekomen.",
    "School ziet het verzuim oplopen sinds de herfst.",
    "Verhuisd naar de regio, nog geen school die plaats heeft.",
    "Gaat 's ochtends van huis maar komt niet aan op school.",
    "",
)

STAPPEN = (
    "Huisbezoek afspreken",
    "MDO plannen met school en gemeente",
    "Onderwijsplan opstellen met ouders en leerling",
    "Vragen of de onderwijs-zorgklas plaats heeft",
    "Vervoer regelen met de gemeente",
    "Terugkeergesprek op school voorbereiden",
    "Wachtlijst navragen",
    "Gesprek met de leerling over wat wel lukt",
    "Doorbraakoverleg beleggen",
    "Ouders bellen over de afspraken van vorige week",
)

AANBIEDINGEN = (
    "Drie ochtenden per week in de onderwijs-zorgklas",
    "Start op de kleine locatie met een vaste begeleider",
    "Werken en leren bij de fietsenmaker, met taal en rekenen op school",
    "Dagbesteding op de boerderij, één les per dag online",
    "Plaats op het voortgezet speciaal onderwijs",
)

ANTWOORDEN = (
    "Ik plan deze week een MDO en meld de datum hier.",
    "Ik bel morgen de ouders en kom vrijdag terug met een plan.",
    "De school maakt een rooster met halve dagen; ik zie toe op de start.",
    "Ik leg het donderdag voor aan de directie.",
    "Samen met de gemeente vervoer geregeld, start maandag.",
)

SLUITEN = (
    "Zes weken stabiel op school. Mentor houdt contact.",
    "Gestart en volgehouden; school neemt het weer over.",
    "Afgerond in het laatste overleg met ouders en school.",
)

HEROPENEN = "Na twee goede maanden weer thuis. Dezelfde school, ander rooster."
