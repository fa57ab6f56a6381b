"""Rules of a subscriber's own: told, listed, opened, tried, asked for, and misread."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.quotes import CorporateAction
from bot.domain.reports import ReportKind
from bot.domain.rule_figures import ExDate, Grounds
from bot.domain.rule_groups import GROUPS, Group
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rules import Frequency, Reason, RuleEntry, RuleEvent
from bot.services.views import View
from bot.services.views.pieces import ReportHead, SecurityRef, Source
from bot.services.views.rules import (
    CarriedThreshold,
    RuleAim,
    RuleAlert,
    RuleCard,
    RuleDraft,
    RuleKinds,
    RuleLine,
    RuleList,
    RuleMisread,
    RuleStanding,
    RuleTelling,
    RuleThresholds,
    RuleWhich,
    Trial,
)

STOCK = SecurityRef("300308.SZ", "中际旭创")
AIM = RuleAim(Scope.STOCK, "300308.SZ", "中际旭创")
DAY = date(2025, 7, 8)
HEAD = ReportHead(7, "示例证券", ReportKind.INDUSTRY, "光通信的下一年", date(2024, 12, 26), None, None, None)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2025-07-08T{text}:00").replace(tzinfo=UTC)


PRICE = RuleLine(
    3, STOCK, RuleKind.PRICE_ABOVE, Decimal(140), Decimal("100.32"), Frequency.SESSION, RuleStanding.BEYOND
)
EXCESS = RuleLine(
    4,
    STOCK,
    RuleKind.EXCESS_ABOVE,
    Decimal("0.2"),
    None,
    Frequency.ONCE,
    RuleStanding.SPENT,
    HEAD,
    note="<减仓>",
    last_day=date(2025, 12, 31),
)
MOVE = RuleLine(
    5,
    STOCK,
    RuleKind.DAY_CHANGE,
    Decimal("0.05"),
    None,
    Frequency.EVERY,
    RuleStanding.SNOOZED,
    until=datetime(2025, 7, 9, 2, 31, tzinfo=UTC),
)
FALLEN = replace(EXCESS, rule_id=6, kind=RuleKind.DRAWDOWN, note="", last_day=None)
HIGH = replace(MOVE, rule_id=7, kind=RuleKind.NEW_HIGH, threshold=Decimal(60), standing=RuleStanding.ARMED, until=None)
LIVE = Source("tencent", DAY, at("02:32"))
HISTORY = (
    RuleEntry(3, at("02:31"), RuleEvent.FIRED, None, Decimal("101.2"), Decimal("100.32")),
    RuleEntry(3, at("02:11"), RuleEvent.HELD, Reason.DISPUTED, Decimal("100.9"), Decimal("100.32")),
    RuleEntry(3, at("01:31"), RuleEvent.EDITED, threshold=Decimal(140)),
)
TRIAL = Trial(
    date(2024, 7, 9),
    date(2025, 7, 7),
    tuple((date(2025, 3, day), Decimal(141 + day)) for day in range(3, 15)),
    source=Source("sina", date(2025, 7, 7)),
)


def told(kind: RuleKind, threshold: str, value: str, grounds: Grounds) -> RuleTelling:
    """What a kind that quotes decide tells."""
    line = replace(MOVE, kind=kind, threshold=Decimal(threshold), standing=RuleStanding.BEYOND, until=None)
    return RuleTelling(line, Decimal(value), at("02:31"), "tencent", grounds=grounds)


LIMIT = Grounds(Decimal("154.88"), Decimal("154.88"))
VIEWS_OF_RULES: dict[str, View] = {
    "rules told of quotes": RuleAlert(
        DAY,
        (
            told(RuleKind.MOVE_3, "0.02", "-0.0231", Grounds(Decimal("123.28"), Decimal("126.20"), at("02:28"))),
            told(RuleKind.GAP, "0.02", "0.0254", Grounds(Decimal(121), Decimal("118.00"))),
            told(
                RuleKind.VOLUME_RATIO,
                "3",
                "3.21",
                Grounds(Decimal(121), volume=Decimal(321_000), mean=Decimal(100_000), minutes=61),
            ),
            told(RuleKind.LIMIT_UP, "1", "1", replace(LIMIT, price=Decimal("154.00"))),
            told(RuleKind.SEALED_UP, "1", "1", replace(LIMIT, share=Decimal("0.20"), unbroken=True)),
            told(RuleKind.OPENED_DOWN, "1", "1", LIMIT),
            replace(
                told(RuleKind.PRICE_ABOVE, "105", "106", Grounds(Decimal("104.2"))), touched=True, since=at("01:45")
            ),
        ),
        LIVE,
    ),
    "rules told of an ex-date and a suspension": RuleAlert(
        DAY,
        (
            replace(
                told(
                    RuleKind.EX_DATE,
                    "1",
                    "1",
                    Grounds(
                        Decimal("140.00"),
                        Decimal("99.96"),
                        ex=ExDate(
                            date(2025, 7, 9),
                            Decimal("1.400560224"),
                            CorporateAction(date(2025, 7, 9), Decimal("0.05"), transfer=Decimal("0.4")),
                            expected=True,
                        ),
                    ),
                ),
                carried=(CarriedThreshold(RuleKind.PRICE_ABOVE, Decimal(140), Decimal("99.96")),),
            ),
            told(RuleKind.SUSPENDED, "1", "1", Grounds(Decimal("140.00"))),
        ),
        Source("eastmoney", DAY, at("12:40")),
        notice=True,
    ),
    "a rule told of an ex-date on its day": RuleAlert(
        DAY,
        (
            told(
                RuleKind.EX_DATE,
                "1",
                "1",
                Grounds(Decimal("140.00"), Decimal("100.32"), ex=ExDate(DAY, Decimal("1.395534290"))),
            ),
            told(RuleKind.RESUMED, "1", "1", Grounds(Decimal("101.00"))),
        ),
        LIVE,
    ),
    "a rule without a threshold": RuleDraft(AIM, RuleKind.SEALED_UP, Decimal(1), replace(TRIAL, fired=TRIAL.fired[:1])),
    "a rule that bars cannot try": RuleDraft(AIM, RuleKind.MOVE_5, Decimal("0.02"), None),
    "a rule of a limit": RuleCard(
        replace(MOVE, kind=RuleKind.LIMIT_UP, threshold=Decimal(1), standing=RuleStanding.ARMED, until=None),
        (RuleEntry(5, at("02:31"), RuleEvent.FIRED, None, Decimal("154.88"), Decimal("154.88")),),
    ),
    "rule told": RuleAlert(DAY, (RuleTelling(PRICE, Decimal("101.2"), at("02:31"), "tencent"),), LIVE),
    "rules told": RuleAlert(
        DAY,
        (
            RuleTelling(PRICE, Decimal("101.2"), at("02:31"), "tencent", since=at("01:45")),
            RuleTelling(MOVE, Decimal("-0.0512"), at("02:31"), "tencent"),
        ),
        LIVE,
    ),
    "rules told at a close": RuleAlert(
        DAY,
        (
            RuleTelling(EXCESS, Decimal("0.2134"), at("07:00"), "sina"),
            RuleTelling(PRICE, Decimal("101.2"), at("07:00"), "sina", touched=True),
            RuleTelling(FALLEN, Decimal("-0.2134"), at("07:00"), "sina"),
            RuleTelling(HIGH, Decimal("151.2"), at("07:00"), "sina"),
        ),
        Source("sina", DAY),
    ),
    "rules": RuleList((PRICE, EXCESS, replace(MOVE, standing=RuleStanding.ARMED, until=None)), 1, 3, 19, 50),
    "a rule": RuleCard(PRICE, HISTORY, TRIAL),
    "a rule that is new": RuleCard(replace(MOVE, standing=RuleStanding.PAUSED, until=None), HISTORY[2:][:0], new=True),
    "a rule about highs": RuleCard(
        HIGH, (RuleEntry(7, at("07:00"), RuleEvent.FIRED, None, Decimal("151.2"), Decimal("150.4")),)
    ),
    "a rule for once": RuleCard(EXCESS, ()),
    "a rule tried": RuleDraft(AIM, RuleKind.PRICE_ABOVE, Decimal(140), TRIAL),
    "a rule without history": RuleDraft(AIM, RuleKind.PRICE_ABOVE, Decimal(140), None),
    "what to watch": RuleKinds(AIM, GROUPS[Group.FIRST], Group.FIRST, tuple(Group)),
    "which threshold": RuleThresholds(
        AIM, RuleKind.PRICE_ABOVE, Decimal("131.52"), DAY, ((Decimal(138), 3), (Decimal(145), 0))
    ),
    "another threshold": RuleThresholds(
        AIM, RuleKind.EXCESS_BELOW, Decimal("0.0712"), DAY, ((Decimal("0.05"), None), (Decimal(0), None)), 4
    ),
    "a line misread": RuleMisread(AIM, RuleKind.EXCESS_ABOVE, "> 20"),
    "a line whose stock is misspelt": RuleWhich(
        "中际旭闯", (SecurityRef("300308.SZ", "中际旭创"),), RuleKind.DAY_RISE, Decimal("0.05")
    ),
    "a line whose stock is unclear": RuleWhich(
        "平安", (SecurityRef("601318.SH", "中国平安"), SecurityRef("000001.SZ", "平安银行")), None, None
    ),
    "a line without an end": RuleMisread(None, None, ""),
}
