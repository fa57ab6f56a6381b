"""Numbers, prices and dates as each language writes them. Pure text: nothing here needs escaping."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal

from bot.domain.securities import Market, market_of
from bot.domain.sessions import SHANGHAI

MINUS = "−"
UP, DOWN = "▲", "▼"
TOGETHER = "\N{NO-BREAK SPACE}"  # a phone would break the line between a sign and its number
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
CURRENCIES = {Market.HK: "HKD", Market.US: "USD"}
MONEY = {
    "zh": {"CNY": "{}元", "HKD": "{}港元", "USD": "{}美元"},
    "en": {"CNY": "¥{}", "HKD": "HK${}", "USD": "US${}"},
}


def percent(fraction: float, digits: int = 2) -> str:
    """A signed percentage with fixed decimals: ``+12.34%``, ``−3.20%``; what rounds to nothing bears no sign."""
    return f"{_signed(fraction * 100, digits)}%"


def moved(fraction: float, digits: int = 2) -> str:
    """A percentage with its direction: ``▲ +12.34%``, ``▼ −3.20%``."""
    text = percent(fraction, digits)
    mark = {"+": f"{UP}{TOGETHER}", MINUS: f"{DOWN}{TOGETHER}"}.get(text[0], "")
    return mark + text


def share(fraction: float) -> str:
    """An unsigned share of a whole: ``62%``."""
    return f"{fraction * 100:.0f}%"


def points(fraction: float, language: str) -> str:
    """The size of a difference of two percentages: ``13.8 个百分点``, ``13.8 pp``."""
    return f"{abs(fraction) * 100:.1f} {'个百分点' if language == 'zh' else 'pp'}"


def limit(fraction: float) -> str:
    """An end of a band: ``+20%``, ``−5%``, ``+7.5%``; no more decimals than it was printed with."""
    number = round(fraction * 100, 6)
    return f"{_signed(number, 0 if number == int(number) else 1)}%"


def price(value: Decimal, symbol: str, language: str, currency: str | None = None) -> str:
    """A price in the currency of the symbol's market: ``140.80元``, ``HK$25.30``; at least two decimals, at most four."""
    exponent = value.normalize().as_tuple().exponent
    digits = min(4, max(2, -exponent if isinstance(exponent, int) else 2))
    code = currency or CURRENCIES.get(market_of(symbol), "CNY")
    return MONEY[language].get(code, f"{{}} {code}").format(f"{value:,.{digits}f}")


def day(value: date, language: str) -> str:
    """A date: ``2024-12-26``, ``26 Dec 2024``."""
    return value.isoformat() if language == "zh" else f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime | time) -> str:
    """A time of day in Shanghai: ``14:32``."""
    if isinstance(value, datetime):
        value = (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(SHANGHAI)
    return f"{value:%H:%M}"


def months(span: tuple[int, int], language: str) -> str:
    """A horizon: ``6–12 个月``, ``12 months``."""
    first, last = span
    text = str(last) if first == last else f"{first}–{last}"
    return f"{text} 个月" if language == "zh" else f"{text} months"


def _signed(value: float, digits: int) -> str:
    text = f"{abs(value):,.{digits}f}"
    if not any(digit in "123456789" for digit in text):
        return text
    return ("+" if value > 0 else MINUS) + text
