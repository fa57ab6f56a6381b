"""Every view as a subscriber reads it, in both languages, and within what Telegram takes."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from itertools import product
from typing import TypeVar, cast, get_args

import pytest
from syrupy.assertion import SnapshotAssertion

from bot.domain.following import TargetKind
from bot.domain.scoring.results import Flag, Phase, PickScore, Position, ReturnBasis, Verdict
from bot.sandbox.entities import units
from bot.sandbox.html import parse
from bot.services.messages.codec import dump_view, load_view
from bot.services.views import View
from bot.services.views.cards import CoverageCard, ReportCard
from bot.services.views.digests import Digest
from bot.services.views.drafts import DraftItemCard
from bot.services.views.following import FollowChange, FollowChanged
from bot.services.views.news import Alerts
from bot.services.views.people import SettingsView
from bot.services.views.pieces import SecurityChoices, Source, Target
from bot.tg.actions.callbacks import Stale, Subscribe, decode
from bot.tg.actions.drafts import AskDate, ConfirmDraft, DropPick, Merge, SetRating, ShowName, ShowPick
from bot.tg.actions.following import ShowSubscription, UndoEnd
from bot.tg.actions.views import ShowReport
from bot.tg.i18n import Texts
from bot.tg.keyboards import IN_ALL, PER_ROW
from bot.tg.render import Message, marked_as_repeat, render
from bot.tg.render.coverage import band_words
from bot.tg.render.message import CAPTION_UNITS, ENTITIES, TEXT_UNITS
from bot.tg.render.pieces import flag
from bot.tg.render.voice import RATINGS, Voice
from tests.unit.tg.views import (
    AT_THE_END,
    BUY,
    CHART,
    EVENTS,
    FLOOR,
    HEAD,
    ON_THE_WAY,
    PICKS,
    SETTLED,
    SETTLED_ALERT,
    SETTLES,
    UPCOMING,
    VIEWS,
    ZHONGJI,
    coverage_line,
)
from tests.unit.tg.views_of_drafts import DRAFT, EVIDENCE, LONG_DRAFT, TWIN

HOSTILE = "<b>*ST宝实</b> & </code>\n\u202e\x00 &lt; <a href='x'>"
LONG = "证券研究报告" * 14  # 84 characters


CODES = (
    "supply",
    "near",
    "order",
    "in_use",
    "reason",
    "symbol",
    "flags",
    "ref",
    "then",
    "language",
    "key",
    "benchmark",
    "currency",
    "warnings",
    "field",
    "payload",
    "zone",
    "mark",
    "verb",
    "job",
    "markup",
    "english",
    "reference",
    "token",
    "need",
)
T = TypeVar("T")


def as_seen(message: Message) -> str:
    rows = [" ".join(f"[{each.label}]" for each in row) for row in message.keyboard]
    return "\n".join([*(["(chart)"] if message.chart else []), message.html, *rows])


def check(messages: tuple[Message, ...]) -> None:
    """What Telegram would refuse, by the sandbox's parser."""
    assert messages
    for message in messages:
        formatted = parse(message.html)
        assert 0 < units(formatted.text) <= (CAPTION_UNITS if message.chart else TEXT_UNITS)
        assert len(formatted.entities) <= ENTITIES
        buttons = [each for row in message.keyboard for each in row]
        assert len(buttons) <= IN_ALL
        assert all(len(row) <= PER_ROW for row in message.keyboard)
        assert all(each.label.strip() and not isinstance(decode(each.data), Stale) for each in buttons)


def hostile(value: T, text: str) -> T:
    """The same view with ``text`` in front of every name, title and label."""
    return cast("T", _hostile(value, text))


def _hostile(value: object, text: str) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
        return dataclasses.replace(
            value, **{name: each if name in CODES else _hostile(each, text) for name, each in fields.items()}
        )
    if isinstance(value, tuple):
        return tuple(_hostile(each, text) for each in value)
    if isinstance(value, dict):
        return {name: _hostile(each, text) for name, each in value.items()}
    return text + value if type(value) is str and value else value


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_reads_like_this(name: str, language: str, texts: Texts, snapshot: SnapshotAssertion) -> None:
    messages = render(VIEWS[name], texts, language)
    check(messages)
    for message in messages:
        bare = re.sub(r"<code>[^<]*</code>", "", message.html)
        assert not re.search(r"\w\.(SZ|SH|BJ|HK|US)\b", bare), "clients take these endings for web addresses"
    assert "\n---\n".join(map(as_seen, messages)) == snapshot


def test_every_kind_of_view_is_among_them() -> None:
    assert {type(view) for view in VIEWS.values()} == set(get_args(View))


