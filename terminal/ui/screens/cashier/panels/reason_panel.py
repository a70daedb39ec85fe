"""Asks why: for cancelling, voiding, opening the drawer, returning."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout
from typing_extensions import override

from terminal.ui.screens.cashier.panels.panel import Panel, digit_of, is_enter
from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.painting import Text
from terminal.ui.widgets.scan_field import ScanField

_KEYS = 6


class ReasonPanel(Panel):
    """A few reasons to touch, or one in own words."""

    def __init__(self) -> None:
        super().__init__("reasonPanel")
        self._answer: Callable[[str], None] | None = None
        self._asked: Callable[[str], None] | None = None
        self.add_header()
        body = self.add_body()
        self.hint = Text("body", "muted")
        self.hint.setWordWrap(True)
        body.addWidget(self.hint)
        grid = QGridLayout()
        grid.setSpacing(8)
        self.keys: list[Key] = []
        for place in range(_KEYS):
            key = Key("secondary", f"reason{place}")
            key.setCheckable(True)
            key.setFixedHeight(56)
            key.setProperty("place", place)
            key.chosen.connect(self._take_reason)
            self.keys.append(key)
            grid.addWidget(key, place // 2, place % 2)
        body.addLayout(grid)
        self.field_caption = Text("label_strong", "muted")
        self.field = ScanField("reasonField", icon="open-item")
        self.field.setMaxLength(100)
        self.field.textChanged.connect(self._show)
        self.field.returnPressed.connect(self.confirm)
        body.addWidget(self.field_caption)
        body.addWidget(self.field)
        body.addStretch(1)
        self.main_key = PayKey("primary", "reasonConfirm", "Enter")
        self.main_key.chosen.connect(self.confirm)
        self.add_main_key(self.say_why(self.main_key))
        self.retranslate()

    def ask(
        self,
        title: str,
        confirm: str,
        reasons: Sequence[str],
        answer: Callable[[str], None],
        hint: str = "",
    ) -> None:
        """Ask for a reason; *answer* gets the text."""
        self._answer = self._asked = answer
        self.title.setText(title)
        self.main_key.label(confirm)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))
        for place, key in enumerate(self.keys):
            key.setVisible(place < len(reasons))
            key.setChecked(False)
            if place < len(reasons):
                key.label(reasons[place])
        self.field.clear()
        self._show()

    @override
    def retranslate(self) -> None:
        super().retranslate()
        self.field_caption.setText(tr("Or in your own words"))
        self.field.set_hint(tr("Reason"))

    @override
    def take_key(self, event: QKeyEvent) -> bool:
        if is_enter(event) or event.key() == Qt.Key.Key_F12:
            self.main_key.click()
            return True
        digit = digit_of(event)
        if digit and 0 < int(digit) <= _KEYS:
            key = self.keys[int(digit) - 1]
            if key.isVisible():
                key.click()
            return True
        return False

    @override
    def ask_again(self) -> None:
        self._answer = self._asked

    @Slot()
    def confirm(self) -> None:
        """Give the reason to who asked."""
        text = self.field.text().strip()
        if text and self._answer is not None:
            answer, self._answer = self._answer, None
            answer(text)

    @Slot()
    def _take_reason(self) -> None:
        key = self.sender()
        assert isinstance(key, Key)
        for other in self.keys:
            other.setChecked(other is key)
        self.field.setText(key.text())

    @Slot()
    def _show(self) -> None:
        missing = not self.field.text().strip()
        self.main_key.allow(tr("Choose or type a reason.") if missing else "")
