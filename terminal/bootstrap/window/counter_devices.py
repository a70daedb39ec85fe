"""The devices of a till with a window, and what uses them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

from terminal.bootstrap.change_devices import devices_figures_path
from terminal.bootstrap.headless import kinds_for_devices
from terminal.bootstrap.paper_queue import PaperQueue
from terminal.peripherals.device_book import DeviceBook
from terminal.peripherals.device_service import DeviceService

if TYPE_CHECKING:
    from sync.protocol.events.setting_changed_v1 import SettingChanged
    from terminal.application.ports.devices import DeviceStatus, Scan
    from terminal.application.use_cases import UseCases
    from terminal.bootstrap.window.opened_till import WindowTill
    from terminal.settings.schema import DeviceSettings
    from terminal.ui.support.scan_router import ScanRouter
    from terminal.ui.support.work_queue import WorkQueue
    from terminal.ui.view_models.status_view_model import StatusViewModel

_RECORD_TIMEOUT_S: Final = 10.0

_log = logging.getLogger(__name__)


class CounterDevices(QObject):
    """Runs the devices, also others than before; lives on the GUI thread.

    Attributes:
        settings: The devices that ran first, by id.

    Signals:
        joined: Devices run now that did not before; for the GUI thread.
        card_shown: A card lies on a reader; sent from the reader's thread.
    """

    joined = Signal()
    card_shown = Signal(object)

    def __init__(
        self,
        opened: WindowTill,
        queue: WorkQueue,
        router: ScanRouter,
        status: StatusViewModel,
        parent: QObject,
    ) -> None:
        """Take up nothing yet; see `start`."""
        super().__init__(parent)
        self._opened = opened
        self._queue = queue
        self._router = router
        self._status = status
        self._book = DeviceBook(devices_figures_path(opened.till.home.path))
        self._service: DeviceService | None = None
        self.settings: Mapping[str, DeviceSettings] = {}
        router.answered.connect(self._answer_scanner)

    def start(self, settings: Mapping[str, DeviceSettings]) -> None:
        """Start the devices of *settings* and what uses them."""
        self.settings = settings
        self._run(settings)

    def stop(self) -> None:
        """Let go of the devices; what is not printed stays queued."""
        if self._service is not None:
            self._service.stop()

    # The technician's thread

    @property
    def devices(self) -> DeviceService:
        """The devices that run now."""
        assert self._service is not None
        return self._service

    def swap_devices(self, settings: Mapping[str, DeviceSettings]) -> None:
        """Let go of the devices and run those of *settings*."""
        self.devices.stop()
        self._run(settings)
        ledger = self._opened.till.ledger
        kinds = kinds_for_devices(settings)
        self._run_soon(lambda _: ledger.queue_print_jobs(kinds))

    def record(self, event: SettingChanged) -> None:
        """Commit *event* on the use-case thread, and wait until that is done."""
        ledger = self._opened.till.ledger
        done: Future[None] = Future()

        def commit(_: UseCases) -> None:
            try:
                with ledger.final() as unit:
                    unit.events.append(event)
                    unit.commit()
            except Exception as error:  # noqa: BLE001 - handed on to who waits
                done.set_exception(error)
            else:
                done.set_result(None)

        self._run_soon(commit)
        done.result(_RECORD_TIMEOUT_S)

    # Any thread

    def _run(self, settings: Mapping[str, DeviceSettings]) -> None:
        devices = DeviceService(
            settings,
            self._tell_device,
            on_card=self.card_shown.emit,
            card_key=self._card_key(settings),
            book=self._book,
        )
        papers = PaperQueue(devices, self._run_soon, _is_use_case_thread)
        self._service = devices
        self._opened.use_cases.report_devices_of(devices)
        devices.scans.claim("window", self._take_scan)
        devices.start()
        self._status.tell_devices(devices.statuses())
        self._opened.on_ledger_grew = papers.submit_new
        self._run_soon(papers.resume)
        self.joined.emit()

    def _card_key(self, settings: Mapping[str, DeviceSettings]) -> bytes | None:
        """Return what proves the cards that the readers of *settings* see."""
        till = self._opened.till
        if till.settings.has_simulated_devices:
            from terminal.peripherals.simulated_card import TRAINING_KEY

            return TRAINING_KEY  # The simulated badges are of no shop.
        from terminal.bootstrap.card_keys import card_key_for

        return card_key_for(till.home, till.keys, settings)

    def _run_soon(self, work: Callable[[UseCases], None]) -> None:
        self._queue.submit(work, _ignore, _log_error)

    # On the threads of devices

    def _tell_device(self, _: DeviceStatus) -> None:
        if self._service is not None:
            self._status.tell_devices(self._service.statuses())

    def _take_scan(self, scan: Scan) -> None:
        # The identifier says whether FNC1 was first: GS1 data begins with it.
        self._router.scan(scan.aim_id + scan.data, scan.device_id)

    # On the GUI thread

    @Slot(str, bool)
    def _answer_scanner(self, device_id: str, is_accepted: bool) -> None:  # noqa: FBT001 - a signal's values
        if self._service is not None:
            self._service.answer_scan(device_id, is_accepted=is_accepted)


def _is_use_case_thread() -> bool:
    return threading.current_thread().name == "use-case"


def _ignore(_: object) -> None:
    """Take an answer that nobody waits for."""


def _log_error(error: Exception) -> None:
    _log.error("background work failed", exc_info=error)
