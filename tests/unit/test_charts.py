"""Charts: they render for whatever a view holds, say what they cannot draw, and come out the same each time."""

from __future__ import annotations

import hashlib
import itertools
import logging
import pickle
import struct
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.views.charts import ChartBand, StockChart
from bot.services.views.pieces import SecurityRef, Source
from bot.tg.charts import ChartStyle, Theme, draw
from bot.tg.charts.frame import frame_of
from bot.tg.charts.lettering import fit, legible, width_of, wrap
from bot.tg.charts.style import band_range, band_tints, palette, percent
from bot.tg.charts.ticks import date_ticks, spread, value_ticks
from bot.tg.charts.words import WORDS

FIRST = date(2024, 12, 26)
BANDS = (
    ChartBand("买入", 0.2, None),
    ChartBand("增持", 0.05, 0.2),
    ChartBand("中性", -0.05, 0.05),
    ChartBand("减持", None, -0.05),
)
SOURCE = Source("recorded", date(2025, 12, 26))


def chart(*stock: float | None, index: tuple[float | None, ...] | None = None) -> StockChart:
    return StockChart(
        security=SecurityRef("300308.SZ", "中际旭创"),
        benchmark="沪深300全收益",
        sessions=tuple(FIRST + timedelta(days=place) for place in range(len(stock))),
        stock=stock,
        index=tuple(1.0 + place / 1000 for place in range(len(stock))) if index is None else index,
        bands=BANDS,
        window_opens=date(2025, 6, 26),
        settles=date(2025, 12, 26),
        source=SOURCE,
        report="示例证券 2024-12-26",
    )


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    ("view", "style"),
    [
        (chart(1.0, 0.97, 1.02), ChartStyle()),
        (chart(1.0, 2.5, 4.4), ChartStyle(theme=Theme.DARK, language="en")),
        (chart(1.0, 0.5, 0.2), ChartStyle(red_up=False)),
        (chart(1.0, None, 0.9, None, 1.1), ChartStyle()),
        (chart(1.0), ChartStyle(language="en")),
        (chart(1.0, 1.2, index=(None, None)), ChartStyle()),
        (chart(1.0, 1.2, 1.3, index=(1.0, None, 1.1)), ChartStyle()),
        (replace(chart(1.0, 1.2), window_opens=None), ChartStyle()),
        (replace(chart(1.0, 1.2), window_opens=None, settles=None, bands=(), report=""), ChartStyle()),
        (replace(chart(1.0), settles=None), ChartStyle()),
        (replace(chart(1.0, 1.2), bands=(ChartBand("看好", None, None),)), ChartStyle()),
    ],
    ids=["plain", "winner", "loser", "gaps", "one", "no index", "index gap", "one month", "bare", "lone", "words"],
)
def test_every_kind_of_chart_is_drawn_at_the_asked_width(
    view: StockChart, style: ChartStyle, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert size_of(draw(view, style)) == (1200, 996)
    assert not caplog.records


def test_a_chart_without_a_price_is_refused_in_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"300308\.SZ: nothing to draw"):
        draw(chart(None, None), ChartStyle())


@pytest.mark.parametrize(
    "name",
    ["<b>$x^2$&amp;</b>", r"\frac{$", "*ST 🚀 旗舰𠮷\u202e\x00", "很" * 80, "", "$$"],
    ids=["html", "tex", "odd", "long", "empty", "dollars"],
)
def test_a_hostile_name_is_drawn_as_it_stands(name: str) -> None:
    view = replace(
        chart(1.0, 1.1), security=SecurityRef(name, name), benchmark=name, report=name, source=Source(name, None)
    )
    assert size_of(draw(view, ChartStyle(width=300))) == (300, 249)


def test_the_same_view_gives_the_same_bytes_in_another_process() -> None:
    view, style = chart(1.0, 1.2, 0.9), ChartStyle()
    code = (
        "import pickle,sys,hashlib\n"
        "function, view, style = pickle.load(sys.stdin.buffer)\n"
        "print(hashlib.sha256(function(view, style)).hexdigest(), 'matplotlib.pyplot' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps((draw, view, style)),
        capture_output=True,
        check=True,
    )
    assert run.stdout.decode().split() == [hashlib.sha256(draw(view, style)).hexdigest(), "False"]


def test_naming_the_functions_loads_no_matplotlib() -> None:
    code = "import sys, bot.tg.charts; print('matplotlib' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert run.stdout.strip() == b"False"


