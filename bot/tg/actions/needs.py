"""What the buttons of the menu ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """Ask for something by its name in `bot.tg.needs`, as its command with the ``argument`` would."""

    name: str
    argument: str = ""


NeedAction = OpenNeed

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
NEED_WIRE: dict[str, type[NeedAction]] = {"no": OpenNeed}
