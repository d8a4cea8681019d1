"""Half a year of rounds over imported children, and the same in the model."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from cases.models import Casus
from cases.stand import LANDELIJK, bereken_signalen, bereken_stand
from monitoring.models import Escalatie, Geadresseerde, ReactieSoort
from monitoring.services.reacties import answer_escalatie
from monitoring.services.watch import run_round
from tests.factories import Region, make_organisatie, make_user
from tests.monitoring.histories.children import Child
from tests.monitoring.histories.deeds import ONE_DAY, Elsewhere, do
from tests.monitoring.histories.rows import Line, Rows, expected_line, found_line, key_of
from tests.monitoring.model import Done, Recorded
from tests.monitoring.model.days import nth_werkdag_after
from tests.monitoring.model.people import Addressees, Places
from thuiszitters.accounts.models import User, Vervanging
from thuiszitters.accounts.rollen import Rol, Soort

AWAY = (date(2026, 4, 20), date(2026, 5, 18))
"""In these weeks the directeur is away, and the coordinator stands in."""


class HalfYear:
    """The children of one region, watched."""

    def __init__(self, region: Region, children: list[Child]) -> None:
        self.region = region
        self.children = children
        school = make_organisatie(Soort.SCHOOL, swv=region.swv, bestuur=region.bestuur)
        gemeente = make_organisatie(Soort.GEMEENTE, swv=region.swv)
        self.other = Elsewhere(
            school,
            make_user(Rol.ZORGCOORDINATOR, school).pk,
            gemeente,
            make_user(Rol.LEERPLICHTAMBTENAAR, gemeente).pk,
        )
        directeur, coordinator = region.directeur, region.coordinator
        Vervanging.objects.create(
            user=directeur,
            vervanger=coordinator,
            organisatie=region.swv,
            van=AWAY[0],
            tot=AWAY[1],
        )
        self.away = {directeur.pk: (coordinator.pk, *AWAY)}
        self.people = {user.pk: user for user in User.objects.all()}
        self.casussen = {
            casus.kenmerk: casus
            for casus in Casus.objects.filter(swv=region.swv).select_related("leerling")
        }
        self.counts = dict.fromkeys(("deeds", "gezien", "neem_op", "doorgestuurd"), 0)

    def watch(self, days: Iterable[date], *, times: int) -> None:
        """Run these days: what happens in the morning, then a round, then answers."""
        for day in days:
            for child in self.children:
                self.do_deeds(child, day)
            for again in range(times):
                run_round(peildatum=day)
                for child in self.children:
                    self.round(child, day)
                    if not again:
                        self.answer(child, day)

    def do_deeds(self, child: Child, day: date) -> None:
        """Whatever is planned for this child by now."""
        while child.deeds and child.deeds[0][0] <= day:
            _, what = child.deeds.pop(0)
            do(what, child, self.casussen[child.kenmerk], day, self.region, self.other)
            self.counts["deeds"] += 1

    def round(self, child: Child, day: date) -> None:
        """One round in the model."""
        stand = bereken_stand(child.feiten, LANDELIJK, day, met_uitleg=False)
        signals = bereken_signalen(child.feiten, LANDELIJK, day).signalen
        done = child.model.round(day, stand, signals, closed=child.closed)
        self.address(child, done, day)
        child.changed = False
        if (done.opened or done.reminded) and child.rng.random() < 0.2:
            later = day + child.rng.randrange(9) * ONE_DAY
            child.answers.append((later, child.rng.choice(done.opened + done.reminded)))

    def address(self, child: Child, done: Done, day: date) -> None:
        """Who is asked after this round."""
        places = Places(child.people, self.away)
        still_open = [e for e in child.model.open_ones() if e not in done.opened]
        begin, end = AWAY
        left = begin <= day < end and any(
            child.addressees[e.nr].asks_who_is_away(self.region.directeur.pk, places, day)
            for e in still_open
        )
        for e in child.model.recorded:
            if e in done.opened:
                child.addressees[e.nr] = Addressees(e.roles)
            changed = (child.changed or left) and not child.closed and e.is_open
            if e in done.opened or e in done.reminded or changed:
                child.addressees[e.nr].work_out(places, day)

    def answer(self, child: Child, day: date) -> None:
        """Who planned to answer by now does, where it is still asked."""
        due = [planned for planned in child.answers if planned[0] <= day]
        child.answers = [planned for planned in child.answers if planned[0] > day]
        for _, escalatie in due:
            if escalatie.is_open and not child.closed:
                self._answer(child, escalatie, day)

    def _answer(self, child: Child, escalatie: Recorded, day: date) -> None:
        rng = child.rng
        row = Escalatie.objects.get(
            casus=self.casussen[child.kenmerk],
            drempel=escalatie.drempel,
            trede=escalatie.trede,
            verzuim_sinds=escalatie.first_day,
            oorzaak=escalatie.oorzaak,
        )
        addressees = child.addressees[escalatie.nr]
        asked = sorted(addressees.now())
        one = self.people[rng.choice(asked)]
        kind = rng.choice(["gezien", "neem_op", "neem_op", "neem_op", "doorgestuurd"])
        naar, until = None, None
        if kind == "doorgestuurd":
            roles = ("coordinator", "directeur", "leerplichtambtenaar")
            others = [child.people[role] for role in roles if child.people[role] != one.pk]
            naar = self.people[rng.choice(others)]
        if kind == "neem_op":
            last = nth_werkdag_after(day, 10)
            until = day + rng.randrange((last - day).days + 1) * ONE_DAY
        answer_escalatie(
            escalatie=row,
            soort=ReactieSoort(kind),
            toelichting="Ik ga bellen.",
            naar=naar,
            inzender=self.region.by(one),
            rust_tot=until,
            op=day,
        )
        self.counts[kind] += 1
        if until is not None:
            child.model.take_up(escalatie.nr, until)
        if naar is not None:
            child.model.pass_on(escalatie.nr, day)
            addressees.pass_on(Places(child.people, self.away), one.pk, naar.pk, day)


def found_rows(casus: Casus) -> Rows:
    """What was recorded for a casus, with who is or was asked."""
    asked: dict[int, set[Line]] = {}
    people = Geadresseerde.objects.filter(escalatie__casus=casus)
    for pk, *rest in people.values_list(
        "escalatie_id", "user_id", "rol", "wijze", "namens_id", "van", "tot", "gaf_door"
    ):
        asked.setdefault(pk, set()).add(tuple(rest))
    return {
        key_of(e): (*found_line(e), asked.get(e.pk, set()))
        for e in Escalatie.objects.filter(casus=casus)
    }


def expected_rows(child: Child) -> Rows:
    """The same by the model."""
    return {
        e.key: (*expected_line(e), _people(child.addressees.get(e.nr)))
        for e in child.model.recorded
    }


def _people(addressees: Addressees | None) -> set[Line]:
    if addressees is None:
        return set()
    return {
        (user, a.role, a.way, a.on_behalf_of, a.since, a.until, a.gave_it_away)
        for user, a in addressees.asked.items()
    }


def asked_now(children: Collection[Child]) -> set[tuple[str, str, int]]:
    """Who is asked what at the end: kenmerk, trede and drempel, person."""
    return {
        (child.kenmerk, f"{e.drempel} {e.trede} {e.oorzaak} {e.first_day}", user)
        for child in children
        for e in child.model.open_ones()
        for user in child.addressees[e.nr].now()
    }
