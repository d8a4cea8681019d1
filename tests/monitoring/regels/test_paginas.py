"""The pages of the rules: reading, making a version after its preview, taking one back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from cases.models import Casus, Leerling, Regelset
from monitoring.ladder import LANDELIJKE_LADDER, Drempel, Trede
from monitoring.ladder import LadderRegel as Rung
from monitoring.ladder.geheel import LANDELIJKE_REGELS
from monitoring.models import Escalatie, LadderRegel
from monitoring.regelforms import Voorstel
from monitoring.services.regels import make_regelset
from monitoring.services.watch import run_round
from tests.factories import Region, make_casus, make_organisatie, make_user
from tests.monitoring.regels.voorstellen import REDEN, ladder_met, regels_with
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = [pytest.mark.usefixtures("monday"), pytest.mark.django_db]
TODAY = date(2026, 11, 23)
NIEUW = reverse("monitoring:regels_nieuw")


def login(user: User) -> Client:
    """Return a browser in which this person is logged in."""
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def beheerder(region: Region) -> Client:
    """The browser of the beheerder of the SWV."""
    return login(make_user(Rol.BEHEERDER, region.swv))


def filled(**changes: Any) -> dict[str, Any]:
    """Return the form as it comes filled in, with some fields changed; None leaves one out."""
    voorstel = Voorstel(van=LANDELIJKE_REGELS, landelijk=LANDELIJKE_REGELS)
    data: dict[str, Any] = {}
    for form in voorstel.forms():
        for field in form:
            value = field.initial
            if value is not None and value is not False:
                data[field.html_name] = "on" if value is True else value
    data |= {"geldig_vanaf": "23-11-2026", "stap": "voorbeeld"}
    for naam, waarde in changes.items():
        data[naam] = waarde
    return {naam: waarde for naam, waarde in data.items() if waarde is not None}


def make(region: Region, vanaf: date = TODAY, *settings: str) -> Regelset:
    """Record a version for the SWV of this region."""
    return make_regelset(
        swv=region.swv,
        geldig_vanaf=vanaf,
        regels=regels_with(*settings),
        reden=REDEN,
        inzender=region.by(),
    )


def hidden(page: str) -> QueryDict:
    """Return the hidden fields of a page."""
    data = QueryDict(mutable=True)
    for naam, waarde in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page):
        data.appendlist(naam, unescape(waarde))
    return data


def send(client: Client, data: QueryDict | dict[str, Any], stap: str) -> Any:
    """Send the hidden fields of a preview back, with this button."""
    fields = dict(data.lists()) if isinstance(data, QueryDict) else data
    body = urlencode({**fields, "stap": stap}, doseq=True)
    return client.post(NIEUW, body, content_type="application/x-www-form-urlencoded")


CLOSED = {"Ziekte": False, "Niet ingeschreven": False, "Als er geen antwoord komt": False}


def groups(page: str) -> dict[str, bool]:
    """Return the groups of rungs in the form, and whether each is open."""
    found = re.findall(r'regelgroep"( open)?>\s*<summary><h3>([^<]+)</h3>', page)
    return {naam: bool(is_open) for is_open, naam in found}


def _two_days_for_hours(regel: Rung) -> Rung:
    return replace(regel, termijn=2) if regel.drempel.spoor == "uren" else regel


class TestReading:
    def test_who_may_see_sees_the_versions_in_words(self, region: Region) -> None:
        make(region, TODAY, "operator_4w=>")
        for user in (region.coordinator, region.directeur, region.leerplichtambtenaar):
            page = login(user).get(reverse("monitoring:regels")).content.decode()
            assert f"{region.swv.code} v1" in page
            assert "soepeler" in page
            assert "als het langer is dan vier weken" in page
            assert REDEN in page
            assert "Nieuwe versie maken" not in page

    def test_one_version_in_full(self, region: Region) -> None:
        row = make(region, TODAY, "uren_preventie=10")
        page = (
            login(region.coordinator)
            .get(reverse("monitoring:regels_versie", args=[row.pk]))
            .content.decode()
        )
        assert "7 dagen voor de grens van vier weken" in page
        assert "anders dan landelijk" in page
        assert "Intrekken" not in page

    def test_the_national_rules(self, region: Region) -> None:
        page = login(region.directeur).get(reverse("monitoring:regels_landelijk")).content.decode()
        for regel in LANDELIJKE_LADDER.regels:
            assert regel.vraag in unescape(page)

    def test_another_region_is_not_there(self, region: Region, other_region: Region) -> None:
        row = make(other_region)
        client = login(region.coordinator)
        for naam in ("regels_versie", "regels_voortgang"):
            assert client.get(reverse(f"monitoring:{naam}", args=[row.pk])).status_code == 404
        assert row.code not in client.get(reverse("monitoring:regels")).content.decode()

    def test_a_beheerder_elsewhere_sees_no_form(self, region: Region) -> None:
        client = login(make_user(Rol.BEHEERDER, region.school))
        assert client.get(reverse("monitoring:regels")).status_code == 200
        assert client.get(NIEUW).status_code == 403
        far = login(make_user(Rol.BEHEERDER, make_organisatie(Soort.JEUGDHULP)))
        assert "landelijke regels" in far.get(reverse("monitoring:regels")).content.decode()


class TestMaking:
    def test_the_form_begins_with_the_rules_of_today(
        self, beheerder: Client, region: Region
    ) -> None:
        make(region, TODAY, "uren_preventie=10")
        page = beheerder.get(NIEUW).content.decode()
        assert f"op basis van {region.swv.code} v1" in page
        assert 'name="uren_preventie" value="10"' in page
        assert "Landelijk: 12." in page

    def test_unchanged_it_is_the_national_rules(self, region: Region) -> None:
        data = QueryDict(urlencode(filled(), doseq=True))
        voorstel = Voorstel(van=LANDELIJKE_REGELS, landelijk=LANDELIJKE_REGELS, data=data)
        assert voorstel.is_valid(), [form.errors for form in voorstel.forms()]
        made = voorstel.regels()
        assert made.regelset == LANDELIJKE_REGELS.regelset
        assert {r.sleutel: (r.dagen, r.termijn, set(r.rollen)) for r in made.ladder.regels} == {
            r.sleutel: (r.dagen, r.termijn, set(r.rollen)) for r in LANDELIJKE_LADDER.regels
        }

    def test_first_the_preview_then_recorded(self, beheerder: Client, region: Region) -> None:
        casus = make_casus(region, dagen=28)
        response = beheerder.post(NIEUW, filled(operator_4w=">", reden=REDEN))
        page = response.content.decode()
        assert response.status_code == 200
        assert "er is nog niets vastgelegd" in page
        assert casus.nummer in page
        assert region.directeur.naam in page
        assert casus.leerling.achternaam not in page
        assert not Regelset.objects.exists()

        again = send(beheerder, hidden(page), "terug")
        assert again.status_code == 200
        assert REDEN in again.content.decode()
        assert '<option value="&gt;" selected>' in again.content.decode()

        done = send(beheerder, hidden(page), "vastleggen")
        row = Regelset.objects.get()
        assert done["Location"] == reverse("monitoring:regels_versie", args=[row.pk])
        assert row.instellingen == {"operator_4w": ">"}
        assert LadderRegel.objects.filter(regelset=row).count() == len(LANDELIJKE_LADDER.regels)
        run_round(peildatum=TODAY)
        assert Casus.objects.get().categorie == "dreigend"

    def test_without_the_preview_nothing_is_stored(self, beheerder: Client) -> None:
        for gezien in (None, "", "verzonnen"):
            response = send(beheerder, filled(gezien=gezien), "vastleggen")
            assert "er is nog niets vastgelegd" in response.content.decode()
        assert not Regelset.objects.exists()

    def test_another_version_than_the_preview_is_shown_first(self, beheerder: Client) -> None:
        page = beheerder.post(NIEUW, filled()).content.decode()
        data = hidden(page)
        data["uren_preventie"] = "9"
        assert send(beheerder, data, "vastleggen").status_code == 200
        assert not Regelset.objects.exists()

    def test_pressed_twice_it_is_one_version(self, beheerder: Client) -> None:
        sleutel = "7a4f3f7e-0d0f-4c0e-8f0a-1d2c3b4a5968"
        page = beheerder.post(NIEUW, filled(sleutel=sleutel)).content.decode()
        data = hidden(page)
        assert send(beheerder, data, "vastleggen").status_code == 302
        assert send(beheerder, data, "vastleggen")["Location"] == reverse("monitoring:regels")
        assert Regelset.objects.count() == 1

    @pytest.mark.parametrize(
        ("veld", "waarde", "zin"),
        [
            ("geldig_vanaf", "1-1-2020", "vanaf vandaag of later"),
            ("geldig_vanaf", "morgen", "datum"),
            ("operator_4w", ">", "Leg uit waarom"),
            ("uren_preventie", "16", "heel getal van 0 tot en met 15"),
            ("uren_preventie", "veel", "heel getal"),
            ("av_respijt_tot", "31-2", "een dag na 1 augustus"),
            ("mailvenster", "19-07 ma-vr", "nooit open"),
            ("vier_weken-signaleren-termijn", "0", "1 tot en met 60"),
            ("vier_weken-signaleren-termijn", "drie", "Vul een heel getal in"),
            ("vier_weken-signaleren-rollen", None, "Kies wie het signaal krijgt"),
            ("vier_weken-signaleren-rollen", ["auditor"], "Deze keuze is er niet"),
            ("vier_weken-signaleren-vraag", "a\r\nBcc: b@c.nl", "één regel"),
            ("vier_weken-signaleren-vraag", "", "Vul een zin in"),
            ("veertien_dagen-preventie-dagen", "30", "Een lagere trede komt niet na een hogere"),
            ("veertien_dagen-preventie-dagen", "-1", "voor het begin van het verzuim"),
        ],
    )
    def test_what_is_wrong_stands_at_its_field_and_the_input_stays(
        self, beheerder: Client, veld: str, waarde: Any, zin: str
    ) -> None:
        response = beheerder.post(NIEUW, filled(**{veld: waarde, "ziek_weken": "11"}, reden=""))
        page = unescape(response.content.decode())
        assert response.status_code == 422
        assert zin in page
        assert 'name="ziek_weken" value="11"' in page
        assert f'href="#id_{veld}' in page or veld == "operator_4w"
        assert not Regelset.objects.exists()

    @pytest.mark.parametrize(
        ("veld", "tekst", "zin"),
        [
            ("aanleiding", "Het gaat om 123456782.", "burgerservicenummer"),
            ("vraag", "Beste {{ naam }}, bel.", "Zulke codes worden niet ingevuld"),
            ("vraag", "Bel <b>vandaag</b>.", "Opmaak tussen"),
        ],
    )
    def test_a_text_that_may_not_be_mailed_is_refused_in_an_open_group(
        self, beheerder: Client, veld: str, tekst: str, zin: str
    ) -> None:
        response = beheerder.post(NIEUW, filled(**{f"uren_12-preventie-{veld}": tekst}))
        page = unescape(response.content.decode())
        assert response.status_code == 422
        assert zin in page
        assert groups(page) == {"De tijd thuis": False, "Gemiste uren": True, **CLOSED}

    def test_a_group_is_open_where_something_differs(
        self, beheerder: Client, region: Region
    ) -> None:
        assert not any(groups(beheerder.get(NIEUW).content.decode()).values())
        make_regelset(
            swv=region.swv,
            geldig_vanaf=TODAY,
            regels=regels_with(ladder=ladder_met(_two_days_for_hours)),
            reden=REDEN,
            inzender=region.by(),
        )
        page = beheerder.get(NIEUW).content.decode()
        assert groups(page) == {"De tijd thuis": False, "Gemiste uren": True, **CLOSED}
        assert "2 treden, 2 anders dan landelijk" in page

    @pytest.mark.parametrize(
        ("getal", "kant", "dagen"), [("10", "voor", -10), ("0", "voor", 0), ("0", "na", 0)]
    )
    def test_days_before_and_after_are_chosen_in_words(
        self, getal: str, kant: str, dagen: int
    ) -> None:
        voorstel = Voorstel(
            van=LANDELIJKE_REGELS,
            landelijk=LANDELIJKE_REGELS,
            data=QueryDict(
                urlencode(
                    filled(
                        **{
                            "vier_weken-stimuleren-dagen": getal,
                            "vier_weken-stimuleren-kant": kant,
                            "drie_maanden-signaleren-dagen": "21",
                        }
                    ),
                    doseq=True,
                )
            ),
        )
        assert voorstel.is_valid()
        made = {r.sleutel: r.dagen for r in voorstel.regels().ladder.regels}
        assert made[Drempel.VIER_WEKEN, Trede.STIMULEREN] == dagen
        assert made[Drempel.DRIE_MAANDEN, Trede.SIGNALEREN] == -21

    def test_a_sign_is_refused_where_before_or_after_is_chosen(self, beheerder: Client) -> None:
        for naam in ("vier_weken-stimuleren", "drie_maanden-aanspreken"):
            response = beheerder.post(NIEUW, filled(**{f"{naam}-dagen": "-7"}))
            assert response.status_code == 422
            assert "zonder −" in response.content.decode()

    def test_texts_that_do_not_follow_their_days_are_told_and_can_follow(
        self, beheerder: Client
    ) -> None:
        veld = "veertien_dagen-preventie"
        old, new = "De leerling is veertien dagen thuis.", "De leerling is zeven dagen thuis."
        page = beheerder.post(NIEUW, filled(**{f"{veld}-dagen": "7"})).content.decode()
        assert "Teksten die misschien niet meer kloppen" in page
        assert old in page
        assert new in page
        first = page[page.index("teksten-kop") : page.index("Zelf aanpassen")]
        again = send(beheerder, hidden(first), "voorbeeld").content.decode()
        assert "Teksten die misschien" not in again
        assert f'name="{veld}-aanleiding" value="{new}"' in again
        form = send(beheerder, hidden(first[: first.index("neem")]), "terug").content.decode()
        assert "Klopt de tekst nog?" in form
        assert f'name="neem" value="{veld}-aanleiding"' in form
        assert send(beheerder, hidden(again), "vastleggen").status_code == 302
        row = LadderRegel.objects.get(drempel="veertien_dagen")
        assert (row.dagen, row.aanleiding) == (7, new)

    def test_both_thresholds_off(self, beheerder: Client) -> None:
        off = {
            f"{r.drempel}-{r.trede}-aan": None
            for r in LANDELIJKE_LADDER.regels
            if r.drempel in {"vier_weken", "drie_maanden"}
        }
        response = beheerder.post(NIEUW, filled(**off, reden=REDEN))
        assert response.status_code == 422
        assert response.content.decode().count("staat in de wet en in het pact") >= 2

    def test_an_empty_post_is_answered(self, beheerder: Client) -> None:
        assert beheerder.post(NIEUW).status_code == 422


class TestWithdrawing:
    def test_one_to_come(self, beheerder: Client, region: Region) -> None:
        row = make(region, TODAY + timedelta(days=5))
        url = reverse("monitoring:regels_versie", args=[row.pk])
        assert "Intrekken" in beheerder.get(url).content.decode()
        beheerder.post(reverse("monitoring:regels_intrekken", args=[row.pk]))
        row.refresh_from_db()
        assert row.ingetrokken
        assert "zou gelden vanaf" in beheerder.get(url).content.decode()

    def test_one_of_today_until_a_signal_was_decided_by_it(
        self, beheerder: Client, region: Region
    ) -> None:
        row = make(region)
        url = reverse("monitoring:regels_versie", args=[row.pk])
        assert "Intrekken" in beheerder.get(url).content.decode()
        make_casus(region, dagen=20)
        run_round(peildatum=TODAY)
        page = beheerder.get(url).content.decode()
        assert ">Intrekken<" not in page
        assert "bepaalde al 1 signaal" in page
        page = beheerder.post(
            reverse("monitoring:regels_intrekken", args=[row.pk]), follow=True
        ).content.decode()
        assert "vanaf morgen" in page
        row.refresh_from_db()
        assert not row.ingetrokken
        Escalatie.objects.all().update(regelset="landelijk")
        page = beheerder.post(
            reverse("monitoring:regels_intrekken", args=[row.pk]), follow=True
        ).content.decode()
        assert "De regels van ervoor gelden weer" in page


class TestProgress:
    def test_it_asks_again_until_it_is_done(self, beheerder: Client, region: Region) -> None:
        make_casus(region, dagen=40)
        run_round(peildatum=TODAY)
        row = make(region)
        url = reverse("monitoring:regels_voortgang", args=[row.pk])
        assert beheerder.get(url)["Location"] == reverse("monitoring:regels_versie", args=[row.pk])
        busy = beheerder.get(url, headers={"HX-Request": "true"})
        assert busy.status_code == 200
        assert 'hx-trigger="every 3s"' in busy.content.decode()
        assert "0 van 1" in busy.content.decode()
        listed = reverse("monitoring:regels")
        assert f"berekend met {row.code}: 0 van 1" in beheerder.get(listed).content.decode()
        run_round(peildatum=TODAY)
        done = beheerder.get(url, headers={"HX-Request": "true"})
        assert done.status_code == 286
        assert "hx-trigger" not in done.content.decode()
        assert "Alle 1 open casussen" in done.content.decode()


class TestStand:
    def url(self, casus: Casus, **query: str) -> str:
        """Return the address of the Stand of a casus."""
        return f"{reverse('monitoring:stand', args=[casus.nummer])}?{urlencode(query)}"

    def test_another_day_and_other_rules(self, region: Region) -> None:
        casus = make_casus(region, dagen=28)
        row = make(region, TODAY + timedelta(days=9), "operator_4w=>")
        client = login(region.coordinator)
        now = client.get(self.url(casus, op="23-11-2026")).content.decode()
        assert "Op 23 nov 2026 met landelijk" in now
        other = client.get(self.url(casus, op="23-11-2026", regels=str(row.pk))).content.decode()
        assert f"met {row.code}" in other
        assert other != now
        before = client.get(self.url(casus, op="1-11-2026")).content.decode()
        assert "Op 1 nov 2026" in before
        then = client.get(self.url(casus, op="3-12-2026")).content.decode()
        assert f"met {row.code}" in then

    def test_the_page_of_the_casus_leads_there(self, region: Region) -> None:
        casus = make_casus(region)
        page = login(region.coordinator).get(reverse("cases:casus", args=[casus.nummer]))
        assert reverse("monitoring:stand", args=[casus.nummer]) in page.content.decode()

    @pytest.mark.parametrize(
        "query", [{"op": "gisteren"}, {"op": ""}, {"op": "1-1-2026", "regels": "999999"}]
    )
    def test_what_cannot_be_asked(self, region: Region, query: dict[str, str]) -> None:
        casus = make_casus(region)
        assert login(region.coordinator).get(self.url(casus, **query)).status_code == 422

    def test_facts_that_do_not_fit_are_said(self, region: Region) -> None:
        casus = make_casus(region)
        Leerling.objects.filter(pk=casus.leerling_id).update(geboortedatum=date(1800, 1, 1))
        page = login(region.coordinator).get(self.url(casus, op="1-1-2026")).content.decode()
        assert "ligt niet tussen" in page

    def test_who_may_not_see_the_casus(self, region: Region, other_region: Region) -> None:
        casus = make_casus(region)
        assert login(other_region.coordinator).get(self.url(casus)).status_code == 404
