"""Sell without tax to who need not pay it."""

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
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender
from terminal.domain.access.permissions import SELL, TAX_EXEMPT
from terminal.domain.plain_text import made_plain
from terminal.domain.tax.exemption import TaxExemption, require_exemption


class SetTaxExemption(msgspec.Struct, frozen=True, kw_only=True):
    """The customer showed why no tax is due.

    Attributes:
        reason: Code or words of the law it rests on.
        certificate: Number of the paper that was shown.
        approval: Who approves what the operator may not do alone.
    """

    reason: str
    certificate: str
    approval: Approval | None = None


class SetTaxExemptionHandler(Handler[SetTaxExemption, SaleView]):
    """Takes the tax out of the open transaction, and of lines that come later."""

    @override
    def _handle(self, command: SetTaxExemption) -> SaleView:
        approver = identify_approver(self._services, command.approval)
        with open_unit(self._services, approver) as uow:
            authority = require_authority(uow, approver, SELL)
            authority.require(TAX_EXEMPT)
            exemption = TaxExemption(
                reason=_one_line(command.reason),
                certificate=_one_line(command.certificate),
                price=uow.store.pricing.exempt_price,
            )
            require_exemption(exemption)
            transaction = require_or_open_transaction(
                uow, self._services, authority.standing
            )
            require_no_tender(transaction)
            transaction.set_exemption(exemption)
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)


def _one_line(text: str) -> str:
    return made_plain(" ".join(text.split()))
