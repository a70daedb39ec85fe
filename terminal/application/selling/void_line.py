"""Void a line of the open transaction."""

import msgspec
from typing_extensions import override

from sync.protocol.events.line_voided_v1 import LineVoided
from terminal.application.handler import Handler
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import LineChange
from terminal.application.selling.views import line_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.domain.access.permissions import LINE_VOID


class VoidLine(msgspec.Struct, frozen=True, kw_only=True):
    """The operator voided a line; it stays visible and counts in nothing."""

    line_sequence: int


class VoidLineHandler(Handler[VoidLine, LineChange]):
    """Voids the line and records it: a voided line is a fact, not a correction.

    The lines that are linked to it, such as deposits, go with it.
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
                    LineVoided(
                        transaction_id=transaction.transaction_id,
                        operator_id=standing.session.operator_id,
                        session_id=standing.session.session_id,
                        sequence=voided.sequence,
                        kind=voided.kind.value,
                        item_id=voided.item_id,
                        scan_code=voided.scan_code,
                        description=voided.description,
                        quantity_micro=voided.quantity_micro,
                        unit_price_micro=voided.unit_price_micro,
                        amount_minor=voided.amount_minor,
                        currency=transaction.header.currency.code,
                        at_ms=now_ms,
                    ),
                    business_day=standing.business_day,
                )
            uow.commit()
        return line_change(transaction, line)
