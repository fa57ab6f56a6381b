"""The watched folder: what is put there comes in as if its first owner had sent it, and is moved out of the way.

Whatever stops it, a file is looked at again and nothing is told twice: what a chat has heard of is remembered by events.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.services.access.people import Refused, Viewer
from bot.services.messages.codec import dump_view
from bot.services.reports.batches import FileTaken, take_all
from bot.services.reports.drafts import Drafts
from bot.services.reports.ingest import Ingest
from bot.services.views.news import RefusedFile, RefusedFiles
from bot.services.views.pieces import Notice
from bot.store.messages import OutboxMessage
from bot.store.records import ReportState, Role, StoredReport
from bot.store.store import Store, Transaction

_log = logging.getLogger(__name__)

DONE, FAILED = "done", "failed"
UNFINISHED = (".part", ".partial", ".crdownload", ".download", ".filepart", ".tmp", ".temp", ".swp", "~")
NAMED = 15  # files that a message names; of more it says how many


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells whether a file is still being written."""

    size: int
    modified: int  # nanoseconds since the epoch

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file.

        Raises:
            OSError: it is gone.
        """
        found = path.stat()
        return cls(found.st_size, found.st_mtime_ns)


class WatchedFolder:
    """Looks at a folder now and then; a file that was the same at two looks is complete.

    ``owners`` are user ids, the first one first; ``words`` turns a refusal into the sentence put beside a file.
    """

    def __init__(
        self,
        folder: Path,
        store: Store,
        ingest: Ingest,
        drafts: Drafts,
        clock: Clock,
        *,
        owners: Sequence[int],
        words: Callable[[Notice], str],
    ) -> None:
        self._folder = folder
        self._store = store
        self._ingest = ingest
        self._drafts = drafts
        self._clock = clock
        self._owners = owners
        self._words = words
        self._seen: dict[Path, Stamp] = {}
        self._left: dict[Path, Stamp] = {}  # done with, and not to be moved: the folder is read-only
        self._told = ""

    async def look(self, _due: datetime) -> None:
        """Take in what is complete, and put it into ``done`` or ``failed``."""
        try:
            stamps = await asyncio.to_thread(lambda: dict(_files(self._folder)))
        except OSError as error:
            self._tell_operator(f"{self._folder} cannot be looked at: {error.strerror}")
            return
        ready = [path for path, stamp in stamps.items() if self._seen.get(path) == stamp != self._left.get(path)]
        self._seen = stamps
        self._left = {path: stamp for path, stamp in self._left.items() if path in stamps}
        if not ready:
            return
        owners = await self._reachable()
        if not owners:
            self._tell_operator(f"{len(ready)} files wait in {self._folder} until an owner has sent /start to the bot")
            return
        await self._take(ready, stamps, owners)

    async def _take(self, ready: Sequence[Path], stamps: dict[Path, Stamp], owners: Sequence[Viewer]) -> None:
        failed: list[FileTaken] = []
        async with aclosing(take_all(self._ingest, owners[0], ready)) as files:
            async for file in files:
                if file.failed:
                    failed.append(file)
                    continue
                if file.taken is not None:
                    await self._show(file.taken.stored, owners[0])
                await self._put_away(file, DONE, stamps[file.path])
        if failed:
            await self._tell(failed, stamps, owners)
        for file in failed:
            await self._put_away(file, FAILED, stamps[file.path])

    async def _show(self, stored: StoredReport, owner: Viewer) -> None:
        """The card of a draft, once: as if the owner had sent the file himself."""
        if stored.state is not ReportState.DRAFT:
            return
        try:
            card = dump_view(await self._drafts.card(stored.report_id))
        except Refused:  # decided in the chat a moment ago
            return
        cause = f"watched-draft:{stored.report_id}"
        async with self._store.transaction() as tx:
            if await tx.events.once(owner.chat_id, cause, self._clock.now()):
                message = OutboxMessage(owner.chat_id, "draft", card, f"{cause}:{owner.chat_id}")
                await tx.outbox.add(message, at=self._clock.now())

    async def _tell(self, failed: Sequence[FileTaken], stamps: dict[Path, Stamp], owners: Sequence[Viewer]) -> None:
        """Tell each owner which files could not be read, each file once."""
        causes = {self._cause(file.path, stamps[file.path]): file for file in failed}
        async with self._store.transaction() as tx:
            for owner in owners:
                new = await tx.events.once_each(owner.chat_id, causes, self._clock.now())
                if refused := [_named(file) for cause, file in causes.items() if cause in new]:
                    await self._add(tx, owner, RefusedFiles(tuple(refused[:NAMED]), len(refused)), min(new))

    async def _add(self, tx: Transaction, owner: Viewer, view: RefusedFiles, cause: str) -> None:
        message = OutboxMessage(owner.chat_id, "watched", dump_view(view), f"{cause}:{owner.chat_id}")
        await tx.outbox.add(message, at=self._clock.now())

    def _cause(self, path: Path, stamp: Stamp) -> str:
        return f"watched-failed:{path.relative_to(self._folder)}:{stamp.size}:{stamp.modified}"

    async def _put_away(self, file: FileTaken, place: str, stamp: Stamp) -> None:
        reason = self._words(file.refused) if file.refused else None
        try:
            await asyncio.to_thread(_moved, self._folder, file.path, place, stamp, reason)
        except OSError as error:
            self._left[file.path] = stamp
            self._tell_operator(f"files stay where they are in {self._folder}: {error.strerror}")

    async def _reachable(self) -> list[Viewer]:
        """The owners that can be written to, in their order."""
        async with self._store.snapshot() as tx:
            users = [await tx.users.get(user_id) for user_id in self._owners]
        return [
            Viewer(user.user_id, user.user_id, user.name, user.language or "", Role.OWNER, user.qualified)
            for user in users
            if user is not None and user.active
        ]

    def _tell_operator(self, said: str) -> None:
        """Log what keeps files from being taken in when it begins, not at every look."""
        if said != self._told:
            self._told = said
            _log.warning("%s", said)


def _files(folder: Path) -> Iterator[tuple[Path, Stamp]]:
    """Every file that may be one to take in, by name, with its stamp.

    Raises:
        OSError: the folder is not there, or may not be read.
    """
    for entry in sorted(folder.iterdir()):
        if _not_ours(entry):
            continue
        if entry.is_dir():
            yield from _files(entry)
            continue
        try:
            yield entry, Stamp.of(entry)
        except FileNotFoundError:  # taken away while we looked
            continue


def _not_ours(entry: Path) -> bool:
    unfinished = entry.name.lower().endswith(UNFINISHED)
    return unfinished or entry.name.startswith((".", "~$")) or entry.name in (DONE, FAILED) or entry.is_symlink()


def _moved(folder: Path, path: Path, place: str, stamp: Stamp, reason: str | None) -> None:
    """Move a file, with a ``.reason.txt`` beside it where there is something to say; one that changed stays for the next look.

    Raises:
        OSError: it cannot be moved.
    """
    try:
        if Stamp.of(path) != stamp:
            return
    except FileNotFoundError:
        return
    target = _free(folder / place / path.relative_to(folder))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target)
    if reason is not None:
        target.with_name(f"{target.name}.reason.txt").write_text(f"{reason}\n", "utf-8")


def _free(target: Path) -> Path:
    number, free = 1, target
    while free.exists():
        number += 1
        free = target.with_stem(f"{target.stem}-{number}")
    return free


def _named(file: FileTaken) -> RefusedFile:
    return RefusedFile(file.path.name, file.refused or Notice("reading_failed"))
