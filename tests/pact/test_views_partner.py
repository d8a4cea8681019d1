"""The own page of a partner, in the browser of a partner and of whoever leads."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pact.bronnen import OpenSignaal
from pact.keuzes import AfspraakStatus, OverlegSoort, PartnerRol, Status
from pact.models import Actie, Afspraak, AfspraakStand, Bewijs, Bouwsteenvraag, LogSoort, Overleg
from pact.services.partners import add_partner
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring
from tests.pact.test_views_matrix import log_in, text_of
from thuiszitters.accounts.rollen import Rol, Soort

pytestmark = pytest.mark.usefixtures("monday")
HTMX = {"HX-Request": "true"}


def mijn(kring: Kring) -> str:
    return reverse("pact:mijn", args=[kring.pact.code])


def row_url(kring: Kring, actie: Actie) -> str:
    return reverse("pact:mijn_actie", args=[kring.pact.code, actie.nr])


def send_url(kring: Kring, actie: Actie, naam: str) -> str:
    return reverse("pact:mijn_bijdrage", args=[kring.pact.code, actie.nr, naam])


def sent(actie: Actie, naam: str, **values: Any) -> dict[str, Any]:
    found = {"sleutel": str(uuid4()), "versie": actie.versie, **values}
    return {f"a{actie.nr}-{naam}-{veld}": waarde for veld, waarde in found.items()}


def promise(kring: Kring, nr: int = 1, dagen: int = 5, **extra: Any) -> Afspraak:
    values: dict[str, Any] = {
        "pact": kring.pact,
        "nr": nr,
        "tekst": f"De lijst {nr} rondsturen",
        "eigenaar": kring.partner,
        "uiterlijk": timezone.localdate() + timedelta(days=dagen),
    }
    return Afspraak.objects.create(**(values | extra))


@pytest.fixture(autouse=True)
def zonder_bronnen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody tells anything of the actions, unless a test says so."""
    monkeypatch.setattr("pact.bronnen._bronnen", [])


@pytest.fixture
def deelnemer(kring: Kring) -> Client:
    return log_in(kring.deelnemer)


def test_own_actions_overdue_first_and_nobody_elses(kring: Kring, deelnemer: Client) -> None:
    ander = add_partner(
        pact=kring.pact,
        organisatie=make_organisatie(Soort.JEUGDHULP),
        rol=PartnerRol.DEELNEMER,
        inzender=kring.inzender,
    )
    kring.actie(dagen=9, eigenaar=kring.partner, activiteit="Straks klaar")
    kring.actie(dagen=-3, eigenaar=kring.partner, activiteit="Net te laat")
    kring.actie(eigenaar=kring.partner, activiteit="Zonder datum")
    kring.actie(dagen=-30, eigenaar=ander, mede_eigenaren={kring.partner}, activiteit="Samen")
    kring.actie(dagen=2, eigenaar=ander, activiteit="Van een ander")
    kring.actie(dagen=2, eigenaar=ander, thema=kring.themas[1], activiteit="Ander thema")
    page = text_of(deelnemer, mijn(kring))
    assert "Van de 4 open acties zijn er 2 te laat." in page
    order = [page.index(w) for w in ("Samen", "Net te laat", "Straks klaar", "Zonder datum")]
    assert order == sorted(order)
    assert f"samen met {ander}" in page
    others = page.index("Wat anderen doen")
    assert page.index("Van een ander") > others
    assert "Ander thema" not in page


def test_what_is_finished_is_folded_away(kring: Kring, deelnemer: Client) -> None:
    kring.actie(eigenaar=kring.partner, status=Status.GEDAAN, activiteit="Lang geleden gedaan")
    page = text_of(deelnemer, mijn(kring))
    assert "Er staat geen actie open." in page
    assert "Klaar (1)" in page
    assert "Lang geleden gedaan" in page


