"""Make and run the central server."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from structs.decoding import convert
from sync.central.commands import _books_words, _care, _check

if TYPE_CHECKING:
    from sync.central.installation import Location
    from sync.central.server import Certificate

HELP: Final = "Make and run the central server."

_DEFAULT_LISTEN: Final = "127.0.0.1:8470"
_DEFAULT_TENANT: Final = "default"
_MS_PER_HOUR: Final = 60 * 60 * 1000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the actions; without any of them the server is run."""
    _add_location(parser)
    _add_listening(parser)
    parser.set_defaults(action="run")
    actions = parser.add_subparsers(metavar="ACTION")

    init = actions.add_parser("init", help="make a central and its administrator token")
    _add_location(init)
    init.add_argument(
        "--tenant", default=_DEFAULT_TENANT, help="name of the company it serves"
    )
    init.add_argument("--json", action="store_true", help="print one JSON object")
    init.set_defaults(action="init")

    code = actions.add_parser("code", help="make a code with which a till enrols")
    _add_location(code)
    code.add_argument("--store", required=True, metavar="S", help="id of the store")
    code.add_argument(
        "--workstation", required=True, metavar="W", help="id of the workstation"
    )
    code.add_argument("--name", help="the workstation's name for people")
    code.add_argument(
        "--valid-hours", type=int, default=24, metavar="N", help="(default: 24)"
    )
    code.add_argument("--json", action="store_true", help="print one JSON object")
    code.set_defaults(action="code")

    store = actions.add_parser("store", help="say how a store sells, to price for it")
    _add_location(store)
    store.add_argument(
        "--store", metavar="S", help="id of the store (default: all without own terms)"
    )
    store.add_argument("--currency", required=True, metavar="EUR", help="ISO 4217 code")
    store.add_argument(
        "--tax-mode",
        choices=("inclusive", "exclusive"),
        default="inclusive",
        help="whether the prices on the shelf include the tax (default: they do)",
    )
    store.add_argument("--json", action="store_true", help="print one JSON object")
    store.set_defaults(action="store")

    restored = actions.add_parser(
        "restored", help="say that the database was restored from a backup"
    )
    _add_location(restored)
    restored.set_defaults(action="restored")

    over = actions.add_parser(
        "over-returns", help="list where more came back than was sold"
    )
    _add_location(over)
    over.add_argument("--store", metavar="S", help="only returns in this store")
    over.add_argument("--json", action="store_true", help="print one JSON object")
    over.set_defaults(action="over-returns")

    actions.add_parser(
        "openapi", help="print the OpenAPI document of the central's addresses"
    ).set_defaults(action="openapi")

    for more in (_care, _check, _books_words):
        more.add_actions(actions, _add_location)

    run_ = actions.add_parser("run", help="serve until stopped")
    _add_location(run_)
    _add_listening(run_)
    run_.set_defaults(action="run")


def run(arguments: argparse.Namespace) -> int:
    """Do what the command line says; return the exit code."""
    return _ACTIONS[arguments.action](arguments)


def _add_location(parser: argparse.ArgumentParser) -> None:
    # Suppressed defaults: a word given before the action is not overwritten by the
    # action's own parser.
    parser.add_argument(
        "--database",
        metavar="URL",
        default=argparse.SUPPRESS,
        help="sqlite:////folder/central.db or postgresql+psycopg://…",
    )
    parser.add_argument(
        "--home",
        metavar="DIR",
        type=Path,
        default=argparse.SUPPRESS,
        help="folder of the central's key (default: that of the database)",
    )


def _add_listening(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--listen",
        metavar="HOST:PORT",
        default=argparse.SUPPRESS,
        help=f"port 0 takes a free one (default: {_DEFAULT_LISTEN})",
    )
    parser.add_argument(
        "--certificate",
        metavar="FILE",
        type=Path,
        default=argparse.SUPPRESS,
        help="certificate chain, PEM; needed for any address but loopback",
    )
    parser.add_argument(
        "--certificate-key",
        metavar="FILE",
        type=Path,
        default=argparse.SUPPRESS,
        help="its private key, PEM",
    )
    parser.add_argument(
        "--processes",
        metavar="N",
        type=int,
        default=argparse.SUPPRESS,
        help="server processes on this address and database (default: 1)",
    )


def _init(arguments: argparse.Namespace) -> int:
    from sync.central import installation
    from sync.central.clock import now_ms

    location = _location(arguments)
    installed = installation.install(location, arguments.tenant, now_ms)
    report = {
        "administrator_token": installed.administrator_token,
        "central_public_key": installed.signer.public_key.hex(),
        "database": location.database_url,
        "home": str(location.home),
        "incarnation": installed.center.incarnation,
        "tenant": installed.center.tenant,
    }
    text = (
        f"central made for {installed.center.tenant} in {location.home}\n"
        f"administrator token (shown only now): {installed.administrator_token}"
    )
    print(json.dumps(report) if arguments.json else text)
    return 0


