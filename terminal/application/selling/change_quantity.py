"""Change how much of a line is sold."""

import msgspec
from typing_extensions import override

from terminal.application.approval import (
    Approval,
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.selling.keeping import keep
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.selling.weight_guard import require_keyed_weight
from terminal.application.standing import require_open_transaction
from terminal.domain.access.permissions import SELL
from terminal.domain.catalog.restrictions import (
    PresentedGoods,
    require_quantity_within,
)
from terminal.domain.errors import SerialRequiredError
from terminal.domain.money import MICRO, divide_rounded
from terminal.domain.transaction.line_item import LineKind
from terminal.domain.transaction.retail_transaction import RetailTransaction


class ChangeQuantity(msgspec.Struct, frozen=True, kw_only=True):
    """The operator keyed another quantity; above zero, a return stays a return.

    Attributes:
        approval: Who approves a weight that the operator may not key alone.
    """

    line_sequence: int
    quantity_micro: int
    approval: Approval | None = None


class ChangeQuantityHandler(Handler[ChangeQuantity, LineChange]):
    """Prices the line again and stores it; the item's limit holds here too."""

    @override
    def _handle(self, command: ChangeQuantity) -> LineChange:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            transaction = require_open_transaction(uow)
            _require_allowed(uow, transaction, command)
            line = transaction.line(command.line_sequence)
            if line.is_weighed and line.kind is LineKind.SALE:
                require_keyed_weight(uow, authority)
            transaction.change_quantity(command.line_sequence, command.quantity_micro)
            keep(uow, self._services, authority, transaction, command)
        return line_change(transaction, transaction.line(command.line_sequence))


def _require_allowed(
    uow: UnitOfWork, transaction: RetailTransaction, command: ChangeQuantity
) -> None:
    line = transaction.line(command.line_sequence)
    if line.kind is not LineKind.SALE or line.is_voided:
        return
    if line.serial is not None and command.quantity_micro != MICRO:
        raise SerialRequiredError(
            f"each piece of {line.description} has its own serial number; ring them up"
            " one by one",
            reason="one_by_one",
        )
    item = uow.catalog.get(line.item_id)
    if item is None or item.rules.quantity_max_micro is None:
        return
    here = divide_rounded(line.quantity_micro * line.base_quantity_micro, MICRO)
    wanted = divide_rounded(command.quantity_micro * line.base_quantity_micro, MICRO)
    require_quantity_within(
        item.rules,
        PresentedGoods(
            base_quantity_micro=wanted,
            before_micro=transaction.base_quantity_of(line.item_id) - here,
        ),
        line.description,
    )
