"""A scanner that types like a keyboard, taken away from the keyboard (Linux).

Its keys come from the input device itself, by their place and with their own
times: no window, no focus, no layout and no CapsLock stand between.  It is told
from every other scanner and every keyboard, which a window cannot do.
"""

import math
from collections.abc import Callable
from typing import Final

from typing_extensions import override

from drivers.scanner.framing import FrameEnd
from drivers.scanner.key_events import KeyEventDecoder, KeyTyper, TypedCharacter
from drivers.scanner.keyboard_wedge import (
    GAP_MS_MAX,
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
_CUT_OFF: Final = LabelRefusal("a label stopped in its middle", "Scan the label again.")

PAUSE_MS_MAX: Final = 500.0
"""A radio link or a busy system holds keys back for less, and nobody shows the next
label sooner."""


class EvdevScanner(LineScanner):
    """See LineScanner; opening it grabs the device.

    Once a scanner has ended a label by a key, or when the settings name its end, all
    its labels do: what stops before is no label but a part of one, and a pause in the
    middle is waited for.
    """

    def __init__(
        self,
        device_id: str,
        transport: ByteTransport,
        on_scan: Callable[[Scan], None],
        options: ScannerOptions | None = None,
    ) -> None:
        super().__init__(device_id, transport, on_scan, options)
        self._last_key_ms = 0.0
        self._has_end = self._options.end is not FrameEnd.ANY
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
        self._silent_ms = 0.0
        self._pause_ms = 0.0

    @override
    def _read_timeout_s(self) -> float:
        return SILENCE_MS / 1000 if self._wedge.is_holding else READ_TIMEOUT_S

    @override
    def _hear_nothing(self, silent_s: float) -> None:
        self._silent_ms += silent_s * 1000
        if not self._has_end or self._silent_ms >= PAUSE_MS_MAX:
            # Nothing came for so long by our clock, so neither by the device's.
            self._end_by_silence()

    @override
    def _hear(self, data: bytes) -> None:
        self._silent_ms = 0.0
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
        gap_ms = typed.at_ms - self._last_key_ms
        self._last_key_ms = typed.at_ms
        if self._is_skipping and gap_ms < SILENCE_MS:
            self._is_skipping = typed.character not in _TERMINATORS
            return
        self._is_skipping = False
        if not self._wedge.is_holding:
            self._pause_ms = 0.0
        elif (
            self._has_end
            and gap_ms > GAP_MS_MAX
            and not self._goes_on(gap_ms)
            and gap_ms < PAUSE_MS_MAX
        ):
            # Its end alone would be another label.
            self._is_skipping = typed.character not in _TERMINATORS
            return
        decisions = self._wedge.feed(
            typed.character, typed.at_ms - self._pause_ms, is_repeat=typed.is_repeat
        )
        if typed.character in _TERMINATORS:
            self._has_end |= decisions[-1].action is WedgeAction.SCAN
        self._decide(decisions)

    def _goes_on(self, gap_ms: float) -> bool:
        """Tell whether a pause is within a label; if not, end what was before it."""
        if gap_ms < PAUSE_MS_MAX and self._wedge.is_machine:
            self._pause_ms += gap_ms
            return True
        self._end_by_silence()
        return False

    def _end_by_silence(self) -> None:
        for decision in self._wedge.poll(math.inf):
            if decision.action is WedgeAction.SCAN and self._has_end:
                self._refuse(_CUT_OFF)
            else:
                self._decide([decision])

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
