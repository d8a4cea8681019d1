"""The escalatieladder itself, as a pure function.

From the dates of a casus or of an action of a pact (`Beeld`), the signals that hold, what was
escalated and answered before, and the rules, it says which rungs are due on a day, which are
skipped, which lapse, who must be reminded, and on which day to look again. It knows no clock and
no database. Source: the communication
ladder of the regievoerder (preventie, stimuleren, signaleren, aanspreken) on the thresholds of
the Thuiszitterspact, and the same ladder for what its partners promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from monitoring.ladder.beeld import Beeld
from monitoring.ladder.besluit import Besluit, Eerder, Herinnering, Melding, Nieuw
from monitoring.ladder.regels import LANDELIJKE_LADDER, Ladder, LadderRegel
from monitoring.ladder.soorten import Drempel, Oorzaak, Spoor, Status, Trede
from monitoring.ladder.stilte import Stil, after_reminder, stilte
from thuiszitters.kalender import datum_kort, plus_werkdagen

_KLIMT = frozenset({Spoor.THUIS, Spoor.ACTIE})
"""What climbs by its dates; the others hold as long as their signal does."""
_VOORBIJ = {
    Spoor.UREN: "De gemiste uren geven geen signaal meer.",
    Spoor.ZIEKTE: "De ziekmeldingen geven geen signaal meer.",
    Spoor.INSCHRIJVING: "De leerling staat weer ingeschreven.",
}
_LEVEND = frozenset({Status.OPEN, Status.BEANTWOORD})
_BEREIKT = frozenset({Status.OPEN, Status.BEANTWOORD, Status.OPGEVOLGD})


def decide(
    *,
    beeld: Beeld,
    history: Sequence[Eerder],
    peildatum: date,
    signalen: Sequence[Melding] = (),
    ladder: Ladder = LANDELIJKE_LADDER,
) -> Besluit:
    """Return what is due on `peildatum`.

    Of the rungs that are due by date and not yet recorded for this first day, only the highest is
    opened; those below it are recorded as skipped. A rung that opens takes over from the open
    ones that stand no higher. Where the ladder rests, or the casus or action is over, nothing is
    due and what is open lapses. Silence climbs on its own (see `stilte`). The same
    question after recording the answer gives nothing new: it looks at dates, not at having run.
    """
    if beeld.afgelopen:
        return Besluit(vervalt=lapsing(beeld, history))
    besluit = _Beslissing(beeld, history, peildatum, signalen, ladder)
    besluit.lapse()
    besluit.climb_by_date()
    besluit.open_signals()
    besluit.climb_by_silence()
    besluit.check_after_quiet()
    return besluit.answer()


def lapsing(beeld: Beeld, history: Sequence[Eerder]) -> tuple[tuple[int, str], ...]:
    """Return what lapses now, each with its reason, as `decide` would begin with."""
    if beeld.afgelopen:
        return tuple((e.pk, beeld.afgelopen) for e in history if _is_open(e))
    besluit = _Beslissing(beeld, history, date.min, (), Ladder(()))
    besluit.lapse()
    return besluit.answer().vervalt


def _is_open(e: Eerder) -> bool:
    return e.status == Status.OPEN


def _answered_for_good(e: Eerder) -> bool:
    """Whether this is a word of the regievoerder that was answered: no rung any more."""
    return e.drempel == Drempel.MET_DE_HAND and not _is_open(e) and e.rust_tot is None


class _Beslissing:
    """One decision in the making."""

    def __init__(
        self,
        beeld: Beeld,
        history: Sequence[Eerder],
        peildatum: date,
        signalen: Sequence[Melding],
        ladder: Ladder,
    ) -> None:
        self._beeld = beeld
        self._history = history
        self._peildatum = peildatum
        self._ladder = ladder
        self._meldingen = signalen
        self._sinds = beeld.sinds
        self._levend: list[Eerder] = []
        self._nieuw: list[Nieuw] = []
        self._vervalt: list[tuple[int, str]] = []
        self._opgevolgd: list[int] = []
        self._herinneringen: list[Herinnering] = []
        self._dagen: list[date] = []

    def lapse(self) -> None:
        """Tell what still lives from what lapses."""
        holding = {(melding.naam, melding.aanvang) for melding in self._meldingen}
        for e in self._history:
            if e.status not in _LEVEND:
                continue
            if e.spoor in _KLIMT:
                reason = self._over(e)
            else:
                held = (e.drempel.tekst, e.verzuim_sinds) in holding
                reason = "" if held else _VOORBIJ[e.spoor]
            if not reason:
                self._levend.append(e)
            elif _is_open(e):
                self._vervalt.append((e.pk, reason))

    def _over(self, e: Eerder) -> str:
        """Return why it lapses; empty where it belongs to what the ladder looks at."""
        if e.drempel == Drempel.MET_DE_HAND:
            return ""
        if self._sinds is None:
            return self._beeld.rust
        if e.drempel == Drempel.VEERTIENDAAGS:
            return "" if e.verzuim_sinds >= self._sinds else self._beeld.anders
        return "" if e.verzuim_sinds == self._sinds else self._beeld.anders

    def climb_by_date(self) -> None:
        """Open the highest rung that is due by date; record the ones below as skipped."""
        sinds, today = self._sinds, self._peildatum
        if sinds is None:
            return
        regels = self._ladder.datumregels
        known: dict[tuple[Drempel, Trede], Status] = {
            (e.drempel, e.trede): e.status
            for e in self._history
            if e.verzuim_sinds == sinds and e.oorzaak == Oorzaak.DATUM
        }
        reached = -1
        due_now: list[tuple[int, LadderRegel, date]] = []
        for place, regel in enumerate(regels):
            status = known.get(regel.sleutel)
            if status is not None:
                if status != Status.OVERGESLAGEN:
                    reached = place
                continue
            due = regel.due_on(self._beeld)
            if due is None:
                continue
            if due <= today:
                due_now.append((place, regel, due))
            else:
                self._dagen.append(due)
        if not due_now:
            return
        highest = due_now[-1][0]
        top = regels[max(highest, reached)]
        for place, regel, due in due_now:
            if place == highest > reached:
                self._open(Nieuw(regel, regel.drempel, sinds, due, Status.OPEN, _why(regel, due)))
            else:
                reason = _why_not(due, today, top)
                self._nieuw.append(
                    Nieuw(regel, regel.drempel, sinds, due, Status.OVERGESLAGEN, reason)
                )

    def open_signals(self) -> None:
        """Open the rungs of the signals that hold and were not recorded yet."""
        if not self._meldingen:
            return
        known = {(e.drempel.tekst, e.verzuim_sinds) for e in self._history}
        for regel in self._ladder.signaalregels:
            for melding in self._meldingen:
                if melding.naam != regel.drempel.tekst or (melding.naam, melding.aanvang) in known:
                    continue
                self._open(
                    Nieuw(
                        regel,
                        regel.drempel,
                        melding.aanvang,
                        melding.op,
                        Status.OPEN,
                        " ".join((regel.aanleiding, *melding.zinnen[:1])),
                        zinnen=tuple(melding.zinnen),
                    )
                )

    def climb_by_silence(self) -> None:
        """Remind who did not answer, and climb where the reminder met with silence too."""
        if not self._levend:
            return
        today = self._peildatum
        known = {e.sleutel for e in self._history} | {nieuw.sleutel for nieuw in self._nieuw}
        by_height = sorted(self._levend, key=lambda e: (-e.trede.hoogte, e.pk))
        for e in by_height:
            if e not in self._levend:
                continue
            above = [o for o in self._levend if o is not e and o.spoor == e.spoor]
            answer = stilte(e, above, known, today, self._ladder)
            match answer:
                case Stil.OPGEVOLGD:
                    self._opgevolgd.append(e.pk)
                    self._levend.remove(e)
                case Herinnering():
                    self._remind(e, answer)
                    self._dagen.append(after_reminder(e, answer, known, today, self._ladder))
                case Nieuw():
                    known.add(answer.sleutel)
                    self._open(answer)
                case date():
                    self._dagen.append(answer)

    def _remind(self, e: Eerder, herinnering: Herinnering) -> None:
        """Remind of an escalation; for what comes after it in this round it is open."""
        self._herinneringen.append(herinnering)
        if herinnering.heropend:
            place = self._levend.index(e)
            self._levend[place] = replace(e, status=Status.OPEN, rust_tot=None)

    def check_after_quiet(self) -> None:
        """Ask to look again where nothing was asked for a number of days."""
        regel, sinds, today = self._ladder.controle, self._sinds, self._peildatum
        if regel is None or sinds is None or self._asks_already():
            return
        quiet_since = sinds
        for e in self._history:
            if e.status != Status.OVERGESLAGEN:
                quiet_since = max(quiet_since, e.op, e.rust_tot or sinds)
        due = quiet_since + timedelta(days=regel.dagen)
        if due > today:
            self._dagen.append(due)
        else:
            self._open(Nieuw(regel, regel.drempel, due, due, Status.OPEN, _why(regel, due)))

    def _asks_already(self) -> bool:
        """Whether something is asked now. What is taken up counts by its day, as quiet time."""
        return (
            bool(self._herinneringen)
            or any(nieuw.status == Status.OPEN for nieuw in self._nieuw)
            or any(_is_open(e) for e in self._levend)
        )

    def _open(self, nieuw: Nieuw) -> None:
        """Open a rung, and let it take over from what stands no higher."""
        self._nieuw.append(nieuw)
        self._dagen.append(plus_werkdagen(self._peildatum, nieuw.regel.termijn + 1))
        for e in list(self._levend):
            same = e.spoor == nieuw.drempel.spoor
            if same and e.trede.hoogte <= nieuw.regel.trede.hoogte:
                self._levend.remove(e)
                if _is_open(e) and not self._forget_reminder(e):
                    self._opgevolgd.append(e.pk)

    def _forget_reminder(self, e: Eerder) -> bool:
        """Drop a reminder of this round: it was taken over. Return whether it had been reopened."""
        dropped = [h for h in self._herinneringen if h.pk == e.pk]
        if dropped:
            self._herinneringen = [h for h in self._herinneringen if h.pk != e.pk]
        return any(h.heropend for h in dropped)

    def answer(self) -> Besluit:
        """Return the decision."""
        return Besluit(
            nieuw=tuple(self._nieuw),
            vervalt=tuple(self._vervalt),
            opgevolgd=tuple(self._opgevolgd),
            herinneringen=tuple(self._herinneringen),
            volgende_op=min(self._dagen, default=None),
            trede=self._highest(),
        )

    def _highest(self) -> Trede | None:
        reached = [nieuw.regel.trede for nieuw in self._nieuw if nieuw.status == Status.OPEN]
        reached += [e.trede for e in self._levend if not _answered_for_good(e)]
        if self._sinds is not None:
            reached += [
                e.trede
                for e in self._history
                if e.status in _BEREIKT
                and e.spoor in _KLIMT
                and e.drempel != Drempel.MET_DE_HAND
                and not self._over(e)
            ]
        return max(reached, key=lambda trede: trede.hoogte, default=None)


def _why(regel: LadderRegel, due: date) -> str:
    return f"{regel.aanleiding} Deze trede gold vanaf {datum_kort(due)}."


def _why_not(due: date, peildatum: date, top: LadderRegel) -> str:
    return (
        f"Overgeslagen: deze trede gold vanaf {datum_kort(due)}, maar op {datum_kort(peildatum)} "
        f"was een hogere trede ({top.trede}) al bereikt."
    )
