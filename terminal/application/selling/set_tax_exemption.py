"""Sell without tax to who need not pay it."""

from typing import Final

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
from terminal.application.standing import require_no_tender, require_reason
from terminal.domain.access.permissions import SELL, TAX_EXEMPT
from terminal.domain.errors import ReasonRequiredError
from terminal.domain.plain_text import is_plain
from terminal.domain.tax.tax_exemption import TaxExemption

CERTIFICATE_LENGTH_MAX: Final = 64


class SetTaxExemption(msgspec.Struct, frozen=True, kw_only=True):
    """The customer showed why no tax is due.

    Attributes:
        reason: Code or text of the shop.
        certificate: Number of the paper that proves it; may be empty.
        approval: Who approves what the operator may not do alone.
    """

    reason: str
    certificate: str = ""
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
                reason=require_reason(command.reason),
                certificate=_certificate(command.certificate),
            )
            transaction = require_or_open_transaction(
                uow, self._services, authority.standing
            )
            require_no_tender(transaction)
            transaction.set_exemption(exemption)
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)


def _certificate(text: str) -> str:
    number = " ".join(text.split())
    if len(number) > CERTIFICATE_LENGTH_MAX or not is_plain(number):
        raise ReasonRequiredError(
            f"a certificate has at most {CERTIFICATE_LENGTH_MAX} plain characters;"
            " key it again",
            limit=CERTIFICATE_LENGTH_MAX,
        )
    return number