@pytest.mark.parametrize("name", VIEWS)
def test_no_name_or_title_breaks_a_message(name: str, texts: Texts) -> None:
    for text, language in product((HOSTILE, LONG, HOSTILE * 40, "😀" * 300), ("zh", "en")):
        messages = render(hostile(VIEWS[name], text), texts, language)
        check(messages)
        assert not any("\u202e" in message.html or "\x00" in message.html for message in messages)


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_that_waited_in_the_outbox_is_rendered_alike(name: str, texts: Texts) -> None:
    view = VIEWS[name]
    assert render(load_view(dump_view(view)), texts, "zh") == render(view, texts, "zh")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_sixty_picks_with_long_names_are_split_at_blank_lines(language: str, texts: Texts) -> None:
    scores: tuple[PickScore, ...] = hostile(PICKS * 7, LONG)[:60]
    messages = render(ReportCard(HEAD, scores[:40], 0, 2, 60, 58, True, SETTLED), texts, language)
    check(messages)
    assert len(messages) > 1
    assert [message.html.split("\n")[0] for message in messages] == [
        f"({n}/{len(messages)})" for n in range(1, len(messages) + 1)
    ]
    assert not any(message.keyboard for message in messages[:-1])
    texts_of_picks = "\n\n".join(message.html.partition("\n")[2] for message in messages)
    assert texts_of_picks.count("<code>") == 40


def buttons(message: Message) -> dict[str, object]:
    return {each.label: decode(each.data) for row in message.keyboard for each in row}


def test_a_long_draft_is_paged_in_one_message_with_the_confirmation_in_its_first_row(texts: Texts) -> None:
    seen: list[str] = []
    for at in range(3):
        (message,) = render(dataclasses.replace(LONG_DRAFT, page=at), texts, "zh")
        assert decode(message.keyboard[0][0].data) == ConfirmDraft(LONG_DRAFT.draft_id)
        seen += [label.split()[0] for label, action in buttons(message).items() if isinstance(action, ShowPick)]
    assert seen == [str(number) for number in range(1, 32)]
    last, past = (render(dataclasses.replace(LONG_DRAFT, page=at), texts, "zh") for at in (2, 99))
    assert past == last, "a page past the end is the last one"


def test_what_a_person_should_look_at_stands_first_and_is_marked(texts: Texts) -> None:
    (message,) = render(DRAFT, texts, "zh")
    assert list(buttons(message))[:5] == ["确认 6 个标的", "1 ❓", "2 ❓", "3 ⚠", "4"]
    assert buttons(message)["3 ⚠"] == ShowPick(12, 7)
    assert buttons(message)["1 ❓"] == ShowName(12, 1)
    assert message.html.index("请先看这些") < message.html.index("博创科技") < message.html.index("国产算力芯片")


def test_a_draft_shows_what_is_dropped_struck_out_and_counts_what_is_left(texts: Texts) -> None:
    html = render(DRAFT, texts, "zh")[0].html
    assert "8. <s><b>光环新网</b>" in html
    assert "6 个标的，6 只证券，3 个板块" in html
    assert "长芯博创</b> <code>300548</code> 受益 · 增持 （原文：博创科技） ⚠ 72%" in html


def test_a_tap_drops_a_pick_and_another_takes_it_back(texts: Texts) -> None:
    assert buttons(render(DraftItemCard(DRAFT, 5), texts, "zh")[0])["剔除"] == DropPick(12, 3, dropped=True)
    assert buttons(render(DraftItemCard(DRAFT, 7), texts, "zh")[0])["恢复"] == DropPick(12, 5, dropped=False)


def test_a_rating_that_no_button_can_carry_is_not_offered(texts: Texts) -> None:
    (message,) = render(DraftItemCard(DRAFT, 5, ("买入", "强烈" * 20)), texts, "zh")
    assert [each.rating for each in buttons(message).values() if isinstance(each, SetRating)] == ["买入", ""]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_evidence_is_shown_of_one_pick_at_a_time_and_never_on_the_list(language: str, texts: Texts) -> None:
    assert EVIDENCE.text not in render(DRAFT, texts, language)[0].html
    assert EVIDENCE.text in render(DraftItemCard(DRAFT, 2), texts, language)[0].html


def test_a_draft_that_cannot_be_confirmed_yet_has_no_such_button(texts: Texts) -> None:
    dropped = tuple(dataclasses.replace(pick, dropped=True) for pick in DRAFT.kept)
    undated = dataclasses.replace(DRAFT.head, published=None)
    for card, first in (
        (dataclasses.replace(DRAFT, items=dropped), ShowPick(12, 7)),
        (dataclasses.replace(DRAFT, head=undated), AskDate(12)),
        (dataclasses.replace(DRAFT, twin=TWIN), Merge(12, 7)),
        (dataclasses.replace(DRAFT, confirmed=True), ShowReport(12)),
    ):
        (message,) = render(card, texts, "zh")
        assert decode(message.keyboard[0][0].data) == first
        assert not any(isinstance(action, ConfirmDraft) for action in buttons(message).values())


