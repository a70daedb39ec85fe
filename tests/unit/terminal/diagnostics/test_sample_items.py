"""Items to measure with."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest

from terminal.diagnostics.sample_items import (
    SampleItem,
    ean13,
    sample_items,
    write_catalogue,
)


def test_made_up_items_have_valid_distinct_codes_and_names(tmp_path: Path) -> None:
    sample = sample_items(5_000, names=tmp_path / "absent.csv.gz")

    assert sample.source == "generated"
    assert len({item.scan_code for item in sample.items}) == 5_000
    assert len({item.description for item in sample.items}) == 5_000
    assert all(ean13(int(i.scan_code[:12])) == i.scan_code for i in sample.items)


def test_the_same_seed_gives_the_same_items(tmp_path: Path) -> None:
    names = tmp_path / "absent.csv.gz"

    assert sample_items(50, names=names) == sample_items(50, names=names)


@pytest.mark.parametrize(
    ("number", "code"),
    [(400638133393, "4006381333931"), (501234567890, "5012345678900")],
)
def test_check_digits_are_those_of_real_labels(number: int, code: str) -> None:
    assert ean13(number) == code


def test_real_names_are_taken_without_junk_codes(tmp_path: Path) -> None:
    names = tmp_path / "names.csv.gz"
    rows = [
        "gtin,name,check_ok,nutrition_healthy_flag",
        "0000000000031,Cacao,1,1",
        "123,Short code,1,0",
        "4006381333932,Wrong check digit,0,0",
        "4006381333931,  Marker \x85  pen ,1,0",
    ]
    names.write_bytes(gzip.compress("\n".join(rows).encode(), mtime=0))

    sample = sample_items(2, names=names)

    assert sample.source == "Open Food Facts"
    assert [item.description for item in sample.items] == ["Cacao", "Marker pen"]


@pytest.mark.parametrize(
    ("code", "is_plain"),
    [("4006381333931", True), ("2000000000008", False), ("96385074", False)],
)
def test_a_plain_code_means_the_item_alone(code: str, is_plain: bool) -> None:
    assert SampleItem(code, "Item", 100).is_plain is is_plain


def test_too_few_real_names_are_not_mixed_with_made_up_ones(tmp_path: Path) -> None:
    names = tmp_path / "names.csv.gz"
    text = "gtin,name,check_ok\n4006381333931,Marker pen,1\n"
    names.write_bytes(gzip.compress(text.encode(), mtime=0))

    assert sample_items(2, names=names).source == "generated"


@pytest.mark.parametrize("name", ["items.csv", "items.csv.gz"])
def test_the_catalogue_file_has_exact_prices(tmp_path: Path, name: str) -> None:
    path = tmp_path / name

    write_catalogue([SampleItem("4006381333931", 'Pen, "red"', 205)], path)

    data = path.read_bytes()
    text = gzip.decompress(data).decode() if name.endswith(".gz") else data.decode()
    assert list(csv.DictReader(text.splitlines())) == [
        {
            "scan_code": "4006381333931",
            "description": 'Pen, "red"',
            "unit_price": "2.05",
        }
    ]
