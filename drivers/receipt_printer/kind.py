"""Registers receipt printers."""

from typing import Final

import msgspec

from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer.known_models import find_profile, list_models
from drivers.receipt_printer.profile import DEFAULT_PROFILE, PROFILES, PrinterProfile
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import DeviceContext, DeviceKind, refuse_unknown_options
from drivers.transport.address import AddressError, transport_for


def build(context: DeviceContext) -> TcpPrinter:
    """Return the printer that *context* describes, not yet opened."""
    refuse_unknown_options(context, *_CHANGES, "reroute_to")
    profile = find_profile(context.model or DEFAULT_PROFILE.name)
    if profile is None:
        models = ", ".join(list_models())
        raise DeviceConfigurationError(
            context.device_id,
            f"there is no printer model {context.model!r}",
            f"Choose one of: {models}.",
        )
    try:
        transport = transport_for(context.address)
    except AddressError as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    return TcpPrinter(context.device_id, transport, _changed(profile, context))


_CHANGES: Final = {
    "cjk": "has_cjk",
    "status": "answers_status",
    "process_id": "has_process_id",
    "qr": "has_native_qr",
    "barcode": "has_native_barcode",
    "cutter": "has_cutter",
}
"""Options that correct a profile for one printer."""


def _changed(profile: PrinterProfile, context: DeviceContext) -> PrinterProfile:
    changes: dict[str, bool] = {}
    for option, field in _CHANGES.items():
        if option in context.options:
            value = context.options[option]
            if not isinstance(value, bool):
                raise DeviceConfigurationError(
                    context.device_id, f"{option} = {value!r} is not true or false"
                )
            changes[field] = value
    return msgspec.structs.replace(profile, **changes) if changes else profile


KIND: Final = DeviceKind(
    "receipt_printer", "Receipt printer", build=build, models=tuple(PROFILES)
)
