from __future__ import annotations

from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django import forms

from tests.ui.gallery.voorbeelden import CasusForm, formulier_met_fouten
from thuiszitters.ui.forms import MELDINGEN, DatumField


class Element(HTMLParser):
    """The start tags of a piece of HTML, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def met_klasse(self, klasse: str) -> list[int]:
        return [
            i
            for i, (_, attrs) in enumerate(self.tags)
            if klasse in (attrs.get("class") or "").split()
        ]

    def attrs_van(self, id_: str) -> dict[str, str | None]:
        return next(attrs for _, attrs in self.tags if attrs.get("id") == id_)


def test_error_stands_between_label_and_field_and_is_read_with_it() -> None:
    html = str(formulier_met_fouten()["achternaam"].as_field_group())
    volgorde = [html.index(stuk) for stuk in ("<label", "veld__hint", "veld__fouten", "<input")]
    assert volgorde == sorted(volgorde)
    invoer = Element(html).attrs_van("id_achternaam")
    assert invoer["aria-invalid"] == "true"
    assert invoer["aria-describedby"] == "id_achternaam_helptext id_achternaam_error"
    for id_ in str(invoer["aria-describedby"]).split():
        assert Element(html).attrs_van(id_)


def test_only_optional_fields_are_marked() -> None:
    formulier = CasusForm()
    assert "(niet verplicht)" in formulier["notitie"].as_field_group()
    assert "(niet verplicht)" not in formulier["voornaam"].as_field_group()
    assert "(niet verplicht)" not in formulier["toestemming"].as_field_group()


def test_summary_links_every_error_to_a_control_that_exists() -> None:
    element = Element(str(formulier_met_fouten()))
    doelen = [
        str(attrs["href"]).removeprefix("#")
        for tag, attrs in element.tags
        if tag == "a" and str(attrs.get("href", "")).startswith("#")
    ]
    assert doelen == ["id_achternaam", "id_geboortedatum", "id_gemeente", "id_sinds", "id_soort_0"]
    for doel in doelen:
        assert element.attrs_van(doel)


def test_form_without_errors_has_no_summary() -> None:
    assert "foutoverzicht" not in str(CasusForm())


def test_hidden_fields_are_rendered_once() -> None:
    assert str(CasusForm()).count('name="volgnummer"') == 1


def test_error_on_a_hidden_field_is_said_without_a_link() -> None:
    formulier = CasusForm({})
    formulier.add_error("volgnummer", "Deze casus is intussen gewijzigd.")
    html = str(formulier)
    assert "Deze casus is intussen gewijzigd." in html
    assert 'href="#id_volgnummer"' not in html


def test_what_is_typed_is_escaped() -> None:
    formulier = CasusForm({"geboortedatum": '"><script>'})
    assert "<script>" not in str(formulier)


class DatumForm(forms.Form):
    dag = DatumField(label="Dag", required=False)


def test_date_field_reads_and_shows_dutch_dates() -> None:
    formulier = DatumForm({"dag": "12 maart 2026"})
    assert formulier.is_valid()
    assert formulier.cleaned_data["dag"] == date(2026, 3, 12)
    assert 'value="12-3-2026"' in str(DatumForm(initial={"dag": date(2026, 3, 12)})["dag"])


def test_date_field_gives_back_what_was_typed() -> None:
    formulier = DatumForm({"dag": "31-2-26"})
    assert formulier.errors["dag"] == ["31 februari 2026 bestaat niet."]
    assert 'value="31-2-26"' in str(formulier["dag"])


@pytest.mark.parametrize("waarde", [None, ""])
def test_empty_date_is_none(waarde: str | None) -> None:
    assert DatumField(required=False).clean(waarde) is None


def test_date_field_takes_dates_and_moments() -> None:
    veld = DatumField()
    assert veld.clean(date(2026, 3, 12)) == date(2026, 3, 12)
    assert veld.clean(datetime(2026, 3, 12, 10, 42, tzinfo=UTC)) == date(2026, 3, 12)


def test_unchanged_date_is_not_a_change() -> None:
    formulier = DatumForm({"dag": "12-03-2026"}, initial={"dag": date(2026, 3, 12)})
    assert not formulier.has_changed()


class Gemengd(forms.Form):
    """A field of every kind whose own words of Django would be hard to read."""

    tekst = forms.CharField(max_length=3)
    getal = forms.IntegerField(min_value=1)
    keuze = forms.ChoiceField(choices=[("a", "A")])
    meer = forms.MultipleChoiceField(choices=[("a", "A")])
    sleutel = forms.UUIDField(widget=forms.HiddenInput)
    adres = forms.EmailField()


@pytest.mark.parametrize(
    ("veld", "waarde", "zin"),
    [
        ("tekst", "", "Vul dit in."),
        ("tekst", "a\x00", "Hier staat een teken dat we niet kunnen bewaren. Haal het weg."),
        ("tekst", "vier", "Gebruik hoogstens 3 tekens. Dit zijn er 4."),
        ("getal", "drie", "Vul een heel getal in."),
        ("getal", "0", "Vul 1 of meer in."),
        ("keuze", "", "Maak een keuze."),
        ("keuze", "<b>", "Deze keuze is er niet (meer). Kies opnieuw."),
        ("meer", ["b"], "Deze keuze is er niet (meer). Kies opnieuw."),
        ("sleutel", "x", "Dit formulier kan niet worden verwerkt. Open de pagina opnieuw."),
        ("adres", "jan", "Dit is geen e-mailadres. Kijk of alles er staat."),
    ],
)
def test_a_field_without_words_of_its_own_speaks_plain_dutch(
    veld: str, waarde: object, zin: str
) -> None:
    assert Gemengd({veld: waarde}).errors[veld] == [zin]


def test_no_words_of_django_are_left_for_fields_that_people_fill_in() -> None:
    for kind, messages in MELDINGEN.items():
        assert kind.default_error_messages.items() >= messages.items()
