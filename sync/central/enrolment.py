"""Lets a workstation in, once, by a code that a person carries to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import Connection, Row, insert, select, update

from sync.central import secrets
from sync.central.errors import RefusedError
from sync.central.schema import enrolment_code, workstation, workstation_key
from sync.protocol.messages import Enrol

CODE_VALID_MS: Final = 24 * 60 * 60 * 1000


class IssuedCode(Struct, frozen=True, kw_only=True):
    """A code to type at a workstation; only its hash is kept."""

    code: str
    store: str
    workstation: str
    expires_at_ms: int


class Enrolled(Struct, frozen=True, kw_only=True):
    """Who a workstation is."""

    store: str
    workstation: str
    name: str


def issue_code(
    connection: Connection,
    *,
    store: str,
    workstation_id: str,
    name: str | None,
    now_ms: int,
    valid_ms: int = CODE_VALID_MS,
) -> IssuedCode:
    """Make a code with which *workstation_id* of *store* can enrol until it expires.

    A workstation that is enrolled already may be given another: its computer was
    replaced.

    Raises:
        RefusedError: The workstation belongs to another store.
    """
    _require_store(connection, workstation_id, store)
    code = secrets.new_code()
    connection.execute(
        insert(enrolment_code).values(
            code_hash=secrets.hash_code(code),
            store=store,
            workstation=workstation_id,
            name=name or workstation_id,
            created_at_ms=now_ms,
            expires_at_ms=now_ms + valid_ms,
            used_at_ms=None,
        )
    )
    return IssuedCode(
        code=code,
        store=store,
        workstation=workstation_id,
        expires_at_ms=now_ms + valid_ms,
    )


def enrol(connection: Connection, request: Enrol, now_ms: int) -> Enrolled:
    """Trade a code for an identity and remember the workstation's key.

    The same code with the same key is answered again: the first answer may have been
    lost on the way.

    Raises:
        RefusedError: The code is unknown, used by another or out of date.
    """
    code_hash = secrets.hash_code(request.code)
    row = connection.execute(
        select(enrolment_code).where(enrolment_code.c.code_hash == code_hash)
    ).one_or_none()
    if row is None:
        raise _refused("code_unknown", "this enrolment code is unknown; check it")
    if row.used_at_ms is not None:
        if _active_key(connection, row.workstation) != request.public_key:
            message = "this enrolment code was used already; ask for a new one"
            raise _refused("code_used", message)
        return _enrolled(row)
    if now_ms >= row.expires_at_ms:
        message = "this enrolment code is out of date; ask for a new one"
        raise _refused("code_expired", message)
    _require_store(connection, row.workstation, row.store)
    connection.execute(
        update(enrolment_code)
        .where(enrolment_code.c.code_hash == code_hash)
        .values(used_at_ms=now_ms)
    )
    _register(connection, _enrolled(row), request.public_key, now_ms)
    return _enrolled(row)


def _register(
    connection: Connection, enrolled: Enrolled, public_key: bytes, now_ms: int
) -> None:
    known = connection.execute(
        update(workstation)
        .where(workstation.c.workstation == enrolled.workstation)
        .values(name=enrolled.name, enrolled_at_ms=now_ms)
    )
    if known.rowcount == 0:
        connection.execute(
            insert(workstation).values(
                workstation=enrolled.workstation,
                store=enrolled.store,
                name=enrolled.name,
                is_suspended=False,
                enrolled_at_ms=now_ms,
            )
        )
    keys = workstation_key.c
    connection.execute(
        update(workstation_key)
        .where(keys.workstation == enrolled.workstation)
        .values(is_active=False)
    )
    again = connection.execute(
        update(workstation_key)
        .where(keys.workstation == enrolled.workstation, keys.public_key == public_key)
        .values(is_active=True)
    )
    if again.rowcount == 0:
        connection.execute(
            insert(workstation_key).values(
                workstation=enrolled.workstation,
                public_key=public_key,
                is_active=True,
                added_at_ms=now_ms,
            )
        )


def _require_store(connection: Connection, workstation_id: str, store: str) -> None:
    known = connection.execute(
        select(workstation.c.store).where(workstation.c.workstation == workstation_id)
    ).scalar_one_or_none()
    if known is not None and known != store:
        message = f"workstation {workstation_id} belongs to store {known}"
        raise RefusedError(HTTPStatus.CONFLICT, "other_store", message)


def _active_key(connection: Connection, workstation_id: str) -> bytes | None:
    keys = workstation_key.c
    return connection.execute(
        select(keys.public_key).where(
            keys.workstation == workstation_id, keys.is_active.is_(True)
        )
    ).scalar_one_or_none()


def _enrolled(row: Row[Any]) -> Enrolled:
    return Enrolled(store=row.store, workstation=row.workstation, name=row.name)


def _refused(code: str, message: str) -> RefusedError:
    return RefusedError(HTTPStatus.FORBIDDEN, code, message)
