"""What a day's bar can say of the kinds that quotes decide: after the close, and where a rule is tried on history."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from bot.domain.price_limits import Limits
from bot.domain.quotes import Adjustment, Bar
from bot.domain.rule_figures import (
    HALTS,
    OPENED,
    SEALED,
    TOUCHED,
    UPWARDS,
    Grounds,
    gap,
    minute_volume,
    of_ex_date,
    volume_ratio,
)
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_levels import ratio_between
from bot.domain.securities import market_of
from bot.domain.sessions import minutes_a_session

Figure = tuple[Decimal, Grounds]
NO, YES = Decimal(0), Decimal(1)


def reference_of(bars: Sequence[Bar], adjustments: Sequence[Adjustment]) -> Decimal | None:
    """The reference price of the last bar's session: the exchange's, else the close before over the ex-dates between."""
    bar = bars[-1]
    if bar.reference is not None or len(bars) == 1:
        return bar.reference
    return bars[-2].close / ratio_between(adjustments, bars[-2].session, bar.session)


def figures_of_day(
    kind: RuleKind,
    symbol: str,
    bars: Sequence[Bar],
    adjustments: Sequence[Adjustment],
    limits: Limits | None,
    *,
    trying: bool = False,
) -> list[Figure]:
    """The figures that the last of these bars shows, in their order; none where a bar cannot tell.

    Args:
        kind: One that quotes decide, and that is not of the price alone.
        symbol: The security.
        bars: Up to the session's, ascending, at least six for a volume ratio.
        adjustments: The ex-dates around them.
        limits: Of the session.
        trying: Whether closes at a limit may stand for what a book alone shows, which whoever tries a rule is told.
    """
    bar = bars[-1]
    if kind is RuleKind.GAP:
        return _gap(bars, adjustments)
    if kind is RuleKind.VOLUME_RATIO:
        mean, minutes = minute_volume(bars[:-1], symbol), minutes_a_session(market_of(symbol))
        if bar.volume is None or mean is None:
            return []
        volume = round(bar.volume / minutes, 0)
        grounds = Grounds(bar.close, volume=volume, mean=round(mean, 0), minutes=minutes)
        return [(volume_ratio(bar.volume, minutes, mean), grounds)]
    if kind in HALTS:
        return [(Decimal(kind is RuleKind.RESUMED), Grounds(bar.close))]
    if kind is RuleKind.EX_DATE:
        return [(YES, of_ex_date(bars[-2].close, each, None)) for each in adjustments if _lies_between(each, bars)]
    if limits is None or bar.high is None or bar.low is None:
        return []
    up = kind in UPWARDS
    level = limits.up if up else limits.down
    touched = bar.high >= level if up else bar.low <= level
    unbroken = {bar.open, bar.high, bar.low, bar.close} == {level}
    grounds = Grounds(bar.close, level, share=limits.share, unbroken=unbroken)
    if kind in TOUCHED:
        return [(Decimal(touched), grounds)]
    if kind in SEALED and (trying or unbroken):
        return [(Decimal(bar.close == level), grounds)]
    if kind in OPENED and trying:
        return [(NO, grounds), (YES, grounds)] if touched and bar.close != level else [(Decimal(not touched), grounds)]
    return []


def _lies_between(ex: Adjustment, bars: Sequence[Bar]) -> bool:
    return len(bars) > 1 and bars[-2].session < ex.ex_date <= bars[-1].session


def _gap(bars: Sequence[Bar], adjustments: Sequence[Adjustment]) -> list[Figure]:
    bar, before = bars[-1], bars[-2] if len(bars) > 1 else None
    if bar.open is None or before is None or before.high is None or before.low is None:
        return []
    ratio = ratio_between(adjustments, before.session, bar.session)
    high, low = before.high / ratio, before.low / ratio
    value = gap(bar.open, high, low)
    return [] if value is None else [(value, Grounds(bar.open, round(high if bar.open > high else low, 4)))]
