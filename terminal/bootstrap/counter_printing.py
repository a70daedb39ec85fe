"""Printer and drawer of a till without a window."""

import threading
from collections.abc import Callable, Mapping
from pathlib import Path

from terminal.application.use_cases import UseCases
from terminal.bootstrap.paper_queue import PaperQueue
from terminal.peripherals.device_book import DeviceBook
from terminal.peripherals.device_service import DeviceService
from terminal.settings.schema import DeviceSettings


class CounterPrinting:
    """Owns the devices; everything but `_run` belongs to the use-case thread.

    Args:
        devices: The devices of the settings.
        figures_path: Where their figures are kept.
        use_cases: Where the queue is read and steps are recorded.
        call_soon: Runs something on the use-case thread, from any thread.
    """

    def __init__(
        self,
        devices: Mapping[str, DeviceSettings],
        figures_path: Path,
        use_cases: UseCases,
        call_soon: Callable[[Callable[[], None]], None],
    ) -> None:
        self._use_cases = use_cases
        self._call_soon = call_soon
        self._thread_id = threading.get_ident()
        self._service = DeviceService(devices, book=DeviceBook(figures_path))
        use_cases.report_devices_of(self._service)
        self._papers = PaperQueue(self._service, self._run, self._is_owner)

    def start(self) -> None:
        """Start the devices and take up what the last run left."""
        self._service.start()
        self._papers.resume(self._use_cases)

    def submit_new(self) -> None:
        """Hand over what was queued since; call it after a final commit."""
        self._papers.submit_new(self._use_cases)

    def stop(self) -> None:
        """Let go of the devices; what is not printed stays queued."""
        self._service.stop()

    def _is_owner(self) -> bool:
        return threading.get_ident() == self._thread_id

    def _run(self, work: Callable[[UseCases], None]) -> None:
        if self._is_owner():
            work(self._use_cases)
        else:
            self._call_soon(lambda: work(self._use_cases))
