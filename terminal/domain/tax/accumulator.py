"""Running taxes of a document: each change costs its own taxes, not the document.

All taxes are linear in amount and quantity until they are rounded, so exact sums
are kept as integers over one denominator a row, and rounded once by the policy.
"""

from collections.abc import Sequence
from math import lcm

import msgspec

from terminal.domain.money import (
    MICRO,
    RATE_PPM_ONE,
    Currency,
    divide_rounded,
    spread_shares,
)
from terminal.domain.tax.tax_group import TaxGroup, TaxKind
from terminal.domain.tax.tax_line_item import LineTax, TaxLineItem
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding
from terminal.domain.tax.tax_program import (
    ProgramRow,
    RowKey,
    TaxProgram,
    program_of,
)


class TaxedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as its taxes see it.

    Attributes:
        amount_minor: Signed, what the label says: with the included taxes,
            without the others.
        quantity_micro: Signed; counts for fixed taxes only.
        fixed: Taxes taken over from the receipt of a return; None when the line
            shares in the tax of the document.
    """

    group: TaxGroup
    amount_minor: int
    quantity_micro: int
    fixed: tuple[LineTax, ...] | None = None


class _Row:
    """Running sums of one row of the summary.

    Attributes:
        numerator: With ``denominator`` the exact tax of the sharing lines.
        tax: Their tax, rounded by the policy.
        taxable: Their taxable amount; kept per line only.
        fixed_tax: Tax of the lines with a tax of their own.
        fixed_taxable: Their taxable amount.
        lines: Lines that count.
    """

    __slots__ = (
        "denominator",
        "fixed_tax",
        "fixed_taxable",
        "is_added",
        "kind",
        "lines",
        "name",
        "numerator",
        "tax",
        "taxable",
    )

    def __init__(self, name: str, kind: TaxKind, *, is_added: bool) -> None:
        self.name = name
        self.kind = kind
        self.is_added = is_added
        self.numerator = 0
        self.denominator = 1
        self.tax = 0
        self.taxable = 0
        self.fixed_tax = 0
        self.fixed_taxable = 0
        self.lines = 0


class _Cell:
    """What a group puts into a row, exactly.

    (by_amount x amount + by_quantity x quantity in millionths) / denominator.
    """

    __slots__ = ("by_amount", "by_quantity", "denominator", "row")

    def __init__(
        self, row: _Row, by_amount: int, by_quantity: int, denominator: int
    ) -> None:
        self.row = row
        self.by_amount = by_amount
        self.by_quantity = by_quantity
        self.denominator = denominator


class _GroupSum:
    """Running sums of the lines of one group that share in the document's tax."""

    __slots__ = ("amount", "cells", "lines", "program", "quantity")

    def __init__(self, program: TaxProgram, cells: tuple[_Cell, ...]) -> None:
        self.program = program
        self.cells = cells
        self.amount = 0
        self.quantity = 0
        self.lines = 0


