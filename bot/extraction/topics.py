"""What a list of examples is about: in 建议关注红利资产,如甲电力、乙能源 the examples stand in the segment 红利资产."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.extraction.lists import Item

_SUCH_AS = re.compile("如|例如|比如|包括|譬如")
_GENERIC = re.compile("(?:公司|企业|标的|个股|股票|品种|厂商|龙头|机会|方向|主线|股)$")
_SHORTEST, _LONGEST = 2, 10


@dataclass(frozen=True, slots=True)
class Topic:
    """Words without a name before the items of a list; ``own_point`` where they begin a point of it."""

    name: str | None = None
    own_point: bool = False
    introduces: bool = False

    @property
    def introduced(self) -> str | None:
        """The topic, where examples of it are listed."""
        return self.name if self.introduces else None

    @property
    def of_its_point(self) -> str | None:
        """The topic of a point of its own, which wins over what stands before the verb."""
        return self.introduced if self.own_point else None

    def before(self, item: Item) -> Topic:
        """The topic as the next item with a name has it: it introduces examples, and ends with its point."""
        if _SUCH_AS.match(item.text):
            return replace(self, introduces=True)
        return NO_TOPIC if item.after == ";" else self


NO_TOPIC = Topic()


def topic_of(item: Item) -> Topic:
    """The topic that an item without a name may be: the words behind its last 的, unless they are as good as companies."""
    name = item.text.rpartition("的")[2].strip()
    fits = _SHORTEST <= len(name) <= _LONGEST and not _GENERIC.search(name)
    return Topic(name if fits else None, own_point=item.after == ";")
