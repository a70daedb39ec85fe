"""Lines of the basket as text."""

from __future__ import annotations

from typing import Any

from terminal.application.selling.sale_view import LineView
from terminal.ui.support.translation import use_language
from terminal.ui.view_models.basket_line import basket_line


def _line(**changes: Any) -> LineView:
    values: dict[str, Any] = {
        "sequence": 1,
        "kind": "sale",
        "item_id": "milk",
        "scan_code": "1010",
        "description": "Oat milk 1 l",
        "quantity_micro": 1_000_000,
        "unit": "piece",
        "unit_price_micro": 1_950_000,
        "amount_minor": 195,
        "is_voided": False,
    }
    return LineView(**(values | changes))


def test_one_piece_is_quiet() -> None:
    line = basket_line(_line(), 2)

    assert (line.quantity, line.unit_price, line.amount) == ("1", "1.95", "1.95")
    assert line.is_single
    assert line.spoken() == "Oat milk 1 l, 1 × 1.95, 1.95"


def test_a_weight_shows_its_unit_on_both_sides() -> None:
    line = basket_line(_line(unit="kg", quantity_micro=482_000, amount_minor=94), 2)

    assert line.is_measured
    assert (line.quantity, line.unit_price) == ("0.482\u00a0kg", "1.95/kg")
    assert not line.is_single


def test_a_voided_line_counts_nothing_and_says_when() -> None:
    line = basket_line(_line(is_voided=True, voided_at_ms=0), 2)

    assert line.amount == "0.00"
    assert line.void_tag.startswith("Voided ")
    assert line.void_tag_short == "Voided"


def test_a_return_tells_its_reason_in_the_language_in_force() -> None:
    returned = _line(kind="return", quantity_micro=-1_000_000, reason="Damaged")

    assert basket_line(returned, 2).notes == (("Return: Damaged", ""),)

    use_language("zh_CN")
    assert basket_line(returned, 2).notes[0][0] == "退货\uff1aDamaged"
