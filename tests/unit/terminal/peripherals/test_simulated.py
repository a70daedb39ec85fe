"""Devices made of software, as the demo uses them."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from drivers.receipt_printer.decoder import decode
from drivers.receipt_printer.paper import Paper
from drivers.transport.address import parse_tcp, transport_for
from terminal.peripherals.simulated import (
    SimulatedPeripherals,
    StandAlonePrinter,
    open_scanner,
    save_paper,
)

_WAIT_S = 5.0
_JOB = b"Total 9.99\n\x1b\x70\x00\x19\xfa\x1d\x56\x42\x00"


def test_papers_can_be_watched_and_drawn() -> None:
    papers: list[Paper] = []
    opened: list[int] = []
    peripherals = SimulatedPeripherals(
        on_paper=papers.append, on_drawer=lambda: opened.append(1)
    )
    host, port = parse_tcp(peripherals.settings()["printer"].address)

    with socket.create_connection((host, port), _WAIT_S) as wire:
        wire.sendall(_JOB)
        assert peripherals.wait_for_papers(1, _WAIT_S)

    assert peripherals.papers[0].text == "Total 9.99"
    assert peripherals.paper_png().startswith(b"\x89PNG")
    assert peripherals.drawer_pulse_count == len(opened) == 1
    states = [peripherals.is_drawer_open]
    peripherals.close_drawer()
    states.append(peripherals.is_drawer_open)
    assert states == [True, False]
    peripherals.close()


def test_a_drawer_that_nobody_watches_opens_all_the_same() -> None:
    peripherals = SimulatedPeripherals()
    host, port = parse_tcp(peripherals.settings()["printer"].address)

    with socket.create_connection((host, port), _WAIT_S) as wire:
        wire.sendall(_JOB)
        assert peripherals.wait_for_papers(1, _WAIT_S)

    assert peripherals.is_drawer_open
    peripherals.close()


def test_a_paper_is_saved_as_picture_and_text(tmp_path: Path) -> None:
    paper = decode(b"Tea\n\x1d\x56\x00")[0]

    picture = save_paper(paper, tmp_path / "out", 7)

    assert picture.name == "paper-0007.png"
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert picture.with_suffix(".txt").read_text(encoding="utf-8") == "Tea\n"
    assert len(list(picture.parent.iterdir())) == 2


def test_a_paper_that_cannot_be_saved_leaves_no_part(tmp_path: Path) -> None:
    (tmp_path / "paper-0001.png").mkdir()

    with pytest.raises(OSError, match="paper-0001"):
        save_paper(decode(b"Tea\n\x1d\x56\x00")[0], tmp_path, 1)

    assert [path.name for path in tmp_path.iterdir()] == ["paper-0001.png"]


@pytest.mark.parametrize("has_folder", [True, False])
def test_a_stand_alone_printer_hands_out_its_papers(
    tmp_path: Path, has_folder: bool
) -> None:
    printer = StandAlonePrinter("127.0.0.1", 0, tmp_path if has_folder else None)

    with socket.create_connection(parse_tcp(printer.address), _WAIT_S) as wire:
        wire.sendall(_JOB)
        report = printer.next_paper()

    assert report.text == "Total 9.99"
    assert Path(report.file).is_file() == has_folder or not has_folder
    printer.close()


def test_a_scanner_can_be_served_over_tcp() -> None:
    scanner = open_scanner(("127.0.0.1", 0))
    transport = transport_for(scanner.address)

    transport.open()

    assert scanner.address.startswith("tcp://127.0.0.1:")
    transport.close()
    scanner.close()
