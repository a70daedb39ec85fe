"""The tills of `bench storm`: a process that plays some hundred of them.

Each has a key, a chain and a connection of its own, and the upload of the real agent.
Everything is made before the process is told to begin.
"""

from __future__ import annotations

import threading
import time
from typing import Final

import msgspec

from sync.protocol.envelope import GENESIS_PREV, StoredEvent
from terminal.diagnostics.ingest_generator import GeneratedTill, Load
from terminal.diagnostics.load_process import play
from terminal.replication.lone_upload import LoneStatus, LoneUpload
from terminal.replication.transport import WorkstationIdentity

_TENANT: Final = "bench"
# A thread that mostly waits needs little room; the default is 8 MiB each.
_STACK_BYTES: Final = 512 * 1024


class StormOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What the process is told on its standard input.

    Attributes:
        load: Which tills, and how many sales each has kept.
        limit_s: After how long it gives up.
    """

    load: Load
    limit_s: float


class StormMade(msgspec.Struct, frozen=True, kw_only=True):
    """What it answers when everything is made."""

    tills: int
    events: int
    making_s: float


class StormDone(msgspec.Struct, frozen=True, kw_only=True):
    """What it answers at the end; one status a till."""

    tills: list[LoneStatus]
    cpu_s: float


def make(order: StormOrder) -> list[LoneUpload]:
    """Enrol the tills and write what they kept while the center was away."""
    load = order.load
    url = f"http://{load.host}:{load.port}"
    uploads = []
    for each in load.tills:
        till = GeneratedTill(load, each)
        till.enrol()
        events: list[StoredEvent] = []
        prev = GENESIS_PREV
        for number in range(1, load.sales + 1):
            events.append(till.sale(number, prev))
            prev = events[-1].hash
        identity = WorkstationIdentity(_TENANT, load.store, till.name)
        uploads.append(LoneUpload(url, identity, till.signer, till.epoch, events))
    return uploads


def upload_all(uploads: list[LoneUpload], limit_s: float) -> StormDone:
    """Let all of them go at the same moment."""
    threading.stack_size(_STACK_BYTES)
    stopping, gate = threading.Event(), threading.Barrier(len(uploads) + 1)
    done: list[LoneStatus] = []
    deadline_ms = _monotonic_ms() + int(limit_s * 1000)

    def play(upload: LoneUpload) -> None:
        gate.wait()
        try:
            upload.run(deadline_ms, stopping)
        finally:
            done.append(upload.status)

    threads = [
        threading.Thread(target=play, args=(upload,), daemon=True) for upload in uploads
    ]
    cpu_s = time.process_time()
    for thread in threads:
        thread.start()
    gate.wait()
    for thread in threads:
        thread.join()
    return StormDone(tills=done, cpu_s=time.process_time() - cpu_s)


def _monotonic_ms() -> int:
    from terminal.replication.system_clock import SystemClock

    return SystemClock().monotonic_ms()


def _make(order: StormOrder) -> tuple[tuple[list[LoneUpload], float], StormMade]:
    begin = time.process_time()
    uploads = make(order)
    return (uploads, order.limit_s), StormMade(
        tills=len(uploads),
        events=len(uploads) * order.load.sales,
        making_s=time.process_time() - begin,
    )


if __name__ == "__main__":
    play(StormOrder, _make, lambda made: upload_all(*made))
