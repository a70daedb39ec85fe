"""Builds the devices of this workstation and keeps their list.

Rule: no setting and no device stops the till.  What cannot be built stands in
the list as faulty, with what to do about it; the rest works.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from typing import Final

import msgspec

from drivers.cash_drawer.learning import (
    LEARN_TIMEOUT_S,
    LearnedSensor,
    learn_open_level,
)
from drivers.cash_drawer.port import CashDrawer, KickOutcome, KickResult
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.cash_drawer.trigger_drawer import TriggerDrawer
from drivers.device import ABSENT, DISABLED, READY, Device, DeviceCondition, DeviceState
from drivers.discovery.port_watch import POLL_INTERVAL_S, PortWatch
from drivers.errors import (
    DeviceBusyError,
    DeviceConfigurationError,
    DeviceError,
    DeviceUnavailableError,
    TransportError,
)
from drivers.line_display.port import LineDisplay
from drivers.line_display.printer_display import PrinterLineDisplay
from drivers.line_display.serial_display import ASSUMED, SerialLineDisplay
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.port import CardEvent, CardPresented
from drivers.nfc.shop_card import CardKeys
from drivers.receipt_printer.port import PrintOutcome, PrintResult
from drivers.receipt_printer.profile import PrinterProfile
from drivers.receipt_printer.session import PrinterSession
from drivers.receipt_printer.status import PrinterStatus
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import DeviceContext, DeviceKind, find_kind
from drivers.scale.serial_scale import SerialScale
from drivers.scanner.port import AnsweredScanner
from drivers.scanner.scan import Scan as DriverScan
from drivers.scanner.wedge_scanner import WedgeScanner
from drivers.supervisor import STOP_TIMEOUT_S, Supervisor
from drivers.transport.recorded import recording
from terminal.application.ports.devices import (
    DeviceFigures,
    DeviceStateName,
    DeviceStatus,
    DeviceTally,
    Scan,
    ShownCard,
)
from terminal.peripherals.device_book import DeviceBook
from terminal.peripherals.line_display_handle import LineDisplayHandle
from terminal.peripherals.receipt_renderer import render_receipt
from terminal.peripherals.scan_router import ScanRouter
from terminal.peripherals.shown_card import shown_card
from terminal.peripherals.trial_paper import trial_paper
from terminal.peripherals.weighing import ScaleHandle, try_scale
from terminal.settings.schema import DeviceSettings

_TEST_TIMEOUT_S: Final = 45.0
"""Longer than a printer's own deadline for a whole job."""

_WATCH_STOP_S: Final = 2.0
_ON_PAPER: Final = frozenset({PrintOutcome.PRINTED, PrintOutcome.SENT})
_OPENED: Final = frozenset({KickOutcome.OPENED, KickOutcome.SENT})
_AWAY: Final = frozenset({DeviceState.LOST, DeviceState.ABSENT})

_log = logging.getLogger(__name__)

StatusListener = Callable[[DeviceStatus], None]


def _ignore_card(_card: ShownCard) -> None:
    """Take a card that nobody asked for."""


class DeviceTest(msgspec.Struct, frozen=True):
    """What a test found.

    Attributes:
        device_id: The device.
        is_passed: Whether it does its work.
        evidence: What was tried and seen, one sentence each.
        bytes_seen: What was sent (``>``) and received (``<``), masked.
    """

    device_id: str
    is_passed: bool
    evidence: tuple[str, ...]
    bytes_seen: tuple[str, ...] = ()


