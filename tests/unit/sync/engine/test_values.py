"""The values that machines and shell exchange."""

from __future__ import annotations

from sync.engine.values import LocalHead, request_nonce


def test_what_a_later_epoch_carries_again_is_no_longer_due() -> None:
    whole = LocalHead("1" * 16, 9, b"n" * 32)
    parted = LocalHead("1" * 16, 9, b"n" * 32, 5, b"f" * 32)

    assert (whole.due_seq, whole.due_hash) == (9, b"n" * 32)
    assert (parted.due_seq, parted.due_hash) == (5, b"f" * 32)


def test_a_request_is_named_by_all_the_randomness_there_is() -> None:
    assert request_nonce(lambda most: most - 1) == "f" * 32
    assert request_nonce(lambda _most: 0) == "0" * 32
