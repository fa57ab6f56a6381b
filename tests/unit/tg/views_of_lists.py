"""Named lists: which there are, one as a table at night and in session, and the screens on which they are changed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.scoring.results import PickScore
from bot.services.views import View
from bot.services.views.lists import (
    ListDeleted,
    ListEditor,
    ListFile,
    ListHead,
    ListImport,
    ListLink,
    ListOverview,
    ListPicker,
    ListQuestion,
    ListWord,
    UnclearEntry,
    WatchRow,
    WatchTable,
)
from bot.services.views.pieces import SecurityRef, Source

OPTICS, LIQUOR = ListHead(3, "光模块", 3), ListHead(4, "白酒 & <co>", 1)
ZHONGJI, MOUTAI = SecurityRef("300308.SZ", "中际旭创"), SecurityRef("600519.SH", "贵州茅台")
TENCENT = SecurityRef("00700.HK", "腾讯控股")
DAY = date(2025, 7, 8)


def list_views(scored: PickScore) -> dict[str, View]:
    """``scored`` is the figure of the one stock that a report covers."""
    closes = (
        WatchRow(ZHONGJI, Decimal("140.80"), Decimal("0.0312"), DAY, live=False, score=scored),
        WatchRow(MOUTAI, Decimal(1488), Decimal("-0.002"), date(2025, 7, 4), live=False, score=None),
        WatchRow(TENCENT, None, None, None, live=False, score=None),
    )
    quoted = WatchRow(ZHONGJI, Decimal("143.20"), Decimal("0.017"), date(2025, 7, 9), live=True, score=scored)
    source = Source("akshare", DAY)
    minute = Source("tencent", date(2025, 7, 9), datetime(2025, 7, 9, 2, 31, tzinfo=UTC))
    doubts = (UnclearEntry("茅苔", (MOUTAI,)), UnclearEntry("中际", (ZHONGJI, SecurityRef("000516.SZ", "国际医学"))))
    return {
        "lists": ListOverview((OPTICS, LIQUOR)),
        "no lists": ListOverview(()),
        "a list at night": WatchTable(OPTICS, closes, 0, 1, source),
        "a list in session": WatchTable(ListHead(3, "光模块", 23), (quoted,), 1, 3, source, minute),
        "an empty list": WatchTable(ListHead(5, "新", 0), (), 0, 1, Source("", None)),
        "somebody's list": WatchTable(OPTICS, closes[:1], 0, 1, source, token="QUJDREVGR0hJSktMTU5PUA"),
        "a list to arrange": ListEditor(OPTICS, (ZHONGJI, MOUTAI, TENCENT), 0, 1),
        "a list after a removal": ListEditor(ListHead(3, "光模块", 19), (ZHONGJI, TENCENT), 1, 3, MOUTAI, 1),
        "into which list": ListPicker(ZHONGJI, (OPTICS, LIQUOR), frozenset()),
        "in which lists": ListPicker(ZHONGJI, (OPTICS, LIQUOR), frozenset({3})),
        "into the first list": ListPicker(ZHONGJI, (), frozenset()),
        "question for a list's name": ListQuestion(ListWord.NAME),
        "question for another name": ListQuestion(ListWord.RENAME, OPTICS),
        "question for members": ListQuestion(ListWord.MEMBERS, OPTICS),
        "a deleted list": ListDeleted(3, "光模块"),
        "the link of a list": ListLink(OPTICS, "w_QUJDREVGR0hJSktMTU5PUA", "pickwatch_bot"),
        "a list as a file": ListFile(OPTICS, "pickwatch-list-20250708.csv", "symbol,name\r\n"),
        "an import": ListImport(OPTICS, (ZHONGJI, MOUTAI, TENCENT), 1, doubts, ("没有这家公司",), 1),
        "an import of one": ListImport(LIQUOR, (MOUTAI,), 0, (), ()),
    }
