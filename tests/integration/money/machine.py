"""Random cashiers: every command that touches money, in any order.

After each step what is shown, what is stored and what the events say is compared;
after each completed transaction also the look-up, the paper and the center.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from typing_extensions import override

from sync.central.effects import RetailTransactionRow, Unusable
from sync.protocol.events.access_refused_v1 import AccessRefused
from sync.protocol.events.item_refused_v1 import ItemRefused
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from terminal.application.handler import Services
from terminal.application.ports.store_settings import StoreSettings
from terminal.application.receipts.sale_receipt import sale_receipt
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.add_item import AddItem
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.change_quantity import ChangeQuantity
from terminal.application.selling.discount_line import DiscountLine
from terminal.application.selling.discount_transaction import DiscountTransaction
from terminal.application.selling.enter_coupon import EnterCoupon
from terminal.application.selling.forget_member import ForgetMember
from terminal.application.selling.get_open_sale import GetOpenSale
from terminal.application.selling.identify_member import IdentifyMember
from terminal.application.selling.list_suspended import ListSuspended
from terminal.application.selling.override_price import OverridePrice
from terminal.application.selling.remove_coupon import RemoveCoupon
from terminal.application.selling.remove_discount import RemoveDiscount
from terminal.application.selling.remove_tax_exemption import RemoveTaxExemption
from terminal.application.selling.repricing import pricing_moment
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.sale_view import CompletedView, SaleView
from terminal.application.selling.set_tax_exemption import SetTaxExemption
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.selling.views import sale_view
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.choose_tender import ChooseTender
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.propose_refund import ProposeRefund
from terminal.application.tendering.remove_tender import RemoveTender
from terminal.application.tendering.take_tender import TakeTender
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.tendering.tender_foreign_cash import TenderForeignCash
from terminal.application.till_control.close_business_day import CloseBusinessDay
from terminal.application.till_control.count_till import CountTill
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.record_tender_control import (
    RecordTenderControl,
)
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.take_x_report import TakeXReport
from terminal.domain.errors import DomainError
from terminal.domain.pricing.price_quote import OpenBasketPrices
from terminal.domain.pricing.pricer import reprice
from terminal.domain.promotion.promotion import Promotion
from terminal.domain.till.tender_control import TenderControlKind
from terminal.domain.transaction.finished_transaction import FinishedTransaction
from terminal.domain.transaction.line_item import OriginalLine
from terminal.domain.transaction.retail_transaction import RetailTransaction
from tests.fakes.pin_hasher import PlainPinHasher
from tests.fakes.till import LOAN_MINOR, open_till
from tests.integration.money.books import Books
from tests.integration.money.screen import Screen
from tests.integration.money.tills import (
    SeenEvent,
    WholeDiskTill,
    WholeMemoryTill,
    WholeTill,
)
from tests.support import whole_shop
from tests.support.read_paper import read_paper

AnswerT = TypeVar("AnswerT")

SEEN: Counter[str] = Counter()

_PAPER_COLUMNS: Final = (42, 48)


class Row(NamedTuple):
    """One thing that a shopper puts on the counter."""

    code: str
    pieces: int
    grams: int
    keyed_minor: int


rows = st.builds(
    Row,
    code=st.sampled_from(whole_shop.CODES),
    pieces=st.integers(1, 12),
    grams=st.integers(1, 3_500) | st.sampled_from([1_000, 2_000, 2_001]),
    keyed_minor=st.integers(0, 900),
)
baskets = st.lists(rows, min_size=1, max_size=6)
small = st.integers(1, 8)
places = st.integers(0, 30)
payments = st.sampled_from(
    [
        (),
        (("card_manual", None),),
        (("voucher", 200),),
        (("voucher", 300), ("card_manual", None)),
        (("card_manual", 500),),
        (("USD", 300),),
    ]
)
eighths = st.integers(1, 8)
cash = st.integers(0, 30_000)
rates = st.sampled_from([5_000, 33_333, 100_000, 500_000, 1_000_000])


class MoneyHistories(RuleBasedStateMachine):
    """One till of the whole shop, driven at random; its ledger is in memory."""

    till: WholeTill

    def __init__(self) -> None:
        super().__init__()
        self.store: StoreSettings
        self.promotions: tuple[Promotion, ...]
        self.books = Books()
        self.screen = Screen()
        self.finished: list[tuple[str, int]] = []
        self.event_count = 0

    def make_till(self) -> WholeTill:
        """Return the till that this history is about."""
        return WholeMemoryTill(self.store, self.promotions)

    @initialize(
        store=st.integers(0, len(whole_shop.STORES) - 1), has_all_offers=st.booleans()
    )
    def open(self, store: int, has_all_offers: bool) -> None:
        self.store = whole_shop.STORES[store]
        self.promotions = (
            whole_shop.PROMOTIONS if has_all_offers else whole_shop.OFFERS_OF_GOODS
        )
        self.till = self.make_till()
        open_till(self.till)
        self.take_events()

    @override
    def teardown(self) -> None:
        if hasattr(self, "till"):
            SEEN.update(self.books.seen)
            self.till.close()

    # What every command goes through.

    def attempt(self, action: Callable[[], AnswerT]) -> AnswerT | None:
        """Carry out a command; a refusal leaves nothing but its own record."""
        try:
            answer = action()
        except DomainError as refusal:
            SEEN[f"refused {refusal.code}"] += 1
            for event in self.take_events():
                assert isinstance(event.body, AccessRefused | ItemRefused)
            return None
        self.take_events()
        return answer

    def sell(self, action: Callable[[], object]) -> None:
        """Carry out a command of the sale screen and show its answer."""
        answer = self.attempt(action)
        if answer is not None:
            self.screen.show(answer)

    def take_events(self) -> list[SeenEvent]:
        """Enter new events into the books, and ask what the center makes of them."""
        events = self.till.events_after(self.event_count)
        self.event_count += len(events)
        for event in events:
            self.books.take(event.event_id, event.body)
            _assert_center_agrees(event)
        return events

    @property
    def is_open(self) -> bool:
        """Whether there is a transaction to speak of."""
        return self.screen.is_open

    @property
    def is_unpaid(self) -> bool:
        """Whether a transaction is open and nothing was taken for it."""
        return self.screen.is_open and not self.screen.has_tenders

    def open_sale(self) -> SaleView | None:
        return self.till.use_cases.get_open_sale(GetOpenSale())

    # Goods.

    @rule(row=rows)
    def ring_up(self, row: Row) -> None:
        is_weighed = row.code in {"GRAPES", "NUTS"}
        command = AddItem(
            scan_code=row.code,
            quantity_micro=1_000_000 if is_weighed else row.pieces * 1_000_000,
            gross_weight_micro=row.grams * 1_000 if is_weighed else None,
            keyed_price_micro=(
                row.keyed_minor * 10_000 if row.code == "WRAPPING" else None
            ),
        )
        self.sell(lambda: self.till.use_cases.add_item(command))

    @precondition(lambda self: not self.screen.has_tenders)
    @rule(basket=baskets)
    def ring_up_a_basket(self, basket: list[Row]) -> None:
        for row in basket:
            self.ring_up(row)

    @precondition(lambda self: not self.screen.has_tenders)
    @rule(row=rows)
    def key_another_price(self, row: Row) -> None:
        command = AddItem(
            scan_code=row.code,
            quantity_micro=row.pieces * 1_000_000,
            keyed_price_micro=row.keyed_minor * 10_000,
        )
        self.sell(lambda: self.till.use_cases.add_item(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(line=small, pieces=st.integers(1, 12))
    def change_quantity(self, line: int, pieces: int) -> None:
        command = ChangeQuantity(line_sequence=line, quantity_micro=pieces * 1_000_000)
        self.sell(lambda: self.till.use_cases.change_quantity(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(line=small)
    def void_line(self, line: int) -> None:
        command = VoidLine(line_sequence=line)
        self.sell(lambda: self.till.use_cases.void_line(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(line=small, price=st.integers(0, 20_000_000))
    def override_price(self, line: int, price: int) -> None:
        command = OverridePrice(
            line_sequence=line, unit_price_micro=price, reason="damaged"
        )
        self.sell(lambda: self.till.use_cases.override_price(command))

    # What changes the prices of all.

    @precondition(lambda self: self.is_unpaid)
    @rule(line=small, rate=st.none() | rates, amount=st.integers(1, 500))
    def discount_line(self, line: int, rate: int | None, amount: int) -> None:
        command = DiscountLine(
            line_sequence=line,
            reason="goodwill",
            rate_ppm=rate,
            amount_minor=amount if rate is None else None,
        )
        self.sell(lambda: self.till.use_cases.discount_line(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(rate=st.none() | rates, amount=st.integers(1, 2_000))
    def discount_transaction(self, rate: int | None, amount: int) -> None:
        command = DiscountTransaction(
            reason="goodwill",
            rate_ppm=rate,
            amount_minor=amount if rate is None else None,
        )
        self.sell(lambda: self.till.use_cases.discount_transaction(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(line=st.none() | small)
    def remove_discount(self, line: int | None) -> None:
        command = RemoveDiscount(line_sequence=line)
        self.sell(lambda: self.till.use_cases.remove_discount(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(code=st.sampled_from([member.code for member in whole_shop.MEMBERS]))
    def identify_member(self, code: str) -> None:
        command = IdentifyMember(code=code)
        self.sell(lambda: self.till.use_cases.identify_member(command))

    @precondition(lambda self: self.is_unpaid)
    @rule()
    def forget_member(self) -> None:
        self.sell(lambda: self.till.use_cases.forget_member(ForgetMember()))

    @precondition(lambda self: not self.screen.has_tenders)
    @rule(code=st.sampled_from(whole_shop.COUPONS))
    def enter_coupon(self, code: str) -> None:
        command = EnterCoupon(code=code)
        self.sell(lambda: self.till.use_cases.enter_coupon(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(code=st.sampled_from(whole_shop.COUPONS))
    def remove_coupon(self, code: str) -> None:
        command = RemoveCoupon(code=code)
        self.sell(lambda: self.till.use_cases.remove_coupon(command))

    @precondition(lambda self: self.is_unpaid)
    @rule(is_exempt=st.booleans())
    def exempt(self, is_exempt: bool) -> None:
        use = self.till.use_cases
        if is_exempt:
            command = SetTaxExemption(reason="diplomat", certificate="D-1")
            self.sell(lambda: use.set_tax_exemption(command))
        else:
            self.sell(lambda: use.remove_tax_exemption(RemoveTaxExemption()))

    @precondition(lambda self: self.is_unpaid)
    @rule(method=st.sampled_from([None, "card_manual", "voucher", "cash"]))
    def choose_tender(self, method: str | None) -> None:
        command = ChooseTender(method=method)
        self.sell(lambda: self.till.use_cases.choose_tender(command))

    @rule(minutes=st.sampled_from([1, 20, 70, 400]))
    def time_passes(self, minutes: int) -> None:
        self.till.clock.advance(minutes * 60_000)

    # Goods that come back.

    def give_back(self, sold: FinishedTransaction, line: int, quantity: int) -> None:
        command = AddReturnWithReceipt(
            series=sold.series,
            number=sold.number,
            line_sequence=line,
            quantity_micro=quantity,
        )
        self.sell(lambda: self.till.use_cases.add_return_with_receipt(command))

    def sold(self, place: int) -> FinishedTransaction:
        series, number = self.finished[place % len(self.finished)]
        return self.look_up(series, number)

    def look_up(self, series: str, number: int) -> FinishedTransaction:
        with self.till.ledger.draft() as uow:
            found = uow.finished.find_by_receipt(series, number)
            uow.commit()
        assert found is not None
        return found

    @precondition(lambda self: self.finished and not self.screen.has_tenders)
    @rule(place=places, line=small, share=eighths)
    def return_a_part(self, place: int, line: int, share: int) -> None:
        sold = self.sold(place)
        wanted = sold.lines[(line - 1) % len(sold.lines)]
        quantity = wanted.left_micro * share // 8
        if wanted.unit == "piece":
            quantity = -(-quantity // 1_000_000) * 1_000_000
        self.give_back(sold, wanted.sequence, max(1, quantity))

    @precondition(lambda self: self.finished and not self.screen.has_tenders)
    @rule(place=places)
    def return_what_is_left(self, place: int) -> None:
        self.give_all_back(self.sold(place))

    def give_all_back(self, sold: FinishedTransaction) -> None:
        for line in sold.lines:
            if line.left_micro > 0:
                self.give_back(sold, line.sequence, line.left_micro)

    @precondition(lambda self: self.finished and not self.screen.has_tenders)
    @rule(place=places, parts=st.integers(2, 5))
    def return_a_line_in_parts(self, place: int, parts: int) -> None:
        """Each part is paid out before the next comes."""
        for part in range(parts, 0, -1):
            sold = self.sold(place)
            line = max(sold.lines, key=lambda one: one.left_micro)
            if line.left_micro >= part:
                self.give_back(sold, line.sequence, line.left_micro // part)
                self.finish()

    @precondition(lambda self: not self.screen.has_tenders)
    @rule(code=st.sampled_from(whole_shop.CODES), pieces=st.integers(1, 3))
    def return_without_receipt(self, code: str, pieces: int) -> None:
        command = AddReturnWithoutReceipt(
            scan_code=code, quantity_micro=pieces * 1_000_000, reason="broken"
        )
        self.sell(lambda: self.till.use_cases.add_return_without_receipt(command))

    @precondition(lambda self: not self.is_open)
    @rule(
        basket=baskets,
        rate=st.none() | rates,
        member=st.sampled_from([None, "GOLD", "STAFF"]),
        payment=payments,
        parts=st.integers(1, 4),
    )
    def sell_and_take_everything_back(
        self,
        basket: list[Row],
        rate: int | None,
        member: str | None,
        payment: tuple[tuple[str, int | None], ...],
        parts: int,
    ) -> None:
        """A sale and its complete return leave every ledger as before.

        Whatever was given for it, in whatever parts it comes back.
        """
        before = self.books.ledgers()
        self.ring_up_a_basket(basket)
        if member is not None:
            self.identify_member(member)
        if rate is not None:
            self.discount_transaction(rate, 0)
        for method, amount in payment:
            if method == "USD":
                self.tender_foreign_cash(method, amount or 1)
            else:
                self.take_tender(method, amount)
        sale = self.finish()
        if sale is None:
            return
        for part in range(parts, 0, -1):
            self.give_a_share_back(sale, part)
            self.refund()
            paid = self.books.paid_for(sale.transaction_id)
            assert all(amount >= 0 for amount in paid.values()), paid
        sold = self.look_up(sale.series, sale.number)
        assert all(line.left_micro == 0 for line in sold.lines)
        assert self.books.ledgers() == before
        SEEN["sold and all taken back"] += 1

    def give_a_share_back(self, sale: CompletedView, parts: int) -> None:
        """Return what is left of each line, divided by *parts*, whole pieces only."""
        for line in sale.finished.lines:
            left = self.left_of(sale, line.sequence)
            wanted = left // parts
            if line.unit != "kg":
                wanted = -(-wanted // 1_000_000) * 1_000_000
            if wanted:
                self.give_back(sale.finished, line.sequence, min(wanted, left))

    def left_of(self, sale: CompletedView, sequence: int) -> int:
        """Return what may still come back, less what lies on the counter."""
        line = self.look_up(sale.series, sale.number).lines[sequence - 1]
        stored = self.till.stored()
        if stored is None:
            return line.left_micro
        return line.left_micro + sum(
            one.quantity_micro
            for one in stored.counting_lines()
            if one.return_of == OriginalLine(sale.transaction_id, sequence)
        )

    def refund(self) -> None:
        """Give money back as the till proposes, and complete."""
        use = self.till.use_cases
        if not self.is_open:
            return
        parts = use.propose_refund(ProposeRefund())
        for part in parts:
            if part.method == "cash":
                self.sell(lambda: use.tender_cash(TenderCash()))
            else:
                command = TakeTender(method=part.method)
                self.sell(lambda: use.take_tender(command))  # noqa: B023 - at once
        view = self.completed(self.attempt(lambda: use.complete_sale(CompleteSale())))
        assert view is not None

    # Money.

    @precondition(lambda self: self.is_open)
    @rule(given_minor=st.none() | cash)
    def tender_cash(self, given_minor: int | None) -> None:
        command = TenderCash(given_minor=given_minor)
        self.sell(lambda: self.till.use_cases.tender_cash(command))

    @precondition(lambda self: self.is_open)
    @rule(
        method=st.sampled_from(["card_manual", "voucher"]),
        amount=st.none() | st.integers(-2_000, 5_000),
    )
    def take_tender(self, method: str, amount: int | None) -> None:
        command = TakeTender(method=method, amount_minor=amount)
        self.sell(lambda: self.till.use_cases.take_tender(command))

    @precondition(lambda self: self.is_open)
    @rule(currency=st.sampled_from(["USD", "JPY"]), amount=st.integers(1, 20_000))
    def tender_foreign_cash(self, currency: str, amount: int) -> None:
        command = TenderForeignCash(currency=currency, foreign_minor=amount)
        self.sell(lambda: self.till.use_cases.tender_foreign_cash(command))

    @precondition(lambda self: self.is_open)
    @rule(sequence=st.integers(1, 4))
    def remove_tender(self, sequence: int) -> None:
        command = RemoveTender(tender_sequence=sequence)
        self.sell(lambda: self.till.use_cases.remove_tender(command))

    @precondition(lambda self: self.is_open)
    @rule()
    def complete(self) -> None:
        use = self.till.use_cases
        self.completed(self.attempt(lambda: use.complete_sale(CompleteSale())))

    @precondition(lambda self: self.is_open)
    @rule()
    def pay_what_is_due(self) -> None:
        self.finish()

    def finish(self) -> CompletedView | None:
        """Pay what is due in cash, or complete what is paid."""
        use, sale = self.till.use_cases, self.open_sale()
        if sale is not None and sale.totals.due_minor == 0:
            return self.completed(
                self.attempt(lambda: use.complete_sale(CompleteSale()))
            )
        return self.completed(self.attempt(lambda: use.pay_cash_exact(PayCashExact())))

    @precondition(lambda self: self.is_unpaid)
    @rule()
    def pay_by_card(self) -> None:
        self.choose_tender("card_manual")
        self.take_tender("card_manual", None)
        self.complete()

    def completed(self, view: CompletedView | None) -> CompletedView | None:
        """Compare what is shown, looked up, printed and recorded."""
        if view is None:
            return None
        self.screen.show(view)
        self.finished.append((view.series, view.number))
        body = self.books.sales[view.transaction_id]
        assert view.gross_minor == view.totals.total_minor == body.gross_minor
        assert view.totals.tax_minor == body.tax_minor
        assert view.totals.rounding_minor == body.rounding_minor
        assert view.totals.due_minor == 0
        assert view.change_minor == sum(t.change_minor for t in body.tenders)
        found = self.look_up(view.series, view.number)
        assert found == view.finished
        _assert_found(found, body)
        _assert_printed(found, body, view.store)
        return view

    # The rest of a till's day.

    @precondition(lambda self: self.is_open)
    @rule()
    def cancel(self) -> None:
        command = CancelTransaction()
        self.sell(lambda: self.till.use_cases.cancel_transaction(command))

    @precondition(lambda self: self.is_open)
    @rule()
    def suspend(self) -> None:
        command = SuspendTransaction()
        self.sell(lambda: self.till.use_cases.suspend_transaction(command))

    @rule(place=places)
    def retrieve(self, place: int) -> None:
        waiting = self.till.use_cases.list_suspended(ListSuspended())
        if waiting:
            chosen = waiting[place % len(waiting)].transaction_id
            command = RetrieveTransaction(transaction_id=chosen)
            self.sell(lambda: self.till.use_cases.retrieve_transaction(command))

    @precondition(lambda self: self.finished)
    @rule(place=places)
    def void_transaction(self, place: int) -> None:
        series, number = self.finished[place % len(self.finished)]
        command = VoidTransaction(series=series, number=number, reason="wrong")
        self.attempt(lambda: self.till.use_cases.void_transaction(command))

    @rule(
        kind=st.sampled_from(TenderControlKind),
        amount=st.integers(0, 15_000),
        method=st.sampled_from(["cash", "voucher"]),
        currency=st.sampled_from([None, "USD"]),
    )
    def move_money(
        self, kind: TenderControlKind, amount: int, method: str, currency: str | None
    ) -> None:
        command = RecordTenderControl(
            kind=kind,
            amount_minor=amount,
            reason="why",
            method=method,
            currency=currency,
            is_confirmed=True,
        )
        self.attempt(lambda: self.till.use_cases.record_tender_control(command))

    @rule(counted=st.integers(0, 50_000), vouchers=st.none() | st.integers(0, 900))
    def count(self, counted: int, vouchers: int | None) -> None:
        command = CountTill(
            sums_minor={"EUR": counted},
            others_minor={} if vouchers is None else {"voucher": vouchers},
        )
        self.attempt(lambda: self.till.use_cases.count_till(command))

    @rule()
    def take_x_report(self) -> None:
        report = self.till.use_cases.take_x_report(TakeXReport())
        self.take_events()
        assert report.totals.gross_minor == self.books.period["gross",]

    @rule(counted=st.none() | st.integers(0, 50_000), is_day_over=st.booleans())
    def settle(self, counted: int | None, is_day_over: bool) -> None:
        """Nothing keeps a till from settling and opening again."""
        use = self.till.use_cases
        use.settle_till(SettleTill(counted_minor=counted, uncounted_reason="nobody"))
        if is_day_over:
            use.close_business_day(CloseBusinessDay())
            use.open_business_day(OpenBusinessDay(is_confirmed=True))
        use.open_till_period(OpenTillPeriod(loan_minor=LOAN_MINOR))
        self.take_events()
        if self.open_sale() is None:
            self.screen.clear()

    @rule()
    def kill(self) -> None:
        before = self.open_sale()
        self.till.reopen()
        assert self.open_sale() == before

    # What always holds.

    @invariant()
    def what_is_shown_is_what_is_stored(self) -> None:
        sale = self.open_sale()
        self.screen.assert_shows(sale)
        stored = self.till.stored()
        assert (None if stored is None else sale_view(stored)) == sale
        if sale is not None and stored is not None:
            _assert_adds_up(sale)
            is_current = self.store.pricing.open_basket is OpenBasketPrices.CURRENT
            is_aged = stored.header.opened_at_ms != self.till.clock.wall_ms()
            # Current prices are those of the last command, not of this instant.
            if not stored.tenders and not (is_current and is_aged):
                self.assert_priced(stored)

    def assert_priced(self, stored: RetailTransaction) -> None:
        """What was priced step by step is what it costs when priced at once."""
        with self.till.ledger.draft() as uow:
            services = Services(
                self.till.ledger, self.till.clock, _NoIds(), PlainPinHasher()
            )
            moment = pricing_moment(uow, services, stored)
            outcome = stored.terms.outcome
            stored.set_coupons(stored.terms.coupons)
            changed = reprice(stored, uow.catalog, lambda: moment, self.store.pricing)
            uow.commit()
        assert changed == ()
        assert stored.terms.outcome == outcome

    @invariant()
    def the_till_knows_what_its_events_say(self) -> None:
        with self.till.ledger.draft() as uow:
            state = uow.till.state()
            assert state.period is not None
            totals = uow.till.totals(state.period.till_period_id)
            uow.commit()
        period = self.books.period
        assert totals.gross_minor == period["gross",]
        assert totals.tax_minor == period["tax",]
        assert totals.rounding_minor == period["rounding",]
        assert totals.discounts_minor == period["discounts",]
        assert totals.returns_minor == period["returns",]
        assert _filled((m, a) for m, a in totals.tenders_minor) == _filled(
            (name[1], amount) for name, amount in period.items() if name[0] == "tender"
        )
        for kind in ("tax", "net"):
            assert _filled(
                ((t.tax_id, t.rate_ppm), getattr(t, f"{_FIELDS[kind]}_minor"))
                for t in totals.taxes
            ) == _filled(
                ((name[1], int(name[2])), amount)
                for name, amount in period.items()
                if name[0] == kind and len(name) > 1
            )
        assert _filled(
            ((one.method, one.currency), one.amount_minor) for one in totals.expected()
        ) == _filled(self.books.drawer.items())
        assert state.perpetual_gross_minor == self.books.grand_total


class DiskMoneyHistories(MoneyHistories):
    """The same till over an encrypted ledger on disk, read anew at every step."""

    @override
    def make_till(self) -> WholeTill:
        self._folder = TemporaryDirectory(prefix="money-")
        return WholeDiskTill(Path(self._folder.name), self.store, self.promotions)

    @override
    def teardown(self) -> None:
        super().teardown()
        if hasattr(self, "_folder"):
            self._folder.cleanup()


_FIELDS: Final = {"tax": "tax", "net": "taxable"}


class _NoIds:
    def new(self) -> str:
        raise AssertionError("pricing makes nothing new")


KeyT = TypeVar("KeyT")


def _filled(entries: Iterable[tuple[KeyT, int]]) -> dict[KeyT, int]:
    """Return the accounts that are not empty."""
    return {key: amount for key, amount in entries if amount}


def _assert_adds_up(sale: SaleView) -> None:
    counting = [line for line in sale.lines if not line.is_voided]
    totals = sale.totals
    assert totals.item_count == len(counting)
    assert totals.subtotal_minor == sum(line.amount_minor for line in counting)
    assert totals.discount_minor == sum(
        modifier.amount_minor
        for line in counting
        for modifier in line.modifiers
        if modifier.kind != "exemption"
    )
    for line in counting:
        off = sum(modifier.amount_minor for modifier in line.modifiers)
        assert line.amount_minor == line.extended_minor + off
        assert line.amount_minor >= 0 or line.kind == "return"
    given = sum(t.given_minor - t.change_minor for t in sale.tenders)
    assert totals.tendered_minor == given
    assert totals.due_minor == totals.total_minor + totals.rounding_minor - given


def _assert_center_agrees(event: SeenEvent) -> None:
    assert not isinstance(event.effect, Unusable), event.effect
    body = event.body
    if isinstance(body, SaleCompleted | TransactionVoided):
        assert isinstance(event.effect, RetailTransactionRow)
        assert event.effect.gross_minor == body.gross_minor
        assert event.effect.tax_minor == body.tax_minor
        tenders: Counter[str] = Counter()
        for tender in body.tenders:
            tenders[tender.method] += tender.given_minor - tender.change_minor
        assert event.effect.tenders == dict(tenders)
        if isinstance(body, SaleCompleted):
            back = [
                line for line in body.lines if line.return_of and not line.is_voided
            ]
            assert sum(one.amount_minor for one in event.effect.returned) == -sum(
                line.amount_minor for line in back
            )
    elif isinstance(body, TransactionCancelled):
        assert isinstance(event.effect, RetailTransactionRow)
        assert event.effect.gross_minor == 0
    else:
        assert event.effect is None


def _assert_found(found: FinishedTransaction, body: SaleCompleted) -> None:
    assert found.gross_minor == body.gross_minor
    assert found.tax_minor == body.tax_minor
    assert found.rounding_minor == body.rounding_minor
    for line, recorded in zip(found.lines, body.lines, strict=True):
        assert line.amount_minor == recorded.amount_minor
        assert line.quantity_micro == recorded.quantity_micro
        assert [m.amount_minor for m in line.modifiers] == [
            m.amount_minor for m in recorded.modifiers
        ]
        assert [t.tax_minor for t in line.taxes] == [
            t.tax_minor for t in recorded.taxes
        ]


def _assert_printed(
    found: FinishedTransaction, body: SaleCompleted, store: StoreSettings
) -> None:
    """The paper adds up by itself, and to what was recorded."""
    document = sale_receipt(found, store)
    amounts = sum(line.amount_minor for line in body.lines if not line.is_voided)
    for columns in _PAPER_COLUMNS:
        paper = read_paper(document, columns)
        assert paper.goods_minor == amounts
        assert paper.subtotal_minor in {None, amounts}
        assert paper.total_minor == paper.goods_minor + paper.added_minor
        assert paper.total_minor == body.gross_minor
        assert paper.taxes == tuple(
            (tax.taxable_minor, tax.tax_minor, tax.taxable_minor + tax.tax_minor)
            for tax in body.taxes
        )
        assert paper.included_minor in {None, body.tax_minor}
        assert paper.savings_minor == -found.discount_minor
        assert paper.rounding_minor == body.rounding_minor
        assert paper.paid_minor == paper.total_minor + paper.rounding_minor
