"""The permission matrix: every address × person × method, generated from the URLconf.

An address that is not listed here fails: somebody has to say who may enter. Allow and deny are
both executed. What a person may not see answers 404, byte for byte as if it were not there; what
they see but may not do answers 403.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.views.defaults import page_not_found, permission_denied

from cases.models import Casus, CasusToegang, Verzuim
from cases.services.partijen import grant_toegang, invite_organisatie
from cases.services.tijdlijn import Inzender, add_taak
from monitoring.ladder import LANDELIJKE_ACTIELADDER, Trede
from monitoring.ladder.geheel import LANDELIJKE_REGELS
from monitoring.models import Escalatie
from monitoring.services.actiereacties import address_by_hand
from monitoring.services.regels import make_pactregels, make_regelset
from monitoring.services.watch import run_round
from pact.demo import create_demo_pact
from pact.keuzes import Status
from pact.models import Contactpersoon, Partner, Thema
from pact.services.bouwstenen import ask_bouwstenen
from pact.services.voortgang import store_bestand
from tests.factories import (
    Region,
    make_casus,
    make_organisatie,
    make_region,
    make_user,
)
from tests.pact.overleg.wereld import OVERLEG_LEIDEN, OVERLEG_POST, overleg_kwargs
from tests.pact.rapporten import make_rapportage_row
from thuiszitters import urls
from thuiszitters.accounts.afmelden import afmeld_url
from thuiszitters.accounts.bereik import set_vervanging
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.berichten.models import Bericht, Toestand

pytestmark = pytest.mark.usefixtures("monday")

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Kwargs = dict[str, Any]
RAPPORTAGE = ("rapportage", "rapportage_pdf", "rapportage_xlsx", "rapportage_verstuur")
BOUWSTEENVRAAG = (
    "bouwsteenvraag",
    "bouwsteenvraag_herinner",
    "bouwsteenvraag_sluit",
    "bouwsteenvraag_heropen",
    "bouwsteenvraag_docx",
)
BIJDRAGEN = ("update", "bewijs", "gedaan", "later", "overdragen")
REGELS_PER_VERSIE = ("versie", "intrekken", "voortgang")


@dataclass
class World:
    """One casus and one pact, and everybody who does or does not have to do with them."""

    region: Region
    casus: Casus
    people: dict[str, User | None]
    kwargs: dict[str, Kwargs]


def make_world() -> World:
    """Return the composed world of the matrix."""
    import random

    region = make_region()
    elsewhere = make_region()
    casus = make_casus(region, dagen=30)
    today = timezone.localdate()
    jeugdhulp = make_organisatie(Soort.JEUGDHULP)
    invite_organisatie(casus=casus, organisatie=region.bestuur, inzender=region.by())
    partij = invite_organisatie(casus=casus, organisatie=jeugdhulp, inzender=region.by())
    expert = make_user(Rol.BETROKKENE, make_organisatie(Soort.JGZ))
    too_late = make_user(Rol.BETROKKENE, make_organisatie(Soort.JGZ))
    for person in (too_late, expert):
        toegang = grant_toegang(
            casus=casus,
            user=person,
            grond="Vervangt een collega",
            tot=today + timedelta(days=7),
            inzender=region.by(),
        )
    CasusToegang.objects.filter(user=too_late).update(van=today - timedelta(days=9), tot=today)
    taak = add_taak(
        casus=casus, omschrijving="Bellen", eigenaar=None, voor_op=None, inzender=region.by()
    )
    run_round(peildatum=today)
    landelijk = make_organisatie(Soort.LANDELIJK)
    regievoerder = make_user(Rol.REGIEVOERDER, landelijk)
    partner_org = make_organisatie(Soort.GEMEENTE)
    pact = create_demo_pact(
        regievoerder=regievoerder,
        organisatie=landelijk,
        partners=[partner_org, region.swv, region.gemeente, region.bestuur],
        vandaag=today,
        rng=random.Random(1),
    )
    other_lead = make_organisatie(Soort.LANDELIJK)
    roleless = User.objects.create_user("zonder@voorbeeld.example", "x", naam="Zonder rol")
    superuser = User.objects.create_superuser("super@voorbeeld.example", "x", naam="Super")
    Bericht.objects.filter(ontvanger=region.coordinator).update(toestand=Toestand.MISLUKT)
    people: dict[str, User | None] = {
        "anoniem": None,
        "coordinator": region.coordinator,
        "directeur": region.directeur,
        "leerplichtambtenaar": region.leerplichtambtenaar,
        "zorgcoordinator": region.zorgcoordinator,
        "bestuurder": region.bestuurder,
        "betrokkene": make_user(Rol.BETROKKENE, jeugdhulp),
        "inzage": expert,
        "inzage verlopen": too_late,
        "coordinator elders": elsewhere.coordinator,
        "leerplichtambtenaar elders": make_user(
            Rol.LEERPLICHTAMBTENAAR, make_organisatie(Soort.GEMEENTE, swv=region.swv)
        ),
        "zorgcoordinator elders": make_user(
            Rol.ZORGCOORDINATOR, make_organisatie(Soort.SCHOOL, swv=region.swv)
        ),
        "bestuurder elders": elsewhere.bestuurder,
        "betrokkene elders": make_user(Rol.BETROKKENE, make_organisatie(Soort.JEUGDHULP)),
        "regievoerder": regievoerder,
        "regievoerder elders": make_user(Rol.REGIEVOERDER, other_lead),
        "partner": make_user(Rol.PARTNER, partner_org),
        "partner elders": make_user(Rol.PARTNER, make_organisatie(Soort.GEMEENTE)),
        "beheerder": make_user(Rol.BEHEERDER, region.swv),
        "auditor": make_user(Rol.AUDITOR, region.swv),
        "oud-lid": make_user(Rol.COORDINATOR, region.swv, tot=today),
        "aanstaand lid": make_user(Rol.COORDINATOR, region.swv, van=today + timedelta(days=1)),
        "zonder rol": roleless,
        "superuser": superuser,
    }
    about = {"nummer": casus.nummer}
    feit = {**about, "soort": "verzuim", "pk": Verzuim.objects.get(leerling=casus.leerling).pk}
    thema = {"code": pact.code, "pk": Thema.objects.filter(pact=pact).first().pk}  # type: ignore[union-attr]
    partner = {"code": pact.code, "pk": Partner.objects.filter(pact=pact).first().pk}  # type: ignore[union-attr]
    contact, _ = Contactpersoon.objects.get_or_create(partner_id=partner["pk"], user=regievoerder)
    actie = {"code": pact.code, "nr": pact.acties.first().nr}  # type: ignore[union-attr]
    lead_talks_to = Partner.objects.get(pact=pact, organisatie=partner_org)
    # Promised by the organisation of "partner", so that its people may answer.
    promised = pact.acties.last()
    assert promised is not None
    type(promised).objects.filter(pk=promised.pk).update(
        eigenaar=lead_talks_to, status=Status.LOOPT
    )
    beloofd = {"code": pact.code, "nr": promised.nr}
    bijlage = store_bestand(
        pact=pact,
        naam="verslag.txt",
        inhoud=b"Een verslag.",
        inzender=Inzender(door=regievoerder, namens=landelijk),
    )
    gevraagd = ask_bouwstenen(
        pact=pact,
        vraag="Wat geven jullie mee?",
        uiterlijk=today + timedelta(days=14),
        inzender=Inzender(door=regievoerder, namens=landelijk),
    )
    rapportage = {"code": pact.code, "nr": make_rapportage_row(pact, regievoerder).nr}
    versie = make_regelset(
        swv=region.swv,
        geldig_vanaf=today + timedelta(days=30),
        regels=LANDELIJKE_REGELS,
        reden="",
        inzender=region.by(),
    )
    escalatie = {"pk": Escalatie.objects.get(status="open").pk}
    by_hand = address_by_hand(
        actie=promised,
        trede=Trede.STIMULEREN,
        tekst="Hoe staat het ervoor?",
        inzender=Inzender(door=regievoerder, namens=landelijk),
    )
    pactversie = make_pactregels(
        pact=pact,
        geldig_vanaf=today + timedelta(days=30),
        ladder=LANDELIJKE_ACTIELADDER,
        reden="",
        inzender=Inzender(door=regievoerder, namens=landelijk),
    )
    failed = Bericht.objects.filter(toestand=Toestand.MISLUKT).first()
    lid = region.directeur.lidmaatschappen.get()
    vervanging = set_vervanging(
        user=region.coordinator,
        vervanger=region.directeur,
        organisatie=region.swv,
        van=today,
        tot=today + timedelta(days=7),
        door=region.coordinator,
    )
    away = region.coordinator.lidmaatschappen.get()
    kwargs: dict[str, Kwargs] = {
        "cases:taak_gedaan": {**about, "pk": taak.pk},
        "cases:taak_toch_niet": {**about, "pk": taak.pk},
        "cases:stap": {**about, "pk": taak.pk},
        "cases:partij_weg": {**about, "pk": partij.pk},
        "cases:inzage_weg": {**about, "pk": toegang.pk},
        "cases:feit_wijzig": feit,
        "cases:feit_intrekken": feit,
        "monitoring:signaal": escalatie,
        **{f"monitoring:regels_{naam}": {"pk": versie.pk} for naam in REGELS_PER_VERSIE},
        "monitoring:antwoord": escalatie,
        "monitoring:actiesignaal": {"pk": by_hand.pk},
        "monitoring:actieantwoord": {"pk": by_hand.pk, "antwoord": "op_schema"},
        "monitoring:aanspreken": beloofd,
        "monitoring:pactregels_intrekken": {"code": pact.code, "pk": pactversie.pk},
        "accounts:beeindig": {"pk": lid.pk},
        **{f"accounts:{naam}": {"pk": lid.pk} for naam in ("lid", "lid_afwezig", "lid_adres")},
        "accounts:lid_afwezig_stop": {"pk": away.pk, "vervanging": vervanging.pk},
        "accounts:afwezig_stop": {"pk": vervanging.pk},
        "monitoring:overdracht": {"pk": region.coordinator.pk},
        "accounts:afmelden": {"token": afmeld_url(region.coordinator).split("/")[-2]},
        "accounts:bericht_opnieuw": {"pk": failed.pk if failed else 0},
        **overleg_kwargs(pact, regievoerder, landelijk, pact.partners.get(organisatie=partner_org)),
        "pact:actie": beloofd,
        "pact:actie_wijzig": actie,
        "pact:verplaatsen": actie,
        "pact:terugzetten": actie,
        **{f"pact:actie_{naam}": beloofd for naam in BIJDRAGEN},
        "pact:mijn_actie": beloofd,
        "pact:mijn_afspraak": {"code": pact.code, "nr": 1},
        "pact:mijn_bijdrage": {**beloofd, "naam": "update"},
        "pact:evalueer": beloofd,
        **{f"pact:{naam}": {"code": pact.code, "nr": gevraagd.nr} for naam in BOUWSTEENVRAAG},
        "pact:bestand": {"code": pact.code, "pk": bijlage.pk},
        "pact:naar": {"kamer": "overleg"},
        "pact:contact": {"code": pact.code, "pk": lead_talks_to.pk},
        **{f"pact:{naam}": rapportage for naam in RAPPORTAGE},
        "pact:agenda_periode": actie,
        "pact:agenda_partijen": actie,
        "pact:thema_wijzig": thema,
        "pact:thema_weg": thema,
        **{f"pact:{naam}": partner for naam in ("partner", "partner_stop", "contactpersoon_nieuw")},
        "pact:contactpersoon_stop": {**partner, "contact": contact.pk},
        "account_reset_password_from_key": {"uidb36": "1", "key": "x-y"},
        "postvak_post": {"naam": "20260101T000000000000-00000000"},
        "postvak_html": {"naam": "20260101T000000000000-00000000"},
    }
    return World(region, casus, people, {"": about, "pact": {"code": pact.code}, **kwargs})


# --- who may what ---------------------------------------------------------------------------
ALL = frozenset(
    [
        "anoniem",
        "coordinator",
        "directeur",
        "leerplichtambtenaar",
        "zorgcoordinator",
        "bestuurder",
        "betrokkene",
        "inzage",
        "inzage verlopen",
        "coordinator elders",
        "leerplichtambtenaar elders",
        "zorgcoordinator elders",
        "bestuurder elders",
        "betrokkene elders",
        "regievoerder",
        "regievoerder elders",
        "partner",
        "partner elders",
        "beheerder",
        "auditor",
        "oud-lid",
        "aanstaand lid",
        "zonder rol",
        "superuser",
    ]
)
KNOWN = ALL - {"anoniem"}
SEES = frozenset(
    {
        "coordinator",
        "directeur",
        "leerplichtambtenaar",
        "zorgcoordinator",
        "bestuurder",
        "betrokkene",
        "inzage",
    }
)
WRITES = SEES - {"inzage"}
FACTS = frozenset({"coordinator", "leerplichtambtenaar", "zorgcoordinator"})
MANAGES = frozenset({"coordinator"})
CASEWORK = SEES | {
    "inzage verlopen",
    "coordinator elders",
    "leerplichtambtenaar elders",
    "zorgcoordinator elders",
    "bestuurder elders",
    "betrokkene elders",
}
HANDS_OVER = frozenset({"coordinator", "directeur"})
OPENERS = frozenset({"coordinator", "coordinator elders"})
RULES = frozenset(
    {
        "coordinator",
        "directeur",
        "leerplichtambtenaar",
        "coordinator elders",
        "leerplichtambtenaar elders",
        "beheerder",
    }
)
RULES_HERE = RULES - {"coordinator elders"}
FIGURES = CASEWORK - {
    "bestuurder",
    "betrokkene",
    "inzage",
    "inzage verlopen",
    "bestuurder elders",
    "betrokkene elders",
}
PACT = frozenset({"regievoerder", "partner"})
PACT_ROOM = PACT | {"regievoerder elders", "partner elders"}
LEAD = frozenset({"regievoerder"})
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Rule:
    """Who gets through, who sees but is refused (403); the rest gets `rest`."""

    yes: frozenset[str]
    refused: frozenset[str] = NOBODY
    rest: str = "404"
    post: frozenset[str] | None = None
    """Who gets through with a POST; as GET unless given."""
    empty_404: bool = False
    """What is asked for does not exist in the test world: who gets through gets 404."""
    anonymous: str = "inloggen"
    answer: str = "ja"

    def expected(self, person: str, method: str) -> str:
        """Return "ja", "inloggen", "403" or "404"."""
        yes = self.post if method == "POST" and self.post is not None else self.yes
        if person in yes:
            return "404" if self.empty_404 else self.answer
        if person == "anoniem":
            return self.anonymous
        seen = self.refused | (self.yes if method == "POST" and self.post is not None else NOBODY)
        return "403" if person in seen else self.rest


def room(yes: frozenset[str]) -> Rule:
    """A room that a right opens: everybody else is refused at its door."""
    return Rule(yes, rest="403")


def act(yes: frozenset[str]) -> Rule:
    """Something done with a casus: who sees it but may not is refused, for the rest it is not."""
    return Rule(yes, refused=SEES - yes)


def pact_rule(yes: frozenset[str]) -> Rule:
    """Something of a pact: its people, then other pact people, then everybody else."""
    return Rule(yes, refused=(PACT - yes) | (KNOWN - PACT_ROOM), rest="404")


OPEN = Rule(ALL)
LOGGED_IN = Rule(KNOWN)

MATRIX: dict[str, Rule] = {
    "home": LOGGED_IN,
    "account_login": OPEN,
    "account_logout": LOGGED_IN,
    "account_change_password": LOGGED_IN,
    "account_set_password": LOGGED_IN,
    "account_reset_password": OPEN,
    "account_reset_password_done": OPEN,
    "account_reset_password_from_key": OPEN,
    "account_reset_password_from_key_done": OPEN,
    "account_inactive": OPEN,
    "account_signup": Rule(ALL, answer="inloggen"),
    "health_live": OPEN,
    "health_ready": OPEN,
    # Without HEALTH_TOKEN there is nothing; with it: tests/monitoring/test_meten.py.
    "health_details": Rule(ALL, empty_404=True),
    "metrics": Rule(ALL, empty_404=True),
    "postvak": OPEN,
    "postvak_post": Rule(ALL, empty_404=True),
    "postvak_html": Rule(ALL, empty_404=True),
    "api_schema": Rule(KNOWN, anonymous="403"),
    "monitoring:begrippen": OPEN,
    "accounts:wissel": Rule(NOBODY, rest="404"),
    "accounts:mensen": room(frozenset({"beheerder"})),
    "accounts:beeindig": room(frozenset({"beheerder"})),
    **{
        f"accounts:{naam}": room(frozenset({"beheerder"}))
        for naam in ("lid", "lid_afwezig", "lid_afwezig_stop", "lid_adres")
    },
    "accounts:instellingen": LOGGED_IN,
    "accounts:afwezig": LOGGED_IN,
    "accounts:afwezig_stop": Rule(frozenset({"coordinator"})),
    "accounts:afmelden": OPEN,
    "accounts:berichten": room(frozenset({"beheerder"})),
    "accounts:bericht_opnieuw": room(frozenset({"beheerder"})),
    "accounts:logboek": room(frozenset({"auditor"})),
    "cases:werkvoorraad": room(CASEWORK),
    "cases:zoek": room(CASEWORK),
    "cases:stap": Rule(WRITES, refused=(SEES - WRITES) | (KNOWN - CASEWORK)),
    "cases:nieuw": room(OPENERS),
    "cases:nieuw_gegevens": room(OPENERS),
    "cases:casus": Rule(SEES),
    **{
        f"cases:{naam}": act(WRITES)
        for naam in ("notitie", "contact", "taak", "taak_gedaan", "taak_toch_niet")
    },
    **{
        f"cases:{naam}": act(FACTS)
        for naam in (
            "terugkeer",
            "uren",
            "uren_week",
            "ziek",
            "beter",
            "verzuim",
            "aanbod",
            "vrijstelling",
            "school",
            "leerling",
            "feit_wijzig",
            "feit_intrekken",
        )
    },
    **{
        f"cases:{naam}": act(MANAGES)
        for naam in ("eigenaar", "partij", "partij_weg", "inzage", "inzage_weg", "sluiten")
    },
    # The casus is open, so nobody can reopen it.
    "cases:heropenen": act(NOBODY),
    "monitoring:overzicht": room(FIGURES),
    "monitoring:gaten": room(frozenset({"beheerder"})),
    "monitoring:techniek": room(frozenset({"beheerder"})),
    "monitoring:overdragen": room(HANDS_OVER | {"coordinator elders"}),
    "monitoring:overdracht": Rule(HANDS_OVER, refused=KNOWN - HANDS_OVER - {"coordinator elders"}),
    "monitoring:mijn_signalen": room(CASEWORK | PACT_ROOM),
    # That another partner of the same pact is refused: tests/monitoring/acties/test_paginas.py.
    "monitoring:actiesignaal": pact_rule(PACT),
    "monitoring:actieantwoord": pact_rule(PACT),
    "monitoring:aanspreken": pact_rule(LEAD),
    "monitoring:aangesproken": pact_rule(LEAD),
    "monitoring:pactregels": pact_rule(PACT),
    "monitoring:pactregels_nieuw": pact_rule(LEAD),
    "monitoring:pactregels_intrekken": pact_rule(LEAD),
    "monitoring:signaal": Rule(SEES),
    "monitoring:regels": room(RULES),
    "monitoring:regels_landelijk": room(RULES),
    "monitoring:regels_nieuw": room(frozenset({"beheerder"})),
    **{
        f"monitoring:{naam}": Rule(RULES_HERE, refused=KNOWN - RULES)
        for naam in ("regels_versie", "regels_voortgang")
    },
    "monitoring:regels_intrekken": room(frozenset({"beheerder"})),
    "monitoring:stand": Rule(SEES),
    "monitoring:antwoord": act(WRITES),
    "pact:pacten": room(PACT_ROOM),
    "pact:naar": room(PACT_ROOM),
    "pact:over": pact_rule(PACT),
    "pact:pact_nieuw": room(frozenset({"regievoerder", "regievoerder elders"})),
    "pact:matrix": pact_rule(PACT),
    "pact:matrix_xlsx": pact_rule(PACT),
    "pact:matrix_pdf": pact_rule(PACT),
    "pact:bureau": pact_rule(LEAD),
    "pact:contact": pact_rule(LEAD),
    "pact:rapportage_nieuw": pact_rule(LEAD),
    "pact:rapportage_verstuur": pact_rule(LEAD),
    **{
        f"pact:{naam}": pact_rule(PACT)
        for naam in ("rapportages", "rapportage", "rapportage_pdf", "rapportage_xlsx")
    },
    "pact:actie": pact_rule(PACT),
    **{
        f"pact:{naam}": pact_rule(PACT)
        for naam in ("overleggen", "overleg", "overleg_ics", "afspraken", "afspraak")
    },
    # The minutes are a concept, so that only the lead sees them.
    **{f"pact:{naam}": pact_rule(LEAD) for naam in OVERLEG_LEIDEN},
    **{
        f"pact:{naam}": room(PACT_ROOM)
        for naam in ("kalender", "kalender_nieuw", "kalender_intrekken")
    },
    "pact:kalender_feed": OPEN,
    # That another partner of the same pact is refused: tests/pact/test_views_voortgang.py.
    **{f"pact:actie_{naam}": pact_rule(PACT) for naam in BIJDRAGEN},
    "pact:bestand": pact_rule(PACT),
    "pact:mijn": pact_rule(PACT),
    # Only whoever has the action answers here; the lead does so on its page.
    "pact:mijn_actie": pact_rule(frozenset({"partner"})),
    "pact:mijn_bijdrage": pact_rule(frozenset({"partner"})),
    # Who does not have the afspraak is sent to its page: tests/pact/test_views_partner.py.
    "pact:mijn_afspraak": pact_rule(PACT),
    "pact:bouwstenen": pact_rule(PACT),
    # What a partner may see of others, before and after closing: tests/pact/test_views_vervolg.py.
    "pact:bouwsteenvraag": pact_rule(PACT),
    "pact:evaluatie": pact_rule(PACT),
    "pact:evalueer": pact_rule(PACT),
    **{
        f"pact:{naam}": pact_rule(LEAD)
        for naam in ("bouwsteenvraag_nieuw", "opvolger", *BOUWSTEENVRAAG[1:])
    },
    **{
        f"pact:agenda{naam}": pact_rule(LEAD)
        for naam in (
            "",
            "_voorbeeld",
            "_inlezen",
            "_periode",
            "_partijen",
            "_csv",
            "_xlsx",
            "_docx",
        )
    },
    **{
        f"pact:{naam}": pact_rule(LEAD)
        for naam in (
            "actie_nieuw",
            "actie_wijzig",
            "verplaatsen",
            "terugzetten",
            "inrichten",
            "gegevens",
            "versie_nieuw",
            "partner",
            "contactpersoon_nieuw",
            "contactpersoon_stop",
            "thema_nieuw",
            "thema_wijzig",
            "thema_weg",
            "partner_nieuw",
            "partner_stop",
        )
    },
}
POST_ONLY = {
    "accounts:wissel",
    "accounts:beeindig",
    "accounts:afwezig",
    "accounts:afwezig_stop",
    "accounts:lid_afwezig",
    "accounts:lid_afwezig_stop",
    "accounts:lid_adres",
    "accounts:bericht_opnieuw",
    "cases:zoek",
    "cases:stap",
    "monitoring:antwoord",
    "monitoring:actieantwoord",
    "monitoring:pactregels_intrekken",
    "monitoring:regels_intrekken",
    *(f"pact:actie_{naam}" for naam in BIJDRAGEN),
    *(f"pact:{naam}" for naam in OVERLEG_POST),
    *(f"pact:agenda_{naam}" for naam in ("voorbeeld", "inlezen", "periode", "partijen")),
    "pact:mijn_bijdrage",
    "pact:mijn_afspraak",
    *(f"pact:{naam}" for naam in BOUWSTEENVRAAG[1:4]),
    "pact:gegevens",
    "pact:rapportage_verstuur",
    "pact:terugzetten",
    "pact:thema_nieuw",
    "pact:thema_wijzig",
    "pact:thema_weg",
    "pact:partner_nieuw",
    "pact:versie_nieuw",
    "pact:contactpersoon_nieuw",
    "pact:contactpersoon_stop",
}
# The API answers for itself in JSON and has no login page: tests/cases/test_api.py.
API = {"api:casussen", "api:casus"}


def walk(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    """Give the full name of every address; one without a name is an error of its own."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from walk(pattern.url_patterns, inner)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield f"{prefix}{pattern.name}"


