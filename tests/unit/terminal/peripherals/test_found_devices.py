"""What is found and not set up."""

from __future__ import annotations

from drivers.discovery.announced import RAW, Announcement
from drivers.discovery.usb_devices import UsbDevice
from drivers.discovery.usb_port import SerialPort
from drivers.receipt_printer.simulator import SimulatedPrinter
from terminal.peripherals.found_devices import Finder, kind_choices
from terminal.settings.schema import DeviceSettings

SCANNER = SerialPort("/dev/ttyACM0", 0x05E0, 0x1701, "S1", "1-1", "Symbol DS")
BUILT_IN = SerialPort("/dev/ttyS0")
PRINTER = UsbDevice(
    vendor=0x04B8,
    product=0x0E03,
    serial_number="J1",
    place="1-2",
    title="EPSON TM-T20",
    is_printer=True,
    has_port=False,
)
MOUSE = UsbDevice(
    vendor=0x046D,
    product=0xC077,
    serial_number="",
    place="1-3",
    title="Mouse",
    is_printer=False,
    has_port=False,
)


def _finder() -> Finder:
    return Finder(ports=lambda: [SCANNER, BUILT_IN], usb=lambda: [PRINTER, MOUSE])


def test_what_is_plugged_in_has_a_lasting_address_and_a_likely_kind() -> None:
    found = _finder().find({})

    assert [(f.address, f.kind, f.title) for f in found] == [
        ("serial:usb-05e0:1701:S1", "scanner", "Symbol DS"),
        ("serial:/dev/ttyS0", "", "/dev/ttyS0"),
        ("usb:04b8:0e03", "receipt_printer", "EPSON TM-T20"),
    ]


def test_what_is_set_up_is_not_found_again_by_whatever_name() -> None:
    settings = {
        "hand": DeviceSettings(kind="scanner", address="serial:/dev/ttyACM0?baud=9600"),
        "gone": DeviceSettings(kind="scanner", address="serial:usb-1111:2222:X"),
        "paper": DeviceSettings(kind="receipt_printer", address="usb:04b8:0e03"),
        "drawer": DeviceSettings(kind="cash_drawer", options={"printer": "paper"}),
    }

    assert [f.address for f in _finder().find(settings)] == ["serial:/dev/ttyS0"]


def test_a_scanner_that_types_is_read_by_its_keys() -> None:
    scanner = UsbDevice(0x05E0, 0x1200, "", "1-2", "Symbol", False, False)
    finder = Finder(ports=list, usb=lambda: [scanner])
    (found,) = finder.find({})
    known = {"scanner": DeviceSettings(kind="scanner", address=found.address)}

    assert (found.kind, found.address) == ("scanner", "evdev:05e0:1200")
    assert "without being set up" in found.note
    assert finder.find(known) == ()


def test_each_printer_has_room_for_one_drawer() -> None:
    settings = {
        "printer": DeviceSettings(
            kind="receipt_printer", address="usb:04b8:0e03", name="Epson"
        )
    }
    drawer = _finder().find(settings)[-1]

    assert (drawer.kind, drawer.detail) == ("cash_drawer", "Epson")
    assert drawer.options == {"printer": "printer"}
    settings["drawer"] = DeviceSettings(kind="cash_drawer")
    assert all(f.kind != "cash_drawer" for f in _finder().find(settings))


def test_the_network_is_searched_when_asked() -> None:
    printer = SimulatedPrinter("127.0.0.9", 0)
    printer.start()
    try:
        port = int(printer.address.rsplit(":", 1)[1])
        finder = Finder(
            ports=list,
            usb=list,
            printer_port=port,
            host_timeout_s=0.2,
            announced=lambda: [Announcement(RAW, "127.0.0.9", port, "Bar")],
        )
        (found,) = finder.find({}, "127.0.0.9")
        known = {"p": DeviceSettings(kind="receipt_printer", address=found.address)}
        again = finder.find(known, "127.0.0.9")
    finally:
        printer.close()

    assert found.address == f"tcp://127.0.0.9:{port}"
    assert (found.kind, found.connection, found.title, found.note) == (
        "receipt_printer",
        "Network",
        "Bar",
        "",
    )
    assert [f.kind for f in again] == ["cash_drawer"]


def test_the_kinds_can_be_chosen_by_title() -> None:
    choices = {choice.name: choice.title for choice in kind_choices()}

    assert choices["receipt_printer"] == "Receipt printer"


def test_the_network_is_asked_for_names_only_when_it_is_searched() -> None:
    def announced() -> list[Announcement]:
        raise AssertionError("nobody asked")

    assert Finder(ports=list, usb=list, announced=announced).find({}) == ()
