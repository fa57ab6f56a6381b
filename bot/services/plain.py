"""Domain values as JSON has them."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import Any


def plain(value: Any) -> Any:  # noqa: ANN401 - any of a dataclass's fields
    """Dataclasses as objects, dates as ISO text, decimals as numbers."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "__dataclass_fields__"):
        return {name: plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return float(value)
