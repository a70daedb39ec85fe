"""What every unit of work promises, whatever it is made of.

A test module makes it run against an adapter by a subclass with a fixture ``till``
that returns a ``TillUnderTest`` nobody is signed on to::

    class TestMemoryUnitOfWork(UnitOfWorkContract):
        @pytest.fixture
        def till(self) -> TillUnderTest:
            return MemoryTill()
"""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.envelope import ControlTotals
from sync.protocol.events.no_sale_recorded_v1 import NoSaleRecorded
from terminal.application.approval import Approval
from terminal.application.ports.promotion_uses import PromotionUses
from terminal.application.ports.unit_of_work import UnitOfWork
from terminal.application.receipts.document import ReceiptDocument, TextLine
from terminal.application.receipts.print_job import PrintJobKind, PrintJobState
from terminal.application.receipts.reprint_receipt import ReprintReceipt
from terminal.application.returning.add_return_with_receipt import (
    AddReturnWithReceipt,
)
from terminal.application.returning.void_transaction import VoidTransaction
from terminal.application.selling.cancel_transaction import CancelTransaction
from terminal.application.selling.override_price import OverridePrice
from terminal.application.selling.retrieve_transaction import RetrieveTransaction
from terminal.application.selling.suspend_transaction import SuspendTransaction
from terminal.application.selling.void_line import VoidLine
from terminal.application.tendering.complete_sale import CompleteSale
from terminal.application.tendering.pay_cash_exact import PayCashExact
from terminal.application.tendering.tender_cash import TenderCash
from terminal.application.till_control.close_business_day import CloseBusinessDay
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.record_no_sale import RecordNoSale
from terminal.application.till_control.record_request import RecordRequest
from terminal.application.till_control.settle_till import SettleTill
from terminal.application.till_control.sign_off import SignOff
from terminal.application.till_control.sign_on import SignOn
from terminal.domain.errors import ApprovalRefusedError, SignOnRefusedError
from terminal.domain.pricing.manual_modifier import ManualModifier
from terminal.domain.pricing.price_modifier import ModifierKind, PriceModifier
from terminal.domain.pricing.pricer import PricingMoment, reprice
from terminal.domain.promotion.basket import Uses
from terminal.domain.tax.exemption import TaxExemption
from terminal.domain.till.till_state import TillState
from terminal.domain.transaction.line_item import LineDetails, OriginalLine
from terminal.domain.transaction.line_pricing import LinePricing
from terminal.domain.transaction.retail_transaction import RetailTransaction
from terminal.domain.transaction.terms import PricingOutcome, PromotionUse
from terminal.domain.transaction.transaction_header import TaxMode, TransactionHeader
from tests.fakes.priced_till import PAD
from tests.fakes.reference_data import APPLES, GIFT, MEMBERS, PEN
from tests.fakes.till import LOAN_MINOR, TillUnderTest, add, open_till, sell, sign_on

MOMENT = PricingMoment(at_ms=1, local_date="2030-03-17", weekday=6, minute=0)
MANUAL = ManualModifier(reason_code="damaged", label="Damaged", rate_ppm=100_000)
OFFER = PriceModifier(
    kind=ModifierKind.PROMOTION,
    rule_id="p",
    rule_version=1,
    label="Offer",
    amount_minor=-10,
    coupon_code="SAVE",
)
USE = PromotionUse(
    promotion_id="p",
    version=1,
    label="Offer",
    times=1,
    amount_minor=-10,
    coupon_codes=("SAVE",),
)
LABELLED = LineDetails(label_amount_minor=137)
TRANSACTION_ID = "01890a5d-ac96-7000-8000-00000000abcd"


def new_transaction(uow: UnitOfWork) -> RetailTransaction:
    return RetailTransaction(
        TransactionHeader(
            transaction_id=TRANSACTION_ID,
            operator_id="m1",
            session_id="s",
            till_period_id="p",
            business_day="2030-03-17",
            opened_at_ms=1,
            currency=uow.store.currency,
            tax_mode=TaxMode(uow.store.tax_mode),
        )
    )


