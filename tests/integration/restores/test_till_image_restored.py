"""A whole disk is put back, key store and all: no witness is left but the center."""

from __future__ import annotations

from tests.integration.restores.shop import Device, Shop


def test_a_till_image_restored_with_the_center_in_reach_changes_series_before_selling(
    shop: Shop, till: Device
) -> None:
    image, before = till.image(), (till.epoch, till.series)
    brought = till.sell(2)
    till.drain()
    till.put_back(image)

    # The agent starts with the till: it greets, and the till does what it asks.
    till.sync_once()
    [first] = till.sell()

    assert till.epoch != before[0]
    assert first.series not in {sale.series for sale in brought}
    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_a_till_image_restored_off_line_repeats_numbers_but_no_identity(
    shop: Shop, till: Device
) -> None:
    """Nobody in reach can know it, so hash digits keep the two receipts apart."""
    image, before = till.image(), till.epoch
    brought = till.sell(2)
    till.drain()
    till.put_back(image)

    again = till.sell(2)

    assert [s.number for s in again] == [s.number for s in brought]
    assert {s.identity for s in again}.isdisjoint({s.identity for s in brought})
    assert till.drain().waiting == 0
    assert till.epoch != before
    assert till.series != brought[0].series
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_a_till_image_restored_sells_less_than_before_and_carries_its_tail_on(
    shop: Shop, till: Device
) -> None:
    image = till.image()
    till.sell(4)
    till.drain()
    till.put_back(image)

    till.sell(1)

    assert till.drain().waiting == 0
    till.sell(2)
    till.drain()
    shop.assert_nothing_lost_or_doubled()


def test_a_till_image_restored_sells_more_than_before_and_carries_its_tail_on(
    shop: Shop, till: Device
) -> None:
    image = till.image()
    till.sell(1)
    till.drain()
    till.put_back(image)

    till.sell(4)

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled()


def test_a_till_image_restored_when_nothing_was_sold_since_only_goes_on(
    shop: Shop, till: Device
) -> None:
    image, before = till.image(), (till.epoch, till.series)
    till.put_back(image)

    [first] = till.sell()

    assert till.drain().waiting == 0
    assert (till.epoch, first.series) == before
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


def test_a_till_image_restored_loses_by_name_what_only_its_greeting_had_told(
    shop: Shop, till: Device
) -> None:
    image, epoch = till.image(), till.epoch
    held = shop.held(epoch)
    gone = till.sell(2)
    with shop.center_that_stores_nothing():
        till.sync_once()
    end = till.till.ledger.head.seq
    till.put_back(image)

    till.sync_once()
    till.sell()

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled(lost=gone)
    [loss] = shop.losses()
    assert loss == {
        "workstation": till.workstation,
        "epoch": epoch,
        "first_seq": held + 1,
        "last_seq": end,
        "reported_by": "claim",
    }


def test_a_till_image_restored_twice_in_a_row_carries_both_tails_on(
    shop: Shop, till: Device
) -> None:
    image = till.image()
    till.sell(2)
    till.drain()
    till.put_back(image)
    till.sell(3)
    till.drain()
    till.put_back(image)

    till.sell(1)

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []
