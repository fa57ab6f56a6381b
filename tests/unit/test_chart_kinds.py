"""Charts of baskets, replays, reports, scoreboards and calibrations: what they say, that it fits, that it is all there."""

from __future__ import annotations

import logging
import struct
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeAlias, get_args

import pytest

from bot.services.views.charts import BasketChart, Chart, ChartLine
from bot.services.views.pieces import Source
from bot.tg.charts import ChartStyle, Theme, compose, draw
from bot.tg.charts.canvas import Canvas
from bot.tg.charts.lettering import SHEET
from bot.tg.charts.plane import span
from bot.tg.charts.rows import scale_of
from tests.unit.sample_charts import (
    BASKETS,
    BOARD,
    CALIBRATION,
    REPLAY,
    REPORT,
    SESSIONS,
    SETTLES,
    STOCK,
    dot,
    way,
)

CHARTS: dict[str, Chart] = {
    "stock": STOCK,
    "stock, absolute scale": replace(STOCK, bands=()),
    "baskets": BASKETS,
    "baskets, half way": replace(
        BASKETS,
        sessions=SESSIONS[:60],
        lines=tuple(replace(line, values=line.values[:60]) for line in BASKETS.lines),
        source=Source("录制的真实行情", SESSIONS[59]),
    ),
    "baskets of the first days": replace(
        BASKETS, sessions=SESSIONS[:3], lines=tuple(replace(line, values=line.values[:3]) for line in BASKETS.lines)
    ),
    "one basket": replace(BASKETS, lines=BASKETS.lines[:1], window_opens=None),
    "six baskets": replace(BASKETS, lines=tuple(ChartLine(f"组合{n}", way(0.3)) for n in range(6))),
    "replay": REPLAY,
    "replay without news": replace(REPLAY, lanes=()),
    "report": REPORT,
    "report of one pick": replace(REPORT, dots=REPORT.dots[:1], bands=()),
    "scoreboard": BOARD,
    "calibration": CALIBRATION,
}
KINDS = ("stock", "baskets", "replay", "report", "scoreboard", "calibration")
STYLES = (ChartStyle(), ChartStyle(language="en", theme=Theme.DARK))
Drawn: TypeAlias = tuple[Chart, ChartStyle]


def said(canvas: Canvas) -> list[str]:
    return [text for _, text in canvas.texts]


def overlapping(canvas: Canvas) -> list[tuple[str, str]]:
    return [
        (text, other)
        for place, (box, text) in enumerate(canvas.texts)
        for beside, other in canvas.texts[place + 1 :]
        # lines of text may touch where one's descent meets the next one's ascent
        if replace(box, top=box.top + 3, bottom=box.bottom - 3).meets(beside)
    ]


def beyond(canvas: Canvas) -> list[str]:
    return [
        text
        for box, text in canvas.texts
        if box.left < 0 or box.right > SHEET or box.top < 0 or box.bottom > canvas.height
    ]


def test_every_kind_of_chart_is_among_them() -> None:
    assert {type(chart) for chart in CHARTS.values()} == set(get_args(Chart))


@pytest.mark.parametrize("style", STYLES, ids=["zh light", "en dark"])
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_meets_another_nor_leaves_the_sheet(name: str, style: ChartStyle) -> None:
    canvas = compose(CHARTS[name], style)
    assert overlapping(canvas) == []
    assert beyond(canvas) == []
    assert not any("□" in text or "…" in text for text in said(canvas))


