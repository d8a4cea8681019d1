"""What is wrong, and what to do about it. Pure: from the figures to sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from monitoring.models import Proces, VerschilSoort
from monitoring.selectors.hartslag import MEESTE_STILTE
from monitoring.selectors.techniek import Techniek
from thuiszitters.berichten.models import Toestand
from thuiszitters.ui.templatetags.ui import tijdstip

MEESTE_WACHT = timedelta(hours=1)
"""How long a mail that may leave can wait before it is wrong."""


class AlarmSoort(StrEnum):
    """The kinds of alarms; docs/operations.md tells what to do about each."""

    WATCH_STIL = "watch_stil"
    ACHTERSTAND = "achterstand"
    NIET_BEHANDELD = "niet_behandeld"
    WEKKER_STIL = "wekker_stil"
    WERKER_STIL = "werker_stil"
    POST_STIL = "post_stil"
    AFSTEMMING_STIL = "afstemming_stil"
    VERSCHILLEN = "verschillen"
    MISLUKT = "mislukt"
    GATEN = "gaten"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing that is wrong."""

    soort: AlarmSoort
    zin: str
    """What is wrong."""
    doen: str
    """What to do."""
    ernstig: bool = True
    """Whether a child may be missed, or a mail not leave, while it lasts."""


def technical_alarms(t: Techniek) -> list[Alarm]:
    """Return what is wrong with the machinery, the worst first; for everybody who looks after it.

    What is wrong for the people of one organisation, failed mails and holes, is not among it.
    """
    found = [*_rounds(t), *_processes(t), *_mail(t), *_reconciliation(t)]
    return sorted(found, key=lambda alarm: list(AlarmSoort).index(alarm.soort))


def _rounds(t: Techniek) -> list[Alarm]:
    found = []
    rondes = t.rondes
    if rondes.stil_sinds is not None:
        found.append(
            Alarm(
                AlarmSoort.WATCH_STIL,
                f"Sinds {tijdstip(rondes.stil_sinds)} is er geen ronde afgemaakt. Zolang dat duurt "
                "worden casussen niet nagekeken en komen er geen signalen.",
                "Kijk of de werker en de wekker draaien, of start een ronde met de hand "
                "(manage.py watch).",
            )
        )
    if rondes.achterstand > MEESTE_STILTE:
        found.append(
            Alarm(
                AlarmSoort.ACHTERSTAND,
                "De oudste casus die nagekeken had moeten worden, wacht al "
                f"{duur(rondes.achterstand)}.",
                "Lopen de rondes wel, kijk dan in het logboek van de werker waar ze op stuklopen.",
            )
        )
    if rondes.fouten:
        many = len(rondes.fouten)
        found.append(
            Alarm(
                AlarmSoort.NIET_BEHANDELD,
                "Eén casus kon het laatste etmaal niet worden nagekeken."
                if many == 1
                else f"{many} casussen konden het laatste etmaal niet worden nagekeken.",
                "Vraag de coördinator de gegevens van die casussen na te kijken; de pagina van de "
                "casus zegt wat er niet klopt. De volgende dag worden ze weer bekeken.",
            )
        )
    return found


def _processes(t: Techniek) -> list[Alarm]:
    """The loop is clock and worker at once: while it lives, the other two need not."""
    if t.levend(Proces.LUS):
        return []
    found = []
    if not t.levend(Proces.WEKKER):
        found.append(
            Alarm(
                AlarmSoort.WEKKER_STIL,
                f"De wekker (beat) {_seen(t, Proces.WEKKER)}. Er begint niets vanzelf.",
                "Start beat, of laat manage.py watch --loop draaien.",
            )
        )
    if not t.levend(Proces.WERKER):
        found.append(
            Alarm(
                AlarmSoort.WERKER_STIL,
                f"Er {_seen(t, Proces.WERKER, 'geen werker')}. Rondes en e-mails blijven liggen.",
                "Start een werker en kijk of de broker (REDIS_URL) te bereiken is.",
            )
        )
    return found


