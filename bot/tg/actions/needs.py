"""What the buttons of the menu ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("no")
class OpenNeed:
    """Ask for something by its name in `bot.tg.needs`, as its command with the ``argument`` would."""

    name: str
    argument: str = ""


NeedAction = OpenNeed
