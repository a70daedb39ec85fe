"""Tax groups are read as the feed carries them, and nonsense is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from terminal.domain.reference_data.errors import RefusedRow
from terminal.domain.reference_data.import_taxes import read_taxes
from terminal.domain.tax.tax_group import TaxComponent, TaxGroup, TaxKind


def _line(*components: dict[str, Any], group_id: str = "g") -> str:
    return json.dumps(
        {"tax_group_id": group_id, "name": "G", "components": list(components)}
    )


def test_a_compound_group_is_taken_as_it_stands() -> None:
    state = {"tax_id": "state", "name": "State", "rate_ppm": 50_000}
    city = {"tax_id": "city", "name": "City", "kind": "fixed", "amount_micro": 100_000}
    ((_, row),) = read_taxes(_line({**state, "raises_base": True}, city))

    assert row == TaxGroup(
        tax_group_id="g",
        name="G",
        components=(
            TaxComponent(
                tax_id="state", name="State", rate_ppm=50_000, raises_base=True
            ),
            TaxComponent(
                tax_id="city", name="City", kind=TaxKind.FIXED, amount_micro=100_000
            ),
        ),
    )


def test_a_group_without_taxes_is_exempt_and_taken() -> None:
    ((_, row),) = read_taxes(_line())

    assert isinstance(row, TaxGroup)


@pytest.mark.parametrize(
    ("components", "reason"),
    [
        ([{"tax_id": "", "name": "x"}], "tax_id"),
        ([{"tax_id": "a", "name": "x"}] * 2, "components"),
        ([{"tax_id": f"t{n}", "name": "x"} for n in range(17)], "components"),
        ([{"tax_id": "a", "name": "x", "rate_ppm": 10_000_001}], "rate_ppm"),
        ([{"tax_id": "a", "name": "x", "amount_micro": 1}], "amount_micro"),
        ([{"tax_id": "a", "name": "x", "kind": "fixed", "rate_ppm": 1}], "rate_ppm"),
        (
            [{"tax_id": "a", "name": "x", "kind": "fixed", "amount_micro": 10**13}],
            "amount_micro",
        ),
        (
            [{"tax_id": "a", "name": "x", "kind": "division", "rate_ppm": 1_000_000}],
            "rate_ppm",
        ),
        ([{"tax_id": "a", "name": "x", "factors_ppm": []}], "factors_ppm"),
        ([{"tax_id": "a", "name": "x", "rate": 5}], "unknown_field"),
        ([{"tax_id": "a", "name": "x", "rate_ppm": 0.5}], "json"),
    ],
)
def test_a_group_that_cannot_be_computed_is_refused(
    components: list[dict[str, Any]], reason: str
) -> None:
    ((_, row),) = read_taxes(_line(*components))

    assert isinstance(row, RefusedRow)
    assert row.reason == reason


def test_a_group_is_defined_once() -> None:
    rows = list(read_taxes(_line() + "\n" + _line() + "\n" + _line(group_id="h")))

    assert [isinstance(row, RefusedRow) for _, row in rows] == [False, True, False]


def test_an_id_is_not_empty() -> None:
    ((_, row),) = read_taxes(_line(group_id=""))

    assert isinstance(row, RefusedRow)
    assert row.reason == "tax_group_id"
