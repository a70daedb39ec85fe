"""The tenders of an open transaction and what they sum to.

What is due is the transaction's business: it tells it to every method that takes a
tender.  Each method either does all of its work or raises and changes nothing.
"""

from typing import Final

from terminal.domain.errors import (
    InvalidAmountError,
    NothingDueError,
    TenderDependentError,
    TransactionTooLargeError,
    UnknownTenderError,
)
from terminal.domain.money import TOTAL_MINOR_MAX
from terminal.domain.tender.cash_rounding import CashRounding
from terminal.domain.tender.exchange_rate import ExchangeRate, take_foreign_cash
from terminal.domain.tender.tender_line_item import CASH, TenderLineItem
from terminal.domain.transaction.terms import TransactionTerms

TENDERS_MAX: Final = 50


class TenderList:
    """Tenders in the order given.

    Attributes:
        items: The tenders; only this class changes them.
        amount_minor: Their net signed sum.
        change_minor: Change of all of them, not negative.
        rounding_minor: What the rounding of cash added to the total.
    """

    __slots__ = (
        "_are_changed",
        "_rounding",
        "amount_minor",
        "change_minor",
        "items",
        "rounding_minor",
    )

    def __init__(self, rounding: CashRounding | None) -> None:
        self.items: list[TenderLineItem] = []
        self.amount_minor = 0
        self.change_minor = 0
        self.rounding_minor = 0
        self._rounding = rounding
        self._are_changed = False

    def restore(self, tender: TenderLineItem) -> None:
        """Append a tender that is stored already."""
        self.items.append(tender)
        self._count(tender, +1)

    def cash_rounded(self, due_minor: int) -> int:
        """Return what cash that closes the balance comes to."""
        rounding = self._rounding
        return due_minor if rounding is None else rounding.rounded(due_minor)

    def take_cash(
        self,
        due_minor: int,
        terms: TransactionTerms,
        given_minor: int | None,
        *,
        refund_max_minor: int | None = None,
        is_refund_exact: bool = False,
    ) -> TenderLineItem:
        """Take cash, or give it back when *due_minor* is negative.

        Args:
            due_minor: What is still to be given, not rounded.
            terms: Say whether the prices hold only for one tender.
            given_minor: What lies on the counter; None for exactly what is due.
            refund_max_minor: Cash that may go back at most, whatever the rounding.
            is_refund_exact: All of that goes back.

        Raises:
            NothingDueError: nothing is due.
            InvalidAmountError: not above zero, out of bounds, or a refund was
                given an amount.
            DomainError: the tender is refused.
        """
        self._require_tenderable(due_minor)
        if due_minor < 0 and given_minor is not None:
            raise InvalidAmountError(
                "a refund pays back exactly what is due; leave the amount empty",
                due_minor=due_minor,
            )
        closing = self.cash_rounded(due_minor)
        if due_minor < 0 and refund_max_minor is not None:
            closing = (
                -refund_max_minor
                if is_refund_exact
                else max(closing, -refund_max_minor)
            )
        given = closing if given_minor is None else given_minor
        if given_minor is not None:
            _require_given(given_minor)
        is_closing = given_minor is None or given >= closing
        change = given - closing if is_closing else 0
        return self._add(
            TenderLineItem(
                sequence=self._next_sequence(),
                method=CASH,
                amount_minor=given - change,
                given_minor=given,
                change_minor=change,
                rounding_minor=closing - due_minor if is_closing else 0,
            ),
            terms,
        )

    def take_foreign_cash(
        self,
        due_minor: int,
        terms: TransactionTerms,
        rate: ExchangeRate,
        foreign_minor: int,
    ) -> TenderLineItem:
        """Take cash of another currency; change is given in the store's.

        Args:
            due_minor: What is still to be given, not rounded.
            terms: Say whether the prices hold only for one tender.
            rate: Rate of the day.
            foreign_minor: What lies on the counter, in its own minor units.

        Raises:
            NothingDueError: nothing is due.
            DomainError: money goes back, or the amount or tender is refused.
        """
        self._require_tenderable(due_minor)
        closing = self.cash_rounded(due_minor)
        taken = take_foreign_cash(rate, rate.currency, foreign_minor, closing)
        is_closing = taken.amount_minor == closing
        return self._add(
            TenderLineItem(
                sequence=self._next_sequence(),
                method=CASH,
                amount_minor=taken.amount_minor,
                given_minor=taken.given_minor,
                change_minor=taken.change_minor,
                rounding_minor=closing - due_minor if is_closing else 0,
                currency=rate.currency.code,
                foreign_minor=foreign_minor,
                foreign_exponent=rate.currency.exponent,
                rate_micro=rate.rate_micro,
                rate_units=rate.per_units,
            ),
            terms,
        )

    def take(
        self,
        due_minor: int,
        terms: TransactionTerms,
        method: str,
        amount_minor: int | None,
    ) -> TenderLineItem:
        """Take a tender that gives no change, or give it back.

        Args:
            due_minor: What is still to be given.
            terms: Say whether the prices hold only for one tender.
            method: Any but cash.
            amount_minor: At most what is due, with its sign; None for all of it.

        Raises:
            NothingDueError: nothing is due.
            InvalidAmountError: more than is due, or of the wrong sign.
            DomainError: the tender is refused.
        """
        self._require_tenderable(due_minor)
        amount = due_minor if amount_minor is None else amount_minor
        if not (0 < amount <= due_minor or due_minor <= amount < 0):
            raise InvalidAmountError(
                "this tender takes at most what is due; key a smaller amount",
                due_minor=due_minor,
            )
        return self._add(
            TenderLineItem(
                sequence=self._next_sequence(),
                method=method,
                amount_minor=amount,
                given_minor=amount,
                change_minor=0,
            ),
            terms,
        )

    def remove(self, sequence: int) -> TenderLineItem:
        """Take a tender out again, with its rounding.

        Raises:
            UnknownTenderError: there is no such tender.
        """
        for index, tender in enumerate(self.items):
            if tender.sequence == sequence:
                del self.items[index]
                self._count(tender, -1)
                self._are_changed = True
                return tender
        raise UnknownTenderError(
            f"the transaction has no tender {sequence}; choose one of the list",
            tender_sequence=sequence,
        )

    def take_changes(self) -> tuple[TenderLineItem, ...] | None:
        """Return all tenders when any changed since the last call, else None."""
        if not self._are_changed:
            return None
        self._are_changed = False
        return tuple(self.items)

    def _next_sequence(self) -> int:
        return self.items[-1].sequence + 1 if self.items else 1

    def _require_tenderable(self, due_minor: int) -> None:
        """Refuse a tender that nothing is due for, or one too many.

        Raises:
            NothingDueError: nothing is due.
            TransactionTooLargeError: there are too many tenders.
        """
        if due_minor == 0:
            raise NothingDueError("nothing is due; complete the transaction")
        if len(self.items) >= TENDERS_MAX:
            raise TransactionTooLargeError(
                f"a transaction takes at most {TENDERS_MAX} tenders; remove some",
                limit=TENDERS_MAX,
            )

    def _add(self, tender: TenderLineItem, terms: TransactionTerms) -> TenderLineItem:
        chosen = terms.tender
        if terms.outcome.is_tender_dependent and tender.method != chosen:
            raise TenderDependentError(
                f"the prices hold only when all is paid by {chosen}; remove the tender"
                " and choose another",
                method=chosen or "",
            )
        self.items.append(tender)
        self._count(tender, +1)
        self._are_changed = True
        return tender

    def _count(self, tender: TenderLineItem, sign: int) -> None:
        self.amount_minor += sign * tender.amount_minor
        self.change_minor += sign * tender.change_minor
        self.rounding_minor += sign * tender.rounding_minor


def _require_given(given_minor: int) -> None:
    if not 0 < given_minor <= TOTAL_MINOR_MAX:
        raise InvalidAmountError(
            "the amount must be above zero; key what was given",
            given_minor=given_minor,
        )
