"""Pay exactly what is due in cash and complete, in one unit of work."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import CompletedView
from terminal.application.standing import require_open_transaction, require_standing
from terminal.application.tendering.choosing import choose_first
from terminal.application.tendering.completion import complete_open_transaction
from terminal.application.tendering.drawer_room import require_room_for
from terminal.application.tendering.methods import require_taken
from terminal.application.tendering.refunding import give_back_cash
from terminal.domain.access.permissions import SELL
from terminal.domain.tender.tender_line_item import CASH


class PayCashExact(msgspec.Struct, frozen=True, kw_only=True):
    """Exact cash, or a refund in cash, and done."""

    source_reference: str | None = None


class PayCashExactHandler(Handler[PayCashExact, CompletedView]):
    """Tenders what is due, if anything, and completes in the same unit."""

    @override
    def _handle(self, command: PayCashExact) -> CompletedView:
        with self._ledger.final() as uow:
            standing = require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            if transaction.due_minor != 0:
                require_taken(uow, transaction, CASH)
            choose_first(uow, self._services, transaction, CASH)
            if transaction.due_minor != 0:
                if transaction.due_minor > 0:
                    transaction.tender_cash(None)
                else:
                    give_back_cash(uow, transaction)
                require_room_for(uow, standing, transaction)
            completed = complete_open_transaction(
                uow,
                transaction,
                standing,
                command.source_reference,
                self._clock.wall_ms(),
            )
            uow.commit()
        return completed