def test_another_style_gives_another_picture() -> None:
    view = chart(1.0, 1.2, 0.9)
    styles = (
        ChartStyle(width=300),
        ChartStyle(theme=Theme.DARK, width=300),
        ChartStyle("en", width=300),
        ChartStyle(red_up=False, width=300),
    )
    assert len({draw(view, style) for style in styles}) == len(styles)


def test_a_character_the_font_lacks_is_shown_as_a_box() -> None:
    assert legible("旗舰🚀 ±5%\n*ST") == "旗舰□ ±5% *ST"


def test_what_is_too_long_ends_in_an_ellipsis_that_fits() -> None:
    assert fit("短名", 12, 200) == "短名"
    shown = fit("很长的名字" * 10, 12, 200)
    assert shown.endswith("…")
    assert width_of(shown, 12) <= 200


@given(st.text(max_size=60))
def test_wrapped_lines_fit_and_lose_nothing_but_the_end(text: str) -> None:
    lines = wrap(text, 12, 300, 2)
    assert 1 <= len(lines) <= 2
    assert all(width_of(line, 12) <= 300 for line in lines)
    whole = "".join(lines).removesuffix("…").replace(" ", "")
    assert legible(text).replace(" ", "").startswith(whole)


def test_the_plane_holds_lines_bands_and_the_days_to_the_settlement() -> None:
    frame = frame_of(replace(chart(1.0, 0.9), settles=date(2025, 1, 6)), top=0, bottom=100)
    assert (frame.first, frame.last) == (FIRST, date(2025, 1, 6))
    assert frame.low < 0.9
    assert frame.high > 1.201
    assert frame.excess == pytest.approx(0.9 - 1.001)


def test_a_band_lies_around_the_benchmark_as_a_difference() -> None:
    frame = frame_of(chart(1.0, 1.5, index=(1.0, 1.2)), top=0, bottom=100)
    assert frame.edge(1.2, 0.2, low=True) == pytest.approx(1.4)
    assert frame.edge(1.2, None, low=False) == frame.high


@pytest.mark.parametrize(
    ("band", "text"),
    list(zip(BANDS, ["≥ 20%", "5% – 20%", "±5%", "< −5%"], strict=True)),
    ids=lambda value: str(value)[:20],
)
def test_a_band_reads_as_its_broker_prints_it(band: ChartBand, text: str) -> None:
    assert band_range(band) == text


def test_a_band_takes_the_colour_of_its_side_deeper_farther_out() -> None:
    colours = palette(ChartStyle())
    assert band_tints(BANDS, colours) == (
        colours.up_tints[1],
        colours.up_tints[0],
        colours.neutral,
        colours.down_tints[0],
    )
    assert palette(ChartStyle(red_up=False)).down == colours.up


@pytest.mark.parametrize(("value", "text"), [(3.274, "+327.4%"), (-0.668, "−66.8%"), (0.0, "0.0%"), (-0.0001, "0.0%")])
def test_a_percentage_has_a_sign_unless_it_shows_as_zero(value: float, text: str) -> None:
    assert percent(value) == text


def test_marks_stand_on_round_values_and_on_first_days_of_months() -> None:
    assert value_ticks(47, 481, 7) == (100, 200, 300, 400)
    marks = date_ticks(FIRST, date(2025, 12, 26), 7, "zh")
    assert [(mark.month, label, year) for mark, label, year in marks[:2]] == [(1, "1月", "2025"), (3, "3月", "")]
    assert [label for _, label, _ in date_ticks(FIRST, date(2024, 12, 30), 5, "en")] == [
        "12-26", "12-27", "12-28", "12-29", "12-30",
    ]  # fmt: skip


@given(st.lists(st.floats(0, 500), min_size=1, max_size=4))
def test_labels_pushed_apart_keep_their_order_and_stay_inside(wanted: list[float]) -> None:
    placed = spread(wanted, 76, 0, 500)
    ordered = sorted(placed)
    assert all(second - first >= 75 for first, second in itertools.pairwise(ordered))
    assert all(-1e-6 <= spot <= 500 + 1e-6 for spot in placed)


def test_both_languages_have_every_word() -> None:
    assert WORDS["zh"].keys() == WORDS["en"].keys()
    assert all(legible(text) == text for words in WORDS.values() for text in words.values())


@pytest.mark.parametrize("file", ["securities.csv", "overseas.toml", "brokers.toml", "benchmarks.toml"])
def test_the_font_holds_every_character_of_the_bundled_names(file: str) -> None:
    text = (Path(__file__).parents[2] / "config" / file).read_text("utf-8")
    assert {char for char in text if char.isprintable() and "□" in legible(char)} == set()
