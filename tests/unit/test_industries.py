"""Industries as reports print them, and what a rating of one promises."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.industry_ratings import with_numbers
from bot.domain.ratings import Band, Basis, RatingScale, ScaleSource, Subject
from bot.market.industries import BadIndustries, load_industries

CONFIG = Path(__file__).parents[2] / "config"


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("通信", "801770"),
        ("通信行业", "801770"),
        ("电子/半导体", "801081"),
        ("电力设备与新能源", "801730"),
        ("医药生物", "801150"),
        ("传媒板块", "801760"),
        ("计算机", "801750"),
        ("没有这个行业", None),
        ("行业", None),
        (None, None),
    ],
)
def test_an_industry_is_found_as_it_is_printed(printed: str | None, code: str | None) -> None:
    found = load_industries(CONFIG).of(printed)
    assert (found.code if found else None) == code


def test_every_index_has_six_digits_and_names_of_its_own() -> None:
    known = list(load_industries(CONFIG))
    assert all(index.code.isdigit() and len(index.code) == 6 and index.code.startswith("801") for index in known)
    assert len({index.zh for index in known}) == len({index.en for index in known}) == len(known)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            '[801770]\nzh = "甲"\nen = "A"\nnames = ["通信"]\n[801750]\nzh = "乙"\nen = "B"\nnames = ["通信"]',
            "stands for",
        ),
        ('[801770]\nzh = "甲"\nnames = []', "lacks 'en'"),
        ("[801770", "industries.toml"),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path: Path, text: str, complaint: str) -> None:
    (tmp_path / "industries.toml").write_text(text, "utf-8")
    with pytest.raises(BadIndustries, match=complaint):
        load_industries(tmp_path)


def scale(*bands: Band) -> RatingScale:
    return RatingScale(Subject.INDUSTRY, Basis.EXCESS, (6, 12), ScaleSource.REPORT, bands)


def test_words_without_numbers_are_five_points_above_around_and_below() -> None:
    words = scale(Band("看好", None, None), Band("中性", None, None), Band("看淡", None, None))
    taken, assumed = with_numbers(words)
    assert assumed
    assert [taken.implied(excess) for excess in (0.05, 0.0499, -0.05, -0.0501)] == ["看好", "中性", "中性", "看淡"]


def test_printed_numbers_stand_as_printed() -> None:
    printed = scale(Band("强于大市", 0.1, None), Band("中性", -0.1, 0.1), Band("弱于大市", None, -0.1))
    assert with_numbers(printed) == (printed, False)
