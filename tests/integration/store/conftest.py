"""A small report of a made-up broker, and an instant to count from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.domain.confidence import Reason, Sign
from bot.domain.ratings import Band, Basis, RatingChange, RatingScale, ScaleSource, Subject
from bot.domain.reports import (
    Analyst,
    AnalystRole,
    Benchmark,
    Evidence,
    IndustryRating,
    Pick,
    PickKind,
    Report,
    ReportKind,
    Unresolved,
)
from bot.domain.securities import Market


@pytest.fixture
def now() -> datetime:
    return datetime(2024, 12, 27, 1, 30, tzinfo=UTC)


@pytest.fixture
def pick() -> Pick:
    return Pick(
        name="中际旭创",
        listed_name="中际旭创",
        symbol="300308.SZ",
        market=Market.A,
        segment="光模块",
        kind=PickKind.RECOMMENDED,
        rating="买入",
        rating_change=RatingChange.MAINTAINED,
        target_price=Decimal("180.00"),
        currency="CNY",
        evidence=Evidence(3, "推荐标的：中际旭创"),
        confidence=0.98,
        reasons=(Reason(Sign.LISTED, 0.98, "推荐标的"), Reason(Sign.CODE_AGREES, 1.0, "300308.SZ")),
        close=Decimal("120.50"),
    )


@pytest.fixture
def report(pick: Pick) -> Report:
    other = replace(pick, name="新易盛", listed_name="新易盛", symbol="300502.SZ", rating=None, target_price=None)
    bands = (Band("买入", 0.2, None), Band("增持", 0.05, 0.2), Band("中性", -0.05, 0.05), Band("减持", None, -0.05))
    return Report(
        broker="示例证券",
        kind=ReportKind.INDUSTRY,
        title="光通信的下一年",
        published=date(2024, 12, 26),
        industry="通信",
        industry_rating=IndustryRating("看好", RatingChange.MAINTAINED),
        analysts=(Analyst("张三", AnalystRole.ANALYST, "S0000000000001"),),
        risk_level="R3",
        scales=(RatingScale(Subject.STOCK, Basis.EXCESS, (6, 12), ScaleSource.REPORT, bands),),
        benchmarks={Market.A: (Benchmark("000300", "沪深300"),), Market.HK: (Benchmark("HSI", "恒生指数"),)},
        picks=(pick, other),
        unresolved=(Unresolved("旭日", "光模块", PickKind.WATCH, Evidence(3, "关注：旭日"), ("600001.SH",)),),
        warnings=("no_licence",),
        pages=12,
    )
