"""What the pages of a pact share: who asks, and the one way to a pact."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest

from cases.services.tijdlijn import Inzender
from pact.models import Actie, Pact
from pact.permissions import Handeling, may
from pact.selectors.acties import with_parts
from thuiszitters.accounts.middleware import acting_as
from thuiszitters.accounts.models import Organisatie, User


def user_of(request: HttpRequest) -> User:
    """Return the person who asks. The access marks of the views keep everybody else out."""
    assert isinstance(request.user, User)
    return request.user


def organisatie_of(request: HttpRequest) -> Organisatie:
    """Return the organisation the person acts for."""
    acting = acting_as(request)
    if acting is None:
        raise PermissionDenied("Kies eerst een rol, bovenaan de pagina.")
    return acting.organisatie


def inzender_of(
    request: HttpRequest, *, sleutel: UUID | None = None, versie: int | None = None
) -> Inzender:
    """Return who sends a form, in the role they act in."""
    return Inzender(
        door=user_of(request), namens=organisatie_of(request), sleutel=sleutel, versie=versie
    )


def get_pact(request: HttpRequest, code: str) -> Pact:
    """Return the pact with this code. Raises Http404, the same for not theirs and not there."""
    found = (
        Pact.objects.visible_to(user_of(request))
        .select_related("organisatie")
        .filter(code=code)
        .first()
    )
    if found is None:
        raise Http404("Dit pact bestaat niet.")
    return found


def get_actie(pact: Pact, nr: int) -> Actie:
    """Return this action of a pact that is visible already. Raises Http404 without one."""
    found = with_parts(Actie.objects.filter(pact=pact, nr=nr)).first()
    if found is None:
        raise Http404("Deze actie bestaat niet.")
    return found


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """Put the messages of a service at their fields; on top what has no field in this form."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error)
        return
    for veld, problems in error.error_dict.items():
        known = veld != NON_FIELD_ERRORS and veld in form.fields
        for problem in problems:
            form.add_error(veld if known else None, problem)


def demand(request: HttpRequest, handeling: Handeling, pact: Pact) -> None:
    """Raise PermissionDenied, with the sentence that says why, unless this may be done."""
    oordeel = may(user_of(request), handeling, pact)
    if not oordeel.mag:
        raise PermissionDenied(oordeel.waarom)
