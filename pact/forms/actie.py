"""The form of an action."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import Q

from pact.forms.velden import (
    BedragVeld,
    PartnerKeuze,
    PartnersKeuze,
    TekstVeld,
    choose_from,
)
from pact.indicatoren import GEEN, indicator_in_words, indicatoren
from pact.inhoud import DATA, VELDEN, ActieInhoud, inhoud_of
from pact.keuzes import Middelsoort, Niveau, Periodelezing, Status, Termijn
from pact.middelen import read_middelen
from pact.models import Actie, Pact, Partner, Thema
from pact.periode import Periode, read_periode
from pact.samen import tell
from pact.services.acties import check_actie
from thuiszitters.ui.forms import DatumField

_MIDDEN = {"class": "invoer--midden"}


class ActieForm(forms.Form):
    """An action. `versie` is the one the form was opened on; 0 for a new action.

    `gelezen` is the reading of the period when its dates were left to the text; else None.
    """

    activiteit = forms.CharField(
        label="Wat gaat er gebeuren?",
        max_length=600,
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
    nummer_tekst = forms.CharField(
        label="Nummer in de agenda",
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"class": "invoer--kort"}),
    )
    eigenaar = PartnerKeuze(
        label="Eigenaar",
        queryset=Partner.objects.none(),
        required=False,
        empty_label="Nog geen eigenaar",
        help_text="De partner die hierop aangesproken wordt.",
        error_messages={"invalid_choice": "Deze organisatie is geen partner in dit pact."},
    )
    mede_eigenaren = PartnersKeuze(
        label="Mede-eigenaren", help_text="Zij doen mee en kunnen ook antwoorden."
    )
    betrokkenen_tekst = TekstVeld(
        label="Betrokkenen, zoals in de agenda",
        required=False,
        max_length=500,
        rows=2,
        help_text="Deze tekst blijft staan zoals je hem schrijft.",
    )
    betrokken = PartnersKeuze(label="Welke partners zijn dat?")
    betrokken_klopt = forms.BooleanField(label="Ik heb de betrokkenen nagekeken", required=False)
    periode_tekst = TekstVeld(
        label="Periode, zoals je hem schrijft",
        required=False,
        max_length=300,
        rows=2,
        help_text="Bijvoorbeeld: september tot en met december 2026, gehele looptijd, uiterlijk "
        "einde schooljaar 2026-2027. Laat je de data leeg, dan lezen we ze uit deze tekst.",
    )
    begin = DatumField(label="Begin", required=False, help_text="")
    einde = DatumField(label="Einde", required=False, help_text="")
    deadline = DatumField(label="Deadline", required=False, help_text="")
    periode_klopt = forms.BooleanField(label="Ik heb de periode nagekeken", required=False)
    periode_opnieuw = forms.BooleanField(
        label="Lees de data opnieuw uit de tekst",
        required=False,
        help_text="Wat er nu bij begin, einde en deadline staat, wordt vervangen.",
    )
    status = forms.ChoiceField(
        label="Status",
        choices=Status.choices,
        initial=Status.NOG_NIET_BEGONNEN,
        widget=forms.Select(attrs=_MIDDEN),
    )
    wacht_op = forms.CharField(
        label="Wacht op een besluit van",
        required=False,
        max_length=200,
        help_text="Vul dit in als de status Wacht op een besluit is.",
        widget=forms.TextInput(attrs=_MIDDEN),
    )
    toelichting = TekstVeld(
        label="Toelichting",
        required=False,
        max_length=5000,
        help_text="Alle partners lezen dit: schrijf niets over één kind.",
    )
    resultaat_verwacht = TekstVeld(
        label="Welk resultaat verwacht je?", required=False, max_length=5000
    )
    resultaat_bereikt = TekstVeld(label="Wat is er bereikt?", required=False, max_length=5000)
    indicator = forms.ChoiceField(
        label="Indicator",
        required=False,
        help_text="Het cijfer van Monitoring waaraan je ziet of de actie werkt.",
        widget=forms.Select(attrs=_MIDDEN),
    )
    middelen_soort = forms.ChoiceField(
        label="Wat is er over de middelen bekend?",
        choices=Middelsoort.choices,
        required=False,
        widget=forms.Select(attrs=_MIDDEN),
    )
    middelen_bedrag = BedragVeld(
        label="Bedrag in euro", required=False, help_text="Bijvoorbeeld 1.200 of 1.000,50"
    )
    middelen_eenheid = forms.CharField(
        label="Eenheid",
        required=False,
        max_length=40,
        help_text="Bijvoorbeeld: per deelnemer",
        widget=forms.TextInput(attrs=_MIDDEN),
    )
    middelen_tekst = TekstVeld(
        label="Toelichting op de middelen", required=False, max_length=500, rows=2
    )
    reden = TekstVeld(
        label="Waarom wijzig je dit?",
        required=False,
        max_length=1000,
        rows=2,
        help_text="Staat straks bij de wijziging in het logboek van deze actie.",
    )
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    versie = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, pact: Pact, actie: Actie | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pact = pact
        self.actie = actie
        self.before = inhoud_of(actie) if actie else None
        self.gelezen: Periode | None = None
        self.fields["sleutel"].initial = uuid4
        self.fields["versie"].initial = actie.versie if actie else 0
        choose_from(self.fields["thema"], pact.themas.all())
        self._offer_partners()
        self._offer_indicatoren()
        if self.before is None or self.before.periode_lezing != Periodelezing.NAKIJKEN:
            del self.fields["periode_klopt"]
        if self.before is None or not self.before.betrokkenen_nakijken:
            del self.fields["betrokken_klopt"]
        if self.before is None or not self.before.periode_tekst:
            del self.fields["periode_opnieuw"]
        if self.before is None:
            del self.fields["reden"]
        if not self.is_bound and self.before is not None:
            self.initial = {
                veld: getattr(self.before, veld) for veld in VELDEN if veld in self.fields
            }
            for veld in ("eigenaar", "thema"):
                value = self.initial[veld]
                self.initial[veld] = value.pk if value else None

    def _offer_partners(self) -> None:
        """Offer the partners of today, and whoever left but has that part in the action."""
        today = Q(pk__in=Partner.objects.current().values("pk"))
        named = Partner.objects.filter(pact=self.pact).select_related("organisatie")
        was = self.before
        held: dict[str, set[Partner]] = {
            "eigenaar": {was.eigenaar} if was and was.eigenaar else set(),
            "mede_eigenaren": set(was.mede_eigenaren) if was else set(),
            "betrokken": set(was.betrokken) if was else set(),
        }
        for veld, partners in held.items():
            offered = named.filter(today | Q(pk__in=[partner.pk for partner in partners]))
            choose_from(self.fields[veld], offered.order_by("organisatie__naam", "id"))

    def _offer_indicatoren(self) -> None:
        field = self.fields["indicator"]
        assert isinstance(field, forms.ChoiceField)
        choices = [("", "Nog niet gekozen"), (GEEN, "Geen: er past geen cijfer bij")]
        choices += [(indicator.code, indicator.naam) for indicator in indicatoren()]
        now = self.before.indicator if self.before else ""
        if now not in {code for code, _naam in choices}:
            choices.append((now, indicator_in_words(now)))
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Let the period be read where its dates are left to it, and the means be one kind.

        What does not go together is told at once, whatever else is wrong.
        """
        data = super().clean() or {}
        if all(veld in data for veld in ("periode_tekst", *DATA)):
            data["periode_lezing"] = self._read_periode(data)
        if all(veld in data for veld in ("middelen_soort", "middelen_bedrag", "middelen_tekst")):
            self._clean_middelen(data)
        known = {veld: data[veld] for veld in VELDEN if veld in data}
        tell(
            self,
            lambda: check_actie(
                self.pact, known, before=self.before, reden=data.get("reden") or ""
            ),
        )
        return data

    def _read_periode(self, data: dict[str, Any]) -> Periodelezing:
        """Return how the dates came to be, and put what was read in `data`."""
        was = self.before
        corrected = was is not None and was.periode_lezing == Periodelezing.GECORRIGEERD
        new_text = data["periode_tekst"] != (was.periode_tekst if was else "")
        moved = any(data[veld] != (getattr(was, veld) if was else None) for veld in DATA)
        if moved and new_text and not any(data[veld] for veld in DATA):
            # Cleared beside a new text: left to that text, whoever set them before.
            moved = corrected = False
        if moved:
            return Periodelezing.GECORRIGEERD
        if data.get("periode_opnieuw") or (new_text and not corrected):
            self.gelezen = read_periode(
                data["periode_tekst"], pact_begin=self.pact.begin, pact_einde=self.pact.einde
            )
            data |= {veld: getattr(self.gelezen, veld) for veld in DATA}
            return self.gelezen.lezing
        if data.get("periode_klopt"):
            return Periodelezing.GECORRIGEERD
        return was.periode_lezing if was else Periodelezing.LEEG

    def _clean_middelen(self, data: dict[str, Any]) -> None:
        soort, bedrag = Middelsoort(data["middelen_soort"]), data["middelen_bedrag"]
        if soort == Middelsoort.ONBEKEND and bedrag is not None:
            soort = Middelsoort.BEDRAG
        elif soort == Middelsoort.ONBEKEND and data["middelen_tekst"]:
            read = read_middelen(data["middelen_tekst"])
            soort = read.soort
            data["middelen_bedrag"] = read.bedrag
            data["middelen_eenheid"] = data.get("middelen_eenheid") or read.eenheid
        elif soort == Middelsoort.BEDRAG and bedrag is None:
            self.add_error("middelen_bedrag", "Schrijf het bedrag, of kies iets anders dan Bedrag.")
        elif soort != Middelsoort.BEDRAG and bedrag is not None:
            self.add_error(
                "middelen_bedrag",
                f"Bij {soort.label} hoort geen bedrag. Kies Bedrag of haal het weg.",
            )
        elif soort == Middelsoort.TEKST and not data["middelen_tekst"]:
            self.add_error("middelen_tekst", "Beschrijf de middelen, of kies iets anders.")
        data["middelen_soort"] = soort

    def _parties_wait(self) -> bool:
        """Return whether the parties still wait for a person: nobody chose others or said so."""
        was, data = self.before, self.cleaned_data
        return (
            was is not None
            and was.betrokkenen_nakijken
            and not data.get("betrokken_klopt")
            and frozenset(data["betrokken"]) == was.betrokken
        )

    def inhoud(self) -> ActieInhoud:
        """Return what was filled in."""
        data = self.cleaned_data
        values = {veld: data[veld] for veld in VELDEN if veld in data}
        return ActieInhoud(
            **values
            | {
                "activiteit": " ".join(data["activiteit"].split()),
                "niveau": Niveau(data["niveau"]),
                "termijn": Termijn(data["termijn"]),
                "status": Status(data["status"]),
                "mede_eigenaren": frozenset(data["mede_eigenaren"]),
                "betrokken": frozenset(data["betrokken"]),
                "betrokkenen_nakijken": self._parties_wait(),
            }
        )
