"""From bars, ex-dates and calendars to the arrays of a panel."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from itertools import chain

import numpy as np

from bot.domain.quotes import Adjustment, Bar, BarColumns
from bot.domain.scoring.arrays import UNKNOWN, Bools, Days, Floats, Ints
from bot.domain.scoring.inputs import Listing
from bot.domain.scoring.levels import carried_levels, follow_successors
from bot.domain.scoring.panel import IndexArrays, MarketPanel, Panel, SecurityArrays
from bot.domain.securities import Market, market_of
from bot.domain.sessions import TradingCalendar

_EPOCH = date(1970, 1, 1).toordinal()
_SAME_SESSIONS = {Market.BSE: Market.A, Market.NEEQ: Market.A}


def build_panel(
    bars: Mapping[str, Sequence[Bar] | BarColumns],
    adjustments: Mapping[str, Sequence[Adjustment]],
    calendars: Mapping[Market, TradingCalendar],
    indices: Mapping[str, Sequence[Bar] | BarColumns],
    *,
    suspensions: Mapping[str, Collection[date]] | None = None,
    listings: Mapping[str, Listing] | None = None,
    awaiting: Mapping[str, Collection[date]] | None = None,
    since: date | None = None,
) -> Panel:
    """Align what was loaded to the sessions of each market.

    A bar without a positive close is no bar, and neither is one on a day that is no session. Beijing and NEEQ trade on
    the sessions of A where they have no calendar of their own. Bars of a session that has not closed must not be given.

    Args:
        bars: Raw bars by symbol, ascending.
        adjustments: Ex-dates by symbol.
        calendars: Known sessions by market.
        indices: Values by index code; each index is aligned to every market.
        suspensions: Full-day suspensions by symbol. None: nothing is known of suspensions, and a session without a bar
            counts as one where the pick's index has a value. Given: a session without a bar that is not among them is
            a bar that has not arrived, as long as no later one has.
        listings: Beginning and end of listings by symbol, as far as known.
        awaiting: Ex-dates by symbol whose reference price, which decides their ratio, is still missing.
        since: First day of the panel; the earliest bar or index value of the market otherwise.
    """
    listings = listings or {}
    traded, values = _as_columns(bars), _as_columns(indices)
    by_market: dict[Market, list[str]] = {}
    for symbol in bars:
        by_market.setdefault(market_of(symbol), []).append(symbol)
    markets = {}
    for market in Market:
        calendar = calendars.get(market) or calendars.get(_SAME_SESSIONS.get(market, market))
        if calendar is None or not calendar.sessions:
            continue
        own = {symbol: traded[symbol] for symbol in by_market.get(market, [])}
        sessions, reach = _span(calendar, own, values, since)
        days = _days([session.toordinal() for session in sessions])
        markets[market] = MarketPanel(
            market=market,
            sessions=sessions,
            days=days,
            known_until=calendar.known_until,
            reach=reach,
            securities=_securities(own, adjustments, days, reach, suspensions, listings, awaiting or {}),
            indices=_indices(values, days, reach),
        )
    return Panel(markets)


def _as_columns(series: Mapping[str, Sequence[Bar] | BarColumns]) -> dict[str, BarColumns]:
    return {key: each if isinstance(each, BarColumns) else BarColumns.of(each) for key, each in series.items()}


def _span(
    calendar: TradingCalendar,
    bars: Mapping[str, BarColumns],
    indices: Mapping[str, BarColumns],
    since: date | None,
) -> tuple[tuple[date, ...], int]:
    """The sessions from the first day of the panel on, and how many of them lie within the data."""
    ends = [(series.days[0], series.days[-1]) for series in chain(bars.values(), indices.values()) if series]
    first = since or (date.fromordinal(min(begin for begin, _ in ends)) if ends else calendar.sessions[0])
    last = date.fromordinal(max(end for _, end in ends)) if ends else first
    sessions = tuple(calendar.between(first, calendar.known_until)) or calendar.sessions[-1:]
    return sessions, max(1, sum(1 for session in sessions if session <= last))


def _securities(
    bars: Mapping[str, BarColumns],
    adjustments: Mapping[str, Sequence[Adjustment]],
    days: Days,
    reach: int,
    suspensions: Mapping[str, Collection[date]] | None,
    listings: Mapping[str, Listing],
    awaiting: Mapping[str, Collection[date]],
) -> SecurityArrays:
    rows = {symbol: row for row, symbol in enumerate(bars)}
    close, open_, high, low = _prices(bars.values(), days, reach, drop_filled=True)
    total, split, opaque = _factors([adjustments.get(symbol, ()) for symbol in rows], days, reach)
    listed, delisted, merged = _listings([listings.get(symbol, Listing()) for symbol in rows], days)

    columns = np.arange(reach)
    has_bar = np.isfinite(close)
    last_bar = np.maximum.accumulate(np.where(has_bar, columns, -1), axis=1)
    next_bar = np.minimum.accumulate(np.where(has_bar, columns, reach)[:, ::-1], axis=1)[:, ::-1]
    certain = has_bar | (columns >= delisted[:, None])
    if suspensions is not None:
        certain |= _marked([suspensions.get(symbol, ()) for symbol in rows], days, reach)
    unexplained: Ints = np.cumsum(~certain & (last_bar >= 0) & (suspensions is not None), axis=1, dtype=np.int64)
    arrays = SecurityArrays(
        rows=rows,
        close=close,
        open=open_,
        high=high,
        low=low,
        total_factor=total,
        split_factor=split,
        total_level=carried_levels(close * total, last_bar),
        price_level=carried_levels(close * split, last_bar),
        opaque=np.take_along_axis(opaque, np.maximum(last_bar, 0), axis=1),
        last_bar=last_bar,
        next_bar=np.ascontiguousarray(next_bar),
        last_certain=np.maximum.accumulate(np.where(certain, columns, -1), axis=1),
        unexplained=unexplained,
        gaps_are_suspensions=suspensions is None,
        listed=listed,
        delisted=delisted,
        merged=merged,
        preliminary=_marked([_preliminary(each) for each in bars.values()], days, reach),
        unconfirmed=_counted([awaiting.get(symbol, ()) for symbol in rows], days, reach),
    )
    follow_successors(arrays, {symbol: listing for symbol, listing in listings.items() if symbol in rows})
    return arrays


def _indices(indices: Mapping[str, BarColumns], days: Days, reach: int) -> IndexArrays:
    close, open_, _, _ = _prices(indices.values(), days, reach, drop_filled=False)
    last_value = np.maximum.accumulate(np.where(np.isfinite(close), np.arange(reach), -1), axis=1)
    return IndexArrays({code: row for row, code in enumerate(indices)}, close, open_, last_value)


def _prices(series: Collection[BarColumns], days: Days, reach: int, *, drop_filled: bool) -> list[Floats]:
    """Close, open, high and low, NaN where there is none, and an empty row at the end.

    All series in one sweep: a loop over thousands of them would take longer than the copying.
    """
    rows = np.repeat(np.arange(len(series)), [len(bars) for bars in series])
    columns, inside = _columns(_joined([bars.days for bars in series]).astype(np.int64), days, reach)
    close = _joined([bars.close for bars in series])
    if drop_filled:
        kept = _traded(rows, close, _joined([bars.volume for bars in series]))
        columns, inside = columns[kept[inside]], inside & kept
    places = rows[inside] * reach + columns
    prices = np.full((4, len(series) + 1, reach), np.nan)
    fields = (close, *(_joined([getattr(bars, name) for bars in series]) for name in ("open", "high", "low")))
    for values, field in zip(fields, prices, strict=True):
        np.put(field, places, np.where(values > 0, values, np.nan)[inside])
    prices[1:, ~np.isfinite(prices[0])] = np.nan
    return list(prices)


def _joined(columns: Sequence[Sequence[float]]) -> Floats:
    return np.concatenate([np.asarray(column, dtype=np.float64) for column in columns] or [np.empty(0)])


def _traded(rows: Ints, close: Floats, volume: Floats) -> Bools:
    """Which bars are no copies of the day before, of no volume, with which some vendors fill a suspension."""
    traded = np.ones(len(close), dtype=np.bool_)
    traded[1:] = (volume[1:] != 0) | (close[1:] != close[:-1]) | (rows[1:] != rows[:-1])
    return traded


def _days(ordinals: Sequence[int]) -> Days:
    """Dates by their proleptic ordinals; numpy takes dates themselves apart ten times as slowly."""
    return (np.array(ordinals, dtype=np.int64) - _EPOCH).astype("datetime64[D]")


def _columns(ordinals: Ints, days: Days, reach: int) -> tuple[Ints, Bools]:
    """The columns of the dates that are sessions with data, and which dates these are."""
    since_first = (days[:reach] - days[0]).astype(np.int64)
    table = np.full(since_first[-1] + 1, -1)
    table[since_first] = np.arange(reach)
    offsets = ordinals - (int(days[0].astype(np.int64)) + _EPOCH)
    found = np.where((offsets >= 0) & (offsets < len(table)), table[np.clip(offsets, 0, len(table) - 1)], -1)
    inside = found >= 0
    return found[inside], inside


def _factors(series: Sequence[Sequence[Adjustment]], days: Days, reach: int) -> tuple[Floats, Floats, Ints]:
    """Cumulative products of ratio and split, and how many splits are unknown; an ex-date belongs to its own session."""
    total: Floats = np.ones((len(series) + 1, reach))
    split: Floats = np.ones((len(series) + 1, reach))
    opaque = np.zeros((len(series) + 1, reach), dtype=np.int64)
    for row, adjustments in enumerate(series):
        for adjustment in adjustments:
            column = int(np.searchsorted(days, np.datetime64(adjustment.ex_date)))
            if column >= reach:
                continue
            total[row, column] *= float(adjustment.ratio)
            if adjustment.split is None:
                opaque[row, column] += 1
            else:
                split[row, column] *= float(adjustment.split)
    for counted in (total, split):
        np.cumprod(counted, axis=1, out=counted)
    return total, split, np.cumsum(opaque, axis=1)


def _listings(listings: Sequence[Listing], days: Days) -> tuple[Ints, Ints, Bools]:
    listed = np.full(len(listings) + 1, -1)
    delisted = np.full(len(listings) + 1, UNKNOWN)
    merged = np.zeros(len(listings) + 1, dtype=np.bool_)
    for row, listing in enumerate(listings):
        if listing.listed is not None:
            listed[row] = np.searchsorted(days, np.datetime64(listing.listed))
        if listing.delisted is not None:
            delisted[row] = np.searchsorted(days, np.datetime64(listing.delisted))
            merged[row] = listing.successor is not None
    return listed, delisted, merged


def _marked(series: Sequence[Collection[date]], days: Days, reach: int) -> Bools:
    marks = np.zeros((len(series) + 1, reach), dtype=np.bool_)
    for row, dates in enumerate(series):
        if dates:
            marks[row, _columns(np.array([day.toordinal() for day in dates]), days, reach)[0]] = True
    return marks


def _counted(series: Sequence[Collection[date]], days: Days, reach: int) -> Ints:
    """How many of the dates have come up to each session."""
    if not any(series):
        return np.broadcast_to(np.int64(0), (len(series) + 1, reach))
    return np.cumsum(_marked(series, days, reach), axis=1, dtype=np.int64)


def _preliminary(bars: BarColumns) -> list[date]:
    return [date.fromordinal(day) for day, flag in zip(bars.days, bars.preliminary, strict=False) if flag]
