"""Reading the list of work, as a person in a browser gets it."""

from __future__ import annotations

import re

from django.test import Client

from cases.models import Casus, Uitkomst
from cases.services.casussen import close_casus
from tests.factories import Region
from thuiszitters.accounts.models import User

HTMX = {"HX-Request": "true"}


def client_of(user: User) -> Client:
    """Return the browser of this person, logged in."""
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str = "/casussen/") -> str:
    """Return the page this person gets at an address."""
    response = client_of(user).get(address)
    assert response.status_code == 200
    return response.content.decode()


def rows(html: str) -> list[str]:
    """Return the case numbers on the page, in order."""
    return re.findall(r'<tr id="rij-([0-9-]+)"', html)


def close(region: Region, casus: Casus, uitkomst: Uitkomst = Uitkomst.TERUG) -> Casus:
    """Return the casus, closed."""
    return close_casus(casus=casus, uitkomst=uitkomst, toelichting="", inzender=region.by())
