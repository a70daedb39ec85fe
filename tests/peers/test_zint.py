"""Symbols of zint, read by zxing-cpp, through our scanner, and biip's opinion.

What zxing-cpp reads is what a scanner sends: AIM identifier and bytes.  They go
over a pseudo-terminal to the driver and into the till's parser; biip reads the
same text in a process of its own, and both must name the same goods.
"""

from __future__ import annotations

import json
import queue
import random
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from drivers.device import DeviceCondition
from drivers.scanner.label_reader import Identifiers, LabelSettings
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.simulator import SimulatedScanner
from drivers.supervisor import Supervisor
from drivers.transport.address import transport_for
from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code import ScanCode, parse

_ROOT = Path(__file__).parents[2]
_PEERS = _ROOT / ".peers" / "py"

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        shutil.which("zint") is None or not (_PEERS / "biip").is_dir(),
        reason="zint and biip are not installed",
    ),
]

_GTIN = "04006381333931"
_LINK = f"https://id.example.com/01/{_GTIN}/10/LOT1?17=271231"
_BIIP = """\
import json, sys, biip
told = []
for text in json.load(sys.stdin):
    try:
        result = biip.parse(text)
    except biip.ParseError:
        told.append(None)
        continue
    gtin = result.gtin.as_gtin_14() if result.gtin else None
    found = result.gs1_message or result.gs1_digital_link_uri
    elements = [[e.ai.ai, e.value] for e in found.element_strings] if found else []
    told.append([gtin, elements])
json.dump(told, sys.stdout)
"""


class Symbol:
    """One symbol: what zint is asked for, and what a scanner calls it."""

    def __init__(self, name: str, aim_id: str, data: str, *zint: str) -> None:
        self.name = name
        self.aim_id = aim_id
        self.arguments = (*zint, "-d", data)


SYMBOLS = [
    Symbol("ean13", "]E0", "400638133393", "-b", "EANX"),
    Symbol("ean8", "]E4", "9638507", "-b", "EANX"),
    Symbol("upca", "]E0", "01234567890", "-b", "UPCA"),
    Symbol("upce", "]E0", "0123456", "-b", "UPCE"),
    Symbol("gs1-128", "]C1", f"[01]{_GTIN}[10]LOT1[17]271231", "-b", "GS1_128"),
    Symbol("gs1-128-sep", "]C1", f"[01]{_GTIN}[10]A[21]B", "-b", "GS1_128"),
    Symbol("databar", "]e0", f"[01]{_GTIN}"[4:17], "-b", "DBAR_OMN"),
    Symbol("limited", "]e0", f"[01]{_GTIN}"[4:17], "-b", "DBAR_LTD"),
    Symbol(
        "expanded", "]e0", "[01]90012345678908[3103]001750[17]271231",
        "-b", "DBAR_EXP",
    ),
    Symbol(
        "matrix", "]d2", f"[01]{_GTIN}[10]LOT1[21]S-9[17]271231",
        "-b", "DATAMATRIX", "--gs1",
    ),
    Symbol("qr", "]Q3", f"[01]{_GTIN}[10]LOT1[17]271231", "-b", "QRCODE", "--gs1"),
    Symbol("link", "]Q1", _LINK, "-b", "QRCODE"),
    Symbol("link-matrix", "]d1", _LINK, "-b", "DATAMATRIX"),
]  # fmt: skip


def _read_symbol(symbol: Symbol, folder: Path) -> tuple[str, bytes]:
    """Draw *symbol*; return what zxing-cpp says a scanner would send."""
    picture = folder / f"{symbol.name}.png"
    subprocess.run(
        ["zint", *symbol.arguments, "--scale", "3", "-w", "20", "--vwhitesp", "20",
         "-o", str(picture)],
        check=True,
        capture_output=True,
        timeout=30,
    )  # fmt: skip
    with Image.open(picture) as image:
        (found,) = zxingcpp.read_barcodes(image.convert("L"))
    return found.symbology_identifier, found.bytes


