"""What knocking and announcements say together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from drivers.discovery.announced import IPP, RAW, Announcement
from drivers.receipt_printer.simulator import SimulatedPrinter
from terminal.application.ports.technician import FoundDevice
from terminal.peripherals.network_printers import find_network_printers, model_of

HOST = "127.0.0.19"
ESC_POS = "application/vnd.epson.escpos"


@pytest.fixture(name="port")
def _port() -> Iterator[int]:
    printer = SimulatedPrinter(HOST, 0)
    printer.start()
    yield int(printer.address.rsplit(":", 1)[1])
    printer.close()


def _find(port: int, *announced: Announcement) -> list[FoundDevice]:
    return list(
        find_network_printers("127.0.0.18/31", announced, port=port, host_timeout_s=0.2)
    )


def test_one_printer_found_both_ways_is_one_with_its_name(port: int) -> None:
    (found,) = _find(
        port,
        Announcement(RAW, HOST, port, "EPSON TM-T88V", ("TM-T88V",), (ESC_POS,)),
        Announcement(IPP, HOST, 631, "EPSON by IPP"),
    )

    assert (found.address, found.title) == (f"tcp://{HOST}:{port}", "EPSON TM-T88V")
    assert (found.model, found.note) == ("TM-T88V", "")


def test_a_printer_announced_for_ipp_only_lends_its_name(port: int) -> None:
    (found,) = _find(port, Announcement(IPP, HOST, 631, "EPSON by IPP"))

    assert (found.title, found.model, found.note) == ("EPSON by IPP", "", "")


def test_a_printer_of_another_network_or_port_is_asked_too(port: int) -> None:
    (found,) = find_network_printers(
        "127.0.0.30",
        [Announcement(RAW, HOST, port, "Bar")],
        port=1,
        host_timeout_s=0.2,
    )

    assert (found.address, found.title, found.note) == (
        f"tcp://{HOST}:{port}",
        "Bar",
        "",
    )


@pytest.mark.parametrize(
    ("service", "note"),
    [(RAW, "something else may be using it"), (IPP, "takes no raw data")],
    ids=["raw", "ipp"],
)
def test_one_that_takes_no_connection_is_told_with_the_reason(
    service: str, note: str
) -> None:
    found = find_network_printers(
        "127.0.0.30",
        [Announcement(service, "127.0.0.31", 1, "Gone")],
        port=1,
        host_timeout_s=0.2,
    )

    assert [each.title for each in found] == ["Gone"]
    assert note in found[0].note


@pytest.mark.parametrize(
    ("languages", "models", "model"),
    [
        ((ESC_POS,), ("EPSON TM-T20II",), "TM-T20II"),
        ((ESC_POS,), ("TM-m30",), ""),
        ((ESC_POS,), (), ""),
        (("application/vnd.star.line",), ("mC-Print3",), "star-line-80"),
        (("application/vnd.star.starprnt",), ("mC-Print3",), ""),
        ((), ("TM-T88V",), ""),
    ],
    ids=["known", "unknown", "unnamed", "star", "starprnt", "silent"],
)
def test_the_model_is_guessed_only_from_a_language_it_names(
    languages: tuple[str, ...], models: tuple[str, ...], model: str
) -> None:
    told = Announcement(RAW, HOST, 9100, "x", models, languages)

    assert model_of(told) == model
