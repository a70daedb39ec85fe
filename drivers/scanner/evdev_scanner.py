"""A scanner that types like a keyboard, taken away from the keyboard (Linux).

Its keys come from the input device itself, by their place and with their own
times: no window, no focus, no layout and no CapsLock stand between.  It is told
from every other scanner and every keyboard, which a window cannot do.
"""

import time
from collections.abc import Callable
from typing import Final

from drivers.device import READY, DeviceCondition, DeviceState
from drivers.device_base import LineDevice
from drivers.errors import TransportError, TransportTimeoutError
from drivers.scanner.key_events import (
    EVENT,
    KeyEventDecoder,
    KeyTyper,
    TypedCharacter,
)
from drivers.scanner.keyboard_wedge import (
    SILENCE_MS,
    KeyboardWedge,
    WedgeAction,
    WedgeDecision,
)
from drivers.scanner.label_reader import LabelReader, LabelRefusal
from drivers.scanner.line_errors import unavailable
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.transport.port import ByteTransport

READ_TIMEOUT_S: Final = 0.2

_READ_BYTES_MAX: Final = EVENT.size * 256
_TERMINATORS: Final = "\r\n\t"

_PERSON: Final = DeviceCondition(
    DeviceState.DEGRADED,
    "its keys came as slowly as a person's, or too few for a label",
    "Choose the scanner in its address: a keyboard chosen there types nowhere else.",
)
_LOST_KEYS: Final = DeviceCondition(
    DeviceState.DEGRADED,
    "the system lost keys in the middle of a label",
    "Scan the label again.",
)


class EvdevScanner(LineDevice):
    """Reads labels; a supervisor's thread drives it and gets on_scan.

    Attributes:
        scan_count: Labels delivered.
        refused_count: Bursts of keys that were no label.
    """

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        on_scan: Callable[[Scan], None],
        options: ScannerOptions | None = None,
    ) -> None:
        super().__init__(device_id, transport)
        self._on_scan = on_scan
        settings = options or ScannerOptions(transport.address)
        self._labels = LabelReader(settings.labels)
        self._decoder = KeyEventDecoder()
        self._typer = KeyTyper()
        self._wedge = KeyboardWedge()
        self._last_key_ms = 0.0
        self._is_skipping = False
        self.scan_count = 0
        self.refused_count = 0

    @property
    def repeat_count(self) -> int:
        """How many labels were read once more and dropped."""
        return self._labels.repeat_count

    def open(self) -> None:
        """Grab the device; what was half typed before is forgotten."""
        try:
            self._transport.open()
        except TransportError as error:
            raise unavailable(self._device_id, error) from error
        self._decoder = KeyEventDecoder()
        self._typer = KeyTyper()
        self._wedge = KeyboardWedge()
        self._is_skipping = False
        self._condition = READY

    def attend(self) -> None:
        """Read for a moment and deliver the labels that are complete."""
        is_holding = self._wedge.is_holding
        timeout_s = SILENCE_MS / 1000 if is_holding else READ_TIMEOUT_S
        try:
            data = self._transport.read(_READ_BYTES_MAX, timeout_s=timeout_s)
        except TransportTimeoutError:
            # Nothing came for so long by our clock, so neither by the device's.
            self._decide(self._wedge.poll(self._last_key_ms + SILENCE_MS))
            return
        except TransportError as error:
            raise unavailable(self._device_id, error) from error
        self._take(data)

    def _take(self, data: bytes) -> None:
        for event in self._decoder.feed(data):
            typed = self._typer.feed(event)
            if event.is_lost:
                # Its end alone would be another label.
                self._wedge.flush()
                self._is_skipping = True
                self._last_key_ms = event.at_ms
                self.refused_count += 1
                self._condition = _LOST_KEYS
            elif typed is not None:
                self._type(typed)

    def _type(self, typed: TypedCharacter) -> None:
        is_next = typed.at_ms - self._last_key_ms >= SILENCE_MS
        self._last_key_ms = typed.at_ms
        if self._is_skipping and not is_next:
            self._is_skipping = typed.character not in _TERMINATORS
            return
        self._is_skipping = False
        self._decide(
            self._wedge.feed(typed.character, typed.at_ms, is_repeat=typed.is_repeat)
        )

    def _decide(self, decisions: list[WedgeDecision]) -> None:
        for decision in decisions:
            if decision.action is WedgeAction.SCAN:
                self._read(decision.text)
            elif decision.action is WedgeAction.RELEASE and decision.text.strip(
                _TERMINATORS
            ):
                self.refused_count += 1
                self._condition = _PERSON

    def _read(self, text: str) -> None:
        label = self._labels.read(text, time.monotonic())
        if isinstance(label, LabelRefusal):
            if not label.is_repeat:
                self.refused_count += 1
                self._condition = DeviceCondition(
                    DeviceState.DEGRADED, label.detail, label.remedy
                )
            return
        self._condition = READY
        self.scan_count += 1
        self._on_scan(Scan(self._device_id, label.data, label.aim_id))
