"""umockdev's input device read by our reader, found in /sys and grabbed in /dev.

No uinput, no kernel module and no rights are needed: umockdev stands between the
reader and the system, answers EVIOCGRAB and plays events with their own times.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from drivers.scanner.key_events import EVENT
from tests.support.key_bytes import type_bytes

pytestmark = [
    pytest.mark.peers,
    pytest.mark.skipif(
        shutil.which("umockdev-run") is None, reason="umockdev is not installed"
    ),
]

_ROOT = Path(__file__).parents[2]
_NODE = "/dev/input/event5"
_DEVICES = """\
P: /devices/pci0000:00/usb1/1-1/1-1:1.0/input/input{n}
E: SUBSYSTEM=input
A: name={name}
A: id/vendor={vendor}
A: id/product={product}
A: capabilities/key={keys}
A: capabilities/led={leds}

P: /devices/pci0000:00/usb1/1-1/1-1:1.0/input/input{n}/event{n}
N: input/event{n}
E: SUBSYSTEM=input
E: DEVNAME=/dev/input/event{n}
L: device=../../input{n}

"""
_ALL_KEYS = "e080ffdf01cfffff fffffffffffffffe"
_READER = """\
import json, sys, time
from drivers.scanner.evdev_scanner import EvdevScanner
from drivers.scanner.framing import FrameEnd
from drivers.scanner.options import ScannerOptions
from drivers.transport.address import transport_for
from drivers.transport.evdev import LinuxInputs

scans = []
address, count, wait_s = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
# umockdev plays the keys on a thread that sleeps between them: on a busy computer
# they come later than their own times say, which a kernel's never do.
options = ScannerOptions(address, end=FrameEnd.CR)
scanner = EvdevScanner("scanner", transport_for(address), scans.append, options)
scanner.open()
deadline = time.monotonic() + wait_s
while len(scans) < count and time.monotonic() < deadline:
    scanner.attend()
scanner.close()
print(json.dumps({
    "devices": [[d.path, d.has_digits, d.has_lights] for d in LinuxInputs().devices()],
    "scans": [[s.aim_id, s.data] for s in scans],
    "state": scanner.condition.state.value,
}))
"""


def _read(
    tmp_path: Path, events: bytes, *, address: str, count: int, wait_s: float = 20.0
) -> dict[str, Any]:
    """Return what our reader saw of *events*."""
    mouse = _DEVICES.format(
        n=4, name="Mouse", vendor="05e0", product="1200", keys="1f0000 0 0 0 0", leds=0
    )
    scanner = _DEVICES.format(
        n=5, name="Scanner", vendor="05e0", product="1200", keys=_ALL_KEYS, leds=0
    )
    keyboard = _DEVICES.format(
        n=6, name="Keyboard", vendor="046d", product="c31c", keys=_ALL_KEYS, leds=1
    )
    (tmp_path / "devices").write_text(mouse + scanner + keyboard, "utf-8")
    # The format of evemu: seconds, type, code, value.
    lines = [
        f"E: {seconds}.{micros:06d} {kind:04x} {code:04x} {value}"
        for seconds, micros, kind, code, value in EVENT.iter_unpack(events)
    ]
    (tmp_path / "events").write_text("\n".join(lines) + "\n", "utf-8")
    done = subprocess.run(
        [
            "umockdev-run",
            "-d",
            str(tmp_path / "devices"),
            "-e",
            f"{_NODE}={tmp_path / 'events'}",
            "--",
            sys.executable,
            "-c",
            _READER,
            address,
            str(count),
            str(wait_s),
        ],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@pytest.mark.parametrize("address", ["evdev:05e0:1200", f"evdev:{_NODE}"])
def test_labels_of_a_grabbed_device_are_read(tmp_path: Path, address: str) -> None:
    events = type_bytes("]E04006381333931\r", start_ms=100.0)
    events += type_bytes("]d20104006381333931\x1d10aB-7\r", start_ms=1600.0)
    events += type_bytes("STAFF-0042\r", start_ms=1800.0, gap_ms=16.0)

    told = _read(tmp_path, events, address=address, count=3)

    assert told["scans"] == [
        ["]E0", "4006381333931"],
        ["]d2", "0104006381333931\x1d10aB-7"],
        ["", "STAFF-0042"],
    ]
    assert told["devices"] == [
        ["/dev/input/event4", False, False],
        [_NODE, True, False],
        ["/dev/input/event6", True, True],
    ]
    assert told["state"] == "ready"


def test_a_person_on_that_keyboard_is_no_scanner(tmp_path: Path) -> None:
    events = type_bytes("12345\r", start_ms=100.0, gap_ms=90.0)

    told = _read(tmp_path, events, address="evdev:05e0:1200", count=1, wait_s=1.5)

    assert told["scans"] == []
    assert told["state"] == "degraded"
