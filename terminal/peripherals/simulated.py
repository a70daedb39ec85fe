"""Devices made of software, for the demo, for training and for tests.

They are plugged in like real ones: the till finds them by an address and speaks
to them in the bytes of real ones.
"""

from __future__ import annotations

import contextlib
import queue
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import msgspec

from drivers.receipt_printer.paper import Paper
from drivers.receipt_printer.profile import ESC_POS
from drivers.receipt_printer.render import render_png
from drivers.receipt_printer.simulator import Faults, SimulatedPrinter
from drivers.receipt_printer.simulator_control import PrinterControl
from drivers.scanner.simulator import (
    SimulatedScanner,
    SimulatedTcpScanner,
    new_simulated_scanner,
)
from drivers.simulation.control_port import ControlPort
from terminal.settings.schema import DeviceSettings

PRINTER_ID: Final = "printer"
DRAWER_ID: Final = "drawer"
SCANNER_ID: Final = "scanner"


class SimulatedPeripherals:
    """A printer with its drawer, and a scanner to be clicked.

    Methods are for any thread; on_paper and on_drawer are called on the
    simulated printer's own.
    """

    def __init__(
        self,
        *,
        on_paper: Callable[[Paper], None] | None = None,
        on_drawer: Callable[[], None] | None = None,
        printer_address: tuple[str, int] = ("127.0.0.1", 0),
    ) -> None:
        """Take a free loopback port and a pseudo-terminal and switch on."""
        self._on_drawer = on_drawer
        host, port = printer_address
        self._printer = SimulatedPrinter(
            host, port, on_paper=on_paper, on_drawer=lambda _pulse: self._opened()
        )
        self._scanner: SimulatedScanner | SimulatedTcpScanner = new_simulated_scanner()
        self._printer.start()

    def settings(self) -> Mapping[str, DeviceSettings]:
        """Return what stands in till.toml for such devices."""
        return {
            PRINTER_ID: DeviceSettings(
                kind="receipt_printer",
                address=self._printer.address,
                name="Simulated printer",
            ),
            DRAWER_ID: DeviceSettings(
                kind="cash_drawer",
                name="Simulated drawer",
                options={"printer": PRINTER_ID, "open_level": "high"},
            ),
            SCANNER_ID: DeviceSettings(
                kind="scanner",
                address=self._scanner.address,
                name="Simulated scanner",
                # A finger on its panel is as quick as a scanner's second read.
                options={"same_label_ms": 0},
            ),
        }

    def close(self) -> None:
        """Switch everything off."""
        self._printer.close()
        self._scanner.close()

    # -- the scanner -----------------------------------------------------------

    def scan(self, code: str, *, aim_id: str = "") -> None:
        """Pull the trigger over one label."""
        self._scanner.scan(code, aim_id=aim_id)

    def set_scanner_plugged(self, *, is_plugged: bool) -> None:
        """Pull or plug the scanner's cable; harmless when it is so already."""
        scanner = self._scanner
        if isinstance(scanner, SimulatedScanner) and scanner.is_plugged != is_plugged:
            (scanner.plug if is_plugged else scanner.unplug)()

    # -- the printer -----------------------------------------------------------

    @property
    def papers(self) -> Sequence[Paper]:
        """The papers that were cut, oldest first."""
        return self._printer.papers

    def wait_for_papers(self, count: int, timeout_s: float) -> bool:
        """Wait until at least *count* papers were cut; return whether they were."""
        return self._printer.wait_for_papers(count, timeout_s)

    @property
    def has_half_a_paper(self) -> bool:
        """Whether something is printed and not yet cut."""
        return self._printer.open_paper is not None

    def paper_png(self, index: int = -1) -> bytes:
        """Return the picture of one paper; the last one if not said otherwise."""
        return render_png(self._printer.papers[index])

    def set_paper(self, *, is_out: bool = False, is_low: bool = False) -> None:
        """Take the roll out, put one in, or let it come near its end."""
        self._printer.set_paper(is_out=is_out, is_low=is_low)

    def set_cover(self, *, is_open: bool) -> None:
        """Open or close the printer's cover."""
        self._printer.set_cover(is_open=is_open)

    def set_cable(self, *, is_plugged: bool) -> None:
        """Pull or plug the printer's cable."""
        if is_plugged:
            self._printer.join_cable()
        else:
            self._printer.cut_cable()

    def set_slow(self, *, seconds_per_line: float) -> None:
        """Let the printer take that long for each line."""
        self._printer.set_faults(Faults(seconds_per_line=seconds_per_line))

    # -- the drawer ------------------------------------------------------------

    @property
    def is_drawer_open(self) -> bool:
        """Whether the drawer stands open."""
        return self._printer.is_drawer_open

    @property
    def drawer_pulse_count(self) -> int:
        """How often it was told to open."""
        return self._printer.pulse_count

    def close_drawer(self) -> None:
        """Push the drawer shut."""
        self._printer.close_drawer()

    def _opened(self) -> None:
        if self._on_drawer is not None:
            self._on_drawer()


class PaperReport(msgspec.Struct, frozen=True):
    """One paper that came out.

    Attributes:
        text: Its lines.
        file: The picture's path; empty when none was wanted.
    """

    text: str
    file: str


class StandAlonePrinter:
    """A simulated printer in a process of its own, with its papers one by one."""

    def __init__(
        self,
        host: str,
        port: int,
        folder: Path | None,
        *,
        language: str = ESC_POS,
        control_port: int = 0,
    ) -> None:
        """Listen and switch on; papers go into *folder* unless that is None."""
        self._folder = folder
        self._number = 0
        self._papers: queue.Queue[Paper] = queue.Queue()
        self._printer = SimulatedPrinter(
            host, port, language=language, on_paper=self._papers.put
        )
        self._printer.start()
        self._control = ControlPort(
            PrinterControl(self._printer), "receipt_printer", port=control_port
        )

    @property
    def address(self) -> str:
        """Where the till finds it, for the settings."""
        return self._printer.address

    @property
    def control_url(self) -> str:
        """Where it can be looked at and broken."""
        return self._control.url

    def next_paper(self) -> PaperReport:
        """Wait for the next paper, save it and return it."""
        paper = self._papers.get()
        self._number += 1
        file = ""
        if self._folder is not None:
            file = str(save_paper(paper, self._folder, self._number))
        return PaperReport(paper.text, file)

    def close(self) -> None:
        """Switch off."""
        self._control.close()
        self._printer.close()


def open_scanner(
    listen: tuple[str, int] | None = None,
) -> SimulatedScanner | SimulatedTcpScanner:
    """Return a simulated scanner, plugged in; over TCP if *listen* says where."""
    return new_simulated_scanner() if listen is None else SimulatedTcpScanner(*listen)


def save_paper(paper: Paper, folder: Path, number: int) -> Path:
    """Write *paper* into *folder* as PNG and text; return the picture's path.

    Both appear whole under their names or not at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    picture = folder / f"paper-{number:04d}.png"
    _write_whole(picture, render_png(paper))
    text = paper.text + "\n"
    _write_whole(picture.with_suffix(".txt"), text.encode("utf-8"))
    return picture


def _write_whole(path: Path, content: bytes) -> None:
    part = path.with_suffix(path.suffix + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
