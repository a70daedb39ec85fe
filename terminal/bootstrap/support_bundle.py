"""One file that a shop can send when something is wrong, with no secret in it.

The ledger, reference data and the key store are never opened for it: the ledger
speaks by the result of its verification only.  What is text and comes from elsewhere
(logs, settings) is masked by shape: whatever looks like a key, a token, a hash or the
number of a card, known or not, is replaced by how long it was.  The last bytes of the
devices are as their recorders masked them: they show what was scanned and printed last.
"""

from __future__ import annotations

import platform
import re
import sys
import zipfile
from collections.abc import Callable, Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import Any, Final

import msgspec

from terminal import __version__
from terminal.bootstrap.ledger_care import verify
from terminal.persistence.home import Home
from terminal.settings.toml_text import to_toml

LOG_BYTES_MAX: Final = 1024 * 1024
LOG_FILES_MAX: Final = 16

_LIBRARIES: Final = ("PySide6", "msgspec", "pyserial", "sqlcipher3-wheels", "nfcpy")
_SECRET_NAMES: Final = re.compile(
    r"(?i)\b(pin|passw\w*|secret|token|api[_-]?key|authorization|bearer|recovery\w*)"
    r"(\W{1,4})(\S+)"
)
_SHAPES: Final = (
    re.compile(r"\$argon2\w*\$\S+"),  # The hash of a PIN.
    re.compile(r"\b(?:[0-9A-Z]{4,6}-){3,}[0-9A-Z]{4,6}\b"),  # A recovery code.
    re.compile(r"[A-Za-z0-9+/_-]{32,}={0,2}"),  # Base64 and hexadecimal.
    re.compile(r"(?:[0-9A-Fa-f]{2}[ :]){15,}[0-9A-Fa-f]{2}"),  # Spaced hexadecimal.
    re.compile(r"\d{14,}"),  # A card, or the code of a wallet.
)


class DeviceReport(msgspec.Struct, frozen=True):
    """What the bundle says of one device; bytes are masked by their recorder."""

    device_id: str
    facts: Mapping[str, Any]
    bytes_seen: Sequence[str]


def write_bundle(
    home: Home,
    target: Path,
    devices: Sequence[DeviceReport],
    *,
    at_ms: int,
    tell: Callable[[str], None] = lambda _: None,
) -> Path:
    """Write the bundle of *home* to the file *target*; return it.

    Takes seconds to minutes: the ledger is verified.

    Args:
        home: The till.
        target: The file, replaced when it is there.
        devices: What is known of its devices.
        at_ms: Now, ms since 1970 UTC.
        tell: Told the name of each part as it begins.

    Raises:
        OSError: The folder or disk refuses.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        tell("versions")
        bundle.writestr("versions.json", _json({"at_ms": at_ms, **_versions()}))
        tell("settings")
        bundle.writestr("settings.toml", _settings(home))
        tell("devices")
        bundle.writestr(
            "devices.json",
            _json({each.device_id: dict(each.facts) for each in devices}),
        )
        for each in devices:
            lines = "\n".join(each.bytes_seen)
            bundle.writestr(f"recorders/{each.device_id}.txt", lines + "\n")
        tell("logs")
        for log in _logs(home.logs_path):
            bundle.writestr(f"logs/{log.name}", masked(_tail(log)))
        tell("ledger")
        bundle.writestr("ledger.json", _json(_ledger(home)))
    return target


def masked(text: str) -> str:
    """Return *text* without anything that has the shape of a secret."""
    text = _SECRET_NAMES.sub(r"\1\2[masked]", text)
    for shape in _SHAPES:
        text = shape.sub(lambda found: f"[masked {len(found[0])}]", text)
    return text


def _versions() -> dict[str, Any]:
    libraries = {}
    for name in _LIBRARIES:
        try:
            libraries[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            libraries[name] = "absent"
    return {
        "evertill": __version__,
        "python": sys.version,
        "system": platform.platform(),
        "libraries": libraries,
    }


def _settings(home: Home) -> str:
    # From the file and not from memory: what is in force after the next start.
    return masked(to_toml(msgspec.to_builtins(Home.load(home.path).settings)))


def _ledger(home: Home) -> dict[str, Any]:
    try:
        report: dict[str, Any] = msgspec.to_builtins(verify(home.path))
    except Exception as error:  # noqa: BLE001 - a broken ledger is why one sends this
        return {"error": masked(f"{type(error).__name__}: {error}")}
    return {"report": report}


def _logs(folder: Path) -> Sequence[Path]:
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError:
        return ()
    return files[-LOG_FILES_MAX:]


def _tail(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(0, 2)
            file.seek(max(0, file.tell() - LOG_BYTES_MAX))
            return file.read().decode("utf-8", errors="replace")
    except OSError as error:
        return f"could not be read: {error}"


def _json(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)
