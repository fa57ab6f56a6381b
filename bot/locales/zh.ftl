# 简体中文。标记写在这里；参数在填入时转义。

## 通用
everything = 全部研报
somebody = 管理员
repeated = <i>（可能重复）</i>
kind-subject = 覆盖公司
kind-recommended = 推荐
kind-beneficiary = 受益
kind-watch = 关注
report-company = 公司研报
report-industry = 行业研报
report-strategy = 策略研报
report-morning = 晨会
report-other = 研报
measure-excess = 超额
measure-absolute = 涨幅
measure-industry = 相对行业
measure-coverage = 相对覆盖范围
phase-pending = 待起算
phase-maturing = 期限未到
phase-in_window = 期限内
phase-settled = 已到期
position-above = 高于区间
position-within = 在区间内
position-below = 低于区间
index-000300 = 沪深300
index-short-H00300 = 沪深300全收益
index-H00300 = 沪深300全收益
index-000985 = 中证全指
index-H00985 = 中证全指全收益
index-000906 = 中证800
index-H00906 = 中证800全收益
index-000905 = 中证500
index-H00905 = 中证500全收益
index-000852 = 中证1000
index-H00852 = 中证1000全收益
index-000001 = 上证指数
index-000688 = 科创50
index-399001 = 深证成指
index-399106 = 深证综指
index-399006 = 创业板指
index-899050 = 北证50
index-899001 = 三板成指
index-899002 = 三板做市
index-HSI = 恒生指数
index-HSCEI = 恒生中国企业指数
index-HSTECH = 恒生科技指数
index-SPX = 标普500
index-SPXTR = 标普500全收益
index-IXIC = 纳斯达克综合指数
index-NDX = 纳斯达克100
index-DJI = 道琼斯工业指数
source-akshare = akshare
source-played = 演示走势（非真实行情）
source-recorded = 录制的真实行情
source-tencent = 腾讯行情
source-sina = 新浪行情
source-eastmoney = 东方财富
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

## 研报信息
head-untitled = （无标题）
head-industry = 行业：{ $industry }
head-industry-rated = 行业：{ $industry }，{ $rating }
head-industry-initiated = 行业：{ $industry }，{ $rating }（首次）
head-industry-maintained = 行业：{ $industry }，{ $rating }（维持）
head-industry-upgraded = 行业：{ $industry }，{ $rating }（上调）
head-industry-downgraded = 行业：{ $industry }，{ $rating }（下调）
head-retracted = <b>已撤回</b>，不再计分

## 数字
figure-excess = 超额 { $excess }
figure-return-only = 涨跌 { $change }（无基准数据，没有超额）
figure-none = 暂无数据
standing-met = <b>达成</b>
standing-missed = <b>未达成</b>
standing-ahead = 达标，多出 { $points }
standing-needs = 距达标 { $points }
standing-noted = 备注见个股卡片
standing-noted-preliminary_close = 暂定
standing-noted-suspended_now = 停牌中
standing-noted-delisted = 已退市
standing-implied = 对应评级 { $rating }

## 页脚
footer-source = 数据：{ $source }
footer-as-of = 截至 { $day } 收盘
footer-no-data = 还没有行情数据
footer-live = 行情：{ $source }，{ $day } { $time }
footer-source-as-of = 数据：{ $source }，{ $day } 收盘
basis-total = 口径：含分红，自研报日收盘起，对比{ $benchmark }
basis-price = 口径：不含分红，自研报日收盘起，对比{ $benchmark }
basis-convention = 口径：个股含分红、基准不含，自研报日收盘起，对比{ $benchmark }
basis-total-alone = 口径（没有基准的）：含分红，自起算日收盘起
basis-price-alone = 口径（没有基准的）：不含分红，自起算日收盘起
basis-convention-alone = 口径（没有基准的）：含分红，自起算日收盘起
footer-risk-line = <i>事后统计，不构成投资建议。</i>
footer-risk =
    <blockquote expandable>风险提示：以上是对研报观点的事后统计，不构成投资建议。
    过往表现不代表未来收益。
    行情可能延迟或有误；评级与风险提示以研报原文为准。</blockquote>

## 欢迎与帮助
welcome =
    <b>{ $name }，您好！</b>
    这里给券商研报的荐股记分：每个评级按研报自己的区间、期限和基准来衡量，达成没有，一目了然。
welcome-commands =
    /coverage 中际旭创：谁在覆盖，表现如何
    /report：研报和每个标的的成绩
    /subscribe 中际旭创：订阅股票的提醒
    /watchlist：我的自选
    /digest：早报、收盘日报、周报
    其余命令见 /help
welcome-editor = 直接发来研报的 PDF、文本文件或文字，即可录入。
welcome-stranger =
    这是一个私有机器人，需要受邀才能使用。
    您的数字 ID：<code>{ $id }</code>
    请把它发给机器人的管理员，由管理员加入后再发 /start。
help-title = <b>帮助</b>
help-heading = <b>{ $topic }</b>
help-topic-reading = 股票与研报
help-topic-following = 订阅与提醒
help-topic-own = 设置与隐私
help-topic-adding = 录入研报
help-topic-running = 管理
help-topic-figures = 怎么看数字
help-back = ‹ 帮助
help-coverage = /coverage 名称或代码：谁在覆盖，表现如何
help-report = /report：研报列表；/report 编号 看其中一篇
help-scoreboard = /scoreboard：券商、分析师、行业记分牌
help-subscribe = /subscribe 名称或代码：订阅一只股票；/subscribe 券商 开源证券 也可订阅券商、分析师、行业、板块；/subscribe all 订阅全部
help-subscriptions = /subscriptions：我的订阅，改提醒方式
help-unsubscribe = /unsubscribe 名称或代码：取消订阅
help-watchlist = /watchlist：我的自选
help-digest = /digest：早报、收盘日报、周报
help-alerts = /alerts：我的提醒；/alerts 中际旭创 超额 &gt; 20% 新设一条
help-calendar = /calendar：到期日历
help-export = /export：导出 CSV 或 JSON
help-settings = /settings：语言、日报时间、涨跌提醒
help-privacy = /privacy：保存了哪些信息
help-channels = /channels：把提醒和日报发到您的频道
help-cancel = /cancel：取消正在进行的操作
help-sources = /sources：各行情来源是否正常
help-queue = /queue：发送队列，未能送达的消息
help-broadcast = /broadcast：群发通知
help-jobs = /jobs：定时任务，上次与下次运行
help-errors = /errors：程序错误，按编号查看
help-invite = /invite editor 或 /invite subscriber：生成邀请链接
help-users = /users：用户列表，改角色或移除
help-resolve = /resolve 7 某某科技 300308：说明 7 号研报里没认出的名称是哪只股票
help-menu = /menu：全部功能，点按即可
help-list = /list：我的清单；/list 光模块 + 300308 新易盛 放进清单
help-export_me = /export_me：取得我们保存的关于您的全部信息
help-forget_me = /forget_me：删除这些信息
help-plain =
    发几个字就行，不必用命令：查 茅台、研报、记分牌、日历、我的自选、清单、设置，或只发一个名称。
    名称可写 中际旭创、旭创、zjxc、300308 或 <code>300308.SZ</code>。
help-how-adding =
    直接发来 PDF、文本文件或研报文字（超过 4096 字会被 Telegram 拆开，请发文件）。读完后会列出标的，存疑的在前；点编号看依据、改正或剔除。每次更正都有记录，可以撤销。确认后才开始计分，之后仍可在研报卡片上更正或撤回。
help-how-figures =
    超额：个股收益减去基准收益，同一区间。
    起算：研报日最后一个收盘价；“可买”是之后第一个开盘价。
    期限：评级要在几个月内兑现，例如 6–12 个月。
    达成：到期那天，超额落在评级的区间内（看多的评级，高于区间也算）。
privacy-stored =
    <b>我们保存什么</b>
    您的 Telegram ID、名称、语言、权限、设置、适当性回答、订阅、清单和提醒。
    推送给您的提醒和日报（约三个月），以及哪些提醒已经发过的记录。
    您上传的文件和文件名，以及从中读出的研报信息。
    您发来的消息先暂存，以免重启时丢失，处理完约一周后删除；聊天内容不作他用。
privacy-removal =
    <b>如何删除</b>
    /unsubscribe 可随时取消订阅。
    /export_me 取得我们保存的关于您的全部信息。
    /forget_me 删除全部信息；研报和结论账本保留，但不再记录是谁录入的。
suitability-question =
    <b>请先确认投资者类别</b>
    这篇研报的风险等级为 { $level }，仅适合专业投资者，以及风险承受能力为 C4、C5 的普通投资者。
    您属于其中之一吗？只问一次，可在 /settings 修改。
choices = “{ $query }”对应多只证券，请选择：
choice = <b>{ $name }</b> <code>{ $symbol }</code>
choices-more = 另有 { $n } 只未列出，请写得更具体些。

## 菜单
menu-title = <b>菜单</b>
    点按即可，或直接发这些词：查 茅台、研报、记分牌、日历、我的自选、清单。
nearest = 您是不是要找：
nearest-broker = { $broker } 的记分牌
command-menu = 全部功能
command-list = 我的清单
need-start = 开始
need-menu = 菜单
need-coverage = 查股票
need-watchlist = 我的自选
need-list = 我的清单
need-report = 研报
need-scoreboard = 记分牌
need-digest = 日报
need-alerts = 提醒
need-calendar = 到期日历
need-export = 导出
need-subscribe = 订阅
need-unsubscribe = 取消订阅
need-subscriptions = 我的订阅
need-settings = 设置
need-help = 帮助
need-privacy = 隐私
need-export_me = 我的数据
need-forget_me = 忘记我
need-channels = 频道
need-cancel = 取消操作
need-resolve = 认名称
need-users = 用户
need-invite = 邀请
need-sources = 行情来源
need-queue = 发送队列
need-broadcast = 群发
need-jobs = 定时任务
need-errors = 程序错误
ask-need-coverage = 查哪只股票？请直接发来名称、拼音首字母或代码。/cancel 取消
ask-need-subscribe = 订阅什么？请直接发来股票名称或代码，或研报编号（如 #7）。/cancel 取消
ask-need-resolve = 请发来：研报编号 名称 代码，例如 7 某某科技 300308。/cancel 取消
ask-need-invite = 邀请谁？编辑可录入研报，订阅者只看。链接有效天数可另写，例如 <code>/invite editor 3</code>。
choice-invite-subscriber = 订阅者
choice-invite-editor = 编辑