def test_an_unconfirmed_scale_is_never_called_a_rating(texts: Texts) -> None:
    card = CoverageCard(ZHONGJI, (coverage_line(ON_THE_WAY),), 0, False, None, SETTLED)
    html = render(card, texts, "zh")[0].html
    assert "<b>推荐</b>（无个股评级）" in html
    assert "评级 <b>" not in html


def test_a_card_with_a_chart_is_one_photo_when_its_text_fits_a_caption(texts: Texts) -> None:
    one = CoverageCard(ZHONGJI, (coverage_line(AT_THE_END),), 0, False, CHART, SETTLED)
    worded = dataclasses.replace(
        CHART, benchmark="沪深300全收益", source=dataclasses.replace(CHART.source, name="录制的真实行情")
    )
    photo, *rest = render(one, texts, "zh")
    assert (photo.chart, rest) == (worded, [])
    thrice = tuple(
        dataclasses.replace(one.lines[0], head=dataclasses.replace(HEAD, report_id=number)) for number in (1, 2, 3)
    )
    photo, text = render(dataclasses.replace(one, lines=thrice), texts, "zh")
    assert (photo.chart, text.chart, photo.keyboard) == (worded, None, ())
    assert decode(text.keyboard[-1][0].data) == Subscribe("stock", "300308.SZ")


def test_more_than_twelve_events_give_the_strongest_and_say_how_many_more(texts: Texts) -> None:
    scores = [dataclasses.replace(AT_THE_END, name=f"股票{n:02}", excess=n / 100) for n in range(30)]
    many = tuple(
        dataclasses.replace(SETTLED_ALERT, security=dataclasses.replace(ZHONGJI, name=each.name), score=each)
        for each in scores
    )
    html = render(Alerts(SETTLES, many + EVENTS[2:], SETTLED), texts, "zh")[0].html
    assert "股票29" in html
    assert "股票19" not in html
    assert "另有 20 条" in html
    assert "新易盛" in html, "a flood of one kind does not hide another"


def test_following_everything_is_called_by_its_name(texts: Texts) -> None:
    changed = FollowChanged(FollowChange.SUBSCRIBED, Target(TargetKind.EVERYTHING), 3)
    assert render(changed, texts, "zh")[0].html == "已订阅：全部研报"


def test_a_followed_report_is_named_by_its_title_and_opened_from_there(texts: Texts) -> None:
    target = Target(TargetKind.REPORT, "7", "A & <b>")
    [message] = render(FollowChanged(FollowChange.SUBSCRIBED, target, 3), texts, "zh")
    assert message.html == "已订阅：《A &amp; &lt;b&gt;》"
    assert [decode(each.data) for each in message.keyboard[0]] == [ShowSubscription(3), ShowReport(7)]
    [message] = render(FollowChanged(FollowChange.UNSUBSCRIBED, target, 3), texts, "en")
    assert decode(message.keyboard[0][0].data) == UndoEnd(3)
    assert message.html == "You no longer follow “A &amp; &lt;b&gt;”."


def test_a_repeated_message_says_so_before_anything_else(texts: Texts) -> None:
    first = marked_as_repeat(render(VIEWS["alerts"], texts, "zh")[0], texts, "zh")
    assert first.html.startswith("<i>（可能重复）</i>\n")
    check((first,))


def test_a_verdict_that_terminals_would_give_otherwise_is_shown_with_theirs(texts: Texts) -> None:
    score = dataclasses.replace(
        PICKS[5],
        excess=0.0493,
        convention_excess=0.0721,
        verdict=Verdict(Position.BELOW, met=False, settled_on=SETTLES),
        convention_verdict=Verdict(Position.WITHIN, met=True, settled_on=SETTLES),
    )
    same = dataclasses.replace(score, convention_excess=0.01, convention_verdict=score.verdict)
    alert = dataclasses.replace(SETTLED_ALERT, score=score)
    for view in (
        CoverageCard(ZHONGJI, (coverage_line(score),), 0, False, None, SETTLED),
        ReportCard(HEAD, (score,), 0, 1, 1, 1, following=False, source=SETTLED),
        Alerts(SETTLES, (alert,), SETTLED),
    ):
        (message,) = render(view, texts, "zh")
        assert "超额 +7.21%，会算<b>达成</b>（在区间内）；差的 2.3 个百分点是指数的分红" in message.html
    for view in (
        CoverageCard(ZHONGJI, (coverage_line(same),), 0, False, None, SETTLED),
        ReportCard(HEAD, (same,), 0, 1, 1, 1, following=False, source=SETTLED),
    ):
        assert "会算" not in render(view, texts, "zh")[0].html


