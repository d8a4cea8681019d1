"""No casework for a partner that did not sign the privacyconvenant (docs/adr/0009-convenant.md)."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from cases.voorwaarden import ZONDER_GROND, refusals_for
from pact.keuzes import PactSoort
from pact.models import Pact, Partner
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rechten import has_recht
from thuiszitters.accounts.rollen import Recht
from thuiszitters.ui.banieren import Banier


def unsigned(organisatie_ids: Collection[int]) -> dict[int, str]:
    """Return which of these take part unsigned in a regional pact that runs today, and why that
    keeps casework from them. One query.

    In two such pacten, both must be signed: which children a pact is about is nowhere written.
    """
    today = timezone.localdate()
    rows = (
        Partner.objects.current()
        .filter(
            Q(convenant_op__isnull=True) | Q(convenant_op__gt=today),
            Q(pact__einde__isnull=True) | Q(pact__einde__gte=today),
            organisatie_id__in=organisatie_ids,
            van__lte=today,
            pact__soort=PactSoort.REGIONAAL,
            pact__begin__lte=today,
        )
        .order_by("pact__naam", "pk")
        .values_list("organisatie_id", "organisatie__naam", "pact__naam", "pact__organisatie__naam")
    )
    found: dict[int, str] = {}
    for pk, organisatie, pact, leider in rows:
        found.setdefault(
            pk,
            f"{organisatie} heeft het privacyconvenant van {pact} nog niet getekend en kan daarom "
            f"geen casussen zien. Is er wel getekend? Vraag {leider} dan om de datum in te vullen "
            "bij het pact.",
        )
    return found


def needs_convenant(pact: Pact, organisatie: Organisatie) -> bool:
    """Return whether this organisation sees no casework in this pact until it has signed."""
    return pact.soort == PactSoort.REGIONAAL and organisatie.soort in ZONDER_GROND


def convenant_banier(request: HttpRequest) -> Banier | None:
    """Return the warning for people who would see casussen if a convenant were signed, or None."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not has_recht(user, Recht.SEE_CASES):
        return None
    zin = next(iter(refusals_for(user).values()), "")
    return Banier("Je ziet nu geen casussen", zin, "let-op") if zin else None
