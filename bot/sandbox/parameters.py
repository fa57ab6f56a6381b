"""The parameters of a call, however they came: query, form, JSON or multipart."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.sandbox import errors, limits
from bot.sandbox.errors import ApiError, bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with the call."""

    name: str
    data: bytes
    mime: str | None


class Parameters:
    """What a call asks for; forms bring nested objects as JSON strings, JSON bodies bring them as they are."""

    def __init__(self, values: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None) -> None:
        self._values = values
        self._uploads = uploads or {}

    def has(self, name: str) -> bool:
        """Whether the parameter came with a value."""
        return self._values.get(name) not in (None, "") or name in self._uploads

    def text(self, name: str, default: str = "") -> str:
        """A string."""
        value = self._values.get(name)
        return default if value is None else str(value)

    def integer(self, name: str, default: int | None = None) -> int:
        """A whole number.

        Raises:
            ApiError: 400 where it is none, or missing without a default.
        """
        value = self._values.get(name)
        if value in (None, "") and default is not None:
            return default
        try:
            return int(str(value))
        except ValueError:
            raise bad_request(
                f'parameter "{name}" is required' if value in (None, "") else f"{name} is invalid"
            ) from None

    def flag(self, name: str) -> bool:
        """True for true, yes and 1, in any case."""
        return str(self._values.get(name, "")).lower() in {"true", "yes", "1"}

    def object(self, name: str) -> Any:  # noqa: ANN401 - JSON is what it is
        """A nested object, None where missing.

        Raises:
            ApiError: 400 where the string is no JSON.
        """
        value = self._values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None

    def mapping(self, name: str) -> dict[str, Any] | None:
        """A nested object that must be a mapping."""
        value = self.object(name)
        if value is not None and not isinstance(value, dict):
            raise bad_request(f"object expected as {name.replace('_', ' ')}")
        return value

    def listing(self, name: str) -> list[Any]:
        """A nested list; empty where missing."""
        value = self.object(name)
        if value is not None and not isinstance(value, list):
            raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object")
        return value or []

    def upload(self, name: str) -> Upload | None:
        """The file that ``name`` brings itself or refers to by ``attach://``."""
        return self.attached(self.text(name)) or self._uploads.get(name)

    def attached(self, reference: str) -> Upload | None:
        """The file behind ``attach://name``."""
        return self._uploads.get(reference.removeprefix("attach://")) if reference.startswith("attach://") else None


async def read(request: web.Request) -> Parameters:
    """The parameters of a request; those of the body win over those of the address.

    Raises:
        ApiError: 400 where the body cannot be read, 413 where it is larger than Telegram takes.
    """
    values: dict[str, Any] = dict(request.query)
    uploads: dict[str, Upload] = {}
    try:
        if request.content_type == "application/json" and request.can_read_body:
            body = await request.json()
            if not isinstance(body, dict):
                raise bad_request("object expected")
            values |= body
        elif request.method == "POST":
            for name, field in (await request.post()).items():
                if isinstance(field, web.FileField):
                    data = field.file.read()
                    field.file.close()
                    uploads[name] = Upload(field.filename, data, field.content_type)
                else:
                    values[name] = field if isinstance(field, str) else bytes(field).decode()
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(*errors.TOO_LARGE) from None
    except (json.JSONDecodeError, UnicodeDecodeError, ValueError):
        raise bad_request("can't parse the request body") from None
    if any(len(upload.data) > limits.UPLOAD for upload in uploads.values()):
        raise ApiError(*errors.TOO_LARGE)
    return Parameters(values, uploads)
