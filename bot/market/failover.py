"""Several quote sources in an order: the first that answers serves, and what went wrong before is kept to be shown."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock
from bot.domain.quotes import Quote
from bot.market.ports import MarketError, QuoteSource, SourceUnavailable

LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source has done since the start; instants are aware, in UTC."""

    name: str
    last_success: datetime | None = None
    last_failure: datetime | None = None
    last_error: str = ""
    failures: int = 0  # in a row


class FirstOf:
    """A `QuoteSource` made of others. Only a failure moves on to the next one.

    What the first that answers leaves out stays out: a suspended share would otherwise send a request to every further
    source each minute. Every quote says by itself which source it came from, and its time.
    """

    name = "first of"

    def __init__(self, sources: Sequence[QuoteSource], clock: Clock) -> None:
        if not sources:
            raise ValueError("no quote source")
        self._sources = tuple(sources)
        self._clock = clock
        self._health = {source.name: SourceHealth(source.name) for source in sources}

    @property
    def health(self) -> tuple[SourceHealth, ...]:
        """How each source has done, in their order."""
        return tuple(self._health.values())

    async def quotes(self, symbols: Sequence[str]) -> Mapping[str, Quote]:
        """The first answer.

        Raises:
            SourceUnavailable: every source failed; the message names the reason of each.
        """
        if not symbols:
            return {}
        reasons = []
        for source in self._sources:
            health = self._health[source.name]
            try:
                found = await source.quotes(symbols)
            except MarketError as error:
                LOG.warning("No quotes from %s: %s", source.name, error)
                reasons.append(str(error))
                self._health[source.name] = replace(
                    health, last_failure=self._clock.now(), last_error=str(error), failures=health.failures + 1
                )
            else:
                self._health[source.name] = replace(health, last_success=self._clock.now(), failures=0)
                return found
        raise SourceUnavailable("No source of quotes answers: " + "; ".join(reasons))
