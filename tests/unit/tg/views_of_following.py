"""What is followed, as its follower sees it."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

from bot.domain.following import ALL_TOPICS, DigestSlot, Loudness, TargetKind, Topic
from bot.domain.reports import ReportKind
from bot.services.messages.codec import dump_view
from bot.services.views import View
from bot.services.views.following import (
    FollowChange,
    FollowChanged,
    FollowChoices,
    FollowPart,
    FollowParts,
    Pushed,
    SubscriptionCard,
    SubscriptionLine,
    SubscriptionList,
    WhyCard,
)
from bot.services.views.pieces import Notice, ReportHead, Target

HEAD = ReportHead(7, "开源证券", ReportKind.INDUSTRY, "国产算力崛起", date(2024, 12, 26), "通信", None, "R4")
STOCK = Target(TargetKind.STOCK, "300308.SZ", "中际旭创 300308")
REPORT = Target(TargetKind.REPORT, "7", HEAD.title)
SEGMENT = Target(TargetKind.SEGMENT, "7/光通信", "光通信（国产算力崛起）")
BROKER = Target(TargetKind.BROKER, "开源证券", "开源证券")
ANALYST = Target(TargetKind.ANALYST, "蒋颖@开源证券", "蒋颖（开源证券）")
INDUSTRY = Target(TargetKind.INDUSTRY, "通信", "通信")
DAY = date(2024, 12, 26)
LINE = SubscriptionLine(12, BROKER, DAY)
CHOSEN = SubscriptionLine(
    13,
    ANALYST,
    DAY,
    ALL_TOPICS - {Topic.DAY_CHANGE, Topic.HORIZON},
    Loudness.SILENT,
    muted_until=datetime(2025, 1, 2, 1, 30, tzinfo=UTC),
    digest_slots=frozenset({DigestSlot.WEEKLY}),
)
QUIET = SubscriptionLine(14, SEGMENT, DAY, frozenset(), Loudness.OFF, digest_slots=frozenset())
PAUSED = SubscriptionLine(15, INDUSTRY, DAY, paused=True)
LINES = (
    SubscriptionLine(10, Target(TargetKind.EVERYTHING), DAY),
    SubscriptionLine(11, STOCK, DAY),
    LINE,
    CHOSEN,
    QUIET,
    PAUSED,
    SubscriptionLine(16, REPORT, DAY),
)
PARTS = tuple(
    FollowPart(each, f"0000000{number}", number in (1, 2))
    for number, each in enumerate((REPORT, SEGMENT, BROKER, ANALYST, INDUSTRY))
)

VIEWS_OF_FOLLOWING: dict[str, View] = {
    "subscribed": FollowChanged(FollowChange.SUBSCRIBED, REPORT, 16),
    "subscribed already": FollowChanged(FollowChange.ALREADY, STOCK, 11),
    "unsubscribed": FollowChanged(FollowChange.UNSUBSCRIBED, ANALYST, 13),
    "not subscribed": FollowChanged(FollowChange.NOT, Target(TargetKind.EVERYTHING)),
    "subscriptions": SubscriptionList(LINES, 0, 2, 9),
    "subscriptions, last page": SubscriptionList(LINES[:2], 1, 2, 9),
    "subscriptions to stop": SubscriptionList(LINES[:3], 0, 1, 3, stopping=True),
    "subscription": SubscriptionCard(LINE),
    "subscription with choices": SubscriptionCard(CHOSEN),
    "subscription to nothing": SubscriptionCard(QUIET),
    "subscription paused": SubscriptionCard(PAUSED),
    "choices to follow": FollowChoices(
        "招商证券", "subscribe", (Target(TargetKind.STOCK, "600999.SH", "招商证券 600999"), BROKER)
    ),
    "choices not to follow": FollowChoices("蒋", "unsubscribe", (ANALYST,)),
    "an industry that no report names": FollowChoices(
        "量子", "subscribe", (INDUSTRY,), Target(TargetKind.INDUSTRY, "量子", "量子")
    ),
    "a broker that nobody knows": FollowChoices(
        "新证券", "subscribe", (), Target(TargetKind.BROKER, "新证券", "新证券")
    ),
    "parts of a report": FollowParts(HEAD, PARTS),
    "why, of one": WhyCard(99, (LINE,)),
    "why, of several": WhyCard(99, (CHOSEN, dataclasses.replace(LINE, ended=True), *LINES[:4])),
    "why, of a digest": WhyCard(99, slot=DigestSlot.CLOSE),
    "why, of a digest that was stopped": WhyCard(99, slot=DigestSlot.CLOSE, on=False),
    "why, of a correction": WhyCard(99),
    "pushed": Pushed(99, dump_view(Notice("nothing_settles"))),
    "pushed by another version": Pushed(99, "Horoscope {}"),
}
