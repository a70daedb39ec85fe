"""One value a GTIN, and zeros put back into UPC-E."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.scan_code.check_digit import is_check_digit_right
from terminal.domain.scan_code.gtin import expand_upc_e, normalise_gtin


# The examples of the GS1 General Specifications and of the barcode's inventors.
@pytest.mark.parametrize(
    ("digits", "gtin"),
    [
        ("01234505", "0012000003455"),
        ("04252614", "0042100005264"),
        ("01234531", "0012300000451"),
        ("01234543", "0012340000053"),
        ("01234558", "0012345000058"),
        ("0123450", "0012000003455"),
        ("123450", "0012000003455"),
    ],
)
def test_upc_e_gets_its_zeros_back(digits: str, gtin: str) -> None:
    assert expand_upc_e(digits) == gtin


@pytest.mark.parametrize("digits", ["", "12345", "21234505", "01234506", "012345050"])
def test_what_is_no_upc_e_is_not_expanded(digits: str) -> None:
    assert expand_upc_e(digits) is None


@given(st.from_regex(r"[01][0-9]{6}", fullmatch=True))
def test_expanded_upc_e_is_a_upc_a_of_its_number_system(digits: str) -> None:
    expanded = expand_upc_e(digits)

    assert expanded is not None
    assert len(expanded) == 13
    assert expanded.startswith(f"0{digits[0]}")
    assert is_check_digit_right(expanded)
    assert expand_upc_e(digits + expanded[-1]) == expanded


@pytest.mark.parametrize(
    ("digits", "value", "is_in_store"),
    [
        ("00614141000036", "0614141000036", False),
        ("00000096385074", "96385074", False),
        ("2000000000077", "2000000000077", True),
        ("00000020000004", "20000004", True),
        ("10614141000415", "10614141000415", False),
    ],
)
def test_zeros_in_front_do_not_make_another_number(
    digits: str, value: str, is_in_store: bool
) -> None:
    assert normalise_gtin(digits) == (value, is_in_store)
