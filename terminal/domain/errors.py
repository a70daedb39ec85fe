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


class UnknownItemError(DomainError):
    """No item has this code, or it may not be sold."""

    code = "unknown_item"


class PriceRequiredError(DomainError):
    """An open-price item was rung up without a price."""

    code = "price_required"


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


class UnknownTenderError(DomainError):
    """The transaction has no such tender."""

    code = "unknown_tender"


class ReceiptNotFoundError(DomainError):
    """No finished transaction of this till has this receipt number."""

    code = "receipt_not_found"


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

    ``details["permission"]`` names it.
    """

    code = "permission_refused"


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


class AmountAboveLimitError(DomainError):
    """The amount is above what the operator's role may move at once."""

    code = "amount_above_limit"


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
