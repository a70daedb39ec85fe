"""Running taxes are the taxes of the document, whatever was added and removed."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from terminal.domain.money import Rounding, allocate_shares, tax_of
from terminal.domain.tax.accumulator import TaxAccumulator, TaxedLine
from terminal.domain.tax.tax_group import single_rate
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from tests.unit.terminal.domain.tax.documents import EUR, groups, policies

PIECE = 1_000_000

lines = st.lists(
    st.builds(
        TaxedLine,
        group=groups,
        amount_minor=st.integers(-1_000_000, 1_000_000),
        quantity_micro=st.integers(-50_000_000, 50_000_000),
    ),
    max_size=12,
)


def filled(policy: TaxPolicy, taxed: list[TaxedLine]) -> TaxAccumulator:
    accumulator = TaxAccumulator(policy, EUR)
    for line in taxed:
        accumulator.add(line.group, line.amount_minor, line.quantity_micro)
    return accumulator


@given(st.lists(st.integers(-100_000, 100_000), min_size=1), st.booleans())
def test_one_percent_tax_is_the_tax_of_the_sum(
    amounts: list[int], is_inclusive: bool
) -> None:
    group = single_rate("standard", 190_000)
    policy = TaxPolicy(is_inclusive=is_inclusive)
    accumulator = TaxAccumulator(policy, EUR)
    for amount in amounts:
        accumulator.add(group, amount, PIECE)
    total = sum(amounts)
    tax = tax_of(total, 190_000, inclusive=is_inclusive)
    base = 1_190_000 if is_inclusive else 1_000_000

    (row,) = accumulator.rows()
    shares = accumulator.allocate(
        [
            TaxedLine(group=group, amount_minor=amount, quantity_micro=PIECE)
            for amount in amounts
        ]
    )

    assert accumulator.tax_minor == row.tax_minor == tax
    assert accumulator.added_minor == (0 if is_inclusive else tax)
    assert row.taxable_minor == (total - tax if is_inclusive else total)
    assert [line[0].tax_minor for line in shares] == allocate_shares(
        tax, [amount * 190_000 for amount in amounts], base
    )


@pytest.mark.parametrize("rounding", TaxRounding)
@pytest.mark.parametrize("sign", [1, -1])
def test_half_of_a_cent_in_a_price_goes_where_the_policy_says(
    rounding: TaxRounding, sign: int
) -> None:
    def tax(halves: Rounding) -> int:
        policy = TaxPolicy(is_inclusive=True, rounding=rounding, halves=halves)
        accumulator = TaxAccumulator(policy, EUR)
        accumulator.add(single_rate("standard", 200_000), sign * 345, PIECE)
        return accumulator.tax_minor

    # 3.45 is 2.875 and 0.575.
    assert tax(Rounding.HALF_AWAY_FROM_ZERO) == sign * 58
    assert tax(Rounding.HALF_TOWARDS_ZERO) == sign * 57


@given(policies, lines, lines)
def test_removing_leaves_nothing_behind(
    policy: TaxPolicy, kept: list[TaxedLine], removed: list[TaxedLine]
) -> None:
    mixed = filled(policy, removed + kept)
    for line in removed:
        mixed.remove(line.group, line.amount_minor, line.quantity_micro)
    clean = filled(policy, kept)

    # The names of rows come from the first group that had them.
    assert [(row.tax_id, row.rate_ppm, row.tax_minor) for row in mixed.rows()] == [
        (row.tax_id, row.rate_ppm, row.tax_minor) for row in clean.rows()
    ]
    assert mixed.tax_minor == clean.tax_minor
    assert mixed.added_minor == clean.added_minor


@given(policies, lines)
def test_line_taxes_add_up_to_the_rows(
    policy: TaxPolicy, taxed: list[TaxedLine]
) -> None:
    accumulator = filled(policy, taxed)

    allocated = accumulator.allocate(taxed)

    rows = accumulator.rows()
    by_line = [tax for line in allocated for tax in line]
    assert sum(row.tax_minor for row in rows) == accumulator.tax_minor
    assert sum(tax.tax_minor for tax in by_line) == accumulator.tax_minor
    for key in {(row.tax_id, row.rate_ppm) for row in rows}:
        assert sum(
            row.tax_minor for row in rows if (row.tax_id, row.rate_ppm) == key
        ) == sum(tax.tax_minor for tax in by_line if (tax.tax_id, tax.rate_ppm) == key)
        assert sum(
            row.taxable_minor for row in rows if (row.tax_id, row.rate_ppm) == key
        ) == sum(
            tax.taxable_minor for tax in by_line if (tax.tax_id, tax.rate_ppm) == key
        )


@given(policies, lines)
def test_a_mirrored_document_has_the_mirrored_tax(
    policy: TaxPolicy, taxed: list[TaxedLine]
) -> None:
    mirrored = [
        TaxedLine(
            group=line.group,
            amount_minor=-line.amount_minor,
            quantity_micro=-line.quantity_micro,
        )
        for line in taxed
    ]

    assert filled(policy, mirrored).tax_minor == -filled(policy, taxed).tax_minor
    assert filled(policy, mirrored).added_minor == -filled(policy, taxed).added_minor


def test_taxes_of_a_receipt_are_taken_over() -> None:
    group = single_rate("standard", 200_000, "VAT")
    sold = [TaxedLine(group=group, amount_minor=1_000, quantity_micro=PIECE)]
    policy = TaxPolicy(is_inclusive=False)
    (taxes,) = filled(policy, sold).allocate(sold)
    back = filled(policy, [])

    back.add_fixed(taxes, 1_000, group)

    assert (back.tax_minor, back.added_minor) == (200, 200)
    assert [(row.taxable_minor, row.tax_minor) for row in back.rows()] == [(1_000, 200)]
    back.remove_fixed(taxes, 1_000, group)
    assert (back.tax_minor, back.added_minor, back.rows()) == (0, 0, ())


@given(policies, lines)
def test_a_return_with_its_receipt_takes_everything_back(
    policy: TaxPolicy, sold: list[TaxedLine]
) -> None:
    document = filled(policy, sold)
    allocated = document.allocate(sold)
    added = document.added_minor

    for line, taxes in zip(sold, allocated, strict=True):
        mirrored = tuple(
            msgspec.structs.replace(
                tax, taxable_minor=-tax.taxable_minor, tax_minor=-tax.tax_minor
            )
            for tax in taxes
        )
        document.add_fixed(mirrored, -line.amount_minor, line.group)

    assert (document.tax_minor, document.added_minor) == (0, 0)
    assert all(row.taxable_minor == row.tax_minor == 0 for row in document.rows())
    assert filled(policy, sold).added_minor == added
