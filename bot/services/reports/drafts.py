"""Drafts: what was read is confirmed, discarded or retracted by an editor; every step leaves its trail."""

from __future__ import annotations

from collections.abc import Sequence

from bot.clock import Clock
from bot.domain.following import Loudness, TargetKind, Wanted, together
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.services.follows.followers import TOPICS, Followers
from bot.services.messages.because import because
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.reports.draft_cards import draft_card, item_card
from bot.services.reports.editing import lock_draft, open_to, require_editor
from bot.services.research.heads import head_of, may_see
from bot.services.rules.news import RuleNews
from bot.services.views.drafts import DraftCard, DraftItemCard
from bot.services.views.news import AlertKind, AlertLine, Alerts, NewPick
from bot.services.views.pieces import Notice, SecurityRef, Source
from bot.store.messages import OutboxMessage
from bot.store.records import ReportState, StoredPick, StoredReport
from bot.store.store import Store, Transaction

MOST_NEW = 5  # securities named in the news of a report; its card has them all
NOBODY = Wanted(Loudness.OFF)


class Drafts:
    """From a draft to a confirmed report, and back where it must be."""

    def __init__(
        self, store: Store, reference: Reference, clock: Clock, followers: Followers, news: RuleNews | None = None
    ) -> None:
        """``news`` tells those who wait for it by a rule of their own, before anybody else."""
        self._store = store
        self._reference = reference
        self._clock = clock
        self._followers = followers
        self._news = news

    async def card(self, draft_id: int, viewer: Viewer | None = None, page: int = 0) -> DraftCard:
        """A draft or a confirmed report as it stands now, for an editor (None: the command line).

        Raises:
            Refused: the viewer may not, or there is no such report any more.
        """
        require_editor(viewer)
        async with self._store.snapshot() as tx:
            stored = await open_to(tx, await tx.reports.get(draft_id), viewer)
            return await draft_card(tx, stored, self._reference, page)

    async def item(self, draft_id: int, viewer: Viewer, *, pick_id: int = 0, unresolved_id: int = 0) -> DraftItemCard:
        """One pick or one waiting name of a report, opened.

        Raises:
            Refused: the viewer may not, or it stands there no more.
        """
        require_editor(viewer)
        async with self._store.snapshot() as tx:
            stored = await open_to(tx, await tx.reports.get(draft_id), viewer)
            card = await draft_card(tx, stored, self._reference)
        return item_card(card, stored, self._reference, pick_id=pick_id, unresolved_id=unresolved_id)

    async def confirm(self, draft_id: int, viewer: Viewer | None) -> Notice:
        """Make a draft's picks count, subscribe the one who confirmed, and tell those who follow its stocks.

        Raises:
            Refused: the viewer may not, somebody was faster (says who and when), nothing is left to confirm, the date is
                not known, or nobody has said yet whether it is the same as another report.
        """
        require_editor(viewer)
        now = self._clock.now()
        async with self._store.transaction() as tx:
            draft = await lock_draft(tx, draft_id)
            if draft.report.published is None:
                raise Refused("no_date_yet", id=draft_id)
            if not draft.apart and (twins := await tx.reports.twins(draft)):
                raise Refused("twin_undecided", id=draft_id, other=twins[0].report_id)
            kept = [each for each in draft.picks if not each.dropped]
            if not kept:
                raise Refused("no_picks")
            await tx.reports.set_state(draft_id, ReportState.CONFIRMED, viewer.user_id if viewer else None, now)
            if viewer is not None:
                await tx.follows.add(viewer.chat_id, TargetKind.REPORT, str(draft_id), now)
            if self._news is not None:
                await self._news.confirmed(tx, draft, now, viewer.chat_id if viewer else None)
            await self._announce(tx, draft, AlertKind.NEW_REPORT, besides=viewer)
        return Notice("confirmed", {"title": draft.report.headline, "picks": len(kept), "id": draft_id})

    async def discard(self, draft_id: int, viewer: Viewer) -> Notice:
        """Throw a draft away, with what was merged into it; its files may be sent again.

        Raises:
            Refused: the viewer may not, or somebody was faster (says who and when).
        """
        require_editor(viewer)
        async with self._store.transaction() as tx:
            draft = await lock_draft(tx, draft_id)
            await self._discard(tx, draft_id, viewer)
        return Notice("discarded", {"title": draft.report.headline})

    async def retract(self, report_id: int, viewer: Viewer) -> Notice:
        """Take a confirmed report back: it is not scored any more, its trail stays, its followers are told.

        Raises:
            Refused: the viewer may not, or there is no such confirmed report.
        """
        require_editor(viewer)
        async with self._store.transaction() as tx:
            stored = await tx.reports.lock(report_id)
            if stored is None or stored.state is not ReportState.CONFIRMED:
                raise Refused("report_unknown")
            await tx.reports.set_state(report_id, ReportState.RETRACTED, viewer.user_id, self._clock.now())
            await self._announce(tx, stored, AlertKind.REPORT_RETRACTED, besides=viewer)
        return Notice("retracted", {"title": stored.report.headline})

    async def _discard(self, tx: Transaction, report_id: int, viewer: Viewer) -> None:
        await tx.reports.set_state(report_id, ReportState.DISCARDED, viewer.user_id, self._clock.now())
        for merged in await tx.corrections.merged_into(report_id):
            await self._discard(tx, merged, viewer)

    async def _announce(
        self, tx: Transaction, stored: StoredReport, kind: AlertKind, *, besides: Viewer | None
    ) -> None:
        """One message to each chat that follows anything in the report."""
        now = self._clock.now()
        kept = [each for each in stored.picks if not each.dropped]
        subjects = self._followers.subjects(stored)
        for chat in await self._followers.all(tx):
            wanted = [chat.wants(each, TOPICS[kind], now, now) or NOBODY for each in subjects]
            why = together(wanted)
            if why.loudness is Loudness.OFF or (besides is not None and chat.chat_id == besides.chat_id):
                continue
            user = await tx.users.get(chat.chat_id)
            if user is None or not user.active or not may_see(stored.report, qualified=user.qualified):
                continue
            cause = f"{kind}:{stored.report_id}"
            if kind is AlertKind.NEW_REPORT and not await tx.events.once(chat.chat_id, cause, now):
                continue  # a rule of its own has told it
            key = f"{cause}:{chat.chat_id}"
            mine = [pick for pick, how in zip(kept, wanted, strict=True) if how.loudness is not Loudness.OFF]
            payload = dump_view(self._told(stored, mine if kind is AlertKind.NEW_REPORT else (), kind))
            message = OutboxMessage(chat.chat_id, kind, payload, key, silent=why.silent, because=because(why))
            await tx.outbox.add(message, at=now)

    def _told(self, stored: StoredReport, mine: Sequence[StoredPick], kind: AlertKind) -> Alerts:
        """The report, with what it says of the securities that bring it in; each once, as it is said first."""
        head = head_of(stored)
        first = {each.pick.symbol: each.pick for each in reversed(mine)}
        said = [first[symbol] for symbol in dict.fromkeys(each.pick.symbol for each in mine)]
        picks = tuple(
            NewPick(self._reference.ref(each.symbol), each.kind, each.rating, each.rating_change)
            for each in said[:MOST_NEW]
        )
        line = AlertLine(kind, SecurityRef("", ""), head, None, picks=picks, more=len(said) - len(picks))
        day = self._clock.now().astimezone(SHANGHAI).date()
        return Alerts(day, (line,), Source(stored.report.broker, head.published))