## 按钮
button-show-report = 查看研报
button-baskets = 组合表现
button-calendar = 到期日历
button-calendar-file = 导出为日历文件（.ics）
button-replay = 回放
button-reports = 研报列表
button-watchlist = 我的自选
button-settings = 设置
button-retract = 确定撤回
button-keep = 不撤回
button-ask-retract = 撤回研报
button-subscribe-stock = 订阅这只股票
button-unsubscribe-stock = 取消订阅
button-subscribe-report = 订阅这篇研报
button-unsubscribe-report = 取消订阅
button-subscribe-all = 订阅全部
button-qualified = 是，我是专业投资者或 C4/C5
button-not-qualified = 不是
button-qualified-short = 我是专业投资者或 C4/C5
button-not-qualified-short = 我不是专业投资者或 C4/C5
button-confirm = 确认 { $n } 个标的
button-discard = 放弃
button-drop = 剔除
button-take-back = 恢复
button-back-to-draft = 返回
button-check = ✓ 核对无误
button-unrated = 没有写
button-other-security = 换证券
button-add-pick = ＋ 补充标的
button-change-date = 改日期
button-set-date = ⚠ 填写研报日期
button-set-broker = 填写券商
button-undo = ↩ 撤销：{ $change }
button-history = 更正记录
button-correct = 更正
button-merge = 并入 #{ $id }
button-keep-apart = 分别保留

## 录入
draft-title = <b>待确认</b> #{ $id }
draft-title-confirmed = <b>已确认，可更正</b> #{ $id }
draft-scale-report = 评级标准（研报所印，{ $months }）：{ $scale }
draft-scale-config = 评级标准（研报未印，用该券商常用的，{ $months }）：{ $scale }
draft-months-none = 未写期限
draft-size = { $picks } 个标的，{ $securities } 只证券，{ $segments } 个板块（原文 { $pages } 页）
draft-size-unsegmented = { $picks } 个标的，{ $securities } 只证券（原文 { $pages } 页）
draft-no-segment = 未分板块
draft-nothing = 没有标的。可以补充。
draft-look-first = <b>⚠ 请先看这些</b>
draft-name-choices = { $number }. ❓ { $name }（{ $kind }）：不确定是哪只
draft-name-none = { $number }. ❓ { $name }（{ $kind }）：没有找到
draft-name-head = ❓ <b>{ $name }</b>：对不上证券，暂不计入
draft-name-ask = 请选一只，或直接发来名称或代码。选定后才计入。
draft-unrated = 无个股评级
draft-dropped = <b>已剔除</b>，不计入
draft-confidence = 可信度 <b>{ $share }</b>
draft-by-hand = 可信度 <b>100%</b>：已由人确认
draft-reason = + { $reason }
draft-reason-against = − { $reason }
draft-twin-headline = <b>⚠ 同一篇研报已有一份：#{ $id }</b>（券商、日期、标题相同）
draft-twin-words = <b>⚠ 同一篇研报已有一份：#{ $id }</b>（文字相同，文件不同）
draft-twin-rule = { $new ->
    [0] 并入后以 #{ $id } 的数字为准，它没有的评级和目标价从这份补上。它已有这份的全部标的。
   *[other] 并入后以 #{ $id } 的数字为准，它没有的评级和目标价从这份补上；它没有的 { $new } 个标的连同依据一起加入。
}
draft-twin-differing = 有 { $n } 个标的两份评级不同，以 #{ $id } 为准。
draft-twin-names = { $n } 个没认出的名称不会并入；需要的话请先认出。
draft-twin-retracted = 那一份已被撤回，不能并入；可以分别保留，或放弃这份。
draft-warnings = <b>请留意</b>
draft-what-next = 点编号看依据、改正或剔除；确认后才开始计分。
draft-what-next-confirmed = 点编号看依据或更正；更正立即生效，重新计分，不另行通知订阅者。
draft-printed-as = （原文：{ $name }）
draft-evidence = <blockquote expandable>第 { $page } 页：{ $words }</blockquote>
ask-security = “{ $name }”应是哪只证券？请选一只，或直接发来名称或代码。/cancel 取消
ask-pick = 补充哪个标的？请直接发来名称或代码。/cancel 取消
ask-kind = 研报怎么说它？
ask-date = 研报日期现为 { $day }。请选原文所印的日期，或直接发来，例如 2024-12-26。/cancel 取消
ask-date-unknown = 没有读到研报日期。请选原文所印的日期，或直接发来，例如 2024-12-26。/cancel 取消
ask-broker = 这是哪家券商的研报？请直接发来名称。/cancel 取消
history-title = <b>更正记录</b> #{ $id }
history-none = 还没有更正。
history-who = <i>{ $who }，{ $when }</i>
history-undone = <i>（已撤销）</i>
change-nothing = 无
change-rating = { $about } 评级：{ $before } → { $after }
change-kind = { $about } 类型：{ $before } → { $after }
change-security = { $about } 证券：{ $before } → { $after }
change-target = { $about } 目标价：{ $before } → { $after }
change-checked = { $about } 核对无误
change-dropped = 剔除 { $about }
change-taken-back = 恢复 { $about }
change-added = 补充 { $about }
change-resolved = 认出 { $about }
change-date = 日期：{ $before } → { $after }
change-broker = 券商：{ $before } → { $after }
change-apart = 与同一篇分别保留
change-merged = 并入 #{ $after }
warning-no_broker = 没认出是哪家券商。
warning-no_title = 没找到标题。
warning-no_date = 没找到发布日期。
warning-weekday_contradicts = 日期与所印的星期不符。
warning-no_scale = 没找到评级说明，将采用该券商的常用区间；没有的话只给数字，不下结论。
warning-no_months = 评级说明没有写期限；知道该券商惯用期限时按惯用的算。
warning-no_benchmark = 没有写明基准指数，将用默认基准。
warning-no_picks = 没有找到荐股标的。
warning-unresolved_names = 有名称对不上证券，见上。
warning-close_differs = 所印收盘价与行情不符，请核对证券和日期（所印 / 行情）：{ $about }
warning-close_fits = 所印收盘价与另一只证券相符：{ $about }
warning-close_not_checked = 所印收盘价未核对，没有当日行情：{ $about }
warning-other = 其他：{ $text }

## 研报卡片与列表
report-size = 研报 #{ $id }：共 { $picks } 个标的，{ $securities } 只证券
report-settled = 已到期 { $settled } 个，<b>达成 { $met } 个</b>
report-open = 未到期 { $open } 个，其中 { $on_track } 个目前达标
report-unjudged = 其余 { $n } 个只看表现，不下结论
report-order = 按超额从高到低：
reports-title = <b>研报</b>（新的在前）
reports-none = 还没有研报。
reports-picks = { $picks } 个标的

## 个股卡片
coverage-count = { $n } 条覆盖
coverage-none = 没有可显示的覆盖
coverage-hidden = 另有 { $n } 条来自 R4 及以上的研报，确认投资者类别后可见（/settings）
chart-span = { $since } 至 { $until }，起点 = 100，对比{ $benchmark }
inline-open = 在机器人中查看
inline-more = ……另有 { $n } 条，见机器人
inline-start = 启动机器人后才能搜索
inline-look = 在机器人中查看 { $name }
inline-nothing = 没有找到可分享的内容，打开机器人
said-rated = 评级 <b>{ $rating }</b>
said-rated-initiated = 评级 <b>{ $rating }</b>（首次）
said-rated-maintained = 评级 <b>{ $rating }</b>（维持）
said-rated-upgraded = 评级 <b>{ $rating }</b>（上调）
said-rated-downgraded = 评级 <b>{ $rating }</b>（下调）
said-recommended = <b>推荐</b>（无个股评级）
said-unrated = <b>{ $kind }</b>（无个股评级，只看表现，不下结论）
said-target = 目标价 { $price }
promise-rating = 评级标准：{ $measure } { $band }，{ $months }
promise-rating-open = 评级标准：{ $measure } { $band }，未写期限
promise-floor = 衡量标准：{ $measure } { $band }（最低看多区间），{ $months }
promise-floor-open = 衡量标准：{ $measure } { $band }（最低看多区间），未写期限
promise-as-printed = 区间：{ $band }
entry-none = 起算价还没有
entry-published = 起算：{ $day } 收盘 { $price }
entry-tradable = 可买：{ $day } 开盘 { $price }
entry-tradable-excess = 可买：{ $day } 开盘 { $price }，超额 { $excess }
entry-excess = 超额 <b>{ $excess }</b>
entry-returns = 个股 { $stock }，{ $benchmark } { $index }
phase-open = 状态：{ $phase }
phase-over = 状态：已于 { $day } 到期
phase-until = 状态：{ $phase }，{ $day } 到期
implied-today = 目前对应评级：{ $rating }
implied-settled = 对应评级：{ $rating }
way-needs = 距达标 { $points }，剩 { $sessions } 个交易日
way-needs-open = 距达标 { $points }，到期日待定
way-ahead = 目前达标，多出 { $points }，剩 { $sessions } 个交易日
way-ahead-open = 目前达标，多出 { $points }，到期日待定
verdict-met = 结论：<b>达成</b>（{ $position }），{ $day } 到期
verdict-missed = 结论：<b>未达成</b>（{ $position }），{ $day } 到期
window-first = 满 { $months } 个月时超额 { $excess }
window-path = 期限内超额：平均 { $mean }，最好 { $best }，最差 { $worst }
window-share = 期限内有 { $share } 的交易日达标
convention-met = 行情软件的算法（个股复权、基准用价格指数）：超额 { $excess }，会算<b>达成</b>（{ $position }）；{ $why }
convention-missed = 行情软件的算法（个股复权、基准用价格指数）：超额 { $excess }，会算<b>未达成</b>（{ $position }）；{ $why }
convention-why-total = 差的 { $points }是指数的分红
convention-why-price = 差的 { $points }是个股的分红
convention-why-convention = 差 { $points }

## 评级周期
timeline-title = 评级周期，共 { $n } 段
timeline-consensus = 共识（各家未到期的评级）：
timeline-no-ratings = 没有未到期的评级
timeline-side = { $side } { $n }（{ $share }）
conflict = ⚠ { $house } { $day } 对 { $stock } 有互相矛盾的评级（{ $ratings }，研报 { $reports }），须由编辑确认，暂不计入。
timeline-span = { $since } → { $until }
timeline-span-open = { $since } 起，未写期限
timeline-reports = { $n } 篇研报
timeline-backfilled = 事后补录
timeline-at-close = 结束时超额 { $excess }
opened-first = 首次
opened-changed = 评级改变
opened-resumed = 恢复评级
opened-renewed = 到期后重申
closed-changed = { $day } 改为其他评级而提前结束，仍按原到期日计分
closed-withdrawn = { $day } 撤回评级而提前结束，仍按原到期日计分
side-bullish = 看多
side-neutral = 中性
side-bearish = 看空
button-timeline = 评级周期
button-coverage = 个股卡片

