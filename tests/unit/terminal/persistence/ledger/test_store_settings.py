"""The use cases get the store's settings in their own terms."""

from __future__ import annotations

from structs.decoding import convert
from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.access.limits import DEFAULT_LIMITS, RoleLimits, limits_of
from terminal.domain.catalog.selling_policy import (
    BelowCost,
    ExpiryRule,
    SellingPolicy,
)
from terminal.domain.money import Currency
from terminal.domain.scan_code import DEFAULT_SCAN_RULES, ScanCodeKind, parse
from terminal.domain.scan_code.check_digit import check_digit
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
from terminal.persistence.ledger.store_settings import store_settings_of
from terminal.settings.schema import (
    LimitSection,
    StoreSection,
    TillSection,
    TillSettings,
    WorkstationSettings,
)


def test_names_and_money_are_taken_over() -> None:
    settings = TillSettings(
        workstation=WorkstationSettings(
            tenant="acme", store="S-01", workstation="T-07", name="Front till"
        ),
        store=StoreSection(
            name="Corner shop",
            currency="JPY",
            exponent=0,
            tax_mode="exclusive",
            receipt_head=("Corner shop", "High Street 1"),
        ),
    )

    taken = store_settings_of(settings)

    assert taken.currency == Currency("JPY", 0)
    assert taken.tax_mode == "exclusive"
    assert taken.workstation_name == "Front till"
    assert taken.receipt_head == ("Corner shop", "High Street 1")


def test_a_receipt_always_says_whose_it_is() -> None:
    settings = TillSettings(
        workstation=WorkstationSettings(tenant="a", store="S-01", workstation="T-07"),
        store=StoreSection(name="Corner shop", currency="EUR", exponent=2),
    )

    taken = store_settings_of(settings)

    assert taken.receipt_head == ("Corner shop",)
    assert taken.workstation_name == "T-07"


def taken_of(**sections: object) -> StoreSettings:
    return store_settings_of(
        convert(
            {
                "workstation": {"tenant": "a", "store": "S", "workstation": "T"},
                "store": {"name": "Corner shop", "currency": "JPY", "exponent": 0},
                **sections,
            },
            TillSettings,
        )
    )


def test_shop_that_says_nothing_sells_by_the_usual_rules() -> None:
    taken = taken_of()

    assert taken.selling_policy == SellingPolicy()
    assert taken.role_limits == DEFAULT_LIMITS
    assert taken.scan_rules.patterns == DEFAULT_SCAN_RULES.patterns
    assert (taken.scan_rules.currency, taken.scan_rules.currency_exponent) == ("JPY", 0)


def test_policies_are_chosen_by_name() -> None:
    taken = taken_of(selling={"expiry": "before_date", "below_cost": "refused"})

    assert taken.selling_policy == SellingPolicy(
        expiry=ExpiryRule.BEFORE_DATE, below_cost=BelowCost.REFUSED
    )


def test_limits_of_a_role_are_changed_one_by_one() -> None:
    taken = taken_of(
        limits={
            "cashier": {"discount_percent_max": 5, "override_up_percent_max": 0},
            "manager": {"return_without_receipt_minor_max": 20_000},
        }
    )

    cashier = limits_of("cashier", taken.role_limits)
    assert (cashier.discount_ppm_max, cashier.override_down_ppm_max) == (
        50_000,
        100_000,
    )
    assert limits_of("manager", taken.role_limits) == RoleLimits(
        role="manager", return_without_receipt_minor_max=20_000
    )
    assert limits_of("supervisor", taken.role_limits).discount_ppm_max == 500_000


def test_own_labels_take_the_place_of_the_usual_ones() -> None:
    rules = taken_of(
        scan={
            "labels": {"deli": {"kind": "weight", "pattern": "28.....{NNDDD}"}},
            "member_prefixes": ["99"],
            "best_before": "told",
        }
    ).scan_rules

    ours, usual = ("280007700345", "210007700345")

    assert parse(ours + check_digit(ours), rules).quantity_micro == 345_000
    assert parse(usual + check_digit(usual), rules).quantity_micro is None
    assert parse(usual + check_digit(usual)).quantity_micro == 345_000
    assert parse("9912345", rules).kind is ScanCodeKind.MEMBER


def test_how_a_store_handles_its_tills_is_taken_over() -> None:
    settings = TillSettings(
        workstation=WorkstationSettings(tenant="a", store="S-01", workstation="T-07"),
        store=StoreSection(name="Corner shop", currency="EUR", exponent=2),
        till=TillSection(
            lift_at_minor=30_000,
            drawer_limit_minor=50_000,
            drawer_limit_policy="refuse",
            undecided="ask",
        ),
        limits={"cashier": LimitSection(tender_control_minor_max=5_000)},
    )

    taken = store_settings_of(settings)

    assert taken.till == TillPolicy(
        lift_at_minor=30_000,
        drawer_limit_minor=50_000,
        drawer_limit_policy=DrawerLimitPolicy.REFUSE,
        undecided=UndecidedPolicy.ASK,
    )
    cashier = limits_of("cashier", taken.role_limits)
    assert cashier.tender_control_minor_max == 5_000


def test_how_a_store_takes_goods_back_is_taken_over() -> None:
    taken = taken_of(
        returns={
            "unproved_price": "current",
            "price_days": 7,
            "refunds": "free",
            "unproved_cash_minor_max": 5_000,
            "unproved_tender": "gift_card",
        }
    )

    assert taken.returns == ReturnPolicy(
        unproved_price=UnprovedPrice.CURRENT,
        price_days=7,
        refunds=RefundRule.FREE,
        unproved_cash_minor_max=5_000,
        unproved_tender="gift_card",
    )
    assert taken_of().returns == ReturnPolicy()
