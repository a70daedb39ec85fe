"""Leaves an epoch in which till and center have parted, and loses nothing of it.

Used by the unit of work inside its transaction, on the ledger's thread only.  The
rows of the old epoch stay as they are; what the center cannot take under that epoch
is appended again under a new one, each event with its own id and the bytes of its
body, so that the center knows again what it has seen.  Projections count an event
once: at its first place.
"""

from collections.abc import Callable, Mapping
from typing import Final

from sync.protocol.envelope import ParentLink, decode_header
from sync.protocol.events import EventBody
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from sync.protocol.events.epoch_opened_v2 import RehomedTail
from terminal.application.ports.unit_of_work import PartingPoint
from terminal.persistence.dbapi import Connection
from terminal.persistence.ledger.event_log import EpochReason, EpochStart, EventLog
from terminal.persistence.ledger.known_losses import abandoned_tails
from terminal.persistence.ledger.witness import series_after

CENTRAL_SERVER: Final = "central server"
"""`source` of what the center knows of this workstation."""

_ROWS_A_READ: Final = 500


class Rehoming:
    """Opens epochs because of what the center holds."""

    def __init__(
        self, connection: Connection, log: EventLog, new_epoch_id: Callable[[], str]
    ) -> None:
        self._connection = connection
        self._log = log
        self._new_epoch_id = new_epoch_id

    def leave(self, point: PartingPoint) -> list[EventBody]:
        """Begin an epoch at *point* and append the tail behind it again.

        Returns:
            What opened it; nothing when this ledger has to do nothing about it: it
            has left the epoch already, or never held that event.
        """
        row = self._connection.execute(
            "SELECT first_event_no, (SELECT hash FROM event WHERE event_no ="
            "  first_event_no + ? - 1 AND event.epoch_no = epoch.epoch_no),"
            " (SELECT max(seq) FROM event WHERE event_no BETWEEN first_event_no AND"
            "  ifnull((SELECT next.first_event_no - 1 FROM epoch AS next WHERE"
            "   next.epoch_no = epoch.epoch_no + 1), ?)),"
            " (SELECT min(later.rehomed_after) FROM epoch AS later"
            "  WHERE later.rehomed_epoch = epoch.epoch)"
            " FROM epoch WHERE epoch = ?",
            (point.seq, self._log.head.event_no, point.epoch),
        ).fetchone()
        if row is None or row[1] is None or row[1].hex() != point.hash:
            return []
        first_event_no, _, last_seq, kept_seq = row
        due_seq = last_seq if kept_seq is None else kept_seq
        if due_seq > point.seq:
            tail = RehomedTail(
                epoch=point.epoch, after_seq=point.seq, last_seq=last_seq
            )
            owner = self._owner_of(first_event_no)
            opened = self._begin(point, tail, owner)
            self._append_again(first_event_no + point.seq, first_event_no + last_seq)
            if owner == self._log.workstation:
                return [opened]
            # The tail belongs to the books of the workstation that this device was;
            # what it sells from now on belongs to its own.
            return [opened, self._open(self._next("fork"))]
        if point.epoch == self._log.head.epoch:
            return [self._begin(point, None)]
        return []

    def give_up(self, unknown: Mapping[str, int]) -> list[EventBody]:
        """Begin an epoch because the center holds epochs that this ledger lost.

        Args:
            unknown: The last event of each epoch that the center holds.
        """
        known = {
            epoch for (epoch,) in self._connection.execute("SELECT epoch FROM epoch")
        }
        known |= {tail.epoch for tail in abandoned_tails(self._connection)}
        lost = {epoch: seq for epoch, seq in unknown.items() if epoch not in known}
        if not lost:
            return []
        series = self._next_series()
        for _ in lost:
            # Each took at least one series that nobody told us.
            series = series_after(series)
        return [
            self._open(
                EpochStart(
                    epoch=self._new_epoch_id(),
                    reason="rollback",
                    series=series,
                    abandoned=tuple(
                        _abandoned(epoch, seq) for epoch, seq in sorted(lost.items())
                    ),
                )
            )
        ]

    def _owner_of(self, first_event_no: int) -> str:
        (header,) = self._connection.execute(
            "SELECT header FROM event WHERE event_no = ?", (first_event_no,)
        ).fetchone()
        return decode_header(header).workstation

    def _next(self, reason: EpochReason) -> EpochStart:
        return EpochStart(
            epoch=self._new_epoch_id(), reason=reason, series=self._next_series()
        )

    def _begin(
        self, point: PartingPoint, tail: RehomedTail | None, owner: str = ""
    ) -> EventBody:
        abandoned: tuple[AbandonedTail, ...] = ()
        if point.center_seq > point.seq:
            # What the center holds behind that event was written in a life of this
            # till that is over; it is not lost, but it is not here.
            abandoned = (_abandoned(point.epoch, point.center_seq),)
        return self._open(
            EpochStart(
                epoch=self._new_epoch_id(),
                reason="rollback" if tail is None else "fork",
                series=self._next_series(),
                abandoned=abandoned,
                parent=ParentLink(point.epoch, point.seq, point.hash),
                rehomed=tail,
                workstation=owner,
            )
        )

    def _open(self, start: EpochStart) -> EventBody:
        return self._log.begin_epoch(start)

    def _next_series(self) -> str:
        rows = self._connection.execute("SELECT series FROM epoch").fetchall()
        return series_after(*(series for (series,) in rows))

    def _append_again(self, first_event_no: int, end_event_no: int) -> None:
        """Append the events from one number of the file up to, not with, another."""
        while first_event_no < end_event_no:
            rows = self._connection.execute(
                "SELECT header, body FROM event WHERE event_no >= ? AND event_no < ?"
                " ORDER BY event_no LIMIT ?",
                (first_event_no, end_event_no, _ROWS_A_READ),
            ).fetchall()
            assert rows, "events of the file are dense"
            for header, body in rows:
                decoded = decode_header(header)
                if decoded.type != EpochOpened.TYPE:
                    self._log.append_again(decoded, body, None)
            first_event_no += len(rows)


def _abandoned(epoch: str, seq: int) -> AbandonedTail:
    return AbandonedTail(source=CENTRAL_SERVER, epoch=epoch, seq=seq)
