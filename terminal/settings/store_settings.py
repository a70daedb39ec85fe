"""What the use cases need to know of ``till.toml``, in their own terms."""

from __future__ import annotations

from terminal.application.ports.store_settings import StoreSettings
from terminal.domain.money import Currency
from terminal.settings.schema import TillSettings


def store_settings(settings: TillSettings) -> StoreSettings:
    """Return the settings that shape a transaction and its receipt."""
    workstation, store = settings.workstation, settings.store
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
        receipt_head=store.receipt_head or (store.name,),
        receipt_foot=store.receipt_foot,
        receipt_language=store.language,
        receipt_columns=store.receipt_columns,
    )
