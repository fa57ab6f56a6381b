"""Faults on purpose: refusals, delays, cut connections."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.errors import ApiError


@dataclass(slots=True)
class Fault:
    """What happens to the next ``times`` calls of ``method`` ("*" for any), of one chat or of all.

    First ``delay`` real seconds pass. With ``code`` the call is refused; otherwise it is carried out, unless ``abort``
    cuts the connection before. ``abort`` with ``delivered`` carries it out and cuts the connection instead of answering.
    """

    method: str
    chat_id: int | None = None
    code: int | None = None
    description: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    delay: float = 0.0
    abort: bool = False
    delivered: bool = False
    times: int = 1

    def matches(self, method: str, chat_id: int | None) -> bool:
        """Whether this call is meant."""
        return (
            self.times > 0
            and self.method.lower() in {"*", method.lower()}
            and (self.chat_id is None or self.chat_id == chat_id)
        )

    def error(self) -> ApiError | None:
        """The refusal, where there is one."""
        return None if self.code is None else ApiError(self.code, self.description, self.parameters)


class Faults:
    """The faults that wait for their call, first come first served."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Let ``fault`` wait."""
        self._waiting.append(fault)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, counted as used."""
        fault = next((fault for fault in self._waiting if fault.matches(method, chat_id)), None)
        if fault is not None:
            fault.times -= 1
            self._waiting = [fault for fault in self._waiting if fault.times > 0]
        return fault

    def clear(self) -> None:
        """Forget them all."""
        self._waiting.clear()
