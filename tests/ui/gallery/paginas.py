"""Renders the pages of the gallery with the project's own templates, without a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.forms import Form
from django.template.backends.django import DjangoTemplates
from django.test import RequestFactory
from django.urls import get_urlconf, set_urlconf
from django.utils.translation import override

from tests.ui.gallery import voorbeelden
from thuiszitters.ui.icons import ICONS

HIER = Path(__file__).parent

_engine = DjangoTemplates(
    {
        "NAME": "gallery",
        "DIRS": [HIER / "templates", Path(settings.BASE_DIR) / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
)


def _login(**velden: Any) -> dict[str, Any]:
    return {
        **velden,
        "demo": True,
        "demo_logins": voorbeelden.DEMO_LOGINS,
        "redirect_field": "",
    }


class _Wachtwoord(Form):
    """Stands for the forms of django-allauth that have no fields to show here."""


def _context(naam: str) -> dict[str, Any]:
    kader = voorbeelden.kader()
    leeg_kader = {"demo": False}
    alle_strips = [(titel, *voorbeelden.stand_van(titel)) for titel in voorbeelden.FEITEN]
    gevallen: dict[str, dict[str, Any]] = {
        "gallery/componenten.html": {
            **kader,
            "bladzijde": voorbeelden.bladzijde(),
            "iconen": sorted(ICONS),
        },
        "gallery/strips.html": {**kader, "strips": alle_strips},
        "gallery/werkvoorraad.html": {
            **kader,
            "rijen": voorbeelden.rijen(),
            "bladzijde": voorbeelden.bladzijde(),
        },
        "gallery/casus.html": {
            **kader,
            "stand": voorbeelden.stand_van("LRV, met geoorloofd verzuim ervoor")[0],
            "strip": voorbeelden.stand_van("LRV, met geoorloofd verzuim ervoor")[1],
            "moment": voorbeelden.MOMENT,
        },
        "gallery/formulier.html": {**kader, "form": voorbeelden.CasusForm()},
        "gallery/formulier_fout.html": {**kader, "form": voorbeelden.formulier_met_fouten()},
        "gallery/matrix.html": {**kader, "acties": voorbeelden.ACTIES},
        "gallery/cijfers.html": kader,
        "gallery/leeg.html": kader,
        "account/login.html": _login(form=voorbeelden.LoginForm()),
        "account/login_fout.html": _login(form=voorbeelden.LoginForm({"login": "x"})),
        "account/password_reset_from_key.html": {**leeg_kader, "token_fail": True},
        "account/signup_closed.html": leeg_kader,
        "account/lockout.html": leeg_kader,
        "403.html": {**kader, "exception": "Alleen een coördinator kan een casus sluiten."},
        "404.html": kader,
        "500.html": {},
    }
    return {"peildatum": voorbeelden.VANDAAG, "csrf_token": "x" * 64, **gevallen[naam]}


PAGINAS = (
    "gallery/componenten.html",
    "gallery/strips.html",
    "gallery/werkvoorraad.html",
    "gallery/casus.html",
    "gallery/formulier.html",
    "gallery/formulier_fout.html",
    "gallery/matrix.html",
    "gallery/cijfers.html",
    "gallery/leeg.html",
    "account/login.html",
    "account/login_fout.html",
    "account/password_reset_from_key.html",
    "account/signup_closed.html",
    "account/lockout.html",
    "403.html",
    "404.html",
    "500.html",
)


def render_pagina(naam: str) -> str:
    """Returns the HTML of one page of the gallery."""
    vorige = get_urlconf()
    set_urlconf("tests.ui.gallery.urls")
    try:
        with override("nl"):
            template = _engine.get_template(naam.replace("_fout.html", ".html"))
            return template.render(_context(naam), RequestFactory().get("/", {"gemeente": "1"}))
    finally:
        set_urlconf(vorige)
