"""What an owner sees of the sources on a sick day: one is banned, one sends old bars, two disagree about a price."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from bot.services.views.pieces import SecurityRef
from bot.services.views.sources import DisputeLine, SourceLine, SourceState, SourcesView, SupplyLine


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-06-03T{text}:00").replace(tzinfo=UTC)


SICK = SourcesView(
    "akshare",
    at("06:31"),
    (
        SupplyLine("quotes", ("tencent-quotes", "sina-quotes"), "sina-quotes"),
        SupplyLine("bars", ("sina", "tencent", "eastmoney"), "sina"),
        SupplyLine("names", ("exchanges",), ""),
    ),
    (
        SourceLine("sina-quotes", SourceState.WELL, at("06:30"), at("06:30"), None, "", "", 0, None),
        SourceLine(
            "tencent-quotes",
            SourceState.PAUSED,
            at("02:00"),
            at("02:00"),
            at("06:29"),
            "banned",
            "Tencent's quotes of sz300308 …: 403",
            2,
            at("07:29"),
        ),
        SourceLine(
            "sina",
            SourceState.TROUBLED,
            at("06:28"),
            None,
            at("06:28"),
            "missing",
            "sina lacks 300308.SZ on 2026-06-02, which tencent has",
            0,
            None,
        ),
        SourceLine("tencent", SourceState.WELL, at("06:28"), at("06:00"), at("05:00"), "silent", "slow", 0, None),
        SourceLine("exchanges", SourceState.UNUSED, None, None, None, "", "", 0, None),
    ),
    (
        DisputeLine(
            SecurityRef("300308.SZ", "中际旭创"), "tencent", Decimal("1275.00"), "sina", Decimal("1282.00"), at("06:30")
        ),
    ),
    231,
)
RECORDED = SourcesView("recorded", at("06:31"), (), (), (), 0)
