"""Everything but the window works where PySide6 cannot be imported.

Servers, agents and scripts run on machines without the system libraries of Qt.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from terminal.commands import _runner

_ROOT: Final = Path(__file__).parents[2]
# A module that is None in sys.modules raises ImportError for whoever imports it.
_BLOCK_QT: Final = (
    "import sys\nfor name in ('PySide6', 'shiboken6'):\n    sys.modules[name] = None\n"
)


def _run_without_qt(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _BLOCK_QT + program, *arguments],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def _modules_without_window() -> list[str]:
    paths = [
        path
        for package in ("terminal", "drivers", "structs", "sync")
        for path in (_ROOT / package).rglob("*.py")
    ]
    names = []
    for path in sorted(paths):
        parts = path.relative_to(_ROOT).with_suffix("").parts
        if parts[-1] == "__init__":
            parts = parts[:-1]
        is_window = parts[:2] == ("terminal", "ui") or parts[:3] == (
            "terminal",
            "bootstrap",
            "window",
        )
        # Floors are given programs, alembic's versions and its environment are
        # loaded by alembic alone.
        is_loaded_by_path = {"floors", "versions", "env"} & set(parts)
        if not is_window and not is_loaded_by_path:
            names.append(".".join(parts))
    return names


def test_the_block_itself_works() -> None:
    done = _run_without_qt("import PySide6.QtCore")

    assert done.returncode != 0
    assert "ModuleNotFoundError" in done.stderr


def test_every_module_but_the_window_can_be_imported() -> None:
    names = _modules_without_window()
    assert len(names) > len(_runner.list_commands())

    done = _run_without_qt(
        "import importlib\n"
        "for name in sys.argv[1:]:\n"
        "    try:\n"
        "        importlib.import_module(name)\n"
        "    except Exception as error:\n"
        "        print(name, repr(error))\n",
        *names,
    )

    assert (done.stdout, done.returncode) == ("", 0), done.stderr


_ANSWERS: Final = {
    "workstation": {"tenant": "chain", "store": "1", "workstation": "1"},
    "store": {"name": "Corner shop", "currency": "EUR", "exponent": 2},
    "key_store": "file",
    "operator": {
        "operator_id": "1",
        "name": "Ada",
        "pin": "402817",
        "role": "manager",
    },
    "demo": True,
}


def _command(home: Path, *words: str) -> str:
    done = _run_without_qt(
        "from terminal.commands import _runner\nsys.exit(_runner.main(sys.argv[1:]))\n",
        *words,
        "--home",
        str(home),
    )
    assert done.returncode == 0, (words, done.stderr)
    return done.stdout


def test_a_till_is_made_filled_and_looked_after_without_qt(tmp_path: Path) -> None:
    home, answers, items = (tmp_path / n for n in ("home", "answers.json", "items.csv"))
    answers.write_text(json.dumps(_ANSWERS))
    items.write_text("scan_code,description,unit_price\n4006381333931,Pen,1.95\n")

    _command(home, "init", "--answers", str(answers))
    imported = json.loads(_command(home, "catalog", "import", str(items), "--json"))
    operators = _command(home, "operator", "list")
    backup = _command(home, "backup", str(tmp_path / "copy"))

    assert imported["refused"] == []
    assert "Ada" in operators
    assert backup
    if "ledger" in _runner.list_commands():
        assert json.loads(_command(home, "ledger", "verify", "--json"))["ok"]


@pytest.mark.parametrize("command", _runner.list_commands())
def test_every_command_explains_itself_without_qt(command: str) -> None:
    done = _run_without_qt(
        "from terminal.commands import _runner\nsys.exit(_runner.main(sys.argv[1:]))\n",
        command,
        "--help",
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("usage: main.py")
