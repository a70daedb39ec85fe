"""How many events go into one push."""

from __future__ import annotations

from sync.engine.batch_size import (
    BATCH_COMPRESSED_BYTES_MAX,
    BATCH_EVENTS_MAX,
    BATCH_EVENTS_START,
    BATCH_EVENTS_STEP,
    BatchSize,
    raw_bytes,
)
from tests.fakes.chain import ChainWriter

_EPOCH = "a" * 16


def test_full_batches_that_arrive_make_the_next_one_larger_up_to_a_limit() -> None:
    batch = BatchSize()

    batch.delivered(BATCH_EVENTS_START, 1000, 100)
    after_one = batch.events
    for _ in range(100):
        batch.delivered(batch.events, 1000, 100)

    assert after_one == BATCH_EVENTS_START + BATCH_EVENTS_STEP
    assert batch.events == BATCH_EVENTS_MAX


def test_a_batch_that_was_not_full_teaches_nothing_about_the_number() -> None:
    batch = BatchSize()

    batch.delivered(1, 1000, 100)

    assert batch.events == BATCH_EVENTS_START


def test_too_much_halves_what_was_sent_down_to_one() -> None:
    batch = BatchSize()

    batch.too_much(60)
    halved = batch.events
    for _ in range(10):
        batch.too_much(batch.events)

    assert halved == 30
    assert batch.events == 1


def test_large_events_are_limited_by_their_bytes_and_never_below_one() -> None:
    ledger = ChainWriter(is_signed=False)
    huge = "x" * (2 * BATCH_COMPRESSED_BYTES_MAX)
    events = [ledger.append(_EPOCH, padding=huge) for _ in range(3)]

    chosen = BatchSize().fit(events)

    assert len(chosen) == 1


def test_good_compression_lets_more_bytes_into_a_batch() -> None:
    ledger = ChainWriter(is_signed=False)
    events = [ledger.append(_EPOCH, padding="x" * 20_000) for _ in range(100)]
    batch = BatchSize()
    before = len(batch.fit(events))

    for _ in range(20):
        batch.delivered(before, raw_bytes(events[0]) * before, 20_000)

    assert before < len(batch.fit(events)) == 100
