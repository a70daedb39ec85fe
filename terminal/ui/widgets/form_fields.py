"""What the questions of a form are answered with: a line, a choice, a time zone."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCompleter,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text

_HEIGHT: Final = 48
_ROWS_SHOWN: Final = 5


class Field(QWidget):
    """A caption and a line to type in; the caption stays while typing."""

    def __init__(
        self, name: str, *, digits: int = 0, edit: QLineEdit | None = None
    ) -> None:
        """Make the field.

        Args:
            name: Object name of the line.
            digits: Greatest length of a secret, which is shown as dots; 0 for
                what is no secret.
            edit: The line; a plain one when absent.
        """
        super().__init__()
        self.caption = Text("label_strong", "muted")
        self.edit = edit or QLineEdit()
        self.edit.setObjectName(name)
        self.edit.setFixedHeight(_HEIGHT)
        self.edit.setFont(APPEARANCE.font("body"))
        if digits:
            self.edit.setEchoMode(QLineEdit.EchoMode.Password)
            self.edit.setMaxLength(digits)
        self.row = QHBoxLayout()
        self.row.setSpacing(8)
        self.row.addWidget(self.edit, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addLayout(self.row)

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

    def __init__(self, name: str, values: tuple[str, ...], *, columns: int = 0) -> None:
        """Make the keys.

        Args:
            name: Object names of the keys begin with it.
            values: One for each key.
            columns: Keys beside one another; 0 for all.
        """
        super().__init__()
        self.caption = Text("label_strong", "muted")
        self.keys: dict[str, Key] = {}
        grid = QGridLayout()
        grid.setSpacing(8)
        for place, value in enumerate(values):
            key = Key("key", f"{name}-{value}")
            key.setCheckable(True)
            key.padding = 10
            key.setProperty("value", value)
            key.label(value)
            key.chosen.connect(self._choose)
            self.keys[value] = key
            grid.addWidget(key, *divmod(place, columns or len(values)))
            grid.setColumnStretch(place % (columns or len(values)), 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addLayout(grid)

    @property
    def chosen_key(self) -> Key | None:
        """The marked key."""
        return next((key for key in self.keys.values() if key.isChecked()), None)

    def show_value(self, value: str) -> None:
        """Mark the key of *value*."""
        for name, key in self.keys.items():
            key.setChecked(name == value)

    @Slot()
    def _choose(self) -> None:
        value = str(self.sender().property("value"))
        self.show_value(value)
        self.chosen.emit(value)


class _ZoneLine(QLineEdit):
    """A line that offers the zones with the typed text in their names."""

    def __init__(self) -> None:
        super().__init__()
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setMaxVisibleItems(_ROWS_SHOWN)
        # Its own list: the completer would delete a list of ours behind our back.
        offers = completer.popup()
        assert offers is not None
        self.offers = offers
        self.offers.setObjectName("timeZones")
        # The completer's own delegate knows nothing of the style sheet's rows.
        self.offers.setItemDelegate(QStyledItemDelegate(self.offers))
        self.offers.setFont(APPEARANCE.font("body"))
        self.setCompleter(completer)

    def offer_all(self) -> None:
        """Show every zone, the present one in view."""
        self._read_names()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        completer = self.completer()
        completer.setCompletionPrefix("")
        completer.complete()
        places = self._names.match(
            self._names.index(0), Qt.ItemDataRole.DisplayRole, self.text()
        )
        if places:
            at = completer.completionModel().index(places[0].row(), 0)
            self.offers.setCurrentIndex(at)
            self.offers.scrollTo(at, QAbstractItemView.ScrollHint.PositionAtCenter)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._read_names()
        super().focusInEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the down arrow open the list."""
        if event.key() == Qt.Key.Key_Down and not self.offers.isVisible():
            self.offer_all()
        else:
            super().keyPressEvent(event)

    def _read_names(self) -> None:
        """Read the zones that this computer knows; about 50 ms, so not before."""
        if not self._names.rowCount():
            from zoneinfo import available_timezones

            self._names.setStringList(sorted(available_timezones()))


class TimeZoneField(Field):
    """A time zone, typed or chosen from the list of all."""

    def __init__(self, name: str) -> None:
        self._line = _ZoneLine()
        super().__init__(name, edit=self._line)
        self.list_key = Key("key", f"{name}List", icon="chevron-down")
        self.list_key.tone = "text"
        self.list_key.setFixedSize(_HEIGHT, _HEIGHT)
        self.list_key.chosen.connect(self._line.offer_all)
        self.row.addWidget(self.list_key)

    @property
    def offers(self) -> QAbstractItemView:
        """The list of zones, shown while one is chosen."""
        return self._line.offers

    @override
    def set_caption(self, text: str) -> None:
        super().set_caption(text)
        self.list_key.label("", accessible=text)
