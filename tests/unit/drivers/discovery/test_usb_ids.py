"""What a USB id tells about a device."""

from __future__ import annotations

from drivers.discovery.usb_ids import UNKNOWN, model_of


def test_a_known_product_has_name_and_kind() -> None:
    model = model_of(0x04B8, 0x0E03)

    assert (model.name, model.kind) == ("Epson TM-T20", "receipt_printer")


def test_a_maker_of_one_kind_is_enough() -> None:
    assert model_of(0x0C2E, 0xFFFF).kind == "scanner"


def test_behind_a_cable_may_be_anything() -> None:
    assert model_of(0x0403, 0x6001).kind == ""


def test_the_unknown_stays_unknown() -> None:
    assert model_of(0xFFFF, 0x0001) is UNKNOWN
