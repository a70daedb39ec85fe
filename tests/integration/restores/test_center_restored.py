"""The center is put back to an earlier moment; the tills have what it lacks."""

from __future__ import annotations

import json

import pytest

from tests.integration.restores.shop import Device, Shop


def test_a_center_restored_by_its_commands_is_sent_what_its_backup_lacked(
    shop: Shop, till: Device, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (till.epoch, till.series)
    backup, held = shop.folder / "backup.db", shop.held(till.epoch)
    shop.command("backup", "--to", str(backup))
    assert till.drain().archived == held
    till.sell(2)
    till.drain()
    shop.lose_database()
    capsys.readouterr()

    shop.command("restore", str(backup), "--json")
    report = json.loads(capsys.readouterr().out)
    shop.center.start()

    assert report["events"] == held
    till.sell()
    status = till.drain()
    # The second tick stands at what the copy holds.
    assert (status.waiting, status.archived) == (0, held)
    assert (till.epoch, till.series) == before
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "in_silence"])
def test_a_center_restored_from_a_copied_file_is_sent_what_that_lacked(
    shop: Shop, till: Device, announced: bool
) -> None:
    """Without `central restored` its watermark alone says what to send."""
    copy, before = shop.copy_of_center(), (till.epoch, till.series)
    till.sell(2)
    till.drain()

    shop.put_center_back(copy, announced=announced)

    till.sell()
    assert till.drain().waiting == 0
    assert (till.epoch, till.series) == before
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []


@pytest.mark.campaign
def test_a_center_restored_twice_in_a_row_is_sent_what_each_copy_lacked(
    shop: Shop, till: Device
) -> None:
    first = shop.copy_of_center()
    till.sell(2)
    till.drain()
    second = shop.copy_of_center()
    till.sell(2)
    till.drain()

    shop.put_center_back(second, announced=True)
    till.drain()
    shop.put_center_back(first, announced=True)
    till.sell()

    assert till.drain().waiting == 0
    shop.assert_nothing_lost_or_doubled()
    assert shop.losses() == []
