"""The pane beside the table: one device, or the one that is being tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from terminal.ui.screens.technician.device_words import (
    connection_of,
    figure_rows,
    icon_of,
    kind_word,
    reason_rows,
    size_text,
    state_word,
    tone_of,
    trouble_word,
)
from terminal.ui.screens.technician.parts import ElidedText, Facts, Picture, mono_font
from terminal.ui.support.device_sentences import said
from terminal.ui.support.translation import tr
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.painting import Text, mark, restyle

if TYPE_CHECKING:
    from terminal.application.ports.technician import DeviceRow, TestResult
    from terminal.ui.view_models.technician_view_model import Trial

WIDTH: Final = 320
WIDTH_NARROW: Final = 272
_NOTICE_EDGES: Final = 2 * (16 + 12 + 1)
_HEIGHT_MAX: Final = 4_096
_NOTICES: Final = {"": "info", "warning": "attention", "danger": "failure"}


class DeviceDetail(QFrame):
    """Remedy first, then facts, bytes and what can be done.

    Signals:
        retry_wanted: Try the device now.
        test_wanted: Test it.
        remove_wanted: Take it out of the settings.
        save_wanted: Keep the device of the trial.
        drop_wanted: Let go of it.
        question_changed: Show the device anew: something is asked, or no more.
    """

    retry_wanted = Signal()
    test_wanted = Signal()
    remove_wanted = Signal()
    save_wanted = Signal()
    drop_wanted = Signal()
    question_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("deviceDetail")
        mark(self, card="true")
        self.setFixedWidth(WIDTH)
        self._is_trial = False
        self._device_id = ""
        self._is_asking = False
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(self._make_head())
        column.addWidget(self._make_notice())
        self.facts = Facts("deviceFacts", name_width=96)
        column.addWidget(self.facts)
        self.bytes_title = Text("label_strong", "muted")
        column.addWidget(self.bytes_title)
        self.bytes = QPlainTextEdit()
        self.bytes.setObjectName("deviceBytes")
        self.bytes.setReadOnly(True)
        self.bytes.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.bytes.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.bytes.setFont(mono_font())
        self.bytes.setMinimumHeight(48)
        column.addWidget(self.bytes, 1)
        column.addWidget(self._make_keys())
        self.hide()

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        self.icon = Picture("plug", "text_muted")
        self.title = ElidedText("lead", name="detailTitle")
        head.addWidget(self.icon)
        head.addWidget(self.title, 1)
        return head

    def _make_notice(self) -> QWidget:
        self.notice = QFrame()
        self.notice.setObjectName("detailNotice")
        column = QVBoxLayout(self.notice)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(2)
        self.notice_title = Text("strong", name="detailNoticeTitle")
        self.notice_text = Text("label", name="detailNoticeText")
        for label in (self.notice_title, self.notice_text):
            label.setWordWrap(True)
            column.addWidget(label)
        return self.notice

    def _make_keys(self) -> QWidget:
        self.first = Key("secondary", "detailFirst")
        self.second = Key("secondary", "detailSecond")
        self.problem = Text("label", "warning", name="detailProblem")
        self.problem.setWordWrap(True)
        keys = QWidget()
        column = QVBoxLayout(keys)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        for key in (self.first, self.second):
            key.setFixedHeight(48)
            key.padding = 8
            key.refused.connect(self.problem.setText)
            row.addWidget(key, 1)
        column.addWidget(self.problem)
        column.addLayout(row)
        self.first.chosen.connect(self._choose_first)
        self.second.chosen.connect(self._choose_second)
        return keys

    @property
    def is_asking(self) -> bool:
        """Whether somebody is asked if the device is to be removed."""
        return self._is_asking and self.isVisible()

    @Slot()
    def stop_asking(self) -> None:
        """Leave the device where it is."""
        self._is_asking = False

    def show_row(
        self, row: DeviceRow, result: TestResult | None, *, is_testing: bool = False
    ) -> None:
        """Show a device that is set up."""
        self._is_trial = False
        status = row.status
        if status.device_id != self._device_id:
            self._device_id = status.device_id
            self._is_asking = False
        self._head(status.kind, status.name)
        tone = tone_of(status)
        if self._is_asking:
            self._say(
                "warning",
                tr("Remove {name}?", name=status.name),
                tr("The till stops using it at once. Add it again to undo this."),
            )
        elif is_testing:
            self._say("", tr("Testing"), tr("This takes a few seconds."))
        elif result is not None:
            self._say_result(result)
        elif tone:
            self._say(tone, trouble_word(status), said(status.remedy))
        else:
            self.notice.hide()
        how, where = connection_of(row)
        figures = row.figures
        self.facts.show_facts(
            [
                (tr("State"), state_word(status)),
                (tr("Kind"), kind_word(status.kind)),
                (tr("Connection"), f"{how} {where}".strip()),
                (tr("Received"), size_text(figures.bytes_received)),
                (tr("Sent"), size_text(figures.bytes_sent)),
                *figure_rows(figures),
                *reason_rows(status),
            ]
        )
        self._show_bytes(row.bytes_seen, status.kind)
        if self._is_asking:
            self._show_question()
            return
        is_away = status.state in {"lost", "absent", "fault"}
        self.first.set_kind("secondary")
        self.first.label(tr("Try now") if is_away else tr("Test"))
        self.first.setProperty("does", "retry" if is_away else "test")
        self.first.allow(tr("Wait for the test.") if is_testing else "")
        self.second.label(tr("Remove"))
        self.show()

    def _show_question(self) -> None:
        self.first.set_kind("danger")
        self.first.label(tr("Remove"))
        self.first.setProperty("does", "remove")
        self.first.allow()
        self.second.label(tr("Keep"))
        self.show()

    def show_trial(self, trial: Trial, row: DeviceRow | None) -> None:
        """Show the device that is being tried."""
        self._is_trial = True
        self._head(trial.found.kind, trial.found.title)
        result = trial.result
        if trial.problem:
            self._say("danger", tr("It cannot be added"), trial.problem)
        elif result is None:
            self._say("", tr("Testing"), tr("This takes a few seconds."))
        else:
            self._say_result(result)
        facts = [
            (tr("Kind"), kind_word(trial.found.kind)),
            (tr("Address"), trial.found.address or trial.found.detail),
        ]
        if row is not None:
            facts.append((tr("State"), state_word(row.status)))
        self.facts.show_facts(facts)
        seen = result.bytes_seen if result is not None else ()
        known = row.bytes_seen if row is not None else ()
        self._show_bytes(known or seen, trial.found.kind)
        if trial.may_be_saved or (result is None and not trial.problem):
            self.first.set_kind("primary")
            self.first.label(tr("Save"))
            self.first.setProperty("does", "save")
            self.first.allow("" if trial.may_be_saved else tr("Wait for the test."))
        else:
            self.first.set_kind("secondary")
            self.first.label(tr("Test again"))
            self.first.setProperty("does", "test")
            self.first.allow()
        self.second.label(tr("Do not add"))
        self.show()

    def _head(self, kind: str, title: str) -> None:
        self.icon.show_icon(icon_of(kind))
        self.title.setText(title)
        self.bytes_title.setText(tr("Last bytes"))
        self.problem.setText("")

    def _say_result(self, result: TestResult) -> None:
        title = tr("The test passed") if result.is_passed else tr("The test failed")
        self._say("" if result.is_passed else "danger", title, _lines(result.evidence))

    def _say(self, tone: str, title: str, text: str) -> None:
        kind = _NOTICES[tone]
        if self.notice.property("notice") != kind:
            self.notice.setProperty("notice", kind)
            restyle(self.notice)
        self.notice_title.set_tone(tone)
        self.notice_title.setText(title[:1].upper() + title[1:])
        self.notice_text.setText(text)
        self.notice_text.setVisible(bool(text))
        # A box layout keeps the height of the text that was there before.
        for label in (self.notice_title, self.notice_text):
            room = QRect(0, 0, self.width() - _NOTICE_EDGES, _HEIGHT_MAX)
            wrap = Qt.TextFlag.TextWordWrap
            box = label.fontMetrics().boundingRect(room, wrap, label.text())
            label.setFixedHeight(box.height() + 2)
        self.notice.show()

    def _show_bytes(self, lines: tuple[str, ...], kind: str) -> None:
        self.bytes.setPlaceholderText(
            tr("Of card readers no byte is kept.")
            if icon_of(kind) == "nfc"
            else tr("Nothing yet.")
        )
        text = "\n".join(lines)
        if text != self.bytes.toPlainText():
            self.bytes.setPlainText(text)
            bar = self.bytes.verticalScrollBar()
            bar.setValue(bar.maximum())

    @Slot()
    def _choose_first(self) -> None:
        does = self.first.property("does")
        if does == "save":
            self.save_wanted.emit()
        elif does == "retry":
            self.retry_wanted.emit()
        elif does == "remove":
            self._is_asking = False
            self.remove_wanted.emit()
        else:
            self.test_wanted.emit()

    @Slot()
    def _choose_second(self) -> None:
        if self._is_trial:
            self.drop_wanted.emit()
        else:
            # What is removed has to be tested and added again: one more press.
            self._is_asking = not self._is_asking
            self.question_changed.emit()


def _lines(sentences: tuple[str, ...]) -> str:
    """Return the sentences, without those that say what another says already."""
    kept: list[str] = []
    for sentence in sentences:
        if not any(sentence in other for other in kept):
            kept.append(sentence)
    return "\n".join(_capitalised(said(sentence)) for sentence in kept)


def _capitalised(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
