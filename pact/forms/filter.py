"""What of the matrix is shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from pact.keuzes import Niveau, Status, Termijn
from pact.matrix import Filter
from pact.matrix import Thema as Rij
from pact.models import Partner

ZONDER = "geen"
"""The value of the filter on owner that asks for actions of nobody."""


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
