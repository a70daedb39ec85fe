"""Take something off a line by hand."""

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
    require_combined_discount,
    require_discount,
)
from terminal.application.selling.price_guard import require_lines_not_below_cost
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_no_tender, require_open_transaction
from terminal.domain.access.permissions import SELL
from terminal.domain.errors import NotDiscountableError


class DiscountLine(ManualDiscount, frozen=True, kw_only=True):
    """The operator takes a percentage or an amount off a line."""

    line_sequence: int


class DiscountLineHandler(Handler[DiscountLine, LineChange]):
    """Checks limits and cost, and stores the discount; it replaces one before."""

    @override
    def _handle(self, command: DiscountLine) -> LineChange:
        sequence = command.line_sequence
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            line = transaction.line(sequence)
            if not line.is_discountable:
                raise NotDiscountableError(
                    f"{line.description} takes no discount", line_sequence=sequence
                )
            manual = require_discount(authority, command, before_manual_minor(line))
            transaction.set_line_manual(sequence, manual)
            price_open(uow, self._services, transaction)
            require_combined_discount(authority, [transaction.line(sequence)])
            require_lines_not_below_cost(uow, authority, transaction, [sequence])
            if authority.approved_by != manual.authorised_by:
                # Cost or sum needed somebody whom the discount alone did not.
                transaction.set_line_manual(
                    sequence,
                    msgspec.structs.replace(
                        manual, authorised_by=authority.approved_by
                    ),
                )
            keep(uow, self._services, authority, transaction, command)
        return line_change(transaction, transaction.line(sequence))
