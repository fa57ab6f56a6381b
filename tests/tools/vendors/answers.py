"""What the vendors would answer about a recorded market, in their own formats (those of upstream responses, see packing).

Amounts, which are not recorded, are the mean of a day's four prices times its volume: within its range, as real ones.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import parse_qs, unquote

from bot.domain.quotes import Adjustment, Bar, Suspension
from bot.domain.securities import Market, market_of
from bot.domain.sessions import SHANGHAI, ZONES
from bot.market import recorded_files
from bot.market.closing import close_of, last_closed_day, open_of
from tests.tools.vendors.packing import packed_bars, packed_days

FIRST, LAST = date(1990, 1, 1), date(2100, 1, 1)
CENT = Decimal("0.01")


@dataclass
class Recording:
    """A recorded market with the instant at which it is asked; prices may be moved to try alerts."""

    bars: Mapping[str, Sequence[Bar]]
    indices: Mapping[str, Sequence[Bar]]
    events: Mapping[str, Sequence[Adjustment]]
    halts: Sequence[Suspension]
    sessions: Sequence[date]
    now: datetime
    moved: dict[str, Decimal] = field(default_factory=dict)

    @classmethod
    def of(cls, folder: Path, now: datetime) -> Recording:
        return cls(
            {symbol: series.between(FIRST, LAST) for symbol, series in recorded_files.bars(folder).items()},
            {code: series.between(FIRST, LAST) for code, series in recorded_files.indices(folder).items()},
            recorded_files.adjustments(folder),
            recorded_files.suspensions(folder),
            recorded_files.sessions(folder)[Market.A][0],
            now,
        )

    def until_now(self, bars: Sequence[Bar], market: Market) -> list[Bar]:
        last = last_closed_day(market, self.now)
        return [whole(bar) for bar in bars if bar.session <= last]

    def quote(self, symbol: str) -> tuple[Bar, Decimal, datetime] | None:
        """Today's bar so far, the reference price, and the time of the last trade; None on a day without one."""
        market = market_of(symbol)
        today = self.now.astimezone(ZONES[market]).date()
        bars = self.bars.get(symbol, ())
        at = next((at for at, bar in enumerate(bars) if bar.session == today), 0)
        if not at or self.now < open_of(today, market):
            return None
        bar, reference = whole(bars[at]), bars[at - 1].close
        for event in self.events.get(symbol, ()):
            if event.ex_date == today:
                reference = (reference / event.ratio).quantize(CENT)
        closed = self.now >= close_of(today, market)
        price = self.moved.get(symbol, bar.close if closed else bar.open or bar.close)
        if not closed or symbol in self.moved:
            volume = (bar.volume or Decimal(100)) // 200 * 100
            bar = Bar(today, price, price, price, price, volume, price * volume)
        return bar, reference, min(self.now, close_of(today, market))


def whole(bar: Bar) -> Bar:
    """The bar with every column that a vendor has."""
    opened, high, low = bar.open or bar.close, bar.high or bar.close, bar.low or bar.close
    high, low = max(high, opened, bar.close), min(low, opened, bar.close)
    volume = bar.volume or Decimal(100_000 + bar.session.toordinal() % 1000)  # no two days are the same
    amount = ((opened + high + low + bar.close) / 4 * volume).quantize(Decimal(1))
    return Bar(bar.session, bar.close, opened, high, low, volume, amount)


def symbol_of(name: str) -> str:
    """``sz300308`` as we write it."""
    return f"{name[2:]}.{name[:2].upper()}"


Query = Mapping[str, list[str]]


def answer(recording: Recording, host: str, path: str, query: str) -> bytes | None:
    """The body for a request, or None where there is no such page."""
    for (on, begins), make in PAGES.items():
        if host.endswith(on) and path.startswith(begins):
            rest = unquote(path.removeprefix(begins))
            made = make(recording, rest, parse_qs(query))
            return made if isinstance(made, bytes) or made is None else made.encode()
    return None


