"""Truth: what is believed of a delivery and kept, and what administrators hear of it."""

from __future__ import annotations

import asyncio
import logging
from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from bot.domain.bars import PRICES, Correction, Look
from bot.domain.exdates import EXCHANGE, HALF_A_CENT, Difference, decide, differences
from bot.domain.quotes import Adjustment, Bar, BarColumns, CorporateAction
from bot.domain.securities import Market, market_of
from bot.domain.sessions import TradingCalendar
from bot.market.ports import ActionSource, MarketError
from bot.services.prices.fetching import Fetched
from bot.store.records import Finding
from bot.store.store import Transaction

_log = logging.getLogger(__name__)

STATED = (Market.A, Market.BSE)  # whose exchanges state the previous close themselves
LEAD = timedelta(days=400)  # a suspension before an ex-date of a year at most is looked through
TERMS_OF = timedelta(days=10)  # announced terms of older ex-dates are not asked for: three requests each


@dataclass(frozen=True, slots=True)
class Believed:
    """What a delivery changed, which figures of it were corrected, and the ex-dates whose ratio is new."""

    changed: int = 0
    corrections: tuple[Correction, ...] = ()
    decided: Mapping[str, tuple[Adjustment, ...]] = field(default_factory=dict)


async def believe(
    tx: Transaction,
    fetched: Fetched,
    looks: tuple[Look, Look],
    wanted: Mapping[str, date],
    since: Mapping[str, date],
    calendar: TradingCalendar | None,
) -> Believed:
    """Keep a delivery: bars laid over what is there, ratios decided by reference prices, differences noted.

    Args:
        tx: The transaction of all of it.
        fetched: The delivery.
        looks: How its daily bars were had, and its closes.
        wanted: First day that is needed, by code; ex-dates are told from there on.
        since: First day whose bars were asked for, by code.
        calendar: The market's sessions, in which a missing bar shows; None where nothing is known of them.
    """
    daily, closing = looks
    delivered = [
        await tx.prices.save_deliveries(fetched.bars, daily, {code: since[code] for code in fetched.bars}),
        await tx.prices.save_deliveries(fetched.closes, closing),
    ]
    if fetched.suspensions:
        await tx.prices.save_suspensions(fetched.suspensions, daily.at)
    corrections = [each for one in delivered for each in one.corrections]
    changed = sum(one.changed for one in delivered)
    decided: dict[str, tuple[Adjustment, ...]] = {}
    findings = [_disputed(each) for one in delivered for each in one.disputed]
    corrected = {each.symbol for each in corrections}
    ratios_of, differing = await _ratios(tx, fetched, corrected, wanted, calendar)
    findings += [differs(each) for each in differing]
    for code, ratios, news in ratios_of:
        saved = await tx.prices.save_adjustments(code, ratios, daily)
        changed += saved.changed
        corrections += saved.corrections
        decided[code] = news
    findings += [_corrected(each) for each in corrections if each.field in (*PRICES, "ratio")]
    await tx.findings.note(findings, daily.at)
    return Believed(changed, tuple(corrections), decided)


async def check_terms(
    source: ActionSource, decided: Mapping[str, Sequence[Adjustment]], before: Mapping[str, Sequence[Bar]], today: date
) -> list[Finding]:
    """What companies announced against what happened, for the newest ex-dates alone."""
    found: list[Finding] = []
    for symbol, ratios in decided.items():
        recent = [each for each in ratios if today - TERMS_OF <= each.ex_date <= today]
        if not recent:
            continue
        first = min(each.ex_date for each in recent) - timedelta(days=1)
        try:
            terms = await source.corporate_actions(symbol, first, today)
        except MarketError as error:
            _log.info("the announced terms of %s are not known: %s", symbol, error)
            continue
        found += [differs(each) for each in _terms_differ(symbol, recent, terms, before.get(symbol, ()))]
    return found


def _terms_differ(
    symbol: str, ratios: Sequence[Adjustment], terms: Sequence[CorporateAction], bars: Sequence[Bar]
) -> list[Difference]:
    known = [each for each in ratios if any(term.ex_date == each.ex_date for term in terms)]
    return differences(symbol, (), known, terms, bars)


async def _ratios(
    tx: Transaction,
    fetched: Fetched,
    corrected: Collection[str],
    wanted: Mapping[str, date],
    calendar: TradingCalendar | None,
) -> tuple[list[tuple[str, tuple[Adjustment, ...], tuple[Adjustment, ...]]], list[Difference]]:
    """The ratios of every security of which something new is told: by code, all of them, the new ones; what differs."""
    codes = list(dict.fromkeys([*fetched.adjustments, *fetched.closes]))
    stored = await tx.prices.adjustments(codes)
    moved = await _moved(tx, fetched)
    asked = [
        code
        for code in codes
        if code in corrected or code in moved or _is_news(fetched.adjustments.get(code), stored[code], wanted[code])
    ]
    if not asked:
        return [], []
    bars = await tx.prices.bars(asked, min(wanted[code] for code in asked) - LEAD, date.max)
    halted = await tx.prices.suspensions(asked)
    told = {code: fetched.adjustments.get(code) for code in asked}
    # some milliseconds a code, which a thread has and the others who wait have not
    return await asyncio.to_thread(_decide_all, told, stored, bars, halted, wanted, calendar)