def _code(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central import enrolment, installation
    from sync.central.clock import now_ms
    from sync.central.database import Database

    engine, _center, _signer = installation.open_installed(_location(arguments))
    database = Database(engine)
    try:
        issued = database.write(
            lambda connection: enrolment.issue_code(
                connection,
                store=arguments.store,
                workstation_id=arguments.workstation,
                name=arguments.name,
                now_ms=now_ms(),
                valid_ms=arguments.valid_hours * _MS_PER_HOUR,
            )
        )
    finally:
        database.close()
    text = (
        f"enrolment code for workstation {issued.workstation} of store"
        f" {issued.store}, works once within {arguments.valid_hours} hours:"
        f" {issued.code}"
    )
    print(msgspec.json.encode(issued).decode() if arguments.json else text)
    return 0


def _store(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central import installation, stores
    from sync.central.clock import now_ms
    from sync.central.database import Database
    from sync.central.errors import CentralError

    try:
        terms = convert(
            {
                "store": arguments.store,
                "currency": arguments.currency,
                "tax_mode": arguments.tax_mode,
            },
            stores.StoreTerms,
        )
    except msgspec.ValidationError as error:
        raise CentralError(f"{error}; nothing was changed") from error
    engine, _center, _signer = installation.open_installed(_location(arguments))
    database = Database(engine)
    try:
        reply = database.write(
            lambda connection: stores.put_terms(connection, terms, now_ms())
        )
    finally:
        database.close()
    whom = f"the store {reply.store}" if reply.store else "every other store"
    text = f"{whom} sells in {terms.currency}, taxes {terms.tax_mode}: {reply.result}"
    print(msgspec.json.encode(reply).decode() if arguments.json else text)
    return 0


def _restored(arguments: argparse.Namespace) -> int:
    from sync.central import installation
    from sync.central.database import Database

    engine, _center, _signer = installation.open_installed(_location(arguments))
    database = Database(engine)
    try:
        incarnation = database.write(installation.renew_incarnation)
    finally:
        database.close()
    print(
        f"new incarnation {incarnation}: every till takes its reference data anew"
        " and sends what this database lacks; start the central again if it runs"
    )
    return 0


def _over_returns(arguments: argparse.Namespace) -> int:
    import msgspec

    from sync.central import installation, over_returns
    from sync.central.database import Database
    from terminal.domain.quantity import format_quantity

    engine, _center, _signer = installation.open_installed(_location(arguments))
    database = Database(engine)
    try:
        listed = database.read(
            lambda connection: over_returns.list_over_returns(
                connection, store=arguments.store
            )
        )
    finally:
        database.close()
    if arguments.json:
        print(msgspec.json.encode(listed).decode())
        return 0
    for each in listed.over_returns:
        print(
            f"{each.business_day} {each.workstation} of {each.store}: transaction"
            f" {each.event_id} brought line {each.line_sequence} of"
            f" {each.original_event_id} to {format_quantity(each.returned_micro)}"
            f" returned of {format_quantity(each.sold_micro)} sold"
        )
    print(f"{len(listed.over_returns)} over-returns")
    return 0


def _openapi(_arguments: argparse.Namespace) -> int:
    from sync.central.app import ROUTES
    from sync.central.openapi import render

    print(render(ROUTES), end="")
    return 0


def _books(arguments: argparse.Namespace) -> int:
    from sync.central.commands import _books as books

    return books.run(arguments, _location(arguments))


def _run(arguments: argparse.Namespace) -> int:
    from sync.central import server
    from sync.central.errors import CentralError

    try:
        address = server.parse_address(getattr(arguments, "listen", _DEFAULT_LISTEN))
    except ValueError as error:
        raise CentralError(str(error)) from error
    location, certificate = _location(arguments), _certificate(arguments)
    count: int = getattr(arguments, "processes", 1)
    if count == 1:
        server.serve(location, address, certificate)
    else:
        from sync.central import server_group

        server_group.serve_together(location, address, certificate, count)
    return 0


def _location(arguments: argparse.Namespace) -> Location:
    from sync.central.installation import locate

    return locate(
        getattr(arguments, "database", None), getattr(arguments, "home", None)
    )


def _certificate(arguments: argparse.Namespace) -> Certificate | None:
    from sync.central.errors import CentralError
    from sync.central.server import Certificate

    chain: Path | None = getattr(arguments, "certificate", None)
    key: Path | None = getattr(arguments, "certificate_key", None)
    if chain is None and key is None:
        return None
    if chain is None or key is None:
        raise CentralError("--certificate and --certificate-key belong together")
    return Certificate(chain, key)


_ACTIONS: Final[dict[str, Callable[[argparse.Namespace], int]]] = {
    "init": _init,
    "code": _code,
    "store": _store,
    "restored": _restored,
    "over-returns": _over_returns,
    **_care.ACTIONS,
    **_check.ACTIONS,
    "openapi": _openapi,
    **dict.fromkeys(_books_words.ACTIONS, _books),
    "run": _run,
}
