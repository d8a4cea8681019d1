"""Telling everything that is wrong in one go."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models


def refuse_together(*checks: Callable[[], object], model: models.Model | None = None) -> None:
    """Do every check, and `full_clean` of `model` last, and raise what all of them say.

    A constraint of the model over a field that was refused already says nothing more. Raises one
    ValidationError with, per field, each message once.
    """
    found: dict[str, list[ValidationError]] = {}
    for check in checks:
        _gather(check, found)
    if model is not None:
        _gather(lambda: model.full_clean(exclude=set(found)), found)
    if found:
        raise ValidationError({veld: list(problems) for veld, problems in found.items()})


def _gather(check: Callable[[], object], found: dict[str, list[ValidationError]]) -> None:
    try:
        check()
    except ValidationError as error:
        with_fields = hasattr(error, "error_dict")
        per_field = error.error_dict if with_fields else {NON_FIELD_ERRORS: error.error_list}
        for veld, problems in per_field.items():
            known = found.setdefault(veld, [])
            said = {message for problem in known for message in problem.messages}
            known += [problem for problem in problems if not said & set(problem.messages)]


def tell(form: forms.Form, *checks: Callable[[], object]) -> None:
    """Put what the checks say at the fields of a form that were not refused yet; else on top."""
    try:
        refuse_together(*checks)
    except ValidationError as error:
        for veld, problems in error.error_dict.items():
            known = veld in form.fields
            if not known or veld not in form.errors:
                form.add_error(veld if known else None, list(problems))