def test_what_a_settled_pick_deserved_is_not_said_of_today(texts: Texts) -> None:
    beneficiary = PICKS[3]
    card = CoverageCard(ZHONGJI, (coverage_line(beneficiary),), 0, False, None, SETTLED)
    assert (beneficiary.phase, beneficiary.verdict) == (Phase.SETTLED, None)
    assert "\n对应评级：买入" in render(card, texts, "zh")[0].html


def test_what_one_report_says_alike_in_two_segments_stands_once_with_both(texts: Texts) -> None:
    lines = tuple(
        dataclasses.replace(coverage_line(dataclasses.replace(AT_THE_END, segment=segment)), segment=segment)
        for segment in ("服务器", "交换机及芯片")
    )
    html = render(CoverageCard(ZHONGJI, lines, 0, False, None, SETTLED), texts, "zh")[0].html
    assert "服务器、交换机及芯片 · <b>推荐</b>" in html
    assert html.count("超额 <b>") == 1


def test_a_window_of_one_session_has_no_path_to_tell_of(texts: Texts) -> None:
    window = dataclasses.replace(ON_THE_WAY.window, mean=-0.0765, best=-0.0765, worst=-0.0765)
    card = CoverageCard(
        ZHONGJI, (coverage_line(dataclasses.replace(ON_THE_WAY, window=window)),), 0, False, None, SETTLED
    )
    assert "期限内超额" not in render(card, texts, "zh")[0].html


def test_a_return_without_a_benchmark_says_what_it_is_measured_by(texts: Texts) -> None:
    card = CoverageCard(ZHONGJI, (coverage_line(PICKS[8]),), 0, False, None, SETTLED)
    assert "\n口径（没有基准的）：含分红" in render(card, texts, "zh")[0].html
    assert "\nBasis without a benchmark: total return" in render(card, texts, "en")[0].html


def test_a_figure_with_something_to_know_about_it_says_so_in_lists_too(texts: Texts) -> None:
    noted = dataclasses.replace(PICKS[5], flags=("measured_against_floor", "suspended_at_entry:3"))
    html = render(ReportCard(HEAD, (noted, PICKS[6]), 0, 1, 2, 2, False, SETTLED), texts, "zh")[0].html
    assert "<b>未达成</b> · 备注见个股卡片\n" in html
    assert html.count("备注见") == 1


def test_figures_of_two_ways_of_reckoning_are_each_named(texts: Texts) -> None:
    price = dataclasses.replace(PICKS[8], excess=0.9, benchmark="HSI", return_basis=ReturnBasis.PRICE)
    html = render(ReportCard(HEAD, (AT_THE_END, price), 0, 1, 2, 2, False, SETTLED), texts, "zh")[0].html
    assert "含分红，自研报日收盘起，对比沪深300全收益" in html
    assert "不含分红，自研报日收盘起，对比恒生指数" in html


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_flag_has_its_sentence(language: str, texts: Texts) -> None:
    voice = Voice(texts, language)
    sentences = {flag(f"{each}:3", voice) for each in Flag} | {flag(each.value, voice) for each in Flag}
    assert len(sentences) >= len(Flag)
    assert not any("{" in sentence or "_" in sentence for sentence in sentences)
    assert "brand_new" in flag("brand_new:1", voice)


def test_a_broker_s_word_keeps_standing_beside_its_english(texts: Texts) -> None:
    assert Voice(texts, "en").rating("增持") == "增持 (Outperform)"
    assert Voice(texts, "zh").rating("增持") == "增持"
    assert Voice(texts, "en").rating("领先大市-A") == "领先大市-A"
    assert all(texts.has(f"rating-{key}") for key in RATINGS.values())


def test_bands_are_written_as_half_open_intervals() -> None:
    assert [band_words(band) for band in (BUY, FLOOR)] == ["≥ +20%", "≥ +5%"]


def test_a_digest_and_a_watchlist_with_nothing_in_them_are_still_messages(texts: Texts) -> None:
    source = Source("akshare", None)
    check(render(Digest((SETTLES,), (), (), (), UPCOMING[:1], 0, 0, None, source), texts, "en"))
    check(render(Digest((date(2025, 1, 2),), (), (), (), (), 0, 0, None, source), texts, "en"))
    check(render(SecurityChoices("x", (ZHONGJI,) * 60, "unsubscribe"), texts, "zh"))
    check(render(dataclasses.replace(DRAFT, items=()), texts, "zh"))


def test_whoever_changes_the_language_reads_the_answer_in_the_new_one(texts: Texts) -> None:
    assert render(SettingsView("en", (None, None, None), None, None), texts, "zh")[0].html.startswith("<b>Settings</b>")
