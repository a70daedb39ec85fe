"""Introduce this workstation to its center, once, and fetch the first data.

Called by `init`, on the thread of the command.  Afterwards the workstation signs
every request with its own key and the center's answers are checked against the key
that was pinned here.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable

import msgspec

from sync.engine.causes import Cause
from sync.protocol.messages import Enrol, Known
from sync.protocol.signature import Signer
from sync.protocol.succession import HeldStream, KeySuccession
from terminal.replication.call_failure import CallFailedError
from terminal.replication.center_calls import CenterCalls, Program
from terminal.replication.errors import EnrolmentRefusedError, RefusedError
from terminal.replication.first_feed import FirstFeed
from terminal.replication.plain_words import error_of
from terminal.replication.ports import ReplicaSink
from terminal.replication.system_clock import SystemClock
from terminal.replication.transport import Transport, WorkstationIdentity
from terminal.settings.central_address import is_safe_address

_REFUSALS = frozenset({Cause.REFUSED, Cause.REVOKED, Cause.CHAIN})


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What the center said when it accepted this workstation.

    Attributes:
        central_public_key: Ed25519 key (32 bytes) that signs reference data; pin it.
        known: What the center knew of this workstation; None from an older center.
        name: The workstation's name as people at the center know it.
    """

    tenant: str
    store: str
    workstation: str
    name: str
    central_public_key: bytes
    known: Known | None = None


def enrol(  # noqa: PLR0913 - keyword-only but the address, the code and the key
    central_url: str,
    code: str,
    public_key: bytes,
    *,
    epoch: str,
    succession: KeySuccession | None = None,
    streams: tuple[HeldStream, ...] = (),
    earlier: tuple[KeySuccession, ...] = (),
) -> Enrolment:
    """Trade the enrolment *code* for an identity.

    Args:
        central_url: Address of the center, `https://…`; plain `http` only to loopback.
        code: What `central code` printed; it works once.
        public_key: Ed25519 key (32 bytes) this workstation will sign with.
        epoch: The first epoch of the new ledger, 16 lower-case hex digits.
        succession: The word of the key before, of a till that has a ledger.
        streams: The epochs of that ledger.
        earlier: The words of the keys before that one, oldest first.

    Raises:
        EnrolmentRefusedError: The code is unknown, used or out of date.
        SyncError: The center could not be reached or is not a center.
    """
    require_safe_url(central_url)
    transport = Transport(central_url, identity=None, signer=None, time_ms=_wall_ms)
    try:
        reply = transport.enrol(
            secrets.token_hex(16),
            Enrol(
                code=code,
                public_key=public_key,
                epoch=epoch,
                succession=succession,
                streams=streams,
                earlier=earlier,
            ),
        )
    except CallFailedError as error:
        if error.cause in _REFUSALS:
            raise EnrolmentRefusedError(
                f"the center did not accept the enrolment code: {error.detail};"
                f" ask whoever runs the center for a new one"
            ) from error
        raise error_of(error.cause, error.detail) from error
    finally:
        transport.close()
    return Enrolment(
        tenant=reply.tenant,
        store=reply.store,
        workstation=reply.workstation,
        name=reply.name,
        central_public_key=reply.central_public_key,
        known=reply.known,
    )


def pull_reference_data(
    central_url: str,
    enrolment: Enrolment,
    signing_private_key: bytes,
    sink: ReplicaSink,
    *,
    on_progress: Callable[[int], None] | None = None,
) -> int:
    """Apply the feed to *sink* until it is complete; return the number of rows.

    The home is usable after any checkpoint: an interruption only leaves less data,
    and the agent goes on from the stored cursor.

    Args:
        central_url: As in `enrol`.
        enrolment: What `enrol` returned.
        signing_private_key: Ed25519 key (32 bytes) of this workstation.
        sink: The replica; the caller holds its lock.
        on_progress: Called with the rows applied so far, on the calling thread.

    Raises:
        FeedRefusedError: A checkpoint does not carry the pinned key's signature.
        SyncError: The center could not be reached or refused.
        LocalFileError: The replica cannot be written.
    """
    require_safe_url(central_url)
    clock = SystemClock()
    transport = Transport(
        central_url,
        identity=WorkstationIdentity(
            enrolment.tenant, enrolment.store, enrolment.workstation
        ),
        signer=Signer(signing_private_key),
        time_ms=clock.wall_ms,
    )
    calls = CenterCalls(transport, clock, Program("", ""), sink.cursor)
    feed = FirstFeed(calls, sink, clock, enrolment.central_public_key)
    try:
        return feed.run((enrolment.tenant, enrolment.store), on_progress)
    finally:
        calls.close()


def require_safe_url(central_url: str) -> None:
    """Refuse an address over which everybody on the way could read along.

    Raises:
        RefusedError: Neither `https` nor a loopback address.
    """
    if is_safe_address(central_url):
        return
    raise RefusedError(
        f"{central_url!r} is not a safe address: the center is reached by https://,"
        f" plain http:// only on this computer"
    )


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000
