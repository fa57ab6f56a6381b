"""Daily bars through akshare, one function a vendor. Runs in the market worker, where akshare may be imported.

Which function for what, and why not the obvious one: East Money bans by address, so it comes last; its and everybody's
adjusted series are never asked for (METHODOLOGY 2). None of these endpoints has been seen live by the project's tests,
which run akshare's own parsing on stated responses.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

from bot.domain.quotes import Bar
from bot.domain.securities import Market, market_of
from bot.market.akshare_accidents import accidents
from bot.market.akshare_frames import LOT, Columns, bars, decimal_or_none, rows
from bot.market.baostock_bars import baostock
from bot.market.ports import NoData, Reason, SourceChanged

_ENGLISH = Columns("date", "close", "open", "high", "low", "volume")
_SHARES, _LOTS = (Decimal(1), LOT), (LOT, Decimal(1))  # the usual unit first
_EM = Columns("日期", "收盘", "开盘", "最高", "最低", "成交量", "成交额", lots=_LOTS)
_CSI = Columns(
    "日期", "收盘", "开盘", "最高", "最低", "成交量", "成交金额", per_volume=1_000_000, per_amount=100_000_000
)
_SHENWAN = Columns("日期", "收盘", "开盘", "最高", "最低")  # volume and amount have no unit that it states
_US_INDICES = {"SPX": ".INX", "IXIC": ".IXIC", "DJI": ".DJI"}
_NOTICE = Decimal("0.02")  # percentage points by which a printed percentage may miss the computed one


def prefixed(symbol: str) -> str:
    """``300308.SZ`` as the vendors write it: ``sz300308``."""
    code, _, suffix = symbol.rpartition(".")
    return suffix.lower() + code


def sina(symbol: str, since: date, until: date) -> tuple[Bar, ...]:
    """Unadjusted bars from Sina: A shares with amounts, Hong Kong and US without.

    The whole history is asked for and cut here: akshare cuts before it drops the copies that its merge with the share
    capital makes on days without trade. US bars come from the function for US indices, which reads the same file as
    `stock_us_daily` but does not evaluate a second, remote one.
    """
    asked = f"Sina's daily bars of {symbol}"
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415 - 100 MB, in the worker alone

        code = symbol.rpartition(".")[0]
        match market_of(symbol):
            case Market.HK:
                return bars(ak.stock_hk_daily(symbol=code, adjust=""), _ENGLISH, since, until, asked=asked)
            case Market.US:
                return bars(ak.index_us_stock_sina(symbol=code), _ENGLISH, since, until, asked=asked)
            case Market.NEEQ:
                raise NoData(f"{asked}: NEEQ is not covered")
            case _:
                columns = Columns("date", "close", "open", "high", "low", "volume", "amount", lots=_SHARES)
                return bars(ak.stock_zh_a_daily(symbol=prefixed(symbol)), columns, since, until, asked=asked)


def tencent(symbol: str, since: date, until: date) -> tuple[Bar, ...]:
    """Unadjusted bars of A shares from Tencent, one request a year.

    akshare 1.19.5 leaves ``sz000…`` in lots and multiplies ``sh689…``, which is in shares: the amount settles it.
    """
    asked = f"Tencent's daily bars of {symbol}"
    if market_of(symbol) not in (Market.A, Market.BSE):
        raise NoData(f"{asked}: only A shares are covered")
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        try:
            frame = ak.stock_zh_a_hist_tx(
                symbol=prefixed(symbol), start_date=since.isoformat(), end_date=until.isoformat(), adjust="", timeout=15
            )
        except IndexError as error:  # it takes columns of a frame without any
            raise NoData(f"{asked}: the source has nothing") from error
        units = (1 / LOT,) if symbol.startswith("689") else _LOTS if symbol.startswith("000") else _SHARES
        columns = Columns("date", "close", "open", "high", "low", "volume", "amount", lots=units)
        return bars(frame, columns, since, until, asked=asked)


def eastmoney(symbol: str, since: date, until: date) -> tuple[Bar, ...]:
    """Unadjusted bars from East Money. A US symbol has one of three prefixes there; they are tried in turn."""
    asked = f"East Money's daily bars of {symbol}"
    first, last, code = f"{since:%Y%m%d}", f"{until:%Y%m%d}", symbol.rpartition(".")[0]
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        match market_of(symbol):
            case Market.A | Market.BSE:
                frame = ak.stock_zh_a_hist(symbol=code, start_date=first, end_date=last, adjust="", timeout=15)
            case Market.HK:
                frame = ak.stock_hk_hist(symbol=code, start_date=first, end_date=last, adjust="")
                return bars(frame, replace(_EM, lots=_SHARES), since, until, asked=asked)
            case Market.US:
                for exchange in (105, 106, 107):  # Nasdaq, New York, American
                    with suppress(NoData), accidents(asked):
                        frame = ak.stock_us_hist(symbol=f"{exchange}.{code}", start_date=first, end_date=last)
                        return bars(frame, replace(_EM, lots=_SHARES), since, until, asked=asked)
                raise NoData(f"{asked}: under none of its prefixes")
            case _:
                raise NoData(f"{asked}: NEEQ is not covered")
        return bars(frame, _EM, since, until, asked=asked)


def csindex(code: str, since: date, until: date) -> tuple[Bar, ...]:
    """An index of China Securities Index Co.: 000300 with open, high and low, H00300 (total return) closes alone.

    akshare names the columns by position. So the code is compared, and the printed percentage with the one that close
    and change give: two columns that changed places show there.
    """
    asked = f"csindex's {code}"
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        frame = ak.stock_zh_index_hist_csindex(symbol=code, start_date=f"{since:%Y%m%d}", end_date=f"{until:%Y%m%d}")
        for row in rows(frame, ("日期", "指数代码", "收盘", "涨跌", "涨跌幅"), asked=asked):
            close, change, percent = (decimal_or_none(row[name]) for name in ("收盘", "涨跌", "涨跌幅"))
            if row["指数代码"] != code:
                raise SourceChanged(f"{asked}: the answer is about {row['指数代码']}")
            if close is None or change is None or percent is None or close == change:
                continue
            if abs(change / (close - change) * 100 - percent) > _NOTICE:
                raise SourceChanged(
                    f"{asked}: close, change and percentage of {row['日期']} do not fit together", Reason.IMPLAUSIBLE
                )
        return bars(frame, _CSI, since, until, asked=asked, index=True)


def eastmoney_index(code: str, since: date, until: date) -> tuple[Bar, ...]:
    """A Chinese price index from East Money in one request: 000… of Shanghai, 399… of Shenzhen, else csindex's own."""
    asked = f"East Money's index {code}"
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        prefix = "sh" if code.startswith("000") else "sz" if code.startswith("399") else "csi"
        frame = ak.stock_zh_index_daily_em(
            symbol=prefix + code, start_date=f"{since:%Y%m%d}", end_date=f"{until:%Y%m%d}"
        )
        columns = Columns("date", "close", "open", "high", "low", "volume", "amount", per_volume=100)
        return bars(frame, columns, since, until, asked=asked, index=True)


