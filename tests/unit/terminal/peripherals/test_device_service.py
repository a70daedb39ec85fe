"""The devices of a workstation, with real simulators behind real addresses."""

from __future__ import annotations

import functools
import os
import queue
import sys
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from drivers.device import Device
from drivers.discovery.port_watch import PortWatch
from drivers.discovery.usb_port import SerialPort, resolve_port
from drivers.errors import DeviceConfigurationError
from drivers.nfc.card_session import FoundCard
from drivers.nfc.messages import CardDone, Looked, ReaderOpened
from drivers.nfc.nfc_reader import NfcReader
from drivers.nfc.port import CardContent, CardTechnology
from drivers.nfc.shop_card import CardKeys, CardKind, encode_shop_card
from drivers.registry import DeviceContext, DeviceKind, find_kind
from drivers.supervisor import Supervisor
from drivers.transport import serial_port
from terminal.application.ports.devices import DeviceStatus, Scan, ShownCard
from terminal.peripherals import device_service
from terminal.peripherals.device_book import DeviceBook
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.simulated import SimulatedPeripherals
from terminal.peripherals.simulated_card import TRAINING_KEY, StandAloneCard
from terminal.settings.schema import DeviceSettings
from tests.fakes.reader_child import scripted

_CARD_S = 20.0
_WAIT_S = 8.0


class Watch:
    """Waits until a device is in a state."""

    def __init__(self) -> None:
        self.seen: list[DeviceStatus] = []
        self._changed = threading.Condition()

    def __call__(self, status: DeviceStatus) -> None:
        with self._changed:
            self.seen.append(status)
            self._changed.notify_all()

    def wait_for(self, device_id: str, state: str) -> DeviceStatus:
        def found() -> list[DeviceStatus]:
            latest = {status.device_id: status for status in self.seen}
            status = latest.get(device_id)
            return [status] if status is not None and status.state == state else []

        with self._changed:
            assert self._changed.wait_for(found, _WAIT_S), (device_id, state, self.seen)
            return found()[0]


@pytest.fixture
def peripherals() -> Iterator[SimulatedPeripherals]:
    peripherals = SimulatedPeripherals()
    yield peripherals
    peripherals.close()


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def service(peripherals: SimulatedPeripherals, watch: Watch) -> Iterator[DeviceService]:
    service = DeviceService(peripherals.settings(), watch)
    service.start()
    for device_id in peripherals.settings():
        watch.wait_for(device_id, "ready")
    yield service
    assert service.stop()


def test_every_device_of_the_settings_is_listed_and_ready(
    service: DeviceService,
) -> None:
    statuses = service.statuses()

    assert [status.device_id for status in statuses] == ["printer", "drawer", "scanner"]
    assert [status.kind for status in statuses] == [
        "receipt_printer",
        "cash_drawer",
        "scanner",
    ]
    assert all(status.is_working for status in statuses)


def test_scans_go_to_whoever_claimed_them(
    service: DeviceService, peripherals: SimulatedPeripherals
) -> None:
    arrived = threading.Event()
    scans: list[Scan] = []

    def note(scan: Scan) -> None:
        scans.append(scan)
        arrived.set()

    claim = service.scans.claim("sale", note)
    peripherals.scan("4006381333931", aim_id="]E0")

    assert arrived.wait(_WAIT_S)
    assert scans == [Scan("scanner", "4006381333931", "]E0")]
    claim.release()


def test_a_bug_in_a_handler_does_not_take_the_scanner_away(
    service: DeviceService, peripherals: SimulatedPeripherals
) -> None:
    arrived = threading.Event()

    def broken(scan: Scan) -> None:
        if scan.data == "1111":
            raise ZeroDivisionError
        arrived.set()

    service.scans.claim("sale", broken)
    peripherals.scan("1111")
    peripherals.scan("2222")

    assert arrived.wait(_WAIT_S)
    assert {s.device_id: s.state for s in service.statuses()}["scanner"] == "ready"


def test_a_printer_without_paper_says_so_and_its_drawer_still_works(
    service: DeviceService, peripherals: SimulatedPeripherals, watch: Watch
) -> None:
    peripherals.set_paper(is_out=True)

    status = watch.wait_for("printer", "offline")

    assert status.remedy == "Put in a new paper roll."
    assert {s.device_id: s.state for s in service.statuses()}["drawer"] == "ready"
    assert service.test("drawer").is_passed
    assert peripherals.is_drawer_open


def test_one_lost_device_leaves_the_others_alone(
    service: DeviceService, peripherals: SimulatedPeripherals, watch: Watch
) -> None:
    peripherals.set_cable(is_plugged=False)
    watch.wait_for("printer", "lost")
    watch.wait_for("drawer", "lost")

    states = {status.device_id: status.state for status in service.statuses()}
    peripherals.set_cable(is_plugged=True)
    service.retry("drawer")

    assert states["scanner"] == "ready"
    watch.wait_for("printer", "ready")


