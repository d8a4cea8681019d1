"""What somebody asks of the matrix: the axes and filters of an address, and the answer to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.http import urlencode

from pact.forms import FilterForm
from pact.forms.filter import ASVELDEN
from pact.matrix import (
    ZICHTBAAR,
    As,
    Assen,
    Filter,
    Kop,
    Matrix,
    Thema,
    build_matrix,
    heads_of,
    heads_shown,
)
from pact.models import Pact, Partner
from pact.selectors import count_cells, filter_acties, first_acties, load_themas, owners_of

INEENS = 250
"""Up to so many actions the whole matrix is in the page, so that paper and a search in the page
miss none. With more, a cell has its first ones, and gets the others when somebody asks."""


@dataclass(frozen=True, slots=True)
class Matrixvraag:
    """The axes and filters of one address of one pact."""

    pact: Pact
    peildatum: date
    form: FilterForm
    themas: list[Thema]
    partners: list[Partner]

    @classmethod
    def read(cls, pact: Pact, data: Mapping[str, str], *, peildatum: date) -> Matrixvraag:
        """Return the question in an address; what cannot be asked any more is left out."""
        themas = load_themas(pact)
        partners = list(owners_of(pact))
        form = FilterForm.forgiving(data, themas=themas, partners=partners)
        return cls(pact, peildatum, form, themas, partners)

    @property
    def assen(self) -> Assen:
        """What rows and columns are."""
        return self.form.assen()

    @property
    def asked(self) -> Filter:
        """Which actions are asked for."""
        return self.form.asked()

    @property
    def query(self) -> str:
        """What stands behind the address of a page to come back to this one, "" for nothing."""
        return self.query_with()

    def query_with(self, zonder: str = "", **extra: str) -> str:
        """Return that with `extra` in it, and without the filter named `zonder`."""
        params = {k: v for k, v in (self.form.in_address() | extra).items() if k != zonder}
        return f"?{urlencode(params)}" if params else ""

    @property
    def assenquery(self) -> str:
        """Return the axes alone."""
        params = {naam: w for naam, w in self.form.in_address().items() if naam in ASVELDEN}
        return f"?{urlencode(params)}" if params else ""

    @property
    def alles_query(self) -> str:
        """Return that with every cell wholly open."""
        return self.query_with(alles="on")

    @property
    def turned_query(self) -> str:
        """Return that with rows and columns in each other's place."""
        assen = self.assen.gewisseld
        return self.query_with(rijen=assen.rijen.value, kolommen=assen.kolommen.value)

    def cell_query(self, rij: Kop, kolom: Kop) -> str:
        """Return what shows only this cell."""
        return self.query_with(
            **{rij.soort.value: rij.sleutel, kolom.soort.value: kolom.sleutel},
        )

    def answer(self, *, alles: bool = False) -> Matrix:
        """Return the matrix. `alles` opens every cell wholly, however many actions there are."""
        found = filter_acties(self.pact, self.asked, peildatum=self.peildatum)
        tellingen = count_cells(found, self.assen, peildatum=self.peildatum)
        rijen = self._heads(self.assen.rijen, {rij for rij, _ in tellingen})
        kolommen = self._heads(self.assen.kolommen, {kolom for _, kolom in tellingen})
        alles = alles or len(rijen) * len(kolommen) == 1
        few = sum(telling.totaal for telling in tellingen.values()) <= INEENS
        return build_matrix(
            first_acties(
                self.pact,
                found,
                self.assen,
                peildatum=self.peildatum,
                most=None if alles or few else ZICHTBAAR,
            ),
            assen=self.assen,
            rijen=rijen,
            kolommen=kolommen,
            peildatum=self.peildatum,
            tellingen=tellingen,
            zichtbaar=None if alles else ZICHTBAAR,
        )

    def _heads(self, soort: As, gevuld: set[str]) -> tuple[Kop, ...]:
        weg = {p.pk for p in self.partners if p.tot is not None and p.tot <= self.peildatum}
        partners = [
            (partner.pk, str(partner.organisatie))
            for partner in self.partners
            if partner.pk not in weg or str(partner.pk) in gevuld
        ]
        koppen = heads_of(soort, themas=self.themas, partners=partners, weg=weg)
        return heads_shown(koppen, gevuld, alleen_gevuld=bool(self.form.chosen()))
