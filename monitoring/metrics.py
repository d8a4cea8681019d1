"""The figures as Prometheus reads them: worked out at every scrape, from the database alone.

No label tells a person, an organisation or a casus. What is done with, such as all mail ever
sent, is not counted: that would grow more expensive every day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from monitoring.models import Proces, VerschilSoort
from monitoring.selectors.alarmen import AlarmSoort, installation_alarms
from monitoring.selectors.techniek import Techniek, load_techniek

_PREFIX = "thuiszitters_"


class Figures(Collector):
    """Gives the figures of one moment as gauges."""

    def __init__(self, techniek: Techniek) -> None:
        self._t = techniek

    def collect(self) -> Iterator[Metric]:
        """Give every figure; a moment that never was is left out."""
        yield from self._watch()
        yield from self._mail()
        yield from self._reconciliation()
        alarms = {alarm.soort for alarm in installation_alarms(self._t)}
        yield _by(
            "alarm",
            "1 for what is wrong now; docs/operations.md tells what to do",
            "soort",
            {soort.value: float(soort in alarms) for soort in AlarmSoort},
        )

    def _watch(self) -> Iterator[Metric]:
        rondes, nu = self._t.rondes, self._t.nu
        last = rondes.laatste
        yield _one("rounds", "Rounds of the watch that were begun", rondes.aantal)
        if last is not None and last.klaar_op is not None and last.duurde is not None:
            yield _one(
                "last_round_age_seconds",
                "Since the last round came to its end",
                _seconds(nu, last.klaar_op),
            )
            yield _one(
                "last_round_duration_seconds",
                "How long the last round took",
                last.duurde.total_seconds(),
            )
            yield _one("last_round_casussen", "Casussen in the last round", last.bekeken)
        yield _one(
            "lag_seconds",
            "How long the casus waits that was due longest ago",
            rondes.achterstand.total_seconds(),
        )
        yield _one("due_casussen", "Casussen that are due now, at most 100000", rondes.te_doen)
        yield _one(
            "failed_casussen", "Casussen that could not be handled in a day", len(rondes.fouten)
        )
        yield _by(
            "open_escalations",
            "Escalations that wait for an answer",
            "trede",
            {trede.value: float(many) for trede, many in self._t.open_per_trede.items()},
        )
        yield _one(
            "holes", "Open escalations of which a role reached nobody", self._t.zonder_ontvanger
        )
        seen = {soort: self._t.laatst_gezien(soort) for soort in Proces}
        yield _by(
            "process_age_seconds",
            "Since a process of this kind was last seen",
            "soort",
            {soort.value: _seconds(nu, op) for soort, op in seen.items() if op is not None},
        )
        yield _by(
            "processes_alive",
            "Processes of this kind that are alive",
            "soort",
            {soort.value: float(len(self._t.levend(soort))) for soort in Proces},
        )

    def _mail(self) -> Iterator[Metric]:
        post = self._t.post
        yield _by(
            "berichten",
            "Mails by state, as long as something can still become of them",
            "toestand",
            {toestand.value: float(many) for toestand, many in post.toestanden.items()},
        )
        yield _one("berichten_sent_day", "Mails sent in the last day", post.verzonden)
        yield _one(
            "oldest_waiting_bericht_seconds",
            "How long the mail waits that may leave, or be asked after, longest",
            post.oudste.total_seconds(),
        )

    def _reconciliation(self) -> Iterator[Metric]:
        done = self._t.afstemming
        if done is not None and done.klaar_op is not None:
            yield _one(
                "reconciliation_age_seconds",
                "Since the last reconciliation came to its end",
                _seconds(self._t.nu, done.klaar_op),
            )
        yield _by(
            "reconciliation_differences",
            "What the last reconciliation found",
            "soort",
            {soort: float(self._t.verschillen.get(soort, 0)) for soort in VerschilSoort.values},
        )


def _seconds(nu: datetime, since: datetime) -> float:
    return max((nu - since) / timedelta(seconds=1), 0.0)


def _one(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(_PREFIX + name, words, value=float(value))


def _by(name: str, words: str, label: str, values: dict[str, float]) -> Metric:
    family = GaugeMetricFamily(_PREFIX + name, words, labels=[label])
    for value, many in values.items():
        family.add_metric([value], many)
    return family


def exposition() -> bytes:
    """Return the figures of this moment in the text format of Prometheus."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(load_techniek(timezone.now())))
    return generate_latest(registry)
