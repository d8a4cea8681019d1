"""Who is asked = the mails: everybody who is asked has theirs, once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from monitoring.models import Escalatie, Geadresseerde, Reactie, ReactieSoort, VerschilSoort
from monitoring.services.afstemming.gevonden import Gevonden, Onderwerp
from monitoring.services.schrijven import OVER_ACTIE, OVER_CASUS
from thuiszitters.berichten.models import Bericht, Toestand
from thuiszitters.berichten.sender import GEEN_ACCOUNT, NIET_TOEGESTAAN
from thuiszitters.columns import any_of

SIGNALEN = frozenset({OVER_CASUS.signaal, OVER_ACTIE.signaal})
HERINNERINGEN = frozenset({OVER_CASUS.herinnering, OVER_ACTIE.herinnering})


@dataclass(slots=True)
class _Mails:
    """The mails of one escalation to one person."""

    signalen: list[tuple[int, str]] = field(default_factory=list)
    """Id and toestand of each."""
    herinnerd: set[str] = field(default_factory=set)
    """The sleutels of the reminders."""
    uitgegaan: bool = False
    """Whether any left, or still will."""
    mag_niet: bool = False
    """Whether one was held back because this address or person gets no mail here."""
    zonder_bundel: list[int] = field(default_factory=list)


def check_asked(escalaties: Mapping[int, Onderwerp]) -> Iterator[Gevonden]:
    """Give what is wrong with these open escalations, given by id with what each is about."""
    if not escalaties:
        return
    ids = list(escalaties)
    rows = Escalatie.objects.filter(pk__in=any_of(ids)).values_list(
        "pk", "zonder_ontvanger", "herinnerd_op"
    )
    asked: dict[int, list[tuple[int, date]]] = defaultdict(list)
    people = Geadresseerde.objects.filter(escalatie_id__in=any_of(ids), tot__isnull=True)
    for pk, user, van in people.values_list("escalatie_id", "user_id", "van"):
        asked[pk].append((user, van))
    mails = _mails(ids)
    passed = _passed_on([pk for (pk, _), m in mails.items() if len(m.signalen) > 1])
    for pk, zonder, herinnerd_op in rows:
        about = escalaties[pk]
        if not asked[pk] and not zonder:
            yield about.found(VerschilSoort.NIEMAND_GEVRAAGD, escalatie=pk)
        for user, van in asked[pk]:
            own = mails.get((pk, user), _Mails())
            due = herinnerd_op if herinnerd_op is not None and van < herinnerd_op else None
            for soort, bericht in _wrong(own, pk, user, due, passed[pk, user]):
                yield about.found(soort, escalatie=pk, bericht=bericht, ontvanger=user)


def _wrong(
    mails: _Mails, pk: int, user: int, herinnerd_op: date | None, passed_on: int
) -> Iterator[tuple[VerschilSoort, int | None]]:
    if not mails.signalen:
        yield VerschilSoort.BERICHT_ONTBREEKT, None
    elif not mails.uitgegaan and not mails.mag_niet:
        yield VerschilSoort.BERICHT_INGETROKKEN, mails.signalen[-1][0]
    for bericht in mails.zonder_bundel:
        yield VerschilSoort.BERICHT_INGETROKKEN, bericht
    real = [bericht for bericht, toestand in mails.signalen if toestand != Toestand.INGETROKKEN]
    # Who gets it passed on, perhaps for the second time, may get it again: that often, no more.
    if len(real) > 1 + passed_on:
        yield VerschilSoort.BERICHT_DUBBEL, real[-1]
    if herinnerd_op is not None:
        sleutel = f"escalatie:{pk}:{herinnerd_op:%Y%m%d}:{user}"
        if sleutel not in mails.herinnerd:
            yield VerschilSoort.HERINNERING_NIET_GEMAILD, None


def _mails(ids: Collection[int]) -> dict[tuple[int, int], _Mails]:
    found: dict[tuple[int, int], _Mails] = defaultdict(_Mails)
    rows = (
        Bericht.objects.filter(referentie__in=[f"escalatie:{pk}" for pk in ids])
        .order_by("pk")
        .values_list(
            "pk", "referentie", "sjabloon", "ontvanger_id", "toestand", "sleutel", "bundel_id",
            "reden", "bundel__toestand", "bundel__reden", "ontvanger__is_active",
        )
    )  # fmt: skip
    for (
        bericht, referentie, sjabloon, user, toestand, sleutel, bundel,
        reden, bundel_toestand, bundel_reden, is_active,
    ) in rows:  # fmt: skip
        own = found[int(referentie.removeprefix("escalatie:")), user]
        # What waits in an overzicht goes out, or not, with the overzicht.
        withdrawn = Toestand.INGETROKKEN in {toestand, bundel_toestand}
        own.uitgegaan |= not withdrawn
        own.mag_niet |= withdrawn and _may_not(reden, bundel_reden, is_active=is_active)
        if sjabloon in SIGNALEN:
            own.signalen.append((bericht, toestand))
        elif sjabloon in HERINNERINGEN:
            own.herinnerd.add(sleutel)
        if toestand == Toestand.GEBUNDELD and bundel is None:
            own.zonder_bundel.append(bericht)
    return found


def _may_not(*redenen: str | None, is_active: bool) -> bool:
    """Return whether the sender held a mail back for a reason that still holds.

    That it was not asked of its receiver any more is no such reason: now it is.
    """
    return NIET_TOEGESTAAN in redenen or (GEEN_ACCOUNT in redenen and not is_active)


def _passed_on(ids: Collection[int]) -> dict[tuple[int, int], int]:
    """Return how often an escalation was passed on to somebody."""
    found: dict[tuple[int, int], int] = defaultdict(int)
    rows = Reactie.objects.filter(
        escalatie_id__in=list(ids), soort=ReactieSoort.DOORGESTUURD, naar__isnull=False
    )
    for pk, user in rows.values_list("escalatie_id", "naar_id"):
        assert user is not None
        found[pk, user] += 1
    return found
