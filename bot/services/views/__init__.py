"""What a person is shown, before any formatting: frozen dataclasses that tg/render turns into text.

A view carries figures with their basis, source and time; it never carries a report's prose, except a draft's evidence
for the one who uploaded it (DESIGN 2). ``page`` and ``segment`` count from 0, ``pages`` says how many there are.
"""

from __future__ import annotations

from bot.domain.following import TargetKind
from bot.services.views.administration import FailureFile, FailureLine, FailureList, JobCard, JobLine, JobList
from bot.services.views.baskets import BasketCard, BasketLine, BasketOf, IndustryLine
from bot.services.views.boards import BoardLine, DissentLine, DissentList, Party, Scoreboard
from bot.services.views.broadcasts import Announcement, Audience, BroadcastCard, BroadcastLine, BroadcastList
from bot.services.views.cards import (
    CoverageCard,
    CoverageLine,
    ReportCard,
    ReportLine,
    ReportList,
    Tally,
    Watchlist,
)
from bot.services.views.channels import (
    ChannelCard,
    ChannelFollow,
    ChannelLine,
    ChannelList,
    ChannelQuestion,
    ChannelRemoval,
)
from bot.services.views.charts import (
    BasketChart,
    BoardChart,
    BoardRow,
    CalibrationChart,
    CalibrationRow,
    Chart,
    ChartBand,
    ChartDot,
    ChartLane,
    ChartLine,
    ChartMark,
    ReplayChart,
    ReportChart,
    StockChart,
)
from bot.services.views.digests import (
    AlertCount,
    Announced,
    BasketChange,
    BoardChange,
    Digest,
    DigestCard,
    DigestLine,
    DigestMenu,
    MorningDigest,
    Mover,
    NewReport,
    RatedPick,
    WeeklyDigest,
    ZoneChoices,
)
from bot.services.views.drafts import (
    BrokerQuestion,
    Change,
    CorrectionHistory,
    DateQuestion,
    DraftCard,
    DraftHead,
    DraftItemCard,
    DraftName,
    DraftPick,
    DraftScale,
    DraftStep,
    DraftTwin,
    KindQuestion,
    StockQuestion,
)
from bot.services.views.episodes import EpisodeLine, StockTimeline
from bot.services.views.exports import ExportChoices, ExportFile, ExportForm, ExportOf
from bot.services.views.findings import FindingLine, Findings
from bot.services.views.following import (
    FollowChange,
    FollowChanged,
    FollowChoices,
    FollowPart,
    FollowParts,
    Pushed,
    SubscriptionCard,
    SubscriptionLine,
    SubscriptionList,
    WhyCard,
)
from bot.services.views.guesses import Menu, Nearest, NeedQuestion, NeedRef
from bot.services.views.holding import Held, HeldBecause, HeldItem, HeldPage
from bot.services.views.lists import (
    ListDeleted,
    ListEditor,
    ListFile,
    ListForm,
    ListHead,
    ListImport,
    ListLink,
    ListOverview,
    ListPicker,
    ListQuestion,
    ListWord,
    UnclearEntry,
    WatchRow,
    WatchTable,
)
from bot.services.views.members import InvitationCard, MemberCard, MemberLine, MemberList, PersonalData
from bot.services.views.news import AlertKind, AlertLine, Alerts, NewPick, RefusedFile, RefusedFiles
from bot.services.views.people import Help, Privacy, SettingsView, SuitabilityQuestion, Welcome
from bot.services.views.pieces import (
    ConflictLine,
    Notice,
    ReportHead,
    SecurityChoices,
    SecurityRef,
    Source,
    Target,
)
from bot.services.views.queue import LetterLine, QueueView
from bot.services.views.replays import Replay, ReplayDay
from bot.services.views.rules import (
    CarriedThreshold,
    RuleAim,
    RuleAlert,
    RuleCard,
    RuleDeleted,
    RuleDraft,
    RuleKinds,
    RuleLine,
    RuleList,
    RuleMisread,
    RuleQuestion,
    RuleStanding,
    RuleTelling,
    RuleThresholds,
    RuleWhich,
    RuleWord,
    Trial,
    TrialNote,
)
from bot.services.views.settlements import HorizonEnd, SettlementCalendar, SettlementFile, SettlementLine
from bot.services.views.sharing import SharedCard, SharedCards
from bot.services.views.sources import DisputeLine, SourceLine, SourceState, SourcesView, SupplyLine

