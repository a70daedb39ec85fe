"""The customer follows the sale of the window."""

from __future__ import annotations

import pytest

from terminal.application.selling.customer_view import NOBODY, CustomerView
from terminal.ui.view_models.customer_view_model import CustomerViewModel
from tests.support.window_under_test import WindowUnderTest

pytestmark = pytest.mark.gui


def _model(shown: WindowUnderTest, goodbye_ms: int = 60_000) -> CustomerViewModel:
    shown.sign_on()
    assert shown.window.flows is not None
    return CustomerViewModel(
        shown.window.flows.sale, shown.window, goodbye_ms=goodbye_ms
    )


def test_lines_tender_and_change_come_as_they_happen(shown: WindowUnderTest) -> None:
    model = _model(shown)
    seen: list[CustomerView] = []
    model.changed.connect(seen.append)
    sale = shown.window.flows.sale  # type: ignore[union-attr]  # made at sign-on

    sale.scan("1007")
    shown.settle()
    sale.scan("1010")
    shown.settle()
    assert [view.phase for view in seen] == ["sale", "sale"]
    assert seen[-1].last is not None
    assert seen[-1].last.description == "Oat milk 1 l"

    sale.void_line(seen[-1].last.sequence)
    shown.settle()
    assert [line.description for line in seen[-1].lines] == ["Sourdough loaf"]

    sale.tender_cash(100)
    shown.settle()
    assert seen[-1].given_minor == 100
    sale.tender_cash(500)
    shown.settle()
    assert [view.phase for view in seen[-2:]] == ["tender", "done"]
    assert seen[-1].change_minor == 180
    assert seen[-1].given_minor == 600

    sale.forget_finished()
    shown.settle()
    assert model.view is seen[-1]
    sale.scan("1007")
    shown.settle()
    assert [view.phase for view in seen[-2:]] == ["done", "sale"]
    assert len(model.view.lines) == 1


def test_the_thanks_end_by_themselves(shown: WindowUnderTest) -> None:
    model = _model(shown, goodbye_ms=0)
    seen: list[str] = []
    model.changed.connect(lambda view: seen.append(view.phase))
    sale = shown.window.flows.sale  # type: ignore[union-attr]  # made at sign-on
    sale.scan("1007")
    shown.settle()
    sale.pay_exact()
    shown.settle()
    shown.settle()

    assert seen == ["sale", "done", "idle"]
    assert model.view == NOBODY


def test_a_cancelled_sale_leaves_nobody(shown: WindowUnderTest) -> None:
    model = _model(shown)
    sale = shown.window.flows.sale  # type: ignore[union-attr]  # made at sign-on
    sale.scan("1007")
    shown.settle()
    sale.cancel("test")
    shown.settle()

    assert model.view == NOBODY
