"""Bytes of python-escpos, read by our decoder: an independent peer."""

from __future__ import annotations

import io

import pytest

from drivers.receipt_printer.decoder import decode
from drivers.receipt_printer.paper import (
    Barcode,
    DrawerPulse,
    Justify,
    Line,
    PaperCut,
    Raster,
    Symbol,
)
from drivers.receipt_printer.simulator import SimulatedPrinter

escpos_printer = pytest.importorskip("escpos.printer")


@pytest.fixture
def dummy() -> object:
    # Its warnings about a missing media width are about a profile we do not need.
    return escpos_printer.Dummy(profile="TM-T88V")


def _call(dummy: object, name: str, *args: object, **kwargs: object) -> None:
    getattr(dummy, name)(*args, **kwargs)


def _output(dummy: object) -> bytes:
    output = dummy.output  # type: ignore[attr-defined]  # the library is untyped
    assert isinstance(output, bytes)
    return output


def test_text_of_many_languages_is_read_as_it_was_written(dummy: object) -> None:
    lines = ["Total 9.99", "Crème brûlée", "Łódź", "Ωμέγα", "Привет", "5 €"]

    for line in lines:
        _call(dummy, "text", line + "\n")

    assert decode(_output(dummy))[0].text.split("\n") == lines


def test_styles_are_read_as_they_were_set(dummy: object) -> None:
    _call(
        dummy,
        "set",
        align="center",
        bold=True,
        underline=1,
        custom_size=True,
        width=3,
        height=2,
    )
    _call(dummy, "text", "Big\n")

    line = decode(_output(dummy))[0].blocks[0]

    assert isinstance(line, Line)
    assert line.justify is Justify.CENTER
    style = line.runs[0].style
    assert (style.is_bold, style.is_underlined, style.width, style.height) == (
        True,
        True,
        3,
        2,
    )


@pytest.mark.parametrize(
    ("symbology", "data", "read"),
    [
        ("EAN13", "4006381333931", "4006381333931"),
        ("EAN8", "96385074", "96385074"),
        ("UPC-A", "036000291452", "036000291452"),
        ("CODE39", "ABC-123", "ABC-123"),
        ("CODE128", "{BA-000123", "A-000123"),
    ],
)
@pytest.mark.parametrize("form", ["A", "B"])
def test_barcodes_of_both_forms_are_read(
    dummy: object, symbology: str, data: str, read: str, form: str
) -> None:
    if symbology == "CODE128" and form == "A":
        pytest.skip("form A knows no Code 128")
    _call(dummy, "barcode", data, symbology, function_type=form)

    codes = decode(_output(dummy))[0].codes

    assert len(codes) == 1
    assert isinstance(codes[0], Barcode)
    assert codes[0].symbology == symbology
    assert codes[0].data == read


def test_a_native_qr_code_is_read(dummy: object) -> None:
    _call(dummy, "qr", "https://example.com/ä", native=True, size=5)

    code = decode(_output(dummy))[0].codes[0]

    assert isinstance(code, Symbol)
    assert code.data == "https://example.com/ä"
    assert code.module_dots == 5


@pytest.mark.parametrize("form", ["bitImageRaster", "graphics", "bitImageColumn"])
def test_a_picture_keeps_its_dots_in_every_form(dummy: object, form: str) -> None:
    from PIL import Image

    picture = Image.new("1", (32, 24), 1)
    for y in range(24):
        for x in range(32):
            if (x * 7 + y * 3) % 5 == 0:
                picture.putpixel((x, y), 0)
    black = [[picture.getpixel((x, y)) == 0 for x in range(32)] for y in range(24)]

    _call(dummy, "image", picture, impl=form)
    rasters = [b for b in decode(_output(dummy))[0].blocks if isinstance(b, Raster)]

    assert len(rasters) == 1
    seen = [
        [bool(rasters[0].rows[y * 4 + x // 8] & (0x80 >> x % 8)) for x in range(32)]
        for y in range(24)
    ]
    assert seen == black


def test_a_raster_qr_code_is_a_picture(dummy: object) -> None:
    _call(dummy, "qr", "https://example.com")

    assert any(isinstance(b, Raster) for b in decode(_output(dummy))[0].blocks)


@pytest.mark.parametrize(("mode", "is_partial"), [("FULL", False), ("PART", True)])
def test_cuts_end_papers(dummy: object, mode: str, is_partial: bool) -> None:
    _call(dummy, "text", "one\n")
    _call(dummy, "cut", mode=mode)
    _call(dummy, "text", "two\n")

    papers = decode(_output(dummy))

    assert [paper.text.strip() for paper in papers] == ["one", "two"]
    assert papers[0].blocks[-1] == PaperCut(is_partial)


@pytest.mark.parametrize("pin", [2, 5])
def test_the_drawer_pulse_is_seen(dummy: object, pin: int) -> None:
    _call(dummy, "cashdraw", pin)

    assert [pulse.pin for pulse in decode(_output(dummy))[0].pulses] == [pin]
    assert all(isinstance(p, DrawerPulse) for p in decode(_output(dummy))[0].pulses)


def test_its_network_printer_prints_on_our_simulator() -> None:
    from drivers.receipt_printer.simulator import SimulatedPrinter

    simulator = SimulatedPrinter()
    simulator.start()
    host = escpos_printer.Network(simulator.host, simulator.port, timeout=5)
    try:
        is_online = host.is_online()
        paper_status = host.paper_status()
        simulator.set_paper(is_out=True)
        status_without_paper = host.paper_status()
        simulator.set_paper()
        host.text("Grüße\n")
        host.cashdraw(2)
        host.cut()
        assert simulator.wait_for_papers(1, 5)
    finally:
        host.close()
        simulator.close()

    assert is_online
    assert (paper_status, status_without_paper) == (2, 0)
    assert simulator.papers[0].text.split("\n")[0] == "Grüße"
    assert simulator.pulse_count == 1
    assert simulator.papers[0].pulses


def test_its_raster_font_test_page_does_not_crash_the_decoder(dummy: object) -> None:
    buffer = io.StringIO("line\n" * 30)

    _call(dummy, "block_text", buffer.getvalue(), columns=32)

    assert decode(_output(dummy))[0].text.count("line") == 30


def test_it_prints_on_our_simulated_printer_and_knows_how_that_is() -> None:
    simulator = SimulatedPrinter()
    simulator.start()
    host = escpos_printer.Network(simulator.host, simulator.port, profile="TM-T88V")
    try:
        host.open()
        assert host.is_online()
        assert host.paper_status() == 2  # Plenty.
        host.text("Total 9.99 € äöü\n")
        host.cashdraw(2)
        host.cut()
        assert simulator.wait_for_papers(1, 5)
        simulator.set_paper(is_low=True)
        assert host.paper_status() == 1
        simulator.set_paper(is_out=True)
        assert host.paper_status() == 0
        assert not host.is_online()
    finally:
        host.close()
        simulator.close()

    (paper,) = simulator.papers
    assert paper.text.startswith("Total 9.99 € äöü")
    assert [pulse.pin for pulse in paper.pulses] == [2]