View = (
    Notice
    | SecurityChoices
    | DraftCard
    | Announcement
    | BasketCard
    | BroadcastCard
    | BroadcastList
    | DraftItemCard
    | StockQuestion
    | KindQuestion
    | DateQuestion
    | BrokerQuestion
    | CorrectionHistory
    | ReportCard
    | ReportList
    | CoverageCard
    | ChannelCard
    | ChannelList
    | ChannelQuestion
    | ChannelRemoval
    | Chart
    | StockTimeline
    | Scoreboard
    | DissentList
    | Watchlist
    | FollowChanged
    | FollowChoices
    | FollowParts
    | Pushed
    | SubscriptionCard
    | SubscriptionList
    | WhyCard
    | Alerts
    | Digest
    | DigestCard
    | DigestMenu
    | MorningDigest
    | WeeklyDigest
    | ZoneChoices
    | ExportChoices
    | ExportFile
    | FailureFile
    | FailureList
    | Findings
    | Held
    | HeldPage
    | QueueView
    | SettlementCalendar
    | SettlementFile
    | RefusedFiles
    | Replay
    | RuleAlert
    | RuleCard
    | RuleDeleted
    | RuleDraft
    | RuleKinds
    | RuleList
    | RuleMisread
    | RuleWhich
    | RuleQuestion
    | RuleThresholds
    | SettingsView
    | Welcome
    | SuitabilityQuestion
    | Help
    | InvitationCard
    | ListDeleted
    | ListEditor
    | ListFile
    | ListImport
    | ListLink
    | ListOverview
    | ListPicker
    | ListQuestion
    | JobCard
    | JobList
    | MemberCard
    | MemberList
    | Menu
    | Nearest
    | NeedQuestion
    | PersonalData
    | Privacy
    | SourcesView
    | WatchTable
)

__all__ = [
    "AlertCount",
    "AlertKind",
    "AlertLine",
    "Alerts",
    "Announced",
    "Announcement",
    "Audience",
    "BasketCard",
    "BasketChange",
    "BasketChart",
    "BasketLine",
    "BasketOf",
    "BoardChange",
    "BoardChart",
    "BoardLine",
    "BoardRow",
    "BroadcastCard",
    "BroadcastLine",
    "BroadcastList",
    "BrokerQuestion",
    "CalibrationChart",
    "CalibrationRow",
    "CarriedThreshold",
    "Change",
    "ChannelCard",
    "ChannelFollow",
    "ChannelLine",
    "ChannelList",
    "ChannelQuestion",
    "ChannelRemoval",
    "Chart",
    "ChartBand",
    "ChartDot",
    "ChartLane",
    "ChartLine",
    "ChartMark",
    "ConflictLine",
    "CorrectionHistory",
    "CoverageCard",
    "CoverageLine",
    "DateQuestion",
    "Digest",
    "DigestCard",
    "DigestLine",
    "DigestMenu",
    "DisputeLine",
    "DissentLine",
    "DissentList",
    "DraftCard",
    "DraftHead",
    "DraftItemCard",
    "DraftName",
    "DraftPick",
    "DraftScale",
    "DraftStep",
    "DraftTwin",
    "EpisodeLine",
    "ExportChoices",
    "ExportFile",
    "ExportForm",
    "ExportOf",
    "FailureFile",
    "FailureLine",
    "FailureList",
    "FindingLine",
    "Findings",
    "FollowChange",
    "FollowChanged",
    "FollowChoices",
    "FollowPart",
    "FollowParts",
    "Held",
    "HeldBecause",
    "HeldItem",
    "HeldPage",
    "Help",
    "HorizonEnd",
    "IndustryLine",
    "InvitationCard",
    "JobCard",
    "JobLine",
    "JobList",
    "KindQuestion",
    "LetterLine",
    "ListDeleted",
    "ListEditor",
    "ListFile",
    "ListForm",
    "ListHead",
    "ListImport",
    "ListLink",
    "ListOverview",
    "ListPicker",
    "ListQuestion",
    "ListWord",
    "MemberCard",
    "MemberLine",
    "MemberList",
    "Menu",
    "MorningDigest",
    "Mover",
    "Nearest",
    "NeedQuestion",
    "NeedRef",
    "NewPick",
    "NewReport",
    "Notice",
    "Party",
    "PersonalData",
    "Privacy",
    "Pushed",
    "QueueView",
    "RatedPick",
    "RefusedFile",
    "RefusedFiles",
    "Replay",
    "ReplayChart",
    "ReplayDay",
    "ReportCard",
    "ReportChart",
    "ReportHead",
    "ReportLine",
    "ReportList",
    "RuleAim",
    "RuleAlert",
    "RuleCard",
    "RuleDeleted",
    "RuleDraft",
    "RuleKinds",
    "RuleLine",
    "RuleList",
    "RuleMisread",
    "RuleQuestion",
    "RuleStanding",
    "RuleTelling",
    "RuleThresholds",
    "RuleWhich",
    "RuleWord",
    "Scoreboard",
    "SecurityChoices",
    "SecurityRef",
    "SettingsView",
    "SettlementCalendar",
    "SettlementFile",
    "SettlementLine",
    "SharedCard",
    "SharedCards",
    "Source",
    "SourceLine",
    "SourceState",
    "SourcesView",
    "StockChart",
    "StockQuestion",
    "StockTimeline",
    "SubscriptionCard",
    "SubscriptionLine",
    "SubscriptionList",
    "SuitabilityQuestion",
    "SupplyLine",
    "Tally",
    "Target",
    "TargetKind",
    "Trial",
    "TrialNote",
    "UnclearEntry",
    "View",
    "WatchRow",
    "WatchTable",
    "Watchlist",
    "WeeklyDigest",
    "Welcome",
    "WhyCard",
    "ZoneChoices",
]
