# English. The markup stands here; arguments are escaped when they are filled in.

## Everywhere
everything = all reports
somebody = an administrator
repeated = <i>(possibly sent before)</i>
kind-subject = Covered company
kind-recommended = Recommended
kind-beneficiary = Beneficiary
kind-watch = Watch
report-company = company report
report-industry = industry report
report-strategy = strategy report
report-morning = morning notes
report-other = report
measure-excess = excess
measure-absolute = return
measure-industry = against its industry
measure-coverage = against the coverage
phase-pending = not started
phase-maturing = before its horizon
phase-in_window = in its horizon
phase-settled = settled
position-above = above its band
position-within = within its band
position-below = below its band
index-000300 = CSI 300
index-short-H00300 = CSI 300 TR
index-H00300 = CSI 300 Total Return
index-000985 = CSI All Share
index-H00985 = CSI All Share Total Return
index-000906 = CSI 800
index-H00906 = CSI 800 Total Return
index-000905 = CSI 500
index-H00905 = CSI 500 Total Return
index-000852 = CSI 1000
index-H00852 = CSI 1000 Total Return
index-000001 = SSE Composite
index-000688 = STAR 50
index-399001 = SZSE Component
index-399106 = SZSE Composite
index-399006 = ChiNext
index-899050 = BSE 50
index-899001 = NEEQ Component
index-899002 = NEEQ Market Making
index-HSI = Hang Seng
index-HSCEI = Hang Seng China Enterprises
index-HSTECH = Hang Seng Tech
index-SPX = S&P 500
index-SPXTR = S&P 500 Total Return
index-IXIC = Nasdaq Composite
index-NDX = Nasdaq 100
index-DJI = Dow Jones Industrial Average
source-akshare = akshare
source-played = played for the demonstration, not real
source-recorded = recorded real prices
source-tencent = Tencent quotes
source-sina = Sina quotes
source-eastmoney = East Money
rating-buy = Buy
rating-strong-buy = Strong Buy
rating-recommend = Recommend
rating-outperform = Outperform
rating-accumulate = Accumulate
rating-hold = Hold
rating-neutral = Neutral
rating-underperform = Underperform
rating-avoid = Avoid
rating-sell = Sell
rating-overweight = Overweight
rating-underweight = Underweight
rating-not-rated = Not Rated
rating-suspended = Suspended

## Facts of a report
head-untitled = (no title)
head-industry = Industry: { $industry }
head-industry-rated = Industry: { $industry }, { $rating }
head-industry-initiated = Industry: { $industry }, { $rating }, initiated
head-industry-maintained = Industry: { $industry }, { $rating }, maintained
head-industry-upgraded = Industry: { $industry }, { $rating }, upgraded
head-industry-downgraded = Industry: { $industry }, { $rating }, downgraded
head-retracted = <b>Retracted</b>, no longer scored

## Figures
figure-excess = Excess { $excess }
figure-return-only = Return { $change } (no benchmark data, so no excess)
figure-none = No data yet
standing-met = <b>met</b>
standing-missed = <b>not met</b>
standing-ahead = in band by { $points }
standing-needs = { $points } short
standing-noted = notes on the stock's card
standing-noted-preliminary_close = provisional
standing-noted-suspended_now = suspended
standing-noted-delisted = delisted
standing-implied = implied rating { $rating }

## Footer
footer-source = Data: { $source }
footer-as-of = As of the close of { $day }
footer-no-data = No prices yet
footer-live = Quotes: { $source }, { $day } { $time } Beijing time
footer-source-as-of = Data: { $source }, close of { $day }
basis-total = Basis: total return from the report day's close vs { $benchmark }
basis-price = Basis: price return (no dividends) from the report day's close vs { $benchmark }
basis-convention = Basis: stock with dividends, benchmark without, from the report day's close vs { $benchmark }
basis-total-alone = Basis without a benchmark: total return from the entry's close
basis-price-alone = Basis without a benchmark: price return without dividends from the entry's close
basis-convention-alone = Basis without a benchmark: total return from the entry's close
footer-risk-line = <i>Past statistics, not investment advice.</i>
footer-risk =
    <blockquote expandable>Risk: these are statistics on what brokers published, not investment advice.
    Past results say nothing certain about the future.
    Prices may be late or wrong; for ratings and risks the report itself counts.</blockquote>

## Welcome and help
welcome =
    <b>Hello { $name }!</b>
    I keep score of Chinese broker research. Every rating is measured by its own report: its band, its horizon, its benchmark. So you see which ones came true.
welcome-commands =
    /coverage 中际旭创 – who covers a stock, and how it has gone
    /report – reports with the score of each pick
    /subscribe 中际旭创 – be told about a stock
    /watchlist – what you follow
    /digest – morning, close and week
    More in /help
welcome-editor = Send me a report as PDF, text file or plain text to add it.
welcome-stranger =
    This bot is private; you need an invitation.
    Your numeric id: <code>{ $id }</code>
    Send it to the bot's owner, who can let you in; then send /start again.
help-title = <b>Help</b>
help-heading = <b>{ $topic }</b>
help-topic-reading = Stocks and reports
help-topic-following = Following, alerts
help-topic-own = Settings, privacy
help-topic-adding = Adding a report
help-topic-running = Running the bot
help-topic-figures = Reading the figures
help-back = ‹ Help
help-coverage = /coverage NAME – who covers a stock, and how it has gone
help-report = /report – the reports; /report NUMBER shows one
help-scoreboard = /scoreboard – how brokers, analysts and industries have come out
help-subscribe = /subscribe NAME – follow a stock; /subscribe broker 开源证券, or an analyst, an industry, a segment; /subscribe all follows everything
help-subscriptions = /subscriptions – what you follow and how you are told
help-unsubscribe = /unsubscribe NAME – stop following
help-watchlist = /watchlist – what you follow
help-digest = /digest – morning, close and week
help-alerts = /alerts – your own alerts; /alerts zjxc excess &gt; 20% makes one
help-calendar = /calendar – what settles, and when
help-export = /export – files as CSV or JSON
help-settings = /settings – language, digest time, day changes
help-privacy = /privacy – what is stored about you
help-channels = /channels – send alerts and digests to a channel of yours
help-cancel = /cancel – stop what you have begun
help-sources = /sources – how the sources of prices do
help-queue = /queue – the messages on their way, and those that were given up
help-broadcast = /broadcast – write to many
help-jobs = /jobs – what each job did last and does next
help-errors = /errors – what failed, by its reference
help-invite = /invite editor or /invite subscriber – a link that lets one person in
help-users = /users – who has access; change roles or remove
help-resolve = /resolve 7 某某科技 300308 – say which stock an unknown name of report 7 is
help-menu = /menu – everything, to tap on
help-list = /list – your own lists; /list Optics + 300308 ZTE puts stocks into one
help-export_me = /export_me – all that is kept of you
help-forget_me = /forget_me – have it deleted
help-plain =
    A few words will do, no command is needed: coverage ZTE, reports, scoreboard, calendar, my watchlist, lists, settings – or just a name.
    NAME may be 中际旭创, 旭创, zjxc, 300308 or <code>300308.SZ</code>.
help-how-adding =
    Send a PDF, a text file or the text itself (as a file beyond 4,096 characters: Telegram cuts longer messages). You will see the picks that were read, the doubtful ones first; tap a number to see where it was read and to correct it. Every correction is kept and can be undone. Scoring starts when you confirm; the report's card lets you correct or retract it later.
help-how-figures =
    Excess: the stock's return minus its benchmark's, over the same sessions.
    Entry: the last close of the report's day. “Tradable” is the first open after it.
    Horizon: the months in which the rating is to come true, such as 6–12.
    Met: on the last day, the excess lies in the rating's band; for a bullish rating, above it counts too.
privacy-stored =
    <b>What is stored</b>
    Your Telegram id, name, language, role, settings, suitability answer, subscriptions, lists and alerts.
    The alerts and digests sent to you, for about three months, and a record of which alerts were sent.
    The files you upload with their names, and what was read from them.
    What you write is kept so that a restart loses nothing, and deleted about a week after it was handled. It is used for nothing else.
privacy-removal =
    <b>How to have it removed</b>
    /unsubscribe ends a subscription at any time.
    /export_me gives you all that is kept of you.
    /forget_me deletes it; reports and the ledger of verdicts stay, without saying who added them.
suitability-question =
    <b>Your investor class, please</b>
    This report has risk level { $level }. It is meant for professional investors and for retail investors of class C4 or C5 only.
    Are you one of them? You are asked once; /settings changes the answer.
choices = Several securities answer to “{ $query }”. Choose one:
choice = <b>{ $name }</b> <code>{ $symbol }</code>
choices-more = { $n } more are not shown; please be more specific.

## Menu
menu-title = <b>Menu</b>
    Tap, or just send such words: coverage ZTE, reports, scoreboard, calendar, my watchlist, lists.
nearest = Did you mean:
nearest-broker = Scoreboard of { $broker }
command-menu = Everything, to tap on
command-list = Your own lists
need-start = Start
need-menu = Menu
need-coverage = Find a stock
need-watchlist = Watchlist
need-list = My lists
need-report = Reports
need-scoreboard = Scoreboard
need-digest = Digest
need-alerts = Alerts
need-calendar = Calendar
need-export = Export
need-subscribe = Follow
need-unsubscribe = Stop following
need-subscriptions = What I follow
need-settings = Settings
need-help = Help
need-privacy = Privacy
need-export_me = My data
need-forget_me = Forget me
need-channels = Channels
need-cancel = Cancel
need-resolve = Resolve a name
need-users = Users
need-invite = Invite
need-sources = Sources
need-queue = Queue
need-broadcast = Broadcast
need-jobs = Jobs
need-errors = Errors
ask-need-coverage = Which stock? Please send its name, pinyin initials or code. /cancel to stop
ask-need-subscribe = Follow what? Please send a stock's name or code, or a report's number such as #7. /cancel to stop
ask-need-resolve = Please send: report's number, name, code; for example 7 某某科技 300308. /cancel to stop
ask-need-invite = Whom? Editors may add reports, subscribers only read. The days a link is good for can be named: <code>/invite editor 3</code>.
choice-invite-subscriber = A subscriber
choice-invite-editor = An editor

