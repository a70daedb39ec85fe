"""What may not be imported before the first paint is not.

Each of these libraries costs 50 to 480 ms to import; a cashier would wait for all of
them in front of an empty screen.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

_ROOT: Final = Path(__file__).parents[2]
_LATER: Final = (
    "PIL",
    "cryptography.x509",
    "escpos",
    "litestar",
    "nfc",
    "pyqtgraph",
    "requests",
    "segno",
    "sqlalchemy",
    "sqlite_utils",
)
_WINDOW: Final = "terminal.bootstrap.window"


def _imported_by(module: str) -> set[str]:
    program = (
        "import importlib, json, sys\n"
        "importlib.import_module(sys.argv[1])\n"
        "print(json.dumps(sorted(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, module],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_the_list_of_imports_sees_what_a_module_imports() -> None:
    assert "PIL" in _imported_by("PIL.Image")


@pytest.mark.skipif(
    importlib.util.find_spec(_WINDOW) is None, reason="there is no window yet"
)
def test_the_window_is_imported_without_slow_libraries() -> None:
    assert _imported_by(_WINDOW) & set(_LATER) == set()
