"""A receipt is found by any way of writing its number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import ReceiptNotFoundError
from terminal.domain.receipt_code import (
    ReceiptCode,
    parse_receipt_text,
    read_receipt_number,
    receipt_bar_code,
    receipt_number,
    receipt_text,
)
from terminal.domain.scan_code import ScanCodeKind, parse

HASH = "9f3c2a1b" + "0" * 56


@given(st.from_regex(r"[A-Z][A-Z0-9]{0,7}", fullmatch=True), st.integers(1, 10**9))
def test_every_form_is_read_back(series: str, number: int) -> None:
    whole = ReceiptCode(series, number, "9f3c2a1b")

    assert parse_receipt_text(receipt_text(series, number, HASH)) == whole
    assert parse_receipt_text(receipt_bar_code(series, number, HASH)) == whole
    assert parse_receipt_text(receipt_number(series, number)) == ReceiptCode(
        series, number, None
    )
    assert parse(receipt_bar_code(series, number, HASH)).kind is ScanCodeKind.RECEIPT


def test_the_printed_form() -> None:
    assert receipt_text("A", 123, HASH) == "A-000123 9f3c2a1b"
    assert receipt_bar_code("A", 123, HASH) == "A-000123-9F3C2A1B"


@pytest.mark.parametrize(
    "text", [" a-123 ", "a-000123  9F3C2A1B", "A-123-9f3c2a1b", "]C0A-000123-9F3C2A1B"]
)
def test_what_a_person_keys_is_read(text: str) -> None:
    code = parse_receipt_text(text)

    assert (code.series, code.number) == ("A", 123)


@pytest.mark.parametrize("text", ["", "123", "A123", "A-", "A-12x", "A-1 9f3c", "-1"])
def test_anything_else_names_no_receipt(text: str) -> None:
    with pytest.raises(ReceiptNotFoundError):
        parse_receipt_text(text)


@given(st.text(max_size=100))
def test_hostile_text_is_read_or_refused(text: str) -> None:
    try:
        code = parse_receipt_text(text)
    except ReceiptNotFoundError:
        return

    assert code.series.isalnum()
    assert code.number >= 0


def test_a_number_alone_is_read_or_none() -> None:
    assert [read_receipt_number(text) for text in ("000123", "0", "9" * 12)] == [
        123,
        0,
        10**12 - 1,
    ]
    assert {
        read_receipt_number(text) for text in ("", "-1", " 1", "1.0", "9" * 13)
    } == {None}
