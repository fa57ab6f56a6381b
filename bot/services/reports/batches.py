"""Many files: read ahead of each other, kept in their order, one that fails leaving the rest to go on."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.services.access.people import Refused, Viewer
from bot.services.reports.ingest import Examined, Ingest, Taken
from bot.services.views.pieces import Notice

KINDS = frozenset({".pdf", ".txt", ".md", ".markdown", ".html", ".htm"})
AHEAD = 4  # files read at once: the worker has its next one at hand while others are extracted and stored


@dataclass(frozen=True, slots=True)
class FileTaken:
    """What became of one file: the report it has come to, or the reason why it came to none."""

    path: Path
    taken: Taken | None
    refused: Notice | None = None

    @property
    def without_picks(self) -> bool:
        """Whether it was read well and recommends nothing, as many reports rightly do."""
        return self.refused is not None and self.refused.key == "no_picks"

    @property
    def failed(self) -> bool:
        """Whether it could not be read as a report."""
        return self.refused is not None and not self.without_picks


def reports_in(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those in the folders named that may be reports, by name; each once, hidden ones aside."""
    seen: set[Path] = set()
    for path in paths:
        for file in sorted(filter(_is_report, path.rglob("*"))) if path.is_dir() else (path,):
            if (place := file.resolve()) not in seen:
                seen.add(place)
                yield file


def _is_report(path: Path) -> bool:
    return path.suffix.lower() in KINDS and not path.name.startswith(".") and path.is_file()


async def take_all(ingest: Ingest, viewer: Viewer | None, files: Iterable[Path]) -> AsyncGenerator[FileTaken, None]:
    """Bring files into the store, in their order; close it to stop, and what is there stays whole."""
    reading: deque[tuple[Path, asyncio.Task[Examined]]] = deque()
    try:
        for path in files:
            reading.append((path, asyncio.create_task(_examined(ingest, viewer, path))))
            if len(reading) == AHEAD:
                yield await _kept(ingest, *reading.popleft())
        while reading:
            yield await _kept(ingest, *reading.popleft())
    finally:
        for _, task in reading:
            task.cancel()
        await asyncio.gather(*(task for _, task in reading), return_exceptions=True)


async def _examined(ingest: Ingest, viewer: Viewer | None, path: Path) -> Examined:
    return await ingest.examine(await ingest.receive_file(viewer, path))


async def _kept(ingest: Ingest, path: Path, reading: asyncio.Task[Examined]) -> FileTaken:
    try:
        return FileTaken(path, await ingest.keep(await reading))
    except Refused as refused:
        return FileTaken(path, None, refused.notice)
