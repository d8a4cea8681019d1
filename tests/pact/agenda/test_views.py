"""The agenda on the page: a preview that keeps nothing, and what a person decides."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from pact.keuzes import Periodelezing
from pact.models import Actie
from tests.pact.agenda.agendas import (
    AGENDA,
    GELEZEN,
    actie,
    alles,
    als_csv,
    lees_in,
    schrijf,
    wijzig,
)
from tests.pact.hulp import Kring


@pytest.fixture
def lead(kring: Kring) -> Client:
    client = Client()
    client.force_login(kring.regievoerder)
    return client


def url(kring: Kring, naam: str = "", **kwargs: Any) -> str:
    return reverse(f"pact:agenda{naam}", kwargs={"code": kring.pact.code, **kwargs})


def kies(lead: Client, kring: Kring, inhoud: bytes, naam: str = "agenda.csv") -> Any:
    """Choose a file and look at what it would do."""
    bestand = SimpleUploadedFile(naam, inhoud)
    return lead.post(url(kring, "_voorbeeld"), {"bestand": bestand})


def bevestig(response: Any) -> dict[str, str]:
    """Return what the form on a preview sends."""
    html = response.content.decode()
    return {
        naam: re.findall(rf'name="{naam}" value="([^"]+)"', html)[0]
        for naam in ("sleutel", "voorbeeld")
    }


@pytest.mark.parametrize("soort", ["csv", "xlsx", "docx"])
def test_a_file_is_seen_before_it_goes_in(
    kring: Kring, lead: Client, tmp_path: Path, soort: str
) -> None:
    before = alles()
    seen = kies(lead, kring, schrijf(tmp_path / f"a.{soort}").read_bytes(), f"agenda.{soort}")
    html = seen.content.decode()
    assert seen.status_code == 200
    assert "Kijk na: perioden die niet zeker te lezen zijn (1)" in html
    assert html.index("zomervakantie") < html.index("Nieuw (9)")
    assert alles() == before  # a preview that is left leaves nothing behind
    done = lead.post(url(kring, "_inlezen"), bevestig(seen), follow=True)
    assert "9 gelezen, 9 nieuw, 0 gewijzigd, 0 ongewijzigd, 3 zonder deadline" in (
        done.content.decode()
    )
    assert Actie.objects.filter(pact=kring.pact).count() == GELEZEN
    line = Actie.objects.filter(pact=kring.pact).first()
    assert line is not None
    assert line.geschiedenis.get().door == kring.regievoerder


def test_sent_twice_goes_in_once(kring: Kring, lead: Client) -> None:
    sent = bevestig(kies(lead, kring, als_csv().encode()))
    lead.post(url(kring, "_inlezen"), sent)
    before = alles()
    again = lead.post(url(kring, "_inlezen"), sent, follow=True)
    assert "al verwerkt" in again.content.decode()
    assert alles() == before


def test_what_changes_is_shown_field_by_field(kring: Kring, lead: Client, tmp_path: Path) -> None:
    lees_in(kring.pact, schrijf(tmp_path / "agenda.csv"))
    seen = kies(lead, kring, als_csv(wijzig(4, 1, "maart-juni 2027")).encode()).content.decode()
    assert "Gewijzigd (1)" in seen
    assert "<del>31 mei 2027</del> wordt <ins>30 jun 2027</ins>" in seen
    nothing = kies(lead, kring, als_csv().encode()).content.decode()
    assert "Dit bestand verandert niets aan het pact." in nothing
    assert "Lees de agenda in" not in nothing


def test_a_pact_that_changed_since_the_preview_is_shown_again(kring: Kring, lead: Client) -> None:
    sent = bevestig(kies(lead, kring, als_csv().encode()))
    kring.actie(activiteit="Studiedag", thema=kring.themas[0])
    lees = als_csv([AGENDA[0], AGENDA[1]])
    lead.post(url(kring, "_inlezen"), bevestig(kies(lead, kring, lees.encode())))
    before = alles()
    other = lead.post(url(kring, "_inlezen"), sent)
    assert other.status_code == 409
    assert "Sinds het voorbeeld is er iets in het pact gewijzigd" in other.content.decode()
    assert alles() == before
    assert lead.post(url(kring, "_inlezen"), bevestig(other)).status_code == 302
    assert Actie.objects.filter(pact=kring.pact).count() == GELEZEN + 1


def test_a_preview_that_is_not_what_was_shown(
    kring: Kring, andere_kring: Kring, lead: Client
) -> None:
    sent = bevestig(kies(lead, kring, als_csv().encode()))
    before = alles()
    broken = lead.post(url(kring, "_inlezen"), sent | {"voorbeeld": sent["voorbeeld"][:-2] + "xx"})
    assert broken.status_code == 422
    assert "Wat er terugkwam is niet wat je zag" in broken.content.decode()
    assert lead.post(url(kring, "_inlezen"), {"sleutel": str(uuid4())}).status_code == 422
    other = Client()
    other.force_login(andere_kring.regievoerder)
    assert other.post(url(andere_kring, "_inlezen"), sent).status_code == 422
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        lead.force_login(kring.regievoerder)
        late = lead.post(url(kring, "_inlezen"), sent)
    assert "te oud" in late.content.decode()
    assert alles() == before


def test_a_file_that_is_no_agenda(kring: Kring, lead: Client) -> None:
    nothing = lead.post(url(kring, "_voorbeeld"), {})
    assert (nothing.status_code, "Kies een bestand." in nothing.content.decode()) == (422, True)
    for inhoud, zin in ((b"", "leeg"), (b"%PDF-1.7", "geen CSV-"), (b"a;b\n1;2", "namen van")):
        refused = kies(lead, kring, inhoud)
        assert refused.status_code == 422
        assert zin in refused.content.decode()


def test_markup_stays_text(kring: Kring, lead: Client) -> None:
    rijen: list[tuple[str, ...]] = [
        ("<script>a</script>",),
        ("1", "<b>mei</b>", "<img src=x>", "<i>wie</i>", "&amp;", ""),
    ]
    seen = kies(lead, kring, als_csv(rijen).encode(), "<u>.csv")
    done = lead.post(url(kring, "_inlezen"), bevestig(seen), follow=True)
    for html in (seen.content.decode(), done.content.decode()):
        assert not re.search(r"<(script>a|b>mei|img src|i>wie|u>)", html)
        assert "&lt;img src=x&gt;" in html


def lees_nakijken(kring: Kring, tmp_path: Path) -> tuple[Actie, Actie]:
    lees_in(kring.pact, schrijf(tmp_path / "agenda.csv"))
    return (
        actie(kring.pact, "Ervaringsdeskundigen inzetten"),
        actie(kring.pact, "Samen een oordeel geven"),
    )


def test_what_waits_is_set_in_place(kring: Kring, lead: Client, tmp_path: Path) -> None:
    zomer, oordeel = lees_nakijken(kring, tmp_path)
    page = lead.get(url(kring)).content.decode()
    assert "Perioden die niet zeker te lezen zijn (1)" in strip_tags(page)
    assert "voor de zomervakantie 2027" in page
    assert "LP, RMC" in page
    prefix = f"periode{zomer.nr}"
    sent = {f"{prefix}-deadline": "9-7-2027", f"{prefix}-versie": "1"}
    adres = url(kring, "_periode", nr=zomer.nr)
    part = lead.post(adres, sent, headers={"HX-Request": "true"})
    assert "Deadline 9 jul 2027" in part.content.decode()
    assert '<span id="nakijken-perioden" hx-swap-oob="true">0</span>' in part.content.decode()
    zomer.refresh_from_db()
    assert (zomer.deadline, zomer.einde) == (date(2027, 7, 9), None)
    assert zomer.periode_lezing == Periodelezing.GECORRIGEERD
    prefix = f"partijen{oordeel.nr}"
    sent = {f"{prefix}-betrokken": str(kring.partner.pk), f"{prefix}-versie": "1"}
    assert lead.post(url(kring, "_partijen", nr=oordeel.nr), sent).status_code == 302
    oordeel.refresh_from_db()
    assert (list(oordeel.betrokken.all()), oordeel.betrokkenen_nakijken) == ([kring.partner], False)
    page = lead.get(url(kring)).content.decode()
    assert "Perioden die niet zeker te lezen zijn" not in page
    assert "LP, RMC" not in page


@pytest.mark.parametrize("htmx", [True, False])
def test_what_is_refused_is_kept(kring: Kring, lead: Client, tmp_path: Path, htmx: bool) -> None:
    zomer, _ = lees_nakijken(kring, tmp_path)
    headers = {"HX-Request": "true"} if htmx else {}
    adres, prefix = url(kring, "_periode", nr=zomer.nr), f"periode{zomer.nr}"
    wrong = {f"{prefix}-begin": "1-7-2027", f"{prefix}-einde": "1-6-2027", f"{prefix}-versie": "1"}
    refused = lead.post(adres, wrong, headers=headers)
    assert refused.status_code == 422
    assert "Het einde ligt vóór het begin" in refused.content.decode()
    assert 'value="1-6-2027"' in refused.content.decode()
    good = wrong | {f"{prefix}-einde": "2-7-2027"}
    Actie.objects.filter(pk=zomer.pk).update(versie=2)  # somebody else was there first
    stale = lead.post(adres, good, headers=headers)
    assert stale.status_code == 409
    assert "Iemand anders heeft dit intussen gewijzigd" in stale.content.decode()
    assert 'value="2-7-2027"' in stale.content.decode()
    again = lead.post(adres, good | {f"{prefix}-versie": "2"}, headers=headers)
    assert again.status_code in {200, 302}


@pytest.mark.parametrize("soort", ["csv", "xlsx", "docx"])
def test_taking_it_along(kring: Kring, lead: Client, tmp_path: Path, soort: str) -> None:
    lees_in(kring.pact, schrijf(tmp_path / "agenda.csv"))
    response = lead.get(url(kring, f"_{soort}"))
    assert response["Content-Disposition"].startswith('attachment; filename="agenda-waterstad')
    assert response["X-Content-Type-Options"] == "nosniff"
    seen = kies(lead, kring, response.content, f"agenda.{soort}")
    assert "Dit bestand verandert niets aan het pact." in seen.content.decode()


def test_the_page_asks_the_database_the_same_however_much_there_is(
    kring: Kring, lead: Client, django_assert_max_num_queries: Any
) -> None:
    rijen: list[tuple[str, ...]] = [("Statement over van alles",)]
    rijen += [("", "later", f"Activiteit {i}", "iemand", "", "") for i in range(60)]
    lead.post(url(kring, "_inlezen"), bevestig(kies(lead, kring, als_csv(rijen).encode())))
    with django_assert_max_num_queries(60):
        page = lead.get(url(kring)).content.decode()
    assert "Perioden die niet zeker te lezen zijn (60)" in strip_tags(page)
    assert page.count("nakijken-periode-") < 60 * 3