class PrinterHandle:
    """A printer on its thread, for those that have something to print."""

    def __init__(
        self, printer: TcpPrinter, supervisor: Supervisor[TcpPrinter], book: DeviceBook
    ) -> None:
        self._printer = printer
        self._supervisor = supervisor
        self._book = book

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._printer.device_id

    @property
    def profile(self) -> PrinterProfile:
        """What the printer can do."""
        return self._printer.profile

    @property
    def condition(self) -> DeviceCondition:
        """How it is, as last seen."""
        return self._supervisor.condition

    def listen(self, on_look: Callable[[DeviceCondition], None]) -> None:
        """Have *on_look* called on its thread after each look at its status."""
        self._printer.on_look = on_look

    def submit(self, work: Callable[[TcpPrinter], PrintResult]) -> Future[PrintResult]:
        """Have *work* done on the printer's thread; see Supervisor.submit."""

        def counted(printer: TcpPrinter) -> PrintResult:
            result = work(printer)
            if result.outcome in _ON_PAPER:
                self._book.count(printer.device_id, papers=1)
            return result

        return self._supervisor.submit(counted)


class _Kick:
    """One wish to open the drawer; whoever comes first grants it, once."""

    def __init__(self, is_still_wanted: Callable[[], bool]) -> None:
        self._is_still_wanted = is_still_wanted
        self._lock = threading.Lock()
        self._is_taken = False
        self.future: Future[KickResult] = Future()

    def grant(self, kick: Callable[[], KickResult]) -> None:
        """Open the drawer by *kick* unless it was opened already or is too late."""
        with self._lock:
            if self._is_taken:
                return
            self._is_taken = True
        if not self._is_still_wanted():
            self.future.set_result(
                KickResult(
                    KickOutcome.NOT_SENT,
                    "the printer was busy for too long",
                    "Open the drawer with its key.",
                )
            )
            return
        try:
            result = kick()
        except Exception as error:
            self.future.set_exception(error)
            raise
        self.future.set_result(result)

    def refuse(self, error: BaseException) -> None:
        """Say that the drawer's printer is away, unless the drawer was opened."""
        with self._lock:
            if self._is_taken:
                return
            self._is_taken = True
        self.future.set_exception(error)


class DrawerHandle:
    """A drawer on the thread of its line."""

    def __init__(
        self, drawer: CashDrawer, supervisor: Supervisor[Device], book: DeviceBook
    ) -> None:
        self._drawer = drawer
        self._supervisor = supervisor
        self._book = book
        self._lock = threading.Lock()
        self._waiting: list[_Kick] = []
        self.on_change: Callable[[], None] | None = None

    @property
    def device_id(self) -> str:
        """The device as the settings name it."""
        return self._drawer.device_id

    @property
    def condition(self) -> DeviceCondition:
        """How the drawer is while it can be asked."""
        return self._drawer.watch.condition

    def learn(self, timeout_s: float) -> LearnedSensor:
        """Watch the sensor while somebody opens the drawer; waits that long.

        Raises:
            DeviceConfigurationError: It has no sensor, or one that needs no learning.
            DeviceUnavailableError: The drawer cannot be asked.
        """
        if not self._drawer.can_learn:
            raise DeviceConfigurationError(
                self.device_id, "it has no sensor whose level could be learnt"
            )

        def read(_device: Device) -> bool:
            return self._drawer.read_is_high()

        return learn_open_level(
            lambda: self._supervisor.submit(read).result(_TEST_TIMEOUT_S),
            threading.Event().wait,
            time.monotonic,
            timeout_s=timeout_s,
        )

    def kick(self, is_still_wanted: Callable[[], bool]) -> Future[KickResult]:
        """Open the drawer unless it is too late when its turn comes.

        Its turn is after the other work of its thread.
        """
        wish = _Kick(is_still_wanted)

        def work(_device: Device) -> None:
            wish.grant(self._drawer.kick)

        def done(future: Future[None]) -> None:
            error = future.exception()
            if error is not None:
                wish.refuse(error)

        def forget(future: Future[KickResult]) -> None:
            with self._lock:
                self._waiting.remove(wish)
            if future.exception() is not None:
                return
            outcome = future.result().outcome
            if outcome in _OPENED:
                self._book.count(self.device_id, kicks=1)
            self._drawer.watch.note_kick(
                has_opened=outcome is not KickOutcome.NOT_OPENED
            )
            self._tell()

        turn = self._supervisor.submit(work)
        with self._lock:
            self._waiting.append(wish)
        wish.future.add_done_callback(forget)
        turn.add_done_callback(done)
        return wish.future

    def _tell(self) -> None:
        if self.on_change is not None:
            self.on_change()


