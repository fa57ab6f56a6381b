"""Logging to standard error, with the bot's token struck out wherever it turns up."""

from __future__ import annotations

import logging
import re
import sys

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")


class _WithoutToken(logging.Formatter):
    """Strikes out what looks like a bot token: Telegram's URLs carry it, and libraries log URLs and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return without_token(super().format(record))


def without_token(text: str) -> str:
    """The text with whatever looks like a bot token struck out."""
    return _TOKEN.sub("<token>", text)


def set_up_logs(level: str) -> None:
    """Log to standard error from now on; libraries that log each request only speak up from warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutToken("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "apscheduler", "telegram.ext.Application", "matplotlib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
