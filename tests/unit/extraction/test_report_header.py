from __future__ import annotations

from datetime import date

import pytest

from bot.domain.ratings import RatingChange
from bot.domain.reports import IndustryRating, ReportKind
from bot.extraction import header, industry_lines, titles
from bot.extraction.documents import Line
from bot.extraction.layout import normal_text


def lines(*texts: str, sizes: tuple[float, ...] = ()) -> list[Line]:
    return [Line(normal_text(text), size=sizes[n] if sizes else 0.0) for n, text in enumerate(texts)]


@pytest.mark.parametrize(
    "printed",
    [
        "2024年12月26日",
        "2024 年 12 月 26 日",
        "2024-12-26",
        "2024/12/26",
        "2024.12.26",
        "发布日期：2024-12-26",
        "2024年12月26日 星期四",
        "20241226",
        "报告日期：20241226",
        "26 Dec 2024",
        "December 26, 2024",
        "二〇二四年十二月二十六日",
        "2024-12-26 Thu",
        "收盘价\t目标价\t2024年12月26日",
        "某科技（300001.SZ）年报点评｜2024.12.26",
    ],
)
def test_a_date_is_read_in_every_usual_form(printed: str) -> None:
    assert header.published(lines("通信", printed)) == header.Published(date(2024, 12, 26))


def test_days_of_prices_events_and_earlier_reports_are_not_the_reports_day() -> None:
    front = lines(
        "《AIDC产业链或迎涨价潮》-2024.12.22",
        "-2024.12.15",
        "基本数据\t2024-12-25",
        "电子行业周报（20241216-20241222）",
        "（2024.12.16-2024.12.22）",
        "收盘价截至 2024年12月25日",
        "2024年12月18日，某公司在大会上发布了它的新模型，能够看图也能够作图，开发者可以直接调用，价格比上一代更低一些，速度更快",
    )
    assert header.published(front) is None


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert header.published(lines("2024年13月45日")) is None


def test_a_weekday_that_contradicts_the_date_is_told() -> None:
    found = header.published(lines("2024年12月26日 星期五"))
    assert found == header.Published(date(2024, 12, 26), contradicted=True)


def test_the_title_stands_above_the_line_that_names_the_kind() -> None:
    front = lines(
        "通信", "2024年12月26日", "算力账单越来越长，十一个环节里找机会", "——行业点评报告", "投资评级：看好（维持）"
    )
    assert titles.title(front) == "算力账单越来越长,十一个环节里找机会"


def test_without_such_a_line_the_largest_type_is_the_title_over_all_its_lines() -> None:
    front = lines(
        "证券研究报告",
        "某公司（300308.SZ）",
        "订单落地，产能释放",
        "明年可期",
        "正文的第一行写到这里，字比标题小得多。",
        sizes=(9, 22, 18, 18, 10),
    )
    assert titles.title(front) == "订单落地,产能释放明年可期"


def test_an_earlier_reports_title_is_not_the_title() -> None:
    front = lines("算力账单越来越长", "《液冷渗透率的三个观察", "—行业周报》-2024.12.15")
    assert titles.title(front) == "算力账单越来越长"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("——行业点评报告", ReportKind.INDUSTRY),
        ("行业定期报告", ReportKind.INDUSTRY),
        ("公司信息更新报告", ReportKind.COMPANY),
        ("某某股份(300308.SZ)", ReportKind.COMPANY),
        ("A股策略周报", ReportKind.STRATEGY),
        ("晨会纪要", ReportKind.MORNING),
        ("随笔一篇", ReportKind.OTHER),
    ],
)
def test_the_kind_is_what_the_report_calls_itself(line: str, kind: ReportKind) -> None:
    assert header.kind(lines("2024年12月26日", line)) is kind


@pytest.mark.parametrize(
    ("line", "industry"),
    [
        ("通信", "通信"),
        ("医药生物/医疗服务", "医药生物/医疗服务"),
        ("电子·半导体", "电子·半导体"),
        ("通信行业", "通信"),
        ("行业：汽车", "汽车"),
    ],
)
def test_an_industry_is_a_line_that_is_an_industrys_name(line: str, industry: str) -> None:
    assert industry_lines.industry(lines("证券研究报告", line)) == industry


def test_an_industry_inside_a_sentence_is_none() -> None:
    assert industry_lines.industry(lines("看好通信板块")) is None


@pytest.mark.parametrize(
    ("line", "rating"),
    [
        ("投资评级：看好（维持）", IndustryRating("看好", RatingChange.MAINTAINED)),
        ("行业评级：推荐", IndustryRating("推荐", None)),
        ("增持 / 首次", IndustryRating("增持", RatingChange.INITIATED)),
        ("强于大市（上调）", IndustryRating("强于大市", RatingChange.UPGRADED)),
        ("买入 |下调", IndustryRating("买入", RatingChange.DOWNGRADED)),
        ("强烈推荐（维持评级）", IndustryRating("强烈推荐", RatingChange.MAINTAINED)),
    ],
)
def test_rating_and_change_are_read_from_the_rating_line(line: str, rating: IndustryRating) -> None:
    assert header.industry_rating(lines(line)) == rating


def test_the_risk_level_is_read_across_spaces() -> None:
    assert header.risk_level(normal_text("评定此报告的风险等级为 R4（中高风险），适合C4、C5")) == "R4"
    assert header.risk_level("适合C4、C5的投资者") is None


@pytest.mark.parametrize(
    "label",
    ["甲乙国际环球市场", "上次评级 强于大市", "报告原因:有业绩公布需要点评", "京东 (JD US)", "收盘价 美元 31.50"],
)
def test_labels_of_a_front_page_are_no_headline(label: str) -> None:
    front = lines("2024年12月26日", label, "订单落地,产能释放", "投资评级:买入(维持)")
    assert titles.title(front) == "订单落地,产能释放"


def test_the_kind_of_report_behind_an_industry_is_not_part_of_it() -> None:
    assert industry_lines.industry(lines("证券研究报告", "光伏 行业点评报告")) == "光伏"
