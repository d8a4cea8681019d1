"""Forms of a pact. They read input; what it means is decided by the services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from pact.keuzes import Niveau, PartnerRol, Status, Termijn
from pact.matrix import Filter
from pact.matrix import Thema as Rij
from pact.models import Actie, Pact, Partner, Thema
from pact.selectors import assignable_partners
from pact.services.acties import ActieInhoud
from pact.services.pacten import PactGegevens
from thuiszitters.accounts.models import Organisatie
from thuiszitters.ui.forms import DatumField

ZONDER = "geen"
"""The value of the filter on owner that asks for actions of nobody."""


if TYPE_CHECKING:
    _PartnerVeld = forms.ModelChoiceField[Partner]
else:
    _PartnerVeld = forms.ModelChoiceField


class PartnerKeuze(_PartnerVeld):
    """A choice of partners, that says so of one who left."""

    def label_from_instance(self, obj: Partner) -> str:
        """Return the name of the organisation."""
        left = obj.tot is not None and obj.tot <= timezone.localdate()
        return f"{obj.organisatie} (geen partner meer)" if left else str(obj.organisatie)


class ActieForm(forms.Form):
    """An action. `versie` is the one the form was opened on; 0 for a new action."""

    activiteit = forms.CharField(
        label="Wat gaat er gebeuren?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Eén zin die begint met wat je doet. Geen namen van leerlingen.",
        error_messages={"required": "Schrijf wat er gaat gebeuren."},
    )
    thema = forms.ModelChoiceField(
        label="Thema",
        queryset=Thema.objects.none(),
        empty_label="Kies een thema",
        error_messages={
            "required": "Kies een thema.",
            "invalid_choice": "Dit thema is er niet meer. Kies een ander.",
        },
    )
    niveau = forms.ChoiceField(
        label="Niveau",
        choices=Niveau.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Kies een niveau."},
    )
    termijn = forms.ChoiceField(
        label="Termijn",
        choices=Termijn.choices,
        initial=Termijn.KORT,
        widget=forms.RadioSelect(attrs={"class": "keuzes--naast"}),
    )
    eigenaar = PartnerKeuze(
        label="Eigenaar",
        queryset=Partner.objects.none(),
        required=False,
        empty_label="Nog geen eigenaar",
        help_text="De partner die hierop aangesproken wordt.",
        error_messages={"invalid_choice": "Deze organisatie is geen partner in dit pact."},
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    deadline = DatumField(label="Deadline", required=False)
    status = forms.ChoiceField(
        label="Status",
        choices=Status.choices,
        initial=Status.NOG_NIET_BEGONNEN,
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    toelichting = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=5000,
        widget=forms.Textarea,
        help_text="Afspraken, resultaat, waarop je wacht. Alle partners lezen dit: "
        "schrijf niets over één kind.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        pact: Pact,
        actie: Actie | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sleutel"].initial = uuid4
        self.fields["versie"].initial = actie.versie if actie else 0
        _choose_from(self.fields["thema"], pact.themas.all())
        _choose_from(self.fields["eigenaar"], assignable_partners(pact, actie))
        if not self.is_bound and actie is not None:
            self.initial = {
                "activiteit": actie.activiteit,
                "thema": actie.thema_id,
                "niveau": actie.niveau,
                "termijn": actie.termijn,
                "eigenaar": actie.eigenaar_id,
                "deadline": actie.deadline,
                "status": actie.status,
                "toelichting": actie.toelichting,
            }

    def inhoud(self) -> ActieInhoud:
        """Return what was filled in."""
        data = self.cleaned_data
        return ActieInhoud(
            activiteit=" ".join(data["activiteit"].split()),
            thema=data["thema"],
            niveau=Niveau(data["niveau"]),
            termijn=Termijn(data["termijn"]),
            eigenaar=data["eigenaar"],
            deadline=data["deadline"],
            status=Status(data["status"]),
            # A browser sends line ends as CR LF: the same text must not count as a change.
            toelichting=data["toelichting"].replace("\r\n", "\n"),
        )


def _choose_from(field: forms.Field, queryset: QuerySet[Any]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = queryset


class FilterForm(forms.Form):
    """What of the matrix is shown. Every field stands in the address."""

    thema = forms.TypedChoiceField(label="Thema", required=False, coerce=int, empty_value=None)
    niveau = forms.TypedChoiceField(
        label="Niveau",
        required=False,
        choices=[("", "Alle"), *Niveau.choices],
        coerce=Niveau,
        empty_value=None,
    )
    partner = forms.ChoiceField(label="Eigenaar", required=False)
    status = forms.TypedChoiceField(
        label="Status",
        required=False,
        choices=[("", "Alle"), *Status.choices],
        coerce=Status,
        empty_value=None,
    )
    termijn = forms.TypedChoiceField(
        label="Termijn",
        required=False,
        choices=[("", "Alle"), *Termijn.choices],
        coerce=Termijn,
        empty_value=None,
    )
    te_laat = forms.BooleanField(label="Alleen te laat", required=False)

    def __init__(
        self, *args: Any, themas: Sequence[Rij], partners: Iterable[Partner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **({"auto_id": "filter_%s"} | kwargs))
        namen = [(str(p.pk), str(p.organisatie)) for p in partners]
        _choices(self.fields["thema"], [("", "Alle"), *((t.id, t.naam) for t in themas)])
        _choices(self.fields["partner"], [("", "Alle"), (ZONDER, "Zonder eigenaar"), *namen])

    @classmethod
    def forgiving(
        cls, data: Mapping[str, Any], *, themas: Sequence[Rij], partners: Iterable[Partner]
    ) -> FilterForm:
        """Return a valid form: what is not a choice, from an old address, is left out."""
        partners = list(partners)
        form = cls(data, themas=themas, partners=partners)
        if not form.is_valid():
            good = {naam: data.get(naam, "") for naam in form.fields if naam not in form.errors}
            form = cls(good, themas=themas, partners=partners)
            form.is_valid()
        return form

    def asked(self) -> Filter:
        """Return what is asked for."""
        data = self.cleaned_data
        partner = data["partner"]
        return Filter(
            thema=data["thema"],
            niveau=data["niveau"],
            termijn=data["termijn"],
            status=data["status"],
            eigenaar_id=int(partner) if partner and partner != ZONDER else None,
            zonder_eigenaar=partner == ZONDER,
            te_laat=data["te_laat"],
        )

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return what is on, as (name of the field, its value in the address, words)."""
        rows = []
        for veld in self:
            waarde = self.cleaned_data[veld.name]
            if veld.name == "te_laat":
                if waarde:
                    rows.append((veld.name, "on", str(veld.label)))
            elif waarde not in {None, ""}:
                select = veld.field.widget
                assert isinstance(select, forms.Select)
                words = {str(keuze): woorden for keuze, woorden in select.choices}
                rows.append((veld.name, str(waarde), f"{veld.label}: {words[str(waarde)]}"))
        return rows


