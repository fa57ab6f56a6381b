"""What the buttons of rules ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowRules:
    """A page of one's own rules, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowRule:
    """One rule with its history."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class TryRule:
    """One rule, with when it would have told in the last year."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class AskRule:
    """Ask what is to be watched; ``target`` is as `bot.domain.rule_targets.RuleTarget.written` writes it."""

    target: str


@dataclass(frozen=True, slots=True)
class AskRuleOf:
    """As `AskRule`, another group of kinds (see `bot.domain.rule_kinds.GROUPS`)."""

    target: str
    group: str


@dataclass(frozen=True, slots=True)
class AskThreshold:
    """Ask for a threshold; ``kind`` is a value of `bot.domain.rule_kinds.RuleKind`."""

    symbol: str
    kind: str


@dataclass(frozen=True, slots=True)
class MakeRule:
    """Make a rule; ``threshold`` is a price or a fraction."""

    target: str
    kind: str
    threshold: str


@dataclass(frozen=True, slots=True)
class AskNewThreshold:
    """Ask for another threshold of a rule."""

    rule_id: int
    target: str
    kind: str


@dataclass(frozen=True, slots=True)
class SetThreshold:
    """Give a rule another threshold."""

    rule_id: int
    threshold: str


@dataclass(frozen=True, slots=True)
class SetFrequency:
    """How often a rule tells; a value of `bot.domain.rules.Frequency`."""

    rule_id: int
    frequency: str


@dataclass(frozen=True, slots=True)
class PauseRule:
    """Let a rule be silent (``paused``) or tell again."""

    rule_id: int
    paused: bool


@dataclass(frozen=True, slots=True)
class SnoozeRule:
    """Let a rule be silent for a day."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class SnoozeFor:
    """Let a rule be silent for so many hours."""

    rule_id: int
    hours: int


@dataclass(frozen=True, slots=True)
class SetCooldown:
    """How many minutes a rule is silent after it has told."""

    rule_id: int
    minutes: int


@dataclass(frozen=True, slots=True)
class SetUntil:
    """The last day of a rule: so many days from today, 0 for none."""

    rule_id: int
    days: int


@dataclass(frozen=True, slots=True)
class AskWord:
    """Ask for what is typed of a rule; a value of `bot.services.views.RuleWord`."""

    rule_id: int
    word: str


@dataclass(frozen=True, slots=True)
class EditRule:
    """What can be changed of a rule."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class DeleteRule:
    """Delete a rule."""

    rule_id: int


@dataclass(frozen=True, slots=True)
class RestoreRule:
    """Bring a deleted rule back."""

    rule_id: int


RuleAction = (
    ShowRules
    | ShowRule
    | TryRule
    | AskRule
    | AskRuleOf
    | AskWord
    | EditRule
    | RestoreRule
    | SetCooldown
    | SetUntil
    | SnoozeFor
    | AskThreshold
    | MakeRule
    | AskNewThreshold
    | SetThreshold
    | SetFrequency
    | PauseRule
    | SnoozeRule
    | DeleteRule
)

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
RULE_WIRE: dict[str, type[RuleAction]] = {
    "yl": ShowRules,
    "yr": ShowRule,
    "yt": TryRule,
    "yk": AskRule,
    "yh": AskThreshold,
    "ym": MakeRule,
    "yn": AskNewThreshold,
    "ys": SetThreshold,
    "yf": SetFrequency,
    "yp": PauseRule,
    "yz": SnoozeRule,
    "yd": DeleteRule,
    "yg": AskRuleOf,
    "yw": AskWord,
    "ye": EditRule,
    "yu": RestoreRule,
    "yc": SetCooldown,
    "yv": SetUntil,
    "yo": SnoozeFor,
}
