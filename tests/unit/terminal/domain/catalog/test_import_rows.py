"""A catalogue file is read exactly, and every refused row says why."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.catalog.import_rows import (
    ImportRow,
    read_rows,
    tax_rate_id,
    tax_rate_name,
)
from terminal.domain.reference_data import file_text
from terminal.domain.reference_data.errors import CatalogFileError, RefusedRow
from terminal.domain.reference_data.file_text import decode_catalog

_HEADER: Final = (
    "item_id,scan_code,description,unit_price,tax_rate,unit,plu,open_price,category"
)
_SAMPLES: Final = Path(__file__).parents[6] / "shared" / "data"


def _rows(*lines: str, header: str = _HEADER) -> list[ImportRow | RefusedRow]:
    return list(read_rows("\n".join([header, *lines]) + "\n"))


def _one(line: str, header: str = _HEADER) -> ImportRow:
    (row,) = _rows(line, header=header)
    assert isinstance(row, ImportRow), row
    return row


def _refusal(*lines: str, header: str = _HEADER) -> RefusedRow:
    row = _rows(*lines, header=header)[-1]
    assert isinstance(row, RefusedRow), row
    return row


def test_a_full_row_is_taken_as_it_stands() -> None:
    row = _one("A-1,4006381333931,Fineliner black,1.49,20,piece,17,no,pens")

    assert row == ImportRow(
        line=2,
        item_id="A-1",
        scan_code="4006381333931",
        description="Fineliner black",
        unit_price_micro=1_490_000,
        tax_rate_ppm=200_000,
        unit="piece",
        plu="17",
        is_open_price=False,
        category="pens",
        warning=None,
    )


def test_three_columns_are_enough() -> None:
    row = _one(
        "4006381333931;Fineliner;1.49", header="scan_code;description;unit_price"
    )

    assert row.item_id == "4006381333931"
    assert (row.tax_rate_ppm, row.unit, row.plu) == (0, "piece", None)
    assert (row.is_open_price, row.category) == (False, None)


@pytest.mark.parametrize(
    ("text", "micro"),
    [
        ("0", 0),
        ("0.000001", 1),
        ("1.4900", 1_490_000),
        ("1.10000000", 1_100_000),
        ("999999999", 999_999_999_000_000),
        ("0.1", 100_000),
    ],
)
def test_prices_are_exact(text: str, micro: int) -> None:
    assert _one(f"a,C,d,{text},,,,,").unit_price_micro == micro


@pytest.mark.parametrize(
    ("text", "ppm"),
    [("", 0), ("0", 0), ("20", 200_000), ("5.5", 55_000), ("7 %", 70_000)],
)
def test_tax_rates_are_percentages(text: str, ppm: int) -> None:
    row = _one(f"a,C,d,1,{text},,,,")

    assert row.tax_rate_ppm == ppm


def test_a_tax_rate_has_an_id_and_a_readable_name() -> None:
    assert tax_rate_id(55_000) == "rate-55000"
    assert tax_rate_name(55_000) == "5.5 %"
    assert tax_rate_name(200_000) == "20 %"
    assert tax_rate_name(0) == "0 %"


@pytest.mark.parametrize(
    ("line", "reason", "words"),
    [
        ("a,,d,1,,,,,", "scan_code", "nothing was read"),
        ("a,4.00638E+12,d,1,,,,,", "scan_code", "spreadsheet"),
        ("a,A-000123-9f3c2a1b,d,1,,,,,", "scan_code", "receipt"),
        ("a,C\x07,d,1,,,,,", "scan_code", "characters"),
        ("a,C,,1,,,,,", "description", "empty"),
        (f"a,C,{'x' * 201},1,,,,,", "description", "200 characters"),
        ("a,C,d\x1b,1,,,,,", "description", "control"),
        ("a,C,d,,,,,,", "unit_price", "no price"),
        ('a,C,d,"1,49",,,,,', "unit_price", "'1,49' is no price"),
        ("a,C,d,-1,,,,,", "unit_price", "no price"),
        ("a,C,d,1e3,,,,,", "unit_price", "no price"),
        ("a,C,d,NaN,,,,,", "unit_price", "no price"),
        ("a,C,d,\u0661,,,,,", "unit_price", "no price"),
        ("a,C,d,0.0000001,,,,,", "unit_price", "six decimal"),
        ("a,C,d,9999999999,,,,,", "unit_price", "too high"),
        ("a,C,d,1,VAT,,,,", "tax_rate", "no percentage"),
        ("a,C,d,1,5.00001,,,,", "tax_rate", "four decimal"),
        ("a,C,d,1,1001,,,,", "tax_rate", "too high"),
        ("a,C,d,1,,a very long unit name,,,", "unit", "16 characters"),
        ("a,C,d,1,,,x7,,", "plu", "digits"),
        ("a,C,d,1,,,,maybe,", "open_price", "neither yes nor no"),
        (f"a,C,d,1,,,,,{'x' * 65}", "category", "64 characters"),
        (f"{'x' * 81},C,d,1,,,,,", "item_id", "80 characters"),
        ("a,C,d,1", "columns", "4 columns, the header has 9"),
        ("a,C,d,1,,,,,,", "columns", "10 columns"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(
    line: str, reason: str, words: str
) -> None:
    refusal = _refusal(line)

    assert (refusal.line, refusal.reason) == (2, reason)
    assert words in refusal.detail


def test_codes_are_normalised_as_scans_are() -> None:
    assert _one("a,036000291452,d,1,,,,,").scan_code == "0036000291452"


def test_a_wrong_check_digit_is_a_plain_code_with_a_warning() -> None:
    row = _one("a,4006381333932,d,1,,,,,")

    assert row.scan_code == "4006381333932"
    assert row.warning is not None
    assert "wrong check digit" in row.warning


def test_a_wrong_check_digit_is_refused_where_plain_codes_are_not_allowed() -> None:
    text = f"{_HEADER}\na,4006381333932,d,1,,,,,\nb,PLAIN,d,1,,,,,\n"

    first, second = read_rows(text, allow_plain_codes=False)

    assert isinstance(first, RefusedRow)
    assert first.reason == "check_digit"
    assert isinstance(second, ImportRow)


def test_a_code_belongs_to_the_row_that_named_it_first() -> None:
    refusal = _refusal("a,036000291452,d,1,,,,,", "b,0036000291452,e,1,,,,,")

    assert (refusal.line, refusal.reason) == (3, "duplicate_code")
    assert "line 2" in refusal.detail


def test_rows_of_one_item_add_codes_and_must_agree() -> None:
    first, second, third = _rows(
        "a,C1,d,1,,,7,,", "a,C2,d,1.00,,,7,,", "a,C3,d,2,,,7,,"
    )

    assert isinstance(first, ImportRow)
    assert isinstance(second, ImportRow)
    assert first.item_id == second.item_id
    assert isinstance(third, RefusedRow)
    assert (third.reason, "line 2" in third.detail) == ("item_differs", True)
    assert "another unit_price on" in third.detail


@pytest.mark.parametrize(
    ("columns", "first", "other", "named"),
    [
        ("description", "a", "b", "description"),
        ("tax_rate", "20", "5.5", "tax_rate"),
        ("tax_group", "food", "drink", "tax_group"),
        ("open_price", "", "yes", "open_price"),
        ("weighed,tare", ",", "yes,0.1", "weighed and tare"),
        ("blocked", "", "broken", "blocked"),
        ("minimum_age", "16", "18", "minimum_age"),
    ],
)
def test_rows_that_differ_name_the_columns(
    columns: str, first: str, other: str, named: str
) -> None:
    description = "" if columns == "description" else ",description"
    d = "" if columns == "description" else ",d"
    text = f"item_id,scan_code,unit_price,{columns}{description}\n"
    rows = list(read_rows(f"{text}a,C1,1,{first}{d}\na,C2,1,{other}{d}\n"))

    refused = rows[1]
    assert isinstance(refused, RefusedRow), refused
    assert refused.reason == "item_differs"
    assert f"has another {named} on line 2" in refused.detail


@pytest.mark.parametrize("column", ["open_price", "open_department"])
def test_a_department_needs_no_price(column: str) -> None:
    text = f"scan_code,description,unit_price,{column}\nC1,d,,yes\nC2,d,,\n"

    department, item = read_rows(text)

    assert isinstance(department, ImportRow)
    assert department.unit_price_micro == 0
    assert isinstance(item, RefusedRow)
    assert item.reason == "unit_price"


def test_an_item_is_not_linked_to_itself() -> None:
    text = (
        "item_id,scan_code,description,unit_price,linked_items\n"
        "a,C1,d,1,b*2\nb,C2,d,1,c | b\n"
    )

    taken, refused = read_rows(text)

    assert isinstance(taken, ImportRow)
    assert isinstance(refused, RefusedRow)
    assert (refused.reason, "itself" in refused.detail) == ("linked_items", True)


def test_a_plu_belongs_to_one_item() -> None:
    refusal = _refusal("a,C1,d,1,,,7,,", "b,C2,d,1,,,7,,")

    assert refusal.reason == "duplicate_plu"


def test_a_refused_row_claims_neither_code_nor_plu() -> None:
    _, row = _rows("a,C1,d,-1,,,7,,", "b,C1,d,1,,,7,,")

    assert isinstance(row, ImportRow)


def test_lines_are_counted_through_quoted_line_breaks_and_blank_rows() -> None:
    first, second = _rows('a,C1,"two\nlines",1,,,,,', "", ",,,,,,,,", "b,C2,d,x,,,,,")

    assert isinstance(first, ImportRow)
    assert (first.line, first.description) == (2, "two lines")
    assert second.line == 6


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_every_common_kind_of_csv_is_read(end: str, separator: str) -> None:
    lines = [
        separator.join(["scan_code", "description", "unit_price"]),
        separator.join(["C1", "Crème brûlée", "1.5"]),
        separator.join(["C2", "d", "2"]),
    ]

    rows = list(read_rows(end.join(lines)))

    assert [type(row) for row in rows] == [ImportRow, ImportRow]
    assert [row.line for row in rows] == [2, 3]


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("", "lacks the column 'scan_code'"),
        ("scan_code,description", "lacks the column 'unit_price'"),
        ("scan_code,description,unit_price,vat", "unknown column 'vat'"),
        ("scan_code,description,unit_price,Plu,plu", "twice the column 'plu'"),
    ],
)
def test_a_wrong_header_refuses_the_file(header: str, words: str) -> None:
    with pytest.raises(CatalogFileError, match=words):
        list(read_rows(f"{header}\nC,d,1\n"))


def test_a_quote_that_is_not_closed_refuses_the_file() -> None:
    with pytest.raises(CatalogFileError, match="line 3"):
        _rows("a,C,d,1,,,,,", 'b,C2,"open,1,,,,,')


def test_a_byte_order_mark_and_utf_16_are_understood() -> None:
    text = "scan_code,description,unit_price\nC,可口可乐,3\n"

    for data in (
        text.encode(),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
        gzip.compress(text.encode(), mtime=0),
        gzip.compress(text[:20].encode(), mtime=0)
        + gzip.compress(text[20:].encode(), mtime=0),
    ):
        (row,) = read_rows(decode_catalog(data))
        assert isinstance(row, ImportRow)
        assert row.description == "可口可乐"


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "gb18030"])
def test_another_encoding_refuses_the_file_and_names_the_line(encoding: str) -> None:
    text = "scan_code,description,unit_price\nC,plain,3\nC,Crème,3\n"

    with pytest.raises(CatalogFileError, match="line 3 is not UTF-8"):
        decode_catalog(text.encode(encoding))


def test_a_damaged_compressed_file_is_refused() -> None:
    whole = gzip.compress(b"scan_code,description,unit_price\n" * 50, mtime=0)

    with pytest.raises(CatalogFileError, match="ends too early"):
        decode_catalog(whole[:-10])
    with pytest.raises(CatalogFileError, match="damaged"):
        decode_catalog(whole[:10] + b"\x07" * 20)


def test_a_file_that_would_fill_the_memory_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(file_text, "FILE_BYTES_MAX", 1_000)

    with pytest.raises(CatalogFileError, match="in parts"):
        decode_catalog(b"x" * 1_001)
    with pytest.raises(CatalogFileError, match="in parts"):
        decode_catalog(gzip.compress(b"x" * 100_000, mtime=0))


@given(st.text(max_size=200))
def test_no_text_does_worse_than_a_refusal(text: str) -> None:
    try:
        rows = list(read_rows(f"scan_code,description,unit_price\n{text}"))
    except CatalogFileError:
        return

    assert all(isinstance(row, ImportRow | RefusedRow) for row in rows)


@given(st.binary(max_size=200))
def test_no_bytes_do_worse_than_a_refusal(data: bytes) -> None:
    try:
        decode_catalog(data)
    except CatalogFileError:
        return


def _sample(name: str) -> list[Mapping[str, str]]:
    path = _SAMPLES / name
    if not path.exists():
        pytest.skip(f"the sample data {name} is not here")
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _as_catalog(rows: Iterable[tuple[str, str, str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["scan_code", "description", "unit_price"])
    writer.writerows(rows)
    return out.getvalue()


def test_a_real_chinese_supermarket_is_imported() -> None:
    source = _sample("products-cn-supermarket/cn_supermarket_2017.csv.gz")
    text = _as_catalog(
        (row["barcode"], row["name"], row["retail_price"]) for row in source
    )

    rows = list(read_rows(text))

    taken = [row for row in rows if isinstance(row, ImportRow)]
    refused = {row.reason for row in rows if isinstance(row, RefusedRow)}
    assert len(rows) == len(source)
    assert len(taken) > 0.95 * len(source)
    assert refused <= {"duplicate_code", "unit_price", "description", "scan_code"}


@pytest.mark.slow
def test_real_names_of_many_countries_are_imported() -> None:
    source = _sample("products-off-names/off_names_2019.csv.gz")[:50_000]
    text = _as_catalog((row["gtin"], row["name"], "1.99") for row in source)

    rows = list(read_rows(text))

    refused = [row for row in rows if isinstance(row, RefusedRow)]
    wrong = [row for row in rows if isinstance(row, ImportRow) and row.warning]
    marked = sum(row["check_ok"] == "0" for row in source)
    assert len(refused) < 0.02 * len(source)
    # The file marks wrong check digits of other lengths too.
    assert len(wrong) <= marked
