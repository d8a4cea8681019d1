"""House rules that a page can break without looking wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from thuiszitters.ui.icons import ICONS

TEMPLATES = Path(settings.BASE_DIR) / "templates"
CSS = sorted((Path(settings.BASE_DIR) / "static" / "css").glob("*.css"))
# Mail is read outside the site and its CSP; there inline styles are the only ones that work.
MAIL = {"mail", "mails", "email", "berichten"}

PAGINAS = sorted(
    pad for pad in TEMPLATES.rglob("*.html") if not MAIL & set(pad.relative_to(TEMPLATES).parts)
)
INLINE = re.compile(
    r"<style|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=|javascript:|https?://(?!www\.w3\.org)",
    re.IGNORECASE,
)
COMMENTAAR = re.compile(r"{#.*?#}|{% comment.*?endcomment %}", re.DOTALL)


def naam(pad: Path) -> str:
    return str(pad.relative_to(settings.BASE_DIR))


@pytest.mark.parametrize("pad", PAGINAS, ids=naam)
def test_page_has_nothing_that_the_csp_refuses(pad: Path) -> None:
    gevonden = INLINE.findall(COMMENTAAR.sub("", pad.read_text()))
    assert gevonden == []


@pytest.mark.parametrize("pad", PAGINAS, ids=naam)
def test_page_compiles_and_uses_icons_that_exist(pad: Path) -> None:
    get_template(str(pad.relative_to(TEMPLATES)))
    gebruikt = set(re.findall(r'{% icoon "([^"]+)"', pad.read_text()))
    assert gebruikt <= set(ICONS)


@pytest.mark.parametrize("pad", CSS, ids=naam)
def test_stylesheet_keeps_to_its_layer_and_to_the_tokens(pad: Path) -> None:
    tekst = re.sub(r"/\*.*?\*/", "", pad.read_text(), flags=re.DOTALL)
    assert "@layer" in tekst
    assert "@import" not in tekst
    assert "url(" not in tekst
    if pad.name not in {"tokens.css", "print.css"}:
        assert re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", tekst) == []


def test_every_token_that_is_used_exists() -> None:
    alles = "\n".join(pad.read_text() for pad in CSS)
    gezet = set(re.findall(r"(--tz-[a-z0-9-]+)\s*:", alles))
    assert set(re.findall(r"var\((--tz-[a-z0-9-]+)", alles)) <= gezet


# --- contrast -------------------------------------------------------------------------------------

TOKENS = dict(
    re.findall(
        r"--tz-color-([a-z-]+): light-dark\((#[0-9a-f]{6}, #[0-9a-f]{6})\)",
        (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(),
    )
)
TREDEN = ("preventie", "stimuleren", "signaleren", "aanspreken")
GRONDEN = ("ground", "surface", "raised")
TEKST = [
    *[(inkt, grond) for inkt in ("ink", "muted", "link", "brand", "danger") for grond in GRONDEN],
    *[(f"{trede}-text", trede) for trede in TREDEN],
    *[(f"{trede}-text", grond) for trede in TREDEN for grond in GRONDEN],
    ("on-brand", "brand"),
    ("on-brand", "brand-strong"),
    ("on-bar", "bar"),
    ("on-bar", "bar-hover"),
    ("on-danger", "danger"),
    ("ink", "brand-ground"),
]
LIJNEN = [
    *[(lijn, grond) for lijn in ("control", "focus") for grond in GRONDEN],
    ("bar-line", "bar"),
    *[
        (toon, grond)
        for toon in (
            "strip-absent",
            "strip-authorised",
            "strip-offer",
            "strip-exempt",
            "signaleren-full",
            "aanspreken-full",
        )
        for grond in ("ground", "surface", "strip-track")
    ],
]


def luminance(kleur: str) -> float:
    delen = [int(kleur[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    rood, groen, blauw = (
        deel / 12.92 if deel <= 0.04045 else ((deel + 0.055) / 1.055) ** 2.4 for deel in delen
    )
    return 0.2126 * rood + 0.7152 * groen + 0.0722 * blauw


def contrast(voor: str, achter: str) -> float:
    donker, licht = sorted((luminance(voor), luminance(achter)))
    return (licht + 0.05) / (donker + 0.05)


@pytest.mark.parametrize("thema", [0, 1], ids=["licht", "donker"])
@pytest.mark.parametrize(
    ("voor", "achter", "minstens"),
    [(*paar, 4.5) for paar in TEKST] + [(*paar, 3.0) for paar in LIJNEN],
)
def test_contrast_of_tokens(voor: str, achter: str, minstens: float, thema: int) -> None:
    kleuren = [TOKENS[token].split(", ")[thema] for token in (voor, achter)]
    assert contrast(*kleuren) >= minstens
