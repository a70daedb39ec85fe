"""Registers barcode scanners; the address says how one is connected."""

from typing import Final

from drivers.device import Device
from drivers.errors import DeviceConfigurationError
from drivers.registry import DeviceContext, DeviceKind
from drivers.scanner.evdev_scanner import EvdevScanner
from drivers.scanner.options import read_scanner_options
from drivers.scanner.serial_scanner import SerialScanner
from drivers.scanner.wedge_scanner import ADDRESS as WEDGE_ADDRESS
from drivers.scanner.wedge_scanner import WedgeScanner
from drivers.transport.address import AddressError, transport_for


def build(context: DeviceContext) -> Device:
    """Return the scanner that *context* describes, not yet opened."""
    options = read_scanner_options(context)
    if options.address.startswith(WEDGE_ADDRESS):
        return WedgeScanner(context.device_id, options)
    try:
        transport = transport_for(options.address)
    except AddressError as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    if options.address.startswith("evdev:"):
        return EvdevScanner(context.device_id, transport, context.on_scan, options)
    return SerialScanner(context.device_id, transport, context.on_scan, options)


KIND: Final = DeviceKind("scanner", "Barcode scanner", build=build)
