"""The window as a program: from the QApplication to the exit code."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from terminal.bootstrap.window.cashier import EXIT_FAILED, Cashier

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from terminal.bootstrap.window.simulated_desk import Network
    from terminal.ui.shell.main_window import MainWindow

SWITCH_INTERVAL_S: Final = 0.0005
_STDIN: Final = 0
_INPUT_BYTES: Final = 4_096


def run_window(
    home_path: Path,
    *,
    network: Network | None = None,
    on_window: Callable[[MainWindow], None] | None = None,
    is_training: bool = False,
    is_technicians: bool = False,
    ends_with_input: bool = False,
) -> int:
    """Run the till with its window until it is closed; return the exit code.

    Args:
        home_path: The home; without one the first-start screens make it.
        network: What the simulated devices' panel can cut.
        on_window: Called with the window before it is shown, for measuring.
        is_training: Run a new training till beside the one of the home.
        is_technicians: Nobody sells in this window; it is for setting up devices.
        ends_with_input: Close the window when standard input ends.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    if not has_display():
        sys.stderr.write(
            "evertill: there is no display for the window; set DISPLAY, or run"
            " `main.py till --headless`\n"
        )
        return EXIT_FAILED
    from terminal.ui.support.defects import DefectWatch

    cashier = Cashier(
        home_path,
        network=network,
        is_training=is_training,
        is_technicians=is_technicians,
    )
    application = make_application()
    window = cashier.make_window()
    window.closing.connect(application.quit)
    defects = DefectWatch(cashier)
    defects.found.connect(window.show_defect)
    defects.interrupted.connect(application.quit)
    defects.install()
    if on_window is not None:
        on_window(window)
    if ends_with_input:
        _close_with_input(window)
    cashier.begin()
    window.show()
    try:
        application.exec()
    finally:
        cashier.close()
        defects.remove()
    return cashier.exit_code


def _close_with_input(window: MainWindow) -> None:
    """Close *window* when nobody can write to standard input any more."""
    from PySide6.QtCore import QMetaObject, Qt

    def listen() -> None:
        # Not through sys.stdin: a thread that waits in it breaks the program's end.
        while os.read(_STDIN, _INPUT_BYTES):
            pass
        QMetaObject.invokeMethod(window, "close", Qt.ConnectionType.QueuedConnection)

    threading.Thread(target=listen, name="input", daemon=True).start()


def make_application(theme: str = "light") -> QApplication:
    """Make the QApplication with style, fonts and style sheet of the design."""
    from PySide6.QtWidgets import QApplication

    from terminal.ui.support.translation import use_language
    from terminal.ui.theme.appearance import APPEARANCE
    from terminal.ui.theme.stylesheet import build_stylesheet

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["evertill"])
    application.setStyle("Fusion")
    application.setApplicationName("Evertill")
    application.setFont(APPEARANCE.font("body"))
    APPEARANCE.use(theme_name=theme)
    application.setStyleSheet(build_stylesheet(theme))
    use_language(APPEARANCE.language)
    return application


def has_display() -> bool:
    """Tell whether a window can be shown; Qt would abort the process instead."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def watch_paints(
    names: frozenset[str], on_painted: Callable[..., None]
) -> Callable[[MainWindow], None]:
    """Return an `on_window` that reports each paint of the widgets *names*.

    For measuring: *on_painted* is called as `WindowProbe` says.
    """

    def watch(_: MainWindow) -> None:
        from terminal.ui.support.window_probe import WindowProbe

        WindowProbe(names, on_painted)

    return watch
