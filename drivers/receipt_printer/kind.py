"""Registers receipt printers."""

from typing import Final

from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer.profile import DEFAULT_PROFILE, PROFILES
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import DeviceContext, DeviceKind, refuse_unknown_options
from drivers.transport.address import AddressError, transport_for


def build(context: DeviceContext) -> TcpPrinter:
    """Return the printer that *context* describes, not yet opened."""
    refuse_unknown_options(context)
    profile = PROFILES.get(context.model or DEFAULT_PROFILE.name)
    if profile is None:
        models = ", ".join(PROFILES)
        raise DeviceConfigurationError(
            context.device_id,
            f"there is no printer model {context.model!r}",
            f"Choose one of: {models}.",
        )
    try:
        transport = transport_for(context.address)
    except AddressError as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    return TcpPrinter(context.device_id, transport, profile)


KIND: Final = DeviceKind("receipt_printer", "Receipt printer", build=build)
