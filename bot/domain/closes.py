"""Printed closes: whether a price that a report prints is the one at which a security closed."""

from __future__ import annotations

from decimal import Decimal


def agrees(printed: Decimal, close: Decimal) -> bool:
    """Whether ``printed`` is ``close``, rounded or cut off at the places that it has (42.1 for 42.06 and for 42.19)."""
    exponent = printed.as_tuple().exponent
    if not isinstance(exponent, int) or not printed:  # NaN, or a figure that was not printed
        return False
    place = Decimal(1).scaleb(exponent)
    return -place / 2 <= close - printed < place
