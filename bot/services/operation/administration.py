"""Administration: what was found about the figures, told to the administrators once, in one message a morning."""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.services.messages.codec import dump_view
from bot.services.names.reference import Reference
from bot.services.views.findings import FindingLine, Findings
from bot.store.messages import OutboxMessage
from bot.store.records import Finding, Role
from bot.store.store import Store

PRIORITY = 7


class Administration:
    """Gathers findings and tells them."""

    def __init__(self, store: Store, reference: Reference, clock: Clock) -> None:
        self._store = store
        self._reference = reference
        self._clock = clock

    async def note(self, *new: Finding) -> None:
        """Note what was found, unless it was noted before."""
        async with self._store.transaction() as tx:
            await tx.findings.note(new, self._clock.now())

    async def tell(self) -> None:
        """Put what is untold into one message to each administrator; without one it waits for the first."""
        now = self._clock.now()
        async with self._store.transaction() as tx:
            untold = await tx.findings.untold()
            owners = [user for user in await tx.users.all_active() if user.role is Role.OWNER]
            if not untold or not owners:
                return
            view = self._view(untold, now)
            for owner in owners:
                key = f"findings:{owner.user_id}:{now:%Y%m%d%H%M%S%f}"
                await tx.outbox.add(OutboxMessage(owner.user_id, "findings", dump_view(view), key, PRIORITY), at=now)
            await tx.findings.told([each.key for each in untold], now)

    def _view(self, found: list[Finding], at: datetime) -> Findings:
        return Findings(at, tuple(FindingLine(each.kind, each.args, self._name(each)) for each in found))

    def _name(self, found: Finding) -> str:
        symbol = found.args.get("symbol")
        return self._reference.ref(symbol).name if isinstance(symbol, str) else ""
