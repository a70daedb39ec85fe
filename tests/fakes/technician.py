"""A workstation in memory, under the hands of a technician."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from terminal.application.ports.devices import (
    DeviceFigures,
    DeviceStateName,
    DeviceStatus,
)
from terminal.application.ports.technician import (
    DeviceRow,
    Fact,
    FoundDevice,
    KindChoice,
    SettingRow,
    TestResult,
)

KINDS = (
    KindChoice("scanner", "Barcode scanner"),
    KindChoice("nfc_reader", "Card reader"),
    KindChoice("cash_drawer", "Cash drawer"),
    KindChoice(
        "line_display",
        "Customer display",
        protocols=("cd5220", "dm-d", "aedex", "logic-controls"),
    ),
    KindChoice(
        "receipt_printer",
        "Receipt printer",
        models=("epson-80", "epson-80-180dpi", "western-80", "basic-58"),
    ),
    KindChoice(
        "scale",
        "Scale",
        protocols=("toledo-8217", "nci", "cas", "dialog", "dibal", "mt-sics", "sma"),
    ),
)

SETTINGS = (
    SettingRow("store.name", "Riverside Market"),
    SettingRow("store.receipt_head", "Riverside Market\n1 Quay Street", is_list=True),
    SettingRow("store.receipt_foot", "Thank you", is_list=True),
    SettingRow("store.language", "en", ("en", "zh_CN", "zh_TW", "ar")),
    SettingRow("store.receipt_columns", "42", ("32", "42", "48")),
    SettingRow("store.time_zone", "Europe/Dublin"),
    SettingRow("customer.screen", ""),
    SettingRow("customer.idle_lower", "WELCOME"),
    SettingRow("selling.keyed_weight", "allowed", ("allowed", "permission")),
)

CABLE = FoundDevice("serial:/dev/ttyUSB9", "", "CH340", "USB", "/dev/ttyUSB9")


def row(
    device_id: str,
    kind: str,
    state: DeviceStateName = "ready",
    detail: str = "",
    remedy: str = "",
) -> DeviceRow:
    """Return a device with a name as long as real ones are."""
    name = f"{kind.replace('_', ' ').title()} of the first counter"
    status = DeviceStatus(device_id, kind, name, state, detail, remedy)
    figures = DeviceFigures(bytes_received=2_100, bytes_sent=318_000)
    return DeviceRow(
        status, "tcp://192.168.178.140:9100", "", {}, figures, ("> 10 04 01  |...|",)
    )


class MemoryTechnician:
    """Answers at once, except to a test while `gate` is shut.

    Attributes:
        device_rows: What is set up.
        found: What is plugged in.
        calls: What was asked that changes something.
        setting_rows: What may be changed of the settings.
        refusal: What every change of a setting is refused with; None for not.
        gate: Shut to let a test wait.
    """

    def __init__(self) -> None:
        self.device_rows: tuple[DeviceRow, ...] = ()
        self.found: tuple[FoundDevice, ...] = ()
        self.calls: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self.is_passing = True
        self.setting_rows: tuple[SettingRow, ...] = SETTINGS
        self.refusal: Exception | None = None

    def kinds(self) -> Sequence[KindChoice]:
        """Return all kinds."""
        return KINDS

    def rows(self) -> Sequence[DeviceRow]:
        """Return what is set up."""
        return self.device_rows

    def find(self, subnet: str = "") -> Sequence[FoundDevice]:
        """Return what is plugged in."""
        return self.found

    def own_subnet(self) -> str:
        """Return no network."""
        return ""

    def begin_trial(self, found: FoundDevice) -> str:
        """Take the device among the others."""
        self.calls.append(f"try {found.kind} {found.address}")
        self.device_rows = (*self.device_rows, row("new", found.kind))
        return "new"

    def end_trial(self, device_id: str, *, is_kept: bool) -> None:
        """Keep it or take it out again."""
        self.calls.append("save" if is_kept else "drop")
        if not is_kept:
            self.device_rows = tuple(
                each for each in self.device_rows if each.status.device_id != device_id
            )

    def test(self, device_id: str) -> TestResult:
        """Wait for the gate, then pass or not."""
        assert self.gate.wait(10)
        return TestResult(device_id, self.is_passing, ("ready",))

    def retry(self, device_id: str) -> None:
        """Note it."""
        self.calls.append(f"retry {device_id}")

    def remove(self, device_id: str) -> None:
        """Take it out."""
        self.calls.append(f"remove {device_id}")
        self.device_rows = tuple(
            each for each in self.device_rows if each.status.device_id != device_id
        )

    def facts(self) -> Sequence[Fact]:
        """Return a store with a long name."""
        return (
            Fact("Store", "Riverside Market and Garden Centre (S-01)"),
            Fact("Workstation", "T-01"),
            Fact("Language", "en"),
            Fact("Keys", "file"),
        )

    def settings(self) -> Sequence[SettingRow]:
        """Return one setting of each kind."""
        return self.setting_rows

    def change_settings(self, values: Mapping[str, str]) -> None:
        """Change them, or refuse all."""
        if self.refusal is not None:
            raise self.refusal
        self.setting_rows = tuple(
            msgspec.structs.replace(row, value=values.get(row.key, row.value))
            for row in self.setting_rows
        )

    def write_bundle(self, tell: Callable[[str], None]) -> Path:
        """Tell every part and write nothing."""
        tell("ledger")
        return Path("/till/support/support-T-01.zip")
