"""Tables of stocks, with tabs and without any white space, and what they add to the picks of their report."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from bot.domain.confidence import Sign
from bot.domain.names import Names
from bot.domain.ratings import RatingChange
from bot.domain.reports import Pick
from bot.extraction.joins import join_prose, join_tables
from bot.extraction.layout import Paragraph, normal_text
from bot.extraction.picks import read_picks
from bot.extraction.stock_tables import Row, table_rows

DAY = date(2024, 12, 26)


def parts(*texts: str) -> list[Paragraph]:
    return [Paragraph(normal_text(text), 1) for text in texts]


def rows(names: Names, *texts: str) -> list[Row]:
    return table_rows(parts(*texts), names, DAY)


def joined(names: Names, *texts: str) -> tuple[Pick, ...]:
    paragraphs = parts(*texts)
    picks = read_picks(paragraphs, names, DAY, broker="示例证券").picks
    return join_tables(join_prose(picks, paragraphs, names), table_rows(paragraphs, names, DAY))


GLUED_AFTER = (
    "证券代码公司简称股价EPS评级300308.SZ中际旭创120.501.202.30买入300502.SZ新易盛88.001.101.90增持资料来源:示例"
)
GLUED_BEFORE = "代码名称最新评级EPSPE300308中际旭创买入1.202.3040300502新易盛增持1.101.9030"
NAME_FIRST = "公司名称股票代码股价投资评级中际旭创300308120.501.20买入新易盛30050288.001.10增持资料来源:示例"
ALONE = "重点股票池中际旭创买入新易盛增持"


@pytest.mark.parametrize("text", [GLUED_AFTER, GLUED_BEFORE, NAME_FIRST, ALONE])
def test_a_rating_is_read_wherever_its_column_stands(text: str, all_names: Names) -> None:
    assert [(row.name, row.rating) for row in rows(all_names, text)] == [("中际旭创", "买入"), ("新易盛", "增持")]


def test_cells_with_tabs_are_read_under_their_headings(all_names: Names) -> None:
    header = "代码\t名称\t收盘价\t目标价\t投资评级\t评级变动"
    [row] = rows(all_names, header, "300308.SZ\t中际旭创\t120.50\t180.00\t买入\t上调")
    assert (row.rating, row.change, row.close, row.target) == (
        "买入",
        RatingChange.UPGRADED,
        Decimal("120.50"),
        Decimal("180.00"),
    )


def test_a_code_that_is_another_companys_makes_no_row(all_names: Names) -> None:
    assert rows(all_names, "300502.SZ\t中际旭创\t买入") == []


def test_a_tables_rating_is_joined_to_the_pick_and_makes_none(all_names: Names) -> None:
    [pick] = joined(all_names, "建议关注中际旭创。", GLUED_AFTER)
    assert (pick.symbol, pick.rating) == ("300308.SZ", "买入")
    assert {Sign.RATED_IN_TABLE, Sign.CODE_ELSEWHERE} <= {reason.sign for reason in pick.reasons}


def test_what_the_list_itself_says_wins_over_the_table(all_names: Names) -> None:
    [pick] = joined(all_names, "建议关注中际旭创（300308，增持）。", GLUED_AFTER)
    assert pick.rating == "增持"


def test_a_cell_that_rates_nothing_adds_nothing(all_names: Names) -> None:
    [pick] = joined(all_names, "建议关注中际旭创。", "300308.SZ\t中际旭创\t无评级\t1.20")
    assert pick.rating is None


def test_a_table_headed_as_this_months_list_recommends_by_itself(all_names: Names) -> None:
    found = joined(
        all_names,
        "本月金股组合",
        "代码\t名称\t推荐理由",
        "300308.SZ\t中际旭创\t份额领先",
        "600036.SH\t招商银行\t高股息",
    )
    assert [(pick.symbol, pick.kind.value, pick.segment) for pick in found] == [
        ("300308.SZ", "recommended", "本月金股组合"),
        ("600036.SH", "recommended", "本月金股组合"),
    ]
    assert [reason.sign for reason in found[0].reasons] == [Sign.IN_TABLE]


@pytest.mark.parametrize("title", ["上月金股表现回顾", "可比公司估值", "重点公司盈利预测与估值", "本周涨幅前五"])
def test_other_tables_recommend_nothing(title: str, all_names: Names) -> None:
    assert joined(all_names, title, "代码\t名称\t评级", "300308.SZ\t中际旭创\t买入") == ()


def test_a_sentence_about_a_pick_rates_it(all_names: Names) -> None:
    text = "中际旭创：光模块份额领先，产品升级。给予公司2025年30倍PE，目标价为180.00元，首次覆盖，给予“买入”评级。新易盛：维持“增持”评级。"
    one, other = joined(all_names, "重点推荐中际旭创、新易盛。", text)
    assert (one.rating, one.target_price, one.currency) == ("买入", Decimal("180.00"), "CNY")
    assert (other.rating, other.rating_change) == ("增持", RatingChange.MAINTAINED)
    assert one.reasons[-1].sign is Sign.RATED_IN_TEXT


def test_the_rating_of_the_industry_is_not_that_of_the_company_before_it(all_names: Names) -> None:
    [pick] = joined(all_names, "重点推荐中际旭创。", "中际旭创：份额领先。维持行业“增持”评级。")
    assert pick.rating is None


CARDS = (
    "一、中际旭创（300308.SZ）",
    "推荐理由：份额领先，产品升级。",
    "二、招商银行（600036.SH）",
    "推荐理由：高股息，与平安银行（000001.SZ）相比更稳。",
)


def test_under_the_heading_of_a_monthly_list_each_card_is_a_pick(all_names: Names) -> None:
    found = joined(all_names, "6月十大金股", *CARDS, *["正文如此。"] * 9, "平安银行（000001.SZ）")
    assert [(pick.symbol, pick.kind.value) for pick in found] == [
        ("300308.SZ", "recommended"),
        ("600036.SH", "recommended"),
    ]
    assert joined(all_names, "上月金股表现回顾", *CARDS) == ()


def test_a_rating_belongs_to_the_company_that_its_own_sentence_names(all_names: Names) -> None:
    text = "中际旭创（300308）中报点评：符合预期。"
    one, other = joined(all_names, "重点推荐中际旭创、新易盛。", text, "首次覆盖新易盛，给予“买入”评级。")
    assert (one.rating, other.rating) == (None, "买入")
