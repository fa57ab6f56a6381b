"""Kinds of rules, each described once: its parameter, what it looks at, which way it crosses, how a line calls it.

A new kind is a word and a row of `KINDS`; where its figures come from is said by ``looks_at``, and its texts are the
messages ``rule-KIND``, ``rule-short-KIND`` and ``rule-what-KIND`` of the locales.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from bot.domain.rule_targets import Scope
from bot.domain.rule_traits import Kind, Looks, Place, Side, Tried, Unit


class RuleKind(StrEnum):
    """What a rule watches; ``DAY_CHANGE`` in either direction, ``DAY_RISE`` and ``DAY_FALL`` in one, excess and the best close since the rule's report.

    The threshold of ``NEW_HIGH`` and ``NEW_LOW`` is a number of sessions, whose closes the close must pass. ``MOVE_3``
    and ``MOVE_5`` are the largest change within so many minutes. A limit is ``SEALED`` while the price stands at it
    and nobody takes the other side, ``OPENED`` when it was sealed in this session and is no more. Of a suspension only
    the list of an exchange tells, of its end any trade. ``EX_DATE`` tells on the evening before and on the day.
    """

    PRICE_ABOVE = "price_above"
    PRICE_BELOW = "price_below"
    DAY_CHANGE = "day_change"
    DAY_RISE = "day_rise"
    DAY_FALL = "day_fall"
    EXCESS_ABOVE = "excess_above"
    EXCESS_BELOW = "excess_below"
    DRAWDOWN = "drawdown"
    NEW_HIGH = "new_high"
    NEW_LOW = "new_low"
    MOVE_3 = "move_3"
    MOVE_5 = "move_5"
    VOLUME_RATIO = "volume_ratio"
    GAP = "gap"
    LIMIT_UP = "limit_up"
    LIMIT_DOWN = "limit_down"
    SEALED_UP = "sealed_up"
    SEALED_DOWN = "sealed_down"
    OPENED_UP = "opened_up"
    OPENED_DOWN = "opened_down"
    RETURN_ABOVE = "return_above"
    RETURN_BELOW = "return_below"
    TARGET_REACHED = "target_reached"
    BAND_CROSSED = "band_crossed"
    WINDOW_OPENS = "window_opens"
    DAYS_LEFT = "days_left"
    SETTLES = "settles"
    VERDICT = "verdict"
    NEW_REPORT = "new_report"
    RATING_CHANGED = "rating_changed"
    TARGET_CHANGED = "target_changed"
    DISSENT = "dissent"
    CONSENSUS = "consensus"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EX_DATE = "ex_date"

    @property
    def about(self) -> Kind:
        """Its description."""
        return KINDS[self]

    @property
    def in_prices(self) -> bool:
        """Whether the threshold is a price, which ex-dates carry along."""
        return self.about.unit is Unit.PRICE

    @property
    def of_price(self) -> bool:
        """Whether a price and its reference price say all there is to say of it."""
        return self.in_prices or self.of_target or self.of_day

    @property
    def of_day(self) -> bool:
        """Whether it watches the change against the day's reference price."""
        return self in (RuleKind.DAY_CHANGE, RuleKind.DAY_RISE, RuleKind.DAY_FALL)

    @property
    def has_threshold(self) -> bool:
        """Whether there is a figure to choose."""
        return self.about.unit is not Unit.NOTHING

    @property
    def of_excess(self) -> bool:
        """Whether it watches an excess."""
        return self.about.looks_at is Looks.EXCESS

    @property
    def of_score(self) -> bool:
        """Whether it watches a figure of a pick's score: its excess, or its own return."""
        return self.about.looks_at in (Looks.EXCESS, Looks.RETURN)

    @property
    def of_target(self) -> bool:
        """Whether it waits for a report's target price, which ex-dates carry along."""
        return self.about.looks_at is Looks.TARGETS

    @property
    def of_event(self) -> bool:
        """Whether it waits for something to happen rather than for a figure."""
        return self.about.looks_at in (Looks.SCORES, Looks.REPORTS)

    @property
    def of_extreme(self) -> bool:
        """Whether it watches for the highest or lowest close of so many sessions."""
        return self.about.unit is Unit.SESSIONS

    @property
    def of_report(self) -> bool:
        """Whether its figure counts from a report."""
        return self.about.of_report

    @property
    def on_closes(self) -> bool:
        """Whether it is looked at on closes alone."""
        return self.about.looks_at in (Looks.EXCESS, Looks.RETURN, Looks.CLOSES, Looks.TARGETS)

    @property
    def on_quotes(self) -> bool:
        """Whether quotes in session decide it."""
        return self.about.looks_at is Looks.QUOTE


