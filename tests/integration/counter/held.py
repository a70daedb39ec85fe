"""What this process and its children hold, at many moments of a long day."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec


class Held(msgspec.Struct, frozen=True):
    """What is held at one moment.

    Attributes:
        threads: Threads of Python.
        descriptors: Open files, sockets and pipes.
        memory_kib: Resident memory.
        objects: What Python's garbage collector knows of, after a collection.
        children: Processes that were started and live.
        child_threads: Threads of those.
        child_descriptors: Open files of those.
        child_memory_kib: Resident memory of those.
    """

    threads: int
    descriptors: int
    memory_kib: int
    objects: int
    children: int
    child_threads: int
    child_descriptors: int
    child_memory_kib: int


def held_now(elders: frozenset[int]) -> Held:
    """Look at what is held, but for the processes *elders* of before.

    What a test of another part ran stays for the life of the process where
    multiprocessing keeps a tracker.
    """
    gc.collect()
    children = [Path(f"/proc/{pid}") for pid in child_pids() - elders]
    return Held(
        threading.active_count(),
        _count(Path("/proc/self/fd")),
        _memory_kib(Path("/proc/self")),
        len(gc.get_objects()),
        len(children),
        sum(_count(child / "task") for child in children),
        sum(_count(child / "fd") for child in children),
        sum(_memory_kib(child) for child in children),
    )


def child_pids() -> frozenset[int]:
    """Return the processes that this one started and that live."""
    return frozenset(
        int(pid)
        for task in Path("/proc/self/task").iterdir()
        for pid in (task / "children").read_text(encoding="ascii").split()
    )


def growth(points: Sequence[tuple[int, Held]], value: Callable[[Held], float]) -> float:
    """Return by how much *value* grows with a thousand events (least squares)."""
    events = [done / 1000 for done, _ in points]
    values = [value(held) for _, held in points]
    middle = sum(events) / len(events)
    mean = sum(values) / len(values)
    spread = sum((x - middle) ** 2 for x in events)
    together = sum(
        (x - middle) * (y - mean) for x, y in zip(events, values, strict=True)
    )
    return together / spread


def spread(points: Sequence[tuple[int, Held]], value: Callable[[Held], float]) -> float:
    """Return how far apart the least and the greatest *value* are."""
    values = [value(held) for _, held in points]
    return max(values) - min(values)


def _count(folder: Path) -> int:
    return len(list(folder.iterdir()))


def _memory_kib(process: Path) -> int:
    pages = int((process / "statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") // 1024