def test_each_device_can_be_tested(
    service: DeviceService, peripherals: SimulatedPeripherals
) -> None:
    results = [
        service.test(device_id) for device_id in ("printer", "drawer", "scanner")
    ]

    assert all(result.is_passed for result in results)
    assert results[0].evidence[0] == "a test paper was printed"
    assert results[1].evidence == ("the drawer opened",)
    assert "Simulated printer" in peripherals.papers[0].text


def test_a_failed_test_says_why(
    service: DeviceService, peripherals: SimulatedPeripherals
) -> None:
    peripherals.set_cover(is_open=True)

    result = service.test("printer")

    assert not result.is_passed
    assert "Close the printer cover." in " ".join(result.evidence)


def test_a_second_listener_is_told_too(
    service: DeviceService, peripherals: SimulatedPeripherals
) -> None:
    second = Watch()
    service.add_listener(second)

    peripherals.set_cover(is_open=True)

    second.wait_for("printer", "offline")


def test_a_listener_that_fails_costs_no_paper_and_hides_nothing_from_the_others(
    service: DeviceService, peripherals: SimulatedPeripherals
) -> None:
    def broken(status: DeviceStatus) -> None:
        raise ZeroDivisionError(status.device_id)

    later = Watch()
    service.add_listener(broken)
    service.add_listener(later)
    assert service.printer is not None

    kicked = service.test("drawer")
    peripherals.set_paper(is_out=True)
    later.wait_for("printer", "offline")
    peripherals.set_paper()
    later.wait_for("printer", "ready")

    assert kicked.is_passed
    assert service.test("printer").is_passed


def test_an_unknown_device_is_refused(service: DeviceService) -> None:
    with pytest.raises(DeviceConfigurationError, match="printer, drawer, scanner"):
        service.test("scale")


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ({"a": DeviceSettings(kind="toaster")}, "no kind of device"),
        ({"a": DeviceSettings(kind="receipt_printer", address="x")}, "no address"),
        ({"a": DeviceSettings(kind="cash_drawer")}, "hangs on no printer"),
        (
            {
                "a": DeviceSettings(kind="cash_drawer", options={"pin": 7}),
                "p": DeviceSettings(kind="receipt_printer", address="tcp://192.0.2.7"),
            },
            "pin = '7'",
        ),
        (
            {"a": DeviceSettings(kind="receipt_printer", address="tcp://[::1:9100")},
            "names no host",
        ),
    ],
)
def test_a_device_that_cannot_be_built_is_faulty_and_stops_nothing(
    settings: dict[str, DeviceSettings], detail: str
) -> None:
    service = DeviceService(settings)

    status = service.statuses()[0]
    result = service.test("a")

    assert status.state == "fault"
    assert detail in status.detail
    assert not result.is_passed


def test_a_driver_that_fails_while_it_is_built_does_not_stop_the_till(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_context: DeviceContext, *_host: Device) -> NoReturn:
        raise ZeroDivisionError("a bug")

    real = find_kind

    def find(device_id: str, name: str) -> DeviceKind:
        kind = real(device_id, name)
        if device_id == "well":
            return kind
        return DeviceKind(name, name, broken if kind.build else None, broken)

    monkeypatch.setattr(device_service, "find_kind", find)
    printer = DeviceSettings(kind="receipt_printer", address="tcp://192.0.2.7")
    service = DeviceService(
        {
            "well": printer,
            "ill": printer,
            "drawer": DeviceSettings(kind="cash_drawer"),
        }
    )

    states = {each.device_id: each for each in service.statuses()}
    assert states["well"].state == "absent"
    assert states["ill"].state == states["drawer"].state == "fault"
    assert "ZeroDivisionError" in states["ill"].detail
    assert caplog.text.count("cannot be built") == 2


def test_a_disabled_device_is_listed_and_left_alone() -> None:
    service = DeviceService(
        {
            "a": DeviceSettings(
                kind="receipt_printer", address="tcp://192.0.2.7", is_enabled=False
            )
        }
    )
    service.start()

    assert service.statuses()[0].state == "disabled"
    assert service.printer is None
    service.retry("a")
    assert service.stop()


def test_a_drawer_may_stand_before_its_printer_in_the_settings() -> None:
    service = DeviceService(
        {
            "drawer": DeviceSettings(kind="cash_drawer", options={"printer": "p"}),
            "p": DeviceSettings(kind="receipt_printer", address="tcp://192.0.2.7"),
        }
    )

    assert service.drawer is not None
    assert service.drawer.device_id == "drawer"
    assert service.printer is not None
    assert service.printer.profile.name == "epson-80"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_test_of_a_missing_scanner_fails_with_its_remedy() -> None:
    service = DeviceService(
        {"scanner": DeviceSettings(kind="scanner", address="serial:/dev/ttyNONE")}
    )
    service.start()

    result = service.test("scanner")

    assert not result.is_passed
    assert "Plug the scanner in." in result.evidence[0]
    assert service.stop()


