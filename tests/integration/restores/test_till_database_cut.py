"""The end of the ledger is cut off: what remains is whole in itself, and too short."""

from __future__ import annotations

import shutil

from terminal.bootstrap.agent import run_agent
from tests.integration.restores.shop import Device, Shop


def test_a_till_whose_log_was_cut_opens_a_new_epoch_before_the_next_receipt(
    shop: Shop, till: Device
) -> None:
    before, home = (till.epoch, till.series), till.home
    till.close()
    till.sell(2)
    # They are at the center, and the till still has them in its log alone.
    assert run_agent(home, once=True).waiting == 0
    log_bytes = (home / "ledger.db-wal").stat().st_size
    gone = till.sell(2)
    crashed = till.disk.with_name("crashed")
    shutil.copytree(home, crashed)
    till.close()
    for name in ("ledger.db", "ledger.db-wal"):
        shutil.copyfile(crashed / name, home / name)
    with (home / "ledger.db-wal").open("r+b") as file:
        file.truncate(log_bytes)

    [first] = till.sell()

    assert till.epoch != before[0]
    assert first.series != before[1]
    till.drain()
    shop.assert_nothing_lost_or_doubled(lost=gone)
    assert [loss["reported_by"] for loss in shop.losses()] == ["key store", "sentinel"]


def test_a_till_whose_database_is_gone_begins_anew_and_repeats_no_number(
    shop: Shop, till: Device
) -> None:
    before = (till.epoch, till.series)
    till.close()
    for name in ("ledger.db", "ledger.db-wal", "ledger.db-shm"):
        (till.home / name).unlink(missing_ok=True)

    till.open_day()
    [first] = till.sell()

    assert till.epoch != before[0]
    assert first.series != before[1]
    till.drain()
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []
