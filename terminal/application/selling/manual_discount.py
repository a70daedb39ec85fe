"""What discounting a line and discounting the transaction have in common."""

from collections.abc import Iterable

import msgspec

from terminal.application.approval import Approval, Authority
from terminal.application.standing import require_reason
from terminal.domain.access.permissions import DISCOUNT_GIVE
from terminal.domain.errors import InvalidDiscountError
from terminal.domain.money import AMOUNT_MINOR_MAX, RATE_PPM_ONE, share_of
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_modifier import ModifierKind
from terminal.domain.transaction.line_item import LineKind, SaleReturnLineItem


class ManualDiscount(msgspec.Struct, frozen=True, kw_only=True):
    """Base of the commands that take something off by hand.

    Exactly one of ``rate_ppm`` and ``amount_minor`` is given.

    Attributes:
        rate_ppm: Millionths of what promotions left: 100,000 is 10 %.
        amount_minor: Minor units off the whole line or transaction.
        reason: Why: a code of the shop or a text; on the receipt and in the ledger.
        approval: Who approves what the operator may not give alone.
    """

    reason: str
    rate_ppm: int | None = None
    amount_minor: int | None = None
    approval: Approval | None = None


def require_discount(
    authority: Authority, command: ManualDiscount, base_minor: int
) -> ManualModifier:
    """Return the discount if operator or approver may give so much.

    Args:
        authority: Who gives it.
        command: What was asked for.
        base_minor: What it is taken of, in minor units.

    Raises:
        InvalidDiscountError: it is no discount, or more than there is.
        PermissionRefusedError: neither may give any.
        AboveLimitError: neither may give so much.
    """
    reason = require_reason(command.reason)
    rate, amount = command.rate_ppm, command.amount_minor
    if rate is not None and amount is None and 0 < rate <= RATE_PPM_ONE:
        off_minor = share_of(base_minor, rate, RATE_PPM_ONE)
        off_ppm = rate
    elif amount is not None and rate is None and 0 < amount <= AMOUNT_MINOR_MAX:
        if amount > base_minor:
            raise InvalidDiscountError(
                "the discount is more than what it is taken of; key a smaller one",
                amount_minor=amount,
                base_minor=base_minor,
            )
        off_minor = amount
        # Rounded up, so that a limit is a limit.
        off_ppm = -(-amount * RATE_PPM_ONE // base_minor)
    else:
        raise InvalidDiscountError(
            "give either a percentage above 0 and up to 100, or an amount above 0"
        )
    authority.require_within(DISCOUNT_GIVE, "discount_ppm_max", off_ppm)
    authority.require_within(DISCOUNT_GIVE, "discount_minor_max", off_minor)
    return ManualModifier(
        reason_code=reason,
        label=reason,
        rate_ppm=rate or 0,
        amount_minor=amount or 0,
        authorised_by=authority.approved_by,
    )


def require_combined_discount(
    authority: Authority, lines: Iterable[SaleReturnLineItem]
) -> None:
    """Hold what all manual discounts of a line come to against the limit.

    A discount of the line and one of the whole may stand together; neither makes
    room for more than the role may give.

    Args:
        authority: Who gave the last one.
        lines: Lines as they were priced with it.

    Raises:
        AboveLimitError: together they are more than operator and approver may give.
    """
    for line in lines:
        manual = [one for one in line.modifiers if one.kind is ModifierKind.MANUAL]
        if len(manual) < 2:  # noqa: PLR2004 - one alone was checked when it was asked
            continue
        # Each was rounded once: at most one unit of each is not anybody's wish.
        off_minor = -sum(one.amount_minor for one in manual) - len(manual)
        if off_minor > 0:
            authority.require_within(
                DISCOUNT_GIVE,
                "discount_ppm_max",
                -(-off_minor * RATE_PPM_ONE // before_manual_minor(line)),
            )


def before_manual_minor(line: SaleReturnLineItem) -> int:
    """Return what a line came to before manual modifiers, in minor units."""
    return line.amount_minor - sum(
        modifier.amount_minor
        for modifier in line.modifiers
        if modifier.kind is ModifierKind.MANUAL
    )


def discountable(lines: Iterable[SaleReturnLineItem]) -> list[SaleReturnLineItem]:
    """Return the lines that a discount of the transaction is taken of."""
    return [
        line
        for line in lines
        if line.kind is LineKind.SALE and line.is_discountable and not line.is_voided
    ]
