"""Ratios of ex-dates: the exchange's reference price decides, what else is told is compared."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.exdates import EXCHANGE, Cause, Difference, decide, differences, implied_reference, likely_cause
from bot.domain.quotes import Adjustment, Bar, CorporateAction

BEFORE, DAY = date(2025, 1, 6), date(2025, 1, 7)
FIRST = date(2025, 1, 1)


def bars(close: str, reference: str | None, opened: str = "10") -> list[Bar]:
    """The session before an ex-date and the one of it."""
    told = Decimal(reference) if reference else None
    return [Bar(BEFORE, Decimal(close)), Bar(DAY, Decimal(opened), reference=told)]


def claim(ratio: str, source: str = "sina") -> Adjustment:
    return Adjustment(DAY, Decimal(ratio), source=source)


def test_a_factor_that_leads_to_the_reference_price_stands_with_all_its_digits() -> None:
    (found,) = decide([claim("1.25")], bars("12.50", "10.00"), first=FIRST)
    assert found == replace(claim("1.25"), reference=Decimal("10.00"))


def test_a_factor_that_does_not_is_overruled_by_close_over_reference() -> None:
    (found,) = decide([claim("1.25")], bars("12.50", "10.10"), first=FIRST)
    assert found == Adjustment(DAY, Decimal("1.23762376238"), source=EXCHANGE, reference=Decimal("10.10"))


def test_a_reference_price_alone_tells_an_ex_date() -> None:
    (found,) = decide([], bars("12.50", "10.00"), first=FIRST)
    assert found == Adjustment(DAY, Decimal("1.25"), source=EXCHANGE, reference=Decimal("10.00"))
    assert decide([], bars("12.50", "12.50"), first=FIRST) == ()
    assert decide([], bars("12.50", "10.00"), first=DAY + timedelta(days=1)) == ()


def test_after_a_lost_bar_or_an_unconfirmed_close_a_reference_price_tells_none() -> None:
    given = bars("12.50", "10.00")
    assert decide([], [given[0], replace(given[1], session=date(2025, 1, 8))], first=FIRST, unexplained=[DAY]) == ()
    assert decide([], [replace(given[0], preliminary=True), given[1]], first=FIRST) == ()


def test_without_a_reference_price_a_factor_that_leads_to_a_whole_cent_was_made_of_one() -> None:
    (found,) = decide([claim("1.00401412973")], bars("125.06", None), first=FIRST)
    assert (found.ratio, found.reference) == (Decimal("1.00401412973"), Decimal("124.56"))
    (provisional,) = decide([claim("1.0041")], bars("125.06", None), first=FIRST)
    assert provisional.reference is None
    (abroad,) = decide([claim("1.00401412973")], bars("125.06", None), first=FIRST, exchange=False)
    assert abroad.reference is None


def test_abroad_a_vendors_previous_close_is_no_reference_price() -> None:
    given = bars("20.00", "20.00", opened="19.00")
    (found,) = decide([claim("1.05")], given, first=FIRST, exchange=False)
    assert (found.ratio, found.reference) == (Decimal("1.05"), None)
    assert decide([], bars("20.00", "19.00"), first=FIRST, exchange=False) == ()


@pytest.mark.parametrize(
    ("close", "reference", "terms", "by", "cause"),
    [
        # 300308 on 2024-06-06: 4 new shares for 10, but none for those in treasury
        ("166.96", "119.64", CorporateAction(DAY, transfer=Decimal("0.4")), "0.0032", Cause.TREASURY),
        # 603296 on 2024-06-11: 4.5 new shares for 10
        ("82.00", "57.75", CorporateAction(DAY, transfer=Decimal("0.45")), "0.0212", Cause.TREASURY),
        ("12.50", "10.00", CorporateAction(DAY, transfer=Decimal("0.2")), "-0.0400", Cause.UNKNOWN),
        ("3.00", "2.00", CorporateAction(DAY, Decimal("1.01")), "0.0050", Cause.ROUNDING),
    ],
)
def test_announced_terms_that_differ_are_said_with_their_likely_cause(
    close: str, reference: str, terms: CorporateAction, by: str, cause: Cause
) -> None:
    given = bars(close, reference)
    decided = decide([], given, first=FIRST)
    (found,) = differences("300308.SZ", [], decided, [terms], given)
    assert (round(found.by, 4), found.cause) == (Decimal(by), cause)


def test_a_difference_within_the_rounding_of_a_low_price_is_none() -> None:
    given = bars("3.00", "2.95")  # 0.006 / 3.00 = 0.2 %
    decided = decide([], given, first=FIRST)
    terms = CorporateAction(DAY, Decimal("0.0549"))
    assert differences("600000.SH", [], decided, [terms], given) == []
    assert len(differences("600000.SH", [], decided, [replace(terms, cash=Decimal("0.06"))], given)) == 1


def test_an_ex_date_that_nobody_else_names_is_said_too() -> None:
    given = bars("12.50", "10.00")
    decided = decide([], given, first=FIRST)
    assert differences("600000.SH", [], decided, [], given) == [
        Difference("600000.SH", DAY, Decimal("1.25"), Decimal(1), "", Cause.UNANNOUNCED)
    ]


def test_a_claim_below_what_happened_is_no_treasury() -> None:
    assert likely_cause(Decimal("1.4"), Decimal("1.38"), Decimal(100)) is Cause.UNKNOWN
    assert likely_cause(Decimal("1.4"), Decimal("1.6"), Decimal(100)) is Cause.UNKNOWN


def test_a_factor_that_leads_between_two_cents_was_made_of_no_reference_price() -> None:
    assert implied_reference(Decimal("166.96"), Decimal("1.39552")) == Decimal("119.64")
    assert implied_reference(Decimal("166.96"), Decimal("1.3956")) is None
