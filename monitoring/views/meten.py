"""The figures for machines: a monitor that asks with a token, never with a login."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from monitoring.metrics import exposition
from monitoring.models import Proces
from monitoring.selectors.alarmen import installation_alarms
from monitoring.selectors.techniek import Techniek, load_techniek
from thuiszitters.accounts.toegang import openbaar

View = Callable[[HttpRequest], HttpResponse]


def _with_token(view: View) -> View:
    """Let in who sends HEALTH_TOKEN as a bearer token; without the setting there is nothing."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        token: str = settings.HEALTH_TOKEN
        if not token:
            raise Http404
        kind, _, given = request.headers.get("Authorization", "").partition(" ")
        if kind.lower() != "bearer" or not constant_time_compare(given.strip(), token):
            return HttpResponse(status=401, headers={"WWW-Authenticate": "Bearer"})
        return view(request)

    return guarded


@openbaar
@require_safe
@_with_token
def details(request: HttpRequest) -> HttpResponse:
    """Answer the figures as JSON: 200, or 503 while something serious is wrong."""
    try:
        techniek = load_techniek(timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "fout", "database": "geen antwoord"}, status=503)
    alarmen = installation_alarms(techniek)
    serious = any(alarm.ernstig for alarm in alarmen)
    answer = {
        "status": "storing" if serious else "let op" if alarmen else "ok",
        "alarmen": [
            {"soort": a.soort, "ernstig": a.ernstig, "zin": a.zin, "doen": a.doen} for a in alarmen
        ],
        **_figures(techniek),
    }
    return JsonResponse(answer, status=503 if serious else 200)


@openbaar
@require_safe
@_with_token
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer the figures as Prometheus reads them."""
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _figures(t: Techniek) -> dict[str, Any]:
    rondes, done = t.rondes, t.afstemming
    last = rondes.laatste
    return {
        "nu": _moment(t.nu),
        "ronde": {
            "klaar_op": _moment(last.klaar_op) if last else None,
            "duurde_seconden": last.duurde.total_seconds() if last and last.duurde else None,
            "door": last.door if last else None,
            "bekeken": last.bekeken if last else None,
            "bezig_sinds": _moment(rondes.bezig_sinds),
            "te_doen": rondes.te_doen,
            "achterstand_seconden": rondes.achterstand.total_seconds(),
            "niet_behandeld": len(rondes.fouten),
        },
        "berichten": {
            **{toestand.value: many for toestand, many in t.post.toestanden.items()},
            "verzonden_etmaal": t.post.verzonden,
            "oudste_wacht_seconden": t.post.oudste.total_seconds(),
        },
        "escalaties_open": {trede.value: many for trede, many in t.open_per_trede.items()},
        "zonder_ontvanger": t.zonder_ontvanger,
        "processen": {
            soort.value: {
                "levend": len(t.levend(soort)),
                "laatst_gezien": _moment(t.laatst_gezien(soort)),
            }
            for soort in Proces
        },
        "afstemming": {
            "klaar_op": _moment(done.klaar_op) if done else None,
            "peildatum": done.peildatum.isoformat() if done else None,
            "verschillen": t.verschillen,
        },
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None
