"""Rating scales as figures, in one line."""

from __future__ import annotations

from bot.domain.ratings import Band, RatingScale


def scale_text(scale: RatingScale) -> str:
    """A scale in one line, as figures: ``买入 ≥ +20% · 增持 +5% ~ +20%``."""
    return " · ".join(f"{band.label} {band_text(band)}".rstrip() for band in scale.bands)


def band_text(band: Band) -> str:
    """The ends of a band as figures; empty without numbers."""
    low = None if band.low is None else f"{band.low:+.0%}"
    high = None if band.high is None else f"{band.high:+.0%}"
    if low and high:
        return f"{low} ~ {high}"
    return f"≥ {low}" if low else f"< {high}" if high else ""