def test_the_page_follows_the_organisation_acted_for(kring: Kring) -> None:
    school = make_organisatie(Soort.SCHOOL)
    tweede = add_partner(
        pact=kring.pact, organisatie=school, rol=PartnerRol.DEELNEMER, inzender=kring.inzender
    )
    both = make_user(Rol.PARTNER, kring.gemeente)
    second = both.lidmaatschappen.create(
        organisatie=school, rol=Rol.PARTNER, van=timezone.localdate()
    )
    kring.actie(eigenaar=kring.partner, activiteit="Van de gemeente")
    kring.actie(eigenaar=tweede, thema=kring.themas[1], activiteit="Van de school")
    client = log_in(both)
    page = text_of(client, mijn(kring))
    assert "Van de gemeente" in page
    assert "Van de school" not in page
    client.post(reverse("accounts:wissel"), {"lidmaatschap": second.pk})
    page = text_of(client, mijn(kring))
    assert "Van de school" in page
    assert "Van de gemeente" not in page


def test_the_lead_sees_what_its_own_organisation_promised(kring: Kring) -> None:
    own = kring.pact.partners.get(organisatie=kring.penvoerder)
    kring.actie(eigenaar=own, activiteit="Van de leider zelf")
    kring.actie(eigenaar=kring.partner, thema=kring.themas[1], activiteit="Van de gemeente")
    page = text_of(log_in(kring.regievoerder), mijn(kring))
    assert "Van de leider zelf" in page
    assert "Van de gemeente" not in page


def test_who_is_no_partner_itself_reads_so(kring: Kring) -> None:
    kring.pact.partners.filter(organisatie=kring.penvoerder).update(tot=date(2026, 11, 1))
    page = text_of(log_in(kring.regievoerder), mijn(kring))
    assert "is geen partner in dit pact" in page