def price_open_one(uow: UnitOfWork, transaction: RetailTransaction) -> None:
    reprice(transaction, uow.catalog, lambda: MOMENT, uow.store.pricing)


def no_sale(reason: str = "change") -> NoSaleRecorded:
    return NoSaleRecorded(
        till_period_id="p", operator_id="m1", session_id="s", reason=reason, at_ms=1
    )


class UnitOfWorkContract:
    """The promises of the ports, each once."""

    # Baskets.

    def test_saved_basket_is_read_again_after_the_program_was_killed(
        self, till: TillUnderTest
    ) -> None:
        with till.ledger.draft() as uow:
            transaction = new_transaction(uow)
            transaction.add_item(PEN, 3_000_000)
            transaction.add_item(APPLES, 375_000)
            uow.baskets.save(transaction)
            uow.commit()

        till.reopen()

        with till.ledger.draft() as uow:
            found = uow.baskets.open_basket()
        assert found is not None
        assert found.header == transaction.header
        assert found.lines == transaction.lines
        assert found.total_minor == transaction.total_minor

    def test_basket_without_commit_is_gone(self, till: TillUnderTest) -> None:
        with till.ledger.draft() as uow:
            transaction = new_transaction(uow)
            transaction.add_item(PEN, 1_000_000)
            uow.baskets.save(transaction)

        with till.ledger.draft() as uow:
            assert uow.baskets.open_basket() is None

    def test_line_without_commit_is_gone_and_the_lines_before_stay(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        first = add(till).line
        with till.ledger.draft() as uow:
            transaction = uow.baskets.open_basket()
            assert transaction is not None
            transaction.add_item(PEN, 1_000_000)
            uow.baskets.save(transaction)

        with till.ledger.draft() as uow:
            found = uow.baskets.open_basket()
        assert found is not None
        assert [line.sequence for line in found.lines] == [first.sequence]
        assert found.total_minor == first.amount_minor

    def test_changed_and_voided_lines_and_tenders_survive(
        self, till: TillUnderTest
    ) -> None:
        with till.ledger.draft() as uow:
            transaction = new_transaction(uow)
            transaction.add_item(PEN, 1_000_000)
            transaction.add_item(PEN, 1_000_000)
            uow.baskets.save(transaction)
            uow.commit()
        with till.ledger.draft() as uow:
            open_one = uow.baskets.open_basket()
            assert open_one is not None
            open_one.change_quantity(1, 5_000_000)
            open_one.void_line(2, voided_at_ms=7)
            open_one.tender_cash(1_000)
            uow.baskets.save(open_one)
            uow.commit()

        till.reopen()

        with till.ledger.draft() as uow:
            found = uow.baskets.open_basket()
        assert found is not None
        assert [line.quantity_micro for line in found.lines] == [5_000_000, 1_000_000]
        assert [line.voided_at_ms for line in found.lines] == [None, 7]
        assert found.tendered_minor == found.total_minor == 745
        assert found.change_minor == 255

    def test_terms_modifiers_and_details_of_lines_survive(
        self, till: TillUnderTest
    ) -> None:
        with till.ledger.draft() as uow:
            transaction = new_transaction(uow)
            transaction.add_item(
                PAD,
                2_000_000,
                details=LineDetails(serial="SN1", lot="L9", expires_on="2031-01-31"),
            )
            transaction.add_item(
                APPLES,
                1_000_000,
                details=LineDetails(linked_to=1, linked_micro=500_000),
            )
            transaction.add_item(PEN, 1_000_000, details=LABELLED)
            transaction.add_item(GIFT, 1_000_000, 2_000_000)
            transaction.set_line_manual(1, MANUAL)
            transaction.override_price(2, 1_990_000, "old", "m2")
            transaction.set_member(MEMBERS[0])
            transaction.set_coupons(("A", "A"))
            transaction.set_manual(MANUAL)
            transaction.set_exemption(TaxExemption(reason="embassy", certificate="1"))
            transaction.choose_tender("card_manual")
            price_open_one(uow, transaction)
            uow.baskets.save(transaction)
            uow.commit()

        till.reopen()

        with till.ledger.draft() as uow:
            found = uow.baskets.open_basket()
        assert found is not None
        assert found.lines == transaction.lines
        assert found.terms == transaction.terms
        assert found.total_minor == transaction.total_minor
        assert found.discount_minor == transaction.discount_minor < 0
        assert found.tax_minor == transaction.tax_minor == 0
        assert found.linked_lines(1) == (2,)
        found.change_quantity(1, 4_000_000)
        assert found.line(2).quantity_micro == 2_000_000

    def test_removed_tender_does_not_come_back(self, till: TillUnderTest) -> None:
        with till.ledger.draft() as uow:
            transaction = new_transaction(uow)
            transaction.add_item(PEN, 1_000_000)
            transaction.tender_cash(100)
            uow.baskets.save(transaction)
            transaction.remove_tender(1)
            uow.baskets.save(transaction)
            uow.commit()

        till.reopen()

        with till.ledger.draft() as uow:
            found = uow.baskets.open_basket()
        assert found is not None
        assert found.tenders == ()

    def test_suspended_basket_waits_and_comes_back_whole(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        first = add(till)
        till.use_cases.suspend_transaction(SuspendTransaction())
        second = add(till, quantity=2)
        till.use_cases.pay_cash_exact(PayCashExact())

        till.reopen()

        with till.ledger.draft() as uow:
            (suspended,) = uow.baskets.list_suspended()
            assert uow.baskets.open_basket() is None
        assert suspended.transaction_id == first.transaction_id
        assert suspended.line_count == 1
        assert suspended.total_minor == first.totals.total_minor
        assert second.transaction_id != first.transaction_id
        view = till.use_cases.retrieve_transaction(
            RetrieveTransaction(transaction_id=first.transaction_id)
        )
        assert [line.sequence for line in view.lines] == [1]
        with till.ledger.draft() as uow:
            assert uow.baskets.list_suspended() == []
            assert uow.baskets.retrieve(first.transaction_id) is None
            assert uow.baskets.retrieve("nothing") is None

    # Events and numbers.

    def test_events_are_numbered_densely_and_chained(self, till: TillUnderTest) -> None:
        with till.ledger.final() as uow:
            first = uow.events.append(no_sale())
            second = uow.events.append(no_sale())
            uow.commit()

        assert second.seq == first.seq + 1
        assert second.epoch == first.epoch
        assert len(first.hash_hex) == len(second.hash_hex) == 64
        assert first.hash_hex != second.hash_hex
        assert first.event_id != second.event_id

    def test_event_without_commit_leaves_no_gap(self, till: TillUnderTest) -> None:
        with till.ledger.final() as uow:
            lost = uow.events.append(no_sale("lost"))
        with till.ledger.final() as uow:
            kept = uow.events.append(no_sale("kept"))
            uow.commit()

        assert kept.seq == lost.seq

    def test_event_takes_the_id_it_is_given(self, till: TillUnderTest) -> None:
        with till.ledger.final() as uow:
            appended = uow.events.append(
                no_sale(),
                event_id=TRANSACTION_ID,
                control=ControlTotals(1, 2, 1, (("cash", 2),), 3),
                business_day="2030-03-17",
                deps=(TRANSACTION_ID,),
            )
            uow.commit()

        assert appended.event_id == TRANSACTION_ID

    def test_number_without_commit_is_given_back(self, till: TillUnderTest) -> None:
        open_till(till)
        first = sell(till)
        with till.ledger.final() as uow:
            lost = uow.numbers.next()
        second = sell(till)

        assert lost.number == first.number + 1
        assert (second.series, second.number) == (first.series, first.number + 1)

    def test_numbers_go_on_after_the_program_was_killed(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        first = sell(till)

        till.reopen()

        assert sell(till).number == first.number + 1

    def test_copy_of_an_old_receipt_does_not_turn_numbers_back(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        first = sell(till)
        second = sell(till)
        till.use_cases.reprint_receipt(
            ReprintReceipt(series=first.series, number=first.number)
        )

        assert sell(till).number == second.number + 1

    def test_cancelled_and_voiding_transactions_take_numbers(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        sold = sell(till)
        add(till)
        cancelled = till.use_cases.cancel_transaction(CancelTransaction())
        voided = till.use_cases.void_transaction(
            VoidTransaction(series=sold.series, number=sold.number, reason="wrong")
        )

        assert [cancelled.number, voided.number] == [sold.number + 1, sold.number + 2]

    def test_request_is_recorded_once(self, till: TillUnderTest) -> None:
        request = RecordRequest(
            request_id=TRANSACTION_ID, kind="clock_jump", detail="The clock jumped."
        )

        assert till.use_cases.record_request(request) is True
        till.reopen()
        assert till.use_cases.record_request(request) is False
        with till.ledger.draft() as uow:
            assert uow.events.is_request_recorded(TRANSACTION_ID)
            assert not uow.events.is_request_recorded("other")

    # Finished transactions.

    def test_completed_sale_is_found_by_all_its_names(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        add(till, quantity=3)
        till.use_cases.tender_cash(TenderCash(given_minor=500))
        sold = till.use_cases.complete_sale(CompleteSale(source_reference="log-1"))

        till.reopen()

        with till.ledger.draft() as uow:
            found = uow.finished.find_by_receipt(sold.series, sold.number)
            assert found is not None
            assert uow.finished.find_by_event_id(sold.transaction_id) == found
            assert uow.finished.find_by_source_reference("log-1") == found
            assert uow.finished.last() == found
            assert uow.finished.find_by_receipt("ZZ", sold.number) is None
            assert uow.finished.find_by_receipt(sold.series, 999) is None
            assert uow.finished.find_by_receipt(sold.series, 10**30) is None
            assert uow.finished.find_by_event_id("other") is None
            assert uow.finished.find_by_source_reference("other") is None
        assert found.event_id == sold.transaction_id
        assert found.event_hash == sold.event_hash
        assert found.seq == sold.seq
        assert found.gross_minor == 447
        assert found.tax_minor == 75
        assert found.source_reference == "log-1"
        (line,) = found.lines
        assert (line.quantity_micro, line.amount_minor, line.tax_minor) == (
            3_000_000,
            447,
            75,
        )
        assert (line.description, line.scan_code) == (PEN.description, PEN.scan_code)
        assert (line.unit, line.unit_price_micro) == ("piece", 1_490_000)
        (tax,) = found.taxes
        assert (tax.taxable_minor, tax.tax_minor) == (372, 75)
        (tender,) = found.tenders
        assert (tender.amount_minor, tender.given_minor, tender.change_minor) == (
            447,
            500,
            53,
        )

    def test_cancelled_transaction_is_not_found_as_finished(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        add(till)
        cancelled = till.use_cases.cancel_transaction(CancelTransaction())

        with till.ledger.draft() as uow:
            found = uow.finished.find_by_receipt(cancelled.series, cancelled.number)
            last = uow.finished.last()
        assert found is None
        assert last is None

    def test_recent_transactions_come_newest_first(self, till: TillUnderTest) -> None:
        open_till(till)
        first = sell(till)
        second = sell(till, quantity=2)
        till.use_cases.void_transaction(
            VoidTransaction(series=first.series, number=first.number, reason="wrong")
        )

        with till.ledger.draft() as uow:
            recent = uow.finished.list_recent(10)
            newest = uow.finished.list_recent(1)
        assert [row.number for row in recent] == [second.number, first.number]
        assert [row.is_voided for row in recent] == [False, True]
        assert [row.gross_minor for row in recent] == [298, 149]
        assert newest == recent[:1]

    def test_what_came_back_of_a_line_is_kept(self, till: TillUnderTest) -> None:
        open_till(till)
        sold = sell(till, quantity=3)
        returned = self._return(till, sold.series, sold.number, quantity=1)

        till.reopen()

        with till.ledger.draft() as uow:
            original = uow.finished.find_by_event_id(sold.transaction_id)
            back = uow.finished.find_by_event_id(returned)
        assert original is not None
        assert back is not None
        assert original.lines[0].returned_micro == 1_000_000
        assert original.lines[0].returned_minor == 149
        assert original.lines[0].returned_tax_minor == 25
        assert original.lines[0].left_micro == 2_000_000
        assert back.lines[0].return_of == OriginalLine(sold.transaction_id, 1)
        assert back.gross_minor == -149

    def test_each_tax_that_came_back_of_a_line_is_kept(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        add(till)
        with till.ledger.draft() as uow:
            basket = uow.baskets.open_basket()
            assert basket is not None
            basket.add_item(PAD, 3_000_000)
            basket.set_line_manual(2, MANUAL)
            price_open_one(uow, basket)
            uow.baskets.save(basket)
            uow.commit()
        sold = till.use_cases.pay_cash_exact(PayCashExact())
        pad = sold.finished.lines[1]
        assert [tax.tax_id for tax in pad.taxes] == ["state", "city"]
        assert pad.modifiers[0].label == "Damaged"
        first = self._return(till, sold.series, sold.number, quantity=2, line=2)

        till.reopen()

        with till.ledger.draft() as uow:
            original = uow.finished.find_by_event_id(sold.transaction_id)
            back = uow.finished.find_by_event_id(first)
        assert original is not None
        assert back is not None
        assert original.lines[1].modifiers == pad.modifiers
        assert original.lines[1].returned_taxes == tuple(
            -tax.tax_minor for tax in back.lines[0].taxes
        )
        second = self._return(till, sold.series, sold.number, quantity=1, line=2)
        with till.ledger.draft() as uow:
            original = uow.finished.find_by_event_id(sold.transaction_id)
            rest = uow.finished.find_by_event_id(second)
        assert original is not None
        assert rest is not None
        whole = tuple(tax.tax_minor for tax in pad.taxes)
        assert original.lines[1].returned_taxes == whole
        assert original.lines[1].returned_minor == pad.amount_minor
        for event_id in (first, second):
            with till.ledger.draft() as uow:
                one = uow.finished.find_by_event_id(event_id)
            assert one is not None
            till.use_cases.void_transaction(
                VoidTransaction(series=one.series, number=one.number, reason="wrong")
            )
        with till.ledger.draft() as uow:
            original = uow.finished.find_by_event_id(sold.transaction_id)
        assert original is not None
        assert set(original.lines[1].returned_taxes) <= {0}
        assert original.lines[1].left_micro == 3_000_000

    def test_discounts_and_their_voids_are_counted_in_the_period(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        add(till, quantity=2)
        with till.ledger.draft() as uow:
            basket = uow.baskets.open_basket()
            assert basket is not None
            basket.set_line_manual(1, MANUAL)
            price_open_one(uow, basket)
            uow.baskets.save(basket)
            uow.commit()
        sold = till.use_cases.pay_cash_exact(PayCashExact())
        with till.ledger.draft() as uow:
            period = uow.till.state().period
            assert period is not None
            assert uow.till.totals(period.till_period_id).discounts_minor == -30

        till.use_cases.void_transaction(
            VoidTransaction(series=sold.series, number=sold.number, reason="wrong")
        )

        with till.ledger.draft() as uow:
            totals = uow.till.totals(period.till_period_id)
        assert totals.discounts_minor == 0
        assert totals.gross_minor == 0

    def test_uses_of_promotions_and_coupons_are_counted_until_voided(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        numbers = []
        for member in (MEMBERS[0], None):
            add(till)
            with till.ledger.draft() as uow:
                basket = uow.baskets.open_basket()
                assert basket is not None
                basket.set_member(member)
                basket.apply_pricing(
                    {1: LinePricing(modifiers=(OFFER,))},
                    PricingOutcome(promotions=(USE,)),
                )
                uow.baskets.save(basket)
                uow.commit()
            sold = till.use_cases.pay_cash_exact(PayCashExact())
            numbers.append((sold.series, sold.number))

        till.reopen()

        member_id = MEMBERS[0].member_id
        with till.ledger.draft() as uow:
            of_member = uow.promotion_uses.of_promotion("p", member_id)
            of_stranger = uow.promotion_uses.of_promotion("p", None)
            coupon = uow.promotion_uses.of_coupon("SAVE", member_id)
            other = uow.promotion_uses.of_promotion("other", member_id)
        assert of_member == PromotionUses(Uses(total=2, member=1), -20)
        assert of_stranger.uses == Uses(total=2, member=0)
        assert coupon == Uses(total=2, member=1)
        assert other == PromotionUses(Uses(), 0)
        series, number = numbers[0]
        till.use_cases.void_transaction(
            VoidTransaction(series=series, number=number, reason="wrong")
        )
        with till.ledger.draft() as uow:
            after = uow.promotion_uses.of_promotion("p", member_id)
            coupon = uow.promotion_uses.of_coupon("SAVE", member_id)
        assert after == PromotionUses(Uses(total=1, member=0), -10)
        assert coupon == Uses(total=1, member=0)

    def test_voided_return_may_come_back_again(self, till: TillUnderTest) -> None:
        open_till(till)
        sold = sell(till, quantity=3)
        returned = self._return(till, sold.series, sold.number, quantity=2)
        with till.ledger.draft() as uow:
            back = uow.finished.find_by_event_id(returned)
        assert back is not None
        till.use_cases.void_transaction(
            VoidTransaction(series=back.series, number=back.number, reason="wrong")
        )

        with till.ledger.draft() as uow:
            original = uow.finished.find_by_event_id(sold.transaction_id)
            back = uow.finished.find_by_event_id(returned)
        assert original is not None
        assert original.lines[0].returned_micro == 0
        assert original.lines[0].returned_minor == 0
        assert original.lines[0].returned_tax_minor == 0
        assert back is not None
        assert back.voided_by is not None

    def test_copies_are_counted(self, till: TillUnderTest) -> None:
        open_till(till)
        sold = sell(till)
        for _ in range(2):
            till.use_cases.reprint_receipt(
                ReprintReceipt(series=sold.series, number=sold.number)
            )

        with till.ledger.draft() as uow:
            found = uow.finished.find_by_event_id(sold.transaction_id)
        assert found is not None
        assert found.copies == 2

    # The till.

    def test_new_till_is_closed(self, till: TillUnderTest) -> None:
        with till.ledger.draft() as uow:
            state = uow.till.state()

        assert state == TillState()

    def test_till_state_survives_the_program(self, till: TillUnderTest) -> None:
        open_till(till)
        sell(till)

        till.reopen()

        with till.ledger.draft() as uow:
            state = uow.till.state()
        assert state.business_day is not None
        assert state.business_day.business_day == "2030-03-17"
        assert state.period is not None
        assert state.period.loan_minor == LOAN_MINOR
        assert state.period.business_day == "2030-03-17"
        assert state.session is not None
        assert state.session.operator_id == "m1"
        assert "sell" in state.session.permissions
        assert state.z_number == 0
        assert state.perpetual_gross_minor == 149

    def test_settled_closed_and_signed_off_till(self, till: TillUnderTest) -> None:
        open_till(till)
        sell(till)
        till.use_cases.settle_till(SettleTill(counted_minor=0))
        till.use_cases.close_business_day(CloseBusinessDay())
        till.use_cases.sign_off(SignOff())

        till.reopen()

        with till.ledger.draft() as uow:
            state = uow.till.state()
        assert (state.business_day, state.period, state.session) == (None, None, None)
        assert state.last_business_day == "2030-03-17"
        assert state.z_number == 1
        assert state.perpetual_gross_minor == 149

    def test_state_without_commit_is_undone(self, till: TillUnderTest) -> None:
        open_till(till)
        with till.ledger.draft() as uow:
            before = uow.till.state()
        with till.ledger.final() as uow:
            session = before.session
            assert session is not None
            assert before.period is not None
            uow.events.append(
                NoSaleRecorded(
                    till_period_id=before.period.till_period_id,
                    operator_id="m1",
                    session_id=session.session_id,
                    reason="lost",
                    at_ms=1,
                )
            )

        with till.ledger.draft() as uow:
            assert uow.till.state() == before
            assert uow.till.totals(before.period.till_period_id).no_sales == 0

    def test_totals_of_a_period_count_everything_once(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        sold = sell(till, quantity=3)
        self._return(till, sold.series, sold.number, quantity=1)
        wrong = sell(till, quantity=2)
        till.use_cases.void_transaction(
            VoidTransaction(series=wrong.series, number=wrong.number, reason="wrong")
        )
        add(till)
        add(till)
        till.use_cases.void_line(VoidLine(line_sequence=1))
        till.use_cases.cancel_transaction(CancelTransaction())
        till.use_cases.record_no_sale(RecordNoSale(reason="change"))
        till.use_cases.reprint_receipt(
            ReprintReceipt(series=sold.series, number=sold.number)
        )

        till.reopen()

        with till.ledger.draft() as uow:
            period = uow.till.state().period
            assert period is not None
            totals = uow.till.totals(period.till_period_id)
        assert totals.loan_minor == LOAN_MINOR
        assert totals.transactions == 3
        assert totals.voided == 1
        assert totals.sale_lines == 2
        assert totals.return_lines == 1
        assert totals.voided_lines == 1
        assert totals.cancelled == 1
        assert totals.no_sales == 1
        assert totals.reprints == 1
        assert totals.gross_minor == 447 - 149
        assert totals.tax_minor == 75 - 25
        assert totals.tenders_minor == (("cash", 447 - 149),)
        assert totals.expected_cash_minor == LOAN_MINOR + 447 - 149
        assert totals.event_count == totals.last_seq - totals.first_seq + 1
        assert len(totals.head_hash) == 64

    def test_next_period_starts_from_nothing(self, till: TillUnderTest) -> None:
        open_till(till)
        sell(till)
        till.use_cases.settle_till(SettleTill(counted_minor=LOAN_MINOR + 149))
        till.use_cases.close_business_day(CloseBusinessDay())
        till.use_cases.open_business_day(OpenBusinessDay(business_day="2030-03-18"))
        till.use_cases.open_till_period(OpenTillPeriod(loan_minor=5))

        with till.ledger.draft() as uow:
            state = uow.till.state()
            assert state.period is not None
            totals = uow.till.totals(state.period.till_period_id)
        assert state.z_number == 1
        assert totals.loan_minor == 5
        assert totals.transactions == 0
        assert totals.gross_minor == 0
        assert totals.tenders_minor == ()

    def test_sign_on_failures_survive_until_the_right_pin(
        self, till: TillUnderTest
    ) -> None:
        for _ in range(2):
            with pytest.raises(SignOnRefusedError):
                till.use_cases.sign_on(SignOn(operator_id="c1", pin="0"))
            till.clock.advance(10_000)

        till.reopen()

        with till.ledger.draft() as uow:
            failures = uow.till.sign_on_failures("c1")
            other = uow.till.sign_on_failures("m1")
        assert failures.count == 2
        assert failures.last_at_ms == till.clock.wall_ms() - 10_000
        assert failures.last_monotonic_ms == till.clock.monotonic_ms() - 10_000
        assert failures.boot_id == till.clock.boot_id
        assert other.count == 0
        sign_on(till, "c1")
        with till.ledger.draft() as uow:
            assert uow.till.sign_on_failures("c1").count == 0

    def test_approval_with_the_right_pin_forgives_the_approver_s_failures(
        self, till: TillUnderTest
    ) -> None:
        open_till(till)
        add(till)
        wrong = Approval(operator_id="m1", pin="0")
        override = OverridePrice(
            line_sequence=1, unit_price_micro=1_400_000, reason="dented"
        )
        sign_on(till, "c1")
        with pytest.raises(ApprovalRefusedError):
            till.use_cases.override_price(
                msgspec.structs.replace(override, approval=wrong)
            )
        till.clock.advance(10_000)
        till.reopen()
        with till.ledger.draft() as uow:
            assert uow.till.sign_on_failures("m1").count == 1

        right = Approval(operator_id="m1", pin="999999")
        till.use_cases.override_price(msgspec.structs.replace(override, approval=right))

        till.reopen()
        with till.ledger.draft() as uow:
            assert uow.till.sign_on_failures("m1").count == 0
            basket = uow.baskets.open_basket()
        assert basket is not None
        assert basket.line(1).price_reason == "dented"
        assert basket.line(1).price_authorised_by == "m1"

    # Print jobs.

    def test_a_queued_paper_is_replaced_until_it_is_printed(
        self, till: TillUnderTest
    ) -> None:
        first = ReceiptDocument(lines=(TextLine(text="first"),), language="en")
        second = ReceiptDocument(lines=(TextLine(text="second"),), language="en")
        with till.ledger.draft() as uow:
            job = uow.print_jobs.add(PrintJobKind.REPORT, first)
            uow.commit()

        with till.ledger.draft() as uow:
            uow.print_jobs.replace(job, second)
            uow.print_jobs.replace("nothing", first)
            uow.commit()

        with till.ledger.draft() as uow:
            (queued,) = uow.print_jobs.list_queued()
            assert queued.document == second
            assert uow.print_jobs.mark(job, PrintJobState.SENT)
            uow.print_jobs.replace(job, first)
            (sending,) = uow.print_jobs.list_queued()
            assert sending.document == second

    def test_print_jobs_are_kept_in_order_until_done(self, till: TillUnderTest) -> None:
        document = ReceiptDocument(lines=(TextLine(text="paper"),), language="en")
        with till.ledger.final() as uow:
            drawer = uow.print_jobs.add(PrintJobKind.DRAWER, None)
            paper = uow.print_jobs.add(PrintJobKind.RECEIPT, document)
            uow.commit()
        with till.ledger.final() as uow:
            uow.print_jobs.add(PrintJobKind.REPORT, document)

        till.reopen()

        with till.ledger.draft() as uow:
            first, second = uow.print_jobs.list_queued()
            assert (first.job_id, first.kind, first.document) == (
                drawer,
                PrintJobKind.DRAWER,
                None,
            )
            assert (second.job_id, second.document) == (paper, document)
            assert first.state is PrintJobState.QUEUED
            assert uow.print_jobs.mark(drawer, PrintJobState.DONE)
            assert uow.print_jobs.mark(paper, PrintJobState.FAILED)
            assert not uow.print_jobs.mark("nothing", PrintJobState.DONE)
            uow.commit()
        with till.ledger.draft() as uow:
            (failed,) = uow.print_jobs.list_queued()
        assert (failed.job_id, failed.state) == (paper, PrintJobState.FAILED)

    # Reference data.

    def test_reference_data_and_store_are_there(self, till: TillUnderTest) -> None:
        with till.ledger.draft() as uow:
            assert uow.catalog.find_by_scan_code(PEN.scan_code) == PEN
            assert uow.catalog.find_by_plu("77") == APPLES
            assert uow.catalog.get("pen") is not None
            assert uow.catalog.find_by_scan_code("nothing") is None
            assert [item.item_id for item in uow.catalog.search("fine", 5)] == ["pen"]
            assert uow.operators.find("m1") is not None
            assert [row.operator_id for row in uow.operators.list_active()] == [
                "c1",
                "m1",
            ]
            assert uow.store.currency.code == "EUR"

    @staticmethod
    def _return(
        till: TillUnderTest, series: str, number: int, quantity: int, line: int = 1
    ) -> str:
        till.use_cases.add_return_with_receipt(
            AddReturnWithReceipt(
                series=series,
                number=number,
                line_sequence=line,
                quantity_micro=quantity * 1_000_000,
            )
        )
        return till.use_cases.pay_cash_exact(PayCashExact()).transaction_id
