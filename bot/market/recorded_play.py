"""A session that is played minute by minute between recorded prices, for the demonstration: what lies between is invented.

``played.csv`` of a recorded market holds way points: ``symbol,time,price,sealed,volume``, times in Shanghai, ``sealed`` 1
where nobody takes the other side from then on, ``volume`` in shares since the opening. Between two of them the price
moves evenly; after the last it stays. Every quote says that it was played.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from pathlib import Path

from bot.domain.quotes import Quote
from bot.domain.sessions import SHANGHAI
from bot.market.ports import SourceChanged
from bot.market.recorded_files import rows_of

FILE = "played.csv"
SOURCE = "played"
CENT, MINUTE = Decimal("0.01"), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class WayPoint:
    """A price at an instant, and the volume traded by then."""

    at: datetime
    price: Decimal
    sealed: bool
    volume: Decimal


@dataclass(frozen=True, slots=True)
class Play:
    """The way points of one security in one session, ascending."""

    symbol: str
    points: tuple[WayPoint, ...]

    @property
    def session(self) -> date:
        """The session that is played."""
        return self.points[0].at.astimezone(SHANGHAI).date()

    def quote(self, now: datetime, reference: Decimal) -> Quote | None:
        """The quote of the last whole minute; None before the first way point."""
        first = self.points[0].at
        if now < first:
            return None
        at = first + (now - first) // MINUTE * MINUTE
        seen = [each for each in self.points if each.at <= at]
        last = seen[-1]
        price, volume = self._between(last, at)
        prices = [*(each.price for each in seen), price]
        bid, ask = (price - CENT, price + CENT)
        if last.sealed:
            bid, ask = (price, Decimal(0)) if price > reference else (Decimal(0), price)
        return Quote(
            self.symbol,
            price,
            reference,
            at,
            SOURCE,
            open=self.points[0].price,
            high=max(prices),
            low=min(prices),
            volume=volume,
            bid=bid,
            ask=ask,
        )

    def _between(self, last: WayPoint, at: datetime) -> tuple[Decimal, Decimal]:
        following = next((each for each in self.points if each.at > at), None)
        if following is None:
            return last.price, last.volume
        share = Decimal((at - last.at) // MINUTE) / Decimal((following.at - last.at) // MINUTE)
        price = last.price + (following.price - last.price) * share
        volume = last.volume + (following.volume - last.volume) * share
        return price.quantize(CENT, ROUND_HALF_UP), volume.quantize(Decimal(1))


def plays(folder: Path) -> Mapping[tuple[str, date], Play]:
    """What is played, by security and session; nothing where the recorded market has no such file.

    Raises:
        SourceChanged: a row that cannot be read, or one that is not after the one before it.
    """
    path = folder / FILE
    if not path.exists():
        return {}
    found: dict[tuple[str, date], list[WayPoint]] = {}
    for line, row in rows_of(path, "symbol", "time", "price", "sealed", "volume"):
        try:
            point = _point(row)
        except (ValueError, InvalidOperation) as error:
            raise SourceChanged(f"{path}, line {line}: {error}") from None
        own = found.setdefault((row["symbol"], point.at.date()), [])
        if own and own[-1].at >= point.at:
            raise SourceChanged(f"{path}, line {line}: {row['time']} is not after the row before it")
        own.append(point)
    return {key: Play(key[0], tuple(points)) for key, points in found.items()}


def played_minutes(folder: Path) -> Sequence[tuple[datetime, datetime]]:
    """From when to when something is played, for who has to look each minute."""
    return [(each.points[0].at, each.points[-1].at) for each in plays(folder).values()]


def _point(row: Mapping[str, str]) -> WayPoint:
    at = datetime.fromisoformat(row["time"]).replace(tzinfo=SHANGHAI)
    return WayPoint(at, Decimal(row["price"]), row["sealed"] == "1", Decimal(row["volume"]))