## 记分牌
board-title-broker = <b>券商记分牌</b>
board-title-analyst = <b>分析师记分牌</b>
board-title-industry = <b>行业记分牌</b>（按研报的行业）
board-title-side = <b>方向记分牌</b>
board-title-kind = <b>类型记分牌</b>
board-title-rating = <b>{ $of } 各评级</b>
board-scope-forward = 发布时录入的评级周期：已到期 { $settled } 段，未到期 { $open } 段
board-scope-backfilled = 事后补录的评级周期：已到期 { $settled } 段，未到期 { $open } 段
board-other-than-forward = 另有事后补录、已到期的 { $n } 段，不混在一起
board-other-than-backfilled = 另有发布时录入、已到期的 { $n } 段，不混在一起
board-hidden = 另有 { $n } 段来自 R4 及以上的研报，未计入；确认投资者类别后计入（/settings）
board-nothing = 还没有可统计的。
board-order = 每段评级只在到期时计一次；按 95% 区间的下限排名，不足 { $enough } 段不排名。
board-no-base = 没有基准率：有行情的 A 股只有 { $n } 只，不足 { $least } 只。
board-no-base-here = 没有基准率：有行情的 A 股有 { $n } 只，但起算日有收盘价的不足 { $least } 只。
board-too-few = 样本不足：到期 { $settled } 段，达成 { $met } 段
board-too-few-unjudged = 样本不足：到期 { $settled } 段，不下结论
board-unjudged = 到期 { $settled } 段，不下结论
board-met = 到期 { $judged } 段，达成 { $met } 段：<b>{ $share }</b>（95% 区间 { $low }–{ $high }）
board-excess = 超额：平均 { $mean }，中位数 { $median }
board-base = 基准率 { $base }（同期全部 A 股达到同一区间的比例，可比 { $based } 段），达成率是它的 { $lift } 倍
board-overlap = 有重叠：按股票折合 { $stocks } 段，按月份折合 { $months } 段
board-open = 未到期 { $open } 段，其中 { $on_track } 段目前达标
board-unstated = 研报未写
board_empty = 还没有可统计的评级周期。先录入并确认研报。
side-unrated = 推荐（无评级）
button-board-broker = 按券商
button-board-analyst = 按分析师
button-board-industry = 按行业
button-board-side = 按方向
button-board-kind = 按类型
button-board-forward = 发布时录入的
button-board-backfilled = 事后补录的
button-dissent = 分歧
dissent-title = <b>分歧</b>：{ $n } 只股票上，各家同时持有方向不同的评级
dissent-opposite = 看多对看空
dissent-differing = 方向不同
dissent-open = 还有评级未到期，尚无定论
dissent-right = 说对的：<b>{ $sides }</b>
dissent-none-right = 没有一方说对
no_dissent = 没有哪只股票同时有方向不同的评级。

## 需要知道的
flag-no_benchmark_data = ⚠ 没有基准指数的数据，算不出超额。
flag-no_price_data = ⚠ 没有这只证券的行情。
flag-no_open = ⚠ 没有开盘价，给不出“可买”的数字。
flag-suspended_at_entry = { $n ->
    [0] ⚠ 起算日停牌，用停牌前的收盘价。
   *[other] ⚠ 起算日停牌（{ $n } 个交易日），用停牌前的收盘价。
}
flag-suspended_at_settlement = { $n ->
    [0] ⚠ 到期日停牌，用停牌前的收盘价。
   *[other] ⚠ 到期日停牌（{ $n } 个交易日），用停牌前的收盘价。
}
flag-waited_for_trading = { $n ->
    [0] ⚠ 研报发布后停牌，复牌才买得到。
   *[other] ⚠ 研报发布后停牌，等了 { $n } 个交易日才买得到。
}
flag-sealed_at_limit = ⚠ 当天一字涨停，买不进。
flag-delisted = ⚠ 已退市，按最后成交价算到到期日。
flag-merged = ⚠ 已被合并，按换股比例续算。
flag-not_listed_yet = ⚠ 发布时尚未上市，上市首个收盘起算。
flag-provisional = ⚠ 交易日历尚未公布到到期日，日期为暂定。
flag-scale_from_config = 研报没有印评级说明，用的是该券商的常用区间。
flag-no_horizon = 没有写明期限，只看表现，不下结论。
flag-measured_against_floor = 没有个股评级，按最低看多区间的下限衡量。
flag-price_basis = 按价格收益计算，不含分红。
flag-missing_bars = { $n ->
    [0] ⚠ 缺部分交易日的行情。
   *[other] ⚠ 缺 { $n } 个交易日的行情。
}
flag-suspended_now = { $n ->
    [0] ⚠ 目前停牌，用停牌前的收盘价。
   *[other] ⚠ 目前停牌（{ $n } 个交易日），用停牌前的收盘价。
}
flag-behind = { $n ->
    [0] ⚠ 行情还没更新到最近的交易日。
   *[other] ⚠ 行情落后 { $n } 个交易日。
}
flag-no_price_return = ⚠ 除权比例不明，算不出价格收益。
flag-between_bands = 评级说明所印的区间在此处有空档，没有对应评级。
flag-several_bands = 评级说明所印的区间在此处重叠，取先印的一个。
flag-unknown_rating = ⚠ 评级说明里没有这个评级，只看表现，不下结论。
flag-preliminary_close = ⚠ 最新收盘价尚待第二次核对，数字为暂定。
flag-reference_missing = ⚠ 除权日的交易所参考价尚缺，数字为暂定。
flag-estimated = 盘中估算。
flag-other = 备注：{ $code }

## 自选
watchlist-title = <b>我的自选</b>，共 { $n } 只
watchlist-target = 订阅：{ $label }
watchlist-more-targets = 另有 { $n } 项订阅
watchlist-no-figures = 还没有可显示的数字。
target-report = 《{ $label }》

## 提醒
basket-title = <b>等权组合</b>
basket-how = 每只证券等额买入并持有，从研报日收盘到各自的最新或到期收盘，各比各的基准。
basket-of-report = <b>全部标的</b>
basket-of-kind = <b>按类型</b>
basket-of-segment = <b>按板块</b>（超额）
basket-short = { $label } · { $n } 只：{ $excess }
basket-short-priced = { $label } · { $n } 只，{ $priced } 只有数据：{ $excess }
basket-short-none = { $label } · { $n } 只：暂无数据
basket-size = { $n } 只
basket-size-priced = { $n } 只，其中 { $priced } 只有数据
basket-figures = 超额 { $excess }（组合 { $own }，基准 { $benchmark }）
basket-industry = <b>行业评级</b> { $name }
basket-assumed = 评级表只有文字，持平按 ±5 个百分点计。

settlements-title = <b>到期日历</b> { $day } 起
settlements-followed = 范围：您订阅的标的
settlements-everything = 范围：全部可见的研报
settlements-sums = 本周 { $week } 只，30 天内 { $month } 只
settlements-day = <b>{ $day }</b>
settlements-window_opens = 进入评级期限 · { $report } · { $n } 只
settlements-window_opens-provisional = 进入评级期限（暂定，交易日历未公布） · { $report } · { $n } 只
settlements-settles = 到期 · { $report } · { $n } 只
settlements-settles-provisional = 到期（暂定，交易日历未公布） · { $report } · { $n } 只
settlements-more = { $names } 等，另 { $n } 只
settlements-file = 到期日历，共 { $n } 项。用手机日历打开即可导入，再次导入不会重复。
settlements-name = Pickwatch 到期日历
settlements-event-window_opens = 进入评级期限：{ $report }（{ $n } 只）
settlements-event-settles = 评级到期：{ $report }（{ $n } 只）

export-choose = <b>导出</b> 选择内容和格式。表头写明每一列的含义和单位。
export-picks = 标的
export-episodes = 评级周期
export-scores = 成绩
export-ledger = 结论账本
export-file = { $what }，{ $n } 行。事后统计，不构成投资建议。

replay-title = <b>回放</b> { $since } 至 { $until }
replay-size = 共 { $sessions } 个交易日，其中 { $days } 日会收到提醒（收盘日报另计）：
replay-count = · { $kind } { $n } 条
replay-standing = 标的截至 { $day }：
replay-band_crossed = 跨过评级区间
replay-window_opens = 进入评级期限
replay-settles_soon = 即将到期
replay-settled = 到期结论
replay-day_change = 当日大幅涨跌
replay-how = 逐日只用当时已有的数据重算。当日涨跌提醒已关闭。
replay-how-moves = 逐日只用当时已有的数据重算。当日涨跌按最高价和最低价，门槛 { $change }。
replay-day = <b>— { $day } —</b>

alerts-title = <b>提醒</b> { $day }
alerts-more = 另有 { $n } 条
alert-band_crossed = <b>跨过评级区间</b>
alert-window_opens = <b>进入评级期限</b>
alert-settles_soon = <b>即将到期</b>
alert-verdict_corrected = <b>结论更正</b>
alert-corrected = { $before } → <b>{ $after }</b>（{ $why }）
verdict-was-met = 达成
verdict-was-missed = 未达成
verdict-was-none = 不下结论
corrected-prices = 行情数据更正
corrected-pick = 编辑更正了标的
corrected-basis = 计算口径改变
corrected-program = 计算方法更正
alert-settled = <b>到期结论</b>
alert-day_change = <b>大幅涨跌</b>
alert-report_retracted = <b>研报已撤回，不再计分</b>
alert-new_report = <b>新研报</b>
alert-unknown-report = 研报
alert-from-to = { $before } → { $after }
alert-band-to = 对应评级 { $before } → { $after }
alert-no-band = 无对应评级
alert-opens = { $day } 起
alert-settles = { $day } 到期
alert-price = 现价 { $price }
alert-price-at = { $time } 现价 { $price }
alert-price-at-source = { $time } 现价 { $price } · { $source }

