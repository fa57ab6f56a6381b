"""Logging to standard error, with the bot's token and passwords struck out wherever they turn up."""

from __future__ import annotations

import logging
import re
import sys

_TOKEN = re.compile(r"\d{6,}:[A-Za-z0-9_-]{30,}")
_PASSWORD = re.compile(r"(://[^/\s:@]*:)[^/\s@]+@")


class _WithoutSecrets(logging.Formatter):
    """Strikes out tokens and passwords: Telegram's URLs carry the one, and libraries log URLs and tracebacks."""

    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


def without_secrets(text: str) -> str:
    """The text with whatever looks like a bot token, or a password within a URL, struck out."""
    return _PASSWORD.sub(r"\1<password>@", _TOKEN.sub("<token>", text))


def set_up_logs(level: str) -> None:
    """Log to standard error from now on; libraries that log each request only speak up from warnings."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WithoutSecrets("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "apscheduler", "telegram.ext.Application", "matplotlib"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
