"""The table of application identifiers."""

from __future__ import annotations

import pytest
from biip import ParseError
from biip.gs1_application_identifiers import GS1ApplicationIdentifier

from terminal.domain.scan_code.gs1.identifiers import (
    find_identifier,
    has_fixed_length,
    match_identifier,
    may_be_identifier,
)


@pytest.mark.parametrize("number", ["01", "10", "17", "3103", "3922", "8008", "7003"])
def test_identifiers_of_goods_are_known_to_others_alike(number: str) -> None:
    other = GS1ApplicationIdentifier.extract(number + "0" * 20)

    own = find_identifier(number)

    assert own is not None
    assert other.ai == own.number
    assert other.separator_required != own.has_fixed_length


def test_what_gs1_has_not_assigned_is_not_there() -> None:
    assert find_identifier("89") is None
    assert find_identifier("3106") is None
    assert find_identifier("") is None
    with pytest.raises(ParseError):
        GS1ApplicationIdentifier.extract("89")


def test_identifier_is_found_at_the_beginning_of_its_data() -> None:
    found = match_identifier("xx3103000195", 2)

    assert found is not None
    assert found.number == "3103"
    assert match_identifier("8900", 0) is None


@pytest.mark.parametrize(
    ("number", "answer"),
    [("89", True), ("8912", True), ("310", False), ("3109", True), ("8", False)],
)
def test_first_two_digits_say_how_long_an_identifier_may_be(
    number: str, answer: bool
) -> None:
    assert may_be_identifier(number) is answer


@pytest.mark.parametrize("number", ["gtin", "", "²²", "1A"])
def test_names_are_no_identifiers(number: str) -> None:
    assert not may_be_identifier(number)


def test_length_is_predefined_by_the_first_two_digits() -> None:
    assert has_fixed_length("3108")
    assert has_fixed_length("19")
    assert not has_fixed_length("235")
    assert not has_fixed_length("7003")


def test_what_goes_with_an_identifier_names_identifiers() -> None:
    for number in (f"{n:0{width}d}" for width in (2, 3, 4) for n in range(10**width)):
        found = find_identifier(number)
        if found is None:
            continue
        named = {*found.excluded, *(one for group in found.required for one in group)}
        for name in named:
            digits = name.replace("n", "0")
            # 31nn and 390n stand for all that begin so.
            assert find_identifier(digits) is not None, (number, name)


def test_traded_goods_name_the_identifiers_they_go_with() -> None:
    coupon = find_identifier("255")
    origin = find_identifier("422")

    assert coupon is not None
    assert origin is not None
    assert coupon.excluded == ("01", "02", "415", "8006", "8020", "8026")
    assert origin.required == (("01",), ("02",), ("03",), ("8006",), ("8026",))