class PrinterDrawerHandle(DrawerHandle):
    """A drawer on the thread of its printer.

    A kick does not wait for the end of a job that is printed for more than a second.
    """

    def __init__(
        self,
        drawer: PrinterDrawer,
        printer: TcpPrinter,
        supervisor: Supervisor[Device],
        book: DeviceBook,
    ) -> None:
        super().__init__(drawer, supervisor, book)
        self._on_printer = drawer
        # Two drawers may hang on one printer.
        self._meanwhile_too = printer.meanwhile
        printer.meanwhile = self._kick_meanwhile
        printer.status_listeners.append(self._look)

    def _look(self, status: PrinterStatus) -> None:
        self._drawer.watch.note_level(is_high=status.is_drawer_high)
        self._tell()

    def _kick_meanwhile(self, session: PrinterSession) -> None:
        if self._meanwhile_too is not None:
            self._meanwhile_too(session)
        with self._lock:
            waiting = tuple(self._waiting)
        broken: list[TransportError] = []

        def kick() -> KickResult:
            try:
                return self._on_printer.kick_within(session)
            except TransportError as error:
                broken.append(error)
                return KickResult(
                    KickOutcome.UNKNOWN, error.detail, "Open the drawer with its key."
                )

        for wish in waiting:
            wish.grant(kick)
            if broken:
                # The job on this connection must learn of it as well.
                raise broken[0]


class _Entry:
    """One device of the list."""

    def __init__(self, device_id: str, kind: str, name: str) -> None:
        self.device_id = device_id
        self.kind = kind
        self.name = name
        self.condition = ABSENT
        self.supervisor: Supervisor[Device] | None = None
        self.device: Device | None = None
        self.drawer: DrawerHandle | None = None
        self.display: LineDisplayHandle | None = None
        self.host_id = ""
        self.address = ""
        self.is_counted = False

    @property
    def is_pluggable(self) -> bool:
        """Whether it hangs on a port that the system lists."""
        return self.supervisor is not None and self.address.startswith("serial:")

    @property
    def status(self) -> DeviceStatus:
        """The entry as the window shows it."""
        state: DeviceStateName = self.condition.state.value
        return DeviceStatus(
            self.device_id,
            self.kind,
            self.name,
            state,
            self.condition.detail,
            self.condition.remedy,
        )


