"""The families of cases and their adapters.

To add a family: name its folder in `SIGNATURES` and write
`tests/cases/adapters/<folder_with_underscores>.py` with

* `run(case: Case) -> None`, which translates the case's fields, asks the engine and
  asserts every expected figure.  It holds no arithmetic that computes an answer;
  read the fields through `tests.cases.harness.fields.Fields` and close it, so that a
  field it does not know fails the case.  The case's declared family may choose named
  policies of the engine; its id, source, file and position may choose nothing.
* optionally `TABLES: Mapping[tuple[str, ...], str]`: the columns of files that are
  reference tables and no cases, with the reason.
* optionally `group_of(case) -> str`: the family the summary counts the case under,
  where neither the field `family` nor the file's name is right.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Final, Protocol, TypeVar, cast

from tests.cases.harness.case import Case

T = TypeVar("T")

# Each family and what tells the kinds of its files where no folder names it.
SIGNATURES: Final[Mapping[str, Sequence[frozenset[str]]]] = {
    "currency-tables": [frozenset({"alpha", "iso_minor_unit"})],
    "embedded-barcodes": [frozenset({"code", "pattern", "base_code"})],
    "gs1-vectors": [
        frozenset({"op", "valid"}),
        frozenset({"ai_or_range", "component_spec_and_attributes"}),
        frozenset({"prefix_from", "prefix_to"}),
    ],
    "pay-auth-codes": [frozenset({"code", "channel", "valid"})],
    "promotion-cases": [
        frozenset({"lines", "promotions", "expected"}),
        frozenset({"promotions", "context", "expected_actions"}),
    ],
    "tax-cases": [
        frozenset({"total", "method", "increment", "mode"}),
        frozenset({"kind", "lines", "rounding_method"}),
        frozenset({"lines", "tax_subtotals", "totals"}),
        frozenset({"taxes", "price_unit", "rounding_method"}),
        frozenset({"rate", "lines", "expected_tax"}),
    ],
}

FAMILIES: Final = frozenset(SIGNATURES)


class Adapter(Protocol):
    """What a module of tests/cases/adapters offers."""

    def run(self, case: Case) -> None:
        """Assert what the case expects.

        Raises:
            AssertionError: A figure differs, or the case names a field the adapter
                does not know.
        """


@functools.cache
def find_adapter(family: str) -> Adapter:
    """Import the family's adapter.

    Raises:
        ImportError: There is none, or it cannot be imported.
    """
    name = f"tests.cases.adapters.{family.replace('-', '_')}"
    return cast("Adapter", importlib.import_module(name))


def find_table_reason(case: Case) -> str | None:
    """Return why rows with these columns are a reference table and no cases."""
    tables: Mapping[tuple[str, ...], str] = _option(case.family, "TABLES", {})
    return tables.get(tuple(case.fields))


def find_group(case: Case) -> str:
    """Return the family the case is counted under."""
    group_of: Callable[[Case], str] = _option(
        case.family, "group_of", lambda case: case.group
    )
    return group_of(case)


def _option(family: str, name: str, default: T) -> T:
    try:
        adapter = find_adapter(family)
    except ImportError:
        return default  # Each test of the family says so.
    return cast("T", getattr(adapter, name, default))
