"""A sale on two lines of twenty."""

from __future__ import annotations

import pytest

from drivers.line_display.display_text import lay_out
from drivers.line_display.port import DisplayContent
from terminal.application.selling.customer_view import (
    NOBODY,
    CustomerPhase,
    CustomerView,
)
from terminal.application.selling.sale_view import LineView, TotalsView
from terminal.peripherals.line_display_feed import LineDisplayFeed, amount_text


class _Display:
    def __init__(self) -> None:
        self.shown: list[DisplayContent] = []

    def show(self, content: DisplayContent) -> None:
        self.shown.append(content)


def _line(
    name: str = "Oat milk 1 l", quantity_micro: int = 1_000_000, unit: str = "piece"
) -> LineView:
    return LineView(
        sequence=1,
        kind="sale",
        item_id="a",
        scan_code="a",
        description=name,
        quantity_micro=quantity_micro,
        unit=unit,
        unit_price_micro=1_950_000,
        amount_minor=195,
        is_voided=False,
    )


def _view(
    phase: CustomerPhase,
    line: LineView | None = None,
    *,
    total: int = 570,
    due: int = 570,
    change: int = 0,
) -> CustomerView:
    totals = TotalsView(
        item_count=1,
        subtotal_minor=total,
        tax_minor=0,
        total_minor=total,
        tendered_minor=total - due,
        due_minor=due,
        change_minor=change,
        currency="EUR",
        exponent=2,
    )
    lines = () if line is None else (line,)
    return CustomerView(phase=phase, lines=lines, last_sequence=1, totals=totals)


@pytest.mark.parametrize(
    ("view", "upper", "lower"),
    [
        (NOBODY, "Riverside Market", "WELCOME"),
        (_view("sale", _line()), "Oat milk 1 l    1.95", "TOTAL           5.70"),
        (
            _view("sale", _line(quantity_micro=3_000_000)),
            "3x Oat milk 1 l 1.95",
            "TOTAL           5.70",
        ),
        (
            _view("sale", _line("Apples", 1_250_000, "kg")),
            "1.25kg Apples   1.95",
            "TOTAL           5.70",
        ),
        (
            _view("sale", _line("有机牛奶", 2_000_000)),
            "2x              1.95",
            "TOTAL           5.70",
        ),
        (
            _view("tender", _line(), due=370),
            "TOTAL           5.70",
            "DUE             3.70",
        ),
        (_view("done", change=430), "TOTAL           5.70", "CHANGE          4.30"),
        (_view("done"), "TOTAL           5.70", "THANK YOU"),
        (_view("done", total=-200), "REFUND          2.00", "THANK YOU"),
    ],
    ids=[
        "idle",
        "line",
        "pieces",
        "weight",
        "cjk",
        "tender",
        "change",
        "exact",
        "refund",
    ],
)
def test_each_moment_of_a_sale_has_its_two_lines(
    view: CustomerView, upper: str, lower: str
) -> None:
    display = _Display()
    feed = LineDisplayFeed(
        lambda: [display], idle_upper="Riverside Market", idle_lower="WELCOME"
    )

    feed.show(view)

    (content,) = display.shown
    assert lay_out(content.upper, "ascii").rstrip() == upper
    assert lay_out(content.lower, "ascii").rstrip() == lower


def test_amounts_have_the_decimals_of_their_currency() -> None:
    assert amount_text(-5, 2) == "-0.05"
    assert amount_text(1200, 0) == "1200"
    assert amount_text(1234567, 3) == "1234.567"
