"""A store of a hundred thousand reports: real names, the recorded year's bars under them, written in bulk.

Each of the securities bears the bars of one that was recorded; what is measured is how many there are, not what they say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeVar

from sqlalchemy import Table, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.app import open_house
from bot.clock import SystemClock
from bot.domain.bars import Look
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.domain.reports import Analyst, AnalystRole, Benchmark, Evidence, Pick, PickKind, Report, ReportKind
from bot.domain.securities import Market, Security
from bot.market.recorded import RecordedMarket
from bot.services.house import Services
from bot.settings import Settings, load_settings
from bot.store.engine import open_engine, parse_url
from bot.store.records import ReportState, Role, User
from bot.store.tables.research import picks, report_analysts, reports

ROOT = Path(__file__).parents[2]
RECORDED = ROOT / "bot" / "sandbox" / "recorded"
NOW = datetime(2025, 12, 26, 13, tzinfo=UTC)  # nine in the evening in Shanghai, after the day's last refresh
FIRST, LAST = date(2024, 7, 1), date(2025, 12, 25)
REPORTS, SECURITIES, CHATS = 100_000, 2_000, 200
FOLLOWED = 12  # stocks a chat
AT_ONCE = 2_000
BROKERS = ("开源证券", "太平洋证券", "华安证券", "信达证券", "华鑫证券", "东海证券", "中信证券", "国金证券")
INDUSTRIES = ("通信", "电子", "医药生物", "食品饮料", "电力设备", "汽车", "银行", "机械设备", "计算机", "国防军工")
SURNAMES, GIVEN_NAMES = "赵钱孙李周吴郑王冯陈", "文武明华强军伟芳敏静"
SCALES = tuple(
    RatingScale(
        Subject.STOCK,
        Basis.EXCESS,
        months,
        ScaleSource.REPORT,
        (Band("买入", 0.20, None), Band("增持", 0.05, 0.20), Band("中性", -0.05, 0.05), Band("减持", None, -0.05)),
    )
    for months in ((6, 12), (6, 6), (1, 3))
)
OWNER, FIRST_CHAT = 1, 10_001
T = TypeVar("T")


class Evening(SystemClock):
    """Goes at the machine's pace from a moment of the recorded year on."""

    def __init__(self, now: datetime = NOW) -> None:
        self._off = now - datetime.now(UTC)

    def now(self) -> datetime:
        return datetime.now(UTC) + self._off


def settings_of(folder: Path, **changes: object) -> Settings:
    """Those of the benchmark, whatever the machine's are."""
    return load_settings(
        data_dir=folder,
        config_dir=ROOT / "config",
        market={"source": "recorded", "recorded_dir": RECORDED},
        **changes,
    )


async def fill(folder: Path, *, count: int = REPORTS, securities: int = SECURITIES) -> float:
    """Make the store, with the figures of the last session reckoned and kept; the CPU seconds of that reckoning."""
    settings, clock = settings_of(folder), Evening()
    async with open_house(settings, clock) as house:
        names = [each for each in house.reference.names if each.market is Market.A and not each.delisted]
        chosen = Random(1).sample(names, securities)
        await _prices(house, chosen)
        engine = open_engine(parse_url(settings.database))
        async with engine.connect() as connection:
            await connection.begin()
            await _write(connection, chosen, count)
            await connection.commit()
        await engine.dispose()
        await _people(house, chosen)
        return await settle(house)


async def settle(house: Services) -> float:
    """The work of the last session, as the evening's refresh does it; its seconds of CPU."""
    began = _cpu()
    for markets in ((Market.A,),):
        await house.ledger.settle_session(NOW.date(), markets)
    return _cpu() - began


def _cpu() -> float:
    import time as clock  # noqa: PLC0415 - `time` is the hour of a day here

    return clock.process_time()


async def _prices(house: Services, chosen: Sequence[Security]) -> None:
    market = RecordedMarket(RECORDED, house.clock)
    for each in (Market.A, Market.HK, Market.US):
        await house.tracking.refresh_calendar(each)
    symbols = sorted({line.partition(",")[0] for line in _lines() if line[:6].isdigit()})
    bars = [await market.daily_bars(symbol, FIRST - timedelta(60), LAST + timedelta(1)) for symbol in symbols]
    look = Look("recorded", house.clock.now())
    since = FIRST - timedelta(60)
    for portion in _portions(list(enumerate(chosen)), 200):
        new = {security.symbol: bars[number % len(bars)] for number, security in portion}
        async with house.store.transaction() as tx:
            await tx.prices.save_deliveries(new, look, dict.fromkeys(new, since))
    for code in ("000300", "H00300"):
        async with house.store.transaction() as tx:
            index = await market.index_bars(code, since, LAST + timedelta(1))
            await tx.prices.save_deliveries({code: index}, look, {code: since})


