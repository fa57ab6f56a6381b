"""Column types that mean the same on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import StrEnum
from functools import cache
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from sqlalchemy import BigInteger, DateTime, Dialect, Integer, Text
from sqlalchemy.types import TypeDecorator

from bot.store.errors import OutOfRange

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")

# SQLite counts up only a column of type INTEGER, which holds 64 bits there.
Identity = BigInteger().with_variant(Integer(), "sqlite")

_LARGEST = 2**63 - 1
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)


class Fixed(TypeDecorator[Decimal]):
    """An exact decimal with a fixed number of ``places``, stored as a BIGINT of 10^-places units.

    SQLite has no exact decimals, so both databases store integers and compare and sort alike. More places than fit
    are rounded half even. Nine places reach to ±9,223,372,036 (prices, fractions), twelve to ±9,223,372 (ratios of
    ex-dates), four to ±922 million million (volumes, amounts).

    Raises:
        OutOfRange: on writing a value beyond that, or one that is no number.
    """

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int = 9) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | None, _dialect: Dialect) -> int | None:
        """The number of units."""
        if value is None:
            return None
        if not value.is_finite():
            raise OutOfRange(f"{value} is no number that can be stored.")
        # The number of digits first: an exponent of a million would be refused by the arithmetic itself.
        fits = value.adjusted() + self.places < len(str(_LARGEST))
        units = int(value.scaleb(self.places, _CONTEXT).to_integral_value(ROUND_HALF_EVEN)) if fits else 0
        if not fits or abs(units) > _LARGEST:
            raise OutOfRange(f"{value} does not fit into a column with {self.places} decimal places.")
        return units

    def process_result_value(self, value: int | None, _dialect: Dialect) -> Decimal | None:
        """The decimal, without trailing zeros."""
        if value is None:
            return None
        whole, rest = divmod(value, 10**self.places)
        if not rest:
            return Decimal(whole)
        return Decimal(value).scaleb(-self.places, _CONTEXT).normalize(_CONTEXT)


class Instant(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused on writing."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC, without its zone for SQLite, which stores text and would sort zones as letters."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone, so it is no instant.")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """The instant, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[E], Generic[E]):
    """A member of an enumeration, stored as its value in text, so that a new word needs no migration."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: E | None, _dialect: Dialect) -> str | None:
        """The word's value; a text that is no word of the enumeration raises ValueError."""
        return None if value is None else self.words(value).value

    def process_result_value(self, value: str | None, _dialect: Dialect) -> E | None:
        """The member."""
        return None if value is None else self.words(value)


class Words(TypeDecorator[frozenset[E]], Generic[E]):
    """A set of members of an enumeration, stored as their values in text, in alphabetical order with commas."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[E]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: frozenset[E] | None, _dialect: Dialect) -> str | None:
        """The words' values; a text that is no word of the enumeration raises ValueError."""
        return None if value is None else ",".join(sorted(self.words(each).value for each in value))

    def process_result_value(self, value: str | None, _dialect: Dialect) -> frozenset[E] | None:
        """The members."""
        return None if value is None else frozenset(self.words(each) for each in value.split(",") if each)


class Document(TypeDecorator[T], Generic[T]):
    """A whole object of the domain as JSON text; decimals are strings in it, so that nothing is rounded."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[T]) -> None:
        super().__init__()
        self.kind = kind

    @property
    def adapter(self) -> TypeAdapter[T]:
        """What reads and writes the kind."""
        return _adapter(self.kind)  # type: ignore[arg-type] # a class has a hash, whatever its instances have

    def process_bind_param(self, value: T | None, _dialect: Dialect) -> str | None:
        """The JSON text."""
        return None if value is None else self.adapter.dump_json(value).decode()

    def process_result_value(self, value: str | None, _dialect: Dialect) -> T | None:
        """The object."""
        return None if value is None else self.adapter.validate_json(value)


@cache
def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """Built on first use, since building takes milliseconds, and once for the copies that each engine makes of a type."""
    return TypeAdapter(kind)
