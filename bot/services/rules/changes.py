"""Changes of one's own rules: paused, snoozed, edited in place, deleted and brought back; each leaves its entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from bot.domain.days import typed_day
from bot.domain.rules import Frequency, Rule, RuleEntry, RuleEvent, RuleKey, RuleState
from bot.services.access.people import Refused, Viewer
from bot.services.rules.beginnings import end_of
from bot.services.rules.choices import require_allowed
from bot.services.rules.desk import RuleDesk, own
from bot.services.rules.words import LONGEST_NOTE, read_threshold
from bot.services.views.rules import RuleCard, RuleDeleted, RuleQuestion, RuleWord

SNOOZE = timedelta(days=1)
LONGEST_SNOOZE = timedelta(days=31)
LONGEST_COOLDOWN = timedelta(days=7)


class RuleChanges(RuleDesk):
    """What an owner does with a rule that is there. Each raises Refused where it is not his, or was deleted."""

    async def pause(self, rule_id: int, viewer: Viewer, *, paused: bool) -> RuleCard:
        """Let a rule hold what it would tell, or tell again; a snooze ends with either."""
        event = RuleEvent.PAUSED if paused else RuleEvent.RESUMED
        return await self._change(rule_id, viewer, event, paused=paused, snoozed_until=None)

    async def snooze(self, rule_id: int, viewer: Viewer, time: timedelta = SNOOZE) -> RuleCard:
        """Let a rule hold what it would tell for a while."""
        until = self._clock.now() + min(max(time, timedelta()), LONGEST_SNOOZE)
        return await self._change(rule_id, viewer, RuleEvent.SNOOZED, snoozed_until=until)

    async def set_frequency(self, rule_id: int, viewer: Viewer, frequency: Frequency) -> RuleCard:
        """How often a rule tells."""
        return await self._change(rule_id, viewer, RuleEvent.EDITED, frequency=frequency)

    async def set_cooldown(self, rule_id: int, viewer: Viewer, cooldown: timedelta) -> RuleCard:
        """How long after it has told a rule is silent in that direction about that security."""
        kept = min(max(cooldown, timedelta()), LONGEST_COOLDOWN)
        return await self._change(rule_id, viewer, RuleEvent.EDITED, cooldown=kept)

    async def set_until(self, rule_id: int, viewer: Viewer, until: date | None) -> RuleCard:
        """The last day of a rule; None for none.

        Raises:
            Refused: it is over already.
        """
        expires = None if until is None else end_of(until, self._clock.now())
        return await self._change(rule_id, viewer, RuleEvent.EDITED, expires_at=expires)

    async def set_note(self, rule_id: int, viewer: Viewer, note: str) -> RuleCard:
        """What stands with it when it tells."""
        return await self._change(rule_id, viewer, RuleEvent.EDITED, note=" ".join(note.split())[:LONGEST_NOTE])

    async def set_threshold(self, rule_id: int, viewer: Viewer, threshold: Decimal) -> RuleCard:
        """Another threshold, on today's price basis; the rule is armed anew from where the figure stands."""
        rule = await self._own(rule_id, viewer)
        changed = replace(rule, threshold=require_allowed(rule.kind, threshold), based_on=await self._basis(rule))
        states = await self._beginnings(changed, await self._subject(rule.target, viewer))
        return await self._change(
            rule_id, viewer, RuleEvent.EDITED, states=states, threshold=threshold, based_on=changed.based_on
        )

    async def ask(self, rule_id: int, viewer: Viewer, word: RuleWord) -> RuleQuestion:
        """What of it is to be typed."""
        async with self._store.snapshot() as tx:
            return RuleQuestion((await self._card(tx, rule_id, viewer)).line, word)

    async def typed(self, rule_id: int, viewer: Viewer, word: RuleWord, text: str) -> RuleCard:
        """The typed answer to `ask`.

        Raises:
            Refused: it is no answer; the question stands.
        """
        match word:
            case RuleWord.NOTE:
                return await self.set_note(rule_id, viewer, text)
            case RuleWord.UNTIL:
                if (day := typed_day(text.strip())) is None:
                    raise Refused("date_not_understood")
                return await self.set_until(rule_id, viewer, day)
            case RuleWord.THRESHOLD:
                rule = await self._own(rule_id, viewer)
                if (threshold := read_threshold(text, rule.kind)) is None:
                    raise Refused("rule_number_unclear")
                return await self.set_threshold(rule_id, viewer, threshold)

    async def delete(self, rule_id: int, viewer: Viewer) -> RuleDeleted:
        """Delete a rule; it can be brought back."""
        now = self._clock.now()
        async with self._store.transaction() as tx:
            line = (await self._card(tx, rule_id, viewer)).line
            await tx.rules.delete(rule_id, now)
            await tx.rules.note([RuleEntry(rule_id, now, RuleEvent.DELETED)])
        return RuleDeleted(line)

    async def restore(self, rule_id: int, viewer: Viewer) -> RuleCard:
        """Bring a deleted rule back; it begins from where things stand now, and what came meanwhile is no news."""
        async with self._store.snapshot() as tx:
            rule = await tx.rules.deleted(rule_id)
        if rule is None or rule.chat_id != viewer.chat_id:
            return await self._shown(rule_id, viewer)
        now = self._clock.now()
        states = await self._beginnings(rule, await self._subject(rule.target, viewer))
        async with self._store.transaction() as tx:
            await tx.rules.restore(rule_id)
            await tx.rules.save(replace(rule, made_at=now))
            await tx.rules.save_states(states)
            await tx.rules.note([RuleEntry(rule_id, now, RuleEvent.RESTORED)])
            return await self._card(tx, rule_id, viewer)

    async def _shown(self, rule_id: int, viewer: Viewer) -> RuleCard:
        async with self._store.snapshot() as tx:
            return await self._card(tx, rule_id, viewer)

    async def _change(
        self,
        rule_id: int,
        viewer: Viewer,
        event: RuleEvent,
        *,
        states: Mapping[RuleKey, RuleState] | None = None,
        **fields: object,
    ) -> RuleCard:
        async with self._store.transaction() as tx:
            rule, _ = await own(tx, rule_id, viewer)
            changed: Rule = replace(rule, **fields)  # type: ignore[arg-type] # fields of Rule by name
            await tx.rules.save(changed)
            if states is not None:
                await tx.rules.forget_states(rule_id)
                await tx.rules.save_states(states)
            threshold = changed.threshold if "threshold" in fields else None
            await tx.rules.note([RuleEntry(rule_id, self._clock.now(), event, threshold=threshold)])
            return await self._card(tx, rule_id, viewer)
