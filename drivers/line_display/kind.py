"""Registers line displays."""

from typing import Final

from drivers.device import Device
from drivers.errors import DeviceConfigurationError
from drivers.line_display.display_text import CODE_PAGES
from drivers.line_display.languages import CODECS, PROTOCOL_DEFAULT
from drivers.line_display.port import BRIGHTNESS_MAX
from drivers.line_display.printer_display import PrinterLineDisplay
from drivers.line_display.serial_display import SerialLineDisplay
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import (
    DeviceContext,
    DeviceKind,
    read_option,
    refuse_unknown_options,
)
from drivers.transport.address import AddressError, split_protocol, transport_for

_LEVELS: Final = {str(level): level for level in range(1, BRIGHTNESS_MAX + 1)}
_OPTIONS: Final = ("protocol", "code_page", "brightness", "printer")


def build(context: DeviceContext) -> SerialLineDisplay:
    """Return the display that *context* describes, not yet opened."""
    refuse_unknown_options(context, *_OPTIONS)
    address, protocol = split_protocol(context.address)
    protocol = protocol or read_option(context, "protocol", CODECS) or context.model
    codec = CODECS.get(protocol or PROTOCOL_DEFAULT)
    if codec is None:
        raise DeviceConfigurationError(
            context.device_id,
            f"there is no protocol {protocol!r} of line displays",
            f"Choose one of: {', '.join(CODECS)}.",
        )
    try:
        transport = transport_for(address)
    except AddressError as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    return SerialLineDisplay(
        context.device_id,
        transport,
        codec(),
        page=read_option(context, "code_page", CODE_PAGES) or "ascii",
        brightness=_LEVELS[read_option(context, "brightness", _LEVELS) or "4"],
    )


def attach(context: DeviceContext, host: Device) -> PrinterLineDisplay:
    """Return the DM-D display whose line goes through *host*."""
    refuse_unknown_options(context, *_OPTIONS)
    if not isinstance(host, TcpPrinter):
        raise DeviceConfigurationError(
            context.device_id, f"{host.device_id} passes nothing on to a display"
        )
    return PrinterLineDisplay(
        context.device_id,
        host,
        page=read_option(context, "code_page", CODE_PAGES) or "ascii",
        brightness=_LEVELS[read_option(context, "brightness", _LEVELS) or "4"],
    )


KIND: Final = DeviceKind(
    "line_display",
    "Customer display",
    build=build,
    attach=attach,
    protocols=tuple(CODECS),
)
