"""How a workstation learns that the central holds everything up to a settlement.

The receipt is signed with the key that the workstation pinned at its enrolment, so
that anybody who knows that key can check it years later, without the central.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta, Struct

from sync.protocol.envelope import Epoch, HashHex, Name, Natural, Sequence
from sync.protocol.errors import MalformedMessageError
from sync.protocol.messages import decode, encode
from sync.protocol.signature import Signer, verify

TENDERS_MAX: Final = 1_000

_DOMAIN: Final = b"evertill completeness 1\n"

ShortfallCode = Literal["", "missing", "fork", "not_a_settlement", "sums"]


class AskCompleteness(Struct, frozen=True, kw_only=True):
    """A settlement whose events shall be confirmed.

    Attributes:
        epoch: Where the settlement stands.
        first_seq: Of the event that opened the till period, as the manifest says.
        last_seq: Of the settlement itself.
        head_hash: Hash of the settlement.
    """

    epoch: Epoch
    first_seq: Sequence
    last_seq: Sequence
    head_hash: HashHex


class CompletenessReceipt(Struct, frozen=True, kw_only=True):
    """The central holds every event of one till period, and the sums agree.

    Attributes:
        business_day: Of the settlement, `YYYY-MM-DD`.
        epoch: Where the settlement stands; the period may have begun in another.
        first_seq: Of the event that opened the period.
        last_seq: Of the settlement.
        count: Events held, both ends included.
        head_hash: Hash of the settlement.
        gross_minor: Signed, tax included, worked out by the central.
        tenders: Net signed sum by method, sorted, none that is zero.
        incarnation: Of the central that says so.
        confirmed_at_ms: Its clock, ms since 1970 UTC.
    """

    tenant: Name
    store: Name
    workstation: Name
    business_day: str
    z_number: Natural
    epoch: Epoch
    first_seq: Sequence
    last_seq: Sequence
    count: Natural
    head_hash: HashHex
    currency: str
    gross_minor: int
    tax_minor: int
    tenders: Annotated[tuple[tuple[str, int], ...], Meta(max_length=TENDERS_MAX)]
    incarnation: str
    confirmed_at_ms: Natural


class CompletenessReply(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The receipt and the central's signature, or what is in the way.

    Attributes:
        is_complete: Whether there is a receipt.
        receipt: Exact bytes of a `CompletenessReceipt`.
        signature: Ed25519 by the central's key over the domain line and the receipt.
        code: `missing`: events have not arrived; `fork`: the central holds another
            event there; `not_a_settlement`; `sums`: held, but the sums differ.
        message: For people.
        held: Last seq of the epoch that the central has without a gap.
    """

    is_complete: bool
    receipt: msgspec.Raw = msgspec.Raw(b"")
    signature: bytes = b""
    code: ShortfallCode = ""
    message: str = ""
    held: Natural = 0


def seal_completeness(receipt: CompletenessReceipt, signer: Signer) -> bytes:
    """Return the reply that carries *receipt*, signed by the central."""
    data = encode(receipt)
    return encode(
        CompletenessReply(
            is_complete=True,
            receipt=msgspec.Raw(data),
            signature=signer.sign(_DOMAIN + data),
        )
    )


def open_completeness(
    reply: CompletenessReply, central_public_key: bytes
) -> CompletenessReceipt:
    """Return the receipt of *reply*, if the pinned central signed it.

    Raises:
        MalformedMessageError: There is none, or somebody else made it.
    """
    data = bytes(reply.receipt)
    if not reply.is_complete or not verify(
        central_public_key, _DOMAIN + data, reply.signature
    ):
        raise MalformedMessageError("no completeness receipt of the pinned central")
    return decode(CompletenessReceipt, data)
