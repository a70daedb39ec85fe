"""Take a coupon that the customer shows."""

from typing import Final

import msgspec
from typing_extensions import override

from terminal.application.approval import require_authority
from terminal.application.handler import Handler
from terminal.application.selling.keeping import keep
from terminal.application.selling.opening import require_or_open_transaction
from terminal.application.selling.repricing import price_open
from terminal.application.selling.sale_view import SaleView
from terminal.application.selling.views import sale_view
from terminal.application.standing import require_no_tender
from terminal.domain.access.permissions import SELL
from terminal.domain.errors import (
    CouponRefusedError,
    TooManyCouponsError,
    UnknownCouponError,
)
from terminal.domain.plain_text import is_plain
from terminal.domain.transaction.retail_transaction import RetailTransaction

COUPONS_MAX: Final = 50
CODE_LENGTH_MAX: Final = 80

# Causes that neither more goods nor a member's card can take away.
_FINAL_REASONS: Final = {
    "not_started": "is not valid yet",
    "expired": "is no longer valid",
    "used": "is used up",
}


class EnterCoupon(msgspec.Struct, frozen=True, kw_only=True):
    """The customer showed a coupon.

    Attributes:
        code: As read or keyed.
    """

    code: str


class EnterCouponHandler(Handler[EnterCoupon, SaleView]):
    """Adds the coupon and prices again, or refuses one that can give nothing.

    A coupon whose conditions are not met yet is taken: the goods may still come.
    The same code twice is two coupons; how often it counts is its promotion's rule.
    """

    @override
    def _handle(self, command: EnterCoupon) -> SaleView:
        code = _checked(command.code)
        with self._ledger.draft() as uow:
            authority = require_authority(uow, None, SELL)
            if not uow.catalog.promotions().find_by_code(code):
                raise _unknown(code)
            transaction = require_or_open_transaction(
                uow, self._services, authority.standing
            )
            require_no_tender(transaction)
            entered = transaction.terms.coupons
            if len(entered) >= COUPONS_MAX:
                raise TooManyCouponsError(
                    f"a transaction takes at most {COUPONS_MAX} coupons; remove some",
                    limit=COUPONS_MAX,
                )
            transaction.set_coupons((*entered, code))
            price_open(uow, self._services, transaction)
            _require_useful(transaction, code)
            keep(uow, self._services, authority, transaction, command)
        return sale_view(transaction)


def _checked(text: str) -> str:
    code = text.strip()
    if not code or len(code) > CODE_LENGTH_MAX or not is_plain(code):
        raise _unknown(code[:CODE_LENGTH_MAX])
    return code


def _unknown(code: str) -> UnknownCouponError:
    return UnknownCouponError("no promotion takes this coupon; give it back", code=code)


def _require_useful(transaction: RetailTransaction, code: str) -> None:
    for refused in transaction.terms.outcome.refused_coupons:
        if refused.code != code:
            continue
        why = _FINAL_REASONS.get(refused.reason)
        if why is not None:
            raise CouponRefusedError(
                f"the coupon {why}; give it back", code=code, reason=refused.reason
            )