def test_the_drawer_of_a_missing_printer_fails_its_test(
    peripherals: SimulatedPeripherals, watch: Watch
) -> None:
    peripherals.set_cable(is_plugged=False)
    service = DeviceService(peripherals.settings(), watch)
    service.start()
    watch.wait_for("drawer", "absent")

    assert not service.test("drawer").is_passed
    assert service.stop()


def test_stopping_is_prompt(peripherals: SimulatedPeripherals) -> None:
    service = DeviceService(peripherals.settings())
    service.start()
    started = time.monotonic()

    assert service.stop()
    assert time.monotonic() - started < 2.0


def test_figures_and_bytes_of_a_test_are_kept(
    peripherals: SimulatedPeripherals, watch: Watch, tmp_path: Path
) -> None:
    book = DeviceBook(tmp_path / "devices.json")
    service = DeviceService(peripherals.settings(), watch, book=book)
    service.start()
    for device_id in peripherals.settings():
        watch.wait_for(device_id, "ready")
    scanned = threading.Event()
    service.scans.claim("test", lambda _: scanned.set())
    peripherals.scan("4006381333931")
    assert scanned.wait(_WAIT_S)

    printed, opened = service.test("printer"), service.test("drawer")

    assert printed.is_passed
    assert any(line.startswith("> 1B 40") for line in printed.bytes_seen)
    assert any(line.startswith("<") for line in printed.bytes_seen)
    assert opened.is_passed
    assert opened.bytes_seen
    assert service.figures("scanner").scans == 1
    assert service.figures("scanner").bytes_received == len("4006381333931\r")
    assert service.figures("drawer").kicks == 1
    assert service.stop()
    kept = DeviceBook(tmp_path / "devices.json").figures("printer")
    assert (kept.opened, kept.errors) == (1, 0)


