"""Finds the last event that two chains have in common, by comparing hashes.

A hash covers everything before it: where two hashes are equal, so is all before, and
where they differ, so do all behind.  The first round asks at doubling distances from
the top, because chains mostly part near their ends; every further round divides what
is left into as many parts as a request has numbers.  Thousands of events take two
rounds, any number takes few.
"""

from __future__ import annotations

from collections.abc import Sequence

from sync.protocol.messages import HASHES_MAX


class CommonPrefix:
    """One search in one epoch.

    Args:
        top: The last number that both sides have.
    """

    def __init__(self, top: int) -> None:
        self._equal = 0
        self._different = top + 1
        self._is_first = True

    @property
    def found(self) -> int | None:
        """Number of the last common event, 0 for none; None before the end."""
        return self._equal if self._different == self._equal + 1 else None

    def wanted(self) -> tuple[int, ...]:
        """Return the numbers to compare next, ascending."""
        low, high = self._equal, self._different
        if self._is_first:
            steps = ((1 << step) - 1 for step in range(HASHES_MAX))
            return tuple(sorted({max(low + 1, high - 1 - step) for step in steps}))
        count = min(HASHES_MAX, high - low - 1)
        return tuple(
            low + (high - low) * part // (count + 1) for part in range(1, count + 1)
        )

    def take(
        self,
        seqs: Sequence[int],
        ours: Sequence[bytes | None],
        theirs: Sequence[bytes | None],
    ) -> None:
        """Take what both sides have at *seqs*; None where one has nothing."""
        self._is_first = False
        for seq, own, other in zip(seqs, ours, theirs, strict=True):
            if own is not None and own == other:
                self._equal = max(self._equal, seq)
            else:
                self._different = min(self._different, seq)
        # Sides that contradict themselves (a file swapped in between) agree on less.
        self._equal = min(self._equal, self._different - 1)
