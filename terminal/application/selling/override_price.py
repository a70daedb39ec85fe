"""Give a line of the open transaction another price."""

import msgspec
from typing_extensions import override

from terminal.application.approval import (
    Approval,
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.selling.keeping import keep
from terminal.application.selling.price_guard import (
    require_price_change,
    require_unit_price_allowed,
)
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import (
    require_no_tender,
    require_open_transaction,
    require_reason,
)
from terminal.domain.access.permissions import PRICE_OVERRIDE, SELL
from terminal.domain.money import require_unit_price
from terminal.domain.transaction.line_item import PriceSource, SaleReturnLineItem


class OverridePrice(msgspec.Struct, frozen=True, kw_only=True):
    """The operator keyed another unit price for a line.

    Attributes:
        unit_price_micro: Millionths of the major unit.
        reason: Why; on the line for ever.
        approval: Who approves what the operator may not do alone.
    """

    line_sequence: int
    unit_price_micro: int
    reason: str
    approval: Approval | None = None


class OverridePriceHandler(Handler[OverridePrice, LineChange]):
    """Checks how far the price moves, its bounds and the cost, and stores it.

    The limit counts from the price that the line would have without overrides, so
    that several small steps come no further than one.
    """

    @override
    def _handle(self, command: OverridePrice) -> LineChange:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            reason = require_reason(command.reason)
            require_unit_price(command.unit_price_micro)
            line = transaction.line(command.line_sequence)
            require_price_change(
                authority,
                PRICE_OVERRIDE,
                _price_before_overrides(line),
                command.unit_price_micro,
            )
            require_unit_price_allowed(
                uow,
                authority,
                transaction,
                command.line_sequence,
                command.unit_price_micro,
            )
            transaction.override_price(
                command.line_sequence,
                command.unit_price_micro,
                reason,
                authority.approved_by,
            )
            keep(uow, self._services, authority, transaction, command)
        return line_change(transaction, transaction.line(command.line_sequence))


def _price_before_overrides(line: SaleReturnLineItem) -> int:
    if line.price_source is PriceSource.OVERRIDE:
        # None for an open price: then the last price is all that is known.
        return (
            line.unit_price_micro
            if line.regular_price_micro is None
            else line.regular_price_micro
        )
    return line.unit_price_micro
