"""Correcting a fact without overwriting it."""

from __future__ import annotations

from typing import Any, TypeVar

from django.utils import timezone

from cases.models.feiten import Feit

F = TypeVar("F", bound=Feit)


def replace_feit(feit: F, **changes: Any) -> F:
    """Close a fact as it was known until now, and return its saved successor with `changes`.

    Raises ValidationError when the successor cannot be right; call it in a transaction.
    """
    now = timezone.now()
    successor = type(feit)(
        **{
            field.attname: getattr(feit, field.attname)
            for field in feit._meta.concrete_fields
            if not field.primary_key
        }
    )
    successor.bekend_op = now
    for name, value in changes.items():
        setattr(successor, name, value)
    withdraw_feit(feit)
    successor.full_clean()
    successor.save()
    return successor


def withdraw_feit(feit: Feit) -> None:
    """Close a fact as no longer known to be true; it stays in history."""
    feit.vervangen_op = timezone.now()
    feit.save(update_fields=["vervangen_op"])
