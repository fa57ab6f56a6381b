"""The three digests as they come, full and bare, and what is chosen of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time

from bot.domain.digests import BLOCKS, USUAL
from bot.domain.following import DigestSlot, Topic
from bot.domain.ratings import RatingChange
from bot.domain.reports import PickKind
from bot.domain.scoring.results import PickScore
from bot.services.research.charting import followed_chart
from bot.services.views import View
from bot.services.views.digests import (
    AlertCount,
    Announced,
    BasketChange,
    BoardChange,
    Digest,
    DigestCard,
    DigestLine,
    DigestMenu,
    MorningDigest,
    Mover,
    NewReport,
    RatedPick,
    WeeklyDigest,
    ZoneChoices,
)
from bot.services.views.news import AlertKind, AlertLine
from bot.services.views.pieces import ReportHead, SecurityRef, Source

MORNING, CLOSE, WEEKLY = DigestSlot
DAY = date(2025, 12, 26)
SOURCE = Source("recorded", DAY)
WEEK = tuple(date(2025, 12, day) for day in (22, 23, 24, 25, 26))
ZHONGJI, INNOLIGHT = SecurityRef("300308.SZ", "中际旭创"), SecurityRef("300502.SZ", "新易盛")
NEXT = datetime(2025, 12, 29, 0, 30, tzinfo=UTC)


def digest_views(
    head: ReportHead,
    other: ReportHead,
    picks: Sequence[PickScore],
    told: tuple[AlertLine, ...],
    coming: Sequence[AlertLine],
) -> dict[str, View]:
    """The views of digests, around reports, picks and alerts."""
    rated = (
        RatedPick(ZHONGJI, PickKind.SUBJECT, "买入", RatingChange.UPGRADED),
        RatedPick(INNOLIGHT, PickKind.RECOMMENDED, None, None),
    )
    opens, settles = coming
    settles = replace(settles, score=replace(picks[0], settles=DAY))
    morning = MorningDigest(
        DAY,
        datetime(2025, 12, 25, 0, 30, tzinfo=UTC),
        (settles,),
        (opens,),
        (NewReport(other, rated, 2), NewReport(head, (rated[1],), 44)),
        (SecurityRef("600845.SH", "宝信软件"),),
        SOURCE,
    )
    up = (Mover(picks[0], 0.0512), Mover(picks[1], 0.0049))
    down = (Mover(picks[6], -0.0321),)
    close = Digest(
        (DAY,),
        (),
        (),
        told[:1],
        tuple(coming),
        45,
        43,
        0.6123,
        SOURCE,
        up,
        down,
        tuple(each for each in told if each.kind is AlertKind.BAND_CROSSED),
        (AlertCount(Topic.BANDS, 2), AlertCount(Topic.DAY_CHANGE, 11)),
    )
    weekly = WeeklyDigest(
        WEEK,
        date(2026, 1, 4),
        told[:2],
        (
            BoardChange("开源证券", frozenset({"开源证券"}), 23, 15, 12, 9),
            BoardChange("国金证券", frozenset({"国金证券"}), 3, 1, 2, 1),
        ),
        up,
        down,
        (BasketChange(head, 45, 0.6123, 0.0131), BasketChange(other, 1, -0.0213, None)),
        tuple(coming),
        45,
        43,
        0.6123,
        0.0131,
        SOURCE,
    )
    chart = followed_chart(picks, SOURCE)
    lines = (
        DigestLine(MORNING, time(8, 30), NEXT),
        DigestLine(CLOSE, time(20, 45), None),
        DigestLine(WEEKLY, None, None),
    )
    return {
        "morning digest": morning,
        "morning digest, asked before": replace(morning, ratings=(), announced=Announced(NEXT, "Europe/London")),
        "morning digest of a new rating alone": replace(morning, settles=(), opens=(), suspended=()),
        "morning digest of suspensions alone": replace(morning, settles=(), opens=(), ratings=()),
        "close digest with movers": close,
        "close digest with a chart": replace(close, chart=chart),
        "weekly digest": weekly,
        "weekly digest of movers alone, with a chart": replace(
            weekly, verdicts=(), board=(), baskets=(), upcoming=(), mean_excess=None, mean_change=None, chart=chart
        ),
        "digests": DigestMenu(lines, "Asia/Shanghai"),
        "digests of a channel": DigestMenu(lines, "Asia/Kathmandu", -1_001_234_567_890),
        "choices of the morning digest": DigestCard(lines[0], USUAL[MORNING], "Asia/Shanghai", time(20, 45)),
        "choices of the close digest": DigestCard(
            replace(lines[1], at=time(7, 45)), USUAL[CLOSE], "America/New_York", time(7, 45), -1_001_234_567_890
        ),
        "choices of the weekly digest": DigestCard(
            lines[2], frozenset(BLOCKS[WEEKLY][:2]), "Asia/Shanghai", time(20, 45)
        ),
        "zones": ZoneChoices("Asia/Shanghai"),
        "zones like what was typed": ZoneChoices("Asia/Kathmandu", "York", ("America/New_York", "Australia/Cape_York")),
        "no such zone": ZoneChoices("Asia/Shanghai", "<Mars>"),
    }
