"""The first questions of a till that has no home yet."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from terminal.bootstrap.window.answered_home import make_answered_home
from terminal.persistence.home import Home
from terminal.persistence.keys.home_keys import confirm_recovery
from terminal.ui.screens.cashier.first_start_screen import FirstStartScreen
from terminal.ui.view_models.first_start_view_model import FirstStartViewModel

if TYPE_CHECKING:
    from terminal.ui.shell.main_window import MainWindow
    from terminal.ui.view_models.first_start_view_model import FirstStartAnswers


class FirstStart(QObject):
    """Asks, makes the home on a thread of its own and shows its recovery code.

    Signals:
        home_made: There is a home now, and its recovery code was written down.
    """

    home_made = Signal()

    def __init__(self, home_path: Path, window: MainWindow, parent: QObject) -> None:
        """Show the first question."""
        super().__init__(parent)
        self._home_path = home_path
        model = FirstStartViewModel(self._make_home, self)
        screen = FirstStartScreen(model)
        screen.language_chosen.connect(window.use_language)
        screen.finished.connect(self._finish)
        window.stack.addWidget(screen)
        window.stack.setCurrentWidget(screen)

    def _make_home(
        self, answers: FirstStartAnswers, done: Callable[[object], None]
    ) -> None:
        def work() -> None:
            try:
                code: object = make_answered_home(self._home_path, answers)
            except Exception as error:  # noqa: BLE001 - shown in words
                code = error
            done(code)

        threading.Thread(target=work, name="first-start").start()

    @Slot()
    def _finish(self) -> None:
        confirm_recovery(Home.load(self._home_path))
        self.home_made.emit()
