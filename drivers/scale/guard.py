"""Decides which weight may be sold.  Pure: answers and times in, readings out.

A weight counts when two replies in a row agree, so that neither a damaged byte nor
a late answer to an earlier question is ever sold.  Once a weight
is taken, the same goods are not sold again: the scale must move, be emptied or
show another weight first.  A scale that tells each weight once sees to that itself.
"""

from typing import Final

from drivers.scale.codec import Weight, WeightTrouble
from drivers.scale.port import WeightReading

FRESH_S_MAX: Final = 1.0
"""A live reading older than this is not what lies there now."""

ONE_SHOT_FRESH_S_MAX: Final = 10.0
"""What a scale told once stays on its own display as long as the goods."""

SAME_GOODS_GRAMS_MAX: Final = 5
"""A last digit that flickers is no other goods."""


_NO_MOVEMENT: Final = frozenset(
    {
        WeightTrouble.UNCHANGED,
        WeightTrouble.NO_PRICE,
        WeightTrouble.DISAGREES,
        WeightTrouble.FAILURE,
        WeightTrouble.SILENT,
    }
)
"""What says nothing about the goods: they may lie there as they did when sold."""


class WeightGuard:
    """Keeps what was read and what was sold; not thread-safe."""

    def __init__(self, *, is_one_shot: bool = False) -> None:
        self._confirmations = 1 if is_one_shot else 2
        self._is_one_shot = is_one_shot
        self._sequence = 0
        self._agreeing: Weight | None = None
        self._agreeing_count = 0
        self._agreeing_since = 0
        self._taken_grams: int | None = None
        self._has_moved = True
        self._reading = WeightReading(0, trouble=WeightTrouble.SILENT)
        self._read_at_s = 0.0

    @property
    def reading(self) -> WeightReading:
        """The newest reading."""
        return self._reading

    def see(self, weight: Weight, now_s: float) -> WeightReading:
        """Take an answer of the scale and say what it is worth."""
        self._sequence += 1
        if not weight.is_stable or not _agree(weight, self._agreeing):
            self._agreeing_count = 0
            self._agreeing_since = self._sequence
        self._agreeing = weight if weight.is_stable else None
        self._agreeing_count += weight.is_stable
        self._note_movement(weight)
        trouble = self._trouble(weight)
        self._read_at_s = now_s
        self._reading = WeightReading(
            self._sequence,
            grams=weight.grams,
            is_sellable=trouble is WeightTrouble.NONE,
            is_net=weight.is_net,
            trouble=trouble,
            amount_minor=weight.amount_minor,
            detail=weight.detail,
        )
        return self._reading

    def doubt(
        self, trouble: WeightTrouble = WeightTrouble.SILENT, detail: str = ""
    ) -> WeightReading:
        """Forget what was read: an answer is missing, or one came too many.

        That is no movement: the goods that were sold may still lie there.
        """
        self._sequence += 1
        self._agreeing = None
        self._agreeing_count = 0
        self._reading = WeightReading(self._sequence, trouble=trouble, detail=detail)
        return self._reading

    def take(self, sequence: int, now_s: float) -> WeightReading | WeightTrouble:
        """Hand out the weight shown as *sequence*, or say why not."""
        reading = self._reading
        if not reading.is_sellable:
            return (
                WeightTrouble.MOTION
                if reading.trouble is WeightTrouble.NONE
                else reading.trouble
            )
        limit_s = ONE_SHOT_FRESH_S_MAX if self._is_one_shot else FRESH_S_MAX
        is_what_was_shown = self._agreeing_since <= sequence <= reading.sequence
        if now_s - self._read_at_s > limit_s or not is_what_was_shown:
            return WeightTrouble.MOTION
        self._taken_grams = reading.grams
        self._has_moved = False
        self.doubt(WeightTrouble.UNCHANGED)
        return reading

    def _note_movement(self, weight: Weight) -> None:
        taken = self._taken_grams
        if weight.trouble in _NO_MOVEMENT:
            return
        if taken is None or weight.grams is None or not weight.is_stable:
            # An overload or a weight below zero is a movement too.
            self._has_moved = True
        elif self._agreeing_count >= self._confirmations:
            is_other = abs(weight.grams - taken) > SAME_GOODS_GRAMS_MAX
            self._has_moved = self._has_moved or is_other or weight.grams == 0

    def _trouble(self, weight: Weight) -> WeightTrouble:
        if weight.trouble is not WeightTrouble.NONE:
            return weight.trouble
        if weight.grams == 0:
            return WeightTrouble.EMPTY
        if not weight.is_stable or self._agreeing_count < self._confirmations:
            return WeightTrouble.MOTION
        if not self._has_moved and not self._is_one_shot:
            return WeightTrouble.UNCHANGED
        return WeightTrouble.NONE


def _agree(weight: Weight, before: Weight | None) -> bool:
    return (
        before is not None
        and weight.grams == before.grams
        and weight.is_net == before.is_net
    )
