"""The growing end of the chain: header, hash, signature, row, projections.

Used by the unit of work inside its transaction, on the ledger's thread only.
"""

import base64
from typing import Final, Literal

import msgspec

from sync.protocol.envelope import (
    GENESIS_PREV,
    ControlTotals,
    Header,
    ParentLink,
    encode_header,
    event_hash,
)
from sync.protocol.errors import MalformedMessageError
from sync.protocol.events import (
    EventBody,
    encode_body,
    sale_completed_v1,
    transaction_voided_v1,
    type_of,
)
from sync.protocol.events.epoch_opened_v1 import AbandonedTail, EpochOpened
from sync.protocol.events.epoch_opened_v2 import EpochRehomed, RehomedTail
from sync.protocol.events.epoch_opened_v3 import EpochSucceeded
from sync.protocol.events.sale_completed_v2 import SaleCompleted
from sync.protocol.events.transaction_cancelled_v1 import TransactionCancelled
from sync.protocol.events.transaction_voided_v2 import TransactionVoided
from sync.protocol.signature import Signer
from sync.protocol.succession import KeySuccession
from terminal.application.ports.clock import Clock
from terminal.application.ports.id_factory import IdFactory
from terminal.application.ports.unit_of_work import Appended
from terminal.persistence.dbapi import Connection
from terminal.persistence.errors import UnrecordableStepError
from terminal.persistence.ledger.projector import Projector

FIRST_NUMBER: Final = 1

EpochReason = Literal["init", "restore", "fork", "clone", "rollback", "salvage"]

_NUMBERED: Final = (
    SaleCompleted,
    TransactionCancelled,
    TransactionVoided,
    sale_completed_v1.SaleCompleted,
    transaction_voided_v1.TransactionVoided,
)