class Counter:
    """Our scanner on a pseudo-terminal."""

    def __init__(self) -> None:
        self.simulator = SimulatedScanner()
        self.simulator.plug()
        self.scans: queue.Queue[Scan] = queue.Queue()
        self._is_ready = threading.Event()
        labels = LabelSettings(Identifiers.REQUIRED, same_label_ms=0, same_item_ms=0)
        self.supervisor = Supervisor(
            SerialScanner(
                "scanner",
                transport_for(self.simulator.address),
                self.scans.put,
                ScannerOptions(self.simulator.address, labels),
            ),
            self._note,
            retry_delays_s=(0.02,),
        )
        self.supervisor.start()
        # What is sent before the port is open is thrown away by opening it.
        assert self._is_ready.wait(5)

    def _note(self, condition: DeviceCondition) -> None:
        if condition.is_working:
            self._is_ready.set()

    def read(self, sent: bytes, cuts: random.Random) -> Scan:
        """Return what the driver makes of *sent*, which comes in pieces."""
        while sent:
            size = cuts.randint(1, len(sent))
            self.simulator.send(sent[:size])
            sent = sent[size:]
        return self.scans.get(timeout=5)


@pytest.fixture
def counter() -> Iterator[Counter]:
    counter = Counter()
    yield counter
    counter.supervisor.stop()
    counter.simulator.close()


def _ask_biip(texts: list[str]) -> list[list[object] | None]:
    done = subprocess.run(
        [sys.executable, "-c", _BIIP],
        input=json.dumps(texts),
        env={"PYTHONPATH": str(_PEERS)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told: list[list[object] | None] = json.loads(done.stdout)
    return told


def test_all_symbols_name_the_goods_that_biip_names(
    counter: Counter, tmp_path: Path
) -> None:
    cuts = random.Random(3)
    codes: list[ScanCode] = []
    texts: list[str] = []
    for symbol in SYMBOLS:
        aim_id, data = _read_symbol(symbol, tmp_path)
        assert aim_id == symbol.aim_id, symbol.name
        scan = counter.read(aim_id.encode() + data + b"\r", cuts)
        assert scan == Scan("scanner", data.decode(), symbol.aim_id)
        # biip takes links without their identifier only.
        is_link = scan.data.startswith("https:")
        texts.append(scan.data if is_link else scan.aim_id + scan.data)
        codes.append(parse(scan.aim_id + scan.data))

    for symbol, code, told in zip(SYMBOLS, codes, _ask_biip(texts), strict=True):
        assert told is not None, symbol.name
        gtin, elements = told
        assert code.value.zfill(14) == gtin, symbol.name
        assert [list(element) for element in code.elements] == elements, symbol.name


@pytest.mark.parametrize(
    "url", ["https://example.com/menu", "https://example.com/01/04006381333932"]
)
def test_a_code_that_only_leads_to_a_web_page_is_refused(
    counter: Counter, tmp_path: Path, url: str
) -> None:
    symbol = Symbol("page", "]Q1", url, "-b", "QRCODE")
    aim_id, data = _read_symbol(symbol, tmp_path)
    scan = counter.read(aim_id.encode() + data + b"\r", random.Random(4))

    with pytest.raises(InvalidScanCodeError) as refused:
        parse(scan.aim_id + scan.data)
    assert refused.value.details["reason"] in {"link", "gs1_data"}
    (told,) = _ask_biip([scan.aim_id + scan.data])
    assert told is None or told[0] is None


@pytest.mark.parametrize("wrong", ["]E04006381333932", "]E02012345006789"])
def test_a_wrong_check_digit_is_refused_by_both(counter: Counter, wrong: str) -> None:
    counter.simulator.send(wrong.encode() + b"\r")
    counter.simulator.send(b"]E496385074\r")

    assert counter.scans.get(timeout=5).data == "96385074"
    (told,) = _ask_biip([wrong])
    assert told is None or told[0] is None
