"""Where an axis is marked: round values, the first days of months, room for labels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

from bot.tg.charts.style import month_name

_DAILY = 20


def value_ticks(low: float, high: float, most: int) -> tuple[float, ...]:
    """Round values between ``low`` and ``high``, at most ``most`` of them."""
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(round(step * place, 10) for place in range(first, last + 1))


def date_ticks(first: date, last: date, most: int, language: str) -> tuple[tuple[date, str, str], ...]:
    """Days to mark with their label and, at the first mark and at each new year, the year under it."""
    days = (last - first).days
    if days <= _DAILY:
        step = max(1, math.ceil(days / most))
        marks = [first + timedelta(days=offset) for offset in range(0, days + 1, step)]
        return tuple((day, f"{day:%m-%d}", str(day.year) if place == 0 else "") for place, day in enumerate(marks))
    months = _months(first, last)
    step = next(step for step in (1, 2, 3, 6, 12, 24, 60, 120) if len(months) / step <= most)
    chosen = [day for day in months if (day.year * 12 + day.month - 1) % step == 0]
    ticks, year = [], None
    for day in chosen:
        ticks.append((day, month_name(day, language), "" if day.year == year else str(day.year)))
        year = day.year
    return tuple(ticks)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions nearest to the wanted ones that lie ``gap`` apart, between ``low`` and ``high``, in the same order."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    placed = [min(max(wanted[place], low), high) for place in order]
    for _ in range(50):
        for upper in range(len(placed) - 1):
            lack = gap - (placed[upper + 1] - placed[upper])
            if lack > 0:
                placed[upper] -= lack / 2
                placed[upper + 1] += lack / 2
        placed = [
            min(max(spot, low + gap * place), high - gap * (len(placed) - 1 - place))
            for place, spot in enumerate(placed)
        ]
    result = [0.0] * len(wanted)
    for place, spot in zip(order, placed, strict=True):
        result[place] = spot
    return result


def _months(first: date, last: date) -> list[date]:
    day, months = date(first.year, first.month, 1), []
    while day <= last:
        if day >= first:
            months.append(day)
        day = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return months
