"""`manage.py demo_logins`; with a demo it is tested where the demo is."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from tests.factories import Region


@pytest.mark.django_db
def test_without_a_demo_it_says_how_to_get_one() -> None:
    uit = io.StringIO()
    call_command("demo_logins", stdout=uit)
    assert uit.getvalue() == (
        "Er zijn geen demogegevens. Maak ze met: manage.py create_demo_data\n"
    )


def test_people_who_are_no_part_of_a_demo_are_never_shown(region: Region) -> None:
    uit = io.StringIO()
    call_command("demo_logins", stdout=uit)
    assert region.coordinator.email not in uit.getvalue()
