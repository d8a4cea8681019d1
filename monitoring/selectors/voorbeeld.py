"""What a version of the rules would change, worked out on the open casussen before it is made.

Both the rules that hold and the proposed ones decide over the same facts, history and people, on
the day the version begins, as the watch of that day would. What still happens before that day is
not in it. Nothing is stored. Casussen are read in chunks, so memory does not grow with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cases.models import Casus
from cases.selectors.feiten import load_feiten_of
from cases.stand import Beoordeling, Feiten, OngeldigeFeiten, Stand, beoordeel, bereken_signalen
from monitoring.ladder import Besluit, Eerder, Status, beeld_van_stand, decide
from monitoring.ladder.geheel import Regels
from monitoring.models import Geadresseerde
from monitoring.ontvangers import Adresboek
from monitoring.services.claim import Due, load_due
from monitoring.services.geschiedenis import load_history
from monitoring.services.regelboek import Regelboek
from monitoring.services.schrijven.adressering import (
    Gevraagd,
    asked_by_now,
    load_asked,
    load_roles,
)
from thuiszitters.accounts.models import Organisatie, User, Vervanging
from thuiszitters.accounts.rollen import Rol
from thuiszitters.columns import any_of

CHUNK = 1_000
MEESTE_REGELS = 200
"""How many lines of each list are kept; the totals count all."""


class Vraag(NamedTuple):
    """One person who is asked one escalation of one casus."""

    nummer: str
    drempel: str
    trede: str
    user: int


@dataclass(frozen=True, slots=True)
class Verandering:
    """A casus that counts otherwise under the proposed rules."""

    nummer: str
    oud: Stand
    nieuw: Stand

    @property
    def categorie(self) -> bool:
        """Whether its categorie changes, and not only a threshold."""
        return self.oud.categorie != self.nieuw.categorie


@dataclass(frozen=True, slots=True)
class Preview:
    """What would change on the day a version begins. The lists are cut off, the totals are not."""

    peildatum: date
    bekeken: int
    veranderingen: tuple[Verandering, ...]
    veranderd: int
    """Casussen whose categorie or thresholds change."""
    categorieen: Mapping[tuple[str, str], int]
    """How many go from one categorie to another."""
    erbij: tuple[Vraag, ...]
    eraf: tuple[Vraag, ...]
    totaal_erbij: int
    totaal_eraf: int
    per_persoon: Mapping[int, tuple[int, int]]
    """For each person: how many questions more, and how many fewer."""
    namen: Mapping[int, str]
    kapot: int
    """Casussen whose facts do not fit together."""

    @property
    def leeg(self) -> bool:
        """Whether nothing would change."""
        return not (self.veranderd or self.totaal_erbij or self.totaal_eraf)


@dataclass(slots=True)
class _Telling:
    bekeken: int = 0
    kapot: int = 0
    veranderd: int = 0
    veranderingen: list[Verandering] = field(default_factory=list)
    categorieen: Counter[tuple[str, str]] = field(default_factory=Counter)
    erbij: list[Vraag] = field(default_factory=list)
    eraf: list[Vraag] = field(default_factory=list)
    meer: Counter[int] = field(default_factory=Counter)
    minder: Counter[int] = field(default_factory=Counter)

    def add(self, nummer: str, oud: _Uitkomst, nieuw: _Uitkomst) -> None:
        """Count one casus, worked out twice."""
        if _shown(oud.stand) != _shown(nieuw.stand):
            self.veranderd += 1
            if len(self.veranderingen) < MEESTE_REGELS:
                self.veranderingen.append(Verandering(nummer, oud.stand, nieuw.stand))
            if oud.stand.categorie != nieuw.stand.categorie:
                self.categorieen[oud.stand.categorie.value, nieuw.stand.categorie.value] += 1
        for more, fewer, rows, count in (
            (nieuw, oud, self.erbij, self.meer),
            (oud, nieuw, self.eraf, self.minder),
        ):
            for vraag in sorted(more.vragen - fewer.vragen):
                count[vraag.user] += 1
                if len(rows) < MEESTE_REGELS:
                    rows.append(vraag)


class _Uitkomst(NamedTuple):
    stand: Stand
    vragen: frozenset[Vraag]


def _shown(stand: Stand) -> tuple[object, ...]:
    return (
        stand.categorie,
        stand.duur,
        stand.verzuim_sinds,
        stand.vier_weken_op,
        stand.drie_maanden_op,
    )


def preview(*, swv: Organisatie, nieuw: Regels, peildatum: date, chunk: int = CHUNK) -> Preview:
    """Return what would change for the open casussen of an SWV, decided on `peildatum`.

    A fixed number of statements per chunk of casussen.
    """
    telling = _Telling()
    oud = Regelboek().regels(swv.pk, peildatum)
    for ids in _chunks(swv.pk, chunk):
        _count_chunk(telling, load_due(ids), oud, nieuw, peildatum)
    people = {*telling.meer, *telling.minder}
    names = dict(User.objects.filter(pk__in=people).values_list("pk", "naam"))
    return Preview(
        peildatum=peildatum,
        bekeken=telling.bekeken,
        veranderingen=tuple(telling.veranderingen),
        veranderd=telling.veranderd,
        categorieen=dict(telling.categorieen.most_common()),
        erbij=tuple(telling.erbij),
        eraf=tuple(telling.eraf),
        totaal_erbij=telling.meer.total(),
        totaal_eraf=telling.minder.total(),
        per_persoon={
            user: (telling.meer[user], telling.minder[user])
            for user in sorted(people, key=lambda user: (names.get(user, ""), user))
        },
        namen=names,
        kapot=telling.kapot,
    )


def _chunks(swv: int, size: int) -> Iterator[list[int]]:
    after = 0
    while True:
        rows = Casus.objects.open().filter(swv_id=swv, pk__gt=after).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:size])
        if not ids:
            return
        yield ids
        after = ids[-1]


class _Casus(NamedTuple):
    """One casus, decided under one version of the rules."""

    due: Due
    history: Sequence[Eerder]
    oordeel: Beoordeling
    besluit: Besluit


def _count_chunk(
    telling: _Telling, casussen: Sequence[Due], oud: Regels, nieuw: Regels, peildatum: date
) -> None:
    facts = load_feiten_of([due.kind for due in casussen])
    histories = load_history([due.pk for due in casussen])
    pairs: list[tuple[_Casus, _Casus]] = []
    for due in casussen:
        telling.bekeken += 1
        history = histories.get(due.pk, ())
        try:
            pairs.append(
                (
                    _decide(due, facts[due.pk], history, oud, peildatum),
                    _decide(due, facts[due.pk], history, nieuw, peildatum),
                )
            )
        except OngeldigeFeiten:
            telling.kapot += 1
    vragen = _Vragen(pairs, oud, nieuw, peildatum)
    for before, after in pairs:
        telling.add(
            before.due.nummer,
            _Uitkomst(before.oordeel.stand, vragen.after(before)),
            _Uitkomst(after.oordeel.stand, vragen.after(after)),
        )


def _decide(
    due: Due, feiten: Feiten, history: Sequence[Eerder], regels: Regels, peildatum: date
) -> _Casus:
    oordeel = beoordeel(feiten, regels.regelset, peildatum)
    besluit = decide(
        beeld=beeld_van_stand(oordeel.stand),
        signalen=bereken_signalen(feiten, regels.regelset, peildatum).signalen,
        history=history,
        peildatum=peildatum,
        ladder=regels.ladder,
    )
    return _Casus(due, history, oordeel, besluit)


class _Vragen:
    """Who is asked what once the round is over, for the casussen of one chunk."""

    def __init__(
        self,
        pairs: Sequence[tuple[_Casus, _Casus]],
        oud: Regels,
        nieuw: Regels,
        peildatum: date,
    ) -> None:
        live = [
            e.pk
            for before, _ in pairs
            for e in before.history
            if e.status in {Status.OPEN, Status.BEANTWOORD}
        ]
        self._asked = load_asked(live, peildatum)
        self._roles = load_roles(live)
        asked_roles = {rol for roles in self._roles.values() for rol in roles}
        rollen = dict.fromkeys((*oud.ladder.rollen, *nieuw.ladder.rollen, *asked_roles))
        self._adresboek = Adresboek(
            [before.due.plaatsen for before, _ in pairs], tuple(rollen), peildatum
        )
        away = Vervanging.objects.covering(peildatum).filter(
            user__in=Geadresseerde.objects.filter(
                escalatie_id__in=any_of(live), tot__isnull=True
            ).values("user_id")
        )
        self._away = frozenset(away.values_list("user_id", flat=True))

    def after(self, casus: _Casus) -> frozenset[Vraag]:
        """Return the questions that are open at a casus after this decision."""
        besluit, due = casus.besluit, casus.due
        over = {pk for pk, _ in besluit.vervalt} | set(besluit.opgevolgd)
        again = {herinnering.pk for herinnering in besluit.herinneringen}
        found: set[Vraag] = set()
        for e in casus.history:
            is_open = e.status == Status.OPEN and e.pk not in over
            if is_open or e.pk in again:
                asked = self._asked.get(e.pk, {})
                now = {row.user for row in asked.values() if row.nu}
                if e.pk in again or due.veranderd or now & self._away:
                    now = self._by_now(due, asked, self._roles.get(e.pk, ()))
                found |= {Vraag(due.nummer, e.drempel.value, e.trede.value, user) for user in now}
        for nieuw in besluit.nieuw:
            if nieuw.status == Status.OPEN:
                people = self._adresboek.find(due.plaatsen, nieuw.regel.rollen)
                found |= {
                    Vraag(due.nummer, nieuw.drempel.value, nieuw.regel.trede.value, user)
                    for user in people.users
                }
        return frozenset(found)

    def _by_now(self, due: Due, asked: Mapping[int, Gevraagd], roles: tuple[Rol, ...]) -> set[int]:
        return set(asked_by_now(asked, self._adresboek.find(due.plaatsen, roles)))
