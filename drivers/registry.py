"""Knows every kind of device that this program can drive.

Each device package has a module ``kind`` that registers what it offers, so a new
kind needs no change here.  A missing optional library makes its kinds
unavailable with a reason; it never stops the start.
"""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

import msgspec

import drivers
from drivers.cash_drawer.port import CashDrawer
from drivers.device import Device
from drivers.errors import DeviceConfigurationError
from drivers.line_display.port import LineDisplay
from drivers.nfc.port import CardEvent
from drivers.nfc.shop_card import CardKeys
from drivers.scanner.scan import Scan


def ignore_card(_event: CardEvent) -> None:
    """Take a card that nobody asked for."""


class DeviceContext(msgspec.Struct, frozen=True):
    """What a kind needs to build one device.

    Attributes:
        device_id: The device as the settings name it.
        address: Where it is; empty for one that hangs on another.
        model: Profile or protocol family; empty for the usual one.
        options: Further settings.
        on_scan: Where labels go, for those that read any.
        on_card: Where cards go, for those that read any.
        card_keys: Prove the shop's cards; None proves none.
    """

    device_id: str
    address: str
    model: str
    options: Mapping[str, str | int | bool]
    on_scan: Callable[[Scan], None]
    on_card: Callable[[CardEvent], None] = ignore_card
    card_keys: CardKeys | None = None


class DeviceKind(msgspec.Struct, frozen=True):
    """One kind of device.

    Attributes:
        name: Stable, for the settings.
        title: What people call it, when it has no name of its own.
        build: Makes a device with an address and a thread of its own.
        attach: Makes a drawer or display that hangs on another device; with both,
            one without an address is attached.
        unavailable_reason: Why it cannot be used here; empty when it can.
        protocols: The languages that the option ``protocol`` chooses among.
        models: The usual names for ``model``.
    """

    name: str
    title: str
    build: Callable[[DeviceContext], Device] | None = None
    attach: Callable[[DeviceContext, Device], CashDrawer | LineDisplay] | None = None
    unavailable_reason: str = ""
    protocols: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def device_kinds() -> Mapping[str, DeviceKind]:
    """Return all kinds by name; the first call imports their modules."""
    kinds: dict[str, DeviceKind] = {}
    for package in sorted(pkgutil.iter_modules(drivers.__path__), key=_name):
        if package.ispkg:
            kinds.update(_load(package.name))
    return MappingProxyType(kinds)


def find_kind(device_id: str, name: str) -> DeviceKind:
    """Return the kind called *name*.

    Raises:
        DeviceConfigurationError: There is none, or it cannot be used here.
    """
    kinds = device_kinds()
    kind = kinds.get(name)
    if kind is None:
        known = ", ".join(kinds)
        raise DeviceConfigurationError(
            device_id,
            f"there is no kind of device {name!r}",
            f"Choose one of: {known}.",
        )
    if kind.unavailable_reason:
        raise DeviceConfigurationError(device_id, kind.unavailable_reason)
    return kind


def read_option(
    context: DeviceContext, name: str, allowed: Mapping[str, object] | None = None
) -> str:
    """Return the option *name* as text, empty when it is not set.

    Raises:
        DeviceConfigurationError: Its value is not one of *allowed*.
    """
    value = str(context.options.get(name, ""))
    if value and allowed is not None and value not in allowed:
        choices = ", ".join(allowed)
        raise DeviceConfigurationError(
            context.device_id, f"{name} = {value!r} is not one of: {choices}"
        )
    return value


def refuse_unknown_options(context: DeviceContext, *known: str) -> None:
    """Raise DeviceConfigurationError for an option that nobody reads.

    It is a spelling mistake, and the setting it meant would silently not apply.
    """
    unknown = sorted(context.options.keys() - set(known))
    if unknown:
        raise DeviceConfigurationError(
            context.device_id, f"there is no option {unknown[0]!r}"
        )


def _name(package: pkgutil.ModuleInfo) -> str:
    return package.name


def _load(package: str) -> dict[str, DeviceKind]:
    path = f"drivers.{package}.kind"
    try:
        module = importlib.import_module(path)
    except ModuleNotFoundError as error:
        if error.name == path:
            return {}  # Transports, and packages without devices.
        reason = f"the library {error.name!r} is not installed"
        return {package: DeviceKind(package, package, unavailable_reason=reason)}
    kind: DeviceKind = module.KIND
    return {kind.name: kind}
