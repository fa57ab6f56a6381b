"""What the rating of an industry promises: bands for its words (METHODOLOGY 5)."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.ratings import Band, Basis, RatingScale

EDGE = 0.05  # 持平 is taken as ±5 pp where a scale prints words alone
_FEWEST = 2


def with_numbers(scale: RatingScale) -> tuple[RatingScale, bool]:
    """The scale, and whether its bands were assumed: of words without numbers the first is above, the last below.

    Printed order is from the best to the worst; everything between is neutral. Where one band has numbers, the scale
    stands as printed.
    """
    opinions = [band for band in scale.bands if band.label]
    if any(band.has_numbers for band in opinions) or len(opinions) < _FEWEST:
        return scale, False
    first, *between, last = opinions
    bands = (
        Band(first.label, EDGE, None),
        *(Band(band.label, -EDGE, EDGE) for band in between),
        Band(last.label, None, -EDGE),
    )
    return replace(scale, bands=bands, basis=Basis.EXCESS), True
