"""One parser, one answer, and hostile text never crashes it."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code import (
    SCAN_CODE_LENGTH_MAX,
    CheckDigit,
    ScanCode,
    ScanCodeKind,
    is_check_digit_right,
    parse,
)


def check_digit(digits: str) -> str:
    """Compute a GS1 check digit the way the standard describes it."""
    total = sum(
        int(digit) * (3 if place % 2 == 0 else 1)
        for place, digit in enumerate(reversed(digits))
    )
    return str((10 - total % 10) % 10)


# Examples of the GS1 General Specifications and of goods on a shelf.
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("4006381333931", "4006381333931"),
        ("96385074", "96385074"),
        ("036000291452", "0036000291452"),
        ("0036000291452", "0036000291452"),
        ("10614141000415", "10614141000415"),
        ("00614141000036", "0614141000036"),
        ("00000096385074", "96385074"),
        (" 4006381333931\r\n", "4006381333931"),
    ],
)
def test_gtin_has_one_value_in_every_data_structure(text: str, value: str) -> None:
    assert parse(text) == ScanCode(ScanCodeKind.GTIN, value, CheckDigit.RIGHT)


def test_identifier_of_the_symbology_is_taken_off_and_told() -> None:
    assert parse("]E04006381333931") == ScanCode(
        ScanCodeKind.GTIN, "4006381333931", CheckDigit.RIGHT, symbology="E0"
    )


@pytest.mark.parametrize("text", ["2000000000077", "0212345678909", "20000004"])
def test_numbers_that_the_store_gives_out_are_told_apart(text: str) -> None:
    code = parse(text)

    assert code.kind is ScanCodeKind.IN_STORE
    assert code.check_digit is CheckDigit.RIGHT


def test_mistyped_gtin_is_a_plain_code_with_a_verdict() -> None:
    code = parse("4006381333932")

    assert code == ScanCode(ScanCodeKind.PLAIN, "4006381333932", CheckDigit.WRONG)


@pytest.mark.parametrize("text", ["85123A", "GIFT", "12345", "苹果", "A 1/2"])
def test_plain_code_is_taken_as_it_is(text: str) -> None:
    assert parse(text) == ScanCode(ScanCodeKind.PLAIN, text, CheckDigit.NONE)


def test_digits_of_other_scripts_are_no_gtin() -> None:
    fullwidth = "".join(
        chr(ord("\N{FULLWIDTH DIGIT ZERO}") + int(n)) for n in "4006381333931"
    )

    assert parse(fullwidth).kind is ScanCodeKind.PLAIN


def test_receipt_bar_code_is_known() -> None:
    code = parse("a-000123-9f3c2a1b")

    assert code == ScanCode(ScanCodeKind.RECEIPT, "A-000123-9F3C2A1B", CheckDigit.NONE)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \r\n\t", "empty"),
        ("x" * (SCAN_CODE_LENGTH_MAX + 1), "too_long"),
        ("1" * 100_000, "too_long"),
        ("]A0" * 40_000, "too_long"),
        ("12\x0034", "unprintable"),
        ("ab\x1bc", "unprintable"),
        ("\ud800", "unprintable"),
        ("ab\u202ecd", "unprintable"),
    ],
)
def test_what_is_no_code_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InvalidScanCodeError) as caught:
        parse(text)

    assert caught.value.details["reason"] == reason


@given(st.text(max_size=200))
@example("]")
@example("]E0")
@example("]]]]]]")
@example("²³" * 4)
@example("\N{ARABIC-INDIC DIGIT ZERO}" * 13)
def test_any_text_is_parsed_or_refused(text: str) -> None:
    try:
        code = parse(text)
    except InvalidScanCodeError:
        return

    assert 0 < len(code.value) <= SCAN_CODE_LENGTH_MAX
    assert code.value.isprintable()


@given(st.integers(0, 10**13 - 1), st.sampled_from([8, 12, 13, 14]))
def test_right_check_digit_is_accepted_and_every_other_is_not(
    number: int, length: int
) -> None:
    body = f"{number:0{length - 1}d}"[-(length - 1) :]
    right = check_digit(body)

    verdicts = {digit: is_check_digit_right(body + digit) for digit in "0123456789"}

    assert verdicts == {digit: digit == right for digit in "0123456789"}


@given(st.integers(0, 10**13 - 1), st.sampled_from([8, 12, 13, 14]))
def test_normalised_code_is_its_own_value(number: int, length: int) -> None:
    body = f"{number:0{length - 1}d}"[-(length - 1) :]

    code = parse(body + check_digit(body))

    assert parse(code.value) == code
    assert parse(code.value.rjust(14, "0")) == code
