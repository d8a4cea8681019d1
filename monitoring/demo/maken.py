"""Making the demo: the region, the stories, their past, the pact."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases.models import Casus
from cases.services.partijen import grant_toegang
from cases.services.tijdlijn import Inzender
from monitoring.demo.dateren import Dateerder
from monitoring.demo.pacten import create_pacten
from monitoring.demo.regio import Gebied, Regio, create_regio
from monitoring.demo.verhaal import Kinderen, Verhaal
from monitoring.demo.verhalen import VERHALEN
from monitoring.demo.verleden import Verleden
from monitoring.ladder import Status
from monitoring.models import Afstemming, Escalatie, Stap
from monitoring.services.watch import run_round
from thuiszitters.accounts.bereik import set_vervanging
from thuiszitters.accounts.models import Vervanging
from thuiszitters.accounts.rollen import Rol, Soort
from thuiszitters.accounts.selectors import people_with
from thuiszitters.berichten import wakeup
from thuiszitters.berichten.models import Bericht, Toestand

POST = 8
"""Mails left to be sent, so that the postvak of a new demo has something in it."""


_MISLUKT = "SMTPDataError 452"


@dataclass(slots=True)
class Gemaakt:
    """How much was made."""

    organisaties: int = 0
    mensen: int = 0
    casussen: int = 0
    escalaties: int = 0


def create_demo(*, casussen: int, seed: int, zeg: Callable[[str], None]) -> Gemaakt:
    """Add the demo region, where it is not there yet, and this many casussen with their past.

    All of it or nothing. The same seed on the same day on an empty database gives the same demo.
    `zeg` gets a line of progress now and then. Refusing outside a demo is up to the caller.
    """
    rng = random.Random(seed)  # noqa: S311 - made-up stories, nothing secret
    vandaag = timezone.localdate()
    with wakeup.collected(), transaction.atomic():
        zeg("Organisaties en mensen")
        regio = create_regio(vandaag)
        zeg(f"Geschiedenis van {casussen} casussen")
        eerder = Escalatie.objects.count()
        verleden = Verleden(_verhalen(regio, casussen, vandaag, rng), vandaag, rng, zeg)
        delen = verleden.speel()
        _geef_inzage(regio, verleden.casus_ids, vandaag)
        _laat_vervangen(regio, vandaag)
        run_round(peildatum=vandaag)
        Dateerder(delen, vandaag, rng).dateer(verleden.casus_ids)
        zeg("Pacten")
        create_pacten(regio, vandaag, rng)
        _laat_post_liggen()
        _laat_mislukken(regio)
        _begin_met_afstemmen()
        return Gemaakt(
            organisaties=regio.nieuwe_organisaties,
            mensen=regio.nieuwe_mensen,
            casussen=len(verleden.casus_ids),
            escalaties=Escalatie.objects.count() - eerder,
        )


def _verhalen(regio: Regio, aantal: int, vandaag: date, rng: random.Random) -> list[Verhaal]:
    kinderen = Kinderen(rng, vandaag)
    verhalen: list[Verhaal] = []
    for plaats in range(aantal):
        # One in eight lies behind the wall.
        gebied = regio.gebieden[1 if plaats % 8 == 7 else 0]
        verhaal = _verhaal(gebied, kinderen, vandaag, rng)
        VERHALEN[plaats % len(VERHALEN)](verhaal)
        verhalen.append(verhaal)
    return verhalen


def _verhaal(gebied: Gebied, kinderen: Kinderen, vandaag: date, rng: random.Random) -> Verhaal:
    def vaak_de_eerste(aantal: int) -> list[int]:
        # Who tries the demo as leerplichtambtenaar or zorgcoordinator finds enough to do.
        return [aantal, *[1] * (aantal - 1)]

    return Verhaal(
        gebied=gebied,
        kind=kinderen.nieuw(),
        gemeente=rng.choices(gebied.gemeenten, vaak_de_eerste(len(gebied.gemeenten)))[0],
        school=rng.choices(gebied.scholen, vaak_de_eerste(len(gebied.scholen)))[0],
        coordinator=rng.choices(gebied.coordinatoren, vaak_de_eerste(len(gebied.coordinatoren)))[0],
        vandaag=vandaag,
        rng=rng,
    )


def _geef_inzage(regio: Regio, casus_ids: list[int], vandaag: date) -> None:
    """Let a zorgcoordinator look at one casus of another school for a month."""
    school = regio.organisaties[Soort.SCHOOL, "90BA"]
    wie = people_with(Rol.ZORGCOORDINATOR, school).first()
    casus = (
        Casus.objects.open()
        .filter(pk__in=casus_ids, swv=regio.gebieden[0].swv, toegang__isnull=True)
        .exclude(school=school)
        .order_by("pk")
        .first()
    )
    if casus is not None and wie is not None:
        grant_toegang(
            casus=casus,
            user=wie,
            grond="Denkt mee over een overstap naar Het Baken.",
            tot=vandaag + timedelta(days=30),
            inzender=Inzender(door=regio.gebieden[0].coordinatoren[0], namens=casus.swv),
        )


def _laat_vervangen(regio: Regio, vandaag: date) -> None:
    """Have the second coordinator away for a while, with the first one in their place."""
    gebied = regio.gebieden[0]
    vervanger, weg = gebied.coordinatoren[:2]
    if not Vervanging.objects.filter(user=weg).exists():
        set_vervanging(
            user=weg,
            vervanger=vervanger,
            organisatie=gebied.swv,
            van=vandaag,
            tot=vandaag + timedelta(days=10),
            door=weg,
        )


def _laat_mislukken(regio: Regio) -> None:
    """Have the last mail to the directeur fail, so that a beheerder finds something to retry."""
    directeur = people_with(Rol.DIRECTEUR, regio.gebieden[0].swv).first()
    verzonden = Bericht.objects.filter(ontvanger=directeur, toestand=Toestand.VERZONDEN)
    laatste = verzonden.order_by("-verzonden_op", "-pk").first()
    if laatste is None or Bericht.objects.filter(toestand=Toestand.MISLUKT).exists():
        return
    Bericht.objects.filter(pk=laatste.pk).update(
        toestand=Toestand.MISLUKT,
        verzonden_op=None,
        reden=_MISLUKT,
        pogingen=settings.BERICHT_MAX_ATTEMPTS,
        weigeringen=settings.BERICHT_MAX_ATTEMPTS,
    )


def _laat_post_liggen() -> None:
    """Leave the newest open signals to be sent; all others count as sent."""
    signalen = Bericht.objects.filter(sjabloon="signaal")
    nieuwste = Escalatie.objects.filter(status=Status.OPEN.value).order_by("-op", "-pk")
    open_ = [escalatie.referentie for escalatie in nieuwste[:POST]]
    blijft = list(
        signalen.filter(referentie__in=open_)
        .order_by("-gemaakt_op", "-pk")
        .values_list("pk", flat=True)[:POST]
    )
    signalen.filter(toestand=Toestand.WACHTEND).update(
        toestand=Toestand.VERZONDEN, verzonden_op=timezone.now()
    )
    signalen.filter(pk__in=blijft).update(toestand=Toestand.WACHTEND, verzonden_op=None)


def _begin_met_afstemmen() -> None:
    """Let the reconciliation compare mail from now on: what came before never saw a mail server.

    It counts as one that began with the day, so that today's own is not skipped.
    """
    vanaf = timezone.now()
    dag = timezone.localtime(vanaf).replace(hour=0, minute=0, second=0, microsecond=0)
    Afstemming.objects.create(
        peildatum=dag.date(),
        begonnen_op=dag,
        klaar_op=vanaf,
        stap=Stap.KLAAR,
        venster_van=vanaf,
        venster_tot=vanaf,
    )
