"""A browser that opens the gallery: no server, no database, the real CSP."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from csp.utils import build_policy
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, BrowserContext, Page, Route

from tests.ui.gallery.paginas import render_pagina

GALLERY = "http://gallery.test/"


def _antwoord(route: Route) -> None:
    adres = route.request.url.removeprefix(GALLERY).split("?")[0]
    if adres.startswith("static/"):
        bestand = finders.find(adres.removeprefix("static/"))
        if not isinstance(bestand, str):
            route.fulfill(status=404)
            return
        soort = mimetypes.guess_type(bestand)[0] or "application/octet-stream"
        route.fulfill(body=Path(bestand).read_bytes(), content_type=soort)
    elif adres.endswith(".html"):
        beleid = {"Content-Security-Policy": build_policy()}
        route.fulfill(
            body=render_pagina(adres), content_type="text/html; charset=utf-8", headers=beleid
        )
    else:
        route.fulfill(body="<title>elders</title>", content_type="text/html")


class Gallery:
    """One window on the gallery, that remembers what went wrong in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.page: Page = context.new_page()
        self.mis: list[str] = []
        self.page.route("**/*", _antwoord)
        self.page.on("pageerror", lambda fout: self.mis.append(str(fout)))
        self.page.on(
            "console",
            lambda regel: self.mis.append(regel.text) if regel.type == "error" else None,
        )

    def open(self, pagina: str) -> Page:
        self.page.goto(GALLERY + pagina)
        return self.page

    def axe(self) -> list[str]:
        """Returns one line per violation, best practices included."""
        resultaat = Axe().run(self.page).response["violations"]
        return [f"{fout['id']}: {fout['nodes'][0]['target']}" for fout in resultaat]


@pytest.fixture
def gallery(browser: Browser) -> Iterator[Callable[..., Gallery]]:
    """Opens windows on the gallery; takes the options of Playwright's new_context."""
    vensters: list[BrowserContext] = []

    def nieuw(**opties: Any) -> Gallery:
        vensters.append(browser.new_context(locale="nl-NL", **opties))
        return Gallery(vensters[-1])

    yield nieuw
    for venster in vensters:
        venster.close()
