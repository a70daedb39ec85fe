"""Day, period, reports, returns and receipts."""

from __future__ import annotations

from typing import Any

import pytest

from terminal.application.returning.add_return_with_receipt import AddReturnWithReceipt
from terminal.application.returning.add_return_without_receipt import (
    AddReturnWithoutReceipt,
)
from terminal.application.till_control.count_till import CountTill
from terminal.ui.support.work_queue import ImmediateWorkQueue
from terminal.ui.view_models.till_view_model import TillViewModel
from tests.fakes.reference_data import PEN
from tests.fakes.till import MemoryTill, open_memory_till, sell, sign_on


def _model(till: MemoryTill) -> TillViewModel:
    model = TillViewModel(ImmediateWorkQueue(till.use_cases))
    model.load()
    return model


def _signals(model: TillViewModel, name: str) -> list[Any]:
    seen: list[Any] = []
    getattr(model, name).connect(lambda *values: seen.append(values))
    return seen


@pytest.fixture
def till() -> MemoryTill:
    return open_memory_till()


def test_opening_opens_the_day_too() -> None:
    till = MemoryTill()
    sign_on(till)
    model = _model(till)
    was_open = model.is_open

    model.open(5000)

    assert (was_open, model.is_open) == (False, True)
    assert model.state is not None
    assert model.state.period is not None
    assert model.state.period.loan_minor == 5000


def test_a_refused_opening_is_told() -> None:
    model = _model(MemoryTill())
    refused = _signals(model, "refused")

    model.open(0)

    assert refused[0][0].code == "not_signed_on"
    assert not model.is_open


def test_settling_tells_the_difference_and_closes_the_period(
    till: MemoryTill,
) -> None:
    sell(till)
    model = _model(till)
    settled = _signals(model, "settled")

    model.count(CountTill(sums_minor={"EUR": 10_000}))
    model.settle(uncounted_reason=None, suspended={})

    assert settled[0][0].over_short_minor == -149
    assert not model.is_open

    closed = _signals(model, "day_closed")
    model.close_day()
    assert len(closed) == 1


def test_an_x_report_resets_nothing(till: MemoryTill) -> None:
    sell(till)
    model = _model(till)
    taken = _signals(model, "report_taken")

    model.take_report()

    assert taken[0][0].totals.transactions == 1
    assert model.is_open


def test_a_found_receipt_can_come_back_once(till: MemoryTill) -> None:
    view = sell(till)
    model = _model(till)
    found, added = _signals(model, "receipt_found"), _signals(model, "return_added")
    refused = _signals(model, "refused")
    command = AddReturnWithReceipt(
        series=view.series,
        number=view.number,
        line_sequence=1,
        quantity_micro=1_000_000,
    )

    model.find_receipt(view.receipt_text)
    model.return_line(command)
    model.return_line(command)

    assert found[0][0].number == view.number
    assert len(added) == 1
    assert refused[0][0].code == "return_exceeds_sold"


def test_a_return_without_a_receipt_needs_a_reason(till: MemoryTill) -> None:
    model = _model(till)
    added, refused = _signals(model, "return_added"), _signals(model, "refused")

    for reason in ("", "Damaged"):
        model.return_item(
            AddReturnWithoutReceipt(
                scan_code=PEN.scan_code, quantity_micro=1_000_000, reason=reason
            )
        )

    assert refused[0][0].code == "reason_required"
    assert added[0][0].line.amount_minor == -149


def test_receipts_are_listed_copied_and_voided(till: MemoryTill) -> None:
    view = sell(till)
    model = _model(till)
    listed, made = _signals(model, "finished_listed"), _signals(model, "document_made")
    voided = _signals(model, "voided")

    model.list_finished()
    model.reprint(view.series, view.number)
    model.void(view.series, view.number, "Rung up wrongly")

    assert len(listed[0][0]) == 1
    assert made[0][0].is_copy
    assert voided[0][0].gross_minor == -149


def test_the_drawer_opens_for_a_reason(till: MemoryTill) -> None:
    model = _model(till)
    opened = _signals(model, "drawer_opened")

    model.open_drawer("Change a note")

    assert len(opened) == 1
