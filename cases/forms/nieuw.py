"""Opening a casus: first looking whether the child is known, then one page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from cases.forms.actie import shown
from cases.forms.velden import ZIEK, soort_verzuim
from cases.models import Leerling
from cases.services.casussen import NieuweCasus
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.selectors import people_with, werkgebied_of
from thuiszitters.ui.forms import DatumField

GEEN_SCHOOL = "geen"

_NAAM = {"autocomplete": "off", "spellcheck": "false"}


def _tekst() -> forms.TextInput:
    return forms.TextInput(attrs=dict(_NAAM))


class ZoekForm(forms.Form):
    """Who is meant. Any part of it will do."""

    voornaam = forms.CharField(label="Voornaam", max_length=100, required=False, widget=_tekst())
    achternaam = forms.CharField(
        label="Achternaam", max_length=150, required=False, widget=_tekst()
    )
    geboortedatum = DatumField(
        label="Geboortedatum", required=False, help_text="Bijvoorbeeld 12-3-2012"
    )

    def clean(self) -> dict[str, Any]:
        """Refuse an empty search, and one letter."""
        data = self.cleaned_data
        if self.errors:
            return data
        if not data.get("geboortedatum") and len(self.naam) < 2:
            raise ValidationError("Vul een naam of een geboortedatum in om te zoeken.")
        return data

    @property
    def naam(self) -> str:
        """The whole name that is searched for."""
        return f"{self.cleaned_data['voornaam']} {self.cleaned_data['achternaam']}".strip()


class NieuweCasusForm(forms.Form):
    """All that is needed to open a casus; the rest can come later."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    voornaam = forms.CharField(
        label="Voornaam",
        max_length=100,
        widget=_tekst(),
        error_messages={"required": "Vul de voornaam in."},
    )
    achternaam = forms.CharField(
        label="Achternaam",
        max_length=150,
        widget=_tekst(),
        help_text="Met tussenvoegsel",
        error_messages={"required": "Vul de achternaam in."},
    )
    geboortedatum = DatumField(
        label="Geboortedatum",
        help_text="Bijvoorbeeld 12-3-2012",
        error_messages={"required": "Vul de geboortedatum in."},
    )
    school = forms.ChoiceField(
        label="School",
        error_messages={"required": "Kies een school, of kies Niet ingeschreven."},
    )
    ingeschreven_sinds = DatumField(
        label="Ingeschreven sinds", required=False, help_text="Weet je het niet? Laat het leeg."
    )
    gemeente = forms.ChoiceField(
        label="Gemeente waar het kind woont",
        error_messages={"required": "Kies een gemeente."},
    )
    verzuim_begin = DatumField(
        label="Eerste dag afwezig",
        error_messages={"required": "Vul de eerste dag in waarop het kind er niet was."},
        help_text="Niet ingeschreven? Dan de eerste dag zonder school. Bijvoorbeeld 12-3-2026",
    )
    geoorloofd = forms.ChoiceField(
        label="Is het verzuim geoorloofd?",
        error_messages={"required": "Kies of het verzuim geoorloofd is."},
        choices=[
            ("nee", "Nee, ongeoorloofd"),
            (ZIEK, "Ja, ziek gemeld"),
            ("ja", "Ja, met verlof of geschorst"),
        ],
        widget=forms.RadioSelect,
    )
    notitie = forms.CharField(
        label="Eerste notitie",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wat weet je nu? Schrijf alleen op wat nodig is om het kind te helpen: "
        "geen diagnose, geen burgerservicenummer.",
    )
    volgende_stap = forms.CharField(
        label="Volgende stap",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld: ouders bellen",
    )
    volgende_stap_op = DatumField(label="Uiterlijk", required=False)
    eigenaar = forms.ChoiceField(
        label="Eigenaar", help_text="Wie gaat hier achteraan en krijgt de signalen?"
    )

    def __init__(
        self,
        *args: Any,
        swv: Organisatie,
        user: User,
        leerling: Leerling | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.leerling = leerling
        self._scholen = {str(s.pk): s for s in werkgebied_of([swv.pk], Soort.SCHOOL)}
        self._gemeenten = {
            str(g.pk): g for g in Organisatie.objects.filter(soort=Soort.GEMEENTE, actief=True)
        }
        self._eigenaren = {str(p.pk): p for p in people_with(Rol.COORDINATOR, swv)}
        near = {str(g.pk) for g in werkgebied_of([swv.pk], Soort.GEMEENTE)}
        self._choose(
            "school",
            [
                ("", "Kies een school"),
                (GEEN_SCHOOL, "Niet ingeschreven op een school"),
                *_named(self._scholen.values()),
            ],
        )
        self._choose("gemeente", self._gemeente_keuzes(near))
        self._choose("eigenaar", [(pk, str(p)) for pk, p in self._eigenaren.items()])
        if str(user.pk) in self._eigenaren:
            self.fields["eigenaar"].initial = str(user.pk)
        if self.data.get("school") == GEEN_SCHOOL:
            # Who is not enrolled cannot be absent with leave.
            self.fields["geoorloofd"].required = False
        if leerling is not None:
            # Who the child is, is known already: it is shown, and changed on its casus.
            for name in ("voornaam", "achternaam", "geboortedatum"):
                self.fields[name].disabled = True
                self.fields[name].initial = getattr(leerling, name)

    def _gemeente_keuzes(self, near: set[str]) -> list[Any]:
        here = [g for pk, g in self._gemeenten.items() if pk in near]
        others = [g for pk, g in self._gemeenten.items() if pk not in near]
        if len(here) == 1:
            self.fields["gemeente"].initial = str(here[0].pk)
        if not others:
            return [("", "Kies een gemeente"), *_named(here)]
        return [
            ("", "Kies een gemeente"),
            ("In het gebied van het samenwerkingsverband", _named(here)),
            ("Andere gemeenten", _named(others)),
        ]

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Ask for what belongs together."""
        data = self.cleaned_data
        if data.get("volgende_stap_op") and not data.get("volgende_stap", "").strip():
            self.add_error(
                "volgende_stap", "Schrijf wat de volgende stap is, of laat de datum leeg."
            )
        return data

    @property
    def nieuwe_casus(self) -> NieuweCasus:
        """What was filled in, as the service takes it."""
        data = self.cleaned_data
        enrolled_nowhere = data["school"] == GEEN_SCHOOL
        return NieuweCasus(
            voornaam=data["voornaam"],
            achternaam=data["achternaam"],
            geboortedatum=data["geboortedatum"],
            gemeente=self._gemeenten[data["gemeente"]],
            school=self._scholen.get(data["school"]),
            verzuim_begin=data["verzuim_begin"],
            **({} if enrolled_nowhere else soort_verzuim(data["geoorloofd"])),
            ingeschreven_sinds=data["ingeschreven_sinds"],
            notitie=data["notitie"],
            volgende_stap=data["volgende_stap"],
            volgende_stap_op=data["volgende_stap_op"],
            eigenaar=self._eigenaren[data["eigenaar"]],
        )

    def typed(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Return (label, what was filled in) of these parts of a NieuweCasus, in words."""
        fields = dict.fromkeys(_VELD_VAN.get(name, name) for name in names)
        return [(str(self[name].label), shown(self[name], self[name].value())) for name in fields]

    def tell(self, error: ValidationError) -> None:
        """Put what the service refused at the right fields."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            field = _VELD_VAN.get(name, name)
            known = field in self.fields and field != NON_FIELD_ERRORS
            self.add_error(field if known else None, errors)


_VELD_VAN = {
    "omschrijving": "volgende_stap",
    "voor_op": "volgende_stap_op",
    "begin": "verzuim_begin",
    "reden": "geoorloofd",
}


def _named(organisaties: Iterable[Organisatie]) -> list[tuple[str, str]]:
    return [(str(o.pk), o.naam) for o in organisaties]