class DeviceService:
    """All devices of the settings; start() gives each its thread.

    Attributes:
        scans: Where scans go.
        printer: The first receipt printer, or None.
        reroute: The one that prints while the first one cannot, or None.
        drawer: The first cash drawer, or None.
        scale: The first scale, or None.
        displays: All line displays, in the order of the settings.
        wedge: The scanner that types, if the settings have one.
    """

    def __init__(
        self,
        settings: Mapping[str, DeviceSettings],
        on_change: StatusListener | None = None,
        *,
        book: DeviceBook | None = None,
        watch: PortWatch | None = None,
        on_card: Callable[[ShownCard], None] = _ignore_card,
        card_key: bytes | None = None,
    ) -> None:
        """Build the devices; nothing is opened before start().

        Args:
            settings: By device id, in the order of the list.
            on_change: Called at each change, on the thread of the device.
            book: Where figures and last bytes are kept.
            watch: Notices ports that are plugged in.
            on_card: Called for each card, on the thread of its reader.
            card_key: Proves the shop's cards; None proves none.
        """
        self.book = book or DeviceBook()
        self._watch = watch or PortWatch()
        self._on_card = on_card
        self._card_keys = None if card_key is None else CardKeys(card_key)
        self._stopping = threading.Event()
        self._watching: threading.Thread | None = None
        self.scans = ScanRouter()
        self.printer: PrinterHandle | None = None
        self.scale: ScaleHandle | None = None
        self.displays: list[LineDisplayHandle] = []
        self.wedge: WedgeScanner | None = None
        self._lock = threading.Lock()
        self._listeners: list[StatusListener] = [] if on_change is None else [on_change]
        self._entries: dict[str, _Entry] = {}
        attached: list[tuple[str, DeviceSettings, DeviceKind]] = []
        for device_id, device in settings.items():
            kind = self._add(device_id, device)
            if kind is not None and _hangs(device, kind):
                attached.append((device_id, device, kind))
        # A drawer may stand before its printer in the settings.
        for device_id, device, kind in attached:
            self._attach(device_id, device, kind)
        drawers = (entry.drawer for entry in self._entries.values())
        self.drawer = next((each for each in drawers if each is not None), None)
        self.reroute = self._find_reroute(settings)

    def start(self) -> None:
        """Give each device its thread."""
        for entry in self._entries.values():
            if entry.supervisor is not None:
                entry.supervisor.start()
        if any(entry.is_pluggable for entry in self._entries.values()):
            self._watching = threading.Thread(
                target=self._watch_ports, name="device-watch", daemon=True
            )
            self._watching.start()

    def stop(self) -> bool:
        """Let go of all devices; return whether every thread ended in time."""
        supervisors = [
            entry.supervisor
            for entry in self._entries.values()
            if entry.supervisor is not None
        ]
        self._stopping.set()
        for supervisor in supervisors:
            supervisor.request_stop()
        deadline = time.monotonic() + STOP_TIMEOUT_S
        ended = [
            supervisor.stop(max(0.0, deadline - time.monotonic()))
            for supervisor in supervisors
        ]
        if self._watching is not None:
            self._watching.join(_WATCH_STOP_S)
        for entry in self._entries.values():
            self.book.count(entry.device_id, **_take_counts(entry))
        self.book.save()
        return all(ended)

    def add_listener(self, listener: StatusListener) -> None:
        """Have *listener* called at each change too, on the device's thread."""
        with self._lock:
            self._listeners.append(listener)

    def statuses(self) -> Sequence[DeviceStatus]:
        """Return the devices in the order of the settings; for any thread."""
        return tuple(entry.status for entry in self._entries.values())

    def figures(self, device_id: str) -> DeviceFigures:
        """Return how much the device did; for any thread."""
        entry = self._find(device_id)
        kept = self.book.figures(device_id)
        now = _counts(entry)
        return msgspec.structs.replace(
            kept,
            opened=kept.opened + now["opened"],
            reconnects=kept.reconnects + now["reconnects"],
            errors=kept.errors + now["errors"],
        )

    def unreported(self) -> Sequence[DeviceTally]:
        """Return what each device did since the last report; for any thread."""
        return tuple(
            DeviceTally(
                each.device_id,
                each.kind,
                each.state,
                self.book.unreported(each.device_id, self.figures(each.device_id)),
            )
            for each in self.statuses()
        )

    def note_reported(self, tallies: Sequence[DeviceTally]) -> None:
        """Take it that *tallies* are in the ledger; for any thread."""
        for each in tallies:
            self.book.note_reported(each.device_id, each.figures)

    def note_unreported(self, error: Exception) -> None:
        """Log that a report failed."""
        _log.warning("what the devices did was not reported", exc_info=error)

    def look_at_ports(self) -> None:
        """Wake the lost devices when a port was plugged in since the last look."""
        if not self._watch.look().appeared:
            return
        for entry in self._entries.values():
            if entry.is_pluggable and entry.condition.state in _AWAY:
                assert entry.supervisor is not None
                entry.supervisor.retry()

    def retry(self, device_id: str) -> None:
        """Try a lost or faulty device now instead of after its delay."""
        entry = self._find(device_id)
        supervisor = self._find(entry.host_id or device_id).supervisor
        if supervisor is not None:
            supervisor.retry()

    def answer_scan(self, device_id: str, *, is_accepted: bool) -> None:
        """Tell a scanner what became of its last label, if it listens.

        Nothing waits for it and nothing fails with it.
        """
        entry = self._entries.get(device_id)
        if entry is None or entry.supervisor is None:
            return
        scanner: object = entry.device
        if not isinstance(scanner, AnsweredScanner) or not scanner.wants_answer:
            return
        with contextlib.suppress(DeviceBusyError):
            entry.supervisor.submit(
                lambda _device: scanner.answer(is_accepted=is_accepted)
            )

    def learn_drawer(
        self, device_id: str, timeout_s: float = LEARN_TIMEOUT_S
    ) -> LearnedSensor:
        """Learn the level of an open drawer while somebody opens it with its key.

        Waits for that: not for the GUI or the use-case thread.

        Raises:
            DeviceConfigurationError: It is no cash drawer.
            DeviceUnavailableError: Its printer cannot be asked.
        """
        drawer = self._find(device_id).drawer
        if drawer is None:
            raise DeviceConfigurationError(device_id, "it is no cash drawer")
        return drawer.learn(timeout_s)

    def test(self, device_id: str) -> DeviceTest:
        """Try the device and say what was seen.

        Prints a test paper, opens the drawer, or opens the scanner's port.  Waits
        for the device: not for the GUI or the use-case thread.
        """
        entry = self._find(device_id)
        started_ms = self.book.now_ms()
        try:
            found = self._test(entry)
        except DeviceError as error:
            found = DeviceTest(device_id, is_passed=False, evidence=(str(error),))
        except TimeoutError:
            said = f"it was not done within {_TEST_TIMEOUT_S:g} s"
            found = DeviceTest(device_id, is_passed=False, evidence=(said,))
        # A drawer speaks through its printer.
        seen = self.book.entries(entry.host_id or device_id, started_ms)
        return msgspec.structs.replace(
            found, bytes_seen=tuple(each.line for each in seen)
        )

    # -- building --------------------------------------------------------------

    def _add(self, device_id: str, settings: DeviceSettings) -> DeviceKind | None:
        entry = _Entry(device_id, settings.kind, settings.name or settings.kind)
        entry.address = settings.address
        self._entries[device_id] = entry
        if not settings.is_enabled:
            entry.condition = DISABLED
            return None
        try:
            kind = find_kind(device_id, settings.kind)
            entry.name = settings.name or kind.title
            if kind.build is not None and not _hangs(settings, kind):
                with recording(self.book.recorder(device_id, settings.kind)):
                    device = kind.build(self._context(device_id, settings))
                self._supervise(entry, device)
        except DeviceConfigurationError as error:
            _refuse(entry, error)
            return None
        except Exception as error:  # noqa: BLE001 - any bug of any driver
            _log.exception("device %s cannot be built", device_id)
            _refuse(entry, _unbuildable(device_id, error))
            return None
        return kind

    def _supervise(self, entry: _Entry, device: Device) -> None:
        def changed(condition: DeviceCondition) -> None:
            self._changed(entry, condition)

        entry.device = device
        entry.supervisor = Supervisor(device, changed)
        if isinstance(device, WedgeScanner) and self.wedge is None:
            self.wedge = device
        if isinstance(device, SerialLineDisplay):
            self._add_display(entry, device, entry.supervisor)
        if isinstance(device, TriggerDrawer):
            entry.drawer = DrawerHandle(device, entry.supervisor, self.book)
        if isinstance(device, TcpPrinter) and self.printer is None:
            supervisor: Supervisor[TcpPrinter] = entry.supervisor  # type: ignore[assignment]  # the device is a TcpPrinter, see above
            self.printer = PrinterHandle(device, supervisor, self.book)
        if isinstance(device, SerialScale) and self.scale is None:
            weighing: Supervisor[SerialScale] = entry.supervisor  # type: ignore[assignment]  # the device is a SerialScale
            self.scale = ScaleHandle(device, weighing, self.book)

    def _find_reroute(
        self, settings: Mapping[str, DeviceSettings]
    ) -> PrinterHandle | None:
        """Return the printer that stands in for the first one, as it names it."""
        if self.printer is None:
            return None
        named = settings[self.printer.device_id].options.get("reroute_to", "")
        entry = self._entries.get(str(named))
        if entry is None or entry.device is None or entry.supervisor is None:
            if named:
                _log.error("reroute_to = %r is no printer of this till", named)
            return None
        if not isinstance(entry.device, TcpPrinter):
            _log.error("reroute_to = %r is no printer", named)
            return None
        supervisor: Supervisor[TcpPrinter] = entry.supervisor  # type: ignore[assignment]  # of the TcpPrinter above
        handle = PrinterHandle(entry.device, supervisor, self.book)
        return None if handle.device_id == self.printer.device_id else handle

    def _attach(
        self, device_id: str, settings: DeviceSettings, kind: DeviceKind
    ) -> None:
        entry = self._entries[device_id]
        assert kind.attach is not None
        host_id = str(settings.options.get("printer", ""))
        if not host_id and self.printer is not None:
            host_id = self.printer.device_id
        try:
            host = self._host(device_id, host_id)
            assert host.device is not None
            attached = kind.attach(self._context(device_id, settings), host.device)
        except DeviceConfigurationError as error:
            _refuse(entry, error)
            return
        except Exception as error:  # noqa: BLE001 - any bug of any driver
            _log.exception("device %s cannot be built", device_id)
            _refuse(entry, _unbuildable(device_id, error))
            return
        assert isinstance(host.device, TcpPrinter)
        assert host.supervisor is not None
        entry.host_id = host_id
        entry.condition = host.condition
        if isinstance(attached, PrinterLineDisplay):
            self._add_display(entry, attached, host.supervisor)
            return
        assert isinstance(attached, PrinterDrawer)
        entry.drawer = PrinterDrawerHandle(
            attached, host.device, host.supervisor, self.book
        )
        entry.drawer.on_change = lambda: self._look_at_drawer(entry)

    def _add_display(
        self, entry: _Entry, display: LineDisplay, supervisor: Supervisor[Device]
    ) -> None:
        entry.display = LineDisplayHandle(display, supervisor)
        self.displays.append(entry.display)

    def _host(self, device_id: str, host_id: str) -> _Entry:
        host = self._entries.get(host_id)
        if host is None or host.supervisor is None:
            raise DeviceConfigurationError(
                device_id,
                "it hangs on no printer of this till",
                "Name its printer in the settings: printer = the printer's id.",
            )
        return host

    def _context(self, device_id: str, settings: DeviceSettings) -> DeviceContext:
        return DeviceContext(
            device_id,
            settings.address,
            settings.model,
            settings.options,
            self._deliver,
            self._show_card,
            self._card_keys,
        )

    # -- on the devices' threads -----------------------------------------------

    def _watch_ports(self) -> None:
        is_failing = False
        while True:
            try:
                self.look_at_ports()
                is_failing = False
            except Exception:  # noqa: BLE001 - any failure of the system's list
                # Ports come and go while they are listed; the next look tells.
                if not is_failing:
                    _log.exception("the serial ports cannot be listed")
                is_failing = True
            if self._stopping.wait(POLL_INTERVAL_S):
                return

    def _deliver(self, scan: DriverScan) -> None:
        self.book.count(scan.device_id, scans=1)
        try:
            self.scans.deliver(Scan(scan.device_id, scan.data, scan.aim_id))
        except Exception:  # noqa: BLE001 - any bug of whoever claimed the scans
            # It must not take the scanner away from everyone else.
            _log.exception("a scan of %s was not handled", scan.device_id)

    def _show_card(self, event: CardEvent) -> None:
        if not isinstance(event, CardPresented):
            return
        self.book.count(event.device_id, cards=1)
        try:
            self._on_card(shown_card(event))
        except Exception:  # noqa: BLE001 - any bug of whoever takes cards
            # It must not take the reader away from everyone else.
            _log.exception("a card on %s was not handled", event.device_id)

    def _changed(self, entry: _Entry, condition: DeviceCondition) -> None:
        entry.condition = condition
        self._tell(entry.status)
        for attached in self._entries.values():
            if attached.host_id == entry.device_id:
                attached.condition = _condition_of_attached(condition, attached)
                self._tell(attached.status)
                if attached.display is not None and condition.is_working:
                    attached.display.show_waiting()

    def _look_at_drawer(self, entry: _Entry) -> None:
        """Show a drawer that stands open or did not open, and one that is well again.

        On the printer's thread, in the middle of its look or job.
        """
        host = self._entries[entry.host_id].condition
        condition = _condition_of_attached(host, entry)
        if condition != entry.condition:
            entry.condition = condition
            self._tell(entry.status)

    def _tell(self, status: DeviceStatus) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            try:
                listener(status)
            except Exception:  # noqa: BLE001 - any bug of whoever shows it
                # It must not end the job that the printer is looked at for, nor
                # keep the change from the others.
                _log.exception("a change of %s was not handled", status.device_id)

    # -- tests -----------------------------------------------------------------

    def _find(self, device_id: str) -> _Entry:
        entry = self._entries.get(device_id)
        if entry is None:
            known = ", ".join(self._entries) or "none"
            raise DeviceConfigurationError(
                device_id, "there is no such device", f"This till has: {known}."
            )
        return entry

    def _test(self, entry: _Entry) -> DeviceTest:
        if entry.condition.state in {DeviceState.DISABLED, DeviceState.FAULT}:
            return DeviceTest(
                entry.device_id,
                is_passed=False,
                evidence=(_describe(entry.condition),),
            )
        if entry.drawer is not None:
            return _test_drawer(entry, entry.drawer)
        if entry.display is not None:
            return _test_display(entry, entry.display)
        if isinstance(entry.device, TcpPrinter) and entry.supervisor is not None:
            return _test_printer(entry, entry.device, entry.supervisor)
        if isinstance(entry.device, SerialScale) and entry.supervisor is not None:
            return _test_scale(entry, entry.device, entry.supervisor)
        return _test_connection(entry)


