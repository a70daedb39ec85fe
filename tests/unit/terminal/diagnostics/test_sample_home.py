"""A till's home to measure with."""

from __future__ import annotations

from pathlib import Path

from terminal.application.selling.add_item import AddItem
from terminal.diagnostics.sample_home import make_sample_home, open_for_sales
from terminal.diagnostics.sample_items import sample_items


def test_every_sample_item_can_be_sold_in_a_sample_home(tmp_path: Path) -> None:
    items = sample_items(30, names=tmp_path / "absent").items
    home = make_sample_home(tmp_path / "home", items)

    with open_for_sales(home) as use_cases:
        changes = [
            use_cases.add_item(AddItem(scan_code=item.scan_code)) for item in items
        ]

    assert changes[-1].totals.total_minor == sum(item.price_minor for item in items)


def test_a_sample_home_keeps_its_keys_inside_and_its_own_devices(
    tmp_path: Path,
) -> None:
    home = make_sample_home(tmp_path / "home", [])

    # A demo home would get simulated devices instead of those it is given.
    assert not home.settings.demo
    assert (home.path / "keys").is_dir()
