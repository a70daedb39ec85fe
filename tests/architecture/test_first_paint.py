"""What may not be imported before the first paint is not.

Each of these libraries costs 50 to 480 ms to import; a cashier would wait for all of
them in front of an empty screen.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from terminal.diagnostics.sample_home import make_sample_home, open_for_sales
from terminal.diagnostics.sample_items import sample_items

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

_PRINT_MODULES_OF: Final = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps(sorted(sys.modules)))
"""
_PRINT_MODULES_AT_FIRST_PAINT: Final = """
import json, os, pathlib, sys
from terminal.bootstrap import window

def report(probe, name, rows, at_s):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

watch = window.watch_paints(frozenset({"signOnScreen"}), report)
window.run_window(pathlib.Path(sys.argv[1]), on_window=watch)
"""


def _modules(program: str, argument: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, argument],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(json.loads(done.stdout))


def test_the_list_of_imports_sees_what_a_module_imports() -> None:
    assert "PIL" in _modules(_PRINT_MODULES_OF, "PIL.Image")


def test_the_window_is_imported_without_slow_libraries() -> None:
    assert _modules(_PRINT_MODULES_OF, _WINDOW) & set(_LATER) == set()


@pytest.mark.gui
def test_nothing_slow_is_loaded_when_the_sign_on_screen_is_painted(
    tmp_path: Path,
) -> None:
    items = sample_items(10, names=tmp_path / "absent").items
    home = make_sample_home(tmp_path / "home", items)
    # Making the ledger's tables needs sqlite_utils; `init` has done it before.
    with open_for_sales(home):
        pass

    modules = _modules(_PRINT_MODULES_AT_FIRST_PAINT, str(home.path))

    assert "terminal.ui.screens.cashier.sign_on_screen" in modules
    assert modules & set(_LATER) == set()
