"""Void a line of the open transaction."""

import msgspec
from typing_extensions import override

from sync.protocol.events.line_voided_v1 import LineVoided
from terminal.application.handler import Handler
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import (
    Standing,
    require_open_transaction,
    require_standing,
)
from terminal.domain.access.permissions import LINE_VOID
from terminal.domain.transaction.line_item import SaleReturnLineItem
from terminal.domain.transaction.retail_transaction import RetailTransaction


class VoidLine(msgspec.Struct, frozen=True, kw_only=True):
    """The operator voided a line; it stays visible and counts in nothing."""

    line_sequence: int


class VoidLineHandler(Handler[VoidLine, LineChange]):
    """Voids the line and records it: a voided line is a fact, not a correction.

    Deposits and the like that follow the line are voided and recorded with it.
    """

    @override
    def _handle(self, command: VoidLine) -> LineChange:
        with self._ledger.final() as uow:
            standing = require_standing(uow, LINE_VOID)
            transaction = require_open_transaction(uow)
            now_ms = self._clock.wall_ms()
            linked = transaction.linked_lines(command.line_sequence)
            line = transaction.void_line(command.line_sequence, now_ms)
            price_open(uow, self._services, transaction)
            uow.baskets.save(transaction)
            for voided in (line, *map(transaction.line, linked)):
                uow.events.append(
                    _event_body(transaction, voided, standing, now_ms),
                    business_day=standing.business_day,
                )
            uow.commit()
        return line_change(transaction, line)


def _event_body(
    transaction: RetailTransaction,
    line: SaleReturnLineItem,
    standing: Standing,
    at_ms: int,
) -> LineVoided:
    return LineVoided(
        transaction_id=transaction.transaction_id,
        operator_id=standing.session.operator_id,
        session_id=standing.session.session_id,
        sequence=line.sequence,
        kind=line.kind.value,
        item_id=line.item_id,
        scan_code=line.scan_code,
        description=line.description,
        quantity_micro=line.quantity_micro,
        unit_price_micro=line.unit_price_micro,
        amount_minor=line.amount_minor,
        currency=transaction.header.currency.code,
        at_ms=at_ms,
    )
