"""The import contracts hold, and each of them would notice a violation.

A contract with a misspelled package name or too wide an exception checks nothing
and stays green; so each one is proved by a copy of the sources with one forbidden
import in it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Final, NamedTuple

import pytest

_ROOT: Final = Path(__file__).parents[2]
_SOURCES: Final = ("terminal", "drivers", "structs", "sync")


class Violation(NamedTuple):
    """One forbidden import: the contract that refuses it, where, and what."""

    contract: str
    path: str
    source: str


_VIOLATIONS: Final = [
    Violation("terminal-layers", "terminal/domain/stray.py", "terminal.application"),
    Violation("terminal-layers", "terminal/application/stray.py", "terminal.settings"),
    Violation(
        "terminal-layers", "terminal/application/stray.py", "terminal.persistence"
    ),
    Violation("terminal-layers", "terminal/settings/stray.py", "terminal.persistence"),
    Violation("terminal-layers", "terminal/ui/stray.py", "terminal.persistence"),
    Violation("terminal-layers", "terminal/persistence/stray.py", "terminal.ui"),
    Violation(
        "terminal-layers", "terminal/peripherals/stray.py", "terminal.replication"
    ),
    Violation("terminal-layers", "terminal/replication/stray.py", "terminal.bootstrap"),
    Violation("terminal-layers", "terminal/bootstrap/stray.py", "terminal.diagnostics"),
    Violation("terminal-layers", "terminal/diagnostics/stray.py", "terminal.commands"),
    Violation("sync-layers", "sync/central/stray.py", "sync.engine"),
    Violation("sync-layers", "sync/engine/stray.py", "sync.central"),
    Violation("sync-layers", "sync/protocol/stray.py", "sync.engine"),
    Violation("pure-domain", "terminal/domain/stray.py", "sync.protocol"),
    Violation("pure-domain", "terminal/domain/stray.py", "drivers"),
    Violation("pure-protocol", "sync/protocol/stray.py", "terminal.domain"),
    Violation("pure-protocol", "sync/protocol/stray.py", "drivers"),
    Violation("pure-drivers", "drivers/stray.py", "terminal.domain"),
    Violation("pure-drivers", "drivers/stray.py", "sync.protocol"),
    Violation("pure-drivers", "drivers/stray.py", "PySide6.QtCore"),
    Violation("pure-structs", "structs/stray.py", "terminal.domain"),
    Violation("pure-structs", "structs/stray.py", "drivers"),
    Violation("pure-structs", "structs/stray.py", "sync.protocol"),
    Violation("one-door-to-drivers", "terminal/ui/stray.py", "drivers"),
    Violation("one-door-to-drivers", "terminal/bootstrap/stray.py", "drivers"),
    Violation("one-door-to-engine", "terminal/bootstrap/stray.py", "sync.engine"),
    Violation("one-door-to-engine", "terminal/commands/stray.py", "sync.engine"),
    Violation("independent-engine", "sync/engine/stray.py", "terminal.domain"),
    Violation("central-alone", "sync/central/stray.py", "terminal.application"),
    Violation("central-alone", "sync/central/stray.py", "terminal.persistence"),
    Violation("till-without-central", "terminal/diagnostics/stray.py", "sync.central"),
    Violation("wire-format-users", "terminal/ui/stray.py", "sync.protocol"),
    Violation("wire-format-users", "terminal/commands/stray.py", "sync.protocol"),
    Violation("qt-in-the-window", "terminal/application/stray.py", "PySide6.QtCore"),
    Violation("qt-in-the-window", "terminal/bootstrap/stray.py", "PySide6.QtCore"),
    Violation("qt-in-the-window", "sync/engine/stray.py", "PySide6.QtNetwork"),
    Violation("one-door-to-the-window", "terminal/bootstrap/stray.py", "terminal.ui"),
    Violation("one-door-to-the-window", "terminal/commands/stray.py", "terminal.ui"),
    Violation("sql-in-persistence", "terminal/application/stray.py", "sqlcipher3"),
    Violation("sql-in-persistence", "terminal/diagnostics/stray.py", "sqlite3"),
    Violation("sql-in-persistence", "sync/engine/stray.py", "sqlalchemy"),
]


def _lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command as c; c()"
    return subprocess.run(
        [sys.executable, "-c", program, *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of each contract about a copy that holds all violations at once.

    One run for all: reading some hundred modules again for each would take a minute.
    """
    copy = tmp_path_factory.mktemp("sources")
    shutil.copy(_ROOT / "pyproject.toml", copy)
    for package in _SOURCES:
        shutil.copytree(
            _ROOT / package,
            copy / package,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
    for violation in _VIOLATIONS:
        stray = copy / violation.path
        stray.parent.mkdir(exist_ok=True)
        if not stray.exists():
            stray.write_text('"""A violation."""\n')
        with stray.open("a") as file:
            file.write(f"import {violation.source}\n")
    done = _lint(copy)
    assert done.returncode == 1, done.stdout + done.stderr
    return _by_contract(done.stdout)


def _by_contract(output: str) -> dict[str, str]:
    """Return the explanation of each broken contract by its name."""
    _, _, details = output.partition("Broken contracts")
    names = "|".join(re.escape(name) for name in _contract_names().values())
    parts = re.split(rf"(?m)^({names})$", details)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _contract_names() -> dict[str, str]:
    settings = tomllib.loads((_ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract["name"] for contract in contracts}


def test_the_contracts_hold() -> None:
    done = _lint(_ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


def test_each_contract_has_a_violation_that_proves_it() -> None:
    assert {violation.contract for violation in _VIOLATIONS} == set(_contract_names())


@pytest.mark.parametrize(
    "violation",
    _VIOLATIONS,
    ids=[f"{v.contract}-{v.path}-{v.source}" for v in _VIOLATIONS],
)
def test_a_forbidden_import_is_found(
    verdicts: dict[str, str], violation: Violation
) -> None:
    found = verdicts[_contract_names()[violation.contract]]

    module = violation.path.removesuffix(".py").removesuffix("/__init__")
    importer = re.escape(module.replace("/", "."))
    imported = re.escape(violation.source.removesuffix(".py"))
    # Libraries are seen as a whole: PySide6, not PySide6.QtCore.
    library = re.escape(violation.source.split(".")[0])
    assert re.search(rf"{importer} -> ({imported}|{library}) ", found), found


@pytest.mark.parametrize("package", ["terminal", "sync"])
def test_a_package_that_belongs_to_no_layer_is_found(
    tmp_path: Path, package: str
) -> None:
    shutil.copy(_ROOT / "pyproject.toml", tmp_path)
    for name in _SOURCES:
        for path in (_ROOT / name, *(_ROOT / name).iterdir()):
            if (path / "__init__.py").is_file():
                target = tmp_path / path.relative_to(_ROOT)
                target.mkdir()
                (target / "__init__.py").write_text("")
    (tmp_path / package / "stray").mkdir()
    (tmp_path / package / "stray" / "__init__.py").write_text("")

    done = _lint(tmp_path, "--contract", f"{package}-layers")

    assert done.returncode == 1, done.stdout + done.stderr
    assert f"{package}.stray" in done.stdout


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("terminal/ui/view_models/stray.py", False),
        ("terminal/ui/support/stray.py", False),
        ("terminal/bootstrap/stray.py", False),
        ("terminal/bootstrap/window/stray.py", False),
        ("terminal/bootstrap/window/program.py", True),
        ("terminal/ui/screens/stray.py", True),
        ("terminal/ui/widgets/stray.py", True),
        ("terminal/ui/shell/stray.py", True),
        ("terminal/ui/theme/stray.py", True),
    ],
)
def test_widgets_are_imported_only_where_widgets_are_built(
    path: str, is_allowed: bool
) -> None:
    # import-linter sees outside packages as one; ruff's ban knows their modules.
    command = ["-m", "ruff", "check", "--select", "TID251", "--stdin-filename"]
    done = subprocess.run(
        [sys.executable, *command, path, "-"],
        cwd=_ROOT,
        input='"""A module."""\n\nimport PySide6.QtWidgets as widgets\n',
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode == 0) is is_allowed, done.stdout
