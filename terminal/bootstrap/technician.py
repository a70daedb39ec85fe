"""What a technician can do to the devices of a till that is running.

A device that is tried is driven together with all others before it is saved, so the
test is the real thing.  Every change puts new threads behind all devices: a sale goes
on, and what was to be printed stays queued.  Nothing here is for the GUI thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import msgspec

from sync.protocol.events.setting_changed_v1 import SettingChanged
from terminal.application.ports.technician import (
    DeviceRow,
    Fact,
    FoundDevice,
    KindChoice,
    SettingRow,
    TestResult,
)
from terminal.bootstrap.change_devices import forget_device, save_device
from terminal.bootstrap.change_setting import apply_setting
from terminal.bootstrap.support_bundle import DeviceReport, write_bundle
from terminal.peripherals.found_devices import Finder, kind_choices, own_subnet
from terminal.peripherals.new_device import free_id, require_buildable, settings_of
from terminal.persistence.home import Home
from terminal.settings.errors import SettingValueError

if TYPE_CHECKING:
    from terminal.application.ports.devices import DeviceStatus
    from terminal.peripherals.device_service import DeviceService
    from terminal.settings.schema import DeviceSettings

_SETTLE_S: Final = 4.0
_BYTES_LINES: Final = 40
_CHANGEABLE: Final[Mapping[str, tuple[str, ...]]] = {
    "store.name": (),
    "store.language": ("en", "zh_CN", "zh_TW", "ar"),
    "store.receipt_head": (),
    "store.receipt_foot": (),
    "store.receipt_columns": ("32", "42", "48"),
    "store.time_zone": (),
    "customer.idle_upper": (),
    "customer.idle_lower": (),
    "customer.screen": (),
    "selling.keyed_weight": ("allowed", "permission"),
}
"""What a technician changes in the window, with the values to choose from."""

_LISTS: Final = frozenset({"store.receipt_head", "store.receipt_foot"})
_UNSETTLED: Final = frozenset({"absent", "opening"})


class Counter(Protocol):
    """The till as it stands on the counter, with its devices running."""

    @property
    def devices(self) -> DeviceService:
        """The devices that run now."""

    def swap_devices(self, settings: Mapping[str, DeviceSettings]) -> None:
        """Let go of the devices and run those of *settings*."""

    def record(self, event: SettingChanged) -> None:
        """Commit *event* to the ledger on the thread that owns it; waits."""


class Technician:
    """See `terminal.application.ports.technician.TechnicianPort`."""

    def __init__(
        self,
        home_path: Path,
        counter: Counter,
        running: Mapping[str, DeviceSettings],
        finder: Finder | None = None,
    ) -> None:
        """Take the till as it is.

        Args:
            home_path: The home of the till.
            counter: The running till.
            running: The devices that run, by id.
            finder: Looks for new devices.
        """
        self._home_path = home_path
        self._counter = counter
        self._saved = dict(running)
        self._trial: dict[str, DeviceSettings] = {}
        self._finder = finder or Finder()

    def kinds(self) -> Sequence[KindChoice]:
        """Return the kinds of devices, by title."""
        return kind_choices()

    def rows(self) -> Sequence[DeviceRow]:
        """Return the devices in the order of the settings."""
        return tuple(self._row(each) for each in self._counter.devices.statuses())

    def _row(self, status: DeviceStatus) -> DeviceRow:
        devices = self._counter.devices
        device_id = status.device_id
        known = {**self._saved, **self._trial}.get(device_id)
        spoken_by = device_id
        if known is not None and "printer" in known.options:
            spoken_by = str(known.options["printer"])
        seen = devices.book.entries(spoken_by)[-_BYTES_LINES:]
        return DeviceRow(
            status=status,
            address=known.address if known else "",
            model=known.model if known else "",
            options=dict(known.options) if known else {},
            figures=devices.figures(device_id),
            bytes_seen=tuple(each.short_line for each in seen),
            is_saved=device_id in self._saved,
        )

    def find(self, subnet: str = "") -> Sequence[FoundDevice]:
        """Return what is there and not set up."""
        return self._finder.find({**self._saved, **self._trial}, subnet)

    def own_subnet(self) -> str:
        """Return the network of this computer, empty without one."""
        return own_subnet()

    def begin_trial(self, found: FoundDevice) -> str:
        """Take up a device without saving it; return its id.

        Raises:
            DeviceConfigurationError: It could never work.
        """
        device = settings_of(found)
        device_id = free_id(found.kind, self._saved)
        require_buildable(device_id, device, self._saved)
        self._trial = {device_id: device}
        self._counter.swap_devices({**self._saved, **self._trial})
        return device_id

    def end_trial(self, device_id: str, *, is_kept: bool) -> None:
        """Save the device of a trial, or let go of it.

        Raises:
            SettingsError: It cannot be saved; the trial goes on.
            StorageError: The ledger cannot record it; the trial goes on.
        """
        device = self._trial[device_id]
        if is_kept:
            save_device(
                Home.load(self._home_path), device_id, device, self._counter.record
            )
            self._saved[device_id] = device
            self._trial = {}
            return
        self._trial = {}
        self._counter.swap_devices(self._saved)

    def test(self, device_id: str) -> TestResult:
        """Try a device and say what was seen."""
        devices = self._counter.devices
        self._wait_until_settled(device_id)
        found = devices.test(device_id)
        return TestResult(
            found.device_id, found.is_passed, found.evidence, found.bytes_seen
        )

    def _wait_until_settled(self, device_id: str) -> None:
        devices = self._counter.devices
        changed = threading.Event()
        devices.add_listener(lambda _: changed.set())
        deadline = time.monotonic() + _SETTLE_S
        while (remaining_s := deadline - time.monotonic()) > 0:
            changed.clear()
            states = {s.device_id: s for s in devices.statuses()}
            status = states.get(device_id)
            if status is None or status.state not in _UNSETTLED or status.detail:
                return
            changed.wait(remaining_s)

    def retry(self, device_id: str) -> None:
        """Try a lost or faulty device now."""
        self._counter.devices.retry(device_id)

    def remove(self, device_id: str) -> None:
        """Take a device out of the settings.

        Raises:
            SettingsError: It does not stand there, or the file cannot be written.
            StorageError: The ledger cannot record it.
        """
        forget_device(Home.load(self._home_path), device_id, self._counter.record)
        del self._saved[device_id]
        self._counter.swap_devices(self._saved)

    def facts(self) -> Sequence[Fact]:
        """Return what this workstation is; the names are words of the window."""
        settings = Home.load(self._home_path).settings
        return (
            Fact("Store", f"{settings.store.name} ({settings.workstation.store})"),
            Fact("Workstation", settings.workstation.workstation),
            Fact("Tenant", settings.workstation.tenant),
            Fact("Currency", settings.store.currency),
            Fact("Time zone", settings.store.time_zone),
            Fact("Center", settings.central.url or "–"),
            Fact("Keys", settings.keys.store),
            Fact("Home", str(self._home_path)),
        )

    def settings(self) -> Sequence[SettingRow]:
        """Return what may be changed in the window, as it is in the file."""
        table: Any = msgspec.to_builtins(Home.load(self._home_path).settings)
        return tuple(_setting_row(table, key) for key in _CHANGEABLE)

    def change_settings(self, values: Mapping[str, str]) -> None:
        """Change settings as `main.py settings set` does, one after the other.

        They are in force when the till is started the next time.

        Raises:
            SettingsError: One is refused; those before it are changed.
            StorageError: The ledger cannot record one.
        """
        for key, value in values.items():
            if key not in _CHANGEABLE:
                raise SettingValueError(key, "it is not changed here")
            home = Home.load(self._home_path)
            given = value
            if key in _LISTS:
                lines = [line.strip() for line in value.splitlines()]
                given = msgspec.json.encode([x for x in lines if x]).decode()
            apply_setting(home, key, given, self._counter.record)

    def write_bundle(self, tell: Callable[[str], None]) -> Path:
        """Write the support bundle; return where it is.

        Raises:
            OSError: The folder or disk refuses.
        """
        now_ms = time.time_ns() // 1_000_000
        home = Home.load(self._home_path)
        stamp = time.strftime("%Y%m%d-%H%M%S", time.gmtime(now_ms / 1000))
        name = f"support-{home.settings.workstation.workstation}-{stamp}.zip"
        reports = [
            DeviceReport(
                row.status.device_id,
                {
                    "status": msgspec.to_builtins(row.status),
                    "address": row.address,
                    "model": row.model,
                    "figures": msgspec.to_builtins(row.figures),
                },
                [
                    each.line
                    for each in self._counter.devices.book.entries(row.status.device_id)
                ],
            )
            for row in self.rows()
        ]
        target = self._home_path / "support" / name
        return write_bundle(home, target, reports, at_ms=now_ms, tell=tell)


def _setting_row(table: Any, key: str) -> SettingRow:
    section, name = key.split(".")
    value, choices = table[section][name], _CHANGEABLE[key]
    text = "\n".join(value) if key in _LISTS else str(value)
    if choices and text not in choices:
        # Somebody set another one, by the command: it may stay.
        choices = (*choices, text)
    return SettingRow(key, text, choices, key in _LISTS)
