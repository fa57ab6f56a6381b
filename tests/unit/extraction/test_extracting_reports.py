from __future__ import annotations

import json
from decimal import Decimal

import pytest

from bot.domain.names import Names
from bot.domain.ratings import RatingChange
from bot.domain.reports import PickKind, ReportKind
from bot.extraction.as_json import report_json
from bot.extraction.documents import read_text
from bot.extraction.report import NotAReport, extract

HEAD = "通信\n\n2024年12月26日\n\n冷热之间的一门生意\n\n——行业点评报告\n\n投资评级：看好（维持）\n\n林示例（分析师）\n\n证书编号：S0000524120001\n"
PICKS = "【液冷】推荐标的：英维克；受益标的：申菱环境等。\n"
TABLE = "\n评级说明\n\n买入：相对强于沪深300指数 20%以上；\n中性：相对沪深300指数±20%；\n卖出：相对弱于沪深300指数 20%以上。\n期限为报告发布后6个月。\n\n示例证券股份有限公司\n"


def test_a_whole_report_has_no_warning(names: Names) -> None:
    report = extract(read_text(HEAD + PICKS + TABLE), names)
    assert report.warnings == ()
    assert (report.broker, report.kind, report.title) == ("示例证券", ReportKind.INDUSTRY, "冷热之间的一门生意")
    assert [pick.symbol for pick in report.picks] == ["002837.SZ", "301018.SZ"]


def test_a_report_without_a_date_says_so_and_is_read_all_the_same(names: Names) -> None:
    report = extract(read_text((HEAD + PICKS + TABLE).replace("2024年12月26日", "")), names)
    assert report.published is None
    assert report.warnings == ("no_date",)
    assert len(report.picks) == 2


def test_a_report_without_a_table_says_what_it_lacks(names: Names) -> None:
    report = extract(read_text(HEAD + PICKS + "\n示例证券股份有限公司\n"), names)
    assert report.warnings == ("no_scale", "no_benchmark")


def test_a_report_without_a_pick_says_so(names: Names) -> None:
    report = extract(read_text(HEAD + "行业景气度仍高。\n" + TABLE), names)
    assert report.picks == ()
    assert report.warnings == ("no_picks",)


def test_a_weekday_that_contradicts_the_date_is_a_warning(names: Names) -> None:
    text = (HEAD + PICKS + TABLE).replace("12月26日", "12月26日 星期一")
    assert extract(read_text(text), names).warnings == ("weekday_contradicts",)


def test_unresolved_names_are_a_warning(names: Names) -> None:
    report = extract(read_text(HEAD + PICKS.replace("英维克", "某某制冷") + TABLE), names)
    assert report.warnings == ("unresolved_names",)
    assert [name.name for name in report.unresolved] == ["某某制冷"]


@pytest.mark.parametrize(
    "text",
    [
        "今天天气不错，适合散步。",
        "公司公告：中际旭创中标某项目，金额一亿元。",
        "开源证券股份有限公司发布了一份关于液冷的报告。",
    ],
)
def test_what_is_no_report_is_said_to_be_none(text: str, names: Names) -> None:
    with pytest.raises(NotAReport, match="no broker's report"):
        extract(read_text(text), names)


def test_a_company_report_has_its_company_as_subject(names: Names) -> None:
    text = (
        "公司研究\n\n中际旭创（300308.SZ）\n\n2024年12月26日\n\n订单落地，产能释放\n\n——公司点评报告\n\n买入（上调）\n\n目标价：150.50元\n\n"
        "分析师：林示例\n\n证书编号：S0000524120001\n\n我们推荐中际旭创。\n" + TABLE
    )
    report = extract(read_text(text), names)
    [pick] = report.picks
    assert (report.kind, report.industry_rating) == (ReportKind.COMPANY, None)
    assert (pick.symbol, pick.kind, pick.rating, pick.rating_change) == (
        "300308.SZ",
        PickKind.SUBJECT,
        "买入",
        RatingChange.UPGRADED,
    )
    assert (pick.target_price, pick.currency) == (Decimal("150.50"), "CNY")


def test_a_company_whose_code_contradicts_its_name_is_left_to_a_person(names: Names) -> None:
    text = "公司研究\n\n英维克（300308.SZ）\n\n2024年12月26日\n\n买入（维持）\n" + TABLE
    report = extract(read_text(text), names)
    [unclear] = report.unresolved
    assert report.picks == ()
    assert (unclear.kind, set(unclear.candidates)) == (PickKind.SUBJECT, {"300308.SZ", "002837.SZ"})


def test_tags_and_marks_in_names_pass_through_as_text(names: Names) -> None:
    text = HEAD + "【<i>液冷</i>】推荐标的：<b>英维克</b>、*ST国华、甲&乙。\n" + TABLE
    report = extract(read_text(text), names)
    assert {pick.name for pick in report.picks} | {name.name for name in report.unresolved} == {
        "<b>英维克</b>",
        "*ST国华",
        "甲&乙",
    }
    assert {pick.segment for pick in report.picks} == {"<i>液冷</i>"}


def test_names_are_resolved_by_the_day_of_the_report(names: Names) -> None:
    [pick] = extract(read_text(HEAD + "受益标的：博创科技。\n" + TABLE), names).picks
    assert (pick.name, pick.listed_name) == ("博创科技", "长芯博创")


def test_the_json_object_has_plain_values(names: Names) -> None:
    report = extract(read_text(HEAD + PICKS.replace("英维克", "双名") + TABLE), names)
    printed = json.loads(json.dumps(report_json(report, "r.txt"), allow_nan=False))
    assert list(printed) == [
        "file",
        "pages",
        "broker",
        "kind",
        "title",
        "published",
        "industry",
        "industry_rating",
        "analysts",
        "risk_level",
        "scales",
        "benchmarks",
        "picks",
        "unresolved",
        "warnings",
    ]
    assert (printed["file"], printed["pages"], printed["published"]) == ("r.txt", 1, "2024-12-26")
    assert printed["industry_rating"] == {"label": "看好", "change": "maintained"}
    assert printed["analysts"] == [{"name": "林示例", "role": "analyst", "licence": "S0000524120001"}]
    assert printed["scales"] == [
        {
            "subject": "stock",
            "basis": "excess",
            "months": [6, 6],
            "source": "report",
            "bands": [
                {"label": "买入", "low": 0.2, "high": None},
                {"label": "中性", "low": -0.2, "high": 0.2},
                {"label": "卖出", "low": None, "high": -0.2},
            ],
        }
    ]
    assert printed["benchmarks"] == {"A": [{"code": "000300", "name": "沪深300", "when": None}]}
    assert printed["picks"] == [
        {
            "name": "申菱环境",
            "listed_name": "申菱环境",
            "symbol": "301018.SZ",
            "market": "A",
            "segment": "液冷",
            "kind": "beneficiary",
            "rating": None,
            "rating_change": None,
            "target_price": None,
            "currency": None,
            "evidence": {"page": 1, "text": "受益标的:申菱环境等"},
            "confidence": 0.97,
        }
    ]
    assert printed["unresolved"] == [
        {
            "name": "双名",
            "segment": "液冷",
            "kind": "recommended",
            "evidence": {"page": 1, "text": "推荐标的:双名"},
            "candidates": ["600001.SH", "600002.SH"],
        }
    ]
    assert printed["warnings"] == ["unresolved_names"]
