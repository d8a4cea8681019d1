"""The timeline as it is read: many reminders of one signal are one line."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.models import Casus, Gebeurtenis, GebeurtenisSoort
from cases.selectors.tijdlijn import STAP, load_tijdlijn
from tests.factories import Region, make_casus

pytestmark = pytest.mark.django_db


def remind(casus: Casus, times: int, *, escalatie: int = 1) -> None:
    """Put reminders of one signal at the newest end of the timeline, a week apart."""
    last = casus.gebeurtenissen.order_by("-op").values_list("op", flat=True)[0]
    Gebeurtenis.objects.bulk_create(
        Gebeurtenis(
            casus=casus,
            soort=GebeurtenisSoort.SIGNAAL,
            op=last + timedelta(weeks=n + 1),
            datum=timezone.localdate(last + timedelta(weeks=n + 1)),
            titel="Herinnering: aanspreken",
            tekst=f"Er kwam geen antwoord ({n + 1}).",
            gegevens={"escalatie": escalatie, "trede": "aanspreken", "herinnering": True},
        )
        for n in range(times)
    )


def sizes(casus: Casus) -> list[int]:
    return [len(regel.punten) for regel in load_tijdlijn(casus).regels]


def test_reminders_in_a_row_are_one_line_with_all_of_them_in_it(
    region: Region, client: Client
) -> None:
    casus = make_casus(region)
    remind(casus, 17)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        tijdlijn = load_tijdlijn(casus)
    assert len(queries) == 2
    folded = tijdlijn.regels[0]
    assert (len(folded.punten), folded.gevouwen) == (17, True)
    assert folded.punt.op > folded.oudste.op
    assert not any(regel.gevouwen for regel in tijdlijn.regels[1:])

    client.force_login(region.coordinator)
    page = client.get(reverse("cases:casus", args=[casus.nummer])).content.decode()
    assert "17 herinneringen: aanspreken" in page
    assert page.count("Herinnering: aanspreken") == 0
    assert page.count("Er kwam geen antwoord (") == 17
    assert f"{tijdlijn.totaal} regels, nieuwste eerst" in page


def test_two_or_what_something_stands_between_or_another_signal_stay_apart(
    region: Region,
) -> None:
    casus = make_casus(region)
    before = len(sizes(casus))
    remind(casus, 2)
    assert sizes(casus) == [1, 1] + [1] * before
    remind(casus, 3, escalatie=2)
    assert sizes(casus) == [3, 1, 1] + [1] * before
    last = casus.gebeurtenissen.order_by("-op").values_list("op", flat=True)[0]
    Gebeurtenis.objects.create(
        casus=casus,
        soort=GebeurtenisSoort.REACTIE,
        op=last + timedelta(days=1),
        datum=timezone.localdate(last),
        titel="Signaal gezien",
    )
    remind(casus, 4, escalatie=2)
    assert sizes(casus) == [4, 1, 3, 1, 1] + [1] * before


def test_a_line_is_not_cut_in_two_by_what_is_shown_at_first(region: Region) -> None:
    casus = make_casus(region)
    remind(casus, STAP + 15)
    before = casus.gebeurtenissen.count() - STAP - 15
    tijdlijn = load_tijdlijn(casus)
    assert [len(regel.punten) for regel in tijdlijn.regels] == [STAP + 15]
    assert (tijdlijn.rest, tijdlijn.meer) == (before, before)
    more = load_tijdlijn(casus, toon=tijdlijn.toon_meer)
    assert more.rest == 0
    assert more.nieuw == more.punten[STAP + 15]
