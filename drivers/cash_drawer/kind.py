"""Registers cash drawers.

One with an address opens by bytes of a line of its own; one without hangs on a
receipt printer.
"""

from typing import Final

from drivers.cash_drawer.left_open import LEFT_OPEN_S
from drivers.cash_drawer.printer_drawer import PrinterDrawer
from drivers.cash_drawer.trigger_drawer import TriggerDrawer, WiredSensor
from drivers.cash_drawer.triggers import (
    CHARACTERS,
    CHARACTERS_DEFAULT,
    CHARACTERS_MAX,
    DRAWERS,
    NUMBERED,
    ON_PRINTER,
    PROTOCOLS,
    Trigger,
)
from drivers.device import Device
from drivers.errors import DeviceConfigurationError
from drivers.receipt_printer.tcp_printer import TcpPrinter
from drivers.registry import (
    DeviceContext,
    DeviceKind,
    read_option,
    refuse_unknown_options,
)
from drivers.transport.address import AddressError, split_protocol, transport_for
from drivers.transport.port import InputLine

_PINS: Final = {"2": 2, "5": 5}
_LEFT_OPEN_S_MAX: Final = 86_400
_LEVELS: Final = {"high": "high", "low": "low"}
_NO_SENSOR: Final = "none"
_LINES: Final[dict[str, InputLine | None]] = {
    _NO_SENSOR: None,
    "cts": "cts",
    "dsr": "dsr",
    "ri": "ri",
    "cd": "cd",
}


def attach(context: DeviceContext, host: Device) -> PrinterDrawer:
    """Return the drawer that hangs on *host*."""
    refuse_unknown_options(
        context, "printer", "pin", "open_level", "left_open_s", "protocol"
    )
    read_option(context, "protocol", {ON_PRINTER: ON_PRINTER})
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


def build(context: DeviceContext) -> TriggerDrawer:
    """Return the drawer on a line of its own that *context* describes."""
    refuse_unknown_options(
        context, "protocol", "open", "drawer", "sensor", "open_level", "left_open_s"
    )
    address, protocol = split_protocol(context.address)
    protocol = protocol or read_option(context, "protocol") or context.model
    try:
        transport = transport_for(address)
    except AddressError as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    trigger = _trigger(context, protocol or CHARACTERS)
    return TriggerDrawer(
        context.device_id,
        transport,
        trigger,
        sensor=_sensor(context, trigger, address),
        left_open_s=_seconds(context),
    )


def _trigger(context: DeviceContext, protocol: str) -> Trigger:
    if protocol == CHARACTERS:
        _refuse(context, "drawer", f"{CHARACTERS} open one drawer")
        return Trigger(_characters(context))
    if protocol not in NUMBERED:
        raise DeviceConfigurationError(
            context.device_id,
            f"there is no protocol {protocol!r} of drawers on a line",
            f"Choose one of: {', '.join((CHARACTERS, *NUMBERED))}.",
        )
    _refuse(context, "open", f"{protocol} has its own bytes")
    trigger = NUMBERED[protocol](
        DRAWERS[read_option(context, "drawer", DRAWERS) or "1"]
    )
    is_asked = read_option(context, "sensor", _LINES) != _NO_SENSOR
    return trigger if is_asked else Trigger(trigger.kick)


def _characters(context: DeviceContext) -> bytes:
    text = read_option(context, "open")
    try:
        kick = bytes.fromhex(text) if text else CHARACTERS_DEFAULT
    except ValueError:
        kick = b""
    if not 0 < len(kick) <= CHARACTERS_MAX:
        raise DeviceConfigurationError(
            context.device_id,
            f"open = {text!r} is not 1 to {CHARACTERS_MAX} bytes",
            'Write them as open = "5B 5B".',
        )
    return kick


def _sensor(
    context: DeviceContext, trigger: Trigger, address: str
) -> WiredSensor | None:
    line = _LINES[read_option(context, "sensor", _LINES) or _NO_SENSOR]
    if line is None:
        _refuse(context, "open_level", "no sensor = cts, dsr, ri or cd is given")
        return None
    if trigger.can_be_asked:
        raise DeviceConfigurationError(
            context.device_id, "its sensor is asked over the line, not read from it"
        )
    if not address.startswith("serial:"):
        raise DeviceConfigurationError(
            context.device_id, f"only serial ports have a line {line.upper()}"
        )
    return WiredSensor(line, read_option(context, "open_level", _LEVELS) or None)


def _refuse(context: DeviceContext, option: str, reason: str) -> None:
    if read_option(context, option):
        raise DeviceConfigurationError(
            context.device_id, f"{option} means nothing here: {reason}"
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


KIND: Final = DeviceKind(
    "cash_drawer", "Cash drawer", build=build, attach=attach, protocols=PROTOCOLS
)
