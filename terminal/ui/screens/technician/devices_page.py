"""Devices: found → choose → test → save, and how those that are set up do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from terminal.ui.screens.technician.address_form import AddressForm
from terminal.ui.screens.technician.device_detail import (
    WIDTH,
    WIDTH_NARROW,
    DeviceDetail,
)
from terminal.ui.screens.technician.device_rows import DeviceHead, DeviceKey, FoundRow
from terminal.ui.screens.technician.parts import MARGIN, MARGIN_NARROW, Heading
from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, mark

if TYPE_CHECKING:
    from terminal.application.ports.technician import FoundDevice
    from terminal.ui.view_models.technician_view_model import (
        TechnicianViewModel,
        Trial,
    )

_SERIAL_KINDS: Final = ("scanner", "scale", "line_display")
"""What a bare serial cable may lead to."""

_FOUND_MAX: Final = 3
"""Rows that fit without pushing the table away; the rest can be scrolled to."""

_FOUND_ROW: Final = 72


class DevicesPage(QWidget):
    """Paints the devices of a TechnicianViewModel and forwards input to it."""

    def __init__(self, view_model: TechnicianViewModel) -> None:
        super().__init__()
        self.setObjectName("devicesPage")
        mark(self, ground="canvas")
        self._view_model = view_model
        self._chosen = ""
        self._is_saving = False
        self.keys: dict[str, DeviceKey] = {}
        self.found_rows: list[FoundRow] = []
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(16)
        self.heading = Heading("devices")
        self.search_key = self.heading.add_key(
            Key("secondary", "searchKey", icon="sync")
        )
        self.address_key = self.heading.add_key(
            Key("secondary", "addressKey", icon="plus")
        )
        self.address_key.chosen.connect(self._open_form)
        self.network_key = self.heading.add_key(
            Key("primary", "networkKey", icon="search")
        )
        self.search_key.chosen.connect(view_model.search)
        self.network_key.chosen.connect(self._search_network)
        self.network_key.refused.connect(self._say)
        column.addWidget(self.heading)
        self.problem = Text("body", "warning", name="devicesProblem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        column.addWidget(self.problem)
        self.form: AddressForm | None = None
        self.found_area, self._found_column = _scrolled("foundArea", 8)
        column.addWidget(self.found_area)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._make_table(), 1)
        self.detail = DeviceDetail()
        middle.addWidget(self.detail)
        column.addLayout(middle, 1)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        model, detail = self._view_model, self.detail
        model.rows_changed.connect(self._show_rows)
        model.found_changed.connect(self._show_found)
        model.kinds_changed.connect(self._show_found)
        model.trial_changed.connect(self._show_trial)
        model.tested.connect(self._show_detail)
        model.search_changed.connect(self._show_search)
        model.failed.connect(self._say)
        detail.save_wanted.connect(self._save)
        detail.drop_wanted.connect(model.drop_trial)
        detail.test_wanted.connect(self._test_chosen)
        detail.retry_wanted.connect(self._retry_chosen)
        detail.remove_wanted.connect(self._remove_chosen)
        detail.question_changed.connect(self._show_detail)
        model.testing_changed.connect(self._show_detail)

    def _make_table(self) -> QWidget:
        table = QFrame()
        mark(table, card="true")
        column = QVBoxLayout(table)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.head = DeviceHead()
        column.addWidget(self.head)
        self.empty = Text("body", "muted", name="devicesEmpty")
        self.empty.setWordWrap(True)
        self.empty.setContentsMargins(24, 24, 24, 24)
        column.addWidget(self.empty)
        area, self._rows_column = _scrolled("devicesArea", 0)
        column.addWidget(area, 1)
        return table

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Leave the table enough room on a small window."""
        margin = MARGIN_NARROW if is_narrow else MARGIN
        self._column.setContentsMargins(margin, margin, margin, margin)
        self.detail.setFixedWidth(WIDTH_NARROW if is_narrow else WIDTH)

    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.heading.title.setText(tr("Devices"))
        self.search_key.label(tr("Search again"))
        self.address_key.label(tr("Other address"))
        self._close_form()
        self.empty.setText(
            tr(
                "No device is set up yet. Plug one in, or search the network for"
                " printers. A scanner that types like a keyboard works by itself."
            )
        )
        self.head.update()
        self._show_search()
        self._show_found()
        self._show_rows()

    @Slot()
    def _show_search(self) -> None:
        model = self._view_model
        if model.is_searching:
            self.network_key.label(tr("Searching"))
            self.network_key.allow(tr("The network is being searched."))
        else:
            self.network_key.label(tr("Search network"))
            self.network_key.allow()

    @Slot()
    def _search_network(self) -> None:
        self.problem.hide()
        self._view_model.search_network()

    @Slot()
    def _show_rows(self) -> None:
        rows = {row.status.device_id: row for row in self._view_model.rows}
        for device_id in [each for each in self.keys if each not in rows]:
            key = self.keys.pop(device_id)
            key.hide()
            key.deleteLater()
        for device_id, row in rows.items():
            if device_id in self.keys:
                self.keys[device_id].show_row(row)
                continue
            key = DeviceKey(row)
            key.setProperty("device_id", device_id)
            key.chosen.connect(self._choose)
            key.test_wanted.connect(self._test)
            key.test_key.refused.connect(self._say)
            self.keys[device_id] = key
            self._rows_column.insertWidget(self._rows_column.count() - 1, key)
        self.empty.setVisible(not rows)
        attention = self._view_model.attention_count
        told = tr("%n device(s) set up", sum(row.is_saved for row in rows.values()))
        if attention:
            told += " · " + tr("%n need(s) attention", attention)
        self.heading.detail.setText(told)
        if self._chosen not in rows and self._view_model.trial is None:
            self._chosen = next(iter(rows), "")
        self._show_detail()

    @Slot()
    def _show_found(self) -> None:
        for row in self.found_rows:
            row.hide()
            row.deleteLater()
        self.found_rows = []
        able = {
            kind.name for kind in self._view_model.kinds if not kind.unavailable_reason
        }
        kinds = tuple(
            kind
            for name in _SERIAL_KINDS
            for kind in self._view_model.kinds
            if kind.name == name and name in able
        )
        for place, found in enumerate(self._view_model.found):
            row = FoundRow(found, kinds)
            row.chosen.connect(self._take_up)
            self._found_column.insertWidget(place, row)
            self.found_rows.append(row)
        is_free = self._view_model.trial is None and self.form is None
        is_shown = bool(self.found_rows) and is_free
        self.found_area.setVisible(is_shown)
        shown = min(len(self.found_rows), _FOUND_MAX)
        self.found_area.setFixedHeight(max(1, shown) * _FOUND_ROW - 8)

    @Slot(object)
    def _take_up(self, found: FoundDevice) -> None:
        """Try what was found; first ask for its language where it has to be known."""
        kinds = {kind.name: kind for kind in self._view_model.kinds}
        kind = kinds.get(found.kind)
        # What hangs on a printer has no address, and speaks as that does.
        is_known = "protocol" in found.options or not found.address
        if kind is None or not kind.protocols or is_known:
            self._view_model.try_out(found)
            return
        self._open_form()
        assert self.form is not None
        self.form.begin_with(found.kind, found.address)

    @Slot(object)
    def _show_trial(self, trial: Trial | None) -> None:
        if trial is not None:
            self.problem.hide()
        elif self._chosen not in self.keys:
            self._chosen = ""
        if self.form is not None:
            self._follow_trial(self.form, trial)
        self._show_found()
        self._show_rows()

    def _follow_trial(self, form: AddressForm, trial: Trial | None) -> None:
        """Keep what was typed until it is saved: it may need one letter more."""
        is_tested = trial is not None and trial.result is None and not trial.problem
        form.set_busy(is_busy=is_tested)
        form.fold(is_folded=trial is not None)
        if trial is None and self._is_saving:
            self._close_form()
        self._is_saving = False

    @Slot()
    def _save(self) -> None:
        self._is_saving = True
        self._view_model.save_trial()

    @Slot()
    def _open_form(self) -> None:
        if self.form is not None:
            return
        kinds = tuple(k for k in self._view_model.kinds if not k.unavailable_reason)
        form = self.form = AddressForm(kinds)
        form.wanted.connect(self._view_model.try_out)
        form.closed.connect(self._close_form)
        self._column.insertWidget(self._column.indexOf(self.found_area), form)
        form.show()
        self._show_found()
        form.address.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self._show_found()

    @Slot()
    def _show_detail(self) -> None:
        rows = {row.status.device_id: row for row in self._view_model.rows}
        trial = self._view_model.trial
        marked = trial.device_id if trial is not None else self._chosen
        busy = tr("Save the new device first, or do not add it.") if trial else ""
        for device_id, key in self.keys.items():
            key.setChecked(device_id == marked)
            is_testing = device_id in self._view_model.testing
            key.test_key.allow(tr("Wait for the test.") if is_testing else busy)
        if trial is not None:
            self.detail.show_trial(trial, rows.get(trial.device_id))
        elif self._chosen in rows:
            row = rows[self._chosen]
            self.detail.show_row(
                row,
                self._view_model.results.get(self._chosen),
                is_testing=self._chosen in self._view_model.testing,
            )
        else:
            self.detail.hide()

    @Slot(str)
    def _say(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.show()

    @Slot()
    def _choose(self) -> None:
        self.choose(str(self.sender().property("device_id")))

    def choose(self, device_id: str) -> None:
        """Show that device beside the table."""
        self._chosen = device_id
        self._show_detail()

    def step_back(self) -> bool:
        """Leave what is asked or filled in; return whether there was anything."""
        if self.detail.is_asking:
            self.detail.stop_asking()
            self._show_detail()
        elif self._view_model.trial is not None:
            self._view_model.drop_trial()
        elif self.form is not None:
            self._close_form()
        else:
            return False
        return True

    @Slot()
    def _test(self) -> None:
        key = self.sender()
        assert isinstance(key, DeviceKey)
        if self._view_model.trial is None:
            self._chosen = key.row.status.device_id
            self._view_model.test(self._chosen)
            self._show_detail()

    @Slot()
    def _test_chosen(self) -> None:
        if self._view_model.trial is not None:
            self._view_model.try_again()
        else:
            self._view_model.test(self._chosen)

    @Slot()
    def _retry_chosen(self) -> None:
        self._view_model.retry(self._chosen)

    @Slot()
    def _remove_chosen(self) -> None:
        self._view_model.remove(self._chosen)


def _scrolled(name: str, spacing: int) -> tuple[QScrollArea, QVBoxLayout]:
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(spacing)
    column.addStretch(1)
    area.setWidget(inside)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return area, column
