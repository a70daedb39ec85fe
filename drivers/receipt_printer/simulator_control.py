"""Lets the control port of simulations look at the simulated printer and break it."""

from collections.abc import Mapping
from typing import Final

import msgspec

from drivers.receipt_printer.simulator import NO_FAULTS, Faults, SimulatedPrinter
from drivers.simulation.device import StateValue
from drivers.simulation.faults import NO_FAULT, Fault, FaultKind
from structs.decoding import convert

_MIDWAY_BYTES: Final = 64
"""Into a connection: a job has begun by then and has not ended."""


class PrinterControl:
    """One simulated printer, as a control port wants to see it."""

    def __init__(self, printer: SimulatedPrinter) -> None:
        self._printer = printer
        self._fault = NO_FAULT

    @property
    def address(self) -> str:
        """Where the till finds it."""
        return self._printer.address

    @property
    def is_plugged(self) -> bool:
        """Whether the cable is in."""
        return self._printer.is_plugged

    @property
    def fault(self) -> Fault:
        """What is wrong with its connection."""
        return self._fault

    @property
    def received(self) -> bytes:
        """The last bytes that came from the host."""
        return self._printer.received

    @property
    def received_count(self) -> int:
        """How many bytes ever came from the host."""
        return self._printer.received_count

    def set_fault(self, fault: Fault) -> None:
        """Break its connection; ``none`` mends it.

        Raises:
            ValueError: A printer does not fail like that.
        """
        faults = self._faults(fault)
        self._fault = fault
        self._printer.set_faults(faults)
        if fault.kind is FaultKind.CUT:
            self._printer.cut_cable()
        elif not self._printer.is_plugged:
            self._printer.join_cable()

    def state(self) -> Mapping[str, StateValue]:
        """Return how it is."""
        buttons = self._printer.buttons
        return {
            **msgspec.structs.asdict(buttons),
            "drawer_open": self._printer.is_drawer_open,
            "drawer_unplugged": not self._printer.has_drawer,
            "papers": len(self._printer.papers),
            "pulses": self._printer.pulse_count,
        }

    def change(self, values: Mapping[str, StateValue]) -> None:
        """Take its paper out, open its cover, jam its cutter, see to its drawer.

        Raises:
            ValueError: It has nothing called like that.
        """
        drawer = {name: value for name, value in values.items() if name in _DRAWER}
        wanted = {name: value for name, value in values.items() if name not in _DRAWER}
        before = msgspec.structs.asdict(self._printer.buttons)
        unknown = sorted(wanted.keys() - before.keys())
        if unknown or not all(isinstance(v, bool) for v in values.values()):
            names = ", ".join([*before, *_DRAWER])
            raise ValueError(f"true or false for: {names}")
        if drawer.get("drawer_open"):
            raise ValueError("only a pulse opens the drawer")
        self._printer.press(convert(before | wanted, type(self._printer.buttons)))
        if "drawer_open" in drawer:
            self._printer.close_drawer()
        if "drawer_unplugged" in drawer:
            self._printer.set_drawer_cable(is_in=not drawer["drawer_unplugged"])

    def _faults(self, fault: Fault) -> Faults:
        faults = {
            FaultKind.NONE: NO_FAULTS,
            FaultKind.CUT: NO_FAULTS,
            FaultKind.MUTE: Faults(is_silent=True),
            FaultKind.LATE: Faults(answer_delay_s=fault.seconds),
            FaultKind.DOUBLE: Faults(is_answering_twice=True),
            FaultKind.NOISE: Faults(is_answering_garbage=True),
            FaultKind.GARBLE: Faults(is_answering_garbage=True),
            FaultKind.SLOW: Faults(seconds_per_line=fault.seconds),
            FaultKind.CUT_MIDWAY: Faults(hang_up_after_bytes=_MIDWAY_BYTES),
            FaultKind.HALF: Faults(hang_up_after_bytes=_MIDWAY_BYTES),
        }.get(fault.kind)
        if faults is None:
            raise ValueError(f"a printer has no fault {fault.kind.value!r}")
        return faults


_DRAWER: Final = ("drawer_open", "drawer_unplugged")
