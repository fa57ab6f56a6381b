"""Failures, jobs and broadcasts as an administrator meets them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.services.views import View
from bot.services.views.administration import FailureFile, FailureLine, FailureList, JobCard, JobLine, JobList
from bot.services.views.broadcasts import Announcement, Audience, BroadcastCard, BroadcastLine, BroadcastList

AT = datetime(2025, 12, 25, 15, 41, tzinfo=UTC)
AGO, AHEAD = AT - timedelta(hours=7), AT + timedelta(hours=16)
FAILED = FailureLine("E3F9A2", "bot.tg.gate", "ZeroDivisionError: *ST宝实 <b> & 1/0", 12, AGO, AT)
DONE = JobLine("refresh-a", AGO, AGO, None, AHEAD, 0, 0, "", running=False, by_hand=False)
SICK = JobLine("names", AT, AGO, AT, AHEAD, 3, 2, "E3F9A2", running=True, by_hand=True)
NEW = JobLine("quotes", None, None, None, None, 0, 0, "", running=False, by_hand=True)
DRAFT = BroadcastLine(3, Audience.ALL, AT, None, None, 1203, 0, 0, 0, 41.5, two_languages=True)
GOING = BroadcastLine(2, Audience.PEOPLE, AGO, AGO, None, 1200, 700, 498, 2, 130.0, two_languages=False)
STOPPED = BroadcastLine(1, Audience.GROUPS, AGO, AGO, AT, 3, 1, 0, 0, 0.0, two_languages=False)

ADMINISTRATION: dict[str, View] = {
    "failures": FailureList(
        AT, (FAILED, FailureLine("E00001", "bot.services.operation.routine", "A", 1, AT, AT)), 0, 2, 7
    ),
    "no failure": FailureList(AT, (), 0, 1, 0),
    "a failure": FailureFile("E3F9A2.txt", "E3F9A2", "Traceback …"),
    "jobs": JobList(AT, (SICK, DONE, NEW), 0, 3, 13),
    "a job": JobCard(AT, SICK),
    "a job by the clock alone": JobCard(AT, DONE),
    "an announcement": Announcement("<b>今晚维护</b>\n二十分钟。", "<b>Down tonight</b>\nfor twenty minutes."),
    "broadcasts": BroadcastList((DRAFT, GOING, STOPPED), 0, 2, 6),
    "a broadcast to confirm": BroadcastCard(DRAFT),
    "a broadcast under way": BroadcastCard(GOING),
    "a broadcast that was stopped": BroadcastCard(STOPPED),
    "a job to be run": JobCard(AT, NEW, asked=True),
}
