"""The questions of a new till, one step at a time, and its recovery code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
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
from terminal.ui.widgets.form_fields import Choice, Field, TimeZoneField
from terminal.ui.widgets.key import Key, PayKey
from terminal.ui.widgets.painting import Text, mark

_CARD_WIDTH: Final = 640
_PAGES: Final = ("start", "store", "money", "operator", "code")
_SECOND_MS: Final = 1_000


class FirstStartScreen(QWidget):
    """Alone or with a center, store, money, operator, then the recovery code.

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
        self._since = QElapsedTimer()
        self._seconds = QTimer(self)
        self._seconds.setInterval(_SECOND_MS)
        self._seconds.timeout.connect(self._show_wait)
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
        for make in (
            self._make_start,
            self._make_store,
            self._make_money,
            self._make_operator,
            self._make_code,
        ):
            self.steps.addWidget(make())
        column.addWidget(self.steps)
        self.problem = Text("body", "warning", name="firstStartProblem")
        self.problem.setWordWrap(True)
        self.problem.setMinimumHeight(44)
        column.addWidget(self.problem)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.back_key = Key("secondary", "firstStartBack")
        self.back_key.setFixedHeight(56)
        self.back_key.chosen.connect(self._go_back)
        self.back_key.refused.connect(self.problem.setText)
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

    def _make_start(self) -> QWidget:
        step, column = self._make_step()
        self.language = Choice("language", tuple(LANGUAGES))
        for value, key in self.language.keys.items():
            key.label(LANGUAGES[value])
        self.language.show_value(APPEARANCE.language)
        self.language.chosen.connect(self._choose_language)
        self.kind = Choice("kind", ("alone", "center"))
        self.kind.chosen.connect(self._choose_kind)
        self.kind.show_value("alone")
        self.kind_text = Text("body", "muted", name="kindText")
        self.central_url = self._field("centralUrlField", "central_url")
        self.central_url.edit.setPlaceholderText("https://center.example")
        self.central_code = self._field("centralCodeField", "central_code")
        for widget in (
            self.language,
            self.kind,
            self.kind_text,
            self.central_url,
            self.central_code,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        for field in (self.central_url, self.central_code):
            # The card keeps its size when a center is chosen.
            policy = field.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            field.setSizePolicy(policy)
        self._show_kind()
        return step

    def _make_store(self) -> QWidget:
        step, column = self._make_step()
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
        self.key_store = Choice("keyStore", ("file", "keyring"))
        self.key_store.chosen.connect(self._choose_key_store)
        self.key_store.show_value(given.key_store)
        column.addWidget(self.store_name)
        column.addLayout(numbers)
        column.addWidget(self.key_store)
        column.addStretch(1)
        return step

    def _make_money(self) -> QWidget:
        step, column = self._make_step()
        self.currency = Choice("currency", CURRENCIES)
        self.currency.chosen.connect(self._choose_currency)
        self.tax_mode = Choice("taxMode", ("inclusive", "exclusive"))
        self.tax_mode.chosen.connect(self._choose_tax_mode)
        self.time_zone = TimeZoneField("timeZoneField")
        self._wire(self.time_zone, "time_zone")
        self.cutover = self._field("cutoverField", "day_cutover")
        self.head = self._field("headField", "receipt_head")
        given = self._view_model.answers
        self.currency.show_value(given.currency)
        self.tax_mode.show_value(given.tax_mode)
        self.time_zone.edit.setText(given.time_zone)
        self.cutover.edit.setText(given.day_cutover)
        time = QHBoxLayout()
        time.setSpacing(12)
        time.addWidget(self.time_zone, 1)
        time.addWidget(self.cutover, 1)
        column.addWidget(self.currency)
        column.addWidget(self.tax_mode)
        column.addLayout(time)
        column.addWidget(self.head)
        column.addStretch(1)
        return step

    def _make_operator(self) -> QWidget:
        step, column = self._make_step()
        self.operator_name = self._field("operatorField", "operator_name")
        self.pin = self._field("pinField", "operator_pin", digits=PIN_DIGITS)
        self.pin_again = self._field(
            "pinAgainField", "operator_pin_again", digits=PIN_DIGITS
        )
        for widget in (self.operator_name, self.pin, self.pin_again):
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

    def _field(self, name: str, answer: str, *, digits: int = 0) -> Field:
        field = Field(name, digits=digits)
        self._wire(field, answer)
        return field

    def _wire(self, field: Field, answer: str) -> None:
        field.edit.setProperty("answer", answer)
        field.edit.textChanged.connect(self._take_text)
        field.edit.returnPressed.connect(self._press_next)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.title.setText(tr("Set up this till"))
        self.language.caption.setText(tr("Language"))
        self.kind.caption.setText(tr("Items, prices and operators"))
        self.kind.keys["alone"].label(tr("This till alone"))
        self.kind.keys["center"].label(tr("Join a center"))
        self.central_url.set_caption(tr("Address of the center"))
        self.central_code.set_caption(tr("Enrolment code"))
        self._show_kind()
        self.store_name.set_caption(tr("Name of the store"))
        self.store_id.set_caption(tr("Number of the store"))
        self.workstation.set_caption(tr("Number of this till"))
        self.currency.caption.setText(tr("Currency"))
        self.tax_mode.caption.setText(tr("Prices"))
        self.tax_mode.keys["inclusive"].label(tr("Tax is included"))
        self.tax_mode.keys["exclusive"].label(tr("Tax is added"))
        self.time_zone.set_caption(tr("Time zone"))
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
        self._show_step(self._step)

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

    @property
    def _step(self) -> str:
        """The name of the page that is shown."""
        return _PAGES[self.steps.currentIndex()]

    def _show_step(self, step: str) -> None:
        self.steps.setCurrentIndex(_PAGES.index(step))
        steps = self._view_model.steps
        is_asked = step in steps
        at = steps.index(step) if is_asked else len(steps)
        self.progress.setText(
            tr("Step {n} of {all}", n=at + 1, all=len(steps)) if is_asked else ""
        )
        self.back_key.setVisible(0 < at < len(steps))
        if not is_asked:
            name = tr("I have written it down")
        elif at == len(steps) - 1:
            name = tr("Make the till")
        else:
            name = tr("Next")
        self.next_key.label(name)
        self._show_problem()

    def _show_kind(self) -> None:
        """Ask for a center only who joins one."""
        joins = self._view_model.answers.joins_center
        self.central_url.setVisible(joins)
        self.central_code.setVisible(joins)
        self.kind_text.setText(
            tr("They come from the center, which also says which till this is.")
            if joins
            else tr("They are kept on this computer.")
        )

    @Slot()
    def _show_problem(self) -> None:
        if self._view_model.is_working:
            self._show_wait()
            return
        self.next_key.allow(self._view_model.problem(self._step))
        self.problem.set_tone("warning")
        self.problem.setText(self._view_model.failure())

    @Slot(bool)
    def _show_working(self, is_working: bool) -> None:  # noqa: FBT001 - a signal's value
        self.steps.setEnabled(not is_working)
        self.back_key.allow("")
        if is_working:
            self._since.start()
            self._seconds.start()
        else:
            self._seconds.stop()
        self._show_problem()

    @Slot()
    def _show_wait(self) -> None:
        """Say who is waited for, and since when."""
        wait = (
            tr("Joining the center and fetching its items.")
            if self._view_model.answers.joins_center
            else tr("The till is being made. This takes a few seconds.")
        )
        self.next_key.allow(wait)
        self.back_key.allow(wait)
        seconds = self._since.elapsed() // _SECOND_MS
        self.problem.set_tone("muted")
        self.problem.setText(f"{wait} {tr('{n} s', n=seconds)}" if seconds else wait)

    @Slot(str)
    def _show_code(self, code: str) -> None:
        self.code.setText(code)
        self._show_step("code")
        self.next_key.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _show_failure(self) -> None:
        step = self._view_model.failed_step
        self._show_step(step)
        if step == "start":
            refused = self._view_model.is_code_refused
            field = self.central_code if refused else self.central_url
            field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            field.edit.selectAll()

    @Slot(str)
    def _take_text(self, text: str) -> None:
        name = str(self.sender().property("answer"))
        self._view_model.answer(**{name: text})

    @Slot(str)
    def _choose_kind(self, kind: str) -> None:
        self._view_model.answer(joins_center=kind == "center")
        joins = self._view_model.answers.joins_center
        self.store_id.setVisible(not joins)
        self.workstation.setVisible(not joins)
        self._show_kind()
        self._show_step(self._step)
        if joins:
            self.central_url.edit.setFocus(Qt.FocusReason.OtherFocusReason)

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
        steps = self._view_model.steps
        self._enter_step(steps[steps.index(self._step) - 1])

    @Slot()
    def _go_on(self) -> None:
        steps = self._view_model.steps
        if self._step == "code":
            self.finished.emit()
        elif self._step == steps[-1]:
            self._view_model.start()
        else:
            self._enter_step(steps[steps.index(self._step) + 1])

    def _enter_step(self, step: str) -> None:
        """Show a step with the keyboard in its first answer."""
        self._show_step(step)
        first: QWidget | None = {
            "start": self.kind.chosen_key,
            "store": self.store_name.edit,
            "money": self.currency.chosen_key,
            "operator": self.operator_name.edit,
        }[step]
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)
