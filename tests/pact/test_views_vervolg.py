"""Bouwstenen, evaluation and the next pact, in the browser of whoever leads and of partners."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pact.keuzes import PartnerRol, Status, Uitkomst
from pact.models import Bouwsteen, Bouwsteenvraag, Evaluatie, Pact, Partner
from pact.services.bouwstenen import ask_bouwstenen, close_vraag, give_bouwsteen
from pact.services.evaluatie import evaluate_actie
from pact.services.opvolger import Opvolging, start_opvolger
from pact.services.partners import add_contactpersoon, add_partner
from pact.templatetags.pactnav import doet_mee
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in, text_of
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.kalender import datum_kort

pytestmark = pytest.mark.usefixtures("monday")


def url(kring: Kring, naam: str, *args: object) -> str:
    return reverse(f"pact:{naam}", args=[kring.pact.code, *args])


@pytest.fixture
def lead(kring: Kring) -> Client:
    return log_in(kring.regievoerder)


@pytest.fixture
def deelnemer(kring: Kring) -> Client:
    return log_in(kring.deelnemer)


@pytest.fixture
def ander(kring: Kring) -> User:
    """Somebody of a third partner."""
    school = make_organisatie(Soort.SCHOOL)
    add_partner(
        pact=kring.pact, organisatie=school, rol=PartnerRol.DEELNEMER, inzender=kring.inzender
    )
    return make_user(Rol.PARTNER, school)


@pytest.fixture
def vraag(kring: Kring) -> Bouwsteenvraag:
    return ask_bouwstenen(
        pact=kring.pact,
        vraag="Wat moet erin?",
        uiterlijk=timezone.localdate() + timedelta(days=7),
        inzender=kring.inzender,
    )


def filled(versie: int = 0, **extra: Any) -> dict[str, Any]:
    return {"tekst": "Meer plekken dichtbij", "versie": versie, **extra}


# --- bouwstenen --------------------


def test_from_nothing_to_a_question(kring: Kring, lead: Client, deelnemer: Client) -> None:
    assert "Er is nog niets gevraagd" in text_of(lead, url(kring, "bouwstenen"))
    assert "Stel een vraag" not in text_of(deelnemer, url(kring, "bouwstenen"))
    new = url(kring, "bouwsteenvraag_nieuw")
    refused = lead.post(new, {"vraag": "Wat nu?", "uiterlijk": "1-1-2026", "sleutel": uuid4()})
    assert refused.status_code == 422
    assert "Wat nu?" in refused.content.decode()
    form = {"vraag": "Wat nu?", "uiterlijk": "1-2-2027", "sleutel": uuid4()}
    for _ in range(2):
        assert lead.post(new, form)["Location"] == url(kring, "bouwsteenvraag", 1)
    assert Bouwsteenvraag.objects.count() == 1
    assert "jullie gaven nog niets" in text_of(deelnemer, url(kring, "bouwstenen"))


def test_a_partner_gives_text_and_files_and_then_less(
    kring: Kring, deelnemer: Client, vraag: Bouwsteenvraag
) -> None:
    page = url(kring, "bouwsteenvraag", 1)
    files = [SimpleUploadedFile(f"{n}.txt", b"Tekst %d" % n) for n in range(2)]
    assert deelnemer.post(page, filled(bijlagen=files))["Location"] == page
    first = Bouwsteen.objects.get()
    assert first.bijlagen.count() == 2
    shown = text_of(deelnemer, page)
    assert "Wat jullie gaven" in shown
    assert "0.txt" in shown
    keep = first.bijlagen.get(naam="0.txt")
    deelnemer.post(page, filled(1, tekst="Korter", houd=[keep.pk]))
    assert list(Bouwsteen.objects.get(versie=2).bijlagen.all()) == [keep]
    assert "Eerder gegeven" in text_of(deelnemer, page)


def test_no_contribution(kring: Kring, deelnemer: Client, vraag: Bouwsteenvraag) -> None:
    page = url(kring, "bouwsteenvraag", 1)
    both = deelnemer.post(page, filled(geen="on"))
    assert both.status_code == 422
    assert "Meer plekken dichtbij" in both.content.decode()
    assert deelnemer.post(page, filled(tekst="", geen="on")).status_code == 302
    assert "jullie: geen inbreng" in text_of(deelnemer, url(kring, "bouwstenen"))


def test_a_refused_file_keeps_the_text(
    kring: Kring, deelnemer: Client, vraag: Bouwsteenvraag
) -> None:
    bad = SimpleUploadedFile("virus.exe", b"MZ\x90\x00")
    response = deelnemer.post(url(kring, "bouwsteenvraag", 1), filled(bijlagen=[bad]))
    assert response.status_code == 422
    assert "Dit soort bestand kan hier niet" in response.content.decode()
    assert "Meer plekken dichtbij" in response.content.decode()


def test_a_colleague_was_first(kring: Kring, deelnemer: Client, vraag: Bouwsteenvraag) -> None:
    page = url(kring, "bouwsteenvraag", 1)
    deelnemer.post(page, filled())
    response = deelnemer.post(page, filled(tekst="Van mij"))
    assert response.status_code == 409
    body = response.content.decode()
    assert "Iemand anders was je net voor" in body
    assert "Van mij" in body
    assert "Meer plekken dichtbij" in body
    assert 'name="versie" value="1"' in body


def test_closed_is_closed_and_keeps_what_was_typed(
    kring: Kring, deelnemer: Client, vraag: Bouwsteenvraag
) -> None:
    close_vraag(vraag=vraag, inzender=kring.inzender)
    response = deelnemer.post(url(kring, "bouwsteenvraag", 1), filled())
    assert response.status_code == 409
    assert "Deze vraag is gesloten" in response.content.decode()
    assert "Meer plekken dichtbij" in response.content.decode()
    assert not Bouwsteen.objects.exists()


def test_partners_see_each_other_only_after_closing(
    kring: Kring, lead: Client, deelnemer: Client, ander: User, vraag: Bouwsteenvraag
) -> None:
    page = url(kring, "bouwsteenvraag", 1)
    brief = SimpleUploadedFile("brief.txt", b"Wat wij meegeven.")
    deelnemer.post(page, filled(bijlagen=[brief]))
    file = url(kring, "bestand", Bouwsteen.objects.get().bijlagen.get().pk)
    other = log_in(ander)
    assert "Meer plekken dichtbij" not in text_of(other, page)
    assert other.get(file).status_code == 404
    assert other.get(url(kring, "bouwsteenvraag_docx", 1)).status_code == 403
    assert deelnemer.get(file).status_code == 200
    assert lead.get(file).status_code == 200
    shown = text_of(lead, page)
    assert "1 van 3 partners gaven antwoord" in shown
    assert "Meer plekken dichtbij" in shown
    lead.post(url(kring, "bouwsteenvraag_sluit", 1))
    assert "Meer plekken dichtbij" in text_of(other, page)
    assert other.get(file).status_code == 200
    made = other.get(url(kring, "bouwsteenvraag_docx", 1))
    assert made.content.startswith(b"PK")
    assert made["Content-Disposition"].startswith("attachment")
    lead.post(url(kring, "bouwsteenvraag_heropen", 1))
    assert "Meer plekken dichtbij" not in text_of(other, page)


def test_reminding_says_how_many(kring: Kring, lead: Client, vraag: Bouwsteenvraag) -> None:
    add_contactpersoon(partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender)
    remind = url(kring, "bouwsteenvraag_herinner", 1)
    assert "1 contactpersoon krijgt" in lead.post(remind, follow=True).content.decode()
    assert "Er is niemand om te mailen" in lead.post(remind, follow=True).content.decode()


def test_another_pact_is_not_there(
    kring: Kring, andere_kring: Kring, vraag: Bouwsteenvraag
) -> None:
    stranger = log_in(andere_kring.regievoerder)
    for naam in ("bouwsteenvraag", "bouwsteenvraag_docx"):
        assert stranger.get(url(kring, naam, 1)).status_code == 404
    assert stranger.get(url(andere_kring, "bouwsteenvraag", 1)).status_code == 404


def test_the_overview_asks_as_much_of_the_database_for_many(
    kring: Kring, lead: Client, vraag: Bouwsteenvraag
) -> None:
    def queries() -> list[int]:
        found = []
        for page in (url(kring, "bouwsteenvraag", 1), url(kring, "bouwstenen")):
            with CaptureQueriesContext(connection) as asked:
                assert lead.get(page).status_code == 200
            found.append(len(asked))
        return found

    def fill(many: int) -> None:
        for _ in range(many):
            partner = add_partner(
                pact=kring.pact,
                organisatie=make_organisatie(Soort.SCHOOL),
                rol=PartnerRol.DEELNEMER,
                inzender=kring.inzender,
            )
            give_bouwsteen(vraag=vraag, partner=partner, tekst="Iets", inzender=kring.inzender)

    fill(2)
    queries()
    few = queries()
    fill(8)
    assert queries() == few
    assert max(few) <= 22


# --- evaluation --------------------


def test_owner_and_lead_say_how_it_turned_out(
    kring: Kring, lead: Client, deelnemer: Client, ander: User
) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    kring.actie(thema=kring.themas[1])
    page = url(kring, "evalueer", actie.nr)
    said = {"uitkomst": "deels", "waarom": "Te weinig mensen"}
    assert deelnemer.post(page, said)["Location"].endswith(f"/evaluatie/#actie-{actie.nr}")
    assert lead.post(page, said | {"waarom": "De helft deed mee"}).status_code == 302
    assert log_in(ander).post(page, said).status_code == 403
    assert Evaluatie.objects.count() == 2
    shown = text_of(log_in(ander), url(kring, "evaluatie"))
    assert "De helft deed mee" in shown
    assert "Eerder gezegd (1)" in shown
    assert "Te weinig mensen" in shown
    assert "Van de 2 acties: <span" in shown
    assert url(kring, "evalueer", actie.nr) not in shown


def test_an_evaluation_without_a_reason_is_refused(kring: Kring, lead: Client) -> None:
    actie = kring.actie()
    response = lead.post(url(kring, "evalueer", actie.nr), {"uitkomst": "gelukt", "waarom": ""})
    assert response.status_code == 422
    assert not Evaluatie.objects.exists()


def test_evaluations_ask_as_much_of_the_database_for_many(kring: Kring, lead: Client) -> None:
    def fill(many: int) -> None:
        for _ in range(many):
            actie = kring.actie(eigenaar=kring.partner, mede_eigenaren={kring.partner})
            evaluate_actie(
                actie=actie, uitkomst=Uitkomst.NIET, waarom="Geen geld", inzender=kring.inzender
            )

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert lead.get(url(kring, "evaluatie")).status_code == 200
        return len(found)

    fill(2)
    queries()
    few = queries()
    fill(10)
    assert queries() == few
    assert few <= 18


# --- the next pact --------------------


def new_pact(kring: Kring, **extra: Any) -> dict[str, Any]:
    return {
        "naam": "Samen naar school, vervolg",
        "code": "waterstad-2029",
        "begin": "1-1-2029",
        "einde": "31-12-2030",
        "partners": [kring.partner.pk],
        "met_contactpersonen": "on",
        "acties": [1],
        "sleutel": str(uuid4()),
    } | extra


def test_what_is_ticked_when_the_page_opens(kring: Kring, lead: Client) -> None:
    kring.actie()
    kring.actie(status=Status.GEDAAN)
    half = kring.actie(status=Status.GEDAAN)
    evaluate_actie(actie=half, uitkomst=Uitkomst.DEELS, waarom="De helft", inzender=kring.inzender)
    page = text_of(lead, url(kring, "opvolger"))
    assert [f'id="actie-{nr}" checked' in page for nr in (1, 2, 3)] == [True, False, True]


def test_a_next_pact_is_started_once(kring: Kring, lead: Client) -> None:
    kring.actie(eigenaar=kring.partner)
    form = new_pact(kring)
    for _ in range(2):
        response = lead.post(url(kring, "opvolger"), form)
        assert response["Location"] == reverse("pact:inrichten", args=["waterstad-2029"])
    assert Pact.objects.get(code="waterstad-2029").acties.count() == 1
    assert "Er is al een volgend pact" in text_of(lead, url(kring, "opvolger"))


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"code": "waterstad-2026"}, "Deze code is al in gebruik"),
        ({"acties": [], "partners": []}, "Kies wat er meegaat"),
        ({"acties": [77]}, "Een van deze acties is er niet meer"),
        ({"begin": ""}, "Schrijf wanneer het nieuwe pact begint"),
    ],
)
def test_a_refused_next_pact_keeps_the_choices(
    kring: Kring, lead: Client, extra: dict[str, Any], sentence: str
) -> None:
    kring.actie()
    kring.actie()
    response = lead.post(url(kring, "opvolger"), new_pact(kring, **extra))
    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert "Samen naar school, vervolg" in page
    assert 'id="actie-2" checked' not in page
    assert Pact.objects.count() == 1


def test_all_that_is_wrong_with_a_next_pact_is_told_at_once(kring: Kring, lead: Client) -> None:
    wrong = new_pact(
        kring,
        naam="",
        code=kring.pact.code,
        begin="1-1-2025",
        einde="1-1-2024",
        acties=[],
        partners=[],
    )
    page = lead.post(url(kring, "opvolger"), wrong).content.decode()
    for sentence in (
        "Geef het nieuwe pact een naam",
        "Deze code is al in gebruik",
        "Het nieuwe pact begint na het begin van dit pact",
        "De einddatum ligt vóór het begin",
        "Kies wat er meegaat",
    ):
        assert sentence in page


def test_the_link_between_two_pacten_stands_on_both_actions(
    kring: Kring, lead: Client, ander: User
) -> None:
    old = kring.actie(eigenaar=kring.partner)
    new = start_opvolger(
        pact=kring.pact,
        keuze=Opvolging(
            naam="Zeearend",
            code="vervolg-2029",
            begin=timezone.localdate() + timedelta(days=9),
            acties=[old.nr],
        ),
        inzender=kring.inzender,
    )
    made = new.acties.get()
    here = reverse("pact:actie", args=[kring.pact.code, old.nr])
    there = reverse("pact:actie", args=["vervolg-2029", made.nr])
    assert there in text_of(lead, here)
    assert here in text_of(lead, there)
    # Who does not take part in the new pact reads that it goes on, and not where.
    seen = text_of(log_in(ander), here)
    assert "gaat verder in een volgend pact" in seen
    assert there not in seen
    assert "Zeearend" not in seen


def test_who_goes_along_takes_part_from_the_begin_and_sees_it_before(
    kring: Kring, lead: Client, deelnemer: Client
) -> None:
    old = kring.actie(eigenaar=kring.partner)
    new = start_opvolger(
        pact=kring.pact,
        keuze=Opvolging(
            naam="Vervolg",
            code="vervolg-2029",
            begin=date(2029, 1, 1),
            acties=[old.nr],
            partners=[kring.partner.pk],
        ),
        inzender=kring.inzender,
    )
    partner = new.partners.get(organisatie=kring.gemeente)
    assert deelnemer.get(reverse("pact:matrix", args=[new.code])).status_code == 200
    for address in (
        reverse("pact:inrichten", args=[new.code]),
        reverse("pact:partner", args=[new.code, partner.pk]),
    ):
        page = text_of(lead, address)
        assert "vanaf 1 jan 2029" in page
        assert f"sinds {datum_kort(partner.van)}" not in page
    running = text_of(lead, reverse("pact:inrichten", args=[kring.pact.code]))
    assert f"sinds {datum_kort(kring.partner.van)}" in running
    assert doet_mee(partner, new, date(2029, 1, 1)) == "sinds 1 jan 2029"
    late = Partner(van=date(2029, 6, 1))
    assert doet_mee(late, new, date(2029, 7, 1)) == "sinds 1 jun 2029"
