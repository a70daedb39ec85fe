"""Policies are named and travel by their names."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.domain.tax.tax_policy import TaxPolicy, TaxRounding


def test_taxes_are_rounded_per_document_to_the_minor_unit_unless_said() -> None:
    policy = decode_json(b'{"is_inclusive": true}', TaxPolicy)

    assert (policy.rounding, policy.step_minor) == (TaxRounding.PER_DOCUMENT, 1)


def test_a_policy_travels_by_its_names() -> None:
    policy = TaxPolicy(is_inclusive=False, rounding=TaxRounding.PER_LINE, step_minor=5)

    text = msgspec.json.encode(policy)

    assert b'"per_line"' in text
    assert decode_json(text, TaxPolicy) == policy


def test_a_step_is_positive() -> None:
    with pytest.raises(AssertionError):
        TaxPolicy(is_inclusive=True, step_minor=0)
