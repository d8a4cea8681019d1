"""Reading the signals of one casus: what was asked of whom, and what they answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from cases.models import Casus
from cases.selectors.casus import current_parties
from monitoring.ladder import Status
from monitoring.models import Escalatie, Reactie, ReactieSoort
from thuiszitters.accounts.models import Lidmaatschap, User
from thuiszitters.accounts.rollen import Rol
from thuiszitters.berichten.models import Bericht, Toestand


@dataclass(frozen=True, slots=True)
class Gevraagde:
    """Somebody a signal was sent to."""

    user: User
    rollen: str
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

    @property
    def is_open(self) -> bool:
        """Whether it still waits for an answer."""
        return self.escalatie.status == Status.OPEN.value

    @property
    def hoe_het_afliep(self) -> str:
        """What became of it, in one word."""
        return Status(self.escalatie.status).value.capitalize()


def load_signalen(casus: Casus, user: User, peildatum: date) -> list[Signaal]:
    """Return every signal of this casus, newest first, in five queries."""
    answers = Reactie.objects.select_related("door", "naar").order_by("op", "pk")
    rows = list(casus.escalaties.prefetch_related(Prefetch("reacties", queryset=answers)))
    asked = _asked(casus, rows)
    return [_signaal(row, asked[row.referentie], user, peildatum) for row in rows]


def _asked(casus: Casus, rows: Iterable[Escalatie]) -> dict[str, list[Gevraagde]]:
    """Return by reference to whom each signal was sent, in the order of sending."""
    mails = list(
        Bericht.objects.filter(referentie__in=[row.referentie for row in rows])
        .select_related("ontvanger")
        .order_by("pk")
    )
    roles: dict[int, list[str]] = defaultdict(list)
    places = [partij.organisatie_id for partij in current_parties(casus)]
    held = Lidmaatschap.objects.filter(
        user_id__in={mail.ontvanger_id for mail in mails}, organisatie_id__in=places
    )
    for lid in held.select_related("organisatie").order_by("pk"):
        roles[lid.user_id].append(f"{lid.get_rol_display()} {lid.organisatie}")
    asked: dict[str, list[Gevraagde]] = defaultdict(list)
    for mail in mails:
        asked[mail.referentie].append(
            Gevraagde(
                user=mail.ontvanger,
                rollen=", ".join(dict.fromkeys(roles[mail.ontvanger_id])),
                onbereikt=mail.toestand == Toestand.MISLUKT,
            )
        )
    return asked


def _signaal(row: Escalatie, asked: list[Gevraagde], user: User, peildatum: date) -> Signaal:
    reacties = list(row.reacties.all())
    is_open = row.status == Status.OPEN.value
    return Signaal(
        escalatie=row,
        gevraagden=asked,
        reacties=reacties,
        zonder=[Rol(rol).label for rol in row.zonder_ontvanger],
        voor_mij=any(person.user.pk == user.pk for person in asked),
        ik_zag_het=any(r.door_id == user.pk and r.soort == ReactieSoort.GEZIEN for r in reacties),
        te_laat=bool(is_open and row.reageer_voor and row.reageer_voor < peildatum),
    )
