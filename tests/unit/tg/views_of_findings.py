"""What administrators read after a stop of three days, with a correction and a calendar that ends."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.services.views.findings import FindingLine, Findings

AT = datetime(2026, 12, 1, 0, 20, tzinfo=UTC)
CORRECTED: dict[str, str | int] = {
    "symbol": "300308.SZ",
    "day": "2026-11-26",
    "before": "140.80",
    "after": "140.81",
    "source": "akshare",
}
FOUND = Findings(
    AT,
    (
        FindingLine(
            "ratio_differs",
            {
                "symbol": "300308.SZ",
                "day": "2024-06-06",
                "ratio": "1.395520",
                "claimed": "1.399996",
                "by": "+0.32%",
                "source": "eastmoney",
                "cause": "treasury",
            },
            "中际旭创",
        ),
        FindingLine("calendar_ends", {"market": "A", "day": "2026-12-31", "n": 30}),
        FindingLine(
            "calendar_contradicted",
            {"market": "A", "source": "config", "other": "exchange_calendars", "day": "2027-01-04", "n": 3},
        ),
        FindingLine("close_disputed", CORRECTED | {"field": "close"}, "中际旭创"),
        *(FindingLine("corrected", CORRECTED | {"field": "close"}, "中际旭创") for _ in range(12)),
        FindingLine("ratio_corrected", CORRECTED | {"before": "1.4", "after": "1.39552"}, "中际旭创"),
        FindingLine(
            "caught_up",
            {
                "since": "2026-11-25",
                "until": "2026-11-27",
                "sessions": 3,
                "bars": 141,
                "corrections": 1,
                "failed": 0,
            },
        ),
    ),
)
