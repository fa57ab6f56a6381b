"""Which source of sessions wins, what is reported, and where knowledge ends."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.domain.securities import Market
from bot.domain.sessions import Contradiction
from bot.market.calendars import BadOverride, Override, SessionList, load_overrides, merge
from bot.market.ports import NoData

CONFIG = Path(__file__).parents[3] / "config" / "calendar"
SHARED = Path(__file__).parents[3].parent / "shared" / "data" / "calendar.csv"


def weekdays(first: date, last: date, *closed: date) -> list[date]:
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5 and day not in closed]


YEAR_END = SessionList.of("list", weekdays(date(2025, 12, 22), date(2025, 12, 31)))
LIBRARY = SessionList.of("library", weekdays(date(2025, 12, 22), date(2026, 1, 9), date(2026, 1, 1)))
NEW_YEAR = Override(Market.A, 2026, frozenset({date(2026, 1, 1), date(2026, 1, 2)}), "notice")


def test_an_override_wins_for_its_year_and_the_contradiction_is_reported() -> None:
    merged = merge(Market.A, [NEW_YEAR], [YEAR_END, LIBRARY])
    assert date(2026, 1, 2) not in merged.calendar
    assert date(2026, 1, 5) in merged.calendar
    assert merged.contradictions == (
        Contradiction(date(2026, 1, 2), trades=False, in_force="notice", against="library"),
    )
    assert merged.calendar.known_until == date(2026, 12, 31)
    assert merged.calendar.source == "list; notice"


def test_the_list_wins_over_the_library_while_it_lasts() -> None:
    library = SessionList.of("library", [*weekdays(date(2025, 12, 22), date(2026, 1, 9))])
    exchange = SessionList.of("list", weekdays(date(2025, 12, 22), date(2025, 12, 31), date(2025, 12, 25)))
    merged = merge(Market.A, [], [exchange, library])
    assert date(2025, 12, 25) not in merged.calendar
    assert date(2026, 1, 1) in merged.calendar  # the library alone knows, rightly or not
    assert [each.day for each in merged.contradictions] == [date(2025, 12, 25)]


def test_what_no_source_knows_is_unknown_however_much_it_looks_like_a_session() -> None:
    merged = merge(Market.A, [], [YEAR_END])
    assert merged.calendar.known_until == date(2025, 12, 31)
    assert not merged.calendar.knows(date(2026, 1, 5))
    assert merged.days_left(date(2025, 12, 1)) == 30


def test_a_calendar_has_no_gaps() -> None:
    later = Override(Market.A, 2027, frozenset({date(2027, 1, 1)}), "too early")
    assert merge(Market.A, [later], [YEAR_END]).calendar.known_until == date(2025, 12, 31)


def test_the_weekend_after_a_lists_end_is_known_so_the_next_year_can_follow() -> None:
    to_friday = SessionList.of("list", weekdays(date(2028, 12, 25), date(2028, 12, 29)))
    assert to_friday.last == date(2028, 12, 31)
    next_year = Override(Market.A, 2029, frozenset({date(2029, 1, 1)}), "notice")
    assert merge(Market.A, [next_year], [to_friday]).calendar.known_until == date(2029, 12, 31)


def test_another_markets_override_says_nothing() -> None:
    with pytest.raises(NoData, match="No source knows the sessions of HK"):
        merge(Market.HK, [NEW_YEAR], [])
    with pytest.raises(NoData, match="list lists no session"):
        SessionList.of("list", [])


def test_2026_as_the_exchange_announced_it() -> None:
    calendar = merge(Market.A, load_overrides(CONFIG), []).calendar
    in_2026 = calendar.between(date(2026, 1, 1), date(2026, 12, 31))
    assert len(in_2026) == 242
    for day in ("2026-01-02", "2026-02-23", "2026-04-06", "2026-09-25", "2026-10-07"):
        assert date.fromisoformat(day) not in calendar
    for day in ("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"):
        assert date.fromisoformat(day) not in calendar  # make-up working days are no sessions
    assert calendar.on_or_after(date(2026, 10, 1)) == date(2026, 10, 8)


@pytest.mark.skipif(not SHARED.is_file(), reason=f"no file {SHARED}")
def test_2026_agrees_with_four_recorded_calendars() -> None:
    calendar = merge(Market.A, load_overrides(CONFIG), []).calendar
    for line in SHARED.read_text(encoding="utf-8").splitlines():
        day, *sources = line.split(",")
        if day.startswith("2026"):
            assert set(sources[:4]) == {str(int(date.fromisoformat(day) in calendar))}, day


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("2027.toml", "[A", "is no TOML"),
        ("next.toml", '[A]\nsource="x"\nclosed=[2027-01-01]', "name the file by its year"),
        ("2027.toml", '[B]\nsource="x"\nclosed=[2027-01-01]', "is no market"),
        ("2027.toml", '[A]\nsource="x"', "needs closed"),
        ("2027.toml", '[A]\nsource="x"\nclosed=[]', "needs closed"),
        ("2027.toml", '[A]\nsource="x"\nclosed=[2026-01-01]', "2026-01-01 is no day from Monday to Friday of 2027"),
        ("2027.toml", '[A]\nsource="x"\nclosed=[2027-01-02]', "2027-01-02 is no day from Monday to Friday"),
        ("2027.toml", '[A]\nsource="x"\nclosed=["2027-01-01"]', "2027-01-01 is no day"),
        ("2027.toml", "[A]\nclosed=[2027-01-01]", "needs source"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, name: str, text: str, reason: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadOverride, match=reason):
        load_overrides(tmp_path)


def test_no_folder_is_no_override(tmp_path: Path) -> None:
    assert load_overrides(tmp_path / "none") == ()
