"""A second person approves what the one who is signed on may not do alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import (
    MARGIN,
    Panel,
    digit_of,
    remove_rows,
    scrolled_rows,
)
from terminal.ui.support.error_messages import Refusal
from terminal.ui.support.translation import tr
from terminal.ui.view_models.sign_on_view_model import PIN_DIGITS
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.keypad import Keypad, PinDots
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import Text

if TYPE_CHECKING:
    from terminal.application.till_control.till_view import OperatorView

_RANKS: Final = {"manager": 0, "supervisor": 1}


class ApprovalPanel(Panel):
    """Names on one side, the PIN on the other; the sixth digit sends."""

    def __init__(self) -> None:
        super().__init__("approvalPanel")
        self._answer: Callable[[str, str], None] | None = None
        self._not_this = ""
        self._chosen = ""
        self._pin = ""
        self.add_header()
        body = self.add_body()
        self.notice = Notice("approvalNotice")
        self.hint = Text("body", "muted", name="approvalHint")
        self.hint.setWordWrap(True)
        body.addWidget(self.notice)
        body.addWidget(self.hint)
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        self.scroll_area, self.names = scrolled_rows(spacing=8)
        row.addWidget(self.scroll_area, 1)
        row.addLayout(self._make_pad())
        body.addLayout(row, 1)
        self.keys: list[Key] = []
        self.retranslate()

    def _make_pad(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(12)
        self.pin_caption = Text("label_strong", "muted")
        self.dots = PinDots("approvalDots", PIN_DIGITS)
        self.keypad = Keypad("approvalKeypad", for_pin=True)
        self.keypad.setFixedSize(228, 300)
        self.keypad.typed.connect(self.type_digit)
        self.keypad.erased.connect(self.erase)
        column.addWidget(self.pin_caption)
        column.addWidget(self.dots)
        column.addWidget(self.keypad)
        column.addStretch(1)
        return column

    def ask(
        self,
        *,
        what: str,
        refusal: Refusal | None,
        chosen: str,
        not_this: str,
        answer: Callable[[str, str], None],
    ) -> None:
        """Ask for somebody who approves.

        Args:
            what: What is to be approved, translated.
            refusal: Why the approval before did not do; None for the first.
            chosen: Operator id of who tried before.
            not_this: Operator id of who is signed on and cannot approve.
            answer: Gets operator id and PIN.
        """
        self._answer = answer
        self._not_this, self._chosen = not_this, chosen
        self._set_pin("")
        if refusal is None:
            title = tr("Somebody else must approve this")
            self.notice.show_text(NoticeText("attention", "lock", title, what))
        else:
            wrong = refusal.code == "approval_refused"
            title = tr("The PIN is wrong") if wrong else tr("This person may not do it")
            detail = refusal.detail if wrong else tr("Choose somebody else.")
            self.notice.show_text(NoticeText("failure", "lock", title, detail))
        self._mark()

    def show_operators(self, operators: Sequence[OperatorView]) -> None:
        """Show who may be asked, those with the most rights first."""
        remove_rows(self.names, self.keys)
        others = [one for one in operators if one.operator_id != self._not_this]
        others.sort(key=lambda one: (_RANKS.get(one.role, len(_RANKS)), one.name))
        for place, operator in enumerate(others):
            key = Key("tile", f"approver-{operator.operator_id}", icon="badge")
            key.setCheckable(True)
            key.setFixedHeight(56)
            key.padding = 10
            key.setProperty("operator", operator.operator_id)
            key.label(operator.name)
            key.chosen.connect(self._choose)
            self.names.insertWidget(place, key)
            self.keys.append(key)
        if not self._chosen and others:
            self._chosen = others[0].operator_id
        self._mark()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.title.setText(tr("Approval"))
        self.hint.setText(tr("Choose your name and key your PIN. Both are recorded."))
        self.pin_caption.setText(tr("PIN"))
        self.keypad.retranslate()

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if digit := digit_of(event):
            self.type_digit(digit)
        elif event.key() == Qt.Key.Key_Backspace:
            self.erase()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self._step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    @Slot(str)
    def type_digit(self, digit: str) -> None:
        """Take one digit; the last one sends."""
        if not self._chosen or self._answer is None:
            return
        self._set_pin((self._pin + digit)[:PIN_DIGITS])
        if len(self._pin) == PIN_DIGITS:
            answer, self._answer = self._answer, None
            pin = self._pin
            self._set_pin("")
            answer(self._chosen, pin)

    @Slot()
    def erase(self) -> None:
        """Take the last digit back."""
        self._set_pin(self._pin[:-1])

    def _step(self, steps: int) -> None:
        ids = [str(key.property("operator")) for key in self.keys]
        if not ids:
            return
        at = ids.index(self._chosen) if self._chosen in ids else 0
        self._chosen = ids[(at + steps) % len(ids)]
        self._set_pin("")
        self._mark()

    @Slot()
    def _choose(self) -> None:
        self._chosen = str(self.sender().property("operator"))
        self._set_pin("")
        self._mark()

    def _mark(self) -> None:
        for key in self.keys:
            is_chosen = key.property("operator") == self._chosen
            key.setChecked(is_chosen)
            if is_chosen:
                self.scroll_area.ensureWidgetVisible(key, 0, MARGIN)

    def _set_pin(self, pin: str) -> None:
        self._pin = pin
        self.dots.show_filled(len(pin))
