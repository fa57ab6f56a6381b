"""Views with realistic figures: the report of 2024-12-26, its picks at the settlement a year later and half-way."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime, time
from decimal import Decimal

from bot.domain.boards import Grouping, Origin, Standing
from bot.domain.consensus import Consensus
from bot.domain.episodes import Closing, Opening
from bot.domain.following import TargetKind
from bot.domain.ratings import Band, RatingChange, Side
from bot.domain.reports import IndustryRating, PickKind, ReportKind
from bot.domain.scoring.results import (
    Entry,
    EntryBasis,
    Needs,
    Phase,
    PickScore,
    Position,
    ReturnBasis,
    Tradable,
    Verdict,
    Window,
)
from bot.services.views import View
from bot.services.views.baskets import BasketCard, BasketLine, BasketOf, IndustryLine
from bot.services.views.boards import BoardLine, DissentLine, DissentList, Party, Scoreboard
from bot.services.views.cards import CoverageCard, CoverageLine, ReportCard, ReportLine, ReportList, Tally, Watchlist
from bot.services.views.charts import ChartBand, StockChart
from bot.services.views.digests import Digest
from bot.services.views.episodes import EpisodeLine, StockTimeline
from bot.services.views.exports import ExportChoices, ExportFile, ExportOf
from bot.services.views.guesses import Menu, Nearest, NeedQuestion, NeedRef
from bot.services.views.members import InvitationCard, MemberCard, MemberLine, MemberList, PersonalData
from bot.services.views.news import AlertKind, AlertLine, Alerts, NewPick, RefusedFile, RefusedFiles
from bot.services.views.people import Help, HelpTopic, Privacy, SettingsView, SuitabilityQuestion, Welcome
from bot.services.views.pieces import ConflictLine, Notice, ReportHead, SecurityChoices, SecurityRef, Source, Target
from bot.services.views.replays import Replay, ReplayDay
from bot.services.views.settlements import HorizonEnd, SettlementCalendar, SettlementFile, SettlementLine
from bot.store.records import Role
from tests.unit import sample_charts
from tests.unit.tg.views_of_administration import ADMINISTRATION
from tests.unit.tg.views_of_channels import VIEWS_OF_CHANNELS
from tests.unit.tg.views_of_delivery import delivery_views
from tests.unit.tg.views_of_digests import digest_views
from tests.unit.tg.views_of_drafts import DRAFT_VIEWS
from tests.unit.tg.views_of_findings import FOUND
from tests.unit.tg.views_of_following import VIEWS_OF_FOLLOWING
from tests.unit.tg.views_of_lists import list_views
from tests.unit.tg.views_of_rule_events import rule_views
from tests.unit.tg.views_of_rules import VIEWS_OF_RULES
from tests.unit.tg.views_of_sources import RECORDED, SICK

REPORT_DAY, NEXT_DAY = date(2024, 12, 26), date(2024, 12, 27)
WINDOW_OPENS, SETTLES = date(2025, 6, 26), date(2025, 12, 26)
HEAD = ReportHead(
    7,
    "开源证券",
    ReportKind.INDUSTRY,
    "小米搭建万卡集群,巨头相继发力,国产算力崛起",
    REPORT_DAY,
    "通信",
    IndustryRating("看好", RatingChange.MAINTAINED),
    "R4",
)
COMPANY = ReportHead(
    9, "国金证券", ReportKind.COMPANY, "光模块龙头,业绩持续高增", date(2025, 4, 21), "通信", None, None
)
SETTLED = Source("recorded", SETTLES)
HALF_WAY = Source("akshare", date(2025, 7, 8))
BUY, FLOOR = Band("买入", 0.2, None), Band("增持", 0.05, None)
ZHONGJI = SecurityRef("300308.SZ", "中际旭创")


def score(
    symbol: str,
    name: str,
    prices: tuple[str, str],
    total: float | None,
    excess: float | None,
    *,
    kind: PickKind = PickKind.RECOMMENDED,
    segment: str | None = "光通信",
    settled: bool = True,
    **more: object,
) -> PickScore:
    """A pick of the report, judged by the floor of +5 % where it is recommended."""
    judged = kind is PickKind.RECOMMENDED and excess is not None
    close, opened = prices
    index = None if total is None or excess is None else total - excess
    figures: dict[str, object] = {
        "symbol": symbol,
        "name": name,
        "segment": segment,
        "kind": kind,
        "rating": None,
        "entry": Entry(EntryBasis.PUBLISHED, REPORT_DAY, Decimal(close)),
        "as_of": SETTLES if settled else HALF_WAY.as_of,
        "return_basis": ReturnBasis.TOTAL,
        "total_return": total,
        "benchmark_return": index,
        "excess": excess,
        "benchmark": "H00300",
        "phase": Phase.SETTLED if settled else Phase.IN_WINDOW,
        "implied_rating": None if excess is None else "买入" if excess >= 0.2 else "增持" if excess >= 0.05 else "减持",
        "verdict": None,
        "window": Window(None, None, None, None, None),
        "tradable": Tradable(NEXT_DAY, Decimal(opened), None, None, None),
        "flags": ("measured_against_floor",) if judged else (),
        "window_opens": WINDOW_OPENS,
        "settles": SETTLES,
    }
    if judged and excess is not None:
        met = excess >= 0.05
        verdict = Verdict(Position.WITHIN if met else Position.BELOW, met, SETTLES)
        figures |= {"verdict": verdict} if settled else {"needs": Needs(0.05 - excess, 118)}
    return PickScore(**(figures | more))  # type: ignore[arg-type] # fields of PickScore by name


AT_THE_END = score(
    "300308.SZ",
    "中际旭创",
    ("140.80", "141.11"),
    3.4756,
    3.2745,
    window=Window(-0.0765, 1.4311, 0.93, 3.6188, -0.0765),
    tradable=Tradable(NEXT_DAY, Decimal("141.11"), 3.4658, 0.2009, 3.2649),
)
ON_THE_WAY = score(
    "300308.SZ",
    "中际旭创",
    ("140.80", "141.11"),
    -0.0751,
    -0.0765,
    settled=False,
    window=Window(-0.0765, -0.0712, 0.0, -0.0511, -0.0765),
    tradable=Tradable(NEXT_DAY, Decimal("141.11"), -0.0771, 0.0012, -0.0783),
)
RATED = score(
    "300308.SZ",
    "中际旭创",
    ("82.05", "82.50"),
    0.5912,
    0.4475,
    kind=PickKind.SUBJECT,
    segment=None,
    settled=False,
    rating="买入",
    entry=Entry(EntryBasis.PUBLISHED, date(2025, 4, 21), Decimal("82.05")),
    tradable=Tradable(date(2025, 4, 22), Decimal("82.50"), 0.5825, 0.1431, 0.4394),
    phase=Phase.MATURING,
    window_opens=date(2025, 10, 21),
    settles=date(2026, 4, 21),
    needs=Needs(-0.2475, 195),
)
PICKS = (
    score("300502.SZ", "新易盛", ("128.93", "129.90"), 3.8549, 3.6538),
    AT_THE_END,
    score("002837.SZ", "英维克", ("41.14", "41.13"), 2.5162, 2.3151, segment="液冷"),
    score(
        "688256.SH",
        "寒武纪-U",
        ("651.24", "649.75"),
        1.0022,
        0.8011,
        kind=PickKind.BENEFICIARY,
        segment="国产算力芯片",
    ),
    score("688702.SH", "盛科通信-U", ("95.49", "94.80"), 0.4420, 0.2409, segment="交换机及芯片"),
    score("000063.SZ", "中兴通讯", ("40.99", "40.80"), -0.0572, -0.2583, segment="服务器"),
    score("000938.SZ", "紫光股份", ("28.76", "29.00"), -0.1366, -0.3377, segment="服务器"),
    score("600845.SH", "宝信软件", ("30.29", "30.28"), -0.3003, -0.5014, segment="AIDC供应商"),
    score(
        "VNET.US",
        "世纪互联",
        ("3.72", "3.81"),
        1.3360,
        None,
        kind=PickKind.BENEFICIARY,
        segment="AIDC供应商",
        benchmark=None,
        flags=("no_benchmark_data",),
        entry=Entry(EntryBasis.PUBLISHED, date(2024, 12, 24), Decimal("3.72")),
        tradable=Tradable(None, None, None, None, None, ("no_open",)),
    ),
)
CHART = StockChart(
    ZHONGJI,
    "H00300",
    (REPORT_DAY, WINDOW_OPENS, SETTLES),
    (0.0, -0.0751, 3.4756),
    (0.0, 0.0014, 0.2011),
    (ChartBand("买入", 0.2, None),),
    WINDOW_OPENS,
    SETTLES,
    SETTLED,
    "开源证券 2024-12-26",
)


def coverage_line(score: PickScore, head: ReportHead = HEAD) -> CoverageLine:
    promise = BUY if score.rating else FLOOR
    change = RatingChange.MAINTAINED if score.rating else None
    target = Decimal(110) if score.rating else None
    return CoverageLine(
        head, score.kind, score.rating, change, score.segment, target, "CNY", None, score, promise, (6, 12)
    )


SETTLED_ALERT = AlertLine(AlertKind.SETTLED, ZHONGJI, HEAD, AT_THE_END)
EVENTS = (
    SETTLED_ALERT,
    AlertLine(AlertKind.SETTLED, SecurityRef("600845.SH", "宝信软件"), HEAD, PICKS[7]),
    AlertLine(AlertKind.BAND_CROSSED, ZHONGJI, COMPANY, RATED, "增持", "买入"),
    AlertLine(
        AlertKind.DAY_CHANGE,
        SecurityRef("300502.SZ", "新易盛"),
        HEAD,
        PICKS[0],
        change=0.0812,
        price=Decimal("139.40"),
        time=datetime(2025, 7, 8, 6, 32, tzinfo=UTC),
        source="tencent",
    ),
)
UPCOMING = (
    AlertLine(AlertKind.WINDOW_OPENS, ZHONGJI, COMPANY, RATED),
    AlertLine(AlertKind.SETTLES_SOON, ZHONGJI, HEAD, ON_THE_WAY),
)
TARGETS = (Target(TargetKind.REPORT, "7", HEAD.title), Target(TargetKind.STOCK, "300308.SZ", "中际旭创 300308"))

TIMELINE = StockTimeline(
    ZHONGJI,
    (
        EpisodeLine(
            "国金证券",
            COMPANY,
            Opening.RENEWED,
            1,
            Side.BULLISH,
            RATED,
            date(2026, 4, 21),
            backfilled=True,
            closed=Closing.CHANGED,
            closed_on=date(2025, 6, 3),
            at_close=dataclasses.replace(RATED, excess=-0.0312),
        ),
        EpisodeLine("开源证券", HEAD, Opening.FIRST, 4, None, AT_THE_END, SETTLES, backfilled=False),
    ),
    (Consensus(date(2025, 4, 21), 1, 0, 0), Consensus(date(2025, 6, 3), 2, 1, 0), Consensus(date(2025, 6, 9), 0, 0, 0)),
    (ConflictLine(ZHONGJI, "示例证券", date(2025, 5, 6), ("买入", "中性"), (11, 12)),),
    1,
    0,
    2,
    8,
    HALF_WAY,
)

SETTLEMENTS = (
    SettlementLine(WINDOW_OPENS, HorizonEnd.WINDOW_OPENS, HEAD, (ZHONGJI, SecurityRef("300502.SZ", "新易盛"))),
    SettlementLine(SETTLES, HorizonEnd.SETTLES, HEAD, (ZHONGJI, *(SecurityRef("300502.SZ", "新易盛"),) * 7), True),
)
MOVED = AlertLine(AlertKind.DAY_CHANGE, SecurityRef("300502.SZ", "新易盛"), None, None, change=-0.0812)
MANY = Standing(43, 43, 26, 0.456, 0.736, 0.1234, 0.045, 38.2, 6.4, 40, 0.412, 1.47)
FEW = Standing(4, 4, 2, 0.15, 0.85, -0.021, -0.004, 4.0, 1.0, 4, 0.4, 1.25)
UNJUDGED = Standing(31, 0, 0, None, None, 0.6123, 0.31, 29.1, 1.0, 0, None, None)
BOARD = Scoreboard(
    Grouping.BROKER,
    Origin.FORWARD,
    "",
    (
        BoardLine("开源证券", 1, MANY, 3, 1),
        BoardLine("国金证券", None, FEW, 0, 0),
        BoardLine("示例证券", None, None, 2, 0),
    ),
    0,
    2,
    8,
    47,
    5,
    12,
    3,
    5120,
    (AT_THE_END,),
    SETTLED,
)

MEMBERS = MemberList(
    (
        MemberLine(4711, "王磊", Role.OWNER, REPORT_DAY, active=True, fixed=True),
        MemberLine(5_000_000_001, "Ann <b>", Role.SUBSCRIBER, NEXT_DAY, active=True, fixed=False),
        MemberLine(5_000_000_002, "\u200b", Role.EDITOR, NEXT_DAY, active=False, fixed=False),
    ),
    0,
    2,
    11,
)
VIEWS: dict[str, View] = {
    "welcome": Welcome(4711, "王磊", allowed=True, editor=True),
    "welcome of a stranger": Welcome(4711, "王磊", allowed=False, editor=False),
    "welcome of a group": Welcome(-100_123, "研究小组", allowed=True, editor=False, group=True),
    "settings of a group": SettingsView("zh", (time(8, 30), time(20, 45), None), None, False, group=True),
    "settings of a group, asked in a topic": SettingsView("zh", (None, None, None), None, False, group=True, here=5),
    "settings of a group that pushes to this topic": SettingsView(
        "en", (None, None, None), None, False, group=True, topic=5, here=5
    ),
    "settings of a group that pushes elsewhere": SettingsView(
        "zh", (None, None, None), None, False, group=True, topic=5
    ),
    "settings of a group that may see R4": SettingsView("en", (None, None, None), None, True, group=True),
    "a group among the users": MemberCard(
        MemberLine(-100_123, "研究小组", Role.SUBSCRIBER, NEXT_DAY, active=True, fixed=False)
    ),
    "help": Help(editor=False),
    "help for an owner": Help(editor=True, owner=True),
    **{f"help, {topic}": Help(editor=True, owner=True, topic=topic) for topic in HelpTopic},
    "findings of a morning": FOUND,
    "sources on a sick day": SICK,
    **VIEWS_OF_RULES,
    "sources of a recorded market": RECORDED,
    "privacy": Privacy(),
    "users": MEMBERS,
    "a user": MemberCard(MEMBERS.lines[1]),
    "an owner among the users": MemberCard(MEMBERS.lines[0]),
    "a user who is to be an editor": MemberCard(MEMBERS.lines[1], Role.EDITOR),
    "an editor who is to be a subscriber": MemberCard(MEMBERS.lines[2], Role.SUBSCRIBER),
    "a user who is to be removed": MemberCard(MEMBERS.lines[1], Role.REMOVED),
    "invitation": InvitationCard(
        Role.EDITOR, "i_e12-1735905600-QUJDREVGR0hJSktMTU5PUA", "pickwatch_bot", datetime(2025, 1, 3, 12, tzinfo=UTC)
    ),
    "all of one": PersonalData("pickwatch-me-20250103.json", "{}", 42),
    "question before forgetting": Notice("confirm_forget"),
    "suitability": SuitabilityQuestion("R4", Target(TargetKind.REPORT, "7")),
    "choices": SecurityChoices(
        "中际", (ZHONGJI, SecurityRef("000516.SZ", "国际医学"), SecurityRef("09698.HK", "万国数据-SW")), "coverage"
    ),
    **DRAFT_VIEWS,
    **ADMINISTRATION,
    "report": ReportCard(HEAD, PICKS, 0, 5, 47, 45, False, SETTLED, Tally(16, 7, 3, 1), may_retract=True),
    "baskets": BasketCard(
        HEAD,
        (
            BasketLine(BasketOf.REPORT, None, None, 46, 44, 0.8065, 0.2028, 0.6037),
            BasketLine(BasketOf.KIND, PickKind.RECOMMENDED, None, 11, 11, 1.1026, 0.2011, 0.9015),
            BasketLine(BasketOf.KIND, PickKind.BENEFICIARY, None, 35, 33, 0.7078, 0.2034, 0.5045),
            BasketLine(BasketOf.SEGMENT, None, "服务器", 5, 5, 0.1472, 0.2011, -0.0539),
            BasketLine(BasketOf.SEGMENT, None, "AIDC供应商", 1, 0, None, None, None),
        ),
        IndustryLine(
            "申万通信",
            "SW Communications",
            Band("看好", 0.05, None),
            (6, 12),
            True,
            dataclasses.replace(AT_THE_END, return_basis=ReturnBasis.PRICE, benchmark="000300"),
        ),
        None,
        PICKS,
        SETTLED,
    ),
    "report that contradicts another": ReportCard(
        COMPANY,
        (RATED,),
        0,
        1,
        1,
        1,
        following=True,
        source=HALF_WAY,
        may_retract=True,
        conflicts=TIMELINE.conflicts,
    ),
    **VIEWS_OF_FOLLOWING,
    "reports": ReportList((ReportLine(COMPANY, 1), ReportLine(HEAD, 47)), 0, 3),
    "coverage at the settlement": CoverageCard(ZHONGJI, (coverage_line(AT_THE_END),), 0, False, CHART, SETTLED),
    "coverage half-way": CoverageCard(
        ZHONGJI, (coverage_line(RATED, COMPANY), coverage_line(ON_THE_WAY)), 1, True, CHART, HALF_WAY
    ),
    "coverage without a benchmark": CoverageCard(
        SecurityRef("VNET.US", "世纪互联"), (coverage_line(PICKS[8]),), 0, False, None, SETTLED
    ),
    "chart": CHART,
    "timeline": TIMELINE,
    "scoreboard of brokers": BOARD,
    "scoreboard of kinds": dataclasses.replace(
        BOARD,
        grouping=Grouping.KIND,
        origin=Origin.BACKFILLED,
        lines=(
            BoardLine("recommended", 1, dataclasses.replace(MANY, based=0, base_rate=None, lift=None), 0, 0),
            BoardLine("beneficiary", None, UNJUDGED, 0, 0),
            BoardLine("watch", None, dataclasses.replace(UNJUDGED, settled=3), 0, 0),
        ),
        hidden=0,
        pages=1,
        universe=45,
    ),
    "scoreboard of a broker's ratings": dataclasses.replace(
        BOARD, grouping=Grouping.RATING, of="开源证券", lines=(), settled=0, open=0, other=0, hidden=0, pages=1
    ),
    "scoreboard of analysts": dataclasses.replace(
        BOARD,
        grouping=Grouping.ANALYST,
        lines=(BoardLine("林示例（开源证券）", 1, MANY, 0, 0), BoardLine("", 2, MANY, 0, 0)),
        pages=1,
    ),
    "disagreements": DissentList(
        (
            DissentLine(
                ZHONGJI,
                opposite=True,
                parties=(
                    Party("开源证券", Side.BULLISH, REPORT_DAY, AT_THE_END),
                    Party("国金证券", Side.BEARISH, date(2025, 4, 21), RATED),
                ),
            ),
            DissentLine(
                SecurityRef("600845.SH", "宝信软件"),
                opposite=False,
                parties=(
                    Party("开源证券", Side.BULLISH, REPORT_DAY, PICKS[7]),
                    Party("示例证券", Side.NEUTRAL, REPORT_DAY, dataclasses.replace(PICKS[7], rating="中性")),
                ),
            ),
        ),
        0,
        1,
        2,
        SETTLED,
    ),
    "watchlist": Watchlist(TARGETS, PICKS[:3], 0, 15, 45, SETTLED),
    "alerts": Alerts(SETTLES, EVENTS, SETTLED),
    "alerts in session": Alerts(
        date(2025, 7, 8),
        (dataclasses.replace(EVENTS[3], report=None, score=None),),
        Source("sina + tencent", date(2025, 7, 8), datetime(2025, 7, 8, 6, 32, tzinfo=UTC)),
    ),
    "verdict corrected": Alerts(
        SETTLES,
        (
            AlertLine(
                AlertKind.VERDICT_CORRECTED, ZHONGJI, HEAD, AT_THE_END, before="missed", after="met", reason="prices"
            ),
        ),
        SETTLED,
    ),
    "new report": Alerts(
        REPORT_DAY,
        (
            AlertLine(
                AlertKind.NEW_REPORT,
                SecurityRef("", ""),
                HEAD,
                None,
                picks=(
                    NewPick(ZHONGJI, PickKind.RECOMMENDED, "买入", RatingChange.INITIATED),
                    NewPick(SecurityRef("300502.SZ", "新易盛"), PickKind.BENEFICIARY, None, None),
                ),
                more=44,
            ),
        ),
        Source("开源证券", REPORT_DAY),
    ),
    "digest": Digest((SETTLES,), PICKS[:3], PICKS[6:8], EVENTS[:3], UPCOMING, 45, 43, 0.6123, SETTLED),
    "digest of several sessions": Digest(
        (date(2025, 12, 24), date(2025, 12, 25), SETTLES), PICKS[:1], (), (), (), 45, 0, None, SETTLED
    ),
    "settlements": SettlementCalendar(date(2025, 6, 2), SETTLEMENTS, 0, 2, False, 0, 1),
    "settlements as a file": SettlementFile(date(2025, 6, 2), SETTLEMENTS),
    "exports": ExportChoices(),
    "export": ExportFile(ExportOf.SCORES, "pickwatch-scores-20251226.csv", "symbol\n300308.SZ\n", 1),
    "replay": Replay(
        HEAD,
        REPORT_DAY,
        SETTLES,
        243,
        3,
        ((AlertKind.DAY_CHANGE, 61), (AlertKind.BAND_CROSSED, 7), (AlertKind.SETTLED, 2)),
        Decimal("0.07"),
        Tally(16, 7, 3, 1),
        (
            ReplayDay(NEXT_DAY, (MOVED,)),
            ReplayDay(date(2025, 7, 8), (EVENTS[2], MOVED)),
            ReplayDay(SETTLES, EVENTS[:2]),
        ),
        0,
        1,
        SETTLED,
    ),
    "chart of baskets": sample_charts.BASKETS,
    "chart of a replay": sample_charts.REPLAY,
    "chart of a report": sample_charts.REPORT,
    "chart of a scoreboard": sample_charts.BOARD,
    "chart of a calibration": sample_charts.CALIBRATION,
    "settings": SettingsView("zh", (time(8, 30), time(20, 45), None), 0.07, None),
    "settings, a quiet night": SettingsView(
        "zh", (time(8, 30), time(20, 45), None), 0.07, qualified=True, quiet=(time(23), time(8)), zone="Europe/London"
    ),
    "settings, large moves": SettingsView("zh", (None, None, None), 0.05, None, part="day_change"),
    "settings, quiet hours": SettingsView("zh", (None, None, None), None, None, (time(23), time(8)), part="quiet"),
    "settings, charts": SettingsView("zh", (None, None, None), None, None, dark=True, red_up=False, part="charts"),
    "settings, all off": SettingsView("en", (None, None, None), None, qualified=False),
    "refused files": RefusedFiles(
        (
            RefusedFile("扫描.pdf", Notice("document_no_text")),
            RefusedFile("big.pdf", Notice("document_too_large", {"size": 26, "limit": 20})),
        ),
        5,
    ),
    "confirmed": Notice("confirmed", {"title": HEAD.title, "picks": 47, "id": 7}),
}
VIEWS |= VIEWS_OF_CHANNELS
VIEWS |= digest_views(HEAD, COMPANY, PICKS, EVENTS, UPCOMING)
VIEWS |= delivery_views(VIEWS["alerts"], VIEWS["new report"], Notice("no_reports"))
VIEWS |= list_views(ON_THE_WAY)
VIEWS |= rule_views(ON_THE_WAY, AT_THE_END)
VIEWS |= {
    "menu": Menu(editor=False),
    "menu of an owner": Menu(editor=True, owner=True),
    "menu of a group": Menu(editor=False, group=True),
    "nearest to a misspelt name": Nearest(
        Notice("stock_unknown", {"query": "中计旭创"}),
        (ZHONGJI,),
        (HEAD,),
        ("开源证券",),
        (NeedRef("report", "中计旭创"),),
    ),
    "nearest to a misspelt command": Nearest(Notice("unknown_command"), needs=(NeedRef("coverage", "茅台"),)),
    "nothing near": Nearest(Notice("text_not_understood")),
    **{f"question about {need}": NeedQuestion(need) for need in ("coverage", "subscribe", "resolve", "invite")},
}
