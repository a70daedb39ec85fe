"""Composition root of the till with its window.

Threads: GUI | use-case (opens and owns the ledger) | one per device | the agent's
client.  They meet only in ``@Slot`` methods of QObjects that live on the GUI thread,
and in the work queue.  Nothing here decides anything about a sale.

Each thing is loaded when its turn comes: the sign-on screen is painted first, then
the till is opened on its own thread and the names appear, then devices and the agent
follow and the sale screen is made.  Python runs one thread at a time, so opening the
till earlier would delay the first paint by as much and not bring the names earlier.
"""

from __future__ import annotations

import gc
import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from terminal.settings.location import config_path_of
from terminal.ui.support.work_queue import ThreadWorkQueue

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from sync.protocol.events.setting_changed_v1 import SettingChanged
    from terminal.application.ports.devices import DeviceStatus, Scan
    from terminal.application.selling.sale_view import ItemView
    from terminal.application.till_control.till_view import SessionView
    from terminal.application.use_cases import UseCases
    from terminal.bootstrap.headless import Till
    from terminal.bootstrap.paper_queue import PaperQueue
    from terminal.domain.catalog.catalog_item import CatalogItem
    from terminal.peripherals.device_book import DeviceBook
    from terminal.peripherals.device_service import DeviceService
    from terminal.peripherals.found_devices import Finder
    from terminal.peripherals.line_display_feed import LineDisplayFeed
    from terminal.peripherals.simulated import SimulatedPeripherals
    from terminal.peripherals.simulated_counter import SimulatedCounter
    from terminal.replication.local_messages import AgentStatus
    from terminal.settings.schema import DeviceSettings
    from terminal.ui.screens.cashier.sale_flows import SaleFlows
    from terminal.ui.screens.customer.customer_screen import CustomerScreen
    from terminal.ui.shell.customer_seat import CustomerSeat
    from terminal.ui.shell.main_window import MainWindow
    from terminal.ui.support.scan_router import KeyboardScans
    from terminal.ui.view_models.customer_view_model import CustomerViewModel
    from terminal.ui.view_models.first_start_view_model import FirstStartAnswers
    from terminal.ui.view_models.status_view_model import StatusViewModel, SyncState
    from terminal.ui.view_models.technician_view_model import TechnicianViewModel
    from terminal.ui.view_models.tiles import TileGroup
    from terminal.ui.view_models.weighing_view_model import WeighingViewModel

SWITCH_INTERVAL_S: Final = 0.0005
_AGENT_POLL_MS: Final = 2_000
_TILE_ITEMS: Final = 64
_TOUR_LINES: Final = 7
_WIDTH: Final = 1366
_HEIGHT: Final = 768
_LABELS: Final = 9
_WEIGHED_LABELS: Final = 3
_BADGE_MS_MAX: Final = 10_000
_UNKNOWN_LABEL: Final = "5391520123450"
_EXIT_FAILED: Final = 1
_RECORD_TIMEOUT_S: Final = 10.0

_log = logging.getLogger(__name__)


class Network(Protocol):
    """A way to the center that a demo can cut; injected by who runs the demo."""

    def cut(self) -> None:
        """Let nothing through from now on."""

    def join(self) -> None:
        """Let everything through again."""


class WindowTill:
    """The open till as the use-case thread keeps it.

    Attributes:
        till: The till that headless and window share.
    """

    def __init__(self, till: Till) -> None:
        self.till = till
        self.on_ledger_grew: Callable[[UseCases], None] | None = None
        self._seq = -1

    @property
    def use_cases(self) -> UseCases:
        """The verbs of the till."""
        return self.till.use_cases

    def after_command(self) -> None:
        """Nudge the agent and look for papers when the ledger grew."""
        self.till.after_command()
        seq = self.till.ledger.head.seq
        if seq != self._seq and self.on_ledger_grew is not None:
            self._seq = seq
            self.on_ledger_grew(self.till.use_cases)

    def on_idle(self) -> None:
        """Move drafts to disk, record the agent's requests, read changed prices."""
        self.till.on_idle()

    def close(self) -> None:
        """Close the ledger and let go of the home."""
        self.till.close()


