"""List the transactions about which a settlement decides."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.standing import require_session
from terminal.application.till_control.closing_decisions import undecided
from terminal.application.till_control.till_view import UndecidedView
from terminal.domain.access.permissions import TILL_SETTLE


class ListUndecided(msgspec.Struct, frozen=True, kw_only=True):
    """Ask which transactions are open or suspended, before settling."""


class ListUndecidedHandler(Handler[ListUndecided, tuple[UndecidedView, ...]]):
    """Reads them, the open one first."""

    @override
    def _handle(self, command: ListUndecided) -> tuple[UndecidedView, ...]:
        with self._ledger.draft() as uow:
            require_session(uow.till.state(), TILL_SETTLE)
            found = undecided(uow)
            uow.commit()
        return found
