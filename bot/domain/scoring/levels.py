"""Levels: what one share bought long ago is worth, so that a return is a quotient of two of them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from bot.domain.scoring.arrays import UNKNOWN, Floats, Ints
from bot.domain.scoring.inputs import Listing
from bot.domain.scoring.panel import SecurityArrays


def carried_levels(struck: Floats, last_bar: Ints) -> Floats:
    """Each session's last level that was struck: a suspended session carries it (METHODOLOGY 2).

    Laid out session by session, since paths of many securities are followed over the same sessions.
    """
    carried = np.where(last_bar >= 0, np.take_along_axis(struck, np.maximum(last_bar, 0), axis=1), np.nan)
    return np.asfortranarray(carried)


def follow_successors(securities: SecurityArrays, listings: Mapping[str, Listing]) -> None:
    """Lead each merged security into its successor from the day of the exchange on, in place.

    One old share becomes ``exchange_ratio`` new ones. Later mergers first, so that a chain of them is followed.
    """
    merged = [
        (securities.delisted[securities.rows[symbol]], symbol, listing)
        for symbol, listing in listings.items()
        if listing.delisted and listing.exchange_ratio and listing.successor in securities.rows
    ]
    for column, symbol, listing in sorted(merged, key=lambda entry: (-entry[0], entry[1])):
        reach = securities.close.shape[1]
        if not 0 < column < min(reach, UNKNOWN):
            continue
        old, new = securities.rows[symbol], securities.rows[str(listing.successor)]
        before = securities.last_bar[old, column - 1]
        if before < 0 or securities.last_bar[new, column] < 0:
            continue
        ratio = float(listing.exchange_ratio or 0)
        for level, factor in (
            (securities.total_level, securities.total_factor),
            (securities.price_level, securities.split_factor),
        ):
            level[old, column:] = factor[old, before] * ratio * level[new, column:] / factor[new, column]
        securities.last_bar[old, column:] = securities.last_bar[new, column:]
        new_opaque = securities.opaque[new, column:] - securities.opaque[new, column]
        securities.opaque[old, column:] = securities.opaque[old, column - 1] + new_opaque
