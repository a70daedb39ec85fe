"""The value that describes a code."""

from __future__ import annotations

from terminal.domain.scan_code import CheckDigit, ScanCode, ScanCodeKind


def test_plain_number_is_looked_up_by_itself() -> None:
    code = ScanCode(ScanCodeKind.GTIN, "4006381333931", CheckDigit.RIGHT)

    assert code.item_code == "4006381333931"


def test_label_is_looked_up_by_the_item_inside_it() -> None:
    code = ScanCode(
        ScanCodeKind.EMBEDDED,
        "2112345012345",
        CheckDigit.RIGHT,
        base_code="2112345000007",
    )

    assert code.item_code == "2112345000007"
