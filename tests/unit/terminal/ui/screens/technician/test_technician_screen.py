"""What holds for every page of the technician at every size and language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from terminal.ui.screens.technician.address_form import AddressForm
from terminal.ui.screens.technician.technician_screen import TechnicianScreen
from terminal.ui.support import translation
from terminal.ui.support.translation import use_language
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.technician_view_model import TechnicianViewModel
from tests.fakes.technician import CABLE, MemoryTechnician, row
from tests.support.layout_checks import problems

_SIZES = ((1024, 768), (1366, 768), (1920, 1080))
_SERIAL = (
    "serial:usb-05e0:1701:S1: [Errno 2] could not open port /dev/serial/by-id/x:"
    " [Errno 2] No such file or directory"
)


@pytest.fixture
def port() -> MemoryTechnician:
    port = MemoryTechnician()
    port.device_rows = (
        row("printer", "receipt_printer", "offline", "out of paper", "Put paper in."),
        row("scanner", "scanner", "lost", _SERIAL, "Plug the scanner in."),
        row("badges", "nfc_reader"),
    )
    port.found = (CABLE,)
    return port


@pytest.fixture
def screen(
    qapp: QApplication, port: MemoryTechnician, qtbot: QtBot
) -> Iterator[TechnicianScreen]:
    model = TechnicianViewModel(port)
    screen = TechnicianScreen(model)
    qtbot.addWidget(screen)
    screen.resize(1366, 768)
    screen.show()
    model.begin("Priya Devi", "manager")
    qtbot.waitUntil(lambda: bool(model.rows and model.found and model.facts))
    yield screen
    port.gate.set()
    model.close()


def _visit(screen: TechnicianScreen) -> Iterator[str]:
    """Go through everything that can be seen without a device."""
    devices = screen.devices
    yield "devices"
    for device_id in devices.keys:
        devices.keys[device_id].click()
        yield device_id
    devices.detail.second.click()
    yield "question"
    devices.detail.second.click()
    devices.address_key.click()
    form = devices.form
    assert form is not None
    for kind in form.kind.keys:
        form.kind.keys[kind].click()
        yield f"form {kind}"
    form.close_key.click()
    for name in ("overview", "workstation", "diagnostics"):
        screen.navigation[name].click()
        yield name
    screen.navigation["devices"].click()


def _lengthen(text: str) -> str:
    """Return a text of German length."""
    return text if "{" in text or "%" in text else f"{text}{text[-(len(text) // 4) :]}"


@pytest.mark.parametrize("language", ["en", "zh_CN", "long"])
def test_nothing_is_clipped(
    screen: TechnicianScreen,
    language: str,
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if language == "long":

        class _Long:
            @staticmethod
            def translate(_: str, source: str, __: str | None, count: int) -> str:
                return _lengthen(source).replace("%n", str(count))

        monkeypatch.setattr(translation, "QCoreApplication", _Long)
    else:
        use_language(language)
        APPEARANCE.use(language=language)
    screen.retranslate()
    found: list[str] = []
    for width, height in _SIZES:
        screen.resize(width, height)
        for name in _visit(screen):
            qapp.processEvents()
            found += [f"{width} {name}: {each}" for each in problems(screen)]
    assert found == []


def test_a_bare_cable_is_asked_for_its_language(
    screen: TechnicianScreen, port: MemoryTechnician, qtbot: QtBot
) -> None:
    (found,) = screen.devices.found_rows
    keys = {str(key.property("device_kind")): key for key in found.keys}

    keys["scale"].click()

    form = screen.devices.form
    assert form is not None
    assert form.languages["scale"].isVisible()
    assert form.address.edit.text() == CABLE.address
    assert port.calls == []
    form.languages["scale"].keys["cas"].click()
    form.try_key.click()
    qtbot.waitUntil(lambda: port.calls == [f"try scale {CABLE.address}"])


def test_a_device_is_removed_after_a_second_press_only(
    screen: TechnicianScreen, port: MemoryTechnician, qtbot: QtBot
) -> None:
    page = screen.devices
    page.keys["badges"].click()

    page.detail.second.click()
    assert page.detail.notice_title.text().startswith("Remove Nfc Reader")
    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert not page.detail.is_asking
    page.detail.second.click()
    page.keys["printer"].click()
    assert not page.detail.is_asking
    assert port.calls == []

    page.keys["badges"].click()
    page.detail.second.click()
    page.detail.first.click()
    qtbot.waitUntil(lambda: port.calls == ["remove badges"])


def test_a_test_under_way_is_seen(
    screen: TechnicianScreen, port: MemoryTechnician, qtbot: QtBot
) -> None:
    page = screen.devices
    port.gate.clear()

    page.keys["badges"].test_key.click()

    assert page.detail.notice_title.text() == "Testing"
    assert not page.detail.first.applies
    assert not page.keys["badges"].test_key.applies
    port.gate.set()
    qtbot.waitUntil(lambda: page.detail.notice_title.text() == "The test passed")
    port.device_rows = (row("badges", "nfc_reader", "lost", "x", "Plug it in."),)
    page._view_model.refresh()
    qtbot.waitUntil(lambda: page.detail.notice_title.text() == "No answer")


def test_what_the_system_said_is_no_headline(screen: TechnicianScreen) -> None:
    detail = screen.devices.detail
    screen.devices.keys["scanner"].click()
    assert detail.notice_title.text() == "No answer"
    assert detail.notice_text.text() == "Plug the scanner in."
    facts = [label.text() for label in detail.facts.findChildren(QLabel)]
    assert any("could not open port" in text and "Errno" not in text for text in facts)

    screen.devices.keys["printer"].click()
    assert detail.notice_title.text() == "Out of paper"
    assert screen.devices.keys["printer"].accessibleName().endswith(", Out of paper")


def test_the_overview_leads_to_the_device_it_names(screen: TechnicianScreen) -> None:
    screen.navigation["overview"].click()
    (scanner,) = [n for n in screen.overview.notices if "Scanner" in n.text.title]

    scanner.action_key.click()

    assert screen.pages.currentWidget() is screen.devices
    assert screen.devices.keys["scanner"].isChecked()


def test_esc_leaves_the_form_before_the_screen(
    screen: TechnicianScreen, qtbot: QtBot
) -> None:
    left: list[bool] = []
    screen.closed.connect(lambda: left.append(True))
    screen.devices.address_key.click()
    assert screen.devices.form is not None

    QTest.keyClick(screen.devices.form.address.edit, Qt.Key.Key_Escape)
    assert not screen.devices.findChildren(AddressForm, "addressForm")[0].isVisible()
    assert left == []

    QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert left == [True]


def test_other_devices_say_why_they_cannot_be_tested_during_a_trial(
    screen: TechnicianScreen, port: MemoryTechnician, qtbot: QtBot
) -> None:
    page = screen.devices
    page._view_model.try_out(CABLE)
    qtbot.waitUntil(lambda: "new" in page.keys)

    page.keys["printer"].test_key.click()

    assert page.problem.isVisible()
    assert "Save the new device" in page.problem.text()
    page.step_back()
    qtbot.waitUntil(lambda: "new" not in page.keys)
