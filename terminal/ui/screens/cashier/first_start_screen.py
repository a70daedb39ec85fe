"""The questions of a new till, one step at a time, and its recovery code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from terminal.ui.support.translation import LANGUAGES, tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.view_models.first_start_view_model import (
    CURRENCIES,
    PIN_DIGITS,
    FirstStartViewModel,
)
from terminal.ui.widgets.bar_parts import Mark
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.painting import Text, mark

_CARD_WIDTH: Final = 640
_STEPS: Final = 3
_CODE_STEP: Final = 3


class Field(QWidget):
    """A caption and a line to type in; the caption stays while typing."""

    def __init__(self, name: str, *, is_secret: bool = False) -> None:
        super().__init__()
        self.caption = Text("label_strong", "muted")
        self.edit = QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setFixedHeight(48)
        self.edit.setFont(APPEARANCE.font("body"))
        if is_secret:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
            self.edit.setMaxLength(PIN_DIGITS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addWidget(self.edit)

    def set_caption(self, text: str) -> None:
        """Say what is to be typed."""
        self.caption.setText(text)
        self.edit.setAccessibleName(text)


class Choice(QWidget):
    """A caption and a few keys of which one is chosen.

    Signals:
        chosen: The value of the chosen key.
    """

    chosen = Signal(str)

    def __init__(self, name: str, values: tuple[str, ...]) -> None:
        super().__init__()
        self.caption = Text("label_strong", "muted")
        self.keys: dict[str, Key] = {}
        row = QHBoxLayout()
        row.setSpacing(8)
        for value in values:
            key = Key("key", f"{name}-{value}")
            key.setCheckable(True)
            key.padding = 10
            key.setProperty("value", value)
            key.label(value)
            key.chosen.connect(self._choose)
            self.keys[value] = key
            row.addWidget(key, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addLayout(row)

    def show_value(self, value: str) -> None:
        """Mark the key of *value*."""
        for name, key in self.keys.items():
            key.setChecked(name == value)

    @Slot()
    def _choose(self) -> None:
        value = str(self.sender().property("value"))
        self.show_value(value)
        self.chosen.emit(value)


class FirstStartScreen(QWidget):
    """Store, money, first operator, then the recovery code.

    Signals:
        language_chosen: A language for these screens and the store.
        finished: The home is ready and its recovery code was seen.
    """

    language_chosen = Signal(str)
    finished = Signal()

    def __init__(
        self, view_model: FirstStartViewModel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("firstStartScreen")
        mark(self, ground="canvas")
        self._view_model = view_model
        self._code = ""
        self._failure = ""
        outer = QHBoxLayout(self)
        outer.addStretch(1)
        middle = QVBoxLayout()
        outer.addLayout(middle)
        outer.addStretch(1)
        middle.addStretch(1)
        middle.addWidget(self._make_card())
        middle.addStretch(1)
        view_model.changed.connect(self._show_problem)
        view_model.working.connect(self._show_working)
        view_model.recovery_told.connect(self._show_code)
        view_model.finished.connect(self.finished)
        view_model.failed.connect(self._show_failure)
        self.retranslate()

    def _make_card(self) -> QWidget:
        card = QFrame()
        mark(card, card="true")
        card.setFixedWidth(_CARD_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.title = Text("title", name="firstStartTitle")
        self.progress = Text("body", "muted", name="firstStartProgress")
        head.addWidget(Mark())
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.progress)
        column.addLayout(head)
        self.steps = QStackedWidget()
        for make in (self._make_store, self._make_money, self._make_operator):
            self.steps.addWidget(make())
        self.steps.addWidget(self._make_code())
        column.addWidget(self.steps)
        self.problem = Text("body", "warning", name="firstStartProblem")
        self.problem.setWordWrap(True)
        self.problem.setFixedHeight(44)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.back_key = Key("secondary", "firstStartBack")
        self.back_key.setFixedHeight(56)
        self.back_key.chosen.connect(self._go_back)
        self.next_key = PayKey("primary", "firstStartNext", "Enter")
        self.next_key.role = "lead"
        self.next_key.setFixedHeight(56)
        self.next_key.chosen.connect(self._go_on)
        self.next_key.refused.connect(self.problem.setText)
        row.addWidget(self.back_key, 1)
        row.addWidget(self.next_key, 2)
        column.addLayout(row)
        return card

    def _make_step(self) -> tuple[QWidget, QVBoxLayout]:
        step = QWidget()
        column = QVBoxLayout(step)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        return step, column

    def _make_store(self) -> QWidget:
        step, column = self._make_step()
        self.language = Choice("language", tuple(LANGUAGES))
        for value, key in self.language.keys.items():
            key.label(LANGUAGES[value])
        self.language.show_value(APPEARANCE.language)
        self.language.chosen.connect(self._choose_language)
        self.store_name = self._field("storeNameField", "store_name")
        self.store_id = self._field("storeField", "store")
        self.workstation = self._field("workstationField", "workstation")
        given = self._view_model.answers
        self.store_id.edit.setText(given.store)
        self.workstation.edit.setText(given.workstation)
        numbers = QHBoxLayout()
        numbers.setSpacing(12)
        numbers.addWidget(self.store_id)
        numbers.addWidget(self.workstation)
        column.addWidget(self.language)
        column.addWidget(self.store_name)
        column.addLayout(numbers)
        column.addStretch(1)
        return step

    def _make_money(self) -> QWidget:
        step, column = self._make_step()
        self.currency = Choice("currency", CURRENCIES)
        self.currency.chosen.connect(self._choose_currency)
        self.tax_mode = Choice("taxMode", ("inclusive", "exclusive"))
        self.tax_mode.chosen.connect(self._choose_tax_mode)
        self.cutover = self._field("cutoverField", "day_cutover")
        self.head = self._field("headField", "receipt_head")
        given = self._view_model.answers
        self.currency.show_value(given.currency)
        self.tax_mode.show_value(given.tax_mode)
        self.cutover.edit.setText(given.day_cutover)
        for widget in (self.currency, self.tax_mode, self.cutover, self.head):
            column.addWidget(widget)
        column.addStretch(1)
        return step

    def _make_operator(self) -> QWidget:
        step, column = self._make_step()
        self.operator_name = self._field("operatorField", "operator_name")
        self.pin = self._field("pinField", "operator_pin", is_secret=True)
        self.pin_again = self._field(
            "pinAgainField", "operator_pin_again", is_secret=True
        )
        self.key_store = Choice("keyStore", ("file", "keyring"))
        self.key_store.chosen.connect(self._choose_key_store)
        self.key_store.show_value(self._view_model.answers.key_store)
        for widget in (self.operator_name, self.pin, self.pin_again, self.key_store):
            column.addWidget(widget)
        column.addStretch(1)
        return step

    def _make_code(self) -> QWidget:
        step, column = self._make_step()
        self.code_text = Text("body")
        self.code_text.setWordWrap(True)
        self.code = Text("lead", name="recoveryCode")
        self.code.setWordWrap(True)
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.TextSelectableByMouse
        )
        column.addWidget(self.code_text)
        column.addWidget(self.code)
        column.addStretch(1)
        return step

    def _field(self, name: str, answer: str, *, is_secret: bool = False) -> Field:
        field = Field(name, is_secret=is_secret)
        field.edit.setProperty("answer", answer)
        field.edit.textChanged.connect(self._take_text)
        field.edit.returnPressed.connect(self._press_next)
        return field

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.title.setText(tr("Set up this till"))
        self.language.caption.setText(tr("Language"))
        self.store_name.set_caption(tr("Name of the store"))
        self.store_id.set_caption(tr("Number of the store"))
        self.workstation.set_caption(tr("Number of this till"))
        self.currency.caption.setText(tr("Currency"))
        self.tax_mode.caption.setText(tr("Prices"))
        self.tax_mode.keys["inclusive"].label(tr("Tax is included"))
        self.tax_mode.keys["exclusive"].label(tr("Tax is added"))
        self.cutover.set_caption(tr("A sale belongs to the day before until"))
        self.head.set_caption(tr("Line at the top of every receipt"))
        self.operator_name.set_caption(tr("Name of the first operator, a manager"))
        self.pin.set_caption(tr("PIN of six digits"))
        self.pin_again.set_caption(tr("The PIN again"))
        self.key_store.caption.setText(tr("Keep the keys in"))
        self.key_store.keys["file"].label(tr("A protected file"))
        self.key_store.keys["keyring"].label(tr("The system's keyring"))
        self.code_text.setText(
            tr(
                "Write this recovery code down and keep it away from this computer."
                " It is shown only now, and it alone brings the ledger back when"
                " this computer is gone."
            )
        )
        self.back_key.label(tr("Back"))
        self._show_step(self.steps.currentIndex())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Escape goes back."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._press_next()
        elif event.key() == Qt.Key.Key_Escape and self.back_key.isVisible():
            self.back_key.click()
        else:
            super().keyPressEvent(event)

    def _show_step(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        asked = step < _STEPS
        self.progress.setText(
            tr("Step {n} of {all}", n=step + 1, all=_STEPS) if asked else ""
        )
        self.back_key.setVisible(0 < step < _STEPS)
        names = (
            tr("Next"),
            tr("Next"),
            tr("Make the till"),
            tr("I have written it down"),
        )
        self.next_key.label(names[step])
        self._show_problem()

    @Slot()
    def _show_problem(self) -> None:
        problem = self._view_model.problem(self.steps.currentIndex())
        self.next_key.allow(problem)
        self.problem.setText(self._failure)

    @Slot(bool)
    def _show_working(self, is_working: bool) -> None:  # noqa: FBT001 - a signal's value
        wait = tr("The till is being made. This takes a few seconds.")
        self.next_key.allow(wait if is_working else "")
        self.problem.set_tone("muted" if is_working else "warning")
        self.problem.setText(wait if is_working else "")

    @Slot(str)
    def _show_code(self, code: str) -> None:
        self.code.setText(code)
        self._failure = ""
        self._show_step(_CODE_STEP)

    @Slot(str)
    def _show_failure(self, sentence: str) -> None:
        self._failure = sentence
        self._show_problem()

    @Slot(str)
    def _take_text(self, text: str) -> None:
        name = str(self.sender().property("answer"))
        self._failure = ""
        self._view_model.answer(**{name: text})

    @Slot(str)
    def _choose_language(self, language: str) -> None:
        self._view_model.answer(language=language)
        self.language_chosen.emit(language)

    @Slot(str)
    def _choose_currency(self, currency: str) -> None:
        self._view_model.answer(currency=currency)

    @Slot(str)
    def _choose_tax_mode(self, mode: str) -> None:
        self._view_model.answer(tax_mode=mode)

    @Slot(str)
    def _choose_key_store(self, store: str) -> None:
        self._view_model.answer(key_store=store)

    @Slot()
    def _press_next(self) -> None:
        self.next_key.click()

    @Slot()
    def _go_back(self) -> None:
        self._show_step(self.steps.currentIndex() - 1)

    @Slot()
    def _go_on(self) -> None:
        step = self.steps.currentIndex()
        if step == _CODE_STEP:
            self.finished.emit()
        elif step == _STEPS - 1:
            self._view_model.start()
        else:
            self._show_step(step + 1)
            first = (self.currency.keys["EUR"], self.operator_name.edit)[step]
            first.setFocus(Qt.FocusReason.OtherFocusReason)
