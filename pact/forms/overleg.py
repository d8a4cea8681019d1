"""Forms of meetings and afspraken. They read input; what it means is decided by the services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import time
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.exceptions import ValidationError

from pact.forms.velden import PartnerKeuze, choose_from
from pact.keuzes import OPEN, AfspraakStatus, OverlegSoort
from pact.models import Actie, Afspraak, Overleg, Pact, Partner
from pact.selectors import partners_of
from pact.services.overleg import AfspraakInhoud, Genodigden, OverlegGegevens
from thuiszitters.accounts.models import User
from thuiszitters.ui.forms import DatumField

_TIJD = re.compile(r"\A(\d{1,2})(?:[:.u]([0-5]\d)?)?\s*(?:uur|u)?\Z", re.ASCII | re.IGNORECASE)


class TijdField(forms.TimeField):
    """A time as people write it: 15:00, 15.00, 15u, 9 uur."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"class": "invoer--kort", "autocomplete": "off", "inputmode": "numeric"}
        kwargs.setdefault("widget", forms.TextInput(attrs=attrs))
        kwargs.setdefault("help_text", "Bijvoorbeeld 15:00")
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Return the time without seconds."""
        return f"{value:%H:%M}" if isinstance(value, time) else value

    def to_python(self, value: Any) -> time | None:
        """Return the time. Raises ValidationError for what is none."""
        if value in self.empty_values:
            return None
        if isinstance(value, time):
            return value
        found = _TIJD.match(str(value).strip())
        if found is None or int(found[1]) > 23:
            raise ValidationError("Schrijf de tijd zo: 15:00.", code="invalid")
        return time(int(found[1]), int(found[2] or 0))


class OverlegForm(forms.Form):
    """A meeting: what, when, where, and who is asked."""

    soort = forms.ChoiceField(
        label="Soort overleg",
        choices=[("", "Kies een soort"), *OverlegSoort.choices],
        error_messages={"required": "Kies wat voor overleg het is."},
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    titel = forms.CharField(
        label="Onderwerp",
        required=False,
        max_length=120,
        help_text="Alleen als de soort niet genoeg zegt. In iemands eigen agenda staat dit niet.",
    )
    datum = DatumField(label="Datum", error_messages={"required": "Schrijf wanneer het is."})
    begintijd = TijdField(label="Begint om", required=False)
    eindtijd = TijdField(label="Eindigt om", required=False)
    plaats = forms.CharField(label="Plaats", required=False, max_length=200)
    deelnemers = forms.MultipleChoiceField(
        label="Deelnemers", required=False, widget=forms.CheckboxSelectMultiple
    )
    gasten = forms.CharField(
        label="Gasten",
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Eén per regel: functie en organisatie. Bijvoorbeeld: inspecteur, Inspectie "
        "van het Onderwijs. Gasten krijgen geen e-mail.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        people: Sequence[tuple[Partner, list[User]]],
        contacts: set[int],
        overleg: Overleg | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._users = {str(user.pk): user for _, users in people for user in users}
        choices = [
            (str(user.pk), _person(user, partner, contacts))
            for partner, users in people
            for user in users
        ]
        field = self.fields["deelnemers"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = choices
        self.fields["sleutel"].initial = uuid4
        self.fields["versie"].initial = overleg.versie if overleg else 0

    @staticmethod
    def start_of(
        overleg: Overleg, *, asked: Sequence[int], gasten: Sequence[str]
    ) -> dict[str, Any]:
        """Return how the form opens on a meeting."""
        return {
            "soort": overleg.soort,
            "titel": overleg.titel,
            "datum": overleg.datum,
            "begintijd": overleg.begintijd,
            "eindtijd": overleg.eindtijd,
            "plaats": overleg.plaats,
            "deelnemers": [str(pk) for pk in asked],
            "gasten": "\n".join(gasten),
        }

    def gegevens(self) -> OverlegGegevens:
        """Return what was filled in about the meeting."""
        data = self.cleaned_data
        return OverlegGegevens(
            soort=OverlegSoort(data["soort"]),
            titel=data["titel"],
            datum=data["datum"],
            begintijd=data["begintijd"],
            eindtijd=data["eindtijd"],
            plaats=data["plaats"],
        )

    def genodigden(self) -> Genodigden:
        """Return who was ticked, and the guests, a line each."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["gasten"].splitlines())
        return Genodigden(
            users=[self._users[pk] for pk in self.cleaned_data["deelnemers"]],
            gasten=[line for line in lines if line],
        )


def _person(user: User, partner: Partner, contacts: set[int]) -> str:
    return f"{user}, {partner}{' (contactpersoon)' if user.pk in contacts else ''}"


class VolgendeForm(forms.Form):
    """The next moment, agreed at the end of a meeting."""

    datum = DatumField(label="Volgend overleg op", error_messages={"required": "Schrijf de dag."})
    begintijd = TijdField(label="Begint om", required=False)
    sleutel = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)


