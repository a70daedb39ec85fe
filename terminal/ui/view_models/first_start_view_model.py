"""The questions of ``init`` as steps of a screen; the work is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal

from terminal.ui.support.translation import tr

PIN_DIGITS: Final = 6
CURRENCIES: Final = ("EUR", "GBP", "USD", "CNY", "TWD", "HKD", "JPY")
CURRENCY_CODE_LENGTH: Final = 3


class FirstStartAnswers(msgspec.Struct, frozen=True):
    """Everything ``init`` asks; names as in its file of answers.

    Attributes:
        tax_mode: ``inclusive`` or ``exclusive``.
        day_cutover: Local time at which the business day changes, ``HH:MM``.
        time_zone: IANA name; empty for the machine's own.
        key_store: Where keys are kept: ``keyring`` or ``file``.
        is_demo: The home can never be enrolled with a real center.
    """

    language: str = "en"
    store_name: str = ""
    store: str = "S-01"
    workstation: str = "T-01"
    currency: str = "EUR"
    tax_mode: str = "inclusive"
    time_zone: str = ""
    day_cutover: str = "00:00"
    receipt_head: str = ""
    receipt_foot: str = ""
    key_store: str = "file"
    operator_id: str = "1"
    operator_name: str = ""
    operator_pin: str = ""
    operator_pin_again: str = ""
    is_demo: bool = False


class FirstStartViewModel(QObject):
    """Keeps the answers and says what is missing before they are used.

    Signals:
        changed: An answer changed; ask problem() again.
        working: The home is being made; argon2 and key making take about a second.
        recovery_told: The recovery code that must be written down.
        finished: The home is ready.
        failed: Why it could not be made; a plain sentence.
    """

    changed = Signal()
    working = Signal(bool)
    recovery_told = Signal(str)
    finished = Signal()
    failed = Signal(str)
    _done = Signal(object)

    def __init__(
        self,
        make_home: Callable[[FirstStartAnswers, Callable[[object], None]], None],
        parent: QObject | None = None,
    ) -> None:
        """Take the worker.

        Args:
            make_home: Makes the home away from the GUI thread and calls back once,
                from any thread, with the recovery code or an exception.
            parent: Owner.
        """
        super().__init__(parent)
        self._make_home = make_home
        self.answers = FirstStartAnswers()
        self.is_working = False
        self._done.connect(self._take_outcome)

    def answer(self, **answers: object) -> None:
        """Change some answers."""
        self.answers = msgspec.structs.replace(self.answers, **answers)
        self.changed.emit()

    def problem(self, step: int) -> str:
        """Return what is still missing on *step* (0 store, 1 money, 2 operator)."""
        given = self.answers
        if step == 0:
            if not given.store_name.strip():
                return tr("Type the name of the store.")
            if not given.store.strip() or not given.workstation.strip():
                return tr("Type the numbers of the store and of this till.")
        if step == 1:
            code = given.currency
            if len(code) != CURRENCY_CODE_LENGTH or not code.isalpha():
                return tr("Choose a currency.")
            if not _is_time(given.day_cutover):
                return tr("Type the time as 04:00.")
        if step == 2:  # noqa: PLR2004 - the third step
            return self._operator_problem()
        return ""

    def start(self) -> None:
        """Make the home."""
        if self.is_working or any(self.problem(step) for step in range(3)):
            return
        self.is_working = True
        self.working.emit(self.is_working)
        self._make_home(self.answers, self._done.emit)

    def _operator_problem(self) -> str:
        given = self.answers
        if not given.operator_name.strip():
            return tr("Type the name of the first operator.")
        pin = given.operator_pin
        if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
            return tr("Choose a PIN of six digits.")
        if pin != given.operator_pin_again:
            return tr("Type the same PIN twice.")
        return ""

    def _take_outcome(self, outcome: object) -> None:
        self.is_working = False
        self.working.emit(self.is_working)
        if isinstance(outcome, Exception):
            self.failed.emit(str(outcome))
            return
        if outcome:
            self.recovery_told.emit(str(outcome))
        else:
            self.finished.emit()


def _is_time(text: str) -> bool:
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2):  # noqa: PLR2004 - digits
        return False
    return int(hours) < 24 and int(minutes) < 60  # noqa: PLR2004 - hours and minutes
