"""The forms on the page of a casus. What they ask is named as the services name it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from cases.forms.actie import ActieForm
from cases.models import AanbodSoort, Casus, Inschrijving, Taak, Uitkomst
from cases.models.feiten import GROND_LABELS
from cases.selectors.casus import invitable_organisaties, people_on
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.selectors import people_with, werkgebied_of
from thuiszitters.ui.forms import DatumField

GEEN_SCHOOL = "geen"

_GEOORLOOFD = (("nee", "Ongeoorloofd"), ("ja", "Geoorloofd: ziek gemeld, verlof of schorsing"))


def _tekst(label: str, hint: str = "", *, required: bool = False, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _reden(label: str = "Wat is er veranderd, of wat klopte er niet?") -> forms.CharField:
    return forms.CharField(label=label, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


def _geoorloofd() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="Is het verzuim geoorloofd?",
        choices=_GEOORLOOFD,
        coerce=lambda value: value == "ja",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def _in_gebied(casus: Casus, soort: Soort, also: Organisatie | None) -> QuerySet[Organisatie]:
    """Return the organisations of this kind around the casus, with the one it has now."""
    known = werkgebied_of([casus.swv_id], soort).values("pk")
    found = Organisatie.objects.filter(pk__in=known)
    if also is not None:
        found |= Organisatie.objects.filter(pk=also.pk)
    return found.order_by("naam")


def _choices(naam: str, form: forms.Form, found: QuerySet[Any]) -> None:
    field = form.fields[naam]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found


class NotitieForm(ActieForm):
    """A few words for the timeline."""

    tekst = _tekst("Notitie", required=True, rows=3)


class ContactForm(ActieForm):
    """A contact that took place."""

    met = forms.CharField(
        label="Met wie?",
        max_length=150,
        help_text="Bijvoorbeeld: moeder, de leerling, de mentor.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    datum = DatumField(label="Wanneer?")
    tekst = _tekst("Wat is er besproken?")

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {"datum": timezone.localdate()}


class TaakForm(ActieForm):
    """A next step."""

    naast = (("eigenaar", "voor_op"),)
    omschrijving = forms.CharField(
        label="Wat moet er gebeuren?",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    eigenaar = forms.TypedChoiceField(label="Wie doet het?", required=False)
    voor_op = DatumField(label="Uiterlijk op", required=False)

    def prepare(self) -> None:
        people = {str(p.user.pk): p for p in people_on(self.casus)}
        field = self.fields["eigenaar"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "Nog niemand"), *((pk, str(p)) for pk, p in people.items())]
        field.coerce = lambda pk: people[pk].user
        field.empty_value = None


class TerugkeerForm(ActieForm):
    """Back at school; where the child is enrolled nowhere, also which school."""

    op = DatumField(label="Eerste dag terug op school")
    school = forms.ModelChoiceField(
        label="School",
        queryset=Organisatie.objects.none(),
        required=False,
        empty_label="Kies een school",
    )
    tekst = _tekst("Hoe is het gegaan?")

    def prepare(self) -> None:
        running = Inschrijving.objects.current().filter(
            leerling_id=self.casus.leerling_id, einde__isnull=True
        )
        if running.exists():
            del self.fields["school"]
            return
        _choices("school", self, _in_gebied(self.casus, Soort.SCHOOL, self.casus.school))
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


class AanbodForm(ActieForm):
    """A passend aanbod, from the moment it is made."""

    naast = (("gedaan_op", "geaccepteerd_op"), ("gestart_op", "einde"))
    soort = forms.ChoiceField(label="Wat voor aanbod?", choices=AanbodSoort.choices)
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
        choices=[("", "Kies een grond"), *((g.value, label) for g, label in GROND_LABELS.items())],
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
            for school in _in_gebied(self.casus, Soort.SCHOOL, None)
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


class LeerlingForm(ActieForm):
    """The child's own data and where the child lives."""

    naast = (("voornaam", "achternaam"),)
    voornaam = forms.CharField(label="Voornaam", max_length=100)
    achternaam = forms.CharField(label="Achternaam", max_length=150)
    geboortedatum = DatumField(label="Geboortedatum")
    gemeente = forms.ModelChoiceField(
        label="Woont in gemeente",
        queryset=Organisatie.objects.none(),
        help_text="Een andere gemeente ziet de casus vanaf vandaag; de vorige niet meer.",
    )
    startkwalificatie_op = DatumField(label="Startkwalificatie behaald op", required=False)

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        child = casus.leerling
        return {
            "voornaam": child.voornaam,
            "achternaam": child.achternaam,
            "geboortedatum": child.geboortedatum,
            "gemeente": casus.gemeente_id,
            "startkwalificatie_op": child.startkwalificatie_op,
        }

    def prepare(self) -> None:
        _choices("gemeente", self, _in_gebied(self.casus, Soort.GEMEENTE, self.casus.gemeente))


