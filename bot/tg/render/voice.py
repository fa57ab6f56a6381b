"""A language to speak in: texts, and figures as that language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from bot.tg import numbers
from bot.tg.i18n import Html, Texts

# The English of the words that brokers print; the band behind a word is the broker's own, so the word stays.
RATINGS = {
    "买入": "buy",
    "强烈推荐": "strong-buy",
    "强推": "strong-buy",
    "推荐": "recommend",
    "增持": "outperform",
    "谨慎推荐": "accumulate",
    "谨慎增持": "accumulate",
    "审慎增持": "accumulate",
    "优于大市": "outperform",
    "跑赢行业": "outperform",
    "持有": "hold",
    "中性": "neutral",
    "同步大市": "neutral",
    "减持": "underperform",
    "弱于大市": "underperform",
    "回避": "avoid",
    "卖出": "sell",
    "看好": "overweight",
    "看淡": "underweight",
    "强于大市": "overweight",
    "未评级": "not-rated",
    "无评级": "not-rated",
    "暂停评级": "suspended",
}


@dataclass(frozen=True, slots=True)
class Voice:
    """The texts in one language."""

    texts: Texts
    language: str

    def say(self, key: str, **args: str | int) -> Html:
        """A text as HTML."""
        return self.texts.text(self.language, key, **args)

    def label(self, key: str, **args: str | int) -> str:
        """A text for a button."""
        return self.texts.plain(self.language, key, **args)

    def one_of(self, prefix: str, code: str) -> str:
        """The word for a code from outside (an index, a source), or the code itself where there is none."""
        key = f"{prefix}-{code.lstrip('.^')}"
        return self.texts.plain(self.language, key) if self.texts.has(key) else code

    def rating(self, label: str) -> str:
        """A broker's word, with its English beside it for who reads no Chinese."""
        if self.language == "zh" or label not in RATINGS:
            return label
        return f"{label} ({self.label(f'rating-{RATINGS[label]}')})"

    def day(self, value: date | None) -> str:
        """A date, or the sign for none."""
        return "–" if value is None else numbers.day(value, self.language)

    def price(self, value: Decimal, symbol: str, currency: str | None = None) -> str:
        """A price with its currency."""
        return numbers.price(value, symbol, self.language, currency)

    def written_price(self, written: str, symbol: str) -> str:
        """A price that was kept as text, as `price`; what is none as it stands."""
        try:
            return self.price(Decimal(written), symbol)
        except ArithmeticError:
            return written

    def points(self, fraction: float) -> str:
        """The size of a difference in percentage points."""
        return numbers.points(fraction, self.language)

    def listing(self, words: Iterable[str]) -> str:
        """Words one after the other."""
        return ("、" if self.language == "zh" else ", ").join(words)
