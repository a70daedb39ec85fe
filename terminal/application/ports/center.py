"""What the till may ask the center while somebody waits at the counter."""

from typing import Final, NoReturn, Protocol

from sync.protocol.completeness import CompletenessReceipt
from sync.protocol.returns import ClaimReply, FoundReceipt, ReturnClaim
from terminal.domain.errors import CenterSilentError, ReceiptNotFoundError
from terminal.domain.receipt_code import ReceiptCode, receipt_number

ANSWER_WAIT_S: Final = 2.0
"""Longest wait for one answer; the use-case thread does nothing else meanwhile."""


class Center(Protocol):
    """Answers within :data:`ANSWER_WAIT_S` or not at all; the use-case thread asks."""

    def find_receipt(self, code: ReceiptCode) -> FoundReceipt:
        """Return the transaction of a receipt that another till printed.

        Raises:
            ReceiptNotFoundError: the center knows of none.
            CenterSilentError: nobody answered.
        """

    def claim(self, claim: ReturnClaim) -> ClaimReply:
        """Hold goods that are about to come back.

        Raises:
            ReceiptNotFoundError: the center does not know the sale.
            CenterSilentError: nobody answered; the claim may have arrived.
        """

    def prove(self, head_hash: str) -> CompletenessReceipt:
        """Return the center's signed word that it holds all of a settled period.

        Args:
            head_hash: Hash of the settlement, hex.

        Raises:
            CenterSilentError: there is none yet; the settlement stands all the same.
        """


def silent(detail: str) -> CenterSilentError:
    """Return the refusal for want of an answer, with the way to go on."""
    return CenterSilentError(
        "the center did not answer, so the receipt cannot be looked up; take the goods"
        " back without receipt, with a supervisor, and key the receipt's number there",
        detail=detail[:200],
    )


def unproved(detail: str) -> CenterSilentError:
    """Return that the center has not confirmed a settlement."""
    return CenterSilentError(
        "the center has not confirmed that it holds all of this settlement's events;"
        " it stands all the same, print it again later",
        detail=detail[:200],
    )


class NoCenter:
    """The center of a till that stands alone: it never answers, and at once."""

    def find_receipt(self, code: ReceiptCode) -> NoReturn:
        """See `Center`."""
        name = receipt_number(code.series, code.number)
        raise ReceiptNotFoundError(
            f"this till did not print that receipt {name} and has no center to ask;"
            " take the goods back without receipt, with a supervisor",
            receipt=name,
        )

    def claim(self, claim: ReturnClaim) -> NoReturn:
        """See `Center`."""
        raise silent(f"the till stands alone; {claim.event_id} is of another till")

    def prove(self, head_hash: str) -> NoReturn:
        """See `Center`."""
        raise unproved(f"the till stands alone; nobody confirms {head_hash[:8]}")


NO_CENTER: Final = NoCenter()