def tencent_quotes(recording: Recording, rest: str, _query: Query) -> bytes:
    lines = []
    for name in rest.split(","):
        found = recording.quote(symbol_of(name)) if symbol_of(name) in recording.bars else None
        if found is None:
            lines.append(f'v_{name}="";' if symbol_of(name) in recording.bars else 'v_pv_none_match="1";')
            continue
        bar, reference, time = found
        hong_kong = name.startswith("hk")
        lots = name.startswith(("sh688", "hk"))
        volume = bar.volume if lots else (bar.volume or 0) / 100
        stamp = (
            f"{time.astimezone(SHANGHAI):%Y/%m/%d %H:%M:%S}"
            if hong_kong
            else f"{time.astimezone(SHANGHAI):%Y%m%d%H%M%S}"
        )
        said: dict[int, object] = {0: 51, 1: "名", 2: name[2:], 3: bar.close, 4: reference, 5: bar.open, 6: volume}
        said |= {30: stamp, 31: bar.close - reference, 33: bar.high, 34: bar.low}
        said |= {35: f"{bar.close}/{volume}/{bar.amount}", 37: bar.amount if hong_kong else (bar.amount or 0) / 10000}
        lines.append(f'v_{name}="' + "~".join(str(said.get(at, "")) for at in range(88)) + '";')
    return "\n".join(lines).encode("gb18030")


def sina_quotes(recording: Recording, rest: str, _query: Query) -> bytes:
    lines = []
    for name in rest.split(","):
        found = recording.quote(symbol_of(name)) if symbol_of(name) in recording.bars else None
        if found is None:
            lines.append(f'var hq_str_{name}="";')
            continue
        bar, reference, time = found
        local = time.astimezone(SHANGHAI)
        if name.startswith("hk"):
            figures = ["E", "名", bar.open, reference, bar.high, bar.low, bar.close, bar.close - reference, 0, 0, 0]
            figures += [bar.amount, bar.volume, 0, 0, 0, 0, f"{local:%Y/%m/%d}", f"{local:%H:%M}"]
        else:
            figures = ["名", bar.open, reference, bar.close, bar.high, bar.low, 0, 0, bar.volume, bar.amount]
            figures += [0] * 20 + [f"{local:%Y-%m-%d}", f"{local:%H:%M:%S}", "00", ""]
        lines.append(f'var hq_str_{name}="{",".join(map(str, figures))}";')
    return "\n".join(lines).encode("gb18030")


def eastmoney_quote(recording: Recording, _rest: str, query: Query) -> str:
    code = query["secid"][0].split(".")[1]
    found = recording.quote(_listed(recording, code))
    if found is None:
        return json.dumps({"rc": 100, "data": None})
    bar, reference, _ = found
    keys = [11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 168, 50, 49, 161, 51, 52]
    data: dict[str, object] = {f"f{key}": "-" for key in keys}
    data |= {"f43": float(bar.close), "f60": float(reference), "f46": float(bar.open or 0), "f71": float(bar.close)}
    data |= {"f44": float(bar.high or 0), "f45": float(bar.low or 0), "f169": 0, "f170": 0}
    return json.dumps({"rc": 0, "data": data | {"f47": float(bar.volume or 0) / 100, "f48": float(bar.amount or 0)}})


def sina_bars(recording: Recording, rest: str, _query: Query) -> str | None:
    return _sina_file(recording, symbol_of(rest.split("/", maxsplit=1)[0]))


def sina_hong_kong(recording: Recording, rest: str, _query: Query) -> str | None:
    code = rest.split("/", maxsplit=1)[0]
    if rest.endswith("hfq.js"):
        return _factors(recording, f"{code}.HK")
    return _sina_file(recording, code if code in recording.indices else f"{code}.HK")


def sina_america(recording: Recording, rest: str, _query: Query) -> str | None:
    return _sina_file(recording, f"{rest}.US")


def sina_america_factors(recording: Recording, rest: str, _query: Query) -> str | None:
    return _factors(recording, rest.removesuffix("_qfq.js") + ".US")


def sina_company(recording: Recording, rest: str, query: Query) -> str | None:
    if rest.startswith("klc_td_sh"):
        return packed_days(recording.sessions)
    if rest.endswith("hfq.js"):
        return _factors(recording, symbol_of(rest.split("/", maxsplit=1)[0]))
    return sina_bars(recording, rest, query)


def sina_shares(_recording: Recording, rest: str, _query: Query) -> str:
    return f'{rest.split("/", maxsplit=1)[0]}([{{date:"1991-01-02",amount:"110000.00"}}])'