def _percent(*values: int) -> tuple[Decimal, ...]:
    return tuple(Decimal(each) / 100 for each in values)


def _event(words: str, looks_at: Looks) -> Kind:
    """A kind that waits for something to happen."""
    one = Decimal(1)
    return Kind(words, ("",), Unit.NOTHING, Unit.NOTHING, looks_at, Side.ABOVE, one, one, (one,))


_STATE = (("",), Unit.NOTHING, Unit.PRICE, Looks.QUOTE, Side.ABOVE, Decimal(1), Decimal(1), (Decimal(1),))


def _move(words: str, tried: Tried = Tried.WHOLLY) -> Kind:
    """A move of the price in either direction, within a session."""
    return Kind(
        words,
        ("above", ""),
        Unit.FRACTION,
        Unit.FRACTION,
        Looks.QUOTE,
        Side.EITHER,
        Decimal("0.005"),
        Decimal("0.5"),
        _percent(1, 2, 3, 5),
        anew=Place.QUIET,
        tried=tried,
    )


def _limit(words: str, anew: Place = Place.QUIET, tried: Tried = Tried.AT_CLOSES) -> Kind:
    """A price at its daily limit; ``anew`` is up for one that opens: it does where it was sealed in this session."""
    return Kind(words, *_STATE, anew=anew, tried=tried, mainland=True)


_PRICE = (Unit.PRICE, Unit.PRICE, Looks.QUOTE)
_EXCESS = (Unit.EXCESS, Unit.EXCESS, Looks.EXCESS)
_EXTREME = (Unit.SESSIONS, Unit.PRICE, Looks.CLOSES)
_PRICES = (Decimal("0.001"), Decimal(9_999_999))
_EXCESSES = (Decimal("-0.99"), Decimal(100))
_SESSIONS = (Decimal(2), Decimal(250), (Decimal(20), Decimal(60), Decimal(120), Decimal(250)))  # one is a day's change
_RETURN = (Unit.EXCESS, Unit.EXCESS, Looks.RETURN)
_RETURNS = (Decimal("-0.99"), Decimal(100), _percent(10, 20, 30, 50))
_WORDS_OF_RETURN = r"(?:累计)?收益率?|\breturn\b"
_WORDS_OF_CHANGE = r"日?涨跌幅?|\b(?:day )?change\b|\bmove\b"
_WORDS_OF_RISE = r"日?涨幅|[上大]?涨(?![跌停到破])|\b(?:day )?(?:rise|gain)s?\b|\bup\b(?! to\b)"
_WORDS_OF_FALL = r"日?跌幅|[下大]?跌(?![停到破])|\b(?:day )?(?:fall|drop|loss)s?\b|\bdown\b(?! to\b)"
_CHANGE = (("above", ""), Unit.FRACTION, Unit.FRACTION, Looks.QUOTE)
_CHANGES = (Decimal("0.005"), Decimal("0.5"), _percent(3, 5, 7, 9), Place.QUIET)
# a bound and a bare number are of a price: everything else is counted in percent or by name
_WORDS_OF_PRICE = (
    r"股价|价格|现价|\bprice\b|(?=(?:[><≥≤]=?|涨到|跌到|跌破|\b(?:above|below)\b)\s*\d[\d,.]*\s*(?:港?元|美元)?\s*$)"
)
_WORDS_OF_EXCESS = r"超额(?:收益)?|\bexcess\b"

