"""The page of figures and the page of words."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Casus
from monitoring.begrippen import BEGRIPPEN
from tests.factories import Region, make_casus, make_organisatie, make_user
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

TODAY = date(2026, 11, 23)
pytestmark = pytest.mark.usefixtures("monday")


def page(client: Client, user: User, query: str = "") -> str:
    client.force_login(user)
    response = client.get(reverse("monitoring:overzicht") + query)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


class TestWhoMayEnter:
    @pytest.mark.parametrize(
        "who", ["coordinator", "directeur", "leerplichtambtenaar", "zorgcoordinator"]
    )
    def test_who_sees_figures(self, client: Client, region: Region, who: str) -> None:
        assert "Monitoring" in page(client, getattr(region, who))

    def test_a_regievoerder_does_not(self, client: Client, region: Region) -> None:
        client.force_login(make_user(Rol.REGIEVOERDER, region.gemeente))
        assert client.get(reverse("monitoring:overzicht")).status_code == 403

    def test_a_bestuurder_does_not(self, client: Client, region: Region) -> None:
        client.force_login(region.bestuurder)
        assert client.get(reverse("monitoring:overzicht")).status_code == 403

    def test_a_stranger_is_sent_to_the_door(self, client: Client) -> None:
        response = client.get(reverse("monitoring:overzicht"))
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))

    def test_the_page_is_read_only(self, client: Client, region: Region) -> None:
        client.force_login(region.coordinator)
        assert client.post(reverse("monitoring:overzicht")).status_code == 405


class TestThePage:
    def test_the_sentence_and_the_figures(self, client: Client, region: Region) -> None:
        for days in (20, 30, 40, 120):
            make_casus(region, dagen=days)

        html = page(client, region.coordinator)

        assert (
            "Van de 3 thuiszitters zit er 1 langer dan drie maanden thuis. "
            "De komende 14 dagen bereikt 1 kind een drempel." in html
        )
        figures = re.findall(r'cijfer__waarde">(\d+)<', html)
        assert figures == ["3", "1", "0", "3", "1", "0"]
        assert "Stand van 23 nov 2026" in words(html)

    def test_every_figure_leads_to_its_definition(self, client: Client, region: Region) -> None:
        make_casus(region, dagen=40)
        html = page(client, region.coordinator)

        anchors = re.findall(rf'href="{reverse("monitoring:begrippen")}#([^"]+)"', html)
        assert len(anchors) == len(re.findall("cijfer__waarde", html)) + 1 == 7
        assert set(anchors) <= {begrip.anker for begrip in BEGRIPPEN}

    def test_who_nears_a_threshold_and_why(self, client: Client, region: Region) -> None:
        casus = make_casus(region, dagen=22, voornaam="Sanne", achternaam="de Vries")
        make_casus(region, dagen=2)

        html = page(client, region.coordinator)

        assert html.count('class="rijlink"') == 1
        assert f'href="{reverse("cases:casus", args=[casus.nummer])}"' in html
        text = words(html)
        assert f"{casus.nummer} S. de V." in text
        assert "zo 29 nov over 6 dagen" in text
        assert "De drempel van vier weken wordt bereikt op 29 nov 2026: 28 dagen na" in text
        assert "Sanne" not in html

    def test_no_threshold_near_is_explained(self, client: Client, region: Region) -> None:
        make_casus(region, dagen=2)
        assert "bereikt de komende 14 dagen geen kind de grens" in page(client, region.coordinator)

    def test_empty(self, client: Client, region: Region) -> None:
        html = page(client, region.coordinator)
        assert "Er zijn geen open casussen die jij mag zien." in html
        assert '<svg class="grafiek"' not in html

    def test_the_chart_says_the_same_as_its_table(self, client: Client, region: Region) -> None:
        other = make_organisatie(Soort.GEMEENTE, swv=region.swv, naam="Duinenburg")
        for days, gemeente in ((5, other), (40, other), (120, other), (40, region.gemeente)):
            make_casus(region, dagen=days, gemeente=gemeente)

        html = page(client, region.coordinator)

        assert html.count('<svg class="grafiek"') == 1
        labels = re.findall(r'class="grafiek__label"[^>]*>([^<]+)<', html)
        totals = re.findall(r'class="grafiek__aantal"[^>]*>([^<]+)<', html)
        assert list(zip(labels, totals, strict=True)) == [
            ("Duinenburg", "3"),
            (region.gemeente.naam, "1"),
        ]
        table = html[html.index("Dezelfde cijfers als tabel") : html.index("kop-categorie")]
        rows = re.findall(r"<tr role=\"row\">\s*<th role=\"rowheader\".*?</tr>", table, re.DOTALL)
        assert [words(row) for row in rows] == [
            "Duinenburg 1 1 1 3",
            f"{region.gemeente.naam} 0 1 0 1",
        ]
        assert "In Duinenburg zitten de meeste kinderen langer dan drie maanden thuis: 1" in html

    def test_nobody_else_is_counted(
        self, client: Client, region: Region, other_region: Region
    ) -> None:
        make_casus(other_region, dagen=22, voornaam="Xanthippe", achternaam="Elders")
        html = page(client, region.coordinator)
        assert "X. E." not in html
        assert "Er zijn geen open casussen" in html

    def test_a_backlog_is_told(self, client: Client, region: Region) -> None:
        make_casus(region, dagen=30)
        Casus.objects.update(stand_op=TODAY - timedelta(days=2))
        assert "Van 1 casus wordt de stand nog bijgewerkt" in page(client, region.coordinator)

    def test_a_long_list_has_pages(self, client: Client, region: Region) -> None:
        for _ in range(51):
            make_casus(region, dagen=20)

        first, second = (page(client, region.coordinator, query) for query in ("", "?pagina=2"))

        assert first.count('class="rijlink"') == 50
        assert second.count('class="rijlink"') == 1
        assert "bereiken 51 kinderen een drempel" in second


def test_every_word_is_explained_to_everybody(client: Client, db: None) -> None:
    response = client.get(reverse("monitoring:begrippen"))

    html = response.content.decode()
    assert response.status_code == 200
    for begrip in BEGRIPPEN:
        assert f'id="{begrip.anker}"' in html
    assert "Het telt vanaf de eerste dag als thuiszitter." in html
