"""Reads the settings of a scanner, from its options and from its address.

What can stand in ``options`` can also stand behind the ``?`` of the address, so
that one line sets up a scanner: ``evdev:05e0:1200?identifiers=required``.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, urlencode

import msgspec

from drivers.errors import DeviceConfigurationError
from drivers.registry import DeviceContext
from drivers.scanner.double_reads import SAME_ITEM_MS_DEFAULT, SAME_LABEL_MS_DEFAULT
from drivers.scanner.feedback import Feedback, FeedbackPreset, feedback_of
from drivers.scanner.framing import FrameEnd
from drivers.scanner.label_reader import Identifiers, LabelSettings

WINDOW_MS_MAX: Final = 10_000
AFFIX_LENGTH_MAX: Final = 16

_NAMES: Final = frozenset(
    {
        "identifiers",
        "prefix",
        "suffix",
        "same_label_ms",
        "same_item_ms",
        "end",
        "stx",
        "feedback",
        "accept_bytes",
        "refuse_bytes",
        "layout",
        "gs",
        "caps_lock",
    }
)


class Layout(msgspec.Struct, frozen=True):
    """How keys of a scanner that types become characters.

    Attributes:
        is_us: Keys are read by their place on a US keyboard, which is what nearly
            every scanner is set to, whatever layout this computer has.
        is_f8_separator: F8 stands for GS.
        is_caps_lock_undone: Letters are turned round while CapsLock is on.
    """

    is_us: bool = False
    is_f8_separator: bool = False
    is_caps_lock_undone: bool = True


class ScannerOptions(msgspec.Struct, frozen=True):
    """All settings of one scanner.

    Attributes:
        address: The address without what was an option.
        labels: Of its labels.
        end: What ends a frame on a line.
        is_stx_required: Whether each frame begins with STX.
        feedback: What is sent back to it.
        layout: Of its keys, if it types.
    """

    address: str
    labels: LabelSettings = LabelSettings()
    end: FrameEnd = FrameEnd.ANY
    is_stx_required: bool = False
    feedback: Feedback = Feedback()
    layout: Layout = Layout()


def read_scanner_options(context: DeviceContext) -> ScannerOptions:
    """Return the settings in *context*.

    Raises:
        DeviceConfigurationError: An option is unknown or has no such value.
    """
    address, in_address = _split(context.address)
    reader = _Reader(context.device_id, {**in_address, **context.options})
    layout = Layout(
        is_us=reader.choose("layout", ("host", "us")) == "us",
        is_f8_separator=reader.choose("gs", ("control", "f8")) == "f8",
        is_caps_lock_undone=reader.choose("caps_lock", ("undo", "keep")) == "undo",
    )
    labels = LabelSettings(
        identifiers=Identifiers(reader.choose("identifiers", tuple(Identifiers))),
        prefix=reader.affix("prefix"),
        suffix=reader.affix("suffix"),
        same_label_ms=reader.milliseconds("same_label_ms", SAME_LABEL_MS_DEFAULT),
        same_item_ms=reader.milliseconds("same_item_ms", SAME_ITEM_MS_DEFAULT),
    )
    feedback = feedback_of(
        FeedbackPreset(reader.choose("feedback", tuple(FeedbackPreset))),
        accepted=reader.hexadecimal("accept_bytes"),
        refused=reader.hexadecimal("refuse_bytes"),
    )
    return ScannerOptions(
        address,
        labels,
        end=FrameEnd(reader.choose("end", tuple(FrameEnd))),
        is_stx_required=reader.choose("stx", ("optional", "required")) == "required",
        feedback=feedback,
        layout=layout,
    )


class _Reader:
    """Reads options by name and says what is wrong with them."""

    def __init__(self, device_id: str, options: Mapping[str, str | int | bool]) -> None:
        self._device_id = device_id
        self._options = options
        unknown = sorted(options.keys() - _NAMES)
        if unknown:
            raise self._error(f"there is no option {unknown[0]!r}")

    def choose(self, name: str, allowed: tuple[str, ...]) -> str:
        """Return the value of *name*; the first of *allowed* if it is not set."""
        value = str(self._options.get(name, allowed[0])).lower()
        if value not in allowed:
            choices = ", ".join(allowed)
            raise self._error(f"{name} = {value!r} is not one of: {choices}")
        return value

    def affix(self, name: str) -> str:
        """Return what stands before or after each label."""
        value = str(self._options.get(name, ""))
        if len(value) > AFFIX_LENGTH_MAX:
            raise self._error(f"{name} has more than {AFFIX_LENGTH_MAX} characters")
        return value

    def milliseconds(self, name: str, default: int) -> int:
        """Return a time."""
        value = str(self._options.get(name, default))
        if not value.isdecimal() or int(value) > WINDOW_MS_MAX:
            raise self._error(f"{name} = {value!r} is not 0 to {WINDOW_MS_MAX} ms")
        return int(value)

    def hexadecimal(self, name: str) -> bytes | None:
        """Return bytes written as ``1B 42``; None if the option is not set."""
        if name not in self._options:
            return None
        value = str(self._options[name])
        try:
            return bytes.fromhex(value)
        except ValueError:
            raise self._error(f"{name} = {value!r} is not written as 1B 42") from None

    def _error(self, detail: str) -> DeviceConfigurationError:
        return DeviceConfigurationError(self._device_id, detail)


def _split(address: str) -> tuple[str, dict[str, str]]:
    place, mark, query = address.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    options = {name: value for name, value in pairs if name in _NAMES}
    rest = [(name, value) for name, value in pairs if name not in _NAMES]
    return (f"{place}{mark}{urlencode(rest)}" if rest else place), options
