"""From when until when a child must be in school (artikel 3, 4a and 15 Leerplichtwet)."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from cases.stand.feiten import Feiten, Grond, Vrijstelling
from cases.stand.uitkomst import Plicht
from thuiszitters.kalender import (
    Schoolkalender,
    plus_maanden,
    schooljaar,
    schooljaar_grenzen,
    verjaardag,
)


class Plichtgrenzen(NamedTuple):
    """The days between which the duties hold."""

    begin: date
    """First day of the leerplicht."""
    laatste_leerplichtdag: date
    achttiende_verjaardag: date
    """First day without kwalificatieplicht."""


def eerste_dag_na_maand_vijf(geboortedatum: date) -> date:
    """First day of the month after the month of the fifth birthday."""
    return plus_maanden(verjaardag(geboortedatum, 5).replace(day=1), 1)


# Every birth date of a school generation, in every region.
@lru_cache(maxsize=32_768)
def plichtgrenzen(geboortedatum: date, kalender: Schoolkalender) -> Plichtgrenzen:
    """The bounds of leerplicht and kwalificatieplicht for this birth date (R3-R5).

    The end after twelve school years (artikel 3 lid 1 onder a) is left to a person.
    """
    vanaf = eerste_dag_na_maand_vijf(geboortedatum)
    return Plichtgrenzen(
        begin=date.fromordinal(kalender.nde_schooldag_nr(vanaf.toordinal(), 1)),
        laatste_leerplichtdag=schooljaar_grenzen(schooljaar(verjaardag(geboortedatum, 16)))[1],
        achttiende_verjaardag=verjaardag(geboortedatum, 18),
    )


def vrijstelling_op(feiten: Feiten, peildatum: date) -> Vrijstelling | None:
    """The vrijstelling, of whichever ground, that covers this day."""
    for vrijstelling in feiten.vrijstellingen:
        if vrijstelling.begin <= peildatum and (
            vrijstelling.einde is None or peildatum < vrijstelling.einde
        ):
            return vrijstelling
    return None


def plicht_op(
    feiten: Feiten,
    grenzen: Plichtgrenzen,
    peildatum: date,
    vrijstelling: Vrijstelling | None,
) -> Plicht:
    """Which duty holds on this day, given the vrijstelling that covers it."""
    if peildatum < grenzen.begin or peildatum >= grenzen.achttiende_verjaardag:
        return Plicht.GEEN
    if peildatum <= grenzen.laatste_leerplichtdag:
        return Plicht.LEERPLICHTIG
    gekwalificeerd = (
        feiten.startkwalificatie_op is not None and feiten.startkwalificatie_op <= peildatum
    )
    if gekwalificeerd or (vrijstelling is not None and vrijstelling.grond is Grond.ART15):
        return Plicht.GEEN
    return Plicht.KWALIFICATIEPLICHTIG
