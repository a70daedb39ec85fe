"""Ring up goods that are no item of the catalog, on a department."""

from typing_extensions import override

from terminal.application.approval import (
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.selling.goods_check import Presented
from terminal.application.selling.item_entry import ItemEntry
from terminal.application.selling.keeping import keep
from terminal.application.selling.ringing_up import ring_up
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.domain.access.permissions import DEPARTMENT_SELL, SELL
from terminal.domain.errors import PriceRequiredError, UnknownItemError


class AddOpenDepartmentSale(ItemEntry, frozen=True, kw_only=True):
    """The operator keyed a price and chose a department.

    The department is an item whose rules say that it is one: it brings tax,
    restrictions and the bounds of a price.

    Attributes:
        department_id: Item id of the department.
    """

    department_id: str


class AddOpenDepartmentSaleHandler(Handler[AddOpenDepartmentSale, LineChange]):
    """Turns an AddOpenDepartmentSale into a stored line.

    The price is always keyed: ``keyed_price_micro`` is required.
    """

    @override
    def _handle(self, command: AddOpenDepartmentSale) -> LineChange:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            authority.require(DEPARTMENT_SELL)
            item = uow.catalog.get(command.department_id)
            if item is None or not item.rules.is_open_department:
                raise UnknownItemError(
                    f"there is no department {command.department_id[:64]}; choose"
                    " one of the list",
                    item_id=command.department_id[:64],
                )
            if command.keyed_price_micro is None:
                raise PriceRequiredError(
                    f"{item.description} has no fixed price; key the price",
                    item_id=item.item_id,
                )
            transaction, line = ring_up(
                uow, self._services, authority, Presented(item, None, command)
            )
            keep(uow, self._services, authority, transaction, command)
        return line_change(transaction, transaction.line(line.sequence))
