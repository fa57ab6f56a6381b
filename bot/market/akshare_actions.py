"""Announced corporate actions through akshare, a check of the ratios of ex-dates. Runs in the market worker."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.quotes import CorporateAction
from bot.domain.securities import Market, market_of
from bot.market.akshare_accidents import accidents
from bot.market.akshare_frames import day_or_none, decimal_or_none, rows
from bot.market.ports import NoData, SourceChanged

TEN = Decimal(10)  # all terms are printed per ten shares
CARRIED_OUT = ("实施分配", "实施")


def eastmoney_actions(symbol: str, since: date, until: date) -> tuple[CorporateAction, ...]:
    """Dividends, bonus and transfer that were carried out, ex-dates in ``(since, until]``; no rights issues.

    Two requests. akshare names the columns by position: the printed sum of bonus and transfer is compared.

    Raises:
        NoData: no mainland share, or no dividend ever.
    """
    asked = f"East Money's dividends of {symbol}"
    code = _mainland(symbol, asked)
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415 - 100 MB, in the worker alone

        found = []
        names = ("除权除息日", "方案进度", "现金分红-现金分红比例")
        shares = ("送转股份-送转总比例", "送转股份-送股比例", "送转股份-转股比例")
        for row in rows(ak.stock_fhps_detail_em(symbol=code), (*names, *shares), asked=asked):
            day = day_or_none(row["除权除息日"])
            if day is None or not since < day <= until or row["方案进度"] not in CARRIED_OUT:
                continue
            cash, whole, bonus, transfer = (
                decimal_or_none(row[each]) or Decimal(0) for each in ("现金分红-现金分红比例", *shares)
            )
            if bonus + transfer != whole:
                raise SourceChanged(f"{asked}: the shares of {day} do not add up")
            found.append(_action(day, cash=cash, bonus=bonus, transfer=transfer, asked=asked, source="eastmoney"))
        return tuple(sorted(found, key=lambda each: each.ex_date))


def sina_actions(symbol: str, since: date, until: date) -> tuple[CorporateAction, ...]:
    """Dividends, bonus, transfer and rights, ex-dates in ``(since, until]``. Two requests for one page.

    Raises:
        NoData: no mainland share, or neither dividends nor rights ever.
    """
    asked = f"Sina's dividends and rights of {symbol}"
    code = _mainland(symbol, asked)
    found: dict[date, CorporateAction] = defaultdict(lambda: CorporateAction(date.max, source="sina"))
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        dividends = ak.stock_history_dividend_detail(symbol=code, indicator="分红")
        rights = ak.stock_history_dividend_detail(symbol=code, indicator="配股")
        if not len(dividends) and not len(rights):
            raise NoData(f"{asked}: the source has nothing")
        if len(dividends):
            for row in rows(dividends, ("除权除息日", "进度", "派息", "送股", "转增"), asked=asked):
                day = day_or_none(row["除权除息日"])
                if day is not None and since < day <= until and row["进度"] in CARRIED_OUT:
                    cash, bonus, transfer = (
                        decimal_or_none(row[each]) or Decimal(0) for each in ("派息", "送股", "转增")
                    )
                    found[day] = _action(day, cash=cash, bonus=bonus, transfer=transfer, asked=asked, source="sina")
        if len(rights):
            for row in rows(rights, ("除权日", "配股方案", "配股价格"), asked=asked):
                day = day_or_none(row["除权日"])
                share, price = decimal_or_none(row["配股方案"]), decimal_or_none(row["配股价格"])
                if day is None or not since < day <= until:
                    continue
                if not share or not price or not 0 < share <= TEN or price <= 0:
                    raise SourceChanged(f"{asked}: the rights of {day} cannot be")
                found[day] = replace(found[day], ex_date=day, rights=share / TEN, rights_price=price)
    return tuple(found[day] for day in sorted(found))


def _mainland(symbol: str, asked: str) -> str:
    if market_of(symbol) not in (Market.A, Market.BSE):
        raise NoData(f"{asked}: only mainland shares are covered")
    return symbol.rpartition(".")[0]


def _action(day: date, *, cash: Decimal, bonus: Decimal, transfer: Decimal, asked: str, source: str) -> CorporateAction:
    if min(cash, bonus, transfer) < 0 or max(bonus, transfer) > 10 * TEN:
        raise SourceChanged(f"{asked}: the terms of {day} cannot be")
    return CorporateAction(day, cash / TEN, bonus / TEN, transfer / TEN, source=source)
