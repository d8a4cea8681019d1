"""What every form on the page of a casus has: a key against doubles, and a version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar
from uuid import uuid4

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import QueryDict

from cases.models import Casus
from thuiszitters.accounts.models import User

EIGEN = ("sleutel", "versie")


class ActieForm(forms.Form):
    """A form about one casus. `doel` is the task, fact or party it is about, where there is one."""

    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    versie = forms.IntegerField(widget=forms.HiddenInput, required=False)

    wijzigt: ClassVar[bool] = False
    """Whether it changes what is there, so that the two can be shown side by side."""

    naast: ClassVar[tuple[tuple[str, ...], ...]] = ()
    """Fields that stand side by side where there is room."""

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        casus: Casus,
        doel: Any = None,
        auto_id: str = "id_%s",
    ) -> None:
        self.casus = casus
        self.doel = doel
        initial = {"versie": casus.versie, **self.start(casus, doel)}
        super().__init__(data, initial=initial, auto_id=auto_id)
        self.prepare()

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        """Return what the fields hold when the form opens: for a change, what is there now."""
        return {}

    def prepare(self) -> None:
        """Give the fields their choices."""

    def voor(self, user: User) -> None:
        """Offer what this person can choose, once it is known who fills it in."""

    @property
    def rijen(self) -> list[list[forms.BoundField]]:
        """The visible fields in the rows they stand in."""
        rows: list[list[forms.BoundField]] = []
        for veld in self.visible_fields():
            before = rows[-1][-1].name if rows else ""
            if any(veld.name in row and before in row for row in self.naast):
                rows[-1].append(veld)
            else:
                rows.append([veld])
        return rows

    @property
    def waarden(self) -> dict[str, Any]:
        """The cleaned input without what belongs to the form itself."""
        return {naam: waarde for naam, waarde in self.cleaned_data.items() if naam not in EIGEN}

    def tell(self, error: ValidationError) -> None:
        """Put what a service refused at the right fields."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for naam, errors in error.error_dict.items():
            known = naam in self.fields and naam not in EIGEN
            self.add_error(naam if known and naam != NON_FIELD_ERRORS else None, errors)

    def differences(self) -> list[tuple[str, str, str]]:
        """Return (label, what is there now, what was filled in) for the fields of a change."""
        now = self.start(self.casus, self.doel) if self.wijzigt else {}
        rows = []
        for veld in self.visible_fields():
            if veld.name not in now:
                continue
            here, mine = veld.field.prepare_value(now[veld.name]), veld.value()
            if not veld.field.has_changed(now[veld.name], veld.data):
                continue
            rows.append((str(veld.label), shown(veld, here), shown(veld, mine)))
        return rows


def shown(veld: forms.BoundField, value: Any) -> str:
    """Return a value of a field as a person reads it."""
    widget = veld.field.widget
    if isinstance(widget, forms.Select | forms.RadioSelect):
        wanted = str("" if value is None else value)
        return next((label for key, label in _flat(widget.choices) if key == wanted), wanted)
    return str(widget.format_value(value) or "niet ingevuld") if value else "niet ingevuld"


def _flat(choices: Any) -> Iterator[tuple[str, str]]:
    """Give the choices, also those that stand in a group."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(key), str(label)


class LegeForm(ActieForm):
    """Nothing to fill in: the button says it."""
