"""Weights and prices inside labels, exactly as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.errors import InvalidScanCodeError, InvalidScanRuleError
from terminal.domain.scan_code.check_digit import check_digit, price_check_digit
from terminal.domain.scan_code.embedded import compile_rule, read_embedded
from terminal.domain.scan_code.scan_code import ScanCode, ScanCodeKind
from terminal.domain.scan_code.scan_rules import (
    PRICE_LABEL,
    SCALE_LABEL_18,
    WEIGHT_LABEL,
    BaseCheck,
    EmbeddedKind,
    EmbeddedRule,
)


def label(body: str) -> str:
    return body + check_digit(body)


def read(digits: str, *rules: EmbeddedRule, exponent: int = 2) -> ScanCode:
    code = read_embedded(digits, rules, exponent)
    assert code is not None
    return code


def test_weight_label_says_item_and_kilograms() -> None:
    code = read(label("211234501250"), WEIGHT_LABEL)

    assert code.kind is ScanCodeKind.EMBEDDED
    assert code.item_code == label("211234500000")
    assert code.plu == "12345"
    assert (code.quantity_micro, code.unit) == (1_250_000, "kg")
    assert code.amount_micro is None


def test_price_label_says_item_and_amount() -> None:
    code = read(label("234711100399"), PRICE_LABEL)

    assert code.amount_micro == 3_990_000
    assert (code.quantity_micro, code.unit) == (None, None)
    assert code.plu == "47111"


def test_price_check_digit_is_verified_before_the_price_is_believed() -> None:
    rule = EmbeddedRule(kind=EmbeddedKind.PRICE, pattern="20.....{VNNDD}")
    digit = price_check_digit("2875")
    wrong = str((int(digit) + 1) % 10)

    assert read(label(f"2012345{digit}2875"), rule).amount_micro == 28_750_000
    with pytest.raises(InvalidScanCodeError) as caught:
        read(label(f"2012345{wrong}2875"), rule)
    assert caught.value.details["reason"] == "price_check_digit"


def test_item_of_a_label_does_not_depend_on_the_price_check_digit() -> None:
    rule = EmbeddedRule(kind=EmbeddedKind.PRICE, pattern="2....{VNNNDD}")
    prices = ("14685", "00001", "99999")

    codes = {
        read(label(f"24711{price_check_digit(price)}{price}0"), rule).item_code
        for price in prices
    }

    assert codes == {label("247110000000")}


def test_price_in_minor_units_is_read_with_the_exponent_of_the_currency() -> None:
    rule = EmbeddedRule(
        kind=EmbeddedKind.PRICE, pattern="23.....{NNNNN}", minor_units=True
    )
    digits = label("234711100398")

    assert read(digits, rule, exponent=2).amount_micro == 3_980_000
    assert read(digits, rule, exponent=0).amount_micro == 398_000_000
    assert read(digits, rule, exponent=3).amount_micro == 398_000


def test_count_is_in_pieces_and_percent_in_millionths() -> None:
    count = EmbeddedRule(kind=EmbeddedKind.COUNT, pattern="27.....{NNNNN}")
    percent = EmbeddedRule(kind=EmbeddedKind.PERCENT_OFF, pattern="22{NN}")

    counted = read(label("271234500012"), count)
    assert (counted.quantity_micro, counted.unit) == (12_000_000, "piece")
    assert read(label("221500000000"), percent).percent_off_ppm == 150_000


def test_18_digits_of_a_scale_say_amount_and_weight() -> None:
    code = read(label("26123450150000750"), SCALE_LABEL_18)

    assert code.kind is ScanCodeKind.SCALE_18
    assert code.plu == "12345"
    assert code.amount_micro == 15_000_000
    assert (code.quantity_micro, code.unit) == (750_000, "kg")


def test_scale_that_prints_the_weight_first_has_a_pattern_too() -> None:
    rule = EmbeddedRule(
        kind=EmbeddedKind.WEIGHT_AND_PRICE,
        pattern="28.....{NNDDD}{NNNDD}.",
        length=18,
    )

    code = read(label("28123450075001500"), rule)

    assert (code.quantity_micro, code.amount_micro) == (750_000, 15_000_000)


def test_field_of_zeros_is_the_item_itself() -> None:
    code = read(label("211234500000"), WEIGHT_LABEL)

    assert code.item_code == code.value
    assert (code.quantity_micro, code.unit) == (None, None)


def test_first_rule_that_fits_is_taken() -> None:
    digits = "2212345610259"
    narrow = EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="22......{NNDD}.")
    wide = EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern=".....{NNNDDDD}.")

    assert read(digits, narrow, wide).quantity_micro == 10_250_000
    assert read(digits, wide, narrow).quantity_micro == 456_102_500


def test_no_rule_fits_another_length_or_beginning() -> None:
    assert read_embedded(label("241234501250"), (WEIGHT_LABEL,), 2) is None
    assert read_embedded(label("2112345"), (WEIGHT_LABEL,), 2) is None
    assert read_embedded(label("241234501250"), (), 2) is None


def test_item_of_a_short_label_may_keep_its_check_digit() -> None:
    rule = EmbeddedRule(
        kind=EmbeddedKind.COUNT,
        pattern="66{NN}....",
        length=8,
        base_check=BaseCheck.KEPT,
    )

    assert read("66012344", rule).item_code == "66002344"


@pytest.mark.parametrize(
    "rule",
    [
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern=""),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21....."),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21{NN}{NN}"),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21{}"),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21{DN}"),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21[0-9]+{NN}"),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21{DDDDDDD}"),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21.....{NNDDD}...."),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21{NN}", length=12),
        EmbeddedRule(kind=EmbeddedKind.WEIGHT, pattern="21.....{VNDDD}"),
        EmbeddedRule(kind=EmbeddedKind.PRICE, pattern="21.....{VNDD}"),
        EmbeddedRule(kind=EmbeddedKind.MEMBER, pattern="042{NN}"),
        EmbeddedRule(kind=EmbeddedKind.PRICE_AND_WEIGHT, pattern="26{NN}", length=18),
    ],
)
def test_pattern_that_cannot_be_read_is_refused(rule: EmbeddedRule) -> None:
    with pytest.raises(InvalidScanRuleError):
        compile_rule(rule)


@given(st.integers(0, 99_999), st.integers(1, 99_999))
def test_what_a_scale_prints_is_what_is_read(plu: int, grams: int) -> None:
    code = read(label(f"21{plu:05d}{grams:05d}"), WEIGHT_LABEL)

    assert code.plu == f"{plu:05d}"
    assert code.quantity_micro == grams * 1000
    assert code.item_code == label(f"21{plu:05d}00000")
