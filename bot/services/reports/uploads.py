"""Uploaded files, kept outside the database by content hash, so that they can be purged."""

from __future__ import annotations

import asyncio
import hashlib
import os
from pathlib import Path
from tempfile import NamedTemporaryFile


class UploadedFiles:
    """A folder of files named by the SHA-256 of what they hold."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def put(self, data: bytes) -> str:
        """Keep ``data``; it is on the disk when this returns. Gives its hash."""
        sha256 = hashlib.sha256(data).hexdigest()
        await asyncio.to_thread(self._write, self._path(sha256), data)
        return sha256

    async def get(self, sha256: str) -> bytes:
        """What was put under this hash.

        Raises:
            FileNotFoundError: it was purged.
        """
        return await asyncio.to_thread(self._path(sha256).read_bytes)

    async def purge(self, sha256: str) -> None:
        """Delete what was put under this hash, if it is there."""
        await asyncio.to_thread(self._path(sha256).unlink, missing_ok=True)

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    @staticmethod
    def _write(path: Path, data: bytes) -> None:
        if path.exists():
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        # a name of its own for each: two people may send one file at the same moment
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
