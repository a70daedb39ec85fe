"""`operator add/list/disable/set-pin`: who may sign on."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec

from structs.decoding import convert
from terminal.commands import _questions
from terminal.commands._center import add_center, call_center
from terminal.commands._options import add_home, add_json, home_path
from terminal.commands._output import emit
from terminal.domain.errors import DomainError

if TYPE_CHECKING:
    from terminal.application.ports.operators import OperatorRecord
    from terminal.persistence.replica.rows import OperatorData

HELP = "Add, list and disable operators; set a PIN."

_ROLES = ("cashier", "supervisor", "manager")


class UnknownOperatorError(DomainError):
    """There is no operator with this number."""

    code: ClassVar[str] = "unknown_operator"


class OperatorExistsError(DomainError):
    """An operator with this number is there already."""

    code: ClassVar[str] = "operator_exists"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the four actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    adding = actions.add_parser("add", help="add somebody who may sign on")
    adding.add_argument("operator_id", help="what is typed to sign on")
    adding.add_argument("--name", required=True)
    adding.add_argument("--role", choices=_ROLES, default="cashier")
    adding.add_argument(
        "--permission",
        action="append",
        default=[],
        metavar="NAME",
        help="granted besides those of the role; may be repeated",
    )
    adding.add_argument("--language", default=None)
    add_center(adding)
    listing = actions.add_parser("list", help="list them, disabled ones too")
    disabling = actions.add_parser("disable", help="let somebody sign on no more")
    disabling.add_argument("operator_id")
    setting = actions.add_parser("set-pin", help="give somebody another PIN")
    setting.add_argument("operator_id")
    for action in (adding, setting):
        action.add_argument(
            "--pin-file",
            metavar="FILE",
            help="read the PIN from FILE, - for standard input; else it is asked",
        )
    for action in (adding, listing, disabling, setting):
        add_home(action)
        add_json(action)


def run(arguments: argparse.Namespace) -> int:
    """Do the action and report the operator, or all of them."""
    match arguments.action:
        case "list":
            return _list(arguments)
        case "add" if arguments.central:
            return _add_at_center(arguments)
        case "add":
            return _add(arguments)
        case "disable":
            return _disable(arguments)
        case _:
            return _set_pin(arguments)


def _list(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.local_reference import reference_reader

    with reference_reader(home_path(arguments)) as reader:
        operators = reader.list_operators()
    report = {"operators": [_described(operator) for operator in operators]}
    lines = [
        f"{operator.operator_id:<8} {operator.role:<10} {operator.name}"
        + ("" if operator.is_active else " (disabled)")
        for operator in operators
    ]
    emit(report, arguments.json, "\n".join(lines) or "no operators")
    return 0


def _add(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.local_reference import local_writer
    from terminal.persistence.home import Home
    from terminal.persistence.replica.rows import OperatorData

    path = home_path(arguments)
    if _found(arguments) is not None:
        raise OperatorExistsError(
            f"operator {arguments.operator_id} is there already; nothing was changed."
            f" Use set-pin to give another PIN.",
            operator_id=arguments.operator_id,
        )
    language = arguments.language or Home.load(path).settings.store.language
    operator = OperatorData(
        operator_id=_checked_id(arguments.operator_id),
        name=arguments.name,
        role=arguments.role,
        permissions=_checked_permissions(arguments.permission),
        pin_hash=_hashed(_pin(arguments)),
        language=language,
    )
    with local_writer(path) as writer:
        writer.put_operator(operator)
    return _answer(arguments, operator, "added")


def _add_at_center(arguments: argparse.Namespace) -> int:
    body = {
        "operator_id": arguments.operator_id,
        "name": arguments.name,
        "role": arguments.role,
        "permissions": arguments.permission,
        "pin": _pin(arguments),
        "language": arguments.language or "en",
    }
    report = call_center(arguments, "/v1/operators", msgspec.json.encode(body))
    emit(report, arguments.json, f"added operator {arguments.operator_id}")
    return 0


def _disable(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.local_reference import local_writer

    operator = msgspec.structs.replace(_required(arguments), is_active=False)
    with local_writer(home_path(arguments)) as writer:
        writer.put_operator(operator)
    return _answer(arguments, operator, "disabled")


def _set_pin(arguments: argparse.Namespace) -> int:
    from terminal.bootstrap.local_reference import local_writer

    operator = _required(arguments)
    operator = msgspec.structs.replace(operator, pin_hash=_hashed(_pin(arguments)))
    with local_writer(home_path(arguments)) as writer:
        writer.put_operator(operator)
    return _answer(arguments, operator, "gave another PIN to")


def _answer(arguments: argparse.Namespace, operator: OperatorData, did: str) -> int:
    emit(
        {"operator": _described(operator)},
        arguments.json,
        f"{did} operator {operator.operator_id} ({operator.name})",
    )
    return 0


def _found(arguments: argparse.Namespace) -> OperatorRecord | None:
    from terminal.bootstrap.local_reference import reference_reader

    with reference_reader(home_path(arguments)) as reader:
        return reader.find(arguments.operator_id)


def _required(arguments: argparse.Namespace) -> OperatorData:
    from terminal.persistence.replica.rows import OperatorData

    record = _found(arguments)
    if record is None:
        raise UnknownOperatorError(
            f"there is no operator {arguments.operator_id}; nothing was changed",
            operator_id=arguments.operator_id,
        )
    fields = msgspec.structs.asdict(record)
    return OperatorData(**{**fields, "permissions": tuple(sorted(record.permissions))})


def _described(operator: OperatorData | OperatorRecord) -> dict[str, Any]:
    """Return everything of *operator* but the hash."""
    return {
        "operator_id": operator.operator_id,
        "name": operator.name,
        "role": operator.role,
        "permissions": sorted(operator.permissions),
        "is_active": operator.is_active,
        "language": operator.language,
    }


def _pin(arguments: argparse.Namespace) -> str:
    from terminal.domain.access.pin import require_good_pin

    if arguments.pin_file is None and sys.stdin.isatty():
        return _questions.new_pin()
    pin = _questions.first_line(arguments.pin_file or "-")
    require_good_pin(pin)
    return pin


def _hashed(pin: str) -> str:
    from terminal.persistence.keys.pin_hasher import Argon2PinHasher, calibrate

    return Argon2PinHasher(calibrate()).hash(pin)


def _checked_id(operator_id: str) -> str:
    from terminal.settings.schema import Identifier

    try:
        return convert(operator_id, Identifier)
    except msgspec.ValidationError as error:
        raise UnknownOperatorError(
            f"{operator_id!r} is no number of an operator: letters, digits, dot, dash"
            f" and underscore; nothing was changed",
            operator_id=operator_id,
        ) from error


def _checked_permissions(names: list[str]) -> tuple[str, ...]:
    from terminal.domain.access.permissions import PERMISSIONS

    for name in names:
        if name not in PERMISSIONS:
            raise DomainError(
                f"there is no permission {name!r}; nothing was changed. There are:"
                f" {', '.join(sorted(PERMISSIONS))}.",
                permission=name,
            )
    return tuple(sorted(set(names)))
