"""Registers barcode scanners on a line of their own."""

from typing import Final

from drivers.errors import DeviceConfigurationError
from drivers.registry import DeviceContext, DeviceKind, refuse_unknown_options
from drivers.scanner.serial_scanner import SerialScanner
from drivers.transport.address import AddressError, transport_for


def build(context: DeviceContext) -> SerialScanner:
    """Return the scanner that *context* describes, not yet opened."""
    refuse_unknown_options(context)
    try:
        transport = transport_for(context.address)
    except AddressError as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    return SerialScanner(context.device_id, transport, context.on_scan)


KIND: Final = DeviceKind("scanner", "Barcode scanner", build=build)
