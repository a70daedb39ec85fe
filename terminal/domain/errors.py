"""What the rules of the shop refuse.

Every refusal has a stable ``code``, which screens translate and scripts test,
and a plain English message that says what to do next. Nothing is stored of a
refused command unless the use case says so.
"""

from typing import ClassVar


class DomainError(Exception):
    """A rule says no; nobody is at fault and nothing was changed.

    Attributes:
        code: Stable name of the refusal.
        exit_code: What a command of the command line exits with.
        details: Values for a translated message, e.g. ``scan_code``.
    """

    code: ClassVar[str] = "refused"
    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, **details: str | int) -> None:
        super().__init__(message)
        self.details = details


class CurrencyMismatchError(DomainError):
    """Amounts of two currencies were about to be mixed."""

    code = "currency_mismatch"


class InvalidAmountError(DomainError):
    """An amount of money has the wrong sign or is out of bounds."""

    code = "invalid_amount"


class InvalidPriceError(DomainError):
    """A unit price is negative or out of bounds."""

    code = "invalid_price"


class InvalidQuantityError(DomainError):
    """A quantity is zero, negative, out of bounds or not what the item allows."""

    code = "invalid_quantity"


class InvalidScanCodeError(DomainError):
    """What was read or keyed is not a code at all."""

    code = "invalid_scan_code"


class InvalidScanRuleError(DomainError):
    """A pattern of the store's own codes cannot be read."""

    code = "invalid_scan_rule"


class UnknownItemError(DomainError):
    """No item has this code, or it may not be sold."""

    code = "unknown_item"


class PriceRequiredError(DomainError):
    """An open-price item was rung up without a price."""

    code = "price_required"


class ItemBlockedError(DomainError):
    """The item may not be sold."""

    code = "item_blocked"


class GoodsRefusedError(DomainError):
    """Goods were stopped at the scan for a reason that is a fact in the ledger."""

    code = "goods_refused"


class ItemRecalledError(GoodsRefusedError):
    """The goods are of a lot that was recalled; set them aside."""

    code = "item_recalled"


class ItemExpiredError(GoodsRefusedError):
    """The date on the goods is over; set them aside."""

    code = "item_expired"


class OutsideSaleHoursError(DomainError):
    """The item may not be sold at this hour."""

    code = "outside_sale_hours"


class AgeCheckRequiredError(DomainError):
    """The customer's age must be checked first.

    ``details["minimum_age"]`` is in years, ``details["born_until"]`` the latest
    date of birth (ISO) that is old enough.
    """

    code = "age_check_required"


class AgeRefusedError(GoodsRefusedError):
    """The customer is too young for the item."""

    code = "age_refused"


class InvalidDateError(DomainError):
    """A date is no calendar date, or cannot be what it is given for."""

    code = "invalid_date"


class SerialRequiredError(DomainError):
    """The item is sold by its serial number; give it and repeat."""

    code = "serial_required"


class SerialUsedError(DomainError):
    """The piece with this serial number is in the transaction already."""

    code = "serial_used"


class LotRequiredError(DomainError):
    """The lot must be known; give it and repeat."""

    code = "lot_required"


class WeightRequiredError(DomainError):
    """The item is sold by weight; weigh it and repeat."""

    code = "weight_required"


class QuantityLimitError(DomainError):
    """More than the item allows in one transaction."""

    code = "quantity_limit"


class PriceOutOfBoundsError(DomainError):
    """The price is outside the item's bounds."""

    code = "price_out_of_bounds"


class BelowCostError(DomainError):
    """The price is below what the goods cost, which the shop does not allow."""

    code = "below_cost"


class LinkedItemError(DomainError):
    """An item that is sold with another is not in the catalog."""

    code = "linked_item_missing"


class NotDiscountableError(DomainError):
    """The item takes no discount."""

    code = "not_discountable"


class InvalidDiscountError(DomainError):
    """A discount is neither one percentage nor one amount, or out of bounds."""

    code = "invalid_discount"


class UnknownMemberError(DomainError):
    """No member has this code, or the card is no longer valid."""

    code = "unknown_member"


class UnknownCouponError(DomainError):
    """No promotion takes this coupon."""

    code = "unknown_coupon"


class CouponRefusedError(DomainError):
    """The coupon can give nothing: too early, too late or used up.

    ``details["reason"]`` says which.
    """

    code = "coupon_refused"


class TooManyCouponsError(DomainError):
    """The transaction has as many coupons as it takes."""

    code = "too_many_coupons"


class CouponNotEnteredError(DomainError):
    """The coupon is not in the transaction."""

    code = "coupon_not_entered"


class ReasonRequiredError(DomainError):
    """The use case wants a reason and got none, or one that is too long."""

    code = "reason_required"


class NoOpenTransactionError(DomainError):
    """The use case needs an open transaction and there is none."""

    code = "no_open_transaction"


class TransactionOpenError(DomainError):
    """The use case needs the basket to be empty and it is not."""

    code = "transaction_open"


class TransactionTooLargeError(DomainError):
    """The transaction reached a limit of lines or of money."""

    code = "transaction_too_large"


class UnknownLineError(DomainError):
    """The transaction has no such line, or it is voided."""

    code = "unknown_line"


class LineFixedError(DomainError):
    """The line's quantity cannot be changed."""

    code = "line_fixed"


class NothingToCompleteError(DomainError):
    """Every line of the transaction is voided."""

    code = "nothing_to_complete"


class BalanceDueError(DomainError):
    """The transaction is not paid, or tender was not given back."""

    code = "balance_due"


