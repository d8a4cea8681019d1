"""What may be put in the outbox at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import Region
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.services import queue_bericht

GOOD: dict[str, Any] = {
    "sjabloon": "signaal",
    "sleutel": "a:1",
    "referentie": "a:1",
    "venster": "07-19 ma-vr",
}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("sjabloon", "../../etc/passwd"),
        ("sjabloon", "Signaal"),
        ("sjabloon", ""),
        ("sjabloon", "x" * 41),
        ("sleutel", "a\r\nBcc: x@y.example"),
        ("sleutel", "a b"),
        ("sleutel", ""),
        ("sleutel", "x" * 121),
        ("referentie", "a\nb"),
        ("referentie", "a\u2028b"),
        ("referentie", ""),
        ("referentie", "x" * 81),
        ("venster", "ooit"),
    ],
)
def test_what_could_break_out_is_refused_per_field_before_it_is_stored(
    region: Region, field: str, value: str
) -> None:
    values = {**GOOD, field: value}
    with pytest.raises(ValidationError) as caught:
        queue_bericht(ontvanger_id=region.directeur.pk, gegevens={}, **values)
    assert list(caught.value.message_dict) == [field]
    assert Bericht.objects.count() == 0


@pytest.mark.parametrize(
    ("field", "value"), [("sleutel", "a\nb"), ("sleutel", "a b"), ("sjabloon", "../x")]
)
def test_the_database_refuses_it_too_from_who_inserts_past_the_service(
    region: Region, field: str, value: str
) -> None:
    values = {"sleutel": "a:1", "referentie": "a:1", "sjabloon": "signaal", field: value}
    with pytest.raises(IntegrityError), transaction.atomic():
        Bericht.objects.create(ontvanger=region.directeur, **values)


def test_the_message_id_is_fixed_when_it_is_queued_and_never_the_same(region: Region) -> None:
    for n in range(2):
        queue_bericht(
            ontvanger_id=region.directeur.pk, gegevens={}, **{**GOOD, "sleutel": f"a:{n}"}
        )
    first, second = Bericht.objects.order_by("pk")
    assert first.message_id == Bericht.objects.get(pk=first.pk).message_id
    assert first.message_id != second.message_id
    assert first.message_id.endswith("@testserver>")
