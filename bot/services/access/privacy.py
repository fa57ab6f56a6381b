"""Privacy: everybody gets all that is kept of him, and is forgotten when he asks for it."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from bot.clock import Clock
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Viewer
from bot.services.reports.uploads import UploadedFiles
from bot.services.views.members import PersonalData
from bot.services.views.pieces import Notice
from bot.store.store import Store


class Privacy:
    """What concerns one's own data."""

    def __init__(self, store: Store, files: UploadedFiles, clock: Clock) -> None:
        self._store = store
        self._files = files
        self._clock = clock

    async def export(self, viewer: Viewer) -> PersonalData:
        """All that is kept of the viewer, table by table; instants in UTC."""
        now = self._clock.now()
        async with self._store.snapshot() as tx:
            found = await tx.forgetting.all_of(viewer.user_id)
        document = {"telegram_id": viewer.user_id, "exported_at": now, **found}
        content = json.dumps(_plainly(document), ensure_ascii=False, indent=1)
        name = f"pickwatch-me-{now.astimezone(SHANGHAI):%Y%m%d}.json"
        return PersonalData(name, content, sum(map(len, found.values())))

    async def forget(self, viewer: Viewer) -> Notice:
        """Delete it; what reports and the ledger stand on stays, and names nobody any more."""
        async with self._store.transaction() as tx:
            files = await tx.forgetting.forget(viewer.user_id, self._clock.now())
        for sha256 in files:
            await self._files.purge(sha256)
        return Notice("forgotten")


def _plainly(value: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    match value:
        case dict():
            return {str(key): _plainly(each) for key, each in value.items()}
        case list() | tuple():
            return [_plainly(each) for each in value]
        case frozenset():
            return sorted(_plainly(each) for each in value)
        case Enum():
            return value.value
        case datetime() | date() | time():
            return value.isoformat()
        case Decimal():
            return str(value)
        case _:
            return value
