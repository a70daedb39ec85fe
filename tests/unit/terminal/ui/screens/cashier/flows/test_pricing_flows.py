"""Prices by hand, and why prices are what they are."""

from __future__ import annotations

from PySide6.QtCore import Qt

from terminal.ui.screens.cashier.panels.why_panel import WhyLine, WhyPanel
from tests.support import ruled_shop as shop
from tests.support.window_under_test import WindowUnderTest

_MINUS = "\N{MINUS SIGN}"


def _rows(selling: WindowUnderTest) -> list[tuple[str, str, str]]:
    panel = selling.screen.panel
    assert isinstance(panel, WhyPanel)
    return [
        (line.row.name, line.row.detail, line.row.amount)
        for line in panel.lines
        if isinstance(line, WhyLine)
    ]


def _figures(selling: WindowUnderTest) -> list[str]:
    panel = selling.screen.panel
    assert isinstance(panel, WhyPanel)
    return [stat.value.text() for stat in panel.figures if stat.isVisible()]


def test_a_price_is_changed_by_hand_with_its_reason(selling: WindowUnderTest) -> None:
    selling.scan("1010")

    selling.screen.basket.list.actions_bar.price_key.click()
    selling.press(*"100", Qt.Key.Key_Return, "2", Qt.Key.Key_Return)

    (line,) = selling.lines
    assert (line.amount, line.notes) == ("1.00", (("Price changed by hand", ""),))


def test_a_line_takes_a_percentage_and_gives_it_back(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F3, *"10", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    assert selling.lines[0].notes == (("Discount: Damaged pack", f"{_MINUS}0.20"),)
    assert selling.screen.basket.savings.value.text() == f"{_MINUS}0.20"
    assert selling.screen.basket.subtotal.value.text() == "1.95"
    assert selling.screen.basket.total.amount == "1.75"

    selling.press(Qt.Key.Key_F3)
    selling.screen.panel.remove_key.click()  # type: ignore[attr-defined]
    selling.settle()

    assert selling.screen.basket.savings.isHidden()
    assert not selling.lines[0].notes


def test_the_basket_takes_an_amount_spread_over_its_lines(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010", "1011")

    selling.press(Qt.Key.Key_F3, Qt.Key.Key_Up, Qt.Key.Key_Right)
    selling.press(*"100", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)

    notes = [line.notes[0][1] for line in selling.lines]
    assert notes == [f"{_MINUS}0.36", f"{_MINUS}0.64"]
    assert selling.screen.basket.total.amount == "4.40"


def test_more_than_everything_cannot_be_keyed(selling: WindowUnderTest) -> None:
    selling.scan("1010")

    selling.press(Qt.Key.Key_F3, *"101", Qt.Key.Key_Return)

    assert selling.screen.panel.objectName() == "discountPanel"
    assert selling.notice.title == "At most 100 percent."


def test_lines_repaint_when_a_promotion_counts_them_together(
    selling: WindowUnderTest,
) -> None:
    selling.scan(shop.YOGHURT, shop.YOGHURT)
    assert [line.notes for line in selling.lines] == [(), ()]

    selling.scan(shop.YOGHURT)

    amounts = [line.notes[0] for line in selling.lines]
    assert amounts == [
        ("3 for 2 yoghurt", f"{_MINUS}0.54"),
        ("3 for 2 yoghurt", f"{_MINUS}0.53"),
        ("3 for 2 yoghurt", f"{_MINUS}0.53"),
    ]
    # The line above its modifier keeps its full amount.
    assert {line.amount for line in selling.lines} == {"1.60"}


def test_deposits_come_with_their_goods_and_stay_unselected(
    selling: WindowUnderTest,
) -> None:
    selling.scan(shop.WATER)

    assert [line.name for line in selling.lines] == [
        "Water, returnable bottle",
        "Deposit",
    ]
    assert selling.screen.basket.list.selected_sequence == 1


def test_a_line_tells_what_applied_and_what_did_not(selling: WindowUnderTest) -> None:
    selling.scan(*[shop.YOGHURT] * 3)

    selling.screen.basket.list.actions_bar.why_key.click()
    selling.settle()

    rows = _rows(selling)
    assert ("Price of the catalogue", "1 \u00d7 1.60", "1.60") in rows
    assert ("3 for 2 yoghurt", "version 3", f"{_MINUS}0.53") in rows
    assert ("Club price yoghurt", "For members · version 1", "") in rows
    assert _figures(selling) == ["1.60", f"{_MINUS}0.53", "1.07"]


def test_what_is_nearly_there_says_how_much_is_missing(
    selling: WindowUnderTest,
) -> None:
    selling.scan(shop.YOGHURT, shop.YOGHURT)

    selling.screen.basket.list.actions_bar.why_key.click()
    selling.settle()

    near = [row for row in _rows(selling) if row[0] == "3 for 2 yoghurt"]
    assert near[0][1].startswith("Not enough pieces: 2/3")


def test_the_basket_tells_promotions_coupons_and_taxes(
    selling: WindowUnderTest,
) -> None:
    selling.scan(*[shop.YOGHURT] * 3, "CLUB10")
    selling.screen.basket.list.actions_bar.why_key.click()
    selling.settle()

    selling.press(Qt.Key.Key_Return)

    rows = _rows(selling)
    assert ("3 for 2 yoghurt", "version 3", f"{_MINUS}1.60") in rows
    assert ("Coupon CLUB10", "For members: add the member first", "") in rows
    assert ("standard 10 %", "of 2.91", "0.29") in rows
    assert _figures(selling) == ["4.80", f"{_MINUS}1.60", "0.00", "3.20"]


def test_a_voided_line_before_it_does_not_move_the_explanation(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F4)
    selling.scan("1011")

    selling.screen.basket.list.actions_bar.why_key.click()
    selling.settle()

    panel = selling.screen.panel
    assert isinstance(panel, WhyPanel)
    assert panel.name.text() == "Free-range eggs, 10"
