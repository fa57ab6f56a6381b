"""The market as the settings name it: sources of daily figures and of quotes, and the book of how they do."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.settings import Settings, WrongSetting
from bot.workers import Runner

if TYPE_CHECKING:
    from bot.market.akshare_calls import AkshareCalls
    from bot.market.ports import ActionSource, BatchSource, MarketSource, QuoteSource
    from bot.market.sources import Sources

FILE = "sources.json"
QUOTE_TIMEOUT = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class MarketParts:
    """What app.py hands out. A recorded market has no sources that could fail.

    ``actions`` check the ratios of ex-dates, ``announcements`` tell of those to come.
    """

    source: MarketSource
    quotes: QuoteSource
    sources: Sources | None = None
    calls: AkshareCalls | None = None
    probes: Mapping[str, Callable[[], Awaitable[object]]] = field(default_factory=dict)
    actions: ActionSource | None = None
    announcements: ActionSource | None = None


async def open_market(settings: Settings, clock: Clock, worker: Runner, stack: AsyncExitStack) -> MarketParts:
    """The parts of the market; what they hold open is closed with ``stack``.

    Raises:
        WrongSetting: ``recorded`` without a folder that exists.
    """
    if settings.market.source == "recorded":
        return _recorded(settings, clock)
    import httpx  # noqa: PLC0415 - one source is enough

    from bot.market.akshare_calls import AkshareCalls  # noqa: PLC0415
    from bot.market.akshare_quotes import AkshareQuotes  # noqa: PLC0415
    from bot.market.akshare_source import AkshareMarket  # noqa: PLC0415
    from bot.market.ex_date_watch import ExDateWatch  # noqa: PLC0415
    from bot.market.failover import CheckedQuotes  # noqa: PLC0415
    from bot.market.guard import GAPS, HttpLimits  # noqa: PLC0415
    from bot.market.quote_fetch import QuotePages  # noqa: PLC0415
    from bot.market.sina import SinaQuotes  # noqa: PLC0415
    from bot.market.tencent import TencentQuotes  # noqa: PLC0415

    chosen = settings.sources
    sources = _sources(settings, clock)
    stack.callback(sources.close)
    patient = chosen.stand_in is None
    limits = HttpLimits(
        gaps=GAPS if patient else {}, other=1.0 if patient else 0.0, proxy=chosen.proxy, stand_in=chosen.stand_in
    )
    calls = AkshareCalls(worker, sources, limits)

    client = httpx.AsyncClient(timeout=QUOTE_TIMEOUT, proxy=chosen.proxy, trust_env=False)
    pages = QuotePages(await stack.enter_async_context(client), sources.spent, stand_in=chosen.stand_in)
    vendors: dict[str, BatchSource] = {
        "tencent": TencentQuotes(pages),
        "sina": SinaQuotes(pages),
        "eastmoney": AkshareQuotes(calls, clock),
    }
    watch = ExDateWatch()
    source = AkshareMarket(calls, sources, clock, calendars=settings.config_dir / "calendar", watch=watch)
    quotes = CheckedQuotes([vendors[name] for name in chosen.quotes], sources, clock, differ=chosen.differ, watch=watch)
    return MarketParts(source, quotes, sources, calls, {**quotes.probes(), **source.probes()}, source, source)


def _sources(settings: Settings, clock: Clock) -> Sources:
    from bot.market.breaker import BreakerRules  # noqa: PLC0415
    from bot.market.sources import Order, Sources  # noqa: PLC0415

    chosen = settings.sources
    order = Order(
        tuple(f"{name}-quotes" for name in chosen.quotes),
        tuple(name for name in chosen.bars if name != "baostock" or chosen.proxy is None),
        (*chosen.indices, "sina", "shenwan"),
        {"eastmoney.com": chosen.eastmoney_daily},
    )
    rules = BreakerRules(
        chosen.failures, timedelta(seconds=chosen.pause_seconds), timedelta(seconds=chosen.ban_seconds)
    )
    return Sources(clock, order=order, rules=rules, file=settings.data_dir / FILE)


def _recorded(settings: Settings, clock: Clock) -> MarketParts:
    from bot.market.recorded import RecordedMarket, RecordedQuotes  # noqa: PLC0415 - one source is enough

    folder = settings.market.recorded_dir
    if folder is None:
        raise WrongSetting('market.recorded_dir (BOT_MARKET__RECORDED_DIR): market.source = "recorded" needs a folder')
    if not folder.is_dir():
        raise WrongSetting(f"market.recorded_dir (BOT_MARKET__RECORDED_DIR): there is no folder {folder}")
    market = RecordedMarket(folder, clock)
    return MarketParts(market, RecordedQuotes(market, clock), announcements=market)
