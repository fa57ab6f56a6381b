"""From what was raised to one line and an exit code: 1 the work failed, 2 the call was wrong."""

from __future__ import annotations

from bot.logs import without_secrets
from bot.settings import WrongSetting

WORK_FAILED, CALL_WRONG = 1, 2


def explained(error: Exception) -> tuple[int, str]:
    """The exit code and the line for an exception that reached the top."""
    if isinstance(error, WrongSetting):
        return CALL_WRONG, str(error)
    if format_message := getattr(error, "format_message", None):  # typer's and click's word for a wrong call
        command = getattr(getattr(error, "ctx", None), "command_path", "bot")
        said = " ".join(format_message().split()).rstrip(".")
        return CALL_WRONG, f"{said} ({command} --help shows how)"
    if isinstance(error, FileNotFoundError | IsADirectoryError | PermissionError):
        return CALL_WRONG, f"{error.filename}: {error.strerror}"
    if type(error).__module__.startswith("bot."):  # ours: its message is the sentence
        return WORK_FAILED, " ".join(str(error).split())
    if type(error).__module__ == "telegram.error":
        return (
            WORK_FAILED,
            f"Telegram cannot be used: {without_secrets(str(error))} (check BOT_TELEGRAM__TOKEN, the network, the proxy)",
        )
    return WORK_FAILED, f"{type(error).__name__}: {' '.join(str(error).split())} (--debug shows where)"
