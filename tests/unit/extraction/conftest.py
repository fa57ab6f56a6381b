from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.names import Names
from bot.domain.securities import DatedName, Market, Security
from bot.extraction.brokers import Broker, load_brokers
from bot.market.registry import load_securities

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def all_names() -> Names:
    return load_securities(ROOT / "config")


@pytest.fixture(scope="session")
def brokers() -> tuple[Broker, ...]:
    return load_brokers(ROOT / "config" / "brokers.toml")


@pytest.fixture(scope="session")
def names() -> Names:
    """A dozen securities: enough for every rule, few enough to know them by heart."""
    return Names(
        (
            Security("300308.SZ", "中际旭创", Market.A, listed=date(2012, 4, 10)),
            Security("300548.SZ", "长芯博创", Market.A, former=(DatedName("博创科技", until=date(2025, 6, 1)),)),
            Security("002837.SZ", "英维克", Market.A),
            Security("301018.SZ", "申菱环境", Market.A),
            Security("000938.SZ", "紫光股份", Market.A),
            Security("002001.SZ", "新和成", Market.A),
            Security("300024.SZ", "机器人", Market.A),
            Security("000004.SZ", "*ST国华", Market.A),
            Security("603290.SH", "斯达半导", Market.A),
            Security("832396.NQ", "开源证券", Market.NEEQ),
            Security("01810.HK", "小米集团-W", Market.HK, aliases=("小米",)),
            Security("600001.SH", "同名甲", Market.A, aliases=("双名",), company="甲"),
            Security("600002.SH", "同名乙", Market.A, aliases=("双名",), company="乙"),
        )
    )
