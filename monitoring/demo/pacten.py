"""The pacten of the demo: made, and watched day by day so that their signals have a past."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone

from cases.services.tijdlijn import Inzender
from cases.stand import LANDELIJK as LANDELIJKE_REGELS
from monitoring.demo.dateren import OCHTEND, WERKDAG, Dagdeel, Dateerder
from monitoring.demo.regio import Regio
from monitoring.ladder import Status
from monitoring.models import Escalatie, Pactregels
from monitoring.services.actiereacties import answer_actie
from monitoring.services.pactregelboek import LANDELIJK
from monitoring.services.watch import run_round
from pact.demo import create_demo_pact, create_demo_verloop, create_landelijk_demo_pact
from pact.keuzes import Antwoord
from pact.models import Actie, Pact
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Soort
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.venster import ALTIJD
from thuiszitters.kalender import plus_werkdagen

REGIETAFEL = (Soort.OVERIG, "99501")
LANDELIJK_BUREAU = (Soort.LANDELIJK, "99410")
IN_DE_REGIO = (
    (Soort.SWV, "VO9901"),
    (Soort.SWV, "PO9901"),
    (Soort.GEMEENTE, "9101"),
    (Soort.GEMEENTE, "9102"),
    (Soort.GEMEENTE, "9103"),
    (Soort.GEMEENTE, "9104"),
    (Soort.SCHOOLBESTUUR, "99101"),
    (Soort.SCHOOLBESTUUR, "99102"),
    (Soort.SCHOOL, "90MB"),
    (Soort.OVERIG, "99502"),
    (Soort.JEUGDHULP, "99201"),
    (Soort.JEUGDHULP, "99202"),
    (Soort.JGZ, "99301"),
    (Soort.OVERIG, "99503"),
    (Soort.LANDELIJK, "99401"),
)
IN_HET_LAND = tuple((Soort.LANDELIJK, str(code)) for code in [99401, *range(99411, 99420)])


POST = 4
"""Mails about actions left to be sent."""
ANTWOORDEN = (
    "We zijn ermee bezig. Er ontbreekt nog een handtekening.",
    "Het loopt, maar langzamer dan we dachten.",
    "Volgende week praten we hierover met elkaar.",
)


def create_pacten(regio: Regio, vandaag: date, rng: random.Random) -> None:
    """Make the pact of the region and a national one, each where it is not there yet."""
    _mail_at_any_hour()
    pacten = []
    regietafel, bureau = regio.organisaties[REGIETAFEL], regio.organisaties[LANDELIJK_BUREAU]
    if not Pact.objects.filter(organisatie=regietafel).exists():
        regievoerder = regio.mensen["regievoerder"]
        pact = create_demo_pact(
            regievoerder=regievoerder,
            organisatie=regietafel,
            partners=[regio.organisaties[sleutel] for sleutel in IN_DE_REGIO],
            vandaag=vandaag,
            rng=rng,
        )
        create_demo_verloop(pact=pact, regievoerder=regievoerder, vandaag=vandaag)
        pacten.append(pact)
    if not Pact.objects.filter(organisatie=bureau).exists():
        pacten.append(
            create_landelijk_demo_pact(
                regievoerder=regio.mensen["landelijk.regie"],
                organisatie=bureau,
                partners=[regio.organisaties[sleutel] for sleutel in IN_HET_LAND],
                vandaag=vandaag,
                rng=rng,
            )
        )
    if pacten:
        delen = _watch(pacten, vandaag)
        Dateerder(delen, vandaag, rng).dateer([])
        _leave_some_post()


def _mail_at_any_hour() -> None:
    """Give every pact rules by which mail leaves at once: who tries the demo at night sees it."""
    if not Pactregels.objects.filter(pact=None).exists():
        Pactregels.objects.create(
            pact=None,
            versie=1,
            code=f"{LANDELIJK} acties v1",
            geldig_vanaf=LANDELIJKE_REGELS.geldig_vanaf,
            mailvenster=ALTIJD,
            reden="Proefomgeving: mail gaat meteen weg, ook 's avonds en in het weekend.",
        )


def _leave_some_post() -> None:
    """Leave the newest mails about actions to be sent; all others count as sent."""
    waiting = Bericht.objects.filter(
        sjabloon__in=["actiesignaal", "actieherinnering"], toestand=Toestand.WACHTEND
    )
    stays = list(waiting.order_by("-gemaakt_op", "-pk").values_list("pk", flat=True)[:POST])
    waiting.exclude(pk__in=stays).update(toestand=Toestand.VERZONDEN, verzonden_op=timezone.now())


def _watch(pacten: Collection[Pact], vandaag: date) -> list[Dagdeel]:
    """Let the watch look at every action on every day on which something falls due."""
    acties = Actie.objects.filter(pact__in=pacten)
    ids = list(acties.values_list("pk", flat=True))
    dag = min(pact.begin for pact in pacten)
    delen: list[Dagdeel] = []
    while dag <= vandaag:
        delen.append(Dagdeel(timezone.now(), dag, OCHTEND))
        run_round(peildatum=dag, actie_ids=ids)
        delen.append(Dagdeel(timezone.now(), dag, WERKDAG))
        _answer(ids, dag)
        next_look = acties.aggregate(op=Min("volgende_controle_op"))["op"]
        dag = max(next_look, dag + timedelta(days=1))
        if dag > vandaag and delen[-1].dag < vandaag:
            # Today is played too, so that it keeps its own time.
            dag = vandaag
    return delen


def _answer(actie_ids: Collection[int], dag: date) -> None:
    """Let a partner answer the first signal about every third of its actions, the same day."""
    waiting = Escalatie.objects.filter(
        actie__in=actie_ids, op=dag, status=Status.OPEN.value, reacties__isnull=True
    )
    for escalatie in waiting.select_related("actie__eigenaar__organisatie").order_by("pk"):
        actie = escalatie.over_actie
        if actie.nr % 3 or actie.eigenaar is None:
            continue
        who = User.objects.filter(contactpersoon_van__partner=actie.eigenaar).first()
        if who is not None:
            answer_actie(
                escalatie=escalatie,
                antwoord=Antwoord.OP_SCHEMA,
                toelichting=ANTWOORDEN[actie.nr // 3 % len(ANTWOORDEN)],
                rust_tot=plus_werkdagen(dag, 8),
                op=dag,
                inzender=Inzender(door=who, namens=actie.eigenaar.organisatie),
            )
