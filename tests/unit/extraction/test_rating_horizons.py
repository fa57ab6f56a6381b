"""Whose months are the horizon: those of the rating's own wording, never those of the prose around it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.names import Names
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.extraction.brokers import Broker
from bot.extraction.documents import read_text
from bot.extraction.layout import normal_text
from bot.extraction.rating_tables import rating_scales, rating_section
from bot.extraction.report import extract
from bot.extraction.scale_config import ConfiguredScales, ScaleVersion

TABLE = "评级说明\n买入：相对基准指数涨幅20%以上\n增持：相对基准指数涨幅5%至20%\n中性：-5%至5%\n减持：跌幅5%以上"
STORY = "新品放量，公司股价未来三个月有望跑赢沪深300指数，维持买入评级。"


def months(text: str) -> tuple[int, int] | None:
    text = "\n".join(normal_text(line) for line in text.split("\n"))
    return next(scale.months for scale in rating_scales(rating_section(text), text) if scale.subject is Subject.STOCK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{STORY}\n{TABLE}\n注：评级期限为6-12个月。", (6, 12)),
        (f"{STORY}\n评级标准以报告发布日后6至12个月内相对基准指数的涨跌幅为准\n{TABLE}", (6, 12)),
        (f"注：评级期限为6-12个月。\n{STORY}\n{'正文如此。' * 200}\n{TABLE}", (6, 12)),
        (f"{TABLE}\n分析师在未来3个月内不持有该股票。以上评级指报告日后6个月内的表现。", (6, 6)),
        (f"{STORY}\n{TABLE}\n说明：未来6～12个月内相对基准的涨跌幅。", (6, 12)),
        (
            f"{STORY}\n注：买入＝未来6-12个月涨幅超过20%，增持＝未来6-12个月涨幅5%-20%，中性＝未来6-12个月-5%至5%。",
            (6, 12),
        ),
        (f"{STORY}\n评级说明：以报告发布后半年内的表现为准\n{TABLE[5:]}", (6, 6)),
        (f"{STORY}\n评级说明：以报告发布后1年内的表现为准\n{TABLE[5:]}", (12, 12)),
    ],
)
def test_the_ratings_own_wording_wins_over_the_months_of_prose(text: str, expected: tuple[int, int]) -> None:
    assert months(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY}\n{TABLE}",
        f"{TABLE}\n预计未来三个月需求回暖。",
        f"{TABLE}\n本机构在过去12个月内曾为该公司提供投资银行服务。",
        f"{TABLE}，本机构在过去12个月内曾为该公司提供投资银行服务。",
        f"{TABLE}\n本机构此前十二个月内为该公司做市",
    ],
)
def test_prose_and_disclosures_alone_set_no_horizon(text: str) -> None:
    assert months(text) is None


def test_most_definitions_outweigh_one_that_ran_into_other_words() -> None:
    table = TABLE.replace("相对", "未来6个月相对").replace("跌幅", "未来6个月跌幅")
    assert months(f"{table}\n未来三个月的排产计划") == (6, 6)


BANDS = (Band("买入", 0.2, None), Band("增持", 0.05, 0.2))
USUAL = RatingScale(Subject.STOCK, Basis.EXCESS, (6, 12), ScaleSource.CONFIG, BANDS)


def test_the_brokers_usual_months_serve_where_the_report_prints_bands_without_any(names: Names) -> None:
    configured = ConfiguredScales({"甲证券": (ScaleVersion((2025, 2025), "tests", (USUAL,)),)})
    text = f"甲证券研究所\n2025年3月3日\n行业周报\n建议关注：英维克、中际旭创。\n{TABLE}"
    report = extract(read_text(text), names, (Broker("甲证券", ("甲证券",)),), configured)
    scale = report.scale(Subject.STOCK)
    assert scale is not None
    assert (report.published, scale.source, scale.months) == (date(2025, 3, 3), ScaleSource.REPORT, (6, 12))
    assert "no_months" in report.warnings
