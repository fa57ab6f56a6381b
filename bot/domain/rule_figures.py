"""What each kind of rule that quotes decide looks at in a quote, and on which grounds a message says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType

from bot.domain.price_limits import Limits
from bot.domain.quotes import Adjustment, Bar, CorporateAction, Quote
from bot.domain.rule_kinds import RuleKind
from bot.domain.securities import market_of
from bot.domain.sessions import minutes_a_session, traded_minutes

MINUTES = {RuleKind.MOVE_3: timedelta(minutes=3), RuleKind.MOVE_5: timedelta(minutes=5)}
SLACK = timedelta(seconds=15)  # looks are a minute apart, the quotes' own times not quite
FEWEST_MINUTES = 5  # the opening auction's volume in one minute is no volume ratio
RATIO_SESSIONS = 5
UPWARDS = (RuleKind.LIMIT_UP, RuleKind.SEALED_UP, RuleKind.OPENED_UP)
TOUCHED = (RuleKind.LIMIT_UP, RuleKind.LIMIT_DOWN)
SEALED = (RuleKind.SEALED_UP, RuleKind.SEALED_DOWN)
OPENED = (RuleKind.OPENED_UP, RuleKind.OPENED_DOWN)
LIMITS = (*TOUCHED, *SEALED, *OPENED)
HALTS = (RuleKind.SUSPENDED, RuleKind.RESUMED)
CENT = Decimal("0.01")

Figure = Callable[["Quote", "Today", Sequence["Quote"]], Decimal | None]


@dataclass(frozen=True, slots=True)
class Today:
    """What a session's quotes of a security are compared with; None where it is not known.

    ``limits`` are by the table, for quotes that state none; ``minute_volume`` is the mean of the last five sessions,
    in shares; ``high`` and ``low`` are the last session's, on the price basis of this one, ``close`` is its close as
    it was. ``ex`` is what this session's ex-date does, where it is one, with the ``terms`` as they were announced.
    """

    session: date
    limits: Limits | None = None
    minute_volume: Decimal | None = None
    high: Decimal | None = None
    low: Decimal | None = None
    close: Decimal | None = None
    ex: Adjustment | None = None
    terms: CorporateAction | None = None


@dataclass(frozen=True, slots=True)
class ExDate:
    """An ex-date: by how much it divides prices, and the announced terms where they are known.

    ``expected`` says that the ratio follows from the terms: the exchange has not stated its reference price yet.
    """

    day: date
    ratio: Decimal
    terms: CorporateAction | None = None
    expected: bool = False


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a figure was made of, for the message.

    ``price`` is the quote's price (the open, for a gap), ``level`` what it is compared with: the limit, the earlier
    price of ``level_at``, the last session's high or low. ``share`` is the table's, where the limit was reckoned by
    it; ``unbroken`` says that no price of the session was another. ``volume`` and ``mean`` are shares a minute over
    ``minutes``. Of an ex-date ``price`` is the close before and ``level`` the reference price that it becomes.
    """

    price: Decimal
    level: Decimal | None = None
    level_at: datetime | None = None
    share: Decimal | None = None
    unbroken: bool = False
    volume: Decimal | None = None
    mean: Decimal | None = None
    minutes: int | None = None
    ex: ExDate | None = None


def day_change(quote: Quote) -> Decimal:
    """The day's change as rules compare it: nine places, since 1.05 may be 1.0499999… of a division."""
    return round(quote.change, 9)


def value_of(kind: RuleKind, quote: Quote, today: Today, earlier: Sequence[Quote] = ()) -> Decimal | None:
    """The figure that rules of this kind compare; None where the quote does not tell it.

    Args:
        kind: One that quotes decide.
        quote: Of the session that ``today`` is about.
        today: What it is compared with.
        earlier: The security's quotes of the last minutes, of the same part of the day, oldest first.
    """
    return _FIGURES[kind](quote, today, earlier)


