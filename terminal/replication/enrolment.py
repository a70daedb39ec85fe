"""Introduce this workstation to its center, once, and fetch the first data.

Called by `init`, on the thread of the command.  Afterwards the workstation signs
every request with its own key and the center's answers are checked against the key
that was pinned here.
"""

from __future__ import annotations

import msgspec


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """What the center said when it accepted this workstation.

    Attributes:
        central_public_key: Ed25519 key (32 bytes) that signs reference data; pin it.
        name: The workstation's name as people at the center know it.
    """

    tenant: str
    store: str
    workstation: str
    name: str
    central_public_key: bytes


def enrol(
    central_url: str,
    code: str,
    public_key: bytes,
    *,
    epoch: str,
) -> Enrolment:
    """Trade the enrolment *code* for an identity.

    Args:
        central_url: Address of the center, `https://…`; plain `http` only to loopback.
        code: What `central code` printed; it works once.
        public_key: Ed25519 key (32 bytes) this workstation will sign with.
        epoch: The first epoch of the new ledger, 16 lower-case hex digits.

    Raises:
        EnrolmentRefusedError: The code is unknown, used or out of date.
        SyncError: The center could not be reached or is not a center.
    """
    raise NotImplementedError
