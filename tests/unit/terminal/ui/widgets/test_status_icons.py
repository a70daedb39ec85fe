"""Sync pill and device icons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.status_view_model import DeviceFace, SyncFace
from terminal.ui.widgets.status_icons import DeviceIcon, DeviceIcons, SyncPill

READY = DeviceFace("p", "receipt_printer", "ready", "Printer: ready")
FAILED = DeviceFace("s", "scanner", "failed", "Scanner does not answer", "Plug it in.")


def test_the_pill_is_40_high_and_grows_with_its_text(qtbot: QtBot) -> None:
    pill = SyncPill()
    qtbot.addWidget(pill)
    pill.show_face(SyncFace("pill", "cloud-check", "All sent"))
    narrow = pill.sizeHint().width()

    pill.show_face(SyncFace("pill-waiting", "cloud-off", "12 waiting\noldest 4 min"))

    assert pill.height() == 40
    assert pill.sizeHint().width() > narrow
    assert pill.accessibleName() == "12 waiting oldest 4 min"


def test_an_unwell_device_has_a_ground_and_a_dot(qtbot: QtBot) -> None:
    icon = DeviceIcon(FAILED)
    qtbot.addWidget(icon)

    image = icon.grab().toImage()

    assert image.pixelColor(4, 20) == APPEARANCE.colour("danger_soft")
    assert image.pixelColor(30, 9) == APPEARANCE.colour("danger")
    assert icon.accessibleName() == "Scanner does not answer. Plug it in."


def test_narrow_bars_show_the_least_well_device_alone(qtbot: QtBot) -> None:
    icons = DeviceIcons()
    qtbot.addWidget(icons)
    icons.show_faces((READY, FAILED))
    assert len(icons.findChildren(DeviceIcon)) == 2

    icons.set_only_worst(only_worst=True)
    icons.show()

    shown = [icon for icon in icons.findChildren(DeviceIcon) if icon.isVisible()]
    assert [icon.accessibleName() for icon in shown] == [FAILED.description]


def test_a_pressed_icon_says_which_device(qtbot: QtBot) -> None:
    icons = DeviceIcons()
    qtbot.addWidget(icons)
    icons.show_faces((READY, FAILED))
    icons.show()

    with qtbot.waitSignal(icons.chosen) as blocker:
        qtbot.mouseClick(icons.findChildren(DeviceIcon)[1], Qt.MouseButton.LeftButton)

    assert blocker.args == ["s"]
