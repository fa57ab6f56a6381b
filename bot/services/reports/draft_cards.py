"""From a stored report to what its editors see: the card, one item of it, and what was corrected."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.domain.names import CHOICES
from bot.domain.ratings import Subject
from bot.domain.reports import Report
from bot.services.access.people import Refused
from bot.services.names.reference import Reference
from bot.services.reports.changes import last_open
from bot.services.reports.editing import name_of
from bot.services.scores.scales import scale_text
from bot.services.views.drafts import (
    LOW,
    Change,
    DraftCard,
    DraftHead,
    DraftItemCard,
    DraftName,
    DraftPick,
    DraftScale,
    DraftStep,
    DraftTwin,
)
from bot.services.views.pieces import SecurityRef
from bot.store.records import Correction, Field, ReportState, StoredPick, StoredReport, StoredUnresolved
from bot.store.store import Transaction


async def draft_card(tx: Transaction, stored: StoredReport, reference: Reference, page: int = 0) -> DraftCard:
    """A draft or a confirmed report as its editors see it."""
    confirmed = stored.state is ReportState.CONFIRMED
    twins = [] if confirmed or stored.apart else await tx.reports.twins(stored)
    last = last_open(await tx.corrections.of(stored.report_id))
    return DraftCard(
        draft_id=stored.report_id,
        confirmed=confirmed,
        head=_head(stored.report),
        pages=stored.report.pages,
        scale=_scale(stored.report),
        items=_items(stored, reference),
        warnings=_warnings(stored),
        page=page,
        twin=_twin(stored, twins[0]) if twins else None,
        undo=await step_of(tx, last, stored) if last else None,
    )


def item_card(
    card: DraftCard, stored: StoredReport, reference: Reference, *, pick_id: int = 0, unresolved_id: int = 0
) -> DraftItemCard:
    """One item of a card, by the number of the pick or of the name.

    Raises:
        Refused: it stands there no more.
    """
    for position, item in enumerate(card.items):
        if isinstance(item, DraftPick) and item.pick_id == pick_id:
            return DraftItemCard(card.on(position), position, ratings_of(stored))
        if isinstance(item, DraftName) and item.unresolved_id == unresolved_id:
            near = near_to(item.name, reference, item.candidates)
            return DraftItemCard(card.on(position), position, near=near)
    raise Refused("pick_gone" if pick_id else "name_gone")


def near_to(printed: str, reference: Reference, first: tuple[SecurityRef, ...] = ()) -> tuple[SecurityRef, ...]:
    """The securities that a printed name may mean, those already known to come near first."""
    found = [SecurityRef(each.symbol, each.name) for each in reference.names.search(printed)]
    return tuple(dict.fromkeys([*first, *found]))[:CHOICES]


async def step_of(
    tx: Transaction, entries: Sequence[Correction], stored: StoredReport, *, undone: bool = False
) -> DraftStep:
    """The entries of one step in words."""
    first = entries[0]
    names = {each.pick_id: each.pick.name for each in stored.picks}
    changes = tuple(_change(entry, names) for entry in entries)
    return DraftStep(first.step, changes, await name_of(tx, first.by), first.at, undone)


async def history_of(tx: Transaction, entries: Sequence[Correction], stored: StoredReport) -> list[DraftStep]:
    """All that was changed, newest first; what was taken back is one line with a mark, not two."""
    undone = {entry.undoes for entry in entries}
    made = [entry for entry in entries if entry.undoes is None]
    steps = [tuple(group) for _, group in groupby(made, key=lambda entry: entry.step)]
    return [await step_of(tx, each, stored, undone=each[0].step in undone) for each in reversed(steps)]


def ratings_of(stored: StoredReport) -> tuple[str, ...]:
    """The words that a pick of this report may be rated with: its own scale's, and any other that it prints."""
    scale = stored.report.scale(Subject.STOCK)
    words = [band.label for band in scale.bands] if scale else []
    words += [each.pick.rating for each in stored.picks if each.pick.rating]
    words += [pick.rating for pick in stored.report.picks if pick.rating]
    return tuple(dict.fromkeys(words))


