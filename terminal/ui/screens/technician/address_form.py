"""A device whose address a person types, because nothing finds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from terminal.ui.screens.technician.device_words import kind_word, protocol_word
from terminal.ui.support.translation import tr
from terminal.ui.widgets.form_fields import Choice, Field
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import mark

if TYPE_CHECKING:
    from terminal.application.ports.technician import KindChoice

_EXAMPLES: Final = {
    "scanner": "serial:/dev/ttyACM0?baud=9600&parity=N&bits=8",
    "receipt_printer": "tcp://192.0.2.7:9100",
    "cash_drawer": "printer:printer",
    "scale": "serial:/dev/ttyUSB0",
    "line_display": "serial:/dev/ttyUSB1",
    "nfc_reader": "usb",
}
_COLUMNS: Final = 4
_KIND_COLUMNS: Final = 3
"""Six in a row have no room for their names on a small window."""


class AddressForm(QFrame):
    """Kind, address, and the language where a kind has several.

    Signals:
        wanted: A FoundDevice that is to be tried.
        closed: Nothing is to be added.
    """

    wanted = Signal(object)
    closed = Signal()

    def __init__(self, kinds: tuple[KindChoice, ...]) -> None:
        super().__init__()
        self.setObjectName("addressForm")
        mark(self, card="true")
        self._kinds = {kind.name: kind for kind in kinds}
        self._chosen = ""
        self.kind = Choice("addressKind", tuple(self._kinds), columns=_KIND_COLUMNS)
        self.kind.caption.setText(tr("Kind"))
        for name, key in self.kind.keys.items():
            key.label(kind_word(name))
        self.kind.chosen.connect(self._choose_kind)
        self.address = Field("addressField")
        self.address.set_caption(tr("Address"))
        self.address.edit.textChanged.connect(self._allow)
        self.address.edit.returnPressed.connect(self._submit)
        self.close_key = Key("secondary", "addressClose")
        self.close_key.label(tr("Cancel"))
        self.close_key.chosen.connect(self.closed)
        self.try_key = Key("primary", "addressTry")
        self.try_key.label(tr("Test and add"))
        self.try_key.chosen.connect(self._submit)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.address, 1)
        for key in (self.close_key, self.try_key):
            key.setFixedHeight(48)
            line.addWidget(key, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.kind)
        self.languages: dict[str, Choice] = {}
        for kind in kinds:
            if values := kind.protocols or kind.models:
                choice = Choice(f"{kind.name}Language", values, columns=_COLUMNS)
                choice.caption.setText(
                    tr("Protocol") if kind.protocols else tr("Model")
                )
                for value, key in choice.keys.items():
                    key.label(protocol_word(value))
                choice.show_value(kind.protocols[0] if kind.protocols else "")
                self.languages[kind.name] = choice
                column.addWidget(choice)
        column.addLayout(line)
        self.set_busy(is_busy=False)
        self._choose_kind(next(iter(self._kinds), ""))
        self.kind.show_value(self._chosen)

    def begin_with(self, kind: str, address: str) -> None:
        """Fill in what is known already; a person adds the rest."""
        self.kind.show_value(kind)
        self._choose_kind(kind)
        self.address.edit.setText(address)

    def set_busy(self, *, is_busy: bool) -> None:
        """Let nothing else be tried while a test is under way."""
        self._is_busy = is_busy
        self._allow()

    def fold(self, *, is_folded: bool) -> None:
        """Show only the address, to leave room for what its test found."""
        self.kind.setVisible(not is_folded)
        for kind, choice in self.languages.items():
            choice.setVisible(kind == self._chosen and not is_folded)

    @Slot()
    def _allow(self) -> None:
        if self._is_busy:
            self.try_key.allow(tr("Wait for the test."))
        elif not self.address.edit.text().strip():
            self.try_key.allow(tr("Type the address first."))
        else:
            self.try_key.allow()

    @Slot(str)
    def _choose_kind(self, name: str) -> None:
        self._chosen = name
        for kind, choice in self.languages.items():
            choice.setVisible(kind == name)
        self.address.edit.setPlaceholderText(_EXAMPLES.get(name, ""))

    @Slot()
    def _submit(self) -> None:
        from terminal.application.ports.technician import FoundDevice

        address = self.address.edit.text().strip()
        if self._is_busy or not address or self._chosen not in self._kinds:
            return
        kind = self._kinds[self._chosen]
        language = self.languages.get(kind.name)
        key = language.chosen_key if language is not None else None
        value = str(key.property("value")) if key is not None else ""
        # What stands in the address was typed, and counts.
        is_free = bool(kind.protocols) and "protocol=" not in address
        self.wanted.emit(
            FoundDevice(
                address=address,
                kind=kind.name,
                title=kind_word(kind.name),
                connection="",
                options={"protocol": value} if is_free and value else {},
                model="" if kind.protocols else value,
            )
        )