async def _moved(tx: Transaction, fetched: Fetched) -> set[str]:
    """Whose reference price in this delivery is not the close before it, by the bars as they stand now."""
    stated = {
        code: [bar for bar in (*fetched.bars.get(code, ()), *fetched.closes.get(code, ())) if bar.reference is not None]
        for code in {*fetched.bars, *fetched.closes}
    }
    stated = {code: bars for code, bars in stated.items() if bars}
    if not stated:
        return set()
    first = min(bars[0].session for bars in stated.values())
    columns = await tx.prices.columns(stated, first - LEAD, date.max)
    return {code for code, bars in stated.items() if any(_jumps(bar, columns[code]) for bar in bars)}


def _jumps(bar: Bar, kept: BarColumns) -> bool:
    before = bisect_left(kept.days, bar.session.toordinal()) - 1
    return before >= 0 and abs(kept.close[before] - float(bar.reference or 0)) > float(HALF_A_CENT)


def _is_news(claimed: Sequence[Adjustment] | None, stored: Sequence[Adjustment], first: date) -> bool:
    """Whether a source names what is not settled so, no longer names what it did, or may bear out the exchange at last."""
    if claimed is None:
        return False
    known = {each.ex_date: each for each in stored if each.ex_date > first}
    claims = {each.ex_date: each for each in claimed}
    if any(each.source == EXCHANGE or day not in claims for day, each in known.items()):
        return True
    return any(day not in known or not _bears_out(each, known[day]) for day, each in claims.items())


def _bears_out(claim: Adjustment, settled: Adjustment) -> bool:
    """Whether a claim is the one that was settled: the same word, or one that leads to the same reference price."""
    if settled.reference is None or claim.source != settled.source:
        return replace(claim, reference=settled.reference) == settled
    return abs(settled.ratio * settled.reference / claim.ratio - settled.reference) <= HALF_A_CENT


def _decide_all(
    told: Mapping[str, Sequence[Adjustment] | None],
    stored: Mapping[str, Sequence[Adjustment]],
    bars: Mapping[str, Sequence[Bar]],
    halted: Mapping[str, Collection[date]],
    wanted: Mapping[str, date],
    calendar: TradingCalendar | None,
) -> tuple[list[tuple[str, tuple[Adjustment, ...], tuple[Adjustment, ...]]], list[Difference]]:
    found = []
    differing: list[Difference] = []
    for code, claimed in told.items():
        first = wanted[code]
        kept = [each for each in stored[code] if each.ex_date > first]
        # without the source's word the one before holds; what the exchange told stands with the bars
        claims = [each for each in kept if each.source != EXCHANGE] if claimed is None else claimed
        ratios = decide(
            claims,
            bars[code],
            first=first,
            exchange=market_of(code) in STATED,
            unexplained=_unexplained(bars[code], halted[code], calendar),
        )
        if list(ratios) != kept:
            found.append((code, ratios, tuple(each for each in ratios if each not in kept)))
        if claimed is not None:
            # what only the exchange tells is compared at every look: the source's word may come later
            checked = [each for each in ratios if each not in kept or each.source == EXCHANGE]
            differing += differences(code, claimed, checked, (), bars[code])
    return found, differing


def _unexplained(bars: Sequence[Bar], halted: Collection[date], calendar: TradingCalendar | None) -> list[date]:
    """Sessions between two bars that have neither a bar nor a known suspension."""
    if calendar is None or not bars:
        return []
    there = {bar.session for bar in bars} | set(halted)
    return [day for day in calendar.between(bars[0].session, bars[-1].session) if day not in there]


def differs(each: Difference) -> Finding:
    """What administrators read of a ratio that a check does not bear out."""
    args: dict[str, str | int] = {
        "symbol": each.symbol,
        "day": str(each.ex_date),
        "ratio": f"{each.ratio:.6f}",
        "claimed": f"{each.claimed:.6f}",
        "by": f"{each.by:+.2%}",
        "source": each.against,
        "cause": each.cause.value,
    }
    return Finding(f"ratio:{each.symbol}:{each.ex_date}:{each.against}", "ratio_differs", args)


def _disputed(each: Correction) -> Finding:
    return _of(each, "close_disputed", f"close:{each.symbol}:{each.session}:{each.before}:{each.after}")


def _corrected(each: Correction) -> Finding:
    key = f"correction:{each.symbol}:{each.session}:{each.field}:{each.before}:{each.after}:{each.seen_at:%Y%m%d}"
    return _of(each, "corrected" if each.field in PRICES else "ratio_corrected", key)


def _of(each: Correction, kind: str, key: str) -> Finding:
    args: dict[str, str | int] = {
        "symbol": each.symbol,
        "day": str(each.session),
        "field": each.field,
        "before": str(each.before),
        "after": "-" if each.after is None else str(each.after),
        "source": each.source,
    }
    return Finding(key, kind, args)
