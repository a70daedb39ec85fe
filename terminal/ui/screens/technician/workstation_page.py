"""Which till this is, and what a technician may change about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from terminal.ui.screens.technician.parts import (
    MARGIN,
    MARGIN_NARROW,
    Facts,
    Heading,
    card,
)
from terminal.ui.support.translation import tr
from terminal.ui.theme.appearance import APPEARANCE
from terminal.ui.widgets.form_fields import Choice, Field, TimeZoneField
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, mark

if TYPE_CHECKING:
    from terminal.application.ports.technician import SettingRow
    from terminal.ui.view_models.technician_view_model import TechnicianViewModel

_LINES_HEIGHT: Final = 104
_NO_CENTER: Final = "–"
_TIME_ZONE: Final = "store.time_zone"
_SCREEN: Final = "customer.screen"


class LinesField(QWidget):
    """A caption and a few lines to type in."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.caption = Text("label_strong", "muted")
        self.edit = QPlainTextEdit()
        self.edit.setObjectName(name)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(_LINES_HEIGHT)
        self.edit.setFont(APPEARANCE.font("body"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        column.addWidget(self.edit)

    def set_caption(self, text: str) -> None:
        """Say what is to be typed."""
        self.caption.setText(text)
        self.edit.setAccessibleName(text)


class WorkstationPage(QWidget):
    """Facts that are fixed, and a form of what is not."""

    def __init__(self, view_model: TechnicianViewModel) -> None:
        super().__init__()
        self.setObjectName("workstationPage")
        mark(self, ground="canvas")
        self._view_model = view_model
        self._told = ""
        self.fields: dict[str, Field | LinesField | Choice] = {}
        self._column = QVBoxLayout(self)
        self._column.setSpacing(16)
        self.heading = Heading("workstation")
        self.save_key = self.heading.add_key(Key("primary", "settingsSave"))
        self.save_key.chosen.connect(self._save)
        self.save_key.refused.connect(self._tell)
        self._column.addWidget(self.heading)
        self.told = Text("body", "muted", name="settingsTold")
        self.told.setWordWrap(True)
        self.told.hide()
        self._column.addWidget(self.told)
        self._column.addWidget(self._make_scrolled(), 1)
        self.set_narrow(is_narrow=False)
        view_model.facts_changed.connect(self._show_facts)
        view_model.settings_changed.connect(self._show_settings)
        view_model.settings_saved.connect(self._show_saved)
        view_model.settings_refused.connect(self._show_refusal)
        self.retranslate()

    def _make_scrolled(self) -> QScrollArea:
        inside = QWidget()
        mark(inside, ground="canvas")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        form, in_form = card()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(16)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        in_form.addLayout(self._grid)
        column.addWidget(form)
        fixed, in_fixed = card()
        self.fixed_title = Text("label_strong", "muted")
        self.fixed_title.setWordWrap(True)
        in_fixed.addWidget(self.fixed_title)
        self.facts = Facts("workstationFacts", name_width=160)
        in_fixed.addWidget(self.facts)
        column.addWidget(fixed)
        column.addStretch(1)
        area = QScrollArea()
        area.setObjectName("settingsArea")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        return area

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Leave the form enough room on a small window."""
        margin = MARGIN_NARROW if is_narrow else MARGIN
        self._column.setContentsMargins(margin, margin, margin, margin)

    @property
    def changes(self) -> dict[str, str]:
        """What was filled in and is not saved, by key."""
        return {
            row.key: value
            for row in self._view_model.settings
            if row.key in self.fields
            and (value := _value_of(self.fields[row.key])) != row.value
        }

    # -- texts -------------------------------------------------------------------

    @Slot()
    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.heading.title.setText(tr("Workstation and store"))
        self.heading.detail.setText(
            tr("What is saved holds from the next start of the till on.")
        )
        self.save_key.label(tr("Save"))
        words = _words()
        for key, field in self.fields.items():
            caption = words.get(key, key)
            if isinstance(field, Choice):
                field.caption.setText(caption)
                for value, choice in field.keys.items():
                    choice.label(_value_words().get((key, value), value))
            else:
                field.set_caption(caption)
        self._show_facts()
        self._allow()

    @Slot()
    def _show_facts(self) -> None:
        words = {
            "Store": tr("Store"),
            "Workstation": tr("Workstation"),
            "Tenant": tr("Tenant"),
            "Currency": tr("Currency"),
            "Time zone": tr("Time zone"),
            "Center": tr("Center"),
            "Keys": tr("Key store"),
            "Home": tr("Folder"),
        }
        has_center = any(
            fact.name == "Center" and fact.value != _NO_CENTER
            for fact in self._view_model.facts
        )
        self.fixed_title.setText(
            tr(
                "Fixed when the till was made. Its number and name belong to the center."
            )
            if has_center
            else tr("Fixed when the till was made.")
        )
        stores = {
            "file": tr("A file of this computer's user"),
            "keyring": tr("The keyring of the system"),
            "tpm": tr("The security chip (TPM)"),
        }
        self.facts.show_facts(
            [
                (
                    words.get(fact.name, fact.name),
                    stores.get(fact.value, fact.value)
                    if fact.name == "Keys"
                    else fact.value,
                )
                for fact in self._view_model.facts
                if fact.name in words and fact.name != "Time zone"
            ]
        )

    # -- the form ----------------------------------------------------------------

    @Slot()
    def _show_settings(self) -> None:
        for row in self._view_model.settings:
            if row.key not in self.fields:
                self._add(row)
            _fill(self.fields[row.key], row.value)
        self.retranslate()

    def _add(self, row: SettingRow) -> None:
        field: Field | LinesField | Choice
        if row.choices:
            field = Choice(row.key, row.choices)
            field.chosen.connect(self._allow)
            for key in field.keys.values():
                key.setFixedHeight(48)
        elif row.is_list:
            field = LinesField(row.key)
            field.edit.textChanged.connect(self._allow)
        else:
            is_zone = row.key == _TIME_ZONE
            field = TimeZoneField(row.key) if is_zone else Field(row.key)
            field.edit.textChanged.connect(self._allow)
            if row.key == _SCREEN:
                names = (screen.name() for screen in QGuiApplication.screens())
                field.edit.setPlaceholderText(", ".join(names))
        self.fields[row.key] = field
        row_at, column = divmod(len(self.fields) - 1, 2)
        self._grid.addWidget(field, row_at, column, Qt.AlignmentFlag.AlignTop)

    @Slot()
    def _allow(self) -> None:
        self.save_key.allow("" if self.changes else tr("Nothing was changed."))

    @Slot()
    def _save(self) -> None:
        self._tell(tr("Saving"))
        self.save_key.allow(tr("It is being saved."))
        self._view_model.change_settings(self.changes)

    @Slot()
    def _show_saved(self) -> None:
        self._tell(
            tr("Saved. Close the till and start it again, and it holds."),
        )

    @Slot(str)
    def _show_refusal(self, text: str) -> None:
        key, found, rest = text.partition(": ")
        self._tell(f"{_words()[key]}: {rest}" if found and key in _words() else text)

    @Slot(str)
    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.show()


def _value_of(field: Field | LinesField | Choice) -> str:
    if isinstance(field, Choice):
        key = field.chosen_key
        return "" if key is None else str(key.property("value"))
    if isinstance(field, LinesField):
        lines = (line.strip() for line in field.edit.toPlainText().splitlines())
        return "\n".join(line for line in lines if line)
    return field.edit.text().strip()


def _fill(field: Field | LinesField | Choice, value: str) -> None:
    if isinstance(field, Choice):
        field.show_value(value)
    elif isinstance(field, LinesField):
        field.edit.setPlainText(value)
    else:
        field.edit.setText(value)


def _words() -> dict[str, str]:
    return {
        "store.name": tr("Name of the store, on receipts"),
        "store.receipt_head": tr("Lines above every receipt"),
        "store.receipt_foot": tr("Lines below every receipt"),
        "store.language": tr("Language of receipts"),
        "store.receipt_columns": tr("Characters in a line of paper"),
        "store.time_zone": tr("Time zone"),
        "customer.screen": tr("Customer's screen; empty for none"),
        "customer.idle_upper": tr("Customer display at rest, upper line"),
        "customer.idle_lower": tr("Customer display at rest, lower line"),
        "selling.keyed_weight": tr("Weights that are keyed"),
    }


def _value_words() -> dict[tuple[str, str], str]:
    return {
        ("store.language", "en"): "English",
        ("store.language", "zh_CN"): "简体中文",
        ("store.language", "zh_TW"): "繁體中文",
        ("store.language", "ar"): "العربية",
        ("store.receipt_columns", "32"): tr("32 (58 mm)"),
        ("store.receipt_columns", "42"): tr("42 (80 mm)"),
        ("store.receipt_columns", "48"): tr("48 (80 mm)"),
        ("selling.keyed_weight", "allowed"): tr("Everybody"),
        ("selling.keyed_weight", "permission"): tr("With approval"),
    }
