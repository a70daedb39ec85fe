"""List the suspended transactions."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import SuspendedView


class ListSuspended(msgspec.Struct, frozen=True, kw_only=True):
    """Ask which transactions wait to be retrieved, oldest first."""


class ListSuspendedHandler(Handler[ListSuspended, tuple[SuspendedView, ...]]):
    """Reads the list, oldest first."""

    @override
    def _handle(self, command: ListSuspended) -> tuple[SuspendedView, ...]:
        with self._ledger.draft() as uow:
            suspended = tuple(uow.baskets.list_suspended())
            uow.commit()
        return suspended
