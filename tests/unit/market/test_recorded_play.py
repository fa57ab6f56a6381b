"""A session that is played: even between its way points, said of each quote; and the recorded limits beside the table."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from bot.domain.price_limits import board_of, limits_of
from bot.domain.quotes import Quote
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI
from bot.market import recorded_files as files
from bot.market.ports import SourceChanged
from bot.market.price_limits import load_price_limits
from bot.market.recorded import RecordedMarket, RecordedQuotes
from bot.market.recorded_play import FILE, Play, played_minutes, plays
from bot.market.registry import load_securities
from tests.unit.market.recorded_fakes import SetClock

ROOT = Path(__file__).parents[3]
RECORDED, CONFIG = ROOT / "bot" / "sandbox" / "recorded", ROOT / "config"
STOCK, DAY = "000063.SZ", date(2025, 10, 9)
ZTE = (STOCK, DAY)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2025-10-09T{text}").replace(tzinfo=SHANGHAI)


def quote(time: str) -> Quote:
    found = plays(RECORDED)[ZTE].quote(at(time), Decimal("45.64"))
    assert found is not None
    return found


def test_a_played_price_moves_evenly_and_says_that_it_is_played() -> None:
    half_way = quote("09:38:40")  # 45.86 at 09:36, 47.60 at 09:40
    assert (half_way.price, half_way.time, half_way.source) == (Decimal("46.73"), at("09:38"), "played")
    assert (half_way.low, half_way.high, half_way.volume) == (Decimal("45.86"), Decimal("46.73"), Decimal(45_000_000))


def test_a_sealed_limit_has_nobody_on_the_other_side_until_it_opens() -> None:
    assert (quote("09:50").price, quote("09:50").ask) == (Decimal("50.20"), Decimal(0))
    opened = quote("09:57")
    assert (opened.price, opened.high, opened.ask) == (Decimal("49.60"), Decimal("50.20"), Decimal("49.61"))


@pytest.mark.parametrize(("key", "play"), plays(RECORDED).items(), ids=str)
def test_what_is_played_keeps_within_the_recorded_day(key: tuple[str, date], play: Play) -> None:
    symbol, session = key
    bar = files.bars(RECORDED)[symbol].between(session, session)[0]
    points = play.points
    assert points[0].price == bar.open
    assert max(each.price for each in points) == bar.high
    assert min(each.price for each in points) == bar.low
    assert points[-1].price == bar.close
    assert bar.volume is not None
    assert points[-1].volume < bar.volume


def test_looks_are_taken_while_something_is_played() -> None:
    assert (at("09:30"), at("10:10")) in played_minutes(RECORDED)


async def test_recorded_quotes_play_it_in_session_and_tell_the_close_after_it() -> None:
    clock = SetClock(f"{at('09:40')}")
    quotes = RecordedQuotes(RecordedMarket(RECORDED, clock), clock)
    assert (await quotes.quotes([STOCK]))[STOCK].price == Decimal("47.60")
    clock.set(f"{at('15:40')}")
    assert (await quotes.quotes([STOCK]))[STOCK].source == "recorded"


async def test_announced_terms_are_told_from_a_week_before_their_ex_date() -> None:
    clock = SetClock("2025-06-11T20:40+08:00")
    market = RecordedMarket(RECORDED, clock)
    assert await market.corporate_actions("300308.SZ", date(2025, 6, 11), date(2025, 6, 25)) == ()
    clock.set("2025-06-12T20:40+08:00")
    (terms,) = await market.corporate_actions("300308.SZ", date(2025, 6, 12), date(2025, 6, 25))
    assert (terms.ex_date, terms.cash, terms.reference(Decimal("125.06"))) == (
        date(2025, 6, 19),
        Decimal("0.5"),
        Decimal("124.56"),
    )


@pytest.mark.parametrize(
    ("row", "said"), [("000063.SZ,soon,1,0,0", "Invalid isoformat"), ("000063.SZ,2025-10-09T09:30,x,0,0", "line 2")]
)
def test_a_row_that_cannot_be_read_is_named(tmp_path: Path, row: str, said: str) -> None:
    (tmp_path / FILE).write_text(f"symbol,time,price,sealed,volume\n{row}\n", encoding="utf-8")
    with pytest.raises(SourceChanged, match=said):
        plays(tmp_path)


def test_in_a_year_of_real_bars_no_price_lies_beyond_the_tables_limits_and_309_stand_at_them() -> None:
    bars, events, names = files.bars(RECORDED), files.adjustments(RECORDED), load_securities(CONFIG)
    table, sessions = load_price_limits(CONFIG), files.sessions(RECORDED)[Market.A][0]
    reached = 0
    for symbol, series in bars.items():
        security = names.by_symbol(symbol)
        if security is None or board_of(symbol) is None:
            continue
        own = series.between(date(2024, 12, 20), date(2025, 12, 31))
        for before, bar in pairwise(own):
            reference = before.close
            for event in events.get(symbol, ()):
                if before.session < event.ex_date <= bar.session:
                    reference = (reference / event.ratio).quantize(Decimal("0.01"))
            share = table.share(security, bar.session, sessions)
            assert share is not None
            assert bar.high is not None
            assert bar.low is not None
            limits = limits_of(reference, share)
            assert limits.down <= bar.low <= bar.high <= limits.up, (symbol, bar.session)
            reached += bar.high == limits.up or bar.low == limits.down
    assert reached == 309
