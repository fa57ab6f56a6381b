"""Watching the sources: what an administrator is shown of them, and a question to each on demand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.clock import Clock
from bot.market.breaker import Position
from bot.market.health import Health
from bot.market.ports import Dispute, MarketError, Reason
from bot.market.sources import Sources
from bot.services.access.people import Refused, Viewer
from bot.services.names.reference import Reference
from bot.services.views.sources import DisputeLine, SourceLine, SourceState, SourcesView, SupplyLine

Told = Callable[[str, int, int], None]


class SourceWatch:
    """Shows how each source does. ``sources`` is None for a recorded market; ``probes`` are small questions by source."""

    def __init__(
        self,
        market: str,
        sources: Sources | None,
        probes: Mapping[str, Callable[[], Awaitable[object]]],
        reference: Reference,
        clock: Clock,
    ) -> None:
        self._market = market
        self._sources = sources
        self._probes = probes
        self._reference = reference
        self._clock = clock

    def view(self, viewer: Viewer) -> SourcesView:
        """Everything there is to show.

        Raises:
            Refused: not for who is no administrator.
        """
        if not viewer.owns:
            raise Refused("only_owners")
        now = self._clock.now()
        if self._sources is None:
            return SourcesView(self._market, now, (), (), (), 0)
        report = self._sources.report()
        well = {each.name for each in report.sources if self._line(each).state is SourceState.WELL}
        supplies = []
        for each, order in report.order.items():
            ready = [name for name in (report.in_use.get(each, ""), *order) if name in well]
            supplies.append(SupplyLine(each, order, next(iter(ready), "")))
        asked = {name for order in report.order.values() for name in order}
        return SourcesView(
            self._market,
            now,
            tuple(supplies),
            tuple(self._line(health) for health in report.sources if health.name in asked),
            tuple(self._dispute(each) for each in report.disputes),
            sum(report.requests_today.values()),
        )

    async def probe(self, told: Told | None = None) -> bool:
        """Ask each source a small question now, but none that is left alone; whether one of each kind answers."""
        if self._sources is None:
            return True
        for done, (name, probe) in enumerate(self._probes.items()):
            if told is not None:
                told(name, done, len(self._probes))
            try:
                await probe()
            except MarketError:  # its health says so
                continue
        report = self._sources.report()
        well = {each.name for each in report.sources if not each.trouble and each.last_success is not None}
        asked = [[name for name in order if name in self._probes] for order in report.order.values()]
        return all(well.intersection(names) for names in asked if names)

    def _line(self, health: Health) -> SourceLine:
        now = self._clock.now()
        paused = health.position(now) is Position.OPEN
        if paused:
            state = SourceState.PAUSED
        elif health.trouble:
            state = SourceState.TROUBLED
        else:
            state = SourceState.UNUSED if health.last_success is None else SourceState.WELL
        return SourceLine(
            health.name,
            state,
            health.last_success,
            health.newest,
            health.last_failure,
            (health.reason or Reason.NOTHING).value if health.last_failure else "",
            health.words,
            health.breaker.failures,
            health.breaker.until if paused else None,
        )

    def _dispute(self, dispute: Dispute) -> DisputeLine:
        one, other = dispute.quote, dispute.other
        security = self._reference.ref(one.symbol)
        return DisputeLine(security, one.source, one.price, other.source, other.price, one.time)
