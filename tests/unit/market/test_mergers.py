"""Mergers: whose shares became whose, out of a file that an operator can add to."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.scoring.inputs import Listing
from bot.market.mergers import BadMerger, Merger, load_mergers
from bot.services.names.reference import Reference

CONFIG = Path(__file__).parents[3] / "config"


def test_the_file_that_ships_leads_haitong_into_guotai_on_the_day_of_its_delisting(tmp_path: Path) -> None:
    reference = Reference(CONFIG, tmp_path / "securities.csv")
    found = reference.listing("600837.SH")
    assert (found.successor, found.exchange_ratio) == ("601211.SH", Decimal("0.62"))
    assert found.delisted == date(2025, 3, 4)
    assert reference.with_successors(["600837.SH", "300308.SZ"]) == ["600837.SH", "300308.SZ", "601211.SH"]
    assert reference.listing("300308.SZ").successor is None
    assert reference.listing("999999.SH") == Listing()


def test_every_merger_that_ships_is_of_a_security_whose_end_is_known(tmp_path: Path) -> None:
    reference = Reference(CONFIG, tmp_path / "securities.csv")
    for symbol in reference.mergers:
        found = reference.listing(symbol)
        assert found.delisted is not None, symbol
        successor = reference.names.by_symbol(str(found.successor))
        assert successor is not None, symbol
        assert successor.delisted is None, symbol


def test_without_a_file_nothing_is_merged(tmp_path: Path) -> None:
    assert load_mergers(tmp_path) == {}


def test_a_stated_day_goes_before_the_registrys(tmp_path: Path) -> None:
    (tmp_path / "mergers.toml").write_text('["1.SH"]\nsuccessor = "2.SH"\nratio = "0.5"\non = 2025-01-06\n')
    assert load_mergers(tmp_path) == {"1.SH": Merger("2.SH", Decimal("0.5"), date(2025, 1, 6))}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not toml", "is no TOML"),
        ('["1.SH"]\nratio = "1"', "needs successor"),
        ('["1.SH"]\nsuccessor = "2.SH"', "needs ratio"),
        ('["1.SH"]\nsuccessor = "2.SH"\nratio = "-1"', "needs ratio"),
        ('["1.SH"]\nsuccessor = "2.SH"\nratio = "x"', "needs ratio"),
        ('["1.SH"]\nsuccessor = "2.SH"\nratio = "1"\non = "soon"', "is no date"),
    ],
)
def test_an_entry_that_cannot_be_used_is_named(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mergers.toml").write_text(text)
    with pytest.raises(BadMerger, match=said):
        load_mergers(tmp_path)
