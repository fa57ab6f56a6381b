"""Invitations: links that let one person in, signed, for some days."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.services.access.people import People, Refused, Viewer
from bot.services.views.members import InvitationCard
from bot.store.records import Role
from bot.store.store import Store, Transaction

DAYS, MOST_DAYS = 7, 90
_LETTERS = {"e": Role.EDITOR, "s": Role.SUBSCRIBER}
_LINK = re.compile(r"i_([es])([0-9]{1,9})-([0-9]{1,12})-([A-Za-z0-9_-]{22})")
_RANK = (Role.SUBSCRIBER, Role.EDITOR, Role.OWNER)


class Invitations:
    """Made by owners, used once each; the key that signs them stays in the database, where all replicas find it."""

    def __init__(self, store: Store, people: People, clock: Clock) -> None:
        self._store = store
        self._people = people
        self._clock = clock

    async def invite(self, role: Role, days: int, viewer: Viewer, username: str) -> InvitationCard:
        """A new invitation to the bot ``username``.

        Raises:
            Refused: the viewer is no owner, or it would hold for less than a day or more than three months.
        """
        if not viewer.owns:
            raise Refused("only_owners")
        if role not in _LETTERS.values() or not 1 <= days <= MOST_DAYS:
            raise Refused("invite_how", most=MOST_DAYS)
        now = self._clock.now()
        until = (now + timedelta(days=days)).replace(microsecond=0)
        async with self._store.transaction() as tx:
            number = await tx.invitations.add(role, viewer.user_id, now, until)
            letter = next(letter for letter, each in _LETTERS.items() if each is role)
            signed = f"{letter}{number}-{int(until.timestamp())}"
            start = f"i_{signed}-{await self._signature(tx, signed)}"
        return InvitationCard(role, start, username, until)

    async def accept(self, start: str, viewer: Viewer) -> Viewer:
        """Let somebody in by the start parameter of a link; who may as much already uses nothing up.

        Raises:
            Refused: the link is not ours or of a former owner, too old, or used by somebody else.
        """
        found = _LINK.fullmatch(start)
        if found is None:
            raise Refused("invitation_invalid")
        role, now = _LETTERS[found[1]], self._clock.now()
        async with self._store.transaction() as tx:
            expected = await self._signature(tx, start.removeprefix("i_").rpartition(f"-{found[4]}")[0])
            if not hmac.compare_digest(expected, found[4]):
                raise Refused("invitation_invalid")
            if datetime.fromtimestamp(int(found[3]), UTC) <= now:
                raise Refused("invitation_expired")
            invitation = await tx.invitations.get(int(found[2]))
            if invitation is None or not self._people.is_owner(invitation.invited_by):
                raise Refused("invitation_invalid")
            if viewer.role is not None and _RANK.index(viewer.role) >= _RANK.index(role):
                return viewer
            if not await tx.invitations.use(invitation.invitation_id, viewer.user_id, now):
                raise Refused("invitation_used")
            return await self._people.admit(tx, viewer, role)

    async def _signature(self, tx: Transaction, signed: str) -> str:
        key = await tx.invitations.key("invitations", secrets.token_hex(32))
        digest = hmac.new(bytes.fromhex(key), signed.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:16]).decode().rstrip("=")


def is_invitation(start: str) -> bool:
    """Whether a start parameter claims to be an invitation."""
    return start.startswith("i_")
