"""Everything a batch writes, in its order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from cases.models import GebeurtenisSoort
from monitoring.ladder import Ladder, Nieuw, Status
from monitoring.models import Escalatie
from monitoring.ontvangers import Adresboek, Ontvangers
from monitoring.services.schrijven.adressering import Adressering
from monitoring.services.schrijven.einde import write_einde
from monitoring.services.schrijven.over import OVER_CASUS, Schrijfwijze
from monitoring.services.schrijven.rijen import Rows, Tijdlijn
from monitoring.services.uitkomst import Telling, Uitkomst
from thuiszitters.columns import insert_columns
from thuiszitters.kalender import plus_werkdagen

_SLEUTEL = ("drempel", "trede", "verzuim_sinds", "oorzaak")


@dataclass(frozen=True, slots=True)
class Regel:
    """One escalation to write; `people` only where it is opened."""

    uitkomst: Uitkomst
    nieuw: Nieuw
    people: Ontvangers | None

    @property
    def sleutel(self) -> tuple[Any, ...]:
        """What makes it one of a kind."""
        drempel, trede, sinds, oorzaak = self.nieuw.sleutel
        return self.uitkomst.due.pk, drempel.tekst, trede.tekst, sinds, oorzaak.tekst


def write_uitkomsten(
    uitkomsten: Sequence[Uitkomst], peildatum: date, wijze: Schrijfwijze = OVER_CASUS
) -> Telling:
    """Write everything that was decided for these casussen, or actions; return the counts."""
    busy = [uitkomst for uitkomst in uitkomsten if _asks_people(uitkomst)]
    adresboek = _adresboek(busy, peildatum, wijze)
    regels = [
        Regel(
            uitkomst,
            nieuw,
            adresboek.find(uitkomst.due.plaatsen, nieuw.regel.rollen)
            if adresboek is not None and nieuw.status == Status.OPEN
            else None,
        )
        for uitkomst in uitkomsten
        for nieuw in uitkomst.besluit.nieuw
    ]
    tijdlijn = wijze.tijdlijn(peildatum)
    adressering = Adressering(peildatum, wijze)
    ids = _insert_escalaties(regels, peildatum, wijze)
    opened = 0
    for regel in regels:
        pk = ids.get(regel.sleutel)
        # Without an id somebody else decided the very same: there is nothing to tell twice.
        if regel.people is not None and pk is not None:
            opened += 1
            _tell(tijdlijn, regel, pk)
            adressering.open(pk, regel.uitkomst.due, regel.nieuw, regel.people, _ladder(regel))
    vervallen = write_einde([(u.due, u.besluit) for u in uitkomsten], tijdlijn)
    herinnerd = adressering.remind(busy, adresboek, tijdlijn) if adresboek is not None else 0
    tijdlijn.write()
    return Telling(
        geescaleerd=opened,
        overgeslagen=sum(regel.people is None for regel in regels),
        vervallen=vervallen,
        herinnerd=herinnerd,
        berichten=adressering.write(),
    )


def _ladder(regel: Regel) -> Ladder:
    return regel.uitkomst.ladder


def _asks_people(uitkomst: Uitkomst) -> bool:
    besluit = uitkomst.besluit
    return bool(
        besluit.herinneringen
        or any(nieuw.status == Status.OPEN for nieuw in besluit.nieuw)
        or (uitkomst.due.veranderd and any(e.status == Status.OPEN for e in uitkomst.history))
    )


def _adresboek(busy: Sequence[Uitkomst], peildatum: date, wijze: Schrijfwijze) -> Adresboek | None:
    if not busy:
        return None
    places = [u.due.plaatsen for u in busy]
    return Adresboek(places, wijze.rollen, peildatum, kring=wijze.kring)


def _insert_escalaties(
    regels: Sequence[Regel], peildatum: date, wijze: Schrijfwijze
) -> dict[tuple[Any, ...], int]:
    """Insert the escalations; return the ids of the new ones by their key."""
    rows = Rows()
    about: dict[str, list[int]] = {wijze.over: []}
    for regel in regels:
        nieuw, people, uitkomst = regel.nieuw, regel.people, regel.uitkomst
        rule = nieuw.regel
        uitleg = nieuw.zinnen or uitkomst.uitleg() if people else ()
        about[wijze.over].append(uitkomst.due.pk)
        rows.add(
            drempel=nieuw.drempel.tekst,
            trede=rule.trede.tekst,
            verzuim_sinds=nieuw.verzuim_sinds,
            oorzaak=nieuw.oorzaak.tekst,
            gold_vanaf=nieuw.due_on,
            status=nieuw.status.tekst,
            reden=nieuw.reden[:300],
            aanleiding=rule.aanleiding,
            vraag=rule.vraag,
            termijn=rule.termijn,
            rollen=[rol.value for rol in rule.rollen],
            reageer_voor=plus_werkdagen(peildatum, rule.termijn) if people else None,
            regelset=uitkomst.regelset,
            uitleg=uitleg,
            zonder_ontvanger=[rol.value for rol in people.zonder] if people else [],
        )
    made = insert_columns(
        Escalatie,
        about | rows.columns,
        constants={"op": peildatum, "gemaakt_op": timezone.now()},
        returning=(wijze.over, *_SLEUTEL, "id"),
        ignore_conflicts=True,
    )
    return {tuple(row[:-1]): row[-1] for row in made}


def _tell(tijdlijn: Tijdlijn, regel: Regel, pk: int) -> None:
    """Add the line of an opened signal to the timeline."""
    skipped = [
        nieuw.regel.trede.tekst
        for nieuw in regel.uitkomst.besluit.nieuw
        if nieuw.status == Status.OVERGESLAGEN
    ]
    words = [regel.nieuw.reden]
    if skipped:
        words.append(f"Overgeslagen, want al voorbij: {', '.join(skipped)}.")
    if regel.people and regel.people.zonder:
        missing = ", ".join(rol.label for rol in regel.people.zonder)
        words.append(f"Niemand gevonden met de rol: {missing}.")
    trede = regel.nieuw.regel.trede.tekst
    tijdlijn.add(
        regel.uitkomst.due,
        GebeurtenisSoort.SIGNAAL,
        f"Signaal: {trede}",
        " ".join(words),
        {"escalatie": pk, "trede": trede},
    )
