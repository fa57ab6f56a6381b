"""Drafts, their items and questions, and corrections, with realistic words."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.confidence import Reason, Sign
from bot.domain.ratings import RatingChange, ScaleSource
from bot.domain.reports import Evidence, IndustryRating, PickKind, ReportKind
from bot.services.views import View
from bot.services.views.drafts import (
    BrokerQuestion,
    Change,
    CorrectionHistory,
    DateQuestion,
    DraftCard,
    DraftHead,
    DraftItemCard,
    DraftName,
    DraftPick,
    DraftScale,
    DraftStep,
    DraftTwin,
    KindQuestion,
    StockQuestion,
)
from bot.services.views.pieces import SecurityRef

DAY, NEXT_DAY = date(2024, 12, 26), date(2024, 12, 27)
TITLE = "小米搭建万卡集群,巨头相继发力,国产算力崛起"
RATED = IndustryRating("看好", RatingChange.MAINTAINED)
ZHONGJI = SecurityRef("300308.SZ", "中际旭创")
EVIDENCE = Evidence(1, "推荐标的:宝信软件、润泽科技;受益标的:光环新网、世纪互联等")
RECOMMENDED, BENEFICIARY = PickKind.RECOMMENDED, PickKind.BENEFICIARY
CHIPS, CENTRES, CABLES = "国产算力芯片", "AIDC供应商", "铜连接"


def draft_pick(number: int, symbol: str, name: str, kind: PickKind, segment: str | None, **more: object) -> DraftPick:
    fields: dict[str, object] = {"printed_name": name, "rating": None, "evidence": EVIDENCE, "confidence": 0.97}
    return DraftPick(number, SecurityRef(symbol, name), segment=segment, kind=kind, **(fields | more))  # type: ignore[arg-type] # fields by name


UNRESOLVED = DraftName(
    1,
    "万国数据",
    CENTRES,
    BENEFICIARY,
    EVIDENCE,
    (SecurityRef("09698.HK", "万国数据-SW"), SecurityRef("GDS.US", "万国数据")),
    (Reason(Sign.SEVERAL_ANSWER, 1.0, "万国数据"),),
)
DOUBTFUL = draft_pick(
    7,
    "300548.SZ",
    "长芯博创",
    BENEFICIARY,
    CABLES,
    printed_name="博创科技",
    confidence=0.72,
    rating="增持",
    target_price=Decimal("88.80"),
    reasons=(Reason(Sign.FORMER_NAME, 1.0, "长芯博创"), Reason(Sign.IN_SENTENCE, 0.72, "受益标的")),
)
DRAFT = DraftCard(
    12,
    confirmed=False,
    head=DraftHead("开源证券", ReportKind.INDUSTRY, TITLE, DAY, "通信", RATED, "R4"),
    pages=5,
    scale=DraftScale("买入 ≥ +20% · 增持 +5% ~ +20% · 中性 -5% ~ +5% · 减持 < -5%", ScaleSource.REPORT, (6, 12)),
    items=(
        UNRESOLVED,
        DraftName(2, "某某数据", CENTRES, BENEFICIARY, EVIDENCE, ()),
        DOUBTFUL,
        draft_pick(1, "688256.SH", "寒武纪-U", BENEFICIARY, CHIPS, printed_name="寒武纪"),
        draft_pick(2, "688041.SH", "海光信息", BENEFICIARY, CHIPS),
        draft_pick(3, "600845.SH", "宝信软件", RECOMMENDED, CENTRES, rating="买入"),
        draft_pick(4, "300442.SZ", "润泽科技", RECOMMENDED, CENTRES),
        draft_pick(5, "300383.SZ", "光环新网", BENEFICIARY, CENTRES, dropped=True),
        draft_pick(6, "VNET.US", "世纪互联", BENEFICIARY, CENTRES, confidence=1.0),
    ),
    warnings=("no_months",),
)
RATING_STEP = DraftStep(
    3, (Change("rating", "宝信软件", None, "买入"),), "王磊", datetime(2024, 12, 26, 12, 30, tzinfo=UTC)
)
STEPS = (
    RATING_STEP,
    dataclasses.replace(
        RATING_STEP,
        step=2,
        changes=(Change("resolved", "万国数据", None, None), Change("dropped", "万国数据", None, "True")),
    ),
    dataclasses.replace(
        RATING_STEP, step=1, changes=(Change("kind", "海光信息", "watch", "beneficiary"),), undone=True
    ),
    dataclasses.replace(RATING_STEP, step=1, changes=(Change("date", "", None, "2024-12-26"),), who=""),
    dataclasses.replace(RATING_STEP, step=1, changes=(Change("security", "旭创", "300502.SZ", "300308.SZ"),)),
)
TWIN = DraftTwin(7, TITLE, same_words=False, confirmed=True, new=3, differing=1, may_take=True)
LONG_DRAFT = dataclasses.replace(
    DRAFT,
    items=(
        DOUBTFUL,
        *(draft_pick(10 + n, f"60{n:04}.SH", f"股票{n:02}", RECOMMENDED, CHIPS if n < 20 else None) for n in range(30)),
    ),
)
DRAFT_VIEWS: dict[str, View] = {
    "draft": DRAFT,
    "second page of a draft": dataclasses.replace(LONG_DRAFT, page=1),
    "draft beside its twin": dataclasses.replace(DRAFT, twin=TWIN, undo=RATING_STEP),
    "draft beside a retracted twin": dataclasses.replace(
        DRAFT, twin=dataclasses.replace(TWIN, same_words=True, may_take=False)
    ),
    "draft without date and broker": dataclasses.replace(
        DRAFT,
        head=dataclasses.replace(DRAFT.head, broker="", published=None),
        scale=None,
        warnings=("no_broker", "no_date"),
    ),
    "confirmed report to correct": dataclasses.replace(LONG_DRAFT, confirmed=True, undo=STEPS[1]),
    "doubtful pick": DraftItemCard(DRAFT, 2, ("买入", "增持", "中性", "减持")),
    "pick set by hand": DraftItemCard(dataclasses.replace(DRAFT, undo=RATING_STEP), 8),
    "dropped pick": DraftItemCard(DRAFT, 7, ("买入", "增持")),
    "waiting name": DraftItemCard(DRAFT, 0, near=UNRESOLVED.candidates),
    "which stock": StockQuestion(12, TITLE, "旭创", (ZHONGJI,), pick_id=3),
    "which of several": StockQuestion(12, TITLE, "旭创", (ZHONGJI,), unresolved_id=1, typed="中际"),
    "which stock to add": StockQuestion(12, TITLE, "", ()),
    "which kind": KindQuestion(12, TITLE, ZHONGJI),
    "which date": DateQuestion(12, TITLE, DAY, (DAY, NEXT_DAY)),
    "which date, unknown": DateQuestion(12, TITLE, None, ()),
    "which broker": BrokerQuestion(12, TITLE, "", ("国泰海通证券", "国泰")),
    "corrections": CorrectionHistory(12, TITLE, STEPS, 0, 2),
    "no corrections": CorrectionHistory(12, TITLE, (), 0, 1),
}