NAMES = sorted(set(walk(get_resolver().url_patterns)))


def test_every_address_is_in_the_matrix() -> None:
    assert set(NAMES) - API - set(MATRIX) == set()
    assert set(MATRIX) - set(NAMES) == set()


def url_of(name: str, world: World) -> str:
    """Return the address of this name in the world of the matrix."""
    if name in world.kwargs:
        return reverse(name, kwargs=world.kwargs[name])
    candidates: list[Kwargs] = [{}, world.kwargs[""], world.kwargs["pact"]]
    for kwargs in candidates:
        try:
            return reverse(name, kwargs=kwargs)
        except Exception:  # noqa: BLE001 - the next one may fit
            continue
    raise AssertionError(f"no arguments are known for {name}")


def outcome(response: HttpResponse) -> str:
    """Return what the answer means to the person."""
    assert response.status_code < 500
    if response.status_code == 302 and response["Location"].startswith(settings_login()):
        return "inloggen"
    if response.status_code in {403, 404}:
        return str(response.status_code)
    return "ja"


def settings_login() -> str:
    """Return the address of the login page."""
    return reverse(settings.LOGIN_URL)


class Doors:
    """Everybody logged in once; what a request writes is undone, the login is not."""

    def __init__(self, world: World) -> None:
        self._clients: dict[str, Client] = {}
        self._cookies: dict[str, dict[str, str]] = {}
        for label, person in world.people.items():
            client = Client()
            if person is not None:
                client.force_login(User.objects.get(pk=person.pk), backend=BACKEND)
            self._clients[label] = client
            self._cookies[label] = {key: morsel.value for key, morsel in client.cookies.items()}

    def ask(self, label: str, method: str, url: str) -> HttpResponse:
        """Return the answer to one request of this person."""
        client = self._clients[label]
        client.cookies.load(self._cookies[label])
        with transaction.atomic():
            response = cast(HttpResponse, client.generic(method, url))
            transaction.set_rollback(True)
        return response


