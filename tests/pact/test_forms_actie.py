"""The form of an action: what goes in comes out, and how periods and means are taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pact.bedragen import MEEST
from pact.forms import ActieForm
from pact.indicatoren import GEEN, indicatoren
from pact.inhoud import ActieInhoud, inhoud_of, normalised
from pact.keuzes import Middelsoort, Niveau, PartnerRol, Periodelezing, Status, Termijn
from pact.models import Actie, Partner
from pact.periode import read_periode
from pact.services.acties import change_actie
from pact.services.partners import add_partner, end_partner
from tests.factories import make_organisatie
from tests.pact.hulp import BEGIN, Kring
from thuiszitters.accounts.rollen import Soort


def as_sent(form: forms.Form) -> QueryDict:
    """Return what a browser sends of a form as it opened, with its own line ends."""
    data = QueryDict(mutable=True)
    for veld in form:
        value = veld.value()
        if isinstance(veld.field, forms.BooleanField):
            if value:
                data[veld.html_name] = "on"
        elif isinstance(veld.field, forms.ModelMultipleChoiceField):
            pks = [str(getattr(choice, "pk", choice)) for choice in value or ()]
            data.setlist(veld.html_name, pks)
        else:
            shown = veld.field.widget.format_value(veld.field.prepare_value(value))
            if isinstance(shown, list):
                shown = shown[0] if shown else ""
            data[veld.html_name] = str(shown if shown is not None else "").replace("\n", "\r\n")
    return data


def sent(kring: Kring, actie: Actie | None = None, /, **values: Any) -> ActieForm:
    """Return the form of an action with these answers, as it comes in."""
    start = {"thema": kring.themas[0].pk, "niveau": "landelijk", "activiteit": "Iets doen"}
    data = as_sent(ActieForm(pact=kring.pact, actie=actie, initial=start))
    for name, value in values.items():
        data[name] = value
    return ActieForm(data, MultiValueDict(), pact=kring.pact, actie=actie)


def inhoud_from(form: ActieForm) -> ActieInhoud:
    assert form.is_valid(), form.errors
    return normalised(form.inhoud())


_signs = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Nd"])


def lines(longest: int, smallest: int = 0) -> st.SearchStrategy[str]:
    """Text of some lines, without white space around it and without digits."""
    line = st.text(_signs, max_size=longest // 4)
    made = st.lists(line, max_size=3).map("\n".join).map(lambda text: text[:longest].strip())
    return made.filter(lambda text: len(text) >= smallest)


def line(longest: int, smallest: int = 0) -> st.SearchStrategy[str]:
    made = st.text(_signs, max_size=longest).map(lambda text: " ".join(text.split()))
    return made.filter(lambda text: len(text) >= smallest)


days = st.dates(BEGIN, date(2028, 12, 31))


@st.composite
def inhouden(draw: st.DrawFn, kring: Kring) -> ActieInhoud:
    """Anything an action of this pact can say."""
    first, second, third = sorted(draw(st.tuples(days, days, days)))
    dated = draw(st.booleans())
    soort = draw(st.sampled_from(Middelsoort))
    partners = list(Partner.objects.filter(pact=kring.pact).select_related("organisatie"))
    some = st.frozensets(st.sampled_from(partners))
    tekst = draw(lines(300))
    return normalised(
        ActieInhoud(
            activiteit=draw(line(600, 1)),
            thema=draw(st.sampled_from(kring.themas)),
            niveau=draw(st.sampled_from(Niveau)),
            termijn=draw(st.sampled_from(Termijn)),
            nummer_tekst=draw(line(20)),
            eigenaar=draw(st.sampled_from([None, *partners])),
            mede_eigenaren=draw(some),
            betrokkenen_tekst=draw(lines(500)),
            betrokken=draw(some),
            periode_tekst=tekst,
            periode_lezing=draw(st.sampled_from(Periodelezing)),
            begin=first if dated and draw(st.booleans()) else None,
            einde=second if dated and draw(st.booleans()) else None,
            deadline=third if dated and draw(st.booleans()) else None,
            status=draw(st.sampled_from(Status)),
            wacht_op=draw(line(200)),
            resultaat_verwacht=draw(lines(5000)),
            resultaat_bereikt=draw(lines(5000)),
            middelen_soort=soort,
            middelen_bedrag=draw(st.decimals(0, MEEST, places=2))
            if soort == Middelsoort.BEDRAG
            else None,
            middelen_eenheid=draw(line(40)),
            middelen_tekst=""
            if soort == Middelsoort.ONBEKEND
            else draw(lines(500, 1 if soort == Middelsoort.TEKST else 0)),
            indicator=draw(st.sampled_from(["", GEEN, *(i.code for i in indicatoren())])),
            toelichting=draw(lines(5000, 1)),
        )
    )


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_what_an_action_says_goes_through_the_form_unchanged(
    kring: Kring, data: st.DataObject
) -> None:
    """Through the database, the page, a browser, and back; saving it then changes nothing."""
    if not Actie.objects.exists():
        kring.actie()
    actie = Actie.objects.get()
    inhoud = data.draw(inhouden(kring))
    saved = change_actie(actie=actie, inhoud=inhoud, inzender=kring.inzender)
    stored = inhoud_of(Actie.objects.get())
    if stored.periode_lezing != inhoud.periode_lezing:
        # Dates that moved under the same words were set by a person.
        assert stored.periode_lezing == Periodelezing.GECORRIGEERD
        inhoud = replace(inhoud, periode_lezing=Periodelezing.GECORRIGEERD)
    assert stored == inhoud
    form = ActieForm(pact=kring.pact, actie=saved)
    again = ActieForm(as_sent(form), pact=kring.pact, actie=saved)
    assert inhoud_from(again) == inhoud
    same = change_actie(actie=saved, inhoud=inhoud_from(again), inzender=kring.inzender)
    assert same.versie == saved.versie


def test_dates_left_to_the_text_are_read_from_it(kring: Kring) -> None:
    form = sent(kring, periode_tekst="september tot en met december 2026")
    inhoud = inhoud_from(form)
    assert inhoud.periode_lezing == Periodelezing.GELEZEN
    assert (inhoud.begin, inhoud.deadline) == (date(2026, 9, 1), date(2026, 12, 31))
    assert form.gelezen is not None
    assert form.gelezen.uitleg


def test_what_cannot_be_read_is_kept_and_not_guessed(kring: Kring) -> None:
    inhoud = inhoud_from(sent(kring, periode_tekst="als het bestuur ja zegt"))
    assert inhoud.periode_lezing == Periodelezing.NAKIJKEN
    assert inhoud.periode_tekst == "als het bestuur ja zegt"
    assert {inhoud.begin, inhoud.einde, inhoud.deadline} == {None}


def test_dates_a_person_fills_in_stay(kring: Kring) -> None:
    form = sent(kring, periode_tekst="gehele looptijd", deadline="1-6-2027")
    inhoud = inhoud_from(form)
    assert form.gelezen is None
    assert (inhoud.periode_lezing, inhoud.deadline) == (
        Periodelezing.GECORRIGEERD,
        date(2027, 6, 1),
    )
    actie = kring.actie()
    actie = change_actie(actie=actie, inhoud=inhoud, inzender=kring.inzender)
    other = inhoud_from(sent(kring, actie, periode_tekst="juni 2026"))
    assert (other.periode_tekst, other.deadline) == ("juni 2026", date(2027, 6, 1))
    assert other.periode_lezing == Periodelezing.GECORRIGEERD
    left = inhoud_from(sent(kring, actie, periode_tekst="juni 2026", deadline=""))
    assert (left.periode_lezing, left.deadline) == (Periodelezing.GELEZEN, date(2026, 6, 30))
    taken_away = inhoud_from(sent(kring, actie, deadline=""))
    assert (taken_away.periode_lezing, taken_away.deadline) == (Periodelezing.GECORRIGEERD, None)
    again = inhoud_from(sent(kring, actie, periode_tekst="juni 2026", periode_opnieuw="on"))
    assert (again.periode_lezing, again.deadline) == (Periodelezing.GELEZEN, date(2026, 6, 30))


def test_looked_at_and_right(kring: Kring) -> None:
    actie = kring.actie(
        periode_tekst="als het kan",
        periode_lezing=Periodelezing.NAKIJKEN,
        betrokkenen_tekst="scholen",
        betrokkenen_nakijken=True,
    )
    untouched = inhoud_from(sent(kring, actie))
    assert untouched.periode_lezing == Periodelezing.NAKIJKEN
    assert untouched.betrokkenen_nakijken
    assert not inhoud_from(sent(kring, actie, betrokken_klopt="on")).betrokkenen_nakijken
    chosen = inhoud_from(sent(kring, actie, betrokken=str(kring.partner.pk)))
    assert not chosen.betrokkenen_nakijken
    assert inhoud_from(sent(kring, actie, periode_klopt="on")).periode_lezing == (
        Periodelezing.GECORRIGEERD
    )
    dated = inhoud_from(sent(kring, actie, einde="1-6-2027"))
    assert dated.periode_lezing == Periodelezing.GECORRIGEERD


def test_a_period_that_is_cleared_is_empty(kring: Kring) -> None:
    actie = kring.actie(deadline=date(2027, 1, 1), periode_tekst="januari")
    cleared = inhoud_from(sent(kring, actie, periode_tekst="", deadline=""))
    assert cleared.periode_lezing == Periodelezing.LEEG
    read = read_periode("", pact_begin=BEGIN, pact_einde=None)
    assert read.lezing == Periodelezing.LEEG


@pytest.mark.parametrize(
    ("values", "soort", "bedrag"),
    [
        ({"middelen_bedrag": "1.000,50"}, Middelsoort.BEDRAG, "1000.50"),
        ({"middelen_bedrag": "€ 1.200"}, Middelsoort.BEDRAG, "1200"),
        ({"middelen_soort": "pm"}, Middelsoort.PM, None),
        ({"middelen_soort": "nvt"}, Middelsoort.NVT, None),
        ({"middelen_tekst": "ca. €1.500 per deelnemer"}, Middelsoort.BEDRAG, "1500"),
        ({"middelen_tekst": "uren van de partners"}, Middelsoort.TEKST, None),
        ({}, Middelsoort.ONBEKEND, None),
    ],
)
def test_means(
    kring: Kring, values: dict[str, Any], soort: Middelsoort, bedrag: str | None
) -> None:
    inhoud = inhoud_from(sent(kring, **values))
    assert inhoud.middelen_soort == soort
    assert inhoud.middelen_bedrag == (Decimal(bedrag) if bedrag else None)


@pytest.mark.parametrize(
    ("values", "veld", "message"),
    [
        ({"middelen_bedrag": "veel"}, "middelen_bedrag", "geen bedrag"),
        ({"middelen_bedrag": "1,000"}, "middelen_bedrag", "twee manieren"),
        ({"middelen_soort": "bedrag"}, "middelen_bedrag", "Schrijf het bedrag"),
        ({"middelen_soort": "pm", "middelen_bedrag": "5"}, "middelen_bedrag", "Bij PM hoort"),
        ({"middelen_soort": "tekst"}, "middelen_tekst", "Beschrijf de middelen"),
        ({"indicator": "onzin"}, "indicator", "Kies opnieuw"),
        ({"betrokken": "999999"}, "betrokken", "geen partner"),
        ({"mede_eigenaren": "x"}, "mede_eigenaren", "geen partner"),
        ({"periode_tekst": "x" * 301}, "periode_tekst", "300"),
    ],
)
def test_refused(kring: Kring, values: dict[str, Any], veld: str, message: str) -> None:
    form = sent(kring, **values)
    assert not form.is_valid()
    assert message in str(form.errors[veld])


def test_who_left_is_offered_only_where_it_stands(kring: Kring) -> None:
    left = add_partner(
        pact=kring.pact,
        organisatie=make_organisatie(Soort.GEMEENTE),
        rol=PartnerRol.DEELNEMER,
        inzender=kring.inzender,
    )
    held = kring.actie(mede_eigenaren=frozenset({left}), betrokken=frozenset({left}))
    free = kring.actie()
    end_partner(partner=left, inzender=kring.inzender)
    assert left in inhoud_from(sent(kring, held)).mede_eigenaren
    assert "geen partner meer" in str(ActieForm(pact=kring.pact, actie=held)["betrokken"])
    for veld in ("eigenaar", "mede_eigenaren", "betrokken"):
        assert not sent(kring, free, **{veld: str(left.pk)}).is_valid()


def test_a_figure_that_is_gone_can_stay(kring: Kring) -> None:
    actie = kring.actie(indicator="van_vroeger")
    assert inhoud_from(sent(kring, actie)).indicator == "van_vroeger"
    assert "bestaat niet meer" in str(ActieForm(pact=kring.pact, actie=actie)["indicator"])
