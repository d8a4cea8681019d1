"""The demo mailbox: what would have been sent. Only routed where DEMO is on."""

from __future__ import annotations

from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from thuiszitters.accounts.toegang import openbaar
from thuiszitters.berichten.postvak import Post, list_post, read_post


def _folder() -> Path:
    folder: Path | None = settings.MAIL_DIR
    if not settings.DEMO or folder is None:
        raise Http404
    return folder


def _post(naam: str) -> Post:
    found = read_post(_folder(), naam)
    if found is None:
        raise Http404
    return found


@openbaar
@require_GET
def postvak(request: HttpRequest) -> HttpResponse:
    """List the newest mails, of one address where `aan` is given."""
    aan = request.GET.get("aan", "")[:200]
    context = {"post": list_post(_folder(), aan=aan), "aan": aan}
    return render(request, "accounts/postvak.html", context)


@openbaar
# csp_replace is typed for views without arguments only.
@csp_replace({"frame-src": ["'self'"]})  # type: ignore[arg-type]
@require_GET
def post(request: HttpRequest, naam: str) -> HttpResponse:
    """Show one mail: its text, and its HTML in a frame."""
    return render(request, "accounts/post.html", {"post": _post(naam)})


@openbaar
@csp_replace(  # type: ignore[arg-type]
    {
        "style-src": ["'unsafe-inline'"],
        "frame-ancestors": ["'self'"],
        "sandbox": ["allow-popups", "allow-top-navigation-by-user-activation"],
    }
)
@xframe_options_sameorigin
@require_GET
def post_html(request: HttpRequest, naam: str) -> HttpResponse:
    """Give the HTML part in a sandbox: a mail brings its own inline style.

    As it was sent, but for one thing: a link leaves the frame, as it would leave a mail program.
    """
    return HttpResponse(_post(naam).html.replace("<head>", '<head><base target="_top">', 1))