PARTS = 4
"""The matrix is checked in this many tests, each with one world, so that they run side by side."""


def check(name: str, world: World, doors: Doors) -> list[str]:
    """Return what is wrong with one address of the matrix."""
    url = url_of(name, world)
    rule = MATRIX[name]
    wrong = []
    for label in world.people:
        for method in ("GET", "POST"):
            response = doors.ask(label, method, url)
            if response.status_code == 405:
                if method == "POST" and name in POST_ONLY:
                    wrong.append(f"{name} takes no POST")
                continue
            if name in {"account_login", "account_logout"} and method == "POST":
                continue
            got, want = outcome(response), rule.expected(label, method)
            if got != want:
                wrong.append(f"{method} {name} as {label}: {got}, expected {want}")
    return wrong


def check_other_methods(name: str, world: World, doors: Doors) -> list[str]:
    """Return which methods besides GET and POST an address answers to."""
    url = url_of(name, world)
    wrong = []
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        for label in ("anoniem", "coordinator", "regievoerder"):
            response = doors.ask(label, method, url)
            if response.status_code not in {403, 404, 405} and outcome(response) != "inloggen":
                wrong.append(f"{method} {name} as {label}: {response.status_code}")
    return wrong


@pytest.fixture
def bare_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the page around a refusal once per address and person; the other methods do without."""
    drawn: set[tuple[str, Any]] = set()

    def answer(status: int, draw: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def handler(request: HttpRequest, exception: Exception) -> HttpResponse:
            key = (request.path, request.user.pk)
            if key in drawn:
                return HttpResponse(status=status)
            drawn.add(key)
            return draw(request, exception)

        return handler

    for status, draw in ((403, permission_denied), (404, page_not_found)):
        monkeypatch.setattr(urls, f"handler{status}", answer(status, draw), raising=False)


@pytest.mark.django_db
@pytest.mark.usefixtures("bare_refusals")
@pytest.mark.parametrize("part", range(PARTS))
def test_who_may_enter(part: int) -> None:
    world = make_world()
    doors = Doors(world)
    wrong: list[str] = []
    for name in [name for name in NAMES if name in MATRIX][part::PARTS]:
        wrong += check(name, world, doors)
        if not name.startswith("account_"):
            wrong += check_other_methods(name, world, doors)
    assert wrong == []


@pytest.mark.django_db
def test_a_refusal_is_a_whole_page_for_everybody() -> None:
    world = make_world()
    doors = Doors(world)
    for label, person in world.people.items():
        absent = doors.ask(label, "GET", reverse("cases:casus", args=["2026-999999"]))
        assert outcome(absent) == ("404" if person else "inloggen")
        refused = doors.ask(label, "POST", reverse("pact:pact_nieuw"))
        assert outcome(refused) == MATRIX["pact:pact_nieuw"].expected(label, "POST")
        for page in (absent, refused):
            if page.status_code in {403, 404}:
                assert b"<h1" in page.content


def without_tokens(response: HttpResponse) -> bytes:
    """Return the page without its CSRF tokens, which are masked anew in every answer."""
    return re.sub(rb"[A-Za-z0-9]{64}", b"", response.content)


@pytest.mark.django_db
def test_not_yours_is_the_same_as_not_there() -> None:
    world = make_world()
    doors = Doors(world)
    for label in ("coordinator elders", "leerplichtambtenaar elders", "regievoerder", "superuser"):
        theirs = doors.ask(label, "GET", url_of("cases:casus", world))
        absent = doors.ask(label, "GET", reverse("cases:casus", args=["2026-999999"]))
        assert theirs.status_code == absent.status_code == 404
        assert without_tokens(theirs) == without_tokens(absent)
