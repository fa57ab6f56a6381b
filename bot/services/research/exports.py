"""Exports: picks, episodes, scores and the ledger as CSV or JSON, with what each column means in the header."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from bot.clock import Clock
from bot.domain.consensus import side_of
from bot.domain.episodes import Episode
from bot.domain.sessions import SHANGHAI
from bot.extraction.brokers import Broker
from bot.services.access.people import Viewer
from bot.services.plain import plain
from bot.services.research.export_fields import FIELDS
from bot.services.research.heads import may_see
from bot.services.scores.episodes import told
from bot.services.scores.ledger import Entry, Ledger
from bot.services.scores.scoring import Scored, Scoring
from bot.services.views.exports import ExportFile, ExportForm, ExportOf
from bot.services.views.pieces import Notice
from bot.store.records import ConfirmedPick
from bot.store.store import Store

Row: TypeAlias = Mapping[str, Any]
_SCORE = ("entry", "as_of", "return_basis", "total_return", "benchmark_return", "excess", "benchmark", "phase")
_SCORE_AFTER = ("implied_rating", "verdict", "window", "tradable", "flags")


class Exports:
    """What a viewer may see, as a file."""

    def __init__(self, store: Store, scoring: Scoring, ledger: Ledger, clock: Clock, brokers: Sequence[Broker]) -> None:
        self._store = store
        self._scoring = scoring
        self._ledger = ledger
        self._clock = clock
        self._brokers = brokers

    async def export(self, of: ExportOf, form: ExportForm, viewer: Viewer) -> ExportFile | Notice:
        """All of one kind; a notice where there is none."""
        now = self._clock.now()
        rows = [_flat(row) for row in await self._rows(of, viewer, now.astimezone(SHANGHAI).date())]
        if not rows:
            return Notice("nothing_to_export")
        content = _as_csv(of, rows, now) if form is ExportForm.CSV else _as_json(of, rows, now)
        name = f"pickwatch-{of}-{now.astimezone(SHANGHAI):%Y%m%d}.{form}"
        return ExportFile(of, name, content, len(rows))

    async def _rows(self, of: ExportOf, viewer: Viewer, today: date) -> list[Row]:
        async with self._store.snapshot() as tx:
            found = await told(tx, self._brokers)
        visible = {
            pick_id: pick for pick_id, pick in found.picks.items() if may_see(pick.report, qualified=viewer.qualified)
        }
        match of:
            case ExportOf.PICKS:
                return [_pick(pick) for pick in visible.values()]
            case ExportOf.EPISODES:
                shown = (each for each in found.timeline.episodes if each.first.pick_id in visible)
                return [_episode(each, visible) for each in shown]
            case ExportOf.SCORES:
                scored, _ = await self._scoring.score_picks(list(visible.values()), today)
                return [_score(each) for each in scored]
            case ExportOf.LEDGER:
                return [
                    _entry(entry, visible[entry.entry.pick_id])
                    for entry in await self._ledger.entries()
                    if entry.entry.pick_id in visible
                ]


def _head(pick: ConfirmedPick) -> dict[str, Any]:
    return {
        "report_id": pick.report_id,
        "broker": pick.report.broker,
        "published": pick.report.published,
        "symbol": pick.pick.symbol,
        "listed_name": pick.pick.listed_name,
        "segment": pick.pick.segment,
        "kind": pick.pick.kind,
        "rating": pick.pick.rating,
    }


def _pick(pick: ConfirmedPick) -> Row:
    report = pick.report
    about = {"title": report.headline, "report_kind": report.kind, "industry": report.industry}
    said = ("name", "market", "rating_change", "target_price", "currency")
    rest = {name: getattr(pick.pick, name) for name in said}
    return {**_head(pick), **about, **rest, "confirmed_at": pick.confirmed_at}


def _score(scored: Scored) -> Row:
    figures = {name: plain(getattr(scored.score, name)) for name in (*_SCORE, *_SCORE_AFTER)}
    figures["verdict"] = figures["verdict"] or {"position": None, "met": None, "settled_on": None}
    figures["tradable"].pop("flags")
    return {**_head(scored.pick), **figures}


def _episode(episode: Episode, visible: Mapping[int, ConfirmedPick]) -> Row:
    early = episode.early
    return {
        "house": episode.house,
        "symbol": episode.symbol,
        "listed_name": visible[episode.first.pick_id].pick.listed_name,
        "kind": episode.kind,
        "rating": episode.rating,
        "side": side_of(episode),
        "opened": episode.opened,
        "since": episode.since,
        "reports": list(dict.fromkeys(each.report_id for each in episode.statements if each.pick_id in visible)),
        "settles": episode.settles,
        "closed_early": early.reason if early else None,
        "closed_early_on": early.on if early else None,
        "backfilled": episode.backfilled,
    }


def _entry(entry: Entry, pick: ConfirmedPick) -> Row:
    score, kept = entry.score, entry.entry
    names = ("number", "corrects", "reason", "settled_on", "recorded_at", "program_version")
    figures = {name: plain(getattr(score, name)) for name in _SCORE}
    verdict = plain(score.verdict) or {"position": None, "met": None, "settled_on": None}
    return {**_head(pick), **{name: getattr(kept, name) for name in names}, **figures, "verdict": verdict}


def _flat(row: Row) -> dict[str, Any]:
    """Nested objects as dotted columns; enumerations, dates and instants as text."""
    return dict(_columns(row))


def _columns(row: Row, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        if isinstance(value, Mapping):
            yield from _columns(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value.isoformat() if isinstance(value, datetime) else plain(value)


def _as_csv(of: ExportOf, rows: Sequence[Row], at: datetime) -> str:
    """Comments first, then a table. The mark at the beginning tells Excel that it is UTF-8."""
    text = io.StringIO()
    for line in _comments(of, rows[0], at):
        text.write(f"# {line}\n")
    table = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    table.writeheader()
    table.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return "\ufeff" + text.getvalue()


def _comments(of: ExportOf, columns: Iterable[str], at: datetime) -> Iterator[str]:
    yield f"Pickwatch {of}, {at:%Y-%m-%dT%H:%MZ}. Statistics after the fact, not investment advice. 事后统计，不构成投资建议。"
    yield from (f"{name}: {'; '.join(FIELDS[name])}" for name in columns)


def _cell(value: Any) -> Any:  # noqa: ANN401 - a value of any column
    if isinstance(value, list):
        return " ".join(str(each) for each in value)
    # a name that begins like a formula must stay a name in a spreadsheet
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+@-" and value else value


def _as_json(of: ExportOf, rows: Sequence[Row], at: datetime) -> str:
    fields = {name: {"en": FIELDS[name][0], "zh": FIELDS[name][1]} for name in rows[0]}
    about = {"export": of.value, "made_at": at.isoformat(), "fields": fields, "rows": rows}
    return json.dumps(about, ensure_ascii=False, indent=1)
