"""Walks a real window through one sale and photographs each screen.

For `main.py screenshots` and the demo.  The walk uses what the keys of the
screens use, so a picture shows what an operator would see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent

from terminal.ui.shell.main_window import MainWindow

_POLL_MS: Final = 50
_CALM_MS: Final = 700
_PATIENCE_MS: Final = 30_000
_LOAN_MINOR: Final = 10_000
_UNKNOWN_CODE: Final = "5391520123450"

Condition = Callable[[], bool]


class Tour(QObject):
    """One walk; belongs to the GUI thread.

    Attributes:
        pictures: The files written so far.
        failure: What was waited for in vain; empty while all is well.
    """

    def __init__(
        self,
        window: MainWindow,
        folder: Path,
        operator: tuple[str, str],
        scan_codes: Sequence[str],
    ) -> None:
        """Prepare a walk; `start` begins it.

        Args:
            window: The window; closed at the end of the walk.
            folder: Takes the pictures.
            operator: Id and PIN of somebody who may open a till.
            scan_codes: Labels to scan.
        """
        super().__init__(window)
        self._window = window
        self._folder = folder
        self._operator = operator
        self._scan_codes = scan_codes
        self._steps = self._walk()
        self._condition: Condition = lambda: True
        self._waiting = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._poll)
        self.pictures: list[Path] = []
        self.failure = ""

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._waiting.start()
        self._timer.start()

    @Slot()
    def _poll(self) -> None:
        if not self._condition():
            if self._waiting.elapsed() > _PATIENCE_MS:
                self.failure = f"nothing came after {len(self.pictures)} pictures"
                self._end()
            return
        self._waiting.restart()
        try:
            self._condition = next(self._steps)
        except StopIteration:
            self._end()

    def _end(self) -> None:
        self._timer.stop()
        self._window.close()

    def _walk(self) -> Iterator[Condition]:
        window = self._window
        yield lambda: bool(window.sign_on.operators)
        yield self._calm
        self._photograph("sign-on")
        operator_id, pin = self._operator
        window.sign_on.choose(operator_id)
        for digit in pin:
            window.sign_on.type_digit(digit)
        yield lambda: window.flows is not None and window.till.state is not None
        yield self._calm
        if not window.till.is_open:
            self._photograph("open-the-till")
            window.till.open(_LOAN_MINOR)
        yield lambda: window.till.is_open
        yield self._calm
        yield from self._sell()

    def _sell(self) -> Iterator[Condition]:
        window = self._window
        flows = window.flows
        assert flows is not None
        for count, code in enumerate(self._scan_codes, start=1):
            flows.take_scan(code)
            yield lambda count=count: flows.sale.item_count >= count  # type: ignore[misc]  # mypy cannot infer a lambda with a default
        yield self._calm
        self._photograph("sale")
        flows.take_scan(_UNKNOWN_CODE)
        yield self._calm
        self._photograph("refused-scan")
        if window.sale_screen is not None:
            window.sale_screen.clear_notice()
        for theme, language in (("dark", "zh_CN"), ("high", "zh_TW"), ("light", "en")):
            window.use_theme(theme)
            window.use_language(language)
            yield self._calm
            if theme != "light":
                self._photograph(f"sale-{theme}-{language}")
        yield from self._explain()
        flows.payment.begin()
        yield self._calm
        self._photograph("payment")
        totals = flows.sale.totals
        assert totals is not None
        flows.sale.tender_cash(_next_note(totals.due_minor))
        yield lambda: flows.sale.last_completed is not None
        yield self._calm
        self._photograph("change")
        flows.payment.show_last_receipt()
        yield self._calm
        self._photograph("receipt")
        flows.payment.next_sale()
        flows.show_more()
        yield self._calm
        self._photograph("more")
        flows.show_status()
        yield self._calm
        self._photograph("status")
        yield from self._control_till()

    def _explain(self) -> Iterator[Condition]:
        """Show why a price is what it is, and what can be done about it."""
        flows = self._window.flows
        assert flows is not None
        for name, show in (
            ("discount", flows.pricing.discount),
            ("customer", flows.customer.show),
            ("why-line", flows.pricing.why_selected),
            ("why-basket", flows.pricing.why_basket),
        ):
            show()
            yield self._calm
            self._photograph(name)
        flows.counter.close()

    def _control_till(self) -> Iterator[Condition]:
        """Show what the till does without a sale; nothing is settled."""
        flows, window = self._window.flows, self._window
        assert flows is not None
        flows.tender_control.choose_kind()
        yield self._calm
        self._photograph("cash-in-and-out")
        flows.settlement.ask_settlement()
        yield self._calm
        self._photograph("count")
        screen = window.sale_screen
        assert screen is not None
        screen.panel.take_key(_key(Qt.Key.Key_F12))
        yield lambda: screen.panel.objectName() == "settlePanel"
        yield self._calm
        self._photograph("settle")

    def _calm(self) -> bool:
        return self._waiting.elapsed() > _CALM_MS

    def _photograph(self, name: str) -> None:
        path = self._folder / f"{len(self.pictures) + 1:02d}-{name}.png"
        self._window.grab().save(str(path))
        self.pictures.append(path)


def _key(key: Qt.Key) -> QKeyEvent:
    return QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier)


def _next_note(due_minor: int) -> int:
    """Return the round sum that a shopper would hand over."""
    return -(-due_minor // 1_000) * 1_000
