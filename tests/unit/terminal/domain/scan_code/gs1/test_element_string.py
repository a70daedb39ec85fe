"""Element strings with brackets and with separators."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.gs1.checks import CHARSET_82
from terminal.domain.scan_code.gs1.element_string import (
    ELEMENT_STRING_LENGTH_MAX,
    ELEMENTS_MAX,
    parse_bracketed,
    parse_unbracketed,
    to_bracketed,
    to_unbracketed,
)
from terminal.domain.scan_code.scan_rules import UnknownIdentifier

GTIN = "09506000134352"


def test_both_forms_say_the_same() -> None:
    elements = parse_bracketed(f"(01){GTIN}(17)261231(10)A1(21)S9")

    assert elements == (("01", GTIN), ("17", "261231"), ("10", "A1"), ("21", "S9"))
    assert to_unbracketed(elements) == f"^01{GTIN}1726123110A1^21S9"
    assert parse_unbracketed(to_unbracketed(elements)) == elements


def test_separators_that_are_not_needed_are_tolerated() -> None:
    assert parse_unbracketed(f"^01{GTIN}^10A1^") == (("01", GTIN), ("10", "A1"))


def test_bracket_in_the_data_is_escaped() -> None:
    elements = (("10", "A(1)B"), ("21", "(10)"))

    assert to_bracketed(elements) == r"(10)A\(1)B(21)\(10)"
    assert parse_bracketed(to_bracketed(elements)) == elements


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "gs1_format"),
        ("(01", "gs1_format"),
        (f"01{GTIN}", "gs1_format"),
        ("(77)A", "gs1_identifier"),
        ("(10)", "gs1_data"),
        ("(01)09506000134353", "gs1_data"),
        ("(01)0950600013435", "gs1_data"),
        (f"(01){GTIN}2", "gs1_data"),
        ("(10)" + "A" * 21, "gs1_data"),
        ("(10)ä", "gs1_data"),
        ("(17)261301", "gs1_data"),
        ("(10)" + "A" * ELEMENT_STRING_LENGTH_MAX, "too_long"),
        ("(99)A" * (ELEMENTS_MAX + 1), "gs1_format"),
    ],
)
def test_wrong_strings_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidScanCodeError) as caught:
        parse_bracketed(text)

    assert caught.value.details["reason"] == reason


@pytest.mark.parametrize(
    "text", ["", "^", f"01{GTIN}", "^0195060001", "^^10A", "^7712", f"^01{GTIN}7"]
)
def test_wrong_strings_without_brackets_are_refused(text: str) -> None:
    with pytest.raises(InvalidScanCodeError):
        parse_unbracketed(text)


def test_unknown_identifiers_are_taken_where_the_store_says_so() -> None:
    taken = UnknownIdentifier.TAKEN

    assert parse_bracketed("(3108)123456(89)X", taken) == (
        ("3108", "123456"),
        ("89", "X"),
    )
    assert parse_unbracketed("^7099A^10B", unknown=taken) == (
        ("7099", "A"),
        ("10", "B"),
    )
    # Nobody knows where an identifier that begins with 89 ends, unless a letter does.
    assert parse_unbracketed("^89X", unknown=taken) == (("89", "X"),)
    with pytest.raises(InvalidScanCodeError):
        parse_unbracketed("^8912", unknown=taken)
    with pytest.raises(InvalidScanCodeError):
        parse_bracketed("(310)123456", taken)


LOTS = st.text(CHARSET_82, min_size=1, max_size=20)


@given(LOTS, LOTS, st.dates())
def test_what_is_written_is_read(lot: str, serial: str, day: object) -> None:
    elements = (
        ("01", GTIN),
        ("10", lot),
        ("17", f"{day:%y%m%d}"),
        ("21", serial),
    )

    assert parse_bracketed(to_bracketed(elements)) == elements
    assert parse_unbracketed(to_unbracketed(elements)) == elements
    assert parse_unbracketed(to_unbracketed(elements, "\x1d"), "\x1d") == elements


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    for parse in (parse_bracketed, parse_unbracketed):
        for read in (text, f"^{text}", f"(10){text}"):
            try:
                elements = parse(read)
            except InvalidScanCodeError:
                continue
            assert elements
            assert all(number and data for number, data in elements)
