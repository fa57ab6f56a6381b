"""``python -m bot`` and the ``bot`` command."""

from __future__ import annotations


def main() -> None:
    """Run the command line."""
    from bot.cli import run_command_line  # noqa: PLC0415 - child processes import this module and need no commands

    run_command_line()


if __name__ == "__main__":
    main()
