"""Settings: defaults and comments in config/settings.toml, overridden by the environment (``BOT_…``) and ``.env``."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "BOT_"
DOTENV = ".env"
SETTINGS_FILE = "settings.toml"
SECRETS = (
    "telegram",
    "telegram.token",
    "telegram.proxy",
    "telegram.webhook_secret",
    "sources",
    "sources.proxy",
    "database_url",
)  # a wrong one is named, never repeated


class WrongSetting(Exception):
    """A setting cannot be used; the message is one line that names it."""


def _ids(value: object) -> object:
    """Ids out of a variable: one, several with commas, or a JSON list."""
    return [value] if isinstance(value, int) else _names(value)


def _names(value: object) -> object:
    """Names out of a variable: with commas, or a JSON list."""
    if not isinstance(value, str):
        return value
    if value.strip().startswith("["):
        return json.loads(value)
    return [each.strip() for each in value.split(",") if each.strip()]


def _unless_off(value: object) -> object:
    return None if value == "off" else value


Fraction = Annotated[Decimal, Field(gt=0, lt=1)]
Seconds = Annotated[float, Field(gt=0)]
Ids = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_ids)]
Off = BeforeValidator(_unless_off)
Quoting = Annotated[
    tuple[Literal["tencent", "sina", "eastmoney"], ...], NoDecode, BeforeValidator(_names), Field(min_length=1)
]
Barring = Annotated[
    tuple[Literal["sina", "tencent", "eastmoney", "baostock"], ...],
    NoDecode,
    BeforeValidator(_names),
    Field(min_length=1),
]
Indexing = Annotated[
    tuple[Literal["csindex", "eastmoney"], ...], NoDecode, BeforeValidator(_names), Field(min_length=1)
]


class Section(BaseModel):
    """A table of config/settings.toml."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class TelegramSettings(Section):
    """How the bot reaches Telegram, and how fast it sends."""

    token: SecretStr | None = None
    api_url: str = "https://api.telegram.org"
    proxy: str | None = None
    rate_total: Annotated[float, Field(gt=0, le=1000)] = 29.0
    rate_paid: Annotated[Annotated[float, Field(gt=0, le=1000)] | None, Off] = None
    gap_private: Seconds = 1.0
    gap_group: Seconds = 3.0
    webhook_url: Annotated[Annotated[str, Field(pattern=r"^https?://[^\s]+/telegram$")] | None, Off] = None
    webhook_secret: Annotated[SecretStr, Field(min_length=16, max_length=256)] | None = None


class AccessSettings(Section):
    """Who may use the bot."""

    owners: Ids = ()
    open: bool = False
    channels: Literal["editors", "everybody"] = "editors"


class MarketSettings(Section):
    """Where prices come from."""

    source: Literal["akshare", "recorded"] = "akshare"
    recorded_dir: Path | None = None
    quote_seconds: Annotated[int, Field(ge=15, le=21600)] = 60
    call_seconds: Seconds = 120.0
    idle_seconds: Seconds = 120.0
    history_days: Annotated[int, Field(ge=0, le=400)] = 30
    red_is_up: bool = True
    chart_theme: Literal["light", "dark"] = "light"


class SourcesSettings(Section):
    """Who is asked for prices, in which order, and when one is left alone."""

    quotes: Quoting = ("tencent", "sina", "eastmoney")
    bars: Barring = ("sina", "tencent", "eastmoney")
    indices: Indexing = ("csindex", "eastmoney")
    proxy: Annotated[str, Field(pattern=r"^https?://[^/]+/?$")] | None = None
    failures: Annotated[int, Field(ge=1, le=20)] = 3
    pause_seconds: Seconds = 300.0
    ban_seconds: Seconds = 3600.0
    eastmoney_daily: Annotated[int, Field(ge=0)] = 200
    differ: Fraction = Decimal("0.005")
    stand_in: Annotated[str, Field(pattern=r"^http://(127\.0\.0\.1|localhost):\d+$")] | None = None


class ReadingSettings(Section):
    """Limits for files, which come from strangers."""

    max_megabytes: Annotated[float, Field(gt=0, le=20)] = 20.0
    max_pages: Annotated[int, Field(gt=0)] = 300
    seconds: Seconds = 60.0
    memory_megabytes: Annotated[int, Field(ge=256)] = 1024


class InboxSettings(Section):
    """A folder whose files come in by themselves."""

    dir: Path | None = None
    seconds: Annotated[int, Field(ge=5, le=3600)] = 30


class ScoringSettings(Section):
    """How verdicts are reached."""

    basis: Literal["total", "price", "convention"] = "total"


class AlertSettings(Section):
    """When something is worth a message."""

    day_change: Annotated[Fraction | None, Off] = Decimal("0.07")
    band_margin: Annotated[Decimal, Field(ge=0, lt=1)] = Decimal("0.01")
    band_closes: Annotated[int, Field(ge=1, le=20)] = 2
    soon_days: Annotated[int, Field(ge=1, le=180)] = 30
    rules_per_chat: Annotated[int, Field(ge=0, le=1000)] = 50
    single_source: bool = False


