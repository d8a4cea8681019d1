"""The default of the API: nothing, unless a view says otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import BasePermission

from thuiszitters.accounts.models import User
from thuiszitters.accounts.rechten import has_recht
from thuiszitters.accounts.rollen import Recht

if TYPE_CHECKING:
    from rest_framework.request import Request
    from rest_framework.views import APIView


class DenyAll(BasePermission):
    """Refuses everybody."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return False."""
        return False


class MaySeeCases(BasePermission):
    """Admits people whose role sees casussen; which ones is `visible_to`'s answer."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return whether the user holds the right to see casussen anywhere."""
        return isinstance(request.user, User) and has_recht(request.user, Recht.SEE_CASES)
