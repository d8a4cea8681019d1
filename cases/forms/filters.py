"""The filter bar over the list of work: what is asked, and the addresses that ask it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse
from django.utils import timezone

from cases.models import Status
from cases.selectors.werkvoorraad import (
    ALLE,
    IEDEREEN,
    IK,
    NIEMAND,
    WEEK,
    ZONDER_SCHOOL,
    Filters,
    Opties,
)
from cases.selectors.zoeken import nummers_van
from thuiszitters.accounts.models import User
from thuiszitters.ui.templatetags.ui import CATEGORIEEN, TREDEN

OP_NAAM = "naam"
"""Value of `zoek` in an address: search by the name in the session. A child's name never stands
in an address, where histories, logs and bookmarks would keep it."""

_STATUS = {
    Status.OPEN.value: "Open",
    Status.GESLOTEN.value: "Gesloten",
    ALLE: "Alle",
}


_IN_CHIP = {
    IK: "ik",
    NIEMAND: "niemand",
    WEEK: "tot en met deze week",
    Status.GESLOTEN.value: "gesloten",
    ALLE: "open en gesloten",
}


class FilterForm(forms.Form):
    """The filter bar. Whatever cannot be read counts as not asked."""

    q = forms.CharField(label="Zoek naam of nummer", max_length=100, required=False)
    gemeente = forms.ChoiceField(label="Gemeente", required=False)
    school = forms.ChoiceField(label="School", required=False)
    categorie = forms.ChoiceField(label="Categorie", required=False)
    trede = forms.ChoiceField(label="Trede", required=False)
    eigenaar = forms.ChoiceField(label="Eigenaar", required=False)
    status = forms.ChoiceField(label="Status", required=False, choices=list(_STATUS.items()))
    termijn = forms.ChoiceField(
        label="Termijn",
        required=False,
        choices=[("", ""), (WEEK, "Tot en met deze week")],
        widget=forms.HiddenInput,
    )

    def __init__(self, *args: Any, user: User, opties: Opties, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._keuzes: dict[str, list[tuple[str, str]]] = {
            "gemeente": [("", "Alle"), *((str(g.pk), g.naam) for g in opties.gemeenten)],
            "school": [
                ("", "Alle"),
                (ZONDER_SCHOOL, "Niet ingeschreven"),
                *((str(s.pk), s.naam) for s in opties.scholen),
            ],
            "categorie": [
                ("", "Alle"),
                *((name, whole) for name, (_, whole) in CATEGORIEEN.items()),
            ],
            "trede": [
                ("", "Alle"),
                *((name, label.capitalize()) for name, label in TREDEN.items()),
            ],
            "eigenaar": list(_eigenaren(user, opties)),
        }
        for name, values in self._keuzes.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = values
        # Nothing to choose: one gemeente or school is all they see.
        if len(opties.gemeenten) < 2:
            del self.fields["gemeente"]
        if len(opties.scholen) < 2:
            del self.fields["school"]
        if not opties.coordinatoren:
            del self.fields["eigenaar"]

    def woorden(self, naam: str, waarde: str) -> str:
        """Return a filter and its value in words, such as "Eigenaar: ik"."""
        chosen = _IN_CHIP.get(waarde) or dict(self._keuzes.get(naam, [])).get(waarde, waarde)
        label = self.fields[naam].label if naam in self.fields else ""
        return f"{label}: {chosen}" if label else chosen

    def lees(self, opties: Opties) -> tuple[Filters, str]:
        """Return the filters asked for, without the search, and what is searched for."""
        self.is_valid()
        data = self.cleaned_data
        return Filters(
            gemeente=data.get("gemeente", ""),
            school=data.get("school", ""),
            categorie=data.get("categorie", ""),
            trede=data.get("trede", ""),
            termijn=data.get("termijn", ""),
            eigenaar=data.get("eigenaar") or opties.eigenaar,
            status=data.get("status") or Status.OPEN,
        ), " ".join(data.get("q", "").split())


def _eigenaren(user: User, opties: Opties) -> Iterator[tuple[str, str]]:
    yield IEDEREEN, "Iedereen"
    if opties.is_coordinator:
        yield IK, "Ik"
    yield NIEMAND, "Niemand"
    for person in opties.coordinatoren:
        if person.pk != user.pk or not opties.is_coordinator:
            yield str(person.pk), str(person)


@dataclass(frozen=True, slots=True)
class Vraag:
    """What is asked of the list: the filters, and whether a name is searched for.

    It is read from an address or a form, and written back as the one address that asks it.
    """

    filters: Filters
    opties: Opties
    q: str = ""
    """What stands in the search box."""

    @property
    def parameters(self) -> dict[str, str]:
        """Return the query of its address: only what differs from what is shown unasked."""
        f = self.filters
        asked = {
            "gemeente": f.gemeente,
            "school": f.school,
            "categorie": f.categorie,
            "trede": f.trede,
            "termijn": f.termijn,
            "eigenaar": "" if f.eigenaar == self.opties.eigenaar else f.eigenaar,
            "status": "" if f.status == Status.OPEN else f.status,
            "q": self.q if f.nummers else "",
            "zoek": OP_NAAM if f.naam else "",
        }
        return {name: value for name, value in asked.items() if value}

    @property
    def initial(self) -> dict[str, str]:
        """Return what the filter bar shows."""
        f = self.filters
        return {
            "q": self.q,
            "gemeente": f.gemeente,
            "school": f.school,
            "categorie": f.categorie,
            "trede": f.trede,
            "termijn": f.termijn,
            "eigenaar": f.eigenaar,
            "status": f.status,
        }

    def adres(self, **anders: str) -> str:
        """Return its address, with some parameters changed; an empty value leaves one out."""
        query = {name: v for name, v in (self.parameters | anders).items() if v}
        path = reverse("cases:werkvoorraad")
        return f"{path}?{urlencode(query)}" if query else path

    @property
    def is_gefilterd(self) -> bool:
        """Return whether more is asked than one of the views does by itself."""
        f = self.filters
        return bool(f.gemeente or f.school or f.categorie or f.trede) or f.eigenaar.isdigit()

    @property
    def van_iedereen(self) -> str:
        """Return the address of everybody's open casussen."""
        return Vraag(Filters(), self.opties).adres()

    @property
    def ruimer(self) -> str:
        """Return the address of the same search among everything the reader may see; empty where
        it is that already."""
        wide = Filters(
            status=ALLE, eigenaar=IEDEREEN, naam=self.filters.naam, nummers=self.filters.nummers
        )
        if not self.filters.zoekt or wide == self.filters:
            return ""
        return Vraag(wide, self.opties, self.q).adres()


