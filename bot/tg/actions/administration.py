"""What the buttons of administrators ask for: see `bot.tg.actions.callbacks` for how they travel."""

from __future__ import annotations

from bot.tg.actions.wire import action


@action("ze")
class ShowFailures:
    """A page of what failed, from 0."""

    page: int = 0


@action("zf")
class GetFailure:
    """All that is known of one failure, as a file."""

    reference: str


@action("zx")
class ForgetFailure:
    """Take a failure off the list, and show the page again."""

    reference: str
    page: int


@action("zj")
class ShowJobs:
    """A page of the jobs, from 0."""

    page: int = 0


@action("zk")
class ShowJob:
    """One job."""

    name: str


@action("zr")
class RunJob:
    """Run a job now; asks first unless ``sure``."""

    name: str
    sure: bool


@action("zl")
class ShowBroadcasts:
    """A page of the broadcasts, from 0."""

    page: int = 0


@action("zb")
class ShowBroadcast:
    """One broadcast, as it stands."""

    number: int


@action("zt")
class ShowText:
    """A broadcast as it is read."""

    number: int


@action("za")
class SetAudience:
    """Who is to get it; a value of `bot.services.views.Audience`."""

    number: int
    audience: str


@action("zs")
class SendBroadcast:
    """Send it."""

    number: int


@action("zo")
class StopBroadcast:
    """Send the rest to nobody."""

    number: int


BroadcastAction = ShowBroadcasts | ShowBroadcast | ShowText | SetAudience | SendBroadcast | StopBroadcast
AdminAction = ShowFailures | GetFailure | ForgetFailure | ShowJobs | ShowJob | RunJob | BroadcastAction
