"""Quiet hours: a stretch of the day, in a zone, in which nobody wants to be disturbed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From ``start`` until before ``end`` of each day in ``zone``, over midnight where the end is the earlier one."""

    start: time
    end: time
    zone: ZoneInfo

    def until(self, now: datetime) -> datetime | None:
        """When the stretch ends (in UTC) in which ``now`` lies; None outside of it, and where start and end are one."""
        local = now.astimezone(self.zone)
        wall = local.time()
        over_midnight = self.start > self.end
        if over_midnight and wall >= self.start:
            return self._end(local + timedelta(days=1))
        if (over_midnight or self.start <= wall) and wall < self.end:
            return self._end(local)
        return None

    def _end(self, day: datetime) -> datetime:
        return datetime.combine(day.date(), self.end, self.zone).astimezone(UTC)
