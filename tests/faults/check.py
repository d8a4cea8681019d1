"""What came of it, beside what should have: the counts that must all be zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date

from cases.models import Gebeurtenis, GebeurtenisSoort
from monitoring.models import Escalatie
from pact.models import ActieLog, LogSoort
from tests.factories import Region
from tests.faults.world import Key, MailKey, expect
from thuiszitters.berichten.models import Bericht, Poging, Toestand, Uitkomst


@dataclass(slots=True)
class Outcome:
    """The counts of one run. Those of `wrong` must be zero."""

    escalaties: int = 0
    mails: int = 0
    aangekomen: int = 0
    opnieuw: int = 0
    """Sent again without knowing, and written down as such."""
    dubbel_gemerkt: int = 0
    """Came twice, and is written down as possibly so; plain SMTP only."""
    missend: int = 0
    te_veel: int = 0
    te_vroeg: int = 0
    anders: int = 0
    """Decided later, or ended otherwise, than the rules say."""
    regels_dubbel: int = 0
    """Lines about one signal on the timeline beyond the first."""
    bericht_missend: int = 0
    bericht_te_veel: int = 0
    verloren: int = 0
    dubbel: int = 0
    onbekend: int = 0
    """Arrived, and we know nothing of it."""
    ontspoord: int = 0
    """Processes that ended by an error of their own."""
    niet_klaar: int = 0
    """1: it did not come to rest in time after the last fault."""
    niet_gehaald: int = 0
    """Faults that were not done any more when the days were up."""

    @property
    def wrong(self) -> dict[str, int]:
        """Return what must be zero and is not."""
        names = [field.name for field in fields(self)][5:]
        return {name: getattr(self, name) for name in names if getattr(self, name)}


def check(region: Region, days: Sequence[date], accepted: Sequence[str], *, plain: bool) -> Outcome:
    """Compare the database and the log of the relay with the expectation."""
    outcome = Outcome()
    found = _check_escalaties(region, days, outcome)
    _check_berichten(found, region, days, outcome)
    _check_mails(Counter(accepted), outcome, plain=plain)
    return outcome


def _check_escalaties(region: Region, days: Sequence[date], outcome: Outcome) -> dict[Key, int]:
    expected = expect(region, days).escalaties
    rows = Escalatie.objects.values_list(
        "casus_id", "actie_id", "drempel", "trede", "verzuim_sinds", "oorzaak", "op", "status", "pk"
    )
    found: dict[Key, tuple[date, str, int]] = {
        (
            f"actie:{actie}" if casus is None else f"casus:{casus}",
            drempel,
            trede,
            sinds,
            oorzaak,
        ): (op, status, pk)
        for casus, actie, drempel, trede, sinds, oorzaak, op, status, pk in rows
    }
    outcome.escalaties = len(expected)
    outcome.missend = len(expected.keys() - found.keys())
    outcome.te_veel = len(found.keys() - expected.keys())
    for key in expected.keys() & found.keys():
        op, status, _ = found[key]
        if op < expected[key][0]:
            outcome.te_vroeg += 1
        elif (op, status) != expected[key]:
            outcome.anders += 1
    lines = Counter(
        gegevens["escalatie"]
        for gegevens in Gebeurtenis.objects.filter(soort=GebeurtenisSoort.SIGNAAL)
        .exclude(gegevens__has_key="herinnering")
        .values_list("gegevens", flat=True)
    )
    outcome.regels_dubbel = sum(many - 1 for many in lines.values()) + _lines_too_many(found)
    return {key: row[2] for key, row in found.items()}


def _lines_too_many(found: Mapping[Key, tuple[date, str, int]]) -> int:
    """Return how many lines of an opened signal actions have beyond one for each."""
    lines = Counter(
        ActieLog.objects.filter(soort=LogSoort.SIGNAAL, tekst__startswith="Signaal: ").values_list(
            "actie_id", flat=True
        )
    )
    opened = Counter(key[0] for key, (_, status, _) in found.items() if status != "overgeslagen")
    return sum(max(0, many - opened[f"actie:{pk}"]) for pk, many in lines.items())


def _sleutel(mail: MailKey, ids: dict[Key, int]) -> str:
    key, reminder, user = mail
    middle = f"{reminder}:" if reminder else ""
    return f"escalatie:{ids.get(key, 0)}:{middle}{user}"


def _check_berichten(
    ids: dict[Key, int], region: Region, days: Sequence[date], outcome: Outcome
) -> None:
    expected = {_sleutel(mail, ids) for mail in expect(region, days).mails}
    found = set(Bericht.objects.exclude(sjabloon="overzicht").values_list("sleutel", flat=True))
    outcome.bericht_missend = len(expected - found)
    outcome.bericht_te_veel = len(found - expected)


def _check_mails(arrived: Counter[str], outcome: Outcome, *, plain: bool) -> None:
    berichten = list(Bericht.objects.select_related("bundel"))
    closed = set(Escalatie.objects.exclude(status="open").values_list("pk", flat=True))
    outcome.opnieuw = Poging.objects.filter(uitkomst=Uitkomst.OPNIEUW).count()
    again = Counter(
        Poging.objects.filter(uitkomst=Uitkomst.OPNIEUW).values_list("bericht_id", flat=True)
    )
    for bericht in berichten:
        times = arrived.pop(bericht.message_id, 0)
        outcome.aangekomen += times
        outcome.mails += bericht.toestand == Toestand.VERZONDEN
        if times == 0 and not _may_be_absent(bericht, closed):
            outcome.verloren += 1
        for _ in range(times - 1):
            if plain and again[bericht.pk] > 0:
                again[bericht.pk] -= 1
                outcome.dubbel_gemerkt += 1
            else:
                outcome.dubbel += 1
        if times and bericht.toestand != Toestand.VERZONDEN and not plain:
            outcome.onbekend += 1
    outcome.onbekend += sum(arrived.values())


def _may_be_absent(bericht: Bericht, closed: set[int]) -> bool:
    """Return whether it is right that this one did not arrive by itself."""
    over = bericht.gegevens.get("escalatie") in closed
    match bericht.toestand:
        case Toestand.INGETROKKEN if bericht.sjabloon == "overzicht":
            return not bericht.inhoud.exclude(gegevens__escalatie__in=list(closed)).exists()
        case Toestand.INGETROKKEN:
            return over or bericht.sjabloon in {"herinnering", "actieherinnering"}
        case Toestand.GEBUNDELD:
            assert bericht.bundel is not None
            return bericht.bundel.toestand == Toestand.VERZONDEN or over
        case Toestand.BUNDEL:
            # It came after today's overzicht had left, and waits for tomorrow's.
            return True
    return False
