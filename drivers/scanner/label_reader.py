"""Turns what one scanner sent into a label, or says why not.

The same for every way a scanner is connected: prefix and suffix off, identifier
off, then the question whether it was read twice.  No I/O and no clock.
"""

from enum import StrEnum
from typing import Final

import msgspec

from drivers.scanner.aim import Label, fits_identifier, split_aim_identifier
from drivers.scanner.double_reads import (
    SAME_ITEM_MS_DEFAULT,
    SAME_LABEL_MS_DEFAULT,
    DoubleReads,
)

# What the upper row of an AZERTY keyboard types for 1 to 9 and 0.
_AZERTY_DIGITS: Final = frozenset("&é\"'(-è_çà")
_AZERTY_ONLY: Final = frozenset("éèçà")
_AZERTY_LENGTH_MIN: Final = 6


class Identifiers(StrEnum):
    """What is expected of AIM identifiers."""

    OPTIONAL = "optional"
    """Taken off when there is one."""
    REQUIRED = "required"
    """A label without one, or not fitting its one, is refused."""
    NONE = "none"
    """The scanner sends none: a label that looks like one is data."""


class LabelSettings(msgspec.Struct, frozen=True):
    """How one scanner is set up.

    Attributes:
        identifiers: Whether it sends AIM identifiers.
        prefix: What it sends before each label; one that misses was cut.
        suffix: What it sends after each label, before the end of the frame.
        same_label_ms: See DoubleReads.
        same_item_ms: See DoubleReads.
    """

    identifiers: Identifiers = Identifiers.OPTIONAL
    prefix: str = ""
    suffix: str = ""
    same_label_ms: int = SAME_LABEL_MS_DEFAULT
    same_item_ms: int = SAME_ITEM_MS_DEFAULT


class LabelRefusal(msgspec.Struct, frozen=True):
    """Why a label was not taken.

    Attributes:
        detail: What is the matter, for support.
        remedy: What to do, in plain words; empty for a repetition, where nothing
            is to be done.
    """

    detail: str
    remedy: str = ""

    @property
    def is_repeat(self) -> bool:
        """Whether the label was good, and read once more."""
        return not self.remedy


REPEAT: Final = LabelRefusal("the same label was read twice")
_NO_PREFIX: Final = LabelRefusal(
    "a label came without the prefix or suffix of the settings",
    "Scan again. If it stays, compare prefix and suffix with the scanner's.",
)
_NO_IDENTIFIER: Final = LabelRefusal(
    "a label came without its AIM identifier",
    "Set the scanner to transmit the AIM identifier before each label.",
)
_NOT_FITTING: Final = LabelRefusal(
    "a label does not fit its AIM identifier",
    "Scan again. If it stays, set the scanner to send UPC as 13 digits.",
)
_LAYOUT: Final = LabelRefusal(
    "the scanner types the digits of another keyboard layout",
    'Give the scanner an entry in the settings with layout = "us".',
)


class LabelReader:
    """Reads the labels of one scanner.

    Attributes:
        refused_count: Labels refused, repetitions not counted.
    """

    def __init__(self, settings: LabelSettings | None = None) -> None:
        self._settings = settings or LabelSettings()
        self._double_reads = DoubleReads(
            self._settings.same_label_ms, self._settings.same_item_ms
        )
        self.refused_count = 0

    @property
    def repeat_count(self) -> int:
        """How many labels were read once more and dropped."""
        return self._double_reads.dropped_count

    def read(self, text: str, at_s: float) -> Label | LabelRefusal:
        """Return the label in *text*, which came at *at_s* seconds."""
        label = self._label(text)
        if isinstance(label, LabelRefusal):
            self.refused_count += 1
            return label
        return REPEAT if self._double_reads.is_repeat(label, at_s) else label

    def _label(self, text: str) -> Label | LabelRefusal:
        data = self._without_affixes(text)
        if not data:
            return _NO_PREFIX
        if _is_azerty(data):
            return _LAYOUT
        match self._settings.identifiers:
            case Identifiers.NONE:
                return Label("", data)
            case Identifiers.OPTIONAL:
                return split_aim_identifier(data)
            case Identifiers.REQUIRED:
                return _fitting(split_aim_identifier(data))

    def _without_affixes(self, text: str) -> str:
        """Return *text* without prefix and suffix; empty when one is missing."""
        prefix, suffix = self._settings.prefix, self._settings.suffix
        if len(text) < len(prefix) + len(suffix):
            return ""
        if not (text.startswith(prefix) and text.endswith(suffix)):
            return ""
        return text[len(prefix) : len(text) - len(suffix)]


def _fitting(label: Label) -> Label | LabelRefusal:
    if not label.aim_id:
        return _NO_IDENTIFIER
    return label if fits_identifier(label) else _NOT_FITTING


def _is_azerty(text: str) -> bool:
    return (
        len(text) >= _AZERTY_LENGTH_MIN
        and _AZERTY_DIGITS.issuperset(text)
        and not _AZERTY_ONLY.isdisjoint(text)
    )