class LimitsSettings(Section):
    """How much one person may ask for; owners may ask for anything."""

    messages_per_minute: Annotated[int, Field(ge=5, le=1000)] = 40
    uploads_per_day: Annotated[int, Field(ge=1, le=10_000)] = 100
    subscriptions_per_chat: Annotated[int, Field(ge=1, le=10_000)] = 500


class DigestSettings(Section):
    """The digests of a new subscriber."""

    morning: Annotated[time | None, Off] = time(8, 30)
    at: Annotated[time | None, Off] = time(20, 45)
    weekly: Annotated[time | None, Off] = time(9, 0)
    check_minutes: Annotated[int, Field(ge=1, le=1440)] = 5


class DeliverySettings(Section):
    """How messages wait, and when they are given up."""

    lease_seconds: Annotated[int, Field(ge=5, le=3600)] = 120
    give_up_hours: Annotated[float, Field(gt=0, le=720)] = 48.0
    burst: Annotated[int, Field(ge=2, le=100)] = 10


class WebSettings(Section):
    """The door for others: health page and webhook."""

    host: str = "127.0.0.1"
    port: Annotated[Annotated[int, Field(ge=1, le=65535)] | None, Off] = None


class LogSettings(Section):
    """What goes to standard error."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"


class Settings(BaseSettings):
    """Every setting. Order of precedence: environment, ``.env``, config/settings.toml, the defaults here."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", env_file=DOTENV, extra="forbid", frozen=True
    )

    language: Literal["zh", "en"] = "zh"
    database_url: str = ""
    data_dir: Path = Path("data")
    config_dir: Path = Path("config")
    telegram: TelegramSettings = TelegramSettings()
    access: AccessSettings = AccessSettings()
    market: MarketSettings = MarketSettings()
    sources: SourcesSettings = SourcesSettings()
    reading: ReadingSettings = ReadingSettings()
    inbox: InboxSettings = InboxSettings()
    scoring: ScoringSettings = ScoringSettings()
    alerts: AlertSettings = AlertSettings()
    limits: LimitsSettings = LimitsSettings()
    digest: DigestSettings = DigestSettings()
    delivery: DeliverySettings = DeliverySettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()

    @property
    def database(self) -> str:
        """The SQLAlchemy URL, by default of a file in the data directory."""
        return self.database_url or f"sqlite+aiosqlite:///{(self.data_dir / 'pickwatch.db').resolve()}"

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - the signature is pydantic's
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the file of the config directory below the environment; of ``.env`` take what is the bot's."""
        if isinstance(dotenv_settings, DotEnvSettingsSource):
            # compose and the shell keep variables of their own there
            own = {name: value for name, value in dotenv_settings.env_vars.items() if name.upper().startswith(PREFIX)}
            _refuse_unknown(own)
            dotenv_settings.env_vars = own
        toml = TomlConfigSettingsSource(settings_cls, default_config_dir() / SETTINGS_FILE)
        return init_settings, env_settings, dotenv_settings, toml


def default_config_dir() -> Path:
    """``BOT_CONFIG_DIR``, else config/ beside the installed checkout, else ./config."""
    if chosen := os.environ.get(f"{PREFIX}CONFIG_DIR"):
        return Path(chosen)
    beside = Path(__file__).resolve().parent.parent / "config"
    return beside if beside.is_dir() else Path("config")


def load_settings(**overrides: object) -> Settings:
    """Read and check every setting.

    Raises:
        WrongSetting: one is unknown or has a value that cannot be used.
    """
    _refuse_unknown(os.environ)
    try:
        return Settings(**{"config_dir": default_config_dir(), **overrides})  # type: ignore[arg-type] # checked by pydantic
    except ValidationError as error:
        raise WrongSetting(_readable(error)) from None  # the error holds what was given, secrets included
    except ValueError as error:  # the file is no TOML
        raise WrongSetting(f"{default_config_dir() / SETTINGS_FILE}: {error}".replace("\n", " ")) from error


def variable_names(model: type[BaseModel] = Settings, prefix: str = PREFIX) -> dict[str, str]:
    """Every setting's environment variable with its dotted name in the file."""
    names: dict[str, str] = {}
    for name, field in model.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            inner = variable_names(kind, f"{prefix}{name.upper()}__")
            names |= {variable: f"{name}.{dotted}" for variable, dotted in inner.items()}
        else:
            names[f"{prefix}{name.upper()}"] = name
    return names


def _refuse_unknown(variables: Iterable[str]) -> None:
    known = variable_names()
    for variable in variables:
        name = variable.upper()
        if name.startswith(PREFIX) and name not in known:
            raise WrongSetting(f"{name}: there is no such setting (config/{SETTINGS_FILE} lists them all)")


def _readable(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    path = ".".join(str(part) for part in first["loc"])
    variable = PREFIX + "__".join(str(part) for part in first["loc"] if isinstance(part, str)).upper()
    if first["type"] == "extra_forbidden":
        return f"{path} ({variable}): there is no such setting (config/{SETTINGS_FILE} lists them all)"
    shown = "" if path in SECRETS else f", got {first['input']!r}"
    return f"{path} ({variable}): {first['msg']}{shown}"
