"""Casussen over the API: read-only, through the same door as the pages.

Who is not logged in gets 403 with a sentence in JSON: a session is the only way in, so there is
no way of asking for credentials that a 401 would have to name.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.exceptions import ValidationError
from rest_framework.pagination import CursorPagination
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.serializers import CasusDetailSerializer, CasusSerializer
from cases.models import Casus, Status
from cases.querysets import CasusQuerySet
from cases.selectors.casus import load_stand
from cases.services.stand import stand_columns
from cases.stand import Categorie
from thuiszitters.accounts.api import MaySeeCases

_CHOICES = {"categorie": [c.value for c in Categorie], "status": list(Status.values)}


class CasusPages(CursorPagination):
    """Pages by place, newest casus first: the last page costs no more than the first."""

    ordering = "-id"
    page_size = 100
    page_size_query_param = "limit"
    max_page_size = 500


class CasusViewSet(
    mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Casus]
):
    """The casussen the reader may see in the role they act in."""

    permission_classes = (MaySeeCases,)
    pagination_class = CasusPages
    serializer_class = CasusSerializer
    queryset = Casus.objects.none()
    lookup_field = "nummer"
    lookup_value_regex = "[0-9]{4}-[0-9]{6,7}"

    def get_queryset(self) -> CasusQuerySet:
        """Return what is visible; for the list filtered by what the address asks."""
        found = Casus.objects.visible_to(self.request.user).select_related("gemeente", "school")
        if self.action != "list":
            return found.select_related("leerling", "swv")
        for name, allowed in _CHOICES.items():
            value = self.request.query_params.get(name)
            if value and value not in allowed:
                raise ValidationError({name: f"Kies een van: {', '.join(allowed)}."})
            if value:
                found = found.filter(**{name: value})
        return found

    @extend_schema(
        operation_id="casussen_list",
        parameters=[
            OpenApiParameter(name, str, enum=values, description=f"Only this {name}.")
            for name, values in _CHOICES.items()
        ],
    )
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Casussen, the newest first."""
        return super().list(request, *args, **kwargs)

    @extend_schema(operation_id="casussen_retrieve", responses=CasusDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One casus as it stands today, with the explanation."""
        casus = self.get_object()
        sheet = load_stand(casus, timezone.localdate())
        if sheet.stand is not None:
            # The columns may be a day behind; here they must agree with the explanation.
            for name, value in stand_columns(sheet.stand, sheet.peildatum).items():
                setattr(casus, name, value)
        context = {**self.get_serializer_context(), "standblad": sheet}
        return Response(CasusDetailSerializer(casus, context=context).data)
