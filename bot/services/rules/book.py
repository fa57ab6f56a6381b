"""The rules that quotes decide, held in order in memory: which of them a look at the quotes may concern."""

from __future__ import annotations

from array import array
from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from bot.domain.quotes import Quote
from bot.domain.rule_figures import MINUTES, Today, value_of
from bot.domain.rule_kinds import RuleKind
from bot.domain.rules import Rule, RuleKey, RuleState
from bot.services.rules.bases import Basis
from bot.services.rules.looks import Looks
from bot.services.rules.reading import columns_of, read_columns
from bot.store.rules import StandingRules
from bot.store.store import Transaction

if TYPE_CHECKING:  # numpy waits until there is a rule
    from bot.domain.scoring.arrays import Floats, Ints
    from bot.domain.scoring.thresholds import Thresholds

NOTHING: Mapping[Rule, Collection[str]] = MappingProxyType({})
QUOTED = tuple(kind for kind in RuleKind if kind.on_quotes)


class Entries:
    """What stands in an index: rules of one stock under their ids, those about several under a number for each security."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self._rules = array("q")
        self._of = array("i")

    def row(self, symbol: str) -> int:
        """The number of a security."""
        return self.rows.setdefault(symbol, len(self.rows))

    def begin_anew(self) -> None:
        """Forget what stands under numbers; securities keep theirs."""
        del self._rules[:], self._of[:]

    def add(self, rule_id: int, symbol: str) -> int:
        """The number, which is negative, under which a rule about several stands with one of its securities."""
        self._rules.append(rule_id)
        self._of.append(self.row(symbol))
        return -len(self._rules)

    def keys(self, numbers: Iterable[int]) -> list[RuleKey]:
        """What stands under these numbers; nothing that quotes decide counts from a report."""
        symbols = list(self.rows)
        return [(self._rules[-number - 1], symbols[self._of[-number - 1]], 0) for number in numbers]


@dataclass(frozen=True, slots=True)
class Crossed:
    """The rules that may have changed their place: those of one stock by id, those about several by key."""

    stocks: Sequence[int] = ()
    members: Sequence[RuleKey] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.stocks or self.members)


@dataclass(frozen=True, slots=True)
class Figures:
    """What a look gives to the index: the securities that have rules, what each of their lanes looks at.

    ``extremes`` are the same with the prices beyond which no look has seen the security.
    """

    symbols: Sequence[str]
    rows: Ints
    values: Floats
    extremes: Floats


class RuleBook:
    """The thresholds of one session in order, in layers: what has changed since all were read, and rules about several.

    A rule that was changed or deleted still stands in the first layer, which costs a look at it when its old threshold
    is crossed and nothing else: what it tells is decided by the rule as it is.
    """

    def __init__(self, bases: Mapping[str, Basis], days: Mapping[str, Today]) -> None:
        self._entries = Entries()
        self._rows = self._entries.rows
        self._layers: dict[str, Thresholds] = {}
        self.bases = dict(bases)
        self.days = dict(days)
        self.changed: frozenset[int] = frozenset()
        self.many: Mapping[Rule, Collection[str]] = NOTHING

    def serves(self, sessions: Mapping[str, date]) -> bool:
        """Whether thresholds have been carried to these sessions, where the security is known."""
        known = ((self.bases[symbol].session, day) for symbol, day in sessions.items() if symbol in self.bases)
        return all(session == day for session, day in known)

    def learn(self, bases: Mapping[str, Basis], days: Mapping[str, Today]) -> None:
        """What further securities are compared with; their rules are to be read."""
        self.bases |= bases
        self.days |= days

    async def read_all(self, tx: Transaction, at: datetime) -> None:
        """Read the rules of one stock that quotes decide."""
        await self._read("all", tx.rules.standing(QUOTED, at))

    async def read_some(self, tx: Transaction, at: datetime, changed: frozenset[int], symbols: Collection[str]) -> None:
        """Read those rules that have ``changed`` since, and those of these securities."""
        await self._read("some", tx.rules.standing(QUOTED, at, among=(changed, symbols)))
        self.changed = changed

    async def read_many(self, tx: Transaction, many: Mapping[Rule, Collection[str]]) -> None:
        """Put rules about several securities in order, those that stood before no more."""
        states = await tx.rules.states({rule.rule_id for rule in many})
        self._entries.begin_anew()
        rows = columns_of(list(_of_many(many, states, self._entries)))
        await self._read("many", _one(rows))
        self.many = many

    async def _read(self, layer: str, rules: AsyncIterator[StandingRules]) -> None:
        from bot.domain.scoring.thresholds import Thresholds  # noqa: PLC0415 - numpy waits until there is a rule

        columns = await read_columns(rules, self._entries, self.bases)
        self._layers[layer] = Thresholds(columns, len(self._rows))

    def crossed(self, figures: Figures) -> Crossed:
        """The rules that may have changed their place, or were beyond it since the last look and are back."""
        if not figures.symbols:
            return Crossed()
        found: set[int] = set()
        for layer in self._layers.values():
            found.update(layer.crossed(figures.rows, figures.values).tolist())
            found.update(layer.crossed(figures.rows, figures.extremes).tolist())
        numbers = sorted(found)
        members = self._entries.keys(number for number in numbers if number < 0)
        return Crossed([number for number in numbers if number >= 0], members)

    def accept(self, figures: Figures, but: Collection[str]) -> None:
        """These figures were dealt with, ``but`` those of some securities."""
        fine = [place for place, symbol in enumerate(figures.symbols) if symbol not in but]
        for layer in self._layers.values() if fine else ():
            layer.accept(figures.rows[fine], figures.values[fine])

    def figures(self, quotes: Mapping[str, Quote], looks: Looks) -> Figures:
        """What these quotes show to the rules."""
        import numpy as np  # noqa: PLC0415 - only where there is a rule

        from bot.domain.scoring.thresholds import LANE_OF, LANES  # noqa: PLC0415

        here = [quote for symbol, quote in quotes.items() if symbol in self._rows]
        rows = np.array([self._rows[each.symbol] for each in here], np.int64)
        filled = np.zeros((len(here), len(LANES)), bool)
        for layer in self._layers.values():
            filled |= layer.filled(rows)
        values = np.full((len(here), len(LANES)), np.nan)
        above, below = LANE_OF[RuleKind.PRICE_ABOVE], LANE_OF[RuleKind.PRICE_BELOW]
        values[:, above] = values[:, below] = [float(each.price) for each in here]
        filled[:, [above, below]] = False  # done, all at once: most rules are about prices
        for place, lane in np.argwhere(filled).tolist():
            quote, kind = here[place], LANES[lane]
            earlier = looks.earlier(quote) if kind in MINUTES else ()
            value = value_of(kind, quote, self.days[quote.symbol], earlier)
            values[place, lane] = np.nan if value is None else value
        extremes = values.copy()
        for place, quote in enumerate(here):
            unseen = looks.unseen(quote, self.days[quote.symbol].session)
            if unseen.high is not None:
                extremes[place, above] = max(quote.price, unseen.high)
            if unseen.low is not None:
                extremes[place, below] = min(quote.price, unseen.low)
        return Figures([each.symbol for each in here], rows, values, extremes)


async def _one(rows: StandingRules) -> AsyncIterator[StandingRules]:
    yield rows


def _of_many(
    many: Mapping[Rule, Collection[str]], states: Mapping[RuleKey, RuleState], entries: Entries
) -> Iterator[tuple[Any, ...]]:
    """As `bot.store.rules.Rules.standing`, a row for each security of rules about several."""
    for rule, symbols in many.items():
        for symbol in symbols:
            state = states.get((rule.rule_id, symbol, 0), RuleState())
            if not state.spent:
                number = entries.add(rule.rule_id, symbol)
                yield number, symbol, rule.kind, rule.threshold, rule.based_on, state.place, state.session
