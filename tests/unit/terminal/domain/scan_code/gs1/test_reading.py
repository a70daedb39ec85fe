"""What a till learns from element strings and links."""

from __future__ import annotations

from datetime import date

import pytest

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code.gs1.reading import (
    read_bracketed,
    read_element_string,
    read_link,
)
from terminal.domain.scan_code.scan_code import CheckDigit, ScanCode, ScanCodeKind
from terminal.domain.scan_code.scan_rules import BestBefore, ScanRules

GTIN = "09506000134352"
RULES = ScanRules(reference_year=2026)


def read(rest: str, rules: ScanRules = RULES) -> ScanCode:
    return read_bracketed(f"(01){GTIN}{rest}", rules)


def test_goods_are_looked_up_by_their_gtin() -> None:
    code = read_element_string(f"01{GTIN}10A1\x1d21S9", RULES, "C1")

    assert code.kind is ScanCodeKind.GS1
    assert code.item_code == "9506000134352"
    assert code.check_digit is CheckDigit.RIGHT
    assert (code.lot, code.serial, code.symbology) == ("A1", "S9", "C1")
    assert code.elements == (("01", GTIN), ("10", "A1"), ("21", "S9"))


def test_link_says_the_same() -> None:
    code = read_link(f"https://x.example/01/{GTIN}/10/A1?17=261200", RULES, "Q1")

    assert code.kind is ScanCodeKind.DIGITAL_LINK
    assert code.item_code == "9506000134352"
    assert code.expires_on == date(2026, 12, 31)
    assert code.lot == "A1"


@pytest.mark.parametrize(
    ("elements", "quantity_micro", "unit"),
    [
        ("(3103)000195", 195_000, "kg"),
        ("(3100)000195", 195_000_000, "kg"),
        ("(3105)000001", 10, "kg"),
        ("(3200)000001", 453_592, "kg"),
        ("(3152)000150", 1_500_000, "l"),
        ("(3160)000002", 2_000_000_000, "l"),
        ("(3111)000025", 2_500_000, "m"),
        ("(3142)000025", 250_000, "m2"),
        ("(30)12", 12_000_000, "piece"),
        ("(30)0", None, None),
        ("(3103)000000", None, None),
        ("", None, None),
    ],
)
def test_measure_is_exact(
    elements: str, quantity_micro: int | None, unit: str | None
) -> None:
    code = read(elements)

    assert (code.quantity_micro, code.unit) == (quantity_micro, unit)


def test_price_of_the_pack_and_of_the_kilogram() -> None:
    code = read("(3103)000500(3922)399")
    assert (code.amount_micro, code.currency) == (3_990_000, None)

    code = read("(3103)000500(3932)156399")
    assert (code.amount_micro, code.currency) == (3_990_000, "CNY")

    code = read("(3103)000500(3953)007980")
    assert code.unit_price_micro == 7_980_000


def test_price_finer_than_a_millionth_is_refused() -> None:
    assert read("(30)1(3928)100").amount_micro == 1
    with pytest.raises(InvalidScanCodeError):
        read("(30)1(3928)101")


@pytest.mark.parametrize(
    ("elements", "expires_on", "minute"),
    [
        ("(17)261231", date(2026, 12, 31), None),
        ("(16)261201(17)261231", date(2026, 12, 1), None),
        ("(15)261130(17)261231", date(2026, 11, 30), None),
        ("(7003)2612311430", date(2026, 12, 31), 870),
        ("(17)261230(7003)2612311430", date(2026, 12, 30), None),
        ("(13)261101", None, None),
    ],
)
def test_earliest_day_ends_the_sale(
    elements: str, expires_on: date | None, minute: int | None
) -> None:
    code = read(elements)

    assert (code.expires_on, code.expires_minute) == (expires_on, minute)


def test_best_before_may_only_be_told() -> None:
    rules = ScanRules(reference_year=2026, best_before=BestBefore.TOLD)

    code = read("(15)261130", rules)

    assert code.expires_on is None
    assert code.best_before_on == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("(255)9506000134352123", ScanCodeKind.COUPON, "9506000134352123"),
        ("(8018)795260646688514634", ScanCodeKind.MEMBER, "795260646688514634"),
        ("(00)095060001343520000", ScanCodeKind.GS1, "095060001343520000"),
        (f"(02){GTIN}(37)12(00)095060001343520000", ScanCodeKind.GS1, "9506000134352"),
    ],
)
def test_other_keys_say_what_they_are(
    text: str, kind: ScanCodeKind, value: str
) -> None:
    code = read_bracketed(text, RULES)

    assert (code.kind, code.item_code) == (kind, value)


def test_coupon_says_its_amount_or_percent() -> None:
    amount = read_bracketed("(255)9506000134352123(3902)150", RULES)
    percent = read_bracketed("(255)9506000134352123(3940)0015", RULES)

    assert amount.amount_micro == 1_500_000
    assert percent.percent_off_ppm == 150_000


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(10)A1", "gs1_no_item"),
        (f"(01){GTIN}(02){GTIN}", "gs1_combination"),
        (f"(01){GTIN}(10)A(10)B", "gs1_combination"),
    ],
)
def test_code_that_contradicts_itself_or_names_nothing(text: str, reason: str) -> None:
    with pytest.raises(InvalidScanCodeError) as caught:
        read_bracketed(text, RULES)

    assert caught.value.details["reason"] == reason
