"""Links that open something in the bot: what stands behind ``?start=``."""

from __future__ import annotations

import re

from bot.tg.actions.callbacks import Stale, is_number
from bot.tg.actions.lists import OpenShared
from bot.tg.actions.views import ShowCoverage, ShowReport

LONGEST_LINK = 64  # characters A-Z a-z 0-9 _ - (Bot API: start parameter)
INLINE_LINK = "inline"  # from an inline query that had nothing to show; it opens no more than the greeting
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")
_LINK_SYMBOL = re.compile(r"[A-Z0-9_-]{1,20}(SH|SZ|BJ|NQ|HK|US)")


def report_link(report_id: int) -> str:
    """The start parameter that opens a report."""
    return f"r_{report_id}"


def stock_link(symbol: str) -> str:
    """The start parameter that opens a stock: ``s_300308SZ``."""
    code, _, suffix = symbol.rpartition(".")
    link = f"s_{code.replace('.', '_')}{suffix}"
    if len(link) > LONGEST_LINK:
        raise ValueError(f"more than {LONGEST_LINK} characters: {link}")
    return link


def open_link(parameter: str) -> ShowReport | ShowCoverage | OpenShared | Stale:
    """What a start parameter opens; `Stale` where it is none of ours."""
    kind, _, rest = parameter.partition("_")
    if kind == "r" and is_number(rest):
        return ShowReport(int(rest))
    if kind == "s" and _LINK_SYMBOL.fullmatch(rest):
        return ShowCoverage(f"{rest[:-2].replace('_', '.')}.{rest[-2:]}")
    if kind == "w" and _TOKEN.fullmatch(rest):
        return OpenShared(rest)
    return Stale()