def grounds_of(kind: RuleKind, quote: Quote, today: Today, earlier: Sequence[Quote] = ()) -> Grounds | None:
    """What `value_of` was made of; None where the figure says it all."""
    if kind in HALTS:
        return Grounds(quote.price)
    if kind is RuleKind.EX_DATE and today.ex is not None and today.close is not None:
        return of_ex_date(today.close, today.ex, today.terms)
    if kind in MINUTES:
        begin = _begin(quote, earlier, MINUTES[kind])
        return None if begin is None else Grounds(quote.price, begin.price, begin.time)
    if kind is RuleKind.GAP and quote.open is not None and today.high is not None and today.low is not None:
        return Grounds(quote.open, today.high if quote.open > today.high else today.low)
    if kind is RuleKind.VOLUME_RATIO and quote.volume is not None and today.minute_volume is not None:
        minutes = traded_minutes(market_of(quote.symbol), quote.time)
        volume = round(quote.volume / max(1, minutes))
        return Grounds(quote.price, volume=Decimal(volume), mean=round(today.minute_volume, 0), minutes=minutes)
    if kind in LIMITS and (limits := limits_in(quote, today)) is not None:
        level = limits.up if kind in UPWARDS else limits.down
        unbroken = {quote.price, quote.open, quote.high, quote.low} == {level}
        return Grounds(quote.price, level, share=limits.share, unbroken=unbroken)
    return None


def of_ex_date(close: Decimal, ex: Adjustment, terms: CorporateAction | None) -> Grounds:
    """What an ex-date does to the close before it, by the exchange's reference price where it is known."""
    level = ex.reference if ex.reference is not None else round(close / ex.ratio, 2)
    if terms is None and ex.cash is not None and ex.split is not None:
        terms = CorporateAction(ex.ex_date, ex.cash, transfer=ex.split - 1, source=ex.source)
    return Grounds(close, level, ex=ExDate(ex.ex_date, ex.ratio, terms))


def announced(close: Decimal, terms: CorporateAction) -> Grounds | None:
    """What announced terms will do to a close, as far as it can be known before; None where they do nothing."""
    level = terms.reference(close).quantize(CENT, ROUND_HALF_UP)
    if level <= 0 or level == close:
        return None
    ratio = round(close / level, 9)
    return Grounds(close, level, ex=ExDate(terms.ex_date, ratio, terms, expected=True))


def limits_in(quote: Quote, today: Today) -> Limits | None:
    """The limits that the quote states, else those of the table."""
    if quote.limit_up is not None and quote.limit_down is not None:
        return Limits(quote.limit_up, quote.limit_down)
    return today.limits


def gap(opened: Decimal, high: Decimal | None, low: Decimal | None) -> Decimal | None:
    """How far a session opened beyond the range of the last one, as a fraction of its nearer end; 0 within it."""
    if high is None or low is None:
        return None
    level = high if opened > high else max(opened, low)
    return round(opened / level - 1, 9)


def minute_volume(bars: Sequence[Bar], symbol: str) -> Decimal | None:
    """The mean volume a minute of the last five sessions with trade, in shares; None where one has no volume."""
    volumes = [bar.volume for bar in bars[-RATIO_SESSIONS:] if bar.volume is not None]
    if len(volumes) < RATIO_SESSIONS or not any(volumes):
        return None
    return sum(volumes, Decimal()) / (RATIO_SESSIONS * minutes_a_session(market_of(symbol)))


def volume_ratio(volume: Decimal, minutes: int, mean: Decimal) -> Decimal:
    """量比: the volume a minute so far over the mean a minute of the last five sessions, to two places."""
    return round(volume / minutes / mean, 2)


def _volume_ratio(quote: Quote, today: Today) -> Decimal | None:
    minutes = traded_minutes(market_of(quote.symbol), quote.time)
    if quote.volume is None or today.minute_volume is None or minutes < FEWEST_MINUTES:
        return None
    return volume_ratio(quote.volume, minutes, today.minute_volume)


