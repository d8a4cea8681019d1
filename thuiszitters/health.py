"""Whether this process lives, and whether it can do its work. For probes; it shows no data."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from thuiszitters.accounts.toegang import openbaar


@openbaar
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process runs; it asks nothing of the database."""
    return JsonResponse({"status": "ok"})


@openbaar
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether requests can be served: 503 while the database does not answer.

    The broker is not asked: without it pages still work and nothing is lost.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"status": "fout", "database": "geen antwoord"}, status=503)
    return JsonResponse({"status": "ok", "database": "ok"})


health_patterns = [
    path("live", live, name="health_live"),
    path("ready", ready, name="health_ready"),
]
