"""Ask by which tenders the money of the open transaction goes back."""

import msgspec
from typing_extensions import override

from terminal.application.handler import Handler
from terminal.application.standing import require_open_transaction, require_session
from terminal.application.tendering.refunding import proposed_refund
from terminal.domain.access.permissions import SELL


class ProposeRefund(msgspec.Struct, frozen=True, kw_only=True):
    """The customer waits for their money."""


class RefundProposal(msgspec.Struct, frozen=True, kw_only=True):
    """One tender of the proposal.

    Attributes:
        amount_minor: What goes back by it, above zero, before the rounding of cash.
    """

    method: str
    amount_minor: int


class ProposeRefundHandler(Handler[ProposeRefund, tuple[RefundProposal, ...]]):
    """Names the tenders in the order to give them; empty when nothing goes back.

    Cash comes last, because it closes what is due.
    """

    @override
    def _handle(self, command: ProposeRefund) -> tuple[RefundProposal, ...]:
        with self._ledger.draft() as uow:
            require_session(uow.till.state(), SELL)
            parts = proposed_refund(uow, require_open_transaction(uow))
            uow.commit()
        return tuple(
            RefundProposal(method=part.method, amount_minor=part.amount_minor)
            for part in parts
        )
