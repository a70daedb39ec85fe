"""Tiles and labels from the replica of a real home."""

from __future__ import annotations

from pathlib import Path

import pytest

from terminal.bootstrap.headless import open_till
from terminal.bootstrap.window.tiles import read_tiles
from terminal.persistence.home import Home
from terminal.persistence.keys import load_keys
from terminal.persistence.replica.reader import ReplicaReader

pytestmark = pytest.mark.slow


def test_tiles_come_from_the_first_items_by_category(home: Path) -> None:
    loaded = Home.load(home)
    reader = ReplicaReader(loaded, load_keys(loaded))

    found = [(category, item.description) for category, item in reader.first_items(9)]
    reader.close()

    assert found == [("Drinks", "Oat milk 1 l"), ("Bakery", "Sourdough loaf")]


def test_each_category_has_its_tiles_and_an_unknown_label_ends_the_labels(
    home: Path,
) -> None:
    till = open_till(home)
    try:
        found = read_tiles(till)
    finally:
        till.close()

    assert [(group.name, len(group.items)) for group in found.groups] == [
        ("Drinks", 1),
        ("Bakery", 1),
    ]
    assert [name for _, name in found.labels[:-1]] == ["Oat milk 1 l", "Sourdough loaf"]
    code, name = found.labels[-1]
    assert code == name
    assert found.symbol == "€"
