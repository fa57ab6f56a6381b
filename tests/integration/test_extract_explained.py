"""``bot extract --explain``: each pick with its reasons, each refusal with its rule, for people and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.commands.extract import extract_files

TEXT = """示例证券股份有限公司
2024年12月26日
行业评级：看好（维持）
通信行业周报
【光模块】推荐标的：中际旭创（300308.SZ，买入）、中际旭疮；建议规避新易盛。
小米集团发布新品。
"""


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BOT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BOT_LANGUAGE", "en")
    path = tmp_path / "weekly.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_reasons_and_rules_are_printed_in_the_operators_language(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extract_files([report], as_json=False, explaining=True)
    lines = capsys.readouterr().out
    assert "300308.SZ" in lines
    assert "confidence 99 %" in lines
    assert "the printed code 300308.SZ agrees" in lines
    assert "close to “中际旭疮”" in lines
    assert "新易盛: advice against it" in lines
    assert "01810.HK" in lines
    assert "no words recommend it" in lines


def test_the_json_gains_fields_and_loses_none(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract_files([report], as_json=True, explaining=False)
    plain = json.loads(capsys.readouterr().out)
    extract_files([report], as_json=True, explaining=True)
    explained = json.loads(capsys.readouterr().out)
    [pick] = explained["picks"]
    assert [reason["sign"] for reason in pick["reasons"]] == ["listed", "code_agrees"]
    assert explained["unresolved"][0]["candidates"] == ["300308.SZ"]
    assert {(each["name"], each["rule"]) for each in explained["refused"]} == {
        ("新易盛", "against"),
        ("小米集团", "no_verb"),
    }
    del explained["refused"], pick["reasons"], pick["close"], explained["unresolved"][0]["reasons"]
    assert explained == plain
