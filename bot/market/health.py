"""How a source does: what it delivered last, how it failed last, and whether it is asked at all."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.market.breaker import Breaker, Position
from bot.market.ports import Dispute, Reason


class Supply(StrEnum):
    """What sources are asked for."""

    QUOTES = "quotes"
    BARS = "bars"
    INDICES = "indices"
    EX_DATES = "ex_dates"
    ACTIONS = "actions"
    SUSPENSIONS = "suspensions"
    SESSIONS = "sessions"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Profile:
    """A source: a host, or several that ban together.

    ``budget_of`` is the host under which its requests are counted, for those with a limit a day; ``bans`` are the
    reasons that mean a ban there, besides the statuses that say so.
    """

    name: str
    supplies: tuple[Supply, ...]
    budget_of: str = ""
    bans: frozenset[Reason] = frozenset()


# East Money does not say that it bans: it cuts the connection, or sends a page (research/akshare.md 3).
_SILENT_BANS = frozenset({Reason.CUT_OFF, Reason.PAGE})
_EM = "eastmoney.com"
PROFILES = {
    each.name: each
    for each in (
        Profile("tencent-quotes", (Supply.QUOTES,)),
        Profile("sina-quotes", (Supply.QUOTES,)),
        Profile("eastmoney-quotes", (Supply.QUOTES,), _EM, _SILENT_BANS),
        Profile("sina", (Supply.BARS, Supply.INDICES, Supply.EX_DATES, Supply.SESSIONS)),
        Profile("tencent", (Supply.BARS,)),
        Profile("eastmoney", (Supply.BARS, Supply.INDICES), _EM, _SILENT_BANS),
        Profile("baostock", (Supply.BARS,)),
        Profile("csindex", (Supply.INDICES,)),
        Profile("shenwan", (Supply.INDICES,)),
        Profile("eastmoney-data", (Supply.ACTIONS, Supply.SUSPENSIONS)),
        Profile("sina-pages", (Supply.ACTIONS,)),
        Profile("exchanges", (Supply.NAMES,)),
    )
}


@dataclass(frozen=True, slots=True)
class Health:
    """A source's record; instants are aware, in UTC.

    ``newest`` is the instant of the newest figure that it delivered: a quote's own time, or the close of a bar's
    session. ``trouble`` says that its last answer failed, or that something of it was not believed.
    """

    name: str
    last_success: datetime | None = None
    newest: datetime | None = None
    last_failure: datetime | None = None
    reason: Reason | None = None
    words: str = ""
    trouble: bool = False
    breaker: Breaker = field(default_factory=Breaker)

    def position(self, now: datetime) -> Position:
        """Where its breaker stands."""
        return self.breaker.position(now)


@dataclass(frozen=True, slots=True)
class Report:
    """All there is to show of the sources: what is in use for what, in which order they are asked, how each does."""

    in_use: dict[Supply, str]
    order: dict[Supply, tuple[str, ...]]
    sources: tuple[Health, ...]
    disputes: tuple[Dispute, ...]
    requests_today: dict[str, int]
