"""Keyboard-wedge scanners told from people who type, in all windows of the till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from terminal.peripherals.wedge import new_keyboard_wedge
from terminal.ui.support.scan_router import KeyboardScans

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from terminal.peripherals.device_service import DeviceService
    from terminal.ui.shell.main_window import MainWindow
    from terminal.ui.support.scan_router import ScanRouter


def watch_keyboard(
    window: MainWindow, devices: DeviceService, router: ScanRouter, parent: QObject
) -> KeyboardScans:
    """Let what scanners type into *window* go to *router* as scans."""
    scans = KeyboardScans(new_keyboard_wedge(devices.wedge), router, parent)
    scans.follow(window.windowHandle())
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    scans.watch(application)
    return scans
