"""`main.py receipt`: a copy of a receipt as a file.

What leaves the till is a copy, on paper or not: it needs somebody with the permission
to reprint, carries the COPY mark with its number, and is recorded and counted.
"""

from __future__ import annotations

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from terminal.commands import _options, _output, _questions

if TYPE_CHECKING:
    from terminal.application.receipts.document import ReceiptDocument

HELP: Final = "Write a copy of a receipt as PDF, web page, picture or text."

_FORMATS: Final = ("pdf", "html", "png", "text")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    parser.add_argument(
        "number", help="as it stands on the receipt: A-000123, or with its eight digits"
    )
    parser.add_argument(
        "--as", dest="format", choices=_FORMATS, default="pdf", help="default: pdf"
    )
    parser.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a new file"
    )
    parser.add_argument(
        "--operator",
        required=True,
        metavar="ID",
        help="who makes the copy; whoever is signed on is signed off",
    )
    parser.add_argument(
        "--pin-file",
        metavar="FILE",
        help="read the PIN from FILE, - for standard input; else it is asked",
    )
    _options.add_home(parser)
    _options.add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Count the copy and write it; a file that is there already stays as it is."""
    from terminal.peripherals.receipt_formats import receipt_file

    out: Path = arguments.out.expanduser()
    pin = _pin(arguments)
    try:
        # Before the copy is counted: nothing can be taken back from a ledger.
        file = out.open("xb")
    except OSError as error:
        _output.complain(f"{out}: {error.strerror}")
        return 1
    is_written = False
    try:
        with file:
            content = receipt_file(_take_copy(arguments, pin), arguments.format)
            file.write(content)
        is_written = True
    except OSError as error:
        _output.complain(f"{out}: {error.strerror}; the copy was counted")
        return 1
    finally:
        if not is_written:
            out.unlink(missing_ok=True)
    report = {"file": str(out), "format": arguments.format, "bytes": len(content)}
    _output.emit(report, arguments.json, f"wrote {out}")
    return 0


def _take_copy(arguments: argparse.Namespace, pin: str) -> ReceiptDocument:
    """Sign on, have the copy recorded, sign off."""
    from terminal.application.receipts.reprint_receipt import ReprintReceipt
    from terminal.application.returning.find_receipt import FindReceipt
    from terminal.application.till_control.sign_off import SignOff
    from terminal.application.till_control.sign_on import SignOn
    from terminal.bootstrap.headless import open_till

    till = open_till(_options.home_path(arguments), starts_agent=False)
    try:
        use_cases = till.use_cases
        use_cases.sign_on(SignOn(operator_id=arguments.operator, pin=pin))
        try:
            found = use_cases.find_receipt(FindReceipt(receipt_text=arguments.number))
            return use_cases.reprint_receipt(
                ReprintReceipt(
                    series=found.series, number=found.number, is_printed=False
                )
            )
        finally:
            use_cases.sign_off(SignOff())
            till.after_command()
    finally:
        till.close()


def _pin(arguments: argparse.Namespace) -> str:
    if arguments.pin_file is None and sys.stdin.isatty():
        return getpass.getpass("PIN: ")
    return _questions.first_line(arguments.pin_file or "-")