def _hangs(settings: DeviceSettings, kind: DeviceKind) -> bool:
    """Return whether the device hangs on another one."""
    return kind.attach is not None and (kind.build is None or not settings.address)


def _test_display(entry: _Entry, display: LineDisplayHandle) -> DeviceTest:
    display.show_trial().result(_TEST_TIMEOUT_S)
    return DeviceTest(
        entry.device_id,
        is_passed=True,
        evidence=(
            "the trial text was sent",
            "a line display never answers: see whether it shows 8888",
        ),
    )


def _counts(entry: _Entry) -> dict[str, int]:
    supervisor = entry.supervisor
    if supervisor is None or entry.is_counted:
        return dict.fromkeys(("opened", "reconnects", "errors"), 0)
    return {
        "opened": supervisor.open_count,
        "reconnects": supervisor.reconnect_count,
        "errors": supervisor.error_count,
    }


def _take_counts(entry: _Entry) -> dict[str, int]:
    counts = _counts(entry)
    entry.is_counted = True
    return counts


def _unbuildable(device_id: str, error: Exception) -> DeviceConfigurationError:
    """Return what a bug of a driver is to the list: the till starts without it."""
    return DeviceConfigurationError(
        device_id,
        f"the driver failed: {type(error).__name__}: {error}",
        "Compare its settings with the manual, or send the support bundle.",
    )