def _lines() -> list[str]:
    import gzip  # noqa: PLC0415 - beside its only use

    return gzip.decompress((RECORDED / "bars_raw.csv.gz").read_bytes()).decode().splitlines()[1:]


async def _write(connection: AsyncConnection, chosen: Sequence[Security], count: int) -> None:
    random = Random(2)
    days = (LAST - FIRST).days
    number = 0
    for portion in _portions(range(1, count + 1), AT_ONCE):
        rows: dict[Table, list[dict[str, object]]] = {reports: [], picks: [], report_analysts: []}
        for report_id in portion:
            report = _report(random, chosen, FIRST + timedelta(random.randrange(days)), report_id)
            assert report.published is not None
            at = datetime.combine(report.published, time(12), UTC)
            rows[reports].append(
                {
                    "report_id": report_id,
                    "state": ReportState.CONFIRMED,
                    "sha256": f"{report_id:064x}",
                    "broker": report.broker,
                    "kind": report.kind,
                    "title": report.title,
                    "published": report.published,
                    "risk_level": report.risk_level,
                    "document": report,
                    "created_at": at,
                    "confirmed_at": at,
                    "dates": (),
                }
            )
            rows[report_analysts] += [{"report_id": report_id, "name": each.name} for each in report.analysts]
            for pick in report.picks:
                number += 1
                rows[picks].append(
                    {
                        "pick_id": number,
                        "report_id": report_id,
                        "symbol": pick.symbol,
                        "document": pick,
                        "dropped": False,
                    }
                )
        for table, values in rows.items():
            await connection.execute(insert(table), values)


def _report(random: Random, chosen: Sequence[Security], published: date, number: int) -> Report:
    size = random.choices((1, 5, 30), (90, 8, 2))[0]
    # a few stocks have most of the coverage, as in the market
    drawn = (chosen[int(len(chosen) * random.random() ** 2)] for _ in range(size))
    named = {security.symbol: security for security in drawn}.values()

    broker = random.choice(BROKERS)
    analysts = {f"{random.choice(SURNAMES)}{random.choice(GIVEN_NAMES)}{random.choice(GIVEN_NAMES)}" for _ in range(2)}
    kind = PickKind.SUBJECT if size == 1 else PickKind.RECOMMENDED
    found = tuple(
        Pick(
            name=each.name,
            listed_name=each.name,
            symbol=each.symbol,
            market=Market.A,
            segment=None,
            kind=kind,
            rating=random.choice(("买入", "增持", "中性", "减持")) if kind is PickKind.SUBJECT else None,
            rating_change=None,
            target_price=None,
            currency=None,
            evidence=Evidence(1, f"{each.name}（{each.code}）"),
            confidence=1.0,
        )
        for each in named
    )
    title = f"{found[0].name}：跟踪点评{number}" if size == 1 else f"{random.choice(INDUSTRIES)}行业周报{number}"
    return Report(
        broker=broker,
        kind=ReportKind.COMPANY if size == 1 else ReportKind.INDUSTRY,
        title=title,
        published=published,
        industry=random.choice(INDUSTRIES),
        analysts=tuple(Analyst(name, AnalystRole.ANALYST, None) for name in sorted(analysts)),
        risk_level=random.choices(("R3", "R4"), (95, 5))[0],
        scales=(random.choices(SCALES, (50, 30, 20))[0],),
        benchmarks={Market.A: (Benchmark("000300", "沪深300"),)},
        picks=found,
    )


async def _people(house: Services, chosen: Sequence[Security]) -> None:
    random = Random(3)
    at = NOW - timedelta(days=400)
    async with house.store.transaction() as tx:
        for chat in range(FIRST_CHAT, FIRST_CHAT + CHATS):
            user = User(chat, f"user {chat}", "zh", Role.SUBSCRIBER, True, None, True, at)
            await tx.users.save(user)
            for security in random.sample(chosen[: len(chosen) // 4], FOLLOWED):
                await tx.follows.add(chat, "stock", security.symbol, at)


def _portions(values: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(values)
    while portion := list(islice(rest, size)):
        yield portion
