"""What somebody wants to follow, read from a line: ``订阅 行业 通信``, ``subscribe analyst 张三``, ``取消订阅 #7``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.domain.following import TargetKind

KINDS = {
    "研报": TargetKind.REPORT,
    "报告": TargetKind.REPORT,
    "report": TargetKind.REPORT,
    "板块": TargetKind.SEGMENT,
    "segment": TargetKind.SEGMENT,
    "股票": TargetKind.STOCK,
    "个股": TargetKind.STOCK,
    "stock": TargetKind.STOCK,
    "券商": TargetKind.BROKER,
    "broker": TargetKind.BROKER,
    "分析师": TargetKind.ANALYST,
    "analyst": TargetKind.ANALYST,
    "行业": TargetKind.INDUSTRY,
    "industry": TargetKind.INDUSTRY,
}
EVERYTHING = frozenset({"all", "everything", "全部", "所有", "全部研报", "所有研报"})
MINE = frozenset({"我的订阅", "订阅列表", "subscriptions", "my subscriptions"})
_CHINESE = re.compile(r"(取消订阅|退订|订阅)\s*(.*)")
_ENGLISH = re.compile(r"(unsubscribe(?: from)?|unfollow|subscribe(?: to)?|follow)(?:\s+(.*))?", re.IGNORECASE)
_ENDS = ("取消", "退订", "unsubscribe", "unfollow")
_REPORT = re.compile(r"(?:report|研报|报告|r_?|#)\s*#?\s*([0-9]{1,9})", re.IGNORECASE)
_KIND = re.compile(rf"({'|'.join(KINDS)})(?:\s*[:：]\s*|\s+)(.+)", re.IGNORECASE)
_IN_REPORT = re.compile(r"#\s*([0-9]{1,9})\s*(.*)")


@dataclass(frozen=True, slots=True)
class FollowWish:
    """``kind`` is None where no word says it; ``report_id`` is of the report, or of that whose segment is meant."""

    name: str = ""
    kind: TargetKind | None = None
    report_id: int | None = None


def read_target(typed: str) -> FollowWish:
    """What is to be followed."""
    words = " ".join(typed.split())
    if words.lower() in EVERYTHING:
        return FollowWish(words, TargetKind.EVERYTHING)
    if report := _REPORT.fullmatch(words):
        return FollowWish(words, TargetKind.REPORT, int(report[1]))
    if named := _KIND.fullmatch(words):
        kind, name = KINDS[named[1].lower()], named[2].strip()
        within = _IN_REPORT.fullmatch(name) if kind is TargetKind.SEGMENT else None
        return FollowWish(within[2].strip(), kind, int(within[1])) if within else FollowWish(name, kind)
    return FollowWish(words)


def read_line(line: str) -> tuple[str, str] | None:
    """The verb (subscribe, unsubscribe, subscriptions) of a line of plain text, and what stands behind it; None for others."""
    words = " ".join(line.split())
    if words.lower() in MINE:
        return "subscriptions", ""
    found = _CHINESE.fullmatch(words) or _ENGLISH.fullmatch(words)
    if found is None:
        return None
    return ("unsubscribe" if found[1].lower().startswith(_ENDS) else "subscribe"), found[2] or ""
