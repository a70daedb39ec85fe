"""The rules of a store come from settings and reference data."""

from __future__ import annotations

import msgspec
import pytest

from structs.decoding import decode_json
from terminal.domain.scan_code.scan_rules import (
    DEFAULT_SCAN_RULES,
    PaymentCodes,
    ScanRules,
)


def test_rules_survive_being_stored() -> None:
    stored = msgspec.json.encode(DEFAULT_SCAN_RULES)

    assert decode_json(stored, ScanRules) == DEFAULT_SCAN_RULES


def test_misspelled_rule_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_json(b'{"payment_code": "first"}', ScanRules)


def test_member_cards_have_a_prefix_and_goods_come_first_by_default() -> None:
    assert DEFAULT_SCAN_RULES.member_prefixes == ("042",)
    assert DEFAULT_SCAN_RULES.payment_codes is PaymentCodes.AFTER_GOODS
