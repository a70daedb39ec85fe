"""A till with its window in a process of its own, for tests that kill it.

Run as ``python -m tests.integration.counter.window_process HOME``: signs on and sells
on.  It says one line for each thing that happened: ``ready N`` (N lines of an open
sale were found), ``lines N``, ``paying``, ``paid TOTAL``, ``closed``; it does what it
is told in the same way: ``pay``, ``close``, ``screen out`` and ``screen in`` (the
customer's), ``customer`` (say what the customer's screen shows).
"""

from __future__ import annotations

import queue
import sys
import threading
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.ui.screens.cashier.sale_flows import SaleFlows
from terminal.ui.screens.cashier.sale_screen import SaleScreen
from terminal.ui.screens.customer.customer_screen import CustomerScreen
from terminal.ui.widgets.keypad import DigitKey
from tests.fakes.new_till import PIN
from tests.integration.counter.shop import until

SCREEN = "customer"
"""The name of the customer's screen, where there are two."""

_TICK_MS = 5


class _Till:
    """The window, and who watches it."""

    def __init__(self, home: Path) -> None:
        make_application()
        self._cashier = Cashier(home)
        self._window = self._cashier.make_window()
        self._cashier.begin()
        self._window.show()
        self._sign_on()
        self._wait_for_sale()
        until(self._are_devices_ready, self._cashier.devices.statuses)
        self._lines = len(self._screen.basket.list.basket.lines)
        self._paid = self._flows.sale.last_completed
        _say(f"ready {self._lines}")

    @property
    def _screen(self) -> SaleScreen:
        assert self._window.sale_screen is not None
        return self._window.sale_screen

    @property
    def _flows(self) -> SaleFlows:
        assert self._window.flows is not None
        return self._window.flows

    def _sign_on(self) -> None:
        window = self._window
        until(lambda: bool(window.sign_on.operators))
        pad = window.sign_on_screen.keypad
        digits = {key.text(): key for key in pad.findChildren(DigitKey)}
        for digit in PIN:
            QTest.mouseClick(digits[digit], Qt.MouseButton.LeftButton)
        until(
            lambda: (
                window.sale_screen is not None
                and window.stack.currentWidget() is window.sale_screen
            )
        )

    def _wait_for_sale(self) -> None:
        """Wait until the sale that was open is shown: its answer came before this."""
        loaded: Future[None] = Future()
        self._cashier.queue.submit(lambda _: None, loaded.set_result, _raise)
        until(loaded.done)

    def _are_devices_ready(self) -> bool:
        return {s.state for s in self._cashier.devices.statuses()} == {"ready"}

    def watch(self) -> None:
        """Say what changed since the last look."""
        completed = self._flows.sale.last_completed
        if completed is not self._paid:
            self._paid = completed
            if completed is not None:
                self._lines = 0
                _say(f"paid {completed.gross_minor}")
        lines = len(self._screen.basket.list.basket.lines)
        if completed is None and lines != self._lines:
            self._lines = lines
            _say(f"lines {lines}")

    def pay(self) -> None:
        """Pay what is due, in cash."""
        _say("paying")
        self._flows.payment.pay_exact()

    def change_screens(self, *, is_in: bool) -> None:
        """Have Qt say that the customer's screen went or came."""
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        (screen,) = [each for each in application.screens() if each.name() == SCREEN]
        signal = application.screenAdded if is_in else application.screenRemoved
        signal.emit(screen)

    def tell_customer(self) -> None:
        """Say whether the customer's window is open, and what it shows."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, CustomerScreen):
                where = widget.screen().name() if widget.isVisible() else "closed"
                _say(f"customer {where} {' '.join(widget.spoken().split())}")

    def obey(self, wish: str) -> None:
        """Do what whoever holds the other end wants."""
        match wish:
            case "pay":
                self.pay()
            case "customer":
                self.tell_customer()
            case _:
                self.change_screens(is_in=wish == "screen in")

    def close(self) -> None:
        """Close the till in an orderly way."""
        self._window.close()
        self._cashier.close()
        _say("closed")


def _raise(error: Exception) -> None:
    raise error


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Serve whoever holds the other end of standard input."""
    told: queue.SimpleQueue[str] = queue.SimpleQueue()

    def listen() -> None:
        for line in sys.stdin:
            told.put(line.strip())
        told.put("close")

    till = _Till(Path(sys.argv[1]))
    threading.Thread(target=listen, daemon=True).start()
    while True:
        QTest.qWait(_TICK_MS)
        till.watch()
        try:
            wish = told.get_nowait()
        except queue.Empty:
            continue
        if wish == "close":
            till.close()
            return
        till.obey(wish)


if __name__ == "__main__":
    main()
