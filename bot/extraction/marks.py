"""What tells documents apart whatever their files are: the words without white space, and the days printed in them."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import chain, islice
from unicodedata import normalize

from bot.domain.days import days_in
from bot.extraction.documents import Document

MOST_DAYS = 8


def words_sha256(document: Document) -> str:
    """The hash of all words in reading order, without white space and in NFKC: equal for one text in two files."""
    digest = hashlib.sha256()
    for line in document.lines:
        digest.update("".join(normalize("NFKC", line.text).split()).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def printed_days(document: Document) -> tuple[date, ...]:
    """The first different days printed, in reading order."""
    found = chain.from_iterable(days_in(normalize("NFKC", line.text)) for line in document.lines)
    return tuple(islice(dict.fromkeys(found), MOST_DAYS))
