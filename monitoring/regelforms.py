"""The form for a version of the rules: its settings, and one part for every rung."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from cases.stand import LANDELIJK, OngeldigeRegel, Regelset
from cases.stand.regelset import schrijf_waarde
from monitoring.ladder import Anker, Drempel, Ladder, LadderRegel, Spoor, Trede
from monitoring.ladder.controle import LANGSTE_TEKST, TE_VRAGEN
from monitoring.ladder.geheel import Regels
from monitoring.ladder.woorden import (
    DREMPELNAMEN,
    INSTELLINGEN,
    WAARDEN,
    Groep,
    naam_van,
    waarde_in_woorden,
)
from monitoring.regelteksten import Tekstwaarschuwing, stale_texts
from thuiszitters.accounts.rollen import Rol
from thuiszitters.ui.forms import DatumField

VASTE_DAGEN = frozenset({Anker.SIGNAAL, Anker.STILTE})
"""The anchors at which there are no days to choose."""

_TELT: Mapping[Drempel, str] = {
    Drempel.VEERTIEN_DAGEN: "dagen na het begin van het verzuim",
    Drempel.VIER_WEKEN: "dagen",
    Drempel.DRIE_MAANDEN: "dagen vóór drie maanden",
    Drempel.DRIE_MAANDEN_VOORBIJ: "dagen na drie maanden",
    Drempel.VEERTIENDAAGS: "dagen na het laatste signaal",
}

VOOR: Final = "voor"
NA: Final = "na"
KANTEN: Mapping[Drempel, tuple[tuple[str, str], ...]] = {
    Drempel.VIER_WEKEN: ((VOOR, "vóór vier weken"), (NA, "na vier weken")),
}
"""Where a rung can fall on either side of what it counts from."""

_ERVOOR = frozenset({Drempel.VIER_WEKEN, Drempel.DRIE_MAANDEN})
"""Where days before it are written as a number without a sign."""

_SPOORNAMEN: Mapping[Spoor, str] = {
    Spoor.THUIS: "De tijd thuis",
    Spoor.UREN: "Gemiste uren",
    Spoor.ZIEKTE: "Ziekte",
    Spoor.INSCHRIJVING: "Niet ingeschreven",
}
_STILTE = "Als er geen antwoord komt"


class RegelsForm(forms.Form):
    """From when, why, and the settings of the Stand and the signals."""

    geldig_vanaf = DatumField(
        label="Geldt vanaf", help_text="Vandaag of later, bijvoorbeeld 1-3-2027."
    )
    reden = forms.CharField(
        label="Reden",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Verplicht als deze regels ergens minder vragen dan de landelijke: leg uit "
        "waarom. Schrijf hier niets over een kind.",
    )
    mailvenster = forms.CharField(
        label="Mail mag weg",
        max_length=40,
        widget=forms.TextInput(attrs={"class": "invoer--midden", "autocomplete": "off"}),
        help_text="Uren en dagen, als 07-19 ma-vr; op feestdagen gaat er dan geen mail weg. "
        "Of: altijd.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, landelijk: Regels, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for naam, instelling in INSTELLINGEN.items():
            national = getattr(landelijk.regelset, naam)
            hint = f"Landelijk: {waarde_in_woorden(naam, national)}."
            self.fields[naam] = _setting_field(
                national, instelling.label, " ".join(filter(None, (instelling.uitleg, hint)))
            )

    def clean(self) -> dict[str, Any]:
        """Refuse what cases.stand does not take, setting by setting."""
        cleaned: dict[str, Any] = super().clean() or {}
        for naam in INSTELLINGEN:
            if naam in cleaned:
                try:
                    LANDELIJK.met(f"{naam}={cleaned[naam]}")
                except OngeldigeRegel as error:
                    self.add_error(naam, str(error).partition(": ")[2].capitalize())
        return cleaned

    def regelset(self) -> Regelset:
        """Return the settings of a valid form."""
        return LANDELIJK.met(*(f"{naam}={self.cleaned_data[naam]}" for naam in INSTELLINGEN))

    def groepen(self) -> list[tuple[Groep, list[forms.BoundField]]]:
        """Return the settings as they are shown together."""
        return [
            (groep, [self[naam] for naam, i in INSTELLINGEN.items() if i.groep == groep])
            for groep in Groep
        ]


def _setting_field(waarde: object, label: str, hint: str) -> forms.Field:
    if isinstance(waarde, StrEnum):
        choices = [(str(lid), WAARDEN[lid]) for lid in type(waarde)]
    elif isinstance(waarde, bool):
        choices = [("ja", "ja"), ("nee", "nee")]
    else:
        kort = {"class": "invoer--kort", "autocomplete": "off"}
        return forms.CharField(
            label=label, help_text=hint, max_length=10, widget=forms.TextInput(attrs=kort)
        )
    return forms.ChoiceField(label=label, help_text=hint, choices=choices)


class TredeForm(forms.Form):
    """One rung: whether it is used, when, whom it asks and what it says."""

    aan = forms.BooleanField(required=False)
    dagen = forms.IntegerField(
        widget=forms.TextInput(attrs={"class": "invoer--kort", "inputmode": "numeric"})
    )
    kant = forms.ChoiceField()
    termijn = forms.IntegerField(
        widget=forms.TextInput(attrs={"class": "invoer--kort", "inputmode": "numeric"})
    )
    rollen = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=[(rol.value, rol.label) for rol in TE_VRAGEN],
    )
    aanleiding = forms.CharField(
        required=False, max_length=LANGSTE_TEKST, widget=forms.Textarea(attrs={"rows": 2})
    )
    vraag = forms.CharField(
        required=False, max_length=LANGSTE_TEKST, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        regel: LadderRegel,
        landelijk: LadderRegel | None = None,
    ) -> None:
        self.regel = regel
        self.landelijk = landelijk
        self.naam = naam_van(regel)
        self.telt = _TELT.get(regel.drempel, "")
        super().__init__(
            data,
            prefix=f"{regel.drempel}-{regel.trede}",
            initial={
                "aan": regel.aan,
                "dagen": abs(regel.dagen) if regel.drempel in _ERVOOR else regel.dagen,
                "kant": VOOR if regel.dagen < 0 else NA,
                "termijn": regel.termijn,
                "rollen": [rol.value for rol in regel.rollen],
                "aanleiding": regel.aanleiding,
                "vraag": regel.vraag,
            },
        )
        if regel.anker in VASTE_DAGEN:
            del self.fields["dagen"]
        kanten = KANTEN.get(regel.drempel)
        if kanten is None:
            del self.fields["kant"]
        else:
            self.fields["kant"] = forms.ChoiceField(choices=kanten)
        labels = {
            "aan": "aan",
            "dagen": self.telt,
            "kant": "vóór of na",
            "termijn": "werkdagen om te antwoorden",
            "rollen": "wie krijgt het signaal",
            "aanleiding": "wat er speelt",
            "vraag": "wat we vragen",
        }
        for naam, field in self.fields.items():
            field.label = f"{self.naam}: {labels[naam]}"

    def clean_dagen(self) -> int:
        """Return the number of days; before or after is chosen beside it."""
        dagen: int = self.cleaned_data["dagen"]
        if dagen < 0 and self.regel.drempel in _ERVOOR:
            raise ValidationError("Schrijf het aantal dagen zonder −.")
        return dagen

    def _dagen(self) -> int:
        chosen = self.cleaned_data
        dagen: int = chosen.get("dagen", self.regel.dagen)
        fixed = VOOR if self.regel.drempel == Drempel.DRIE_MAANDEN else NA
        return -dagen if chosen.get("kant", fixed) == VOOR else dagen

    @property
    def nu(self) -> LadderRegel | None:
        """The rung as it stands in the form; None where that cannot be read."""
        if not self.is_bound:
            return self.regel
        return self.as_regel() if self.is_valid() else None

    @property
    def waarschuwingen(self) -> dict[str, Tekstwaarschuwing]:
        """By field: the texts that do not follow the days."""
        now = self.nu
        if now is None:
            return {}
        return {found.veld: found for found in stale_texts(now, self.regel, self.landelijk)}

    @property
    def anders(self) -> bool:
        """Whether the rung differs from the national one."""
        now = self.nu
        other = self.landelijk
        if now is None or other is None:
            return now is not None and now.aan
        return _comparable(now) != _comparable(other)

    def as_regel(self) -> LadderRegel:
        """Return the rung of a valid form. The roles stand in the order of the form."""
        chosen = self.cleaned_data
        return replace(
            self.regel,
            aan=chosen["aan"],
            dagen=self._dagen(),
            termijn=chosen["termijn"],
            rollen=tuple(Rol(rol) for rol in chosen["rollen"]),
            aanleiding=chosen["aanleiding"],
            vraag=chosen["vraag"],
        )


def _comparable(regel: LadderRegel) -> LadderRegel | None:
    """Return what two rungs are compared by: nothing of one that is off, no order of roles."""
    return replace(regel, rollen=tuple(sorted(regel.rollen))) if regel.aan else None


@dataclass(frozen=True, slots=True)
class Spoorgroep:
    """The rungs of one spoor, by what they are about."""

    naam: str
    drempels: list[tuple[str, list[TredeForm]]]

    @property
    def treden(self) -> list[TredeForm]:
        """All rungs of the group."""
        return [trede for _, treden in self.drempels for trede in treden]

    @property
    def anders(self) -> int:
        """How many of them differ from the national ones."""
        return sum(trede.anders for trede in self.treden)

    @property
    def fouten(self) -> int:
        """In how many of them something was refused."""
        return sum(bool(trede.errors) for trede in self.treden)

    @property
    def teksten(self) -> int:
        """In how many of them a text does not follow the days."""
        return sum(bool(trede.waarschuwingen) for trede in self.treden)

    @property
    def open(self) -> bool:
        """Whether the group must be seen at once."""
        changed = any(trede.is_bound and trede.has_changed() for trede in self.treden)
        return bool(self.fouten or self.anders or self.teksten or changed)


class Voorstel:
    """The whole form: settings and rungs, checked together."""

    def __init__(
        self,
        *,
        van: Regels,
        landelijk: Regels,
        data: QueryDict | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.data = data if data is not None else QueryDict()
        settings = {naam: schrijf_waarde(getattr(van.regelset, naam)) for naam in INSTELLINGEN}
        self.form = RegelsForm(
            data,
            landelijk=landelijk,
            initial={**settings, "mailvenster": van.ladder.mailvenster, **(initial or {})},
        )
        national = {regel.sleutel: regel for regel in landelijk.ladder.regels}
        self.treden = [
            TredeForm(data, regel=regel, landelijk=national.get(regel.sleutel))
            for regel in rungs_of(van.ladder, landelijk.ladder)
        ]

    def is_valid(self) -> bool:
        """Return whether every field can be read; the rules as a whole are checked after."""
        return all([self.form.is_valid(), *(trede.is_valid() for trede in self.treden)])

    @property
    def has_errors(self) -> bool:
        """Whether anything was refused."""
        return bool(self.form.errors) or any(trede.errors for trede in self.treden)

    def regels(self) -> Regels:
        """Return the rules of a valid form."""
        rungs = tuple(trede.as_regel() for trede in self.treden)
        return Regels(self.form.regelset(), Ladder(rungs, self.form.cleaned_data["mailvenster"]))

    @property
    def geldig_vanaf(self) -> date:
        """The first day of a valid form."""
        day: date = self.form.cleaned_data["geldig_vanaf"]
        return day

    def refuse(self, error: ValidationError) -> None:
        """Put what a service refuses at its field."""
        rungs = {f"{t.regel.drempel}.{t.regel.trede}": t for t in self.treden}
        found = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        for pad, meldingen in found.items():
            key, _, veld = pad.rpartition(".")
            rung = rungs.get(key)
            for melding in meldingen:
                if rung is not None:
                    rung.add_error(veld if veld in rung.fields else None, melding)
                else:
                    self.form.add_error(pad if pad in self.form.fields else None, melding)

    def groepen(self) -> list[Spoorgroep]:
        """Return the rungs by spoor, and in it by what they are about."""
        found: dict[str, dict[str, list[TredeForm]]] = {}
        for trede in self.treden:
            drempel = trede.regel.drempel
            naam = _STILTE if drempel == Drempel.GEEN_REACTIE else _SPOORNAMEN[drempel.spoor]
            drempels = found.setdefault(naam, {})
            drempels.setdefault(DREMPELNAMEN[drempel], []).append(trede)
        return [Spoorgroep(naam, list(drempels.items())) for naam, drempels in found.items()]

    def waarschuwingen(self) -> list[tuple[TredeForm, Tekstwaarschuwing]]:
        """Return every text that does not follow the days of its rung."""
        return [(t, found) for t in self.treden for found in t.waarschuwingen.values()]

    def forms(self) -> list[forms.Form]:
        """Return all parts, for the error summary."""
        return [self.form, *self.treden]


def take_over_texts(data: QueryDict, *, van: Regels, landelijk: Regels) -> QueryDict:
    """Return what was sent with the texts in it that were chosen to follow their days."""
    chosen = set(data.getlist("neem"))
    if not chosen:
        return data
    copy = data.copy()
    del copy["neem"]
    for trede, found in Voorstel(van=van, landelijk=landelijk, data=data).waarschuwingen():
        naam = trede.add_prefix(found.veld)
        if naam in chosen and found.voorstel:
            copy[naam] = found.voorstel
    return copy


def rungs_of(*ladders: Ladder) -> Iterable[LadderRegel]:
    """Return every rung that one of these ladders has, of the first that has it, in order."""
    found: dict[tuple[Drempel, Trede], LadderRegel] = {}
    for place, ladder in enumerate(ladders):
        for regel in ladder.regels:
            # What the first one leaves out is offered, switched off.
            found.setdefault(regel.sleutel, replace(regel, aan=regel.aan and place == 0))
    order = list(Drempel)
    return sorted(found.values(), key=lambda r: (order.index(r.drempel), r.trede.hoogte))
