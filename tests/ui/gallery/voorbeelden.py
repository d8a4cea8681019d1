"""Composed children, forms and lists for the gallery. Nobody here exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator

from cases.stand import bereken_stand
from cases.stand.feiten import Aanbod, Feiten, Grond, Inschrijving, Verzuim, Vrijstelling
from cases.stand.regelset import LANDELIJK
from cases.stand.uitkomst import Stand
from cases.strip import Strip, build_strip
from thuiszitters.kalender import Regio
from thuiszitters.ui.forms import DatumField

VANDAAG = date(2026, 11, 21)
GEBOREN = date(2012, 3, 4)
ALTIJD = (Inschrijving(None, None),)


def feiten(**velden: Any) -> Feiten:
    standaard = {"geboortedatum": GEBOREN, "regio": Regio.NOORD, "inschrijvingen": ALTIJD}
    return Feiten(**{**standaard, **velden})


FEITEN: dict[str, Feiten] = {
    "net thuis": feiten(verzuim=(Verzuim(date(2026, 11, 16), None, False),)),
    "dreigend": feiten(verzuim=(Verzuim(date(2026, 11, 2), None, False),)),
    "LRV, met geoorloofd verzuim ervoor": feiten(
        verzuim=(
            Verzuim(date(2026, 9, 30), date(2026, 10, 5), True),
            Verzuim(date(2026, 10, 5), None, False),
        )
    ),
    "bijna drie maanden": feiten(verzuim=(Verzuim(date(2026, 8, 31), None, False),)),
    "drie maanden voorbij": feiten(
        verzuim=(
            Verzuim(date(2026, 3, 2), date(2026, 3, 6), False),
            Verzuim(date(2026, 5, 18), None, False),
        )
    ),
    "niet ingeschreven": feiten(inschrijvingen=(Inschrijving(None, date(2026, 8, 1)),)),
    "twee jaar niet ingeschreven": feiten(inschrijvingen=(Inschrijving(None, date(2024, 11, 1)),)),
    "met aanbod": feiten(
        verzuim=(Verzuim(date(2026, 8, 24), None, False),),
        aanbod=(Aanbod(date(2026, 11, 2), None),),
    ),
    "aanbod op komst": feiten(
        verzuim=(Verzuim(date(2026, 9, 14), None, False),),
        aanbod=(Aanbod(date(2026, 11, 30), None),),
    ),
    "vrijgesteld": feiten(
        inschrijvingen=(Inschrijving(None, date(2026, 8, 1)),),
        vrijstellingen=(Vrijstelling(Grond.ART5_A, date(2026, 8, 1), date(2027, 8, 1)),),
    ),
    "geoorloofd": feiten(verzuim=(Verzuim(date(2026, 11, 3), None, True),)),
    "weer naar school": feiten(verzuim=(Verzuim(date(2026, 9, 28), date(2026, 11, 9), False),)),
}


@dataclass(frozen=True)
class Rij:
    """One casus in a list, as a page would show it."""

    naam: str
    nummer: str
    school: str
    gemeente: str
    stand: Stand
    strip: Strip
    trede: str
    stap: str
    op: date


def stand_van(naam: str) -> tuple[Stand, Strip]:
    stand = bereken_stand(FEITEN[naam], LANDELIJK, VANDAAG)
    return stand, build_strip(feiten=FEITEN[naam], stand=stand, peildatum=VANDAAG)


_SCHOLEN = (
    ("VO-school De Kade", "Waterstad"),
    ("Openbare scholengemeenschap voor praktijkonderwijs Westerhaven-Noordoost", "Duinenburg"),
    ("Basisschool Het Anker", "Waterstad"),
)
_NAMEN = ("S. de V.", "M. A.", "J. van den B.-H.", "L. K.", "R. O.")
_STAPPEN = (
    ("MDO plannen", "aanspreken"),
    ("Ouders bellen over de terugkeer naar school en het plan", "signaleren"),
    ("Aanbod op papier", "stimuleren"),
    ("Eerste gesprek", "preventie"),
)


def rijen(aantal: int = 9) -> list[Rij]:
    namen = list(FEITEN)
    gevonden = []
    for i in range(aantal):
        stand, strip = stand_van(namen[i % len(namen)])
        school, gemeente = _SCHOLEN[i % 3]
        stap, trede = _STAPPEN[i % 4]
        gevonden.append(
            Rij(
                _NAMEN[i % 5],
                f"2026-{123 + i:06d}",
                school,
                gemeente,
                stand,
                strip,
                trede,
                stap,
                date(2026, 11, 19 + i % 9),
            )
        )
    return gevonden


class CasusForm(forms.Form):
    voornaam = forms.CharField(label="Voornaam")
    achternaam = forms.CharField(label="Achternaam", help_text="Zoals op de inschrijving staat")
    geboortedatum = DatumField(label="Geboortedatum")
    gemeente = forms.ChoiceField(
        label="Gemeente waar het kind woont",
        choices=[("", "Kies een gemeente"), ("1", "Waterstad"), ("2", "Duinenburg")],
    )
    sinds = DatumField(label="Thuis sinds", help_text="De eerste schooldag die is gemist")
    soort = forms.ChoiceField(
        label="Is het verzuim geoorloofd?",
        choices=[("nee", "Nee, zonder toestemming"), ("ja", "Ja, ziek gemeld of verlof")],
        widget=forms.RadioSelect,
    )
    notitie = forms.CharField(
        label="Eerste notitie", required=False, widget=forms.Textarea, help_text="Wat weet je nu?"
    )
    toestemming = forms.BooleanField(
        label="De ouders weten van deze casus", required=False, help_text="Dat mag ook later."
    )
    volgnummer = forms.CharField(initial="7", widget=forms.HiddenInput)


def formulier_met_fouten() -> CasusForm:
    formulier = CasusForm(
        {
            "voornaam": "Noor",
            "geboortedatum": "31-2-2012",
            "sinds": "volgende week",
            "volgnummer": 7,
        }
    )
    formulier.add_error(None, "Iemand anders heeft deze casus net gewijzigd.")
    return formulier


class LoginForm(forms.Form):
    login = forms.EmailField(widget=forms.EmailInput(attrs={"placeholder": "E-mail"}))
    password = forms.CharField(widget=forms.PasswordInput)


def bladzijde() -> Page[int]:
    return Paginator(range(1, 501), 25).page(4)


def kader() -> dict[str, Any]:
    """The context that the frame reads on every page."""

    def lidmaatschap(pk: int, naam: str, rol: str) -> SimpleNamespace:
        return SimpleNamespace(
            pk=pk, organisatie=SimpleNamespace(naam=naam), get_rol_display=lambda: rol
        )

    eerste = lidmaatschap(1, "Samenwerkingsverband Waterland VO", "coördinator")
    tweede = lidmaatschap(2, "Gemeente Waterstad", "leerplichtambtenaar")
    return {
        "navigatie": [
            {"label": "Werkvoorraad", "url": "#", "current": True, "count": None},
            {"label": "Signalen", "url": "#", "current": False, "count": 3},
            {"label": "Monitoring", "url": "#", "current": False, "count": None},
            {"label": "Organisatie", "url": "#", "current": False, "count": None},
        ],
        "lidmaatschap": eerste,
        "lidmaatschappen": [eerste, tweede],
        "toon_zoeken": True,
        "demo": True,
        "user": SimpleNamespace(
            is_authenticated=True,
            get_username="coordinator@voorbeeld.nl",
            get_short_name="Fenna Voorbeeld",
        ),
    }


DEMO_LOGINS = [
    {
        "rol": "Coördinator",
        "organisatie": "Samenwerkingsverband Waterland VO",
        "email": "coordinator@voorbeeld.nl",
        "wachtwoord": "tien-rode-fietsen",
    },
    {
        "rol": "Leerplichtambtenaar",
        "organisatie": "Gemeente Waterstad",
        "email": "leerplicht@waterstad.voorbeeld.nl",
        "wachtwoord": "tien-rode-fietsen",
    },
]

ACTIES = [
    ("Brede schoolgang", ["Scholen melden binnen vijf dagen", "Eén loket voor ouders"], 1),
    ("Zorg en onderwijs", ["Zorgarts sluit aan bij elk MDO"], 0),
    ("Doorstroom", [], 0),
    ("Data en monitoring", ["Maandelijks cijfer per school aan alle bestuurders sturen"], 1),
]

MOMENT = datetime(2026, 11, 20, 10, 42, tzinfo=ZoneInfo("Europe/Amsterdam"))
