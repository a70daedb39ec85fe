"""Member, coupons and tax exemption."""

from __future__ import annotations

from PySide6.QtCore import Qt

from tests.support import ruled_shop as shop
from tests.support.window_under_test import WindowUnderTest

_MINUS = "\N{MINUS SIGN}"


def test_a_scanned_card_names_the_member_and_prices_again(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010", shop.YOGHURT, shop.MEMBER_CODE)

    assert selling.screen.basket.member_key.text() == "Gabi Ferreira"
    assert selling.lines[1].notes == (("Club price yoghurt", f"{_MINUS}0.10"),)


def test_a_card_may_come_before_the_goods(selling: WindowUnderTest) -> None:
    selling.scan(shop.MEMBER_CODE)
    assert selling.screen.basket.member_key.text() == "Gabi Ferreira"

    selling.scan(shop.YOGHURT)

    assert selling.lines[0].notes == (("Club price yoghurt", f"{_MINUS}0.10"),)
    assert selling.screen.basket.member_key.text() == "Gabi Ferreira"


def test_the_member_is_removed_again(selling: WindowUnderTest) -> None:
    selling.scan(shop.YOGHURT, shop.MEMBER_CODE)

    selling.press(Qt.Key.Key_F7)
    selling.choose("Gabi Ferreira")

    assert selling.screen.basket.member_key.text() == "Add member"
    assert selling.lines[0].notes == ()
    # The panel stays and shows how it is now.
    assert selling.rows[0].name == "Add member"


def test_a_card_nobody_has_is_refused(selling: WindowUnderTest) -> None:
    selling.press(Qt.Key.Key_F7)
    selling.choose("Add member")

    selling.press(*"99", Qt.Key.Key_Return)

    assert selling.notice.title == "No member has this code"


def test_a_coupon_takes_its_share_off_and_goes_again(selling: WindowUnderTest) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F7)
    selling.choose("Add coupon")
    selling.press(*"TEN", Qt.Key.Key_Return)
    assert selling.lines[0].notes == (("10 % welcome", f"{_MINUS}0.20"),)
    assert selling.notice.detail == "Counts"

    selling.press(Qt.Key.Key_F7)
    selling.choose("Coupon TEN")

    assert not selling.lines[0].notes


def test_a_coupon_that_gives_nothing_says_why_until_its_cause_is_gone(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010", "CLUB10")
    assert selling.notice.detail == "For members: add the member first"
    selling.press(Qt.Key.Key_F7)
    coupon = [row for row in selling.rows if row.name == "Coupon CLUB10"]
    assert coupon[0].detail == "For members: add the member first"

    selling.scan(shop.MEMBER_CODE)

    coupon = [row for row in selling.rows if row.name == "Coupon CLUB10"]
    assert coupon[0].detail == "Counts"
    assert selling.lines[0].notes == (("10 % for members", f"{_MINUS}0.20"),)


def test_a_sale_without_tax_needs_reason_and_certificate(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    selling.press(Qt.Key.Key_F7)
    selling.choose("Sell without tax")
    selling.press("1", Qt.Key.Key_Return)

    selling.press(*"4711", Qt.Key.Key_Return)

    assert selling.screen.basket.tax.value.text() == "0.00"
    assert selling.screen.basket.total.amount == "1.77"
    selling.press(Qt.Key.Key_F7)
    selling.choose("Without tax: Diplomatic mission")
    assert selling.screen.basket.total.amount == "1.95"


def test_a_cashier_needs_approval_to_sell_without_tax(shown: WindowUnderTest) -> None:
    shown.sign_on("b")
    shown.scan("1010")
    shown.flows.customer.ask_exemption()
    shown.press("1", Qt.Key.Key_Return, *"4711", Qt.Key.Key_Return)

    assert shown.screen.panel.objectName() == "approvalPanel"
