"""What the buttons of rules ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("yl")
class ShowRules:
    """A page of one's own rules, from 0."""

    page: int = 0


@action("yr")
class ShowRule:
    """One rule with its history."""

    rule_id: int


@action("yt")
class TryRule:
    """One rule, with when it would have told in the last year."""

    rule_id: int


@action("yk")
class AskRule:
    """Ask what is to be watched; ``target`` is as `bot.domain.rule_targets.RuleTarget.written` writes it."""

    target: str


@action("yg")
class AskRuleOf:
    """As `AskRule`, another group of kinds (see `bot.domain.rule_kinds.GROUPS`)."""

    target: str
    group: str


@action("yh")
class AskThreshold:
    """Ask for a threshold; ``kind`` is a value of `bot.domain.rule_kinds.RuleKind`."""

    symbol: str
    kind: str


@action("ym")
class MakeRule:
    """Make a rule; ``threshold`` is a price or a fraction."""

    target: str
    kind: str
    threshold: str


@action("yn")
class AskNewThreshold:
    """Ask for another threshold of a rule."""

    rule_id: int
    target: str
    kind: str


@action("ys")
class SetThreshold:
    """Give a rule another threshold."""

    rule_id: int
    threshold: str


@action("yf")
class SetFrequency:
    """How often a rule tells; a value of `bot.domain.rules.Frequency`."""

    rule_id: int
    frequency: str


@action("yp")
class PauseRule:
    """Let a rule be silent (``paused``) or tell again."""

    rule_id: int
    paused: bool


@action("yz")
class SnoozeRule:
    """Let a rule be silent for a day."""

    rule_id: int


@action("yo")
class SnoozeFor:
    """Let a rule be silent for so many hours."""

    rule_id: int
    hours: int


@action("yc")
class SetCooldown:
    """How many minutes a rule is silent after it has told."""

    rule_id: int
    minutes: int


@action("yv")
class SetUntil:
    """The last day of a rule: so many days from today, 0 for none."""

    rule_id: int
    days: int


@action("yw")
class AskWord:
    """Ask for what is typed of a rule; a value of `bot.services.views.RuleWord`."""

    rule_id: int
    word: str


@action("ye")
class EditRule:
    """What can be changed of a rule."""

    rule_id: int


@action("yd")
class DeleteRule:
    """Delete a rule."""

    rule_id: int


@action("yu")
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