def _seen(t: Techniek, soort: Proces, wie: str = "") -> str:
    op = t.laatst_gezien(soort)
    if wie:
        return f"heeft zich {wie} gemeld" + (f" sinds {tijdstip(op)}" if op else "")
    return f"liet sinds {tijdstip(op)} niets horen" if op else "heeft zich nog niet gemeld"


def _mail(t: Techniek) -> list[Alarm]:
    if t.post.oudste <= MEESTE_WACHT:
        return []
    return [
        Alarm(
            AlarmSoort.POST_STIL,
            f"Een e-mail die weg mocht, wacht al {duur(t.post.oudste)}.",
            "Kijk of er een werker draait, of verstuur met de hand (manage.py send_berichten).",
        )
    ]


def _reconciliation(t: Techniek) -> list[Alarm]:
    found = []
    last = t.afstemming.klaar_op if t.afstemming is not None else None
    since = last or (t.afstemming_bezig.begonnen_op if t.afstemming_bezig is not None else None)
    if since is not None and t.nu - since > MEESTE_STILTE:
        found.append(
            Alarm(
                AlarmSoort.AFSTEMMING_STIL,
                f"De dagelijkse afstemming is sinds {tijdstip(since)} niet afgemaakt.",
                "Draai haar met de hand: manage.py afstemming. Zij gaat verder waar zij was.",
            )
        )
    many = sum(t.verschillen.values())
    if many:
        kinds = "; ".join(
            f"{VerschilSoort(soort).label} ({aantal})"
            for soort, aantal in sorted(t.verschillen.items(), key=lambda pair: -pair[1])
        )
        verschil = "1 verschil" if many == 1 else f"{many} verschillen"
        found.append(
            Alarm(
                AlarmSoort.VERSCHILLEN,
                f"De afstemming vond {verschil}: {kinds}.",
                "Meld dit de technische dienst: wat er had moeten zijn, is er niet. "
                "manage.py afstemming --json noemt elk verschil.",
            )
        )
    return found


def failed_alarm(aantal: int) -> list[Alarm]:
    """Return the alarm for this many failed mails; none for zero."""
    if not aantal:
        return []
    zin = (
        "1 e-mail is niet aangekomen." if aantal == 1 else f"{aantal} e-mails zijn niet aangekomen."
    )
    doen = "Kijk op de pagina Berichten waarom, en verstuur ze opnieuw."
    return [Alarm(AlarmSoort.MISLUKT, zin, doen, ernstig=False)]


def hole_alarm(aantal: int) -> list[Alarm]:
    """Return the alarm for this many holes; none for zero."""
    if not aantal:
        return []
    zin = (
        "Op 1 plek bereikt een signaal niet wie het moet hebben."
        if aantal == 1
        else f"Op {aantal} plekken bereikt een signaal niet wie het moet hebben."
    )
    doen = "Kijk op de pagina Gaten wie er ontbreekt."
    return [Alarm(AlarmSoort.GATEN, zin, doen, ernstig=False)]


def installation_alarms(t: Techniek) -> list[Alarm]:
    """Return everything that is wrong, in the whole installation: for a monitor."""
    return [
        *technical_alarms(t),
        *failed_alarm(t.post.toestanden[Toestand.MISLUKT]),
        *hole_alarm(t.zonder_ontvanger),
    ]


def duur(tijd: timedelta) -> str:
    """Return how long this is, in the two largest units that say something."""
    minuten = int(tijd.total_seconds() // 60)
    if minuten < 1:
        return f"{max(tijd.total_seconds(), 0):.1f} seconden".replace(".", ",")
    dagen, rest = divmod(minuten, 24 * 60)
    uren, minuten = divmod(rest, 60)
    parts = [(dagen, "dag", "dagen"), (uren, "uur", "uur"), (minuten, "minuut", "minuten")]
    said = [f"{n} {one if n == 1 else more}" for n, one, more in parts if n]
    return " en ".join(said[:2])
