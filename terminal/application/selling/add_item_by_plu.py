"""Ring up an item by its short number."""

from typing_extensions import override

from terminal.application.approval import (
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.selling.goods_check import Presented
from terminal.application.selling.item_entry import ItemEntry
from terminal.application.selling.item_lookup import require_item_by_plu
from terminal.application.selling.keeping import keep
from terminal.application.selling.ringing_up import ring_up
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.domain.access.permissions import SELL


class AddItemByPlu(ItemEntry, frozen=True, kw_only=True):
    """The operator keyed a PLU."""

    plu: str


class AddItemByPluHandler(Handler[AddItemByPlu, LineChange]):
    """Turns an AddItemByPlu into a stored line."""

    @override
    def _handle(self, command: AddItemByPlu) -> LineChange:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            item = require_item_by_plu(uow.catalog, command.plu)
            transaction, line = ring_up(
                uow, self._services, authority, Presented(item, None, command)
            )
            keep(uow, self._services, authority, transaction, command)
        return line_change(transaction, transaction.line(line.sequence))
