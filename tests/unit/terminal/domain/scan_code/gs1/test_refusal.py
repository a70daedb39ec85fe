"""Refusals of GS1 data."""

from __future__ import annotations

from terminal.domain.scan_code.gs1.refusal import gs1_refusal


def test_refusal_has_a_reason_and_shows_a_short_printable_part() -> None:
    refusal = gs1_refusal("gs1_data", "the data is wrong", "A\x1d" + "9" * 1000)

    assert refusal.details["reason"] == "gs1_data"
    assert str(refusal).isprintable()
    assert len(str(refusal)) < 200
    assert "A\\x1d99" in str(refusal)
