"""`main.py simulate KIND`: a device made of software, for training and for tests."""

from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from terminal.commands import _options, _output

if TYPE_CHECKING:
    from terminal.peripherals.simulated import StandAlonePrinter

HELP: Final = "Run a simulated device that speaks the bytes of a real one."

_LISTEN_DEFAULT: Final = "127.0.0.1:0"
_LAST_READ_S: Final = 0.5
_CARD_ID_MAX: Final = 16
_CARD_CONTENTS: Final = {
    "badge": "a staff badge with this operator id, proved by the training key",
    "member": "a member card with this code, proved by the training key",
    "value": "a stored-value card with this number, proved by the training key",
    "text": "a plain text, as any telephone writes it",
}
_SCALE_PROTOCOLS: Final = (
    "toledo-8217",
    "nci",
    "cas",
    "cas-stream",
    "dialog",
    "dibal",
    "mt-sics",
    "sma",
)
_DRAWER_PROTOCOLS: Final = ("characters", "glancetron", "surepos")
_DISPLAY_PROTOCOLS: Final = ("cd5220", "dm-d", "aedex", "logic-controls")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of the command."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    printer = kinds.add_parser("printer", help="a receipt printer over TCP")
    printer.add_argument(
        "--listen",
        metavar="HOST:PORT",
        type=_options.host_and_port,
        default=_LISTEN_DEFAULT,
        help="where to listen; port 0 takes a free one (default: %(default)s)",
    )
    printer.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="folder for the papers, each as a picture and as text",
    )
    printer.add_argument(
        "--papers",
        metavar="N",
        type=_options.positive,
        default=0,
        help="end after N papers (default: run until stopped)",
    )
    printer.add_argument(
        "--language",
        choices=("esc-pos", "star-line"),
        default="esc-pos",
        help="what it speaks (default: %(default)s)",
    )
    _add_control(printer, "take its paper out and to break it")
    _options.add_json(printer)
    scanner = kinds.add_parser(
        "scanner", help="a barcode scanner; scans the lines of standard input"
    )
    scanner.add_argument(
        "--listen",
        metavar="HOST:PORT",
        type=_options.host_and_port,
        help="serve TCP instead of a pseudo-terminal",
    )
    scanner.add_argument(
        "--control",
        metavar="PORT",
        type=_options.port,
        help="loopback port to scan labels and to break its line; 0 takes a free one",
    )
    _options.add_json(scanner)
    _add_line_device(
        kinds.add_parser("line-display", help="a display of two lines of twenty"),
        _DISPLAY_PROTOCOLS,
        "what it understands",
        "look at it and to break it",
    )
    _add_line_device(
        kinds.add_parser("cash-drawer", help="a drawer on a line of its own"),
        _DRAWER_PROTOCOLS,
        "what opens it",
        "push it shut and to break it",
    )
    _add_scale(kinds.add_parser("scale", help="a scale on a line, with a control port"))
    _add_card(kinds.add_parser("nfc-card", help="a card on a reader's UDP link"))


def _add_line_device(
    device: argparse.ArgumentParser,
    protocols: Sequence[str],
    protocol_help: str,
    control_purpose: str,
) -> None:
    device.add_argument(
        "--protocol",
        choices=protocols,
        default=protocols[0],
        help=f"{protocol_help} (default: %(default)s)",
    )
    _add_line(device)
    _add_control(device, control_purpose)
    _options.add_json(device)


def _add_scale(scale: argparse.ArgumentParser) -> None:
    scale.add_argument(
        "--protocol",
        required=True,
        choices=_SCALE_PROTOCOLS,
        help="what it speaks",
    )
    scale.add_argument(
        "--unit",
        choices=("kg", "lb"),
        default="kg",
        help="what it weighs in (default: %(default)s)",
    )
    _add_line(scale)
    _add_control(scale, "put goods on it and to break it")
    scale.add_argument(
        "--grams", type=int, default=0, help="what lies on it (default: nothing)"
    )
    _options.add_json(scale)


def _add_card(card: argparse.ArgumentParser) -> None:
    card.add_argument(
        "--udp",
        metavar="HOST:PORT",
        type=_options.host_and_port,
        default="127.0.0.1:54321",
        help="where the reader finds it (default: %(default)s)",
    )
    card.add_argument(
        "--type",
        choices=("2", "3"),
        default="2",
        help="2 is an NTAG213, 3 a FeliCa card (default: %(default)s)",
    )
    content = card.add_mutually_exclusive_group()
    for option, what in _CARD_CONTENTS.items():
        content.add_argument(
            f"--{option}",
            metavar="TEXT",
            type=str if option == "text" else _card_id,
            help=what,
        )
    _add_control(card, "take it away and to break it")
    _options.add_json(card)


def _add_line(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen",
        metavar="ADDRESS",
        type=_line_address,
        default="",
        help="pty (the default where there are any) or tcp://HOST:PORT",
    )


