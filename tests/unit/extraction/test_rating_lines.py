from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.names import Names
from bot.domain.ratings import RatingChange
from bot.domain.reports import Pick, Unresolved
from bot.domain.securities import Market, Security
from bot.extraction.documents import Line
from bot.extraction.layout import normal_text
from bot.extraction.rating_lines import rating_in_prose, rating_line
from bot.extraction.subject import read_subject

KEPT, FIRST, UP = RatingChange.MAINTAINED, RatingChange.INITIATED, RatingChange.UPGRADED
TWICE_LISTED = Names(
    (
        Security("601318.SH", "示例平安", Market.A, company="示例"),
        Security("02318.HK", "示例平安", Market.HK, company="示例"),
    )
)


@pytest.mark.parametrize(
    ("printed", "rating"),
    [
        ("增持 / 维持", ("增持", KEPT)),
        ("推荐 维持评级", ("推荐", KEPT)),
        ("（维持）买入", ("买入", KEPT)),
        ("维持跑赢行业评级", ("跑赢行业", KEPT)),
        ("投资评级(首次)：买入", ("买入", FIRST)),
        ("投资评级：买入-A（上调）", ("买入", UP)),
        ("A 股：买入（维持）", ("买入", KEPT)),
        ("Buy 买进", ("买进", None)),
        ("增持——维持", ("增持", KEPT)),
        ("行业评级通信看好", ("看好", None)),
        ("公司投资评级 | 买入 | 上次评级 | 增持", ("买入", None)),
        ("＃investSuggestion＃推荐(＃investSuggestionChange＃维持）", ("推荐", KEPT)),
    ],
)
def test_a_rating_line_is_read_in_every_form(printed: str, rating: tuple[str, RatingChange | None]) -> None:
    assert rating_line([normal_text(printed)]) == rating


@pytest.mark.parametrize(
    "printed",
    [
        "上次评级：买入",
        "行业评级看好中性看淡(维持)",
        "公司评级买入未来6个月内强于大盘",
        "投资建议：看好国内龙头",
        "我们推荐中际旭创",
    ],
)
def test_definitions_choices_and_prose_are_no_rating_line(printed: str) -> None:
    assert rating_line([normal_text(printed)]) is None


@pytest.mark.parametrize(
    ("sentence", "rating"),
    [
        ("业绩符合预期,维持“买入”评级。", ("买入", KEPT)),
        ("首次覆盖,给予增持评级。", ("增持", FIRST)),
        ("上调至“强烈推荐”评级", ("强烈推荐", UP)),
        ("给予公司“推荐”评级", ("推荐", None)),
    ],
)
def test_a_sentence_may_give_the_rating(sentence: str, rating: tuple[str, RatingChange | None]) -> None:
    assert rating_in_prose(normal_text(sentence)) == rating


def subject(names: Names, *printed: str) -> tuple[Pick, ...] | Unresolved | None:
    return read_subject([Line(normal_text(text)) for text in printed], names, date(2024, 12, 26))


@pytest.mark.parametrize(
    "code", ["(300308.SZ)", "（300308）", "(300308 CH)", "(300308CH)", "(SZ300308)", "：300308.SZ", "|300308.SZ"]
)
def test_the_subjects_code_is_read_in_every_form(code: str, names: Names) -> None:
    found = subject(names, f"中际旭创{code}")
    assert isinstance(found, tuple)
    assert [pick.symbol for pick in found] == ["300308.SZ"]


def test_each_listing_has_its_own_rating() -> None:
    found = subject(TWICE_LISTED, "示例平安（601318.SH/02318.HK）", "A 股：买入（维持）", "H 股：增持（首次）")
    assert isinstance(found, tuple)
    assert [(pick.symbol, pick.rating, pick.rating_change) for pick in found] == [
        ("601318.SH", "买入", KEPT),
        ("02318.HK", "增持", FIRST),
    ]


@pytest.mark.parametrize(
    ("printed", "target", "currency"),
    [
        ("目标价格 129.48 元", "129.48", "CNY"),
        ("目标价(元) 20", "20", "CNY"),
        ("6个月目标价（元）47.00", "47.00", "CNY"),
        ("目标价：港币 63.00", "63.00", "HKD"),
        ("目标价（港币）：63.00", "63.00", "HKD"),
        ("目标价 1,880.00 元", "1880.00", "CNY"),
        ("目标价：15.1昨收盘：12.29", "15.1", "CNY"),
        ("当前价/目标价：60.50/75.00元", "75.00", "CNY"),
    ],
)
def test_a_target_price_has_its_figure_and_currency(printed: str, target: str, currency: str, names: Names) -> None:
    found = subject(names, "中际旭创(300308.SZ)", printed)
    assert isinstance(found, tuple)
    assert (found[0].target_price, found[0].currency) == (Decimal(target), currency)


@pytest.mark.parametrize("printed", ["目标价：", "目标价：——元（6 个月）", "目标价区间 45-50元", "目标价涨幅20%"])
def test_a_target_that_is_not_printed_is_none(printed: str, names: Names) -> None:
    found = subject(names, "中际旭创(300308.SZ)", printed)
    assert isinstance(found, tuple)
    assert found[0].target_price is None


def test_the_industrys_rating_is_not_the_companys(names: Names) -> None:
    found = subject(names, "中际旭创(300308.SZ)", "行业评级：增持", "业绩高增,维持“买入”评级。")
    assert isinstance(found, tuple)
    assert (found[0].rating, found[0].rating_change) == ("买入", KEPT)
