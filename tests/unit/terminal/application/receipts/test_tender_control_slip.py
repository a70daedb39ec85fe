"""Slips of loans, pickups and the like are printed twice, to be signed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from sync.protocol.events import decode_body
from sync.protocol.events.tender_control_recorded_v1 import TenderControlRecorded
from terminal.application.receipts.document import Cut
from terminal.application.receipts.tender_control_slip import tender_control_slips
from tests.fakes.reference_data import STORE
from tests.support.receipt_text import columns_of, to_text

_SAMPLES = Path(__file__).parents[4] / "fixtures" / "events"


def sample() -> TenderControlRecorded:
    data = (_SAMPLES / "tender_control_recorded_v1.json").read_bytes()
    body = decode_body("tender_control.recorded", 1, data)
    assert isinstance(body, TenderControlRecorded)
    return body


def test_both_slips_tell_the_same_but_whom_they_are_for() -> None:
    document = tender_control_slips(sample(), "9f3c2a1b" + "0" * 56, STORE)

    cuts = [n for n, line in enumerate(document.lines) if isinstance(line, Cut)]
    assert len(cuts) == 2
    first, second = document.lines[: cuts[0]], document.lines[cuts[0] + 1 : cuts[1]]
    different = [pair for pair in zip(first, second, strict=True) if pair[0] != pair[1]]
    assert len(different) == 1
    text = to_text(document, 42)
    for told in ("PICKUP", "A0-000002 9f3c2a1b", "EUR 200.00", "Void of A0-000001"):
        assert text.count(told) == 2
    assert text.count("Reason: wrong bag") == 2
    assert text.count("Reference: BAG 4711") == 2


def test_a_foreign_amount_has_the_places_of_its_currency() -> None:
    body = msgspec.structs.replace(
        sample(), currency="JPY", amount_minor=5_000, reference=None
    )

    text = to_text(tender_control_slips(body, "0" * 64, STORE), 42)

    assert "JPY 5000" in text
    assert "Reference" not in text


@pytest.mark.parametrize("language", ["en", "zh_CN", "zh_TW"])
@pytest.mark.parametrize("kind", ["loan", "pickup", "paid_in", "paid_out", "safe_drop"])
def test_every_kind_fits_the_paper_in_every_language(language: str, kind: str) -> None:
    store = msgspec.structs.replace(STORE, receipt_language=language)
    body = msgspec.structs.replace(sample(), kind=kind)

    lines = to_text(tender_control_slips(body, "0" * 64, store), 42).splitlines()

    assert max(map(columns_of, lines)) <= 42
