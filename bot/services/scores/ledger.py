"""The ledger: each verdict written down once with what it was reckoned from, corrected by new entries alone, and proved."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from importlib.metadata import version
from typing import Any

from pydantic import TypeAdapter

from bot.clock import Clock
from bot.domain.following import Loudness, Topic, Wanted
from bot.domain.ledger import (
    Difference,
    Reason,
    VerdictInputs,
    contradictions,
    differences,
    judged,
    reason_of,
)
from bot.domain.scoring.results import PickScore, ReturnBasis
from bot.domain.securities import Market
from bot.domain.sessions import SHANGHAI
from bot.services.follows.followers import Followers
from bot.services.messages.because import because
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.research.heads import head_of_pick, may_see, settled_cause
from bot.services.scores.loading import FEW
from bot.services.scores.scoring import Scored, Scoring
from bot.services.views.news import AlertKind, AlertLine, Alerts
from bot.services.views.pieces import Source
from bot.store.messages import OutboxMessage
from bot.store.records import VerdictEntry
from bot.store.store import Store, Transaction

PRIORITY_CORRECTION = 3
_AT_ONCE = 1000  # entries in memory: three kilobytes each


@dataclass(frozen=True, slots=True)
class Recorded:
    """What `Ledger.record` wrote: how many verdicts that had fallen, how many corrections."""

    new: int = 0
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the ledger, read."""

    report_id: int
    entry: VerdictEntry
    inputs: VerdictInputs
    score: PickScore


@dataclass(frozen=True, slots=True)
class Differing:
    """A recorded verdict of which something does not come out again."""

    recorded: Entry
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Verified:
    """How many verdicts were reckoned again, and those that came out otherwise."""

    checked: int
    differing: tuple[Differing, ...]

    @property
    def equal(self) -> int:
        """How many came out as recorded."""
        return self.checked - len(self.differing)


