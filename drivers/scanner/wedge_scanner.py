"""The keyboard wedge as a device: settings, state and labels of what was typed.

Its keys come through the window, which asks this for every decision; there is no
line to open.  Two scanners that type into one window at the same moment cannot be
told apart, because a window is not told which keyboard a key came from: on Linux
give each an ``evdev:`` address instead.  A scanner on a line of its own never
mixes with one that types.
"""

from typing import Final

from typing_extensions import override

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.device_base import NamedDevice
from drivers.scanner.keyboard_wedge import KeyboardWedge, WedgeDecision
from drivers.scanner.label_reader import LabelReader, LabelRefusal
from drivers.scanner.options import ScannerOptions
from drivers.scanner.wedge_keys import KeyPress, character_of, keypad_digit

ADDRESS: Final = "wedge:"

_ATTEND_INTERVAL_S: Final = 1.0


class WedgeScanner(NamedDevice):
    """Decides about the keys of one window.

    Called on the thread of the window; a supervisor's thread only reads
    ``condition``, an immutable value.

    Attributes:
        scan_count: Labels delivered.
    """

    def __init__(self, device_id: str, options: ScannerOptions | None = None) -> None:
        super().__init__(device_id)
        self._options = options or ScannerOptions(ADDRESS)
        self._machine = KeyboardWedge()
        self._labels = LabelReader(self._options.labels)
        self.scan_count = 0

    # -- the device ------------------------------------------------------------

    @property
    @override
    def attend_interval_s(self) -> float:
        """How soon a change of its condition is noticed."""
        return _ATTEND_INTERVAL_S

    @property
    def refused_count(self) -> int:
        """How many labels did not fit the settings."""
        return self._labels.refused_count

    @property
    def repeat_count(self) -> int:
        """How many labels were read once more and dropped."""
        return self._labels.repeat_count

    def open(self) -> None:
        """Be ready: a keyboard cannot be missed before it is used."""
        self._condition = READY

    def attend(self) -> None:
        """Do nothing: keys come through the window."""

    def close(self) -> None:
        """Do nothing: there is no line."""

    def interrupt(self) -> None:
        """Do nothing: nothing blocks."""

    # -- the keys of the window ------------------------------------------------

    @property
    def is_holding(self) -> bool:
        """Whether keys are kept back at present."""
        return self._machine.is_holding

    @property
    def due_at_ms(self) -> float | None:
        """When poll() must be called if no key comes before."""
        return self._machine.due_at_ms

    def character_of(self, press: KeyPress) -> str | None:
        """Return what the key may stand for, None for no part of a label."""
        return character_of(press, self._options.layout)

    def keypad_digit(self, press: KeyPress) -> str:
        """Return the digit of a keypad key, empty for every other key."""
        return keypad_digit(press)

    def feed(
        self, character: str, at_ms: float, *, is_repeat: bool = False
    ) -> list[WedgeDecision]:
        """Take one key; see KeyboardWedge."""
        return self._machine.feed(character, at_ms, is_repeat=is_repeat)

    def poll(self, at_ms: float) -> list[WedgeDecision]:
        """Decide about keys after which silence followed."""
        return self._machine.poll(at_ms)

    def flush(self) -> list[WedgeDecision]:
        """Give back whatever is held, as typed by a person."""
        return self._machine.flush()

    def read(self, text: str, at_ms: float) -> str | None:
        """Return the label in what was scanned, its identifier first.

        None when it is a repetition or does not fit the settings; the condition
        says which then.
        """
        label = self._labels.read(text, at_ms / 1000)
        if isinstance(label, LabelRefusal):
            if not label.is_repeat:
                self._condition = DeviceCondition(
                    DeviceState.DEGRADED, label.detail, label.remedy
                )
            return None
        self._condition = READY
        self.scan_count += 1
        return label.aim_id + label.data