def tencent_trend(_recording: Recording, _rest: str, _query: Query) -> str:
    return 'trend_qfq={"data":[["20100101","1","1"]]}'


def tencent_bars(recording: Recording, _rest: str, query: Query) -> str:
    name, _, first, last, *_more = query["param"][0].split(",")
    symbol = symbol_of(name)
    rows = [
        [
            bar.session.isoformat(),
            *map(str, (bar.open, bar.close, bar.high, bar.low)),
            str(bar.volume if name.startswith("sh688") else (bar.volume or 0) / 100),
            {},
            "1.00",
            str((bar.amount or 0) / 10000),
            "",
        ]
        for bar in recording.until_now(recording.bars.get(symbol, ()), Market.A)
        if first <= bar.session.isoformat() <= last
    ]
    return f"{query['_var'][0]}=" + json.dumps({"code": 0, "msg": "", "data": {name: {"day": rows}}})


def eastmoney_bars(recording: Recording, _rest: str, query: Query) -> str:
    code = query["secid"][0].split(".")[1]
    index = code in recording.indices
    symbol = code if index else _listed(recording, code)
    bars = recording.indices[code] if index else recording.bars.get(symbol, ())
    first, last = query["beg"][0], query["end"][0]
    market = Market.A if index or not bars else market_of(symbol)
    rows = [
        f"{bar.session},{bar.open},{bar.close},{bar.high},{bar.low},{(bar.volume or 0) / 100},{bar.amount},1,1,1"
        + ("" if index else ",1")
        for bar in recording.until_now(bars, market)
        if first <= f"{bar.session:%Y%m%d}" <= last
    ]
    if index:
        rows = [row.rsplit(",", 2)[0] for row in rows]
    return json.dumps({"rc": 0, "data": {"code": code, "klines": rows}} if rows else {"rc": 100, "data": None})


def csindex(recording: Recording, _rest: str, query: Query) -> str:
    code, first, last = query["indexCode"][0], query["startDate"][0], query["endDate"][0]
    bars = recording.until_now(recording.indices.get(code, ()), Market.A)
    own = {bar.session: bar for bar in recording.indices.get(code, ())}
    rows = []
    for before, bar in zip([None, *bars], bars, strict=False):
        change = bar.close - before.close if before else Decimal(0)
        if not first <= f"{bar.session:%Y%m%d}" <= last:
            continue
        printed = own[bar.session]
        rows.append(
            {
                "tradeDate": f"{bar.session:%Y%m%d}",
                "indexCode": code,
                **dict.fromkeys(("indexNameCnAll", "indexNameCn", "indexNameEnAll", "indexNameEn"), "名"),
                "open": _plain(printed.open),
                "high": _plain(printed.high),
                "low": _plain(printed.low),
                "close": float(bar.close),
                "change": float(change),
                "changePct": round(float(change / (bar.close - change) * 100), 2),
                "tradingVol": None,
                "tradingValue": None if printed.amount is None else float(printed.amount / 100_000_000),
                "consNumber": 300,
                "peg": None,
            }
        )
    return json.dumps({"code": "200", "data": rows})


def shenwan(recording: Recording, _rest: str, query: Query) -> str:
    code = query["swindexcode"][0]
    names = ("openindex", "maxindex", "minindex", "closeindex")
    return json.dumps(
        {
            "code": "200",
            "data": [
                {
                    "swindexcode": code,
                    "bargaindate": bar.session.isoformat(),
                    **dict(zip(names, map(str, (bar.open, bar.high, bar.low, bar.close)), strict=True)),
                    "hike": 1,
                    "markup": 0.2,
                    "bargainamount": "12.3",
                    "bargainsum": "150.4",
                }
                for bar in recording.until_now(recording.indices.get(code, ()), Market.A)
            ],
        }
    )


def eastmoney_data(recording: Recording, _rest: str, query: Query) -> str:
    if query["reportName"] == ["RPT_SHAREBONUS_DET"]:
        rows = _dividends(recording, _listed(recording, query["filter"][0].split('"')[1]))
    else:
        day = date.fromisoformat(query["filter"][0].split("'")[1])
        rows = [_halted(recording, each, day) for each in recording.halts if each.session == day]
    if not rows:
        return json.dumps({"success": False, "message": "返回数据为空", "code": 9201, "result": None})
    return json.dumps({"success": True, "code": 0, "result": {"pages": 1, "count": len(rows), "data": rows}})


