"""All that is kept of one person: to be handed out, and to be forgotten.

What the ledger and the trail of reports need stays and names nobody any more; everything else goes. A private chat has
the id of its person.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Table, delete, or_, select, update

from bot.store.records import ReportState
from bot.store.repository import Repository
from bot.store.tables.administration import broadcasts
from bot.store.tables.corrections import corrections, questions
from bot.store.tables.delivery import inbox, outbox, outbox_chats
from bot.store.tables.people import channels, digests, events, invitations, subscriptions, users
from bot.store.tables.research import report_trail, reports, unresolved, uploads
from bot.store.tables.rules import rules
from bot.store.tables.watchlists import watchlist_members, watchlists

NOBODY = 0  # where a column must hold an id


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands in a table: what takes the place of his id, by column; with ``gone`` the whole row goes.

    ``also`` are further columns that are overwritten with it; ``shown`` are the columns handed out, if not all.
    """

    table: Table
    instead: Mapping[str, int | None]
    gone: bool = False
    also: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()


_REPORT = ("report_id", "state", "broker", "title", "published", "created_at", "confirmed_at")
PLACES = (
    Place(users, {"user_id": None}, gone=True),
    Place(subscriptions, {"chat_id": None}, gone=True),
    Place(digests, {"chat_id": None}, gone=True),
    Place(channels, {"added_by": None}),
    Place(events, {"chat_id": None}, gone=True),
    Place(questions, {"chat_id": None}, gone=True),
    Place(outbox, {"chat_id": None}, gone=True),
    Place(outbox_chats, {"chat_id": None}, gone=True),
    Place(rules, {"chat_id": NOBODY}, also={"note": ""}),  # the history of a rule is only ever added to, and names it
    Place(watchlists, {"chat_id": None}, gone=True),  # and its members with it
    Place(uploads, {"user_id": NOBODY, "chat_id": NOBODY}, also={"file_name": ""}),
    Place(reports, {"uploaded_by": None, "confirmed_by": None}, shown=_REPORT),
    Place(report_trail, {"by": None}),
    Place(corrections, {"by": None}),
    Place(unresolved, {"resolved_by": None}, shown=("report_id", "resolved_at")),
    Place(invitations, {"invited_by": None, "used_by": None}),
    Place(broadcasts, {"written_by": None}),
)


class Forgetting(Repository):
    """``tx.forgetting``."""

    __slots__ = ()

    async def all_of(self, user_id: int) -> dict[str, list[dict[str, Any]]]:
        """Every row that names the person, by table, and the updates from him that are still there, as plain values."""
        found: dict[str, list[dict[str, Any]]] = {}
        for place in PLACES:
            columns = [place.table.c[name] for name in place.shown] or list(place.table.c)
            rows = await self._connection.execute(select(*columns).where(_named(place, user_id)))
            found[place.table.name] = [dict(row) for row in rows.mappings()]
        found["watchlist_members"] = await self._members(user_id)
        found["inbox"] = [
            {"received_at": row["received_at"], "update": json.loads(row["payload"])}
            for row in await self._updates(user_id)
            if _is_from(json.loads(row["payload"]), user_id)
        ]
        return found

    async def forget(self, user_id: int, at: datetime) -> list[str]:
        """Delete or overwrite all of it; the hashes of the files that he alone had sent and that no report stands on."""
        files = await self._files(user_id)
        ended = (rules.c.chat_id == user_id) & rules.c.deleted_at.is_(None)
        await self._change(update(rules).where(ended).values(deleted_at=at))
        for place in PLACES:
            if place.gone:
                await self._change(delete(place.table).where(_named(place, user_id)))
                continue
            for column, other in place.instead.items():
                mine = update(place.table).where(place.table.c[column] == user_id)
                await self._change(mine.values({column: other, **place.also}))
        for row in await self._updates(user_id):
            same = inbox.c.update_id == row["update_id"]
            # one that is not through yet stays in line with nothing in it: the very one that asks for this is none
            bare = update(inbox).where(same).values(payload=json.dumps({"update_id": row["update_id"]}))
            await self._change(bare if row["finished_at"] is None else delete(inbox).where(same))
        return files

    async def _files(self, user_id: int) -> list[str]:
        others = uploads.alias()
        shared = select(others.c.sha256).where(others.c.user_id != user_id)
        standing = select(reports.c.sha256).where(reports.c.state != ReportState.DISCARDED)
        mine = (uploads.c.user_id == user_id) & uploads.c.sha256.not_in(shared) & uploads.c.sha256.not_in(standing)
        query = select(uploads.c.sha256).where(mine).distinct().order_by(uploads.c.sha256)
        return list((await self._connection.execute(query)).scalars())

    async def _members(self, user_id: int) -> list[dict[str, Any]]:
        """Who is in the person's lists: the lists name the person, their members only the list."""
        members = watchlist_members.c
        mine = select(watchlists.c.list_id).where(watchlists.c.chat_id == user_id)
        query = select(watchlist_members).where(members.list_id.in_(mine)).order_by(members.list_id, members.place)
        return [dict(row) for row in (await self._connection.execute(query)).mappings()]

    async def _updates(self, user_id: int) -> list[RowMapping]:
        """The updates in which he stands anywhere: as sender, in a forwarded message, in one that is replied to."""
        likely = select(inbox).where(inbox.c.payload.contains(str(user_id)))
        rows = (await self._connection.execute(likely.order_by(inbox.c.update_id))).mappings()
        return [row for row in rows if _mentions(json.loads(row["payload"]), user_id)]


def _named(place: Place, user_id: int) -> ColumnElement[bool]:
    return or_(*(place.table.c[column] == user_id for column in place.instead))


def _is_from(update: Mapping[str, Any], user_id: int) -> bool:
    """Whether he sent it himself; what others sent about him is theirs."""
    return any(isinstance(each, dict) and (each.get("from") or {}).get("id") == user_id for each in update.values())


def _mentions(value: object, user_id: int) -> bool:
    """Whether a person or a private chat with the id is in it; a message may have the same number."""
    if isinstance(value, dict):
        return value.get("id") == user_id or any(_mentions(each, user_id) for each in value.values())
    return isinstance(value, list) and any(_mentions(each, user_id) for each in value)
