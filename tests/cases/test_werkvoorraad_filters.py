"""The filters of the list of work, and its pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.models import Casus, Uitkomst
from cases.selectors.werkvoorraad import (
    ALLE,
    NIEMAND,
    PER_BLADZIJDE,
    ZONDER_SCHOOL,
    Filters,
    casussen_voor,
    lees_bladzijde,
)
from tests.cases.lijst import client_of, close, page, rows
from tests.factories import Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort


class TestFilters:
    """What is shown, by what the address asks."""

    @pytest.fixture
    def six(self, region: Region) -> dict[str, Casus]:
        """Six casussen that differ in one thing each."""
        colleague = make_user(Rol.COORDINATOR, region.swv)
        town = make_organisatie(Soort.GEMEENTE, swv=region.swv)
        school = make_organisatie(Soort.SCHOOL, swv=region.swv)
        return {
            "mijn": make_casus(region, dagen=40),
            "collega": make_casus(region, dagen=40, eigenaar=colleague),
            "niemand": make_casus(region, dagen=40, eigenaar=None),
            "gemeente": make_casus(region, dagen=40, gemeente=town),
            "school": make_casus(region, dagen=40, school=school),
            "geen_school": make_casus(region, dagen=40, school=None),
        }

    def shown(self, region: Region, query: str) -> set[str]:
        return set(rows(page(region.coordinator, f"/casussen/?{query}")))

    def test_a_coordinator_begins_with_their_own(
        self, region: Region, six: dict[str, Casus]
    ) -> None:
        everybody = {casus.nummer for casus in six.values()}
        others = {six["collega"].nummer, six["niemand"].nummer}
        assert self.shown(region, "") == everybody - others
        assert self.shown(region, "eigenaar=iedereen") == everybody

    def test_who_owns_nothing_begins_with_everybody(
        self, region: Region, six: dict[str, Casus]
    ) -> None:
        new = make_user(Rol.COORDINATOR, region.swv)
        assert len(rows(page(new))) == len(six)
        assert len(rows(page(region.directeur))) == len(six)

    @pytest.mark.parametrize(
        ("naam", "waarde", "blijft"),
        [
            ("eigenaar", NIEMAND, "niemand"),
            ("school", ZONDER_SCHOOL, "geen_school"),
            ("categorie", "AV", "geen_school"),
        ],
    )
    def test_one_filter(
        self, region: Region, six: dict[str, Casus], naam: str, waarde: str, blijft: str
    ) -> None:
        query = {"eigenaar": "iedereen", naam: waarde}
        asked = "&".join(f"{name}={value}" for name, value in query.items())
        assert self.shown(region, asked) == {six[blijft].nummer}

    def test_by_gemeente_school_person_and_rung(
        self, region: Region, six: dict[str, Casus]
    ) -> None:
        wide = "eigenaar=iedereen&"
        town, school = six["gemeente"].gemeente, six["school"].school
        assert school is not None
        assert self.shown(region, f"{wide}gemeente={town.pk}") == {six["gemeente"].nummer}
        assert self.shown(region, f"{wide}school={school.pk}") == {six["school"].nummer}
        owner = six["collega"].eigenaar
        assert owner is not None
        assert self.shown(region, f"eigenaar={owner.pk}") == {six["collega"].nummer}
        Casus.objects.filter(pk=six["niemand"].pk).update(trede="signaleren")
        assert self.shown(region, f"{wide}trede=signaleren") == {six["niemand"].nummer}

    @pytest.mark.parametrize(
        "query",
        [
            "gemeente=abc&school=-1&categorie=x&trede=x&status=x&eigenaar=x",
            "gemeente=99999999999999999999&na=x&voor=x",
            "na=99999999.1&voor=20260101.1.1",
            "na=20269999.5",
            "na=20260101.999999999999999999999999",
            "na=.&voor=.",
            "na=%00&voor=%E2%82%AC",
            "zoek=naam",
            "q=",
        ],
    )
    def test_what_cannot_be_read_counts_as_not_asked(
        self, region: Region, six: dict[str, Casus], query: str
    ) -> None:
        assert self.shown(region, query) == self.shown(region, "")

    def test_a_filter_of_elsewhere_opens_nothing(
        self, region: Region, other_region: Region
    ) -> None:
        make_casus(other_region)
        mine = make_casus(region)
        for query in (
            f"gemeente={other_region.gemeente.pk}",
            f"school={other_region.school.pk}",
            f"eigenaar={other_region.coordinator.pk}",
        ):
            assert self.shown(region, query) <= {mine.nummer}

    def test_only_what_comes_this_week(self, region: Region) -> None:
        week = [make_casus(region, dagen=dagen).nummer for dagen in (50, 25)]
        make_casus(region, dagen=2)
        html = page(region.coordinator, "/casussen/?termijn=week")
        assert rows(html) == week
        assert "2 open casussen van jou tot en met deze week" in html
        assert "Later" not in html

    def test_closed_casussen_the_last_one_first(
        self, monday: time_machine.Traveller, region: Region
    ) -> None:
        first = close(region, make_casus(region, dagen=40))
        monday.shift(timedelta(hours=1))
        second = close(region, make_casus(region, dagen=20), Uitkomst.VERHUISD)
        still = make_casus(region, dagen=5)
        html = page(region.coordinator, "/casussen/?status=gesloten")
        assert rows(html) == [second.nummer, first.nummer]
        assert "verhuisd naar een ander gebied" in html
        assert "2 gesloten casussen, de laatste bovenaan." in html
        assert rows(page(region.coordinator)) == [still.nummer]
        assert len(rows(page(region.coordinator, f"/casussen/?status={ALLE}"))) == 3

    def test_a_chip_takes_its_filter_off_and_keeps_the_rest(
        self, region: Region, six: dict[str, Casus]
    ) -> None:
        html = page(region.coordinator, "/casussen/?categorie=LRV&school=geen")
        chips = {
            text.strip(): link
            for link, text in re.findall(r'class="chip" href="([^"]+)">([^<]+)<', html)
        }
        assert chips == {
            "Categorie: Langdurig relatief verzuim": "/casussen/?school=geen",
            "School: Niet ingeschreven": "/casussen/?categorie=LRV",
            "Eigenaar: ik": "/casussen/?school=geen&amp;categorie=LRV&amp;eigenaar=iedereen",
        }

    def test_there_is_nothing_to_choose_where_there_is_only_one(self, region: Region) -> None:
        make_casus(region)
        html = page(region.zorgcoordinator)
        assert 'name="school"' not in html
        assert 'name="gemeente"' not in html
        assert 'name="eigenaar"' not in html.split('id="filters"')[1]
        assert 'name="categorie"' in html


class TestPages:
    """Forward and back through the list, each casus once."""

    def walk(self, user: User, filters: Filters) -> tuple[list[list[str]], list[list[str]]]:
        """Return the pages forward, and the same again backward."""
        today = timezone.localdate()
        forward: list[list[str]] = []
        where, last = "", None
        while True:
            last = lees_bladzijde(user, filters, today, na=where)
            forward.append([casus.nummer for casus in last.casussen])
            if not last.volgende:
                break
            where = last.volgende
        backward = [forward[-1]]
        while last.vorige:
            last = lees_bladzijde(user, filters, today, voor=last.vorige)
            backward.append([casus.nummer for casus in last.casussen])
        return forward, backward

    def test_every_casus_once_in_order_with_many_on_one_day(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cases.selectors.werkvoorraad.PER_BLADZIJDE", 4)
        for dagen in (40, 40, 40, 40, 40, 40, 33, 20, 20, 1):
            make_casus(region, dagen=dagen)
        for _ in range(6):
            make_casus(region, dagen=9, geoorloofd=True)
        for _ in range(5):
            close(region, make_casus(region, dagen=8))
        expected = {
            Filters(): ("drempel_op", "id"),
            Filters(status="gesloten"): ("-gesloten_op", "-id"),
            Filters(status=ALLE): ("-id",),
        }
        for filters, order in expected.items():
            whole = list(
                casussen_voor(region.coordinator, filters, timezone.localdate())
                .order_by(*order)
                .values_list("nummer", flat=True)
            )
            forward, backward = self.walk(region.coordinator, filters)
            assert [nummer for one in forward for nummer in one] == whole
            assert all(len(one) == 4 for one in forward[:-1])
            assert backward[::-1] == forward

    def test_one_that_goes_while_reading_makes_no_other_disappear(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cases.selectors.werkvoorraad.PER_BLADZIJDE", 3)
        made = [make_casus(region, dagen=40 - i) for i in range(7)]
        user, today = region.coordinator, timezone.localdate()
        first = lees_bladzijde(user, Filters(), today)
        close(region, made[2])
        second = lees_bladzijde(user, Filters(), today, na=first.volgende)
        assert [c.nummer for c in second.casussen] == [c.nummer for c in made[3:6]]

    def test_a_place_beyond_the_end_gives_the_first_page(self, region: Region) -> None:
        casus = make_casus(region)
        assert rows(page(region.coordinator, "/casussen/?na=99991231.999999")) == [casus.nummer]
        assert rows(page(region.coordinator, "/casussen/?voor=20000101.1")) == [casus.nummer]

    def test_the_links_keep_the_filters(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cases.selectors.werkvoorraad.PER_BLADZIJDE", 2)
        for _ in range(3):
            make_casus(region, dagen=40)
        html = page(region.coordinator, "/casussen/?categorie=LRV")
        found = re.search(r'href="([^"]+)" rel="next"', html)
        assert found is not None
        following = found[1].replace("&amp;", "&")
        assert following.startswith("/casussen/?categorie=LRV&na=")
        html = page(region.coordinator, following)
        assert len(rows(html)) == 1
        assert 'rel="prev"' in html
        assert 'rel="next"' not in html

    def test_the_queries_do_not_grow_with_the_rows(self, region: Region) -> None:
        def queries(address: str) -> int:
            client = client_of(User.objects.get(pk=region.coordinator.pk))
            with CaptureQueriesContext(connection) as seen:
                assert client.get(address).status_code == 200
            return len(seen)

        counted = []
        made = 0
        for wanted in (1, PER_BLADZIJDE, 60):
            for _ in range(wanted - made):
                make_casus(region, dagen=40, volgende_stap="MDO plannen")
            made = wanted
            counted.append((queries("/casussen/"), queries("/casussen/?status=alle")))
        assert len(set(counted)) == 1, counted