class SimulatedDesk(QObject):
    """The simulated devices as the panel operates them."""

    _drawn = Signal(object, object)

    def __init__(
        self,
        devices: SimulatedPeripherals,
        counter: SimulatedCounter,
        network: Network | None,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._devices = devices
        self._counter = counter
        self._network = network
        self._badge_timer = QTimer(self)
        self._badge_timer.setSingleShot(True)
        self._badge_timer.setInterval(_BADGE_MS_MAX)
        self._badge_timer.timeout.connect(self.take_badge)
        self._drawn.connect(self._deliver)

    def scan(self, code: str) -> None:
        """Pull the trigger over a label."""
        self._devices.scan(code)

    def paper_count(self) -> int:
        """Return how many papers were cut."""
        return len(self._devices.papers)

    def request_paper(self, on_picture: Callable[[bytes], None]) -> None:
        """Draw the last paper on a thread of its own: PIL takes long to load."""

        def draw() -> None:
            self._drawn.emit(on_picture, self._devices.paper_png())

        threading.Thread(target=draw, name="paper-picture", daemon=True).start()

    def set_paper(self, *, is_out: bool = False) -> None:
        """Take the roll out or put one in."""
        self._devices.set_paper(is_out=is_out)

    def set_cover(self, *, is_open: bool) -> None:
        """Open or close the printer's cover."""
        self._devices.set_cover(is_open=is_open)

    def set_cable(self, *, is_plugged: bool) -> None:
        """Pull or plug the printer's cable."""
        self._devices.set_cable(is_plugged=is_plugged)

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer stands open."""
        return self._devices.is_drawer_open

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        self._devices.close_drawer()

    def shown(self) -> tuple[str, str]:
        """Return both lines of the line display."""
        return self._counter.shown()

    def put(self, grams: int) -> None:
        """Let goods of that weight, and nothing else, lie on the scale."""
        self._counter.put(grams)

    def hold_badge(self, operator_id: str) -> None:
        """Hold an operator's badge to the reader until it was read, or in vain."""
        self._counter.hold_badge(operator_id)
        self._badge_timer.start()

    @Slot()
    def take_badge(self) -> None:
        """Take the badge away."""
        self._badge_timer.stop()
        self._counter.take_badge()

    def close(self) -> None:
        """Switch everything off."""
        self._badge_timer.stop()
        self._devices.close()
        self._counter.close()

    @property
    def has_network(self) -> bool:
        """Whether there is a network that can be cut."""
        return self._network is not None

    def set_network(self, *, is_joined: bool) -> None:
        """Cut or join the way to the center."""
        if self._network is not None:
            (self._network.join if is_joined else self._network.cut)()

    @Slot(object, object)
    def _deliver(self, on_picture: Callable[[bytes], None], png: bytes) -> None:
        on_picture(png)


class Cashier(QObject):
    """Everything behind one window, from opening the till to closing it.

    Attributes:
        window: The window; shown by run_window.
        finder: Looks for new devices; None for the usual one.
        exit_code: What the program ends with.
    """

    _tiles_read = Signal(object, object, str)
    _card_shown = Signal(object)
    _devices_joined = Signal()

    def __init__(
        self,
        home_path: Path,
        *,
        network: Network | None = None,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        super().__init__()
        self._home_path = home_path
        self._network = network
        self._wall_ms = wall_ms
        self._opened: WindowTill | None = None
        self._devices: DeviceService | None = None
        self._papers: PaperQueue | None = None
        self._weighing: WeighingViewModel | None = None
        self._book: DeviceBook | None = None
        self._desk: SimulatedDesk | None = None
        self._technician: TechnicianViewModel | None = None
        self._running: Mapping[str, DeviceSettings] = {}
        self.finder: Finder | None = None
        self._groups: tuple[TileGroup, ...] = ()
        self._labels: list[tuple[str, str]] = []
        self._symbol = ""
        self._customer: CustomerViewModel | None = None
        self._feed: LineDisplayFeed | None = None
        self._customer_screen: CustomerScreen | None = None
        self._seat: CustomerSeat | None = None
        self._scans: KeyboardScans | None = None
        self.window: MainWindow | None = None
        self.exit_code = 0
        self.queue = ThreadWorkQueue(self._open, self)
        self.queue.failed_to_open.connect(self._show_failure)
        self._tiles_read.connect(self._take_tiles)
        self._devices_joined.connect(self._join_scale)
        self._devices_joined.connect(self._join_displays)
        self._agent_timer = QTimer(self)
        self._agent_timer.setInterval(_AGENT_POLL_MS)
        self._agent_timer.timeout.connect(self._ask_agent)

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
        self.router.answered.connect(self._answer_scanner)
        self.status: StatusViewModel = StatusViewModel(self._wall_ms, self)
        window = MainWindow(self.queue, self.router, self.status, self._wall_ms)
        window.sale_screen_made.connect(self._furnish)
        # Devices and the agent are not waited for.
        window.names_shown.connect(self._join_devices)
        window.technician_wanted.connect(self._show_technician)
        window.resize(_WIDTH, _HEIGHT)
        self.window = window
        return window

    def begin(self) -> None:
        """Show the names as soon as the till is open, or ask the first questions.

        The till is opened after the first paint of the window.
        """
        assert self.window is not None
        if self.has_home:
            self.window.painted.connect(self.queue.start)
            self.window.begin()
        else:
            self._ask_first_questions()

    def close(self) -> None:
        """Stop devices, finish queued work, close the ledger."""
        self._agent_timer.stop()
        if self._technician is not None:
            self._technician.close()
        if self._seat is not None:
            self._seat.close()
        if self._scans is not None:
            # It watches every window of the process, also those of a later till.
            self._scans.deleteLater()
        if self._devices is not None:
            self._devices.stop()
        self.queue.close()
        if self._desk is not None:
            self._desk.close()

    # On the use-case thread

    def _open(self) -> WindowTill:
        from terminal.application.receipts.print_job import PrintJobKind
        from terminal.bootstrap.headless import open_till

        till = open_till(self._home_path)
        till.ledger.leave_checkpoints()
        if till.settings.demo:
            # Its devices are simulated and not in the settings.
            till.ledger.queue_print_jobs(frozenset(PrintJobKind))
        self._opened = WindowTill(till)
        return self._opened

    def _read_tiles(self, _: UseCases) -> None:
        """Read what the tiles show, and load the names of currencies."""
        from terminal.persistence.replica.reader import ReplicaReader
        from terminal.ui.support.money_text import currency_symbol
        from terminal.ui.view_models.tiles import TileGroup, tile_of

        assert self._opened is not None
        till = self._opened.till
        store = till.settings.store
        reader = ReplicaReader(till.home, till.keys)
        try:
            found = reader.first_items(_TILE_ITEMS)
        finally:
            reader.close()
        views: dict[str, list[ItemView]] = {}
        for category, item in found:
            view = _item_view(item, store.currency, store.exponent)
            views.setdefault(category, []).append(view)
        groups = tuple(
            TileGroup(category, tuple(tile_of(view) for view in items))
            for category, items in views.items()
        )
        labels = _labels(item for _, item in found)
        symbol = currency_symbol(store.currency, store.language)
        self._tiles_read.emit(groups, labels, symbol)

    # On the threads of devices

    def _tell_device(self, _: DeviceStatus) -> None:
        if self._devices is not None:
            self.status.tell_devices(self._devices.statuses())

    def _take_scan(self, scan: Scan) -> None:
        # The identifier says whether FNC1 was first: GS1 data begins with it.
        self.router.scan(scan.aim_id + scan.data, scan.device_id)

    # On the GUI thread

    @Slot(str, bool)
    def _answer_scanner(self, device_id: str, is_accepted: bool) -> None:  # noqa: FBT001 - a signal's values
        if self._devices is not None:
            self._devices.answer_scan(device_id, is_accepted=is_accepted)

    @Slot()
    def _join_devices(self) -> None:
        from terminal.bootstrap.change_devices import devices_figures_path
        from terminal.peripherals.device_book import DeviceBook

        assert self._opened is not None
        settings = self._opened.till.settings
        devices = dict(settings.devices)
        if settings.demo:
            devices = self._make_desk()
        assert self.window is not None
        # From the reader's thread to this one.
        self._card_shown.connect(self.window.sign_on.show_card)
        self._book = DeviceBook(devices_figures_path(self._home_path))
        self._running = devices
        self._run_devices(devices)
        self.queue.submit(_warm_up, _ignore, _log_error)
        warm_prices = self._opened.till.ledger.warm_prices
        self.queue.submit(lambda _: warm_prices(), _ignore, _log_error)
        self.queue.submit(self._read_tiles, _ignore, _log_error)
        if self._opened.till.agent is not None:
            self._agent_timer.start()
            self._ask_agent()
        self._feed_keyboard()
        if settings.customer.screen:
            self._open_customer_screen()

    def _make_desk(self) -> dict[str, DeviceSettings]:
        """Switch the simulated devices on; return their settings."""
        from terminal.peripherals.simulated import SimulatedPeripherals
        from terminal.peripherals.simulated_counter import SimulatedCounter

        assert self.window is not None
        simulated, counter = SimulatedPeripherals(), SimulatedCounter()
        self._desk = SimulatedDesk(simulated, counter, self._network, self)
        self.window.sign_on_screen.badge_wanted.connect(self._hold_badge)
        self._card_shown.connect(self._desk.take_badge)
        self.window.sign_on_screen.offer_badge()
        return {**simulated.settings(), **counter.settings()}

    @Slot()
    def _hold_badge(self) -> None:
        """Hold up the badge of whoever follows the name that is chosen."""
        assert self.window is not None
        assert self._desk is not None
        model = self.window.sign_on
        ids = [operator.operator_id for operator in model.operators]
        if ids:
            at = ids.index(model.chosen.operator_id) if model.chosen else -1
            self._desk.hold_badge(ids[(at + 1) % len(ids)])

    @Slot()
    def _join_displays(self) -> None:
        """Show the sale on the line displays; also after others were set up."""
        if not self.devices.displays:
            return
        assert self._opened is not None
        model = self._serve_customer()
        if self._feed is None:
            from terminal.peripherals.line_display_feed import LineDisplayFeed

            settings = self._opened.till.settings
            self._feed = LineDisplayFeed(
                lambda: self.devices.displays,
                idle_upper=settings.customer.idle_upper or settings.store.name,
                idle_lower=settings.customer.idle_lower,
            )
            model.changed.connect(self._feed.show)
        self._feed.show(model.view)

    def _open_customer_screen(self) -> None:
        """Show the sale on the second screen that the settings name."""
        from terminal.ui.screens.customer.customer_screen import CustomerScreen
        from terminal.ui.shell.customer_seat import CustomerSeat

        assert self._opened is not None
        assert self.window is not None
        settings = self._opened.till.settings
        screen = CustomerScreen(settings.store.name)
        screen.use_symbol(self._symbol)
        self._serve_customer().changed.connect(screen.show_view)
        self._customer_screen = screen
        self._seat = CustomerSeat(screen, self.window, settings.customer.screen, self)
        self._seat.take()

    def _serve_customer(self) -> CustomerViewModel:
        """Return what the customer sees, made when it is first wanted."""
        if self._customer is None:
            from terminal.ui.view_models.customer_view_model import CustomerViewModel

            assert self.window is not None
            self.window.make_sale_screen()
            assert self.window.flows is not None
            self._customer = CustomerViewModel(self.window.flows.sale, self)
        return self._customer

    def _run_devices(self, settings: Mapping[str, DeviceSettings]) -> None:
        """Start the devices of *settings* and what uses them; on any thread."""
        from terminal.bootstrap.paper_queue import PaperQueue
        from terminal.peripherals.device_service import DeviceService

        assert self._opened is not None
        devices = DeviceService(
            settings,
            self._tell_device,
            on_card=self._card_shown.emit,
            card_key=self._card_key(settings),
            book=self._book,
        )
        self._papers = PaperQueue(devices, self._run_soon, _is_use_case_thread)
        self._devices = devices
        self._opened.use_cases.report_devices_of(devices)
        devices.scans.claim("window", self._take_scan)
        devices.start()
        self.status.tell_devices(devices.statuses())
        self._opened.on_ledger_grew = self._papers.submit_new
        self.queue.submit(self._papers.resume, _ignore, _log_error)
        self._devices_joined.emit()

    def _card_key(self, settings: Mapping[str, DeviceSettings]) -> bytes | None:
        """Return what proves the cards that the readers of *settings* see."""
        assert self._opened is not None
        till = self._opened.till
        if till.settings.demo:
            from terminal.peripherals.simulated_card import TRAINING_KEY

            return TRAINING_KEY  # The simulated badges are of no shop.
        from terminal.bootstrap.card_keys import card_key_for

        return card_key_for(till.home, till.keys, settings)

    @Slot()
    def _join_scale(self) -> None:
        scale = self.devices.scale
        if scale is not None:
            from terminal.ui.view_models.weighing_view_model import WeighingViewModel

            self._weighing = WeighingViewModel(scale, self)
        else:
            self._weighing = None
        if self.window is not None and self.window.flows is not None:
            self.window.flows.counter.use_scale(self._weighing)

    # The technician's thread

    @property
    def devices(self) -> DeviceService:
        """The devices that run now."""
        assert self._devices is not None
        return self._devices

    def swap_devices(self, settings: Mapping[str, DeviceSettings]) -> None:
        """Let go of the devices and run those of *settings*."""
        from terminal.bootstrap.headless import kinds_for_devices

        assert self._opened is not None
        self.devices.stop()
        self._run_devices(settings)
        ledger = self._opened.till.ledger
        kinds = kinds_for_devices(settings)
        self.queue.submit(lambda _: ledger.queue_print_jobs(kinds), _ignore, _log_error)

    def record(self, event: SettingChanged) -> None:
        """Commit *event* on the use-case thread, and wait until that is done."""
        from concurrent.futures import Future

        assert self._opened is not None
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

        self.queue.submit(commit, _ignore, _log_error)
        done.result(_RECORD_TIMEOUT_S)

    @Slot(object)
    def _show_technician(self, session: SessionView) -> None:
        from terminal.bootstrap.technician import Technician
        from terminal.ui.screens.technician.technician_screen import TechnicianScreen
        from terminal.ui.view_models.technician_view_model import TechnicianViewModel

        assert self.window is not None
        assert self._devices is not None, "joined with the names"
        if self._technician is None:
            port = Technician(self._home_path, self, self._running, self.finder)
            self._technician = TechnicianViewModel(port, self)
            screen = TechnicianScreen(self._technician)
            self.window.take_technician_screen(screen)
        self._technician.begin(session.name, session.role)

    def _run_soon(self, work: Callable[[UseCases], None]) -> None:
        self.queue.submit(work, _ignore, _log_error)

    def _feed_keyboard(self) -> None:
        """Let keyboard-wedge scanners be told from people who type."""
        from PySide6.QtGui import QGuiApplication

        from terminal.peripherals.wedge import new_keyboard_wedge
        from terminal.ui.support.scan_router import KeyboardScans

        assert self.window is not None
        assert self._devices is not None
        machine = new_keyboard_wedge(self._devices.wedge)
        scans = KeyboardScans(machine, self.router, self)
        scans.follow(self.window.windowHandle())
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        scans.watch(application)
        self._scans = scans

    @Slot()
    def _ask_agent(self) -> None:
        assert self._opened is not None
        agent = self._opened.till.agent
        if agent is not None:
            self.status.tell_sync(shown_sync(agent.status()))

    @Slot(object, object, str)
    def _take_tiles(
        self,
        groups: tuple[TileGroup, ...],
        labels: list[tuple[str, str]],
        symbol: str,
    ) -> None:
        self._groups, self._labels, self._symbol = groups, labels, symbol
        if self._customer_screen is not None:
            self._customer_screen.use_symbol(symbol)
        _spare_collector()
        if self.window is not None and self.window.flows is not None:
            self._furnish(self.window.flows)

    @Slot(object)
    def _furnish(self, flows: SaleFlows) -> None:
        """Give a sale screen what only this module knows."""
        flows.use_symbol(self._symbol)
        if self._weighing is not None:
            flows.counter.weighing = self._weighing
        if self._groups:
            flows.show_tiles(self._groups)
        if self._desk is not None and not flows.has_simulator:
            flows.has_simulator = True
            flows.simulator_wanted.connect(self._show_simulator)

    @Slot()
    def _show_simulator(self) -> None:
        from terminal.ui.screens.cashier.panels.simulator_panel import SimulatorPanel

        assert self.window is not None
        assert self.window.flows is not None
        assert self._desk is not None
        panel = self.window.flows.open_panel(SimulatorPanel)
        panel.operate(self._desk, self._labels)

    @Slot(object)
    def _show_failure(self, error: Exception) -> None:
        from terminal.ui.shell.failure_screen import FailureScreen

        if getattr(error, "exit_code", None) is None:
            _log.error("the till cannot be opened", exc_info=error)
        self.exit_code = _EXIT_FAILED
        sys.stderr.write(f"evertill: {error}\n")
        assert self.window is not None
        screen = FailureScreen(str(error))
        screen.closed.connect(self.window.close)
        self.window.stack.addWidget(screen)
        self.window.stack.setCurrentWidget(screen)

    # First start

    def _ask_first_questions(self) -> None:
        from terminal.ui.screens.cashier.first_start_screen import FirstStartScreen
        from terminal.ui.view_models.first_start_view_model import FirstStartViewModel

        assert self.window is not None
        model = FirstStartViewModel(self._make_home, self)
        screen = FirstStartScreen(model)
        screen.language_chosen.connect(self.window.use_language)
        screen.finished.connect(self._home_is_ready)
        self.window.stack.addWidget(screen)
        self.window.stack.setCurrentWidget(screen)

    def _make_home(
        self, answers: FirstStartAnswers, done: Callable[[object], None]
    ) -> None:
        def work() -> None:
            try:
                code: object = make_answered_home(self._home_path, answers)
            except Exception as error:  # noqa: BLE001 - shown in words
                code = error
            done(code)

        threading.Thread(target=work, name="first-start").start()

    @Slot()
    def _home_is_ready(self) -> None:
        from terminal.persistence.home import Home
        from terminal.persistence.keys.home_keys import confirm_recovery

        assert self.window is not None
        confirm_recovery(Home.load(self._home_path))
        self.window.stack.setCurrentWidget(self.window.sign_on_screen)
        self.queue.start()
        self.window.begin()


def make_answered_home(home_path: Path, answers: FirstStartAnswers) -> str:
    """Make the home that the first-start screens describe; return its recovery code.

    Takes seconds; not for the GUI thread.
    """
    from structs.decoding import convert
    from terminal.bootstrap.new_home import make_home
    from terminal.settings.answers import InitAnswers

    head = [part.strip() for part in answers.receipt_head.split("|") if part.strip()]
    given = convert(
        {
            "store": {
                "name": answers.store_name.strip(),
                "currency": answers.currency.upper(),
                "tax_mode": answers.tax_mode,
                "time_zone": answers.time_zone or None,
                "day_cutover": answers.day_cutover,
                "receipt_head": head or [answers.store_name.strip()],
                "language": answers.language,
            },
            **(_center_part(answers) if answers.joins_center else _own_part(answers)),
            "key_store": answers.key_store,
            "demo": answers.is_demo,
        },
        InitAnswers,
    )
    return make_home(home_path, given).recovery_code


def _center_part(answers: FirstStartAnswers) -> dict[str, object]:
    """Return the answers that only a till of a center gives."""
    return {
        "central": {
            "url": answers.central_url.strip(),
            "code": answers.central_code.strip(),
        }
    }


def _own_part(answers: FirstStartAnswers) -> dict[str, object]:
    """Return the answers that a center would give: which till, and who signs on."""
    return {
        "workstation": {
            "tenant": "evertill",
            "store": answers.store.strip(),
            "workstation": answers.workstation.strip(),
        },
        "operator": {
            "operator_id": answers.operator_id,
            "name": answers.operator_name.strip(),
            "pin": answers.operator_pin,
            "language": answers.language,
        },
    }


def run_window(
    home_path: Path,
    *,
    network: Network | None = None,
    on_window: Callable[[MainWindow], None] | None = None,
) -> int:
    """Run the till with its window until it is closed; return the exit code.

    Args:
        home_path: The home; without one the first-start screens make it.
        network: What the simulated devices' panel can cut.
        on_window: Called with the window before it is shown, for measuring.
    """
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    if not has_display():
        sys.stderr.write(
            "evertill: there is no display for the window; set DISPLAY, or run"
            " `main.py till --headless`\n"
        )
        return _EXIT_FAILED
    cashier = Cashier(home_path, network=network)
    application = make_application()
    window = cashier.make_window()
    window.closing.connect(application.quit)
    if on_window is not None:
        on_window(window)
    cashier.begin()
    window.show()
    try:
        application.exec()
    finally:
        cashier.close()
    return cashier.exit_code


def photograph_window(
    home_path: Path,
    folder: Path,
    *,
    operator: tuple[str, str],
    size: tuple[int, int] = (_WIDTH, _HEIGHT),
) -> tuple[list[Path], str]:
    """Walk the window of a home through one sale and photograph each screen.

    Args:
        home_path: A home that may sell; its till is opened and stays open.
        folder: Takes the pictures.
        operator: Id and PIN of somebody who may open the till.
        size: Width and height of the window in pixels.

    Returns:
        The pictures, and what failed (empty when all is well).
    """
    from terminal.persistence.home import Home
    from terminal.persistence.keys import load_keys
    from terminal.persistence.replica.reader import ReplicaReader
    from terminal.ui.support.tour import Tour

    home = Home.load(home_path)
    reader = ReplicaReader(home, load_keys(home))
    try:
        items = reader.first_items(_TILE_ITEMS)
    finally:
        reader.close()
    codes = [
        item.scan_code
        for _, item in items
        if not item.is_open_price and not item.rules.is_weighed
    ]
    tours: list[Tour] = []

    def begin(window: MainWindow) -> None:
        window.resize(*size)
        tours.append(Tour(window, folder, operator, codes[:_TOUR_LINES]))
        tours[0].start()

    run_window(home_path, on_window=begin)
    return (tours[0].pictures, tours[0].failure) if tours else ([], "no display")


def make_application(theme: str = "light") -> QApplication:
    """Make the QApplication with style, fonts and style sheet of the design."""
    from PySide6.QtWidgets import QApplication

    from terminal.ui.support.translation import use_language
    from terminal.ui.theme.appearance import APPEARANCE
    from terminal.ui.theme.stylesheet import build_stylesheet

    application = QApplication.instance()
    if not isinstance(application, QApplication):
        application = QApplication(["evertill"])
    application.setStyle("Fusion")
    application.setApplicationName("Evertill")
    application.setFont(APPEARANCE.font("body"))
    APPEARANCE.use(theme_name=theme)
    application.setStyleSheet(build_stylesheet(theme))
    use_language(APPEARANCE.language)
    return application


def has_display() -> bool:
    """Tell whether a window can be shown; Qt would abort the process instead."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def shown_sync(status: AgentStatus | None) -> SyncState:
    """Return what the window shows; None means that no agent answered yet."""
    # Not with the module: the first paint needs none of it.
    from terminal.replication.plain_words import (
        ONLINE,
        STAND_ALONE,
        STARTING,
        STOPPED,
    )
    from terminal.ui.view_models.status_view_model import (
        HeldItem,
        Incident,
        SettlementState,
        SyncState,
    )

    if status is None:
        return SyncState(state=STOPPED, waiting=None, held=None)
    settlement = status.settlement
    is_well = status.state in {ONLINE, STARTING, STAND_ALONE}
    return SyncState(
        is_enabled=status.state != STAND_ALONE,
        state=status.state,
        is_hindered=not is_well,
        detail=status.detail,
        waiting=status.waiting,
        waiting_gross_minor=status.waiting_gross_minor,
        oldest_at_ms=status.oldest_at_ms,
        is_sending=is_well and bool(status.waiting),
        last_ok_at_ms=status.last_ok_at_ms,
        accepted=status.accepted,
        archived=status.archived,
        settlement=None
        if settlement is None
        else SettlementState(
            z_number=settlement.z_number,
            is_complete=settlement.is_complete,
            detail=settlement.detail,
        ),
        held=status.held,
        held_items=tuple(
            HeldItem(
                seq=each.seq,
                kind=each.type,
                code=each.code,
                detail=each.detail,
                since_ms=each.since_ms,
            )
            for each in status.held_events
        ),
        incidents=tuple(
            Incident(code, text)
            for code, text in zip(status.incident_codes, status.incidents, strict=False)
        ),
        skew_ms=None if status.clock is None else status.clock.skew_ms,
        is_clock_wrong=status.clock is not None and status.clock.is_wrong,
    )


def _labels(items: Iterable[CatalogItem]) -> list[tuple[str, str]]:
    """Return (code, name) of labels to scan: pieces, weighed goods, an unknown one."""
    pieces: list[tuple[str, str]] = []
    weighed: list[tuple[str, str]] = []
    for item in items:
        kind = weighed if item.rules.is_weighed else pieces
        kind.append((item.scan_code, item.description))
    weighed = weighed[:_WEIGHED_LABELS]
    pieces = pieces[: _LABELS - len(weighed)]
    return [*pieces, *weighed, (_UNKNOWN_LABEL, _UNKNOWN_LABEL)]


def _item_view(item: object, currency: str, exponent: int) -> ItemView:
    from terminal.application.selling.sale_view import ItemView
    from terminal.domain.catalog.catalog_item import CatalogItem

    assert isinstance(item, CatalogItem)
    return ItemView(
        item_id=item.item_id,
        scan_code=item.scan_code,
        description=item.description,
        unit=item.unit,
        unit_price_micro=item.unit_price_micro,
        is_open_price=item.is_open_price,
        plu=item.plu,
        currency=currency,
        exponent=exponent,
    )


def _warm_up(use: UseCases) -> None:
    """Load what the first sale needs; each of these is imported when first named."""
    for verb in (
        "sign_on",
        "get_open_sale",
        "scan_any",
        "scan_any",
        "add_item",
        "add_item_by_plu",
        "void_line",
        "tender_cash",
        "complete_sale",
        "pay_cash_exact",
    ):
        getattr(use, verb)


def _spare_collector() -> None:
    """Hide what is loaded by now, for good, from Python's garbage collector.

    A full collection looks at every object there is: 16 ms, a whole frame, at any
    moment of a sale.  What is made from now on is still collected.
    """
    gc.collect()
    gc.freeze()


def _is_use_case_thread() -> bool:
    return threading.current_thread().name == "use-case"


def _ignore(_: object) -> None:
    """Take an answer that nobody waits for."""


def _log_error(error: Exception) -> None:
    _log.error("background work failed", exc_info=error)


def watch_paints(
    names: frozenset[str], on_painted: Callable[..., None]
) -> Callable[[MainWindow], None]:
    """Return an `on_window` that reports each paint of the widgets *names*.

    For measuring: *on_painted* is called as `WindowProbe` says.
    """

    def watch(_: MainWindow) -> None:
        from terminal.ui.support.window_probe import WindowProbe

        WindowProbe(names, on_painted)

    return watch
