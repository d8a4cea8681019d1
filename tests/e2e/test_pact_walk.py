"""The pact, whole: from an agenda in Word to minutes and a report that the partners read.

Real PostgreSQL, Valkey, worker, beat, SMTP and browser; the regievoerder and a partner in two
windows. With HANDLEIDING=1 the walk makes the pictures of the manual.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from email.message import EmailMessage
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from cases.services.tijdlijn import Inzender
from pact.inhoud import inhoud_of
from pact.keuzes import Niveau, PartnerRol, Status
from pact.models import Actie, Afspraak, Overleg, Pact, Partner
from pact.services.acties import change_actie
from pact.services.pacten import PactGegevens, create_pact
from pact.services.partners import add_contactpersoon, add_partner
from tests.e2e.agenda import (
    AANTAL,
    JONGEREN,
    NABELLEN,
    STATEMENTS,
    TE_LAAT,
    ZOMERLIJST,
    schrijf_agenda,
)
from tests.e2e.conftest import Stack, axe, log_in
from tests.e2e.plaatjes import take_picture
from tests.factories import make_casus, make_organisatie, make_region, make_user
from thuiszitters.accounts.models import Organisatie, User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.kalender import datum_kort, plus_maanden

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

WACHTEN = 60
VERDER = 12
"""How many days later the watch looks: the three deadlines are then more than a week over."""


@dataclass
class Wereld:
    """A pact that was just set up, its partners, and who speaks for them."""

    pact: Pact
    lead: User
    vandaag: date
    gemeente: Partner
    wethouder: User
    jeugdteam: Partner
    teamleider: User
    anderen: list[Partner]
    axe: list[str] = field(default_factory=list)

    @property
    def namen(self) -> list[str]:
        """What may stand in no mail: people and organisations."""
        partners = list(self.pact.partners.select_related("organisatie"))
        people = [self.lead, self.wethouder, self.teamleider]
        return [str(user) for user in people] + [p.organisatie.naam for p in partners]

    def url(self, stack: Stack, path: str = "") -> str:
        """Return the address of a page of this pact."""
        return f"{stack.url}/pact/{self.pact.code}/{path}"

    def actie(self, activiteit: str) -> Actie:
        """Return the action with this text."""
        return Actie.objects.get(pact=self.pact, activiteit=activiteit)


def make_wereld() -> Wereld:
    """Return a regional pact without a single action."""
    swv = make_organisatie(Soort.SWV, naam="SWV VO Waterstad")
    lead = person(Rol.REGIEVOERDER, swv, "Selin de Zwaan")
    by = Inzender(door=lead, namens=swv)
    today = timezone.localdate()
    begin = plus_maanden(today.replace(day=1), -10)
    pact = create_pact(
        organisatie=swv,
        code="waterstad",
        gegevens=PactGegevens(
            naam="Samen naar school",
            motto="Ieder kind een plek",
            regio="Waterstad",
            begin=begin,
            einde=plus_maanden(begin, 30) - timedelta(days=1),
        ),
        themas=[],
        inzender=by,
    )

    def partner(soort: Soort, naam: str, contact: User | None = None) -> Partner:
        organisatie = make_organisatie(soort, naam=naam)
        rol = PartnerRol.ONDERTEKENAAR
        return add_partner(pact=pact, organisatie=organisatie, rol=rol, inzender=by)

    def contact(partner: Partner, naam: str) -> User:
        user = person(Rol.PARTNER, partner.organisatie, naam)
        add_contactpersoon(partner=partner, user=user, inzender=by)
        return user

    gemeente = partner(Soort.GEMEENTE, "Gemeente Waterstad")
    jeugdteam = partner(Soort.JEUGDHULP, "Jeugdteam Rondom")
    return Wereld(
        pact=pact,
        lead=lead,
        vandaag=today,
        gemeente=gemeente,
        wethouder=contact(gemeente, "Imran Kloosterhuis"),
        jeugdteam=jeugdteam,
        teamleider=contact(jeugdteam, "Marit Tahiri"),
        anderen=[
            partner(Soort.SWV, "SWV PO Waterstad"),
            partner(Soort.JGZ, "GGD Waterstad"),
            partner(Soort.SCHOOLBESTUUR, "Schoolbestuur De Brug"),
        ],
    )


def person(rol: Rol, organisatie: Organisatie, naam: str) -> User:
    """Return somebody with a name that a picture can show."""
    user = make_user(rol, organisatie)
    user.naam = naam
    user.save(update_fields=["naam"])
    return user


def clean(page: Page, wereld: Wereld) -> None:
    """Keep what axe finds on this page; the walk fails on it at its end, for all pages at once."""
    wereld.axe += axe(page)


def signal_about(stack: Stack, wereld: Wereld, user: User, activiteit: str) -> EmailMessage:
    """Return the one mail in which this person is signalled about an action."""
    subject = f"Actie {wereld.actie(activiteit).nr} van {wereld.pact.code}: signaleren"
    return await_mail(stack, user, subject)


def await_mail(stack: Stack, user: User, begin: str) -> EmailMessage:
    """Return the one mail to this person whose subject begins like this; waits for it."""
    end = time.monotonic() + WACHTEN
    while time.monotonic() < end:
        mails = [mail for mail in stack.mails_to(user) if str(mail["Subject"]).startswith(begin)]
        if mails:
            (found,) = mails
            return found
        time.sleep(0.1)
    raise AssertionError([str(mail["Subject"]) for mail in stack.sink.mails])


def text_of(mail: EmailMessage) -> str:
    """Return all there is to read in a mail."""
    parts = [mail.get_body((kind,)) for kind in ("plain", "html")]
    return f"{mail['Subject']} {' '.join(part.get_content() for part in parts if part)}"


def link_in(mail: EmailMessage) -> str:
    """Return the address in a mail."""
    found = re.search(r"http://[^\s\"]+", text_of(mail))
    assert found is not None
    return found.group()


def read_agenda_in(page: Page, wereld: Wereld, pad: Path) -> None:
    """Choose the file, look at what would happen, confirm it."""
    page.get_by_role("link", name="Agenda", exact=True).click()
    page.get_by_label("Bestand met de agenda").set_input_files(
        schrijf_agenda(pad / "agenda.docx", wereld.vandaag)
    )
    page.get_by_role("button", name="Laat zien wat er gebeurt").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit gaat er gebeuren")
    for naam, aantal in (("Gelezen", AANTAL), ("Nieuw", AANTAL), ("Fout", 0)):
        telling = page.locator(".cijfer").filter(has=page.get_by_text(naam, exact=True))
        expect(telling).to_contain_text(str(aantal))
    expect(page.get_by_role("heading", name="Kijk na: perioden")).to_contain_text("(2)")
    clean(page, wereld)
    take_picture(page, "pact-agenda-voorbeeld")
    assert not Actie.objects.exists()
    page.get_by_role("button", name="Lees de agenda in").click()
    expect(page.get_by_text(f"{AANTAL} gelezen, {AANTAL} nieuw")).to_be_visible()
    assert [t.naam for t in wereld.pact.themas.all()] == list(STATEMENTS)


def correct_periods(page: Page, wereld: Wereld) -> None:
    """Set the days of the two periods that nobody can be certain of, in place."""
    clean(page, wereld)
    take_picture(page, "pact-agenda-nakijken")
    for activiteit, dagen in ((NABELLEN, 1), (JONGEREN, 2)):
        deadline = wereld.vandaag + timedelta(days=dagen)
        item = page.locator(f"#nakijken-periode-{wereld.actie(activiteit).nr}")
        item.get_by_label("Deadline").fill(f"{deadline:%d-%m-%Y}")
        item.get_by_role("button", name="Zo is het").click()
        expect(item.get_by_text(f"Deadline {datum_kort(deadline)}")).to_be_visible()
        actie = wereld.actie(activiteit)
        assert (actie.deadline, actie.periode_lezing) == (deadline, "gecorrigeerd")
        assert actie.periode_tekst


def assign_owners(page: Page, stack: Stack, wereld: Wereld) -> None:
    """Give four actions an owner from the matrix; most others get what they need behind it."""
    owners = {
        NABELLEN: wereld.gemeente,
        ZOMERLIJST: wereld.gemeente,
        JONGEREN: wereld.jeugdteam,
        TE_LAAT: wereld.jeugdteam,
    }
    for activiteit, partner in owners.items():
        page.goto(wereld.url(stack))
        nr = wereld.actie(activiteit).nr
        page.locator(f"#actie-{nr} a.matrix__titel").click()
        panel = page.get_by_role("complementary", name="Gekozen actie")
        panel.get_by_role("link", name="Wijzigen").click()
        page.get_by_role("combobox", name=re.compile("^Eigenaar")).select_option(label=str(partner))
        page.get_by_label("Waarom wijzig je dit?").fill("Afgesproken in de stuurgroep.")
        page.get_by_role("button", name="Wijziging opslaan").click()
        expect(page).to_have_url(re.compile(rf"/acties/{nr}/$"))
        assert wereld.actie(activiteit).eigenaar == partner
    clean(page, wereld)
    rest = Actie.objects.filter(eigenaar=None, deadline__gt=wereld.vandaag).order_by("nr")
    by = Inzender(door=wereld.lead, namens=wereld.pact.organisatie)
    for i, actie in enumerate(rest[3:]):
        partner = wereld.anderen[i % len(wereld.anderen)]
        niveau = list(Niveau)[i % len(Niveau)]
        status = Status.LOOPT if i % 4 else Status.WACHT
        wacht_op = "" if i % 4 else "Stuurgroep"
        inhoud = replace(
            inhoud_of(actie), eigenaar=partner, niveau=niveau, status=status, wacht_op=wacht_op
        )
        change_actie(actie=actie, inhoud=inhoud, inzender=by)


def look_at_matrix(page: Page, stack: Stack, wereld: Wereld) -> None:
    """See every action once, in a row a statement."""
    page.goto(wereld.url(stack))
    table = page.get_by_role("table").first
    for statement in STATEMENTS:
        expect(table.get_by_role("rowheader").filter(has_text=statement)).to_be_visible()
    expect(page.locator("#matrixtelling")).to_have_text(f"{AANTAL} van de {AANTAL} acties getoond.")
    expect(page.locator("td .matrix__actie")).to_have_count(AANTAL)
    expect(page.locator(".bevinding")).to_contain_text("2 van de 23 acties zijn te laat")
    clean(page, wereld)
    take_picture(page, "pact-matrix", hoog=1200)


def let_deadlines_pass(stack: Stack, wereld: Wereld) -> dict[str, str]:
    """Let the watch look twelve days on; return the links in the mails by activity."""
    later = wereld.vandaag + timedelta(days=VERDER)
    said = StringIO()
    call_command("watch", peildatum=later, stdout=said, stderr=StringIO())
    assert json.loads(said.getvalue())["geescaleerd"] >= 3
    asked = {
        NABELLEN: wereld.wethouder,
        ZOMERLIJST: wereld.wethouder,
        JONGEREN: wereld.teamleider,
    }
    links = {
        activiteit: link_in(signal_about(stack, wereld, user, activiteit))
        for activiteit, user in asked.items()
    }
    stack.quiet(1)
    for mail in stack.sink.mails:
        says_nothing(mail, wereld)
    return links


def look_at_desk(page: Page, stack: Stack, wereld: Wereld) -> None:
    """Read what is overdue, and who has not answered."""
    page.goto(wereld.url(stack, "bureau/"))
    waiting = page.locator("#antwoord")
    expect(waiting.get_by_role("row").filter(has_text=NABELLEN)).to_contain_text(
        str(wereld.gemeente)
    )
    expect(page.locator("#te-laat")).to_contain_text(TE_LAAT)
    clean(page, wereld)
    take_picture(page, "pact-bureau")


def answer(page: Page, kop: str) -> Locator:
    """Open one of the answers to a signal and return its form."""
    page.get_by_text(kop, exact=True).first.click()
    return page.get_by_role("form", name=kop).first


def answer_as_partner(page: Page, stack: Stack, wereld: Wereld, links: dict[str, str]) -> None:
    """Log in from the link in the mail; one takes longer, one is done."""
    page.goto(links[NABELLEN])
    expect(page).to_have_url(re.compile("/inloggen/"))
    log_in(page, stack.url, wereld.wethouder)
    expect(page.get_by_role("heading", level=1)).to_have_text(NABELLEN)
    form = answer(page, "Het wordt later")
    until = wereld.vandaag + timedelta(days=70)
    form.get_by_label("Nieuwe deadline").fill(f"{until:%d-%m-%Y}")
    form.get_by_label("Waarom wordt het later?").fill("Twee scholen beginnen na de vakantie.")
    clean(page, wereld)
    take_picture(page, "pact-partner-antwoord", page.locator("main"))
    form.get_by_role("button", name="Leg de nieuwe deadline vast").click()
    expect(page.get_by_text("Je antwoord is bewaard.")).to_be_visible()
    assert wereld.actie(NABELLEN).deadline == until
    clean(page, wereld)

    page.goto(links[ZOMERLIJST])
    form = answer(page, "De actie is gedaan")
    form.get_by_role("button", name="Meld gedaan").click()
    expect(page.get_by_text("Schrijf waaruit het blijkt.").first).to_be_visible()
    form = page.get_by_role("form", name="De actie is gedaan").first
    form.get_by_label("Wat is er bereikt?").fill("Alle elf kinderen hebben een plek.")
    form.get_by_label("Waaruit blijkt dat?").fill(
        "De lijst van november, besproken met leerplicht."
    )
    form.get_by_role("button", name="Meld gedaan").click()
    expect(page.get_by_text("Je antwoord is bewaard.")).to_be_visible()
    assert wereld.actie(ZOMERLIJST).status == "gedaan"
    expect(page.get_by_text("De lijst van november").first).to_be_visible()


def plan_overleg(page: Page, stack: Stack, wereld: Wereld) -> Overleg:
    """Plan a meeting for today; its agenda is what asks for attention."""
    page.goto(wereld.url(stack, "overleg/"))
    page.get_by_role("link", name="Overleg plannen").click()
    page.get_by_label("Soort overleg").select_option(label="Pactpartneroverleg")
    page.get_by_label("Datum").fill(f"{wereld.vandaag:%d-%m-%Y}")
    page.get_by_label("Begint om").fill("15:00")
    page.get_by_label("Plaats").fill("Stadhuis, zaal 2")
    expect(page.get_by_label("Imran Kloosterhuis, Gemeente Waterstad")).to_be_checked()
    clean(page, wereld)
    page.get_by_role("button", name="Overleg plannen").click()
    expect(page.get_by_text("Het overleg is gepland")).to_be_visible()
    agenda = page.locator("#agenda")
    for activiteit in (JONGEREN, TE_LAAT):
        expect(agenda).to_contain_text(activiteit)
    for activiteit in (ZOMERLIJST, NABELLEN):
        expect(agenda).not_to_contain_text(activiteit)
    clean(page, wereld)
    return Overleg.objects.get(pact=wereld.pact)


def hold_overleg(page: Page, wereld: Wereld, overleg: Overleg) -> Overleg:
    """Write down who is there, what is said and agreed, and when the next one is."""
    page.get_by_role("link", name="Overleg houden").click()
    page.get_by_role("button", name="Alle anderen zijn er").click()
    expect(page.locator("#aanwezig-antwoord")).to_contain_text("3 van 3 aanwezig")
    punt = overleg.agendapunten.get(actie=wereld.actie(JONGEREN))
    piece = page.locator(f"#punt-{punt.pk}")
    piece.get_by_label("Besproken").fill("Vier jongeren willen, er is nog geen zaal.")
    expect(piece.get_by_text("Opgeslagen om")).to_be_visible()
    agreed = page.locator("#afspraken")
    agreed.get_by_label("Wat is afgesproken?").fill("Een zaal zoeken voor vier gesprekken")
    agreed.get_by_label("Trekker").select_option(label=str(wereld.gemeente))
    until = wereld.vandaag + timedelta(days=20)
    agreed.get_by_label("Uiterlijk").fill(f"{until:%d-%m-%Y}")
    clean(page, wereld)
    take_picture(page, "pact-overleg-houden")
    agreed.get_by_role("button", name="Afspraak vastleggen").click()
    expect(agreed.locator(".nieuwafspraak")).to_contain_text(f"uiterlijk {datum_kort(until)}")
    volgend = page.locator("#volgend")
    moment = wereld.vandaag + timedelta(days=42)
    volgend.get_by_label("Volgend overleg op").fill(f"{moment:%d-%m-%Y}")
    volgend.get_by_role("button").click()
    expect(volgend.get_by_role("link", name="Pactpartneroverleg")).to_be_visible()
    page.get_by_role("button", name="Overleg afsluiten").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Verslag")
    afspraak = Afspraak.objects.get(overleg=overleg)
    assert (afspraak.eigenaar, afspraak.uiterlijk) == (wereld.gemeente, until)
    return Overleg.objects.get(pact=wereld.pact, datum=moment)


def send_minutes(page: Page, stack: Stack, wereld: Wereld) -> None:
    """Agree the minutes and mail who was there."""
    clean(page, wereld)
    page.get_by_role("button", name="Verslag vaststellen").click()
    expect(page.get_by_text("Vastgesteld op")).to_be_visible()
    page.get_by_role("button", name="Mail de 3 deelnemers").click()
    expect(page.get_by_text("Verstuurd op")).to_be_visible()
    says_nothing(await_mail(stack, wereld.teamleider, "Verslag"), wereld)


def says_nothing(mail: EmailMessage, wereld: Wereld) -> None:
    """Fail on a mail that says who it is about, or what."""
    texts = list(Actie.objects.values_list("activiteit", flat=True))
    whole = text_of(mail)
    assert not [secret for secret in [*wereld.namen, *texts, "zaal"] if secret in whole]


def make_report(page: Page, stack: Stack, wereld: Wereld) -> None:
    """Make a report, take it along as PDF, and tell the partners."""
    page.goto(wereld.url(stack, "bureau/"))
    page.get_by_role("link", name="Maak rapportage").click()
    page.get_by_label("Inleiding").fill("Het eerste jaar is om. Eén actie is af, één schoof op.")
    clean(page, wereld)
    page.get_by_role("button", name="Rapportage opslaan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapportage 1")
    expect(page.locator("main")).to_contain_text(ZOMERLIJST)
    clean(page, wereld)
    take_picture(page, "pact-rapportage")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF-")
    page.get_by_role("button", name="Bericht sturen aan de partners").click()
    expect(page.get_by_text("kregen op")).to_be_visible()
    says_nothing(await_mail(stack, wereld.wethouder, "Pact waterstad: rapportage 1"), wereld)


def read_as_partner(page: Page, stack: Stack, wereld: Wereld, overleg: Overleg) -> None:
    """Read the minutes and the report, and what of it is to be done by oneself."""
    page.goto(wereld.url(stack, f"overleg/{overleg.nr}/verslag/"))
    expect(page.locator("main")).to_contain_text("Een zaal zoeken voor vier gesprekken")
    page.get_by_role("link", name="Rapportages", exact=True).click()
    page.get_by_role("link", name="Rapportage 1", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rapportage 1")
    clean(page, wereld)
    rooms = page.get_by_role("navigation", name="Hoofdnavigatie")
    rooms.get_by_role("link", name="Mijn acties").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn acties")
    mine = page.locator("main")
    for text in (NABELLEN, "Een zaal zoeken voor vier gesprekken", "Pactpartneroverleg"):
        expect(mine).to_contain_text(text)
    clean(page, wereld)
    take_picture(page, "pact-partner-mijn", mine)
    agreed = mine.locator("#afspraak-1")
    agreed.get_by_text("Zeg hoe het staat").click()
    agreed.get_by_label("Hoe staat het?").fill("Twee gevonden, donderdag kiezen we.")
    agreed.get_by_role("button", name="Stand vastleggen").click()
    expect(agreed).to_contain_text("Twee gevonden, donderdag kiezen we. (")
    clean(page, wereld)


def test_from_an_agenda_in_word_to_the_minutes_and_a_report(
    stack: Stack, window: Callable[[], Page], tmp_path: Path
) -> None:
    casus = make_casus(make_region())
    wereld = make_wereld()
    page, other = window(), window()
    log_in(page, stack.url, wereld.lead)
    page.goto(wereld.url(stack))
    read_agenda_in(page, wereld, tmp_path)
    correct_periods(page, wereld)
    assign_owners(page, stack, wereld)
    look_at_matrix(page, stack, wereld)
    links = let_deadlines_pass(stack, wereld)
    look_at_desk(page, stack, wereld)
    answer_as_partner(other, stack, wereld, links)

    overleg = plan_overleg(page, stack, wereld)
    following = hold_overleg(page, wereld, overleg)
    send_minutes(page, stack, wereld)
    make_report(page, stack, wereld)
    read_as_partner(other, stack, wereld, overleg)

    # What was agreed stands on the agenda of the next meeting, until it is done.
    page.goto(wereld.url(stack, f"overleg/{following.nr}/"))
    expect(page.locator("#agenda")).to_contain_text("Een zaal zoeken voor vier gesprekken")
    page.get_by_role("link", name="Overleg houden").click()
    expect(page.locator("main")).to_contain_text("Twee gevonden, donderdag kiezen we.")
    clean(page, wereld)

    for who in (page, other):
        refused = who.goto(f"{stack.url}/casussen/{casus.nummer}/")
        assert refused is not None
        assert refused.status in {403, 404}
        assert casus.leerling.achternaam not in who.content()
    assert "\n".join(wereld.axe) == ""
