"""promotion-cases: promotions of five shop systems on the promotion engine."""

from __future__ import annotations

from tests.cases.adapters.promotions import medusa, own_format
from tests.cases.harness.case import Case


def group_of(case: Case) -> str:
    """Return the system whose rules the case states."""
    return "medusa" if "expected_actions" in case.fields else case.group


def run(case: Case) -> None:
    """Assert the case's expected figures.

    Raises:
        AssertionError: A figure differs, or some field is not translated.
    """
    if "expected_actions" in case.fields:
        medusa.run(case)
    else:
        own_format.run(case)
