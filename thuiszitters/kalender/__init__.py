"""The calendar of Dutch schools: schooljaar, holidays per region, feestdagen, werkdagen.

Pure functions of dates; nothing here reads the clock or a database.
"""

from thuiszitters.kalender.datums import (
    MAANDEN,
    datum_kort,
    is_schrikkeljaar,
    plus_maanden,
    schooljaar,
    schooljaar_grenzen,
    verjaardag,
)
from thuiszitters.kalender.feestdagen import (
    eerstvolgende_werkdag,
    feestdagen,
    is_werkdag,
    pasen,
    plus_werkdagen,
)
from thuiszitters.kalender.schooldagen import (
    Schoolkalender,
    is_lesweek,
    is_schooldag,
    lesweken_tussen,
    nde_schooldag,
    schooldagen_tussen,
    schoolkalender,
)
from thuiszitters.kalender.termijnen import hoe_lang_nog, werkdagen_tot
from thuiszitters.kalender.vakanties import (
    BEKEND_VANAF,
    VAKANTIES,
    Regio,
    Vakantie,
    bekend_tot,
    is_bekend,
    vakantie_op,
    vakanties_tussen,
)

__all__ = [
    "BEKEND_VANAF",
    "MAANDEN",
    "VAKANTIES",
    "Regio",
    "Schoolkalender",
    "Vakantie",
    "bekend_tot",
    "datum_kort",
    "eerstvolgende_werkdag",
    "feestdagen",
    "hoe_lang_nog",
    "is_bekend",
    "is_lesweek",
    "is_schooldag",
    "is_schrikkeljaar",
    "is_werkdag",
    "lesweken_tussen",
    "nde_schooldag",
    "pasen",
    "plus_maanden",
    "plus_werkdagen",
    "schooldagen_tussen",
    "schooljaar",
    "schooljaar_grenzen",
    "schoolkalender",
    "vakantie_op",
    "vakanties_tussen",
    "verjaardag",
    "werkdagen_tot",
]
