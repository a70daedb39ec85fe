"""Keeps the customer's window on the customer's screen, and nowhere else.

Screens come and go while the till runs.  Qt moves the windows of a screen that is
pulled out to another one, which would be the cashier's: the customer's window is
closed before that, and opened when the screen is back.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QWidget

_log = logging.getLogger(__name__)


def describe_screen(screen: QScreen) -> tuple[str, ...]:
    """Return the names by which the settings may mean *screen*, the best first."""
    box = screen.geometry()
    place = f"{box.width()}x{box.height()}+{box.x()}+{box.y()}"
    return tuple(text for text in (screen.serialNumber(), screen.name(), place) if text)


def find_screen(wanted: str, screens: Sequence[QScreen]) -> QScreen | None:
    """Return the screen with this serial number, name or geometry.

    Never by its place in the list: that changes from start to start.
    """
    for screen in screens:
        if wanted and wanted in describe_screen(screen):
            return screen
    return None


class CustomerSeat(QObject):
    """Opens and closes one window as its screen comes and goes."""

    def __init__(
        self, window: QWidget, cashier: QWidget, wanted: str, parent: QObject
    ) -> None:
        """Prepare; take() opens the window if its screen is there.

        Args:
            window: The customer's.
            cashier: The cashier's window, which gives way.
            wanted: Serial number, name or geometry of the customer's screen.
            parent: Owns this object.
        """
        super().__init__(parent)
        self._window = window
        self._cashier = cashier
        self._wanted = wanted
        self._removed: QScreen | None = None
        self._is_missing_logged = False
        self._rests = False
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._screen_added)
        application.screenRemoved.connect(self._screen_removed)

    @property
    def is_taken(self) -> bool:
        """Whether the customer's window is open."""
        return self._window.isVisible()

    @Slot()
    def take(self) -> None:
        """Open the window on its screen, or close it when there is none for it."""
        if self._rests:
            return
        screens = [s for s in QGuiApplication.screens() if s is not self._removed]
        screen = find_screen(self._wanted, screens)
        others = [other for other in screens if other is not screen]
        if screen is None or not others:
            # With one screen only, that one is the cashier's.
            self._window.hide()
            self._log_missing(screens)
            return
        self._is_missing_logged = False
        if self._cashier.screen() is screen:
            _put(self._cashier, others[0])
        self._window.setScreen(screen)
        self._window.setGeometry(screen.geometry())
        self._window.show()

    def rest(self) -> None:
        """Close the window until `resume`: another program needs the screen."""
        self._rests = True
        self._window.hide()

    def resume(self) -> None:
        """Open the window again if its screen is there."""
        self._rests = False
        self.take()

    def _log_missing(self, screens: Sequence[QScreen]) -> None:
        if self._is_missing_logged:
            return
        self._is_missing_logged = True
        known = "; ".join(" or ".join(describe_screen(screen)) for screen in screens)
        _log.warning(
            "no screen %r for the customer; there are: %s", self._wanted, known
        )

    def close(self) -> None:
        """Close the window for good."""
        self._window.close()
        self._window.deleteLater()

    @Slot(QScreen)
    def _screen_added(self, _: QScreen) -> None:
        self._removed = None
        # The new screen has its geometry after this event.
        QTimer.singleShot(0, self.take)

    @Slot(QScreen)
    def _screen_removed(self, screen: QScreen) -> None:
        self._removed = screen
        if self._window.screen() is screen:
            self._window.hide()
        QTimer.singleShot(0, self.take)


def _put(window: QWidget, screen: QScreen) -> None:
    """Move *window* to *screen*, as large as it was."""
    window.setScreen(screen)
    room = screen.availableGeometry()
    window.resize(window.size().boundedTo(room.size()))
    window.move(room.topLeft())
