"""What loading costs at the sources' pace: an estimate to be shown before long work, no promise."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.securities import Market, market_of
from bot.market.guard import GAPS

# Requests to load one code whole from the source that is asked first, and the host whose pace they keep: Sina's bars of
# an A share are two files (bars, share capital), its factors one; csindex and Sina give an index in one answer.
OF_A_SHARE = (3, "sina.com.cn")
OF_ANOTHER = (2, "sina.com.cn")
OF_AN_INDEX = (1, "csindex.com.cn")


@dataclass(frozen=True, slots=True)
class Cost:
    """Requests in all, and the seconds that pacing makes of them; hosts are asked one after the other."""

    requests: int
    seconds: float


def cost_of(codes: Iterable[str]) -> Cost:
    """What it costs to load these securities and indices."""
    kinds = [_kind(code) for code in codes]
    return Cost(sum(number for number, _ in kinds), sum(number * GAPS[host] for number, host in kinds))


def _kind(code: str) -> tuple[int, str]:
    if "." not in code:
        return OF_AN_INDEX
    return OF_A_SHARE if market_of(code) in (Market.A, Market.BSE) else OF_ANOTHER