@pytest.mark.parametrize("name", KINDS)
def test_a_chart_is_a_small_png(name: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        png = draw(CHARTS[name], ChartStyle())
    assert not caplog.records
    assert len(png) < 100_000
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1200
    assert 400 < height < 1300


@pytest.mark.parametrize("name", KINDS)
def test_the_same_chart_gives_the_same_bytes(name: str) -> None:
    style = ChartStyle(width=300)
    assert draw(CHARTS[name], style) == draw(CHARTS[name], style)


HOSTILE = {
    "html": "<b>$x^2$&amp;</b>",
    "tex": r"\frac{$",
    "odd": "*ST 🚀 旗舰𠮷\u202e\x00",
    "long": "很" * 80,
    "words": "Incomprehensibilities Limited Partnership " * 4,
    "empty": "",
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=[*HOSTILE])
@pytest.mark.parametrize(
    "dressed",
    [
        lambda name: replace(
            BASKETS,
            lines=tuple(replace(line, label=name) for line in BASKETS.lines),
            report=name,
            source=Source(name, None),
        ),
        lambda name: replace(REPLAY, report=name, lanes=(replace(REPLAY.lanes[0], label=name),)),
        lambda name: replace(
            REPORT, title=name, report=name, dots=tuple(replace(each, name=name, segment=name) for each in REPORT.dots)
        ),
        lambda name: replace(BOARD, title=name, note=name, rows=tuple(replace(row, label=name) for row in BOARD.rows)),
        lambda name: replace(
            CALIBRATION, title=name, note=name, rows=tuple(replace(row, label=name) for row in CALIBRATION.rows)
        ),
    ],
    ids=["baskets", "replay", "report", "scoreboard", "calibration"],
)
def test_a_hostile_name_stays_in_its_place(name: str, dressed: Callable[[str], Chart]) -> None:
    canvas = compose(dressed(name), ChartStyle(width=200))
    assert overlapping(canvas) == []
    assert beyond(canvas) == []
    assert canvas.png()


def test_each_basket_is_named_with_its_excess_where_its_line_ends() -> None:
    texts = said(compose(BASKETS, ChartStyle()))
    for name, excess in (("全部标的", "+60.4%"), ("受益", "+50.4%"), ("推荐", "+90.1%"), ("行业指数", "+60.7%")):
        assert texts[texts.index(name) + 1] == excess
    assert "期限 2025-06-26 – 2025-12-26" in texts


def test_half_way_the_days_to_the_settlement_are_counted() -> None:
    texts = said(compose(CHARTS["baskets, half way"], ChartStyle()))
    assert any(text.endswith(f"距到期 {(SETTLES - SESSIONS[59]).days} 天") for text in texts)


def test_in_the_first_days_the_lines_are_not_a_stroke_at_the_edge_and_the_window_is_named_all_the_same() -> None:
    young = CHARTS["baskets of the first days"]
    assert isinstance(young, BasketChart)
    assert span(young.sessions, SETTLES) == (SESSIONS[0], SESSIONS[0] + timedelta(days=80))
    texts = said(compose(young, ChartStyle()))
    assert f"期限 2025-06-26 – 2025-12-26 · 距到期 {(SETTLES - SESSIONS[2]).days} 天" in texts


def test_a_chart_of_nothing_is_refused() -> None:
    empty = replace(BASKETS, lines=(ChartLine("全部标的", (None,) * len(SESSIONS)),))
    for chart in (empty, replace(REPORT, dots=()), replace(BOARD, rows=()), replace(CALIBRATION, rows=())):
        with pytest.raises(ValueError, match=r"without|nothing to draw"):
            compose(chart, ChartStyle())


def test_what_was_told_is_counted_by_kind() -> None:
    texts = said(compose(REPLAY, ChartStyle()))
    assert "11 条" in texts
    assert f"{sum(mark.count for mark in REPLAY.lanes[0].marks)} 条" in texts


def test_the_mean_of_a_report_counts_a_stock_in_two_segments_once() -> None:
    texts = said(compose(REPORT, ChartStyle()))
    mean = (3.274 + 0.635 - 0.258) / 3
    assert any(f"平均超额 +{mean:.1%}" in text for text in texts)
    assert {"达标 1", "未达标 1", "无结论 3"} <= set(texts)


def test_a_report_has_a_row_a_pick_and_of_very_many_the_best_and_the_worst() -> None:
    many = tuple(dot(f"股票{place:03}", 1 - place / 50) for place in range(100))
    short, long = (
        compose(replace(REPORT, dots=many[:10]), ChartStyle()),
        compose(replace(REPORT, dots=many[:20]), ChartStyle()),
    )
    assert long.height - short.height == pytest.approx(10 * 45)
    texts = said(compose(replace(REPORT, dots=many), ChartStyle()))
    assert {"股票000", "股票024", "股票075", "股票099", "… 中间 50 个从略"} <= set(texts)
    assert "股票025" not in texts


def test_too_few_episodes_have_neither_rank_nor_share() -> None:
    texts = said(compose(BOARD, ChartStyle()))
    assert texts.count("样本不足") == 2
    assert texts.count("不下结论") == 1
    assert [text for text in texts if text.endswith(".")] == ["1.", "2."]
    assert {"68%", "61/90", "4/7", "33"} <= set(texts)
    assert "57%" not in texts


def test_the_base_rate_is_explained_where_there_is_one() -> None:
    assert "基准率" in said(compose(BOARD, ChartStyle()))
    assert "基准率" not in said(compose(replace(BOARD, rows=BOARD.rows[1:]), ChartStyle()))


def test_a_rating_stands_beside_what_it_promised_and_what_came_about() -> None:
    texts = said(compose(CALIBRATION, ChartStyle()))
    assert {"≥ 20%", "5% – 20%", "±5%", "< −5%", "14/31", "40/96", "还没有到期的"} <= set(texts)
    assert texts.count("样本不足") == 1


def test_a_scale_that_reaches_far_is_compressed_and_keeps_its_order() -> None:
    near, far = scale_of([-0.5, 0.8], 300, 1000), scale_of([-0.668, 3.654], 300, 1000)
    assert (near.stretched, far.stretched) == (False, True)
    places = [far.x(value) for value in (-0.668, -0.05, 0.0, 0.05, 0.2, 1.0, 3.654)]
    assert places == sorted(places)
    assert 300 <= places[0] < places[-1] <= 1000
