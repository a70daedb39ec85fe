"""One side forgets all it knew of the other; nothing is sent for good but once."""

from __future__ import annotations

from tests.integration.restores.shop import Device, Shop


def test_a_local_flush_of_the_replica_sends_nothing_twice(
    shop: Shop, till: Device
) -> None:
    """What the agent knew of the center is gone; the ledger is not."""
    before = (till.epoch, till.series)
    till.sell(2)
    till.close()
    for file in till.home.glob("replica.db*"):
        file.unlink()

    till.sync_once()
    till.close()
    till.sell()

    assert till.drain().waiting == 0
    assert (till.epoch, till.series) == before
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_a_remote_flush_is_told_in_plain_words_and_the_till_keeps_everything(
    shop: Shop, till: Device
) -> None:
    """An empty center never heard of this till, so it takes nothing from it."""
    shop.empty_center()
    till.sell(2)

    status = till.sync_once()

    assert status.state == "refused"
    assert "everything is kept" in status.cause
    assert till.sell()
