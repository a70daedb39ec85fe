"""Give a coupon back."""

import msgspec
from typing_extensions import override

from terminal.application.approval import require_authority
from terminal.application.handler import Handler
from terminal.application.selling.keeping import keep
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender, require_open_transaction
from terminal.domain.access.permissions import SELL
from terminal.domain.errors import CouponNotEnteredError


class RemoveCoupon(msgspec.Struct, frozen=True, kw_only=True):
    """The customer takes a coupon back.

    Attributes:
        code: As it was entered.
    """

    code: str


class RemoveCouponHandler(Handler[RemoveCoupon, SaleView]):
    """Forgets one entry of the coupon, the last, and prices again."""

    @override
    def _handle(self, command: RemoveCoupon) -> SaleView:
        with self._ledger.draft() as uow:
            authority = require_authority(uow, None, SELL)
            transaction = require_open_transaction(uow)
            require_no_tender(transaction)
            left = list(transaction.terms.coupons)
            if command.code not in left:
                raise CouponNotEnteredError(
                    "this coupon was not entered; choose one of the list",
                    code=command.code[:80],
                )
            del left[len(left) - 1 - left[::-1].index(command.code)]
            transaction.set_coupons(tuple(left))
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)
