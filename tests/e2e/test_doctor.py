"""``bot doctor`` as an operator runs it on a sick day, against a server that plays the sources."""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.quotes import Bar
from tests.e2e.bot_process import RECORDED, ROOT
from tests.tools.vendors import faults as does
from tests.tools.vendors.answers import Recording
from tests.tools.vendors.server import Vendors

pytestmark = pytest.mark.xdist_group("chats")
PROBED = "600519.SH"


def of_today(recording: Recording) -> Recording:
    """The recording moved by whole weeks so that it ends now, with the security that the doctor asks for."""
    last = recording.bars["300308.SZ"][-1].session
    moved = timedelta(days=(recording.now.date() - last).days // 7 * 7)

    def shift(bars: object) -> list[Bar]:
        return [replace(bar, session=bar.session + moved) for bar in bars]  # type: ignore[attr-defined] # a sequence

    bars = {symbol: shift(each) for symbol, each in recording.bars.items()} | {
        PROBED: shift(recording.bars["300308.SZ"])
    }
    return replace(recording, bars=bars, indices={code: shift(each) for code, each in recording.indices.items()})


async def test_the_doctor_shows_who_is_well_who_is_sick_and_who_is_in_use(tmp_path: Path) -> None:
    with Vendors(of_today(Recording.of(RECORDED, datetime.now(UTC)))).running() as vendors:
        vendors.faults = {
            "hq.sinajs.cn": does.status(403),
            "finance.sina.com.cn": does.page,
            "datacenter-web.eastmoney.com": does.truncated,
        }
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
        settings = {"BOT_DATA_DIR": str(tmp_path), "BOT_LANGUAGE": "en", "BOT_SOURCES__STAND_IN": vendors.url}
        command = [sys.executable, "-m", "bot", "doctor"]
        pipe = asyncio.subprocess.PIPE
        doctor = await asyncio.create_subprocess_exec(
            *command, cwd=ROOT, env=inherited | settings, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
        )
        said = (await doctor.communicate())[0].decode()
    assert doctor.returncode == 1
    for line in (
        "Daily bars: Sina → Tencent ✓ → East Money",
        "Indices: CSI ✓ → East Money → Sina → Shenwan",
        "🔴 Sina quotes: left alone until ",
        "refuses us, perhaps a ban",
        "🟡 Sina: in trouble",
        "a web page instead of data",
        "🟡 East Money data center: in trouble",
        "broken answer that cannot be read",
        "🟢 Tencent: well",
        "data to ",
    ):
        assert line in said
    assert '"reason": "banned"' in (tmp_path / "sources.json").read_text(encoding="utf-8")