def _refuse(entry: _Entry, error: DeviceConfigurationError) -> None:
    _log.error("device %s: %s", entry.device_id, error)
    entry.condition = DeviceCondition(DeviceState.FAULT, error.detail, error.remedy)


def _condition_of_attached(host: DeviceCondition, entry: _Entry) -> DeviceCondition:
    # The drawer's magnet works without paper and with the cover open.
    if host.is_working or host.state is DeviceState.OFFLINE:
        if entry.drawer is not None:
            return entry.drawer.condition
        return ASSUMED if entry.display is not None else READY
    return host


def _describe(condition: DeviceCondition) -> str:
    """Return how a device is: its detail and what to do, or its state alone."""
    if not condition.detail:
        return condition.state.value
    detail = condition.detail[:1].upper() + condition.detail[1:]
    return f"{detail}. {condition.remedy}".rstrip(". ") + "."


def _test_connection(entry: _Entry) -> DeviceTest:
    assert entry.supervisor is not None

    def work(device: Device) -> tuple[DeviceCondition, tuple[str, ...]]:
        seen = device.examine() if isinstance(device, NfcReader) else ()
        return device.condition, seen

    condition, seen = entry.supervisor.submit(work).result(_TEST_TIMEOUT_S)
    return DeviceTest(
        entry.device_id,
        is_passed=condition.is_working,
        evidence=("its port is open", *seen, _describe(condition)),
    )


