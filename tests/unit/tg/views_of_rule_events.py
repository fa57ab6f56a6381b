"""Rules about several, about what happens, and changed in place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.rule_groups import GROUPS, Group
from bot.domain.rule_kinds import RuleKind
from bot.domain.rule_targets import Scope
from bot.domain.rules import Reason, RuleEntry, RuleEvent
from bot.domain.scoring.results import PickScore
from bot.services.views import View
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.pieces import SecurityRef, Source
from bot.services.views.rules import (
    RuleAim,
    RuleAlert,
    RuleCard,
    RuleDeleted,
    RuleKinds,
    RuleMisread,
    RuleQuestion,
    RuleStanding,
    RuleTelling,
    RuleWord,
    Trial,
    TrialNote,
)
from tests.unit.tg.views_of_rules import AIM, DAY, EXCESS, HEAD, MOVE, STOCK, at

NONE = SecurityRef("", "")
REPORT, BASKET = RuleAim(Scope.REPORT, "7", "光通信的下一年"), RuleAim(Scope.BASKET, "7", "光通信的下一年")
LIST, FOLLOWED = RuleAim(Scope.LIST, "4", "光模块"), RuleAim(Scope.FOLLOWED, "")
HALF_HOUR = timedelta(minutes=30)
TARGETS = replace(MOVE, kind=RuleKind.TARGET_CHANGED, threshold=Decimal(1), standing=RuleStanding.ARMED, until=None)


def happened(kind: RuleKind, line: AlertLine, *, aim: RuleAim | None = None) -> RuleTelling:
    threshold = Decimal(30) if kind is RuleKind.DAYS_LEFT else Decimal(1)
    rule = replace(TARGETS, kind=kind, threshold=threshold, aim=aim)
    return RuleTelling(rule, Decimal(1), at("07:00"), "sina", event=line)


def rule_views(on_the_way: PickScore, at_the_end: PickScore) -> dict[str, View]:
    """The views, with the figures of a pick before and after its settlement."""
    return {
        "what to watch of a report": RuleKinds(REPORT, GROUPS[Group.REPORTS], Group.REPORTS, tuple(Group)),
        "what to watch of a basket": RuleKinds(
            BASKET, (RuleKind.EXCESS_ABOVE, RuleKind.RETURN_BELOW), Group.FIRST, (Group.FIRST,)
        ),
        "a rule about a list": RuleCard(
            replace(MOVE, security=NONE, aim=LIST, standing=RuleStanding.ARMED, until=None),
            (
                RuleEntry(5, at("02:31"), RuleEvent.FIRED, None, Decimal("0.0512"), Decimal("0.05"), "300308.SZ"),
                RuleEntry(
                    5, at("02:11"), RuleEvent.HELD, Reason.COOLDOWN, Decimal("0.0507"), Decimal("0.05"), "300502.SZ"
                ),
                RuleEntry(5, at("01:31"), RuleEvent.RESTORED),
            ),
            Trial(
                date(2024, 7, 9),
                DAY,
                ((date(2025, 3, 3), Decimal("0.061")),),
                (TrialNote(SecurityRef("300502.SZ", "新易盛")),),
                7,
            ),
        ),
        "a rule edited": RuleCard(
            replace(MOVE, standing=RuleStanding.ARMED, until=None, cooldown=HALF_HOUR), (), editing=True
        ),
        "a rule about events": RuleCard(
            replace(TARGETS, security=NONE, aim=FOLLOWED),
            (RuleEntry(9, at("07:00"), RuleEvent.FIRED, symbol="300308.SZ", before="140", after="120"),),
            Trial(date(2024, 7, 9), DAY, ((date(2025, 3, 3), Decimal(1)),), (TrialNote(STOCK, "140", "120"),)),
        ),
        "a rule deleted": RuleDeleted(replace(MOVE, security=NONE, aim=BASKET)),
        "a note asked for": RuleQuestion(EXCESS, RuleWord.NOTE),
        "a last day asked for": RuleQuestion(EXCESS, RuleWord.UNTIL),
        "a threshold asked for": RuleQuestion(EXCESS, RuleWord.THRESHOLD),
        "events told": RuleAlert(
            DAY,
            (
                happened(
                    RuleKind.BAND_CROSSED, AlertLine(AlertKind.BAND_CROSSED, STOCK, HEAD, on_the_way, "中性", "增持")
                ),
                happened(RuleKind.DAYS_LEFT, AlertLine(AlertKind.SETTLES_SOON, STOCK, HEAD, on_the_way)),
                happened(RuleKind.SETTLES, AlertLine(AlertKind.SETTLES, STOCK, HEAD, at_the_end)),
                happened(RuleKind.VERDICT, AlertLine(AlertKind.SETTLED, STOCK, HEAD, at_the_end), aim=FOLLOWED),
            ),
            Source("sina", DAY),
        ),
        "what a report said told": RuleAlert(
            DAY,
            (
                happened(RuleKind.NEW_REPORT, AlertLine(AlertKind.NEW_REPORT, STOCK, HEAD, None), aim=LIST),
                happened(
                    RuleKind.RATING_CHANGED, AlertLine(AlertKind.RATING_CHANGED, STOCK, HEAD, None, "买入", "增持")
                ),
                happened(RuleKind.RATING_CHANGED, AlertLine(AlertKind.RATING_CHANGED, STOCK, HEAD, None, "", "增持")),
                happened(
                    RuleKind.TARGET_CHANGED,
                    AlertLine(AlertKind.TARGET_CHANGED, STOCK, HEAD, None, "140", "120", reason="100.32"),
                ),
                happened(RuleKind.TARGET_CHANGED, AlertLine(AlertKind.TARGET_CHANGED, STOCK, HEAD, None, "140", "120")),
                happened(
                    RuleKind.DISSENT,
                    AlertLine(AlertKind.DISSENT, STOCK, HEAD, None, "甲证券=买入,乙证券=增持", "减持"),
                ),
                happened(RuleKind.CONSENSUS, AlertLine(AlertKind.CONSENSUS, STOCK, HEAD, None, "2-0-0", "1-1-0")),
                happened(RuleKind.CONSENSUS, AlertLine(AlertKind.CONSENSUS, STOCK, HEAD, None, "", "1-0-0")),
            ),
            Source("示例证券", DAY),
        ),
        "a target price reached": RuleAlert(
            DAY,
            (
                RuleTelling(
                    replace(TARGETS, kind=RuleKind.TARGET_REACHED, threshold=Decimal(140), carried=Decimal("100.32")),
                    Decimal("100.5"),
                    at("07:00"),
                    "sina",
                    touched=True,
                ),
            ),
            Source("sina", DAY),
        ),
        "a basket told": RuleAlert(
            DAY,
            (RuleTelling(replace(EXCESS, security=NONE, aim=BASKET), Decimal("0.2134"), at("07:00"), "sina"),),
            Source("sina", DAY),
        ),
        "a line nearly understood": RuleMisread(
            AIM,
            RuleKind.EXCESS_ABOVE,
            "> 20",
            ((RuleKind.EXCESS_ABOVE, Decimal("0.2")), (RuleKind.PRICE_ABOVE, Decimal(20)), (RuleKind.DAY_CHANGE, None)),
        ),
    }
