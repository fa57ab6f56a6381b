"""The prices that a command needs, fetched with its progress shown."""

from __future__ import annotations

from datetime import date

from bot.commands.console import say, shown_progress
from bot.domain.sessions import UnknownSession
from bot.market.ports import MarketError
from bot.services.house import Services
from bot.services.prices.sessions import TOGETHER


async def fetch_prices(services: Services, day: date | None, report_id: int | None) -> None:
    """Bring prices up to the last closed session (on or before ``day``); what cannot be had is said, not fatal."""
    for market in TOGETHER:
        try:
            until = await services.tracking.last_session(market, day)
            with shown_progress() as progress:
                refreshed = await services.tracking.refresh(market, until, report_id=report_id, progress=progress)
        except (MarketError, UnknownSession) as error:
            say(f"{market}: {error}")
            continue
        for code, reason in refreshed.failed.items():
            say(f"{code}: {reason}")