_PRINTED: Final = {
    PrintOutcome.QUEUED: "nothing was sent to it",
    PrintOutcome.SENT: "a test paper was sent; look whether it was printed",
    PrintOutcome.PRINTED: "a test paper was printed",
    PrintOutcome.UNKNOWN: "part of a test paper may be printed; look",
}
_KICKED: Final = {
    KickOutcome.OPENED: "the drawer opened",
    KickOutcome.SENT: "it was told to open; look whether it did",
    KickOutcome.NOT_OPENED: "the drawer stayed closed",
    KickOutcome.NOT_SENT: "it could not be told to open",
    KickOutcome.UNKNOWN: "nobody knows whether it was told to open; look",
}


def _test_printer(
    entry: _Entry, printer: TcpPrinter, supervisor: Supervisor[Device]
) -> DeviceTest:
    paper = render_receipt(
        trial_paper(entry.name, printer.profile.name), printer.profile
    )

    def work(_device: Device) -> PrintResult:
        return printer.print_job(paper)

    result = supervisor.submit(work).result(_TEST_TIMEOUT_S)
    evidence = [_PRINTED[result.outcome], _describe(result.condition)]
    if result.detail and result.detail != result.condition.detail:
        evidence.append(result.detail)
    is_passed = result.outcome in {PrintOutcome.PRINTED, PrintOutcome.SENT}
    return DeviceTest(entry.device_id, is_passed=is_passed, evidence=tuple(evidence))


def _test_scale(
    entry: _Entry, scale: SerialScale, supervisor: Supervisor[Device]
) -> DeviceTest:
    def work(_device: Device) -> tuple[bool, tuple[str, ...]]:
        return try_scale(scale)

    is_passed, evidence = supervisor.submit(work).result(_TEST_TIMEOUT_S)
    return DeviceTest(entry.device_id, is_passed=is_passed, evidence=evidence)


def _test_drawer(entry: _Entry, drawer: DrawerHandle) -> DeviceTest:
    try:
        result = drawer.kick(lambda: True).result(_TEST_TIMEOUT_S)
    except DeviceUnavailableError as error:
        return DeviceTest(entry.device_id, is_passed=False, evidence=(str(error),))
    evidence = [_KICKED[result.outcome], result.detail, result.remedy]
    return DeviceTest(
        entry.device_id,
        is_passed=result.outcome in {KickOutcome.OPENED, KickOutcome.SENT},
        evidence=tuple(sentence for sentence in evidence if sentence),
    )
