"""The devices of one counter at work, without a window: all at the same time.

Real drivers on ptys, TCP and UDP under one device service.  An event is a label that
arrived, a weight that was told, a content that was seen on the display, a drawer that
was opened, a paper that was cut, a card that was told, a cable that was pulled or put
in.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable
from typing import Final

from drivers.cash_drawer.port import KickOutcome
from drivers.line_display.port import DisplayContent, DisplayLine
from drivers.receipt_printer.port import PrintOutcome, PrintResult
from drivers.receipt_printer.tcp_printer import TcpPrinter
from terminal.application.ports.devices import DeviceStatus, Scan, ShownCard
from terminal.application.ports.weighing import LiveWeight, WeighedGoods
from terminal.peripherals.device_book import DeviceBook
from terminal.peripherals.device_service import DeviceService
from terminal.peripherals.receipt_renderer import render_receipt
from terminal.peripherals.trial_paper import trial_paper
from terminal.settings.schema import DeviceSettings
from tests.integration.counter.shop import (
    OPEN_LEVEL,
    kill_card_reader,
    new_card_reader,
    new_pole,
    new_printer,
    new_scale,
    new_scanner,
)

WAIT_S: Final = 20.0
SCANS: Final = 60
"""Labels of one round; as many as a large basket has."""

PULLED: Final = ("scanner", "printer", "pole", "scale")
ROUNDS_OF_READER: Final = 10
"""The process of the card reader dies once in so many rounds: its start is dear."""

_LOOK_S: Final = 0.005


def _look(printer: TcpPrinter) -> PrintResult:
    printer.attend()
    return PrintResult(PrintOutcome.QUEUED, printer.condition)


class _Told:
    """Counts what the log says of devices, and lets nobody else keep it.

    A filter, because pytest listens to loggers that do not propagate as well: the
    lines of a long day would be taken for a leak.
    """

    def __init__(self) -> None:
        self.away: Counter[str] = Counter()
        self.back: Counter[str] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        assert isinstance(record.args, tuple)
        if record.msg.startswith("device %s is away"):
            self.away[str(record.args[0])] += 1
        elif record.msg.startswith("device %s is back"):
            self.back[str(record.args[0])] += 1
        else:
            self.away[record.getMessage()] += 1
        return False


class Day:
    """The devices, and what was heard of them."""

    def __init__(self, book: DeviceBook) -> None:
        self.scanner, scanner = new_scanner()
        self.printer, printer = new_printer()
        self.pole, pole = new_pole("cd5220")
        self.scale, scale = new_scale("toledo-8217")
        self.card, badges = new_card_reader()
        self.card.change({"card": "away"})
        self.units = {
            "scanner": scanner,
            "printer": printer,
            "pole": pole,
            "scale": scale,
            "badges": badges,
        }
        self.settings = {name: unit.settings for name, unit in self.units.items()}
        self.settings["drawer"] = DeviceSettings(
            kind="cash_drawer", options={"printer": "printer", "open_level": OPEN_LEVEL}
        )
        self._changed = threading.Condition()
        self.log = _Told()
        self._logger = logging.getLogger("drivers.supervisor")
        self._logger.addFilter(self.log)
        self._level = self._logger.level
        self._logger.setLevel(logging.INFO)
        self.done: Counter[str] = Counter()
        self.pulled: Counter[str] = Counter()
        self._cards = 0
        self.labels: list[str] = []
        self.states: dict[str, str] = {}
        self.weight = LiveWeight(0)
        self.service = DeviceService(
            self.settings, self._take_status, book=book, on_card=self._take_card
        )
        self.service.scans.claim("soak", self._take_scan)
        self.service.start()
        self.until(lambda: set(self.states.values()) == {"ready"})

    @property
    def events(self) -> int:
        """How much happened."""
        return sum(self.done.values()) + 2 * sum(self.pulled.values())

    # -- on the threads of the devices -----------------------------------------

    def _take_scan(self, scan: Scan) -> None:
        with self._changed:
            self.labels.append(scan.data)
            self._changed.notify_all()

    def _take_card(self, _: ShownCard) -> None:
        with self._changed:
            self.done["cards"] += 1
            self._changed.notify_all()

    def _take_status(self, status: DeviceStatus) -> None:
        with self._changed:
            self.states[status.device_id] = status.state
            self._changed.notify_all()

    def _take_weight(self, weight: LiveWeight) -> None:
        with self._changed:
            self.done["weights"] += 1
            self.weight = weight
            self._changed.notify_all()

    # -- one customer -----------------------------------------------------------

    def until(self, is_so: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(is_so, WAIT_S), (
                self.states,
                self.weight,
                self.done,
                self.labels,
            )

    def work(self, number: int) -> None:
        """Have every device work at the same time, then pull one of them out."""
        self.rest()
        self._move_card(number)
        self._begin_weighing()
        self._show(number, "first")
        self._begin_scanning()
        finish_paying = self._begin_paying()
        self._put(100 + number % 9 * 50)
        finish_paying()
        self._finish_scanning()
        self._show(number, "last")
        self._finish_weighing(100 + number % 9 * 50)
        self._pull(PULLED[number % len(PULLED)])

    def rest(self) -> None:
        """Wait until the card reader has done what the last round asked of it.

        It may be in the middle of a look at an empty field, which takes it two
        seconds; the others work on meanwhile.
        """
        self.until(
            lambda: (
                self.done["cards"] == self._cards
                and self.states["badges"] == "ready"
                and self.log.back["badges"] == self.pulled["badges"]
            )
        )

    def _move_card(self, number: int) -> None:
        if number % 2 == 0:
            self.card.change({"card": "here"})
            self._cards += 1
            return
        self.card.change({"card": "away"})
        if number % ROUNDS_OF_READER == ROUNDS_OF_READER // 2:
            kill_card_reader()
            self.pulled["badges"] += 1

    def _begin_scanning(self) -> None:
        for label in range(SCANS):
            self.scanner.scan(f"{label:013}")

    def _finish_scanning(self) -> None:
        self.until(lambda: len(self.labels) >= SCANS)
        assert self.labels == [f"{label:013}" for label in range(SCANS)]
        self.labels.clear()
        self.done["scans"] += SCANS

    def _begin_weighing(self) -> None:
        assert self.service.scale is not None
        self.scale.change({"weight_g": 0})
        self.service.scale.begin(WeighedGoods(), self._take_weight)

    def _put(self, grams: int) -> None:
        # The same goods are sold again only after they were lifted.
        self.until(lambda: self.weight.grams == 0)
        self.scale.change({"weight_g": grams})

    def _finish_weighing(self, grams: int) -> None:
        scale = self.service.scale
        assert scale is not None
        taken: list[LiveWeight] = []
        self.until(lambda: self.weight.is_sellable and self.weight.grams == grams)

        def take(weight: LiveWeight) -> None:
            with self._changed:
                taken.append(weight)
                self._changed.notify_all()

        scale.take(self.weight.sequence, take)
        self.until(lambda: bool(taken))
        assert (taken[0].is_sellable, taken[0].grams) == (True, grams)
        scale.end()

    def _show(self, number: int, word: str) -> None:
        """Show something and see it on the glass."""
        (pole,) = self.service.displays
        line = DisplayLine(f"Goods {word}", f"{number}.00")
        pole.show(DisplayContent(line, DisplayLine("TOTAL", f"{number}.00")))
        end = time.monotonic() + WAIT_S
        pause = threading.Event()
        while not self._is_on_glass(f"Goods {word}", f"{number}.00"):
            assert time.monotonic() < end, self.pole.state()
            pause.wait(_LOOK_S)
        self.done["contents"] += 1

    def _is_on_glass(self, left: str, right: str) -> bool:
        state = self.pole.state()
        upper, lower = str(state["upper"]), str(state["lower"])
        return (
            upper.startswith(left)
            and upper.endswith(right)
            and lower.startswith("TOTAL")
            and lower.endswith(right)
        )

    def _begin_paying(self) -> Callable[[], None]:
        printer, drawer = self.service.printer, self.service.drawer
        assert printer is not None
        assert drawer is not None
        kick = drawer.kick(lambda: True)
        paper = render_receipt(trial_paper("Printer", "80 mm"), printer.profile)
        job = printer.submit(lambda device: device.print_job(paper))

        def finish() -> None:
            assert job.result(WAIT_S).outcome is PrintOutcome.PRINTED
            assert kick.result(WAIT_S).outcome is KickOutcome.OPENED
            self.printer.close_drawer()
            # It keeps a thousand papers, and the day has no more: what would grow
            # here is not what is looked for.
            assert len(self.printer.papers) == 1
            self.printer._papers.clear()
            self.done["papers"] += 1
            self.done["kicks"] += 1

        return finish

    # -- what goes wrong ---------------------------------------------------------

    def _pull(self, device_id: str) -> None:
        unit = self.units[device_id]
        unit.unplug()
        self._poke(device_id)
        self.until(lambda: self.states[device_id] in {"lost", "absent"})
        unit.plug()
        self.service.retry(device_id)
        self.until(lambda: self.states[device_id] == "ready")
        self.pulled[device_id] += 1

    def _poke(self, device_id: str) -> None:
        """Have a device used that would find out only at its next look."""
        if device_id == "pole":
            (pole,) = self.service.displays
            pole.show(DisplayContent(DisplayLine("Nobody sees this")))
        elif device_id == "printer" and self.service.printer is not None:
            self.service.printer.submit(_look)
        elif device_id == "scale" and self.service.scale is not None:
            self.service.scale.begin(WeighedGoods(), self._take_weight)
            self.service.scale.end()

    def close(self) -> None:
        is_ended = self.service.stop()
        for unit in self.units.values():
            unit.close()
        self._logger.removeFilter(self.log)
        self._logger.setLevel(self._level)
        assert is_ended
