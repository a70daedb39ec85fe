"""The technician's screen and its way to the devices that run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from terminal.bootstrap.technician import Technician
from terminal.ui.screens.technician.technician_screen import TechnicianScreen
from terminal.ui.view_models.technician_view_model import TechnicianViewModel

if TYPE_CHECKING:
    from terminal.application.till_control.till_view import SessionView
    from terminal.bootstrap.window.counter_devices import CounterDevices
    from terminal.peripherals.found_devices import Finder
    from terminal.ui.shell.main_window import MainWindow


class TechnicianDoor(QObject):
    """Made at the first wish for it; the screen stays in the window."""

    def __init__(
        self,
        home_path: Path,
        window: MainWindow,
        counter: CounterDevices,
        finder: Finder | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        port = Technician(home_path, counter, counter.settings, finder)
        self._model = TechnicianViewModel(port, self)
        window.take_technician_screen(TechnicianScreen(self._model))

    def show(self, session: SessionView) -> None:
        """Show what a technician sees to who signed on for that."""
        self._model.begin(session.name, session.role)

    def close(self) -> None:
        """End what goes on in the background."""
        self._model.close()
