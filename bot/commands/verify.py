"""``bot verify``: reckon every recorded verdict again, from the stored bars and from its own recorded prices."""

from __future__ import annotations

from typing import Any

from bot.commands.console import opened, out, out_json, say
from bot.services.scores.ledger import Differing, Verified


async def verify_ledger(*, report_id: int | None, as_json: bool) -> bool:
    """Print what differs, or that all is equal; whether something differs. Nothing is fetched and nothing written."""
    async with opened() as (_, services):
        verified = await services.ledger.verify(report_id)
    if as_json:
        out_json(verified_line(verified))
    else:
        for line in _lines(verified):
            out(line)
    if not verified.checked:
        say("There is no recorded verdict: bot score records each one that has settled.")
    return bool(verified.differing)


def verified_line(verified: Verified) -> dict[str, Any]:
    """The object of DESIGN 3: one entry of ``differing`` for each figure, as recorded and as it comes out now."""
    return {
        "checked": verified.checked,
        "equal": verified.equal,
        "differing": [
            {
                "report_id": each.recorded.report_id,
                "pick_id": each.recorded.entry.pick_id,
                "symbol": each.recorded.inputs.pick.symbol,
                "settled_on": each.recorded.entry.settled_on.isoformat(),
                "number": each.recorded.entry.number,
                "field": difference.field,
                "recorded": difference.recorded,
                "recomputed": difference.recomputed,
            }
            for each in verified.differing
            for difference in each.differences
        ],
    }


def _lines(verified: Verified) -> list[str]:
    lines = [line for each in verified.differing for line in _differing(each)]
    if verified.checked:
        answer = "equal" if not verified.differing else f"{verified.equal} equal, {len(verified.differing)} differ"
        lines.append(f"{verified.checked} verdicts reckoned again: {answer}")
    return lines


def _differing(each: Differing) -> list[str]:
    pick = each.recorded.inputs.pick
    head = f"#{each.recorded.report_id} {pick.symbol} {pick.name}, settled {each.recorded.entry.settled_on}"
    return [f"{head}: {one.field} {one.recorded} is now {one.recomputed}" for one in each.differences]
