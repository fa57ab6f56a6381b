"""Why a message came, in a few words beside it in the outbox: which subscriptions, or which digest, brought it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.following import DigestSlot, Wanted

TOLD_BEFORE = "v"
MOST = 12  # subscriptions named under one message; the others are in the list of all


@dataclass(frozen=True, slots=True)
class Because:
    """What brought a message: ``follows`` are ids of subscriptions, ``slot`` is of a digest."""

    follows: tuple[int, ...] = ()
    slot: DigestSlot | None = None


def because(wanted: Wanted) -> str:
    """Subscriptions as the outbox keeps them: ``f3 f17``; where there is none, that it was told before."""
    return " ".join(f"f{follow_id}" for follow_id in wanted.because[:MOST]) or TOLD_BEFORE


def because_of_digest(slot: DigestSlot) -> str:
    """A digest as the outbox keeps it: ``d:close``."""
    return f"d:{slot}"


def read_because(written: str) -> Because:
    """What `because` and `because_of_digest` wrote; of messages that became one everything together."""
    words = list(dict.fromkeys(written.split()))
    follows = tuple(int(word[1:]) for word in words if word[0] == "f" and word[1:].isdigit())
    slots = [slot for slot in DigestSlot if because_of_digest(slot) in words]
    return Because(follows[:MOST], slots[0] if slots else None)
