"""The forms with which facts about the child are registered and corrected."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from cases.forms.actie import ActieForm
from cases.forms.velden import (
    ZIEK,
    capital,
    in_gebied,
    reden_field,
    set_choices,
    soort_verzuim,
    tekst_field,
)
from cases.models import AanbodSoort, Casus, Inschrijving, VerzuimReden
from cases.models.feiten import GROND_LABELS
from thuiszitters.accounts.models import Organisatie
from thuiszitters.accounts.rollen import Soort
from thuiszitters.ui.forms import DatumField

GEEN_SCHOOL = "geen"

_GEOORLOOFD = (
    ("nee", "Ongeoorloofd"),
    (ZIEK, "Geoorloofd: ziek gemeld"),
    ("ja", "Geoorloofd: verlof of schorsing"),
)


def _geoorloofd() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Is het verzuim geoorloofd?", choices=_GEOORLOOFD, widget=forms.RadioSelect
    )


class TerugkeerForm(ActieForm):
    """Back at school; where the child is enrolled nowhere, also which school."""

    op = DatumField(label="Eerste dag terug op school")
    school = forms.ModelChoiceField(
        label="School",
        queryset=Organisatie.objects.none(),
        required=False,
        empty_label="Kies een school",
    )
    tekst = tekst_field("Hoe is het gegaan?")

    def prepare(self) -> None:
        running = Inschrijving.objects.current().filter(
            leerling_id=self.casus.leerling_id, einde__isnull=True
        )
        if running.exists():
            del self.fields["school"]
            return
        set_choices("school", self, in_gebied(self.casus, Soort.SCHOOL, self.casus.school))
        self.fields["school"].required = True

    @property
    def waarden(self) -> dict[str, Any]:
        return {"school": None, **super().waarden}


class VerzuimForm(ActieForm):
    """A new span of absence."""

    naast = (("begin", "einde"),)
    begin = DatumField(label="Eerste dag afwezig")
    einde = DatumField(label="Eerste schooldag terug", required=False)
    geoorloofd = _geoorloofd()

    @property
    def waarden(self) -> dict[str, Any]:
        values = super().waarden
        return {**values, **soort_verzuim(values["geoorloofd"])}


class AanbodForm(ActieForm):
    """A passend aanbod, from the moment it is made."""

    naast = (("gedaan_op", "geaccepteerd_op"), ("gestart_op", "einde"))
    soort = forms.ChoiceField(label="Wat voor aanbod?", choices=capital(AanbodSoort.choices))
    omschrijving = forms.CharField(
        label="Omschrijving",
        required=False,
        max_length=200,
        help_text="Bijvoorbeeld: drie ochtenden per week in de schakelklas.",
    )
    gedaan_op = DatumField(label="Gedaan op", required=False)
    geaccepteerd_op = DatumField(label="Geaccepteerd op", required=False)
    gestart_op = DatumField(
        label="Gestart op",
        required=False,
        help_text="Vanaf deze dag staat de klok van drie maanden stil.",
    )
    einde = DatumField(label="Gestopt per", required=False, help_text="Leeg zolang het loopt.")


class VrijstellingForm(ActieForm):
    """An exemption, on a ground of the Leerplichtwet."""

    naast = (("begin", "einde"),)
    grond = forms.ChoiceField(
        label="Grond in de Leerplichtwet",
        choices=[
            ("", "Kies een grond"),
            *capital((g.value, label) for g, label in GROND_LABELS.items()),
        ],
    )
    begin = DatumField(label="Vanaf")
    einde = DatumField(
        label="Tot", required=False, help_text="De eerste dag dat de vrijstelling niet meer geldt."
    )


class SchoolForm(ActieForm):
    """Another school, or none any more."""

    school = forms.TypedChoiceField(label="School")
    op = DatumField(
        label="Vanaf", help_text="De eerste dag bij deze school, of de dag van uitschrijving."
    )

    def prepare(self) -> None:
        schools = {
            str(school.pk): school
            for school in in_gebied(self.casus, Soort.SCHOOL, None)
            if school.pk != self.casus.school_id
        }
        field = self.fields["school"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [
            ("", "Kies een school"),
            (GEEN_SCHOOL, "Geen school: de leerling is uitgeschreven"),
            *((pk, school.naam) for pk, school in schools.items()),
        ]
        field.coerce = schools.get


class FeitForm(ActieForm):
    """A correction of a fact; the subclasses name its fields."""

    wijzigt = True
    velden: ClassVar[tuple[str, ...]] = ()

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {naam: getattr(doel, naam) for naam in self.velden}

    @property
    def waarden(self) -> dict[str, Any]:
        values = super().waarden
        return {"reden": values.pop("reden"), "changes": values}


class InschrijvingFeitForm(FeitForm):
    """Correct an enrolment."""

    naast = (("begin", "einde"),)
    velden = ("school", "begin", "einde")
    school = forms.ModelChoiceField(
        label="School",
        queryset=Organisatie.objects.none(),
        required=False,
        empty_label="Niet bekend welke school",
    )
    begin = DatumField(
        label="Ingeschreven vanaf", required=False, help_text="Leeg: al voor wij het weten."
    )
    einde = DatumField(
        label="Uitgeschreven per", required=False, help_text="Leeg zolang de inschrijving loopt."
    )
    reden = reden_field()

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {**super().start(casus, doel), "school": doel.school_id}

    def prepare(self) -> None:
        set_choices("school", self, in_gebied(self.casus, Soort.SCHOOL, self.doel.school))


class VerzuimFeitForm(FeitForm):
    """Correct an absence."""

    naast = (("begin", "einde"),)
    velden = ("begin", "einde", "geoorloofd")
    begin = DatumField(label="Eerste dag afwezig")
    einde = DatumField(
        label="Eerste schooldag terug", required=False, help_text="Leeg zolang het verzuim duurt."
    )
    geoorloofd = _geoorloofd()
    reden = reden_field()

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        ziek = doel.reden == VerzuimReden.ZIEKTE
        chosen = ZIEK if ziek else ("ja" if doel.geoorloofd else "nee")
        return {**super().start(casus, doel), "geoorloofd": chosen}

    @property
    def waarden(self) -> dict[str, Any]:
        values = super().waarden
        changes = values["changes"]
        return {**values, "changes": {**changes, **soort_verzuim(changes["geoorloofd"])}}


class AanbodFeitForm(FeitForm, AanbodForm):
    """Correct an aanbod, or say that it was accepted, started or stopped."""

    velden = (
        "soort",
        "omschrijving",
        "gedaan_op",
        "geaccepteerd_op",
        "gestart_op",
        "einde",
    )
    reden = reden_field()


class VrijstellingFeitForm(FeitForm, VrijstellingForm):
    """Correct an exemption."""

    velden = ("grond", "begin", "einde")
    reden = reden_field()


class IntrekForm(FeitForm):
    """A fact that was never true."""

    reden = reden_field("Waarom klopt deze regel niet?")


FEITFORMS: dict[str, type[FeitForm]] = {
    "inschrijving": InschrijvingFeitForm,
    "verzuim": VerzuimFeitForm,
    "aanbod": AanbodFeitForm,
    "vrijstelling": VrijstellingFeitForm,
}
