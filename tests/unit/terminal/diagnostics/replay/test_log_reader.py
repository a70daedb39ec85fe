"""Reading logs: what is a line, what is refused, and that nothing disappears."""

import csv
import gzip
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.diagnostics.replay.log_reader import (
    CANONICAL,
    UCI_ONLINE_RETAIL,
    LogFormatError,
    in_store_scan_code,
    read_log,
)

_UCI_HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,Country"
_REAL_LOG = (
    Path(__file__).resolve().parents[5].parent
    / "shared/data/online-retail-uci/online_retail.csv.gz"
)


def _uci(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "log.csv"
    path.write_text("\n".join([_UCI_HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def test_rows_of_one_invoice_are_one_transaction_even_when_apart(
    tmp_path: Path,
) -> None:
    path = _uci(
        tmp_path,
        "1,85123A,HEART,6,2010-12-01 08:26:00,2.55,UK",
        "2,71053,LANTERN,1,2010-12-01 08:27:00,3.39,UK",
        "1,71053,LANTERN,-2,2010-12-01 08:28:00,3.39,UK",
    )

    log = read_log(path, UCI_ONLINE_RETAIL)

    assert [(t.reference, len(t.lines)) for t in log.transactions] == [
        ("1", 2),
        ("2", 1),
    ]
    assert log.transactions[0].business_day == "2010-12-01"
    assert log.transactions[0].lines[1].quantity_micro == -2_000_000
    assert log.transactions[0].lines[0].unit_price_micro == 2_550_000


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("1,A,x,1,2010-12-01,0.0,UK", "unit_price_zero"),
        ("1,A,x,1,2010-12-01,-5,UK", "unit_price_negative"),
        ("1,A,x,0,2010-12-01,5,UK", "quantity_zero"),
        ("1,A,x,many,2010-12-01,5,UK", "quantity_malformed"),
        ("1,A,x,1,2010-12-01,NaN,UK", "unit_price_malformed"),
        ("1,A,x,1,2010-12-01,1e99,UK", "unit_price_malformed"),
        ("1,A,x,1,2010-12-01,0.0000001,UK", "unit_price_too_fine"),
        ("1,A,x,1,yesterday,5,UK", "time_malformed"),
        ("1,,x,1,2010-12-01,5,UK", "no_stock_code"),
        (",A,x,1,2010-12-01,5,UK", "no_transaction_id"),
        ("1", "no_stock_code"),
    ],
)
def test_row_that_cannot_be_sold_is_listed_with_its_reason(
    tmp_path: Path, row: str, reason: str
) -> None:
    log = read_log(_uci(tmp_path, row), UCI_ONLINE_RETAIL)

    assert log.transactions == []
    assert [(refused.row, refused.reason) for refused in log.refused] == [(1, reason)]


def test_file_of_another_layout_is_refused_whole(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(LogFormatError, match="Description"):
        read_log(path, UCI_ONLINE_RETAIL)


def test_broken_gzip_and_missing_file_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "log.csv.gz"
    broken.write_bytes(gzip.compress(_UCI_HEAD.encode(), mtime=0)[:-9])

    for path in (broken, tmp_path / "absent.csv"):
        with pytest.raises(LogFormatError, match=path.name):
            read_log(path, UCI_ONLINE_RETAIL)


def test_canonical_log_takes_decimal_quantities_and_refuses_other_tenders(
    tmp_path: Path,
) -> None:
    path = tmp_path / "log.csv"
    path.write_text(
        "transaction_id,at,scan_code,description,quantity,unit_price,tender\n"
        "a,2020-02-29T23:59:00+08:00,4006381333931,Pen,0.482,1.89,cash\n"
        "b,2020-02-29T23:59:00+08:00,4006381333931,Pen,1,1.89,card\n"
    )

    log = read_log(path, CANONICAL)

    assert log.transactions[0].lines[0].quantity_micro == 482_000
    assert log.transactions[0].at_ms == 1_582_991_940_000
    assert [refused.reason for refused in log.refused] == ["tender_not_accepted"]


def test_only_the_first_rows_are_read_when_asked(tmp_path: Path) -> None:
    rows = [f"{n},A,x,1,2010-12-01,5,UK" for n in range(10)]

    log = read_log(_uci(tmp_path, *rows), UCI_ONLINE_RETAIL, rows_max=3)

    assert len(log.transactions) == 3


@given(st.text(min_size=1, max_size=30))
def test_scan_code_is_a_valid_in_store_ean_13(stock_code: str) -> None:
    code = in_store_scan_code(stock_code)

    assert len(code) == 13
    assert code.startswith("29")
    weighted = sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(code))
    assert weighted % 10 == 0
    assert in_store_scan_code(stock_code) == code


@pytest.mark.campaign
@pytest.mark.skipif(not _REAL_LOG.exists(), reason="../shared/data is not here")
def test_real_log_adds_up_to_the_figures_of_an_independent_count() -> None:
    with gzip.open(_REAL_LOG, "rt", encoding="utf-8", newline="") as text:
        rows = [
            (row["InvoiceNo"], Decimal(row["UnitPrice"]), Decimal(row["Quantity"]))
            for row in csv.DictReader(text)
        ]
    sold = [row for row in rows if row[1] > 0 and row[2] != 0]
    pence = sum(
        int((price * quantity * 100).quantize(Decimal(1), ROUND_HALF_UP))
        for _, price, quantity in sold
    )
    assert (len(sold), len({row[0] for row in sold}), pence) == (
        429_476,
        19_621,
        787_444_779,
    )

    log = read_log(_REAL_LOG, UCI_ONLINE_RETAIL)

    lines = [line for transaction in log.transactions for line in transaction.lines]
    assert len(log.transactions) == 19_621
    assert len(lines) == 429_476
    assert len(lines) + len(log.refused) == len(rows)
    assert max(len(t.lines) for t in log.transactions) == 1_114
