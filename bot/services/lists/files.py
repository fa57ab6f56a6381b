"""Lists in and out: as text or as a table, pasted or as a file."""

from __future__ import annotations

from bot.clock import Clock
from bot.domain.han import to_simplified
from bot.domain.list_texts import as_csv, as_text
from bot.domain.sessions import SHANGHAI
from bot.services.access.people import Refused, Viewer
from bot.services.lists.named import Lists
from bot.services.lists.reading import Reading, decoded, read_list
from bot.services.names.lookup import Lookup
from bot.services.names.reference import Reference
from bot.services.views.lists import ListFile, ListForm, ListImport, UnclearEntry
from bot.services.views.pieces import SecurityRef


class ListFiles:
    """Imports and exports."""

    def __init__(self, lists: Lists, lookup: Lookup, reference: Reference, clock: Clock) -> None:
        self._lists = lists
        self._lookup = lookup
        self._reference = reference
        self._clock = clock

    async def into(self, viewer: Viewer, list_id: int, text: str) -> ListImport:
        """Put what a text names into a list.

        Raises:
            Refused: there is no such list, or the text names nothing at all.
        """
        reading = self._read(text)
        head, known, dropped = await self._lists.fill(viewer, list_id, list(reading.found))
        taken = tuple(self._reference.ref(symbol) for symbol in reading.found)
        unclear = tuple(
            UnclearEntry(typed, tuple(SecurityRef(each.symbol, each.name) for each in several))
            for typed, several in reading.unclear.items()
        )
        return ListImport(head, taken, known, unclear, tuple(reading.unknown), dropped)

    async def as_new(self, viewer: Viewer, name: str, text: str) -> ListImport:
        """Make a list of what a text names, or add to the one that bears the name.

        Raises:
            Refused: the text names nothing, the name is empty, or there are too many lists.
        """
        self._read(text)
        there = await self._lists.named(viewer, name)
        made = None if there else await self._lists.make(viewer, name)
        return await self.into(viewer, there.list_id if there else made.head.list_id if made else 0, text)

    async def file(self, viewer: Viewer, list_id: int, form: ListForm) -> ListFile:
        """A list as a file that `into` reads again.

        Raises:
            Refused: there is no such list, or nothing in it.
        """
        own = await self._lists.members_of(viewer, list_id)
        if not own.symbols:
            raise Refused("list_empty", name=own.name)
        members = [(symbol, self._reference.ref(symbol).name) for symbol in own.symbols]
        content = as_csv(members) if form is ListForm.CSV else as_text(members)
        head = next(each for each in await self._lists.of_chat(viewer) if each.list_id == list_id)
        day = self._clock.now().astimezone(SHANGHAI)
        return ListFile(head, f"pickwatch-list-{day:%Y%m%d}.{form}", content)

    @staticmethod
    def text_of(data: bytes) -> str:
        """The text of a file.

        Raises:
            Refused: it is none.
        """
        try:
            return decoded(data)
        except UnicodeDecodeError:
            raise Refused("list_file_unreadable") from None

    def _read(self, text: str) -> Reading:
        reading = read_list(to_simplified(text), self._lookup)
        if not (reading.found or reading.unclear or reading.unknown):
            raise Refused("list_nothing_read")
        return reading