def shenwan(code: str, since: date, until: date) -> tuple[Bar, ...]:
    """An industry index of Shenwan (801770), from swsresearch.

    akshare asks that host without checking its certificate, so a figure from it could be forged on the way; it judges
    industry ratings alone.
    """
    asked = f"Shenwan's index {code}"
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        return bars(ak.index_hist_sw(symbol=code), _SHENWAN, since, until, asked=asked, index=True)


def sina_hk_index(code: str, since: date, until: date) -> tuple[Bar, ...]:
    """A Hong Kong index (HSI) from Sina."""
    asked = f"Sina's index {code}"
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        return bars(ak.stock_hk_index_daily_sina(symbol=code), _ENGLISH, since, until, asked=asked, index=True)


def sina_us_index(code: str, since: date, until: date) -> tuple[Bar, ...]:
    """SPX, IXIC or DJI from Sina.

    Raises:
        NoData: it is none of the three.
    """
    asked = f"Sina's index {code}"
    if code not in _US_INDICES:
        raise NoData(f"{asked}: not covered")
    with accidents(asked):
        import akshare as ak  # noqa: PLC0415

        return bars(ak.index_us_stock_sina(symbol=_US_INDICES[code]), _ENGLISH, since, until, asked=asked, index=True)


Fetch = Callable[[str, date, date], tuple[Bar, ...]]


def bar_sources(symbol: str) -> dict[str, Fetch]:
    """The functions that can give a security's bars, by the name of their source."""
    match market_of(symbol):
        case Market.A:
            return {"sina": sina, "tencent": tencent, "eastmoney": eastmoney, "baostock": baostock}
        case Market.BSE:
            return {"sina": sina, "tencent": tencent, "eastmoney": eastmoney}
        case Market.HK | Market.US:
            return {"sina": sina, "eastmoney": eastmoney}
        case _:
            return {}


def index_sources(code: str) -> dict[str, Fetch]:
    """The functions that can give an index, by the name of their source; none where no one can."""
    if code in ("HSI", "HSCEI", "HSTECH"):
        return {"sina": sina_hk_index}
    if code in _US_INDICES:
        return {"sina": sina_us_index}
    if not (len(code) == 6 and code[1:].isdigit()):  # noqa: PLR2004 - H00300, 000300
        return {}
    if code.startswith("801"):
        return {"shenwan": shenwan}
    return {"csindex": csindex} if code.startswith("H") else {"csindex": csindex, "eastmoney": eastmoney_index}
