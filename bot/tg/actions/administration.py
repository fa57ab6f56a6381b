"""What the buttons of administrators ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ShowFailures:
    """A page of what failed, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class GetFailure:
    """All that is known of one failure, as a file."""

    reference: str


@dataclass(frozen=True, slots=True)
class ForgetFailure:
    """Take a failure off the list, and show the page again."""

    reference: str
    page: int


@dataclass(frozen=True, slots=True)
class ShowJobs:
    """A page of the jobs, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowJob:
    """One job."""

    name: str


@dataclass(frozen=True, slots=True)
class RunJob:
    """Run a job now; asks first unless ``sure``."""

    name: str
    sure: bool


@dataclass(frozen=True, slots=True)
class ShowBroadcasts:
    """A page of the broadcasts, from 0."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowBroadcast:
    """One broadcast, as it stands."""

    number: int


@dataclass(frozen=True, slots=True)
class ShowText:
    """A broadcast as it is read."""

    number: int


@dataclass(frozen=True, slots=True)
class SetAudience:
    """Who is to get it; a value of `bot.services.views.Audience`."""

    number: int
    audience: str


@dataclass(frozen=True, slots=True)
class SendBroadcast:
    """Send it."""

    number: int


@dataclass(frozen=True, slots=True)
class StopBroadcast:
    """Send the rest to nobody."""

    number: int


BroadcastAction = ShowBroadcasts | ShowBroadcast | ShowText | SetAudience | SendBroadcast | StopBroadcast
AdminAction = ShowFailures | GetFailure | ForgetFailure | ShowJobs | ShowJob | RunJob | BroadcastAction

# Names on the wire: never give one of them another meaning, buttons live as long as the chats they stand in.
ADMIN_WIRE: dict[str, type[AdminAction]] = {
    "ze": ShowFailures,
    "zf": GetFailure,
    "zx": ForgetFailure,
    "zj": ShowJobs,
    "zk": ShowJob,
    "zr": RunJob,
    "zl": ShowBroadcasts,
    "zb": ShowBroadcast,
    "zt": ShowText,
    "za": SetAudience,
    "zs": SendBroadcast,
    "zo": StopBroadcast,
}
