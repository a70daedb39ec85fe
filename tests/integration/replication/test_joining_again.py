"""Two real homes from one disk, a real center: the ways out of a clone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from terminal.bootstrap.joining_again import join_again
from terminal.persistence.home import Home
from terminal.persistence.joining import JOURNAL
from terminal.persistence.keys import load_keys
from terminal.persistence.ledger.export import export_ledger
from terminal.persistence.ledger.export_check import check_export
from terminal.persistence.ledger.verify import verify_ledger
from tests.integration.restores.conftest import installed, shop, till
from tests.integration.restores.shop import Device, Shop

__all__ = ["installed", "shop", "till"]


def _assert_verifies(device: Device, tmp_path: Path) -> None:
    device.close()
    home = Home.load(device.home)
    keys = load_keys(home)
    assert verify_ledger(home, keys).ok
    file = tmp_path / f"{device.disk.name}.jsonl"
    export_ledger(home, keys, file)
    for key in (keys.signing_public, *keys.earlier_public):
        assert check_export(file, public_key=key).ok
    assert not check_export(file, public_key=bytes(32)).ok


def test_one_clone_keeps_the_name_the_other_gets_another_and_all_arrives_once(
    shop: Shop, till: Device, tmp_path: Path
) -> None:
    clone = shop.clone_of(till)
    for device in (till, clone):
        device.sell(2)
    before = (till.series, clone.series)

    assert shop.join_again(till, till.workstation) == till.workstation
    assert shop.join_again(clone, "T-99") == "T-99"
    for device, series in zip((till, clone), before, strict=True):
        [first] = device.sell()
        assert first.series > series
        assert device.drain().waiting == 0
        device.sell()
        assert device.drain().state == "online"

    shop.assert_arrived_once()
    assert shop.losses() == []
    old, new = (
        shop.center.answer("GET", f"/v1/workstations/{name}/control-totals")
        for name in (till.workstation, "T-99")
    )
    # Three before the copy, two of each device after it, and two under the new key.
    assert (old["transactions"], new["transactions"]) == (3 + 2 + 2 + 2, 2)
    for device in (till, clone):
        _assert_verifies(device, tmp_path)


def test_clones_parted_before_a_restored_center_knew_it_join_again_and_lose_nothing(
    shop: Shop, till: Device
) -> None:
    clone = shop.clone_of(till)
    for device in (till, clone):
        device.sell()
    before = shop.copy_of_center()
    places = ((till, till.workstation), (clone, "T-99"))
    for device, name in places:
        assert shop.join_again(device, name) == name
        device.sell()
        device.drain()

    shop.put_center_back(before, announced=True)
    for device, name in places:
        assert shop.join_again(device, name) == name
        device.sell()
    for device, _ in places:
        assert device.drain().state == "online"

    shop.assert_arrived_once()
    assert shop.losses() == []


def _names(text: str) -> list[str]:
    """Return what stands in each line of a settings file before its value."""
    return [line.partition(" = ")[0] for line in text.splitlines()]


class _CutError(Exception):
    pass


@pytest.mark.parametrize(
    "step",
    [
        "terminal.bootstrap.joining_again.enrol",
        "terminal.bootstrap.joining_again._require_same_center",
        "terminal.persistence.joining.save_settings",
        "terminal.persistence.joining.take_next_key",
        "terminal.persistence.joining.Path.unlink",
        "terminal.bootstrap.joining_again.load_keys",
    ],
)
def test_whatever_dies_the_till_has_joined_or_has_not_and_a_second_try_does(
    shop: Shop, till: Device, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    till.sell()
    till.close()
    config = till.home / "till.toml"
    by_hand = config.read_text(encoding="utf-8") + "\n# Ask Eve first.\n"
    config.write_text(by_hand, encoding="utf-8")
    calls: list[int] = []

    def cut(*_args: Any, **_more: Any) -> Any:
        calls.append(1)
        raise _CutError

    body = {"store": "S-01", "workstation": "T-98"}
    code = shop.center.answer("POST", "/v1/enrolment-codes", body)["code"]
    with monkeypatch.context() as patched:
        patched.setattr(step, cut)
        with pytest.raises(_CutError):
            join_again(till.home, "", code)
    assert calls

    # The cashier goes on with whatever there is.
    till.sell()
    is_done = Home.load(till.home).settings.workstation.workstation == "T-98"
    if not is_done:
        till.close()
        join_again(till.home, "", code)
    till.sell()

    assert not (till.home / JOURNAL).exists()
    assert till.drain().waiting == 0
    shop.assert_arrived_once()
    written = config.read_text(encoding="utf-8")
    assert _names(written) == _names(by_hand)
    assert written.endswith("\n# Ask Eve first.\n")
