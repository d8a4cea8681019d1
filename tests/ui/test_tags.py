from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from cases.stand import Categorie
from tests.ui.gallery.voorbeelden import CasusForm, LoginForm
from thuiszitters.ui.icons import ICONS, icon_svg
from thuiszitters.ui.templatetags.ui import CATEGORIEEN, TREDEN

LAAT_OP_DE_AVOND = datetime(2026, 3, 28, 23, 30, tzinfo=UTC)


def render(bron: str, **context: Any) -> str:
    return Template("{% load ui %}" + bron).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("bron", "waarde", "tekst"),
    [
        ("{{ w|datum }}", date(2026, 3, 12), "12 mrt 2026"),
        ("{{ w|datum }}", LAAT_OP_DE_AVOND, "29 mrt 2026"),
        ("{{ w|datum }}", None, ""),
        ("{{ w|tijdstip }}", LAAT_OP_DE_AVOND, "29 mrt 2026, 00:30"),
        ("{{ w|tijdstip }}", date(2026, 3, 12), ""),
        ("{{ w|iso }}", LAAT_OP_DE_AVOND, "2026-03-29"),
        ("{{ w|dagen }}", 1, "1 dag"),
        ("{{ w|dagen }}", None, ""),
        ("{{ w|over_dagen:p }}", date(2026, 3, 18), "over 6 dagen"),
        ("{{ w|over_dagen:p }}", None, ""),
        ("{{ w|dag:p }}", date(2026, 3, 18), "wo 18 mrt"),
    ],
)
def test_filters(bron: str, waarde: object, tekst: str) -> None:
    assert render(bron, w=waarde, p=date(2026, 3, 12)) == tekst


@pytest.mark.parametrize("naam", ICONS)
def test_icon_is_well_formed_and_silent(naam: str) -> None:
    svg = ElementTree.fromstring(icon_svg(naam))
    assert svg.get("aria-hidden") == "true"
    assert len(svg) > 0


def test_icon_that_is_not_drawn_fails_where_it_is_written() -> None:
    with pytest.raises(KeyError):
        render('{% icoon "eenhoorn" %}')


def test_every_categorie_of_the_stand_has_words() -> None:
    assert set(CATEGORIEEN) == {str(categorie) for categorie in Categorie}


@pytest.mark.parametrize("naam", TREDEN)
def test_rung_speaks_by_word_and_icon(naam: str) -> None:
    html = render("{% trede naam %}", naam=naam)
    assert naam in html
    assert "<svg" in html


def test_badges_of_nothing_are_nothing() -> None:
    assert render("{% trede None %}{% categorie None %}") == ""


def test_short_categorie_keeps_the_whole_words() -> None:
    assert 'title="Langdurig relatief verzuim">LRV<' in render('{% categorie "LRV" kort=True %}')


def test_pages_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/", {"gemeente": "0363", "q": "a&b", "pagina": "4"})
    html = render(
        '{% bladeren p wat="casussen" %}', p=Paginator(range(500), 25).page(4), request=request
    )
    assert "76 tot en met 100 van 500 casussen" in html
    assert 'href="?gemeente=0363&amp;q=a%26b&amp;pagina=5" rel="next"' in html
    assert html.count("aria-current") == 1


def test_where_there_is_one_page_nothing_is_said_of_pages() -> None:
    assert render("{% bladeren p %}", p=Paginator(range(5), 25).page(1)) == ""
    assert render("{% bladeren p %}", p=Paginator([], 25).page(1)) == ""


def test_notice_escapes_its_text() -> None:
    assert "<b>" not in render("{% melding t %}", t="<b>let op</b>")


def test_renamed_field_is_called_the_same_in_summary_and_label() -> None:
    html = render(
        '{% hernoem form login="E-mailadres" geen="x" %}{% foutoverzicht form %}'
        "{{ form.login.as_field_group }}",
        form=LoginForm({}),
    )
    assert html.count("E-mailadres") == 2
    assert "placeholder" not in html


def test_field_takes_other_words() -> None:
    html = render('{% veld form.voornaam label="Roepnaam" hint="Of initialen" %}', form=CasusForm())
    assert "Roepnaam" in html
    assert "Of initialen" in html
