"""Take something off the whole open transaction by hand."""

import msgspec
from typing_extensions import override

from terminal.application.approval import (
    identify_approver,
    open_unit,
    require_authority,
)
from terminal.application.handler import Handler
from terminal.application.selling.keeping import keep
from terminal.application.selling.manual_discount import (
    ManualDiscount,
    before_manual_minor,
    discountable,
    require_combined_discount,
    require_discount,
)
from terminal.application.selling.price_guard import require_lines_not_below_cost
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender, require_open_transaction
from terminal.domain.access.permissions import SELL
from terminal.domain.errors import NotDiscountableError


class DiscountTransaction(ManualDiscount, frozen=True, kw_only=True):
    """The operator takes a percentage or an amount off the whole transaction.

    Lines that are rung up later take part in it.
    """


class DiscountTransactionHandler(Handler[DiscountTransaction, SaleView]):
    """Checks limits and cost, and stores the discount; it replaces one before."""

    @override
    def _handle(self, command: DiscountTransaction) -> SaleView:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            lines = discountable(transaction.lines)
            base = sum(before_manual_minor(line) for line in lines)
            if base <= 0:
                raise NotDiscountableError(
                    "no line of the transaction takes a discount"
                )
            manual = require_discount(authority, command, base)
            transaction.set_manual(manual)
            price_open(uow, self._services, transaction)
            require_combined_discount(
                authority, [transaction.line(line.sequence) for line in lines]
            )
            require_lines_not_below_cost(
                uow, authority, transaction, [line.sequence for line in lines]
            )
            if authority.approved_by != manual.authorised_by:
                # Cost or sum needed somebody whom the discount alone did not.
                transaction.set_manual(
                    msgspec.structs.replace(manual, authorised_by=authority.approved_by)
                )
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)