def met_zoekterm(filters: Filters, q: str) -> Filters:
    """Return the filters with a search added: by number where it looks like one, else by name."""
    numbers = nummers_van(q, timezone.localdate().year)
    return replace(filters, naam="" if numbers else q, nummers=tuple(numbers))


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address without it."""

    tekst: str
    url: str


def chips(vraag: Vraag, form: FilterForm) -> list[Chip]:
    """Return a chip for every filter that narrows the list, the search first."""
    shown = [Chip(f"Zoek: {vraag.q}", vraag.adres(q="", zoek=""))] if vraag.filters.zoekt else []
    shown += [
        Chip(form.woorden(name, value), vraag.adres(**{name: ""}))
        for name in ("gemeente", "school", "categorie", "trede", "termijn")
        if (value := vraag.initial[name])
    ]
    if (owner := vraag.filters.eigenaar) != IEDEREEN:
        everybody = IEDEREEN if vraag.opties.eigenaar != IEDEREEN else ""
        shown.append(Chip(form.woorden("eigenaar", owner), vraag.adres(eigenaar=everybody)))
    if (status := vraag.filters.status) != Status.OPEN:
        shown.append(Chip(form.woorden("status", status), vraag.adres(status="")))
    return shown


@dataclass(frozen=True, slots=True)
class Weergave:
    """A view of the list that is asked for often, as one link."""

    label: str
    url: str
    huidig: bool


def weergaven(vraag: Vraag) -> list[Weergave]:
    """Return the views of this reader. One is current when nothing else is asked as well."""
    views: list[tuple[str, Filters]] = []
    if vraag.opties.is_coordinator:
        views += [
            ("Mijn week", Filters(eigenaar=IK, termijn=WEEK)),
            ("Mijn casussen", Filters(eigenaar=IK)),
            ("Alle casussen", Filters()),
            ("Zonder eigenaar", Filters(eigenaar=NIEMAND)),
        ]
    else:
        views += [("Alle casussen", Filters()), ("Deze week", Filters(termijn=WEEK))]
    views.append(("Gesloten", Filters(status=Status.GESLOTEN)))
    return [
        Weergave(label, Vraag(filters, vraag.opties).adres(), filters == vraag.filters)
        for label, filters in views
    ]