# In the order in which a line is searched for their words and in which buttons show them.
KINDS: Mapping[RuleKind, Kind] = MappingProxyType(
    {
        RuleKind.MOVE_3: _move(
            r"(?<!\d)3\s*分钟内?(?:涨跌幅?|涨速)?|\b(?:(?:with)?in )?3 ?min(?:ute)?s?\b(?: change)?", Tried.NOT
        ),
        RuleKind.MOVE_5: _move(
            r"(?<!\d)5\s*分钟内?(?:涨跌幅?|涨速)?|\b(?:(?:with)?in )?5 ?min(?:ute)?s?\b(?: change)?", Tried.NOT
        ),
        RuleKind.OPENED_UP: _limit(r"涨停打开|打开涨停|开板|炸板|\blimit up opened\b|\bopened limit up\b", Place.UP),
        RuleKind.OPENED_DOWN: _limit(r"跌停打开|打开跌停|翘板|\blimit down opened\b|\bopened limit down\b", Place.UP),
        RuleKind.SEALED_UP: _limit(r"封死?涨停|涨停封板|封板|一字涨停|\bsealed limit up\b|\blimit up sealed\b"),
        RuleKind.SEALED_DOWN: _limit(r"封死?跌停|跌停封板|一字跌停|\bsealed limit down\b|\blimit down sealed\b"),
        RuleKind.PRICE_ABOVE: Kind(_WORDS_OF_PRICE, ("above",), *_PRICE, Side.ABOVE, *_PRICES),
        RuleKind.PRICE_BELOW: Kind(_WORDS_OF_PRICE, ("below",), *_PRICE, Side.BELOW, *_PRICES),
        RuleKind.EXCESS_ABOVE: Kind(
            _WORDS_OF_EXCESS, ("above",), *_EXCESS, Side.ABOVE, *_EXCESSES, _percent(-5, 0, 5, 10), of_report=True
        ),
        RuleKind.EXCESS_BELOW: Kind(
            _WORDS_OF_EXCESS, ("below",), *_EXCESS, Side.BELOW, *_EXCESSES, _percent(-5, 0, 5, 10), of_report=True
        ),
        RuleKind.NEW_HIGH: Kind(r"新高|\bnew high\b", ("",), *_EXTREME, Side.PASSES, *_SESSIONS),
        RuleKind.NEW_LOW: Kind(r"新低|\bnew low\b", ("",), *_EXTREME, Side.UNDERCUTS, *_SESSIONS),
        RuleKind.DRAWDOWN: Kind(
            r"回撤|\bdrawdown\b",
            ("above", ""),
            Unit.FRACTION,
            Unit.FRACTION,
            Looks.CLOSES,
            Side.FALLS,
            Decimal("0.01"),
            Decimal("0.99"),
            _percent(5, 10, 20, 30),
            of_report=True,
        ),
        RuleKind.RETURN_ABOVE: Kind(_WORDS_OF_RETURN, ("above",), *_RETURN, Side.ABOVE, *_RETURNS, of_report=True),
        RuleKind.RETURN_BELOW: Kind(
            _WORDS_OF_RETURN,
            ("below",),
            *_RETURN,
            Side.BELOW,
            Decimal("-0.99"),
            Decimal(100),
            _percent(-10, -20, -30, 0),
            of_report=True,
        ),
        RuleKind.TARGET_CHANGED: _event(
            r"目标价?(?:变动|变化|调整|改变)|调整目标价?|\btarget (?:price )?chang\w+", Looks.REPORTS
        ),
        RuleKind.TARGET_REACHED: Kind(
            r"(?:达到|到达|触及)目标价?|目标价(?:达到|到达)?|\btarget(?: price)?(?: (?:is )?(?:reached|hit))?\b",
            ("",),
            Unit.NOTHING,
            Unit.PRICE,
            Looks.TARGETS,
            Side.ABOVE,
            Decimal(1),
            Decimal(1),
            (Decimal(1),),
            of_report=True,
        ),
        RuleKind.BAND_CROSSED: _event(r"跨[过越]?(?:评级)?区间|(?:评级)?区间|\bbands?(?: crossed)?\b", Looks.SCORES),
        RuleKind.WINDOW_OPENS: _event(r"(?:进入)?(?:评级)?窗口期?|\bwindow(?: opens)?\b", Looks.SCORES),
        RuleKind.DAYS_LEFT: Kind(
            r"(?:到期)?(?:前|还剩|剩余?|倒计时)(?=\s*\d)|临近到期|\bdays left\b",
            ("",),
            Unit.DAYS,
            Unit.NOTHING,
            Looks.SCORES,
            Side.ABOVE,
            Decimal(1),
            Decimal(180),
            tuple(Decimal(each) for each in (30, 7, 60, 90)),
        ),
        RuleKind.VERDICT: _event(r"(?:到期)?结论|\bverdicts?\b", Looks.SCORES),
        RuleKind.SETTLES: _event(r"到期|\bsettle(?:s|d|ment)?\b", Looks.SCORES),
        RuleKind.NEW_REPORT: _event(r"新研报|\bnew reports?\b", Looks.REPORTS),
        RuleKind.RATING_CHANGED: _event(
            r"评级(?:变动|变化|调整|改变)|调整评级|\brating(?: chang\w+)?\b", Looks.REPORTS
        ),
        RuleKind.DISSENT: _event(r"分歧|反对意见|\bdissents?\b", Looks.REPORTS),
        RuleKind.CONSENSUS: _event(r"一致预期|一致观点|共识|\bconsensus\b", Looks.REPORTS),
        RuleKind.DAY_CHANGE: Kind(_WORDS_OF_CHANGE, *_CHANGE, Side.EITHER, *_CHANGES),
        RuleKind.DAY_RISE: Kind(_WORDS_OF_RISE, *_CHANGE, Side.ABOVE, *_CHANGES),
        RuleKind.DAY_FALL: Kind(_WORDS_OF_FALL, *_CHANGE, Side.FALLS, *_CHANGES),
        RuleKind.GAP: _move(r"跳空(?:缺口)?|缺口|\bgap\b"),
        RuleKind.VOLUME_RATIO: Kind(
            r"量比|\bvolume ratio\b",
            ("above", ""),
            Unit.TIMES,
            Unit.TIMES,
            Looks.QUOTE,
            Side.ABOVE,
            Decimal("1.1"),
            Decimal(100),
            tuple(Decimal(each) for each in ("2", "3", "5", "8")),
            anew=Place.QUIET,
            tried=Tried.AT_CLOSES,
        ),
        RuleKind.SUSPENDED: Kind(r"停牌|\bsuspen(?:ded|sion)\b", *_STATE),
        RuleKind.RESUMED: Kind(r"复牌|\bresum(?:ed|ption)\b", *_STATE),
        RuleKind.EX_DATE: Kind(r"除权除息|除权|除息|分红|\bex[- ]?(?:dividend|date)\b", *_STATE, anew=Place.QUIET),
        RuleKind.LIMIT_UP: _limit(r"涨停|\blimit up\b", tried=Tried.WHOLLY),
        RuleKind.LIMIT_DOWN: _limit(r"跌停|\blimit down\b", tried=Tried.WHOLLY),
    }
)


def fits(kind: RuleKind, scope: Scope) -> bool:
    """Whether a kind can be watched of what such a scope stands for: prices are of one stock, a basket has two figures."""
    if scope is Scope.BASKET:
        return kind.of_score
    return scope is Scope.STOCK or not kind.in_prices
