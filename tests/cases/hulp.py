"""Sending forms of a casus as a browser does."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Casus
from thuiszitters.accounts.models import User

HTMX = {"HX-Request": "true"}


def client_of(user: User) -> Client:
    """Return a browser in which this person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def page_of(user: User, casus: Casus, **query: Any) -> str:
    """Return the page of the casus as this person sees it."""
    response = client_of(user).get(reverse("cases:casus", args=[casus.nummer]), query)
    assert response.status_code == 200
    return response.content.decode()


def url_of(casus: Casus, naam: str, **sleutels: Any) -> str:
    """Return the address of an action."""
    return reverse(f"cases:{naam}", kwargs={"nummer": casus.nummer, **sleutels})


def send(
    client: Client,
    url: str,
    casus: Casus,
    data: dict[str, Any] | None = None,
    headers: dict[str, str] | None = None,
) -> HttpResponse:
    """Send a form that was opened on the casus as it is given here."""
    hidden = {"sleutel": str(uuid4()), "versie": str(casus.versie)}
    response = client.post(url, {**hidden, **(data or {})}, headers=headers)
    assert isinstance(response, HttpResponse)
    return response