def _halted(recording: Recording, halt: Suspension, day: date) -> dict[str, object]:
    """The run of sessions without trade that the day is in; its end is told when it has come."""
    still = {each.session for each in recording.halts if each.symbol == halt.symbol}
    at = recording.sessions.index(day)
    first = next(n for n in range(at, -1, -1) if recording.sessions[n - 1] not in still)
    resumes = next(
        recording.sessions[n] for n in range(at, len(recording.sessions)) if recording.sessions[n] not in still
    )
    over = resumes <= recording.now.astimezone(SHANGHAI).date()
    began = recording.sessions[first]
    values = [halt.symbol[:6], "某股", f"{began} 09:30:00", None, "连续停牌", "重大事项", "深交所", f"{began} 09:30:00"]
    values += [f"{resumes} 00:00:00" if over else None, None, None, None]
    return {f"k{at:02}": value for at, value in enumerate(values)}


def _dividends(recording: Recording, symbol: str) -> list[dict[str, object]]:
    """Thirty columns by position: 5 to 8 the terms per ten shares, 11 the ex-date, 13 the state."""
    rows = []
    for event in recording.events.get(symbol, ()):
        row: dict[str, object] = {f"k{at:02}": 0 for at in range(30)}
        shares = (event.split or Decimal(1)) - 1
        row |= {"k05": float(shares * 10), "k06": 0.0, "k07": float(shares * 10), "k08": float((event.cash or 0) * 10)}
        row |= {"k09": None, "k10": None, "k11": f"{event.ex_date} 00:00:00", "k12": "2024-12-31 00:00:00"}
        row |= {"k13": "实施分配", "k15": None, "k25": None}
        rows.append(row)
    return rows


def _sina_file(recording: Recording, code: str) -> str | None:
    bars = recording.indices.get(code, recording.bars.get(code))
    if bars is None:
        return None
    market = Market.HK if code in recording.indices else market_of(code)
    return packed_bars(
        [
            (
                bar.session,
                bar.open or bar.close,
                bar.high or bar.close,
                bar.low or bar.close,
                bar.close,
                int(bar.volume or 0),
                int(bar.amount or 0),
            )
            for bar in recording.until_now(bars, market)
        ]
    )


def _factors(recording: Recording, symbol: str) -> str | None:
    if symbol not in recording.bars:
        return None
    factor, rows = Decimal(1), [{"d": "1900-01-01", "f": "1.0000000000000000", "c": "0"}]
    today = recording.now.astimezone(SHANGHAI).date()
    for event in recording.events.get(symbol, ()):
        if event.ex_date <= today:
            factor *= event.ratio
            rows.append({"d": event.ex_date.isoformat(), "f": f"{factor:.16f}"})
    return f"var hfq={json.dumps({'total': len(rows), 'data': rows[::-1]})}\n/* hfq */"


def _listed(recording: Recording, code: str) -> str:
    return next((symbol for symbol in recording.bars if symbol.rpartition(".")[0] == code), f"{code}.SZ")


def _plain(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


Make = Callable[[Recording, str, Query], "bytes | str | None"]
PAGES: dict[tuple[str, str], Make] = {
    ("qt.gtimg.cn", "/q="): tencent_quotes,
    ("hq.sinajs.cn", "/list="): sina_quotes,
    ("push2.eastmoney.com", "/api/qt/stock/get"): eastmoney_quote,
    ("stock.finance.sina.com.cn", "/stock/api/jsonp.php/"): sina_shares,
    ("finance.sina.com.cn", "/realstock/company/"): sina_company,
    ("finance.sina.com.cn", "/stock/hkstock/"): sina_hong_kong,
    ("finance.sina.com.cn", "/staticdata/us/"): sina_america,
    ("finance.sina.com.cn", "/us_stock/company/reinstatement/"): sina_america_factors,
    ("web.ifzq.gtimg.cn", "/"): tencent_trend,
    ("proxy.finance.qq.com", "/"): tencent_bars,
    ("push2his.eastmoney.com", "/api/qt/stock/kline/get"): eastmoney_bars,
    ("csindex.com.cn", "/"): csindex,
    ("swsresearch.com", "/"): shenwan,
    ("datacenter-web.eastmoney.com", "/"): eastmoney_data,
}