## Buttons
button-show-report = Show the report
button-baskets = Baskets
button-calendar = Calendar
button-calendar-file = Calendar file (.ics)
button-replay = Replay
button-reports = Reports
button-watchlist = Watchlist
button-settings = Settings
button-retract = Retract it
button-keep = Keep it
button-ask-retract = Retract this report
button-subscribe-stock = Follow this stock
button-unsubscribe-stock = Stop following
button-subscribe-report = Follow this report
button-unsubscribe-report = Stop following
button-subscribe-all = Follow everything
button-qualified = Yes: professional, C4 or C5
button-not-qualified = No
button-qualified-short = I am professional, C4 or C5
button-not-qualified-short = I am not professional, C4 or C5
button-confirm = { $n ->
    [one] Confirm 1 pick
   *[other] Confirm { $n } picks
}
button-discard = Discard
button-drop = Drop
button-take-back = Restore
button-back-to-draft = Back
button-check = ✓ This is right
button-unrated = Not stated
button-other-security = Other stock
button-add-pick = ＋ Add a pick
button-change-date = Change date
button-set-date = ⚠ Set the report's date
button-set-broker = Set broker
button-undo = ↩ Undo: { $change }
button-history = Corrections
button-correct = Correct
button-merge = Merge into #{ $id }
button-keep-apart = Keep both

