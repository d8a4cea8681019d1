"""Today's figures, counted from the columns of the Stand, and who nears a threshold.

Everything is counted among the open casussen the user may see themselves, so small numbers tell
them nothing they could not look up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, F, Q, QuerySet, When
from django.db.models.functions import Least

from cases.models import Casus
from cases.selectors.feiten import load_feiten
from cases.services.regels import Regelsets
from cases.stand import (
    THUISZITTER,
    Categorie,
    Drempel,
    Drempelnaam,
    Duur,
    OngeldigeFeiten,
    Stand,
    bereken_stand,
)
from monitoring.ladder import KLIMT
from thuiszitters.accounts.models import User

VOORUIT = 14
"""Calendar days ahead that the page looks for thresholds."""

_ZINNEN = {
    Drempelnaam.VIER_WEKEN: "De drempel van vier weken ",
    Drempelnaam.DRIE_MAANDEN: "De drie maanden voor een passend aanbod ",
}


@dataclass(frozen=True, slots=True)
class Cel:
    """A count of casussen that share gemeente, categorie and duur."""

    gemeente: str
    categorie: str
    duur: str
    aantal: int


@dataclass(frozen=True, slots=True)
class Figuren:
    """The counts of one day, and whatever sum over them is asked for."""

    cellen: tuple[Cel, ...]
    achter: int
    """Casussen among them whose Stand is older than the facts or the day; they still get one."""

    def tel(
        self,
        *,
        categorie: Collection[Categorie] | None = None,
        duur: Duur | None = None,
        gemeente: str | None = None,
    ) -> int:
        """Return how many casussen fit all that is given."""
        return sum(
            cel.aantal
            for cel in self.cellen
            if (categorie is None or cel.categorie in categorie)
            and (duur is None or cel.duur == duur)
            and (gemeente is None or cel.gemeente == gemeente)
        )

    @property
    def open(self) -> int:
        """Return the number of open casussen."""
        return self.tel()

    @property
    def thuiszitters(self) -> int:
        """Return the number of thuiszitters: AV and LRV."""
        return self.tel(categorie=THUISZITTER)

    @property
    def langer_dan_drie_maanden(self) -> int:
        """Return the thuiszitters that are at home for longer than three months."""
        return self.tel(categorie=THUISZITTER, duur=Duur.LANGER_DAN_DRIE_MAANDEN)

    def gemeenten(self, categorie: Collection[Categorie] | None = None) -> list[str]:
        """Return the gemeenten with a casus in these categories, the largest number first."""
        totals: Counter[str] = Counter()
        for cel in self.cellen:
            if categorie is None or cel.categorie in categorie:
                totals[cel.gemeente] += cel.aantal
        return sorted(totals, key=lambda gemeente: (-totals[gemeente], gemeente))


def tel_stand(user: User | AnonymousUser, peildatum: date) -> Figuren:
    """Return the counts of the open casussen this user may see, in one query."""
    # A figure is only as fresh as the Stand: what the watch still has to look at is told.
    behind = Q(volgende_controle_op__lte=peildatum) & (
        Q(stand_op__isnull=True) | Q(stand_op__lt=peildatum)
    )
    rows = (
        Casus.objects.visible_to(user)
        .open()
        .order_by()
        .values_list("gemeente__naam", "categorie", "duur")
        .annotate(aantal=Count("pk"), achter=Count("pk", filter=behind))
    )
    found = list(rows)
    return Figuren(
        cellen=tuple(Cel(*row[:4]) for row in found),
        achter=sum(row[4] for row in found),
    )


def nearing_threshold(user: User | AnonymousUser, peildatum: date) -> QuerySet[Casus]:
    """Return the open casussen that reach a threshold within VOORUIT days, the first one on top.

    A threshold is the four-week day or the last day of the three months, as the Stand has them.
    Only children at home without an aanbod: for the others no clock runs.
    """
    until = peildatum + timedelta(days=VOORUIT)
    four = Q(vier_weken_op__range=(peildatum, until))
    three = Q(drie_maanden_op__range=(peildatum, until))
    return (
        Casus.objects.visible_to(user)
        .open()
        .filter(four | three, categorie__in=[categorie.value for categorie in KLIMT])
        .annotate(
            # Least passes over nulls; a day that lies behind is no threshold ahead.
            nadert_op=Least(
                _ahead("vier_weken_op", peildatum),
                _ahead("drie_maanden_op", peildatum),
            )
        )
        .select_related("leerling", "school", "gemeente", "swv", "eigenaar")
        .order_by("nadert_op", "pk")
    )


def _ahead(column: str, peildatum: date) -> Case:
    return Case(When(Q(**{f"{column}__gte": peildatum}), then=F(column)))


@dataclass(frozen=True, slots=True)
class Nadering:
    """A casus that nears a threshold: which one, when, and the sentence that says why."""

    casus: Casus
    drempel: Drempel
    waarom: str


def explain_nearing(casussen: Collection[Casus], peildatum: date) -> list[Nadering]:
    """Return each casus with its next threshold and the sentence of its Stand about it.

    The casussen come from `nearing_threshold`. Six queries, however many there are. A casus
    whose facts changed since, so that no threshold lies ahead any more, is left out.
    """
    facts = load_feiten(casussen)
    regelsets = Regelsets({casus.swv_id for casus in casussen})
    found = []
    for casus in casussen:
        try:
            regelset = regelsets.regelset(casus.swv_id, peildatum)
            stand = bereken_stand(facts[casus.pk], regelset, peildatum)
        except OngeldigeFeiten:
            continue  # the casus page shows what does not fit
        if stand.volgende_drempel is not None:
            found.append(Nadering(casus, stand.volgende_drempel, reason(stand)))
    return found


def reason(stand: Stand) -> str:
    """Return the sentence of the explanation that says why the next threshold falls when it does.

    Empty without a threshold ahead.
    """
    if stand.volgende_drempel is None:
        return ""
    wanted = _ZINNEN[stand.volgende_drempel.naam]
    return next((zin for zin in stand.uitleg if zin.startswith(wanted)), "")