def _add_control(parser: argparse.ArgumentParser, purpose: str) -> None:
    parser.add_argument(
        "--control",
        metavar="PORT",
        type=_options.port,
        default=0,
        help=f"loopback port to {purpose} (default: a free one)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Run the device until it is stopped; print its address first."""
    if arguments.kind == "printer":
        return _run_printer(arguments)
    if arguments.kind == "nfc-card":
        return _run_card(arguments)
    if arguments.kind == "line-display":
        return _run_line_display(arguments)
    if arguments.kind == "cash-drawer":
        return _run_drawer(arguments)
    if arguments.kind == "scale":
        return _run_scale(arguments)
    return _run_scanner(arguments)


def _run_line_display(arguments: argparse.Namespace) -> int:
    from terminal.peripherals.simulated_display import StandAloneDisplay

    display = StandAloneDisplay(
        arguments.protocol, listen=arguments.listen, control_port=arguments.control
    )
    try:
        _announce(arguments, display.address, display.control_url)
        for upper, lower in display.changes(sys.stdin):
            shown = {"upper": upper, "lower": lower}
            _output.emit(shown, arguments.json, f"|{upper}|\n|{lower}|\n")
    finally:
        display.close()
    return 0


def _run_drawer(arguments: argparse.Namespace) -> int:
    from terminal.peripherals.simulated_drawer import StandAloneDrawer

    drawer = StandAloneDrawer(
        arguments.protocol, listen=arguments.listen, control_port=arguments.control
    )
    try:
        _announce(arguments, drawer.address, drawer.control_url)
        # Until its standard input ends, or Ctrl-C.
        sys.stdin.read()
    finally:
        drawer.close()
    return 0


def _run_scale(arguments: argparse.Namespace) -> int:
    from terminal.peripherals.simulated_scale import StandAloneScale

    scale = StandAloneScale(
        arguments.protocol,
        unit=arguments.unit,
        listen=arguments.listen,
        control_port=arguments.control,
    )
    try:
        scale.put(arguments.grams)
        _announce(arguments, scale.address, scale.control_url)
        # Until its standard input ends, or Ctrl-C.
        sys.stdin.read()
    finally:
        scale.close()
    return 0


def _run_card(arguments: argparse.Namespace) -> int:
    from terminal.peripherals.simulated_card import StandAloneCard

    chosen = [
        (option, text)
        for option in _CARD_CONTENTS
        if (text := getattr(arguments, option)) is not None
    ]
    kind, text = chosen[0] if chosen else ("text", "")
    host, port = arguments.udp
    card = StandAloneCard(
        host,
        port,
        arguments.type,
        kind=kind,
        text=text,
        control_port=arguments.control,
    )
    try:
        _announce(arguments, card.address, card.control_url)
        # Until its standard input ends, or Ctrl-C.
        sys.stdin.read()
    finally:
        card.close()
    return 0


def _run_printer(arguments: argparse.Namespace) -> int:
    from terminal.peripherals.simulated import StandAlonePrinter

    if arguments.out is not None:
        # Before it listens: nobody hears of a paper that cannot be written.
        arguments.out.mkdir(parents=True, exist_ok=True)
    host, port = arguments.listen
    printer = StandAlonePrinter(
        host,
        port,
        arguments.out,
        language=arguments.language,
        control_port=arguments.control,
    )
    try:
        _announce(arguments, printer.address, printer.control_url)
        return _follow(arguments, printer)
    finally:
        printer.close()


def _follow(arguments: argparse.Namespace, printer: StandAlonePrinter) -> int:
    number = 0
    while not arguments.papers or number < arguments.papers:
        paper = printer.next_paper()
        number += 1
        report = {"paper": number, "text": paper.text, "file": paper.file}
        _output.emit(report, arguments.json, f"{paper.text}\n-- paper {number} --")
    return 0


def _run_scanner(arguments: argparse.Namespace) -> int:
    if arguments.control is not None:
        return _run_controlled_scanner(arguments)
    from terminal.peripherals.simulated import open_scanner

    scanner = open_scanner(arguments.listen)
    try:
        _announce(arguments, scanner.address)
        for line in sys.stdin:
            code = line.rstrip("\r\n")
            if code:
                scanner.scan(code)
        if sys.stdin.isatty():
            return 0
        # Closing at once would take the last labels away from a till that has
        # not read them yet.
        threading.Event().wait(_LAST_READ_S)
    finally:
        scanner.close()
    return 0


def _run_controlled_scanner(arguments: argparse.Namespace) -> int:
    from terminal.peripherals.simulated_scanner import StandAloneScanner

    listen = "tcp://{}:{}".format(*arguments.listen) if arguments.listen else ""
    scanner = StandAloneScanner(listen=listen, control_port=arguments.control)
    try:
        _announce(arguments, scanner.address, scanner.control_url)
        # Until its standard input ends, or Ctrl-C.
        for line in sys.stdin:
            if label := line.rstrip("\r\n"):
                scanner.scan(label)
    finally:
        scanner.close()
    return 0


def _announce(
    arguments: argparse.Namespace, address: str, control_url: str = ""
) -> None:
    report, text = {"address": address}, f"listening on {address}"
    if control_url:
        report["control"] = control_url
        text += f"\ncontrol: {control_url}"
    _output.emit(report, arguments.json, text)


def _line_address(text: str) -> str:
    scheme, separator, place = text.partition("://")
    if separator and scheme in {"tcp", "udp"}:
        _options.host_and_port(place)
    elif text not in {"", "pty"}:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not pty, tcp://HOST:PORT or udp://HOST:PORT"
        )
    return text


def _card_id(text: str) -> str:
    if not text.isascii() or not 0 < len(text) <= _CARD_ID_MAX:
        raise argparse.ArgumentTypeError(
            f"{text!r} is not 1 to {_CARD_ID_MAX} letters and digits"
        )
    return text
