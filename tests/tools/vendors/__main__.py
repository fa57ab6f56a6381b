"""The vendors' server as a process of its own, for measurements: what it takes must not count as the bot's.

``python -m tests.tools.vendors SECURITIES``; prints its address. ``/-/now/INSTANT`` sets its clock, ``/-/asked`` tells
how often each host was asked. It ends with its standard input.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from tests.tools.vendors.answers import Recording
from tests.tools.vendors.server import Vendors

RECORDED = Path(__file__).parents[3] / "bot" / "sandbox" / "recorded"


def many(recording: Recording, number: int) -> Recording:
    """A shares out of those that were recorded, under codes of their own, 300000 and on; none has an ex-date."""
    own = [bars for symbol, bars in sorted(recording.bars.items()) if symbol.endswith((".SZ", ".SH"))]
    bars = {f"300{at:03}.SZ": own[at % len(own)] for at in range(number)}
    return replace(recording, bars=bars, events={}, halts=())


if __name__ == "__main__":
    recording = many(Recording.of(RECORDED, datetime.fromisoformat("2025-01-01T00:00:00+08:00")), int(sys.argv[1]))
    with Vendors(recording).running() as vendors:
        print(vendors.url, flush=True)  # noqa: T201 - to whoever started it
        sys.stdin.read()
