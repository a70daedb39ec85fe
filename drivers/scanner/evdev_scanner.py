"""A scanner that types like a keyboard, taken away from the keyboard (Linux).

Its keys come from the input device itself, by their place and with their own
times: no window, no focus, no layout and no CapsLock stand between.  It is told
from every other scanner and every keyboard, which a window cannot do.
"""

from collections.abc import Callable
from typing import Final

from typing_extensions import override

from drivers.scanner.key_events import KeyEventDecoder, KeyTyper, TypedCharacter
from drivers.scanner.keyboard_wedge import (
    SILENCE_MS,
    KeyboardWedge,
    WedgeAction,
    WedgeDecision,
)
from drivers.scanner.label_reader import LabelRefusal
from drivers.scanner.line_scanner import READ_TIMEOUT_S, LineScanner
from drivers.scanner.options import ScannerOptions
from drivers.scanner.scan import Scan
from drivers.transport.port import ByteTransport

_TERMINATORS: Final = "\r\n\t"

_PERSON: Final = LabelRefusal(
    "its keys came as slowly as a person's, or too few for a label",
    "Choose the scanner in its address: a keyboard chosen there types nowhere else.",
)
_LOST_KEYS: Final = LabelRefusal(
    "the system lost keys in the middle of a label",
    "Scan the label again.",
)


class EvdevScanner(LineScanner):
    """See LineScanner; opening it grabs the device."""

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        on_scan: Callable[[Scan], None],
        options: ScannerOptions | None = None,
    ) -> None:
        super().__init__(device_id, transport, on_scan, options)
        self._last_key_ms = 0.0
        self._refused_count = 0
        self._forget()

    @property
    @override
    def refused_count(self) -> int:
        """Bursts of keys that were no label."""
        return self._refused_count

    @override
    def _forget(self) -> None:
        self._decoder = KeyEventDecoder()
        self._typer = KeyTyper()
        self._wedge = KeyboardWedge()
        self._is_skipping = False

    @override
    def _read_timeout_s(self) -> float:
        return SILENCE_MS / 1000 if self._wedge.is_holding else READ_TIMEOUT_S

    @override
    def _hear_nothing(self, silent_s: float) -> None:
        del silent_s
        # Nothing came for so long by our clock, so neither by the device's.
        self._decide(self._wedge.poll(self._last_key_ms + SILENCE_MS))

    @override
    def _hear(self, data: bytes) -> None:
        for event in self._decoder.feed(data):
            typed = self._typer.feed(event)
            if event.is_lost:
                # Its end alone would be another label.
                self._wedge.flush()
                self._is_skipping = True
                self._last_key_ms = event.at_ms
                self._refuse(_LOST_KEYS)
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
                self._refuse(_PERSON)

    def _read(self, text: str) -> None:
        label = self._label_in(text)
        if label is not None:
            self._deliver(label)

    @override
    def _refuse(self, refusal: LabelRefusal) -> None:
        super()._refuse(refusal)
        self._refused_count += 1
