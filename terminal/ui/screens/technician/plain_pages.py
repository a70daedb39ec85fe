"""The pages that mostly tell: Overview and Diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from terminal.ui.screens.technician.device_words import icon_of, state_word, tone_of
from terminal.ui.screens.technician.parts import Heading, card, page
from terminal.ui.support.device_sentences import said
from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.notice import Notice, NoticeText
from terminal.ui.widgets.painting import Text

if TYPE_CHECKING:
    from terminal.application.ports.technician import DeviceRow
    from terminal.ui.view_models.technician_view_model import TechnicianViewModel

_KINDS: Final = {"": "neutral", "warning": "attention", "danger": "failure"}
_NOTICES_MAX: Final = 8


class OverviewPage(QWidget):
    """Everything is well, or why not.

    Signals:
        device_wanted: Somebody wants to see that device; empty for all.
    """

    device_wanted = Signal(str)

    def __init__(self, view_model: TechnicianViewModel) -> None:
        super().__init__()
        self._view_model = view_model
        self.notices: list[Notice] = []
        self._column = _whole(self, "overviewPage")
        self.heading = Heading("overview")
        self._column.addWidget(self.heading)
        self._column.addStretch(1)
        view_model.rows_changed.connect(self._show)
        view_model.found_changed.connect(self._show)
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.heading.title.setText(tr("Overview"))
        self._show()

    @Slot()
    def _show(self) -> None:
        for notice in self.notices:
            notice.hide()
            notice.deleteLater()
        self.notices = []
        model = self._view_model
        # Those that need a hand come first.
        for row in sorted(model.rows, key=_is_well):
            status = row.status
            tone = tone_of(status)
            self._add(
                NoticeText(
                    _KINDS[tone],
                    "alert" if tone else icon_of(status.kind),
                    f"{status.name}: {state_word(status)}",
                    said(status.remedy or status.detail) if tone else "",
                    tr("Look") if tone else "",
                ),
                status.device_id,
            )
        if model.found:
            self._add(
                NoticeText(
                    "info",
                    "plug",
                    tr("%n new device(s) found", len(model.found)),
                    tr("Test and add what was found."),
                    tr("Look"),
                )
            )
        if not model.rows:
            told = tr("No device is set up yet.")
        elif not model.attention_count:
            told = tr("All devices work.")
        else:
            told = tr("%n need(s) attention", model.attention_count)
        self.heading.detail.setText(told)

    def _add(self, text: NoticeText, device_id: str = "") -> None:
        if len(self.notices) < _NOTICES_MAX:
            notice = Notice(f"overviewNotice{len(self.notices)}")
            self._column.insertWidget(1 + len(self.notices), notice)
            notice.show_text(text)
            notice.setProperty("device_id", device_id)
            notice.acted.connect(self._want_device)
            self.notices.append(notice)

    @Slot()
    def _want_device(self) -> None:
        self.device_wanted.emit(str(self.sender().property("device_id")))


class DiagnosticsPage(QWidget):
    """The support bundle."""

    def __init__(self, view_model: TechnicianViewModel) -> None:
        super().__init__()
        self._view_model = view_model
        self._path = ""
        self._part = ""
        column = _whole(self, "diagnosticsPage")
        self.heading = Heading("diagnostics")
        column.addWidget(self.heading)
        frame, inside = card()
        self.about = Text("body", name="bundleAbout")
        self.told = Text("body", "muted", name="bundleTold")
        for label in (self.about, self.told):
            label.setWordWrap(True)
            inside.addWidget(label)
        self.told.hide()
        self.bundle_key = Key("primary", "bundleKey", icon="export")
        self.bundle_key.setFixedHeight(48)
        self.bundle_key.chosen.connect(self._write)
        self.bundle_key.refused.connect(self._tell)
        inside.addWidget(self.bundle_key, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(frame)
        column.addStretch(1)
        view_model.bundle_told.connect(self._show_part)
        view_model.bundle_written.connect(self._show_path)
        view_model.failed.connect(self._show_failure)
        self.retranslate()

    @Slot()
    def retranslate(self) -> None:
        """Take the texts of the language in force."""
        self.heading.title.setText(tr("Diagnostics"))
        self.heading.detail.setText(tr("For whoever helps from afar."))
        self.about.setText(
            tr(
                "The support bundle is one file with versions, settings, logs, the"
                " figures and last bytes of the devices, and the result of checking"
                " the ledger. It holds no key, no token and no PIN. The last bytes"
                " show what was scanned and printed last."
            )
        )
        self.bundle_key.label(tr("Write the support bundle"))
        if self._path:
            self._tell(tr("Written: {path}", path=self._path))

    @Slot(str)
    def _tell(self, text: str) -> None:
        self.told.setText(text)
        self.told.show()

    @Slot()
    def _write(self) -> None:
        self._path = ""
        self._tell(tr("Writing the support bundle"))
        self.bundle_key.allow(tr("It is being written."))
        self._view_model.write_bundle()

    @Slot(str)
    def _show_part(self, part: str) -> None:
        words = {
            "versions": tr("Reading versions"),
            "settings": tr("Reading settings"),
            "devices": tr("Reading devices"),
            "logs": tr("Reading logs"),
            "ledger": tr("Checking the ledger"),
        }
        self._tell(words.get(part, part))

    @Slot(str)
    def _show_path(self, path: str) -> None:
        self._path = path
        self.bundle_key.allow()
        self.retranslate()

    @Slot(str)
    def _show_failure(self, text: str) -> None:
        self.bundle_key.allow()
        self._tell(text)


def _is_well(row: DeviceRow) -> bool:
    return not tone_of(row.status)


def _whole(widget: QWidget, name: str) -> QVBoxLayout:
    outer = QVBoxLayout(widget)
    outer.setContentsMargins(0, 0, 0, 0)
    inside, column = page(name)
    outer.addWidget(inside)
    return column
