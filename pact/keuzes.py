"""The fixed words of a pact: levels, terms, states, roles, meetings."""

from __future__ import annotations

from django.db import models


class Niveau(models.TextChoices):
    """Who has to make the extra effort: the columns of the matrix, from near to far."""

    SCHOOL = "ouders_leerling_school", "Ouders, leerling en school"
    REGIO = "regionaal_netwerk", "Regionaal netwerk"
    LANDELIJK = "landelijk", "Landelijk"


class Termijn(models.TextChoices):
    """Whether an action bears fruit soon or later."""

    KORT = "kort", "Korte termijn"
    LANG = "lang", "Lange termijn"


class Status(models.TextChoices):
    """How far an action is."""

    NOG_NIET_BEGONNEN = "nog_niet_begonnen", "Nog niet begonnen"
    LOOPT = "loopt", "Loopt"
    WACHT = "wacht", "Wacht op een besluit"
    GEDAAN = "gedaan", "Gedaan"
    VERVALLEN = "vervallen", "Vervallen"


AFGEROND = frozenset({Status.GEDAAN, Status.VERVALLEN})
"""The states in which nobody has to do anything any more, so that no deadline can pass."""

OPEN = frozenset(Status) - AFGEROND
"""The states in which somebody still has to do something."""


class PartnerRol(models.TextChoices):
    """What an organisation is in a pact."""

    ONDERTEKENAAR = "ondertekenaar", "Ondertekenaar"
    DEELNEMER = "deelnemer", "Deelnemer"
    PENVOERDER = "penvoerder", "Penvoerder"
    MEDE = "mede_verantwoordelijk", "Mede verantwoordelijk"


class PactSoort(models.TextChoices):
    """How far a pact reaches."""

    LANDELIJK = "landelijk", "Landelijk"
    REGIONAAL = "regionaal", "Regionaal"


class Periodelezing(models.TextChoices):
    """How the begin, end and deadline of an action came to be."""

    LEEG = "leeg", "Geen periode opgegeven"
    GELEZEN = "gelezen", "Gelezen uit de tekst"
    NAKIJKEN = "nakijken", "Kijk na: de tekst is niet zeker te lezen"
    GECORRIGEERD = "gecorrigeerd", "Door een mens vastgesteld"


class Middelsoort(models.TextChoices):
    """What is known of the means of an action."""

    ONBEKEND = "", "Niet ingevuld"
    BEDRAG = "bedrag", "Bedrag"
    PM = "pm", "PM"
    NVT = "nvt", "N.v.t."
    TEKST = "tekst", "Beschreven in tekst"


class OverlegSoort(models.TextChoices):
    """The kinds of meeting at which a pact is led."""

    DIRECTEUREN = "directeurenoverleg", "Directeurenoverleg"
    THUISZITTERS = "thuiszittersoverleg", "Thuiszittersoverleg"
    PARTNERS = "pactpartneroverleg", "Pactpartneroverleg"
    KERNPARTNERS = "kernpartneroverleg", "Kernpartneroverleg"
    STUURGROEP = "stuurgroep", "Stuurgroep"
    KLANKBORD = "klankbordgroep", "Klankbordgroep"
    OOGO = "oogo", "Op overeenstemming gericht overleg (OOGO)"
    BIJEENKOMST = "bijeenkomst", "Bijeenkomst"
    ANDERS = "anders", "Ander overleg"


class OverlegStatus(models.TextChoices):
    """How far a meeting is."""

    GEPLAND = "gepland", "Gepland"
    GEHOUDEN = "gehouden", "Gehouden"
    VASTGESTELD = "vastgesteld", "Verslag vastgesteld"
    VERVALLEN = "vervallen", "Gaat niet door"


class Aanwezigheid(models.TextChoices):
    """Whether somebody was there."""

    GENODIGD = "genodigd", "Genodigd"
    AANWEZIG = "aanwezig", "Aanwezig"
    AFGEMELD = "afgemeld", "Afgemeld"
    AFWEZIG = "afwezig", "Afwezig zonder bericht"


class AfspraakStatus(models.TextChoices):
    """How far something that was agreed in a meeting is."""

    OPEN = "open", "Open"
    GEDAAN = "gedaan", "Gedaan"
    VERVALLEN = "vervallen", "Vervallen"


class PuntSoort(models.TextChoices):
    """What a point of the agenda of a meeting is about."""

    VASTSTELLEN = "vaststellen", "Vaststellen van de agenda"
    AFSPRAAK = "afspraak", "Afspraak uit een eerder overleg"
    ACTIE = "actie", "Actie die aandacht vraagt"
    EIGEN = "eigen", "Eigen punt"
    RONDVRAAG = "rondvraag", "Rondvraag en sluiting"
    VOLGEND = "volgend", "Volgend overleg"


class Contactwijze(models.TextChoices):
    """How the regievoerder spoke with a partner."""

    TELEFOON = "telefoon", "Telefoon"
    MAIL = "mail", "E-mail"
    GESPREK = "gesprek", "Gesprek"
    VIDEO = "video", "Videogesprek"
    OVERLEG = "overleg", "In een overleg"


class Uitkomst(models.TextChoices):
    """What became of an action, looking back."""

    GELUKT = "gelukt", "Gelukt"
    DEELS = "deels", "Deels gelukt"
    NIET = "niet_gelukt", "Niet gelukt"


class Antwoord(models.TextChoices):
    """What a partner says of its own action."""

    OP_SCHEMA = "op_schema", "Op schema"
    LATER = "later", "Later, met een nieuwe datum"
    GEDAAN = "gedaan", "Gedaan, met bewijs"
    OVERDRAGEN = "overdragen", "Overdragen aan een andere partner"