def test_people_of_another_pact_find_nothing(kring: Kring, andere_kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    stranger = log_in(andere_kring.deelnemer)
    assert stranger.get(mijn(kring)).status_code == 404
    assert stranger.get(row_url(kring, actie)).status_code == 404
    assert stranger.post(send_url(kring, actie, "update")).status_code == 404


def test_an_action_of_somebody_else_is_not_answered_here(kring: Kring, deelnemer: Client) -> None:
    actie = kring.actie()
    assert deelnemer.get(row_url(kring, actie)).status_code == 403
    post = deelnemer.post(send_url(kring, actie, "update"), sent(actie, "update", tekst="Ha"))
    assert post.status_code == 403
    assert actie.geschiedenis.count() == 1


def test_what_is_asked_stands_with_its_action(
    kring: Kring, deelnemer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    actie = kring.actie(dagen=-9, eigenaar=kring.partner)

    def bron(acties: Collection[int], peildatum: date) -> list[OpenSignaal]:
        return [OpenSignaal(pk, "signaleren", None, peildatum, peildatum) for pk in acties]

    monkeypatch.setattr("pact.bronnen._bronnen", [bron])
    page = text_of(deelnemer, mijn(kring))
    assert "Over 1 actie wordt een antwoord gevraagd." in page
    row = deelnemer.get(row_url(kring, actie), headers=HTMX).content.decode()
    # The four answers stand in the signal; beside it only what says nothing of the promise.
    assert "Stand van zaken toevoegen" in row
    assert "De actie is gedaan" not in row


def test_an_update_in_place(kring: Kring, deelnemer: Client) -> None:
    actie = kring.actie(dagen=4, eigenaar=kring.partner)
    form = deelnemer.get(row_url(kring, actie), headers=HTMX).content.decode()
    assert "<html" not in form
    data = sent(actie, "update", tekst="De eerste lijst is er")
    url = send_url(kring, actie, "update")
    for _ in range(2):
        response = deelnemer.post(url, data, headers=HTMX)
        assert response.status_code == 200
    assert "al verwerkt" in response.content.decode()
    assert actie.geschiedenis.filter(soort=LogSoort.UPDATE).count() == 1


def test_without_javascript_the_page_opens_the_action_and_comes_back(
    kring: Kring, deelnemer: Client
) -> None:
    actie = kring.actie(dagen=4, eigenaar=kring.partner)
    page = text_of(deelnemer, row_url(kring, actie))
    assert "<html" in page
    assert f'name="a{actie.nr}-update-tekst"' in page
    response = deelnemer.post(
        send_url(kring, actie, "update"), sent(actie, "update", tekst="Het loopt")
    )
    assert response["Location"] == mijn(kring) + f"#actie-{actie.nr}"


def test_evidence_with_a_file_in_place(kring: Kring, deelnemer: Client) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    data = sent(
        actie,
        "bewijs",
        omschrijving="De lijst van oktober",
        bestand=SimpleUploadedFile("lijst.txt", b"Een lijst."),
    )
    assert deelnemer.post(send_url(kring, actie, "bewijs"), data, headers=HTMX).status_code == 200
    assert Bewijs.objects.get().bestand is not None


def test_done_leaves_the_list(kring: Kring, deelnemer: Client) -> None:
    actie = kring.actie(dagen=-4, eigenaar=kring.partner)
    data = sent(actie, "gedaan", bewijs="Het staat in het verslag")
    response = deelnemer.post(send_url(kring, actie, "gedaan"), data, headers=HTMX)
    assert "De actie is gedaan gemeld." in response.content.decode()
    assert "Klaar (1)" in text_of(deelnemer, mijn(kring))


def test_handing_over_takes_the_row_away(kring: Kring, deelnemer: Client) -> None:
    own = kring.pact.partners.get(organisatie=kring.penvoerder)
    actie = kring.actie(dagen=4, eigenaar=kring.partner)
    data = sent(actie, "overdragen", naar=own.pk, reden="Zij doen dit al")
    response = deelnemer.post(send_url(kring, actie, "overdragen"), data, headers=HTMX)
    assert response.status_code == 200
    assert "overgedragen aan" in response.content.decode()
    assert actie.activiteit not in response.content.decode()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_a_refused_answer_keeps_what_was_typed(
    kring: Kring, deelnemer: Client, headers: dict[str, str]
) -> None:
    actie = kring.actie(dagen=4, eigenaar=kring.partner)
    data = sent(actie, "later", deadline="1-1-2026", reden="De zaal was bezet")
    response = deelnemer.post(send_url(kring, actie, "later"), data, headers=headers)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Deze dag is al voorbij" in page
    assert "De zaal was bezet" in page
    assert ("<html" in page) is not bool(headers)


def test_a_number_of_nine_digits_is_refused(kring: Kring, deelnemer: Client) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    data = sent(actie, "update", tekst="Het gaat om 123456782")
    response = deelnemer.post(send_url(kring, actie, "update"), data, headers=HTMX)
    assert response.status_code == 422
    assert "nummer van negen cijfers" in response.content.decode()


def test_somebody_else_was_first(kring: Kring, deelnemer: Client) -> None:
    actie = kring.actie(dagen=4, eigenaar=kring.partner)
    morgen = timezone.localdate() + timedelta(days=40)
    old = sent(actie, "later", deadline=f"{morgen:%d-%m-%Y}", reden="Meer tijd nodig")
    url = send_url(kring, actie, "later")
    assert deelnemer.post(url, sent(actie, "later", deadline=f"{morgen:%d-%m-%Y}", reden="Eerst"),
                          headers=HTMX).status_code == 200  # fmt: skip
    response = deelnemer.post(url, old, headers=HTMX)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Iemand anders was je net voor" in page
    assert "Meer tijd nodig" in page
    assert f'name="a{actie.nr}-later-versie" value="2"' in page


# --- afspraken ---------------------------------------------------------------------------------


def stand(afspraak: Afspraak, **values: Any) -> dict[str, Any]:
    found = {"versie": afspraak.versie, "status": "open", "opmerking": "", **values}
    return {f"afspraak{afspraak.nr}-{veld}": waarde for veld, waarde in found.items()}


def afspraak_url(kring: Kring, afspraak: Afspraak) -> str:
    return reverse("pact:mijn_afspraak", args=[kring.pact.code, afspraak.nr])


def test_own_afspraken_alone_and_along(kring: Kring, deelnemer: Client) -> None:
    own = kring.pact.partners.get(organisatie=kring.penvoerder)
    promise(kring, 1, dagen=5)
    promise(kring, 2, dagen=-2)
    promise(kring, 3, eigenaar=own).mede_eigenaren.add(kring.partner)
    promise(kring, 4, eigenaar=own)
    promise(kring, 5, status=AfspraakStatus.GEDAAN)
    page = text_of(deelnemer, mijn(kring))
    assert "Open afspraken (3)" in page
    assert page.index("De lijst 2") < page.index("De lijst 1")
    assert "De lijst 4" not in page


def test_a_remark_and_done_in_place(kring: Kring, deelnemer: Client) -> None:
    afspraak = promise(kring)
    url = afspraak_url(kring, afspraak)
    response = deelnemer.post(url, stand(afspraak, opmerking="Half klaar"), headers=HTMX)
    assert "Half klaar" in response.content.decode()
    afspraak.refresh_from_db()
    response = deelnemer.post(url, stand(afspraak, status="gedaan"), headers=HTMX)
    assert response.status_code == 200
    afspraak.refresh_from_db()
    assert afspraak.status == AfspraakStatus.GEDAAN
    assert AfspraakStand.objects.count() == 2
    assert deelnemer.post(url, stand(afspraak))["Location"] == reverse(
        "pact:afspraak", args=[kring.pact.code, 1]
    )


def test_a_stale_or_empty_remark_is_refused_on_the_page(kring: Kring, deelnemer: Client) -> None:
    afspraak = promise(kring)
    url = afspraak_url(kring, afspraak)
    assert deelnemer.post(url, stand(afspraak)).status_code == 422
    assert deelnemer.post(url, stand(afspraak, opmerking="Eerst"))["Location"].endswith(
        "#afspraken"
    )
    response = deelnemer.post(url, stand(afspraak, opmerking="Te laat gestuurd"))
    assert response.status_code == 409
    assert "Te laat gestuurd" in response.content.decode()
    assert AfspraakStand.objects.count() == 1


def test_an_afspraak_of_somebody_else_does_not_move(kring: Kring, deelnemer: Client) -> None:
    own = kring.pact.partners.get(organisatie=kring.penvoerder)
    afspraak = promise(kring, eigenaar=own)
    deelnemer.post(afspraak_url(kring, afspraak), stand(afspraak, status="gedaan"))
    assert not AfspraakStand.objects.exists()


# --- beside it, and how much it asks of the database ----------------------------------------


def test_the_next_meeting_and_what_is_asked_for_a_next_pact(
    kring: Kring, deelnemer: Client
) -> None:
    today = timezone.localdate()
    Overleg.objects.create(
        pact=kring.pact,
        nr=1,
        soort=OverlegSoort.DIRECTEUREN,
        datum=today + timedelta(days=3),
        begintijd=time(13, 30),
    )
    Bouwsteenvraag.objects.create(
        pact=kring.pact,
        nr=1,
        vraag="Wat moet erin?",
        uiterlijk=today + timedelta(days=6),
        door=kring.regievoerder,
    )
    page = text_of(deelnemer, mijn(kring))
    assert "13:30" in page
    assert "Wat moet erin?" in page


def test_the_page_asks_as_much_of_the_database_for_many(kring: Kring, deelnemer: Client) -> None:
    own = kring.pact.partners.get(organisatie=kring.penvoerder)

    def fill(many: int, first: int) -> None:
        for n in range(first, first + many):
            kring.actie(dagen=n - 5, eigenaar=kring.partner, mede_eigenaren={own})
            kring.actie(dagen=n, eigenaar=own)
            kring.actie(eigenaar=kring.partner, status=Status.GEDAAN)
            promise(kring, n).mede_eigenaren.add(own)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert deelnemer.get(mijn(kring)).status_code == 200
        return len(found)

    fill(2, 1)
    queries()
    few = queries()
    fill(20, 3)
    assert queries() == few
    assert few <= 26
