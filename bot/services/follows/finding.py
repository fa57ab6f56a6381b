"""From words to what can be followed: one certain answer, or the nearest choices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import zip_longest

from bot.domain.following import TargetKind, analyst_of, analyst_ref, segment_ref
from bot.domain.name_forms import normal
from bot.domain.names import Found
from bot.domain.reports import RESTRICTED_LEVELS
from bot.extraction.brokers import Broker
from bot.services.access.people import Refused, Viewer
from bot.services.follows.followers import Followers
from bot.services.follows.following import LONGEST_NAME
from bot.services.follows.words import FollowWish
from bot.services.names.lookup import Lookup
from bot.services.names.nearest import HALF, near_words
from bot.services.views.following import FollowChoices
from bot.services.views.pieces import Target
from bot.store.store import Store, Transaction

MOST = 8
_ENDINGS = ("行业", "板块", "证券")
_TYPED = (TargetKind.BROKER, TargetKind.INDUSTRY)  # that can be followed before any report names them


class FollowFinding:
    """Looks among what confirmed reports print and what the lists of securities and brokers know."""

    def __init__(self, store: Store, lookup: Lookup, followers: Followers, brokers: Sequence[Broker]) -> None:
        self._store = store
        self._lookup = lookup
        self._followers = followers
        self._brokers = tuple(brokers)

    async def find(self, wish: FollowWish, viewer: Viewer, verb: str) -> Target | FollowChoices:
        """The one thing that is meant, or choices for ``verb``.

        Raises:
            Refused: nothing is like it.
        """
        kind, name = wish.kind, wish.name
        if kind is TargetKind.EVERYTHING:
            return Target(kind)
        if kind is TargetKind.REPORT:
            if wish.report_id is None:
                raise Refused("report_unknown")
            return Target(kind, str(wish.report_id))
        hidden = () if viewer.qualified else RESTRICTED_LEVELS
        async with self._store.snapshot() as tx:
            if kind is TargetKind.SEGMENT:
                return await self._segment(tx, wish, hidden, verb)
            exact = await self._exact(tx, name, kind, hidden)
            if len(exact) == 1:
                return exact[0]
            near = exact or await self._near(tx, name, kind, hidden)
        anyway = Target(kind, name, name) if not exact and kind in _TYPED and len(name) <= LONGEST_NAME else None
        if not near and anyway is None:
            raise Refused("follow_unknown" if kind is not TargetKind.STOCK else "stock_unknown", query=name)
        return FollowChoices(name, verb, tuple(near[:MOST]), anyway)

    async def _exact(
        self, tx: Transaction, name: str, kind: TargetKind | None, hidden: Collection[str]
    ) -> list[Target]:
        """Everything that bears this very name."""
        found: list[Target] = []
        if kind in (None, TargetKind.STOCK):
            certain = self._lookup.find(name)
            if isinstance(certain, Found):
                security = certain.security
                found.append(Target(TargetKind.STOCK, security.symbol, f"{security.name} {security.code}"))
        if kind in (None, TargetKind.BROKER):
            printed = [each for each in await tx.known.brokers() if normal(each) == normal(name)]
            houses = [self._followers.house(each) for each in await tx.known.shown_brokers(printed, hidden)]
            listed = self._broker(name)
            found += [
                Target(TargetKind.BROKER, each, each) for each in dict.fromkeys([*filter(None, [listed]), *houses])
            ]
        if kind in (None, TargetKind.INDUSTRY):
            printed = [each for each in await tx.known.industries() if _bare(each) == _bare(name)]
            shown = await tx.known.shown_industries(printed, hidden)
            found += [Target(TargetKind.INDUSTRY, each, each) for each in shown]
        if kind in (None, TargetKind.ANALYST):
            who, _, house = name.replace("（", " ").replace("(", " ").partition(" ")
            found += [
                each
                for each in self._analysts(await tx.known.shown_analysts([who], hidden))
                if house.strip(" ）)") in analyst_of(each.ref)[1]
            ]
        return found

    async def _near(self, tx: Transaction, name: str, kind: TargetKind | None, hidden: Collection[str]) -> list[Target]:
        """What is like the name: the nearest of each kind that can be meant, then the next of each."""
        found: list[list[Target]] = []
        if kind in (None, TargetKind.STOCK):
            stocks = self._lookup.near(name)
            found.append([Target(TargetKind.STOCK, each.symbol, f"{each.name} {each.code}") for each in stocks[:MOST]])
        if kind in (None, TargetKind.BROKER):
            printed = _like(name, await tx.known.brokers())
            houses = [self._followers.house(each) for each in await tx.known.shown_brokers(printed, hidden)]
            listed = _like(name, [broker.short for broker in self._brokers])
            found.append([Target(TargetKind.BROKER, each, each) for each in dict.fromkeys([*houses, *listed])])
        if kind in (None, TargetKind.INDUSTRY):
            printed = _like(name, await tx.known.industries())
            shown = await tx.known.shown_industries(printed, hidden)
            found.append([Target(TargetKind.INDUSTRY, each, each) for each in shown])
        if kind in (None, TargetKind.ANALYST):
            found.append(self._analysts(await tx.known.shown_analysts(_like(name, await tx.known.analysts()), hidden)))
        in_turn = (each for row in zip_longest(*found) for each in row if each is not None)
        return list(dict.fromkeys(in_turn))

    async def _segment(
        self, tx: Transaction, wish: FollowWish, hidden: Collection[str], verb: str
    ) -> Target | FollowChoices:
        found = await tx.known.segments(wish.name, hidden, MOST, wish.report_id)
        targets = [
            Target(TargetKind.SEGMENT, segment_ref(number, segment), f"{segment} #{number}")
            for number, segment in found
        ]
        if not targets:
            raise Refused("follow_unknown", query=wish.name or f"#{wish.report_id}")
        return targets[0] if len(targets) == 1 else FollowChoices(wish.name, verb, tuple(targets))

    def _broker(self, name: str) -> str | None:
        for broker in self._brokers:
            names = (broker.short, *broker.legal, *(former.short for former in broker.former))
            if any(normal(name) == normal(each) for each in names):
                return self._followers.house(broker.short)
        return None

    def _analysts(self, found: Sequence[tuple[str, str]]) -> list[Target]:
        people = dict.fromkeys((name, self._followers.house(broker)) for name, broker in found)
        return [Target(TargetKind.ANALYST, analyst_ref(*each), f"{each[0]}（{each[1]}）") for each in people]


def _like(name: str, words: Iterable[str]) -> tuple[str, ...]:
    """Those that hold the name, then those that are spelt like it."""
    bare, spelt = _bare(name), {each.lower(): each for each in words}
    holding = [each for low, each in spelt.items() if bare and (bare in low or _bare(low) in bare)]
    return tuple(dict.fromkeys([*sorted(holding, key=len), *near_words(name, spelt, least=HALF)]))[: MOST // 2]


def _bare(name: str) -> str:
    text = normal(name).lower()
    return next((text.removesuffix(end) for end in _ENDINGS if text.endswith(end) and text != end), text)
