"""The bytes that are sent to printers."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from drivers.receipt_printer.builder import Alignment
from drivers.receipt_printer.commands import Command, CommandReader
from drivers.receipt_printer.decoder import decode
from drivers.receipt_printer.esc_pos import (
    RASTER_BAND_BYTES_MAX,
    RECOVERY,
    EscPosBuilder,
    QrLevel,
    drawer_pulse,
    process_id_request,
    real_time_drawer_pulse,
    real_time_status_request,
)
from drivers.receipt_printer.paper import Raster
from drivers.receipt_printer.profile import DEFAULT_PROFILE, PROFILES

_FIXTURES = Path(__file__).parents[3] / "fixtures" / "escpos"


def _job() -> EscPosBuilder:
    builder = EscPosBuilder(DEFAULT_PROFILE)
    builder.initialize()
    return builder


def _dump(data: bytes) -> str:
    return "\n".join(data[i : i + 16].hex(" ") for i in range(0, len(data), 16))


def everything() -> bytes:
    """Return a job that uses each method of the builder once."""
    builder = _job()
    builder.align(Alignment.CENTER)
    builder.size(2, 2)
    builder.bold(is_on=True)
    builder.line("Evertill")
    builder.bold(is_on=False)
    builder.size()
    builder.align(Alignment.LEFT)
    builder.underline(is_on=True)
    builder.line("Café 3,50 €")
    builder.underline(is_on=False)
    builder.line("乌龙茶 ¥4.50")
    builder.line("Чай")
    builder.code128("A-{1}")
    builder.ean13("400638133393")
    builder.qr("https://example.com/é", module_dots=5, level=QrLevel.Q)
    builder.raster(16, b"\xff\x00\x00\xff")
    builder.feed(3)
    builder.drawer_pulse()
    builder.cut()
    return builder.build()


def test_a_job_with_everything_is_byte_for_byte_the_recorded_one() -> None:
    recorded = (_FIXTURES / "everything.bin").read_bytes()

    assert _dump(everything()) == _dump(recorded)


def test_a_job_begins_with_a_reset_and_single_bytes() -> None:
    assert _job().build() == b"\x1b\x40\x1c\x2e\x1b\x74\x13"


def test_a_printer_without_cjk_gets_no_cjk_command() -> None:
    builder = EscPosBuilder(PROFILES["western-80"])
    builder.initialize()
    builder.text("茶")

    assert b"\x1c" not in builder.build()


def test_double_bytes_are_framed_by_on_and_off() -> None:
    builder = _job()
    start = len(builder.build())

    builder.text("a茶b")

    assert builder.build()[start:] == b"a\x1c\x26\xb2\xe8\x1c\x2eb"


def test_a_style_that_does_not_change_costs_nothing() -> None:
    builder = _job()
    start = len(builder.build())

    builder.bold(is_on=False)
    builder.underline(is_on=False)
    builder.size(1, 1)
    builder.align(Alignment.LEFT)

    assert builder.build()[start:] == b""


def test_the_drawer_pulse_is_50_ms_on_and_500_ms_off() -> None:
    assert drawer_pulse(2) == b"\x1b\x70\x00\x19\xfa"
    assert drawer_pulse(5) == b"\x1b\x70\x01\x19\xfa"
    assert real_time_drawer_pulse(2) == b"\x10\x14\x01\x00\x01"


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_status_requests_are_three_bytes(number: int) -> None:
    assert real_time_status_request(number) == bytes((0x10, 0x04, number))


def test_text_cannot_smuggle_a_command() -> None:
    builder = _job()
    start = len(builder.build())

    builder.line("\x1b\x70\x00\x19\xfa free drawer\x1d\x56\x00")

    assert builder.build()[start:] == b" p  \x97 free drawer V \n".replace(
        b"\x97", "ú".encode("cp858")
    )


def test_a_tall_picture_is_cut_into_bands_that_recovery_can_end() -> None:
    builder = _job()
    rows = bytes(range(256)) * 72 * 4

    builder.raster(576, rows)
    blocks = decode(builder.build())[0].blocks

    assert all(isinstance(block, Raster) for block in blocks)
    assert b"".join(b.rows for b in blocks if isinstance(b, Raster)) == rows
    assert RECOVERY.index(b"\x1b") > RASTER_BAND_BYTES_MAX


def test_a_printer_without_a_cutter_feeds_instead() -> None:
    builder = EscPosBuilder(PROFILES["basic-58"])
    builder.cut()

    assert builder.build() == b"\x1b\x64\x04"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda b: b.size(9, 1),
        lambda b: b.feed(0),
        lambda b: b.feed_dots(256),
        lambda b: b.code128(""),
        lambda b: b.code128("é"),
        lambda b: b.code128("x" * 300),
        lambda b: b.ean13("12"),
        lambda b: b.ean13("12345678901x"),
        lambda b: b.qr(""),
        lambda b: b.raster(10, b"ab"),
        lambda b: b.raster(16, b"abc"),
        lambda b: b.drawer_pulse(3),
    ],
)
def test_what_no_printer_could_print_is_a_programming_error(wrong: object) -> None:
    assert callable(wrong)
    with pytest.raises(AssertionError):
        wrong(_job())


def test_a_printer_without_rows_gets_the_same_picture_in_columns() -> None:
    rows = bytes(range(1, 61))
    profile = msgspec.structs.replace(DEFAULT_PROFILE, has_raster=False)
    builder = EscPosBuilder(profile)

    builder.raster(16, rows)

    assert b"\x1dv0" not in builder.build()
    pictures = [
        block
        for block in decode(builder.build())[0].blocks
        if isinstance(block, Raster)
    ]
    assert b"".join(picture.rows for picture in pictures).rstrip(b"\0") == rows
    assert {picture.advance_dots for picture in pictures} == {24}


@pytest.mark.parametrize("has_raster", [True, False], ids=["rows", "columns"])
@pytest.mark.parametrize(
    "order",
    [b"\x10\x14\x01\x00\x01", b"\x10\x04\x01", b"\x10\x05\x02"],
    ids=["drawer", "status", "clear"],
)
def test_no_picture_gives_the_printer_an_order(
    order: bytes, *, has_raster: bool
) -> None:
    rows = order.ljust(6, b"\0") * 8
    if not has_raster:
        rows = _standing(order)
    profile = msgspec.structs.replace(DEFAULT_PROFILE, has_raster=has_raster)
    builder = EscPosBuilder(profile)

    builder.raster(48 if has_raster else 16, rows)

    tokens = CommandReader().feed(builder.build())
    assert order[:2] not in builder.build()
    assert not any(isinstance(t, Command) and t.is_real_time for t in tokens)
    pictures = (b for b in decode(builder.build())[0].blocks if isinstance(b, Raster))
    shown = b"".join(picture.rows for picture in pictures)[: len(rows)]
    changed = sum((a ^ b).bit_count() for a, b in zip(rows, shown, strict=True))
    assert 0 < changed <= 8


def _standing(order: bytes) -> bytes:
    """Return rows of two bytes of which the first three columns are *order*."""
    rows = bytearray(2 * 24)
    for part, byte in enumerate(order[:3]):
        for bit in range(8):
            if byte & 0x80 >> bit:
                rows[2 * (8 * part + bit)] |= 0x80
    return bytes(rows)


def test_the_number_of_a_job_is_asked_as_the_manual_says() -> None:
    assert process_id_request(b"0042") == bytes.fromhex("1d284806003030 30303432")
