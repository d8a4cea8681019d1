"""The mails = the log of attempts = what the mail server knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from monitoring.models import Afstemming, VerschilSoort
from monitoring.services.afstemming.gevonden import Deel, Gevonden, one_moment
from thuiszitters.berichten.models import Bericht, Poging, Toestand, Uitkomst
from thuiszitters.berichten.relays import Relay, open_relay
from thuiszitters.columns import any_of

CHUNK = 1000
NAVRAAG = 50
"""Mails to ask the relay about at once: each is one question over the network."""
STEEKPROEF = 1000
"""Mails to ask about in one reconciliation, spread over all that were sent."""

_JA = (Uitkomst.AANGENOMEN.value, Uitkomst.NAGEVRAAGD_JA.value)


def check_berichten(afstemming: Afstemming) -> Deel:
    """Look at the next mails that were sent: each was taken by the mail server, once."""
    with one_moment():
        sent = list(
            Bericht.objects.filter(
                _in_window(afstemming, "verzonden_op"),
                toestand=Toestand.VERZONDEN,
                verzonden_op__isnull=False,
                pk__gt=afstemming.tot_id,
            )
            .order_by("pk")
            .values_list("pk", flat=True)[:CHUNK]
        )
        if not sent:
            return Deel()
        taken = _accepted(sent)
    deel = Deel(verder=sent[-1], berichten=len(sent))
    for pk in sent:
        attempts = taken.get(pk, [])
        if not attempts:
            deel.verschillen.append(Gevonden(VerschilSoort.ZONDER_AANNAME, bericht=pk))
        elif len(attempts) > 1:
            deel.verschillen.append(
                Gevonden(
                    VerschilSoort.TWEE_AANNAMES,
                    bericht=pk,
                    toelichting=f"pogingen {', '.join(map(str, attempts))}",
                )
            )
    return deel


def check_pogingen(afstemming: Afstemming) -> Deel:
    """Look at the next attempts that were taken: their mail counts as sent.

    One that came back afterwards counts as failed, and that is right too. One that is being sent
    at this moment, within its lease, is looked at again next time: the window ends before it.
    """
    with one_moment():
        rows = list(
            Poging.objects.filter(
                _in_window(afstemming, "op"), uitkomst__in=_JA, pk__gt=afstemming.tot_id
            )
            .order_by("pk")
            .values_list("pk", "bericht_id", "op", "bericht__toestand", "bericht__geleend_tot")[
                :CHUNK
            ]
        )
        if not rows:
            return Deel()
        strange = [row for row in rows if row[3] != Toestand.VERZONDEN]
        returned = _returned([bericht for _, bericht, *_ in strange])
    deel = Deel(verder=rows[-1][0])
    for poging, bericht, op, toestand, geleend_tot in strange:
        if returned.get(bericht, 0) >= poging:
            continue
        if _in_flight(toestand, geleend_tot):
            before = max(op - timedelta(microseconds=1), afstemming.venster_van)
            afstemming.venster_tot = min(afstemming.venster_tot, before)
            continue
        deel.verschillen.append(
            Gevonden(
                VerschilSoort.AANNAME_ZONDER_BERICHT,
                bericht=bericht,
                toelichting=f"het bericht staat op {toestand}",
            )
        )
    return deel


def _in_flight(toestand: str, geleend_tot: datetime | None) -> bool:
    """Return whether a sender is busy with it now; past its lease nobody answers for it."""
    return toestand == Toestand.BEZIG and geleend_tot is not None and geleend_tot >= timezone.now()


def ask_relay(afstemming: Afstemming) -> Deel:
    """Ask the mail server, where it can be asked, about some of the mails that were sent."""
    relay = open_relay()
    try:
        if not relay.can_be_asked:
            return Deel()
        every = max(1, afstemming.berichten // STEEKPROEF)
        sample = list(
            Bericht.objects.filter(
                _in_window(afstemming, "verzonden_op"),
                toestand=Toestand.VERZONDEN,
                verzonden_op__isnull=False,
                pk__gt=afstemming.tot_id,
            )
            .annotate(rest=F("pk") % every)
            .filter(rest=0)
            .order_by("pk")[:NAVRAAG]
        )
        if not sample:
            return Deel()
        return Deel(
            verder=sample[-1].pk,
            nagevraagd=len(sample),
            verschillen=[
                Gevonden(VerschilSoort.RELAY_KENT_HET_NIET, bericht=bericht.pk)
                for bericht in sample
                # No answer is no difference: the next reconciliation asks about other mails.
                if relay.knows(bericht.message_id) is False and _still_unknown(bericht, relay)
            ],
        )
    finally:
        relay.close()


def _still_unknown(bericht: Bericht, relay: Relay) -> bool:
    """Look a second time: it may have come back, or be sent again, since the list was made."""
    same = Bericht.objects.filter(
        pk=bericht.pk, toestand=Toestand.VERZONDEN, verzonden_op=bericht.verzonden_op
    )
    return same.exists() and relay.knows(bericht.message_id) is False


def _in_window(afstemming: Afstemming, column: str) -> Q:
    return Q(
        **{
            f"{column}__gt": afstemming.venster_van,
            f"{column}__lte": afstemming.venster_tot,
        }
    )


def _accepted(berichten: Collection[int]) -> dict[int, list[int]]:
    """Return per mail the numbers of the attempts that the mail server took and did not return."""
    found: dict[int, set[int]] = defaultdict(set)
    returned = _returned(berichten)
    rows = Poging.objects.filter(bericht_id__in=any_of(list(berichten)), uitkomst__in=_JA)
    for pk, bericht, nummer in rows.values_list("pk", "bericht_id", "nummer"):
        if pk > returned.get(bericht, 0):
            found[bericht].add(nummer)
    return {bericht: sorted(numbers) for bericht, numbers in found.items()}


def _returned(berichten: Collection[int]) -> dict[int, int]:
    """Return per mail that came back the id of the last line that says so."""
    rows = Poging.objects.filter(
        bericht_id__in=any_of(list(berichten)), uitkomst=Uitkomst.TERUGGEKOMEN
    )
    return dict(rows.order_by("pk").values_list("bericht_id", "pk"))
