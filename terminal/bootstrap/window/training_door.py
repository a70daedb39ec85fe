"""Starts the training till in a process of its own, and waits for its end.

A process, because two tills in one would share what must be apart: the style and
language of the application, keyboard scanners, and every fault.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QProcess, Qt, QTimer, Signal, Slot

from terminal.replication.agent_process import program_command
from terminal.ui.shell.training_screen import TrainingScreen

if TYPE_CHECKING:
    from terminal.ui.shell.main_window import MainWindow

_SAID_BYTES_MAX: Final = 4_096
_END_MS: Final = 3_000


class TrainingDoor(QObject):
    """Made at the first wish for it; the screen stays in the window.

    Attributes:
        process: The training till; None before the first one.

    Signals:
        ended: The window shows the till again.
    """

    ended = Signal()

    def __init__(self, till_path: Path, window: MainWindow, parent: QObject) -> None:
        super().__init__(parent)
        self._till_path = till_path
        self._window = window
        self._said = b""
        self._is_ended_here = False
        self.process: QProcess | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_END_MS)
        self._patience.timeout.connect(self._kill)
        self.screen = TrainingScreen()
        self.screen.left.connect(self._leave)
        window.stack.addWidget(self.screen)

    def begin(self) -> None:
        """Start a training till; this one waits behind a screen that says so."""
        self._said = b""
        self._is_ended_here = False
        self._window.stack.setCurrentWidget(self.screen)
        self.screen.begin()
        program, *arguments = program_command()
        process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.readyReadStandardError.connect(self._hear)
        process.finished.connect(self._end)
        process.errorOccurred.connect(self._fail)
        self.process = process
        process.start(
            program,
            [
                *(*arguments, "till", "--training"),
                # It ends when its input does, so also when this till is killed.
                *("--with-input", "--home", str(self._till_path)),
            ],
        )

    @property
    def is_running(self) -> bool:
        """Whether somebody trains."""
        process = self.process
        return (
            process is not None and process.state() != QProcess.ProcessState.NotRunning
        )

    def close(self) -> None:
        """End the training with the till; nothing of it needs to be kept."""
        process = self.process
        if process is None:
            return
        self._patience.stop()
        process.blockSignals(True)  # noqa: FBT003 - the only way Qt has
        if self.is_running:
            process.closeWriteChannel()
            if not process.waitForFinished(_END_MS):
                process.kill()
                process.waitForFinished(_END_MS)

    @Slot()
    def _leave(self) -> None:
        if self.is_running:
            assert self.process is not None
            self._is_ended_here = True
            self.process.closeWriteChannel()
            self._patience.start()
        else:
            self._show_till()

    @Slot()
    def _kill(self) -> None:
        """End a training till that does not answer."""
        if self.is_running:
            assert self.process is not None
            self.process.kill()

    @Slot()
    def _hear(self) -> None:
        assert self.process is not None
        said = self.process.readAllStandardError().data()
        self._said = (self._said + said)[-_SAID_BYTES_MAX:]

    @Slot(int, QProcess.ExitStatus)
    def _end(self, exit_code: int, status: QProcess.ExitStatus) -> None:
        crashed = status is QProcess.ExitStatus.CrashExit
        if self._is_ended_here or (exit_code == 0 and not crashed):
            self._show_till()
        else:
            self.screen.show_failure(self._last_words())

    @Slot(QProcess.ProcessError)
    def _fail(self, error: QProcess.ProcessError) -> None:
        # Any other error is followed by the end of the process.
        if error is QProcess.ProcessError.FailedToStart:
            self.screen.show_failure()

    def _last_words(self) -> str:
        lines = self._said.decode(errors="replace").split("\n")
        words = [line.removeprefix("evertill: ") for line in lines if line.strip()]
        return words[-1] if words else ""

    def _show_till(self) -> None:
        self._patience.stop()
        self._window.stack.setCurrentWidget(self._window.sign_on_screen)
        self._window.sign_on_screen.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ended.emit()
