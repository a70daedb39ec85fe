"""A till's home to measure with: stand-alone, of a store that does not exist.

Made by the same code as a real one; only the questions are answered already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from terminal.application.till_control.open_business_day import OpenBusinessDay
from terminal.application.till_control.open_till_period import OpenTillPeriod
from terminal.application.till_control.sign_on import SignOn
from terminal.application.use_cases import UseCases
from terminal.bootstrap.headless import open_till
from terminal.diagnostics.sample_items import SampleItem
from terminal.domain.reference_data.rows import IdentityData, ItemData
from terminal.domain.scan_code import parse
from terminal.domain.tax.tax_group import single_rate
from terminal.persistence.home import Home
from terminal.persistence.keys.home_keys import create_keys
from terminal.persistence.keys.pin_hasher import Argon2PinHasher, calibrate
from terminal.persistence.replica.rows import OperatorData
from terminal.persistence.replica.writer import ReplicaWriter
from terminal.settings.schema import (
    DeviceSettings,
    KeySettings,
    StoreSection,
    TillSettings,
    WorkstationSettings,
)

OPERATOR_ID: Final = "1"
PIN: Final = "402817"
_TAX_GROUP_ID: Final = "standard"
_TAX_RATE_PPM: Final = 190_000
_MICRO_PER_MINOR: Final = 10_000
_LOAN_MINOR: Final = 20_000


def make_sample_home(
    folder: Path,
    items: Iterable[SampleItem],
    devices: dict[str, DeviceSettings] | None = None,
) -> Home:
    """Make a home in *folder*, which must be empty or absent, that sells *items*.

    Its one operator, `OPERATOR_ID`, is a manager with the PIN `PIN`.
    """
    settings = TillSettings(
        workstation=WorkstationSettings(tenant="bench", store="1", workstation="1"),
        store=StoreSection(name="Bench", currency="EUR", exponent=2),
        # Inside the home: a measurement leaves nothing behind elsewhere.
        keys=KeySettings(store="file", folder="keys"),
        devices=devices or {},
    )
    home = Home.create(folder, settings)
    keys = create_keys(home).keys
    operator = OperatorData(
        operator_id=OPERATOR_ID,
        name="Sample",
        role="manager",
        pin_hash=Argon2PinHasher(calibrate()).hash(PIN),
    )
    group = single_rate(_TAX_GROUP_ID, _TAX_RATE_PPM, "Standard")
    sorted_items = sorted(items, key=lambda item: item.scan_code)
    with home.lock_replica(), ReplicaWriter(home, keys) as replica:
        replica.put_rows([group, operator])
        replica.put_items(
            (
                ItemData(
                    item_id=item.scan_code,
                    description=item.description,
                    unit="piece",
                    unit_price_micro=item.price_minor * _MICRO_PER_MINOR,
                    tax_group_id=_TAX_GROUP_ID,
                )
                for item in sorted_items
            ),
            (
                IdentityData(
                    scan_code=parse(item.scan_code).value, item_id=item.scan_code
                )
                for item in sorted_items
            ),
        )
    return home


@contextmanager
def open_for_sales(home: Home) -> Iterator[UseCases]:
    """Open *home* on the calling thread, signed on, with a till period begun."""
    with open_signed_on(home.path) as use_cases:
        yield use_cases


@contextmanager
def open_signed_on(folder: Path, *, starts_agent: bool = True) -> Iterator[UseCases]:
    """Open the home in *folder*, whose operator is `OPERATOR_ID`, ready to sell."""
    till = open_till(folder, starts_agent=starts_agent)
    try:
        use_cases = till.use_cases
        use_cases.sign_on(SignOn(operator_id=OPERATOR_ID, pin=PIN))
        use_cases.open_business_day(OpenBusinessDay())
        use_cases.open_till_period(OpenTillPeriod(loan_minor=_LOAN_MINOR))
        yield use_cases
    finally:
        till.close()
