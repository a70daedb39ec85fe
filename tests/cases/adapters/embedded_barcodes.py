"""Labels with embedded values, by the patterns of a barcode nomenclature.

A nomenclature knows only what its rules name: every other code is an error. Rows
without a code are patterns that a point of sale offers.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code import CheckDigit, ScanCode, ScanRules, parse
from terminal.domain.scan_code.scan_rules import (
    OFFERED_PATTERNS,
    BaseCheck,
    EmbeddedKind,
    EmbeddedRule,
    PlainCodes,
)
from tests.cases.harness.case import Case
from tests.cases.harness.fields import Fields

_PATTERN: Final = re.compile(r"[0-9.]*\{[ND]+\}[0-9.]*")
_EAN_8: Final = "ean8"
_EAN_8_LENGTH: Final = 8
_MICRO: Final = 1_000_000

# The source names its rules by what it did to them since the case before.
_SEQUENCES: Final = {
    "rule order changed: first matching rule wins": (
        ".....{NNNDDDD}.",
        "22......{NNDD}.",
    )
}
# The source's words for what a pattern is for.
_PURPOSES: Final = (
    ("cashier", EmbeddedKind.OPERATOR),
    ("customer", EmbeddedKind.MEMBER),
    ("coupon", EmbeddedKind.COUPON),
    ("discount", EmbeddedKind.PERCENT_OFF),
    ("weigh", EmbeddedKind.WEIGHT),
    ("price", EmbeddedKind.PRICE),
)


def run(case: Case) -> None:
    """Read the code by the case's pattern, or look the pattern up."""
    fields = Fields(case.label, case.fields)
    fields.ignore("id", "note", "source")
    code, pattern = fields.take("code"), fields.take("pattern")
    if code:
        _compare(fields, _read(code, pattern), code)
    else:
        _compare_offer(fields, pattern)
    fields.close()


def _compare(fields: Fields, read: ScanCode | None, code: str) -> None:
    kind = fields.take("kind")
    base_code, value = fields.take("base_code"), fields.take("value")
    if fields.take("check_ok"):
        assert read is not None
        assert read.check_digit is CheckDigit.RIGHT
    if kind == "error":
        assert read is None
        assert base_code in {None, code}
        assert not value
        return
    assert read is not None
    assert read.item_code == base_code
    if kind == "product":
        assert read.quantity_micro is None
        assert not value
    else:
        assert kind == "value"
        assert read.quantity_micro == Decimal(value) * _MICRO


def _compare_offer(fields: Fields, pattern: str) -> None:
    words = fields.take("kind")
    kind = next((kind for word, kind in _PURPOSES if word in words), None)
    assert kind is not None, f"the adapter does not know {words!r}"
    assert (pattern, kind) in {(rule.pattern, rule.kind) for rule in OFFERED_PATTERNS}
    assert fields.take("base_code") is None
    assert fields.take("value") is None
    assert fields.take("check_ok") is False


def _read(code: str, pattern: str) -> ScanCode | None:
    patterns = _SEQUENCES.get(pattern) or tuple(_PATTERN.findall(pattern))
    is_ean_8 = _EAN_8 in pattern
    rules = ScanRules(
        patterns=tuple(
            EmbeddedRule(
                kind=EmbeddedKind.WEIGHT,
                pattern=text,
                length=_EAN_8_LENGTH if is_ean_8 else 13,
                # The source computes new check digits for 13 digits only.
                base_check=BaseCheck.KEPT if is_ean_8 else BaseCheck.RECOMPUTED,
            )
            for text in patterns
        ),
        plain_codes=PlainCodes.REFUSED,
    )
    try:
        return parse(code, rules)
    except InvalidScanCodeError:
        return None
