"""The book of sources: who is asked, who is left alone, what a restart remembers."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.market.breaker import BreakerRules, Position
from bot.market.health import Health, Supply
from bot.market.ports import MarketError, NoData, Reason, SourceChanged, SourceUnavailable
from bot.market.sources import Order, Sources
from tests.unit.market.recorded_fakes import SetClock


class Vendor:
    """Gives what it is told to, or fails as told, and counts."""

    def __init__(self, outcome: str | MarketError) -> None:
        self.outcome = outcome
        self.asked = 0

    async def __call__(self) -> str:
        self.asked += 1
        if isinstance(self.outcome, MarketError):
            raise self.outcome
        return self.outcome


BANNED = SourceUnavailable("403 from finance.sina.com.cn", Reason.BANNED)
ODD = SourceChanged("no column 收盘")


@pytest.fixture
def clock() -> SetClock:
    return SetClock("2026-06-03T10:00:00+08:00")


@pytest.fixture
def sources(clock: SetClock) -> Sources:
    return Sources(clock, rules=BreakerRules(failures=2, pause=timedelta(minutes=5), ban=timedelta(hours=1)))


def health(sources: Sources, name: str) -> Health:
    return next(each for each in sources.report().sources if each.name == name)


async def bars(sources: Sources, **vendors: Vendor) -> str:
    return (await sources.first(Supply.BARS, list(vendors.items())))[1]


async def test_who_is_banned_is_not_asked_until_the_pause_is_over_and_then_once(
    sources: Sources, clock: SetClock
) -> None:
    sina, tencent = Vendor(BANNED), Vendor("bars")
    assert [await bars(sources, sina=sina, tencent=tencent) for _ in range(3)] == ["bars"] * 3
    assert (sina.asked, tencent.asked) == (1, 3)
    clock.set("2026-06-03T11:00:00+08:00")
    sina.outcome = "bars of Sina"
    assert await bars(sources, sina=sina, tencent=tencent) == "bars of Sina"
    assert sources.report().in_use[Supply.BARS] == "sina"
    assert health(sources, "sina").position(clock.now()) is Position.CLOSED


async def test_failures_in_a_row_pause_a_source_and_a_success_between_them_does_not(sources: Sources) -> None:
    sina, tencent = Vendor(ODD), Vendor("bars")
    await bars(sources, sina=sina, tencent=tencent)
    sina.outcome = "fine"
    await bars(sources, sina=sina, tencent=tencent)
    sina.outcome = ODD
    for _ in range(3):
        await bars(sources, sina=sina, tencent=tencent)
    assert sina.asked == 4
    assert health(sources, "sina").reason is Reason.SHAPE


async def test_a_cut_connection_is_a_ban_at_east_money_and_a_failure_elsewhere(
    sources: Sources, clock: SetClock
) -> None:
    cut = SourceUnavailable("RemoteDisconnected", Reason.CUT_OFF)
    await bars(sources, eastmoney=Vendor(cut), sina=Vendor(cut), tencent=Vendor("bars"))
    assert health(sources, "eastmoney").position(clock.now()) is Position.OPEN
    assert health(sources, "sina").position(clock.now()) is Position.CLOSED


async def test_one_attempt_at_a_time_while_it_is_not_known_whether_a_source_is_well(
    sources: Sources, clock: SetClock
) -> None:
    await bars(sources, sina=Vendor(BANNED), tencent=Vendor("bars"))
    clock.set("2026-06-03T11:00:00+08:00")
    go = asyncio.Event()

    async def slow() -> str:
        await go.wait()
        return "bars of Sina"

    first = asyncio.create_task(sources.ask("sina", slow))
    await asyncio.sleep(0)
    with pytest.raises(SourceUnavailable, match="left alone") as paused:
        await sources.ask("sina", Vendor("bars"))
    assert paused.value.reason is Reason.PAUSED
    go.set()
    assert await first == "bars of Sina"


async def test_nothing_of_what_was_asked_for_is_no_failure_and_the_first_real_one_is_raised(sources: Sources) -> None:
    none = Vendor(NoData("unknown"))
    with pytest.raises(NoData):
        await bars(sources, sina=none, tencent=none)
    with pytest.raises(SourceChanged, match="no column"):
        await bars(sources, sina=none, tencent=Vendor(ODD), eastmoney=none)
    assert health(sources, "sina").breaker.failures == 0


async def test_a_days_budget_is_kept_and_the_next_day_has_its_own(clock: SetClock) -> None:
    sources = Sources(clock, order=Order(budgets={"eastmoney.com": 2}))
    sources.spent({"eastmoney.com": 2, "finance.sina.com.cn": 300})
    with pytest.raises(SourceUnavailable, match="today's 2 requests") as spent:
        await bars(sources, eastmoney=Vendor("bars"))
    assert spent.value.reason is Reason.BUDGET
    assert await bars(sources, sina=Vendor("bars")) == "bars"
    assert sum(sources.report().requests_today.values()) == 302
    clock.set("2026-06-04T00:00:01+08:00")
    assert await bars(sources, eastmoney=Vendor("bars")) == "bars"


async def test_a_restart_remembers_the_pause_the_reason_and_the_requests(clock: SetClock, tmp_path: Path) -> None:
    file = tmp_path / "data" / "sources.json"
    before = Sources(clock, file=file)
    before.spent({"eastmoney.com": 7})
    await bars(before, eastmoney=Vendor(BANNED), sina=Vendor("bars"))
    before.close()
    after = Sources(clock, file=file)
    assert after.report() == before.report()
    with pytest.raises(SourceUnavailable, match=r"06-03 11:00, after: 403"):
        await bars(after, eastmoney=Vendor("bars"))


@pytest.mark.parametrize("text", ["", "[]", '{"sources": {"sina": {}}}', "\x00", '{"sources": {"x": 1}, "in_use": {}}'])
def test_a_file_that_cannot_be_read_is_begun_anew_and_said(
    clock: SetClock, tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "sources.json"
    file.write_text(text)
    assert Sources(clock, file=file).report() == Sources(clock).report()
    assert "is begun anew" in caplog.text
