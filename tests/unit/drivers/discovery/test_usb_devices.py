"""USB devices as Linux lists them."""

from __future__ import annotations

from pathlib import Path

from drivers.discovery.usb_devices import list_usb_devices


def _write(folder: Path, **lines: str) -> None:
    folder.mkdir(parents=True)
    for name, value in lines.items():
        (folder / name).write_text(value + "\n")


def test_devices_are_read_with_what_their_interfaces_are(tmp_path: Path) -> None:
    _write(
        tmp_path / "1-1",
        idVendor="04b8",
        idProduct="0e03",
        manufacturer="EPSON",
        product="TM-T20",
        serial="J1",
    )
    _write(tmp_path / "1-1" / "1-1:1.0", bInterfaceClass="07")
    _write(tmp_path / "1-2", idVendor="05e0", idProduct="1701", product="Scanner")
    _write(tmp_path / "1-2" / "1-2:1.0", bInterfaceClass="02")
    (tmp_path / "1-2" / "1-2:1.0" / "tty").mkdir()
    _write(tmp_path / "1-2:1.0", bInterfaceClass="02")

    printer, scanner = list_usb_devices(tmp_path)

    assert (printer.vendor, printer.product) == (0x04B8, 0x0E03)
    assert (printer.title, printer.serial_number) == ("EPSON TM-T20", "J1")
    assert (printer.is_printer, printer.has_port) == (True, False)
    assert (scanner.is_printer, scanner.has_port) == (False, True)
    assert scanner.place == "1-2"


def test_a_computer_without_the_list_has_no_devices(tmp_path: Path) -> None:
    assert list_usb_devices(tmp_path / "none") == ()
