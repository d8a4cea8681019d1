"""The matrix to take along, exactly as it is filtered and turned."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from pact.matrixblad import matrix_document, matrix_werkblad
from pact.matrixvraag import Matrixvraag
from pact.views.hulp import get_pact
from thuiszitters.accounts.rollen import Recht
from thuiszitters.accounts.toegang import vereist
from thuiszitters.pdf import render_pdf

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: HttpRequest, code: str) -> Matrixvraag:
    pact = get_pact(request, code)
    return Matrixvraag.read(pact, request.GET, peildatum=timezone.localdate())


def _answer(vraag: Matrixvraag, inhoud: bytes, soort: str, ext: str) -> HttpResponse:
    # A code holds only small letters, digits and dashes.
    naam = f"matrix-{vraag.pact.code}-{vraag.peildatum.isoformat()}.{ext}"
    return HttpResponse(
        inhoud,
        content_type=soort,
        headers={
            "Content-Disposition": f'attachment; filename="{naam}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@vereist(Recht.SEE_PACT)
@require_GET
def matrix_xlsx(request: HttpRequest, code: str) -> HttpResponse:
    """Send the matrix as a workbook."""
    vraag = _asked(request, code)
    return _answer(vraag, matrix_werkblad(vraag), XLSX, "xlsx")


@vereist(Recht.SEE_PACT)
@require_GET
def matrix_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Send the matrix as a document on A3."""
    vraag = _asked(request, code)
    return _answer(vraag, render_pdf("matrix", matrix_document(vraag)), "application/pdf", "pdf")
