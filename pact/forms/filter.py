"""What of the matrix is shown, and along which axes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from pact.keuzes import Niveau, Status, Termijn
from pact.matrix import GEEN, TREDEN, As, Assen, Filter, read_assen
from pact.matrix import Thema as MatrixThema
from pact.models import Partner

ZONDER = GEEN
"""The value of the filter on owner that asks for actions of nobody."""

ASVELDEN = ("rijen", "kolommen")


class FilterForm(forms.Form):
    """What of the matrix is shown. Every field stands in the address."""

    rijen = forms.ChoiceField(label="Rijen")
    kolommen = forms.ChoiceField(label="Kolommen")
    zoek = forms.CharField(
        label="Zoek",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": "woord of naam"}),
    )
    thema = forms.TypedChoiceField(label="Thema", required=False, coerce=int, empty_value=None)
    niveau = forms.TypedChoiceField(
        label="Niveau",
        required=False,
        choices=[("", "Alle"), *Niveau.choices],
        coerce=Niveau,
        empty_value=None,
    )
    termijn = forms.TypedChoiceField(
        label="Termijn",
        required=False,
        choices=[("", "Alle"), *Termijn.choices],
        coerce=Termijn,
        empty_value=None,
    )
    partner = forms.ChoiceField(label="Eigenaar", required=False)
    trede = forms.ChoiceField(
        label="Trede",
        required=False,
        choices=[("", "Alle"), (GEEN, "Op geen trede"), *TREDEN.items()],
    )
    status = forms.TypedChoiceField(
        label="Status",
        required=False,
        choices=[("", "Alle"), *Status.choices],
        coerce=Status,
        empty_value=None,
    )
    te_laat = forms.BooleanField(label="Alleen te laat", required=False)
    zonder_deadline = forms.BooleanField(label="Zonder deadline", required=False)

    use_required_attribute = False

    weggelaten: tuple[str, ...] = ()
    """The names, as they stand in the address, of what was asked and cannot be shown."""

    def __init__(
        self, *args: Any, themas: Sequence[MatrixThema], partners: Iterable[Partner], **kwargs: Any
    ) -> None:
        super().__init__(*args, **({"auto_id": "filter_%s"} | kwargs))
        namen = [(str(p.pk), str(p.organisatie)) for p in partners]
        _choices(self.fields["thema"], [("", "Alle"), *((t.id, t.naam) for t in themas)])
        _choices(self.fields["partner"], [("", "Alle"), (ZONDER, "Zonder eigenaar"), *namen])
        for veld in ASVELDEN:
            _choices(self.fields[veld], [(soort.value, soort.naam) for soort in As])

    @classmethod
    def forgiving(
        cls, data: Mapping[str, Any], *, themas: Sequence[MatrixThema], partners: Iterable[Partner]
    ) -> FilterForm:
        """Return a valid form: what is not a choice, from an old address, is left out.

        The two axes stand in it as they are shown. `weggelaten` names what was left out.
        """
        partners = list(partners)
        good = {naam: data.get(naam, "") for naam in cls.base_fields}
        form = cls(good, themas=themas, partners=partners)
        asked = dict(good)
        if not form.is_valid():
            good |= dict.fromkeys(form.errors, "")
        assen = read_assen(good["rijen"], good["kolommen"])
        good |= {"rijen": assen.rijen.value, "kolommen": assen.kolommen.value}
        # An empty field asks for nothing. Axes may give way to each other as well.
        weg = [naam for naam, waarde in asked.items() if waarde and good[naam] != waarde]
        form = cls(good, themas=themas, partners=partners)
        form.weggelaten = tuple(naam.replace("_", " ") for naam in weg)
        form.is_valid()
        return form

    @property
    def filtervelden(self) -> list[forms.BoundField]:
        """The fields that choose which actions are shown."""
        return [veld for veld in self if veld.name not in ASVELDEN]

    @property
    def vinkjes(self) -> list[forms.BoundField]:
        """The filters that are only on or off."""
        return [veld for veld in self if isinstance(veld.field, forms.BooleanField)]

    @property
    def keuzes(self) -> list[forms.BoundField]:
        """The filters that choose a value of a property."""
        return [veld for veld in self.filtervelden if isinstance(veld.field, forms.ChoiceField)]

    @property
    def keuzes_aan(self) -> bool:
        """Whether one of those is on."""
        return any(self.cleaned_data[veld.name] for veld in self.keuzes)

    def assen(self) -> Assen:
        """Return the axes that are shown."""
        return read_assen(self.cleaned_data["rijen"], self.cleaned_data["kolommen"])

    def asked(self) -> Filter:
        """Return what is asked for."""
        data = self.cleaned_data
        partner = data["partner"]
        return Filter(
            thema=data["thema"],
            niveau=data["niveau"],
            termijn=data["termijn"],
            status=data["status"],
            trede=data["trede"] or None,
            eigenaar_id=int(partner) if partner and partner != ZONDER else None,
            zonder_eigenaar=partner == ZONDER,
            zonder_deadline=data["zonder_deadline"],
            te_laat=data["te_laat"],
            zoek=data["zoek"],
        )

    def chosen(self) -> list[tuple[str, str, str]]:
        """Return which filters are on, as (name of the field, its value in the address, words)."""
        rows = []
        for veld in self.filtervelden:
            waarde = self.cleaned_data[veld.name]
            if waarde is True:
                rows.append((veld.name, "on", str(veld.label)))
            elif veld.name == "zoek" and waarde:
                rows.append((veld.name, waarde, f"Zoek: {waarde}"))
            elif waarde not in {None, "", False}:
                select = veld.field.widget
                assert isinstance(select, forms.Select)
                words = {str(keuze): woorden for keuze, woorden in select.choices}
                rows.append((veld.name, str(waarde), f"{veld.label}: {words[str(waarde)]}"))
        return rows

    def in_address(self) -> dict[str, str]:
        """Return what the address must hold to show this again: axes that differ, and filters."""
        standaard, assen = Assen(), self.assen()
        axes = {"rijen": assen.rijen.value, "kolommen": assen.kolommen.value}
        return (axes if assen != standaard else {}) | {
            naam: waarde for naam, waarde, _ in self.chosen()
        }


def _choices(field: forms.Field, choices: list[Any]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
