"""The questions of ``init`` as steps of a screen; the work is done elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec
from PySide6.QtCore import QObject, Signal

from terminal.ui.support.error_messages import explain_first_start
from terminal.ui.support.translation import tr

PIN_DIGITS: Final = 6
STEPS_ALONE: Final = ("start", "store", "money", "operator")
# Which till it is and who may sign on is the center's to say.
STEPS_WITH_CENTER: Final = ("start", "store", "money")
CURRENCIES: Final = ("EUR", "GBP", "USD", "CNY", "TWD", "HKD", "JPY")
CURRENCY_CODE_LENGTH: Final = 3


class FirstStartAnswers(msgspec.Struct, frozen=True):
    """Everything ``init`` asks; names as in its file of answers.

    Attributes:
        joins_center: The center says which till this is, and gives items and
            operators; otherwise the till keeps its own.
        central_url: Address of the center; plain ``http`` only on this computer.
        central_code: The enrolment code; it works once.
        tax_mode: ``inclusive`` or ``exclusive``.
        day_cutover: Local time at which the business day changes, ``HH:MM``.
        time_zone: IANA name; empty for the machine's own.
        key_store: Where keys are kept: ``keyring`` or ``file``.
        is_demo: The home can never be enrolled with a real center.
    """

    language: str = "en"
    joins_center: bool = False
    central_url: str = ""
    central_code: str = ""
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
        working: Whether the home is being made; a second or two, and with a center
            as long as its items take to come.
        recovery_told: The recovery code that must be written down.
        finished: The home is ready.
        failed: It could not be made, and nothing of it is left; ask failure().
    """

    changed = Signal()
    working = Signal(bool)
    recovery_told = Signal(str)
    finished = Signal()
    failed = Signal()
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
        self.answers = FirstStartAnswers(time_zone=_time_zone_of_this_computer())
        self.is_working = False
        self._error: Exception | None = None
        self._done.connect(self._take_outcome)

    def answer(self, **answers: object) -> None:
        """Change some answers; what failed with the old ones is forgotten."""
        self._error = None
        self.answers = msgspec.structs.replace(self.answers, **answers)
        self.changed.emit()

    @property
    def steps(self) -> tuple[str, ...]:
        """The names of the steps in their order."""
        return STEPS_WITH_CENTER if self.answers.joins_center else STEPS_ALONE

    def problem(self, step: str) -> str:
        """Return what is still missing on a *step*; empty when nothing is."""
        ask = {
            "start": self._center_problem,
            "store": self._store_problem,
            "money": self._money_problem,
            "operator": self._operator_problem,
        }.get(step)
        return ask() if ask is not None else ""

    def failure(self) -> str:
        """Return why the home could not be made, in the language in force."""
        return explain_first_start(self._error) if self._error is not None else ""

    @property
    def is_code_refused(self) -> bool:
        """Whether it failed because the center wants another enrolment code."""
        return getattr(self._error, "code", "") == "enrolment_refused"

    @property
    def failed_step(self) -> str:
        """The step with the answers that are to be looked at after a failure."""
        return "start" if self.answers.joins_center else self.steps[-1]

    def start(self) -> None:
        """Make the home."""
        if self.is_working or any(self.problem(step) for step in self.steps):
            return
        self._error = None
        self.is_working = True
        self.working.emit(self.is_working)
        self._make_home(self.answers, self._done.emit)

    def _center_problem(self) -> str:
        from terminal.settings.central_address import is_safe_address

        given = self.answers
        if not given.joins_center:
            return ""
        if not is_safe_address(given.central_url.strip()):
            return tr(
                "Type the address with https:// before it. Plain http:// is for a"
                " center on this computer only."
            )
        if not given.central_code.strip():
            return tr("Type the enrolment code that the center gave for this till.")
        return ""

    def _store_problem(self) -> str:
        given = self.answers
        if not given.store_name.strip():
            return tr("Type the name of the store.")
        if given.joins_center:
            return ""
        if not given.store.strip() or not given.workstation.strip():
            return tr("Type the numbers of the store and of this till.")
        return ""

    def _money_problem(self) -> str:
        given = self.answers
        code = given.currency
        if len(code) != CURRENCY_CODE_LENGTH or not code.isalpha():
            return tr("Choose a currency.")
        if not _is_time_zone(given.time_zone):
            return tr("Choose a time zone from the list.")
        if not _is_time(given.day_cutover):
            return tr("Type the time as 04:00.")
        return ""

    def _operator_problem(self) -> str:
        from terminal.domain.access.pin import WeakPinError, require_good_pin

        given = self.answers
        if not given.operator_name.strip():
            return tr("Type the name of the first operator.")
        pin = given.operator_pin
        if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
            return tr("Choose a PIN of six digits.")
        try:
            require_good_pin(pin)
        except WeakPinError as error:
            return explain_first_start(error)
        if pin != given.operator_pin_again:
            return tr("Type the same PIN twice.")
        return ""

    def _take_outcome(self, outcome: object) -> None:
        self.is_working = False
        self.working.emit(self.is_working)
        if isinstance(outcome, Exception):
            self._error = outcome
            self.failed.emit()
            return
        if outcome:
            self.recovery_told.emit(str(outcome))
        else:
            self.finished.emit()


def _time_zone_of_this_computer() -> str:
    from terminal.settings.answers import local_time_zone

    return local_time_zone()


def _is_time_zone(name: str) -> bool:
    from terminal.settings.answers import require_time_zone
    from terminal.settings.errors import SettingValueError

    try:
        require_time_zone("time_zone", name)
    except SettingValueError:
        return False
    return True


def _is_time(text: str) -> bool:
    hours, _, minutes = text.partition(":")
    if not (hours.isdigit() and minutes.isdigit() and len(minutes) == 2):  # noqa: PLR2004 - digits
        return False
    return int(hours) < 24 and int(minutes) < 60  # noqa: PLR2004 - hours and minutes
