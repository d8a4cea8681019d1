"""What happens to a request before its view."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_part_of_a_page_asked_after_the_session_ended_moves_the_whole_window(
    client: Client,
) -> None:
    response = client.get(
        "/casussen/",
        headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/casussen/?trede=x"},
    )
    assert response.status_code == 200
    assert response.content == b""
    assert response.headers["HX-Redirect"] == "/inloggen/?next=%2Fcasussen%2F"


def test_a_whole_page_asked_without_login_goes_to_the_login_page(client: Client) -> None:
    response = client.get("/casussen/")
    assert response.status_code == 302
    assert response.headers["Location"] == "/inloggen/?next=/casussen/"
