"""Reading an agenda into a pact: all of it in one transaction, or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from cases.models.casus import METEEN
from cases.services.tijdlijn import Inzender
from pact.errors import AlGedaan
from pact.inhoud import PARTNERS, VELDEN
from pact.models import Actie, ActieLog, LogSoort, Pact
from pact.services.agenda.plan import Plan, Rijplan, maak_plan
from pact.services.agenda.rijen import Agenda, lees_agenda
from pact.services.agenda.tabellen import open_tabellen
from pact.services.agenda.verslag import AgendaTelling, Uitkomst
from pact.services.pacten import lock_pact
from thuiszitters.audit.services import record
from thuiszitters.columns import update_columns

_STAPEL = 500
_KOLOMMEN = tuple(veld for veld in VELDEN if veld not in {*PARTNERS, "thema", "eigenaar"})


class AndersDanVoorbeeld(Exception):
    """Reading it now would do something else than what was shown. Nothing was written."""

    def __init__(self, plan: Plan) -> None:
        super().__init__("Sinds het voorbeeld is er iets in het pact gewijzigd. Kijk nog eens.")
        self.plan = plan


def import_agenda(
    *, pad: Path, pact: Pact, meld: Callable[[str], None], proef: bool = False
) -> AgendaTelling:
    """Read the agenda in this file into the pact and return how many rows became what.

    `meld` gets a Dutch sentence for every row that is wrong and everything that was kept. With
    `proef` nothing is written. Raises OnleesbaarBestand, with nothing written, for a file that
    cannot be read.
    """
    with open_tabellen(pad) as tabellen:
        agenda = lees_agenda(tabellen)
    if proef:
        plan = maak_plan(pact, agenda)
    else:
        plan = write_agenda(
            pact=pact, agenda=agenda, inzender=Inzender(door=None, namens=pact.organisatie)
        )
    for zin in plan.let_op:
        meld(f"let op: {zin}")
    for rij in plan.rijen:
        for fout in rij.fouten:
            meld(str(fout))
        for opmerking in rij.opmerkingen:
            meld(f"let op: {opmerking}")
    return plan.telling()


@transaction.atomic
def write_agenda(
    *, pact: Pact, agenda: Agenda, inzender: Inzender, getoond: str | None = None
) -> Plan:
    """Write these rows into the pact and return what was done.

    `getoond` is the fingerprint of the plan that was shown; raises AndersDanVoorbeeld, with
    nothing written, when another one comes out now, and AlGedaan for a form sent twice.
    """
    locked = lock_pact(pact)
    if inzender.sleutel and ActieLog.objects.filter(sleutel=inzender.sleutel).exists():
        raise AlGedaan(code=locked.code)
    # The watch writes in the same rows.
    list(Actie.objects.select_for_update().filter(pact=locked).values_list("pk"))
    plan = maak_plan(locked, agenda)
    if getoond is not None and plan.vingerafdruk() != getoond:
        raise AndersDanVoorbeeld(plan)
    nieuw, bijgewerkt = plan.met(Uitkomst.NIEUW), plan.met(Uitkomst.BIJGEWERKT)
    for thema in plan.nieuwe_themas:
        thema.save()
    _maak(locked, nieuw)
    _werk_bij(bijgewerkt)
    _log([*nieuw, *bijgewerkt], inzender)
    if nieuw or bijgewerkt:
        record(
            gebeurtenis="agenda ingelezen",
            gebruiker_id=inzender.door.pk if inzender.door else None,
            organisatie_id=inzender.namens.pk if inzender.namens else None,
            onderwerp="pact",
            onderwerp_id=locked.code,
            gegevens=asdict(plan.telling()),
        )
    return plan


def _acties(rijen: Iterable[Rijplan]) -> list[Actie]:
    return [rij.actie for rij in rijen if rij.actie is not None]


def _maak(pact: Pact, rijen: list[Rijplan]) -> None:
    last = pact.acties.aggregate(last=Max("nr"))["last"] or 0
    acties = _acties(rijen)
    for nr, actie in enumerate(acties, last + 1):
        actie.nr = nr
    Actie.objects.bulk_create(acties, batch_size=_STAPEL)
    _koppel(rijen)


def _koppel(rijen: list[Rijplan]) -> None:
    koppeling = Actie.betrokken.through
    koppeling.objects.bulk_create(
        [
            koppeling(actie_id=rij.actie.pk, partner_id=partner.pk)
            for rij in rijen
            if rij.actie is not None and rij.na is not None
            for partner in rij.na.betrokken
        ],
        batch_size=_STAPEL * 10,
    )


def _werk_bij(rijen: list[Rijplan]) -> None:
    acties = _acties(rijen)
    nu = timezone.now()
    for actie in acties:
        actie.versie += 1
        actie.gewijzigd_op = nu
        actie.volgende_controle_op = METEEN
    kolommen = {
        naam: [_kaal(getattr(actie, naam)) for actie in acties]
        for naam in (*_KOLOMMEN, "versie", "gewijzigd_op", "volgende_controle_op")
    }
    update_columns(Actie, [actie.pk for actie in acties], kolommen)
    anders = [rij for rij in rijen if "betrokken" in rij.velden]
    ids = [actie.pk for actie in _acties(anders)]
    Actie.betrokken.through.objects.filter(actie_id__in=ids).delete()
    _koppel(anders)


def _kaal(waarde: object) -> object:
    """Return a choice as the plain text it is kept as."""
    return str(waarde) if isinstance(waarde, str) else waarde


def _log(rijen: list[Rijplan], inzender: Inzender) -> None:
    regels = [
        ActieLog(
            actie=rij.actie,
            soort=LogSoort.INGELEZEN,
            door=inzender.door,
            namens=inzender.namens,
            versie=rij.actie.versie,
            wijzigingen=rij.wijzigingen(),
        )
        for rij in rijen
        if rij.actie is not None
    ]
    if regels:
        regels[0].sleutel = inzender.sleutel
    ActieLog.objects.bulk_create(regels, batch_size=_STAPEL)
