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


def test_a_remote_flush_is_told_in_plain_words_and_healed_by_enrolling_again(
    shop: Shop, till: Device
) -> None:
    """An empty center never heard of this till; enrolled again it sends all it has."""
    before = (till.epoch, till.series)
    shop.empty_center()
    till.sell(2)

    status = till.sync_once()
    assert status.state == "refused"
    assert "everything is kept" in status.cause
    till.sell()
    shop.enrol_again(till)

    assert till.drain().waiting == 0
    assert (till.epoch, till.series) == before
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_a_center_put_back_to_before_an_enrolment_is_healed_by_enrolling_again(
    shop: Shop,
) -> None:
    copy = shop.copy_of_center()
    till = shop.new_device()
    till.open_day()
    till.sell(3)
    till.drain()
    shop.put_center_back(copy, announced=True)
    till.sell()
    assert till.sync_once().state == "refused"

    shop.enrol_again(till)

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled()
