"""A catalogue file becomes rows of the replica, and the report counts them."""

from __future__ import annotations

import pytest

from terminal.domain.catalog.import_rows import CatalogFileError
from terminal.persistence.home import Home
from terminal.persistence.keys import HomeKeys
from terminal.persistence.replica import catalog_import
from terminal.persistence.replica.catalog_import import judge_catalog, write_catalog
from terminal.persistence.replica.reader import ReplicaReader
from terminal.persistence.replica.writer import ReplicaWriter

_TEXT = """scan_code,description,unit_price,tax_rate,plu
4006381333931,Fineliner,1.49,20,7
4006381333932,Wrong digit,2,5.5,
X,No price,,,
Y,Negative,-1,,
"""


def test_every_row_is_counted_and_refusals_are_listed() -> None:
    report = judge_catalog(_TEXT, dry_run=True)

    assert (report.rows, report.accepted, report.refused_count) == (4, 2, 2)
    assert report.refused_by_reason == {"unit_price": 2}
    assert [row.line for row in report.refused] == [4, 5]
    assert [row.line for row in report.warnings] == [3]


def test_long_lists_are_cut_but_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_import, "LISTED_MAX", 1)
    text = _TEXT + "4006381333933,Wrong again,1,,\n"

    report = judge_catalog(text, dry_run=True)

    assert (report.refused_count, len(report.refused)) == (2, 1)
    assert len(report.warnings) == 1


def test_what_is_no_catalogue_is_refused_as_a_whole() -> None:
    with pytest.raises(CatalogFileError):
        judge_catalog("name;price\n", dry_run=False)


def test_items_are_sold_as_they_were_imported(home: Home, keys: HomeKeys) -> None:
    with ReplicaWriter(home, keys) as writer:
        count = write_catalog(_TEXT, writer)
        again = write_catalog(_TEXT.replace("1.49", "1.59"), writer)

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
