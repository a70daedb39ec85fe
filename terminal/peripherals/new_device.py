"""Turns what a person chose into the settings of one more device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from drivers.device import DeviceState
from drivers.errors import DeviceConfigurationError
from drivers.registry import find_kind
from terminal.application.ports.technician import FoundDevice
from terminal.peripherals.device_service import DeviceService
from terminal.settings.schema import DeviceSettings

__all__ = [
    "DeviceConfigurationError",
    "free_id",
    "require_buildable",
    "settings_from_words",
    "settings_of",
]

_SHORT: Final[Mapping[str, str]] = {
    "receipt_printer": "printer",
    "cash_drawer": "drawer",
    "line_display": "display",
    "nfc_reader": "nfc",
}
_NAME_MAX: Final = 64
_ON_PRINTER: Final = "printer:"


def settings_of(found: FoundDevice) -> DeviceSettings:
    """Return the settings for a device that was found, or whose address was typed."""
    device = settings_from_words(
        found.kind, found.address, name=found.title[:_NAME_MAX], model=found.model
    )
    options = {**found.options, **device.options}
    return msgspec.structs.replace(device, options=options)


def settings_from_words(
    kind: str, url: str, *, name: str = "", protocol: str = "", model: str = ""
) -> DeviceSettings:
    """Return the settings for a device that was typed in.

    Args:
        kind: The kind of device.
        url: Its address; ``printer:ID`` for a drawer on that printer.
        name: What people call it.
        protocol: The language it speaks, where its kind has several.
        model: The profile of a printer; empty for the usual one.
    """
    options: dict[str, str | int | bool] = {}
    if protocol:
        options["protocol"] = protocol
    if url.startswith(_ON_PRINTER):
        options["printer"] = url.removeprefix(_ON_PRINTER)
        url = ""
    return DeviceSettings(
        kind=kind, address=url, model=model, name=name, options=options
    )


def free_id(kind: str, settings: Mapping[str, DeviceSettings]) -> str:
    """Return an id for one more device of *kind*, such as ``scanner-2``."""
    base = _SHORT.get(kind, kind)
    number = 1
    while (device_id := base if number == 1 else f"{base}-{number}") in settings:
        number += 1
    return device_id


def require_buildable(
    device_id: str, device: DeviceSettings, settings: Mapping[str, DeviceSettings]
) -> None:
    """Refuse a device that could never work, before it is saved.

    Raises:
        DeviceConfigurationError: Its kind, address or options are wrong.
    """
    kind = find_kind(device_id, device.kind)
    if kind.build is not None and kind.attach is None and not device.address:
        raise DeviceConfigurationError(device_id, "it needs an address")
    # Built and not started: nothing is opened.
    service = DeviceService({**settings, device_id: device})
    status = next(s for s in service.statuses() if s.device_id == device_id)
    if status.state == DeviceState.FAULT.value:
        raise DeviceConfigurationError(device_id, status.detail, status.remedy)
