"""The whole window: every screen at every size, theme and language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from _pytest.mark.structures import ParameterSet
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from terminal.application.till_control.sign_on import SignOn
from terminal.domain.errors import SignOnRefusedError
from terminal.ui.support.error_messages import explain
from terminal.ui.support.translation import LANGUAGES
from terminal.ui.theme.appearance import THEME_NAMES
from terminal.ui.widgets.notice import Notice
from tests.support import ruled_shop as shop
from tests.support.layout_checks import problems
from tests.support.window_under_test import PIN, WindowUnderTest

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
CODES = ("1010", "1019", "1021", "1011", "1014", "1023")


def _sell(under_test: WindowUnderTest) -> None:
    under_test.scan(*CODES)


def _new_screens(under_test: WindowUnderTest) -> dict[str, Callable[[], None]]:
    """Return what brings each further screen up, in this order."""
    flows, press = under_test.flows, under_test.press

    def scan(*codes: str) -> Callable[[], None]:
        def again() -> None:
            press(Qt.Key.Key_Escape)
            under_test.scan(*codes)

        return again

    def keys(*wanted: str | Qt.Key) -> Callable[[], None]:
        return lambda: press(*wanted)

    back = Qt.Key.Key_Escape
    enter = Qt.Key.Key_Return
    return {
        "modifiers": scan(*[shop.YOGHURT] * 3, shop.WATER, "CLUB10"),
        "why line": under_test.screen.basket.list.actions_bar.why_key.click,
        "why basket": keys(enter),
        "age": scan(shop.WINE),
        "birth date": keys("2"),
        "serial": scan(shop.PHONE),
        "weight": scan(shop.CHEESE),
        "tare": keys("*"),
        "stop": scan(shop.RECALLED),
        "departments": keys(back, Qt.Key.Key_F6),
        "customer": keys(back, Qt.Key.Key_F7),
        "discount": keys(back, Qt.Key.Key_F3),
        "discount reason": keys("5", enter),
        "override": under_test.screen.basket.list.actions_bar.price_key.click,
        "cash in and out": flows.tender_control.choose_kind,
        "loan": keys("3", "5", "0", "0", enter, "1", enter),
        "approval": lambda: _ask_approval(under_test),
        "count": flows.settlement.ask_settlement,
        "settle": keys(Qt.Key.Key_F12),
        "settled": keys(Qt.Key.Key_F12),
    }


def _ask_approval(under_test: WindowUnderTest) -> None:
    under_test.till.use_cases.sign_on(SignOn(operator_id="b", pin=PIN))
    under_test.flows.till.load()
    under_test.flows.customer.ask_exemption()
    under_test.press("1", Qt.Key.Key_Return, "4", "7", Qt.Key.Key_Return)


def _layouts() -> list[ParameterSet]:
    """Return each size with each language; some of the roomy ones for the campaign.

    The narrowest window meets every language, and every size some language.
    """
    narrowest, *roomy = SIZES
    languages = sorted(LANGUAGES)
    always = {(narrowest, language) for language in languages}
    always |= set(zip(roomy, languages, strict=False))
    return [
        pytest.param(
            size,
            language,
            id=f"{size[0]}x{size[1]}-{language}",
            marks=() if (size, language) in always else pytest.mark.campaign,
        )
        for size in SIZES
        for language in languages
    ]


@pytest.mark.parametrize(("size", "language"), _layouts())
def test_no_screen_clips_overlaps_or_hides_anything(
    qapp: QApplication, size: tuple[int, int], language: str
) -> None:
    under_test = WindowUnderTest()
    found: dict[str, list[str]] = {}

    # Restyling costs most of the time.  The screens of every sale are checked in each
    # theme, the others in one a window: each size and each language meets them all.
    kept = THEME_NAMES[
        (SIZES.index(size) + sorted(LANGUAGES).index(language)) % len(THEME_NAMES)
    ]

    def check(name: str) -> None:
        in_all = name in {"sale", "tender"}
        others = [theme for theme in THEME_NAMES if theme != kept] if in_all else []
        for theme in (*others, kept):
            under_test.window.use_theme(theme)
            under_test.settle()
            if wrong := problems(under_test.window):
                found[f"{name} {theme}"] = wrong

    try:
        under_test.show(*size)
        under_test.window.use_language(language)
        check("sign-on")
        under_test.sign_on()
        under_test.window.use_language(language)
        _sell(under_test)
        check("sale")
        under_test.press(Qt.Key.Key_F12)
        check("tender")
        under_test.press("1", "0", "0", "0", Qt.Key.Key_Return)
        check("split")
        under_test.press("5", "0", "0", "0", Qt.Key.Key_Return)
        check("change")
        under_test.press(Qt.Key.Key_F11)
        check("receipt")
        under_test.press(Qt.Key.Key_Return)
        for name, flow in (
            ("more", under_test.flows.show_more),
            ("return", under_test.flows.returns.begin_return),
            ("number", under_test.flows.lines.ask_next_price),
            ("reason", under_test.flows.till_flows.open_drawer),
            ("status", under_test.flows.show_status),
            ("search", under_test.flows.search.show_search),
        ):
            flow()
            check(name)
        for name, press in _new_screens(under_test).items():
            press()
            check(name)
    finally:
        under_test.close()

    assert found == {}


def test_a_whole_sale_by_keyboard_alone(shown: WindowUnderTest) -> None:
    shown.press(*"246810")
    assert shown.window.stack.currentWidget() is shown.screen

    shown.press("2", "*")
    shown.press(*"1010", Qt.Key.Key_Return)
    shown.press(*"1024", Qt.Key.Key_Enter)
    shown.press(Qt.Key.Key_Plus)
    shown.press(*"1000", Qt.Key.Key_Enter)

    assert shown.screen.panel.objectName() == "changePanel"
    completed = shown.flows.sale.last_completed
    assert completed is not None
    assert (completed.gross_minor, completed.change_minor) == (810, 190)

    shown.press(Qt.Key.Key_Enter)
    assert shown.screen.panel is shown.screen.items
    assert not shown.flows.sale.has_sale


def test_the_language_changes_while_a_sale_is_open(selling: WindowUnderTest) -> None:
    selling.scan("1010", "1011")
    selling.press(Qt.Key.Key_F4)

    selling.window.use_language("zh_TW")
    selling.settle()

    basket = selling.screen.basket
    assert basket.title.text() == "購物清單"
    assert basket.list.basket.lines[1].void_tag.endswith("作廢")
    assert selling.screen.top_bar.scan_field.accessibleName().startswith("掃碼")
    assert len(basket.list.basket.lines) == 2


def test_a_notice_is_written_again_in_the_new_language(
    selling: WindowUnderTest,
) -> None:
    notice = selling.screen.scan_notice
    selling.scan("5391520123450")

    selling.window.use_language("zh_CN")

    assert notice.isVisible()
    assert notice.text.title == "没有条码为 5 391 520 123 450 的商品"
    assert notice.text.action == "无码商品  F6"

    selling.press(Qt.Key.Key_F3)
    selling.window.use_language("en")

    assert notice.text.title == "The basket is empty."


def test_a_wrong_pin_is_told_again_in_the_new_language(
    shown: WindowUnderTest,
) -> None:
    shown.window.sign_on.choose("a")
    shown.window.sign_on.refused.emit(explain(SignOnRefusedError("wrong")))
    prompt = shown.window.sign_on_screen.prompt
    assert prompt.text() == "The PIN is wrong"

    shown.window.use_language("zh_CN")

    assert prompt.text() == "密码错误"


def test_a_theme_changes_the_whole_window(selling: WindowUnderTest) -> None:
    before = selling.window.grab().toImage().pixelColor(300, 300)

    selling.window.change_look("theme")
    selling.settle()

    assert selling.window.grab().toImage().pixelColor(300, 300) != before


def test_the_first_paint_and_the_names_are_announced_once(
    qapp: QApplication,
) -> None:
    under_test = WindowUnderTest()
    announced: list[str] = []
    under_test.window.painted.connect(lambda: announced.append("window"))
    under_test.window.names_shown.connect(lambda: announced.append("names"))

    under_test.show()
    under_test.window.update()
    under_test.settle()
    under_test.close()

    assert announced == ["window", "names"]


def test_signing_off_brings_the_names_back_and_stops_scans(
    selling: WindowUnderTest,
) -> None:
    selling.flows.sign_off_wanted.emit()
    selling.settle()
    assert selling.window.stack.currentWidget() is selling.window.sign_on_screen

    selling.scan("1010")
    assert selling.window.sign_on_screen.prompt.text() == "Nobody is signed on"

    selling.sign_on("b")
    assert not selling.flows.sale.has_sale


def test_a_scan_before_the_sign_on_is_refused_in_words_and_to_its_scanner(
    shown: WindowUnderTest,
) -> None:
    answered: list[tuple[str, bool]] = []
    shown.router.answered.connect(lambda *answer: answered.append(answer))

    shown.router.scan("1010", "counter")
    shown.settle()

    assert answered == [("counter", False)]
    assert shown.window.sign_on_screen.prompt.text() == "Nobody is signed on"

    shown.press("2")
    assert shown.window.sign_on_screen.prompt.text() == "Enter your PIN"


def test_the_open_sale_is_there_for_the_next_operator(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    selling.flows.sign_off_wanted.emit()

    selling.sign_on("b")

    assert [line.name for line in selling.flows.sale.lines()] == ["Oat milk 1 l"]
    assert selling.screen.basket.list.basket.lines[0].name == "Oat milk 1 l"


def test_a_defect_keeps_the_sale_and_shows_what_the_ledger_holds(
    selling: WindowUnderTest,
) -> None:
    selling.scan("1010")
    # What a slot that failed half-way would leave behind.
    selling.screen.basket.list.show_basket([])
    notice = selling.find("defectNotice")
    assert isinstance(notice, Notice)

    selling.window.show_defect()
    selling.settle()

    assert notice.text.title == "The program made a mistake"
    assert [line.name for line in selling.lines] == ["Oat milk 1 l"]

    notice.action_key.click()
    assert not notice.isVisible()
    selling.scan("1010")
    assert len(selling.lines) == 2


def test_a_defect_before_anybody_signed_on_is_told_too(shown: WindowUnderTest) -> None:
    shown.window.show_defect()

    assert shown.find("defectNotice").isVisible()


def test_what_one_operator_typed_is_not_the_next_ones(
    selling: WindowUnderTest,
) -> None:
    selling.press("3")
    assert selling.screen.top_bar.scan_field.text() == "3"
    selling.flows.sign_off_wanted.emit()
    selling.sign_on("b")

    assert selling.screen.top_bar.scan_field.text() == ""
