"""The pages of the tour: what is written to them stands there whole, and a long walk is cut into several."""

from __future__ import annotations

from pathlib import Path

from tests.tour.pages import LINES_A_PAGE, Act, Bubble, Key, Scene, write_pages


def test_a_scene_shows_texts_buttons_and_taps_as_they_are(tmp_path: Path) -> None:
    bubble = Bubble(
        "<b>中际旭创</b> 300308", keys=((Key("看图"), Key("<打开>", link=True)),), picture=b"png", file="a.csv"
    )
    (page,) = write_pages(tmp_path, "walk", [Scene("个股 & 卡片", (bubble, Act("看图"), Act("已订阅", toast=True)))])
    text = page.read_text("utf-8")
    for piece in (
        "<h2>个股 &amp; 卡片</h2>",
        "<b>中际旭创</b> 300308",
        '<span class="key">看图</span><span class="key link">&lt;打开&gt;</span>',
        "a.csv",
        '<span class="act">看图</span>',
        '<span class="toast">已订阅</span>',
    ):
        assert piece in text
    (picture,) = tmp_path.glob("*.png")
    assert picture.read_bytes() == b"png"
    assert f'src="{picture.name}"' in text


def test_scenes_that_are_too_long_for_one_picture_go_to_the_next(tmp_path: Path) -> None:
    scenes = [Scene(str(number), (Bubble("\n" * (LINES_A_PAGE // 2)),)) for number in range(3)]
    pages = write_pages(tmp_path, "walk", scenes)
    assert [page.name for page in pages] == ["walk-1.html", "walk-2.html", "walk-3.html"]
    assert [page.read_text("utf-8").count("<h2>") for page in pages] == [1, 1, 1]
