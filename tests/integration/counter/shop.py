"""A counter with a simulated device of every kind, behind the window of a real till."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from drivers.cash_drawer.simulator import SimulatedTrigger
from drivers.line_display.simulator import SimulatedLineDisplay
from drivers.nfc.simulator import SimulatedField, new_card
from drivers.receipt_printer.simulator import SimulatedPrinter
from drivers.scale.simulator import SimulatedScale
from drivers.scanner.simulator import SimulatedScanner
from drivers.simulation.link import SimulationLink
from drivers.simulation.medium import PtyMedium, TcpMedium, UdpMedium
from structs.decoding import decode_json
from terminal.application.ports.devices import DeviceStatus
from terminal.application.receipts.list_print_jobs import ListPrintJobs
from terminal.application.receipts.print_job import PrintJob, PrintJobState
from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_off import SignOff
from terminal.application.till_control.sign_on import SignOn
from terminal.bootstrap.change_devices import add_device, forget_device, save_device
from terminal.bootstrap.headless import open_till
from terminal.bootstrap.window.cashier import Cashier
from terminal.bootstrap.window.program import make_application
from terminal.commands._runner import main
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.reader import LedgerReader
from terminal.persistence.ledger.verify import verify_ledger
from terminal.settings.schema import DeviceSettings
from terminal.ui.screens.cashier.panels.list_panel import ListPanel
from terminal.ui.screens.cashier.panels.weight_panel import WeightPanel
from terminal.ui.screens.cashier.sale_flows import SaleFlows
from terminal.ui.screens.cashier.sale_screen import SaleScreen
from terminal.ui.shell.main_window import MainWindow
from terminal.ui.widgets.key import Key
from terminal.ui.widgets.keypad import DigitKey
from tests.fakes.new_till import OPERATOR_ID, PIN, new_till
from tests.integration.counter.held import child_pids

MILK: Final = "4006381333931"
BREAD: Final = "4006381333955"
CHEESE: Final = "2000000000015"
MILK_MINOR: Final = 195
BREAD_MINOR: Final = 420
CHEESE_MINOR: Final = 1000
"""Of a kilogram."""

OPEN_LEVEL: Final[str] = "low"
"""Of the drawer's sensor: with the cable out it says that the drawer is closed."""

DEADLINE_S: Final = 10.0
_POLL_MS: Final = 10
_CATALOGUE: Final = (
    "item_id,scan_code,description,unit_price,tax_rate,unit,plu,open_price,weighed,category\n"
    f"a1,{MILK},Oat milk 1 l,1.95,10,piece,11,,,Drinks\n"
    f"a2,{BREAD},Sourdough loaf,4.20,10,piece,13,,,Bakery\n"
    f"a3,{CHEESE},Mature cheddar,10.00,10,kg,15,,yes,Deli\n"
)
_NAMES: Final = {
    "scanner": "Barcode scanner",
    "printer": "Receipt printer",
    "drawer": "Cash drawer",
    "pole": "Customer display",
    "scale": "Scale",
    "badges": "Card reader",
}
"""As the window says them."""


class _Line(msgspec.Struct):
    amount_minor: int
    scan_code: str = ""


class Sold(msgspec.Struct):
    """One sale as the ledger holds it."""

    number: int
    gross_minor: int
    lines: list[_Line]


class Unit(msgspec.Struct):
    """One device made of software: how it is set, pulled out and put in again."""

    settings: DeviceSettings
    unplug: Callable[[], None]
    plug: Callable[[], None]
    close: Callable[[], None]

    @classmethod
    def of_settings(cls, settings: DeviceSettings) -> Unit:
        """Return a unit that hangs on another one."""

        def nothing() -> None:
            """Do nothing: it has no cable of its own."""

        return cls(settings, nothing, nothing, nothing)


def kill_card_reader() -> None:
    """End the process that has the card reader, as a library's crash would."""
    readers = [
        pid
        for pid in child_pids()
        if b"reader_process" in Path(f"/proc/{pid}/cmdline").read_bytes()
    ]
    assert len(readers) == 1, readers
    os.kill(readers[0], signal.SIGKILL)


def until(is_so: Callable[[], bool], what: Callable[[], object] | None = None) -> None:
    """Let the window work until *is_so*; *what* says what is instead."""
    end = time.monotonic() + DEADLINE_S
    while not is_so():
        assert time.monotonic() < end, "not in time" if what is None else what()
        QTest.qWait(_POLL_MS)


