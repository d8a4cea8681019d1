"""The page of an action as its people use it: what is asked, answers, evidence, the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from pact import panelen
from pact.keuzes import Middelsoort, PartnerRol, Periodelezing, Status
from pact.models import Actie, ActieLog, Bestand, Bewijs, LogSoort, Partner
from pact.services.acties import change_actie, inhoud_of
from pact.services.partners import add_partner, end_partner
from pact.services.voortgang import add_bewijs, add_update, store_bestand
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in, text_of
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = pytest.mark.usefixtures("monday")

MARKUP = "<script>alert('x')</script> **vet** {{ 7|add:1 }}"


def page_url(kring: Kring, nr: int = 1) -> str:
    return reverse("pact:actie", args=[kring.pact.code, nr])


def send_url(kring: Kring, naam: str, nr: int = 1) -> str:
    return reverse(f"pact:actie_{naam}", args=[kring.pact.code, nr])


def sent(prefix: str, versie: int = 1, **values: Any) -> dict[str, Any]:
    """Return a form as a browser sends it."""
    values = {"sleutel": str(uuid4()), "versie": versie} | values
    return {f"{prefix}-{name}": value for name, value in values.items()}


def another_partner(kring: Kring) -> tuple[Partner, User]:
    organisatie = make_organisatie(Soort.GEMEENTE)
    partner = add_partner(
        pact=kring.pact,
        organisatie=organisatie,
        rol=PartnerRol.DEELNEMER,
        inzender=kring.inzender,
    )
    return partner, make_user(Rol.PARTNER, organisatie)


def soon(dagen: int = 40) -> str:
    return (timezone.localdate() + timedelta(days=dagen)).isoformat()


def complete(kring: Kring) -> list[tuple[str, dict[str, Any]]]:
    """Return a right form for each thing that can be sent."""
    lead = Partner.objects.get(pact=kring.pact, organisatie=kring.penvoerder)
    return [
        ("update", sent("update", tekst="Het loopt.")),
        ("bewijs", sent("bewijs", omschrijving="De lijst.")),
        ("gedaan", sent("gedaan", resultaat="Eén lijst", bewijs="De lijst.")),
        ("later", sent("later", deadline=soon(), reden="Vakantie.")),
        ("overdragen", sent("overdragen", naar=lead.pk, reden="Past beter.")),
    ]


def test_the_owner_answers_from_the_page(kring: Kring) -> None:
    client = log_in(kring.deelnemer)
    for nr, (naam, form) in enumerate(complete(kring), 1):
        kring.actie(eigenaar=kring.partner, dagen=5)
        page = text_of(client, page_url(kring, nr))
        assert f'action="{send_url(kring, naam, nr)}"' in page
        response = client.post(send_url(kring, naam, nr), form)
        assert (response.status_code, response["Location"]) == (302, page_url(kring, nr)), naam
    statuses = list(Actie.objects.order_by("nr").values_list("status", flat=True))
    assert statuses == [*["nog_niet_begonnen"] * 2, "gedaan", *["nog_niet_begonnen"] * 2]
    assert str(Actie.objects.get(nr=4).deadline) == soon()
    assert Actie.objects.get(nr=5).eigenaar != kring.partner
    page = text_of(client, page_url(kring, 3))
    assert "Antwoord: gedaan, met bewijs" in page
    assert send_url(kring, "later", 3) not in page
    assert send_url(kring, "update", 3) in page


def test_a_co_owner_and_the_lead_may_too_and_others_may_not(kring: Kring) -> None:
    mede, person = another_partner(kring)
    _, stranger = another_partner(kring)
    kring.actie(eigenaar=kring.partner, mede_eigenaren=frozenset({mede}))
    for user in (person, kring.regievoerder):
        response = log_in(user).post(send_url(kring, "update"), sent("update", tekst="Loopt."))
        assert response.status_code == 302
    client = log_in(stranger)
    assert "Zeg hoe het ervoor staat" not in text_of(client, page_url(kring))
    for naam, form in complete(kring):
        response = client.post(send_url(kring, naam), form)
        assert response.status_code == 403
        assert "Alleen de eigenaar van deze actie" in response.content.decode()
    assert Actie.objects.get().geschiedenis.count() == 3


def test_sent_twice(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner)
    client = log_in(kring.deelnemer)
    form = sent("update", tekst="Het loopt.")
    assert [client.post(send_url(kring, "update"), form).status_code for _ in "12"] == [302, 302]
    assert "niets dubbel opgeslagen" in text_of(client, page_url(kring))
    assert Actie.objects.get().geschiedenis.filter(soort="update").count() == 1


def test_what_is_refused_is_kept(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner, dagen=5)
    client = log_in(kring.deelnemer)
    empty = SimpleUploadedFile("leeg.pdf", b"")
    exe = SimpleUploadedFile("a.exe", b"MZ")
    large = SimpleUploadedFile("groot.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024))
    cases: list[tuple[str, dict[str, Any], str]] = [
        ("update", {"tekst": ""}, "Schrijf hoe het ervoor staat."),
        ("update", {"tekst": "Kind 123456782 is terug"}, "burgerservicenummer"),
        ("update", {"tekst": "x" * 5001}, "5000"),
        ("bewijs", {"omschrijving": "Dit blijft", "link": "javascript:alert(1)"}, "geen adres"),
        ("bewijs", {"omschrijving": "Dit blijft", "bestand": empty}, "leeg"),
        ("bewijs", {"omschrijving": "Dit blijft", "bestand": exe}, "Dit soort bestand"),
        ("bewijs", {"omschrijving": "Dit blijft", "bestand": large}, "groter dan 5 MB"),
        ("gedaan", {"resultaat": "Dit blijft", "bewijs": ""}, "waaruit het blijkt"),
        ("later", {"deadline": soon(3), "reden": "Dit blijft"}, "na de deadline"),
        ("later", {"deadline": "ooit", "reden": "Dit blijft"}, "geen datum"),
        ("overdragen", {"naar": 999999, "reden": "Dit blijft"}, "geen partner in dit pact"),
    ]
    for naam, values, message in cases:
        response = client.post(send_url(kring, naam), sent(naam, **values))
        page = response.content.decode()
        assert response.status_code == 422, (naam, values)
        assert message in page, (naam, message)
        assert 'class="foutoverzicht"' in page
        assert f'id="bijdrage-{naam}" open' in page
        assert "Dit blijft" not in values.values() or "Dit blijft" in page
    assert actie.geschiedenis.count() == 1
    assert not Bestand.objects.exists()


def test_everything_that_is_wrong_is_told_in_one_go(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner, dagen=10)
    client = log_in(kring.deelnemer)

    def errors(naam: str, **values: Any) -> set[str]:
        response = client.post(send_url(kring, naam), sent(naam, **values))
        assert response.status_code == 422
        return set(response.context["form"].errors)

    def bad() -> SimpleUploadedFile:
        return SimpleUploadedFile("verslag.pdf", b"MZ geen pdf")

    bewijs = {"link": "javascript:alert(1)", "bestand": bad()}
    assert errors("bewijs", omschrijving="", **bewijs) == {"omschrijving", "link", "bestand"}
    bewijs["bestand"] = bad()
    wrong = errors("gedaan", bewijs="", resultaat="123456782", **bewijs)
    assert wrong == {"bewijs", "resultaat", "link", "bestand"}
    assert errors("later", deadline=soon(5), reden="") == {"deadline", "reden"}
    assert errors("later", deadline=soon(-5), reden="123456782") == {"deadline", "reden"}
    assert not Bestand.objects.exists()


def test_a_file_that_was_looked_at_is_kept_whole(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner)
    sheet = SimpleUploadedFile("lijst.csv", b"naam;aantal\nWaterstad;3\n")
    values = sent("bewijs", omschrijving="De lijst.", bestand=sheet)
    assert log_in(kring.deelnemer).post(send_url(kring, "bewijs"), values).status_code == 302
    assert bytes(Bestand.objects.get().inhoud) == b"naam;aantal\nWaterstad;3\n"


def test_an_answer_after_somebody_elses_change_is_asked_again(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    change_actie(
        actie=actie,
        inhoud=replace(inhoud_of(actie), resultaat_verwacht="Eén lijst voor iedereen"),
        inzender=kring.inzender,
    )
    client = log_in(kring.deelnemer)
    form = sent("gedaan", bewijs="Mijn bewijs")
    response = client.post(send_url(kring, "gedaan"), form)
    page = response.content.decode()
    assert response.status_code == 409
    for words in ("Iemand anders was je net voor", "Eén lijst voor iedereen", "Mijn bewijs"):
        assert words in page
    assert 'name="gedaan-versie" value="2"' in page
    assert client.post(send_url(kring, "gedaan"), form | {"gedaan-versie": 2}).status_code == 302
    # An update is no answer to what it says: it is just added.
    update = sent("update", tekst="Nagekomen.")
    assert client.post(send_url(kring, "update"), update).status_code == 302


def test_a_file_goes_to_the_people_of_the_pact_only(kring: Kring, andere_kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner)
    client = log_in(kring.deelnemer)
    upload = SimpleUploadedFile("Verslag één.pdf", b"%PDF-1.7 x", content_type="text/html")
    form = sent("bewijs", omschrijving="Verslag", bestand=upload)
    assert client.post(send_url(kring, "bewijs"), form).status_code == 302
    bestand = Bestand.objects.get()
    url = reverse("pact:bestand", args=[kring.pact.code, bestand.pk])
    assert url in text_of(client, page_url(kring))
    response = client.get(url)
    assert response.content == b"%PDF-1.7 x"
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert "no-store" in response["Cache-Control"]
    _, other = another_partner(kring)
    assert log_in(other).get(url).status_code == 200
    stranger = log_in(andere_kring.regievoerder)
    assert stranger.get(url).status_code == 404
    theirs = reverse("pact:bestand", args=[andere_kring.pact.code, bestand.pk])
    assert stranger.get(theirs).status_code == 404
    assert Client().get(url).status_code == 302


def test_markup_stays_text(kring: Kring) -> None:
    actie = kring.actie(
        activiteit=MARKUP,
        eigenaar=kring.partner,
        periode_tekst=MARKUP,
        periode_lezing=Periodelezing.NAKIJKEN,
        betrokkenen_tekst=MARKUP,
        betrokkenen_nakijken=True,
        resultaat_verwacht=MARKUP,
        resultaat_bereikt=MARKUP,
        middelen_soort=Middelsoort.TEKST,
        middelen_tekst=MARKUP,
        toelichting=MARKUP,
        status=Status.WACHT,
        wacht_op=MARKUP,
    )
    add_update(actie=actie, tekst=MARKUP, inzender=kring.inzender)
    add_bewijs(actie=actie, omschrijving=MARKUP, inzender=kring.inzender)
    client = log_in(kring.regievoerder)
    panel = client.get(page_url(kring), headers={"HX-Request": "true"})
    change = reverse("pact:actie_wijzig", args=[kring.pact.code, 1])
    for response in (client.get(page_url(kring)), panel, client.get(change)):
        page = response.content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page
        assert "{{ 7|add:1 }}" in page


def test_what_is_asked_stands_on_top(kring: Kring) -> None:
    left, _ = another_partner(kring)
    actie = kring.actie(
        eigenaar=left,
        periode_tekst="ergens in het voorjaar",
        periode_lezing=Periodelezing.NAKIJKEN,
        betrokkenen_tekst="alle scholen",
        betrokkenen_nakijken=True,
    )
    end_partner(partner=left, inzender=kring.inzender)
    gone = f"{left} doet niet meer mee: wijs een nieuwe eigenaar aan."
    page = text_of(log_in(kring.regievoerder), page_url(kring))
    for words in (gone, "Kijk de periode na.", "Kijk de betrokkenen na."):
        assert words in page
        assert page.index(words) < page.index("Resultaat</h2>")
    page = text_of(log_in(kring.deelnemer), page_url(kring))
    assert gone in page
    assert "Kijk de periode na." not in page
    # It keeps what it owned; done is done, and then nobody has to be found.
    assert Actie.objects.get().eigenaar == left
    change_actie(
        actie=actie, inhoud=replace(inhoud_of(actie), status=Status.GEDAAN), inzender=kring.inzender
    )
    assert gone not in text_of(log_in(kring.regievoerder), page_url(kring))


@pytest.fixture
def _no_panels() -> Iterator[None]:
    kept = list(panelen._bouwers)
    yield
    panelen._bouwers[:] = kept


@pytest.mark.usefixtures("_no_panels")
def test_another_room_puts_its_part_on_the_page_and_the_panel(kring: Kring) -> None:
    def part(request: HttpRequest, actie: Actie) -> str | None:
        return mark_safe(f"<p>Signaal bij {actie.nr}</p>")

    def raw(request: HttpRequest, actie: Actie) -> str | None:
        return "<p>rauw</p>"

    def nothing(request: HttpRequest, actie: Actie) -> str | None:
        return None

    for bouwer in (part, nothing, raw, part):
        panelen.register_actiepaneel(bouwer)
    kring.actie()
    client = log_in(kring.deelnemer)
    panel = client.get(page_url(kring), headers={"HX-Request": "true"}).content.decode()
    for page in (client.get(page_url(kring)).content.decode(), panel):
        assert page.count("<p>Signaal bij 1</p>") == 1
        assert "&lt;p&gt;rauw" in page
        assert page.index("Signaal bij 1") < page.index("<dt>Deadline")


def test_the_log_is_filtered_by_kind_and_paged(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    for number in range(30):
        add_update(actie=actie, tekst=f"Bericht {number}.", inzender=kring.inzender)
    add_bewijs(actie=actie, omschrijving="De lijst.", inzender=kring.inzender)
    client = log_in(kring.deelnemer)
    page = text_of(client, page_url(kring))
    assert "alles (32)" in page
    assert "stand van zaken (30)" in page
    assert page.index("Bericht 29.") < page.index("Bericht 28.")
    assert "Bericht 1." not in page
    assert "Bericht 1." in text_of(client, page_url(kring) + "?pagina=2")
    only = text_of(client, page_url(kring) + "?log=bewijs&te_laat=on")
    assert "Bericht 29." not in only
    # The filter of the matrix it was opened from goes along; that of the log does not.
    assert f"{reverse('pact:matrix', args=[kring.pact.code])}?te_laat=on" in only
    assert "alles (32)" in text_of(client, page_url(kring) + "?log=bestaat-niet")


def fill(kring: Kring, actie: Actie, number: int) -> None:
    """Give an action more of everything."""
    for _ in range(number):
        partner, _person = another_partner(kring)
        actie.mede_eigenaren.add(partner)
        actie.betrokken.add(partner)
        bestand = store_bestand(pact=kring.pact, naam="a.txt", inhoud=b"x", inzender=kring.inzender)
        add_bewijs(actie=actie, omschrijving="x", bestand=bestand, inzender=kring.inzender)


def test_the_page_asks_the_database_the_same_however_much_there_is(
    kring: Kring,
) -> None:
    actie = kring.actie(eigenaar=kring.partner, dagen=3)
    client = log_in(kring.deelnemer)
    counts: list[tuple[int, int]] = []
    for number in (1, 8):
        fill(kring, actie, number)
        with CaptureQueriesContext(connection) as page:
            text_of(client, page_url(kring))
        with CaptureQueriesContext(connection) as panel:
            client.get(page_url(kring), headers={"HX-Request": "true"})
        counts.append((len(page), len(panel)))
        # The bytes of files are read only by who opens them.
        assert not [q for q in page.captured_queries if '"pact_bestand"."inhoud"' in q["sql"]]
    assert counts[0] == counts[1]
    assert counts[0][0] <= 30


def test_evidence_is_shown_with_who_gave_it(kring: Kring) -> None:
    add_bewijs(
        actie=kring.actie(),
        omschrijving="Het verslag",
        link="https://voorbeeld.example/verslag",
        inzender=kring.inzender,
    )
    page = text_of(log_in(kring.deelnemer), page_url(kring))
    assert 'rel="noopener noreferrer nofollow"' in page
    assert str(kring.penvoerder) in page
    assert Bewijs.objects.count() == 1


def test_answers_that_are_asked_on_top_do_not_stand_there_twice(
    kring: Kring, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, actie = log_in(kring.regievoerder), kring.actie()
    address = reverse("pact:actie", args=[kring.pact.code, actie.nr])
    assert "Het wordt later" in client.get(address).content.decode()
    monkeypatch.setattr(panelen, "_vragers", [lambda asked: asked.pk == actie.pk])
    page = client.get(address).content.decode()
    assert "Het wordt later" not in page
    assert "Stand van zaken toevoegen" in page


def test_signals_in_a_row_are_folded_behind_the_newest(kring: Kring) -> None:
    actie = kring.actie()
    for number in range(4):
        ActieLog.objects.create(
            actie=actie, soort=LogSoort.SIGNAAL, versie=1, tekst=f"Herinnering {number}."
        )
    address = reverse("pact:actie", args=[kring.pact.code, actie.nr])
    page = log_in(kring.regievoerder).get(address).content.decode()
    newest, rest = page.split("3 eerdere signalen en herinneringen")
    assert "Herinnering 3." in newest
    assert all(f"Herinnering {number}." in rest for number in range(3))
