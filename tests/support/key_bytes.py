"""The bytes of key events that a scanner set to a US keyboard makes."""

from __future__ import annotations

from collections.abc import Iterable

from drivers.scanner import us_keys
from drivers.scanner.key_events import EV_KEY, EV_SYN, EVENT, PRESSED, RELEASED

Stroke = tuple[tuple[int, int], ...]

# The main block; the keypad types some of its characters too.
_BLOCK = (*range(2, 54), us_keys.SPACE)
_UNSHIFTED = {us_keys.PLAIN[c]: c for c in _BLOCK if c in us_keys.PLAIN}
_SHIFTED = {us_keys.SHIFTED[c]: c for c in _BLOCK if c in us_keys.SHIFTED}
_CONTROL = {"\n": 36, "\x1d": 27, "\x1e": 7, "\x04": 32}


def strokes(text: str) -> list[Stroke]:
    """Return for each character its changes of keys: code and value."""
    return [_stroke(character) for character in text]


def _stroke(character: str) -> Stroke:
    if character in _CONTROL:
        return _with(us_keys.LEFT_CONTROL, _CONTROL[character])
    if character in _UNSHIFTED:
        return _key(_UNSHIFTED[character])
    return _with(us_keys.LEFT_SHIFT, _SHIFTED[character])


def _key(code: int) -> Stroke:
    return ((code, PRESSED), (code, RELEASED))


def _with(modifier: int, code: int) -> Stroke:
    return ((modifier, PRESSED), *_key(code), (modifier, RELEASED))


def event_bytes(at_ms: float, kind: int, code: int, value: int) -> bytes:
    """Return one event."""
    return EVENT.pack(*_split(at_ms), kind, code, value)


def _split(at_ms: float) -> tuple[int, int]:
    return divmod(round(at_ms * 1000), 1_000_000)


def type_bytes(text: str, *, start_ms: float = 1000.0, gap_ms: float = 3.0) -> bytes:
    """Return the events of *text*, a report after each change as the kernel does."""
    return key_bytes(strokes(text), start_ms=start_ms, gap_ms=gap_ms)


def key_bytes(
    keys: Iterable[Stroke], *, start_ms: float = 1000.0, gap_ms: float = 3.0
) -> bytes:
    """Return the events of *keys*, *gap_ms* from key to key."""
    data = bytearray()
    for number, stroke in enumerate(keys):
        seconds, rest = _split(start_ms + number * gap_ms)
        report = EVENT.pack(seconds, rest, EV_SYN, 0, 0)
        for code, value in stroke:
            data += EVENT.pack(seconds, rest, EV_KEY, code, value) + report
    return bytes(data)
