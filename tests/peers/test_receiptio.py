"""receiptio as the host of our simulated printer, and as a source of receipts.

It finds the printer's language by itself, asks how it is, prints with the automatic
status on and says by its exit code how that ended.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.receipt_printer.commands import CommandReader
from drivers.receipt_printer.decoder import PaperDecoder
from drivers.receipt_printer.paper import Paper
from drivers.receipt_printer.profile import ESC_POS, STAR_LINE
from drivers.receipt_printer.simulator import Buttons, SimulatedPrinter
from drivers.receipt_printer.star_commands import StarReader

_RECEIPTIO = (
    Path(__file__).parents[2] / ".peers" / "node_modules" / ".bin" / "receiptio"
)
_HOST = "127.0.0.31"
_PORT = 9100  # receiptio knows no other.
_TIMEOUT_S = 60

_SUCCESS = 0
_ONLINE = 100
_COVER_OPEN = 101
_PAPER_EMPTY = 102
_ERROR = 103
_DRAWER_CLOSED = 200
_DRAWER_OPEN = 201

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(not _RECEIPTIO.exists(), reason="receiptio is not installed"),
]

_RECEIPT = """\
^^^RECEIPT

Tea 250 g | 5.70
Coffee | 12.00
-
^TOTAL | ^17.70
{code:R-0001;option:code128,2,72}
{code:https://example.com/r1;option:qrcode,4,M}
"""
_ASIAN = {
    "zh": ("^^^收据\n\n乌龙茶 | ￥5.70\n铁观音 250克 | ￥38.00\n-\n谢谢惠顾\n",
           ["收据", "乌龙茶", "￥5.70", "铁观音 250克", "￥38.00", "谢谢惠顾"]),
    "ja": ("^^^領収書\n\nお茶 | 570円\nｺｰﾋｰ | 380円\n",
           ["領収書", "お茶", "570円", "ｺｰﾋｰ", "380円"]),
    "ko": ("^^^영수증\n\n우롱차 | 5,700\n감사합니다\n",
           ["영수증", "우롱차", "5,700", "감사합니다"]),
}  # fmt: skip


@pytest.fixture(params=[ESC_POS, STAR_LINE])
def printer(request: pytest.FixtureRequest) -> Iterator[SimulatedPrinter]:
    printer = SimulatedPrinter(_HOST, _PORT, language=request.param)
    printer.start()
    yield printer
    printer.close()


def _run(*arguments: str) -> int:
    return subprocess.run(
        [str(_RECEIPTIO), *arguments],
        capture_output=True,
        timeout=_TIMEOUT_S,
        check=False,
    ).returncode


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        (Buttons(), _ONLINE),
        (Buttons(paper_low=True), _ONLINE),
        (Buttons(cover_open=True), _COVER_OPEN),
        (Buttons(paper_out=True), _PAPER_EMPTY),
        (Buttons(cutter_jam=True), _ERROR),
    ],
    ids=["online", "low", "cover", "paper", "cutter"],
)
def test_its_view_of_the_printer_is_ours(
    printer: SimulatedPrinter, buttons: Buttons, code: int
) -> None:
    printer.press(buttons)

    assert _run("-d", _HOST, "-q") == code


def test_it_sees_the_drawer(printer: SimulatedPrinter) -> None:
    # It takes a high level for closed in ESC/POS and for open in Star.
    is_star = isinstance(printer._commands, StarReader)
    printer.wire_drawer(is_high_when_open=is_star)

    assert _run("-d", _HOST, "-q", "drawer") == _DRAWER_CLOSED
    printer.wire_drawer(is_high_when_open=not is_star)
    assert _run("-d", _HOST, "-q", "drawer") == _DRAWER_OPEN


def test_its_receipt_is_printed_and_it_knows(
    printer: SimulatedPrinter, tmp_path: Path
) -> None:
    receipt = tmp_path / "ex.receipt"
    receipt.write_text(_RECEIPT)

    assert _run("-d", _HOST, "-c", "42", str(receipt)) == _SUCCESS

    (paper,) = printer.papers
    for line in ("RECEIPT", "Tea 250 g", "TOTAL", "17.70"):
        assert line in paper.text
    codes = {code.data for code in paper.codes}
    assert "R-0001" in codes


@pytest.mark.parametrize("printer_kind", ["escpos", "starline"])
@pytest.mark.parametrize("language", sorted(_ASIAN))
def test_its_asian_receipts_can_be_read(
    tmp_path: Path, language: str, printer_kind: str
) -> None:
    text, words = _ASIAN[language]
    receipt, out = tmp_path / "r.receipt", tmp_path / "r.bin"
    receipt.write_text(text)
    options = ("-p", printer_kind, "-l", language, "-c", "42")
    assert _run(*options, "-o", str(out), str(receipt)) == 0

    (paper,) = _print(out.read_bytes(), is_star=printer_kind == "starline")

    for word in words:
        assert word in paper.text


def _print(data: bytes, *, is_star: bool) -> list[Paper]:
    reader = StarReader() if is_star else CommandReader()
    # Star's models for Asia have their double bytes on from the start.
    decoder = PaperDecoder(has_cjk_at_start=is_star)
    for token in reader.feed(data):
        decoder.apply(token)
    assert reader.pending_count == 0
    return [*decoder.take_papers(), *decoder.take_open_paper()]
