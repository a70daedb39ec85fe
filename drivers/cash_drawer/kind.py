"""Registers cash drawers that hang on a receipt printer."""

from typing import Final

from drivers.cash_drawer.left_open import LEFT_OPEN_S
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.device import Device
from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import (
    DeviceContext,
    DeviceKind,
    read_option,
    refuse_unknown_options,
)

_PINS: Final = {"2": 2, "5": 5}
_LEFT_OPEN_S_MAX: Final = 86_400
_LEVELS: Final = {"high": "high", "low": "low"}


def attach(context: DeviceContext, host: Device) -> PrinterDrawer:
    """Return the drawer that hangs on *host*."""
    refuse_unknown_options(context, "printer", "pin", "open_level", "left_open_s")
    if not isinstance(host, TcpPrinter):
        raise DeviceConfigurationError(
            context.device_id, f"{host.device_id} has no drawer connector"
        )
    return PrinterDrawer(
        context.device_id,
        host,
        pin=_PINS[read_option(context, "pin", _PINS) or "2"],
        open_level=read_option(context, "open_level", _LEVELS) or None,
        left_open_s=_seconds(context),
    )


def _seconds(context: DeviceContext) -> int:
    text = read_option(context, "left_open_s") or str(LEFT_OPEN_S)
    if not text.isdecimal() or int(text) > _LEFT_OPEN_S_MAX:
        raise DeviceConfigurationError(
            context.device_id,
            f"left_open_s = {text!r} is not a number of seconds",
            f"Give 0 (never) to {_LEFT_OPEN_S_MAX}.",
        )
    return int(text)


KIND: Final = DeviceKind("cash_drawer", "Cash drawer", attach=attach)
