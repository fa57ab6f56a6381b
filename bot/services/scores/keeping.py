"""Keeping figures: what they were reckoned from in a few letters, and how long they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property
from hashlib import sha256
from importlib.metadata import version

from pydantic import TypeAdapter

from bot.domain.ratings import RatingScale
from bot.domain.scoring.inputs import Listing, PickInput
from bot.domain.scoring.results import Phase, PickScore, ReturnBasis
from bot.store.kept import OPEN, KeptHorizon, KeptScore

LETTERS = 12  # of the print of a listing; that of the pick stands behind it


class Keeping:
    """Puts figures away and tells whether they still are those of a pick."""

    def __init__(self, basis: ReturnBasis) -> None:
        self.setup = f"{version('pickwatch')} {basis}"
        self._scales: dict[RatingScale, str] = {}

    def listing(self, listing: Listing) -> str:
        """A print of a listing, always of the same length."""
        return _print(listing)[:LETTERS]

    def given(self, given: PickInput, listing: Listing) -> str:
        """A print of all that scoring is told of a pick besides prices."""
        scale = None
        if given.scale is not None:  # a report's picks share one, and bands are long in print
            scale = self._scales.get(given.scale) or self._scales.setdefault(given.scale, _print(given.scale))
        told = (
            given.symbol,
            given.name,
            given.market.value,
            given.segment,
            given.kind.value,
            given.rating,
            given.published.isoformat(),
            scale,
            given.benchmark,
            given.total_benchmark,
        )
        return self.listing(listing) + _print(told)[:LETTERS]

    def row(
        self, pick_id: int, given: PickInput, score: PickScore, as_of: date, listing: Listing, worked: date | None
    ) -> KeptScore:
        """The figures of ``as_of``; those of a settlement hold for ever, as long as no price before it changes."""
        settled = score.phase is Phase.SETTLED and score.settles is not None
        return KeptScore(
            pick_id=pick_id,
            symbol=given.symbol,
            benchmark=given.benchmark,
            total_benchmark=given.total_benchmark,
            setup=self.setup,
            given=self.given(given, listing),
            as_of=as_of,
            until=score.settles if settled and score.settles is not None else OPEN,
            excess=score.excess,
            phase=score.phase,
            opens=score.window_opens,
            settles=score.settles,
            figures=self._scores.dump_json(score).decode(),
            worked=worked,
        )

    def read(self, kept: KeptScore, given: PickInput, listing: Listing, as_of: date) -> PickScore | None:
        """The figures as of a day, where they are kept and hold for it."""
        if kept.setup != self.setup or kept.as_of > as_of or kept.given != self.given(given, listing):
            return None
        return self._scores.validate_json(kept.figures)

    def read_all(
        self, asked: Iterable[tuple[KeptScore, PickInput]], listing_of: Callable[[str], Listing], as_of: date
    ) -> dict[int, PickScore]:
        """As `read`, of many: the figures that hold, by pick_id."""
        read = {kept.pick_id: self.read(kept, given, listing_of(given.symbol), as_of) for kept, given in asked}
        return {pick_id: score for pick_id, score in read.items() if score is not None}

    def tells(self, kept: KeptHorizon, listing: str, as_of: date) -> bool:
        """Whether the ends of a horizon are kept and hold for a day; ``listing`` is the print of today's.

        What else is said of a pick takes its row along when it changes.
        """
        if kept.setup != self.setup or kept.given is None or kept.as_of is None or kept.as_of > as_of:
            return False
        return kept.given.startswith(listing)

    @cached_property
    def _scores(self) -> TypeAdapter[PickScore]:
        return TypeAdapter(PickScore)


def keeps(given: PickInput, score: PickScore, as_of: date, newest: Mapping[str, date]) -> bool:
    """Whether figures can be kept: those of a settlement, or reckoned from the newest prices there are.

    ``newest`` is the last session with a price, by code.
    """
    if score.phase is Phase.SETTLED and score.settles is not None:
        return score.settles <= as_of
    codes = (given.symbol, given.benchmark, given.total_benchmark)
    return all(newest.get(code or "", as_of) <= as_of for code in codes)


def _print(value: object) -> str:
    return sha256(repr(value).encode()).hexdigest()