class NothingDueError(DomainError):
    """Tender was offered but nothing is due."""

    code = "nothing_due"


class TenderStartedError(DomainError):
    """Lines cannot change while tender lies on the counter."""

    code = "tender_started"


class PriceRequestError(DomainError):
    """A request for prices cannot be read.

    ``details["field"]`` names what is wrong.
    """

    code = "price_request"


class TenderDependentError(DomainError):
    """The prices hold for another tender only.

    ``details["method"]`` names it.
    """

    code = "tender_dependent"


class UnknownTenderError(DomainError):
    """The transaction has no such tender."""

    code = "unknown_tender"


class TenderNotTakenError(DomainError):
    """The store does not take this tender.

    ``details["method"]`` names it.
    """

    code = "tender_not_taken"


class PointsRefusedError(DomainError):
    """Points cannot pay this, or cannot be given back.

    ``details`` has ``reason``: ``no_member``, ``no_burning``, ``balance``,
    ``too_few``, ``too_many`` or ``refund``.
    """

    code = "points_refused"


class CouponUsedError(DomainError):
    """Another transaction used the coupon, or a limited promotion, in the meantime."""

    code = "coupon_used"


class ProposalGoneError(DomainError):
    """What was to be added for free is not proposed, or not so much of it."""

    code = "proposal_gone"


class ReceiptNotFoundError(DomainError):
    """No finished transaction of this till has this receipt number."""

    code = "receipt_not_found"


class RefundTenderError(DomainError):
    """Money would go back by another tender than the policy names."""

    code = "refund_tender"


class CenterSilentError(DomainError):
    """The center did not answer in time what only it knows."""

    code = "center_silent"


class ReturnExceedsSoldError(DomainError):
    """More was to come back than is left of what was sold."""

    code = "return_exceeds_sold"


class NotReturnableError(DomainError):
    """The line or transaction cannot be returned or voided."""

    code = "not_returnable"


class InvalidSourceReferenceError(DomainError):
    """An outside id is empty, too long or not plain text."""

    code = "invalid_source_reference"


class SourceReferenceUsedError(DomainError):
    """A transaction with this source reference is already in the ledger."""

    code = "source_reference_used"


class SourceReferenceMismatchError(DomainError):
    """The transaction was opened with another source reference."""

    code = "source_reference_mismatch"


class SignOnRefusedError(DomainError):
    """Operator and PIN do not go together."""

    code = "sign_on_refused"


class BadgeRefusedError(DomainError):
    """The card names nobody who may sign on here; ``reason`` says why."""

    code = "badge_refused"


class SignOnDelayedError(DomainError):
    """Too many failures: the next attempt must wait.

    ``details["wait_ms"]`` says how long.
    """

    code = "sign_on_delayed"


class NotSignedOnError(DomainError):
    """No operator is signed on."""

    code = "not_signed_on"


class PermissionRefusedError(DomainError):
    """The operator lacks a permission; the refusal is in the ledger.

    ``details["permission"]`` names it; an approval by somebody who has it, given
    with the command, lets it pass.
    """

    code = "permission_refused"


class AboveLimitError(PermissionRefusedError):
    """The operator's role may not go so far; somebody with a higher limit may.

    ``details["limit"]`` is the limit that was exceeded.
    """

    code = "above_limit"


class ApprovalRefusedError(DomainError):
    """The approver and the PIN do not go together; the failure is in the ledger.

    ``details["wait_ms"]`` says how long the next attempt must wait.
    """

    code = "approval_refused"


class BusinessDayClosedError(DomainError):
    """No business day is open."""

    code = "business_day_closed"


class BusinessDayOpenError(DomainError):
    """A business day is already open."""

    code = "business_day_open"


class InvalidBusinessDayError(DomainError):
    """The date is no date, or lies before the last business day."""

    code = "invalid_business_day"


class TillPeriodClosedError(DomainError):
    """No till period is open."""

    code = "till_period_closed"


class TillPeriodOpenError(DomainError):
    """A till period is already open, or must be settled first."""

    code = "till_period_open"


class InvalidReferenceError(DomainError):
    """The number of a bag or voucher cannot be recorded or printed."""

    code = "invalid_reference"


class DrawerExceededError(DomainError):
    """More would leave the till than it is expected to hold; a person decides."""

    code = "drawer_exceeded"


class DrawerFullError(DomainError):
    """The drawer may not hold more cash."""

    code = "drawer_full"


class CountRequiredError(DomainError):
    """The till was not counted, and no reason was given why not."""

    code = "count_required"


class UnknownTenderControlError(DomainError):
    """No loan, pickup, paid in, paid out or safe drop has this number."""

    code = "unknown_tender_control"


class TenderControlVoidedError(DomainError):
    """It is voided already, is a void itself, or its till is settled."""

    code = "tender_control_voided"


class UnknownSettlementError(DomainError):
    """No settlement has this number."""

    code = "unknown_settlement"


class BusinessDayUnlikelyError(DomainError):
    """The day is far from what the clock says; a person must say so twice."""

    code = "business_day_unlikely"


class SuspendedTransactionsError(DomainError):
    """Suspended transactions need a decision first."""

    code = "suspended_transactions"


class UnknownTransactionError(DomainError):
    """There is no such suspended transaction."""

    code = "unknown_transaction"


class UnknownPrintJobError(DomainError):
    """There is no such print job."""

    code = "unknown_print_job"


class TrainingTillError(DomainError):
    """Something was asked of a training till that would take it for a real one."""

    code = "training_till"
