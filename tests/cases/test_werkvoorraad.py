"""The list of work: its order and groups, its words, and whose it is."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from cases.models import AanbodSoort, Casus
from cases.selectors.feiten import load_feiten
from cases.selectors.rijen import drempel_woorden
from cases.selectors.werkvoorraad import (
    IK,
    TEL_TOT,
    Filters,
    Groep,
    groep_van,
    tel_groepen,
)
from cases.services.feiten import register_aanbod
from cases.stand import LANDELIJK, bereken_stand
from cases.views.werkvoorraad import telling_zin
from tests.cases.lijst import client_of, page, rows
from tests.factories import LONG_AGO, Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.services import add_lidmaatschap


def stand_words(casus: Casus, peildatum: date) -> tuple[str, str]:
    full = Casus.objects.select_related("leerling", "school", "gemeente", "swv").get(pk=casus.pk)
    stand = bereken_stand(load_feiten([full])[full.pk], LANDELIJK, peildatum)
    return drempel_woorden(stand, peildatum)


class TestOrder:
    """Who needs me first."""

    def test_the_nearest_threshold_first_in_three_groups(self, region: Region) -> None:
        by_days = {dagen: make_casus(region, dagen=dagen) for dagen in (3, 40, 22, 100, 28)}
        html = page(region.coordinator)
        assert rows(html) == [by_days[d].nummer for d in (100, 40, 28, 22, 3)]
        heads = re.findall(r'scope="rowgroup"[^>]*>([^<]+)<span class="gedempt">\((\d+)\)', html)
        assert [(head.strip(), n) for head, n in heads] == [
            ("Over de drempel", "3"),
            ("Deze week", "1"),
            ("Later", "1"),
        ]

    def test_a_group_ends_where_the_next_begins(self) -> None:
        today = date(2026, 11, 23)
        days = {
            offset: groep_van(today + timedelta(days=offset), today) for offset in range(-2, 10)
        }
        assert [o for o, g in days.items() if g == Groep.OVER] == [-2, -1, 0]
        assert [o for o, g in days.items() if g == Groep.WEEK] == [1, 2, 3, 4, 5, 6, 7]
        assert [o for o, g in days.items() if g == Groep.LATER] == [8, 9]

    def test_counts_stop_at_the_most_that_is_said(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cases.selectors.werkvoorraad.TEL_TOT", 2)
        monkeypatch.setattr("cases.views.werkvoorraad.TEL_TOT", 2)
        for _ in range(4):
            make_casus(region, dagen=40)
        html = page(region.coordinator)
        assert "(2+)" in html
        assert "Meer dan 2 open casussen van jou: meer dan 2 over de drempel." in html
        counts = tel_groepen(region.coordinator, Filters(), timezone.localdate())
        assert counts[Groep.OVER] == 3

    def test_the_groups_count_the_whole_list_not_the_page(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("cases.selectors.werkvoorraad.PER_BLADZIJDE", 2)
        for _ in range(5):
            make_casus(region, dagen=40)
        html = page(region.coordinator)
        assert len(rows(html)) == 2
        assert "(5)" in html


class TestWords:
    """What a row says."""

    @pytest.mark.parametrize(
        ("dagen", "kop", "onder"),
        [
            (10, "vier weken", "over 18 dagen"),
            (28, "vier weken", "vandaag"),
            (29, "drie maanden", "over 63 dagen"),
        ],
    )
    def test_the_next_threshold(
        self, monday: object, region: Region, dagen: int, kop: str, onder: str
    ) -> None:
        casus = make_casus(region, dagen=dagen)
        assert stand_words(casus, timezone.localdate()) == (kop, onder)

    def test_past_the_last_threshold(self, monday: object, region: Region) -> None:
        casus = make_casus(region, verzuim_begin=date(2026, 7, 1))
        assert stand_words(casus, timezone.localdate()) == (
            "drie maanden voorbij",
            "sinds 1 okt 2026",
        )

    def test_an_aanbod_stops_the_clock_and_the_casus_goes_to_the_end(self, region: Region) -> None:
        casus = make_casus(region, dagen=40)
        later = make_casus(region, dagen=2)
        register_aanbod(
            casus=casus,
            soort=AanbodSoort.MAATWERK,
            omschrijving="",
            gedaan_op=None,
            geaccepteerd_op=None,
            gestart_op=timezone.localdate() - timedelta(days=3),
            einde=None,
            inzender=region.by(),
        )
        html = page(region.coordinator)
        assert rows(html) == [later.nummer, casus.nummer]
        assert "Klok staat stil" in html

    def test_authorised_absence_has_no_threshold(self, region: Region) -> None:
        casus = make_casus(region, dagen=10, geoorloofd=True)
        assert stand_words(casus, timezone.localdate()) == ("geen drempel", "")

    def test_the_stand_is_of_today_also_when_the_columns_are_behind(
        self, monday: time_machine.Traveller, region: Region
    ) -> None:
        make_casus(region, dagen=27)
        monday.shift(timedelta(days=2))
        html = page(region.coordinator)
        assert '<abbr title="Langdurig relatief verzuim">LRV</abbr>' in html
        assert "29<span" in html

    def test_the_name_is_short_and_the_date_of_birth_absent(self, region: Region) -> None:
        casus = make_casus(
            region,
            voornaam="Sanne",
            achternaam="de Vries",
            geboortedatum=date(2012, 3, 4),
            notitie="Geheim",
        )
        html = page(region.coordinator)
        assert "S. de V." in html
        assert not re.search("Sanne|Vries|2012|Geheim", html.replace(casus.nummer, ""))

    def test_a_name_cannot_write_in_the_page(self, region: Region) -> None:
        make_casus(region, achternaam="<script>alert(1)</script>", volgende_stap="<b>x</b>")
        client = client_of(region.coordinator)
        client.post("/casussen/zoek/", {"q": "script alert"})
        html = client.get("/casussen/?zoek=naam").content.decode()
        assert "&lt;script&gt;" in html
        assert "<script>alert" not in html
        assert "<b>x</b>" not in html

    @pytest.mark.parametrize(
        ("counts", "zin"),
        [
            ((0, 0, 0), "Geen open casussen van jou."),
            ((0, 0, 1), "1 open casus van jou. Deze week komt er geen bij een drempel."),
            ((1, 0, 0), "1 open casus van jou: 1 over de drempel."),
            ((2, 1, 5), "8 open casussen van jou: 2 over de drempel en 1 komt er deze week bij."),
            ((0, 3, 0), "3 open casussen van jou: 3 komen er deze week bij."),
            (
                (TEL_TOT + 1, 0, 2),
                "Meer dan 500 open casussen van jou: meer dan 500 over de drempel.",
            ),
        ],
    )
    def test_the_sentence_on_top(self, counts: tuple[int, int, int], zin: str) -> None:
        by_group = dict(zip(Groep, counts, strict=True))
        said = telling_zin(Filters(eigenaar=IK), by_group, sum(counts), meer=False)
        assert said == zin


class TestWho:
    """Each sees their own, and may do what is theirs."""

    def test_each_role_sees_the_casussen_of_its_organisation(
        self, region: Region, other_region: Region
    ) -> None:
        make_casus(other_region)
        mine = make_casus(region)
        for person in (
            region.coordinator,
            region.directeur,
            region.leerplichtambtenaar,
            region.zorgcoordinator,
        ):
            assert rows(page(person)) == [mine.nummer]
        assert rows(page(region.bestuurder)) == []

    @pytest.mark.parametrize("rol", [Rol.REGIEVOERDER, Rol.PARTNER, Rol.BEHEERDER, Rol.AUDITOR])
    def test_who_sees_no_casussen_gets_no_list(self, region: Region, rol: Rol) -> None:
        client = client_of(make_user(rol, region.swv))
        assert client.get("/casussen/").status_code == 403
        assert client.post("/casussen/zoek/", {"q": "x"}).status_code == 403

    def test_only_a_coordinator_is_offered_to_open_one(self, region: Region) -> None:
        assert "Casus openen" in page(region.coordinator)
        for person in (region.directeur, region.leerplichtambtenaar, region.zorgcoordinator):
            assert "/casussen/nieuw/" not in page(person)

    def test_the_list_follows_the_role_acted_in(self, region: Region, other_region: Region) -> None:
        mine, theirs = make_casus(region), make_casus(other_region)
        add_lidmaatschap(
            user=region.coordinator, organisatie=other_region.swv, rol=Rol.COORDINATOR, van=LONG_AGO
        )
        client = client_of(region.coordinator)
        both = {lid.organisatie_id: lid.pk for lid in region.coordinator.lidmaatschappen.all()}
        seen = {}
        for organisatie, pk in both.items():
            client.post("/rol/", {"lidmaatschap": pk})
            seen[organisatie] = rows(client.get("/casussen/").content.decode())
        assert seen == {region.swv.pk: [mine.nummer], other_region.swv.pk: [theirs.nummer]}

    def test_nothing_to_do_is_said_in_the_words_of_the_role(self, region: Region) -> None:
        said = {
            region.coordinator: "Er zijn nog geen casussen",
            region.leerplichtambtenaar: f"Er zijn geen open casussen in {region.gemeente}",
            region.zorgcoordinator: f"leerlingen van {region.school}",
            make_user(
                Rol.BETROKKENE, make_organisatie(Soort.JEUGDHULP, naam="Jeugdteam Oost")
            ): "waarbij Jeugdteam Oost meedoet",
        }
        for person, words in said.items():
            assert words in page(person)
        make_casus(region, dagen=5)
        assert "Geen casus past bij deze filters" in page(
            region.coordinator, "/casussen/?categorie=AV"
        )
        assert "Elke open casus heeft een eigenaar" in page(
            region.coordinator, "/casussen/?eigenaar=niemand"
        )
        assert "nog geen gesloten casussen" in page(
            region.coordinator, "/casussen/?status=gesloten&eigenaar=iedereen"
        )
