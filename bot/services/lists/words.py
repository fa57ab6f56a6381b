"""Lists in one line: ``光模块``, ``光模块 + 300308 新易盛``, ``Optics - ZTE``."""

from __future__ import annotations

import re
from dataclasses import dataclass

_LINE = re.compile(r"(?P<name>.+?)\s+(?P<sign>[+\-＋－−])\s*(?P<members>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ListWish:
    """Which list is meant, and what is to go into it or ``out`` of it; nothing where it is only to be shown."""

    name: str
    members: str = ""
    out: bool = False


def read_list_wish(typed: str) -> ListWish:
    """What somebody typed behind the word for lists."""
    found = _LINE.fullmatch(typed.strip())
    if found is None:
        return ListWish(" ".join(typed.split()))
    return ListWish(" ".join(found["name"].split()), found["members"], out=found["sign"] not in "+＋")
