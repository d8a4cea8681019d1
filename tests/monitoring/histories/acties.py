"""Actions of a pact, changed, answered and left alone on the real services, and in the model."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction

from cases.errors import NietToegestaan
from cases.services.tijdlijn import Inzender
from monitoring.ladder import LANDELIJKE_ACTIELADDER, Anker, Ladder, Trede
from monitoring.models import Escalatie, Geadresseerde
from monitoring.services.actiereacties import address_by_hand, answer_actie
from monitoring.services.regels import make_pactregels
from monitoring.services.watch import run_round
from pact.keuzes import Antwoord, PartnerRol, Status
from pact.models import Actie, Partner
from pact.services.acties import change_actie, inhoud_of
from pact.services.partners import add_partner, end_partner
from pact.services.voortgang import finish_actie, hand_over_actie, postpone_actie
from tests.factories import make_organisatie, make_user
from tests.monitoring.histories.rows import Line, Rows, expected_line, found_line, key_of
from tests.monitoring.model import NATIONAL_ACTIONS, CasusModel, Recorded, Rung, Rungs
from tests.monitoring.model.days import nth_werkdag_after
from tests.monitoring.model.people import Addressees
from tests.pact.hulp import Kring, make_kring
from thuiszitters.accounts.models import User
from thuiszitters.accounts.rollen import Rol, Soort

ONE_DAY = timedelta(days=1)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIRST = date(2026, 11, 23)
_RANK = {"rol": 0, "volgende": 2}


def rungs_of(ladder: Ladder) -> Rungs:
    """These rules as the model reads them."""
    return Rungs(
        Rung(r.drempel.value, r.trede.value, r.anker.value, r.dagen, r.termijn, tuple(r.rollen))
        for r in ladder.regels
        if r.aan
    )


def random_ladder(rng: Random) -> Ladder:
    """The national ladder with other days, terms and roles, and rungs that are off."""
    regels = []
    for regel in LANDELIJKE_ACTIELADDER.regels:
        moved = regel.dagen + rng.randrange(-3, 4) if regel.anker == Anker.DEADLINE else 0
        roles = rng.choice([regel.rollen, (Rol.PARTNER,), (Rol.REGIEVOERDER, Rol.PARTNER)])
        regels.append(
            replace(
                regel,
                aan=rng.random() < 0.85,
                dagen=moved,
                termijn=rng.choice([regel.termijn, 1, 2, 6]),
                rollen=roles,
            )
        )
    return Ladder(tuple(regels))


@dataclass
class People:
    """Who is asked for each role of one action on a day: one person for each partner."""

    owner: int | None
    co_owners: list[int]
    lead: int

    def find(self, roles: tuple[str, ...], day: date) -> dict[int, tuple[str, str, int | None]]:
        """The people for these roles: the role, the way, and on whose behalf."""
        found: dict[int, tuple[str, str, int | None]] = {}
        for role in roles:
            asked = {
                "partner": [self.owner if self.owner is not None else self.lead],
                "betrokkene": self.co_owners,
                "regievoerder": [self.lead],
            }[role]
            way = "volgende" if role == "partner" and self.owner is None else "rol"
            for user in asked:
                if user not in found or _RANK[way] < _RANK[found[user][1]]:
                    found[user] = (role, way, None)
        return found

    def instead_of(self, user: int, day: date) -> int | None:
        """Nobody is away here."""
        return None

    def holes(self, roles: tuple[str, ...]) -> list[str]:
        """The roles in which nobody can be reached."""
        return ["partner"] if "partner" in roles and self.owner is None else []


@dataclass
class Promise:
    """One action, and what the model says of it."""

    pk: int
    rng: Random
    deadline: date | None
    owner: Partner | None
    co_owners: list[Partner]
    over: bool = False
    changed: bool = True
    model: CasusModel = field(default_factory=CasusModel)
    addressees: dict[int, Addressees] = field(default_factory=dict)
    holes: dict[int, list[str]] = field(default_factory=dict)

    @property
    def row(self) -> Actie:
        """The action as it is now."""
        return Actie.objects.select_related("pact").get(pk=self.pk)


class Pacthistorie:
    """The actions of one pact, watched from day to day."""

    def __init__(self, seed: int, acties: int, name: str = "historie") -> None:
        self.rng = Random(f"acties:{seed}")
        self.kring: Kring = make_kring(f"{name}-{seed}", begin=date(2026, 1, 1), einde=None)
        self.person: dict[int, User] = {self.kring.partner.pk: self.kring.deelnemer}
        self.partners = [self.kring.partner, *(self._partner() for _ in range(3))]
        lead = self.kring.pact.partners.get(organisatie=self.kring.penvoerder)
        self.person[lead.pk] = self.kring.regievoerder
        self.left: set[int] = set()
        self.versions: list[tuple[date, Rungs]] = [(date.min, NATIONAL_ACTIONS)]
        self.day = FIRST
        self.counts: dict[str, int] = {}
        self.promises = [self._promise() for _ in range(acties)]

    def _partner(self) -> Partner:
        place = make_organisatie(Soort.JEUGDHULP)
        partner = add_partner(
            pact=self.kring.pact,
            organisatie=place,
            rol=PartnerRol.DEELNEMER,
            inzender=self.kring.inzender,
        )
        self.person[partner.pk] = make_user(Rol.PARTNER, place)
        return partner

    def _promise(self) -> Promise:
        rng = self.rng
        owner = rng.choice([*self.partners, None])
        others = [p for p in self.partners if p != owner]
        co_owners = rng.sample(others, rng.choice([0, 0, 1, 2]))
        deadline = FIRST + rng.randrange(-30, 40) * ONE_DAY
        actie = self.kring.actie(
            eigenaar=owner, mede_eigenaren=frozenset(co_owners), deadline=deadline
        )
        return Promise(actie.pk, Random(rng.random()), deadline, owner, co_owners)

    def live(self, days: int, clock: time_machine.Traveller) -> None:
        """So many days: what people do, then a round, or none."""
        for n in range(days):
            self.day = FIRST + n * ONE_DAY
            clock.move_to(datetime.combine(self.day, time(12), AMSTERDAM))
            if self.rng.random() < 0.04:
                self.new_version()
            if self.rng.random() < 0.02:
                self.partner_leaves()
            for promise in self.promises:
                if promise.rng.random() < 0.3:
                    self.happens(promise)
            self.one_round()

    def one_round(self) -> None:
        """A whole round, twice, undone, or none at all."""
        what = self.rng.choice(["whole", "whole", "whole", "twice", "undone", "down"])
        self._count(what)
        if what == "undone":
            with transaction.atomic():
                run_round(peildatum=self.day)
                transaction.set_rollback(True)
        if what in {"whole", "twice"}:
            run_round(peildatum=self.day)
            for promise in self.promises:
                self.model_round(promise)
        if what == "twice":
            again = run_round(peildatum=self.day, batch=3)
            assert (again.geescaleerd, again.herinnerd, again.vervallen) == (0, 0, 0)

    def model_round(self, promise: Promise) -> None:
        """The same in the model."""
        done = promise.model.action_round(
            self.day, promise.deadline, over=promise.over, rungs=self.rungs
        )
        for e in promise.model.recorded:
            if e in done.opened:
                promise.addressees[e.nr] = Addressees(e.roles)
            changed = promise.changed and not promise.over and e.is_open
            if e in done.opened or e in done.reminded or changed:
                self._address(promise, e)
        promise.changed = False

    def _address(self, promise: Promise, e: Recorded) -> None:
        people = self._people(promise)
        promise.addressees[e.nr].work_out(people, self.day)  # type: ignore[arg-type]
        promise.holes[e.nr] = people.holes(e.roles)

    def _people(self, promise: Promise) -> People:
        owner = promise.owner
        there = owner is not None and owner.pk not in self.left
        return People(
            self.person[owner.pk].pk if there and owner is not None else None,
            [self.person[p.pk].pk for p in promise.co_owners if p.pk not in self.left],
            self.kring.regievoerder.pk,
        )

    @property
    def rungs(self) -> Rungs:
        """The rules of the day."""
        return [rungs for since, rungs in self.versions if since <= self.day][-1]

    def new_version(self) -> None:
        """Make rules for the pact that hold from this day or a later one."""
        since = self.day + self.rng.choice([0, 0, 1, 6]) * ONE_DAY
        ladder = random_ladder(self.rng)
        try:
            with transaction.atomic():
                make_pactregels(
                    pact=self.kring.pact,
                    geldig_vanaf=since,
                    ladder=ladder,
                    reden="Hierover is in het overleg een afspraak gemaakt.",
                    inzender=self.kring.inzender,
                )
        except ValidationError:
            return
        self.versions.append((since, rungs_of(ladder)))
        self._count("version")

    def partner_leaves(self) -> None:
        """One of the partners leaves the pact."""
        staying = [p for p in self.partners if p.pk not in self.left]
        if len(staying) < 3:
            return
        gone = self.rng.choice(staying)
        end_partner(partner=gone, inzender=self.kring.inzender)
        self.left.add(gone.pk)
        for promise in self.promises:
            if gone == promise.owner or gone in promise.co_owners:
                promise.changed |= not promise.over
        self._count("leaves")

    def happens(self, promise: Promise) -> None:
        """Something that somebody does with an action."""
        deeds = [self.moves, self.sets_status, self.chooses_owner, self.by_hand]
        deeds += [self.by_hand] + [self.answers] * 7
        promise.rng.choice(deeds)(promise)

    def moves(self, promise: Promise) -> None:
        """The regievoerder sets another deadline, or none."""
        new = self.day + promise.rng.randrange(-20, 30) * ONE_DAY
        deadline = None if promise.rng.random() < 0.15 else new
        self._change(promise, deadline=deadline)

    def sets_status(self, promise: Promise) -> None:
        """The regievoerder drops an action, or takes it up again."""
        status = Status.LOOPT if promise.over else Status.VERVALLEN
        self._change(promise, status=status, toelichting="Zo besloten.")

    def chooses_owner(self, promise: Promise) -> None:
        """The regievoerder chooses another owner, or none."""
        staying = [p for p in self.partners if p.pk not in self.left]
        self._change(promise, eigenaar=promise.rng.choice([*staying, None]))

    def _change(self, promise: Promise, **values: object) -> None:
        row = promise.row
        before = inhoud_of(row)
        after = replace(before, **values)  # type: ignore[arg-type]
        if before == after:
            return
        change_actie(actie=row, inhoud=after, inzender=self.kring.inzender)
        self._followed(promise, after.deadline, after.eigenaar, Status(after.status))
        self._count("change")

    def _followed(
        self, promise: Promise, deadline: date | None, owner: Partner | None, status: Status
    ) -> None:
        """What a change does to the signals, in the model."""
        passed = owner != promise.owner
        promise.deadline, promise.owner = deadline, owner
        # Who owns it is no co-owner any more.
        promise.co_owners = [partner for partner in promise.co_owners if partner != owner]
        promise.over = status in {Status.GEDAAN, Status.VERVALLEN}
        promise.changed = True
        promise.model.action_changed(self.day, deadline, over=promise.over)
        if passed:
            for e in promise.model.open_ones():
                promise.model.pass_on(e.nr, self.day)

    def by_hand(self, promise: Promise) -> None:
        """The regievoerder addresses the owner."""
        trede = promise.rng.choice(list(Trede))
        try:
            with transaction.atomic():
                address_by_hand(
                    actie=promise.row,
                    trede=trede,
                    tekst="Hoe staat het ervoor?",
                    inzender=self.kring.inzender,
                )
        except ValidationError:
            return
        made = promise.model.address(trede.value, self.day, self.rungs)
        promise.addressees[made.nr] = Addressees(made.roles)
        self._address(promise, made)
        promise.changed = True
        self._count("hand")

    def answers(self, promise: Promise) -> None:
        """A partner answers one of the open signals, or what it answered before."""
        there = [e for e in promise.model.recorded if e.is_live]
        if not there:
            return
        one = promise.rng.choice(there)
        antwoord = promise.rng.choice(
            [Antwoord.OP_SCHEMA] * 4 + [Antwoord.LATER, Antwoord.OVERDRAGEN] * 2 + [Antwoord.GEDAAN]
        )
        try:
            with transaction.atomic():
                self._answer(promise, one, antwoord)
        except (ValidationError, NietToegestaan):
            self._count("refused")
        else:
            self._count(antwoord.value)

    def _answer(self, promise: Promise, one: Recorded, antwoord: Antwoord) -> None:
        rng = promise.rng
        on_page = rng.random() < 0.3 and antwoord != Antwoord.OP_SCHEMA
        row = None if on_page else self._escalatie(promise, one)
        by = self._who(promise)
        if antwoord == Antwoord.OP_SCHEMA:
            assert row is not None
            last = nth_werkdag_after(self.day, 10)
            until = self.day + rng.randrange((last - self.day).days + 1) * ONE_DAY
            quiet = until if rng.random() < 0.7 else None
            if quiet is None and one.drempel == "deadline":
                comes = any(
                    due is not None and due > self.day
                    for rung in self.rungs.by_date
                    for due in [rung.due({"deadline": promise.deadline})]
                )
                refused = False
                try:
                    with transaction.atomic():
                        answer_actie(escalatie=row, antwoord=antwoord, inzender=by)
                except ValidationError:
                    refused = True
                assert refused != comes
                if refused:
                    return
            else:
                answer_actie(escalatie=row, antwoord=antwoord, rust_tot=quiet, inzender=by)
            promise.model.take_up(one.nr, quiet)
            return
        if antwoord == Antwoord.LATER:
            deadline = self.day + rng.randrange(1, 40) * ONE_DAY
            if row is None:
                postpone_actie(actie=promise.row, deadline=deadline, reden="Later.", inzender=by)
            else:
                answer_actie(
                    escalatie=row,
                    antwoord=antwoord,
                    deadline=deadline,
                    toelichting="Later.",
                    inzender=by,
                )
            self._followed(promise, deadline, promise.owner, Status.LOOPT)
            for e in promise.model.open_ones():
                if e.drempel == "met_de_hand":
                    e.status = "vervallen"
        elif antwoord == Antwoord.GEDAAN:
            if row is None:
                finish_actie(actie=promise.row, bewijs="Zie het verslag.", inzender=by)
            else:
                answer_actie(
                    escalatie=row, antwoord=antwoord, bewijs="Zie het verslag.", inzender=by
                )
            self._followed(promise, promise.deadline, promise.owner, Status.GEDAAN)
        else:
            naar = rng.choice([p for p in self.partners if p.pk not in self.left])
            if row is None:
                hand_over_actie(actie=promise.row, naar=naar, reden="Hun taak.", inzender=by)
            else:
                answer_actie(
                    escalatie=row,
                    antwoord=antwoord,
                    naar=naar,
                    toelichting="Hun taak.",
                    inzender=by,
                )
            self._followed(promise, promise.deadline, naar, Status.LOOPT)

    def _who(self, promise: Promise) -> Inzender:
        """The owner, or who leads the pact where there is none."""
        owner = promise.owner
        if owner is None or owner.pk in self.left:
            return self.kring.inzender
        return Inzender(door=self.person[owner.pk], namens=owner.organisatie)

    def _escalatie(self, promise: Promise, one: Recorded) -> Escalatie:
        return Escalatie.objects.get(
            actie_id=promise.pk,
            drempel=one.drempel,
            trede=one.trede,
            verzuim_sinds=one.first_day,
            oorzaak=one.oorzaak,
        )

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1

    def differences(self) -> list[str]:
        """Where the tables and the model do not agree."""
        found = []
        for promise in self.promises:
            rows, expected = found_rows(promise), expected_rows(promise)
            if rows != expected:
                keys = {key for key in rows | expected if rows.get(key) != expected.get(key)}
                found += [
                    f"action {promise.pk}, {key}:\n  found    {rows.get(key)}\n"
                    f"  expected {expected.get(key)}"
                    for key in sorted(keys, key=str)
                ]
        return found


def play_acties(seed: int, histories: int, *, acties: int = 40, days: int = 120) -> list[str]:
    """Play so many pacten; return the differences, each with how to play it again."""
    found = []
    for number in range(histories):
        moment = datetime.combine(FIRST, time(12), AMSTERDAM)
        with time_machine.travel(moment, tick=False) as clock:
            historie = Pacthistorie(seed * 10_000 + number, acties)
            historie.live(days, clock)
        found += [f"Pacthistorie({seed * 10_000 + number}): {d}" for d in historie.differences()]
    return found


def found_rows(promise: Promise) -> Rows:
    """What was recorded for an action, with who is or was asked."""
    asked: dict[int, set[Line]] = {}
    people = Geadresseerde.objects.filter(escalatie__actie=promise.pk)
    for pk, *rest in people.values_list("escalatie_id", "user_id", "rol", "wijze", "van", "tot"):
        asked.setdefault(pk, set()).add(tuple(rest))
    return {
        key_of(e): (*found_line(e), tuple(e.zonder_ontvanger), asked.get(e.pk, set()))
        for e in Escalatie.objects.filter(actie=promise.pk)
    }


def expected_rows(promise: Promise) -> Rows:
    """The same by the model."""
    return {
        e.key: (
            *expected_line(e),
            tuple(promise.holes.get(e.nr, ())),
            {
                (user, a.role, a.way, a.since, a.until)
                for user, a in promise.addressees[e.nr].asked.items()
            }
            if e.nr in promise.addressees
            else set(),
        )
        for e in promise.model.recorded
    }
