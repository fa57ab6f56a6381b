"""Column types: what goes in comes out, on either database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Dialect, make_url
from sqlalchemy.types import TypeDecorator

from bot.store.errors import OutOfRange
from bot.store.records import ReportState
from bot.store.types import Document, Fixed, Instant, Word

DIALECTS: list[Dialect] = [make_url(url).get_dialect()() for url in ("sqlite+aiosqlite://", "postgresql+asyncpg://")]


@given(st.integers(-(2**63) + 1, 2**63 - 1), st.sampled_from([4, 9, 12]))
def test_every_number_of_units_comes_back_as_itself(units: int, places: int) -> None:
    fixed = Fixed(places)
    value = Decimal(units).scaleb(-places)
    assert fixed.process_bind_param(value, DIALECTS[0]) == units
    assert fixed.process_result_value(units, DIALECTS[0]) == value
    assert units / 10**places == float(value)  # how columns of prices are read


@given(st.decimals(-9_000_000_000, 9_000_000_000, allow_nan=False, places=9))
def test_prices_keep_nine_places(price: Decimal) -> None:
    fixed = Fixed(9)
    assert fixed.process_result_value(fixed.process_bind_param(price, DIALECTS[0]), DIALECTS[0]) == price


@pytest.mark.parametrize(
    ("written", "read"),
    [("140.80", "140.8"), ("1275.00", "1275"), ("100", "100"), ("0.0000000005", "0"), ("0.0000000015", "2E-9")],
)
def test_decimals_come_back_without_trailing_zeros_and_rounded_half_even(written: str, read: str) -> None:
    fixed = Fixed(9)
    assert str(fixed.process_result_value(fixed.process_bind_param(Decimal(written), DIALECTS[0]), DIALECTS[0])) == read


@pytest.mark.parametrize("value", ["9223372036.854775808", "-1e30", "1e1000000", "NaN", "Infinity"])
def test_what_does_not_fit_is_refused(value: str) -> None:
    with pytest.raises(OutOfRange):
        Fixed(9).process_bind_param(Decimal(value), DIALECTS[0])


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_an_instant_is_stored_in_utc(dialect: Dialect) -> None:
    shanghai = datetime(2024, 12, 27, 9, 30, tzinfo=timezone(timedelta(hours=8)))
    stored = Instant().process_bind_param(shanghai, dialect)
    assert stored is not None
    assert stored.replace(tzinfo=UTC) == datetime(2024, 12, 27, 1, 30, tzinfo=UTC)
    read = Instant().process_result_value(stored, dialect)
    assert read == shanghai
    assert read is not None
    assert read.tzinfo is UTC


def test_a_naive_time_is_no_instant() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        Instant().process_bind_param(datetime(2024, 12, 27), DIALECTS[0])  # noqa: DTZ001 - the point of the test


def test_a_word_outside_the_enumeration_is_refused_both_ways() -> None:
    word = Word(ReportState)
    assert word.process_result_value("draft", DIALECTS[0]) is ReportState.DRAFT
    with pytest.raises(ValueError, match="burnt"):
        word.process_bind_param("burnt", DIALECTS[0])  # type: ignore[arg-type]  # the point of the test
    with pytest.raises(ValueError, match="burnt"):
        word.process_result_value("burnt", DIALECTS[0])


def test_a_document_comes_back_as_the_same_object() -> None:
    document = Document[tuple[date, ...]](tuple[date, ...])
    sessions = (date(2024, 12, 26), date(2024, 12, 27))
    text = document.process_bind_param(sessions, DIALECTS[0])
    assert text == '["2024-12-26","2024-12-27"]'
    assert document.process_result_value(text, DIALECTS[0]) == sessions


@pytest.mark.parametrize(
    "kind", [Fixed(9), Instant(), Word(ReportState), Document[date](date)], ids=lambda kind: type(kind).__name__
)
def test_nothing_stays_nothing(kind: TypeDecorator[Any]) -> None:
    assert kind.process_bind_param(None, DIALECTS[0]) is None
    assert kind.process_result_value(None, DIALECTS[0]) is None
