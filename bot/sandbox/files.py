"""Files as Telegram keeps them: an id to send again by, an id to compare by, a path to download from."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from typing import Any

from bot.sandbox import errors, limits
from bot.sandbox.errors import bad_request

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file; ``width`` and ``height`` in pixels, 0 for what is no picture; ``mime`` None where nobody said."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str | None
    data: bytes
    width: int = 0
    height: int = 0

    def as_photo(self) -> list[dict[str, Any]]:
        """The Bot API's list of sizes: this one alone."""
        return [self._common() | {"width": self.width, "height": self.height}]

    def as_document(self) -> dict[str, Any]:
        """The Bot API's Document."""
        return self._common() | {"file_name": self.name} | ({"mime_type": self.mime} if self.mime else {})

    def as_file(self) -> dict[str, Any]:
        """The Bot API's File, with the path to download from."""
        return self._common() | {"file_path": self.path}

    def _common(self) -> dict[str, Any]:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """All files of the sandbox."""

    def __init__(self) -> None:
        self._files: dict[str, StoredFile] = {}

    def add_document(self, name: str, data: bytes, mime: str | None) -> StoredFile:
        """Keep a document."""
        return self._add("documents", name, data, mime)

    def add_photo(self, name: str, data: bytes) -> StoredFile:
        """Keep a picture.

        Raises:
            ApiError: it is none, or larger than Telegram takes.
        """
        if len(data) > limits.PHOTO:
            raise bad_request(errors.BIG_FILE)
        width, height = dimensions(data)
        if not width or not height:
            raise bad_request("IMAGE_PROCESS_FAILED")
        if width + height > limits.PHOTO_SIDES:
            raise bad_request("PHOTO_INVALID_DIMENSIONS")
        return self._add("photos", name, data, None, (width, height))

    def get(self, file_id: str) -> StoredFile | None:
        """The file of an id."""
        return self._files.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file to download from ``path``."""
        return next((file for file in self._files.values() if file.path == path), None)

    def _add(self, folder: str, name: str, data: bytes, mime: str | None, size: tuple[int, int] = (0, 0)) -> StoredFile:
        number = len(self._files) + 1
        digest = hashlib.sha256(data).hexdigest()
        suffix = name.rpartition(".")[2] if "." in name else ("jpg" if folder == "photos" else "bin")
        file = StoredFile(
            file_id=f"{folder[0].upper()}QAC-{number:06d}-{digest[:24]}",
            unique_id=f"AQ{digest[:14]}",
            path=f"{folder}/file_{number}.{suffix}",
            name=name,
            mime=mime,
            data=data,
            width=size[0],
            height=size[1],
        )
        self._files[file.file_id] = file
        return file


def dimensions(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG in pixels; (0, 0) for anything else."""
    if data.startswith(PNG) and len(data) >= 24:  # noqa: PLR2004 - signature, length, "IHDR", two numbers
        return struct.unpack(">II", data[16:24])
    return _jpeg(data) if data.startswith(JPEG) else (0, 0)


def _jpeg(data: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:  # noqa: PLR2004 - every segment begins with it
        if data[at + 1] in JPEG_FRAMES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return 0, 0
