"""A clock that is set, and a small recorded market on disk."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path


class SetClock:
    """Stands at an instant until it is moved."""

    def __init__(self, now: str) -> None:
        self.set(now)

    def set(self, now: str) -> None:
        self._now = datetime.fromisoformat(now).astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(f"nothing here waits, but {seconds} s were asked for")


BARS = """symbol,date,open,high,low,close,volume,adjust,source
300308.SZ,2024-12-25,133.00,136.50,132.10,135.00,40000000,none,x
300308.SZ,2024-12-26,135.87,141.50,133.56,140.80,42898200,none,x
300308.SZ,2024-12-26,135.87,141.50,133.56,140.80,42898200,none,copy
300308.SZ,2024-12-26,1,1,1,1,1,qfq,never
300308.SZ,2024-12-30,70.00,72.00,69.00,71.50,90000000,none,x
09698.HK,2024-12-24,20.10,20.50,20.00,20.40,3000000,none,x
09698.HK,2024-12-27,20.60,21.00,20.50,20.90,3100000,none,x
VNET.US,2024-12-24,,,,4.61,,none,x
VNET.US,2024-12-26,,,,5.02,,none,x
"""
FACTORS = """symbol,name,ex_date,prev_raw_close,ref_price,event_ratio,yahoo_event_ratio,nominal_split,implied_cash_per_old_share,method
300308.SZ,A,2024-12-30,140.80,70.15,2.007128,2.007128,2.0,0.5,em
"""
INDEX = """index_code,name,date,open,high,low,close,volume,amount,source,primary
000300,沪深300,2024-12-26,3979.67,3995.52,3975.73,3987.48,,257000000000.0,csindex,1
000300,沪深300,2024-12-26,9,9,9,9,,,other,0
H00300,全收益,2024-12-26,,,,5717.07,,,csindex,1
HSI,恒生,2024-12-24,19900.1234,,,20098.29,,,x,1
"""
CALENDAR = """date,akshare,xhkg
2024-12-24,1,1
2024-12-25,1,0
2024-12-26,1,0
2024-12-27,1,1
2024-12-28,0,0
2024-12-29,0,0
2024-12-30,1,1
2024-12-31,1,1
"""
SUSPENSIONS = "symbol,name,date,note\n300308.SZ,A,2024-12-27,whole day\n"


def write_market(folder: Path, *, bars: str = BARS, factors: str = FACTORS, calendar: str = CALENDAR) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "bars_raw.csv.gz").write_bytes(gzip.compress(bars.encode()))
    (folder / "factors.csv").write_text(factors, encoding="utf-8")
    (folder / "index.csv").write_text(INDEX, encoding="utf-8")
    (folder / "calendar.csv").write_text(calendar, encoding="utf-8")
    (folder / "suspensions.csv").write_text(SUSPENSIONS, encoding="utf-8")
    return folder
