"""What a refused command lacks is asked for, and the command is sent again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

import terminal.application
from terminal.domain.access import permissions
from terminal.ui.screens.cashier.flows.prompt_flows import iso_date, permission_text
from tests.support import ruled_shop as shop
from tests.support.window_under_test import PIN, WindowUnderTest


def _panel(selling: WindowUnderTest) -> str:
    return selling.screen.panel.objectName()


def test_an_item_without_a_price_asks_for_one(selling: WindowUnderTest) -> None:
    selling.scan("1017")
    assert _panel(selling) == "numberPanel"

    selling.press(*"2500", Qt.Key.Key_Return)

    assert [line.name for line in selling.lines] == ["Gift card"]
    assert selling.screen.basket.total.amount == "25.00"


def test_a_department_is_chosen_and_its_price_keyed(selling: WindowUnderTest) -> None:
    selling.press(Qt.Key.Key_F6)
    selling.choose("Florist")

    selling.press(*"850", Qt.Key.Key_Return)

    assert [(line.name, line.amount) for line in selling.lines] == [("Florist", "8.50")]


def test_the_age_is_looked_at_once_a_sale(selling: WindowUnderTest) -> None:
    selling.scan(shop.WINE)
    statement = selling.screen.panel.statement.text()  # type: ignore[attr-defined]
    assert statement == "Born 2008-11-22 or before?"

    selling.press(Qt.Key.Key_Return)
    selling.scan(shop.WINE)

    assert len(selling.lines) == 2
    assert _panel(selling) == "itemsPanel"


def test_who_is_too_young_by_date_of_birth_gets_nothing(
    selling: WindowUnderTest,
) -> None:
    selling.scan(shop.WINE)
    selling.press("2", *"20100131", Qt.Key.Key_Return)

    assert _panel(selling) == "choicePanel"
    assert selling.lines == []
    assert selling.event_names[-1] == "ItemRefused"
    selling.press(Qt.Key.Key_Return)
    assert _panel(selling) == "itemsPanel"


def test_an_old_enough_date_of_birth_sells(selling: WindowUnderTest) -> None:
    selling.scan(shop.WINE)
    selling.press("2", *"19990131", Qt.Key.Key_Return)

    assert [line.name for line in selling.lines] == ["Red wine 0.75 l"]


def test_goods_that_are_not_sold_for_age_are_simply_left(
    selling: WindowUnderTest,
) -> None:
    selling.scan(shop.WINE)
    selling.press("3")

    assert selling.lines == []
    assert _panel(selling) == "itemsPanel"


def test_a_scan_answers_the_question_for_a_serial_number(
    selling: WindowUnderTest,
) -> None:
    selling.scan(shop.PHONE, "SN-0042")
    assert [line.name for line in selling.lines] == ["Phone, 128 GB"]

    # The same piece cannot be sold twice.
    selling.scan(shop.PHONE, "SN-0042")
    assert len(selling.lines) == 1
    assert selling.notice.kind == "failure"


def test_a_lot_is_keyed(selling: WindowUnderTest) -> None:
    selling.scan(shop.ALMONDS)
    assert _panel(selling) == "textPanel"

    selling.press(*"L77", Qt.Key.Key_Return)

    assert [line.name for line in selling.lines] == ["Salted almonds, bulk"]


@pytest.mark.parametrize(
    ("keys", "quantity"),
    [
        ((*"510", Qt.Key.Key_Return), "0.500\u00a0kg"),
        (("*", *"30", Qt.Key.Key_Return, *"530", Qt.Key.Key_Return), "0.500\u00a0kg"),
    ],
    ids=["usual tare", "other tare"],
)
def test_a_weight_is_keyed_and_the_packing_taken_off(
    selling: WindowUnderTest, keys: tuple[str | Qt.Key, ...], quantity: str
) -> None:
    selling.scan(shop.CHEESE)

    selling.press(*keys)

    assert [line.quantity for line in selling.lines] == [quantity]


def test_recalled_goods_stop_until_somebody_has_read_it(
    selling: WindowUnderTest,
) -> None:
    selling.scan(shop.RECALLED)
    assert _panel(selling) == "choicePanel"

    selling.scan("1010")
    assert selling.notice.title == "Answer the question first"
    assert selling.lines == []

    selling.press(Qt.Key.Key_Return)
    selling.scan("1010")
    assert [line.name for line in selling.lines] == ["Oat milk 1 l"]


def test_a_question_can_be_left_by_escape(selling: WindowUnderTest) -> None:
    selling.scan(shop.PHONE)
    selling.press(Qt.Key.Key_Escape)
    selling.scan("1010")

    assert [line.name for line in selling.lines] == ["Oat milk 1 l"]


def test_a_second_person_approves_what_the_cashier_may_not(
    shown: WindowUnderTest,
) -> None:
    shown.sign_on("b")
    shown.scan("1010")
    shown.press(Qt.Key.Key_F3, *"20", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)
    assert _panel(shown) == "approvalPanel"
    panel = shown.screen.panel
    # Those with the most rights first, never the one who asks.
    names = [key.text() for key in panel.keys]  # type: ignore[attr-defined]
    assert names[:3] == ["Anna K.", "Priya D.", "Rui N."]
    assert "Malik O." not in names

    shown.press(*PIN)

    assert shown.lines[0].notes == (("Discount: Damaged pack", "\u22120.39"),)
    assert "AccessApproved" in shown.event_names


def test_a_wrong_pin_is_asked_for_again_and_changes_nothing(
    shown: WindowUnderTest,
) -> None:
    shown.sign_on("b")
    shown.scan("1010")
    shown.press(Qt.Key.Key_F3, *"20", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)

    shown.press(*"000000")

    assert _panel(shown) == "approvalPanel"
    notice = shown.screen.panel.notice  # type: ignore[attr-defined]
    assert notice.text.title == "The PIN is wrong"
    assert shown.lines[0].notes == ()

    shown.press(Qt.Key.Key_Escape)
    assert _panel(shown) == "itemsPanel"
    assert shown.lines[0].notes == ()


def test_who_may_not_either_is_told_so(shown: WindowUnderTest) -> None:
    shown.sign_on("b")
    shown.scan("1010")
    shown.press(Qt.Key.Key_F3, *"20", Qt.Key.Key_Return, "1", Qt.Key.Key_Return)

    # Up from the first name is the last one: another cashier.
    shown.press(Qt.Key.Key_Up, *PIN)

    notice = shown.screen.panel.notice  # type: ignore[attr-defined]
    assert notice.text.title == "This person may not do it"


def test_eight_digits_are_a_date_and_anything_else_stays() -> None:
    assert iso_date("19990131") == "1999-01-31"
    assert iso_date("1999-01-31") == "1999-01-31"


def test_goods_scanned_just_before_a_question_do_not_take_its_place(
    selling: WindowUnderTest,
) -> None:
    selling.queue.is_held = True
    selling.scan(shop.WINE, shop.PHONE)

    selling.queue.run()
    selling.settle()

    assert selling.screen.panel.title.text() == "Age check"
    assert selling.notice.title == "Answer the question first"

    selling.queue.is_held = False
    selling.press(Qt.Key.Key_Return)
    assert len(selling.lines) == 1


def test_stopped_goods_scanned_just_before_a_question_are_told_beside_it(
    selling: WindowUnderTest,
) -> None:
    selling.queue.is_held = True
    selling.scan(shop.WINE, shop.RECALLED)

    selling.queue.run()
    selling.settle()

    assert selling.screen.panel.title.text() == "Age check"
    assert selling.notice.kind == "failure"


def test_whatever_a_use_case_may_ask_somebody_to_approve_has_words() -> None:
    application = Path(terminal.application.__file__).parent
    asked = {
        getattr(permissions, name)
        for path in application.rglob("*.py")
        for name in re.findall(r"authority\.require\(([A-Z_]+)\)", path.read_text())
    }
    assert permissions.DRAWER_NO_SALE in asked

    for permission in asked | {permissions.SELL}:
        assert permission_text(permission) != permission
