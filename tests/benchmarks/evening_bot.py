"""``bot run`` on an evening of the recorded year, so that the recorded prices are today's; no job fires."""

from __future__ import annotations

import asyncio
import cProfile
import os
import signal
import sys
from pathlib import Path

from bot.logs import set_up_logs
from bot.running import running_bot
from tests.benchmarks.many_reports import OWNER, Evening, settings_of


async def main(url: str, token: str, folder: Path) -> None:
    """Until somebody ends it."""
    set_up_logs("WARNING")
    settings = settings_of(
        folder,
        telegram={"api_url": url, "token": token, "rate_total": 1000.0},
        access={"owners": [OWNER], "open": True},
    )
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with running_bot(settings, Evening(), resident=True) as bot, bot.listening(lambda: False):
        delivering = asyncio.create_task(bot.delivery.run())
        await stop.wait()
        delivering.cancel()


if __name__ == "__main__":
    profile = os.environ.get("PROFILE")  # a file for cProfile's figures
    if profile is None:
        asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
    else:
        with cProfile.Profile() as profiler:
            asyncio.run(main(sys.argv[1], sys.argv[2], Path(sys.argv[3])))
        profiler.dump_stats(profile)
