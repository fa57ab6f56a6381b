"""Files that were sent, and how far each has come."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import func, insert, select, update

from bot.store.errors import UnknownRecord
from bot.store.records import Upload, UploadState
from bot.store.repository import Repository
from bot.store.tables.research import uploads


class Uploads(Repository):
    """``tx.uploads``."""

    __slots__ = ()

    async def add(self, upload: Upload) -> int:
        """Store an upload; its new id (the one it carries is ignored)."""
        values: dict[str, Any] = asdict(upload)
        del values["upload_id"]
        result = await self._connection.execute(insert(uploads).values(values).returning(uploads.c.upload_id))
        return int(result.scalar_one())

    async def get(self, upload_id: int) -> Upload | None:
        """The upload, if there is one with that id."""
        rows = await self._connection.execute(select(uploads).where(uploads.c.upload_id == upload_id))
        row = rows.mappings().one_or_none()
        return Upload(**row) if row else None

    async def set_state(
        self, upload_id: int, state: UploadState, *, report_id: int | None = None, error: str | None = None
    ) -> None:
        """Say how far the upload has come, with the report that came of it or the reason why none did.

        Raises:
            UnknownRecord: there is no such upload.
        """
        values = {"state": state, "report_id": report_id, "error": error}
        if not await self._change(update(uploads).where(uploads.c.upload_id == upload_id).values(values)):
            raise UnknownRecord(f"There is no upload {upload_id}.")

    async def of_content(self, sha256: str) -> list[Upload]:
        """What was sent with this content, oldest first."""
        query = select(uploads).where(uploads.c.sha256 == sha256).order_by(uploads.c.upload_id)
        return [Upload(**row) for row in (await self._connection.execute(query)).mappings()]

    async def count_of(self, user_id: int, since: datetime) -> int:
        """How many files somebody has sent since an instant."""
        mine = (uploads.c.user_id == user_id) & (uploads.c.received_at >= since)
        return int((await self._connection.execute(select(func.count()).select_from(uploads).where(mine))).scalar_one())

    async def waiting(self) -> list[Upload]:
        """The uploads that nobody has read yet, oldest first."""
        query = select(uploads).where(uploads.c.state == UploadState.RECEIVED).order_by(uploads.c.upload_id)
        return [Upload(**row) for row in (await self._connection.execute(query)).mappings()]