def _choices(field: forms.Field, choices: list[Any]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class PactGegevensForm(forms.Form):
    """What a pact says about itself."""

    naam = forms.CharField(
        label="Naam van het pact",
        max_length=120,
        error_messages={"required": "Geef het pact een naam."},
    )
    motto = forms.CharField(label="Motto", max_length=200, required=False)
    regio = forms.CharField(
        label="Regio",
        max_length=120,
        required=False,
        help_text="Laat dit leeg bij een landelijk pact.",
        widget=forms.TextInput(attrs={"class": "invoer--midden"}),
    )
    begin = DatumField(
        label="Begin", error_messages={"required": "Schrijf wanneer het pact begint."}
    )
    einde = DatumField(
        label="Einde", required=False, help_text="De laatste dag. Leeg als er geen einde is."
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0)

    @classmethod
    def of(cls, pact: Pact) -> PactGegevensForm:
        """Return the form as it opens on a pact."""
        return cls(
            initial={
                "naam": pact.naam,
                "motto": pact.motto,
                "regio": pact.regio,
                "begin": pact.begin,
                "einde": pact.einde,
                "versie": pact.versie,
            }
        )

    def gegevens(self) -> PactGegevens:
        """Return what was filled in."""
        data = self.cleaned_data
        return PactGegevens(
            naam=data["naam"],
            motto=data["motto"],
            regio=data["regio"],
            begin=data["begin"],
            einde=data["einde"],
        )


class NieuwPactForm(PactGegevensForm):
    """A new pact, with its themas one per line."""

    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Kort, voor in het adres van de pagina. Bijvoorbeeld waterstad-2026.",
        error_messages={"required": "Schrijf een korte code."},
        widget=forms.TextInput(attrs={"class": "invoer--midden", "autocapitalize": "none"}),
    )
    themas = forms.CharField(
        label="Thema's",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Eén thema per regel. Elk thema wordt een rij van de matrix.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    field_order = ["naam", "code", "motto", "regio", "begin", "einde", "themas"]

    def clean_code(self) -> str:
        """Return the code as it stands in addresses: in small letters."""
        return str(self.cleaned_data["code"]).lower()

    def clean_themas(self) -> list[str]:
        """Return the themas, without empty lines."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["themas"].splitlines())
        return [line for line in lines if line]

    def sent_by(self) -> UUID:
        """Return the key of this very form."""
        key = self.cleaned_data["sleutel"]
        assert isinstance(key, UUID)
        return key


class ThemaForm(forms.Form):
    """The name of a thema."""

    naam = forms.CharField(
        label="Naam van het thema",
        max_length=120,
        error_messages={"required": "Schrijf hoe het thema heet."},
    )


class PartnerForm(forms.Form):
    """An organisation becomes a partner."""

    organisatie = forms.ModelChoiceField(
        label="Organisatie",
        queryset=Organisatie.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Kies een organisatie.",
            "invalid_choice": "Deze organisatie is al partner, of bestaat niet meer.",
        },
    )
    rol = forms.ChoiceField(
        label="Rol in het pact",
        choices=PartnerRol.choices,
        initial=PartnerRol.DEELNEMER,
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )

    def __init__(
        self,
        *args: Any,
        shown: Sequence[Organisatie],
        allowed: QuerySet[Organisatie],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisatie"]
        _choose_from(field, allowed)
        # Only what was found is offered; whatever may be a partner is accepted.
        field.widget.choices = [
            (o.pk, f"{o.naam} ({o.get_soort_display()}, {o.code})") for o in shown
        ]
