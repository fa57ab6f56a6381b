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
        ("投资评级：买入（维持）", ("买入", KEPT)),
        ("评级: 增持(首次)", ("增持", FIRST)),
        ("买入(维持)", ("买入", KEPT)),
        ('维持"买入"评级', ("买入", KEPT)),
        ("评级 买入 前次评级 增持", ("买入", None)),
        ("上调至买入", ("买入", UP)),
        ("上调评级至“买入”", ("买入", UP)),
        ("买入丨维持", ("买入", KEPT)),
        ("强 烈 推 荐 （维持）", ("强烈推荐", KEPT)),
        ("评级\t* 跑赢行业", ("跑赢行业", None)),
        ("某科技（300001）年报点评\t推荐（维持）", ("推荐", KEPT)),
        ("维持\t强于大市", ("强于大市", KEPT)),
        ("评级：维持“买入”", ("买入", KEPT)),
        ("＃investSuggestion＃推荐(＃investSuggestionChange＃维持）", ("推荐", KEPT)),
    ],
)
def test_a_rating_line_is_read_in_every_form(printed: str, rating: tuple[str, RatingChange | None]) -> None:
    assert rating_line([normal_text(printed)]) == rating


@pytest.mark.parametrize(
    ("printed", "rating"),
    [
        (["投资评级\t买入-A", "维持评级"], ("买入", KEPT)),
        (["公司评级\t买入", "前次评级\t买入", "评级变动\t维持"], ("买入", KEPT)),
        (["首次覆盖", "增持"], ("增持", FIRST)),
        (["评级\t跑赢行业", "维持跑赢行业"], ("跑赢行业", KEPT)),
        (["评级：增持", "上次评级：买入"], ("增持", None)),
    ],
)
def test_a_change_that_is_printed_apart_belongs_to_the_rating(
    printed: list[str], rating: tuple[str, RatingChange | None]
) -> None:
    assert rating_line([normal_text(text) for text in printed]) == rating


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
        ("首次覆盖给予“买入”评级", ("买入", FIRST)),
        ("上调盈利预测和目标价,维持买入评级", ("买入", KEPT)),
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


@pytest.mark.parametrize("printed", ["目标价 港币：63.00 人民币：119.00", "目标价：人民币119.00 港元63.00"])
def test_each_listing_has_its_own_target(printed: str) -> None:
    found = subject(TWICE_LISTED, "示例平安（601318.SH/02318.HK）", printed)
    assert isinstance(found, tuple)
    assert [(pick.symbol, pick.target_price, pick.currency) for pick in found] == [
        ("601318.SH", Decimal("119.00"), "CNY"),
        ("02318.HK", Decimal("63.00"), "HKD"),
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
        ("给予买入评级，目标价 32.5 元", "32.5", "CNY"),
        ("6个月目标价\t32.50元", "32.50", "CNY"),
        ("目标价格6个月：32.5元", "32.5", "CNY"),
        ("目标价（港元）：32.5", "32.5", "HKD"),
        ("合理价值\t32.50元", "32.50", "CNY"),
        ("目标价由28元上调至32.5元", "32.5", "CNY"),
        ("目标价\t港元58.00↑", "58.00", "HKD"),
        ("目标价(人民币/元)：32.5", "32.5", "CNY"),
    ],
)
def test_a_target_price_has_its_figure_and_currency(printed: str, target: str, currency: str, names: Names) -> None:
    found = subject(names, "中际旭创(300308.SZ)", printed)
    assert isinstance(found, tuple)
    assert (found[0].target_price, found[0].currency) == (Decimal(target), currency)


@pytest.mark.parametrize(
    "printed",
    [
        "目标价：",
        "目标价：——元（6 个月）",
        "目标价区间 45-50元",
        "目标价 30–35 元",
        "目标价涨幅20%",
        "前次目标价：45元",
        "合理估值：20x",
    ],
)
def test_a_target_that_is_not_printed_is_none(printed: str, names: Names) -> None:
    found = subject(names, "中际旭创(300308.SZ)", printed)
    assert isinstance(found, tuple)
    assert found[0].target_price is None


@pytest.mark.parametrize(
    ("printed", "close", "day"),
    [
        (["收盘价(元)\t120.00"], "120.00", None),
        (["2024年12月25日", "股价（2024年12月25日）\t120.00元"], "120.00", date(2024, 12, 25)),
        (["12月25日收盘价（元）\t1,120.00"], "1120.00", date(2024, 12, 25)),
        (["市场数据(2024-12-25)", "总股本\t11", "收盘价(元)\t120.0"], "120.0", date(2024, 12, 25)),
        (["收盘价 (人民币 截至12月25日)\t120.00"], "120.00", date(2024, 12, 25)),
        (["当前股价：120.00元", "注：收盘价为2024年12月25日"], "120.00", date(2024, 12, 25)),
        (["目标价：150昨收盘：120.5"], "120.5", None),
        (["收盘价\t￥120.00"], "120.00", None),
        (["收盘价\t目标价\t潜在涨幅", "人民币120.00\t人民币150.00\t+25.0%"], "120.00", None),
        (["报告日期：2024-12-26", "当前价格：120.00元"], "120.00", None),
        (["收盘价（港元）\t120.00"], None, None),
        (["52周股价区间（元）\t185.83-97.07", "股价走势图", "收盘价区间 90-120"], None, None),
    ],
)
def test_the_printed_close_has_its_day(printed: list[str], close: str | None, day: date | None, names: Names) -> None:
    found = subject(names, "中际旭创(300308.SZ)", *printed)
    assert isinstance(found, tuple)
    assert (found[0].close, found[0].close_on) == (Decimal(close) if close else None, day)


def test_a_company_may_be_told_by_its_code_in_a_box(names: Names) -> None:
    found = subject(names, "中际旭创", "股票代码\t300308.SZ", "评级\t增持（首次）")
    assert isinstance(found, tuple)
    assert [(pick.symbol, pick.name, pick.rating_change) for pick in found] == [("300308.SZ", "中际旭创", FIRST)]


def test_the_industrys_rating_is_not_the_companys(names: Names) -> None:
    found = subject(names, "中际旭创(300308.SZ)", "行业评级：增持", "业绩高增,维持“买入”评级。")
    assert isinstance(found, tuple)
    assert (found[0].rating, found[0].rating_change) == ("买入", KEPT)
