"""What is lost stays named, whatever is put back."""

from __future__ import annotations

from sync.protocol.events.epoch_opened_v1 import AbandonedTail
from terminal.persistence.keys.witness import LostTail
from terminal.persistence.ledger.known_losses import (
    LOST_TAILS_MAX,
    tails_to_keep,
    unnamed_tails,
)

_KEPT = LostTail("sentinel", "a" * 16, 9, 4)


def test_of_each_epoch_the_furthest_is_kept() -> None:
    named = (
        AbandonedTail(source="key store", epoch="a" * 16, seq=7),
        AbandonedTail(source="sentinel", epoch="b" * 16, seq=2),
    )

    assert tails_to_keep((_KEPT,), named) == (
        _KEPT,
        LostTail("sentinel", "b" * 16, 2),
    )


def test_the_newest_are_kept_when_there_are_many() -> None:
    named = [
        AbandonedTail(source="s", epoch=f"{n:016x}", seq=1)
        for n in range(LOST_TAILS_MAX)
    ]

    kept = tails_to_keep((_KEPT,), named)

    assert len(kept) == LOST_TAILS_MAX
    assert _KEPT not in kept


def test_what_is_named_or_held_is_not_named_again() -> None:
    named = AbandonedTail(source="key store", epoch="a" * 16, seq=9)

    assert unnamed_tails((_KEPT,), (named,), lambda *_: None) == []
    assert unnamed_tails((_KEPT,), (), lambda *_: b"held") == []
    [tail] = unnamed_tails((_KEPT,), (), lambda *_: None)
    assert (tail.source, tail.epoch, tail.seq, tail.number) == (
        "sentinel",
        "a" * 16,
        9,
        4,
    )
