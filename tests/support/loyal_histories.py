"""Random histories of a till with points and coupons, played through its use cases."""

from __future__ import annotations

from contextlib import suppress
from typing import Final, NamedTuple

from hypothesis import strategies as st

from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.sale_view import CompletedView
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.propose_refund import ProposeRefund
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import CouponRefusedError, DomainError
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.line_item import LineKind
from tests.fakes.loyal_till import GIFT_CARD, LAMP, bring_back, enter, identify
from tests.fakes.reference_data import APPLES, PEN
from tests.fakes.till import MemoryTill, add

CODES: Final = (LAMP.scan_code, PEN.scan_code, APPLES.scan_code, GIFT_CARD.scan_code)


class Buy(NamedTuple):
    """Goods by index and quantity; points pay up to an amount."""

    goods: tuple[tuple[int, int], ...]
    has_member: bool
    has_coupon: bool
    points_minor: int
    is_cancelled: bool


class BringBack(NamedTuple):
    """A part of some line of some sale; exchanged for a lamp or refunded."""

    sale: int
    line: int
    quantity: int
    is_exchange: bool


class Undo(NamedTuple):
    """Some transaction is voided."""

    sale: int


Step = Buy | BringBack | Undo

_index: Final = st.integers(min_value=0, max_value=9)

STEPS: Final[st.SearchStrategy[list[Step]]] = st.lists(
    st.one_of(
        st.builds(
            Buy,
            goods=st.lists(
                st.tuples(
                    st.integers(min_value=0, max_value=len(CODES) - 1),
                    st.integers(min_value=1, max_value=3),
                ),
                min_size=1,
                max_size=3,
            ).map(tuple),
            has_member=st.booleans(),
            has_coupon=st.booleans(),
            points_minor=st.sampled_from((0, 0, 7, 50, 2_000)),
            is_cancelled=st.sampled_from((False, False, False, True)),
        ),
        st.builds(
            BringBack,
            sale=_index,
            line=_index,
            quantity=st.integers(min_value=1, max_value=3),
            is_exchange=st.booleans(),
        ),
        st.builds(Undo, sale=_index),
    ),
    min_size=2,
    max_size=12,
)


class Shopping:
    """Plays steps; what a rule refuses is skipped."""

    def __init__(self, till: MemoryTill) -> None:
        self.till = till
        self.done: list[CompletedView] = []

    def play(self, step: Step) -> None:
        """Play one step."""
        if isinstance(step, Buy):
            self._buy(step)
        elif isinstance(step, BringBack):
            self._bring_back(step)
        else:
            self._void(step)

    def bring_all_back(self) -> None:
        """Return all that is left of every sale, refunded as it was paid."""
        # Exchanges first brought goods of sales back, so the order does not matter.
        for sold in list(self.done):
            lines = [
                line for line in self.finished(sold).lines if self._left(sold, line)
            ]
            for line in lines:
                left = self._left(sold, line)
                bring_back(self.till, sold, left, line.sequence)
            if lines:
                self._settle()

    def finished(self, sold: CompletedView) -> FinishedTransaction:
        """Return the transaction as it stands now."""
        return self.till.ledger.state.finished[sold.transaction_id]

    def _left(self, sold: CompletedView, line: object) -> int:
        finished = self.finished(sold)
        for one in finished.lines:
            if one is line and one.kind is LineKind.SALE:
                is_voided = finished.voided_by is not None
                return 0 if is_voided else one.left_micro // 1_000_000
        return 0

    def _buy(self, step: Buy) -> None:
        for index, quantity in step.goods:
            add(self.till, CODES[index], quantity)
        if step.has_member:
            identify(self.till)
        if step.has_coupon:
            self._try_coupon()
        if step.is_cancelled:
            self.till.use_cases.cancel_transaction(CancelTransaction(reason="left"))
            return
        if step.points_minor:
            self._try_points(step.points_minor)
        self._settle()

    def _try_coupon(self) -> None:
        with suppress(CouponRefusedError):
            enter(self.till)

    def _try_points(self, amount_minor: int) -> None:
        with suppress(DomainError):
            self.till.use_cases.take_tender(
                TakeTender(method="points", amount_minor=amount_minor)
            )

    def _bring_back(self, step: BringBack) -> None:
        if not self.done:
            return
        sold = self.done[step.sale % len(self.done)]
        lines = self.finished(sold).lines
        line = lines[step.line % len(lines)]
        quantity = min(step.quantity, self._left(sold, line))
        if not quantity:
            return
        bring_back(self.till, sold, quantity, line.sequence)
        if step.is_exchange:
            add(self.till, LAMP.scan_code)
            identify(self.till)
        self._settle()

    def _void(self, step: Undo) -> None:
        if not self.done:
            return
        sold = self.done[step.sale % len(self.done)]
        with suppress(DomainError):
            self.till.use_cases.void_transaction(
                VoidTransaction(series=sold.series, number=sold.number, reason="wrong")
            )

    def _settle(self) -> None:
        """Pay the rest in cash, or give back as the shop proposes."""
        use_cases = self.till.use_cases
        for part in use_cases.propose_refund(ProposeRefund()):
            if part.method != "cash":
                use_cases.take_tender(
                    TakeTender(method=part.method, amount_minor=-part.amount_minor)
                )
        with self.till.ledger.draft() as uow:
            transaction = uow.baskets.open_basket()
            assert transaction is not None
            due = transaction.due_minor
            uow.commit()
        if due:
            use_cases.tender_cash(TenderCash())
        self.done.append(use_cases.complete_sale(CompleteSale()))