class Shop:
    """The window, the till behind it, and the devices on the counter."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.scanner, scanner = new_scanner()
        self.printer, printer = new_printer()
        self.printers = [self.printer]
        self.pole, pole = new_pole("cd5220")
        self.scale, scale = new_scale("toledo-8217")
        self.card, badges = new_card_reader()
        drawer: dict[str, str | int | bool] = {
            "printer": "printer",
            "open_level": OPEN_LEVEL,
        }
        self.units = {
            "scanner": scanner,
            "printer": printer,
            "pole": pole,
            "scale": scale,
            "badges": badges,
        }
        self.settings = {name: unit.settings for name, unit in self.units.items()}
        self.settings["drawer"] = DeviceSettings(
            kind="cash_drawer", name=_NAMES["drawer"], options=drawer
        )
        self.ids = {name: name for name in self.settings}
        """By what they are here: who sets one up anew cannot choose its id."""
        self.new_sales = 1
        """How many a test makes."""
        self.home = new_home(folder, self.settings)
        self.all_units = list(self.units.values())
        self.seen: list[DeviceStatus] = []
        make_application()
        self.cashier = Cashier(self.home.path)
        self.window: MainWindow = self.cashier.make_window()
        self.cashier.begin()
        self.window.show()
        self._sign_on()

    def _sign_on(self) -> None:
        window = self.window
        until(lambda: bool(window.sign_on.operators))
        self.touch_pin()
        until(
            lambda: (
                window.sale_screen is not None
                and window.stack.currentWidget() is window.sale_screen
            )
        )
        until(lambda: self.screen.panel is self.screen.items)
        until(lambda: self.flows.counter.weighing is not None)
        self.listen()
        self.until_all_well()

    def leave(self) -> None:
        """Sign off, as whoever leaves a till does; an open sale stays."""
        self.press(self.screen.top_bar.operator_key)
        until(lambda: isinstance(self.screen.panel, ListPanel))
        panel = self.screen.panel
        assert isinstance(panel, ListPanel)
        (row,) = [key for key in panel.keys if key.row.name == "Sign off"]
        self.press(row)
        until(lambda: self.window.stack.currentWidget() is self.window.sign_on_screen)

    def touch_pin(self) -> None:
        """Touch the digits of the PIN; the last one signs on."""
        pad = self.window.sign_on_screen.keypad
        digits = {key.text(): key for key in pad.findChildren(DigitKey)}
        for digit in PIN:
            self.press(digits[digit])

    @staticmethod
    def press(key: Key) -> None:
        """Touch a key once it is shown; it must apply."""
        until(key.isVisible, key.objectName)
        assert key.applies, key.reason
        QTest.mouseClick(key, Qt.MouseButton.LeftButton)

    def listen(self) -> None:
        """Note each change of each device from now on."""
        self.cashier.devices.add_listener(self.seen.append)

    @property
    def screen(self) -> SaleScreen:
        """The sale screen."""
        assert self.window.sale_screen is not None
        return self.window.sale_screen

    @property
    def flows(self) -> SaleFlows:
        """The flows of the sale screen."""
        assert self.window.flows is not None
        return self.window.flows

    @property
    def lines(self) -> list[str]:
        """The names of the lines, as the basket draws them."""
        return [line.name for line in self.screen.basket.list.basket.lines]

    # -- the hand of the cashier -----------------------------------------------

    def ring(self, code: str) -> None:
        """Scan a label and wait for its line."""
        before = 0 if self.flows.sale.last_completed else len(self.lines)
        self.scanner.scan(code)
        until(
            lambda: (
                self.flows.sale.last_completed is None and len(self.lines) == before + 1
            ),
            lambda: (self.lines, code),
        )

    def key(self, code: str) -> None:
        """Key a code by hand, as when the scanner is away."""
        before = 0 if self.flows.sale.last_completed else len(self.lines)
        self.flows.take_scan(code)
        until(
            lambda: (
                self.flows.sale.last_completed is None and len(self.lines) == before + 1
            )
        )

    @property
    def weight_panel(self) -> WeightPanel | None:
        """The panel that asks for a weight, if it is open."""
        front = self.screen.panel
        return front if isinstance(front, WeightPanel) else None

    def begin_weighing(self) -> WeightPanel:
        """Scan weighed goods and wait for the question."""
        self.scanner.scan(CHEESE)
        until(lambda: self.weight_panel is not None)
        panel = self.weight_panel
        assert panel is not None
        return panel

    def weigh(self, grams: int, *, tells_zero: bool = True) -> None:
        """Put goods on the scale, scan their label, take the weight, lift them.

        Args:
            grams: Of the goods.
            tells_zero: Whether the scale says that nothing lies there; those that
                tell each weight once do not.
        """
        before = 0 if self.flows.sale.last_completed else len(self.lines)
        self.scale.change({"weight_g": 0})
        panel = self.begin_weighing()
        weighing = self.flows.counter.weighing
        assert weighing is not None
        # The same goods are sold again only after they were lifted.
        if tells_zero:
            until(lambda: weighing.latest is not None and weighing.latest.grams == 0)
        self.scale.change({"weight_g": grams})
        until(lambda: panel.main_key.applies, panel.state.text)
        panel.main_key.click()
        until(lambda: len(self.lines) == before + 1, panel.state.text)
        self.scale.change({"weight_g": 0})

    def pay(self) -> int:
        """Pay what is due in cash; return the total."""
        self.flows.payment.pay_exact()
        until(lambda: self.flows.sale.last_completed is not None)
        completed = self.flows.sale.last_completed
        assert completed is not None
        return completed.gross_minor

    # -- what is seen ------------------------------------------------------------

    def state(self, device_id: str) -> str:
        """Return the state of a device."""
        found = {each.device_id: each for each in self.cashier.devices.statuses()}
        return found[device_id].state

    def until_away(self, device_id: str) -> None:
        """Wait until the window says that a device does not answer, and a remedy."""
        title = f"{_NAMES[device_id]} does not answer"
        until(lambda: title in self._titles(), self._titles)
        assert self.screen.items.notice.text.detail
        assert self.state(self.ids[device_id]) in {"lost", "absent"}

    def until_notice(self, title: str) -> None:
        """Wait until the window says above the tiles what is the matter."""
        notice = self.screen.items.notice
        until(lambda: notice.text.title == title, lambda: notice.text.title)
        assert notice.text.detail

    def until_all_well(self) -> None:
        """Wait until the window shows every device as ready and no notice."""
        until(
            lambda: (
                self._titles() == {f"{name}: ready" for name in _NAMES.values()}
                and self.screen.items.notice.isHidden()
                and {each.state for each in self.cashier.devices.statuses()}
                == {"ready"}
            ),
            lambda: (self._titles(), self.cashier.devices.statuses()),
        )

    def _titles(self) -> set[str]:
        return {face.title for face in self.window.status.devices}

    def until_shown(self, upper: str, lower: str) -> None:
        """Wait until the customer reads two lines."""

        def shown() -> tuple[str, str]:
            state = self.pole.state()
            return str(state["upper"]).rstrip(), str(state["lower"]).rstrip()

        until(lambda: shown() == (upper, lower), shown)

    @contextmanager
    def nobody_else_disturbed(self, *device_ids: str) -> Iterator[None]:
        """Check that no device but *device_ids* changes its state meanwhile."""
        self.seen.clear()
        yield
        others = {each.device_id for each in self.seen} - set(device_ids)
        assert not others, self.seen

    def sold(self) -> list[Sold]:
        """Ask the ledger for all sales, oldest first."""
        return sold_in(self.home)

    def paper_count(self) -> int:
        """Wait until no paper is on its way; return how many receipts there are.

        Neither copies nor the papers of tests count.
        """
        until(lambda: not self._unprinted())
        papers = [paper for printer in self.printers for paper in printer.papers]
        return sum(
            "TOTAL" in paper.text and "COPY" not in paper.text for paper in papers
        )

    def _unprinted(self) -> Sequence[PrintJob]:
        found: Future[Sequence[PrintJob]] = Future()
        self.cashier.queue.submit(
            lambda use: use.list_print_jobs(ListPrintJobs()),
            found.set_result,
            found.set_exception,
        )
        until(found.done)
        # A drawer that was not opened stays in the list, to be told.
        return [job for job in found.result() if job.state is not PrintJobState.FAILED]

    # -- another unit --------------------------------------------------------------

    def replace(self, device_id: str, unit: Unit) -> None:
        """Have a technician set up another unit in the place of one that is gone."""
        self.all_units.append(unit)
        self.units[device_id] = unit
        self.settings[device_id] = unit.settings
        done: Future[None] = Future()

        def work() -> None:
            home = Home.load(self.home.path)
            forget_device(home, device_id, self.cashier.record)
            home = Home.load(self.home.path)
            save_device(home, device_id, unit.settings, self.cashier.record)
            self.cashier.swap_devices(self.settings)
            self.listen()
            done.set_result(None)

        thread = threading.Thread(target=work, name="technician")
        thread.start()
        until(done.done)
        thread.join(DEADLINE_S)

    def close(self) -> None:
        """Close the till and switch everything off; then verify the ledger."""
        self.window.close()
        self.cashier.close()
        # Answers that are on their way need the window.
        QApplication.processEvents()
        self.window.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        for unit in self.all_units:
            unit.close()
        report = verify_ledger(self.home, load_keys(self.home))
        assert report.ok, report


def sold_in(home: Home) -> list[Sold]:
    """Ask the ledger of a home for all sales, oldest first."""
    reader = LedgerReader(home, load_keys(home))
    try:
        head = reader.head()
        assert head is not None
        events = reader.events_after(head.epoch, 0, 1000)
    finally:
        reader.close()
    return [
        decode_json(event.body, Sold)
        for event in events
        if msgspec.json.decode(event.header)["type"] == "sale.completed"
    ]


def new_scanner() -> tuple[SimulatedScanner, Unit]:
    """Return a scanner on a serial line, plugged in."""
    device = SimulatedScanner()
    device.plug()
    settings = DeviceSettings(
        kind="scanner",
        address=device.address,
        name=_NAMES["scanner"],
        options={"same_label_ms": 0},
    )
    return device, Unit(settings, device.unplug, device.plug, device.close)


def new_printer(model: str = "epson-80") -> tuple[SimulatedPrinter, Unit]:
    """Return a printer on the network, switched on, with a drawer behind it."""
    language = "star-line" if model.startswith("star") else "esc-pos"
    device = SimulatedPrinter(language=language)
    device.wire_drawer(is_high_when_open=OPEN_LEVEL == "high")
    device.start()
    settings = DeviceSettings(
        kind="receipt_printer",
        address=device.address,
        name=_NAMES["printer"],
        model=model,
    )
    return device, Unit(settings, device.cut_cable, device.join_cable, device.close)


def new_pole(protocol: str) -> tuple[SimulationLink, Unit]:
    """Return a line display on a serial line."""
    link = SimulationLink(SimulatedLineDisplay(protocol), PtyMedium())
    return link, _unit(link, "pole", "line_display", f"?protocol={protocol}")


def new_scale(protocol: str) -> tuple[SimulationLink, Unit]:
    """Return a scale: on a serial line, or behind a device server."""
    medium = PtyMedium() if protocol == "toledo-8217" else TcpMedium()
    link = SimulationLink(SimulatedScale(protocol), medium)
    return link, _unit(link, "scale", "scale", f"?protocol={protocol}")


def new_line_drawer(protocol: str) -> tuple[SimulationLink, Unit]:
    """Return a drawer on a serial line of its own, which says whether it is open."""
    link = SimulationLink(SimulatedTrigger(protocol), PtyMedium())
    return link, _unit(link, "drawer", "cash_drawer", f"?protocol={protocol}")


def new_card_reader() -> tuple[SimulationLink, Unit]:
    """Return a card reader that listens to a card over UDP."""
    link = SimulationLink(SimulatedField(new_card("2")), UdpMedium())
    return link, _unit(link, "badges", "nfc_reader", "")


def _unit(link: SimulationLink, name: str, kind: str, query: str) -> Unit:
    address = f"{link.address}{query}"
    settings = DeviceSettings(kind=kind, address=address, name=_NAMES[name])
    return Unit(settings, link.unplug, link.plug, link.close)


def new_home(folder: Path, devices: Mapping[str, DeviceSettings]) -> Home:
    """Make a till with goods and devices; its period is open, nobody signed on."""
    home = new_till(folder)
    catalogue = folder / "catalogue.csv"
    catalogue.write_text(_CATALOGUE, encoding="utf-8")
    path = str(home.path)
    assert main(["catalog", "import", str(catalogue), "--home", path]) == 0
    for device_id, device in devices.items():
        add_device(Home.load(home.path), device_id, device)
    till = open_till(home.path)
    till.use_cases.sign_on(SignOn(operator_id=OPERATOR_ID, pin=PIN))
    till.use_cases.open_business_day(OpenBusinessDay())
    till.use_cases.open_till_period(OpenTillPeriod(loan_minor=10_000))
    till.use_cases.sign_off(SignOff())
    till.close()
    return Home.load(home.path)
