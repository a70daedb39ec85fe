"""Who sells: names, PIN and the wait after wrong ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal, Slot

from terminal.domain.errors import BadgeRefusedError, NotSignedOnError
from terminal.ui.support.error_messages import Refusal, explain
from terminal.ui.support.work_queue import WorkQueue

if TYPE_CHECKING:
    from terminal.application.ports.devices import ShownCard
    from terminal.application.till_control.till_view import OperatorView, SessionView
    from terminal.application.use_cases import UseCases

PIN_DIGITS: Final = 6
_TICK_MS: Final = 250
# Why a card chooses nobody, by its use; any other card is just no badge.
_REASONS: Final = {"badge": "unknown", "forged": "forged", "unreadable": "unreadable"}


class SignOnViewModel(QObject):
    """State and intents of the sign-on screen.

    Signals:
        operators_changed: ``operators`` is another list.
        chosen_changed: Another operator is chosen.
        pin_changed: The number of digits typed.
        wait_changed: Seconds until the next attempt, 0 when it may come.
        busy_changed: A PIN is being checked; that takes 50 to 150 ms.
        signed_on: The SessionView.
        signed_off: Nobody is signed on any more.
        refused: A Refusal for the operator.
    """

    operators_changed = Signal()
    chosen_changed = Signal(object)
    pin_changed = Signal(int)
    wait_changed = Signal(int)
    busy_changed = Signal(bool)
    signed_on = Signal(object)
    signed_off = Signal()
    refused = Signal(object)

    def __init__(self, queue: WorkQueue, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queue = queue
        self.operators: tuple[OperatorView, ...] = ()
        self.chosen: OperatorView | None = None
        self.session: SessionView | None = None
        self.is_busy = False
        self._pin = ""
        self._waits_ms: dict[str, int] = {}
        self._clock = QElapsedTimer()
        self._clock.start()
        self._ticker = QTimer(self)
        self._ticker.setInterval(_TICK_MS)
        self._ticker.timeout.connect(self._tick)

    @property
    def wait_s(self) -> int:
        """Seconds the chosen operator must still wait."""
        if self.chosen is None:
            return 0
        until = self._waits_ms.get(self.chosen.operator_id, 0)
        return max(0, -(-(until - self._clock.elapsed()) // 1000))

    def load(self) -> None:
        """Ask for the names."""

        def work(use: UseCases) -> Sequence[OperatorView]:
            # On the use-case thread: it costs 20 ms to import, before the first
            # paint if the GUI thread did it.
            from terminal.application.till_control.list_operators import ListOperators

            return use.list_operators(ListOperators())

        self._queue.submit(work, self._take_operators, self._refuse)

    def choose(self, operator_id: str) -> None:
        """Choose who signs on; while a PIN is checked nobody else can be chosen."""
        if self.is_busy:
            return
        found = [o for o in self.operators if o.operator_id == operator_id]
        self.chosen = found[0] if found else None
        self._set_pin("")
        self.chosen_changed.emit(self.chosen)
        self._watch_wait()

    def choose_next(self, steps: int) -> None:
        """Choose the operator *steps* further on in the list."""
        if not self.operators:
            return
        ids = [operator.operator_id for operator in self.operators]
        at = ids.index(self.chosen.operator_id) if self.chosen else -1
        self.choose(ids[(at + steps) % len(ids)])

    @Slot(object)
    def show_card(self, card: ShownCard) -> None:
        """Let a badge choose who signs on; the PIN is asked all the same.

        While somebody is signed on a card chooses nobody: it would change who
        sells in the middle of a sale.
        """
        if self.session is not None or self.is_busy:
            return
        ids = {operator.operator_id for operator in self.operators}
        if card.use == "badge" and card.card_id in ids:
            self.choose(card.card_id)
            return
        reason = _REASONS.get(card.use, "")
        self.refused.emit(explain(BadgeRefusedError("no badge", reason=reason)))

    def refuse_scan(self) -> None:
        """Say that goods cannot be scanned yet."""
        if self.session is None:
            self.refused.emit(explain(NotSignedOnError("sign on before scanning")))

    @Slot(str)
    def type_digit(self, digit: str) -> None:
        """Take one digit of the PIN; the last one signs on."""
        if self.chosen is None or self.is_busy or self.wait_s:
            return
        self._set_pin((self._pin + digit)[:PIN_DIGITS])
        if len(self._pin) == PIN_DIGITS:
            self.submit()

    @Slot()
    def erase_digit(self) -> None:
        """Take the last digit back."""
        self._set_pin(self._pin[:-1])

    @Slot()
    def submit(self) -> None:
        """Check the PIN in the use-case thread."""
        from terminal.application.till_control.sign_on import SignOn

        if self.chosen is None or self.is_busy or not self._pin or self.wait_s:
            return
        command = SignOn(operator_id=self.chosen.operator_id, pin=self._pin)
        self._set_busy(busy=True)
        self._queue.submit(
            lambda use: use.sign_on(command), self._take_session, self._refuse_pin
        )

    def sign_off(self) -> None:
        """The operator leaves; an open sale stays."""
        from terminal.application.till_control.sign_off import SignOff

        self._queue.submit(
            lambda use: use.sign_off(SignOff()), self._forget_session, self._refuse
        )

    def _take_operators(self, operators: Sequence[OperatorView]) -> None:
        self.operators = tuple(operators)
        now = self._clock.elapsed()
        self._waits_ms = {o.operator_id: now + o.wait_ms for o in operators}
        self.operators_changed.emit()
        if self.chosen is None or self.chosen.operator_id not in self._waits_ms:
            # Nobody was chosen, or who was may not sign on any more.
            self.choose(self.operators[0].operator_id if self.operators else "")
        self._watch_wait()

    def _take_session(self, session: SessionView) -> None:
        self._set_busy(busy=False)
        self._set_pin("")
        self.session = session
        self.signed_on.emit(session)

    def _forget_session(self, _: object) -> None:
        self.session = None
        self.signed_off.emit()
        self.load()

    def _refuse_pin(self, error: Exception) -> None:
        self._set_busy(busy=False)
        self._set_pin("")
        refusal = explain(error)
        wait_ms = int(refusal.values.get("wait_ms", 0))
        if self.chosen is not None and wait_ms:
            until = self._clock.elapsed() + wait_ms
            self._waits_ms[self.chosen.operator_id] = until
            self._watch_wait()
        self.refused.emit(refusal)
        if not wait_ms and refusal.code == "sign_on_refused":
            # The wait that this failure costs is in the list of operators.
            self.load()

    def _refuse(self, error: Exception) -> None:
        refusal: Refusal = explain(error)
        self.refused.emit(refusal)

    def _set_pin(self, pin: str) -> None:
        self._pin = pin
        self.pin_changed.emit(len(pin))

    def _set_busy(self, *, busy: bool) -> None:
        self.is_busy = busy
        self.busy_changed.emit(busy)

    def _watch_wait(self) -> None:
        wait_s = self.wait_s
        self.wait_changed.emit(wait_s)
        if wait_s:
            self._ticker.start()
        else:
            self._ticker.stop()

    @Slot()
    def _tick(self) -> None:
        self._watch_wait()
