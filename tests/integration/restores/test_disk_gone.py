"""A till's disk is gone for good: another computer takes its place."""

from __future__ import annotations

import shutil

from tests.integration.restores.shop import Device, Shop


def test_a_disk_that_is_gone_loses_by_name_what_the_till_had_told_of(
    shop: Shop, till: Device
) -> None:
    epoch = till.epoch
    held = shop.held(epoch)
    gone = till.sell(2)
    with shop.center_that_stores_nothing():
        till.sync_once()
    end = till.till.ledger.head.seq
    till.close()
    shutil.rmtree(till.disk)

    new = shop.new_device("new-till")
    new.open_day()
    [first] = new.sell()
    status = new.drain()

    assert (status.state, status.waiting) == ("online", 0)
    assert new.epoch != epoch
    assert first.identity not in {sale.identity for sale in till.sold}
    shop.assert_nothing_lost_or_doubled(lost=gone)
    assert [
        (loss["epoch"], loss["first_seq"], loss["last_seq"], loss["reported_by"])
        for loss in shop.losses()
    ] == [
        (epoch, held + 1, end, "central server"),
        (epoch, held + 1, end, "claim"),
    ]


def test_a_disk_that_is_gone_with_nothing_waiting_loses_nothing(
    shop: Shop, till: Device
) -> None:
    till.close()
    shutil.rmtree(till.disk)

    new = shop.new_device("new-till")
    new.open_day()
    new.sell(2)

    new.drain()
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_a_new_disk_never_takes_up_the_series_of_the_old_one(
    shop: Shop, till: Device
) -> None:
    till.close()
    shutil.rmtree(till.disk)

    new = shop.new_device("new-till")
    new.open_day()
    [first] = new.sell()

    assert first.series not in {sale.series for sale in till.sold}
