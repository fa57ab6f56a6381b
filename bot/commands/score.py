"""``bot score``: fetch what is needed, score, and record the verdicts that have fallen."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.commands.console import opened, out, out_json, say
from bot.commands.prices import fetch_prices
from bot.domain.scoring.results import PickScore, Verdict
from bot.domain.sessions import SHANGHAI
from bot.services.plain import plain
from bot.services.scores.scoring import Scored


async def score_picks(*, report_id: int | None, as_of: date | None, as_json: bool) -> bool:
    """Print a line a pick, best excess first in text, in printed order in JSON; whether there was none."""
    async with opened() as (_, services):
        day = as_of or services.clock.now().astimezone(SHANGHAI).date()
        await fetch_prices(services, day, report_id)
        scored = await services.ledger.settle(day, report_id=report_id)
    if not scored:
        say("There is no confirmed pick to score: ingest a report first.")
    if as_json:
        for each in scored:
            out_json(score_line(each))
    else:
        for each in sorted(scored, key=lambda s: -(s.score.excess if s.score.excess is not None else -9.0)):
            out(_text(each))
    return not scored


def score_line(scored: Scored) -> dict[str, Any]:
    """The object of one pick (DESIGN 3): numbers are fractions, unrounded; prices are raw."""
    score = scored.score
    return {
        "symbol": score.symbol,
        "name": score.name,
        "report_id": scored.pick.report_id,
        "segment": score.segment,
        "kind": score.kind.value,
        "rating": score.rating,
        "entry": plain(score.entry),
        "as_of": plain(score.as_of),
        "return_basis": score.return_basis.value,
        "total_return": score.total_return,
        "benchmark_return": score.benchmark_return,
        "excess": score.excess,
        "benchmark": score.benchmark,
        "phase": score.phase.value,
        "implied_rating": score.implied_rating,
        "verdict": plain(score.verdict),
        "window": plain(score.window),
        "tradable": plain(score.tradable),
        "convention": _convention(score),
        "flags": list(score.flags),
    }


def _convention(score: PickScore) -> dict[str, Any] | None:
    """What the terminals' convention (adjusted stock, price index) says, where that is another verdict (METHODOLOGY 2)."""
    other = score.other_by_convention
    return {"excess": score.convention_excess, "verdict": plain(other)} if other else None


def _text(scored: Scored) -> str:
    score = scored.score
    excess = "      -" if score.excess is None else f"{score.excess:+8.2%}"
    verdict = "" if score.verdict is None else f" {_mark(score.verdict)}"
    other = score.other_by_convention
    convention = (
        "" if other is None else f" (by the terminals' convention {_mark(other)} {score.convention_excess:+.2%})"
    )
    return (
        f"{score.symbol:<10} {excess}  {score.phase.value:<9} {score.as_of or '-'}  "
        f"{score.name} [{score.segment or '-'}] {score.kind.value} {score.rating or ''}{verdict}{convention}"
    ).rstrip()


def _mark(verdict: Verdict) -> str:
    return f"{verdict.position.value} {'✓' if verdict.met else '✗'}"
