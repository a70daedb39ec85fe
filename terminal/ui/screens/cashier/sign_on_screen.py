"""Who is selling: names on one side, the PIN on the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from terminal.ui.support.error_messages import Refusal
from terminal.ui.support.time_text import clock_text
from terminal.ui.support.translation import LANGUAGES, tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.theme.tokens import density_for
from terminal.ui.view_models.sign_on_view_model import PIN_DIGITS, SignOnViewModel
from terminal.ui.widgets.avatar import Avatar, draw_avatar
from terminal.ui.widgets.bar_parts import Mark, Separator
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.keypad import Keypad, PinDots
from terminal.ui.widgets.painting import Text, draw_text, mark, refresh_fonts
from terminal.ui.widgets.status_icons import DeviceIcons, SyncPill
from terminal.ui.widgets.training_mark import show_word

if TYPE_CHECKING:
    from terminal.application.till_control.till_view import OperatorView, TillStateView

_COLUMNS: Final = 2
_NAMES_WIDTH: Final = 600
_PIN_WIDTH: Final = 384
_MINUTE_S: Final = 60


class OperatorTile(Key):
    """One name to choose: avatar, name, role."""

    def __init__(self, operator: OperatorView) -> None:
        super().__init__("tile", f"operator-{operator.operator_id}")
        self.operator = operator
        self.detail = ""
        self.setCheckable(True)
        self.setFixedHeight(80)
        self.show_operator(operator)

    def show_operator(self, operator: OperatorView) -> None:
        """Show another operator."""
        self.operator = operator
        roles = {"manager": tr("Manager"), "supervisor": tr("Supervisor")}
        self.detail = roles.get(operator.role, "")
        self.label(operator.name, accessible=f"{operator.name} {self.detail}".strip())

    @override
    def sizeHint(self) -> QSize:
        return QSize(294, 80)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(180, 80)

    @override
    def paint_content(self, painter: QPainter) -> None:
        box = QRectF(16, 16, 48, 48)
        if self.isRightToLeft():
            box.moveLeft(self.width() - 64)
        draw_avatar(painter, box, self.operator.name, filled=self.isChecked())
        left = 16.0 if self.isRightToLeft() else 78.0
        room = self.width() - 94
        top = 21 if self.detail else 29
        draw_text(
            painter,
            QRectF(left, top, room, 22),
            self.operator.name,
            APPEARANCE.font("strong"),
            APPEARANCE.colour("text"),
            elide=True,
        )
        draw_text(
            painter,
            QRectF(left, 42, room, 18),
            self.detail,
            APPEARANCE.font("label"),
            APPEARANCE.colour("text_muted"),
            elide=True,
        )


class SignOnScreen(QWidget):
    """Paints a SignOnViewModel and forwards input to it.

    Signals:
        language_chosen: The next language is wanted.
        badge_wanted: A simulated badge is to be held to the simulated reader.
        training_left: Who trains here wants to stop.
    """

    language_chosen = Signal()
    badge_wanted = Signal()
    training_left = Signal()

    def __init__(
        self,
        view_model: SignOnViewModel,
        wall_ms: Callable[[], int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("signOnScreen")
        mark(self, ground="canvas")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._view_model = view_model
        self._wall_ms = wall_ms
        self._state: TillStateView | None = None
        self._refusal: Refusal | None = None
        self._is_technician_refused = False
        self._training_refusal: Refusal | None = None
        self._is_training = False
        self._is_technicians = False
        self.tiles: list[OperatorTile] = []
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._make_bar())
        middle = QHBoxLayout()
        middle.setContentsMargins(24, 32, 24, 32)
        middle.setSpacing(24)
        middle.addStretch(1)
        middle.addWidget(self._make_names())
        middle.addSpacing(48)
        middle.addWidget(self._make_pin_card(), 0, Qt.AlignmentFlag.AlignTop)
        middle.addStretch(1)
        rows.addLayout(middle, 1)
        rows.addWidget(self._make_strip())
        view_model.operators_changed.connect(self._show_operators)
        view_model.chosen_changed.connect(self._show_chosen)
        view_model.pin_changed.connect(self._show_pin)
        view_model.wait_changed.connect(self._show_wait)
        view_model.busy_changed.connect(self._show_busy)
        view_model.refused.connect(self._show_refusal)
        self.retranslate()
        self._show_operators()

    def _make_bar(self) -> QWidget:
        self.bar = QFrame()
        mark(self.bar, ground="surface", line="bottom")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(16, 1, 16, 0)
        row.setSpacing(6)
        self.store = Text("strong", name="signOnStore")
        self.till = Text("body", "muted", name="signOnTill")
        self.sync_pill = SyncPill()
        self.devices = DeviceIcons()
        self.language_key = Key("ghost", "languageKey", icon="globe")
        self.language_key.tone = "text_muted"
        self.language_key.padding = 12
        self.language_key.chosen.connect(self.language_chosen)
        self.time = Text("strong", name="signOnTime")
        row.addWidget(Mark())
        row.addWidget(self.store)
        row.addWidget(self.till)
        row.addStretch(1)
        row.addWidget(self.sync_pill)
        row.addSpacing(2)
        row.addWidget(self.devices)
        row.addWidget(Separator())
        row.addWidget(self.language_key)
        row.addWidget(Separator())
        row.addWidget(self.time)
        return self.bar

    def _make_names(self) -> QWidget:
        self.names = QWidget()
        column = QVBoxLayout(self.names)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.question = Text("title", name="signOnQuestion")
        self.hint = Text("body", "muted", name="signOnHint")
        self.hint.setWordWrap(True)
        self.scroll_area = QScrollArea()
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scroll_area.setHorizontalScrollBarPolicy(
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        inside = QWidget()
        mark(inside, ground="canvas")
        self.grid = QGridLayout(inside)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(12)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)
        self.grid.setRowStretch(99, 1)
        self.scroll_area.setWidget(inside)
        column.addWidget(self.question)
        column.addSpacing(4)
        column.addWidget(self.hint)
        column.addSpacing(24)
        column.addWidget(self.scroll_area, 1)
        return self.names

    def _make_pin_card(self) -> QWidget:
        self.card = QFrame()
        self.card.setObjectName("pinCard")
        mark(self.card, card="true")
        self.card.setFixedWidth(_PIN_WIDTH)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(0)
        self.avatar = Avatar("pinAvatar", 48)
        self.person = Text("lead", name="pinPerson")
        self.person.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.prompt = Text("body", "muted", name="pinPrompt")
        self.prompt.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.dots = PinDots("pinDots", PIN_DIGITS)
        self.keypad = Keypad("pinPad", for_pin=True)
        self.keypad.setFixedHeight(4 * 68 + 3 * 10)
        self.keypad.typed.connect(self._view_model.type_digit)
        self.keypad.erased.connect(self._view_model.erase_digit)
        self.sign_on_key = Key("primary", "signOnKey", cap="Enter", role="lead")
        self.sign_on_key.setFixedHeight(60)
        self.sign_on_key.chosen.connect(self._view_model.submit)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(self.avatar, 0, centre)
        column.addSpacing(10)
        column.addWidget(self.person)
        column.addSpacing(1)
        column.addWidget(self.prompt)
        column.addSpacing(16)
        column.addWidget(self.dots, 0, centre)
        column.addSpacing(20)
        column.addWidget(self.keypad)
        column.addSpacing(16)
        column.addWidget(self.sign_on_key)
        return self.card

    def _make_strip(self) -> QWidget:
        strip = QFrame()
        mark(strip, ground="surface", line="top")
        strip.setFixedHeight(64)
        row = QHBoxLayout(strip)
        row.setContentsMargins(24, 0, 24, 0)
        self.strip_text = Text("body_medium", name="stripText")
        self.day_text = Text("body", "muted", name="dayText")
        row.addWidget(self.strip_text)
        row.addStretch(1)
        row.addWidget(self.day_text)
        row.addSpacing(16)
        self.badge_key = Key("key", "badgeKey", icon="badge")
        self.badge_key.setFixedHeight(48)
        self.badge_key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.badge_key.chosen.connect(self.badge_wanted)
        self.badge_key.hide()
        row.addWidget(self.badge_key)
        self.training_key = Key("key", "trainingKey", icon="people")
        self.training_key.setCheckable(True)
        self.training_key.setFixedHeight(48)
        self.training_key.clicked.connect(self._want_training)
        row.addWidget(self.training_key)
        self.technician_key = Key("key", "technicianKey", icon="plug")
        self.technician_key.setCheckable(True)
        self.technician_key.setFixedHeight(48)
        self.technician_key.clicked.connect(self._want_technician)
        row.addWidget(self.technician_key)
        return strip

    @property
    def wants_technician(self) -> bool:
        """Whether who signs on next wants to set up devices."""
        return self._is_technicians or self.technician_key.isChecked()

    @property
    def wants_training(self) -> bool:
        """Whether who signs on next wants to start the training."""
        return self.training_key.isChecked()

    def be_training(self) -> None:
        """Be the screen of a training till: no devices to set up, and a way out."""
        self._is_training = True
        self.training_key.setCheckable(False)
        self.technician_key.hide()
        self.retranslate()

    def be_technicians(self) -> None:
        """Be the screen of a technician's window, in which nobody sells."""
        self._is_technicians = True
        self.training_key.hide()
        self.technician_key.hide()
        self.retranslate()

    def offer_badge(self) -> None:
        """Show the key that holds a badge to a simulated reader."""
        self.badge_key.show()
        self._fit_strip()

    def refuse_technician(self) -> None:
        """Say that who signed on may not set up devices."""
        self._is_technician_refused = True
        self._show_prompt()

    def refuse_training(self, refusal: Refusal) -> None:
        """Say why training does not start now."""
        self._training_refusal = refusal
        self._show_prompt()

    def forget_purpose(self) -> None:
        """Sell again after the next sign-on."""
        self.technician_key.setChecked(False)
        self.training_key.setChecked(False)
        self._show_purpose()

    @Slot()
    def _want_technician(self) -> None:
        self.training_key.setChecked(False)
        self._take_purpose()

    @Slot()
    def _want_training(self) -> None:
        if self._is_training:
            self.training_left.emit()
            return
        self.technician_key.setChecked(False)
        self._take_purpose()

    def _take_purpose(self) -> None:
        self._is_technician_refused = False
        self._training_refusal = None
        self._show_purpose()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_purpose(self) -> None:
        if self.wants_technician:
            self.question.setText(tr("Who sets up the devices?"))
        elif self.wants_training:
            self.question.setText(tr("Who starts the training?"))
        else:
            self.question.setText(tr("Who is selling?"))
        self._show_prompt()

    def show_till(self, state: TillStateView) -> None:
        """Show which till this is and how its day stands."""
        self._state = state
        if not self._is_training:
            self.store.setText(state.store_name)
        self.till.setText(state.workstation_name)
        self.retranslate()

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.technician_key.label(tr("Set up devices"))
        if self._is_training:
            show_word(self.store)
        self.training_key.label(
            tr("End the training") if self._is_training else tr("Training")
        )
        self.badge_key.label(tr("Hold up a badge"))
        self._show_purpose()
        self.hint.setText(tr("Choose your name, then key your PIN."))
        self.sign_on_key.label(tr("Sign on"))
        self.language_key.label(LANGUAGES.get(APPEARANCE.language, "English"))
        self.show_time()
        self.strip_text.setText(tr("Arrow keys choose a name, digits key the PIN"))
        self.keypad.retranslate()
        state = self._state
        if state is not None and state.business_day is not None:
            day = state.business_day
            opened = clock_text(day.opened_at_ms)
            self.day_text.setText(
                tr(
                    "Business day {date} · opened {time}",
                    date=day.business_day,
                    time=opened,
                )
            )
        else:
            self.day_text.setText(tr("The business day is closed."))
        for tile in self.tiles:
            tile.show_operator(tile.operator)
        self._show_prompt()

    def show_time(self) -> None:
        """Show what the clock says now."""
        self.time.setText(clock_text(self._wall_ms()))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.take_density()

    def take_density(self) -> None:
        """Lay everything out for the window's present width."""
        APPEARANCE.use(density=density_for(self.width()))
        self.bar.setFixedHeight(APPEARANCE.density.top)
        room = self.width() - _PIN_WIDTH - 5 * 24
        self.names.setFixedWidth(min(_NAMES_WIDTH, room))
        self.devices.set_only_worst(only_worst=APPEARANCE.density.from_width == 0)
        self._fit_strip()
        refresh_fonts(self)

    def _fit_strip(self) -> None:
        """Leave the hint out where the keys of a simulated desk need its room."""
        is_narrow = APPEARANCE.density.from_width == 0
        self.strip_text.setHidden(is_narrow and not self.badge_key.isHidden())

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits key the PIN, arrows choose a name, Enter signs on."""
        text, key = event.text(), event.key()
        steps = {
            Qt.Key.Key_Down: _COLUMNS,
            Qt.Key.Key_Up: -_COLUMNS,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Left: -1,
        }
        if len(text) == 1 and text in "0123456789":
            self._view_model.type_digit(text)
        elif key == Qt.Key.Key_Backspace:
            self._view_model.erase_digit()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._view_model.submit()
        elif key in steps:
            self._view_model.choose_next(steps[Qt.Key(key)])
        else:
            super().keyPressEvent(event)

    @Slot()
    def _show_operators(self) -> None:
        operators = self._view_model.operators
        while len(self.tiles) > len(operators):
            tile = self.tiles.pop()
            self.grid.removeWidget(tile)
            tile.deleteLater()
        for place, operator in enumerate(operators):
            if place < len(self.tiles):
                self.tiles[place].show_operator(operator)
                continue
            tile = OperatorTile(operator)
            tile.chosen.connect(self._choose)
            self.grid.addWidget(tile, place // _COLUMNS, place % _COLUMNS)
            self.tiles.append(tile)
        self._show_chosen(self._view_model.chosen)

    @Slot(object)
    def _show_chosen(self, chosen: OperatorView | None) -> None:
        self._refusal = None
        for tile in self.tiles:
            tile.setChecked(
                chosen is not None and tile.operator.operator_id == chosen.operator_id
            )
            if tile.isChecked():
                self.scroll_area.ensureWidgetVisible(tile)
        self.avatar.show_person(chosen.name if chosen else "")
        self.person.setText(chosen.name if chosen else "")
        self._show_prompt()

    @Slot(int)
    def _show_pin(self, digits: int) -> None:
        if digits:
            self._refusal = None
            self._is_technician_refused = False
            self._training_refusal = None
        self.dots.show_filled(digits)
        self._show_prompt()

    @Slot(int)
    def _show_wait(self, _: int) -> None:
        self._show_prompt()

    @Slot(bool)
    def _show_busy(self, _: bool) -> None:  # noqa: FBT001 - a signal's value
        self._show_prompt()

    @Slot(object)
    def _show_refusal(self, refusal: Refusal) -> None:
        self._refusal = refusal
        self._show_prompt()

    @Slot()
    def _choose(self) -> None:
        tile = self.sender()
        assert isinstance(tile, OperatorTile)
        self._view_model.choose(tile.operator.operator_id)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_prompt(self) -> None:
        """Say what is expected: a PIN, patience, or another PIN."""
        wait_s = self._view_model.wait_s
        if wait_s:
            minutes, seconds = divmod(wait_s, _MINUTE_S)
            text = tr("Wait {time}", time=f"{minutes}:{seconds:02d}")
            self.prompt.set_tone("warning")
        elif self._view_model.is_busy:
            text = tr("Checking the PIN")
            self.prompt.set_tone("muted")
        elif self._is_technician_refused:
            text = tr("Ask a manager to set up devices")
            self.prompt.set_tone("danger")
        elif self._training_refusal is not None:
            text = _why_no_training(self._training_refusal)
            self.prompt.set_tone("danger")
        elif self._refusal is not None:
            text = self._refusal.again().title
            self.prompt.set_tone("danger")
        else:
            text = tr("Enter your PIN")
            self.prompt.set_tone("muted")
        self.prompt.setText(text)
        self.sign_on_key.allow(text if wait_s else "")


def _why_no_training(refusal: Refusal) -> str:
    """Return the one line for which there is room."""
    if refusal.code == "permission_refused":
        return tr("Ask a supervisor to start the training")
    if refusal.code == "transaction_open":
        return tr("Finish the open sale first")
    return refusal.again().title
