"""How the machinery runs, in figures: the same for the page, for a monitor and for the mail.

Every question is answered from an index or from rows that are few, at a million casussen too.
Nothing here is about a child or a person.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, QuerySet
from django.utils import timezone

from cases.models import Casus, CasusPartij
from cases.models.casus import METEEN
from monitoring.ladder import Status, Trede
from monitoring.models import Afstemming, Escalatie, Hartslag, Proces, Ronde, Verschil
from monitoring.selectors.hartslag import hartslagen, last_ronde, leeft, overdue_since
from thuiszitters.accounts.models import Lidmaatschap
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.ui.templatetags.ui import tijdstip

MEEST = 100_000
"""No further is counted: that it is more says enough."""
_DAG = timedelta(days=1)
_OPEN_TOESTANDEN = (
    Toestand.WACHTEND,
    Toestand.BEZIG,
    Toestand.ONZEKER,
    Toestand.MISLUKT,
    Toestand.BUNDEL,
)
"""Those with an index of their own: what is done with is never counted."""


@dataclass(frozen=True, slots=True)
class Rondes:
    """What the rounds of the watch say."""

    aantal: int
    laatste: Ronde | None
    bezig_sinds: datetime | None
    """When a round began that did not end yet, or never will."""
    stil_sinds: datetime | None
    """Since when none came to its end, where that is too long ago."""
    te_doen: int
    """Casussen that are due now, at most MEEST."""
    gewijzigd: int
    """How many of those because their facts changed."""
    achterstand: timedelta
    """How long the oldest that was due by its date waits; zero when none does."""
    fouten: tuple[str, ...]
    """The numbers of the casussen that could not be handled in the last day."""


@dataclass(frozen=True, slots=True)
class Post:
    """What the outbox says."""

    toestanden: dict[Toestand, int]
    verzonden: int
    """Sent in the last day."""
    oudste: timedelta
    """How long the oldest waits that may leave, or may be asked after; zero when none does."""


@dataclass(frozen=True, slots=True)
class Techniek:
    """All of it, at one moment."""

    nu: datetime
    rondes: Rondes
    post: Post
    open_per_trede: dict[Trede, int]
    zonder_ontvanger: int
    """Open escalations with a role in which nobody could be reached."""
    processen: tuple[Hartslag, ...]
    afstemming: Afstemming | None
    """The last one that came to its end."""
    afstemming_bezig: Afstemming | None
    verschillen: dict[str, int]
    """What the last one found, by kind; what a running one found already included."""

    def levend(self, soort: Proces) -> list[Hartslag]:
        """Return the processes of this kind that are taken for alive."""
        return [h for h in self.processen if h.soort == soort and leeft(h, self.nu)]

    def laatst_gezien(self, soort: Proces) -> datetime | None:
        """Return when a process of this kind was last seen."""
        return max((h.op for h in self.processen if h.soort == soort), default=None)


def load_techniek(nu: datetime) -> Techniek:
    """Return how everything runs at this moment."""
    per_trede, holes = _escalaties()
    done, running = _afstemmingen()
    return Techniek(
        nu=nu,
        rondes=_rondes(nu),
        post=_post(nu),
        open_per_trede=per_trede,
        zonder_ontvanger=holes,
        processen=tuple(hartslagen()),
        afstemming=done,
        afstemming_bezig=running,
        verschillen=_verschillen(done, running),
    )


def _at_most(rows: QuerySet[Casus]) -> int:
    return rows.order_by()[:MEEST].count()


def _rondes(nu: datetime) -> Rondes:
    today = timezone.localdate(nu)
    due = Casus.objects.filter(volgende_controle_op__lte=today)
    oldest = (
        due.filter(volgende_controle_op__gt=METEEN)
        .order_by("volgende_controle_op", "pk")
        .values_list("volgende_controle_op", flat=True)
        .first()
    )
    waiting = timedelta(0)
    if oldest is not None:
        began = timezone.make_aware(datetime.combine(oldest, datetime.min.time()))
        waiting = max(nu - began, timedelta(0))
    last = last_ronde()
    running = Ronde.objects.filter(klaar_op__isnull=True)
    if last is not None:
        running = running.filter(pk__gt=last.pk)
    return Rondes(
        aantal=Ronde.objects.count(),
        laatste=last,
        bezig_sinds=running.order_by("pk").values_list("begonnen_op", flat=True).first(),
        stil_sinds=overdue_since(nu),
        te_doen=_at_most(due),
        gewijzigd=_at_most(Casus.objects.filter(volgende_controle_op=METEEN)),
        achterstand=waiting,
        fouten=_fouten(nu),
    )


def _fouten(nu: datetime) -> tuple[str, ...]:
    rows = Ronde.objects.filter(klaar_op__gt=nu - _DAG).exclude(fouten=[])
    return tuple(
        sorted({nummer for fouten in rows.values_list("fouten", flat=True) for nummer in fouten})
    )


def _post(nu: datetime) -> Post:
    waits = (
        Bericht.objects.filter(toestand=toestand, niet_voor__lte=nu)
        .order_by("niet_voor", "pk")
        .values_list("niet_voor", flat=True)
        .first()
        for toestand in (Toestand.WACHTEND, Toestand.ONZEKER)
    )
    oldest = min((moment for moment in waits if moment is not None), default=nu)
    return Post(
        # One question per state, so that each is answered from its own small index.
        toestanden={
            toestand: Bericht.objects.filter(toestand=toestand).count()
            for toestand in _OPEN_TOESTANDEN
        },
        verzonden=Bericht.objects.filter(
            verzonden_op__isnull=False, verzonden_op__gt=nu - _DAG
        ).count(),
        oudste=nu - oldest,
    )


def _escalaties() -> tuple[dict[Trede, int], int]:
    """Return the open ones per trede and those with a hole, both from an index alone."""
    rows = Escalatie.objects.filter(status=Status.OPEN.value).order_by()
    found = dict.fromkeys(Trede, 0)
    for trede, many in rows.values_list("trede").annotate(many=Count("*")):
        found[Trede(trede)] = many
    return found, rows.exclude(zonder_ontvanger=[]).count()


def _afstemmingen() -> tuple[Afstemming | None, Afstemming | None]:
    done = Afstemming.objects.filter(klaar_op__isnull=False).order_by("-klaar_op", "-pk").first()
    running = Afstemming.objects.filter(klaar_op__isnull=True)
    if done is not None:
        running = running.filter(pk__gt=done.pk)
    return done, running.order_by("-pk").first()


def _verschillen(*afstemmingen: Afstemming | None) -> dict[str, int]:
    pks = [afstemming.pk for afstemming in afstemmingen if afstemming is not None]
    rows = Verschil.objects.filter(afstemming__in=pks).order_by().values_list("soort")
    return dict(rows.annotate(many=Count("pk")))


def waarom_geen_berichten(afstemming: Afstemming) -> str:
    """Return why a reconciliation had no mails to compare, in Dutch; empty where it had any."""
    if afstemming.berichten or afstemming.klaar_op is None:
        return ""
    return (
        f"Van {tijdstip(afstemming.venster_van)} tot {tijdstip(afstemming.venster_tot)} ging er "
        "geen e-mail weg, dus er waren geen berichten te vergelijken. Wat daarna wegging, komt in "
        "de volgende afstemming."
    )


def failed_by_reason(organisaties: Collection[int]) -> list[tuple[str, int]]:
    """Return why mails to people of these organisations failed, and how many; most first."""
    people = Lidmaatschap.objects.filter(organisatie_id__in=organisaties).values("user_id")
    rows = (
        Bericht.objects.filter(toestand=Toestand.MISLUKT, ontvanger_id__in=people)
        .order_by()
        .values_list("reden")
        .annotate(many=Count("pk"))
        .order_by("-many", "reden")
    )
    return list(rows)


def nummers_of(nummers: Collection[str], organisaties: Collection[int]) -> list[str]:
    """Return those of these casus numbers in which one of these organisations takes part now."""
    parties = CasusPartij.objects.filter(organisatie_id__in=organisaties, tot__isnull=True)
    rows = Casus.objects.filter(nummer__in=nummers, pk__in=parties.values("casus_id"))
    return list(rows.order_by("nummer").values_list("nummer", flat=True))
