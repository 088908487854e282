"""GET /metrics, as Prometheus reads it."""

import logging
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.errors import StoreError
from bot.metrics import Counted
from bot.service import Run
from bot.store import figures
from bot.store.figures import Figures

log = logging.getLogger(__name__)

KEPT_SECONDS = 15
"""The figures of digests are looked up no oftener: a table of a million slots is behind them."""
TOLD = {
    Counted.ANSWERS: "Answers given, declines among them.",
    Counted.DECLINES: "Answers that say no: not understood, not allowed, out of scope.",
    Counted.REPEATED_EVENTS: "Events delivered again by the platform and not answered again.",
}


class Figured:
    """The page, for one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._looked_up_at = 0
        self._figures: Figures | None = None

    async def page(self) -> str:
        """Everything there is to show now."""
        registry = CollectorRegistry()
        registry.register(_Shown(self._run, await self._digests()))
        return generate_latest(registry).decode()

    async def _digests(self) -> Figures | None:
        desk = self._run.desk
        if desk is None or desk.now - self._looked_up_at < KEPT_SECONDS:
            return self._figures
        self._looked_up_at = desk.now
        try:
            self._figures = await figures.of(desk.database, desk.now)
        except StoreError as error:
            log.warning("no figures of digests", extra={"error": str(error)})
            self._figures = None  # old ones would look like now
        return self._figures


class _Shown(Collector):
    def __init__(self, run: Run, digests: Figures | None) -> None:
        self._run = run
        self._digests = digests

    def collect(self) -> Iterator[Metric]:
        """As prometheus_client asks for it."""
        for what, told in TOLD.items():
            family = CounterMetricFamily(f"nato_bot_{what}", told, labels=["platform"])
            for (counted, platform), number in self._run.core.metrics.counts.items():
                if counted is what:
                    family.add_metric([platform], number)
            yield family
        ready = GaugeMetricFamily("nato_bot_ready", "1 where it answers.", labels=["service"])
        for service, is_ready in self._run.ready.items():
            ready.add_metric([service], int(is_ready))
        yield ready
        if self._digests:
            told = "Slots of the last 24 hours, by what became of them."
            slots = GaugeMetricFamily("nato_bot_digests_last_day", told, labels=["outcome"])
            for state, number in self._digests.last_day.items():
                slots.add_metric([state], number)
            yield slots
            told, backlog = "Digests due and not posted yet.", self._digests.backlog
            yield GaugeMetricFamily("nato_bot_digests_backlog", told, value=backlog)
