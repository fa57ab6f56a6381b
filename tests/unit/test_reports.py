"""What a report says of itself."""

from __future__ import annotations

import pytest

from bot.domain.reports import Report, ReportKind


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("账单越来越长,十一个环节里找机会", "账单越来越长，十一个环节里找机会"),
        ("AI,AIDC与GPU:3.5%的增长", "AI,AIDC与GPU:3.5%的增长"),
        ("问题:谁在买?", "问题：谁在买？"),
        ("Q3 (2025) results, ahead", "Q3 (2025) results, ahead"),
    ],
)
def test_a_headline_has_the_punctuation_of_its_script(title: str, headline: str) -> None:
    assert Report("示例证券", ReportKind.OTHER, title, None).headline == headline
