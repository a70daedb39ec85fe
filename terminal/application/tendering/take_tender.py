"""Take a tender other than cash, or give it back."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.selling.sale_view import TenderChange
from terminal.application.selling.views import tender_change
from terminal.application.standing import require_open_transaction, require_standing
from terminal.application.tendering.choosing import choose_first
from terminal.application.tendering.methods import require_method, require_taken
from terminal.application.tendering.refunding import require_refund
from terminal.domain.access.permissions import SELL
from terminal.domain.errors import UnknownTenderError
from terminal.domain.member.points_rule import POINTS
from terminal.domain.tender.tender_line_item import CASH


class TakeTender(msgspec.Struct, frozen=True, kw_only=True):
    """A tender that gives no change was taken, e.g. on a terminal of its own.

    Attributes:
        method: ``card_manual``, ``voucher``, …; not ``cash``.
        amount_minor: At most what is due, with its sign; None for all of it, by
            points for as much as the member has.
    """

    method: str
    amount_minor: int | None = None


class TakeTenderHandler(Handler[TakeTender, TenderChange]):
    """Adds the tender to the open transaction and stores it."""

    @override
    def _handle(self, command: TakeTender) -> TenderChange:
        require_method(command.method)
        if command.method == CASH:
            raise UnknownTenderError("take cash as cash; it gives change", method=CASH)
        with self._ledger.draft() as uow:
            require_standing(uow, SELL)
            transaction = require_open_transaction(uow)
            require_taken(uow, transaction, command.method)
            choose_first(uow, self._services, transaction, command.method)
            amount_minor = command.amount_minor
            if transaction.due_minor < 0:
                amount_minor = require_refund(
                    uow, transaction, command.method, amount_minor
                )
            if command.method == POINTS and uow.store.pricing.points is not None:
                # Not with the module: few pay by points.
                from terminal.application.tendering.points_tender import points_amount

                amount_minor = points_amount(uow, transaction, amount_minor)
            transaction.tender(command.method, amount_minor)
            uow.baskets.save(transaction)
            uow.commit()
        return tender_change(transaction)
