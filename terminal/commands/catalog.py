"""`catalog import FILE`: reference data for a till of its own, or at the center."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import msgspec

from terminal.commands._center import add_center, call_center
from terminal.commands._options import add_home, add_json, home_path
from terminal.commands._output import emit

if TYPE_CHECKING:
    from terminal.domain.reference_data.file_kind import FileKind

_Take = Callable[[argparse.Namespace, "FileKind", bytes], dict[str, Any]]

HELP = "Import items, prices, taxes or promotions, with a report of refused rows."

KINDS: Final = (
    "items",
    "prices",
    "price-lists",
    "taxes",
    "promotions",
    "members",
    "exchange-rates",
)

_PUBLISHED: Final = "il-price-transparency"
_LISTED_MAX: Final = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `import FILE`."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    taking = actions.add_parser("import", help="take the rows of a file")
    taking.add_argument(
        "file", type=Path, help="CSV, or JSON lines of taxes and promotions; also .gz"
    )
    taking.add_argument(
        "--kind",
        choices=KINDS,
        default=None,
        help="what it holds (default: as its name says, prices.csv; else items)",
    )
    taking.add_argument(
        "--format",
        choices=("own", _PUBLISHED),
        default="own",
        help="il-price-transparency: promotions as Israeli chains publish them",
    )
    taking.add_argument(
        "--links",
        type=Path,
        default=None,
        help="with that format: the table of the items of the promotions",
    )
    taking.add_argument(
        "--dry-run", action="store_true", help="report only, write nothing"
    )
    add_center(taking)
    add_home(taking)
    add_json(taking)


def run(arguments: argparse.Namespace) -> int:
    """Import; refused rows are reported and are no failure."""
    take = _import_at_center if arguments.central else _import_here
    if arguments.format == _PUBLISHED:
        report = _import_published(arguments, take)
    else:
        report = take(arguments, _kind(arguments), _content(arguments.file))
    emit(report, arguments.json, _text(report))
    return 0


def _import_published(arguments: argparse.Namespace, take: _Take) -> dict[str, Any]:
    from terminal.commands._transparency import read_published, with_refused
    from terminal.domain.reference_data.errors import CatalogFileError
    from terminal.domain.reference_data.file_kind import FileKind

    if arguments.links is None:
        raise CatalogFileError(
            f"--format {_PUBLISHED} needs --links, the table of the items;"
            f" nothing was imported"
        )
    lines = read_published(_content(arguments.file), _content(arguments.links))
    report = take(arguments, FileKind.PROMOTIONS, lines.text.encode())
    return with_refused(report, lines)


def _import_at_center(
    arguments: argparse.Namespace, kind: FileKind, content: bytes
) -> dict[str, Any]:
    parameters = {"kind": kind.value}
    if arguments.dry_run:
        parameters["dry_run"] = "true"
    return call_center(arguments, "/v1/catalog/import", content, parameters=parameters)


def _import_here(
    arguments: argparse.Namespace, kind: FileKind, content: bytes
) -> dict[str, Any]:
    from terminal.bootstrap.local_reference import local_writer, reference_reader
    from terminal.domain.reference_data.file_text import decode_catalog
    from terminal.domain.reference_data.import_file import NAMING_KINDS, judge_file
    from terminal.persistence.replica.catalog_import import write_file

    text = decode_catalog(content)
    home = home_path(arguments)
    with reference_reader(home) as reader:
        known = reader.known_ids() if kind in NAMING_KINDS else None
    judged = judge_file(kind, text, dry_run=arguments.dry_run, known=known)
    if not arguments.dry_run:
        with local_writer(home) as writer:
            write_file(kind, text, writer)
    report: dict[str, Any] = msgspec.to_builtins(judged)
    return report


def _kind(arguments: argparse.Namespace) -> FileKind:
    from terminal.domain.reference_data.file_kind import FileKind, kind_of_file

    if arguments.kind is not None:
        return FileKind(arguments.kind)
    return kind_of_file(arguments.file.name)


def _content(path: Path) -> bytes:
    from terminal.domain.reference_data.errors import CatalogFileError
    from terminal.domain.reference_data.file_text import FILE_BYTES_MAX

    try:
        with path.open("rb") as file:
            return file.read(FILE_BYTES_MAX + 1)
    except OSError as error:
        raise CatalogFileError(
            f"{path} cannot be read ({error.strerror}); nothing was imported"
        ) from error


def _text(report: dict[str, Any]) -> str:
    lines = [
        f"line {row['line']}: refused, {row['detail']}"
        for row in report["refused"][:_LISTED_MAX]
    ]
    lines += [
        f"line {row['line']}: {row['warning']}"
        for row in report["warnings"][:_LISTED_MAX]
    ]
    hidden = report["refused_count"] + len(report["warnings"]) - len(lines)
    if hidden > 0:
        lines.append(f"… {hidden} more; --json lists them")
    done = "would be taken" if report["dry_run"] else "taken"
    lines.append(
        f"{report['rows']} rows: {report['accepted']} {done},"
        f" {report['refused_count']} refused"
    )
    return "\n".join(lines)
