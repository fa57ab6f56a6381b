"""All picks of a real report on recorded prices, against a second reckoning that shares no line with the first.

It walks dictionaries of exact fractions read from the files, one pick and one session after the other.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from datetime import date
from fractions import Fraction
from functools import cache

import pytest

from bot.domain.reports import PickKind
from bot.domain.scoring.inputs import PickInput
from bot.domain.scoring.results import Flag, PickScore
from bot.domain.scoring.score import score
from tests.unit.scoring import seed

pytestmark = pytest.mark.skipif(not seed.DATA.is_dir(), reason="the recorded prices are not on this machine")

Series = dict[date, dict[str, Fraction]]
DATES = ["2024-12-25", "2024-12-26", "2024-12-27", "2025-02-04", "2025-05-31", "2025-06-03", "2025-06-25"]
DATES += ["2025-06-26", "2025-10-13", "2025-12-24", "2025-12-25", "2025-12-26", "2025-12-29", "2026-03-31"]
BANDS = (("买入", "0.2", None), ("增持", "0.05", "0.2"), ("中性", "-0.05", "0.05"), ("减持", None, "-0.05"))


@cache
def _bars() -> dict[str, Series]:
    found: dict[str, Series] = defaultdict(dict)
    for row in seed.rows("bars_raw.csv.gz"):
        if row["adjust"] == "none":
            found[row["symbol"]][date.fromisoformat(row["date"])] = _prices(row)
    return found


@cache
def _indices() -> dict[str, Series]:
    found: dict[str, Series] = defaultdict(dict)
    for row in seed.rows("index.csv"):
        if row["primary"] == "1":
            found[row["index_code"]][date.fromisoformat(row["date"])] = _prices(row)
    return found


@cache
def _events() -> dict[str, list[tuple[date, Fraction]]]:
    found = defaultdict(list)
    for row in seed.rows("factors.csv"):
        if row["event_ratio"]:
            found[row["symbol"]].append((date.fromisoformat(row["ex_date"]), Fraction(row["event_ratio"])))
    return found


@cache
def _sessions() -> dict[str, list[date]]:
    days = list(seed.rows("calendar.csv"))
    mainland = [date.fromisoformat(day["date"]) for day in days if day["akshare"] == "1"]
    hong_kong = [date.fromisoformat(day["date"]) for day in days if day["xhkg"] == "1"]
    return {"SH": mainland, "SZ": mainland, "HK": hong_kong, "US": sorted(_bars()["VNET.US"])}


def _prices(row: dict[str, str]) -> dict[str, Fraction]:
    return {field: Fraction(row[field]) for field in ("open", "high", "low", "close") if row[field]}


def _naive(pick: PickInput, asked: date) -> dict[str, object]:
    """Every field of a line of ``score --json`` that is a figure."""
    sessions, bars = _sessions()[pick.symbol[-2:]], _bars().get(pick.symbol, {})
    events = _events().get(pick.symbol, [])
    us = pick.symbol.endswith("US")
    entry = sessions[(bisect_left if us else bisect_right)(sessions, date(2024, 12, 26)) - 1]
    opens, settles = (sessions[bisect_left(sessions, day)] for day in (date(2025, 6, 26), date(2025, 12, 26)))
    as_of = sessions[bisect_right(sessions, min(asked, settles)) - 1]
    if as_of < entry or not bars:
        return {"phase": "pending", "entry": entry, "total_return": None, "excess": None, "as_of": None}
    code = {"HK": "HSI", "US": None}.get(pick.symbol[-2:], "H00300")
    index = _indices().get(code or "", {})
    broad = _indices()["000300" if code == "H00300" else "HSI"]

    def last(day: date) -> date:
        return max(known for known in bars if known <= day)

    def own(day: date) -> Fraction:
        grown = bars[last(day)]["close"] / bars[entry]["close"]
        for ex_date, ratio in events:
            if entry < ex_date <= day:
                grown *= ratio
        return grown - 1

    def excess(day: date) -> Fraction:
        return own(day) - (index[day]["close"] / index[entry]["close"] - 1)

    found: dict[str, object] = {
        "entry": entry,
        "price": bars[entry]["close"],
        "as_of": as_of,
        "total_return": own(as_of),
        "benchmark_return": index[as_of]["close"] / index[entry]["close"] - 1 if code else None,
        "excess": excess(as_of) if code else None,
        "benchmark": code,
        "return_basis": "price" if code == "HSI" else "total",
        "phase": "settled" if as_of == settles else "in_window" if as_of >= opens else "maturing",
        "convention": own(as_of) - (broad[as_of]["close"] / broad[entry]["close"] - 1) if code else None,
    }
    path = [excess(day) for day in sessions if opens <= day <= as_of] if code else []
    found |= {
        "first_month_excess": path[0] if path else None,
        "mean": sum(path, Fraction(0)) / len(path) if path else None,
        "best": max(path, default=None),
        "worst": min(path, default=None),
    }
    measured = pick.kind is PickKind.RECOMMENDED and code is not None
    floor = Fraction("0.05")
    end = excess(as_of) if code else None
    found["share_in_band"] = Fraction(sum(x >= floor for x in path), len(path)) if path and measured else None
    found["implied"] = next(
        (
            label
            for label, low, high in BANDS
            if end is not None and (not low or end >= Fraction(low)) and (not high or end < Fraction(high))
        ),
        None,
    )
    settled = measured and as_of == settles and end is not None
    found["verdict"] = (("within", True) if end >= floor else ("below", False)) if settled and end is not None else None
    waiting = measured and as_of < settles and end is not None
    found["needs"] = floor - end if waiting and end is not None else None
    found["left"] = len([day for day in sessions if as_of < day <= settles]) if waiting else None
    return found | _naive_tradable(bars, events, (date(2024, 12, 26), as_of), index, broad, last(as_of))


def _naive_tradable(
    bars: Series,
    events: list[tuple[date, Fraction]],
    span: tuple[date, date],
    index: Series,
    broad: Series,
    last: date,
) -> dict[str, object]:
    after, as_of = span
    session = min((day for day in bars if after < day <= as_of), default=None)
    if session is None or "open" not in bars[session]:
        return {"t_session": session, "t_own": None, "t_market": None}
    grown = bars[last]["close"] / bars[session]["open"]
    for ex_date, ratio in events:
        if session < ex_date <= as_of:
            grown *= ratio
    before = max(day for day in index if day < session)
    opened = index[before]["close"] * broad[session]["open"] / broad[before]["close"]
    return {"t_session": session, "t_own": grown - 1, "t_market": index[as_of]["close"] / opened - 1}


def _found(result: PickScore) -> dict[str, object]:
    window, tradable = result.window, result.tradable
    return {
        "entry": result.entry.session,
        "price": result.entry.price,
        "as_of": result.as_of,
        "total_return": result.total_return,
        "benchmark_return": result.benchmark_return,
        "excess": result.excess,
        "benchmark": result.benchmark,
        "return_basis": result.return_basis.value,
        "phase": result.phase.value,
        "convention": result.convention_excess,
        "first_month_excess": window.first_month_excess,
        "mean": window.mean,
        "best": window.best,
        "worst": window.worst,
        "share_in_band": window.share_in_band,
        "implied": result.implied_rating,
        "verdict": (result.verdict.position.value, result.verdict.met) if result.verdict else None,
        "needs": result.needs.excess if result.needs else None,
        "left": result.needs.sessions if result.needs else None,
        "t_session": tradable.session,
        "t_own": tradable.total_return,
        "t_market": tradable.benchmark_return,
    }


@pytest.mark.parametrize("as_of", DATES)
def test_every_pick_of_the_report_comes_out_as_reckoned_by_hand(as_of: str) -> None:
    picks, asked = seed.picks(), date.fromisoformat(as_of)
    for pick, result in zip(picks, score(picks, seed.panel(), asked), strict=True):
        found = _found(result)
        for name, expected in _naive(pick, asked).items():
            close = expected if not isinstance(expected, Fraction) else pytest.approx(float(expected), abs=1e-9)
            value = float(str(found[name])) if isinstance(expected, Fraction) else found[name]
            assert value == close, (pick.symbol, pick.segment, name)


def test_the_report_holds_49_picks_of_46_securities_and_one_of_them_without_prices() -> None:
    picks = seed.picks()
    assert len(picks) == 49
    assert len({pick.symbol for pick in picks}) == 46
    scores = score(picks, seed.panel(), date(2025, 12, 26))
    assert [found.symbol for found in scores if Flag.NO_PRICE_DATA in found.flags] == ["002851.SZ"]
    assert {found.symbol for found in scores if Flag.NO_BENCHMARK_DATA in found.flags} == {"VNET.US"}


def test_a_suspension_of_ten_sessions_is_counted() -> None:
    picks = [pick for pick in seed.picks() if pick.symbol == "688041.SH"]
    flags = [score(picks, seed.panel(), date(2025, 6, day))[0].flags for day in (6, 9, 10)]
    assert flags == [("suspended_now:9",), ("suspended_now:10",), ()]
