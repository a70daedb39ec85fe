"""Figures and last bytes that outlive a device's thread."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.peripherals.device_book import DeviceBook


def test_figures_add_up_and_outlive_the_program(tmp_path: Path) -> None:
    path = tmp_path / "devices.json"
    book = DeviceBook(path, wall_ms=lambda: 7)
    book.recorder("scanner", "scanner").received(b"123\r")
    book.count("scanner", scans=1, opened=2)
    book.count("scanner", scans=1)
    book.save()

    again = DeviceBook(path, wall_ms=lambda: 9)
    again.recorder("scanner", "scanner").received(b"4")
    figures = again.figures("scanner")

    assert (figures.scans, figures.opened) == (2, 2)
    assert figures.bytes_received == 5
    assert figures.since_ms == 7


def test_figures_of_a_device_that_is_not_there_today_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "devices.json"
    book = DeviceBook(path)
    book.count("old", scans=3)
    book.save()
    DeviceBook(path).save()

    assert DeviceBook(path).figures("old").scans == 3


@pytest.mark.parametrize("content", [b"", b"[1]", b'{"a": 5}'], ids=str)
def test_a_broken_file_costs_only_the_figures(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "devices.json"
    path.write_bytes(content)

    assert DeviceBook(path).figures("scanner").scans == 0


def test_a_disk_that_refuses_stops_nothing(tmp_path: Path) -> None:
    book = DeviceBook(tmp_path / "none" / "devices.json")
    book.count("scanner", scans=1)
    book.save()

    assert book.figures("scanner").scans == 1


def test_the_bytes_of_a_card_reader_are_counted_only() -> None:
    book = DeviceBook(wall_ms=lambda: 5)
    book.recorder("nfc", "nfc_reader").received(b"\x04\xa1")
    book.recorder("scanner", "scanner").received(b"ab")

    assert book.entries("nfc") == ()
    assert book.figures("nfc").bytes_received == 2
    assert [entry.data for entry in book.entries("scanner", since_ms=5)] == [b"ab"]
    assert book.entries("scanner", since_ms=6) == ()
    assert book.now_ms() == 5


def test_what_was_reported_is_told_once_also_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "devices.json"
    book = DeviceBook(path, wall_ms=lambda: 7)
    book.count("scanner", scans=3, errors=1)
    first = book.unreported("scanner", book.figures("scanner"))
    book.count("scanner", scans=1)
    book.note_reported("scanner", first)
    book.save()

    again = DeviceBook(path, wall_ms=lambda: 9)
    again.count("scanner", scans=1)
    second = again.unreported("scanner", again.figures("scanner"))
    again.note_reported("scanner", second)
    third = again.unreported("scanner", again.figures("scanner"))

    assert (first.scans, first.errors, first.since_ms) == (3, 1, 7)
    assert (second.scans, second.errors, second.since_ms) == (2, 0, 7)
    assert (third.scans, third.since_ms) == (0, 9)
    assert again.figures("scanner").scans == 5


def test_figures_that_went_back_are_told_as_nothing(tmp_path: Path) -> None:
    path = tmp_path / "devices.json"
    path.write_bytes(
        b'{"scanner": {"scans": 2, "reported": {"scans": 5, "since_ms": 4}}}'
    )
    book = DeviceBook(path)

    assert book.unreported("scanner", book.figures("scanner")).scans == 0
