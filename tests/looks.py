"""How charts look where nobody has chosen."""

from __future__ import annotations


async def light_and_red(chat_id: int) -> tuple[bool, bool]:
    """Not dark, and gains red, in every chat."""
    assert chat_id
    return False, True
