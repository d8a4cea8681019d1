"""Telling a form that is sent again from one that was changed and then sent again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Model
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from cases.services.casussen import NieuweCasus

_LENGTE = 16


def afdrukken(new: NieuweCasus, sleutel: UUID) -> dict[str, str]:
    """Return a short print per field, which tells nothing of what was filled in.

    Keyed by the secret and by this one form: equal values at two casussen do not look alike.
    """
    return {
        field.name: salted_hmac(
            f"cases.afdruk.{sleutel}.{field.name}", _as_text(getattr(new, field.name))
        ).hexdigest()[:_LENGTE]
        for field in fields(new)
    }


def changed_since(before: Mapping[str, Any], new: NieuweCasus, sleutel: UUID) -> tuple[str, ...]:
    """Return the fields of which the print differs; none where no prints were kept."""
    if not before:
        return ()
    return tuple(name for name, mark in afdrukken(new, sleutel).items() if before.get(name) != mark)


def _as_text(value: Any) -> str:
    return str(value.pk) if isinstance(value, Model) else str(value).strip()