class Stream(msgspec.Struct, frozen=True, kw_only=True):
    """Whose events these are; the same for every event of a home.

    Attributes:
        app: Build of this program.
        schema: Newest migration of the file.
    """

    tenant: str
    store: str
    workstation: str
    lane: str
    app: str
    schema: str


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The last event of the file and what the next one follows from.

    Attributes:
        event_no: Its number in the file; 0 when the file holds no event.
        epoch: Its epoch; empty when there is none.
        epoch_no: Number of that epoch in the file.
        seq: Its number in the epoch.
        hash: Its hash.
        series: Receipt series in use.
        number: Last number of that series.
    """

    event_no: int
    epoch: str
    epoch_no: int
    seq: int
    hash: bytes
    series: str
    number: int


EMPTY_HEAD: Final = Head(
    event_no=0, epoch="", epoch_no=0, seq=0, hash=GENESIS_PREV, series="", number=0
)


class EpochStart(msgspec.Struct, frozen=True, kw_only=True):
    """What a new epoch begins with.

    Attributes:
        epoch: 16 hex digits.
        reason: See ``EpochOpened``.
        series: A receipt series that was never used before.
        abandoned: What witnesses knew and the file does not hold.
        parent: What it continues, when that is not the end of this file.
        rehomed: What it carries again; the caller appends that at once.
        succession: The word of the key so far, when another one signs from now on.
        workstation: Whose epoch it is, when it carries the tail of an epoch from
            before this device got its present name; empty: the home's.
    """

    epoch: str
    reason: EpochReason
    series: str
    abandoned: tuple[AbandonedTail, ...] = ()
    parent: ParentLink | None = None
    rehomed: RehomedTail | None = None
    succession: KeySuccession | None = None
    workstation: str = ""


def load_head(connection: Connection) -> Head:
    """Read the last event and the series of its epoch."""
    row = connection.execute(
        "SELECT event_no, epoch, epoch_no, seq, hash, series,"
        " (SELECT last_number FROM number_series"
        "  WHERE number_series.series = epoch.series)"
        " FROM event JOIN epoch USING (epoch_no) ORDER BY event_no DESC LIMIT 1"
    ).fetchone()
    if row is None:
        return EMPTY_HEAD
    event_no, epoch, epoch_no, seq, hash_, series, number = row
    return Head(
        event_no=event_no,
        epoch=epoch,
        epoch_no=epoch_no,
        seq=seq,
        hash=hash_,
        series=series,
        number=number,
    )


class EventLog:
    """Appends events and remembers the end of the chain.

    Attributes:
        head: The end of the chain, the running transaction included.  The unit of
            work sets it back when it does not commit.
        feed_position: Cursor of the reference data in force; the unit of work
            keeps it current.
    """

    def __init__(
        self,
        connection: Connection,
        stream: Stream,
        signer: Signer,
        clock: Clock,
        ids: IdFactory,
    ) -> None:
        self.head = load_head(connection)
        self.feed_position: str | None = None
        self._connection = connection
        self._projector = Projector(connection)
        self._stream = stream
        self._signer = signer
        self._clock = clock
        self._ids = ids

    @property
    def workstation(self) -> str:
        """Whose events are appended."""
        return self._stream.workstation

    @property
    def public_key(self) -> bytes:
        """The key that signs them, 32 bytes."""
        return self._signer.public_key

    def begin_epoch(self, start: EpochStart) -> EpochOpened:
        """Append the first event of a new epoch and return its body.

        It is chained to the end of the file, or where it carries a tail again to the
        event before that tail.
        """
        old = self.head
        parent = start.parent
        if old.event_no and start.rehomed is None:
            parent = ParentLink(old.epoch, old.seq, old.hash.hex())
        body = EpochOpened(
            reason=start.reason,
            series=start.series,
            first_number=FIRST_NUMBER,
            public_key=base64.b64encode(self._signer.public_key).decode(),
            at_ms=self._clock.wall_ms(),
            abandoned=start.abandoned,
        )
        if start.rehomed is not None:
            body = EpochRehomed(**msgspec.structs.asdict(body), rehomed=start.rehomed)
        elif start.succession is not None:
            body = EpochSucceeded(
                **msgspec.structs.asdict(body), succession=start.succession
            )
        self.head = msgspec.structs.replace(
            old,
            epoch=start.epoch,
            epoch_no=old.epoch_no + 1,
            seq=0,
            hash=bytes.fromhex(parent.hash) if parent else GENESIS_PREV,
            series=start.series,
            number=FIRST_NUMBER - 1,
        )
        self.append(body, parent=parent, workstation=start.workstation)
        return body

    def append(  # noqa: PLR0913 - keyword-only, each for one kind of event
        self,
        body: EventBody,
        *,
        event_id: str | None = None,
        control: ControlTotals | None = None,
        business_day: str | None = None,
        deps: tuple[str, ...] = (),
        parent: ParentLink | None = None,
        workstation: str = "",
    ) -> Appended:
        """Chain, sign, store and project one event in the running transaction."""
        head = self.head
        seq = head.seq + 1
        event_type, version = type_of(body)
        estimate = self._clock.estimate()
        header = Header(
            event_id=event_id or self._ids.new(),
            tenant=self._stream.tenant,
            store=self._stream.store,
            workstation=workstation or self._stream.workstation,
            lane=self._stream.lane,
            epoch=head.epoch,
            parent=parent,
            seq=seq,
            type=event_type,
            type_v=version,
            app=self._stream.app,
            schema=self._stream.schema,
            feed_pos=self.feed_position,
            t_wall=self._clock.wall_ms(),
            t_mono=self._clock.monotonic_ms(),
            boot_id=self._clock.boot_id,
            t_est=None if estimate is None else estimate.at_ms,
            t_err=None if estimate is None else estimate.error_ms,
            biz_day=business_day,
            deps=deps,
            ctl=control,
        )
        self._store(header, encode_body(body), body)
        # Only these take a number: a reprint names that of an older receipt.
        if isinstance(body, _NUMBERED) and body.series == head.series:
            self.head = msgspec.structs.replace(self.head, number=body.number)
        return Appended(
            event_id=header.event_id,
            epoch=head.epoch,
            seq=seq,
            hash_hex=self.head.hash.hex(),
        )

    def append_again(
        self, original: Header, body_bytes: bytes, body: EventBody | None
    ) -> int:
        """Append an event of an earlier epoch again: same id, same bytes of its body.

        Args:
            original: Its header; all but its place stays as it was.
            body_bytes: Its body.
            body: The body as this program reads it; None when it cannot.

        Returns:
            Its number in the file.
        """
        header = msgspec.structs.replace(
            original, epoch=self.head.epoch, seq=self.head.seq + 1, parent=None
        )
        self._store(header, body_bytes, body)
        return self.head.event_no

    def _store(self, header: Header, body_bytes: bytes, body: EventBody | None) -> None:
        """Chain, sign, insert and project; moves the head, all but its number."""
        head = self.head
        try:
            header_bytes = encode_header(header)
        except MalformedMessageError as error:
            # Told apart from a header of the file that cannot be read: that one is
            # a broken page.
            raise UnrecordableStepError(str(error)) from error
        digest = event_hash(head.hash, header_bytes, body_bytes)
        event_no = head.event_no + 1
        self._connection.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                event_no,
                head.epoch_no,
                header.seq,
                # As bytearray: the driver sends bytes through its adapters.
                bytearray(header_bytes),
                bytearray(body_bytes),
                bytearray(head.hash),
                bytearray(digest),
                bytearray(self._signer.sign(digest)),
            ),
        )
        if body is not None:
            self._projector.apply(event_no, header, body)
        self.head = msgspec.structs.replace(
            head, event_no=event_no, seq=header.seq, hash=digest
        )
