"""Logs: whatever a library writes, the token is struck out."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.logs import set_up_logs

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What goes to standard error once the bot has set up its logs; the logging of the test run is put back."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    root.handlers = []
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    set_up_logs("INFO")
    yield stream
    root.handlers, root.level = before, level


def test_a_token_in_a_url_is_struck_out(written: io.StringIO) -> None:
    logging.getLogger("httpx").warning("POST https://api.telegram.org/bot%s/getUpdates", TOKEN)
    assert TOKEN not in written.getvalue()
    assert "https://api.telegram.org/bot<token>/getUpdates" in written.getvalue()


def test_a_token_in_a_traceback_is_struck_out(written: io.StringIO) -> None:
    failure = ConnectionError(f"https://api.telegram.org/bot{TOKEN}/sendMessage")
    logging.getLogger("bot.tg").error("not sent", exc_info=failure)
    assert TOKEN not in written.getvalue()
    assert "ConnectionError" in written.getvalue()


def test_times_and_symbols_are_left_alone(written: io.StringIO) -> None:
    logging.getLogger("bot").info("300308.SZ at 2024-12-26 15:00:00, chat 123456789: done")
    assert "300308.SZ at 2024-12-26 15:00:00, chat 123456789: done" in written.getvalue()


def test_libraries_that_log_each_request_only_speak_up_from_warnings(written: io.StringIO) -> None:
    logging.getLogger("httpx").info("a request")
    logging.getLogger("bot").info("a job")
    assert "a request" not in written.getvalue()
    assert "a job" in written.getvalue()
