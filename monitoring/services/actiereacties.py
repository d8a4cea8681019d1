"""Signals about actions: the answers of a partner, being addressed by hand, and what ends them.

A partner can answer in two places: to the signal (`answer_actie`), and on the action itself
(pact.services.voortgang). Both come to the same, because what follows is done here for every
change of an action (`follow_change`), in its own transaction.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from cases.errors import NietToegestaan
from cases.models.casus import METEEN
from cases.services.tijdlijn import Inzender
from monitoring.ladder import Besluit, Drempel, Ladder, Oorzaak, Status, Trede, address, lapsing
from monitoring.models import Escalatie, Reactie
from monitoring.services.geschiedenis import load_history
from monitoring.services.pactregelboek import Pactregelboek
from monitoring.services.reacties import (
    check_open,
    last_answer,
    overtaken,
    restart_term,
    wrong_rust_tot,
)
from monitoring.services.rondes.acties import DueActie, load_due_acties
from monitoring.services.schrijven import OVER_ACTIE, write_uitkomsten
from monitoring.services.schrijven.einde import write_einde
from monitoring.services.schrijven.rijen import Actietijdlijn
from monitoring.services.uitkomst import Uitkomst
from pact.keuzes import Antwoord
from pact.models import Actie, Bestand, LogSoort, Partner
from pact.models.actielog import RUST_TOT
from pact.permissions import Handeling, may, may_bijdragen
from pact.services.geschiedenis import Wijziging, add_line, lock_actie
from pact.services.voortgang import finish_actie, hand_over_actie, postpone_actie
from pact.tekst import refuse_numbers
from pact.wijzigingen import Actiewijziging
from thuiszitters.audit.services import record
from thuiszitters.berichten import wakeup
from thuiszitters.berichten.services import withdraw_berichten
from thuiszitters.kalender import datum_kort, plus_werkdagen

LANGSTE_TEKST = 2000
_LEVEND = [Status.OPEN.value, Status.BEANTWOORD.value]
_NIEUWE_DATUM = "Er is geantwoord met een nieuwe datum."


@transaction.atomic
def answer_actie(
    *,
    escalatie: Escalatie,
    antwoord: Antwoord,
    inzender: Inzender,
    toelichting: str = "",
    rust_tot: date | None = None,
    deadline: date | None = None,
    resultaat: str = "",
    bewijs: str = "",
    link: str = "",
    bestand: Bestand | None = None,
    naar: Partner | None = None,
    laatste: int | None = None,
    op: date | None = None,
) -> Reactie:
    """Return the answer of a partner to a signal about its action (docs/ladder.md).

    `op_schema` stops the climbing by silence, until `rust_tot` where given; never the rungs of
    the deadline. It needs that day once no such rung is to come. `later` needs a `deadline` and a
    reason, `gedaan` needs `bewijs`, `overdragen` needs `naar` and a reason: these change the
    action. `laatste` is the last answer that was seen (0: none); `op` is today unless given.

    Raises ValidationError per field, NietToegestaan where the signal does not wait for an answer
    or the person may not give it, and AlGedaan for a form sent twice.
    """
    user = inzender.door
    assert user is not None
    by = replace(inzender, versie=None)
    actie = lock_actie(escalatie.over_actie, by)
    verdict = may_bijdragen(user, actie)
    if not verdict.mag:
        raise NietToegestaan(verdict.waarom)
    current = Escalatie.objects.select_for_update().get(pk=escalatie.pk)
    before = last_answer(current)
    check_open(current, before, again=True)
    _check_belongs(actie, current, op or timezone.localdate())
    if laatste is not None and laatste != (before.pk if before else 0):
        raise NietToegestaan(overtaken(before))
    tekst = toelichting.strip()
    match antwoord:
        case Antwoord.OP_SCHEMA:
            return _on_schedule(
                actie,
                current,
                tekst=tekst,
                rust_tot=rust_tot,
                inzender=by,
                op=op or timezone.localdate(),
            )
        case Antwoord.LATER:
            if deadline is None:
                raise ValidationError({"deadline": "Kies de nieuwe datum."})
            with _named():
                postpone_actie(actie=actie, deadline=deadline, reden=tekst, inzender=by)
        case Antwoord.GEDAAN:
            finish_actie(
                actie=actie,
                resultaat=resultaat,
                bewijs=bewijs,
                link=link,
                bestand=bestand,
                inzender=by,
            )
        case Antwoord.OVERDRAGEN:
            if naar is None:
                raise ValidationError({"naar": "Kies welke partner de actie overneemt."})
            with _named():
                hand_over_actie(actie=actie, naar=naar, reden=tekst, inzender=by)
    since = before.pk if before else 0
    given = current.reacties.filter(pk__gt=since).order_by("-pk").first()
    return given or _record_answer(current, antwoord, tekst, by, deadline=deadline, naar=naar)


def _check_belongs(actie: Actie, current: Escalatie, op: date) -> None:
    """Raise NietToegestaan for what was answered before and is about nothing any more."""
    due = load_due_acties([actie.pk], op)[0]
    if over := due.beeld(op).afgelopen:
        raise NietToegestaan(f"{over} Er wordt niets meer gevraagd.")
    if not current.met_de_hand and current.verzuim_sinds != actie.deadline:
        raise NietToegestaan("Dit signaal ging over een eerdere deadline. Er wordt niets gevraagd.")


@contextmanager
def _named() -> Iterator[None]:
    """Give what is wrong with a reason at the field of this form in which it is written."""
    try:
        yield
    except ValidationError as error:
        if not hasattr(error, "error_dict"):
            raise
        raise ValidationError(
            {
                "toelichting" if veld == "reden" else veld: messages
                for veld, messages in error.message_dict.items()
            }
        ) from error


def _on_schedule(
    actie: Actie,
    current: Escalatie,
    *,
    tekst: str,
    rust_tot: date | None,
    inzender: Inzender,
    op: date,
) -> Reactie:
    refuse_numbers({"toelichting": tekst})
    if rust_tot is not None:
        if melding := wrong_rust_tot(rust_tot, op):
            raise ValidationError({"rust_tot": melding})
    elif not current.met_de_hand and not _another_rung_comes(actie, op):
        raise ValidationError(
            {
                "rust_tot": "Na deze trede vraagt niemand het meer vanzelf. Kies tot en met welke "
                "dag je bezig bent, of geef een nieuwe datum."
            }
        )
    was = current.rust_tot
    current.status = Status.BEANTWOORD.value
    current.rust_tot = rust_tot
    current.save(update_fields=["status", "rust_tot"])
    withdraw_berichten(referenties=[current.referentie], reden="Het signaal is beantwoord.")
    if rust_tot is not None:
        _look_again(actie, plus_werkdagen(rust_tot, 1))
    # Apart from the words of the partner, which are quoted on the desk and in reports.
    rest = [Wijziging(veld=RUST_TOT, oud=_day(was), nieuw=_day(rust_tot))] if rust_tot else []
    add_line(
        actie,
        LogSoort.ANTWOORD,
        inzender,
        wijzigingen=rest,
        tekst=tekst,
        antwoord=Antwoord.OP_SCHEMA,
    )
    return _record_answer(current, Antwoord.OP_SCHEMA, tekst, inzender, rust_tot=rust_tot)


def _day(dag: date | None) -> str:
    return datum_kort(dag) if dag else ""


def _another_rung_comes(actie: Actie, op: date) -> bool:
    """Return whether a rung of the deadline falls due after this day, by the rules of this day."""
    due = load_due_acties([actie.pk], op)[0]
    beeld = due.beeld(op)
    days = (regel.due_on(beeld) for regel in _ladder(due, op).datumregels)
    return any(day is not None and day > op for day in days)


def _ladder(due: DueActie, op: date) -> Ladder:
    return Pactregelboek().regels(due.pact, op).ladder


def _look_again(actie: Actie, op: date) -> None:
    """Let the watch come by on this day at the latest."""
    Actie.objects.filter(pk=actie.pk).update(
        volgende_controle_op=Least(F("volgende_controle_op"), op)
    )


def _record_answer(
    current: Escalatie,
    antwoord: Antwoord,
    tekst: str,
    inzender: Inzender,
    *,
    rust_tot: date | None = None,
    deadline: date | None = None,
    naar: Partner | None = None,
) -> Reactie:
    assert inzender.door is not None
    return Reactie.objects.create(
        escalatie=current,
        soort=antwoord.value,
        toelichting=tekst,
        rust_tot=rust_tot,
        deadline=deadline,
        naar_partner=naar,
        door=inzender.door,
    )


def follow_change(wijziging: Actiewijziging) -> None:
    """Keep the signals about an action true when it changes, in the transaction of the change.

    An answer of its people is an answer to what was asked. What no longer belongs lapses at once,
    by the same rule as in a round. A new owner gets the term anew, at most twice; the watch asks
    them.
    """
    actie, voor, na = wijziging.actie, wijziging.voor, wijziging.na
    rows = Escalatie.objects.select_for_update().filter(actie=actie, status__in=_LEVEND)
    live = list(rows.order_by("pk"))
    if not live:
        return
    if wijziging.antwoord is not None and wijziging.inzender.door is not None:
        for e in live:
            if e.status == Status.OPEN.value or e.verzuim_sinds == voor.deadline:
                _record_answer(
                    e,
                    wijziging.antwoord,
                    wijziging.tekst,
                    wijziging.inzender,
                    deadline=na.deadline if na.deadline != voor.deadline else None,
                    naar=na.eigenaar if na.eigenaar != voor.eigenaar else None,
                )
    ended = _lapse(actie, live, later=wijziging.antwoord == Antwoord.LATER)
    if voor.eigenaar != na.eigenaar:
        for e in live:
            if e.status == Status.OPEN.value and e.pk not in ended:
                restart_term(e, timezone.localdate())
    transaction.on_commit(lambda: wakeup.wake("monitoring.watch"))


def _lapse(actie: Actie, live: list[Escalatie], *, later: bool) -> frozenset[int]:
    """End what no longer belongs; with `later` also what was asked by hand. Return which."""
    today = timezone.localdate()
    due = load_due_acties([actie.pk], today)[0]
    history = load_history([actie.pk], "actie").get(actie.pk, ())
    over = dict(lapsing(due.beeld(today), history))
    if later:
        by_hand = (e.pk for e in live if e.met_de_hand and e.status == Status.OPEN.value)
        over |= dict.fromkeys(by_hand, _NIEUWE_DATUM)
    tijdlijn = Actietijdlijn(today)
    write_einde([(due, Besluit(vervalt=tuple(over.items())))], tijdlijn)
    tijdlijn.write()
    return frozenset(over)


@transaction.atomic
def address_by_hand(
    *, actie: Actie, trede: Trede, tekst: str, inzender: Inzender, op: date | None = None
) -> Escalatie:
    """Return the new signal with which whoever leads the pact addresses the owner of an action.

    The text is read after logging in; the mail does not carry it. It has a term and meets silence
    like any other. Raises NietToegestaan for who does not lead the pact, ValidationError per
    field, also for a second one on this rung today, and AlGedaan for a form sent twice.
    """
    user = inzender.door
    assert user is not None
    current = lock_actie(actie, replace(inzender, versie=None))
    verdict = may(user, Handeling.LEIDEN, current.pact)
    if not verdict.mag:
        raise NietToegestaan(verdict.waarom)
    today = op or timezone.localdate()
    words = tekst.replace("\r\n", "\n").strip()
    due = load_due_acties([current.pk], today)[0]
    _check_by_hand(due, trede, words, today)
    regels = Pactregelboek().regels(due.pact, today)
    history = load_history([current.pk], "actie").get(current.pk, ())
    besluit = address(trede=trede, history=history, peildatum=today, ladder=regels.ladder)
    # Who is asked what was open already, is for the watch to see to.
    due = replace(due, veranderd=False)
    write_uitkomsten(
        [Uitkomst(due, history, besluit, regels.ladder, today, regels.code, due.uitleg)],
        today,
        replace(
            OVER_ACTIE,
            tijdlijn=partial(
                Actietijdlijn,
                door=user.pk,
                namens=inzender.namens.pk if inzender.namens else None,
                sleutel=inzender.sleutel,
            ),
        ),
    )
    escalatie = Escalatie.objects.get(
        actie=current, drempel=Drempel.MET_DE_HAND.value, trede=trede.value, verzuim_sinds=today,
        oorzaak=Oorzaak.HAND.value,
    )  # fmt: skip
    Escalatie.objects.filter(pk=escalatie.pk).update(tekst=words, door=user)
    Actie.objects.filter(pk=current.pk).update(volgende_controle_op=METEEN)
    record(
        gebeurtenis="actie aangesproken",
        gebruiker_id=user.pk,
        organisatie_id=inzender.namens.pk if inzender.namens else None,
        onderwerp="actie",
        onderwerp_id=due.nummer,
        gegevens={"escalatie": escalatie.pk, "trede": trede.value},
    )
    transaction.on_commit(wakeup.wake_sender)
    escalatie.refresh_from_db()
    return escalatie


def _check_by_hand(due: DueActie, trede: Trede, tekst: str, today: date) -> None:
    over = due.beeld(today).afgelopen
    if over:
        raise ValidationError(f"{over} Er valt niemand meer aan te spreken.")
    wrong = {}
    if not tekst:
        wrong["tekst"] = "Schrijf wat je vraagt."
    elif len(tekst) > LANGSTE_TEKST:
        wrong["tekst"] = f"Gebruik hoogstens {LANGSTE_TEKST} tekens; dit zijn er {len(tekst)}."
    if Escalatie.objects.filter(
        actie_id=due.pk, drempel=Drempel.MET_DE_HAND.value, trede=trede.value, verzuim_sinds=today
    ).exists():
        wrong["trede"] = "Vandaag is hier al iemand op deze trede aangesproken. Kies een andere."
    if wrong:
        raise ValidationError(wrong)
    refuse_numbers({"tekst": tekst})
