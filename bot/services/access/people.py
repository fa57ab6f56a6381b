"""People: who may do what, and what they prefer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal

from bot.clock import Clock
from bot.domain.following import DigestSlot
from bot.domain.sessions import SHANGHAI
from bot.services.views.people import SettingsView, Welcome
from bot.services.views.pieces import Notice
from bot.store.records import Role, User
from bot.store.store import Store, Transaction


class Refused(Exception):
    """Something cannot be done; carries the one sentence that says why and what to do."""

    def __init__(self, key: str, **args: str | int) -> None:
        super().__init__(key)
        self.notice = Notice(key, args)


_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")  # what Telegram calls the language of their readers


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a person in a chat, with the rights and the language to answer in.

    ``role`` is None without access; ``thread_id`` is the topic of a group in which he asks. A ``channel`` is looked after
    from the private chat of a person.
    """

    user_id: int
    chat_id: int
    name: str
    language: str
    role: Role | None
    qualified: bool | None = None
    thread_id: int | None = None
    channel: bool = False

    @property
    def may_edit(self) -> bool:
        """Whether this person may ingest, confirm and retract reports."""
        return self.role in (Role.OWNER, Role.EDITOR)

    @property
    def owns(self) -> bool:
        """Whether this person runs the bot."""
        return self.role is Role.OWNER


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new user starts with, from the settings."""

    owners: frozenset[int]
    open: bool
    language: str
    digests: Mapping[DigestSlot, time | None]
    day_change: Decimal | None
    dark: bool = False
    red_up: bool = True


class People:
    """Users as the store knows them, and the access rule of DESIGN 2."""

    def __init__(self, store: Store, clock: Clock, defaults: Defaults) -> None:
        self._store = store
        self._clock = clock
        self._defaults = defaults

    async def arrive(self, user_id: int, name: str, language_code: str | None, chat_id: int) -> Viewer:
        """Whoever wrote or tapped, made known to the store; without access nothing is stored."""
        async with self._store.snapshot() as tx:
            user = await tx.users.get(user_id)
        current = self._arrived(user, user_id, name, language_code)
        if current is not None and current != user:  # nearly everybody is known as he is, and need wait for no writer
            async with self._store.transaction() as tx:
                user = await tx.users.get(user_id)
                current = self._arrived(user, user_id, name, language_code)
                if current is not None and current != user:
                    await tx.users.save(current)
                if user is None:
                    await tx.digests.begin(user_id, self._defaults.digests)
        if current is None:
            return Viewer(user_id, chat_id, name, self._language(None, language_code), None)
        language = current.language or self._defaults.language
        return Viewer(user_id, chat_id, name, language, current.role, current.qualified)

    def _arrived(self, user: User | None, user_id: int, name: str, language_code: str | None) -> User | None:
        """Whoever wrote as the store is to know him now; None for who has no access."""
        role = self._role(user_id, user)
        if role is None:
            return None
        known = user or self._new(user_id, name, role)
        language = self._language(known.language, language_code)
        return replace(known, name=name, role=role, active=True, language=language)

    async def look(self, user_id: int, name: str, language_code: str | None) -> Viewer:
        """Whoever asks from another chat; nothing is stored, since he need not have written to the bot."""
        async with self._store.snapshot() as tx:
            user = await tx.users.get(user_id)
        language = self._language(user.language if user else None, language_code)
        qualified = user.qualified if user else None
        return Viewer(user_id, user_id, name, language, self._role(user_id, user), qualified)

    async def again(self, viewer: Viewer) -> Viewer:
        """The same person after a change of settings."""
        return await self.arrive(viewer.user_id, viewer.name, None, viewer.chat_id)

    async def admit(self, tx: Transaction, viewer: Viewer, role: Role) -> Viewer:
        """Give somebody a role; the same person with it."""
        known = await tx.users.get(viewer.user_id)
        if known is None or known.role is Role.REMOVED:  # of somebody who was removed nothing is left to go on with
            known = self._new(viewer.user_id, viewer.name, role)
            await tx.digests.begin(viewer.user_id, self._defaults.digests)
        language = known.language or viewer.language
        await tx.users.save(replace(known, name=viewer.name, role=role, language=language, active=True))
        return replace(viewer, role=role, qualified=known.qualified)

    def is_owner(self, user_id: int | None) -> bool:
        """Whether the settings name him as an owner."""
        return user_id in self._defaults.owners

    async def left(self, user_id: int) -> None:
        """Somebody has blocked the bot: nothing is sent any more until he writes again."""
        async with self._store.transaction() as tx:
            await tx.users.set_active(user_id, False)  # noqa: FBT003 - the verb says what the flag is
            await tx.outbox.cancel_chat(user_id, self._clock.now())  # in a private chat both have the same id

    async def part_with_former_owners(self) -> None:
        """Push nothing more to an owner who was taken out of the settings; for the start of the bot."""
        async with self._store.transaction() as tx:
            for user in await tx.users.all_active():
                if self._role(user.user_id, user) is None:
                    await tx.users.set_active(user.user_id, False)  # noqa: FBT003 - the verb says what the flag is
                    await tx.outbox.cancel_chat(user.user_id, self._clock.now())

    def welcome(self, viewer: Viewer) -> Welcome:
        """The answer to /start."""
        return Welcome(viewer.user_id, viewer.name, allowed=viewer.role is not None, editor=viewer.may_edit)

    async def settings(self, viewer: Viewer) -> SettingsView:
        """What this user has set."""
        async with self._store.snapshot() as tx:
            user = await tx.users.get(viewer.user_id)
            hours = (await tx.holding.hours([viewer.chat_id]))[viewer.chat_id]
            topic = await tx.topics.of(viewer.chat_id)
            digests = await tx.digests.of(viewer.chat_id)
        if user is None:
            raise Refused("no_access", id=viewer.user_id)
        quiet = None if hours.quiet_from is None or hours.quiet_until is None else (hours.quiet_from, hours.quiet_until)
        change = None if user.day_change is None else float(user.day_change)
        language = user.language or self._defaults.language
        return SettingsView(
            language,
            tuple(digests[slot].at for slot in DigestSlot),
            change,
            user.qualified,
            quiet,
            hours.zone or SHANGHAI.key,
            group=viewer.chat_id < 0,
            topic=topic,
            here=viewer.thread_id,
            dark=self._defaults.dark if user.dark is None else user.dark,
            red_up=self._defaults.red_up if user.red_up is None else user.red_up,
        )

    async def look_of(self, chat_id: int) -> tuple[bool, bool]:
        """How charts look in a chat: whether on a dark ground, and whether gains are red."""
        async with self._store.snapshot() as tx:
            user = await tx.users.get(chat_id)
        dark, red_up = (None, None) if user is None else (user.dark, user.red_up)
        return self._defaults.dark if dark is None else dark, self._defaults.red_up if red_up is None else red_up

    async def set_language(self, viewer: Viewer, language: str) -> SettingsView:
        """Answer in this language from now on (zh or en)."""
        return await self._change(viewer, language=language)

    async def set_day_change(self, viewer: Viewer, change: Decimal | None) -> SettingsView:
        """Tell of day changes of at least this fraction, or never.

        Raises:
            Refused: not between 0.5 % and 50 %.
        """
        if change is not None and not Decimal("0.005") <= change <= Decimal("0.5"):
            raise Refused("day_change_out_of_range")
        return await self._change(viewer, day_change=change)

    async def set_look(self, viewer: Viewer, *, dark: bool | None = None, red_up: bool | None = None) -> SettingsView:
        """Draw charts so from now on; what is None stays as it is."""
        chosen = {"dark": dark, "red_up": red_up}
        return await self._change(viewer, **{name: value for name, value in chosen.items() if value is not None})

    async def set_quiet(self, viewer: Viewer, hours: tuple[time, time] | None) -> SettingsView:
        """Hold what would be pushed to this chat in these hours of its zone, until they are over; None is never."""
        zone = (await self.settings(viewer)).zone
        return await self._set_hours(viewer, hours, zone)

    async def _set_hours(self, viewer: Viewer, hours: tuple[time, time] | None, zone: str) -> SettingsView:
        start, end = hours or (None, None)
        async with self._store.transaction() as tx:
            await tx.holding.set_hours(viewer.chat_id, start, end, zone, self._clock.now())
        return await self.settings(viewer)

    async def push_here(self, viewer: Viewer) -> SettingsView:
        """Push to the topic from which this is asked, or to the group itself."""
        async with self._store.transaction() as tx:
            await tx.topics.choose(viewer.chat_id, viewer.thread_id)
        return await self.settings(viewer)

    async def qualify(self, viewer: Viewer, *, qualified: bool) -> SettingsView:
        """Remember the answer to the suitability question."""
        return await self._change(viewer, qualified=qualified)

    async def _change(self, viewer: Viewer, **changes: object) -> SettingsView:
        async with self._store.transaction() as tx:
            user = await tx.users.get(viewer.user_id)
            if user is None:
                raise Refused("no_access", id=viewer.user_id)
            await tx.users.save(replace(user, **changes))  # type: ignore[arg-type] # fields of User by name
        return await self.settings(viewer)

    def _new(self, user_id: int, name: str, role: Role) -> User:
        return User(
            user_id=user_id,
            name=name,
            language=None,
            role=role,
            qualified=None,
            day_change=self._defaults.day_change,
            active=True,
            created_at=self._clock.now(),
        )

    def _role(self, user_id: int, user: User | None) -> Role | None:
        if user_id in self._defaults.owners:
            return Role.OWNER
        if user is not None and user.role is Role.REMOVED:  # not even where everybody else may come in
            return None
        if user is not None and user.role is not Role.OWNER:  # an owner who was taken out of the settings is none
            return user.role
        return Role.SUBSCRIBER if self._defaults.open else None

    def _language(self, chosen: str | None, language_code: str | None) -> str:
        if chosen:
            return chosen
        if language_code:
            code = language_code.lower()
            if code.startswith(_TRADITIONAL):
                return "zh-hant"
            return "zh" if code.startswith("zh") else "en"
        return self._defaults.language
