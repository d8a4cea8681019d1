"""Who acts, in which role; and no view without a declared demand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers

from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rechten import has_recht, load_lidmaatschappen
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import INGELOGD, OPENBAAR

SESSION_KEY = "lidmaatschap"
GetResponse = Callable[[HttpRequest], HttpResponse]


class ActingAsMiddleware:
    """Puts the chosen membership on the user; the first one where none was chosen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            held = load_lidmaatschappen(user)
            chosen = request.session.get(SESSION_KEY)
            user.acting_as = next((m for m in held if m.pk == chosen), held[0] if held else None)
            request.lidmaatschappen = held  # type: ignore[attr-defined]
        return self.get_response(request)


class DenyByDefaultMiddleware:
    """Refuses a view that does not say who may enter, and whom its demand does not admit."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Raise PermissionDenied unless the view's demand is met. Login is checked before."""
        toegang = getattr(view, "toegang", None)
        if toegang == OPENBAAR or (toegang == INGELOGD and request.user.is_authenticated):
            return
        if (
            isinstance(toegang, Recht)
            and isinstance(request.user, User)
            and has_recht(request.user, toegang)
        ):
            return
        if toegang is not None and not request.user.is_authenticated:
            return  # LoginRequiredMiddleware sends them to the login page
        raise PermissionDenied("Je rol geeft geen toegang tot deze pagina.")


class HtmxLoginMiddleware:
    """Sends the whole window to the login page when the session of an htmx request is over.

    Without it the login page would be swapped into a part of the page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        login = resolve_url(settings.LOGIN_URL)
        if (
            request.headers.get("HX-Request") == "true"
            and response.status_code == 302
            and response.headers["Location"].split("?")[0] == login
        ):
            back = urlsplit(request.headers.get("HX-Current-URL", "")).path or "/"
            return HttpResponse(headers={"HX-Redirect": f"{login}?{urlencode({'next': back})}"})
        return response


class NoStoreMiddleware:
    """Keeps pages with children's data out of every cache, the browser's included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response


def acting_as(request: HttpRequest) -> Lidmaatschap | None:
    """Return the membership this request acts in."""
    return request.user.acting_as if isinstance(request.user, User) else None
