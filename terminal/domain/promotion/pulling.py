"""Making groups out of runs of equal units."""

from collections.abc import Callable, Sequence

from terminal.domain.promotion.offer import Run

# Units by index of their run, one mapping a part of the group.
Pulled = Sequence[dict[int, int]]


class Groups:
    """Units pulled out of runs for as many groups as save something.

    Attributes:
        times: Number of groups.
        gain: Value they save.
        pulled: Units by run, for each part of the group.
        missing: What the part that could not be filled had: ``2/3``.
    """

    __slots__ = ("gain", "missing", "pulled", "times")

    def __init__(self, parts: int) -> None:
        self.times = 0
        self.gain = 0
        self.pulled: list[dict[int, int]] = [{} for _ in range(parts)]
        self.missing = ""

    def add(self, step: Pulled, gain: int, batch: int) -> None:
        """Count *batch* groups like *step*."""
        self.times += batch
        self.gain += gain * batch
        for part, pulled in zip(step, self.pulled, strict=True):
            for i, count in part.items():
                pulled[i] = pulled.get(i, 0) + count * batch


def pull(
    runs: Sequence[Run],
    pulls: Sequence[tuple[int, Sequence[int]]],
    limit: int | None,
    gain: Callable[[Pulled], int],
) -> Groups:
    """Make groups while they save something.

    Args:
        runs: Equal units.
        pulls: For each part of a group, how many units out of which runs, the first
            runs first.
        limit: Most groups.
        gain: The value a group saves.

    Groups that look alike are made at once, so that a large quantity costs no time.
    """
    left = [run[1] for run in runs]
    groups = Groups(len(pulls))
    while limit is None or groups.times < limit:
        need: dict[int, int] = {}
        step = []
        for count, eligible in pulls:
            part, want = _fill(count, eligible, left, need)
            if want:
                groups.missing = f"{count - want}/{count}"
                return groups
            step.append(part)
        once = gain(step)
        if once <= 0 or not need:
            break
        batch = min(left[i] // count for i, count in need.items())
        if limit is not None:
            batch = min(batch, limit - groups.times)
        for i, count in need.items():
            left[i] -= count * batch
        groups.add(step, once, batch)
    return groups


def _fill(
    want: int, eligible: Sequence[int], left: Sequence[int], need: dict[int, int]
) -> tuple[dict[int, int], int]:
    """Return units for one part of a group, and how many are missing."""
    part: dict[int, int] = {}
    for i in eligible:
        known = need.get(i, 0)
        free = min(left[i] - known, want)
        if free > 0:
            part[i] = free
            need[i] = known + free
            want -= free
            if not want:
                break
    return part, want