class AfspraakForm(forms.Form):
    """What was agreed, by whom and by when."""

    tekst = forms.CharField(
        label="Wat is afgesproken?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Schrijf wat er is afgesproken."},
    )
    eigenaar = PartnerKeuze(
        label="Trekker",
        queryset=Partner.objects.none(),
        empty_label="Kies een trekker",
        error_messages={
            "required": "Kies een trekker: de ene partij die ervoor zorgt dat het gebeurt.",
            "invalid_choice": "Deze organisatie is geen partner meer in dit pact.",
        },
        widget=forms.Select(attrs={"class": "invoer--midden"}),
    )
    uiterlijk = DatumField(label="Uiterlijk", required=False)
    mede = forms.ModelMultipleChoiceField(
        label="Samen met",
        queryset=Partner.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Deze organisatie is geen partner meer in dit pact."},
    )
    actie = forms.ModelChoiceField(
        label="Hoort bij actie",
        queryset=Actie.objects.none(),
        required=False,
        empty_label="Bij geen actie",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self,
        *args: Any,
        partners: Sequence[Partner],
        acties: Sequence[Actie],
        afspraak: Afspraak | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for naam in ("eigenaar", "mede"):
            choose_from(self.fields[naam], Partner.objects.filter(pk__in=[p.pk for p in partners]))
        choose_from(self.fields["actie"], Actie.objects.filter(pk__in=[a.pk for a in acties]))
        # The lists are read once for the whole page; what is chosen is looked up again.
        _options(self.fields["eigenaar"], [("", "Kies een trekker"), *_names(partners)])
        _options(self.fields["mede"], _names(partners))
        named = [(a.pk, f"{a.nr}. {a.activiteit[:90]}") for a in acties]
        _options(self.fields["actie"], [("", "Bij geen actie"), *named])
        self.fields["sleutel"].initial = uuid4
        self.fields["versie"].initial = afspraak.versie if afspraak else 0

    @staticmethod
    def start_of(afspraak: Afspraak) -> dict[str, Any]:
        """Return how the form opens on an afspraak."""
        return {
            "tekst": afspraak.tekst,
            "eigenaar": afspraak.eigenaar_id,
            "uiterlijk": afspraak.uiterlijk,
            "mede": [partner.pk for partner in afspraak.mede_eigenaren.all()],
            "actie": afspraak.actie_id,
        }

    def inhoud(self) -> AfspraakInhoud:
        """Return what was filled in."""
        data = self.cleaned_data
        return AfspraakInhoud(
            tekst=data["tekst"],
            eigenaar=data["eigenaar"],
            mede=list(data["mede"]),
            uiterlijk=data["uiterlijk"],
            actie=data["actie"],
        )

    def sent_by(self) -> UUID:
        """Return the key of this very form."""
        key = self.cleaned_data["sleutel"]
        assert isinstance(key, UUID)
        return key


def _names(partners: Sequence[Partner]) -> list[tuple[int, str]]:
    return [(partner.pk, str(partner)) for partner in partners]


def _options(field: forms.Field, options: Sequence[tuple[Any, str]]) -> None:
    assert isinstance(field, forms.ModelChoiceField)
    field.widget.choices = options


def afspraak_choices(pact: Pact) -> tuple[list[Partner], list[Actie]]:
    """Return who can be asked for an afspraak, and the open actions it can belong to."""
    acties = pact.acties.filter(status__in=OPEN).only("nr", "activiteit", "pact_id")
    return list(partners_of(pact)), list(acties.order_by("nr"))


class StandForm(forms.Form):
    """How an afspraak stands."""

    status = forms.ChoiceField(
        label="Status",
        choices=AfspraakStatus.choices,
        widget=forms.RadioSelect(attrs={"class": "keuzes--naast"}),
        error_messages={"required": "Kies een status."},
    )
    opmerking = forms.CharField(
        label="Hoe staat het?",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, afspraak: Afspraak, mag_vervallen: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].initial = afspraak.status
        self.fields["versie"].initial = afspraak.versie
        if not mag_vervallen:
            field = self.fields["status"]
            assert isinstance(field, forms.ChoiceField)
            keep = {AfspraakStatus.OPEN.value, AfspraakStatus.GEDAAN.value, afspraak.status}
            field.choices = [c for c in AfspraakStatus.choices if c[0] in keep]


class AfspraakFilter(forms.Form):
    """Which afspraken are shown. Every field stands in the address."""

    toon = forms.ChoiceField(
        label="Toon",
        required=False,
        choices=[
            ("", "Open"),
            ("te_laat", "Te laat"),
            ("gedaan", "Gedaan"),
            ("vervallen", "Vervallen"),
            ("alle", "Alle"),
        ],
    )
    partner = forms.ChoiceField(label="Partij", required=False)

    def __init__(self, *args: Any, partners: Sequence[Partner], **kwargs: Any) -> None:
        super().__init__(*args, **({"auto_id": "filter_%s"} | kwargs))
        field = self.fields["partner"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Alle partijen"), *((str(p.pk), str(p)) for p in partners)]