## 日报
digest-title = <b>收盘日报</b> { $day }
digest-title-several = <b>收盘日报</b> { $since } 至 { $until }（{ $n } 个交易日）
digest-size = 自选 { $n } 只
digest-size-mean = 自选 { $n } 只，未到期 { $open } 只平均超额 { $excess }
digest-morning-title = <b>早报</b> { $day }
digest-announced = 预览，将于 { $at } 发送
digest-morning-due = 今日到期或进入期限 { $today } 条，本周共 { $week } 条
digest-ratings = <b>新研报</b>（北京时间 { $since } 以来）
digest-and-more = { $said } 等 { $n } 只
rated-initiated = { $rating }（首次）
rated-maintained = { $rating }（维持）
rated-upgraded = { $rating }（上调）
rated-downgraded = { $rating }（下调）
digest-suspended = <b>停牌</b>（上一交易日）：{ $names }
digest-weekly-title = <b>周报</b> { $day }
digest-weekly-title-several = <b>周报</b> { $since } 至 { $until }（{ $n } 个交易日）
digest-mean-change = 期间平均变动 { $points }
digest-up = <b>超额上升最多</b>
digest-down = <b>超额下降最多</b>
digest-alerts = 今日提醒：{ $counts }
digest-alert-bands = 跨过区间 { $n }
digest-alert-day_change = 涨跌 { $n }
digest-alert-horizon = 期限 { $n }
digest-alert-verdicts = 结论 { $n }
digest-board = <b>记分牌变动</b>
digest-house = { $house }：达成 { $met }/{ $judged }（此前 { $before }），样本不足
digest-house-share = { $house }：达成 { $met }/{ $judged }，{ $share }（此前 { $before }）
digest-baskets = <b>组合</b>（等权，平均超额）
digest-basket = { $n } 只，{ $excess }
digest-next-week = <u>至下周末</u>
chart-followed = 关注标的的超额收益
digests = <b>日报</b>（{ $zone }）
digests-now = 点名称即看现在的内容；早报即下一个交易日早上会收到的内容。
digest-name-morning = 早报
digest-name-close = 收盘日报
digest-name-weekly = 周报
digest-word-morning = 早报
digest-word-close = 收盘
digest-word-weekly = 周报
digest-line = { $name }：{ $at }
digest-line-next = { $name }：{ $at }，下次 { $next }
digest-line-off = { $name }：关
digest-about-morning = 交易日早上：到期与进入期限、新评级、停牌。没有内容就不发。
digest-about-close = 交易日数字齐全之后：涨跌、评级区间、提醒、接下来。没有内容就不发。
digest-about-weekly = 一周最后一个交易日之后：到期结论、记分牌、组合、下周。没有内容就不发。
digest-earliest = 当日数字最早 { $at } 齐全（{ $zone }），之前不发。
digest-other-time = 其他时间请输入：<code>/digest { $word } 8:15</code>
digest-block-due = 到期与期限
digest-block-ratings = 新评级
digest-block-suspended = 停牌
digest-block-movers = 超额变动
digest-block-bands = 评级区间
digest-block-events = 到期与进入期限
digest-block-alerts = 提醒汇总
digest-block-ahead = 接下来
digest-block-verdicts = 到期结论
digest-block-board = 记分牌
digest-block-baskets = 组合
digest-block-chart = 图
digest_needs_a_block = 至少留一项；不想收到，请点“不发”。
digest_not_understood = 没看懂。例如 /digest 早报 8:15、/digest 收盘 21:00、/digest 周报 关、/digest 时区 Europe/Berlin。
digest_empty_morning = 下一个交易日没有到期、新评级或停牌，早报不会发送。
digest_empty_weekly = 本周没有可报的内容，周报不会发送。
button-digests = 日报设置
button-choose-digest = ⚙ { $name }
button-zone = 时区
zone-choose = 现在的时区：{ $zone }。日报、免打扰的时间都按它。其他时区请输入：<code>/digest 时区 Europe/Paris</code>
zone-unknown = 没有时区“{ $typed }”。
digest-best = <b>超额最高</b>
digest-worst = <b>超额最低</b>
digest-upcoming = <u>接下来</u>

## 设置
settings =
    <b>设置</b>
    日报：{ $digest }
    时区：{ $zone }
    涨跌提醒：{ $change }
    免打扰：{ $quiet }
    图表：{ $charts }
    投资者类别：{ $suitability }
settings-day_change =
    <b>涨跌提醒</b>：{ $change }
    订阅的股票盘中涨跌达到这个幅度时提醒。
settings-quiet =
    <b>免打扰</b>：{ $quiet }（{ $zone }）
    期间的消息先留着，结束后合并成一条发送。
settings-charts =
    <b>图表</b>：{ $charts }
charts-light = 浅色
charts-dark = 深色
charts-red-up = 红涨绿跌
charts-green-up = 绿涨红跌
button-day_change = 涨跌提醒
button-quiet = 免打扰
button-charts = 图表
button-settings-back = ‹ 设置
setting-off = 关
setting-digests = 早报 { $morning }，收盘 { $close }，周报 { $weekly }
setting-no-digest = 不发
setting-no-changes = 不提醒
setting-unanswered = 尚未确认
setting-qualified = 专业投资者或 C4/C5
setting-not-qualified = 其他（不显示 R4 及以上的研报）
held-quiet = <b>免打扰时段内的 { $n } 条消息</b>
held-burst = <b>一分钟内有 { $n } 条消息，合并为一条</b>
held-at = <i>{ $time }</i>
held-more = 另有 { $n } 条，点“逐条查看”。
held-unreadable = 这条消息是旧版本写的，无法再显示。
held_gone = 这些消息已不再保存。
button-held = 逐条查看
setting-no-quiet = 不设
zone-shanghai = 北京时间
zone-tokyo = 东京时间
zone-london = 伦敦时间
zone-new-york = 纽约时间
zone-singapore = 新加坡时间
zone-sydney = 悉尼时间
zone-berlin = 柏林时间
zone-los-angeles = 洛杉矶时间
language-zh = 中文
language-en = English
language-zh-hant = 繁體中文

## 命令菜单
command-start = 开始
command-coverage = 谁在覆盖这只股票，表现如何
command-report = 研报和每个标的的成绩
command-scoreboard = 券商、分析师、行业记分牌
command-watchlist = 我的自选
command-calendar = 到期日历
command-export = 导出 CSV 或 JSON
command-digest = 早报、收盘日报、周报
command-subscribe = 订阅股票、券商、分析师、行业
command-subscriptions = 我的订阅和提醒方式
command-settings = 语言、日报时间、涨跌提醒
command-help = 帮助
command-privacy = 保存了哪些信息
command-channels = 我的频道
command-cancel = 取消正在进行的操作

## 一句话的回答
no_access = 您还没有使用权限。请把您的数字 ID <code>{ $id }</code> 发给机器人的管理员。
day_change_out_of_range = 涨跌提醒的幅度须在 0.5% 到 50% 之间。
resolve_how = 请写明研报编号、原文名称和股票代码，例如：/resolve 7 某某科技 300308
name_not_waiting = 研报 #{ $id } 里没有待认的名称“{ $name }”。
resolved_late = “{ $name }”已认作 { $stock }，开始计分。
stock_unclear = “{ $query }”可能是好几只股票，请直接写代码：{ $codes }
only_owners = 只有管理员可以看这个。
quotes_disagree = { $stock }（{ $symbol }）：{ $one }报 { $price }，{ $other }报 { $other_price }，相差过大。两者一致之前不再提醒它的涨跌。
only_editors = 只有管理员和编辑可以这样做。需要的话请联系机器人的管理员。
draft_gone = 这份草稿已不在了。请重新发送文件。
already_confirmed = 这份草稿已由 { $who } 于 { $when } 确认。
already_merged = 《{ $title }》已并入 #{ $id }。
pick_gone = 这个标的已不在了。
name_gone = 这个名称已经认出。
pick_twice = “{ $name }”已有相同的一条，不能重复计入。
date_out_of_range = { $day } 不能是研报日期：不能晚于今天。
date_not_understood = 没看懂日期。请写成 2024-12-26 的样子；/cancel 取消。
broker_unknown = “{ $broker }”不像券商名称。
answer_unknown = 没有找到“{ $query }”。请再发一次名称或代码；/cancel 取消。
no_date_yet = 还没有研报日期，无法起算。请先填写日期。
twin_undecided = 同一篇研报已有一份（#{ $other }）。请先选择并入或分别保留。
not_the_same = 与 #{ $id } 已不是同一篇研报，不能并入。
nothing_left = 已确认的研报须有日期和至少一个标的。若整篇有误，请撤回研报。
already_discarded = 这份草稿已由 { $who } 于 { $when } 放弃。需要的话请重新发送文件。
confirmed = 已确认《{ $title }》：开始跟踪 { $picks } 个标的，并已为您订阅。
discarded = 已放弃《{ $title }》。需要时可重新发送文件。
nothing_settles = 近期没有要到期的标的：还没有可见的研报，或都已到期。/report 可看全部。
nothing_to_export = 还没有可导出的内容。/report 可看全部研报。
report_unknown = 没有这篇研报。/report 可看全部。
replay_before_report = 研报日期是 { $day }，回放要从这一天或以后结束。
replay_without_prices = 《{ $title }》的标的还没有价格，行情取到以后再回放。
report_retracted = 《{ $title }》已被撤回，不再计分。
retracted = 已撤回《{ $title }》：不再计分，并会通知订阅者。
confirm_retract = 确定撤回《{ $title }》吗？撤回后不再计分，并会通知订阅者。
stock_unknown = 没有找到“{ $query }”。请写股票名称、拼音首字母或代码，例如 中际旭创、zjxc、300308。
no_reports = 还没有研报。
nothing_covers = 还没有研报覆盖 <b>{ $name }</b>。可先订阅，有新研报时通知您。
command_needs_name = 请在命令后写上股票名称或代码，例如：/{ $command } 中际旭创
subscribed = 已订阅：{ $label }
already_subscribed = 您已订阅：{ $label }
unsubscribed = 已取消订阅：{ $label }
not_subscribed = 您没有订阅：{ $label }
subscribe_to_what = 订阅什么？写股票、券商、分析师或行业，例如 /subscribe 中际旭创 或 /subscribe 券商 开源证券；或从研报列表中选。
unsubscribe_from_what = 要取消哪一项订阅？点一下即可。
watchlist_empty = 自选还是空的。可订阅一篇研报或全部，也可发 /subscribe 中际旭创。
digest_empty = 没有可报的内容：您还没有订阅，或订阅的标的还没有数字。
nothing_to_cancel = 没有正在进行的操作。
cancelled = 已取消。
old_button = 这个按钮已过期，请从这里重新开始：
too_large = 文件太大：上限 { $limit } MB。
empty_file = 文件是空的，请检查后重新发送。
too_many_pages = 页数太多：上限 { $limit } 页。
encrypted_file = PDF 有密码保护，请发送去掉密码的版本。
damaged_file = PDF 已损坏，打不开。请重新下载后再发。
no_text_layer = PDF 里只有图片，没有文字。请发送带文字的 PDF 或文本。
not_a_document = “{ $name }”不是可读的文件。请发送 PDF、文本、Markdown 或 HTML。
text_too_long = 文字太长。请以文件形式发送研报本身。
not_a_report = 这不像一篇券商研报：没有券商，也没有评级说明或荐股标的。
no_picks = 没有可确认的荐股标的。
no_date = 没有找到发布日期，无法起算。请发送带日期的完整研报。
reading_took_too_long = 读取超时，已停止。请发送更小的文件，或直接发文字。
reading_failed = 读取失败。文件已保存；请换成文本再发一次，或联系管理员。
file_cannot_be_opened = 文件打不开：{ $reason }。
refused-files = <b>监视文件夹</b>里有 { $n } 个文件读不了：
refused-file = • { $name }：{ $why }
refused-files-more = 另有 { $n } 个。
ingest_not_confirmed = 没有确认。加上 --yes 再运行一次，或在聊天里确认草稿。
ingest_stopped = 已停止，还有 { $left } 个文件没有处理；再运行一次会从这里继续。
ingest_summary = 共 { $done } 个文件：新增 { $new }，已有 { $known }，并入 { $merged }，没有标的 { $without_picks }，失败 { $failed }。标的 { $picks } 个，待确认的名称 { $unresolved } 个。
ingest_drafts = { $n } 份草稿等待确认：在聊天里确认，或加上 --yes 再运行一次。
report_known = 这篇研报已经收录：《{ $title }》。
not_qualified_noted = 已记录：不再向您显示 R4 及以上的研报。如有变化，可在 /settings 修改。
hidden_report = 这篇研报的风险等级为 { $level }，不适合您登记的投资者类别。如有变化，可在设置中修改。
internal_error = 出了点问题，已经记录。请稍后再试。
nothing_to_read = 我只看文字和文件。查股票请发名称或代码，研报请发 PDF 或文本；全部命令见 /help。
unknown_command = 没有这个命令。/help 可看全部命令。
text_not_understood = 没看懂。查股票可直接发名称、拼音首字母或代码，例如 中际旭创、zjxc、300308；全部命令见 /help。
market_unavailable = 暂时取不到行情，请稍后再试。
reading = 已收到，正在读取…
document_empty = 文件是空的，请检查后重新发送。
document_too_large = 文件太大：上限 { $limit } MB。请发送更小的 PDF，或只发文字。
document_text_too_long = 文字太长：上限 { $limit } MB。请只发送研报本身。
document_too_many_pages = 共 { $pages } 页，太多了：上限 { $limit } 页。请只发送研报本身的页面。
document_encrypted = PDF 有密码保护，请发送去掉密码的版本。
document_damaged = PDF 已损坏，打不开。请重新下载后再发。
document_no_text = PDF 里只有图片，没有文字。请发送带文字的 PDF 或文本。
document_lost_words = 这份 PDF 的文字读不出来：字体里没有字符对照。请换一份 PDF，或直接发文字。
document_picture = 这是一张图片。请发送研报的 PDF 或文本。
document_office = 这是 Word、Excel 之类的文件。请另存为 PDF 后发送。
document_archive = 这是压缩包。请解压后逐个发送里面的研报。
document_not_pdf = 文件名是 PDF，内容不是 PDF。请打开看一下内容，或重新下载研报。
document_unreadable = 这个文件既不是 PDF，也不是文本。请发送 PDF、文本、Markdown 或 HTML。
document_no_report = 这不像一篇券商研报：没有券商，也没有评级说明或荐股标的。

