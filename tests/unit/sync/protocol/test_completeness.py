"""A completeness receipt is worth something only with the central's signature."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.completeness import (
    CompletenessReply,
    open_completeness,
    seal_completeness,
)
from sync.protocol.errors import MalformedMessageError
from sync.protocol.messages import decode
from sync.protocol.signature import Signer
from tests.fakes.completeness import RECEIPT

_CENTER = Signer(b"\x01" * 32)


def _sealed() -> CompletenessReply:
    return decode(CompletenessReply, seal_completeness(RECEIPT, _CENTER))


def test_the_pinned_central_is_believed() -> None:
    assert open_completeness(_sealed(), _CENTER.public_key) == RECEIPT


def test_another_key_is_not() -> None:
    with pytest.raises(MalformedMessageError):
        open_completeness(_sealed(), Signer(b"\x02" * 32).public_key)


def test_an_altered_receipt_is_not() -> None:
    sealed = _sealed()
    altered = msgspec.Raw(bytes(sealed.receipt).replace(b"412", b"413"))

    with pytest.raises(MalformedMessageError):
        open_completeness(
            msgspec.structs.replace(sealed, receipt=altered), _CENTER.public_key
        )


def test_a_signature_of_another_purpose_is_not() -> None:
    data = msgspec.json.encode(RECEIPT)
    plain = CompletenessReply(
        is_complete=True, receipt=msgspec.Raw(data), signature=_CENTER.sign(data)
    )

    with pytest.raises(MalformedMessageError):
        open_completeness(plain, _CENTER.public_key)


def test_a_shortfall_is_no_receipt() -> None:
    reply = decode(
        CompletenessReply,
        b'{"is_complete":false,"code":"missing","message":"2 events","held":3}',
    )

    assert (reply.code, reply.held) == ("missing", 3)
    with pytest.raises(MalformedMessageError):
        open_completeness(reply, _CENTER.public_key)
