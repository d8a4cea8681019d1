"""The Stand: one pure function from the facts about a child to where that child stands on a day.

Everything that counts children or days, or acts on a threshold, takes its answer from here and
never computes its own. Nothing here reads the clock or a database.

Where the definition leaves room, this is how it is read:

* Two absences are one run by the schooldagen between them and by nothing else. Authorised absence
  and exemption are days on which the child is not absent, so they break the run as soon as they
  hold a schooldag; one that lies wholly in a weekend or a holiday says nothing about school and
  does not start the clocks anew.
* Counted in schooldagen, only schooldagen on which the child is absent are missed: a day of return
  that was bridged is none, nor is a day of authorised absence.
* Sixteen hours in four lesweken is a signal of its own: it needs no verzuimperiode.
* `na_aanbod = opnieuw` counts from the end of the last aanbod that ran; an aanbod that ended
  before the period began changes nothing. The duration always looks at the period itself.
* Where the moment that stops the clock is not known of an aanbod, the day it started stands in.

Beside the Stand stand the signals (cases.stand.signalen): what is told before there is a threshold
to cross. The Stand and its explanation do not depend on them.
"""

from cases.stand.berekening import (
    Beoordeling,
    beoordeel,
    bereken_stand,
    volgende_wijziging,
)
from cases.stand.feiten import (
    Aanbod,
    Feiten,
    Gemist,
    Grond,
    Inschrijving,
    OngeldigeFeiten,
    Span,
    Verzuim,
    Vrijstelling,
)
from cases.stand.invoer import LANGSTE_REGEL, beantwoord, lees_feiten, stand_als_gegevens
from cases.stand.regelset import (
    EEN_OKTOBER,
    LANDELIJK,
    Jaardag,
    NaAanbod,
    OngeldigeRegel,
    Operator,
    Regelset,
    StoptBij,
    Telwijze,
)
from cases.stand.signalen import (
    GEEN_SIGNALEN,
    Signaal,
    Signaalnaam,
    Signalen,
    Urenstand,
    bereken_signalen,
)
from cases.stand.uitkomst import (
    THUISZITTER,
    Categorie,
    Drempel,
    Drempelnaam,
    Duur,
    Plicht,
    Stand,
)

__all__ = [
    "EEN_OKTOBER",
    "GEEN_SIGNALEN",
    "LANDELIJK",
    "LANGSTE_REGEL",
    "THUISZITTER",
    "Aanbod",
    "Beoordeling",
    "Categorie",
    "Drempel",
    "Drempelnaam",
    "Duur",
    "Feiten",
    "Gemist",
    "Grond",
    "Inschrijving",
    "Jaardag",
    "NaAanbod",
    "OngeldigeFeiten",
    "OngeldigeRegel",
    "Operator",
    "Plicht",
    "Regelset",
    "Signaal",
    "Signaalnaam",
    "Signalen",
    "Span",
    "Stand",
    "StoptBij",
    "Telwijze",
    "Urenstand",
    "Verzuim",
    "Vrijstelling",
    "beantwoord",
    "beoordeel",
    "bereken_signalen",
    "bereken_stand",
    "lees_feiten",
    "stand_als_gegevens",
    "volgende_wijziging",
]
