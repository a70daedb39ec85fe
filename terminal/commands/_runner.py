"""Finds a command by its name, parses its arguments and calls it.

A command is a module `terminal.commands.NAME`, or else
`sync.central.commands.NAME` (dashes in the name are underscores in the module),
with a one-line `HELP`, `add_arguments(parser)` and `run(arguments) -> exit code`.
Only the module of the command that was asked for is imported.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, Protocol, cast

from terminal.commands._output import complain

EXIT_OK: Final = 0
EXIT_NO: Final = 1
EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130

_PACKAGES: Final = ("terminal.commands", "sync.central.commands")

# The base classes of everything the rules or the world may refuse.  They are looked
# up by name because an error can only be raised by a module that is loaded already:
# importing them here would slow down the start of every command.
_EXPECTED_ERRORS: Final = (
    ("terminal.domain.errors", "DomainError"),
    ("terminal.persistence.errors", "StorageError"),
    ("terminal.replication.errors", "SyncError"),
    ("terminal.settings.errors", "SettingsError"),
    ("terminal.diagnostics.errors", "DiagnosticsError"),
    ("drivers.errors", "DeviceError"),
    ("drivers.nfc.card_errors", "CardError"),
    ("sync.engine.errors", "SyncEngineError"),
    ("sync.central.errors", "CentralError"),
)


class CommandModule(Protocol):
    """What a command module offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments of the command."""

    def run(self, arguments: argparse.Namespace) -> int:
        """Do the work; return the exit code."""


def main(arguments: list[str]) -> int:
    """Run the command that *arguments* name; return the exit code.

    Exit codes: 0 done, 1 the answer is "no" or the world refused, 2 wrong usage,
    130 interrupted.  A failure is one line on standard error.
    """
    _open_missing_streams()
    return _guarded(lambda: _run(arguments))


def run_command(module: CommandModule, parsed: argparse.Namespace) -> int:
    """Call *module* with its parsed arguments and turn refusals into an exit code."""
    return _guarded(lambda: module.run(parsed))


def _run(arguments: list[str]) -> int:
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(_overview())
        return EXIT_OK if arguments else EXIT_USAGE
    name = arguments[0]
    module_name = find_command(name)
    if module_name is None:
        complain(f"there is no command {name!r}; see: python main.py --help")
        return EXIT_USAGE
    module = cast("CommandModule", importlib.import_module(module_name))
    parser = argparse.ArgumentParser(prog=f"main.py {name}", description=module.HELP)
    module.add_arguments(parser)
    return module.run(parser.parse_args(arguments[1:]))


def _guarded(step: Callable[[], int]) -> int:
    """Return the exit code of *step*; what refuses it is told in one line."""
    try:
        code = step()
        # Now, while a failure can still be told.
        sys.stdout.flush()
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away, as `| head` does.
        _drop_output()
        return EXIT_NO
    except EOFError:
        complain("standard input ended before the answer; nothing was changed")
        return EXIT_NO
    except OSError as error:
        _drop_output()
        complain(str(error) if is_expected(error) else _told(error))
        return EXIT_NO
    except Exception as error:
        if not is_expected(error):
            raise
        complain(str(error))
        return EXIT_NO
    return code


def _open_missing_streams() -> None:
    """Put nothing where a stream is missing, as for a service or without a console.

    Else the first file that is opened would take its number.
    """
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process
    if sys.stdout is None:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - likewise
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - likewise


def _told(error: OSError) -> str:
    """Return what the system refused, without the number that it has for it."""
    if not error.strerror:
        return str(error)
    return ": ".join(str(e) for e in (error.filename, error.strerror) if e is not None)


def _drop_output() -> None:
    """Let Python not complain once more when it flushes standard output at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def is_expected(error: BaseException) -> bool:
    """Tell whether the rules or the world refused, rather than the program erred."""
    known = set(_EXPECTED_ERRORS)
    return any(
        (ancestor.__module__, ancestor.__name__) in known
        for ancestor in type(error).__mro__
    )


def find_command(name: str) -> str | None:
    """Return the module of the command *name*, or None when there is no such one."""
    word = name.replace("-", "_")
    if not word.isidentifier() or word.startswith("_"):
        return None
    for package in _PACKAGES:
        if _spec_exists(package) and _spec_exists(f"{package}.{word}"):
            return f"{package}.{word}"
    return None


def list_commands() -> dict[str, str]:
    """Return the module name of every command by the name typed for it."""
    found: dict[str, str] = {}
    for package in reversed(_PACKAGES):
        for folder in _folders_of(package):
            for path in sorted(folder.iterdir()):
                is_module = path.suffix == ".py" or (path / "__init__.py").is_file()
                if is_module and not path.name.startswith("_"):
                    found[path.stem.replace("_", "-")] = f"{package}.{path.stem}"
    return dict(sorted(found.items()))


def _overview() -> str:
    commands = list_commands()
    width = max((len(name) for name in commands), default=0)
    lines = [
        f"  {name:<{width}}  {_help_of(module)}" for name, module in commands.items()
    ]
    return "\n".join(
        ["usage: python main.py COMMAND [options]", "", "commands:", *lines]
    )


def _help_of(module_name: str) -> str:
    # Read, not imported: a list of commands must not load Qt and a web server.
    spec = importlib.util.find_spec(module_name)
    if spec is None or spec.origin is None:
        return ""
    tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id="HELP")], value=ast.Constant(value=v)):
                return str(v)
            case ast.AnnAssign(target=ast.Name(id="HELP"), value=ast.Constant(value=v)):
                return str(v)
            case _:
                continue
    return ""


def _folders_of(package: str) -> list[Path]:
    if not _spec_exists(package):
        return []
    spec = importlib.util.find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        return []
    return [Path(location) for location in spec.submodule_search_locations]


def _spec_exists(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:  # a parent package does not exist
        return False
