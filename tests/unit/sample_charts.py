"""Charts with figures like those of the report of 2024-12-26, of every kind."""

from __future__ import annotations

from datetime import date, timedelta
from math import sin

from bot.domain.boards import Grouping, Origin
from bot.services.views.charts import (
    BasketChart,
    BoardChart,
    BoardRow,
    CalibrationChart,
    CalibrationRow,
    ChartBand,
    ChartDot,
    ChartLane,
    ChartLine,
    ChartMark,
    ReplayChart,
    ReportChart,
    StockChart,
)
from bot.services.views.pieces import SecurityRef, Source

FIRST, OPENS, SETTLES = date(2024, 12, 26), date(2025, 6, 26), date(2025, 12, 26)
SESSIONS = tuple(FIRST + timedelta(days=place) for place in range(0, 366, 5))
SOURCE = Source("录制的真实行情", SETTLES)
BANDS = (
    ChartBand("买入", 0.2, None),
    ChartBand("增持", 0.05, 0.2),
    ChartBand("中性", -0.05, 0.05),
    ChartBand("减持", None, -0.05),
)


def way(end: float) -> tuple[float, ...]:
    last = len(SESSIONS) - 1
    return tuple(end * place / last + 0.05 * sin(place) * (place % last > 0) for place in range(last + 1))


STOCK = StockChart(
    SecurityRef("688041.SH", "海光信息"),
    "沪深300全收益",
    SESSIONS,
    tuple(None if 50 <= place < 56 else 1 + value for place, value in enumerate(way(0.37))),
    tuple(1 + value for value in way(0.2)),
    BANDS,
    OPENS,
    SETTLES,
    SOURCE,
    "示例证券 2024-12-26",
)
BASKETS = BasketChart(
    SESSIONS,
    (
        ChartLine("全部标的", way(0.604)),
        ChartLine("受益", way(0.504)),
        ChartLine("推荐", way(0.901)),
        ChartLine("行业指数", way(0.607)),
    ),
    OPENS,
    SETTLES,
    "示例证券 2024-12-26",
    SOURCE,
)
REPLAY = ReplayChart(
    SESSIONS,
    way(0.604),
    (
        ChartLane("跨档", tuple(ChartMark(session, 1 + place % 4) for place, session in enumerate(SESSIONS))),
        ChartLane("到期", (ChartMark(SESSIONS[-1], 11),)),
    ),
    OPENS,
    SETTLES,
    "示例证券 2024-12-26",
    SOURCE,
)


def dot(name: str, excess: float | None, *, met: bool | None = None, segment: str = "") -> ChartDot:
    return ChartDot(f"{name}.SZ", name, segment, excess, 0.31, met)


REPORT = ReportChart(
    7,
    "一份行业研报的标题",
    "示例证券 2024-12-26",
    (
        dot("中际旭创", 3.274, met=True),
        dot("科华数据", 0.635, segment="液冷"),
        dot("科华数据", 0.635, segment="服务器"),
        dot("中兴通讯", -0.258, met=False),
        dot("世纪互联", None),
    ),
    BANDS,
    SOURCE,
)
BOARD = BoardChart(
    Grouping.BROKER,
    Origin.FORWARD,
    (
        BoardRow("甲证券", 1, 90, 90, 61 / 90, 0.57, 0.77, 0.31),
        BoardRow("乙证券", 2, 520, 520, 300 / 520, 0.53, 0.62, None),
        BoardRow("丙证券", None, 7, 7, 4 / 7, 0.25, 0.84, None),
        BoardRow("丁证券", None, 33, 0, None, None, None, None),
        BoardRow("戊证券", None, 0, 0, None, None, None, None),
    ),
    0,
    650,
    12,
    SOURCE,
    "券商记分牌",
    "发布时录入的评级周期：已到期 650 段，未到期 12 段",
)
CALIBRATION = CalibrationChart(
    "甲证券",
    Origin.FORWARD,
    (
        CalibrationRow("买入", 0.2, None, 14, 31, tuple(place / 20 - 0.5 for place in range(31))),
        CalibrationRow("增持", 0.05, 0.2, 40, 96, tuple(place / 200 - 0.2 for place in range(96))),
        CalibrationRow("中性", -0.05, 0.05, 3, 12, (0.0,) * 12),
        CalibrationRow("减持", None, -0.05, 1, 1, (-0.1,)),
        CalibrationRow("卖出", None, -0.2, 0, 0, ()),
    ),
    140,
    20,
    SOURCE,
    "甲证券 各评级",
    "发布时录入的评级周期：已到期 140 段，未到期 20 段",
)
