"""How a chart looks and speaks: colours, words and the form of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from bot.domain.ratings import Band, Side
from bot.services.views.charts import ChartBand

LABEL = 14.0  # points on the sheet; 9.5 px where a phone shows it 390 px wide
SMALL = 12.5


class Theme(StrEnum):
    """The ground a chart is drawn on."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class ChartStyle:
    """The reader's choices. ``red_up`` is the A-share convention; ``width`` is in pixels, no text is smaller than 12.5 pt at 1200."""

    language: Literal["zh", "en"] = "zh"
    theme: Theme = Theme.LIGHT
    red_up: bool = True
    width: int = 1200


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme; tints run from the band nearest to zero outwards. ``others`` are for lines beside the first."""

    paper: str
    ink: str
    soft: str
    faint: str
    line: str
    neutral: str
    up: str
    down: str
    others: tuple[str, ...]
    up_tints: tuple[str, ...]
    down_tints: tuple[str, ...]

    def of(self, value: float) -> str:
        """The colour of a gain or a loss."""
        return self.up if value > 0 else self.down if value < 0 else self.ink


_LIGHT_RED = ("#c8102e", ("#fdf0ef", "#fbe1df", "#f7d2cf"))
_LIGHT_GREEN = ("#0b7d45", ("#e9f5ee", "#d9eee1", "#c8e6d4"))
_DARK_RED = ("#ff6b6b", ("#2c2128", "#3b262d", "#4a2b33"))
_DARK_GREEN = ("#3fcf8e", ("#19302b", "#1b3b33", "#1d483c"))


# neither red nor green, which speak of gains and losses
_LIGHT_OTHERS = ("#b45309", "#7430b8", "#0a6c86", "#7a4b36")
_DARK_OTHERS = ("#f2b35d", "#c79bff", "#5cc4de", "#d8a48f")


def palette(style: ChartStyle) -> Palette:
    """The colours for a style."""
    dark = style.theme is Theme.DARK
    red, green = (_DARK_RED, _DARK_GREEN) if dark else (_LIGHT_RED, _LIGHT_GREEN)
    up, down = (red, green) if style.red_up else (green, red)
    ground = (
        ("#14181f", "#eef1f6", "#a3adbb", "#2e3642", "#78b0ff", "#222934")
        if dark
        else ("#ffffff", "#14213a", "#5b6675", "#dfe4ea", "#1549a8", "#f0f2f5")
    )
    return Palette(*ground, up[0], down[0], _DARK_OTHERS if dark else _LIGHT_OTHERS, up[1], down[1])


def band_tints(bands: Sequence[ChartBand], colours: Palette) -> tuple[str, ...]:
    """A tint for each band: deeper the farther from zero, on the colour of its side (METHODOLOGY 5)."""
    sides = [Band(band.label, band.low, band.high).side for band in bands]
    bullish = sorted(band.low or 0.0 for band, side in zip(bands, sides, strict=True) if side is Side.BULLISH)
    bearish = sorted((-(band.high or 0.0) for band, side in zip(bands, sides, strict=True) if side is Side.BEARISH))
    tints = []
    for band, side in zip(bands, sides, strict=True):
        if side is Side.BULLISH:
            tints.append(_step(colours.up_tints, bullish.index(band.low or 0.0)))
        elif side is Side.BEARISH:
            tints.append(_step(colours.down_tints, bearish.index(-(band.high or 0.0))))
        else:
            tints.append(colours.neutral)
    return tuple(tints)


def _step(tints: tuple[str, ...], place: int) -> str:
    return tints[min(place, len(tints) - 1)]


def percent(value: float, digits: int = 1) -> str:
    """A signed percentage with a true minus sign."""
    text = f"{value:+.{digits}%}"
    if not text.strip("+-0.%"):
        text = text[1:]
    return text.replace("-", "−")


def band_range(band: ChartBand) -> str:
    """A band as a reader writes it: ``≥ 20%``, ``5% – 20%``, ``±5%``, ``< −5%``."""
    low, high = (None if end is None else f"{end:.4g}" for end in (band.low, band.high))
    if low is None and high is None:
        return ""
    if band.low is None:
        return f"< {_plain(band.high or 0.0)}"
    if band.high is None:
        return f"≥ {_plain(band.low)}"
    if band.low == -band.high:
        return f"±{_plain(band.high)}"
    return f"{_plain(band.low)} – {_plain(band.high)}"


def _plain(value: float) -> str:
    return f"{round(value * 100, 2):g}%".replace("-", "−")


def month_name(day: date, language: str) -> str:
    """The month as it stands on an axis."""
    return f"{day.month}月" if language == "zh" else day.strftime("%b")
