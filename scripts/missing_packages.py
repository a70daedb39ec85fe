"""Prints the Debian packages that this machine lacks to run Evertill's window.

With `--tests`: those that only tests want, which are skipped without them.

Looks for the things themselves (a library that loads, a font that is found), not
for package names, so that a library from elsewhere counts too.  Uses only the
standard library: it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

# Shared libraries that PySide6's wheel takes from the system, and their packages.
_LIBRARIES: Final = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xinerama.so.0": "libxcb-xinerama0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
# Font families of the theme: text, Chinese, and symbols that Inter does not draw.
_FONTS: Final = {
    "inter": "fonts-inter",
    "noto sans cjk": "fonts-noto-cjk",
    "dejavu sans": "fonts-dejavu-core",
}
# Programs that tests start, and their packages.
_TEST_TOOLS: Final = {"strace": "strace", "node": "nodejs"}
_POSTGRESQL: Final = Path("/usr/lib/postgresql")


def required() -> list[str]:
    """Return the packages without which setup or the window does not work."""
    missing = [
        package for library, package in _LIBRARIES.items() if not _loads(library)
    ]
    families = _font_families()
    if families is None:
        missing.append("fontconfig")
        families = set()
    missing += [
        package
        for family, package in _FONTS.items()
        if not any(name.startswith(family) for name in families)
    ]
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        missing.append(f"python{version}-venv")
    return missing


def wanted_by_tests() -> list[str]:
    """Return the packages that only tests want; those are skipped without them."""
    missing = [
        package for program, package in _TEST_TOOLS.items() if not shutil.which(program)
    ]
    # Debian keeps the server's programs off the path, by version.
    if not shutil.which("initdb") and not any(_POSTGRESQL.glob("*/bin/initdb")):
        missing.append("postgresql")
    return missing


def main() -> None:
    """Print the missing packages on one line; nothing when all are present."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tests", action="store_true", help="what only tests want")
    arguments = parser.parse_args()
    print(" ".join(wanted_by_tests() if arguments.tests else required()))


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _font_families() -> set[str] | None:
    program = shutil.which("fc-list")
    if program is None:
        return None
    listed = subprocess.run(
        [program, ":", "family"], capture_output=True, text=True, check=False
    )
    return {
        name.strip().lower()
        for line in listed.stdout.splitlines()
        for name in line.split(",")
    }


if __name__ == "__main__":
    main()
