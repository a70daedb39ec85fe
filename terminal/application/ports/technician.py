"""What a technician's screens and commands ask of the computer and its devices.

Rule: every method of TechnicianPort may take seconds and belongs on a thread of its
own, never on that of the window.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from terminal.application.ports.devices import DeviceFigures, DeviceStatus


class FoundDevice(msgspec.Struct, frozen=True):
    """Something that is plugged in or answers, and is not set up yet.

    Attributes:
        address: What stands in the settings for it.
        kind: The kind that it is likely to be; empty when nothing tells.
        title: Maker and model, or what else is known, in words.
        connection: How it is connected: ``USB``, ``Serial``, ``Network``, ``Printer``.
        detail: Port, address or hardware address, for a person to compare.
        note: What to know before it is added; empty for nothing.
        options: Further settings, such as the printer a drawer hangs on.
        model: Profile that it says it is; empty for the usual one.
    """

    address: str
    kind: str
    title: str
    connection: str
    detail: str = ""
    note: str = ""
    options: Mapping[str, str | int | bool] = {}
    model: str = ""


class KindChoice(msgspec.Struct, frozen=True):
    """A kind of device that this program can drive.

    Attributes:
        unavailable_reason: Why it cannot be used here; empty when it can.
        protocols: Languages of which one has to be chosen.
        models: Models of which one may be chosen.
    """

    name: str
    title: str
    unavailable_reason: str = ""
    protocols: tuple[str, ...] = ()
    models: tuple[str, ...] = ()


class DeviceRow(msgspec.Struct, frozen=True):
    """One device as the technician sees it.

    Attributes:
        status: How it is.
        address: Where it is, as the settings say.
        model: Profile or protocol; empty for the usual one.
        options: Further settings.
        figures: How much it did.
        bytes_seen: Its last bytes, masked; ``>`` sent and ``<`` received.
        is_saved: It stands in the settings.
    """

    status: DeviceStatus
    address: str
    model: str
    options: Mapping[str, str | int | bool]
    figures: DeviceFigures
    bytes_seen: tuple[str, ...] = ()
    is_saved: bool = True


class TestResult(msgspec.Struct, frozen=True):
    """What a test found.

    Attributes:
        device_id: The device.
        is_passed: Whether it does its work.
        evidence: What was tried and seen, one sentence each.
        bytes_seen: What was sent and received, masked.
    """

    __test__ = False  # For pytest: it is no test of ours.

    device_id: str
    is_passed: bool
    evidence: tuple[str, ...]
    bytes_seen: tuple[str, ...] = ()


class Fact(msgspec.Struct, frozen=True):
    """One line about the workstation: what it is and its value."""

    name: str
    value: str


class SettingRow(msgspec.Struct, frozen=True):
    """One setting that a technician may change in the window.

    Attributes:
        key: Its dotted name, such as ``store.name``.
        value: Its value; of a list one line each.
        choices: The values it may have; empty for a free text.
        is_list: The value is a list of lines.
    """

    key: str
    value: str
    choices: tuple[str, ...] = ()
    is_list: bool = False


class TechnicianPort(Protocol):
    """The workstation under the technician's hands."""

    def kinds(self) -> Sequence[KindChoice]:
        """Return the kinds of devices, by name."""

    def rows(self) -> Sequence[DeviceRow]:
        """Return the devices in the order of the settings."""

    def find(self, subnet: str = "") -> Sequence[FoundDevice]:
        """Return what is there and not set up.

        Args:
            subnet: The network to search for printers too; empty for none.
        """

    def own_subnet(self) -> str:
        """Return the network of this computer, empty without one."""

    def begin_trial(self, found: FoundDevice) -> str:
        """Take up a device without saving it; return its id."""

    def end_trial(self, device_id: str, *, is_kept: bool) -> None:
        """Save the device of a trial, or let go of it."""

    def test(self, device_id: str) -> TestResult:
        """Try a device and say what was seen."""

    def retry(self, device_id: str) -> None:
        """Try a lost or faulty device now."""

    def remove(self, device_id: str) -> None:
        """Take a device out of the settings."""

    def facts(self) -> Sequence[Fact]:
        """Return what this workstation is."""

    def settings(self) -> Sequence[SettingRow]:
        """Return what may be changed here, as it is in the file."""

    def change_settings(self, values: Mapping[str, str]) -> None:
        """Change settings by their keys, one after the other."""

    def write_bundle(self, tell: Callable[[str], None]) -> Path:
        """Write the support bundle; return where it is.

        Args:
            tell: Told each part as it begins.
        """
