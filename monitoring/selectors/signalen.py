"""Reading the signals of one casus: what is asked of whom, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from cases.models import Casus
from cases.selectors.casus import Persoon
from monitoring.ladder import Status
from monitoring.models import Escalatie, Geadresseerde, Reactie, ReactieSoort
from monitoring.selectors.gevraagd import rol_woord, waarom_iemand
from monitoring.selectors.mijn_signalen import asked_again, first_rest_day, taken_by
from thuiszitters.accounts.models import User
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.kalender import hoe_lang_nog

WOORDEN = {
    Status.OPEN: "Open",
    Status.BEANTWOORD: "Beantwoord",
    Status.OPGEVOLGD: "Opgevolgd door een hogere trede",
    Status.VERVALLEN: "Vervallen",
    Status.OVERGESLAGEN: "Overgeslagen",
}
"""What became of a signal, as people read it."""


@dataclass(frozen=True, slots=True)
class Gevraagde:
    """Somebody who is asked now."""

    user: User
    waarom: str
    onbereikt: bool
    """Whether the e-mail could not be delivered."""


@dataclass(frozen=True, slots=True)
class Signaal:
    """One escalation as people read it."""

    escalatie: Escalatie
    gevraagden: list[Gevraagde]
    reacties: list[Reactie]
    zonder: list[str]
    """The roles that had to be addressed and that nobody held."""
    voor_mij: bool
    ik_zag_het: bool
    te_laat: bool
    rust: bool
    """Whether somebody takes care of it now, until a day."""
    opgepakt: Reactie | None
    """The answer with which it was taken up last."""
    door_mij: bool
    weer_op: date | None
    """The first werkdag after the day it was taken up until, where that is none."""
    heropend: bool
    """Whether it was taken up, and is asked again since that day passed."""
    nog: str

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.escalatie.status == Status.OPEN.value

    @property
    def hoe_het_afliep(self) -> str:
        """What became of it, in a few words."""
        return WOORDEN[Status(self.escalatie.status)]


def load_escalaties(casus: Casus) -> list[Escalatie]:
    """Return every escalation of this casus, newest first, with answers and who is asked now."""
    answers = Reactie.objects.select_related("door", "naar").order_by("op", "pk")
    asked = Geadresseerde.objects.filter(tot__isnull=True).select_related("user", "namens")
    return list(
        casus.escalaties.prefetch_related(
            Prefetch("reacties", queryset=answers),
            Prefetch("geadresseerden", queryset=asked.order_by("pk"), to_attr="nu_gevraagd"),
        )
    )


def read_signalen(
    rows: Sequence[Escalatie], mensen: Sequence[Persoon], user: User, peildatum: date
) -> list[Signaal]:
    """Return these escalations of one casus as this person reads them; `mensen` see the casus."""
    running = [row for row in rows if row.status == Status.OPEN.value]
    people = _asked(running, {persoon.user.pk: persoon.rollen for persoon in mensen})
    return [_signaal(row, people.get(row.pk, []), user, peildatum) for row in rows]


def _now(row: Escalatie) -> list[Geadresseerde]:
    """Return who is asked now, as prefetched."""
    found: list[Geadresseerde] = row.__dict__.get("nu_gevraagd", [])
    return found


def _asked(rows: Sequence[Escalatie], rollen: Mapping[int, str]) -> dict[int, list[Gevraagde]]:
    """Return by signal who is asked now, in the order in which they were."""
    users = {asked.user_id for row in rows for asked in _now(row)}
    if not users:
        return {}
    failed = set(
        Bericht.objects.filter(
            referentie__in=[row.referentie for row in rows],
            ontvanger_id__in=users,
            toestand=Toestand.MISLUKT,
        ).values_list("referentie", "ontvanger_id")
    )
    return {
        row.pk: [
            Gevraagde(
                user=asked.user,
                waarom=waarom_iemand(asked, rollen.get(asked.user_id, "")),
                onbereikt=(row.referentie, asked.user_id) in failed
                or asked.user.onbestelbaar_op is not None,
            )
            for asked in _now(row)
        ]
        for row in rows
    }


def _signaal(row: Escalatie, asked: list[Gevraagde], user: User, peildatum: date) -> Signaal:
    reacties = list(row.reacties.all())
    is_open = row.status == Status.OPEN.value
    taken = taken_by(row)
    rest = row.rust_tot if row.status == Status.BEANTWOORD.value else None
    return Signaal(
        escalatie=row,
        gevraagden=asked,
        reacties=reacties,
        zonder=[rol_woord(rol) for rol in row.zonder_ontvanger] if is_open else [],
        voor_mij=is_open and any(person.user.pk == user.pk for person in asked),
        ik_zag_het=any(r.door_id == user.pk and r.soort == ReactieSoort.GEZIEN for r in reacties),
        te_laat=bool(is_open and row.reageer_voor and row.reageer_voor < peildatum),
        rust=rest is not None and rest >= first_rest_day(peildatum),
        opgepakt=taken,
        door_mij=taken is not None and taken.door_id == user.pk,
        weer_op=asked_again(rest),
        heropend=is_open and taken is not None,
        nog=hoe_lang_nog(row.reageer_voor, peildatum) if is_open and row.reageer_voor else "",
    )
