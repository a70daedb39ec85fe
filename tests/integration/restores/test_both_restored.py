"""Till and center are put back at the same time, to the same moment or to others."""

from __future__ import annotations

import pytest

from tests.integration.restores.shop import Device, Shop


def test_both_restored_to_one_moment_carry_on_what_the_till_still_has(
    shop: Shop, till: Device
) -> None:
    """What was sold after it is on no disk in the world: nobody can name it."""
    image, copy = till.image(), shop.copy_of_center()
    gone = till.sell(2)
    till.drain()
    shop.put_center_back(copy, announced=True)
    till.put_back(image)

    till.sell(3)

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled(lost=gone)


def test_both_restored_and_the_key_store_names_what_is_on_no_disk_any_more(
    shop: Shop, till: Device
) -> None:
    home, copy, epoch = till.home_copy(), shop.copy_of_center(), till.epoch
    held = shop.held(epoch)
    gone = till.sell(2)
    till.drain()
    end = till.till.ledger.head.seq
    shop.put_center_back(copy, announced=True)
    till.put_home_back(home)

    [first] = till.sell()

    assert first.series not in {sale.series for sale in gone}
    till.drain()
    shop.assert_nothing_lost_or_doubled(lost=gone)
    [loss] = shop.losses()
    assert (loss["epoch"], loss["first_seq"], loss["last_seq"]) == (
        epoch,
        held + 1,
        end,
    )


def test_a_till_restored_further_back_than_the_center_re_homes_its_tail(
    shop: Shop, till: Device
) -> None:
    image = till.image()
    till.sell(1)
    till.drain()
    copy = shop.copy_of_center()
    gone = till.sell(2)
    till.drain()
    shop.put_center_back(copy, announced=True)
    till.put_back(image)

    till.sell(4)

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled(lost=gone)


def test_a_center_restored_further_back_than_the_till_is_sent_what_the_till_has(
    shop: Shop, till: Device
) -> None:
    copy = shop.copy_of_center()
    till.sell(1)
    till.drain()
    image = till.image()
    gone = till.sell(2)
    till.drain()
    shop.put_center_back(copy, announced=False)
    till.put_back(image)

    till.sell(1)

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled(lost=gone)


@pytest.mark.campaign
def test_a_center_restored_into_the_middle_of_a_re_homed_tail_takes_each_sale_once(
    shop: Shop, till: Device
) -> None:
    image = till.image()
    till.sell(2)
    till.drain()
    copy = shop.copy_of_center()
    till.put_back(image)
    till.sell(3)
    till.drain()

    shop.put_center_back(copy, announced=True)
    till.sell(1)

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []
