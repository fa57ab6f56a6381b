"""Settings: every one is documented, and a wrong one stops the start with one line that names it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSetting, load_settings, variable_names

DOCUMENTED = Path(__file__).parents[2] / "config" / "settings.toml"
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
# Only examples can be shown for these: nothing is their default.
WITHOUT_DEFAULT = {
    "telegram.token",
    "telegram.proxy",
    "telegram.webhook_secret",
    "market.recorded_dir",
    "inbox.dir",
    "sources.proxy",
    "sources.stand_in",
}


@pytest.fixture(autouse=True)
def only_defaults(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither this machine's variables nor its files."""
    for variable in os.environ:
        if variable.upper().startswith("BOT_"):
            monkeypatch.delenv(variable)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "config").mkdir()
    monkeypatch.setenv("BOT_CONFIG_DIR", str(tmp_path / "config"))


def refusal() -> str:
    with pytest.raises(WrongSetting) as caught:
        load_settings()
    line = str(caught.value)
    assert "\n" not in line
    return line


def test_every_setting_is_documented_with_its_variable_and_every_documented_one_exists() -> None:
    marks = re.findall(r"^#: .* \[(BOT_\w+)\]$", DOCUMENTED.read_text(), re.MULTILINE)
    assert sorted(marks) == sorted(variable_names())
    assert len(marks) == len(re.findall(r"^#:", DOCUMENTED.read_text(), re.MULTILINE))


def test_the_file_as_it_is_shipped_sets_nothing() -> None:
    assert not any(tomllib.loads(DOCUMENTED.read_text()).values())


def test_each_default_in_the_file_is_the_default_and_stands_under_its_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("BOT_CONFIG_DIR")
    text = DOCUMENTED.read_text()
    uncommented = tomllib.loads(re.sub(r"^# (?=\w+ = )", "", text, flags=re.MULTILINE))
    for variable, dotted in variable_names().items():
        assert re.search(rf"\[{variable}\]\n# {dotted.rpartition('.')[2]} = ", text), variable
    for dotted in WITHOUT_DEFAULT:
        section, _, name = dotted.partition(".")
        del uncommented[section][name]
    read = Settings.model_validate(uncommented).model_dump()
    default = Settings.model_validate({}).model_dump()
    for dotted in sorted(set(variable_names().values()) - WITHOUT_DEFAULT):
        section, _, name = dotted.rpartition(".")
        assert name in (uncommented[section] if section else uncommented), dotted
        one, other = (read[section][name], default[section][name]) if section else (read[name], default[name])
        assert one == other, dotted


def test_the_environment_goes_before_dotenv_and_dotenv_before_the_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "config" / "settings.toml").write_text(
        'language = "en"\n[reading]\nmax_pages = 1\n[log]\nlevel = "ERROR"'
    )
    (tmp_path / ".env").write_text("BOT_READING__MAX_PAGES=2\nBOT_LOG__LEVEL=WARNING\n")
    monkeypatch.setenv("BOT_LOG__LEVEL", "DEBUG")
    settings = load_settings()
    assert (settings.language, settings.reading.max_pages, settings.log.level) == ("en", 2, "DEBUG")


@pytest.mark.parametrize("written", ["[7, 8]", "7,8", " 7 , 8 ", "7,8,"])
def test_owners_are_a_list_with_or_without_brackets(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    monkeypatch.setenv("BOT_ACCESS__OWNERS", written)
    assert load_settings().access.owners == (7, 8)


def test_one_owner_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_ACCESS__OWNERS", "7")
    assert load_settings().access.owners == (7,)


@pytest.mark.parametrize(("variable", "dotted"), [("BOT_DIGEST__AT", "at"), ("BOT_ALERTS__DAY_CHANGE", "day_change")])
def test_what_comes_unasked_can_be_off_for_new_subscribers(
    monkeypatch: pytest.MonkeyPatch, variable: str, dotted: str
) -> None:
    monkeypatch.setenv(variable, "off")
    settings = load_settings()
    assert (settings.digest if dotted == "at" else settings.alerts).model_dump()[dotted] is None


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BOT_LANGUAGE", "fr"),
        ("BOT_ACCESS__OWNERS", "foo"),
        ("BOT_ACCESS__OWNERS", '["a"]'),
        ("BOT_ACCESS__OWNERS", "[1"),
        ("BOT_ACCESS__OPEN", "maybe"),
        ("BOT_DIGEST__AT", "25:00"),
        ("BOT_DIGEST__AT", "soon"),
        ("BOT_ALERTS__DAY_CHANGE", "7"),
        ("BOT_ALERTS__DAY_CHANGE", ""),
        ("BOT_TELEGRAM__RATE_TOTAL", "0"),
        ("BOT_MARKET__SOURCE", "yahoo"),
        ("BOT_READING__MAX_MEGABYTES", "25"),
        ("BOT_LOG__LEVEL", "LOUD"),
    ],
)
def test_a_wrong_value_is_named_with_its_variable(monkeypatch: pytest.MonkeyPatch, variable: str, value: str) -> None:
    monkeypatch.setenv(variable, value)
    line = refusal()
    assert variable in line
    assert line.startswith(variable_names()[variable])


@pytest.mark.parametrize("variable", ["BOT_LANGUAG", "BOT_TELEGRAM__TOKN", "BOT_TELEGRAM", "BOT_RATE"])
def test_an_unknown_variable_is_refused_by_its_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, variable: str
) -> None:
    monkeypatch.setenv(variable, "{}")
    assert refusal().startswith(f"{variable}: ")
    monkeypatch.delenv(variable)
    (tmp_path / ".env").write_text(f"{variable}={{}}\n")
    assert refusal().startswith(f"{variable}: ")


def test_other_programs_variables_may_stand_in_dotenv(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("HTTPS_PROXY=http://127.0.0.1:7890\nPOSTGRES_PASSWORD=x\nBOT_LANGUAGE=en\n")
    assert load_settings().language == "en"


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("language == 1", "settings.toml"),
        ("[telegram]\nrate = 3", "telegram.rate"),
        ("[telegrm]", "telegrm"),
        ("[scoring]\nbasis = 'best'", "scoring.basis"),
    ],
)
def test_a_wrong_file_is_refused_with_the_place(tmp_path: Path, content: str, named: str) -> None:
    (tmp_path / "config" / "settings.toml").write_text(content)
    assert named in refusal()


def test_the_token_is_shown_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TELEGRAM__TOKEN", TOKEN)
    settings = load_settings()
    assert settings.telegram.token is not None
    assert settings.telegram.token.get_secret_value() == TOKEN
    assert TOKEN not in repr(settings) + str(settings) + settings.model_dump_json()


@pytest.mark.parametrize(
    "content",
    [f'telegram = "{TOKEN}"', f'[telegram]\ntoken = ["{TOKEN}"]', f'[telegram]\ntoken = "{TOKEN}"\nproxy = 3'],
)
def test_the_token_is_not_in_the_refusal_nor_in_what_led_to_it(tmp_path: Path, content: str) -> None:
    (tmp_path / "config" / "settings.toml").write_text(content)
    with pytest.raises(WrongSetting, match="telegram") as caught:
        load_settings()
    assert TOKEN not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_the_database_is_a_file_in_the_data_directory_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert load_settings().database == f"sqlite+aiosqlite:///{tmp_path}/data/pickwatch.db"
    monkeypatch.setenv("BOT_DATABASE_URL", "postgresql+asyncpg://u:p@h/d")
    assert load_settings().database == "postgresql+asyncpg://u:p@h/d"


def test_settings_are_what_json_can_say() -> None:
    assert json.loads(load_settings().model_dump_json())["digest"]["at"] == "20:45:00"
