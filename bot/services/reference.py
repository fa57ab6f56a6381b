"""Reference data in use: the names of securities, replaced as a whole when the exchanges' lists are fetched anew."""

from __future__ import annotations

import asyncio
import logging
from datetime import date
from pathlib import Path

from bot.domain.names import Names
from bot.market.akshare_names import refresh_names
from bot.market.ports import MarketError
from bot.market.registry import load_securities
from bot.services.views import SecurityRef
from bot.workers import Runner, WorkerDied, WorkerTimeout

_log = logging.getLogger(__name__)


class Reference:
    """Holds the current `Names`; everybody asks here, so that a refresh reaches all."""

    def __init__(self, config_dir: Path, refreshed: Path, runner: Runner | None) -> None:
        self._config_dir = config_dir
        self._refreshed = refreshed
        self._runner = runner
        self.names: Names = load_securities(config_dir, refreshed)

    def ref(self, symbol: str) -> SecurityRef:
        """A security by its symbol, under today's name where it is known."""
        security = self.names.by_symbol(symbol)
        return SecurityRef(symbol, security.name if security else symbol)

    async def refresh_names(self, on: date) -> None:
        """Fetch the lists of the exchanges; a recorded market has none, and a list that cannot be had changes nothing."""
        if self._runner is None:
            return
        try:
            await self._runner.run(refresh_names, self._config_dir, self._refreshed, on)
        except (MarketError, WorkerTimeout, WorkerDied) as error:
            _log.warning("the names of securities could not be refreshed: %s", error)
            return
        self.names = await asyncio.to_thread(load_securities, self._config_dir, self._refreshed)
