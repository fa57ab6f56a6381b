"""What digests are made from: the figures of everything that anybody follows, and what of them one chat follows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.domain.following import Subject, TargetKind
from bot.domain.scoring.results import PickScore
from bot.services.research.heads import may_see
from bot.services.scores.scoring import Scored
from bot.services.views.digests import BoardChange
from bot.store.records import ConfirmedPick

Key = tuple[TargetKind, str]


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that the digests of one moment are made from.

    ``before`` are scores at the close before the sessions that are told, by pick_id; ``changes`` of the scoreboard are by
    whether their reader is qualified; ``suspended`` are the securities that did not trade on the last session.
    """

    scored: Sequence[Scored]
    before: Mapping[int, PickScore] = field(default_factory=dict)
    changes: Mapping[bool, Sequence[BoardChange]] = field(default_factory=dict)
    suspended: Collection[str] = ()


class Sifter:
    """Finds what a chat follows among all that is scored, by the targets of each pick and not pick by pick."""

    def __init__(self, scored: Sequence[Scored], subject: Callable[[ConfirmedPick], Subject]) -> None:
        self._scored = scored
        self._places: dict[Key, list[int]] = defaultdict(list)
        for place, each in enumerate(scored):
            for key in subject(each.pick).targets():
                self._places[key].append(place)

    def of(self, keys: Iterable[Key], *, qualified: bool) -> list[Scored]:
        """What belongs to any of these targets and may be seen, in the order of all."""
        places = sorted({place for key in keys for place in self._places.get(key, ())})
        mine = (self._scored[place] for place in places)
        return [each for each in mine if may_see(each.pick.report, qualified=qualified)]
