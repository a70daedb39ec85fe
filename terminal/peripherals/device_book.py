"""What is remembered of each device: how much it did, and its last bytes.

The figures outlive the devices' threads and the program, so that `devices --json`
and the center can say that a scanner was lost forty times this week.  A file that
cannot be read or written costs the figures, never the till.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from drivers.flight_recorder import FlightRecorder, RecordedBytes
from structs.decoding import decode_json
from terminal.application.ports.devices import DeviceFigures
from terminal.settings.durable_file import replace_file

_FILE_BYTES_MAX: Final = 256 * 1024
_DEVICES_MAX: Final = 256
_COUNTS: Final = DeviceFigures.__struct_fields__[1:]
_WITHHELD_KINDS: Final = frozenset({"nfc", "nfc_reader"})
"""Their bytes hold the numbers of people's cards."""

_log = logging.getLogger(__name__)


class _Kept(DeviceFigures, frozen=True):
    """One device in the file.

    Attributes:
        reported: How much of it the ledger tells; `since_ms` is when it was told.
    """

    reported: DeviceFigures | None = None


class _Record:
    """One device."""

    def __init__(self, base: DeviceFigures, recorder: FlightRecorder) -> None:
        self.base = base
        self.recorder = recorder


class DeviceBook:
    """Figures and recorders by device id; for any thread."""

    def __init__(
        self,
        path: Path | None = None,
        *,
        wall_ms: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
    ) -> None:
        """Read what was kept.

        Args:
            path: Where the figures are kept; None to forget them at the end.
            wall_ms: The clock on the wall.
        """
        self._path = path
        self._wall_ms = wall_ms
        self._lock = threading.Lock()
        self._records: dict[str, _Record] = {}
        self._kept: dict[str, DeviceFigures] = {}
        self._reported: dict[str, DeviceFigures] = {}
        for name, kept in _load(path).items():
            self._kept[name] = _plus(kept, DeviceFigures(), kept.since_ms)
            if kept.reported is not None:
                self._reported[name] = kept.reported

    def recorder(self, device_id: str, kind: str) -> FlightRecorder:
        """Return the flight recorder of a device; the same one each time."""
        return self._record(device_id, kind).recorder

    def count(self, device_id: str, **more: int) -> None:
        """Add to the figures of a device, by their names."""
        record = self._record(device_id, "")
        with self._lock:
            now = msgspec.structs.asdict(record.base)
            record.base = msgspec.structs.replace(
                record.base, **{name: now[name] + value for name, value in more.items()}
            )

    def figures(self, device_id: str) -> DeviceFigures:
        """Return how much a device did since it was set up."""
        record = self._record(device_id, "")
        return msgspec.structs.replace(
            record.base,
            bytes_received=record.base.bytes_received + record.recorder.bytes_received,
            bytes_sent=record.base.bytes_sent + record.recorder.bytes_sent,
        )

    def unreported(self, device_id: str, total: DeviceFigures) -> DeviceFigures:
        """Return what of *total* no report told yet."""
        with self._lock:
            told = self._reported.get(device_id)
        return total if told is None else _minus(total, told)

    def note_reported(self, device_id: str, more: DeviceFigures) -> None:
        """Add *more* to what was told, the last of it now."""
        now_ms = self._wall_ms()
        with self._lock:
            told = self._reported.get(device_id, DeviceFigures())
            self._reported[device_id] = _plus(told, more, now_ms)

    def entries(self, device_id: str, since_ms: int = 0) -> Sequence[RecordedBytes]:
        """Return the last bytes of a device from *since_ms* on."""
        recorder = self._record(device_id, "").recorder
        return tuple(entry for entry in recorder.entries() if entry.at_ms >= since_ms)

    def now_ms(self) -> int:
        """Return the time by which the bytes are recorded."""
        return self._wall_ms()

    def save(self) -> None:
        """Keep the figures for the next start; a disk that refuses is logged."""
        if self._path is None:
            return
        with self._lock:
            known = tuple(self._records)
            reported = dict(self._reported)
        figures = {**self._kept, **{name: self.figures(name) for name in known}}
        table = {
            name: _Kept(**msgspec.structs.asdict(counted), reported=reported.get(name))
            for name, counted in figures.items()
        }
        try:
            replace_file(self._path, msgspec.json.encode(table))
        except OSError as error:
            _log.warning("figures of the devices were not kept: %s", error)

    def _record(self, device_id: str, kind: str) -> _Record:
        with self._lock:
            record = self._records.get(device_id)
            if record is None:
                base = self._kept.get(device_id) or DeviceFigures(
                    since_ms=self._wall_ms()
                )
                recorder = FlightRecorder(
                    is_withheld=kind in _WITHHELD_KINDS, wall_ms=self._wall_ms
                )
                record = self._records[device_id] = _Record(base, recorder)
            return record


def _plus(one: DeviceFigures, other: DeviceFigures, since_ms: int) -> DeviceFigures:
    return DeviceFigures(
        since_ms, *(getattr(one, name) + getattr(other, name) for name in _COUNTS)
    )


def _minus(total: DeviceFigures, told: DeviceFigures) -> DeviceFigures:
    # A file that was put back knows of less than was told.
    return DeviceFigures(
        told.since_ms,
        *(max(0, getattr(total, name) - getattr(told, name)) for name in _COUNTS),
    )


def _load(path: Path | None) -> dict[str, _Kept]:
    if path is None:
        return {}
    try:
        with path.open("rb") as file:
            raw = file.read(_FILE_BYTES_MAX + 1)
        kept = decode_json(raw, dict[str, _Kept])
    except (OSError, msgspec.MsgspecError):
        return {}
    return dict(list(kept.items())[:_DEVICES_MAX])
