"""What the use cases see of ``till.toml``."""

from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.money import Currency
from terminal.domain.till.till_policy import (
    DrawerLimitPolicy,
    TillPolicy,
    UndecidedPolicy,
)
from terminal.settings.schema import TillSettings


def store_settings_of(settings: TillSettings) -> StoreSettings:
    """Return store and workstation as the home's settings name them."""
    store, workstation = settings.store, settings.workstation
    till = settings.till
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
        till=TillPolicy(
            lift_at_minor=till.lift_at_minor,
            drawer_limit_minor=till.drawer_limit_minor,
            drawer_limit_policy=DrawerLimitPolicy(till.drawer_limit_policy),
            undecided=UndecidedPolicy(till.undecided),
        ),
    )
