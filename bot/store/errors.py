"""What can go wrong with the store, each with one clear sentence."""

from __future__ import annotations

from sqlalchemy.exc import DontWrapMixin


class StoreError(Exception):
    """The store could not do what was asked."""


class UnsupportedDatabase(StoreError):
    """The URL names no database that the program can use."""


class StoreBusy(StoreError):
    """Another writer held the database for longer than one waits."""


class StoreAway(StoreBusy):
    """The database cannot be reached or written to for now: its connection was cut, or its disk is full."""


class AlreadyRunning(StoreError):
    """Another bot runs on the same SQLite file."""


class OutOfRange(StoreError, ValueError, DontWrapMixin):
    """A value does not fit into its column."""


class SchemaTooNew(StoreError):
    """The database was written by a later version of the program."""


class UnknownRecord(StoreError, LookupError):
    """There is no row with the id asked for."""


class ReportExists(StoreError):
    """The same report is stored already: the same file, or the same broker, title and date."""

    def __init__(self, report_id: int) -> None:
        super().__init__(f"The report is stored already, with the number {report_id}.")
        self.report_id = report_id


class AlreadyResolved(StoreError):
    """Somebody has said before which security a printed name is."""

    def __init__(self, unresolved_id: int, pick_id: int) -> None:
        super().__init__(f"The name {unresolved_id} was resolved already, as pick {pick_id}.")
        self.unresolved_id = unresolved_id
        self.pick_id = pick_id
