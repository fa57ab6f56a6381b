"""Texts whose white space is lost: a front page is told apart by its labels."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.names import Names
from bot.domain.ratings import RatingChange
from bot.domain.reports import Analyst, AnalystRole, IndustryRating, PickKind, ReportKind
from bot.extraction.dense import is_glued, unglued
from bot.extraction.documents import read_text
from bot.extraction.report import extract

PROSE = "行业需求在下半年转好，库存已经回到正常水平，交付周期变短，我们据此调整了对全年的看法。" * 12
SCALE = (
    "股票投资评级买入相对沪深300指数涨幅20%以上增持相对沪深300指数涨幅5%～20%中性相对沪深300指数涨幅-5%～5%减持相对沪深300指数跌幅5%以上以报告日后的6个月为准"
    "示例证券股份有限公司"
)
INDUSTRY = (
    "请务必阅读正文之后的免责条款部分证券研究报告2024年12月26日行业研究评级:看好（维持）证券分析师：林示例S0000524120001lin@example.com.cn"
    "联系人：周样本zhou@example.com.cn冷热之间有生意，十一个环节找机会——通信行业周报最近一年行业走势相关报告《旧题一则》——2024-12-15投资要点："
    + PROSE
    + "1）液冷板块：需求向好。推荐标的：英维克；2）光模块：建议关注中际旭创、博创科技等。风险提示：需求不及预期。"
    + SCALE
)
COMPANY = (
    "请仔细阅读本报告末页声明证券研究报告|公司点评2024年12月26日中际旭创（300308.SZ）订单落地，产能释放事件：公司公告了新的订单。"
    + PROSE
    + "风险提示：需求不及预期。买入（首次）股票信息行业通信前次评级目标价(元)：150.50总市值(百万元)1000分析师林示例执业证书编号：S0000524120001邮箱：lin@example.com.cn"
    + SCALE
)


def test_an_industry_report_without_white_space_is_read_like_one_with_it(names: Names) -> None:
    report = extract(read_text(INDUSTRY), names)
    assert (report.title, report.published) == ("冷热之间有生意,十一个环节找机会", date(2024, 12, 26))
    assert (report.kind, report.industry) == (ReportKind.INDUSTRY, "通信")
    assert report.industry_rating == IndustryRating("看好", RatingChange.MAINTAINED)
    assert report.analysts == (
        Analyst("林示例", AnalystRole.ANALYST, "S0000524120001"),
        Analyst("周样本", AnalystRole.CONTACT, None),
    )
    assert [(pick.segment, pick.symbol, pick.kind) for pick in report.picks] == [
        ("液冷板块", "002837.SZ", PickKind.RECOMMENDED),
        ("光模块", "300308.SZ", PickKind.WATCH),
        ("光模块", "300548.SZ", PickKind.WATCH),
    ]


def test_a_company_report_without_white_space_has_its_subject(names: Names) -> None:
    report = extract(read_text(COMPANY), names)
    [pick] = report.picks
    assert (report.kind, report.title) == (ReportKind.COMPANY, "订单落地,产能释放")
    assert (pick.symbol, pick.rating, pick.rating_change) == ("300308.SZ", "买入", RatingChange.INITIATED)
    assert float(pick.target_price or 0) == 150.5
    assert report.industry == "通信"


@pytest.mark.parametrize(
    ("glued", "day"),
    [
        ("[Table_ReportDate]2024年12月26日[Table_Rating]", date(2024, 12, 26)),
        ("第12024年12月26日股市有风险", date(2024, 12, 26)),
        ("S00005241200012024年12月26日", date(2024, 12, 26)),
        ("目标价43.822024年12月26日│", date(2024, 12, 26)),
        ("[Table_Message]2024-12-26公司深度报告", date(2024, 12, 26)),
    ],
)
def test_a_date_that_touches_other_figures_is_read(glued: str, day: date, names: Names) -> None:
    text = INDUSTRY.replace("2024年12月26日", glued, 1)
    assert extract(read_text(text), names).published == day


@pytest.mark.parametrize("prose", ["截止到2024年11月1日，指数上涨", "自2024年11月1日起", "数据（2024/11/1）"])
def test_a_day_in_glued_prose_is_not_the_reports(prose: str, names: Names) -> None:
    text = prose + INDUSTRY
    assert extract(read_text(text), names).published == date(2024, 12, 26)


def test_ordinary_texts_are_left_as_they_are() -> None:
    assert not is_glued("一行普通的文字，不长。")
    assert not is_glued("The quick brown fox jumps over the lazy dog. " * 40)


def test_nothing_but_marks_and_reminders_is_lost() -> None:
    joined = "".join(unglued(COMPANY))
    assert "订单落地,产能释放" in joined
    assert "请仔细阅读" not in joined


def test_a_printed_choice_of_ratings_tells_no_rating(names: Names) -> None:
    text = INDUSTRY.replace("评级:看好（维持）", "行业评级看好中性看淡(维持)")
    assert extract(read_text(text), names).industry_rating is None


def test_the_week_that_a_series_is_about_is_not_the_day_of_the_report() -> None:
    text = "# 晨会纪要20250211 证券分析师:林示例 # 重点推荐 >1.需求转好——电子行业周报2025/2/2-2025/2/8 " + PROSE
    assert not any(line.startswith("2025/2/") for line in unglued(text))
