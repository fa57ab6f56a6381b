"""Failures: what the program logged as an error, kept under a short reference that whoever met it is told too."""

from __future__ import annotations

import hashlib
import traceback
from pathlib import Path

from bot.clock import Clock
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.services.paging import place
from bot.services.views.administration import FailureFile, FailureLine, FailureList
from bot.store.failures import Failure
from bot.store.store import Store, Transaction

PAGE = 5
PACKAGE = Path(__file__).parents[1]
FRAMES = 3


class Failures:
    """For owners alone."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def note(self, found: list[Failure]) -> None:
        """Keep these; a place that failed before is counted on."""
        async with self._store.transaction() as tx:
            await tx.failures.note(found)

    async def page(self, viewer: Viewer, page: int = 0) -> FailureList:
        """What failed, the newest first.

        Raises:
            Refused: the viewer is no owner.
        """
        _require_owner(viewer)
        async with self._store.snapshot() as tx:
            return await self._page(tx, page)

    async def details(self, reference: str, viewer: Viewer) -> FailureFile:
        """All that is known of one, as a file.

        Raises:
            Refused: the viewer is no owner, or it is not kept (any more).
        """
        _require_owner(viewer)
        async with self._store.snapshot() as tx:
            found = await tx.failures.get(reference)
        if found is None:
            raise Refused("failure_gone")
        times = " – ".join(f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S%z}" for at in (found.first_at, found.last_at))
        text = f"{found.reference} {found.source}\n{found.count}x, {times}\n{found.summary}\n\n{found.details}\n"
        return FailureFile(f"{found.reference}.txt", found.reference, text)

    async def forget(self, reference: str, viewer: Viewer, page: int) -> FailureList:
        """Take one off the list; a second tap finds it gone and shows the list.

        Raises:
            Refused: the viewer is no owner.
        """
        _require_owner(viewer)
        async with self._store.transaction() as tx:
            await tx.failures.forget(reference)
            return await self._page(tx, page)

    async def _page(self, tx: Transaction, page: int) -> FailureList:
        total = await tx.failures.count()
        page, pages = place(page, total, PAGE)
        lines = tuple(
            FailureLine(each.reference, each.source, each.summary, each.count, each.first_at, each.last_at)
            for each in await tx.failures.page(PAGE, page * PAGE)
        )
        return FailureList(self._clock.now(), lines, page, pages, total)


def reference_of(error: BaseException) -> str:
    """A short name for the place where it happened, the same for each time and in each version until that code changes.

    Lines are not part of it: they move with every edit above them.
    """
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if PACKAGE in Path(frame.filename).parents]
    where = [f"{Path(frame.filename).relative_to(PACKAGE)}:{frame.name}" for frame in own[-FRAMES:]]
    return reference_to(type(error).__qualname__, *where)


def reference_to(*words: str) -> str:
    """The same for something that is known by its words."""
    return "E" + hashlib.sha256("|".join(words).encode()).hexdigest()[:6].upper()


def _require_owner(viewer: Viewer) -> None:
    if not viewer.owns:
        raise Refused("only_owners")
