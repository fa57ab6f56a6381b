"""Nothing that is added to the store later is forgotten by forgetting."""

from __future__ import annotations

from sqlalchemy import BigInteger

from bot.store.forgetting import PLACES
from bot.store.tables import metadata


def test_every_column_that_can_name_a_person_is_known_to_forgetting() -> None:
    known = {(place.table.name, column) for place in PLACES for column in place.instead}
    words = ("chat_id", "user_id", "by")
    named = {
        (table.name, column.name)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, BigInteger) and (column.name in words or column.name.endswith("_by"))
    }
    assert named - known == set()
    assert known - named == set()
