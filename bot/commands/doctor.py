"""``bot doctor``: is everything there that the bot needs."""

from __future__ import annotations

from bot.commands.calendars import check_calendars
from bot.commands.console import opened, operator, out, out_view, shown_progress
from bot.domain.sessions import SHANGHAI
from bot.services.house import Services
from bot.services.prices.sessions import TOGETHER
from bot.settings import Settings


async def examine(*, calendar_only: bool) -> bool:
    """Print a line a check; whether one failed."""
    async with opened() as (settings, services):
        failed = False
        if not calendar_only:
            failed = _settings(settings, services)
            await _prices(services)
            failed = not await _sources(settings, services) or failed
        return await check_calendars(settings, services, whole=calendar_only) or failed


def _settings(settings: Settings, services: Services) -> bool:
    out(f"settings   ok: {settings.config_dir / 'settings.toml'}, data in {settings.data_dir}")
    out(f"names      ok: {len(services.reference.names)} securities")
    if settings.telegram.token is None:
        out("telegram   MISSING: BOT_TELEGRAM__TOKEN is not set; every command but run works without it")
    if not settings.access.owners:
        out("owners     MISSING: BOT_ACCESS__OWNERS is empty, so nobody may ingest reports in the chat")
    return settings.telegram.token is None or not settings.access.owners


async def _prices(services: Services) -> None:
    async with services.store.snapshot() as tx:
        symbols = sorted({pick.pick.symbol for pick in await tx.reports.confirmed_picks()})
        fresh = await tx.prices.freshness(symbols)
        waiting = await tx.outbox.counts()
        oldest = await tx.outbox.oldest_waiting()
        finished = {market: await tx.jobs.last_finished(f"refresh-{market}") for market in TOGETHER}
    if fresh is None:
        out(f"prices     none yet, {len(symbols)} securities picked")
    else:
        fetched = fresh.fetched_at.astimezone(SHANGHAI)
        out(
            f"prices     {len(symbols)} securities to {fresh.session}, from {fresh.source}, fetched {fetched:%Y-%m-%d %H:%M}"
        )
    since = f", the oldest since {oldest.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if oldest else ""
    out("outbox     " + (", ".join(f"{state.value} {count}" for state, count in waiting.items()) or "empty") + since)
    out("refreshed  " + ", ".join(f"{market} {day or 'never'}" for market, day in finished.items()))


async def _sources(settings: Settings, services: Services) -> bool:
    """Ask each source a small question, then show all that is known of them; whether each kind has one that answers."""
    with shown_progress() as progress:
        answered = await services.sources.probe(progress)
    out()
    out_view(services.sources.view(operator(settings)), settings.language)
    return answered
