"""The agent asks for the proof of the last settlement once, and keeps it."""

from __future__ import annotations

import msgspec
import pytest

from sync.protocol.completeness import (
    AskCompleteness,
    CompletenessReceipt,
    seal_completeness,
)
from sync.protocol.signature import Signer
from terminal.replication.completeness import (
    ASK_PAUSE_MS,
    ProofHeard,
    Proofs,
    SettledPeriod,
    stored_receipt,
)
from terminal.replication.ports import Mark
from tests.fakes.completeness import RECEIPT

_CENTER = Signer(b"\x01" * 32)
_PERIOD = SettledPeriod(
    z_number=RECEIPT.z_number,
    epoch=RECEIPT.epoch,
    first_seq=RECEIPT.first_seq,
    last_seq=RECEIPT.last_seq,
    head_hash=RECEIPT.head_hash,
)
_SENT = [Mark(RECEIPT.epoch, RECEIPT.last_seq, b"")]


class _Files:
    """A ledger's last settlement and a replica, in memory."""

    def __init__(self) -> None:
        self.last: SettledPeriod | None = _PERIOD
        self.kept: dict[str, str] = {}

    def last_settlement(self) -> SettledPeriod | None:
        return self.last

    def proof(self, head_hash: str) -> str | None:
        return self.kept.get(head_hash)

    def put_proof(self, head_hash: str, reply: str) -> None:
        self.kept[head_hash] = reply


@pytest.fixture
def files() -> _Files:
    return _Files()


@pytest.fixture
def proofs(files: _Files) -> Proofs:
    return Proofs(files, files, _CENTER.public_key)


def confirmed(
    receipt: CompletenessReceipt = RECEIPT, signer: Signer = _CENTER
) -> ProofHeard:
    return ProofHeard(_PERIOD.head_hash, seal_completeness(receipt, signer))


def test_what_is_all_sent_is_asked_for_once(proofs: Proofs, files: _Files) -> None:
    assert proofs.question([], 0) is None
    assert proofs.question([Mark(RECEIPT.epoch, RECEIPT.last_seq - 1, b"")], 0) is None

    asked = proofs.question(_SENT, 0)
    meanwhile = proofs.question(_SENT, 0)
    shortfall = proofs.heard(confirmed(), 5)

    assert asked == AskCompleteness(
        epoch=_PERIOD.epoch,
        first_seq=_PERIOD.first_seq,
        last_seq=_PERIOD.last_seq,
        head_hash=_PERIOD.head_hash,
    )
    assert meanwhile is None
    assert shortfall == ""
    kept = files.kept[_PERIOD.head_hash]
    assert stored_receipt(kept, _CENTER.public_key) == RECEIPT
    assert proofs.question(_SENT, 10**9) is None
    status = proofs.status()
    assert status is not None
    assert (status.is_complete, status.events) == (True, 412)
    assert "412 of 412" in status.detail


def test_before_the_first_settlement_nothing_is_asked(
    proofs: Proofs, files: _Files
) -> None:
    files.last = None

    assert proofs.question(_SENT, 0) is None
    assert proofs.status() is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (confirmed(signer=Signer(b"\x02" * 32)), "pinned"),
        (
            confirmed(msgspec.structs.replace(RECEIPT, head_hash="00" * 32)),
            "another settlement",
        ),
        (ProofHeard(_PERIOD.head_hash, b"not JSON"), "CompletenessReply"),
        (
            ProofHeard(
                _PERIOD.head_hash,
                confirmed().reply[:-1] + b',"added on the way":"\xff"}',
            ),
            "utf-8",
        ),
        (ProofHeard(_PERIOD.head_hash, b"", "no answer"), "no answer"),
        (
            ProofHeard(
                _PERIOD.head_hash, b'{"is_complete":false,"message":"2 are missing"}'
            ),
            "2 are missing",
        ),
    ],
    ids=[
        "another key",
        "another settlement",
        "no reply",
        "no text",
        "silence",
        "a shortfall",
    ],
)
def test_anything_else_is_no_proof_and_asked_again_later(
    proofs: Proofs, files: _Files, said: ProofHeard, reason: str
) -> None:
    proofs.question(_SENT, 0)

    shortfall = proofs.heard(said, 1_000)

    assert reason in shortfall
    assert files.kept == {}
    assert proofs.shortfall(_PERIOD.head_hash) == shortfall
    status = proofs.status()
    assert status is not None
    assert not status.is_complete
    assert proofs.question(_SENT, 1_000 + ASK_PAUSE_MS - 1) is None
    assert proofs.question(_SENT, 1_000 + ASK_PAUSE_MS) is not None


def test_somebody_who_waits_ends_the_pause(proofs: Proofs) -> None:
    proofs.question(_SENT, 0)
    proofs.heard(ProofHeard(_PERIOD.head_hash, b"", "no answer"), 0)

    proofs.ask_soon()

    assert proofs.shortfall(_PERIOD.head_hash) is None
    assert proofs.question(_SENT, 1) is not None


def test_only_the_last_settlement_is_asked_for(proofs: Proofs, files: _Files) -> None:
    assert proofs.is_last(_PERIOD.head_hash)
    assert not proofs.is_last("00" * 32)
    files.last = None
    assert not proofs.is_last(_PERIOD.head_hash)


def test_a_kept_reply_that_was_altered_proves_nothing() -> None:
    reply = seal_completeness(RECEIPT, _CENTER).decode()

    assert stored_receipt(reply.replace("412", "413", 1), _CENTER.public_key) is None
    assert stored_receipt("{", _CENTER.public_key) is None
