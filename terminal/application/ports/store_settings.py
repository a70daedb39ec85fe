"""What the store and this workstation are."""

from typing import Literal

import msgspec

from terminal.domain.access.limits import DEFAULT_LIMITS, RoleLimits
from terminal.domain.catalog.selling_policy import (
    DEFAULT_SELLING_POLICY,
    SellingPolicy,
)
from terminal.domain.money import Currency
from terminal.domain.pricing.pricing_policy import DEFAULT_POLICY, PricingPolicy
from terminal.domain.scan_code import DEFAULT_SCAN_RULES, ScanRules
from terminal.domain.till.till_policy import DEFAULT_TILL_POLICY, TillPolicy
from terminal.domain.transaction.return_policy import (
    DEFAULT_RETURN_POLICY,
    ReturnPolicy,
)


class StoreSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Settings that shape a transaction and its receipt.

    Attributes:
        tax_mode: Whether unit prices include tax; fixed for an open basket.
        time_zone: IANA name, for the times on receipts only.
        day_cutover: ``HH:MM`` local; a day proposed before it is yesterday's.
        receipt_head: Lines above every receipt, store name first.
        receipt_language: Language of the paper, independent of the operator's.
        selling_policy: What may be sold, and for how little.
        scan_rules: How this store reads the codes that it gives out itself.
        role_limits: How far each role may go without an approval.
        receipt_columns: Characters in a line of the printer, 42 or 48.
        till: How this store handles its tills.
        pricing: How prices come to be here.
        returns: How goods are taken back here.
        is_training: Nothing here counts, and every paper says so.
    """

    tenant: str
    store: str
    store_name: str
    workstation: str
    workstation_name: str
    currency: Currency
    tax_mode: Literal["inclusive", "exclusive"]
    time_zone: str
    day_cutover: str
    receipt_head: tuple[str, ...]
    receipt_foot: tuple[str, ...]
    receipt_language: str
    receipt_columns: int = 42
    till: TillPolicy = DEFAULT_TILL_POLICY
    scan_rules: ScanRules = DEFAULT_SCAN_RULES
    selling_policy: SellingPolicy = DEFAULT_SELLING_POLICY
    role_limits: tuple[RoleLimits, ...] = DEFAULT_LIMITS
    pricing: PricingPolicy = DEFAULT_POLICY
    returns: ReturnPolicy = DEFAULT_RETURN_POLICY
    is_training: bool = False
