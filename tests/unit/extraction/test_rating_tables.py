from __future__ import annotations

import pytest

from bot.domain.ratings import Band, Basis, RatingScale, Subject
from bot.extraction.layout import normal_text
from bot.extraction.rating_tables import rating_scales, rating_section

FOUR = """
评级说明
\t评级\t说明
证券评级\t买入（Buy）\t预期涨幅领先基准指数 20%以上；
\t增持（Outperform）\t预期涨幅领先基准指数 5%~20%；
\t中性（Neutral）\t预期涨幅与基准指数相差在-5%~+5%之间；
\t减持（Underperform）\t预期涨幅落后基准指数 5%以上。
行业评级\t看好\t预期行业整体跑赢市场；
\t中性\t预期行业整体与市场同步；
\t看淡\t预期行业整体跑输市场。
备注：以上均为报告发布后 6~12 个月内相对基准指数的涨跌幅。投资者买入或者卖出证券的决定取决于个人的情况。
"""
STOCK = (Band("买入", 0.2, None), Band("增持", 0.05, 0.2), Band("中性", -0.05, 0.05), Band("减持", None, -0.05))
INDUSTRY = (Band("看好", None, None), Band("中性", None, None), Band("看淡", None, None))


def scales(text: str) -> dict[Subject, RatingScale]:
    return {scale.subject: scale for scale in rating_scales(rating_section(normal_text(text)))}


def stock_bands(definitions: str) -> dict[str, tuple[float | None, float | None]]:
    found = scales(f"股票投资评级标准\n{definitions}\n以上相对沪深300指数，期限6个月")
    return {band.label: (band.low, band.high) for band in found[Subject.STOCK].bands}


def test_both_scales_of_a_table_are_read_with_their_months() -> None:
    found = scales(FOUR)
    assert found[Subject.STOCK].bands == STOCK
    assert found[Subject.INDUSTRY].bands == INDUSTRY
    assert {scale.months for scale in found.values()} == {(6, 12)}
    assert {scale.basis for scale in found.values()} == {Basis.EXCESS}


def test_the_word_of_a_merged_cell_may_stand_in_the_middle_of_its_rows() -> None:
    """As a PDF gives it: 证券评级 and 行业评级 are centred over the rows that they govern."""
    rows = FOUR.replace("证券评级\t买入", "\t买入").replace("\t增持", "证券评级\t增持")
    rows = rows.replace("行业评级\t看好", "\t看好").replace("\t中性\t", "行业评级\t中性\t")
    found = scales(rows)
    assert found[Subject.STOCK].bands == STOCK
    assert found[Subject.INDUSTRY].bands == INDUSTRY


def test_a_table_without_any_white_space_is_read() -> None:
    found = scales("".join(FOUR.split()))
    assert found[Subject.STOCK].bands == STOCK
    assert found[Subject.INDUSTRY].bands == INDUSTRY


@pytest.mark.parametrize(
    ("definition", "band"),
    [
        ("相对强于市场 20%以上", (0.2, None)),
        ("涨幅大于15%", (0.15, None)),
        ("涨幅在 5%—15%之间", (0.05, 0.15)),
        ("介于5%与15%之间", (0.05, 0.15)),
        ("超越基准5-20%", (0.05, 0.2)),
        ("10％至-10％之间", (-0.1, 0.1)),
        ("波动在±5%之间", (-0.05, 0.05)),
        ("涨跌幅介于－10%～＋10%", (-0.1, 0.1)),
        ("跌幅5%至15%", (-0.15, -0.05)),
        ("落后基准 5%以上", (None, -0.05)),
        ("弱于市场表现 5%以下", (None, -0.05)),
        ("弱于指数达到或超过15%", (None, -0.15)),
        ("低于-15%以下", (None, -0.15)),
        ("相对跌幅大于 10%", (None, -0.1)),
        ("< -10%", (None, -0.1)),
        ("> 2.5%", (0.025, None)),
        ("与大盘表现相当", (None, None)),
    ],
)
def test_a_band_is_read_from_the_words_and_numbers_of_its_definition(
    definition: str, band: tuple[float | None, float | None]
) -> None:
    assert stock_bands(f"买入：{definition}；卖出：跌幅 30%以上")["买入"] == band


def test_strongly_recommended_is_not_read_as_recommended() -> None:
    assert list(stock_bands("强烈推荐：涨幅 20%以上；推荐：涨幅 10%～20%；回避：跌幅 10%以上")) == [
        "强烈推荐",
        "推荐",
        "回避",
    ]


@pytest.mark.parametrize(
    ("printed", "months"),
    [
        ("报告发布后 6~12 个月内", (6, 12)),
        ("未来6至12个月", (6, 12)),
        ("未来六个月内", (6, 6)),
        ("报告日后的12个月内", (12, 12)),
        ("3－6个月", (3, 6)),
        ("未来一年", (12, 12)),
        ("长期", None),
    ],
)
def test_the_horizon_is_read_in_months(printed: str, months: tuple[int, int] | None) -> None:
    found = scales(f"评级说明\n买入：涨幅 20%以上\n卖出：跌幅 20%以上\n{printed}相对沪深300")
    assert found[Subject.STOCK].months == months


