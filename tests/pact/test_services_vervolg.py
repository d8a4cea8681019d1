"""Bouwstenen, evaluations and the next pact, on real services."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import docx
import pytest
from django.core.exceptions import ValidationError

from cases.services.tijdlijn import Inzender
from pact.bouwsteenblad import bouwstenen_docx
from pact.errors import AlGedaan, VerouderdeVersie
from pact.keuzes import Middelsoort, PartnerRol, Periodelezing, Status, Uitkomst
from pact.models import Bouwsteen, Bouwsteenvraag, Contactpersoon, Evaluatie, Overname, Pact
from pact.selectors.vervolg import list_vragen, load_inbreng, may_open
from pact.services.acties import inhoud_of
from pact.services.bouwstenen import (
    Bijlage,
    Gesloten,
    ask_bouwstenen,
    close_vraag,
    give_bouwsteen,
    remind_partners,
    reopen_vraag,
)
from pact.services.evaluatie import evaluate_actie
from pact.services.opvolger import Opvolging, goes_on_by_itself, start_opvolger
from pact.services.pacten import change_pact, gegevens_of
from pact.services.partners import add_contactpersoon, add_partner, end_partner
from tests.factories import make_organisatie, make_user
from tests.pact.hulp import Kring
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.audit.models import AuditRegel
from thuiszitters.berichten.models import Bericht
from thuiszitters.berichten.registry import context_for
from thuiszitters.berichten.rendering import render

pytestmark = pytest.mark.usefixtures("monday")
TODAY = date(2026, 11, 23)
BRIEF = Bijlage("brief.txt", b"Wat wij meegeven.")


def ask(kring: Kring, dagen: int = 14, **extra: Any) -> Bouwsteenvraag:
    values: dict[str, Any] = {
        "pact": kring.pact,
        "vraag": "Wat moet er in een volgend pact?",
        "uiterlijk": TODAY + timedelta(days=dagen),
        "inzender": kring.inzender,
    }
    return ask_bouwstenen(**(values | extra))


def partner_of(kring: Kring) -> Inzender:
    return Inzender(door=kring.deelnemer, namens=kring.gemeente)


def give(kring: Kring, vraag: Bouwsteenvraag, **extra: Any) -> Bouwsteen:
    values: dict[str, Any] = {
        "vraag": vraag,
        "partner": kring.partner,
        "tekst": "Meer plekken dichtbij",
        "inzender": partner_of(kring),
    }
    return give_bouwsteen(**(values | extra))


# --- asking --------------------


def test_a_question_is_asked_once(kring: Kring) -> None:
    by = replace(kring.inzender, sleutel=uuid4())
    vraag = ask(kring, inzender=by)
    assert vraag.nr == 1
    with pytest.raises(AlGedaan):
        ask(kring, inzender=by)
    assert ask(kring).nr == 2


@pytest.mark.parametrize(
    ("extra", "veld"),
    [
        ({"vraag": "  "}, "vraag"),
        ({"uiterlijk": TODAY - timedelta(days=1)}, "uiterlijk"),
        ({"vraag": "Denk aan 123456782"}, "vraag"),
    ],
)
def test_a_question_that_cannot_be(kring: Kring, extra: dict[str, Any], veld: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ask(kring, **extra)
    assert veld in refused.value.message_dict
    assert not Bouwsteenvraag.objects.exists()


# --- giving --------------------


def test_giving_again_adds_a_newer_one_and_keeps_chosen_files(kring: Kring) -> None:
    vraag = ask(kring)
    first = give(kring, vraag, bijlagen=[BRIEF, Bijlage("lijst.txt", b"Een lijst.")])
    keep = first.bijlagen.get(naam="brief.txt")
    second = give(kring, vraag, tekst="En minder formulieren", houd=[keep.pk])
    assert second.versie == 2
    assert list(second.bijlagen.all()) == [keep]
    assert first.bijlagen.count() == 2
    (rij,) = [rij for rij in load_inbreng(vraag) if rij.partner == kring.partner]
    assert [gift.bouwsteen for gift in rij.giften] == [second, first]


def test_the_very_same_twice_adds_nothing(kring: Kring) -> None:
    vraag = ask(kring)
    by = replace(partner_of(kring), versie=0)
    first = give(kring, vraag, bijlagen=[BRIEF], inzender=by)
    assert give(kring, vraag, bijlagen=[BRIEF], inzender=by) == first
    assert Bouwsteen.objects.count() == 1


def test_a_colleague_was_first(kring: Kring) -> None:
    vraag = ask(kring)
    give(kring, vraag)
    with pytest.raises(VerouderdeVersie) as stale:
        give(kring, vraag, tekst="Iets anders", inzender=replace(partner_of(kring), versie=0))
    assert stale.value.versie == 1


def test_no_contribution_is_an_answer(kring: Kring) -> None:
    vraag = ask(kring)
    assert give(kring, vraag, tekst="", geen=True).geen
    assert list_vragen(kring.pact, [])[0].gegeven == 1


@pytest.mark.parametrize(
    ("extra", "veld"),
    [
        ({"tekst": ""}, "tekst"),
        ({"geen": True}, "geen"),
        ({"tekst": "Het gaat om 123456782"}, "tekst"),
        ({"bijlagen": [Bijlage("virus.exe", b"MZ\x90\x00")]}, "bijlagen"),
        ({"bijlagen": [Bijlage("leeg.txt", b"")]}, "bijlagen"),
        ({"bijlagen": [Bijlage(f"{n}.txt", b"%d" % n) for n in range(6)]}, "bijlagen"),
    ],
)
def test_what_cannot_be_given(kring: Kring, extra: dict[str, Any], veld: str) -> None:
    vraag = ask(kring)
    with pytest.raises(ValidationError) as refused:
        give(kring, vraag, **extra)
    assert veld in refused.value.message_dict
    assert not Bouwsteen.objects.exists()
    assert not kring.pact.bestanden.exists()


def test_after_the_day_it_is_marked_and_after_closing_refused(kring: Kring, monday: Any) -> None:
    vraag = ask(kring, dagen=0)
    give(kring, vraag)
    monday.shift(timedelta(days=1))
    give(kring, vraag, tekst="Een dag later")
    (rij,) = [rij for rij in load_inbreng(vraag) if rij.giften]
    assert [gift.na_de_datum for gift in rij.giften] == [True, False]
    close_vraag(vraag=vraag, inzender=kring.inzender)
    close_vraag(vraag=vraag, inzender=kring.inzender)
    assert AuditRegel.objects.filter(gebeurtenis="vraag om bouwstenen gesloten").count() == 1
    with pytest.raises(Gesloten):
        give(kring, vraag, tekst="Te laat")
    reopen_vraag(vraag=vraag, inzender=kring.inzender)
    assert give(kring, vraag, tekst="Toch nog").versie == 3


def test_who_left_gives_nothing_more_and_what_it_gave_stays(kring: Kring) -> None:
    vraag = ask(kring)
    give(kring, vraag)
    end_partner(partner=kring.partner, inzender=kring.inzender)
    with pytest.raises(ValidationError, match="doet niet meer mee"):
        give(kring, vraag, tekst="Nog iets")
    (rij,) = [rij for rij in load_inbreng(vraag) if rij.partner == kring.partner]
    assert rij.weg
    assert rij.laatste is not None


def test_a_partner_of_another_pact_gives_nothing(kring: Kring, andere_kring: Kring) -> None:
    with pytest.raises(ValidationError):
        give(kring, ask(kring), partner=andere_kring.partner)


# --- who may open a file --------------------


def test_a_file_is_of_its_giver_until_the_question_is_closed(kring: Kring) -> None:
    vraag = ask(kring)
    old = give(kring, vraag, bijlagen=[BRIEF]).bijlagen.get()
    new = give(kring, vraag, bijlagen=[Bijlage("nieuw.txt", b"Nieuw.")]).bijlagen.get()
    other = make_organisatie(Soort.JEUGDHULP)
    everybody = (kring.gemeente.pk, kring.penvoerder.pk, other.pk)
    assert [may_open(new, [pk]) for pk in everybody] == [True, True, False]
    close_vraag(vraag=vraag, inzender=kring.inzender)
    assert [may_open(new, [pk]) for pk in everybody] == [True, True, True]
    assert [may_open(old, [pk]) for pk in everybody] == [True, True, False]


# --- reminding --------------------


def test_who_is_silent_is_mailed_once_a_day_with_a_link_only(kring: Kring, monday: Any) -> None:
    vraag = ask(kring)
    add_contactpersoon(partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender)
    assert remind_partners(vraag=vraag, inzender=kring.inzender) == 1
    assert remind_partners(vraag=vraag, inzender=kring.inzender) == 0
    mail = Bericht.objects.get(sjabloon="bouwsteenvraag")
    context = context_for(mail)
    assert context is not None
    text = str(render(mail, context).body)
    assert f"/pact/{kring.pact.code}/bouwstenen/1/" in text
    assert vraag.vraag not in text
    monday.shift(timedelta(days=1))
    assert remind_partners(vraag=vraag, inzender=kring.inzender) == 1
    give(kring, vraag)
    monday.shift(timedelta(days=1))
    assert remind_partners(vraag=vraag, inzender=kring.inzender) == 0
    close_vraag(vraag=vraag, inzender=kring.inzender)
    with pytest.raises(Gesloten):
        remind_partners(vraag=vraag, inzender=kring.inzender)
    assert context_for(mail) is None


# --- the document --------------------


def test_the_document_holds_what_counts_of_everybody(kring: Kring) -> None:
    vraag = ask(kring)
    give(kring, vraag, tekst="Oud")
    give(kring, vraag, tekst="Nieuw\x0b\nen nog een regel", bijlagen=[BRIEF])
    made = docx.Document(io.BytesIO(bouwstenen_docx(vraag, load_inbreng(vraag))))
    text = "\n".join(alinea.text for alinea in made.paragraphs)
    assert vraag.vraag in text
    assert "Nieuw\nen nog een regel" in text
    assert "Bijlage: brief.txt" in text
    assert "Oud" not in text
    assert "Nog niets gegeven." in text


# --- evaluating --------------------


def test_a_newer_evaluation_takes_over_and_older_ones_stay(kring: Kring) -> None:
    actie = kring.actie(eigenaar=kring.partner)
    first = evaluate_actie(
        actie=actie, uitkomst=Uitkomst.DEELS, waarom="Te weinig tijd", inzender=partner_of(kring)
    )
    again = evaluate_actie(
        actie=actie, uitkomst=Uitkomst.DEELS, waarom=" Te weinig tijd ", inzender=kring.inzender
    )
    assert again == first
    newer = evaluate_actie(
        actie=actie, uitkomst=Uitkomst.GELUKT, waarom="In december af", inzender=kring.inzender
    )
    assert newer.versie == 2
    assert Evaluatie.objects.count() == 2


@pytest.mark.parametrize("waarom", ["", " \n", "Het gaat om 123456782"])
def test_an_evaluation_says_why(kring: Kring, waarom: str) -> None:
    with pytest.raises(ValidationError) as refused:
        evaluate_actie(
            actie=kring.actie(), uitkomst=Uitkomst.NIET, waarom=waarom, inzender=kring.inzender
        )
    assert "waarom" in refused.value.message_dict


# --- the next pact --------------------


def choose(kring: Kring, **extra: Any) -> Opvolging:
    values: dict[str, Any] = {
        "naam": "Samen naar school, vervolg",
        "code": "waterstad-2029",
        "begin": date(2029, 1, 1),
        "einde": date(2030, 12, 31),
        "partners": [kring.partner.pk],
        "acties": list(kring.pact.acties.values_list("nr", flat=True)),
    }
    return Opvolging(**(values | extra))


def start(kring: Kring, *, sleutel: Any = None, **extra: Any) -> Pact:
    by = replace(kring.inzender, sleutel=sleutel)
    return start_opvolger(pact=kring.pact, keuze=choose(kring, **extra), inzender=by)


def test_what_goes_along_and_what_begins_anew(kring: Kring) -> None:
    kring.pact = change_pact(
        pact=kring.pact,
        gegevens=replace(gegevens_of(kring.pact), doel="Niemand thuis", ambities="Eén\nTwee"),
        inzender=kring.inzender,
    )
    add_contactpersoon(partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender)
    old = kring.actie(
        dagen=-5,
        eigenaar=kring.partner,
        betrokkenen_tekst="Alle scholen",
        periode_tekst="voorjaar 2027",
        periode_lezing=Periodelezing.GELEZEN,
        middelen_soort=Middelsoort.TEKST,
        middelen_tekst="Uit eigen middelen",
        resultaat_verwacht="Eén lijst",
        resultaat_bereikt="Een halve lijst",
        status=Status.LOOPT,
    )
    before = inhoud_of(old)
    new = start(kring)
    assert (new.voorganger, new.doel, new.lijst_ambities) == (
        kring.pact,
        "Niemand thuis",
        ["Eén", "Twee"],
    )
    assert [t.naam for t in new.themas.all()] == [t.naam for t in kring.pact.themas.all()]
    made = new.acties.get()
    partner = new.partners.get(organisatie=kring.gemeente)
    assert partner.rol == PartnerRol.ONDERTEKENAAR
    assert Contactpersoon.objects.get(partner=partner).user == kring.deelnemer
    assert made.eigenaar == partner
    assert (made.periode_tekst, made.periode_lezing) == ("voorjaar 2027", Periodelezing.NAKIJKEN)
    assert (made.begin, made.einde, made.deadline) == (None, None, None)
    assert made.status == Status.NOG_NIET_BEGONNEN
    assert (made.resultaat_verwacht, made.resultaat_bereikt) == ("Eén lijst", "")
    assert (made.middelen_tekst, made.betrokkenen_tekst) == ("Uit eigen middelen", "Alle scholen")
    link = Overname.objects.get()
    assert (link.van, link.naar) == (old, made)
    # Who takes part in the new pact need not know the old one.
    assert kring.pact.naam not in made.geschiedenis.get().tekst
    old.refresh_from_db()
    assert inhoud_of(old) == before
    assert old.geschiedenis.count() == 1


def test_owners_and_parties_that_stay_behind_leave_their_place_open(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner, betrokken={kring.partner})
    made = start(kring, partners=[]).acties.get()
    assert made.eigenaar is None
    assert not made.betrokken.exists()


def test_contact_persons_without_a_role_stay_behind(kring: Kring) -> None:
    add_contactpersoon(partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender)
    kring.deelnemer.lidmaatschappen.update(tot=TODAY)
    new = start(kring)
    assert not Contactpersoon.objects.filter(partner__pact=new).exists()
    assert new.partners.count() == 2


def test_contact_persons_stay_behind_when_asked(kring: Kring) -> None:
    add_contactpersoon(partner=kring.partner, user=kring.deelnemer, inzender=kring.inzender)
    new = start(kring, met_contactpersonen=False)
    assert not Contactpersoon.objects.filter(partner__pact=new).exists()


def test_who_left_does_not_go_along(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner)
    end_partner(partner=kring.partner, inzender=kring.inzender)
    new = start(kring)
    assert [p.organisatie for p in new.partners.all()] == [kring.penvoerder]
    assert new.acties.get().eigenaar is None


def test_who_left_and_came_back_keeps_what_it_owned(kring: Kring) -> None:
    kring.actie(eigenaar=kring.partner)
    end_partner(partner=kring.partner, inzender=kring.inzender)
    back = add_partner(
        pact=kring.pact,
        organisatie=kring.gemeente,
        rol=PartnerRol.DEELNEMER,
        inzender=kring.inzender,
    )
    new = start(kring, partners=[back.pk])
    owner = new.acties.get().eigenaar
    assert owner is not None
    assert owner.organisatie == kring.gemeente


def test_sent_twice_makes_one_pact(kring: Kring) -> None:
    kring.actie()
    sleutel = uuid4()
    start(kring, sleutel=sleutel)
    with pytest.raises(AlGedaan) as done:
        start(kring, sleutel=sleutel)
    assert done.value.code == "waterstad-2029"
    assert Pact.objects.count() == 2
    assert Overname.objects.count() == 1


@pytest.mark.parametrize(
    ("extra", "veld"),
    [
        ({"naam": " "}, "naam"),
        ({"code": "waterstad-2026"}, "code"),
        ({"code": "Water stad"}, "code"),
        ({"code": "nieuw"}, "code"),
        ({"begin": date(2025, 1, 1)}, "begin"),
        ({"einde": date(2028, 1, 1)}, "einde"),
        ({"acties": [99]}, "acties"),
        ({"acties": [], "partners": []}, "acties"),
    ],
)
def test_a_next_pact_that_cannot_be(kring: Kring, extra: dict[str, Any], veld: str) -> None:
    kring.actie()
    with pytest.raises(ValidationError) as refused:
        start(kring, **extra)
    assert veld in refused.value.message_dict
    assert Pact.objects.count() == 1
    assert kring.pact.partners.count() == 2


def test_an_action_that_may_not_be_written_is_named(kring: Kring) -> None:
    actie = kring.actie()
    type(actie).objects.filter(pk=actie.pk).update(toelichting="Het gaat om 123456782")
    with pytest.raises(ValidationError, match="Actie 1 kan niet mee"):
        start(kring)
    assert Pact.objects.count() == 1


def test_pacten_do_not_go_round(kring: Kring) -> None:
    new = start(kring, acties=[])
    with pytest.raises(ValidationError) as refused:
        change_pact(
            pact=kring.pact,
            gegevens=replace(gegevens_of(kring.pact), voorganger=new),
            inzender=kring.inzender,
        )
    assert "voorganger" in refused.value.message_dict


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("uitkomst", [None, *Uitkomst])
def test_what_goes_along_by_itself(status: Status, uitkomst: Uitkomst | None) -> None:
    wanted = status not in {"gedaan", "vervallen"} or uitkomst in {"deels", "niet_gelukt"}
    assert goes_on_by_itself(status, uitkomst) is wanted


def test_partners_that_see_nothing_of_the_other_pact(kring: Kring) -> None:
    school = make_organisatie(Soort.SCHOOL)
    add_partner(
        pact=kring.pact, organisatie=school, rol=PartnerRol.DEELNEMER, inzender=kring.inzender
    )
    person = make_user(Rol.PARTNER, school)
    start(kring, acties=[])
    assert [p.code for p in Pact.objects.visible_to(person)] == ["waterstad-2026"]
