"""Tells a scanner that types like a keyboard from a person who types.

A pure timing machine: characters go in with the time they came, decisions come
out; it owns no clock, no timer and no window.  Rule: what turns out to be human
is given back whole and in order, and what turns out to be a scan reaches nobody
else, because half a barcode in a price field is worse than no barcode.

Called on one thread, the one that gets the key presses.
"""

import enum
from typing import Final

import msgspec

SCAN_CHARACTERS_MIN: Final = 4
SCAN_CHARACTERS_MAX: Final = 4096
"""A Data Matrix holds 2,335 characters; more is a stuck key, not a label."""

MEAN_GAP_MS_MAX: Final = 30.0
GAP_MS_MAX: Final = 60.0
"""People need more than 70 ms from key to key; a 125 Hz keyboard about 16 ms."""

MACHINE_CHARACTERS_MIN: Final = 6
MACHINE_MEAN_GAP_MS_MAX: Final = 15.0
"""No fingers are as quick as that: such a burst may pause, on the air or on a busy
computer, for as long as it takes to end by silence."""

SILENCE_MS: Final = 100.0
"""Ends a scan whose scanner sends no terminator."""

_NEVER_MS: Final = float("-inf")
_TERMINATORS: Final = frozenset("\r\n\t")


class WedgeAction(enum.Enum):
    """What to do with the key presses that were kept back."""

    HOLD = "hold"
    """Keep the key that was just fed; the decision comes later."""
    RELEASE = "release"
    """A person typed: give back the keys of ``text``, in order."""
    SCAN = "scan"
    """A scanner typed: drop the keys, ``text`` is what it read."""
    DROP = "drop"
    """One more terminator of the scan just made (CR LF): it is nobody's key."""


class WedgeDecision(msgspec.Struct, frozen=True):
    """One decision.

    Attributes:
        action: What to do.
        text: The characters it is about.  For RELEASE one for each key that was
            fed, the terminator too; for SCAN the code without its terminator.
        key_count: How many kept-back keys the decision covers.
    """

    action: WedgeAction
    text: str = ""
    key_count: int = 0


_HOLD: Final = WedgeDecision(WedgeAction.HOLD)


class KeyboardWedge:
    """Decides key by key; at most SCAN_CHARACTERS_MAX keys are ever held.

    Feed every key that carries a character, and call poll() when ``due_at_ms``
    has come.  Call flush() before a key without a character (an arrow, a
    function key) is let through, so that the order of keys stays as typed.
    """

    def __init__(self) -> None:
        self._held: list[str] = []
        self._first_at_ms = 0.0
        self._last_at_ms = 0.0
        self._terminated_at_ms = _NEVER_MS

    @property
    def is_holding(self) -> bool:
        """Whether keys are kept back at present."""
        return bool(self._held)

    @property
    def is_machine(self) -> bool:
        """Whether what is kept back came quicker than any fingers."""
        return (
            len(self._held) >= MACHINE_CHARACTERS_MIN
            and self._mean_gap_ms() <= MACHINE_MEAN_GAP_MS_MAX
        )

    @property
    def due_at_ms(self) -> float | None:
        """When poll() must be called if no key comes before; None if never."""
        if not self._held:
            return None
        wait_ms = SILENCE_MS if self._looks_scanned() else GAP_MS_MAX
        return self._last_at_ms + wait_ms

    def feed(
        self, character: str, at_ms: float, *, is_repeat: bool = False
    ) -> list[WedgeDecision]:
        """Take one key's character and say what to do with the keys.

        Args:
            character: The one character of the key.  GS (0x1D) is data.
            at_ms: When it came, on a clock that never goes back.
            is_repeat: The key is held down: a thumb on a key repeats as fast as
                a slow scanner types, but no scanner repeats.
        """
        assert len(character) == 1
        decisions: list[WedgeDecision] = []
        if self._held and at_ms - self._last_at_ms > self._gap_ms_max():
            decisions += self._end_of_burst(at_ms)
        if character in _TERMINATORS:
            return decisions + self._terminate(character, at_ms)
        if not self._held:
            self._first_at_ms = at_ms
        # A held key repeats for the first time after 200 ms and more, when nothing
        # is kept back any more.  X11 also calls it a repetition when one digit is
        # typed twice within the same millisecond, which only a machine does.
        is_held_down = is_repeat and not self._held
        self._terminated_at_ms = _NEVER_MS
        self._held.append(character)
        self._last_at_ms = at_ms
        if is_held_down or self._is_certainly_human():
            return decisions + self.flush()
        return [*decisions, _HOLD]

    def poll(self, at_ms: float) -> list[WedgeDecision]:
        """Decide about keys after which silence followed."""
        due_at_ms = self.due_at_ms
        if due_at_ms is None or at_ms < due_at_ms:
            return []
        return self._end_of_burst(at_ms)

    def flush(self) -> list[WedgeDecision]:
        """Give back whatever is held, as typed by a person."""
        if not self._held:
            return []
        text = self._take()
        return [WedgeDecision(WedgeAction.RELEASE, text, len(text))]

    def _terminate(self, character: str, at_ms: float) -> list[WedgeDecision]:
        if self._looks_scanned():
            text = self._take()
            self._terminated_at_ms = at_ms
            return [WedgeDecision(WedgeAction.SCAN, text, len(text) + 1)]
        if not self._held and at_ms - self._terminated_at_ms <= GAP_MS_MAX:
            # Given to a field or a key in focus, the LF of CR LF would press it.
            self._terminated_at_ms = at_ms
            return [WedgeDecision(WedgeAction.DROP, key_count=1)]
        self._held.append(character)
        return self.flush()

    def _end_of_burst(self, at_ms: float) -> list[WedgeDecision]:
        # A scanner that sends no terminator is followed by silence; a burst that
        # goes on after a pause of 60 to 100 ms was fast fingers.
        if self._looks_scanned() and at_ms - self._last_at_ms >= SILENCE_MS:
            text = self._take()
            return [WedgeDecision(WedgeAction.SCAN, text, len(text))]
        return self.flush()

    def _gap_ms_max(self) -> float:
        return SILENCE_MS if self.is_machine else GAP_MS_MAX

    def _looks_scanned(self) -> bool:
        return (
            len(self._held) >= SCAN_CHARACTERS_MIN
            and self._mean_gap_ms() <= MEAN_GAP_MS_MAX
        )

    def _is_certainly_human(self) -> bool:
        if len(self._held) > SCAN_CHARACTERS_MAX:
            return True
        return (
            len(self._held) >= SCAN_CHARACTERS_MIN
            and self._mean_gap_ms() > MEAN_GAP_MS_MAX
        )

    def _mean_gap_ms(self) -> float:
        return (self._last_at_ms - self._first_at_ms) / max(1, len(self._held) - 1)

    def _take(self) -> str:
        text = "".join(self._held)
        self._held.clear()
        return text
