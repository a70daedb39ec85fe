"""What is plugged into this computer or answers on its network, and not set up.

The kind of a device is a guess from its USB id; a person confirms it by a test.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import msgspec

from drivers.discovery import usb_ids
from drivers.discovery.announced import Announcement, find_announced
from drivers.discovery.network import (
    PRINTER_PORT,
    SubnetError,
    hosts_of,
    own_subnet,
)
from drivers.discovery.usb_devices import UsbDevice, list_usb_devices
from drivers.discovery.usb_port import (
    Lister,
    SerialPort,
    lasting_name,
    list_serial_ports,
    resolve_port,
)
from drivers.registry import device_kinds
from terminal.application.ports.technician import FoundDevice, KindChoice
from terminal.peripherals.network_printers import find_network_printers
from terminal.settings.schema import DeviceSettings

__all__ = ["Finder", "SubnetError", "kind_choices", "own_subnet"]

_PRINTER: Final = "receipt_printer"
_DRAWER: Final = "cash_drawer"
_SCANNER: Final = "scanner"
_TYPES_KEYS: Final = (
    "A scanner that types like a keyboard works without being set up here."
)


class Finder(msgspec.Struct, frozen=True):
    """Looks at ports, USB and network.

    Attributes:
        ports: Lists the serial ports.
        usb: Lists the USB devices.
        printer_port: The TCP port of network printers.
        host_timeout_s: How long a host may take to answer.
        announced: Asks which printers announce themselves.
    """

    ports: Lister = list_serial_ports
    usb: Callable[[], Sequence[UsbDevice]] = list_usb_devices
    printer_port: int = PRINTER_PORT
    host_timeout_s: float = 1.0
    announced: Callable[[], Sequence[Announcement]] = find_announced

    def find(
        self, settings: Mapping[str, DeviceSettings], subnet: str = ""
    ) -> Sequence[FoundDevice]:
        """Return what is there and not among *settings*.

        Raises:
            SubnetError: The network *subnet* cannot be searched.
        """
        found = [*self._serial(settings), *self._usb(settings)]
        if subnet:
            hosts_of(subnet)  # Refused before anybody is asked.
            known = {device.address for device in settings.values()}
            printers = find_network_printers(
                subnet,
                self.announced(),
                port=self.printer_port,
                host_timeout_s=self.host_timeout_s,
            )
            found += [each for each in printers if each.address not in known]
        return (*found, *_drawers(settings))

    def _serial(self, settings: Mapping[str, DeviceSettings]) -> list[FoundDevice]:
        ports = self.ports()
        taken = {self._device_of(device, ports) for device in settings.values()}
        return [
            _serial_device(port, lasting_name(port, ports))
            for port in ports
            if port.device not in taken
        ]

    def _device_of(self, device: DeviceSettings, ports: Sequence[SerialPort]) -> str:
        if not device.address.startswith("serial:"):
            return ""
        name = device.address.removeprefix("serial:").partition("?")[0]
        try:
            return resolve_port(name, lambda: ports)
        except OSError:
            return ""  # It is not plugged in.

    def _usb(self, settings: Mapping[str, DeviceSettings]) -> list[FoundDevice]:
        known = {device.address.partition("?")[0] for device in settings.values()}
        found = [_usb_device(device) for device in self.usb() if not device.has_port]
        return [
            device
            for device in found
            if device is not None and device.address not in known
        ]


def kind_choices() -> Sequence[KindChoice]:
    """Return the kinds of devices that this program knows, by title."""
    kinds = device_kinds().values()
    choices = [
        KindChoice(
            kind.name,
            kind.title,
            kind.unavailable_reason,
            kind.protocols,
            kind.models,
        )
        for kind in kinds
    ]
    return tuple(sorted(choices, key=lambda choice: choice.title))


def _serial_device(port: SerialPort, name: str) -> FoundDevice:
    model = usb_ids.UNKNOWN
    if port.vendor is not None and port.product is not None:
        model = usb_ids.model_of(port.vendor, port.product)
    is_usb = port.vendor is not None
    return FoundDevice(
        address=f"serial:{name}",
        kind=model.kind,
        title=port.title or model.name or port.device,
        connection="USB" if is_usb else "Serial",
        detail=port.device,
    )


def _usb_device(device: UsbDevice) -> FoundDevice | None:
    model = usb_ids.model_of(device.vendor, device.product)
    kind = model.kind or (_PRINTER if device.is_printer else "")
    if not kind:
        return None  # A hub, a mouse, a stick: nothing for a till.
    # A scanner without a port types; its driver must stay where it is.
    scheme = "evdev" if kind == _SCANNER else "usb"
    return FoundDevice(
        address=f"{scheme}:{device.vendor:04x}:{device.product:04x}",
        kind=kind,
        title=device.title or model.name,
        connection="USB",
        detail=device.place,
        note=_TYPES_KEYS if kind == _SCANNER else "",
    )


def _drawers(settings: Mapping[str, DeviceSettings]) -> list[FoundDevice]:
    """Return the drawer sockets of printers that no drawer of the till uses."""
    used = {
        str(device.options.get("printer", ""))
        for device in settings.values()
        if device.kind == _DRAWER
    }
    if "" in used:
        return []  # A drawer on "the printer", whichever that is.
    return [
        FoundDevice(
            address="",
            kind=_DRAWER,
            title="Cash drawer",
            connection="Printer",
            detail=device.name or device_id,
            options={"printer": device_id},
        )
        for device_id, device in settings.items()
        if device.kind == _PRINTER and device_id not in used
    ]
