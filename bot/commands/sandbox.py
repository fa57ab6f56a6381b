"""``bot sandbox``: a local Bot API server with you as its user."""

from __future__ import annotations


async def serve_sandbox(port: int) -> None:
    """Serve until ``:quit``; prints what to set for ``bot run``."""
    from bot.sandbox.prompt import serve  # noqa: PLC0415 - aiohttp, for this command alone

    await serve(port=port)
