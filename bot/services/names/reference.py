"""Reference data in use: the names of securities, replaced as a whole when the exchanges' lists are fetched anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

from bot.domain.names import Names
from bot.domain.price_limits import Limits, limits_of
from bot.domain.scoring.inputs import Listing
from bot.market.akshare_calls import AkshareCalls
from bot.market.akshare_names import refresh_names
from bot.market.health import Supply
from bot.market.mergers import load_mergers
from bot.market.ports import MarketError
from bot.market.price_limits import load_price_limits
from bot.market.registry import load_securities
from bot.market.sources import Sources
from bot.services.views.pieces import SecurityRef

_log = logging.getLogger(__name__)


class Reference:
    """Holds the current `Names`; everybody asks here, so that a refresh reaches all."""

    def __init__(
        self, config_dir: Path, refreshed: Path, calls: AkshareCalls | None = None, sources: Sources | None = None
    ) -> None:
        self._config_dir = config_dir
        self._refreshed = refreshed
        self._calls = calls
        self._sources = sources
        self.names: Names = load_securities(config_dir, refreshed)
        self.mergers = load_mergers(config_dir)
        self.limits = load_price_limits(config_dir)

    def ref(self, symbol: str) -> SecurityRef:
        """A security by its symbol, under today's name where it is known."""
        security = self.names.by_symbol(symbol)
        return SecurityRef(symbol, security.name if security else symbol)

    def listing(self, symbol: str) -> Listing:
        """What is known of a listing's beginning and end, and of what it became."""
        security, merger = self.names.by_symbol(symbol), self.mergers.get(symbol)
        listed, delisted = (security.listed, security.delisted) if security else (None, None)
        if merger is None:
            return Listing(listed, delisted)
        return Listing(listed, merger.on or delisted, merger.successor, merger.ratio)

    def price_limits(
        self, symbol: str, session: date, reference: Decimal, sessions: Sequence[date] = ()
    ) -> Limits | None:
        """The limits around a session's reference price by the table; None without any, or where they are not known.

        Without the market's ``sessions`` nothing is said of a listing's first weeks.
        """
        security = self.names.by_symbol(symbol)
        share = None if security is None else self.limits.share(security, session, sessions)
        return None if share is None else limits_of(reference, share)

    def with_successors(self, symbols: Iterable[str]) -> list[str]:
        """The symbols and those into which they lead."""
        found = dict.fromkeys(symbols)
        waiting = list(found)
        while waiting:
            merger = self.mergers.get(waiting.pop())
            if merger is not None and merger.successor not in found:
                found[merger.successor] = None
                waiting.append(merger.successor)
        return list(found)

    async def refresh_names(self, on: date) -> None:
        """Fetch the lists of the exchanges; a recorded market has none, and a list that cannot be had changes nothing."""
        if self._calls is None or self._sources is None:
            return
        ask = partial(self._calls.run, refresh_names, self._config_dir, self._refreshed, on)
        try:
            await self._sources.first(Supply.NAMES, [("exchanges", ask)])
        except MarketError as error:
            _log.warning("the names of securities could not be refreshed: %s", error)
            return
        self.names = await asyncio.to_thread(load_securities, self._config_dir, self._refreshed)
