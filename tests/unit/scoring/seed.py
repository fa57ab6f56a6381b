"""The picks of a telecom report of 2024-12-26 as data, and recorded prices: facts to score against."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from bot.domain.quotes import Adjustment, Bar
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.reports import PickKind
from bot.domain.scoring.build import build_panel
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.panel import Panel
from bot.domain.securities import Market, market_of
from bot.domain.sessions import TradingCalendar

DATA = Path(__file__).parents[3].parent / "shared" / "data"
PUBLISHED = date(2024, 12, 26)

KAIYUAN = RatingScale(
    Subject.STOCK,
    Basis.EXCESS,
    (6, 12),
    ScaleSource.REPORT,
    (Band("买入", 0.20, None), Band("增持", 0.05, 0.20), Band("中性", -0.05, 0.05), Band("减持", None, -0.05)),
)

_PICKS = """
国产算力芯片 beneficiary 688256.SH 688041.SH
AIDC供应商 recommended 600845.SH 300442.SZ
AIDC供应商 beneficiary 300383.SZ VNET.US 300738.SZ 09698.HK 002335.SZ
服务器电源 beneficiary 300870.SZ 002851.SZ
柴油发电机 beneficiary 300153.SZ 000880.SZ 600590.SH 000338.SZ
变压器 beneficiary 688676.SH
液冷 recommended 002837.SZ
液冷 beneficiary 301018.SZ 300017.SZ 002335.SZ 300499.SZ 300249.SZ 300602.SZ
铜连接 beneficiary 300548.SZ 688629.SH 002130.SZ 688668.SH 300563.SZ
交换机及芯片 recommended 688702.SH 000938.SZ 000063.SZ
交换机及芯片 beneficiary 301165.SZ
服务器 recommended 000938.SZ 000063.SZ
服务器 beneficiary 000977.SZ 603296.SH 600498.SH
光通信 recommended 300308.SZ 300502.SZ 300394.SZ 600522.SH 600487.SH
光通信 beneficiary 000988.SZ 002281.SZ 688048.SH 688498.SH
通信模组 beneficiary 603236.SH 002881.SZ 300627.SZ
"""

_INDICES = {Market.A: ("000300", "H00300"), Market.HK: ("HSI", None), Market.US: ("SPX", None)}


def picks() -> list[PickInput]:
    found = []
    for line in _PICKS.strip().splitlines():
        segment, kind, *symbols = line.split()
        for symbol in symbols:
            market = market_of(symbol)
            price, total = _INDICES[market]
            found.append(
                PickInput(symbol, symbol, market, segment, PickKind(kind), None, PUBLISHED, KAIYUAN, price, total)
            )
    return found


@cache
def panel() -> Panel:
    bars = defaultdict(list)
    for row in rows("bars_raw.csv.gz"):
        if row["adjust"] == "none":
            bars[row["symbol"]].append(_bar(row))
    indices = defaultdict(list)
    for row in rows("index.csv"):
        if row["primary"] == "1":
            indices[row["index_code"]].append(_bar(row))
    adjustments = defaultdict(list)
    for row in rows("factors.csv"):
        if row["event_ratio"]:
            split = Decimal(row["nominal_split"]) if row["nominal_split"] else None
            adjustments[row["symbol"]].append(
                Adjustment(date.fromisoformat(row["ex_date"]), Decimal(row["event_ratio"]), split)
            )
    suspensions = defaultdict(set)
    for row in rows("suspensions.csv"):
        suspensions[row["symbol"]].add(date.fromisoformat(row["date"]))
    days = list(rows("calendar.csv"))
    calendars = {
        Market.A: TradingCalendar(Market.A, sessions_of(days, "akshare"), date(2026, 12, 31)),
        Market.HK: TradingCalendar(Market.HK, sessions_of(days, "xhkg"), date(2026, 12, 31)),
        Market.US: TradingCalendar(Market.US, tuple(bar.session for bar in bars["VNET.US"]), date(2026, 7, 31)),
    }
    return build_panel(bars, adjustments, calendars, indices, suspensions=suspensions)


def rows(name: str) -> Iterator[dict[str, str]]:
    path = DATA / name
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as file:
        yield from csv.DictReader(file)


def sessions_of(days: list[dict[str, str]], source: str) -> tuple[date, ...]:
    return tuple(date.fromisoformat(day["date"]) for day in days if day[source] == "1")


def _bar(row: dict[str, str]) -> Bar:
    def number(field: str) -> Decimal | None:
        return Decimal(row[field]) if row[field] else None

    return Bar(date.fromisoformat(row["date"]), Decimal(row["close"]), number("open"), number("high"), number("low"))