def _head(report: Report) -> DraftHead:
    return DraftHead(
        report.broker,
        report.kind,
        report.headline,
        report.published,
        report.industry,
        report.industry_rating,
        report.risk_level,
    )


def _scale(report: Report) -> DraftScale | None:
    scale = report.scale(Subject.STOCK)
    return DraftScale(scale_text(scale), scale.source, scale.months) if scale else None


def _items(stored: StoredReport, reference: Reference) -> tuple[DraftPick | DraftName, ...]:
    """Names first, then doubtful picks, then all others segment by segment, each in printed order."""
    names = [_name(each, reference) for each in stored.unresolved]
    picks = [_pick(each, reference) for each in stored.picks]
    # a dropped one keeps the place that its confidence gives it, so that it does not run away under the finger
    doubtful = sorted((each for each in picks if each.confidence < LOW), key=lambda each: each.confidence)
    order = {segment: place for place, segment in enumerate(dict.fromkeys(each.segment for each in picks))}
    others = sorted((each for each in picks if each.confidence >= LOW), key=lambda each: order[each.segment])
    return (*names, *doubtful, *others)


def _pick(stored: StoredPick, reference: Reference) -> DraftPick:
    pick = stored.pick
    return DraftPick(
        pick_id=stored.pick_id,
        security=reference.ref(pick.symbol),
        printed_name=pick.name,
        segment=pick.segment,
        kind=pick.kind,
        rating=pick.rating,
        evidence=pick.evidence,
        confidence=pick.confidence,
        reasons=pick.reasons,
        target_price=pick.target_price,
        currency=pick.currency,
        dropped=stored.dropped,
    )


def _name(stored: StoredUnresolved, reference: Reference) -> DraftName:
    waiting = stored.unresolved
    candidates = tuple(reference.ref(symbol) for symbol in waiting.candidates)
    return DraftName(
        stored.unresolved_id,
        waiting.name,
        waiting.segment,
        waiting.kind,
        waiting.evidence,
        candidates,
        waiting.reasons,
    )


def _warnings(stored: StoredReport) -> tuple[str, ...]:
    """What the reading warned of, without what a person has put right since."""
    report = stored.report
    righted = {
        "no_date": report.published is not None,
        "no_broker": bool(report.broker),
        "unresolved_names": True,  # they stand first among the items
        "no_picks": bool(stored.picks),
    }
    return tuple(code for code in report.warnings if not righted.get(code.partition(":")[0].strip(), False))


def _twin(stored: StoredReport, other: StoredReport) -> DraftTwin:
    theirs = {each.pick.symbol: each.pick.rating for each in other.picks}
    mine = {each.pick.symbol: each.pick.rating for each in stored.picks if not each.dropped}
    both = [(rating, theirs[symbol]) for symbol, rating in mine.items() if symbol in theirs]
    return DraftTwin(
        report_id=other.report_id,
        title=other.report.headline,
        same_words=stored.text_sha256 is not None and stored.text_sha256 == other.text_sha256,
        confirmed=other.state is ReportState.CONFIRMED,
        new=sum(symbol not in theirs for symbol in mine),
        differing=sum(bool(one and its and one != its) for one, its in both),
        may_take=other.state is not ReportState.RETRACTED,
    )


def _change(entry: Correction, names: Mapping[int, str]) -> Change:
    about = names.get(entry.pick_id, "") if entry.pick_id is not None else ""
    about = about or str(json.loads(entry.after).get("name", ""))  # an addition that was taken back
    return Change(entry.field, about, _word(entry.field, entry.before), _word(entry.field, entry.after))


_KEYS = {
    Field.SECURITY: "symbol",
    Field.DATE: "published",
    Field.TARGET: "target_price",
    Field.CHECKED: "confidence",
}


def _word(field: Field, fields: str) -> str | None:
    values = json.loads(fields)
    value = values.get(_KEYS.get(field, field.value))
    return str(value) if value not in (None, "", 0, False) else None