def test_ports_that_cannot_be_listed_for_once_are_looked_at_again(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(device_service, "POLL_INTERVAL_S", 0.01)
    failures = [OSError("a port went meanwhile"), OSError("another")]
    looks: Iterator[OSError | list[SerialPort]] = iter([*failures, []])
    port = SerialPort("/dev/ttyACM7", 0x05E0, 0x1701, "S1", "1-1")

    def ports() -> list[SerialPort]:
        seen = next(looks, [port])
        if isinstance(seen, OSError):
            raise seen
        return seen

    retried = threading.Event()
    monkeypatch.setattr(Supervisor, "retry", lambda _self: retried.set())
    service = DeviceService(
        {"scanner": DeviceSettings(kind="scanner", address="serial:/dev/ttyNONE")},
        watch,
        watch=PortWatch(ports),
    )
    service.start()
    watch.wait_for("scanner", "absent")

    assert retried.wait(_WAIT_S)
    assert service.stop()


def test_all_devices_are_asked_to_end_before_one_is_waited_for(
    service: DeviceService, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: list[str] = []
    ask, wait = Supervisor.request_stop, Supervisor.stop

    def request_stop(self: Supervisor[Device]) -> None:
        log.append(f"ask {self.device_id}")
        ask(self)

    def stop(self: Supervisor[Device], timeout_s: float = 5.0) -> bool:
        log.append(f"wait {self.device_id}")
        return wait(self, timeout_s)

    monkeypatch.setattr(Supervisor, "request_stop", request_stop)
    monkeypatch.setattr(Supervisor, "stop", stop)

    assert service.stop()
    assert log[:3] == ["ask printer", "ask scanner", "wait printer"]


def test_a_test_of_a_device_that_is_stuck_ends_too(
    service: DeviceService,
    peripherals: SimulatedPeripherals,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(device_service, "_TEST_TIMEOUT_S", 0.02)
    is_stuck, go_on = threading.Event(), threading.Event()

    def handle(_scan: Scan) -> None:
        is_stuck.set()
        go_on.wait(_WAIT_S)

    service.scans.claim("sale", handle)
    peripherals.scan("4006381333931")
    assert is_stuck.wait(_WAIT_S)

    found = service.test("scanner")
    go_on.set()

    assert not found.is_passed
    assert "not done within" in found.evidence[0]


def test_a_scanner_that_is_plugged_in_again_is_woken_at_once(
    watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    master, slave = os.openpty()
    tty.setraw(slave)
    name = os.ttyname(slave)
    ports: list[SerialPort] = []
    monkeypatch.setattr(
        serial_port, "resolve_port", lambda port: resolve_port(port, lambda: ports)
    )
    address = "serial:usb-05e0:1701:S1"
    # Tried again by itself only after an hour.
    usual = Supervisor.__init__.__kwdefaults__
    assert usual is not None
    monkeypatch.setitem(usual, "retry_delays_s", (3600.0,))
    service = DeviceService(
        {"scanner": DeviceSettings(kind="scanner", address=address)},
        watch,
        watch=PortWatch(lambda: ports),
    )
    service.start()
    try:
        watch.wait_for("scanner", "absent")
        service.look_at_ports()
        ports.append(SerialPort(name, 0x05E0, 0x1701, "S1", "1-1"))
        service.look_at_ports()
        watch.wait_for("scanner", "ready")
        assert service.figures("scanner").errors == 1
    finally:
        assert service.stop()
        os.close(master)
        os.close(slave)


def _printers(reroute_to: str) -> DeviceService:
    return DeviceService(
        {
            "printer": DeviceSettings(
                kind="receipt_printer",
                address="tcp://192.0.2.1",
                options={"reroute_to": reroute_to},
            ),
            "office": DeviceSettings(kind="receipt_printer", address="cups:OFFICE"),
            "drawer": DeviceSettings(kind="cash_drawer"),
        }
    )


def test_the_first_printer_names_the_one_that_stands_in() -> None:
    devices = _printers("office")

    assert devices.reroute is not None
    assert devices.reroute.device_id == "office"


@pytest.mark.parametrize("named", ["", "nobody", "drawer", "printer"])
def test_what_is_no_other_printer_does_not_stand_in(named: str) -> None:
    assert _printers(named).reroute is None


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        (None, ShownCard("badges", "badge", "0042")),
        (TRAINING_KEY, ShownCard("badges", "badge", "0042", is_proved=True)),
        (bytes(32), ShownCard("badges", "forged")),
    ],
    ids=["no-key", "genuine", "another-shop"],
)
def test_a_badge_is_proved_by_the_key_of_the_till(
    key: bytes | None, shown: ShownCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    uid = bytes.fromhex("04A1B2C3D4E5F6")
    keys = CardKeys(TRAINING_KEY)
    message = encode_shop_card(CardKind.STAFF_BADGE, "0042", uid, keys)
    content = CardContent(CardTechnology.TYPE_2, uid, "", message, 137, True)
    found = Looked(FoundCard(CardTechnology.TYPE_2, uid))
    command = scripted([[ReaderOpened("x"), found], CardDone(1, content)])
    scripted_reader = functools.partial(NfcReader, command=command)
    monkeypatch.setattr("drivers.nfc.kind.NfcReader", scripted_reader)
    cards = queue.Queue[ShownCard]()
    settings = DeviceSettings(kind="nfc_reader", address="usb")
    service = DeviceService({"badges": settings}, on_card=cards.put, card_key=key)
    service.start()
    try:
        assert cards.get(timeout=_CARD_S) == shown
    finally:
        assert service.stop()


def test_a_badge_on_a_reader_is_shown_and_counted() -> None:
    card = StandAloneCard("127.0.0.1", 0, "2", kind="badge", text="0042")
    shown = queue.Queue[ShownCard]()

    def take(seen: ShownCard) -> None:
        shown.put(seen)
        raise ZeroDivisionError  # A bug of whoever takes cards.

    settings = DeviceSettings(kind="nfc_reader", address=card.address)
    service = DeviceService({"badges": settings}, on_card=take)
    service.start()
    try:
        assert shown.get(timeout=_CARD_S) == ShownCard("badges", "badge", "0042")
        assert service.figures("badges").cards == 1
        tested = service.test("badges")
        assert tested.is_passed
        assert tested.evidence[2].startswith("card on it: NTAG213 …E5F6 (7 bytes)")
    finally:
        assert service.stop()
        card.close()
    assert service.statuses()[0].state == "disabled"


def test_each_device_tells_what_it_did_since_the_last_report(
    caplog: pytest.LogCaptureFixture,
) -> None:
    scanner = DeviceSettings(
        kind="scanner", address="tcp://u:secret@192.0.2.7:1", is_enabled=False
    )
    service = DeviceService({"front": scanner, "odd": DeviceSettings(kind="none")})
    service.book.count("front", scans=2)

    first = service.unreported()
    service.note_reported(first)
    service.book.count("front", scans=1)
    second = service.unreported()
    service.note_unreported(RuntimeError("the disk is full"))

    assert [(each.device_id, each.kind, each.state) for each in first] == [
        ("front", "scanner", "disabled"),
        ("odd", "none", "fault"),
    ]
    assert [each.figures.scans for each in (*first, *second)] == [2, 0, 1, 0]
    assert "secret" not in repr(first)
    assert "the disk is full" in caplog.text
