"""What may not be imported before the first paint is not.

Each of these libraries costs 50 to 480 ms to import, and each module of ours 0.7 ms
and more; a cashier would wait for all of them in front of an empty screen.
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
    "zeroconf",
)
# At 0.7 ms each; the ledger and all that hangs on it come after the first paint.
# Forty today.
_OWN_MODULES_MAX: Final = 60
_OWN: Final = frozenset({"terminal", "sync", "drivers"})
_WINDOW: Final = "terminal.bootstrap.window.program"

_PRINT_MODULES_OF: Final = """
import importlib, json, sys
importlib.import_module(sys.argv[1])
print(json.dumps(sorted(sys.modules)))
"""
_PRINT_MODULES_WHEN: Final = """
import json, os, pathlib, sys
from terminal.bootstrap.window import program

def report(*_):
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

def watch(shown):
    if sys.argv[2] == "names":
        shown.names_shown.connect(report)
    else:
        program.watch_paints(frozenset({"signOnScreen"}), report)(shown)

program.run_window(pathlib.Path(sys.argv[1]), on_window=watch)
"""


def _modules(program: str, *arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
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


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that has been opened before."""
    folder = tmp_path_factory.mktemp("first-paint")
    items = sample_items(10, names=folder / "absent").items
    made = make_sample_home(folder / "home", items)
    # Making the ledger's tables needs sqlite_utils; `init` has done it before.
    with open_for_sales(made):
        pass
    return made.path


@pytest.mark.gui
def test_only_the_sign_on_screen_is_loaded_when_it_is_painted(home: Path) -> None:
    modules = _modules(_PRINT_MODULES_WHEN, str(home), "painted")

    own = {name for name in modules if name.partition(".")[0] in _OWN}
    assert "terminal.ui.screens.cashier.sign_on_screen" in modules
    assert modules & set(_LATER) == set()
    assert len(own) <= _OWN_MODULES_MAX, sorted(own)


@pytest.mark.gui
def test_nothing_slow_is_loaded_when_the_names_are_painted(home: Path) -> None:
    modules = _modules(_PRINT_MODULES_WHEN, str(home), "names")

    assert "terminal.persistence.ledger.opening" in modules
    assert modules & set(_LATER) == set()