## 标的为何可信或存疑：bot extract --explain 和确认卡片共用
reason-subject = 公司报告所写的公司：{ $words }
reason-listed = 列在“{ $words }”之后的名单里
reason-in_sentence = 由句中的“{ $words }”带出
reason-believed_in = 只说“{ $words }”，语气较弱
reason-in_table = 列在表格“{ $words }”里
reason-seen_again = 文中再次推荐
reason-broken = 名单被页面其他文字打断
reason-code_agrees = 名称与所印代码 { $words } 一致
reason-code_decides = 名称查不到，由代码 { $words } 确定
reason-code_elsewhere = 文中别处印有代码 { $words }
reason-former_name = 曾用名，现名 { $words }
reason-described = 从“{ $words }”中认出
reason-unparted = 名称之间没有分隔
reason-everyday_word = 名称也是日常词语
reason-rated_in_table = 评级来自表格“{ $words }”
reason-rated_in_text = 评级来自正文“{ $words }”
reason-close_differs = 所印收盘价与行情不符（{ $words }）
reason-nobody_answers = 没有证券叫“{ $words }”
reason-several_answer = 不止一只证券可能叫“{ $words }”
reason-code_contradicts = 名称与所印代码 { $words } 不是同一家
reason-near_miss = 与“{ $words }”相近

## Sources of prices (/sources, bot doctor)
sources-title = <b>行情来源</b> { $time }
sources-recorded = 用的是{ $market }，没有会出故障的来源。
sources-unused = 还没有问过：{ $names }
sources-disputes = <b>报价不一致，暂停提醒</b>
sources-dispute = { $one } { $price }，{ $other } { $other_price }（{ $time }）
sources-requests = 今天已请求 { $n } 次
supply-quotes = 盘中报价：
supply-bars = 日线：
supply-indices = 指数：
supply-ex_dates = 除权因子：
supply-actions = 分红配股公告：
supply-suspensions = 停牌：
supply-sessions = 交易日历：
supply-names = 证券简称：
vendor-tencent-quotes = 腾讯报价
vendor-sina-quotes = 新浪报价
vendor-eastmoney-quotes = 东方财富报价
vendor-tencent = 腾讯
vendor-sina = 新浪
vendor-eastmoney = 东方财富
vendor-baostock = baostock
vendor-csindex = 中证指数
vendor-shenwan = 申万
vendor-eastmoney-data = 东方财富数据中心
vendor-sina-pages = 新浪公司页面
vendor-exchanges = 沪深北交易所
source-state-well = 🟢 <b>{ $name }</b>：正常
source-state-troubled = 🟡 <b>{ $name }</b>：有问题
source-state-paused = 🔴 <b>{ $name }</b>：暂停到 { $until }
source-state-unused = ⚪ <b>{ $name }</b>：还没有问过
source-success = 上次成功 { $time }
source-success-newest = 上次成功 { $time }，数据到 { $newest }
source-failures = { $reason }（{ $time }，连续失败 { $n } 次）
source-doubt = { $reason }（{ $time }）
source-recovered = 已恢复；{ $time } 曾经：{ $reason }
reason-nothing = 没有要的数据
reason-unreachable = 连不上
reason-cut_off = 连接被切断
reason-silent = 不应答
reason-slow = 应答太慢
reason-tls = 加密连接失败
reason-banned = 拒绝访问，可能被封
reason-status = 服务器出错
reason-moved = 被转到别的网站
reason-huge = 应答过大
reason-empty = 应答是空的
reason-garbled = 应答残缺，读不出来
reason-page = 给的是网页，不是数据
reason-shape = 数据格式变了
reason-implausible = 数值不可能，没有采用
reason-missing = 缺少交易日的数据
reason-stale = 数据是旧的
reason-future = 数据的时间在未来
reason-worker = 取数进程中断，或者没有安装
reason-budget = 今天的请求次数用完了
reason-paused = 暂停中

## 文中提到但不算标的：按哪条规则
rule-past = 此前已推荐，不是这次的
rule-negated = 被否定
rule-against = 建议规避或调出
rule-of_others = 别人的推荐
rule-rating_word = “推荐”在这里是评级
rule-risk = 在风险提示里
rule-everyday_word = 在这里只是日常词语
rule-the_broker = 就是这家券商
rule-no_verb = 没有推荐它的词
explain-confidence = 可信度 { $percent }%
explain-refused = 提到但不算标的：
explain-page = 第 { $page } 页

findings-title = <b>管理员通知</b> { $time }
findings-more = …… 另有 { $n } 条
findings-caught_up = <b>停机后已补齐</b>
findings-calendar_ends = <b>交易日历即将到头</b>
findings-calendar_contradicted = <b>交易日历互相矛盾</b>
findings-close_disputed = <b>两次核对的收盘价不一致，第三次核对前为暂定</b>
findings-corrected = <b>来源更正了数据，已全部重算</b>
findings-ratio_corrected = <b>除权比例有变，已全部重算</b>
findings-ratio_differs = <b>除权比例与交易所参考价不符</b>
finding-caught_up = { $since } 至 { $until }：{ $sessions } 个交易日，新增或变动 { $bars } 条行情和除权，更正 { $corrections } 处，{ $failed } 个代码没有取到
finding-calendar_ends = { $market }：只知道到 { $day }，还剩 { $n } 天。请把下一年的休市日写进 config/calendar，再运行 bot doctor --calendar。
finding-calendar_contradicted = { $market }：以{ $source }为准，{ $other }在 { $day } 说法不同{ $n ->
        [1] {""}
       *[other] （共 { $n } 天，这是第一天）
    }
finding-close_disputed = { $name }，{ $day }：收盘后 { $before }，晚间 { $after }（{ $source }）
finding-corrected = { $name }，{ $day }：{ $field } { $before } → { $after }（{ $source }）
finding-ratio_corrected = { $name }，{ $day }：{ $before } → { $after }（{ $source }）
finding-ratio_differs = { $name }，{ $day }：按参考价 { $ratio }，按{ $source } { $claimed }（{ $by }）；{ $cause }
cause-treasury = 可能是库存股不参与分配
cause-rounding = 可能是四舍五入
cause-unannounced = 没有来源列出当天除权，请核对前一收盘价
cause-unknown = 原因不明，请查公司公告
field-close = 收盘
field-open = 开盘
field-high = 最高
field-low = 最低
field-reference = 参考价
market-A = 沪深
market-BSE = 北交所
market-NEEQ = 新三板
market-HK = 港股
market-US = 美股

