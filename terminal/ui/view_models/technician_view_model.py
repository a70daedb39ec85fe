"""What the technician sees and wants, on a thread of its own.

Everything the technician asks may take seconds: a printer's connect timeout, a
network of 254 hosts, the whole ledger.  One thread does it in order, and the answers
come back as values.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from terminal.ui.support.translation import tr

if TYPE_CHECKING:
    from terminal.application.ports.technician import (
        DeviceRow,
        Fact,
        FoundDevice,
        KindChoice,
        SettingRow,
        TechnicianPort,
        TestResult,
    )

_REFRESH_MS: Final = 1_000
_CLOSE_TIMEOUT_S: Final = 10.0


class Trial(msgspec.Struct, frozen=True):
    """A device that was chosen and is not saved yet.

    Attributes:
        found: What was chosen.
        device_id: The id it has meanwhile; empty until it is taken up.
        result: What its test found; None while it is tested.
        problem: Why it could not even be taken up.
    """

    found: FoundDevice
    device_id: str = ""
    result: TestResult | None = None
    problem: str = ""

    @property
    def may_be_saved(self) -> bool:
        """Whether its test passed."""
        return self.result is not None and self.result.is_passed


class TechnicianViewModel(QObject):
    """State and intents of the technician's screens.

    Signals:
        person_changed: Name and role of who works here.
        rows_changed: ``rows`` is another list of devices.
        found_changed: ``found`` is another list of new devices.
        facts_changed: ``facts`` is another list.
        kinds_changed: ``kinds`` is known.
        settings_changed: ``settings`` is another list.
        settings_saved: All that was to be changed is changed.
        settings_refused: Why not all of it is, as a sentence.
        trial_changed: Another Trial, or None.
        tested: A TestResult of a device that is set up.
        testing_changed: ``testing``, the devices under test, is another set.
        search_changed: ``is_searching`` changed: the network is searched or not.
        bundle_told: The part of the support bundle that is being written.
        bundle_written: The path of the support bundle.
        failed: What could not be done, as a sentence.
    """

    person_changed = Signal(str, str)
    rows_changed = Signal()
    found_changed = Signal()
    facts_changed = Signal()
    kinds_changed = Signal()
    settings_changed = Signal()
    settings_saved = Signal()
    settings_refused = Signal(str)
    trial_changed = Signal(object)
    tested = Signal(object)
    testing_changed = Signal()
    search_changed = Signal()
    bundle_told = Signal(str)
    bundle_written = Signal(str)
    failed = Signal(str)
    _done = Signal(object, object)

    def __init__(self, port: TechnicianPort, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._port = port
        self.rows: tuple[DeviceRow, ...] = ()
        self.found: tuple[FoundDevice, ...] = ()
        self.facts: tuple[Fact, ...] = ()
        self.kinds: tuple[KindChoice, ...] = ()
        self.settings: tuple[SettingRow, ...] = ()
        self.trial: Trial | None = None
        self.results: dict[str, TestResult] = {}
        self.testing: set[str] = set()
        self.is_searching = False
        self._network: tuple[FoundDevice, ...] = ()
        self._jobs: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._is_refreshing = False
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._tick)
        self._done.connect(self._deliver)

    @property
    def attention_count(self) -> int:
        """How many devices do not work."""
        return sum(
            not row.status.is_working and row.status.state != "disabled"
            for row in self.rows
        )

    def begin(self, name: str, role: str) -> None:
        """Somebody works here now."""
        self.person_changed.emit(name, role)
        if self._thread is None:
            self._thread = threading.Thread(
                target=self._run, name="technician", daemon=True
            )
            self._thread.start()
        self._timer.start()
        self._ask(self._port.kinds, self._take_kinds)
        self._ask(self._port.facts, self._take_facts)
        self._ask(self._port.settings, self._take_settings)
        self.refresh()
        self.search()

    @Slot()
    def rest(self) -> None:
        """Nobody looks any more."""
        self._timer.stop()

    def close(self) -> None:
        """Finish what was begun and end the thread."""
        self._timer.stop()
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(_CLOSE_TIMEOUT_S)

    @Slot()
    def refresh(self) -> None:
        """Look at the devices again, unless a look is under way."""
        if not self._is_refreshing:
            self._is_refreshing = True
            self._ask(self._port.rows, self._take_rows, self._skip_rows)

    @Slot()
    def _tick(self) -> None:
        """Look at the devices, and each second time for what was plugged in."""
        self._ticks += 1
        busy = self._is_refreshing or self.is_searching or self.trial is not None
        if self._ticks % 2 == 0 and not busy:
            self.search()
        self.refresh()

    @Slot()
    def search(self) -> None:
        """Look for what is plugged in; the network is left alone."""
        self._ask(self._port.find, self._take_found)

    @Slot()
    def search_network(self) -> None:
        """Knock at every host of this computer's network too."""

        def work() -> object:
            subnet = self._port.own_subnet()
            return self._port.find(subnet) if subnet else None

        self._set_searching(is_searching=True)
        self._ask(work, self._take_network, self._stop_search)

    def try_out(self, found: FoundDevice) -> None:
        """Take up *found* and test it."""
        self._set_trial(Trial(found))

        def work() -> Trial:
            device_id = self._port.begin_trial(found)
            return Trial(found, device_id, self._port.test(device_id))

        self._ask(work, self._set_trial, self._refuse_trial)

    @Slot()
    def try_again(self) -> None:
        """Test the device of the trial once more."""
        trial = self.trial
        if trial is None:
            return
        if not trial.device_id:
            self.try_out(trial.found)
            return
        self._set_trial(Trial(trial.found, trial.device_id))

        def work() -> Trial:
            return Trial(trial.found, trial.device_id, self._port.test(trial.device_id))

        self._ask(work, self._set_trial, self._refuse_trial)

    @Slot()
    def save_trial(self) -> None:
        """Keep the device of the trial."""
        self._end_trial(is_kept=True)

    @Slot()
    def drop_trial(self) -> None:
        """Let go of the device of the trial."""
        self._end_trial(is_kept=False)

    def test(self, device_id: str) -> None:
        """Test a device that is set up."""
        self.results.pop(device_id, None)

        def refuse(error: Exception) -> None:
            self._set_testing(device_id, is_testing=False)
            self._tell(error)

        self._set_testing(device_id, is_testing=True)
        self._ask(lambda: self._port.test(device_id), self._take_result, refuse)

    def retry(self, device_id: str) -> None:
        """Try a lost device now."""
        self._ask(lambda: self._port.retry(device_id), self._look_again)

    def remove(self, device_id: str) -> None:
        """Take a device out of the settings."""
        self._ask(lambda: self._port.remove(device_id), self._look_again)

    def change_settings(self, values: dict[str, str]) -> None:
        """Change settings by their keys."""

        def refuse(error: Exception) -> None:
            self.settings_refused.emit(_sentence(error))
            self._ask(self._port.settings, self._take_settings)

        self._ask(
            lambda: self._port.change_settings(values), self._keep_settings, refuse
        )

    @Slot()
    def write_bundle(self) -> None:
        """Write the support bundle."""

        def work() -> str:
            return str(self._port.write_bundle(self.bundle_told.emit))

        self._ask(work, self._take_bundle)

    # -- answers, on the GUI thread ----------------------------------------------

    def _take_rows(self, rows: object) -> None:
        self._is_refreshing = False
        assert isinstance(rows, tuple)
        if rows != self.rows:
            before = {row.status.device_id: row.status.state for row in self.rows}
            for row in rows:
                # What a test found says nothing about a device that is otherwise now.
                device_id = row.status.device_id
                if before.get(device_id, row.status.state) != row.status.state:
                    self.results.pop(device_id, None)
            self.rows = rows
            self.rows_changed.emit()

    def _skip_rows(self, _: Exception) -> None:
        self._is_refreshing = False

    def _take_found(self, found: object) -> None:
        assert isinstance(found, tuple)
        known = {(each.address, each.kind) for each in found}
        taken = {row.address for row in self.rows}
        network = [
            each
            for each in self._network
            if (each.address, each.kind) not in known and each.address not in taken
        ]
        now = (*found, *network)
        if now != self.found:
            self.found = now
            self.found_changed.emit()

    def _take_network(self, found: object) -> None:
        self._set_searching(is_searching=False)
        if found is None:
            self.failed.emit(tr("This computer has no network."))
            return
        assert isinstance(found, tuple)
        self._network = tuple(each for each in found if each.connection == "Network")
        self._take_found(found)

    def _stop_search(self, error: Exception) -> None:
        self._set_searching(is_searching=False)
        self._tell(error)

    def _set_searching(self, *, is_searching: bool) -> None:
        self.is_searching = is_searching
        self.search_changed.emit()

    def _take_facts(self, facts: object) -> None:
        assert isinstance(facts, tuple)
        self.facts = facts
        self.facts_changed.emit()

    def _take_settings(self, settings: object) -> None:
        assert isinstance(settings, tuple)
        self.settings = settings
        self.settings_changed.emit()

    def _keep_settings(self, _: object) -> None:
        self.settings_saved.emit()
        self._ask(self._port.settings, self._take_settings)
        self._ask(self._port.facts, self._take_facts)

    def _take_kinds(self, kinds: object) -> None:
        assert isinstance(kinds, tuple)
        self.kinds = kinds
        self.kinds_changed.emit()

    def _take_result(self, result: object) -> None:
        from terminal.application.ports.technician import TestResult

        assert isinstance(result, TestResult)
        self.results[result.device_id] = result
        self._set_testing(result.device_id, is_testing=False)
        self.tested.emit(result)
        self.refresh()

    def _set_testing(self, device_id: str, *, is_testing: bool) -> None:
        (self.testing.add if is_testing else self.testing.discard)(device_id)
        self.testing_changed.emit()

    def _take_bundle(self, path: object) -> None:
        self.bundle_written.emit(str(path))

    def _set_trial(self, trial: object) -> None:
        assert trial is None or isinstance(trial, Trial)
        self.trial = trial
        self.trial_changed.emit(trial)
        self.refresh()

    def _refuse_trial(self, error: Exception) -> None:
        if self.trial is not None:
            self._set_trial(
                msgspec.structs.replace(self.trial, problem=_sentence(error))
            )

    def _end_trial(self, *, is_kept: bool) -> None:
        trial = self.trial
        if trial is None or (is_kept and not trial.may_be_saved):
            return
        if not trial.device_id:
            self._set_trial(None)
            return

        def work() -> None:
            self._port.end_trial(trial.device_id, is_kept=is_kept)

        self._ask(work, self._leave_trial)

    def _leave_trial(self, _: object) -> None:
        self._set_trial(None)
        self.search()

    def _look_again(self, _: object) -> None:
        self.refresh()
        self.search()

    def _tell(self, error: Exception) -> None:
        self.failed.emit(_sentence(error))

    # -- the thread --------------------------------------------------------------

    def _ask(
        self,
        work: Callable[[], object],
        on_done: Callable[[object], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        refuse = on_error or self._tell

        def run() -> None:
            try:
                result = work()
            except Exception as error:  # noqa: BLE001 - told to the technician
                self._done.emit(refuse, error)
            else:
                self._done.emit(on_done, result)

        self._jobs.put(run)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()

    @Slot(object, object)
    def _deliver(self, callback: Callable[[object], None], value: object) -> None:
        callback(value)


def _sentence(error: Exception) -> str:
    return str(error) or type(error).__name__
