"""`bench NAME`: how fast this machine does one thing, beside its floor.

A bench is a module `terminal.diagnostics.bench_NAME` with a one-line `HELP`,
`add_arguments(parser)` and `measure(arguments) -> dict`, found by its name.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
from pathlib import Path
from typing import Final, Protocol, cast

from terminal.commands import _options, _output

HELP = "Measure speed on this machine beside its floor; see the names."

_PACKAGE: Final = "terminal.diagnostics"
_PREFIX: Final = "bench_"


class BenchModule(Protocol):
    """What a bench module offers."""

    HELP: str

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments of this bench."""

    def measure(self, arguments: argparse.Namespace) -> dict[str, object]:
        """Measure; return the report.

        The key `within_budget`, where there is one, is the answer yes or no.
        """


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the name of the bench; the rest belongs to the bench."""
    parser.add_argument("name", choices=list_benches(), help="what to measure")
    parser.add_argument(
        "options",
        nargs=argparse.REMAINDER,
        help="options of the bench; see: main.py bench NAME --help",
    )
    _options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Measure, print the report; exit 1 when a budget is not kept."""
    bench = cast(
        "BenchModule",
        importlib.import_module(f"{_PACKAGE}.{_PREFIX}{arguments.name}"),
    )
    parser = argparse.ArgumentParser(
        prog=f"main.py bench {arguments.name}", description=bench.HELP
    )
    bench.add_arguments(parser)
    _options.add_json(parser)
    own = parser.parse_args(arguments.options)
    report = {"bench": arguments.name, **bench.measure(own)}
    _output.emit(report, as_json=arguments.json or own.json, text=_as_text(report))
    return 1 if report.get("within_budget") is False else 0


def list_benches() -> list[str]:
    """Return the names of the benches there are."""
    spec = importlib.util.find_spec(_PACKAGE)
    folders = spec.submodule_search_locations if spec is not None else None
    return sorted(
        path.stem.removeprefix(_PREFIX)
        for folder in folders or ()
        for path in Path(folder).glob(f"{_PREFIX}*.py")
    )


def _as_text(report: dict[str, object], indent: str = "") -> str:
    lines = []
    for key, value in report.items():
        if isinstance(value, dict):
            lines.append(f"{indent}{key}:")
            lines.append(_as_text(value, indent + "  "))
        else:
            lines.append(f"{indent}{key}: {value}")
    return "\n".join(lines)
