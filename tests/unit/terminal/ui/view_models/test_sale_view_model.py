"""The sale as the screen sees it: what the ledger holds, nothing else."""

from __future__ import annotations

import pytest

from terminal.application.selling.sale_view import CompletedView
from terminal.application.tendering.tender_cash import TenderCash
from terminal.domain.errors import BalanceDueError
from terminal.ui.support.error_messages import Refusal
from terminal.ui.support.scan_router import ScanAnswer
from terminal.ui.support.work_queue import ImmediateWorkQueue
from terminal.ui.view_models.commands import Question
from terminal.ui.view_models.sale_view_model import SaleViewModel
from tests.fakes.held_work_queue import HeldWorkQueue
from tests.fakes.reference_data import APPLES, GIFT, PEN
from tests.fakes.till import MemoryTill, open_memory_till


@pytest.fixture
def till() -> MemoryTill:
    return open_memory_till()


@pytest.fixture
def sale(till: MemoryTill) -> SaleViewModel:
    return SaleViewModel(ImmediateWorkQueue(till.use_cases))


def test_a_scan_adds_a_line_after_the_commit(sale: SaleViewModel) -> None:
    sale.scan(PEN.scan_code)

    assert [line.name for line in sale.lines()] == ["Fineliner"]
    assert sale.totals is not None
    assert sale.totals.total_minor == 149


def test_an_unknown_code_is_refused_and_adds_nothing(sale: SaleViewModel) -> None:
    refused: list[Refusal] = []
    sale.refused.connect(refused.append)

    sale.scan("5391520123450")

    assert [refusal.code for refusal in refused] == ["unknown_item"]
    assert not sale.has_sale


def test_a_commit_that_fails_changes_nothing_on_the_screen(
    sale: SaleViewModel, till: MemoryTill
) -> None:
    sale.scan(PEN.scan_code)
    refused: list[Refusal] = []
    sale.refused.connect(refused.append)

    till.ledger.fail_next_commit = True
    sale.scan(PEN.scan_code)

    assert len(sale.lines()) == 1
    assert len(refused) == 1


def test_a_keyed_quantity_counts_for_one_item(sale: SaleViewModel) -> None:
    sale.expect_quantity(3_000_000)
    sale.scan(PEN.scan_code)
    sale.scan(PEN.scan_code)

    assert [line.quantity for line in sale.lines()] == ["3", "1"]


def test_an_open_price_is_asked_for(sale: SaleViewModel) -> None:
    asked: list[Question] = []
    sale.questioned.connect(asked.append)

    sale.scan(GIFT.scan_code)

    assert asked[0].error.code == "price_required"
    assert asked[0].command.scan_code == GIFT.scan_code
    assert not sale.has_sale

    asked[0].answer(keyed_price_micro=25_000_000)
    assert [line.amount for line in sale.lines()] == ["25.00"]


def test_a_keyed_price_is_used_once(sale: SaleViewModel) -> None:
    sale.expect_price(2_500_000)
    sale.scan(GIFT.scan_code)

    assert sale.lines()[0].amount == "2.50"
    assert sale.next_price_micro is None


def test_short_numbers_are_plus_and_words_are_searched(sale: SaleViewModel) -> None:
    found: list[object] = []
    sale.items_found.connect(found.append)

    sale.enter(str(APPLES.plu))
    sale.enter("apple")
    sale.enter("  ")

    assert sale.lines()[0].name == "Apples"
    assert len(found) == 1


def test_one_piece_less_than_one_voids_the_line(sale: SaleViewModel) -> None:
    sale.scan(PEN.scan_code)

    sale.step_quantity(1, 1)
    assert sale.lines()[0].quantity == "2"

    sale.step_quantity(1, -1)
    sale.step_quantity(1, -1)
    assert sale.lines()[0].void_tag


def test_cash_with_change_completes_the_sale(sale: SaleViewModel) -> None:
    completed: list[CompletedView] = []
    sale.completed.connect(completed.append)
    sale.scan(PEN.scan_code)

    sale.tender_cash(200)

    assert completed[0].change_minor == 51
    assert sale.last_given_minor == 200


def test_too_little_cash_leaves_a_rest_that_can_be_removed(
    sale: SaleViewModel,
) -> None:
    sale.scan(PEN.scan_code)
    sale.tender_cash(100)

    assert sale.is_tendering
    assert sale.totals is not None
    assert sale.totals.due_minor == 49

    sale.remove_tender(sale.tenders[0].sequence)
    assert not sale.is_tendering


def test_the_next_scan_clears_the_finished_sale(sale: SaleViewModel) -> None:
    sale.scan(PEN.scan_code)
    sale.pay_exact()
    assert sale.last_completed is not None

    sale.scan(APPLES.scan_code)

    assert [line.name for line in sale.lines()] == ["Apples"]
    assert sale.last_completed is None


def test_a_suspended_sale_comes_back_whole(sale: SaleViewModel) -> None:
    listed: list[list[object]] = []
    sale.suspended_listed.connect(listed.append)
    sale.scan(PEN.scan_code)
    sale.suspend()
    assert not sale.has_sale

    sale.list_suspended()
    sale.retrieve(listed[0][0].transaction_id)  # type: ignore[attr-defined]

    assert [line.name for line in sale.lines()] == ["Fineliner"]


