"""The whole home is put back, sentinel and replica with it: the key store remembers."""

from __future__ import annotations

from tests.integration.restores.shop import Device, Shop


def test_a_till_home_restored_beside_its_key_store_opens_a_new_epoch_off_line(
    shop: Shop, till: Device
) -> None:
    copy, before = till.home_copy(), (till.epoch, till.series)
    brought = till.sell(2)
    till.drain()
    till.put_home_back(copy)

    [first, second] = till.sell(2)

    assert till.epoch != before[0]
    assert {first.series, second.series}.isdisjoint({before[1], brought[0].series})
    till.drain()
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_a_till_home_restored_names_the_sales_that_never_left_it(
    shop: Shop, till: Device
) -> None:
    copy, epoch = till.home_copy(), till.epoch
    held = shop.held(epoch)
    gone = till.sell(2)
    end = till.till.ledger.head.seq
    till.put_home_back(copy)

    till.sell()

    till.drain()
    shop.assert_nothing_lost_or_doubled(lost=gone)
    [loss] = shop.losses()
    assert (loss["epoch"], loss["reported_by"]) == (epoch, "key store")
    assert (loss["first_seq"], loss["last_seq"]) == (held + 1, end)


def test_a_till_home_restored_twice_in_a_row_still_names_what_the_first_time_lost(
    shop: Shop, till: Device
) -> None:
    copy, epoch = till.home_copy(), till.epoch
    held = shop.held(epoch)
    gone = till.sell(2)
    end = till.till.ledger.head.seq
    till.put_home_back(copy)
    also_gone = till.sell()
    between = till.epoch
    till.put_home_back(copy)

    [last] = till.sell()

    assert last.series not in {sale.series for sale in gone + also_gone}
    till.drain()
    shop.assert_nothing_lost_or_doubled(lost=gone + also_gone)
    losses = {loss["epoch"]: loss for loss in shop.losses()}
    assert (losses[epoch]["first_seq"], losses[epoch]["last_seq"]) == (held + 1, end)
    assert losses[between]["first_seq"] == 1