## 图
chart-baskets = 等权组合的平均超额，{ $since } 至 { $until }
chart-replay = 平均超额和会收到的提醒，{ $since } 至 { $until }
chart-report = 各标的相对各自基准的超额收益。实心为达标，叉号为未达标，空心为无结论。
chart-board = 圆点为达成率，横线为 95% 区间，竖线为基准率。不足 { $enough } 段不画、不排名。
chart-board-more = 另有 { $n } 组未画出，见记分牌各页。
chart-calibration = 虚线框为评级承诺的区间，圆点为各段到期时的超额，粗线为中间一半，竖线为中位数。不足 { $enough } 段为样本不足。
chart_without_figures = 还没有可以画的数据。
line-report = 全部标的
line-industry = 行业指数
lane-band_crossed = 跨档
lane-window_opens = 进入期限
lane-settles_soon = 将到期
lane-settled = 到期
lane-day_change = 大涨大跌
button-chart = 看图
button-show-board = 查看记分牌
## 发送队列（/queue）
queue-title = <b>发送队列</b> { $time }
queue-waiting = 等待 { $n } 条，其中暂缓 { $held } 条、重试 { $retried } 条
queue-oldest = 最早的已等 { $age }；到点的约需 { $ends } 发完
queue-done = 近三个月：已发 { $sent } 条，不确定是否送达 { $uncertain } 条，未能送达 { $dead } 条
queue-seconds = { $n } 秒
queue-minutes = { $n } 分钟
queue-hours = { $n } 小时
queue-given-up = <b>未能送达</b>
queue-letter = #{ $number } { $kind } → <code>{ $chat }</code>，{ $time }，试过 { $tries } 次
queue-dead = 未送达：{ $why }
queue-uncertain = 可能已送达：{ $why }
button-resend = 重发 #{ $number }
button-drop-letter = 不再理会 #{ $number }
letter_gone = 这条消息已处理过，或已不再保存。/queue 查看现在的队列。

## Rules of one's own

rule-alert-title = <b>我的提醒</b> { $day }
rule-closes-of = 数据：{ $source }，{ $day } 收盘
rule-price_above = 价格 ≥ { $threshold }
rule-price_below = 价格 ≤ { $threshold }
rule-day_change = 日涨跌 ≥ { $threshold }
rule-day_rise = 日涨幅 ≥ { $threshold }
rule-day_fall = 日跌幅 ≥ { $threshold }
rule-excess_above = 超额 ≥ { $threshold }
rule-excess_below = 超额 ≤ { $threshold }
rule-drawdown = 较研报以来最高收盘回撤 ≥ { $threshold }
rule-new_high = 收盘创 { $threshold } 日新高
rule-new_low = 收盘创 { $threshold } 日新低
rule-short-drawdown = { $name } 回撤 ≥ { $threshold }
rule-short-new_high = { $name } { $threshold } 日新高
rule-short-new_low = { $name } { $threshold } 日新低
rule-what-drawdown = 从高点回撤
rule-what-new_high = 创新高（交易日）
rule-what-new_low = 创新低（交易日）
rule-close-now = 收盘 { $value }
rule-move_3 = 3 分钟内涨跌 ≥ { $threshold }
rule-move_5 = 5 分钟内涨跌 ≥ { $threshold }
rule-volume_ratio = 量比 ≥ { $threshold }
rule-gap = 跳空 ≥ { $threshold }
rule-limit_up = 触及涨停
rule-limit_down = 触及跌停
rule-sealed_up = 封住涨停
rule-sealed_down = 封住跌停
rule-opened_up = 涨停打开
rule-opened_down = 跌停打开
rule-short-move_3 = { $name } 3分钟 ±{ $threshold }
rule-short-move_5 = { $name } 5分钟 ±{ $threshold }
rule-short-volume_ratio = { $name } 量比 ≥ { $threshold }
rule-short-gap = { $name } 跳空 ±{ $threshold }
rule-short-limit_up = { $name } 涨停
rule-short-limit_down = { $name } 跌停
rule-short-sealed_up = { $name } 封涨停
rule-short-sealed_down = { $name } 封跌停
rule-short-opened_up = { $name } 涨停打开
rule-short-opened_down = { $name } 跌停打开
rule-what-move_3 = 3 分钟涨跌
rule-what-move_5 = 5 分钟涨跌
rule-what-volume_ratio = 量比
rule-what-gap = 跳空
rule-what-limit_up = 触及涨停
rule-what-limit_down = 触及跌停
rule-what-sealed_up = 封住涨停
rule-what-sealed_down = 封住跌停
rule-what-opened_up = 涨停打开
rule-what-opened_down = 跌停打开
rule-touched-now = 期间到过 { $value }，现在 { $price }（{ $time }，{ $source }）
rule-from = 从 { $then } 的 { $level } 起
rule-limit-price = { $side ->
    [up] 涨停价
   *[down] 跌停价
} { $level }（{ $share ->
    [quoted] 行情给出
   *[other] 按 ±{ $share } 推算
}）{ $unbroken ->
    [yes] ，一字板：全天只有这一个价
   *[no] {""}
}
rule-book-sealed = 对手盘挂单为空
rule-gap-from = 开盘 { $price }，上一交易日{ $side ->
    [up] 最高
   *[down] 最低
} { $level }（已按除权调整）
rule-volumes = 开盘 { $minutes } 分钟，每分钟 { $volume } 股；前 5 个交易日每分钟 { $mean } 股
trial-cannot = 日线看不出盘中几分钟内的变化，没有历史可试。
trial-at-closes-volume_ratio = 按全天成交量算，只看得出收盘时的量比；盘中更高的看不出。
trial-at-closes-sealed = 日线只看得出收盘停在涨跌停价，看不出盘口是否封住。
trial-at-closes-opened = 日线只看得出盘中触及、收盘离开，看不出曾否封住、打开过几次。
rule_mainland_only = 只有沪深北的股票有涨跌停，{ $name }没有。
rule-suspended = 停牌
rule-resumed = 复牌
rule-ex_date = 除权除息
rule-short-suspended = { $name } 停牌
rule-short-resumed = { $name } 复牌
rule-short-ex_date = { $name } 除权除息
rule-what-suspended = 停牌
rule-what-resumed = 复牌
rule-what-ex_date = 除权除息
rule-is-suspended = { $day } 全天停牌，停牌前收盘 { $price }
rule-ex = { $day } 除权除息{ $terms ->
    [none] {""}
   *[other] ：{ $terms }
}
rule-ex-reference = 前收 { $close } → 除权参考价 { $level }{ $expected ->
    [yes] （按公告推算，以交易所开盘前公布为准）
   *[no] {""}
}，比例 { $ratio }
rule-ex-cash = 每 10 股派 { $n } 元（税前）
rule-ex-shares = 每 10 股送转 { $n } 股
rule-ex-rights = 每 10 股配 { $n } 股
rule-ex-and = 、
rule-ex-carried = 您的提醒“{ $before }”，除权后 { $after }
rule-notice-of = 来源：{ $source }，{ $time }
rule-carried = { $given }，除权后 { $now }
rule-short-price_above = { $name } ≥ { $threshold }
rule-short-price_below = { $name } ≤ { $threshold }
rule-short-day_change = { $name } ±{ $threshold }
rule-short-day_rise = { $name } 涨 { $threshold }
rule-short-day_fall = { $name } 跌 { $threshold }
rule-short-excess_above = { $name } 超额 ≥ { $threshold }
rule-short-excess_below = { $name } 超额 ≤ { $threshold }
rule-what-price_above = 价格涨到
rule-what-price_below = 价格跌到
rule-what-day_change = 日涨跌
rule-what-day_rise = 日涨幅
rule-what-day_fall = 日跌幅
rule-what-excess_above = 超额升到
rule-what-excess_below = 超额降到
rule-now = 现在 { $value }（{ $time }，{ $source }）
rule-excess-now = 收盘时超额 { $value }
rule-touched = 盘中到过 { $value }，收盘已退回
rule-since = { $time } 以来没能查看行情，期间越过
rule-since-report = 研报：{ $broker } { $day }
rule-note = 备注：{ $note }
rule-was-once = 只提醒一次，到此结束。
rule-is-armed = 🟢 等待触发
rule-is-beyond = 🟡 现在已满足条件，离开后再次满足才提醒
rule-is-paused = ⏸ 已暂停
rule-is-snoozed = ⏰ 推迟到 { $until }
rule-is-spent = ✅ 已提醒过，只提醒一次
rule-is-expired = ⌛ 已过期
rule-frequency = 频率：{ $how }
frequency-once = 只一次
frequency-session = 每个交易日一次
frequency-each-time = 每次发生都提醒
frequency-every = 每次越过
rule-made = 提醒已设好。
rule-until = 有效期到 { $day }
rule-history = <b>记录</b>
rule-did-fire = { $time } 触发：{ $value }（阈值 { $threshold }）
rule-did-hold = { $time } 未发送：{ $value }（{ $why }）
rule-did = { $time } { $what }
rule-did-at = { $time } { $what }（阈值 { $threshold }）
rule-event-made = 设立
rule-event-edited = 修改
rule-event-paused = 暂停
rule-event-resumed = 恢复
rule-event-snoozed = 推迟
rule-return_above = 收益 ≥ { $threshold }
rule-return_below = 收益 ≤ { $threshold }
rule-target_reached = 达到目标价 { $threshold }
rule-band_crossed = 跨过评级区间
rule-window_opens = 进入评级期限
rule-days_left = 离到期还剩 { $threshold } 天
rule-settles = 到期
rule-verdict = 到期结论
rule-new_report = 新研报
rule-rating_changed = 评级变动
rule-target_changed = 目标价变动
rule-dissent = 券商分歧
rule-consensus = 一致观点变动
rule-short-return_above = { $name } 收益 ≥ { $threshold }
rule-short-return_below = { $name } 收益 ≤ { $threshold }
rule-short-target_reached = { $name } 到目标价
rule-short-band_crossed = { $name } 跨区间
rule-short-window_opens = { $name } 进入期限
rule-short-days_left = { $name } 剩 { $threshold } 天
rule-short-settles = { $name } 到期
rule-short-verdict = { $name } 结论
rule-short-new_report = { $name } 新研报
rule-short-rating_changed = { $name } 评级变动
rule-short-target_changed = { $name } 目标价变动
rule-short-dissent = { $name } 分歧
rule-short-consensus = { $name } 一致观点
rule-what-return_above = 收益升到
rule-what-return_below = 收益降到
rule-what-target_reached = 达到目标价
rule-what-band_crossed = 跨过评级区间
rule-what-window_opens = 进入评级期限
rule-what-days_left = 离到期还剩
rule-what-settles = 到期
rule-what-verdict = 到期结论
rule-what-new_report = 新研报
rule-what-rating_changed = 评级变动
rule-what-target_changed = 目标价变动
rule-what-dissent = 券商分歧
rule-what-consensus = 一致观点变动
rule-event-restored = 恢复（撤销删除）
held-told = 同一件事已告知
alert-rating_changed = <b>评级变动</b>
alert-target_changed = <b>目标价变动</b>
alert-dissent = <b>券商分歧</b>
alert-consensus = <b>一致观点变动</b>
alert-rating-to = 改为 { $after }
alert-targets = 目标价 { $before } → { $after }
alert-targets-carried = 目标价 { $before }，除权后 { $carried } → { $after }
alert-against = { $house } { $after }；{ $others }
alert-consensus-moved = 看多/中性/看空 { $before } → { $after } 家
alert-consensus-began = 看多/中性/看空 { $after } 家
rule-aim-list = 列表“{ $label }”
rule-aim-report = 研报 #{ $ref }
rule-aim-basket = 研报 #{ $ref } 组合
rule-aim-followed = 自选
rule-via = 来自：{ $aim }
rule-return-now = 收盘时收益 { $value }
button-rule-report = 研报 #{ $id }
rule-did-happen = { $time } 触发：{ $value }
rule-happened = 已发生
rule-editing = 选择要改的：
rule-frequency-cooled = 频率：{ $how }，两次之间至少隔 { $cooldown }
rule-type-it = 也可以直接发一个数字。
rule-nearest = 您是不是要：
rule-is-deleted = 已删除：{ $rule }
rule-ask-word-note = 请发送备注，最多 60 个字；提醒时会一起显示。
rule-ask-word-until = 请发送最后一天，如 2026-12-31。
rule-ask-word-threshold = 请发送新的阈值。
rule-group-first = 常用
rule-group-quotes = 盘中异动
rule-group-closes = 收盘走势
rule-group-reports = 研报与期限
rule_no_target = 您可见的研报都没有给{ $name }目标价。
rule_nothing_in_it = 里面还没有研报覆盖的股票，没有行情可供提醒。
rule_report_first = 这篇研报要先确认投资者类别：发 /report { $id } 打开它。
rule_does_not_fit = 这一种不能这样设：价格只能针对单只股票，组合只看超额和收益。
rule_number_unclear = 没看懂这个数字。请发送如 120 或 20%。
button-rule-edit = 修改
button-rule-restore = 撤销删除
button-rule-whole = 整个组合
button-rule-each = 逐只股票
button-rule-note = 备注
button-rule-last-day = 截止日
button-rule-done = 完成
button-snooze-for = 推迟 { $time }
button-lasting = { $n ->
    [0] 长期
    [30] 一个月
    [90] 三个月
    [365] 一年
   *[other] { $n } 天
 }