@pytest.mark.parametrize(
    ("definitions", "basis"),
    [
        ("买入：相对强于沪深300 15%以上；卖出：相对弱于沪深300 15%以上", Basis.EXCESS),
        ("买入：股价涨幅 15%以上；卖出：股价跌幅 15%以上", Basis.ABSOLUTE),
        ("买入：股价表现强于所属行业指数；卖出：股价表现弱于所属行业指数", Basis.INDUSTRY),
        ("推荐：超越分析师覆盖股票平均回报20%以上；回避：低于覆盖股票平均回报10%", Basis.COVERAGE),
    ],
)
def test_the_basis_is_what_the_definitions_compare_with(definitions: str, basis: Basis) -> None:
    assert scales(f"公司评级说明\n{definitions}")[Subject.STOCK].basis is basis


def test_a_report_without_a_table_has_no_scale() -> None:
    assert rating_scales(rating_section("投资评级:看好(维持)\n我们推荐甲公司。")) == ()


BESIDE = """评级说明
股票投资评级\t行业投资评级
买入:股价相对强于基准20%以上; 看好:行业指数超越基准;
增持:股价相对强于基准5%~20%; 中性:行业指数与基准持平;
中性:股价相对基准波动在±5%之间; 看淡:行业指数弱于基准。
减持:股价相对弱于基准5%以上。
期限为6~12个月
"""
APART = (
    "股票投资评级说明证券的投资评级:以报告日后的6个月内相对于市场基准指数为标准:买入(Buy)增持(Outperform)中性(Neutral)减持(Underperform):比市场强于20%以上;"
    ":比市场强于5%~20%;:与市场之差在-5%~+5%之间;:比市场弱于5%以下。行业的投资评级:以报告日后的6个月内为标准:看好(Overweight)中性(Neutral)"
    "看淡(Underweight):行业超越大盘;:行业与大盘持平;:行业弱于大盘。"
)
INDUSTRY_FIRST = (
    "投资评级说明1、行业评级看好:未来6个月里行业回报高于大盘;中性:未来6个月里行业回报与大盘相当;看淡:未来6个月里行业回报低于大盘。"
    "2、公司评级买入:未来6个月里个股比大盘涨幅高20%以上;增持:未来6个月里个股相对大盘涨幅为5%与20%之间;"
    "中性:未来6个月里个股相对大盘涨幅为-5%与5%之间;减持:未来6个月里个股相对大盘跌幅超过5%。"
)
SAME_WORDS = """类别\t级别\t说明
投资评级标准
优于大市\t股价优于指数10%以上
中性\t股价介于指数±10%之间
弱于大市\t股价弱于指数10%以上
无评级\t股价与指数相比没有观点,无法评级
优于大市\t行业指数优于基准10%以上
中性\t行业指数介于基准±10%之间
弱于大市\t行业指数弱于基准10%以上
"""


@pytest.mark.parametrize(
    "text", [BESIDE, APART, INDUSTRY_FIRST], ids=["side by side", "words apart", "industries first"]
)
def test_the_two_tables_are_told_apart_in_every_arrangement(text: str) -> None:
    found = scales(text)
    assert found[Subject.STOCK].bands == STOCK
    assert found[Subject.INDUSTRY].bands == INDUSTRY


def test_two_tables_of_the_same_words_are_two_scales() -> None:
    found = scales(SAME_WORDS)
    assert [band.label for band in found[Subject.STOCK].bands] == ["优于大市", "中性", "弱于大市", "无评级"]
    assert [band.label for band in found[Subject.INDUSTRY].bands] == ["优于大市", "中性", "弱于大市"]


def test_one_table_for_both_serves_both() -> None:
    text = "行业及公司评级体系\n买入 未来6-12个月的收益领先基准15%以上;\n中性 未来6-12个月的收益与基准相差-15%至15%;\n卖出 未来6-12个月的收益落后基准15%以上;"
    found = scales(text)
    assert found[Subject.STOCK].bands == found[Subject.INDUSTRY].bands
    assert found[Subject.STOCK].months == (6, 12)


def test_stocks_and_industries_may_have_different_months() -> None:
    text = (
        "公司评级标准\n买入 未来6个月内相对沪深300指数涨幅超过20%\n卖出 未来6个月内相对沪深300指数跌幅超过20%\n"
        "行业评级标准\n看好 未来12个月内相对沪深300指数涨幅超过10%\n看淡 未来12个月内相对沪深300指数跌幅超过10%\n"
    )
    found = scales(text)
    assert (found[Subject.STOCK].months, found[Subject.INDUSTRY].months) == ((6, 6), (12, 12))


def test_months_before_the_table_that_reach_further_than_its_lines_count() -> None:
    text = "评级标准:以报告发布日后6至12个月内为准。公司投资评级:买入:预期未来6个月个股相对基准在15%以上;卖出:预期未来6个月个股相对基准在-15%以下。"
    assert scales(text)[Subject.STOCK].months == (6, 12)


def test_figures_set_as_formulas_are_figures() -> None:
    text = "公司投资评级:\n增持:未来6个月个股相对基准介于 $5 \\%$ 与 $1 5 \\%$ 之间;\n减持:未来6个月个股相对基准介于- $. 1 5 \\%$ 与- $- 5 \\%$ 之间;\n"
    assert [(band.low, band.high) for band in scales(text)[Subject.STOCK].bands] == [(0.05, 0.15), (-0.15, -0.05)]


def test_words_of_prose_before_the_table_are_none_of_its_words() -> None:
    text = "看好公司的前景,参考同业的估值,给予“推荐”评级。投资评级说明\n推荐 股价超越大盘10%以上\n谨慎推荐 股价超越大盘5%-10%\n回避 股价相对大盘下跌5%以上\n"
    assert [band.label for band in scales(text)[Subject.STOCK].bands] == ["推荐", "谨慎推荐", "回避"]
