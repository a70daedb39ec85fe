"""A file of reference data becomes rows of the replica."""

from __future__ import annotations

import pytest

from terminal.domain.reference_data.errors import CatalogFileError
from terminal.domain.reference_data.file_kind import FileKind
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica.catalog_import import write_file
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter

_TEXT = """scan_code,description,unit_price,tax_rate,plu
4006381333931,Fineliner,1.49,20,7
4006381333932,Wrong digit,2,5.5,
X,No price,,,
Y,Negative,-1,,
"""


def test_items_are_sold_as_they_were_imported(home: Home, keys: HomeKeys) -> None:
    with ReplicaWriter(home, keys) as writer:
        count = write_file(FileKind.ITEMS, _TEXT, writer)
        again = write_file(FileKind.ITEMS, _TEXT.replace("1.49", "1.59"), writer)

    reader = ReplicaReader(home, keys)
    fineliner = reader.find_by_scan_code("4006381333931")
    wrong = reader.find_by_scan_code("4006381333932")
    assert count == again == 6
    assert fineliner is not None
    assert fineliner.unit_price_micro == 1_590_000
    assert fineliner.tax_group.components[0].rate_ppm == 200_000
    assert fineliner.plu == "7"
    assert wrong is not None
    assert wrong.tax_group.components[0].rate_ppm == 55_000
    assert reader.counts()["item"] == 2


def test_a_pack_costs_its_own_price_or_that_of_its_contents(
    home: Home, keys: HomeKeys
) -> None:
    text = """item_id,scan_code,description,unit_price,unit,base_quantity
W,4006381333931,Water,0.50,,
W,TRAY,Water,2.70,tray,6
W,CASE,Water,,case,12
"""
    with ReplicaWriter(home, keys) as writer:
        write_file(FileKind.ITEMS, text, writer)

    reader = ReplicaReader(home, keys)
    found = [reader.find_by_scan_code(code) for code in ("TRAY", "CASE")]
    base = reader.get("W")
    assert [
        (item.unit, item.unit_price_micro, item.base_quantity_micro)
        for item in found
        if item is not None
    ] == [("tray", 2_700_000, 6_000_000), ("case", 6_000_000, 12_000_000)]
    assert base is not None
    assert (base.unit, base.scan_code) == ("piece", "4006381333931")


def test_prices_and_lists_come_from_files_of_their_own(
    home: Home, keys: HomeKeys
) -> None:
    with ReplicaWriter(home, keys) as writer:
        write_file(FileKind.ITEMS, _TEXT, writer)
        write_file(FileKind.PRICE_LISTS, "price_list,name\nclub,Club\n", writer)
        write_file(
            FileKind.PRICES,
            "item_id,price_list,unit_price\n4006381333931,club,1.20\n",
            writer,
        )

    reader = ReplicaReader(home, keys)
    item = reader.find_by_scan_code("4006381333931")
    assert item is not None
    assert item.has_prices
    assert [row.unit_price_micro for row in reader.prices(item.item_id)] == [1_200_000]
    assert reader.price_lists()["club"].name == "Club"


def test_a_file_of_another_kind_changes_nothing(home: Home, keys: HomeKeys) -> None:
    with ReplicaWriter(home, keys) as writer, pytest.raises(CatalogFileError):
        write_file(FileKind.PRICES, _TEXT, writer)
    assert ReplicaReader(home, keys).counts()["item"] == 0