span-days = { $n } 天
span-hours = { $n } 小时
span-minutes = { $n } 分钟
span-none = 不间隔
trial-day-only = • { $day }
rule-event-deleted = 删除
held-paused = 已暂停
held-snoozed = 推迟中
held-same_session = 当天已提醒
held-cooldown = 刚提醒过
held-stale = 行情过时或参考价不明
held-preliminary = 收盘价尚待核对
held-single_source = 只有一个来源有此价格
held-disputed = 两个来源价格不一致
rules-title = <b>我的提醒</b>（{ $n }/{ $limit }）
rules_none = 还没有提醒。打开一只股票、一篇研报或自选，点“提醒”；或直接发一行：提醒 中际旭创 超额 &gt; 20%
rule_unknown = 没有这条提醒，可能已经删除。/alerts 看全部。
rule_limit = 最多 { $n } 条提醒。请先在 /alerts 删掉不需要的。
rule_not_covered = 还没有您可见的研报覆盖{ $name }，没有行情可供提醒。
rule_out_of_range = 这个阈值不合理：这里须在 { $least } 到 { $most } 之间。
rule_over_already = 有效期已过，请写今天或以后的日期。
rule-ask-kind = { $name } 要提醒什么？
rule-ask-threshold = { $name } { $what }多少？
rule-stands-at = 现为 { $now }（{ $day } 收盘）
rule-tried-how = 次数是过去一年会提醒几回。
rule-choice = { $threshold } · { $n } 次
rule-one-line = 也可以发一行：<code>提醒 中际旭创 超额 &gt; 20%</code>、<code>提醒 自选 涨停</code>、<code>提醒 研报3 组合 超额 &lt; -10%</code>；以“试”开头先看过去一年，末尾可加“到 2026-12-31 备注 减仓”。
rule-understood = 看懂了：{ $what }
rule-which = { $n ->
    [1] 没有叫“{ $name }”的股票，您是不是要：
   *[other] “{ $name }”可能是好几只股票，您要的是：
}
rule-misread = 没看懂：{ $rest }
rule-incomplete = 还缺股票、条件或阈值。
trial = 试算 { $first } 至 { $last }：会提醒 { $n } 次
trial-day = • { $day }：{ $value }
trial-nothing = 没有历史行情可试。
button-rule-new = 🔔 提醒
button-rule-save = 保存这条提醒
button-rule-stock = { $name }
button-rule-back = 返回
button-rule-show = 设置
button-rule-snooze = 推迟一天
button-rule-pause = 暂停
button-rule-resume = 恢复
button-rule-threshold = 改阈值
button-rule-try = 试算一年
button-rule-delete = 删除
button-rules = 全部提醒
command-alerts = 我的提醒
findings-rule_doubted = <b>有提醒到了阈值，但行情有疑，没有发送</b>
finding-rule_doubted = { $name }，{ $day }：{ $cause }
cause-stale = 行情过时或参考价不明
cause-disputed = 两个来源价格不一致

## 用户与隐私
role-owner = 管理员
role-editor = 编辑
role-subscriber = 订阅者
role-removed = 已移除
members-title = <b>用户</b>，共 { $n } 人
member-since = { $day } 起
member-inactive = 已停用或屏蔽了机器人
members-ask-editor = <b>确定改为编辑吗？</b>编辑可以录入、确认和撤回研报。
members-ask-subscriber = <b>确定改为订阅者吗？</b>此后不能再录入和更正研报。
members-ask-removed = <b>确定移除吗？</b>订阅和提醒会一并删除，对方不能自行回来；可以再次邀请。
button-members = 用户列表
button-make-editor = 改为编辑
button-make-subscriber = 改为订阅者
button-make-removed = 移除
button-sure-editor = 确定
button-sure-subscriber = 确定
button-sure-removed = 确定移除
button-not-now = 暂不
button-forget = 确定，全部删除
invitation =
    <b>邀请链接</b>（{ $role }）
    只能使用一次，有效至 { $until }（北京时间）。请只发给要邀请的人：
personal-data = 这是我们保存的关于您的全部信息，共 { $n } 条（JSON）。/forget_me 可全部删除。
invite_how = 请写明角色，需要时写上有效天数（最多 { $most } 天），例如 /invite subscriber 或 /invite editor 3。
invitation_invalid = 邀请链接无效。请检查是否复制完整，或请管理员重新邀请。
invitation_expired = 邀请链接已过期。请管理员重新邀请。
invitation_used = 邀请链接已被使用过。每个链接只能用一次，请管理员另发一个。
member_gone = 没有这个用户，或已被移除。
owners_by_settings = 管理员由设置文件指定，不能在这里更改。
confirm_forget =
    <b>确定删除关于您的全部信息吗？</b>
    设置、订阅、提醒、消息记录和上传记录都会删除，无法恢复。您录入或更正过的研报会保留，但不再记录是谁做的。若机器人需要邀请，之后须重新受邀。可先用 /export_me 取一份。
forgotten = 已全部删除。若再给机器人发消息，会当作第一次来。

## 群
role-group = 群
welcome-group =
    <b>大家好！</b>
    这里给券商研报的荐股记分。群里我只回答命令和 @ 我的消息，例如：
    /coverage 中际旭创：谁在覆盖，表现如何
    /report：研报和每个标的的成绩
    /watchlist：本群的自选
    群管理员可用 /subscribe 和 /unsubscribe 管理本群的自选，用 /settings 设置日报和提醒。
    R4 及以上的研报，要由机器人的管理员在 /settings 里为本群确认后才会显示。
setting-group-restricted = 本群显示 R4 及以上的研报（管理员已确认）
setting-group-unrestricted = 本群不显示 R4 及以上的研报
settings-topic = 推送到：{ $where }
topic-here = 本话题
topic-other = 另一个话题
topic-general = 群里，不在话题中
button-push-here = 推送到本话题
button-push-general = 推送到群里，不在话题中
topic_gone = 原来接收推送的话题已不存在，今后的推送发在这里。要换到别的话题，请群管理员在那个话题里发 /settings，点“推送到本话题”。
channels-none =
    您还没有频道。
    在 Telegram 里把机器人设为频道管理员（需要“发布消息”权限），我会在这里告诉您下一步。
channels-title = <b>我的频道</b>
channels-more = 再加一个：在 Telegram 里把机器人设为那个频道的管理员。
channel-name = <b>{ $title }</b>
channel-there = 订阅 { $n } 项
channel-mute = 没有发布消息的权限：请在频道的管理员设置中打开，之后会自动补发
channel-left = 机器人已不在频道中，不再发送
channel-follows = 订阅：{ $names }
channel-follows-nothing = 还没有订阅：先选要发什么，提醒和日报才会发到频道。
channel-digests = 日报：早 { $morning }，收盘 { $close }，周 { $weekly }（{ $zone }）
channel-restricted = 显示 R4 及以上的研报（管理员已确认）
channel-unrestricted = 不显示 R4 及以上的研报
button-channel-follow = 订阅…
button-channel-everything = 订阅全部
button-channel-copy = 照我的订阅
button-channel-end = ✕ { $name }
button-channel-open = 为此频道确认：可显示 R4 及以上
button-channel-close = 此频道不再显示 R4 及以上
button-channel-remove = 移除频道
button-channel-remove-sure = 移除并退出
button-channel-back = 返回频道
button-channels = 我的频道
channel-follow-what = 频道“{ $title }”要订阅什么？请发来名称、代码，或 券商 开源证券、行业 通信、#3。/cancel 取消。
channel-follow-which = “{ $query }”是指哪一个？
channel-remove-question = 移除频道“{ $title }”？机器人会退出频道，频道的订阅和设置都会删除。
channel_gone = 没有这个频道，或者它由别人管理。
channel_not_admitted = 频道“{ $title }”：只有所有者和编辑可以把机器人用于频道，我已退出。请联系机器人的管理员。
button-group-open = 为本群确认：可显示 R4 及以上
button-group-close = 本群不再显示 R4 及以上
group_not_admitted = 这是一个私有机器人，要由有权限的人加进群。您的数字 ID：<code>{ $id }</code>，请发给机器人的管理员。
only_in_private = 这个请在与机器人的私聊中使用。
only_group_admins = 只有群管理员可以更改本群的自选和设置。
only_owners_decide = 只有机器人的管理员可以为本群确认。
hidden_in_group = 这篇研报的风险等级为 { $level }，本群不显示。机器人的管理员可在 /settings 中确认。