## Adding a report
draft-title = <b>To be confirmed</b> #{ $id }
draft-title-confirmed = <b>Confirmed, can be corrected</b> #{ $id }
draft-scale-report = Rating bands (printed in the report, { $months }): { $scale }
draft-scale-config = Rating bands (none printed, the broker's usual ones, { $months }): { $scale }
draft-months-none = no horizon named
draft-size = Picks: { $picks }, securities: { $securities }, segments: { $segments } (pages: { $pages })
draft-size-unsegmented = Picks: { $picks }, securities: { $securities } (pages: { $pages })
draft-no-segment = No segment
draft-nothing = There are no picks. You can add some.
draft-look-first = <b>⚠ Look at these first</b>
draft-name-choices = { $number }. ❓ { $name } ({ $kind }): which stock is not certain
draft-name-none = { $number }. ❓ { $name } ({ $kind }): not found
draft-name-head = ❓ <b>{ $name }</b>: fits no security for certain, does not count yet
draft-name-ask = Choose one, or send a name or code. It counts once you have.
draft-unrated = no rating of its own
draft-dropped = <b>Dropped</b>, does not count
draft-confidence = Confidence <b>{ $share }</b>
draft-by-hand = Confidence <b>100%</b>: a person has confirmed it
draft-reason = + { $reason }
draft-reason-against = − { $reason }
draft-twin-headline = <b>⚠ This report is there already: #{ $id }</b> (same broker, date and title)
draft-twin-words = <b>⚠ This report is there already: #{ $id }</b> (same text, another file)
draft-twin-rule = { $new ->
    [0] Merged, the figures of #{ $id } stand; ratings and target prices it lacks come from this one. It has all the picks of this one.
   *[other] Merged, the figures of #{ $id } stand; ratings and target prices it lacks come from this one. Picks it lacks, added with their evidence: { $new }.
}
draft-twin-differing = Picks rated differently in the two: { $n }; #{ $id } stands.
draft-twin-names = Names that were not recognised are not merged: { $n }. Resolve them first if you need them.
draft-twin-retracted = That one was retracted and cannot take this one up. Keep both, or discard this one.
draft-warnings = <b>Please note</b>
draft-what-next = Tap a number to see where it was read, to correct it or to drop it. Scoring starts when you confirm.
draft-what-next-confirmed = Tap a number to see where it was read or to correct it. Corrections count at once and are scored anew; subscribers are not told.
draft-printed-as = (printed as { $name })
draft-evidence = <blockquote expandable>Page { $page }: { $words }</blockquote>
ask-security = Which stock is “{ $name }”? Choose one, or send a name or code. /cancel to leave it
ask-pick = Which pick is missing? Send its name or code. /cancel to leave it
ask-kind = What does the report say of it?
ask-date = The report's date is { $day }. Choose one that is printed in it, or send it, for example 2024-12-26. /cancel to leave it
ask-date-unknown = No date was read. Choose one that is printed in it, or send it, for example 2024-12-26. /cancel to leave it
ask-broker = Which broker's report is this? Send the name. /cancel to leave it
history-title = <b>Corrections</b> #{ $id }
history-none = Nothing was corrected.
history-who = <i>{ $who }, { $when }</i>
history-undone = <i>(undone)</i>
change-nothing = none
change-rating = { $about } rating: { $before } → { $after }
change-kind = { $about } kind: { $before } → { $after }
change-security = { $about } stock: { $before } → { $after }
change-target = { $about } target price: { $before } → { $after }
change-checked = { $about } checked
change-dropped = dropped { $about }
change-taken-back = restored { $about }
change-added = added { $about }
change-resolved = resolved { $about }
change-date = date: { $before } → { $after }
change-broker = broker: { $before } → { $after }
change-apart = kept beside the same report
change-merged = merged #{ $after }
warning-no_broker = The broker was not recognised.
warning-no_title = No title was found.
warning-no_date = No date was found.
warning-weekday_contradicts = The date does not fit the weekday printed beside it.
warning-no_scale = No rating definitions were found. The broker's usual bands will serve; where there are none, you get figures without a verdict.
warning-no_months = The rating definitions name no horizon; the broker's usual one is taken where it is known.
warning-no_benchmark = No benchmark is named; the default one will serve.
warning-no_picks = No picks were found.
warning-unresolved_names = Some names fit no security for certain, see above.
warning-close_differs = The printed close is not the market's; please check the security and the date (printed / market): { $about }
warning-close_fits = The printed close is that of another security: { $about }
warning-close_not_checked = The printed close was not checked, for want of that day's bar: { $about }
warning-other = Also: { $text }

## Report card and list
report-size = Report #{ $id }. Picks: { $picks }, securities: { $securities }
report-settled = Settled: { $settled }, <b>met: { $met }</b>
report-open = Open: { $open }, in band today: { $on_track }
report-unjudged = Others, figures without a verdict: { $n }
report-order = By excess, highest first:
reports-title = <b>Reports</b>, newest first
reports-none = There are no reports yet.
reports-picks = { $picks ->
    [one] 1 pick
   *[other] { $picks } picks
}

## Stock card
coverage-count = { $n ->
    [one] Picked once
   *[other] Picked { $n } times
}
coverage-none = Nothing to show
coverage-hidden = { $n ->
    [one] 1 more is from a report of risk level R4 or above; tell your investor class in /settings to see it
   *[other] { $n } more are from reports of risk level R4 or above; tell your investor class in /settings to see them
}
chart-span = { $since } to { $until }, start = 100, against { $benchmark }
inline-open = Open in the bot
inline-more = … and { $n } more in the bot
inline-start = Start the bot to search
inline-look = Look up { $name } in the bot
inline-nothing = Nothing to share was found. Open the bot
said-rated = Rated <b>{ $rating }</b>
said-rated-initiated = Rated <b>{ $rating }</b>, initiated
said-rated-maintained = Rated <b>{ $rating }</b>, maintained
said-rated-upgraded = Rated <b>{ $rating }</b>, upgraded
said-rated-downgraded = Rated <b>{ $rating }</b>, downgraded
said-recommended = <b>Recommended</b> (no rating of its own)
said-unrated = <b>{ $kind }</b> (no rating of its own: figures, no verdict)
said-target = Target price { $price }
promise-rating = This means { $measure } { $band } in { $months }
promise-rating-open = This means { $measure } { $band }, no horizon printed
promise-floor = Measured by { $measure } { $band } (lowest bullish band) in { $months }
promise-floor-open = Measured by { $measure } { $band } (lowest bullish band), no horizon printed
promise-as-printed = Band: { $band }
entry-none = No entry price yet
entry-published = Entry: close of { $day }, { $price }
entry-tradable = Tradable: open of { $day }, { $price }
entry-tradable-excess = Tradable: open of { $day }, { $price }, excess { $excess }
entry-excess = Excess <b>{ $excess }</b>
entry-returns = Stock { $stock }, { $benchmark } { $index }
phase-open = Status: { $phase }
phase-over = Status: settled { $day }
phase-until = Status: { $phase }, settles { $day }
implied-today = Implied rating today: { $rating }
implied-settled = Implied rating: { $rating }
way-needs = { $sessions ->
    [one] Needs { $points } more in 1 session
   *[other] Needs { $points } more in { $sessions } sessions
}
way-needs-open = Needs { $points } more, settlement not known yet
way-ahead = { $sessions ->
    [one] In band by { $points } with 1 session left
   *[other] In band by { $points } with { $sessions } sessions left
}
way-ahead-open = In band by { $points }, settlement not known yet
verdict-met = Verdict: <b>met</b> ({ $position }), settled { $day }
verdict-missed = Verdict: <b>not met</b> ({ $position }), settled { $day }
window-first = Excess after { $months } months { $excess }
window-path = Excess in the horizon: mean { $mean }, best { $best }, worst { $worst }
window-share = In band on { $share } of the horizon's sessions
convention-met = As terminals reckon (adjusted stock, price index): excess { $excess }, which would be <b>met</b> ({ $position }); { $why }
convention-missed = As terminals reckon (adjusted stock, price index): excess { $excess }, which would be <b>not met</b> ({ $position }); { $why }
convention-why-total = the difference of { $points } is the index's dividends
convention-why-price = the difference of { $points } is the stock's dividends
convention-why-convention = a difference of { $points }

## Episodes
timeline-title = Episodes: { $n }
timeline-consensus = Consensus (open ratings of all brokers):
timeline-no-ratings = no open rating
timeline-side = { $side } { $n } ({ $share })
conflict = ⚠ { $house }, { $day }: contradicting ratings of { $stock } ({ $ratings }; reports { $reports }). An editor has to decide; until then they do not count.
timeline-span = { $since } → { $until }
timeline-span-open = since { $since }, no horizon printed
timeline-reports = { $n ->
    [one] 1 report
   *[other] { $n } reports
}
timeline-backfilled = added afterwards
timeline-at-close = Excess when it closed { $excess }
opened-first = first call
opened-changed = rating changed
opened-resumed = rating resumed
opened-renewed = reiterated after its settlement
closed-changed = Closed early by another rating on { $day }; counted at its own settlement all the same
closed-withdrawn = Closed early, withdrawn on { $day }; counted at its own settlement all the same
side-bullish = bullish
side-neutral = neutral
side-bearish = bearish
button-timeline = Episodes
button-coverage = The stock's card

## Scoreboards
board-title-broker = <b>Brokers</b>
board-title-analyst = <b>Analysts</b>
board-title-industry = <b>Industries</b> (of the reports)
board-title-side = <b>Sides</b>
board-title-kind = <b>Kinds of pick</b>
board-title-rating = <b>Ratings of { $of }</b>
board-scope-forward = Episodes added when they were new: { $settled } settled, { $open } open
board-scope-backfilled = Episodes added afterwards: { $settled } settled, { $open } open
board-other-than-forward = Not among them: { $n } settled ones that were added afterwards
board-other-than-backfilled = Not among them: { $n } settled ones that were added when they were new
board-hidden = Not counted: { $n } from reports of risk level R4 or above; tell your investor class in /settings to count them
board-nothing = Nothing to count yet.
board-order = Each episode counts once, at its settlement. Ranked by the low end of the 95% interval; below { $enough } there is no rank.
board-no-base = No base rate: only { $n } A shares have prices here, fewer than { $least }.
board-no-base-here = No base rate: { $n } A shares have prices here, but fewer than { $least } had a close on the entry session.
board-too-few = Too few to judge: { $settled } settled, { $met } met
board-too-few-unjudged = Too few to judge: { $settled } settled, without a verdict
board-unjudged = { $settled } settled, without a verdict
board-met = { $judged } settled, { $met } met: <b>{ $share }</b> (95% interval { $low }–{ $high })
board-excess = Excess: mean { $mean }, median { $median }
board-base = Base rate { $base } (share of all A shares in the same band over the same sessions; { $based } comparable), lift { $lift }
board-overlap = Overlap: worth { $stocks } by stock, { $months } by month
board-open = { $open } open, of which { $on_track } in band today
board-unstated = not stated in the reports
board_empty = There is no episode to count yet. Add and confirm a report first.
side-unrated = recommended, not rated
button-board-broker = By broker
button-board-analyst = By analyst
button-board-industry = By industry
button-board-side = By side
button-board-kind = By kind
button-board-forward = Added when new
button-board-backfilled = Added afterwards
button-dissent = Disagreements
dissent-title = <b>Disagreements</b>: stocks with ratings of different sides at one time: { $n }
dissent-opposite = bullish against bearish
dissent-differing = different sides
dissent-open = Not all of them have settled yet
dissent-right = Right: <b>{ $sides }</b>
dissent-none-right = None of them was right
no_dissent = No stock has ratings of different sides at one time.

## What a reader must know
flag-no_benchmark_data = ⚠ No data for the benchmark, so no excess.
flag-no_price_data = ⚠ No prices for this security.
flag-no_open = ⚠ No opening price, so no tradable figure.
flag-suspended_at_entry = { $n ->
    [0] ⚠ Suspended at the entry; the close before it counts.
    [one] ⚠ Suspended at the entry (1 session); the close before it counts.
   *[other] ⚠ Suspended at the entry ({ $n } sessions); the close before it counts.
}
flag-suspended_at_settlement = { $n ->
    [0] ⚠ Suspended at the settlement; the close before it counts.
    [one] ⚠ Suspended at the settlement (1 session); the close before it counts.
   *[other] ⚠ Suspended at the settlement ({ $n } sessions); the close before it counts.
}
flag-waited_for_trading = { $n ->
    [0] ⚠ Suspended after the report; tradable only when trading resumed.
    [one] ⚠ Suspended after the report; tradable 1 session later.
   *[other] ⚠ Suspended after the report; tradable { $n } sessions later.
}
flag-sealed_at_limit = ⚠ Locked at its upper limit all day: nobody could buy.
flag-delisted = ⚠ Delisted; the last traded price is carried to the settlement.
flag-merged = ⚠ Merged; continued at the exchange ratio.
flag-not_listed_yet = ⚠ Not listed when the report came out; counts from its first close.
flag-provisional = ⚠ The trading calendar is not published that far; dates are provisional.
flag-scale_from_config = The report prints no rating definitions; the broker's usual bands are used.
flag-no_horizon = No horizon is known: figures, no verdict.
flag-measured_against_floor = No rating of its own: measured by the floor of the lowest bullish band.
flag-price_basis = Price return, without dividends.
flag-missing_bars = { $n ->
    [0] ⚠ Prices of some sessions are missing.
    [one] ⚠ Prices of 1 session are missing.
   *[other] ⚠ Prices of { $n } sessions are missing.
}
flag-suspended_now = { $n ->
    [0] ⚠ Suspended at present; the close before it counts.
    [one] ⚠ Suspended at present (1 session); the close before it counts.
   *[other] ⚠ Suspended at present ({ $n } sessions); the close before it counts.
}
flag-behind = { $n ->
    [0] ⚠ Prices do not reach the latest session yet.
    [one] ⚠ Prices are 1 session behind.
   *[other] ⚠ Prices are { $n } sessions behind.
}
flag-no_price_return = ⚠ The split of an ex-date is unknown, so no price return.
flag-between_bands = As printed, the bands leave a gap here: no rating is implied.
flag-several_bands = As printed, the bands overlap here: the first one printed counts.
flag-unknown_rating = ⚠ The rating definitions do not know this rating: figures, no verdict.
flag-preliminary_close = ⚠ No second look has confirmed the newest close yet: provisional.
flag-reference_missing = ⚠ The exchange's reference price of an ex-date is not here yet: provisional.
flag-estimated = Estimated in session.
flag-other = Note: { $code }

## Watchlist
watchlist-title = <b>Watchlist</b>: { $n ->
    [one] 1 security
   *[other] { $n } securities
}
watchlist-target = Following: { $label }
watchlist-more-targets = and { $n } more
watchlist-no-figures = No figures yet.
target-report = “{ $label }”

## Alerts
basket-title = <b>Equal-weight baskets</b>
basket-how = The same amount in each security, bought at the close of the report's day and held to its last or settlement close, each against its own benchmark.
basket-of-report = <b>All picks</b>
basket-of-kind = <b>By kind</b>
basket-of-segment = <b>By segment</b> (excess)
basket-short = { $label } · { $n }: { $excess }
basket-short-priced = { $label } · { $priced } of { $n } with data: { $excess }
basket-short-none = { $label } · { $n }: no data yet
basket-size = securities: { $n }
basket-size-priced = securities: { $n }, with data: { $priced }
basket-figures = Excess { $excess } (basket { $own }, benchmark { $benchmark })
basket-industry = <b>Industry rating</b> { $name }
basket-assumed = The scale prints words alone; neutral is taken as ±5 pp.

settlements-title = <b>Settlement calendar</b> from { $day }
settlements-followed = Of what you follow
settlements-everything = Of all reports you may see
settlements-sums = Securities this week: { $week }, within 30 days: { $month }
settlements-day = <b>{ $day }</b>
settlements-window_opens = Horizon begins · { $report } · securities: { $n }
settlements-window_opens-provisional = Horizon begins (provisional: calendar not published) · { $report } · securities: { $n }
settlements-settles = Settles · { $report } · securities: { $n }
settlements-settles-provisional = Settles (provisional: calendar not published) · { $report } · securities: { $n }
settlements-more = { $names } and { $n } more
settlements-file = Settlement calendar, entries: { $n }. Open it with your calendar; importing it again adds nothing twice.
settlements-name = Pickwatch settlements
settlements-event-window_opens = Horizon begins: { $report } ({ $n })
settlements-event-settles = Rating settles: { $report } ({ $n })

export-choose = <b>Export</b> Choose what and as what. The header tells what each column means, with its unit.
export-picks = Picks
export-episodes = Episodes
export-scores = Scores
export-ledger = Ledger
export-file = { $what }, rows: { $n }. Statistics after the fact, not investment advice.

replay-title = <b>Replay</b> { $since } to { $until }
replay-size = Sessions: { $sessions }, with alerts: { $days } (evening digests not counted):
replay-count = · { $kind }: { $n }
replay-standing = Picks as of { $day }:
replay-band_crossed = Band crossed
replay-window_opens = Horizon begins
replay-settles_soon = Settles soon
replay-settled = Settled
replay-day_change = Large move in a day
replay-how = Each day reckoned from what was known that day. Alerts on a day's change are off.
replay-how-moves = Each day reckoned from what was known that day. A day's change is of its high and low, from { $change } on.
replay-day = <b>— { $day } —</b>

alerts-title = <b>Alerts</b> { $day }
alerts-more = and { $n } more
alert-band_crossed = <b>Crossed into another rating band</b>
alert-window_opens = <b>Horizon begins</b>
alert-settles_soon = <b>Settles soon</b>
alert-verdict_corrected = <b>Verdict corrected</b>
alert-corrected = { $before } → <b>{ $after }</b> ({ $why })
verdict-was-met = met
verdict-was-missed = not met
verdict-was-none = no verdict
corrected-prices = prices were corrected
corrected-pick = an editor corrected the pick
corrected-basis = another basis of returns was chosen
corrected-program = the calculation was corrected
alert-settled = <b>Settled</b>
alert-day_change = <b>Large move</b>
alert-report_retracted = <b>Report retracted, no longer scored</b>
alert-new_report = <b>New report</b>
alert-unknown-report = Report
alert-from-to = { $before } → { $after }
alert-band-to = implied rating { $before } → { $after }
alert-no-band = no band
alert-opens = from { $day }
alert-settles = { $day }
alert-price = Price { $price }
alert-price-at = { $time } Beijing time: { $price }
alert-price-at-source = { $time } Beijing time: { $price } · { $source }

## Digest
digest-title = <b>Evening digest</b> { $day }
digest-title-several = <b>Evening digest</b> { $since } to { $until } ({ $n } sessions)
digest-size = { $n ->
    [one] Following 1 security
   *[other] Following { $n } securities
}
digest-size-mean = { $n ->
    [one] Following 1 security
   *[other] Following { $n } securities
}, { $open } open with mean excess { $excess }
digest-morning-title = <b>Morning</b> { $day }
digest-announced = Preview; it is sent at { $at }
digest-morning-due = { $today } due today, { $week } this week
digest-ratings = <b>New reports</b> (since { $since } Beijing time)
digest-and-more = { $said }; { $n } in all
rated-initiated = { $rating } (initiated)
rated-maintained = { $rating } (maintained)
rated-upgraded = { $rating } (upgraded)
rated-downgraded = { $rating } (downgraded)
digest-suspended = <b>Suspended</b> (session before): { $names }
digest-weekly-title = <b>Week</b> { $day }
digest-weekly-title-several = <b>Week</b> { $since } to { $until } ({ $n } sessions)
digest-mean-change = Mean change over it: { $points }
digest-up = <b>Biggest gains in excess</b>
digest-down = <b>Biggest falls in excess</b>
digest-alerts = Alerts today: { $counts }
digest-alert-bands = bands { $n }
digest-alert-day_change = day changes { $n }
digest-alert-horizon = horizons { $n }
digest-alert-verdicts = verdicts { $n }
digest-board = <b>Scoreboard</b>
digest-house = { $house }: met { $met }/{ $judged } (before { $before }), too few to rank
digest-house-share = { $house }: met { $met }/{ $judged }, { $share } (before { $before })
digest-baskets = <b>Baskets</b> (equal weight, mean excess)
digest-basket = { $n } stocks, { $excess }
digest-next-week = <u>Until the end of next week</u>
chart-followed = Excess return of what is followed
digests = <b>Digests</b> ({ $zone })
digests-now = Tap a name to see it now; the morning digest is the one that will come before the next session.
digest-name-morning = Morning
digest-name-close = Close
digest-name-weekly = Week
digest-word-morning = morning
digest-word-close = close
digest-word-weekly = weekly
digest-line = { $name }: { $at }
digest-line-next = { $name }: { $at }, next { $next }
digest-line-off = { $name }: off
digest-about-morning = On the morning of a session: what settles or opens its window, new ratings, suspensions. Without any it is not sent.
digest-about-close = Once a session's figures are complete: movers, bands, alerts, what comes. With nothing to say it is not sent.
digest-about-weekly = After the last session of a week: verdicts, scoreboard, baskets, next week. With nothing to say it is not sent.
digest-earliest = A session's figures are complete at { $at } ({ $zone }); it is not sent before.
digest-other-time = For another time type <code>/digest { $word } 8:15</code>
digest-block-due = Settles, opens
digest-block-ratings = New ratings
digest-block-suspended = Suspensions
digest-block-movers = Movers
digest-block-bands = Bands
digest-block-events = Horizons, verdicts
digest-block-alerts = Alert summary
digest-block-ahead = Coming up
digest-block-verdicts = Verdicts
digest-block-board = Scoreboard
digest-block-baskets = Baskets
digest-block-chart = Chart
digest_needs_a_block = One has to stay; for none at all tap “Off”.
digest_not_understood = That is not clear. For example /digest morning 8:15, /digest close 21:00, /digest weekly off, /digest zone Europe/Berlin.
digest_empty_morning = The next session brings nothing that settles, no new rating and no suspension: no morning digest will be sent.
digest_empty_weekly = There is nothing to say of this week: no weekly digest will be sent.
button-digests = Digest settings
button-choose-digest = ⚙ { $name }
button-zone = Time zone
zone-choose = Time zone: { $zone }, for digests and quiet hours. For another one type <code>/digest zone Europe/Paris</code>
zone-unknown = There is no time zone “{ $typed }”.
digest-best = <b>Highest excess</b>
digest-worst = <b>Lowest excess</b>
digest-upcoming = <u>Coming up</u>

## Settings
settings =
    <b>Settings</b>
    Digests: { $digest }
    Time zone: { $zone }
    Large moves: { $change }
    Quiet hours: { $quiet }
    Charts: { $charts }
    Investor class: { $suitability }
settings-day_change =
    <b>Large moves</b>: { $change }
    You are told when a stock you follow moves this much within a day.
settings-quiet =
    <b>Quiet hours</b>: { $quiet } ({ $zone })
    What happens meanwhile is kept, and sent as one message when they end.
settings-charts =
    <b>Charts</b>: { $charts }
charts-light = light
charts-dark = dark
charts-red-up = red up, green down
charts-green-up = green up, red down
button-day_change = Large moves
button-quiet = Quiet hours
button-charts = Charts
button-settings-back = ‹ Settings
setting-off = off
setting-digests = morning { $morning }, close { $close }, weekly { $weekly }
setting-no-digest = Off
setting-no-changes = Off
setting-unanswered = not confirmed yet
setting-qualified = professional, C4 or C5
setting-not-qualified = other (reports of R4 and above are not shown)
held-quiet = <b>{ $n } messages came during quiet hours</b>
held-burst = <b>{ $n } messages within a minute, put together</b>
held-at = <i>{ $time }</i>
held-more = And { $n } more, one by one with the button.
held-unreadable = This message was written by an older version and cannot be shown any more.
held_gone = These messages are not kept any more.
button-held = One by one
setting-no-quiet = Off
zone-shanghai = Beijing time
zone-tokyo = Tokyo time
zone-london = London time
zone-new-york = New York time
zone-singapore = Singapore time
zone-sydney = Sydney time
zone-berlin = Berlin time
zone-los-angeles = Los Angeles time
language-zh = 中文
language-en = English
language-zh-hant = 繁體中文

## Menu of commands
command-start = Start
command-coverage = Who covers a stock, and how it has gone
command-report = Reports with the score of each pick
command-scoreboard = Scoreboards of brokers, analysts, industries
command-watchlist = What you follow
command-calendar = what settles, and when
command-export = files: CSV or JSON
command-digest = Digests: morning, close, week
command-subscribe = Follow a stock, a broker, an analyst
command-subscriptions = What you follow, and how you are told
command-settings = Language, digest time, day changes
command-help = Help
command-privacy = What is stored about you
command-channels = Channels of yours
command-cancel = Stop what you have begun

## Answers of one sentence
no_access = You have no access yet. Send your numeric id <code>{ $id }</code> to the bot's owner.
day_change_out_of_range = The day change must lie between 0.5% and 50%.
resolve_how = Give the report's number, the printed name and the code, for example: /resolve 7 某某科技 300308
name_not_waiting = No name “{ $name }” waits in report #{ $id }.
resolved_late = “{ $name }” is { $stock } now and is being scored.
stock_unclear = “{ $query }” could be several stocks. Give the code: { $codes }
only_owners = Only the bot's owners can see this.
quotes_disagree = { $stock } ({ $symbol }): { $one } says { $price }, { $other } says { $other_price }, too far apart. There will be no alert on its price until they agree.
only_editors = Only owners and editors can do this. Ask the bot's owner if you need to.
draft_gone = This draft is gone. Please send the file again.
already_confirmed = This draft was confirmed by { $who } on { $when }.
already_merged = “{ $title }” was merged into #{ $id }.
pick_gone = This pick is not there any more.
name_gone = This name has been resolved.
pick_twice = “{ $name }” stands there already and cannot count twice.
date_out_of_range = { $day } cannot be a report's date: it may not lie after today.
date_not_understood = That was no date. Write it like 2024-12-26; /cancel to leave it.
broker_unknown = “{ $broker }” does not look like a broker's name.
answer_unknown = Nothing was found for “{ $query }”. Send another name or code; /cancel to leave it.
no_date_yet = The report has no date yet, so nothing can be measured. Set it first.
twin_undecided = This report is there already (#{ $other }). First choose to merge it or to keep both.
not_the_same = This is not the same report as #{ $id } any more and cannot be merged into it.
nothing_left = A confirmed report needs a date and at least one pick. If all of it is wrong, retract it.
already_discarded = This draft was discarded by { $who } on { $when }. Send the file again if you need it.
confirmed = { $picks ->
    [one] Confirmed “{ $title }”: 1 pick is now tracked, and you follow the report.
   *[other] Confirmed “{ $title }”: { $picks } picks are now tracked, and you follow the report.
}
discarded = Discarded “{ $title }”. You can send the file again at any time.
nothing_settles = Nothing is to settle: there is no report for you yet, or all have settled. /report lists them.
nothing_to_export = There is nothing to export yet. /report lists the reports.
report_unknown = There is no such report. /report lists them all.
replay_before_report = The report is of { $day }; a replay ends on that day or later.
replay_without_prices = “{ $title }” has no prices yet; replay it once they are there.
report_retracted = “{ $title }” was retracted and is no longer scored.
retracted = Retracted “{ $title }”: it is no longer scored, and its followers are told.
confirm_retract = Really retract “{ $title }”? It will no longer be scored, and its followers are told.
stock_unknown = Nothing answers to “{ $query }”. Send a name, pinyin initials or a code, such as 中际旭创, zjxc or 300308.
no_reports = There are no reports yet.
nothing_covers = No report covers <b>{ $name }</b> yet. Follow it to be told when one does.
command_needs_name = Add a stock's name or code, for example: /{ $command } 中际旭创
subscribed = You now follow { $label }.
already_subscribed = You already follow { $label }.
unsubscribed = You no longer follow { $label }.
not_subscribed = You do not follow { $label }.
subscribe_to_what = Follow what? Add a stock, a broker, an analyst or an industry, for example /subscribe 中际旭创 or /subscribe broker 开源证券, or choose a report.
unsubscribe_from_what = Stop following what? Tap it.
watchlist_empty = Your watchlist is empty. Follow a report or everything, or send /subscribe 中际旭创.
digest_empty = Nothing to tell: you follow nothing yet, or there are no figures for it so far.
nothing_to_cancel = There is nothing to cancel.
cancelled = Cancelled.
old_button = This button has expired. Start again from here:
too_large = The file is too large: at most { $limit } MB.
empty_file = The file is empty. Please check it and send it again.
too_many_pages = Too many pages: at most { $limit }.
encrypted_file = The PDF is protected by a password. Please send it without one.
damaged_file = The PDF is damaged and cannot be opened. Please download it again and resend it.
no_text_layer = The PDF holds pictures and no text. Please send one with text, or the text itself.
not_a_document = “{ $name }” is not a file I can read. Please send a PDF, text, Markdown or HTML file.
text_too_long = The text is too long. Please send only the report, as a file.
not_a_report = This does not look like a broker's report: no broker, no rating definitions, no picks.
no_picks = There are no picks to confirm.
no_date = No date was found, so nothing can be measured. Please send the complete report with its date.
reading_took_too_long = Reading took too long and was stopped. Please send a smaller file, or the text itself.
reading_failed = The file could not be read. It has been kept; please send it as text, or ask the bot's owner.
file_cannot_be_opened = The file cannot be opened: { $reason }.
refused-files = <b>Watched folder</b>: { $n ->
    [one] one file could not be read.
   *[other] { $n } files could not be read.
}
refused-file = • { $name }: { $why }
refused-files-more = and { $n } more.
ingest_not_confirmed = Not confirmed. Run it again with --yes, or confirm the draft in the chat.
ingest_stopped = Stopped with { $left } files left; run it again to go on from there.
ingest_summary = { $done } files: { $new } new, { $known } already here, { $merged } merged with a report already here, { $without_picks } without picks, { $failed } failed. { $picks } picks, { $unresolved } names to be resolved.
ingest_drafts = { $n ->
    [one] { $n } draft waits for confirmation: confirm it in the chat, or run this again with --yes.
   *[other] { $n } drafts wait for confirmation: confirm them in the chat, or run this again with --yes.
}
report_known = This report is already here: “{ $title }”.
not_qualified_noted = Noted: reports of R4 and above are not shown to you. If that changes, see /settings.
hidden_report = This report has risk level { $level }, which does not suit the investor class you gave. If that has changed, see the settings.
internal_error = Something went wrong and has been logged. Please try again later.
nothing_to_read = I read text and files only. Send a stock's name or code, or a report as a PDF or as text; /help lists everything.
unknown_command = There is no such command. /help lists them all.
text_not_understood = I did not understand. To look up a stock send its name, pinyin initials or code, such as 中际旭创, zjxc or 300308; /help lists everything.
market_unavailable = Prices cannot be had at the moment. Please try again later.
reading = Received, reading it…
document_empty = The file is empty. Please check it and send it again.
document_too_large = The file is too large: at most { $limit } MB. Please send a smaller PDF, or the text itself.
document_text_too_long = The text is too long: at most { $limit } MB. Please send only the report itself.
document_too_many_pages = The document has { $pages } pages; at most { $limit } are read. Please send only those of the report.
document_encrypted = The PDF is protected by a password. Please send it without one.
document_damaged = The PDF is damaged and cannot be opened. Please download it again and resend it.
document_no_text = The PDF holds pictures and no text. Please send one with text, or the text itself.
document_lost_words = The words of this PDF cannot be read: its fonts do not say which characters they draw. Please send another PDF of it, or its text.
document_picture = This is a picture. Please send the report as a PDF or as text.
document_office = This file is from Word, Excel or the like. Please save it as a PDF and send that.
document_archive = This is an archive. Please unpack it and send the reports in it one by one.
document_not_pdf = The file is called a PDF and is none. Please open it to see what it is, or download the report again.
document_unreadable = This file is neither a PDF nor text. Please send a PDF, text, Markdown or HTML file.
document_no_report = This does not look like a broker's report: no broker, no rating definitions, no picks.

## Why a pick is sure or doubtful: for bot extract --explain and for the card
reason-subject = the company that the report is about: { $words }
reason-listed = stands in the list behind “{ $words }”
reason-in_sentence = governed by “{ $words }” in a sentence
reason-believed_in = only “{ $words }”, which says little
reason-in_table = stands in the table “{ $words }”
reason-seen_again = recommended more than once
reason-broken = other words of the page stand between the verb and the list
reason-code_agrees = the printed code { $words } agrees
reason-code_decides = the name is unknown, the code { $words } decides
reason-code_elsewhere = the code { $words } stands elsewhere in the report
reason-former_name = a former name; today { $words }
reason-described = found within “{ $words }”
reason-unparted = nothing stands between the names
reason-everyday_word = the name is a word of every day too
reason-rated_in_table = the rating comes from the table “{ $words }”
reason-rated_in_text = the rating comes from the words “{ $words }”
reason-close_differs = the printed close is not that of the market ({ $words })
reason-nobody_answers = no security is called “{ $words }”
reason-several_answer = more than one security may be called “{ $words }”
reason-code_contradicts = the printed code { $words } is another company's
reason-near_miss = close to “{ $words }”

## Sources of prices (/sources, bot doctor)
sources-title = <b>Sources of prices</b> { $time }
sources-recorded = In use: { $market }; it has no sources that could fail.
sources-unused = Not asked yet: { $names }
sources-disputes = <b>Quotes that disagree; no alerts meanwhile</b>
sources-dispute = { $one } { $price }, { $other } { $other_price } ({ $time })
sources-requests = Requests today: { $n }
supply-quotes = Quotes in session:
supply-bars = Daily bars:
supply-indices = Indices:
supply-ex_dates = Ex-date factors:
supply-actions = Announced dividends and rights:
supply-suspensions = Suspensions:
supply-sessions = Trading calendar:
supply-names = Names:
vendor-tencent-quotes = Tencent quotes
vendor-sina-quotes = Sina quotes
vendor-eastmoney-quotes = East Money quotes
vendor-tencent = Tencent
vendor-sina = Sina
vendor-eastmoney = East Money
vendor-baostock = baostock
vendor-csindex = CSI
vendor-shenwan = Shenwan
vendor-eastmoney-data = East Money data center
vendor-sina-pages = Sina company pages
vendor-exchanges = the exchanges
source-state-well = 🟢 <b>{ $name }</b>: well
source-state-troubled = 🟡 <b>{ $name }</b>: in trouble
source-state-paused = 🔴 <b>{ $name }</b>: left alone until { $until }
source-state-unused = ⚪ <b>{ $name }</b>: not asked yet
source-success = Last success { $time }
source-success-newest = Last success { $time }, data to { $newest }
source-failures = { $reason } ({ $time }, { $n ->
    [one] one failure
   *[other] { $n } failures in a row
})
source-doubt = { $reason } ({ $time })
source-recovered = Recovered; at { $time }: { $reason }
reason-nothing = has not what was asked for
reason-unreachable = cannot be reached
reason-cut_off = connection cut off
reason-silent = does not answer
reason-slow = answers too slowly
reason-tls = encrypted connection failed
reason-banned = refuses us, perhaps a ban
reason-status = server error
reason-moved = sends us to another site
reason-huge = answer too large
reason-empty = empty answer
reason-garbled = broken answer that cannot be read
reason-page = a web page instead of data
reason-shape = data in another format
reason-implausible = figures that cannot be; not used
reason-missing = lacks trading days
reason-stale = old data
reason-future = data from the future
reason-worker = the process that fetches ended, or a part is not installed
reason-budget = today's requests are used up
reason-paused = left alone

## Named in a report and no pick: by which rule
rule-past = recommended before, not now
rule-negated = negated
rule-against = advice against it
rule-of_others = recommended by others
rule-rating_word = the word is a rating here
rule-risk = among the risks
rule-everyday_word = only a word of every day here
rule-the_broker = the broker itself
rule-no_verb = no words recommend it
explain-confidence = confidence { $percent } %
explain-refused = Named, and no picks:
explain-page = page { $page }

findings-title = <b>For administrators</b> { $time }
findings-more = … and { $n } more
findings-caught_up = <b>Caught up after a stop</b>
findings-calendar_ends = <b>Trading calendars that end</b>
findings-calendar_contradicted = <b>Calendars that contradict one another</b>
findings-close_disputed = <b>Closes on which two looks disagree; provisional until a third</b>
findings-corrected = <b>Figures corrected by their source; everything was reckoned anew</b>
findings-ratio_corrected = <b>Ratios of ex-dates that changed; everything was reckoned anew</b>
findings-ratio_differs = <b>Ex-dates where a check differs from the exchange's reference price</b>
finding-caught_up = { $since } to { $until }: sessions { $sessions }, bars and ex-dates new or changed { $bars }, corrections { $corrections }, codes without an answer { $failed }
finding-calendar_ends = { $market }: known to { $day }, { $n } days left. Put next year's closed weekdays into config/calendar and run bot doctor --calendar.
finding-calendar_contradicted = { $market }: { $source } is in force and { $other } says otherwise on { $day }{ $n ->
        [1] {""}
       *[other] , the first of { $n } days
    }
finding-close_disputed = { $name }, { $day }: { $before } at the close, { $after } in the evening ({ $source })
finding-corrected = { $name }, { $day }: { $field } { $before } → { $after } ({ $source })
finding-ratio_corrected = { $name }, { $day }: { $before } → { $after } ({ $source })
finding-ratio_differs = { $name }, { $day }: { $ratio } by the reference price, { $claimed } by { $source } ({ $by }); { $cause }
cause-treasury = likely shares in treasury, which get nothing
cause-rounding = likely rounding
cause-unannounced = no source names an ex-date on that day: see whether the close before was right
cause-unknown = cause unknown: see the company's announcement
field-close = close
field-open = open
field-high = high
field-low = low
field-reference = reference price
market-A = Shanghai and Shenzhen
market-BSE = Beijing
market-NEEQ = NEEQ
market-HK = Hong Kong
market-US = New York

## Charts
chart-baskets = Mean excess of the equal-weight baskets, { $since } to { $until }
chart-replay = Mean excess and the alerts you would have had, { $since } to { $until }
chart-report = Excess return of each pick over its own benchmark. Full: met; cross: not met; hollow: no verdict.
chart-board = Dot: share met; bar: 95% interval; stroke: base rate. Below { $enough } episodes nothing is drawn or ranked.
chart-board-more = { $n ->
    [one] 1 more group stands on the pages of the scoreboard.
   *[other] { $n } more groups stand on the pages of the scoreboard.
}
chart-calibration = Dashed box: the band that the rating promises; dots: excess of each episode at its settlement; bar: the middle half; stroke: the median. Below { $enough } episodes there are too few.
chart_without_figures = There is nothing to draw yet.
line-report = All picks
line-industry = Industry
lane-band_crossed = Band
lane-window_opens = Window
lane-settles_soon = Due soon
lane-settled = Settled
lane-day_change = Big moves
button-chart = Chart
button-show-board = Show the scoreboard
## Queue (/queue)
queue-title = <b>Queue of messages</b> { $time }
queue-waiting = Waiting: { $n }, of these held { $held }, to be tried again { $retried }
queue-oldest = The oldest has waited { $age }; what is due will have left in about { $ends }
queue-done = Of three months: sent { $sent }, perhaps delivered { $uncertain }, not delivered { $dead }
queue-seconds = { $n } s
queue-minutes = { $n } min
queue-hours = { $n } h
queue-given-up = <b>Given up</b>
queue-letter = #{ $number } { $kind } → <code>{ $chat }</code>, { $time }, tries: { $tries }
queue-dead = Not delivered: { $why }
queue-uncertain = Perhaps delivered: { $why }
button-resend = Send #{ $number } again
button-drop-letter = Drop #{ $number }
letter_gone = This message has been dealt with, or is not kept any more. /queue shows how it stands now.

## Rules of one's own

rule-alert-title = <b>Your alerts</b> { $day }
rule-closes-of = Data: { $source }, close of { $day }
rule-price_above = price ≥ { $threshold }
rule-price_below = price ≤ { $threshold }
rule-day_change = day change ≥ { $threshold }
rule-day_rise = day rise ≥ { $threshold }
rule-day_fall = day fall ≥ { $threshold }
rule-excess_above = excess ≥ { $threshold }
rule-excess_below = excess ≤ { $threshold }
rule-drawdown = drawdown from the best close since the report ≥ { $threshold }
rule-new_high = highest close of { $threshold } sessions
rule-new_low = lowest close of { $threshold } sessions
rule-short-drawdown = { $name } drawdown ≥ { $threshold }
rule-short-new_high = { $name } { $threshold }-session high
rule-short-new_low = { $name } { $threshold }-session low
rule-what-drawdown = Drawdown from the best
rule-what-new_high = New high of sessions
rule-what-new_low = New low of sessions
rule-close-now = At the close { $value }
rule-move_3 = change within 3 minutes ≥ { $threshold }
rule-move_5 = change within 5 minutes ≥ { $threshold }
rule-volume_ratio = volume ratio ≥ { $threshold }
rule-gap = gap at the open ≥ { $threshold }
rule-limit_up = touches limit up
rule-limit_down = touches limit down
rule-sealed_up = sealed at limit up
rule-sealed_down = sealed at limit down
rule-opened_up = limit up opened
rule-opened_down = limit down opened
rule-short-move_3 = { $name } 3 min ±{ $threshold }
rule-short-move_5 = { $name } 5 min ±{ $threshold }
rule-short-volume_ratio = { $name } volume ratio ≥ { $threshold }
rule-short-gap = { $name } gap ±{ $threshold }
rule-short-limit_up = { $name } limit up
rule-short-limit_down = { $name } limit down
rule-short-sealed_up = { $name } sealed up
rule-short-sealed_down = { $name } sealed down
rule-short-opened_up = { $name } limit up opened
rule-short-opened_down = { $name } limit down opened
rule-what-move_3 = Change in 3 minutes
rule-what-move_5 = Change in 5 minutes
rule-what-volume_ratio = Volume ratio
rule-what-gap = Gap at the open
rule-what-limit_up = Touches limit up
rule-what-limit_down = Touches limit down
rule-what-sealed_up = Sealed at limit up
rule-what-sealed_down = Sealed at limit down
rule-what-opened_up = Limit up opened
rule-what-opened_down = Limit down opened
rule-touched-now = Reached { $value } meanwhile, now { $price } ({ $time }, { $source })
rule-from = From { $level } at { $then }
rule-limit-price = { $side ->
    [up] Limit up
   *[down] Limit down
} { $level } ({ $share ->
    [quoted] as quoted
   *[other] reckoned at ±{ $share }
}){ $unbroken ->
    [yes] ; the only price of the day
   *[no] {""}
}
rule-book-sealed = Nobody on the other side of the book
rule-gap-from = Open { $price }, last session’s { $side ->
    [up] high
   *[down] low
} { $level } (adjusted for ex-dates)
rule-volumes = { $volume } shares a minute in { $minutes } minutes; { $mean } a minute in the 5 sessions before
trial-cannot = Daily bars do not show changes within minutes: there is no history to try it on.
trial-at-closes-volume_ratio = By the whole day’s volume: only the ratio at the close is known, higher ones during the day are not.
trial-at-closes-sealed = Daily bars show only closes at the limit, not whether the book was sealed.
trial-at-closes-opened = Daily bars show only that the limit was touched and left by the close, not whether it was sealed or how often it opened.
rule_mainland_only = Only shares of Shanghai, Shenzhen and Beijing have price limits; { $name } has none.
rule-suspended = suspended
rule-resumed = trades again
rule-ex_date = ex-date
rule-short-suspended = { $name } suspended
rule-short-resumed = { $name } trades again
rule-short-ex_date = { $name } ex-date
rule-what-suspended = Suspension
rule-what-resumed = Trading resumed
rule-what-ex_date = Ex-dividend, ex-rights
rule-is-suspended = Suspended for all of { $day }; last close before it { $price }
rule-ex = Ex-date { $day }{ $terms ->
    [none] {""}
   *[other] : { $terms }
}
rule-ex-reference = Close before { $close } → reference price { $level }{ $expected ->
    [yes] { " " }(from the announced terms; the exchange states it before the opening)
   *[no] {""}
}, ratio { $ratio }
rule-ex-cash = cash { $n } for 10 shares (before tax)
rule-ex-shares = { $n } new shares for 10
rule-ex-rights = rights to { $n } shares for 10
rule-ex-and = { ", " }
rule-ex-carried = Your alert “{ $before }” becomes { $after }
rule-notice-of = Source: { $source }, { $time }
rule-carried = { $given }, now { $now } after ex-dates
rule-short-price_above = { $name } ≥ { $threshold }
rule-short-price_below = { $name } ≤ { $threshold }
rule-short-day_change = { $name } ±{ $threshold }
rule-short-day_rise = { $name } +{ $threshold }
rule-short-day_fall = { $name } −{ $threshold }
rule-short-excess_above = { $name } excess ≥ { $threshold }
rule-short-excess_below = { $name } excess ≤ { $threshold }
rule-what-price_above = Price rises to
rule-what-price_below = Price falls to
rule-what-day_change = Day change
rule-what-day_rise = Day rise
rule-what-day_fall = Day fall
rule-what-excess_above = Excess rises to
rule-what-excess_below = Excess falls to
rule-now = Now { $value } ({ $time }, { $source })
rule-excess-now = Excess at the close { $value }
rule-touched = Reached { $value } in the session, back by the close
rule-since = Crossed since { $time }, when quotes were last looked at
rule-since-report = Report: { $broker } { $day }
rule-note = Note: { $note }
rule-was-once = This alert was for once and has ended.
rule-is-armed = 🟢 Waiting
rule-is-beyond = 🟡 True already; tells when it stops and becomes true again
rule-is-paused = ⏸ Paused
rule-is-snoozed = ⏰ Snoozed until { $until } (Shanghai)
rule-is-spent = ✅ Has told; was for once
rule-is-expired = ⌛ Expired
rule-frequency = How often: { $how }
frequency-once = once
frequency-session = once a session
frequency-each-time = each time it happens
frequency-every = every crossing
rule-made = Your alert is set.
rule-until = Until { $day }
rule-history = <b>History</b>
rule-did-fire = { $time } fired: { $value } (threshold { $threshold })
rule-did-hold = { $time } not sent: { $value } ({ $why })
rule-did = { $time } { $what }
rule-did-at = { $time } { $what } (threshold { $threshold })
rule-event-made = made
rule-event-edited = changed
rule-event-paused = paused
rule-event-resumed = resumed
rule-event-snoozed = snoozed
rule-return_above = return ≥ { $threshold }
rule-return_below = return ≤ { $threshold }
rule-target_reached = target price { $threshold } reached
rule-band_crossed = crosses into another band
rule-window_opens = horizon begins
rule-days_left = { $threshold } days before it settles
rule-settles = settles
rule-verdict = verdict
rule-new_report = new report
rule-rating_changed = rating changed
rule-target_changed = target price changed
rule-dissent = houses disagree
rule-consensus = consensus moved
rule-short-return_above = { $name } return ≥ { $threshold }
rule-short-return_below = { $name } return ≤ { $threshold }
rule-short-target_reached = { $name } at target
rule-short-band_crossed = { $name } band
rule-short-window_opens = { $name } horizon
rule-short-days_left = { $name } { $threshold } days left
rule-short-settles = { $name } settles
rule-short-verdict = { $name } verdict
rule-short-new_report = { $name } reports
rule-short-rating_changed = { $name } rating
rule-short-target_changed = { $name } target
rule-short-dissent = { $name } dissent
rule-short-consensus = { $name } consensus
rule-what-return_above = Return rises to
rule-what-return_below = Return falls to
rule-what-target_reached = Target price reached
rule-what-band_crossed = Band crossed
rule-what-window_opens = Horizon begins
rule-what-days_left = Days left
rule-what-settles = Settles
rule-what-verdict = Verdict
rule-what-new_report = New report
rule-what-rating_changed = Rating changed
rule-what-target_changed = Target changed
rule-what-dissent = Houses disagree
rule-what-consensus = Consensus moved
rule-event-restored = restored
held-told = the same was told already
alert-rating_changed = <b>Rating changed</b>
alert-target_changed = <b>Target price changed</b>
alert-dissent = <b>Houses disagree</b>
alert-consensus = <b>Consensus moved</b>
alert-rating-to = now { $after }
alert-targets = target { $before } → { $after }
alert-targets-carried = target { $before }, now { $carried } after ex-dates → { $after }
alert-against = { $house } { $after }; { $others }
alert-consensus-moved = bullish/neutral/bearish { $before } → { $after }
alert-consensus-began = bullish/neutral/bearish { $after }
rule-aim-list = list “{ $label }”
rule-aim-report = report #{ $ref }
rule-aim-basket = basket of report #{ $ref }
rule-aim-followed = all that you follow
rule-via = From: { $aim }
rule-return-now = Return at the close { $value }
button-rule-report = Report #{ $id }
rule-did-happen = { $time } fired: { $value }
rule-happened = it happened
rule-editing = What is to change?
rule-frequency-cooled = How often: { $how }, at least { $cooldown } apart
rule-type-it = Or send a number.
rule-nearest = Did you mean:
rule-is-deleted = Deleted: { $rule }
rule-ask-word-note = Send the note, 60 characters at most; it stands with the alert when it tells.
rule-ask-word-until = Send the last day, such as 2026-12-31.
rule-ask-word-threshold = Send the new threshold.
rule-group-first = Often used
rule-group-quotes = In session
rule-group-closes = At the close
rule-group-reports = Reports, horizon
rule_no_target = No report that you may see gives a target price for { $name }.
rule_nothing_in_it = No report covers a stock in it yet, so there are no prices to watch.
rule_report_first = That report asks first which kind of investor you are: open it with /report { $id }.
rule_does_not_fit = That cannot be set so: prices are of one stock, and a basket has its excess and its return alone.
rule_number_unclear = That number was not understood. Send one such as 120 or 20%.
button-rule-edit = Change
button-rule-restore = Undo
button-rule-whole = The basket
button-rule-each = Each stock
button-rule-note = Note
button-rule-last-day = Last day
button-rule-done = Done
button-snooze-for = Snooze { $time }
button-lasting = { $n ->
    [0] No end
    [30] A month
    [90] 3 months
    [365] A year
   *[other] { $n } days
 }
span-days = { $n } d
span-hours = { $n } h
span-minutes = { $n } min
span-none = no pause
trial-day-only = • { $day }
rule-event-deleted = deleted
held-paused = paused
held-snoozed = snoozed
held-same_session = told that session already
held-cooldown = told a moment before
held-stale = quote too old, or reference price unknown
held-preliminary = close still to be confirmed
held-single_source = only one source has this price
held-disputed = two sources disagree
rules-title = <b>Your alerts</b> ({ $n } of { $limit })
rules_none = No alerts yet. Open a stock, a report or what you follow and tap Alert, or send one line: alert zjxc excess &gt; 20%
rule_unknown = There is no such alert; it may have been deleted. /alerts shows all.
rule_limit = { $n } alerts are the most. Delete one in /alerts first.
rule_not_covered = No report that you may see covers { $name }, so there are no prices to watch.
rule_out_of_range = That threshold makes no sense here: it must lie between { $least } and { $most }.
rule_over_already = That last day is over already; give today or a later one.
rule-ask-kind = { $name } What shall I watch?
rule-ask-threshold = { $name } { $what } – how far?
rule-stands-at = Now { $now } (close of { $day })
rule-tried-how = The number is how often it would have told in the last year.
rule-choice = { $threshold } · { $n }×
rule-one-line = Or send one line: <code>alert zjxc excess &gt; 20%</code>, <code>alert report 3 verdict</code>, <code>alert all limit up</code>, <code>alert report 3 basket excess &lt; -10%</code>; begin with “try” to see the last year first; “until 2026-12-31 note sell” may stand at the end.
rule-understood = Understood: { $what }
rule-which = { $n ->
    [1] No stock is called “{ $name }”. Did you mean:
   *[other] “{ $name }” could be several stocks. Which one:
}
rule-misread = Not understood: { $rest }
rule-incomplete = The stock, the condition or the threshold is missing.
trial = Tried from { $first } to { $last }: { $n ->
    [one] it would have told once
   *[other] it would have told { $n } times
}
trial-day = • { $day }: { $value }
trial-nothing = There is no history to try it on.
button-rule-new = 🔔 Alert
button-rule-save = Save this alert
button-rule-stock = { $name }
button-rule-back = Back
button-rule-show = Settings
button-rule-snooze = Snooze a day
button-rule-pause = Pause
button-rule-resume = Resume
button-rule-threshold = Threshold
button-rule-try = Try on a year
button-rule-delete = Delete
button-rules = All alerts
command-alerts = your own alerts
findings-rule_doubted = <b>Alerts were due, and not sent because of doubtful quotes</b>
finding-rule_doubted = { $name }, { $day }: { $cause }
cause-stale = quote too old, or reference price unknown
cause-disputed = two sources disagree about the price

## Users and privacy
role-owner = owner
role-editor = editor
role-subscriber = subscriber
role-removed = removed
members-title = <b>Users</b>, { $n } in all
member-since = since { $day }
member-inactive = inactive or has blocked the bot
members-ask-editor = <b>Make this user an editor?</b> Editors add, confirm and retract reports.
members-ask-subscriber = <b>Make this user a subscriber?</b> Adding and correcting reports ends with it.
members-ask-removed = <b>Remove this user?</b> Subscriptions and alerts go, and there is no way back but another invitation.
button-members = All users
button-make-editor = Make editor
button-make-subscriber = Make subscriber
button-make-removed = Remove
button-sure-editor = Yes
button-sure-subscriber = Yes
button-sure-removed = Yes, remove
button-not-now = Not now
button-forget = Yes, delete everything
invitation =
    <b>Invitation</b> ({ $role })
    For one person, until { $until } (Beijing time). Send it to nobody else:
personal-data = All that is kept of you, { $n } entries (JSON). /forget_me deletes it.
invite_how = Say the role and, if you like, for how many days (up to { $most }): /invite subscriber, or /invite editor 3.
invitation_invalid = This invitation is not valid. Check that the link is complete, or ask the owner for another.
invitation_expired = This invitation has expired. Ask the owner for another.
invitation_used = This invitation has been used. Each link works once; ask the owner for another.
member_gone = There is no such user any more.
owners_by_settings = Owners are named in the settings and cannot be changed here.
confirm_forget =
    <b>Delete everything that is kept of you?</b>
    Settings, subscriptions, alerts, messages and uploads go for good. Reports that you added or corrected stay, without saying who did. Where the bot is by invitation you will need another one. /export_me gives you a copy first.
forgotten = Everything is deleted. If you write again, it is as if for the first time.

## Groups
role-group = group
welcome-group =
    <b>Hello, everybody!</b>
    This bot keeps score of brokers' stock picks. In groups it answers commands and mentions only, such as:
    /coverage 中际旭创 – who covers a stock, and how it has gone
    /report – reports with the score of each pick
    /watchlist – what this group follows
    Group administrators choose what it follows with /subscribe and /unsubscribe, and its digest with /settings.
    Reports of risk level R4 and above are shown once an owner of the bot has allowed them here in /settings.
setting-group-restricted = R4 and above shown here (allowed by an owner)
setting-group-unrestricted = R4 and above not shown here
settings-topic = Pushed to: { $where }
topic-here = this topic
topic-other = another topic
topic-general = the group, outside its topics
button-push-here = Push to this topic
button-push-general = Push outside the topics
topic_gone = The topic that was pushed to is no more; from now on everything comes here. For another topic, an administrator of the group sends /settings there and taps “Push to this topic”.
channels-none =
    You have no channel yet.
    Make the bot an administrator of a channel in Telegram, with the right to post messages; here you are told how to go on.
channels-title = <b>Channels</b>
channels-more = For another one, make the bot an administrator there.
channel-name = <b>{ $title }</b>
channel-there = Follows { $n }
channel-mute = Without the right to post: allow it in the channel's administrators, and what waits is sent
channel-left = The bot is not in the channel any more; nothing is sent
channel-follows = Follows: { $names }
channel-follows-nothing = Follows nothing yet: choose what is sent, and alerts and digests come to the channel.
channel-digests = Digests: morning { $morning }, close { $close }, week { $weekly } ({ $zone })
channel-restricted = R4 and above shown there (allowed by an owner)
channel-unrestricted = R4 and above not shown there
button-channel-follow = Follow…
button-channel-everything = Follow everything
button-channel-copy = Follow what I follow
button-channel-end = ✕ { $name }
button-channel-open = Allow R4 and above there
button-channel-close = Show no R4 and above there
button-channel-remove = Remove
button-channel-remove-sure = Remove and leave
button-channel-back = Back to the channel
button-channels = Channels
channel-follow-what = What is the channel “{ $title }” to follow? Send a name or a code, or broker 开源证券, industry 通信, #3. /cancel ends this.
channel-follow-which = Which one is “{ $query }”?
channel-remove-question = Remove the channel “{ $title }”? The bot leaves it, and what it follows and its settings are deleted.
channel_gone = There is no such channel, or somebody else looks after it.
channel_not_admitted = Channel “{ $title }”: only owners and editors use the bot for channels, so it has left. Ask the bot's owner.
button-group-open = Allow R4 and above here
button-group-close = Show no R4 and above here
group_not_admitted = This bot is private: somebody with access has to add it. Your id is <code>{ $id }</code>; send it to the bot's owner.
only_in_private = Please use this in a private chat with the bot.
only_group_admins = Only administrators of this group change what it follows and its settings.
only_owners_decide = Only an owner of the bot can allow this here.
hidden_in_group = This report has risk level { $level } and is not shown in this group. An owner of the bot can allow it in /settings.

failures-title = <b>Failures of the program</b> { $time }, the last three months
failures-none = { $time }: no failure of the program was logged in the last three months.
failures-line = <b>{ $reference }</b> { $n ->
        [one] once
       *[other] { $n } times
    }, first { $first }, last { $last }
failures-what = { $source }: { $what }
failures-file = All that was logged of { $reference }
button-failure-file = Details { $reference }
button-failure-forget = Off the list
failure_gone = This failure is off the list, or not kept any more. /errors shows the list as it is.
internal_failure = Something went wrong and has been logged (reference <code>{ $reference }</code>). Please try again later; if it happens again, tell the owner the reference.
jobs-title = <b>Jobs</b> { $time }
jobs-line = <b>{ $what }</b> <code>{ $name }</code>
jobs-times = last begun { $begun }, last finished { $finished }, next { $following }
jobs-failed = failed { $n ->
        [one] once
       *[other] { $n } times
    }, { $row } in a row, last { $last }, reference <code>{ $reference }</code>
jobs-running = running now
jobs-never = never
jobs-ask = Run it once, now?
job_not_by_hand = This job runs at its own time only: run earlier, it would take figures that are not complete.
button-job-sure = Run now
button-job-run = Run now…
button-job-refresh = Refresh
button-jobs = All jobs
job-watched-folder = Look into the folder for reports
job-queue = Log the queue of messages
job-refresh-us = US close
job-refresh-a = A-share close
job-refresh-hk = Hong Kong close
job-refresh-a-again = A-share evening figures
job-refresh-hk-again = Hong Kong evening figures
job-quotes-played = Quotes played for the demonstration
job-notices = Suspensions and ex-dates
job-look-over = Look over the calendars
job-digests = Send digests
job-quotes = Quotes in session
job-quotes-us = US quotes in session
job-names = Refresh names
job-housekeeping = Forget what is old
## Lists
lists-title = <b>My lists</b> ({ $n })
lists-none =
    No lists yet. A list is a group of stocks of your own, apart from what you follow: a stock in a list pushes nothing unless you follow it too.
    Make one, tap “Add to a list” on a stock's card, or send “list Optics + 300308 Eoptolink”.
list-line = { $name }: { $n ->
    [one] { $n } stock
   *[other] { $n } stocks
}
list-title = <b>{ $name }</b> ({ $n ->
    [one] { $n } stock
   *[other] { $n } stocks
})
list-title-shared = <b>{ $name }</b> ({ $n ->
    [one] { $n } stock
   *[other] { $n } stocks
}, shared by somebody else)
list-nothing-in-it = Still empty. Tap “Add” and send names or codes, several at once if you like.
list-uncovered = No coverage to show
list-close-of = (close of { $day })
list-legend = ⤒ to the top, ↑ up, ↓ down, ✕ take out
list-removed = { $stock } was taken out.
list-pick = Into which list does { $stock } go?
list-pick-within = { $stock } is in the lists with a tick; tap again to take it out.
list-first-name = Watchlist
list-ask-name = What is the new list called? Please send its name. /cancel to stop
list-ask-rename = What is “{ $name }” to be called? Please send the new name. /cancel to stop
list-ask-members = What goes into “{ $name }”? Please send names or codes, one a line or with commas; a CSV or text file does too. /cancel to stop
list-deleted = The list “{ $name }” was deleted; it can be restored for a week.
list-link =
    <b>Share “{ $name }”</b>
    { $link }
    Who may use this bot and opens it sees the list as it is now and later, and can copy it to their own. “Stop sharing” makes the link invalid.
list_unshared = “{ $name }” is not shared any more; the old link opens nothing.
list-file = List “{ $name }”, { $n ->
    [one] { $n } stock
   *[other] { $n } stocks
}
list-import-taken = { $n ->
    [one] { $n } stock put in
   *[other] { $n } stocks put in
}
list-import-known = { $n ->
    [one] { $n } of them was in it before
   *[other] { $n } of them were in it before
}
list-import-dropped = no room for { $n } more
list-import-unclear = { $n ->
    [one] { $n } name is not certain, please choose: { $names }
   *[other] { $n } names are not certain, please choose: { $names }
}
list-import-unknown = { $n } not found: { $names }
list_added = { $stock } was put into “{ $name }”.
list_unknown = There is no such list; it may have been deleted.
list_unknown_named = There is no list called “{ $name }”.
list_empty = The list “{ $name }” is empty.
list_full = A list holds at most { $most } stocks.
lists_too_many = At most { $most } lists; please delete one first.
list_name_empty = A list needs a name.
list_name_taken = There is a list called “{ $name }” already; please choose another name.
list_link_gone = This link opens nothing any more.
list_nothing_read = No name or code was read in it.
list_file_unreadable = This file cannot be read; please send a CSV or text file.
list_file_too_large = The file is too large, 1 MB at most.
button-lists = All lists
button-list-new = ＋ New list
button-list-add = ＋ Add
button-list-edit = Arrange
button-list-share = Share
button-list-unshare = Stop sharing
button-list-copy = Copy to my lists
button-list-up = List up
button-list-down = List down
button-list-rename = Rename
button-list-delete = Delete the list
button-list-restore = ↩ Restore
button-list-txt = Export as text
button-list-csv = Export as CSV
button-list-take = ＋ { $stock }
button-put-back = ↩ Put back { $stock }
button-back-to-list = Back to the list
button-pick-list = Add to a list
button-refresh = Refresh

## Subscriptions
target-segment = segment { $label }
target-stock = { $label }
target-broker = broker { $label }
target-analyst = analyst { $label }
target-industry = industry { $label }
chosen = ✓ { $label }
subscriptions-title = <b>What you follow</b>, { $n } in all. Tap one to change how you are told:
nothing_followed = You follow nothing yet. Follow a stock, a report, a broker, an analyst or an industry, for example /subscribe 中际旭创 or /subscribe broker 开源证券.
alert-new-more = and { $n } more stocks
follow-since = Followed since { $day }
follow-topics = Told of: { $topics }
follow-slots = Stands in: { $slots }
follow-nothing = nothing
follow-is-on = With a sound
follow-is-silent = Without a sound
follow-is-off = Not pushed, still in lists and digests
follow-is-paused = <b>Paused</b>
follow-is-muted = nothing pushed until { $until } ({ $zone })
follow-some-topics = { $n } of { $of } kinds of news
follow-explained = <i>Where several subscriptions cover a stock the loudest one decides; pausing or muting one does not silence another. What happens meanwhile is not told later.</i>
follow-choices = “{ $query }” may mean:
follow-none-yet = Nothing answers to “{ $query }”.
follow-anyway = You can follow it all the same, and hear of it once a report names it.
follow-parts = Tap to follow, tap again to stop:
follow-whole-report = The whole report
follow_unknown = Nothing answers to “{ $query }”. Name a stock, a broker, an analyst, an industry or a segment, for example /subscribe broker 开源证券.
segment_unknown = Report #{ $id } has no segment “{ $segment }”.
subscription_gone = That subscription is not there any more.
topic-reports = new and retracted reports
topic-day_change = large moves in session
topic-bands = rating bands crossed
topic-horizon = horizons that begin or end soon
topic-verdicts = verdicts
topic-short-reports = Reports
topic-short-day_change = Moves
topic-short-bands = Bands
topic-short-horizon = Horizons
topic-short-verdicts = Verdicts
slot-morning = Morning digest
slot-close = Evening digest
slot-weekly = Weekly digest
slot-short-morning = Morning
slot-short-close = Evening
slot-short-weekly = Weekly
button-follow-end-short = Stop
loudness-on = Sound
loudness-silent = Silent
loudness-off = Not pushed
button-mute-hour = Mute 1 hour
button-mute-session = To next open
button-mute-week = Mute a week
button-mute-not = Unmute
button-follow-pause = Pause
button-follow-resume = Resume
button-follow-end = Stop following
button-follow-undo = ↩ Follow again
button-follow-options = Alert options
button-follow-parts = Follow a part…
button-follow-anyway = Follow { $label } all the same
button-subscriptions = What I follow
button-why = Why this? · Stop
why-title = <b>Why you got this</b>
why-follow = Because you follow { $label }
why-ended = No longer followed: { $label }
why-more = and { $n } more, see “What I follow”.
why-digest = { $slot }, sent at the time you have set.
why-digest-off = { $slot }: switched off. Your settings switch it on again.
why-told-before = You were told of this rating's verdict before, and now it was corrected.
why_gone = That message is too old: why it came is not kept any more.
button-stop-digest = Switch off
button-why-back = ‹ Back to it
too_many_messages = No more than { $n } messages and taps a minute: please go on in { $seconds } s.
too_many_uploads = No more than { $n } files a day: please go on after midnight, Beijing time.
too_many_subscriptions = No more than { $n } subscriptions: please end some in /subscriptions first.
broadcasts-title =
    <b>Broadcasts</b>
    Send /broadcast with your text, formatted as you like. For one text in Chinese and one in English put a line with --- between them, the Chinese first. You see it as it will be read, and confirm, before anything is sent.
broadcast-line = <b>#{ $number }</b> { $time }, { $audience }, { $n ->
        [one] 1 chat
       *[other] { $n } chats
    }
broadcast-one = one text for all
broadcast-two = one text for those who read Chinese, one for those who read English
broadcast-draft = not sent yet
broadcast-ask = This is how it will be read. Sent now it ends in about { $minutes } min; chats in their quiet hours get it when those end.
broadcast-progress = sent { $sent }, waiting { $waiting }, given up { $failed }
broadcast-ends = ends in about { $minutes } min
broadcast-through = through
broadcast-stopped = stopped { $time }
audience-all = everybody
audience-people = people only
audience-groups = groups and channels
button-broadcast-send = Send to { $n ->
        [one] 1 chat
       *[other] { $n } chats
    }
button-broadcast-stop = Stop
button-broadcast-text = Show the text
button-broadcasts = All broadcasts