class TaxAccumulator:
    """The taxes of an open document, always up to date.

    What was added can be removed again with the same arguments, in any order, and
    leaves nothing behind. Not for two threads.
    """

    __slots__ = (
        "_added_minor",
        "_groups",
        "_is_per_line",
        "_minor_per_major",
        "_policy",
        "_rows",
        "_tax_minor",
    )

    def __init__(self, policy: TaxPolicy, currency: Currency) -> None:
        self._policy = policy
        self._is_per_line = policy.rounding is TaxRounding.PER_LINE
        self._minor_per_major = currency.minor_per_major
        self._rows: dict[RowKey, _Row] = {}
        self._groups: dict[TaxGroup, _GroupSum] = {}
        self._tax_minor = 0
        self._added_minor = 0

    @property
    def policy(self) -> TaxPolicy:
        """The named choices it was made with."""
        return self._policy

    @property
    def tax_minor(self) -> int:
        """Signed sum of all taxes, included or added."""
        return self._tax_minor

    @property
    def added_minor(self) -> int:
        """Signed taxes on top of the labelled amounts: total = subtotal + this."""
        return self._added_minor

    def add(self, group: TaxGroup, amount_minor: int, quantity_micro: int) -> None:
        """Count a line that shares in the tax of the document."""
        self._count(group, amount_minor, quantity_micro, +1)

    def remove(self, group: TaxGroup, amount_minor: int, quantity_micro: int) -> None:
        """Take a line out that was counted by :meth:`add`."""
        self._count(group, amount_minor, quantity_micro, -1)

    def add_fixed(
        self,
        taxes: tuple[LineTax, ...],
        amount_minor: int,  # noqa: ARG002 - callers treat this like the others
        group: TaxGroup,
    ) -> None:
        """Count a line with the taxes of its receipt instead of computed ones.

        *group* says which of them are included in *amount_minor*; a tax it does
        not know follows the tax mode.
        """
        self._count_fixed(taxes, group, +1)

    def remove_fixed(
        self,
        taxes: tuple[LineTax, ...],
        amount_minor: int,  # noqa: ARG002 - callers treat this like the others
        group: TaxGroup,
    ) -> None:
        """Take a line out that was counted by :meth:`add_fixed`."""
        self._count_fixed(taxes, group, -1)

    def rows(self) -> tuple[TaxLineItem, ...]:
        """Return the summary, one row a tax and rate, by tax id and rate."""
        taxable: dict[RowKey, int] = {}
        if not self._is_per_line:
            parts = self._group_parts()
            for group, total in self._groups.items():
                program = total.program
                bases = _bases(program, total.amount, parts[group])
                for row, base in zip(program.rows, bases, strict=True):
                    taxable[row.key] = taxable.get(row.key, 0) + base
        return tuple(
            TaxLineItem(
                tax_id=key.tax_id,
                name=row.name,
                kind=row.kind,
                rate_ppm=key.rate_ppm,
                taxable_minor=taxable.get(key, 0) + row.taxable + row.fixed_taxable,
                tax_minor=row.tax + row.fixed_tax,
            )
            for key, row in sorted(self._rows.items())
            if row.lines
        )

    def allocate(self, lines: Sequence[TaxedLine]) -> tuple[tuple[LineTax, ...], ...]:
        """Return the taxes of each line; row by row they add up to :meth:`rows`.

        *lines* are exactly those that count here. Shares are given by largest
        remainder, first to the rows of a group and then to its lines.
        """
        result: list[tuple[LineTax, ...]] = [()] * len(lines)
        members: dict[TaxGroup, list[int]] = {}
        for index, line in enumerate(lines):
            if line.fixed is not None:
                result[index] = line.fixed
            elif line.group.components:
                members.setdefault(line.group, []).append(index)
        parts = {} if self._is_per_line else self._group_parts()
        for group, indexes in members.items():
            total = self._groups[group]
            if self._is_per_line:
                taxes = [
                    self._line_parts(
                        total.program,
                        lines[index].amount_minor,
                        lines[index].quantity_micro,
                    )
                    for index in indexes
                ]
            else:
                by_row = [
                    spread_shares(
                        part,
                        [
                            cell.by_amount * lines[index].amount_minor
                            + cell.by_quantity * lines[index].quantity_micro
                            for index in indexes
                        ],
                        cell.denominator,
                    )
                    for cell, part in zip(total.cells, parts[group], strict=True)
                ]
                taxes = [list(column) for column in zip(*by_row, strict=True)]
            for index, tax in zip(indexes, taxes, strict=True):
                result[index] = _line_taxes(
                    total.program, lines[index].amount_minor, tax
                )
        return tuple(result)

    def _count(
        self, group: TaxGroup, amount_minor: int, quantity_micro: int, sign: int
    ) -> None:
        total = self._groups.get(group)
        if total is None:
            total = self._groups[group] = self._group_sum(group)
        total.lines += sign
        total.amount += sign * amount_minor
        total.quantity += sign * quantity_micro
        if self._is_per_line:
            self._count_line(total, amount_minor, quantity_micro, sign)
            return
        step, halves = self._policy.step_minor, self._policy.halves
        for cell in total.cells:
            row = cell.row
            row.lines += sign
            row.numerator += (
                sign
                * (cell.by_amount * amount_minor + cell.by_quantity * quantity_micro)
                * (row.denominator // cell.denominator)
            )
            tax = divide_rounded(row.numerator, row.denominator * step, halves) * step
            self._tax_minor += tax - row.tax
            if row.is_added:
                self._added_minor += tax - row.tax
            row.tax = tax

    def _count_line(
        self, total: _GroupSum, amount_minor: int, quantity_micro: int, sign: int
    ) -> None:
        program = total.program
        taxes = self._line_parts(program, amount_minor, quantity_micro)
        bases = _bases(program, amount_minor, taxes)
        for cell, tax, base in zip(total.cells, taxes, bases, strict=True):
            row = cell.row
            row.lines += sign
            row.tax += sign * tax
            row.taxable += sign * base
            self._tax_minor += sign * tax
            if row.is_added:
                self._added_minor += sign * tax

    def _count_fixed(
        self, taxes: tuple[LineTax, ...], group: TaxGroup, sign: int
    ) -> None:
        program = program_of(group, self._policy.is_inclusive)
        for tax in taxes:
            name, is_included = "", self._policy.is_inclusive
            for component, is_in_price in zip(
                program.components, program.is_included, strict=True
            ):
                if component.tax_id == tax.tax_id:
                    name, is_included = component.name, is_in_price
                    break
            key = RowKey(tax.tax_id, tax.rate_ppm, is_included)
            row = self._row(key, name, tax.kind)
            row.lines += sign
            row.fixed_tax += sign * tax.tax_minor
            row.fixed_taxable += sign * tax.taxable_minor
            self._tax_minor += sign * tax.tax_minor
            if row.is_added:
                self._added_minor += sign * tax.tax_minor

    def _row(self, key: RowKey, name: str, kind: TaxKind) -> _Row:
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = _Row(name, kind, is_added=not key.is_included)
        return row

    def _group_sum(self, group: TaxGroup) -> _GroupSum:
        program = program_of(group, self._policy.is_inclusive)
        cells = []
        for program_row in program.rows:
            component = program.components[program_row.component]
            row = self._row(program_row.key, component.name, component.kind)
            cell = self._cell(program, program_row, row)
            denominator = lcm(row.denominator, cell.denominator)
            row.numerator *= denominator // row.denominator
            row.denominator = denominator
            cells.append(cell)
        return _GroupSum(program, tuple(cells))

    def _cell(self, program: TaxProgram, program_row: ProgramRow, row: _Row) -> _Cell:
        step = program.steps[0]
        if len(program.rows) == 1 and step.denominator is not None:
            # The common case, without exact fractions.
            return _Cell(row, step.numerator, 0, step.denominator)
        from fractions import Fraction

        factor = Fraction(program_row.factor_ppm, RATE_PPM_ONE)
        per_micro = Fraction(self._minor_per_major, MICRO * MICRO)
        by_amount = factor * program.taxes_exact(1, 0)[program_row.component]
        by_quantity = factor * program.taxes_exact(0, per_micro)[program_row.component]
        denominator = lcm(by_amount.denominator, by_quantity.denominator)
        return _Cell(
            row,
            by_amount.numerator * (denominator // by_amount.denominator),
            by_quantity.numerator * (denominator // by_quantity.denominator),
            denominator,
        )

    def _line_parts(
        self, program: TaxProgram, amount_minor: int, quantity_micro: int
    ) -> list[int]:
        """Return what one line puts into each row of its group, rounded."""
        taxes = program.taxes_rounded(
            amount_minor,
            quantity_micro,
            self._minor_per_major,
            self._policy.step_minor,
            self._policy.halves,
        )
        return [
            divide_rounded(taxes[row.component] * row.factor_ppm, RATE_PPM_ONE)
            for row in program.rows
        ]

    def _group_parts(self) -> dict[TaxGroup, list[int]]:
        """Split the tax of each row over the groups that have it."""
        sharing: dict[int, tuple[_Row, list[tuple[TaxGroup, int]]]] = {}
        parts: dict[TaxGroup, list[int]] = {}
        for group, total in self._groups.items():
            parts[group] = [0] * len(total.cells)
            for index, cell in enumerate(total.cells):
                entry = sharing.setdefault(id(cell.row), (cell.row, []))
                entry[1].append((group, index))
        for row, places in sharing.values():
            if len(places) == 1:
                # As in most sales: the only group that has the row has all of it.
                group, index = places[0]
                parts[group][index] = row.tax
                continue
            numerators = []
            for group, index in places:
                total = self._groups[group]
                cell = total.cells[index]
                numerators.append(
                    (cell.by_amount * total.amount + cell.by_quantity * total.quantity)
                    * (row.denominator // cell.denominator)
                )
            shares = spread_shares(row.tax, numerators, row.denominator)
            for (group, index), share in zip(places, shares, strict=True):
                parts[group][index] = share
        return parts


def _bases(program: TaxProgram, amount_minor: int, parts: list[int]) -> list[int]:
    """Return the taxable amount of each row, from the rounded taxes in *parts*."""
    paid = [0] * len(program.components)
    for row, part in zip(program.rows, parts, strict=True):
        paid[row.component] += part
    return [
        amount_minor
        + sum(sign * paid[index] for index, sign in program.bases[row.component])
        for row in program.rows
    ]


def _line_taxes(
    program: TaxProgram, amount_minor: int, parts: list[int]
) -> tuple[LineTax, ...]:
    if len(parts) == 1:
        # The common case, at every line of a completed sale.
        row = program.rows[0]
        component = program.components[0]
        return (
            LineTax(
                tax_id=row.key.tax_id,
                kind=component.kind,
                rate_ppm=row.key.rate_ppm,
                taxable_minor=(
                    amount_minor - parts[0] if row.key.is_included else amount_minor
                ),
                tax_minor=parts[0],
            ),
        )
    bases = _bases(program, amount_minor, parts)
    return tuple(
        LineTax(
            tax_id=row.key.tax_id,
            kind=program.components[row.component].kind,
            rate_ppm=row.key.rate_ppm,
            taxable_minor=base,
            tax_minor=part,
        )
        for row, part, base in zip(program.rows, parts, bases, strict=True)
    )
