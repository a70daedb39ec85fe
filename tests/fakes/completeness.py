"""A receipt of completeness as a center would give it."""

from __future__ import annotations

from typing import Final

from sync.protocol.completeness import CompletenessReceipt

RECEIPT: Final = CompletenessReceipt(
    tenant="acme",
    store="S-01",
    workstation="T-07",
    business_day="2031-04-02",
    z_number=1,
    epoch="00112233aabbccdd",
    first_seq=3,
    last_seq=414,
    count=412,
    head_hash="9f3c" * 16,
    currency="EUR",
    gross_minor=1_820_450,
    tax_minor=303_408,
    tenders=(("cash", 1_820_450),),
    incarnation="0011223344556677",
    confirmed_at_ms=1_932_000_000_000,
)
