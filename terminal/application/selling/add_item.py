"""Ring up an item that was scanned or keyed."""

from typing_extensions import override

from terminal.application.approval import (
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.selling.goods_check import Presented
from terminal.application.selling.item_entry import ItemEntry
from terminal.application.selling.item_lookup import require_scanned
from terminal.application.selling.keeping import keep
from terminal.application.selling.ringing_up import ring_up
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.domain.access.permissions import SELL


class AddItem(ItemEntry, frozen=True, kw_only=True):
    """The operator presented an item; opens a transaction when none is open.

    Attributes:
        scan_code: Raw text as read or keyed.
        source_reference: Id given by an outside log; kept when the transaction
            opens, ignored after.
    """

    scan_code: str
    source_reference: str | None = None


class AddItemHandler(Handler[AddItem, LineChange]):
    """Turns an AddItem into a stored line.

    The transaction is stored after every line, not only when it completes, so
    that a killed program costs the shopper nothing but the wait for its restart.
    """

    @override
    def _handle(self, command: AddItem) -> LineChange:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            found = require_scanned(
                uow.catalog, command.scan_code, uow.store.scan_rules
            )
            transaction, line = ring_up(
                uow,
                self._services,
                authority,
                Presented(found.item, found.code, command),
                command.source_reference,
            )
            keep(uow, self._services, authority, transaction, command)
        return line_change(transaction, transaction.line(line.sequence))
