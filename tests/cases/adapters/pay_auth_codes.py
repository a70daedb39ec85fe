"""Payment codes: whose a code is, where a tender is awaited."""

from __future__ import annotations

from typing import Final

from terminal.domain.errors import InvalidScanCodeError
from terminal.domain.scan_code import PaymentChannel, PaymentCodes, ScanRules, parse
from tests.cases.harness.case import Case
from tests.cases.harness.fields import Fields

_TENDER_RULES: Final = ScanRules(payment_codes=PaymentCodes.FIRST)


def run(case: Case) -> None:
    """Classify the code and compare the channel; none means no payment code."""
    fields = Fields(case.label, case.fields)
    fields.ignore("id", "why", "source")
    channel = _channel(fields.take("code"))
    assert channel == fields.take("channel")
    assert (channel is not None) == fields.take("valid")
    fields.close()


def _channel(code: str) -> PaymentChannel | None:
    try:
        return parse(code, _TENDER_RULES).channel
    except InvalidScanCodeError:
        return None
