"""Daily price limits by board, day, special treatment and first sessions, rounded as the exchanges do."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.price_limits import Board, Limits, PriceLimits, board_of, limits_of
from bot.domain.securities import DatedName, Market, Security
from bot.market.price_limits import BadPriceLimits, load_price_limits

CONFIG = Path(__file__).parents[2] / "config"
MONDAY = date(2026, 3, 2)
WEEK = [MONDAY + timedelta(days=day) for day in (*range(5), *range(7, 12))]


@pytest.fixture(scope="module")
def limits() -> PriceLimits:
    return load_price_limits(CONFIG)


def stock(symbol: str, name: str = "示例", listed: date = date(2015, 1, 5), *former: DatedName) -> Security:
    return Security(symbol, name, Market.A, listed=listed, former=former)


@pytest.mark.parametrize(
    ("reference", "share", "up", "down"),
    [  # the first three were printed by Tencent on 2026-06-03 and 2026-05-22
        ("1300.00", "0.20", "1560.00", "1040.00"),
        ("1191.81", "0.20", "1430.17", "953.45"),
        ("1311.00", "0.10", "1442.10", "1179.90"),
        ("10.05", "0.10", "11.06", "9.05"),  # 11.055 and 9.045: half goes up
        ("0.04", "0.10", "0.05", "0.03"),  # never less than a cent
    ],
)
def test_limits_are_rounded_half_up_to_the_cent(reference: str, share: str, up: str, down: str) -> None:
    found = limits_of(Decimal(reference), Decimal(share))
    assert (found.up, found.down) == (Decimal(up), Decimal(down))


@pytest.mark.parametrize(
    ("symbol", "day", "share"),
    [
        ("600519.SH", MONDAY, "0.10"),
        ("002008.SZ", MONDAY, "0.10"),
        ("300308.SZ", MONDAY, "0.20"),
        ("300308.SZ", date(2020, 8, 21), "0.10"),
        ("300308.SZ", date(2020, 8, 24), "0.20"),
        ("688256.SH", MONDAY, "0.20"),
        ("920799.BJ", MONDAY, "0.30"),
        ("900901.SH", MONDAY, None),
        ("09698.HK", MONDAY, None),
        ("VNET.US", MONDAY, None),
    ],
)
def test_each_board_has_its_own_share(limits: PriceLimits, symbol: str, day: date, share: str | None) -> None:
    assert limits.share(stock(symbol), day, WEEK) == (Decimal(share) if share else None)


@pytest.mark.parametrize(
    ("symbol", "day", "share"),
    [
        ("600001.SH", date(2026, 7, 3), "0.05"),
        ("600001.SH", date(2026, 7, 6), "0.10"),
        ("300001.SZ", date(2026, 7, 3), "0.20"),
    ],
)
def test_special_treatment_halves_the_main_boards_until_july_2026(
    limits: PriceLimits, symbol: str, day: date, share: str
) -> None:
    assert limits.share(stock(symbol, "*ST示例"), day, WEEK) == Decimal(share)


def test_special_treatment_is_known_by_the_name_of_the_day(limits: PriceLimits) -> None:
    back = stock(
        "600001.SH",
        "示例",
        date(2015, 1, 5),
        DatedName("ST示例", date(2024, 5, 6), date(2025, 6, 30)),
        DatedName("示例", date(2025, 7, 1)),
    )
    assert limits.share(back, date(2025, 6, 30), WEEK) == Decimal("0.05")
    assert limits.share(back, date(2025, 7, 1), WEEK) == Decimal("0.10")
    seen = DatedName("示例", date(2024, 5, 6), None, (date(2026, 2, 27), date(2026, 5, 7)))
    between = stock("600001.SH", "*ST示例", date(2015, 1, 5), seen)
    assert limits.share(between, MONDAY, WEEK) is None  # some day in between it became *ST


@pytest.mark.parametrize(
    ("symbol", "session", "share"),
    [
        ("600001.SH", 5, None),
        ("600001.SH", 6, "0.10"),
        ("301001.SZ", 5, None),
        ("688001.SH", 6, "0.20"),
        ("920001.BJ", 1, None),
        ("920001.BJ", 2, "0.30"),
    ],
)
def test_the_first_sessions_have_no_limit(limits: PriceLimits, symbol: str, session: int, share: str | None) -> None:
    new = stock(symbol, listed=WEEK[0])
    assert limits.share(new, WEEK[session - 1], WEEK) == (Decimal(share) if share else None)


def test_a_share_that_is_about_to_leave_has_no_known_limit(limits: PriceLimits) -> None:
    assert limits.share(stock("600001.SH", "退市示例"), MONDAY, WEEK) is None


def test_b_shares_and_other_markets_have_no_board() -> None:
    assert [board_of(each) for each in ("200012.SZ", "00700.HK", "VNET.US")] == [None, None, None]
    assert board_of("001872.SZ") is Board.MAIN
    assert limits_of(Decimal(10), Decimal("0.1")) == Limits(Decimal("11.00"), Decimal("9.00"), Decimal("0.1"))


GOOD = '[[limit]]\nboard = "main"\nsince = 2020-01-01\nshare = "0.1"\nshare_st = "0.05"\nfree = 5\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[limit]", "no TOML"),
        ("", "no entry for main"),
        (GOOD.replace("main", "moon"), "board must be one of"),
        (GOOD.replace('"0.1"', '"10"'), "share must be a fraction"),
        (GOOD.replace("2020-01-01", '"soon"'), "since must be a date"),
        (GOOD.replace("free = 5", "free = -1"), "number of sessions"),
        (GOOD + GOOD.replace("2020", "2021"), "overlap"),
        (GOOD + "fee = 1\n", "fee is no key"),
    ],
)
def test_a_table_that_cannot_be_used_is_told_with_its_entry(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "price_limits.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadPriceLimits, match=said):
        load_price_limits(tmp_path)


def test_a_missing_table_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadPriceLimits, match="No such file"):
        load_price_limits(tmp_path)
