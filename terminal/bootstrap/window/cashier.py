"""Everything behind one window: what is joined when, and closed in which order."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from terminal.settings.location import config_path_of
from terminal.ui.support.defects import is_defect
from terminal.ui.support.work_queue import ThreadWorkQueue

if TYPE_CHECKING:
    from sync.protocol.events.setting_changed_v1 import SettingChanged
    from terminal.application.till_control.till_view import SessionView
    from terminal.application.use_cases import UseCases
    from terminal.bootstrap.window.agent_watch import AgentWatch
    from terminal.bootstrap.window.counter_devices import CounterDevices
    from terminal.bootstrap.window.customer_side import CustomerSide
    from terminal.bootstrap.window.desk_on_screen import DeskOnScreen
    from terminal.bootstrap.window.opened_till import WindowTill
    from terminal.bootstrap.window.simulated_desk import Network
    from terminal.bootstrap.window.technician_door import TechnicianDoor
    from terminal.bootstrap.window.tiles import TilesRead
    from terminal.bootstrap.window.till_log import TillLog
    from terminal.bootstrap.window.training_door import TrainingDoor
    from terminal.peripherals.device_service import DeviceService
    from terminal.peripherals.found_devices import Finder
    from terminal.settings.schema import DeviceSettings
    from terminal.ui.screens.cashier.sale_flows import SaleFlows
    from terminal.ui.shell.main_window import MainWindow
    from terminal.ui.support.scan_router import KeyboardScans
    from terminal.ui.view_models.status_view_model import StatusViewModel
    from terminal.ui.view_models.weighing_view_model import WeighingViewModel

WIDTH: Final = 1366
HEIGHT: Final = 768
EXIT_FAILED: Final = 1

_log = logging.getLogger(__name__)


class Cashier(QObject):
    """Everything behind one window, from opening the till to closing it.

    Attributes:
        window: The window; shown by run_window.
        finder: Looks for new devices; None for the usual one.
        exit_code: What the program ends with.
    """

    def __init__(
        self,
        home_path: Path,
        *,
        network: Network | None = None,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        is_training: bool = False,
        is_technicians: bool = False,
    ) -> None:
        """Take the till of a home, or a new training till beside it."""
        super().__init__()
        self._is_training = is_training
        self._is_technicians = is_technicians
        self._home_path = home_path
        self._network = network
        self._wall_ms = wall_ms
        self._opened: WindowTill | None = None
        self._counter: CounterDevices | None = None
        self._weighing: WeighingViewModel | None = None
        self._desk: DeskOnScreen | None = None
        self._customer: CustomerSide | None = None
        self._technician: TechnicianDoor | None = None
        self._training: TrainingDoor | None = None
        self._agent_watch: AgentWatch | None = None
        self._scans: KeyboardScans | None = None
        self._tiles: TilesRead | None = None
        self._till_log: TillLog | None = None
        self.finder: Finder | None = None
        self.window: MainWindow | None = None
        self.exit_code = 0
        self.queue = ThreadWorkQueue(self._open, self)
        self.queue.failed_to_open.connect(self._show_failure)

    @property
    def has_home(self) -> bool:
        """Whether there is a till to open."""
        return config_path_of(self._home_path).exists()

    def make_window(self) -> MainWindow:
        """Make the window; needs the QApplication."""
        from terminal.ui.shell.main_window import MainWindow
        from terminal.ui.support.scan_router import ScanRouter
        from terminal.ui.view_models.status_view_model import StatusViewModel

        self.router = ScanRouter(self)
        self.status: StatusViewModel = StatusViewModel(self._wall_ms, self)
        window = MainWindow(
            self.queue,
            self.router,
            self.status,
            self._wall_ms,
            is_training=self._is_training,
            is_technicians=self._is_technicians,
        )
        window.sale_screen_made.connect(self._furnish)
        # Devices and the agent are not waited for.
        window.names_shown.connect(self._join_counter)
        window.technician_wanted.connect(self._show_technician)
        window.training_wanted.connect(self._begin_training)
        window.resize(WIDTH, HEIGHT)
        self.window = window
        return window

    def begin(self) -> None:
        """Show the names as soon as the till is open, or ask the first questions.

        The till is opened after the first paint of the window.
        """
        assert self.window is not None
        if self.has_home or self._is_training:
            self.window.painted.connect(self.queue.start)
            self.window.begin()
        else:
            from terminal.bootstrap.window.first_start import FirstStart

            first_start = FirstStart(self._home_path, self.window, self)
            first_start.home_made.connect(self._open_new_home)

    def close(self) -> None:
        """Stop devices, finish queued work, close the ledger."""
        if self._agent_watch is not None:
            self._agent_watch.close()
        if self._training is not None:
            self._training.close()
        if self._technician is not None:
            self._technician.close()
        if self._customer is not None:
            self._customer.close()
        if self._scans is not None:
            # It watches every window of the process, also those of a later till.
            self._scans.deleteLater()
        if self._counter is not None:
            self._counter.stop()
        self.queue.close()
        if self._desk is not None:
            self._desk.close()
        if self._till_log is not None:
            self._till_log.close()

    # On the use-case thread

    def _open(self) -> WindowTill:
        from terminal.bootstrap.window import opened_till

        if self._is_training:
            self._opened = opened_till.open_training_window_till(self._home_path)
        else:
            self._opened = opened_till.open_window_till(self._home_path)
        return self._opened

    def _begin_log(self, _: object = None) -> None:
        from terminal.bootstrap.window.till_log import TillLog
        from terminal.persistence.home import Home

        # A training till has a home of its own.
        home = self._opened.till.home if self._opened else Home(self._home_path)
        self._till_log = TillLog(home.logs_path)

    def _read_tiles(self, _: UseCases) -> TilesRead:
        # What it imports is loaded on this thread, while the other one paints.
        from terminal.bootstrap.window.tiles import read_tiles

        assert self._opened is not None
        return read_tiles(self._opened.till)

    # What the technician may ask for, on any thread

    @property
    def devices(self) -> DeviceService:
        """The devices that run now."""
        assert self._counter is not None, "joined with the names"
        return self._counter.devices

    def swap_devices(self, settings: Mapping[str, DeviceSettings]) -> None:
        """Let go of the devices and run those of *settings*."""
        assert self._counter is not None
        self._counter.swap_devices(settings)

    def record(self, event: SettingChanged) -> None:
        """Commit *event* on the use-case thread, and wait until that is done."""
        assert self._counter is not None
        self._counter.record(event)

    # On the GUI thread

    @Slot()
    def _join_counter(self) -> None:
        """Join everything that the names did not have to wait for."""
        from terminal.bootstrap.window.counter_devices import CounterDevices
        from terminal.bootstrap.window.customer_side import CustomerSide
        from terminal.bootstrap.window.keyboard import watch_keyboard
        from terminal.bootstrap.window.warming import warm_up

        opened, window = self._opened, self.window
        assert opened is not None
        assert window is not None
        settings = opened.till.settings
        counter = CounterDevices(opened, self.queue, self.router, self.status, self)
        self._counter = counter
        self._customer = CustomerSide(settings, window, counter, self)
        # From the reader's thread to this one.
        counter.card_shown.connect(window.sign_on.show_card)
        counter.joined.connect(self._join_scale)
        counter.joined.connect(self._customer.join_displays)
        counter.start(
            self._make_desk()
            if settings.has_simulated_devices
            else dict(settings.devices)
        )
        warm_prices = opened.till.ledger.warm_prices
        self.queue.submit(self._begin_log, _ignore, _log_error)
        self.queue.submit(warm_up, _ignore, _log_error)
        self.queue.submit(lambda _: warm_prices(), _ignore, _log_error)
        self.queue.submit(self._read_tiles, self._take_tiles, _log_error)
        self._watch_agent()
        self._scans = watch_keyboard(window, counter.devices, self.router, self)
        if settings.customer.screen:
            self._customer.open_screen()

    def _make_desk(self) -> Mapping[str, DeviceSettings]:
        """Switch the simulated devices on; return their settings."""
        from terminal.bootstrap.window.desk_on_screen import DeskOnScreen

        assert self.window is not None
        assert self._counter is not None
        self._desk = DeskOnScreen(self.window, self._network, self)
        self._counter.card_shown.connect(self._desk.take_badge)
        assert self._customer is not None
        self._desk.customer_wanted.connect(self._customer.preview)
        return self._desk.settings

    def _watch_agent(self) -> None:
        assert self._opened is not None
        agent = self._opened.till.agent
        if agent is not None:
            from terminal.bootstrap.window.agent_watch import AgentWatch

            self._agent_watch = AgentWatch(agent, self.status, self)

    @Slot()
    def _join_scale(self) -> None:
        scale = self.devices.scale
        if scale is not None and self._weighing is not None:
            self._weighing.use(scale)
        elif scale is not None:
            from terminal.ui.view_models.weighing_view_model import WeighingViewModel

            self._weighing = WeighingViewModel(scale, self)
        if self.window is not None and self.window.flows is not None:
            self.window.flows.counter.use_scale(self._weighing if scale else None)

    @Slot(object)
    def _show_technician(self, session: SessionView) -> None:
        from terminal.bootstrap.window.technician_door import TechnicianDoor

        assert self.window is not None
        assert self._counter is not None, "joined with the names"
        if self._technician is None:
            self._technician = TechnicianDoor(
                self._home_path, self.window, self._counter, self.finder, self
            )
        self._technician.show(session)

    @Slot()
    def _begin_training(self) -> None:
        from terminal.bootstrap.window.training_door import TrainingDoor

        assert self.window is not None
        if self._training is None:
            self._training = TrainingDoor(self._home_path, self.window, self)
            if self._customer is not None:
                self._training.ended.connect(self._customer.resume)
        if self._customer is not None:
            self._customer.rest()
        self._training.begin()

    def _take_tiles(self, tiles: TilesRead) -> None:
        from terminal.bootstrap.window.warming import spare_collector

        self._tiles = tiles
        if self._desk is not None:
            self._desk.labels = tiles.labels
        if self._customer is not None:
            self._customer.use_symbol(tiles.symbol)
        spare_collector()
        if self.window is not None and self.window.flows is not None:
            self._furnish(self.window.flows)

    @Slot(object)
    def _furnish(self, flows: SaleFlows) -> None:
        """Give a sale screen what only the composition knows."""
        flows.use_symbol(self._tiles.symbol if self._tiles is not None else "")
        if self._weighing is not None and self.devices.scale is not None:
            flows.counter.weighing = self._weighing
        if self._tiles is not None and self._tiles.groups:
            flows.show_tiles(self._tiles.groups)
        if self._desk is not None:
            self._desk.furnish(flows)
        if flows.counter.save_document is None:
            from terminal.bootstrap.window.receipt_saving import ReceiptSaver

            flows.counter.save_document = ReceiptSaver(self._home_path, flows).save

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        from terminal.ui.shell.failure_screen import FailureScreen

        if is_defect(error):
            self._begin_log()
            _log.error("the till cannot be opened", exc_info=error)
        self.exit_code = EXIT_FAILED
        sys.stderr.write(f"evertill: {error}\n")
        assert self.window is not None
        screen = FailureScreen(str(error))
        screen.closed.connect(self.window.close)
        self.window.stack.addWidget(screen)
        self.window.stack.setCurrentWidget(screen)

    @Slot()
    def _open_new_home(self) -> None:
        assert self.window is not None
        self.window.stack.setCurrentWidget(self.window.sign_on_screen)
        self.queue.start()
        self.window.begin()


def _ignore(_: object) -> None:
    """Take an answer that nobody waits for."""


def _log_error(error: Exception) -> None:
    _log.error("background work failed", exc_info=error)