def test_a_cancelled_sale_is_gone(sale: SaleViewModel) -> None:
    sale.scan(PEN.scan_code)

    sale.cancel("Customer left")

    assert not sale.has_sale
    assert sale.item_count == 0


def test_after_a_restart_the_open_sale_is_shown_again(
    sale: SaleViewModel, till: MemoryTill
) -> None:
    sale.scan(PEN.scan_code)
    till.reopen()

    again = SaleViewModel(ImmediateWorkQueue(till.use_cases))
    again.load()

    assert [line.name for line in again.lines()] == ["Fineliner"]


def test_a_price_is_told_without_selling(sale: SaleViewModel) -> None:
    found: list[object] = []
    sale.price_found.connect(found.append)

    sale.check_price(PEN.scan_code)

    assert len(found) == 1
    assert not sale.has_sale


def test_whoever_scanned_hears_whether_the_sale_took_it(sale: SaleViewModel) -> None:
    told: list[bool] = []
    sale.answer_of_scan = lambda: ScanAnswer(told.append)

    sale.scan("4006381333931")
    sale.scan("0000000000000000")

    assert told == [True, False]


@pytest.fixture
def queue(till: MemoryTill) -> HeldWorkQueue:
    return HeldWorkQueue(till.use_cases)


@pytest.fixture
def slow(queue: HeldWorkQueue) -> SaleViewModel:
    """A sale whose answers wait for `queue.run()` once the queue is held."""
    return SaleViewModel(queue)


def test_a_keyed_quantity_counts_once_however_quickly_the_next_item_is_scanned(
    slow: SaleViewModel, queue: HeldWorkQueue
) -> None:
    queue.is_held = True
    slow.expect_quantity(3_000_000)
    slow.scan(PEN.scan_code)
    slow.scan(PEN.scan_code)

    queue.run()

    assert [line.quantity for line in slow.lines()] == ["3", "1"]


def test_a_quantity_keyed_before_the_last_answer_is_for_the_next_item(
    slow: SaleViewModel, queue: HeldWorkQueue
) -> None:
    queue.is_held = True
    slow.scan(PEN.scan_code)
    slow.expect_quantity(3_000_000)
    queue.run()
    slow.scan(PEN.scan_code)

    queue.run()

    assert [line.quantity for line in slow.lines()] == ["1", "3"]


def test_what_was_keyed_for_refused_goods_is_kept_for_the_right_ones(
    sale: SaleViewModel,
) -> None:
    sale.expect_quantity(3_000_000)
    sale.scan("5391520123450")
    assert sale.next_quantity_micro == 3_000_000

    sale.scan(PEN.scan_code)

    assert [line.quantity for line in sale.lines()] == ["3"]
    assert sale.next_quantity_micro == 1_000_000


def test_a_quantity_keyed_for_goods_with_a_question_is_used_once(
    sale: SaleViewModel,
) -> None:
    asked: list[Question] = []
    sale.questioned.connect(asked.append)
    sale.expect_quantity(2_000_000)
    sale.scan(GIFT.scan_code)

    asked[0].answer(keyed_price_micro=25_000_000)
    sale.scan(PEN.scan_code)

    assert [line.quantity for line in sale.lines()] == ["2", "1"]


def test_goods_scanned_while_cash_is_taken_begin_the_next_sale(
    slow: SaleViewModel, queue: HeldWorkQueue
) -> None:
    completed: list[CompletedView] = []
    refused: list[Refusal] = []
    slow.completed.connect(completed.append)
    slow.refused.connect(refused.append)
    slow.scan(PEN.scan_code)
    queue.is_held = True

    slow.tender_cash(200)
    slow.scan(APPLES.scan_code)
    queue.run()

    assert not refused
    assert completed[0].change_minor == 51
    assert [line.name for line in slow.lines()] == ["Apples"]


def test_a_sale_that_was_paid_before_a_crash_can_be_completed(
    sale: SaleViewModel, till: MemoryTill
) -> None:
    sale.scan(PEN.scan_code)
    till.use_cases.tender_cash(TenderCash(given_minor=200))
    till.reopen()
    again = SaleViewModel(ImmediateWorkQueue(till.use_cases))
    again.load()
    completed: list[CompletedView] = []
    again.completed.connect(completed.append)

    # What the main key of the payment gives: nothing is left to pay.
    again.tender_cash(0)

    assert completed[0].change_minor == 51
    assert again.last_given_minor == 200


def test_cash_stays_on_the_screen_when_the_sale_does_not_complete(
    sale: SaleViewModel, till: MemoryTill, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[Refusal] = []
    sale.refused.connect(refused.append)
    sale.scan(PEN.scan_code)

    def fail(_: object) -> None:
        raise BalanceDueError("not now")

    with monkeypatch.context() as patch:
        patch.setattr(till.use_cases, "complete_sale", fail)
        sale.tender_cash(149)

    assert [refusal.code for refusal in refused] == ["balance_due"]
    assert sale.is_tendering

    sale.tender_cash(0)
    assert sale.last_completed is not None
