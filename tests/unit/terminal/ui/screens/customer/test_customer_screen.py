"""The customer's screen in each of its moments."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from terminal.application.selling.customer_view import CustomerPhase, CustomerView
from terminal.application.selling.sale_view import (
    LineView,
    ModifierView,
    TotalsView,
)
from terminal.ui.screens.customer.customer_screen import CustomerScreen
from terminal.ui.support.translation import use_language
from terminal.ui.theme.appearance import APPEARANCE

pytestmark = pytest.mark.gui


def _line(sequence: int, name: str = "Greek yoghurt 500 g") -> LineView:
    return LineView(
        sequence=sequence,
        kind="sale",
        item_id="a",
        scan_code="a",
        description=name,
        quantity_micro=3_000_000,
        unit="piece",
        unit_price_micro=1_600_000,
        amount_minor=320,
        extended_minor=480,
        is_voided=False,
        modifiers=(
            ModifierView(kind="promotion", label="3 for 2", amount_minor=-160),
            ModifierView(kind="manual", label="staff", amount_minor=0),
        ),
    )


def _view(
    phase: CustomerPhase, *, count: int = 1, total: int = 3194, change: int = 0
) -> CustomerView:
    totals = TotalsView(
        item_count=count,
        subtotal_minor=total,
        tax_minor=0,
        total_minor=total,
        tendered_minor=0,
        due_minor=total,
        change_minor=change,
        currency="EUR",
        exponent=2,
        discount_minor=-160,
    )
    lines = tuple(_line(number) for number in range(1, count + 1))
    return CustomerView(
        phase=phase, lines=lines, last_sequence=count, totals=totals, given_minor=5000
    )


def _picture(screen: CustomerScreen) -> QImage:
    screen.resize(1280, 800)
    return screen.grab().toImage()


@pytest.mark.parametrize(
    ("view", "spoken"),
    [
        (CustomerView(), "Welcome, Riverside Market"),
        (
            _view("sale", count=12),
            "Greek yoghurt 500 g 3.20, Total 31.94, You save 1.60",
        ),
        (
            _view("tender"),
            "Greek yoghurt 500 g 3.20, Still to pay 31.94, You save 1.60",
        ),
        (_view("done", change=1806), "Change 18.06, You save 1.60, Thank you!"),
        (_view("done"), "Total 31.94, You save 1.60, Thank you!"),
        (_view("done", total=-500), "You get back 5.00, You save 1.60, Thank you!"),
    ],
    ids=["idle", "sale", "tender", "change", "exact", "refund"],
)
def test_each_moment_says_and_paints_what_matters(
    qapp: object, view: CustomerView, spoken: str
) -> None:
    screen = CustomerScreen("Riverside Market")
    screen.use_symbol("€")
    blank = _picture(screen)

    screen.show_view(view)

    assert screen.accessibleName() == spoken
    assert (_picture(screen) == blank) is (view.phase == "idle")


def test_what_a_person_gave_off_is_not_named_to_the_customer(qapp: object) -> None:
    detail = CustomerScreen._detail(_line(1), 2)

    assert detail == "3 × 1.60 · 3 for 2"


@pytest.mark.parametrize("size", [(800, 480), (1024, 768), (1080, 1920)])
def test_it_fills_screens_of_any_shape(qapp: object, size: tuple[int, int]) -> None:
    screen = CustomerScreen("Riverside Market")
    screen.show_view(_view("sale", count=40))
    screen.resize(*size)

    picture = screen.grab().toImage()

    # The last line's ground reaches from edge to edge.
    scale = min(size[0] / 1280, size[1] / 800)
    row = round(size[1] - 270 * scale)
    assert picture.pixelColor(2, row) == picture.pixelColor(size[0] - 3, row)
    assert picture.pixelColor(2, row).name() == "#ebf0fe"


def test_another_language_comes_into_force_at_once(qapp: object) -> None:
    screen = CustomerScreen("Riverside Market")
    screen.show_view(_view("sale"))
    use_language("zh_CN")
    try:
        screen.show_view(_view("tender"))
        assert "尚需支付" in screen.accessibleName()
    finally:
        use_language("en")


def test_a_training_till_says_so_to_the_customer_too(qtbot: QtBot) -> None:
    screen = CustomerScreen("Riverside Market", is_training=True)
    qtbot.addWidget(screen)
    screen.resize(1280, 800)
    screen.show_view(_view("idle"))

    picture = screen.grab().toImage()

    amber = APPEARANCE.colour("warning").name()
    for x, y in ((2, 400), (1277, 400), (640, 2), (640, 797)):
        assert QColor(picture.pixel(x, y)).name() == amber
    assert screen.spoken() == "Welcome, TRAINING"
