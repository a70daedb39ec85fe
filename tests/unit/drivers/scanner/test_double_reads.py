"""A second read of one label, told from a second item."""

from __future__ import annotations

import pytest

from drivers.scanner.aim import Label
from drivers.scanner.double_reads import (
    CarriedGtin,
    DoubleReads,
    Form,
    find_gtin,
)

EAN = Label("]E0", "4006381333931")
MATRIX = Label("]d2", "0104006381333931\x1d10LOT1")
LINK = Label("]Q1", "https://id.example.com/01/04006381333931/10/LOT1?17=271231")
OTHER = Label("]E0", "9002490100070")
BADGE = Label("", "STAFF-0042")
GTIN = "04006381333931"


@pytest.mark.parametrize(
    ("label", "carried"),
    [
        (EAN, CarriedGtin(Form.NUMBER, GTIN)),
        (Label("", "4006381333931"), CarriedGtin(Form.NUMBER, GTIN)),
        (Label("]E4", "96385074"), CarriedGtin(Form.NUMBER, "00000096385074")),
        (
            Label("]E3", "977123456789812"),
            CarriedGtin(Form.NUMBER, "09771234567898"),
        ),
        (MATRIX, CarriedGtin(Form.ELEMENTS, GTIN)),
        (Label("", "0104006381333931\x1d10A"), CarriedGtin(Form.ELEMENTS, GTIN)),
        (Label("", "0104006381333931"), CarriedGtin(Form.ELEMENTS, GTIN)),
        (LINK, CarriedGtin(Form.LINK, GTIN)),
        (
            Label("", "HTTPS://X.EXAMPLE/A/01/4006381333931"),
            CarriedGtin(Form.LINK, GTIN),
        ),
        (Label("]Q1", "https://example.com/?p=/01/4006381333931"), None),
        (Label("]C0", "0104006381333931"), None),
        (Label("]C1", "00095012345678903"), None),
        (BADGE, None),
        (Label("", "١٢٣٤٥٦٧٨"), None),
    ],
)
def test_a_gtin_is_found_in_every_form(
    label: Label, carried: CarriedGtin | None
) -> None:
    assert find_gtin(label) == carried


def _taken(*reads: tuple[Label, float]) -> list[Label]:
    double_reads = DoubleReads()
    return [label for label, at_s in reads if not double_reads.is_repeat(label, at_s)]


def test_a_label_left_before_the_scanner_counts_once() -> None:
    reads = [(EAN, number * 0.1) for number in range(50)]

    assert _taken(*reads) == [EAN]


def test_the_next_pack_of_the_same_goods_counts() -> None:
    assert _taken((EAN, 0.0), (EAN, 0.31)) == [EAN, EAN]


@pytest.mark.parametrize("second", [MATRIX, LINK], ids=["matrix", "link"])
def test_bar_code_and_2d_code_of_one_pack_are_one_item(second: Label) -> None:
    assert _taken((EAN, 0.0), (second, 0.6)) == [EAN]
    assert _taken((second, 0.0), (EAN, 0.6)) == [second]
    assert _taken((EAN, 0.0), (second, 1.01)) == [EAN, second]


def test_both_codes_read_by_turns_are_one_item() -> None:
    reads = [(MATRIX if n % 2 else EAN, n * 0.2) for n in range(5)]

    assert _taken(*reads) == [EAN]


def test_equal_goods_of_two_lots_are_two_items() -> None:
    other_lot = Label("]d2", "0104006381333931\x1d10LOT2")

    assert _taken((MATRIX, 0.0), (other_lot, 0.2)) == [MATRIX, other_lot]


def test_other_goods_between_make_it_another_item() -> None:
    assert _taken((EAN, 0.0), (OTHER, 0.1), (EAN, 0.2)) == [EAN, OTHER, EAN]


def test_labels_without_a_gtin_are_compared_as_they_are() -> None:
    assert _taken((BADGE, 0.0), (BADGE, 0.2), (BADGE, 1.0)) == [BADGE, BADGE]


def test_zero_switches_each_comparison_off() -> None:
    double_reads = DoubleReads(same_label_ms=0, same_item_ms=0)

    assert not double_reads.is_repeat(EAN, 0.0)
    assert not double_reads.is_repeat(EAN, 0.0)
    assert not double_reads.is_repeat(MATRIX, 0.0)
    assert double_reads.dropped_count == 0


def test_what_was_dropped_is_counted() -> None:
    double_reads = DoubleReads()

    double_reads.is_repeat(EAN, 0.0)
    double_reads.is_repeat(EAN, 0.1)

    assert double_reads.dropped_count == 1
