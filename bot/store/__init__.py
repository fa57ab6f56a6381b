"""What the bot remembers: SQLite or PostgreSQL behind one set of transactions and repositories.

Open a `Store` on a database whose schema is current (`bot.store.schema`). Alembic is imported only while it migrates.
"""

from __future__ import annotations

from bot.store.errors import (
    AlreadyResolved,
    OutOfRange,
    ReportExists,
    SchemaTooNew,
    StoreAway,
    StoreBusy,
    StoreError,
    UnknownRecord,
    UnsupportedDatabase,
)
from bot.store.store import Store, Transaction

__all__ = [
    "AlreadyResolved",
    "OutOfRange",
    "ReportExists",
    "SchemaTooNew",
    "Store",
    "StoreAway",
    "StoreBusy",
    "StoreError",
    "Transaction",
    "UnknownRecord",
    "UnsupportedDatabase",
]