class Ledger:
    """Records, corrects and proves verdicts."""

    def __init__(
        self, store: Store, scoring: Scoring, reference: Reference, clock: Clock, followers: Followers
    ) -> None:
        self._store = store
        self._scoring = scoring
        self._reference = reference
        self._clock = clock
        self._followers = followers

    async def settle(
        self, as_of: date, *, markets: Collection[Market] | None = None, report_id: int | None = None
    ) -> list[Scored]:
        """Score all confirmed picks, those of some markets or of one report, and record what has settled by ``as_of``."""
        scored = await self._scoring.score(as_of, markets=markets, report_id=report_id)
        await self._fix_benchmarks(scored)
        await self.record(scored, as_of)
        return scored

    async def settle_session(self, session: date, markets: Collection[Market]) -> list[Scored]:
        """As `settle`, of what is not settled and done with; what was reckoned is kept for who asks.

        Done again it gives the same, so that what follows a close can follow it again after a stop.
        """
        worked = await self._scoring.score_session(session, markets)
        await self._fix_benchmarks(worked.scored)
        await self.record(worked.scored, session)
        await self._scoring.keep(worked, session)
        return worked.scored

    async def _fix_benchmarks(self, scored: Sequence[Scored]) -> None:
        """Of several printed indices the one that scored a pick first goes on judging it, whatever data comes later."""
        several = {
            each.pick.pick_id: each.given.benchmark
            for each in scored
            if each.score.excess is not None
            and each.given.benchmark is not None
            and len(each.pick.report.benchmarks.get(each.pick.pick.market, ())) > 1
        }
        if several:
            async with self._store.transaction() as tx:
                await tx.scores.fix_benchmarks(several, self._clock.now())

    async def record(self, scored: Sequence[Scored], as_of: date) -> Recorded:
        """Write each verdict that is not in the ledger yet, and a correction of each that comes out otherwise.

        Asked again it writes nothing. Who was told of a verdict that changes is told of the change, in the same
        transaction.
        """
        due: list[tuple[Scored, Entry | None]] = []
        async with self._store.snapshot() as tx:
            for start in range(0, len(scored), _AT_ONCE):
                portion = scored[start : start + _AT_ONCE]
                known = await tx.scores.verdicts([each.pick.pick_id for each in portion])
                finding = partial(self._due, portion, known, as_of)
                due += finding() if len(portion) <= FEW else await asyncio.to_thread(finding)
        if not due:
            return Recorded()
        inputs = await self._scoring.prove([each for each, _ in due], as_of)
        new = corrected = 0
        async with self._store.transaction() as tx:
            for (each, before), given in zip(due, inputs, strict=True):
                entry = self._entry(each, given, before)
                if not await tx.scores.record_verdict(entry):
                    continue  # another process was faster
                new += before is None
                corrected += before is not None
                if before is not None:
                    await self._tell(tx, each, before, entry)
        return Recorded(new, corrected)

    def _due(
        self, scored: Sequence[Scored], known: Mapping[int, Sequence[VerdictEntry]], as_of: date
    ) -> list[tuple[Scored, Entry | None]]:
        """What has no entry and a verdict, or an entry that does not hold any more."""
        due: list[tuple[Scored, Entry | None]] = []
        for each in scored:
            entries = known.get(each.pick.pick_id)
            if entries is None:
                due += [(each, None)] if each.score.verdict is not None else []
            elif self._scores.validate_json(entries[-1].verdict) != each.score:  # quicker than to look what differs
                latest = self._read(each.pick.report_id, entries[-1])
                due += [(each, latest)] if _overtaken(latest, each, as_of) else []
        return due

    async def entries(self, report_id: int | None = None) -> list[Entry]:
        """The whole ledger, or that of one report: corrections stand behind what they correct."""
        async with self._store.snapshot() as tx:
            rows = await tx.scores.ledger(report_id)
        return [self._read(of_report, entry) for of_report, entry in rows]

    async def verify(self, report_id: int | None = None) -> Verified:
        """Reckon each verdict that holds again, from the bars as they are stored now and from its recorded prices.

        Entries that were corrected hold no more and are not looked at, nor are those that took a verdict back. Nothing
        is written.
        """
        newest = {entry.entry.pick_id: entry for entry in await self.entries(report_id)}
        latest = [entry for entry in newest.values() if entry.score.verdict is not None]
        today = self._clock.now().astimezone(SHANGHAI).date()
        found: dict[int, tuple[Difference, ...]] = {}
        for basis in ReturnBasis:
            own = [each for each in latest if each.inputs.basis is basis]
            scores = await self._scoring.rescore([each.inputs.pick for each in own], today, basis)
            for each, score in zip(own, scores, strict=True):
                wrong = differences(each.score, score)
                if each.inputs.proof is not None:
                    wrong += contradictions(each.inputs.proof, each.score)
                found[each.entry.pick_id] = wrong
        differing = tuple(Differing(each, wrong) for each in latest if (wrong := found[each.entry.pick_id]))
        return Verified(len(latest), differing)

    def _entry(self, scored: Scored, inputs: VerdictInputs, before: Entry | None) -> VerdictEntry:
        program = version("pickwatch")
        verdict = scored.score.verdict
        settled_on = verdict.settled_on if verdict else before.entry.settled_on if before else None
        if settled_on is None:
            raise ValueError("only settled picks have an entry in the ledger")
        reason: Reason | None = None
        if before is not None:
            reason = reason_of(before.inputs, inputs, same_program=before.entry.program_version == program)
        return VerdictEntry(
            pick_id=scored.pick.pick_id,
            settled_on=settled_on,
            recorded_at=self._clock.now(),
            program_version=program,
            inputs=_json(self._inputs, inputs),
            verdict=_json(self._scores, scored.score),
            number=before.entry.number + 1 if before else 1,
            corrects=before.entry.number if before else None,
            reason=reason.value if reason else None,
        )

    async def _tell(self, tx: Transaction, scored: Scored, before: Entry, entry: VerdictEntry) -> None:
        """Say that a published verdict has changed, to those who were told of it."""
        was, now = before.score.verdict, scored.score.verdict
        if was is None or (now is not None and (was.met, was.position) == (now.met, now.position)):
            return
        pick = before.inputs.pick
        line = AlertLine(
            AlertKind.VERDICT_CORRECTED,
            self._reference.ref(pick.symbol),
            head_of_pick(scored.pick),
            scored.score,
            before="met" if was.met else "missed",
            after="none" if now is None else "met" if now.met else "missed",
            reason=entry.reason or "",
        )
        at = self._clock.now()
        view = Alerts(at.astimezone(SHANGHAI).date(), (line,), Source(scored.source, scored.score.as_of))
        payload = dump_view(view)
        for chat_id in await tx.events.told(settled_cause(before.report_id, pick.symbol, pick.kind, pick.rating)):
            user = await tx.users.get(chat_id)
            if user is None or not user.active or not may_see(scored.pick.report, qualified=user.qualified):
                continue
            chat = await self._followers.of(tx, chat_id)
            why = chat.wants(self._followers.subject(scored.pick), Topic.VERDICTS, at, at)
            if why is None:  # he was told of the verdict while he still followed it
                why = Wanted(Loudness.ON)
            elif why.loudness is Loudness.OFF:
                continue
            key = f"corrected:{entry.pick_id}:{entry.number}:{chat_id}"
            message = OutboxMessage(
                chat_id, "alerts", payload, key, PRIORITY_CORRECTION, silent=why.silent, because=because(why)
            )
            await tx.outbox.add(message, at=at)

    def _read(self, report_id: int, entry: VerdictEntry) -> Entry:
        inputs: Any = json.loads(entry.inputs)
        # entries of the first version hold the pick alone, reckoned on the only basis there was
        read = self._inputs.validate_python(
            inputs if "pick" in inputs else {"pick": inputs, "basis": ReturnBasis.TOTAL}, strict=False
        )
        return Entry(report_id, entry, read, self._scores.validate_json(entry.verdict))

    @cached_property
    def _inputs(self) -> TypeAdapter[VerdictInputs]:
        return TypeAdapter(VerdictInputs)

    @cached_property
    def _scores(self) -> TypeAdapter[PickScore]:
        return TypeAdapter(PickScore)


def _overtaken(latest: Entry, now: Scored, as_of: date) -> bool:
    """Whether a recorded verdict does not hold any more; before its settlement nothing can be said of it."""
    if as_of < latest.entry.settled_on or latest.score.verdict is now.score.verdict is None:
        return False
    if now.score.verdict is None:  # prices that cannot be had, or are in dispute, take no verdict back; an editor does
        return judged(latest.inputs.pick) != judged(now.given)
    return bool(differences(latest.score, now.score))


def _json(adapter: TypeAdapter[Any], value: object) -> str:
    return json.dumps(adapter.dump_python(value, mode="json"), ensure_ascii=False, sort_keys=True)