class EigenaarForm(ActieForm):
    """The coordinator who carries the casus."""

    eigenaar = forms.ModelChoiceField(
        label="Eigenaar", queryset=User.objects.none(), empty_label="Kies een coördinator"
    )

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {"eigenaar": casus.eigenaar_id}

    def prepare(self) -> None:
        _choices("eigenaar", self, people_with(Rol.COORDINATOR, self.casus.swv))


class PartijForm(ActieForm):
    """Another organisation takes part."""

    organisatie = forms.ModelChoiceField(
        label="Organisatie",
        queryset=Organisatie.objects.none(),
        empty_label="Kies een organisatie",
        help_text="De mensen van deze organisatie zien de casus vanaf nu.",
    )

    def prepare(self) -> None:
        _choices("organisatie", self, invitable_organisaties(self.casus))


class InzageForm(ActieForm):
    """One person may look for a while."""

    email = forms.EmailField(label="E-mailadres", help_text="Van iemand die al een account heeft.")
    grond = forms.CharField(
        label="Waarom moet deze persoon de casus zien?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    tot = DatumField(label="Tot", help_text="Hoogstens 90 dagen vooruit.")

    def clean_email(self) -> User:
        """Return the person with this address."""
        found = User.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True)
        user = found.first()
        if user is None:
            raise ValidationError(
                "Met dit adres is er geen account. Vraag de beheerder om een uitnodiging."
            )
        return user

    @property
    def waarden(self) -> dict[str, Any]:
        values = super().waarden
        return {"user": values.pop("email"), **values}


class SluitForm(ActieForm):
    """How it ended."""

    uitkomst = forms.ChoiceField(
        label="Hoe eindigt de casus?", choices=Uitkomst.choices, widget=forms.RadioSelect
    )
    toelichting = _tekst("Toelichting", "Wat heeft geholpen, of waarom eindigt het zo?", rows=3)

    @property
    def waarschuwing(self) -> str:
        """What is still to do, where there is something."""
        todo = Taak.objects.filter(casus=self.casus, gedaan_op__isnull=True).count()
        if not todo:
            return ""
        return f"Er {'staat nog 1 taak' if todo == 1 else f'staan nog {todo} taken'} open."


class HeropenForm(ActieForm):
    """Why it opens again."""

    reden = _reden("Waarom gaat de casus weer open?")


class FeitForm(ActieForm):
    """A correction of a fact; the subclasses name its fields."""

    velden: tuple[str, ...] = ()

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
    reden = _reden()

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {**super().start(casus, doel), "school": doel.school_id}

    def prepare(self) -> None:
        _choices("school", self, _in_gebied(self.casus, Soort.SCHOOL, self.doel.school))


class VerzuimFeitForm(FeitForm):
    """Correct an absence."""

    naast = (("begin", "einde"),)
    velden = ("begin", "einde", "geoorloofd")
    begin = DatumField(label="Eerste dag afwezig")
    einde = DatumField(
        label="Eerste schooldag terug", required=False, help_text="Leeg zolang het verzuim duurt."
    )
    geoorloofd = _geoorloofd()
    reden = _reden()

    def start(self, casus: Casus, doel: Any) -> dict[str, Any]:
        return {**super().start(casus, doel), "geoorloofd": "ja" if doel.geoorloofd else "nee"}


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
    reden = _reden()


class VrijstellingFeitForm(FeitForm, VrijstellingForm):
    """Correct an exemption."""

    velden = ("grond", "begin", "einde")
    reden = _reden()


class IntrekForm(FeitForm):
    """A fact that was never true."""

    reden = _reden("Waarom klopt deze regel niet?")


FEITFORMS: dict[str, type[FeitForm]] = {
    "inschrijving": InschrijvingFeitForm,
    "verzuim": VerzuimFeitForm,
    "aanbod": AanbodFeitForm,
    "vrijstelling": VrijstellingFeitForm,
}
