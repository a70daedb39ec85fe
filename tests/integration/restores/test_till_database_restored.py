"""`ledger.db` alone is put back: sentinel, replica and key store still know better."""

from __future__ import annotations

from tests.integration.restores.shop import Device, Shop


def test_a_till_database_restored_from_a_copy_opens_a_new_epoch_before_the_next_receipt(
    shop: Shop, till: Device
) -> None:
    copy, before = till.database_copy(), (till.epoch, till.series)
    brought = till.sell(2)
    till.drain()
    till.put_database_back(copy)

    [first, *_] = till.sell(2)

    assert till.epoch != before[0]
    assert first.series > before[1]
    assert not {first.series} & {sale.series for sale in brought}
    till.drain()
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_sales_that_only_the_replaced_database_held_are_named_as_lost(
    shop: Shop, till: Device
) -> None:
    copy, epoch = till.database_copy(), till.epoch
    held = shop.held(epoch)
    gone = till.sell(2)
    end = till.till.ledger.head.seq
    till.put_database_back(copy)

    [first] = till.sell()

    assert first.series not in {sale.series for sale in gone}
    till.drain()
    shop.assert_nothing_lost_or_doubled(lost=gone)
    for loss in shop.losses():
        assert (loss["epoch"], loss["first_seq"], loss["last_seq"]) == (
            epoch,
            held + 1,
            end,
        )
    assert {loss["reported_by"] for loss in shop.losses()} >= {"sentinel"}
