"""The use cases get the store's settings in their own terms."""

from __future__ import annotations

from terminal.domain.money import Currency
from terminal.persistence.ledger.store_settings import store_settings_of
from terminal.settings.schema import StoreSection, TillSettings, WorkstationSettings


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
