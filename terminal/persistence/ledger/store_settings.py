"""What the use cases see of ``till.toml``."""

from typing import Final

import msgspec

from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.access.limits import DEFAULT_LIMITS, RoleLimits
from terminal.domain.catalog.selling_policy import (
    BelowCost,
    ExpiryRule,
    KeyedWeight,
    SellingPolicy,
)
from terminal.domain.money import Currency
from terminal.domain.scan_code import DEFAULT_SCAN_RULES, ScanRules
from terminal.domain.scan_code.scan_rules import (
    BestBefore,
)
from terminal.domain.till.till_policy import (
    DrawerLimitPolicy,
    TillPolicy,
    UndecidedPolicy,
)
from terminal.domain.transaction.return_policy import (
    RefundRule,
    ReturnPolicy,
    UnprovedPrice,
)
from terminal.settings.schema import ANY_AMOUNT_MINOR, LimitSection, TillSettings

_PPM_PER_PERCENT: Final = 10_000


def store_settings_of(settings: TillSettings) -> StoreSettings:
    """Return store and workstation as the home's settings name them."""
    store, workstation = settings.store, settings.workstation
    till = settings.till
    limits = {str(role): limit for role, limit in settings.limits.items()}
    return StoreSettings(
        tenant=workstation.tenant,
        store=workstation.store,
        store_name=store.name,
        workstation=workstation.workstation,
        workstation_name=workstation.name or workstation.workstation,
        currency=Currency(store.currency, store.exponent),
        tax_mode=store.tax_mode,
        time_zone=store.time_zone,
        day_cutover=store.day_cutover,
        # The name stands on top of every receipt, whether or not it was repeated.
        receipt_head=(store.name, *(n for n in store.receipt_head if n != store.name)),
        receipt_foot=store.receipt_foot,
        receipt_language=store.language,
        receipt_columns=store.receipt_columns,
        pricing=settings.pricing.policy(),
        till=TillPolicy(
            lift_at_minor=till.lift_at_minor,
            drawer_limit_minor=till.drawer_limit_minor,
            drawer_limit_policy=DrawerLimitPolicy(till.drawer_limit_policy),
            undecided=UndecidedPolicy(till.undecided),
            tenders=till.tenders,
        ),
        returns=ReturnPolicy(
            unproved_price=UnprovedPrice(settings.returns.unproved_price),
            price_days=settings.returns.price_days,
            refunds=RefundRule(settings.returns.refunds),
            unproved_cash_minor_max=_bound(settings.returns.unproved_cash_minor_max),
            unproved_tender=settings.returns.unproved_tender,
        ),
        scan_rules=_scan_rules(settings),
        selling_policy=SellingPolicy(
            expiry=ExpiryRule(settings.selling.expiry),
            below_cost=BelowCost(settings.selling.below_cost),
            keyed_weight=KeyedWeight(settings.selling.keyed_weight),
        ),
        role_limits=tuple(
            _limits(usual, limits.get(usual.role)) for usual in DEFAULT_LIMITS
        ),
        is_training=settings.training,
    )


def _bound(amount_minor: int) -> int | None:
    return None if amount_minor == ANY_AMOUNT_MINOR else amount_minor


def _scan_rules(settings: TillSettings) -> ScanRules:
    scan, usual = settings.scan, DEFAULT_SCAN_RULES
    return msgspec.structs.replace(
        usual,
        patterns=tuple(label.rule() for label in scan.labels.values())
        or usual.patterns,
        member_prefixes=scan.member_prefixes or usual.member_prefixes,
        coupon_prefixes=scan.coupon_prefixes or usual.coupon_prefixes,
        best_before=BestBefore(scan.best_before),
        currency=settings.store.currency,
        currency_exponent=settings.store.exponent,
    )


def _limits(usual: RoleLimits, limits: LimitSection | None) -> RoleLimits:
    if limits is None:
        return usual

    def ppm(percent: int | None, otherwise: int | None) -> int | None:
        return otherwise if percent is None else percent * _PPM_PER_PERCENT

    def minor(amount: int | None, otherwise: int | None) -> int | None:
        return otherwise if amount is None else amount

    return RoleLimits(
        role=usual.role,
        discount_ppm_max=ppm(limits.discount_percent_max, usual.discount_ppm_max),
        discount_minor_max=minor(limits.discount_minor_max, usual.discount_minor_max),
        override_down_ppm_max=ppm(
            limits.override_down_percent_max, usual.override_down_ppm_max
        ),
        override_up_ppm_max=ppm(
            limits.override_up_percent_max, usual.override_up_ppm_max
        ),
        return_without_receipt_minor_max=minor(
            limits.return_without_receipt_minor_max,
            usual.return_without_receipt_minor_max,
        ),
        tender_control_minor_max=minor(
            limits.tender_control_minor_max, usual.tender_control_minor_max
        ),
    )
