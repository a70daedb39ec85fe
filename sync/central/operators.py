"""Operators of the tills, as the administrator gives them.

The PIN is hashed here and nowhere kept: a till gets the hash with the feed, so that
an operator can sign on while the network is down.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct
from sqlalchemy import Connection

from structs.decoding import decode_json
from sync.central import reference_data
from sync.central.errors import RefusedError
from sync.central.reference_data import Change
from sync.central.schema import ANY_STORE
from terminal.domain.access.permissions import PERMISSIONS, ROLES
from terminal.domain.access.pin import require_good_pin

KIND: Final = "operator"

Text = Annotated[
    str, Meta(min_length=1, max_length=128, pattern=r"\A[^\x00-\x1f\x7f]+\Z")
]

# 64 MiB and two passes take some 70 ms on the computer of a till.
_PIN_MEMORY_KIB: Final = 64 * 1024
_PIN_PASSES: Final = 2


class OperatorRequest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the administrator says of an operator.

    Attributes:
        operator_id: What is typed to sign on.
        name: Printed on receipts.
        role: `cashier`, `supervisor` or `manager`.
        permissions: Granted besides those of the role.
        pin: Six digits; None keeps the one there is.
        language: Of the screens.
        store: Where they work; None: everywhere.
        is_active: False: may no longer sign on.
    """

    operator_id: Text
    name: Text
    role: Text
    permissions: tuple[str, ...] = ()
    pin: str | None = None
    language: Text = "en"
    store: Text | None = None
    is_active: bool = True


class OperatorData(Struct, frozen=True, kw_only=True):
    """A row of the feed of kind `operator`."""

    operator_id: str
    name: str
    role: str
    permissions: tuple[str, ...]
    pin_hash: str
    is_active: bool
    language: str


class OperatorReply(Struct, frozen=True, kw_only=True):
    """What was done: `added`, `altered` or `unchanged`."""

    operator_id: str
    result: str


def check(request: OperatorRequest) -> None:
    """Refuse a role or a permission that no till knows.

    Raises:
        RefusedError: 400.
    """
    unknown = sorted(set(request.permissions) - PERMISSIONS)
    if request.role not in ROLES:
        unknown.append(request.role)
    if unknown:
        message = f"there is no role or permission {', '.join(unknown)}"
        raise RefusedError(HTTPStatus.BAD_REQUEST, "unknown_permission", message)


def hash_pin(pin: str) -> str:
    """Return the argon2id hash of *pin* with its parameters; takes some 70 ms.

    Raises:
        WeakPinError: The PIN is not six digits, or is one that anybody would try.
    """
    from argon2 import PasswordHasher

    require_good_pin(pin)
    hasher = PasswordHasher(
        time_cost=_PIN_PASSES, memory_cost=_PIN_MEMORY_KIB, parallelism=1
    )
    return hasher.hash(pin)


def put_operator(
    connection: Connection, request: OperatorRequest, pin_hash: str | None, now_ms: int
) -> OperatorReply:
    """Add or alter an operator.

    Args:
        connection: Inside a transaction that writes.
        request: Checked by `check`.
        pin_hash: Of a new PIN; None keeps the one there is.
        now_ms: When.

    Raises:
        RefusedError: 400, a new operator without a PIN.
    """
    store = request.store or ANY_STORE
    known = reference_data.find(connection, KIND, request.operator_id)
    if pin_hash is None:
        if not known:
            message = "a new operator needs a PIN of six digits"
            raise RefusedError(HTTPStatus.BAD_REQUEST, "pin_missing", message)
        before = decode_json(next(iter(known.values())), OperatorData)
        pin_hash = before.pin_hash
    data = OperatorData(
        operator_id=request.operator_id,
        name=request.name,
        role=request.role,
        permissions=tuple(sorted(set(request.permissions))),
        pin_hash=pin_hash,
        is_active=request.is_active,
        language=request.language,
    )
    text = msgspec.json.encode(data).decode()
    # An operator who moves leaves the tills of the old store first.
    leaves = [
        Change(kind=KIND, key=request.operator_id, data=None, store=each)
        for each in known
        if each != store
    ]
    wanted = Change(kind=KIND, key=request.operator_id, data=text, store=store)
    changed = reference_data.put(connection, [*leaves, wanted], now_ms)
    result = "altered" if changed.altered else "unchanged"
    if changed.added and not known:
        result = "added"
    return OperatorReply(operator_id=request.operator_id, result=result)