def _begin(quote: Quote, earlier: Iterable[Quote], within: timedelta) -> Quote | None:
    """The look from which the price has moved most; what lies outside the day's range was no price."""
    since, high, low = quote.time - within - SLACK, quote.high, quote.low
    begins = [
        each
        for each in earlier
        if since <= each.time < quote.time
        and (high is None or each.price <= high)
        and (low is None or each.price >= low)
    ]
    if not begins:
        return None
    # the furthest is the lowest or the highest of them
    ends = min(begins, key=_price), max(begins, key=_price)
    return max(ends, key=lambda each: abs(_moved(quote, each)))


def _price(quote: Quote) -> Decimal:
    return quote.price


def _moved(quote: Quote, begin: Quote) -> Decimal:
    return round(quote.price / begin.price - 1, 9)


def _move(within: timedelta) -> Figure:
    def figure(quote: Quote, _today: Today, earlier: Sequence[Quote]) -> Decimal | None:
        begin = _begin(quote, earlier, within)
        return None if begin is None else _moved(quote, begin)

    return figure


def _touched_up(quote: Quote, today: Today, _earlier: Sequence[Quote]) -> Decimal | None:
    limits = limits_in(quote, today)
    return None if limits is None else _SO[max(quote.price, quote.high or quote.price) >= limits.up]


def _touched_down(quote: Quote, today: Today, _earlier: Sequence[Quote]) -> Decimal | None:
    limits = limits_in(quote, today)
    return None if limits is None else _SO[min(quote.price, quote.low or quote.price) <= limits.down]


def _sealed_up(quote: Quote, today: Today) -> bool | None:
    """Whether the price stands at its limit and nobody sells; None without limits or without a book."""
    limits = limits_in(quote, today)
    return None if limits is None or quote.ask is None else quote.price >= limits.up and quote.ask == 0


def _sealed_down(quote: Quote, today: Today) -> bool | None:
    limits = limits_in(quote, today)
    return None if limits is None or quote.bid is None else quote.price <= limits.down and quote.bid == 0


def _is(state: Callable[[Quote, Today], bool | None], *, so: bool = True) -> Figure:
    """1 where the state is ``so``, 0 where it is not, None where it is not known."""

    def figure(quote: Quote, today: Today, _earlier: Sequence[Quote]) -> Decimal | None:
        known = state(quote, today)
        return None if known is None else _SO[known is so]

    return figure


_SO = {False: Decimal(0), True: Decimal(1)}
_FIGURES: Mapping[RuleKind, Figure] = MappingProxyType(
    {
        RuleKind.PRICE_ABOVE: lambda quote, _today, _earlier: quote.price,
        RuleKind.PRICE_BELOW: lambda quote, _today, _earlier: quote.price,
        RuleKind.DAY_CHANGE: lambda quote, _today, _earlier: day_change(quote),
        RuleKind.DAY_RISE: lambda quote, _today, _earlier: day_change(quote),
        RuleKind.DAY_FALL: lambda quote, _today, _earlier: day_change(quote),
        RuleKind.VOLUME_RATIO: lambda quote, today, _earlier: _volume_ratio(quote, today),
        RuleKind.GAP: lambda quote, today, _earlier: (
            None if quote.open is None else gap(quote.open, today.high, today.low)
        ),
        RuleKind.LIMIT_UP: _touched_up,
        RuleKind.LIMIT_DOWN: _touched_down,
        RuleKind.SEALED_UP: _is(_sealed_up),
        RuleKind.SEALED_DOWN: _is(_sealed_down),
        RuleKind.OPENED_UP: _is(_sealed_up, so=False),
        RuleKind.OPENED_DOWN: _is(_sealed_down, so=False),
        # what has a quote of this session trades
        RuleKind.SUSPENDED: lambda _quote, _today, _earlier: _SO[False],
        RuleKind.RESUMED: lambda _quote, _today, _earlier: _SO[True],
        RuleKind.EX_DATE: lambda _quote, today, _earlier: None if today.close is None else _SO[today.ex is not None],
        **{kind: _move(within) for kind, within in MINUTES.items()},
    }
)