failures-title = <b>程序错误</b> { $time }，近三个月
failures-none = { $time }：近三个月没有记录到程序错误。
failures-line = <b>{ $reference }</b> 共 { $n } 次，首次 { $first }，最近 { $last }
failures-what = { $source }：{ $what }
failures-file = { $reference } 的全部记录
button-failure-file = 详情 { $reference }
button-failure-forget = 移出列表
failure_gone = 这条错误已移出列表，或已不再保存。/errors 查看现在的列表。
internal_failure = 出了点问题，已经记录（编号 <code>{ $reference }</code>）。请稍后再试；如果再次出现，请把编号告诉管理员。
jobs-title = <b>定时任务</b> { $time }
jobs-line = <b>{ $what }</b> <code>{ $name }</code>
jobs-times = 上次开始 { $begun }，上次完成 { $finished }，下次 { $following }
jobs-failed = 失败共 { $n } 次，连续 { $row } 次，最近 { $last }，编号 <code>{ $reference }</code>
jobs-running = 正在运行
jobs-never = 无
jobs-ask = 现在就运行一次？
job_not_by_hand = 这个任务只按时间运行：提前运行会取到不完整的数据。
button-job-sure = 现在运行
button-job-run = 现在运行…
button-job-refresh = 刷新
button-jobs = 全部任务
job-watched-folder = 查看收件文件夹
job-queue = 记录发送队列
job-refresh-us = 美股收盘更新
job-refresh-a = A股收盘更新
job-refresh-hk = 港股收盘更新
job-refresh-a-again = A股晚间更新
job-refresh-hk-again = 港股晚间更新
job-quotes-played = 演示盘中行情
job-notices = 停牌与除权公告
job-look-over = 检查交易日历
job-digests = 发送日报
job-quotes = 盘中行情
job-quotes-us = 美股盘中行情
job-names = 更新证券名称
job-housekeeping = 清理过期记录
## 清单
lists-title = <b>我的清单</b>（{ $n } 个）
lists-none =
    还没有清单。清单是自己分组的股票，与订阅分开：放进清单的股票不会推送，除非另行订阅。
    可以新建一个，在个股卡片上点“加入清单”，或直接发“清单 光模块 + 300308 新易盛”。
list-line = { $name }：{ $n } 只
list-title = <b>{ $name }</b>（{ $n } 只）
list-title-shared = <b>{ $name }</b>（{ $n } 只，别人分享的清单）
list-nothing-in-it = 还是空的。点“添加”，发来名称或代码，可以一次发多只。
list-uncovered = 没有可显示的研报覆盖
list-close-of = （{ $day } 收盘）
list-legend = ⤒ 置顶，↑ 上移，↓ 下移，✕ 移出
list-removed = 已移出 { $stock }。
list-pick = 把 { $stock } 放进哪个清单？
list-pick-within = { $stock }：已在打勾的清单里；再点一次移出。
list-first-name = 自选
list-ask-name = 新清单叫什么？请直接发来名称。/cancel 取消
list-ask-rename = “{ $name }”改叫什么？请直接发来新名称。/cancel 取消
list-ask-members = 往“{ $name }”里放什么？请发来名称或代码，一行一只或用逗号隔开；也可以发 CSV 或文本文件。/cancel 取消
list-deleted = 已删除清单“{ $name }”，一周内可以恢复。
list-link =
    <b>分享“{ $name }”</b>
    { $link }
    能使用本机器人的人打开它，就能看到这个清单现在和以后的内容，并可复制成自己的。点“停止分享”后链接失效。
list_unshared = 已停止分享“{ $name }”，原来的链接不再有效。
list-file = 清单“{ $name }”，{ $n } 只
list-import-taken = 新放进 { $n } 只
list-import-known = 其中 { $n } 只本来就在里面
list-import-dropped = 另有 { $n } 只放不下
list-import-unclear = { $n } 个名称不确定，请点选：{ $names }
list-import-unknown = { $n } 个没有找到：{ $names }
list_added = 已把 { $stock } 放进“{ $name }”。
list_unknown = 没有这个清单，可能已被删除。
list_unknown_named = 没有叫“{ $name }”的清单。
list_empty = 清单“{ $name }”是空的。
list_full = 一个清单最多 { $most } 只。
lists_too_many = 最多 { $most } 个清单，请先删除一个。
list_name_empty = 清单需要一个名称。
list_name_taken = 已有叫“{ $name }”的清单，请换一个名称。
list_link_gone = 这个分享链接已失效。
list_nothing_read = 没有读到任何名称或代码。
list_file_unreadable = 读不了这个文件，请发 CSV 或文本文件。
list_file_too_large = 文件太大，最多 1 MB。
button-lists = 全部清单
button-list-new = ＋ 新建清单
button-list-add = ＋ 添加
button-list-edit = 整理
button-list-share = 分享
button-list-unshare = 停止分享
button-list-copy = 复制成我的清单
button-list-up = 清单上移
button-list-down = 清单下移
button-list-rename = 重命名
button-list-delete = 删除清单
button-list-restore = ↩ 恢复
button-list-txt = 导出文本
button-list-csv = 导出 CSV
button-list-take = ＋ { $stock }
button-put-back = ↩ 放回 { $stock }
button-back-to-list = 返回清单
button-pick-list = 加入清单
button-refresh = 刷新

## 订阅
target-segment = 板块 { $label }
target-stock = { $label }
target-broker = 券商 { $label }
target-analyst = 分析师 { $label }
target-industry = 行业 { $label }
chosen = ✓ { $label }
subscriptions-title = <b>我的订阅</b>，共 { $n } 项。点一项，改它的提醒方式：
nothing_followed = 还没有订阅。可订阅股票、研报、券商、分析师、行业，例如 /subscribe 中际旭创 或 /subscribe 券商 开源证券。
alert-new-more = 另有 { $n } 只
follow-since = { $day } 起订阅
follow-topics = 提醒：{ $topics }
follow-slots = 出现在：{ $slots }
follow-nothing = 无
follow-is-on = 响铃提醒
follow-is-silent = 静音提醒
follow-is-off = 不推送，列表和日报里仍有
follow-is-paused = <b>已暂停</b>
follow-is-muted = { $until } 前不推送（{ $zone }）
follow-some-topics = 只提醒 { $n }/{ $of } 类
follow-explained = <i>同一标的有几项订阅时，以最响的一项为准；暂停或静默其中一项，不影响其他。期间发生的不再补发。</i>
follow-choices = “{ $query }”可能是：
follow-none-yet = 没有找到“{ $query }”。
follow-anyway = 也可以先订阅，有这样的研报时再提醒。
follow-parts = 点一下订阅，再点一下取消：
follow-whole-report = 整篇研报
follow_unknown = 没有找到“{ $query }”。可写股票、券商、分析师、行业或板块，例如 /subscribe 券商 开源证券。
segment_unknown = 研报 #{ $id } 没有板块“{ $segment }”。
subscription_gone = 这项订阅已经不在了。
topic-reports = 新研报和撤回
topic-day_change = 盘中大幅涨跌
topic-bands = 评级区间变化
topic-horizon = 期限开始和临近到期
topic-verdicts = 到期结论
topic-short-reports = 研报
topic-short-day_change = 涨跌
topic-short-bands = 区间
topic-short-horizon = 期限
topic-short-verdicts = 结论
slot-morning = 早报
slot-close = 收盘日报
slot-weekly = 周报
slot-short-morning = 早报
slot-short-close = 收盘
slot-short-weekly = 周报
button-follow-end-short = 取消订阅
loudness-on = 响铃
loudness-silent = 静音
loudness-off = 不推送
button-mute-hour = 停推 1 小时
button-mute-session = 到下次开盘
button-mute-week = 停推一周
button-mute-not = 恢复推送
button-follow-pause = 暂停
button-follow-resume = 恢复
button-follow-end = 取消订阅
button-follow-undo = ↩ 恢复订阅
button-follow-options = 提醒选项
button-follow-parts = 只订阅一部分…
button-follow-anyway = 仍然订阅 { $label }
button-subscriptions = 我的订阅
button-why = 为什么收到 · 停止
why-title = <b>为什么收到这条</b>
why-follow = 因为您订阅了 { $label }
why-ended = 已取消订阅 { $label }
why-more = 另有 { $n } 项，见“我的订阅”。
why-digest = 这是{ $slot }，按您的设置定时发送。
why-digest-off = { $slot }已停发，可在设置里恢复。
why-told-before = 您先前收到过这条评级的结论，现在它有了更正。
why_gone = 这条消息已经太久，不再保存它从何而来。
button-stop-digest = 停发
button-why-back = ‹ 返回消息
too_many_messages = 一分钟内最多 { $n } 条消息或点按，请在 { $seconds } 秒后继续。
too_many_uploads = 每天最多上传 { $n } 个文件，请在北京时间零点后继续。
too_many_subscriptions = 最多 { $n } 个订阅，请先在 /subscriptions 中取消一些。
broadcasts-title =
    <b>群发</b>
    发 /broadcast 加正文（可带格式）。中英文各一份时，中间用单独一行 --- 隔开，先中文后英文。发送前会先按原样预览，并请您确认。
broadcast-line = <b>#{ $number }</b> { $time }，{ $audience }，{ $n } 个会话
broadcast-one = 所有人看同一份正文
broadcast-two = 中文、英文读者各看一份
broadcast-draft = 尚未发送
broadcast-ask = 以上就是将要发出的样子。现在发送约 { $minutes } 分钟发完；处于免打扰时段的会话到时段结束才收到。
broadcast-progress = 已发 { $sent }，等待 { $waiting }，未能送达 { $failed }
broadcast-ends = 约 { $minutes } 分钟发完
broadcast-through = 已全部处理
broadcast-stopped = 已于 { $time } 停止
audience-all = 所有人
audience-people = 仅个人
audience-groups = 仅群组和频道
button-broadcast-send = 发给 { $n } 个会话
button-broadcast-stop = 停止发送
button-broadcast-text = 查看正文
button-broadcasts = 全部群发
