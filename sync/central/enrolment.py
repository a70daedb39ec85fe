"""Lets a workstation in, once, by a code that a person carries to it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, Final

from msgspec import Struct, structs
from sqlalchemy import Connection, Row, insert, select, update

from sync.central import heirs, known, secrets
from sync.central.errors import RefusedError
from sync.central.projections import catch_up
from sync.central.schema import enrolment_code, workstation, workstation_key
from sync.protocol.messages import Enrol, Known
from sync.protocol.succession import vouching_key

CODE_VALID_MS: Final = 24 * 60 * 60 * 1000


class IssuedCode(Struct, frozen=True, kw_only=True):
    """A code to type at a workstation; only its hash is kept."""

    code: str
    store: str
    workstation: str
    expires_at_ms: int


class Enrolled(Struct, frozen=True, kw_only=True):
    """Who a workstation is.

    Attributes:
        known: What was known of it before it joined now.
    """

    store: str
    workstation: str
    name: str
    known: Known = Known()


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

    A device that brings a ledger along shows the word of its old key. Its unsent
    events are taken afterwards under the names that they bear.

    Raises:
        RefusedError: The code is unknown, used by another or out of date; the ledger
            that it brings along is not that of a workstation of this store.
    """
    row = _usable_code(connection, request, now_ms)
    if row.used_at_ms is not None:
        _take_ledger(connection, _enrolled(row), request, now_ms)
        return _with_known(connection, _enrolled(row))
    _require_store(connection, row.workstation, row.store)
    answer = _with_known(connection, _enrolled(row))
    connection.execute(
        update(enrolment_code)
        .where(enrolment_code.c.code_hash == row.code_hash)
        .values(used_at_ms=now_ms)
    )
    _register(connection, answer, request.public_key, now_ms)
    _take_ledger(connection, answer, request, now_ms)
    return answer


def require_code(connection: Connection, request: Enrol, now_ms: int) -> None:
    """Turn away who has no code that `enrol` would take; reads only.

    Raises:
        RefusedError: The code is unknown, used by another or out of date.
    """
    _usable_code(connection, request, now_ms)


def _usable_code(connection: Connection, request: Enrol, now_ms: int) -> Row[Any]:
    row = connection.execute(
        select(enrolment_code).where(
            enrolment_code.c.code_hash == secrets.hash_code(request.code)
        )
    ).one_or_none()
    if row is None:
        raise _refused("code_unknown", "this enrolment code is unknown; check it")
    if row.used_at_ms is not None:
        if _active_key(connection, row.workstation) != request.public_key:
            message = "this enrolment code was used already; ask for a new one"
            raise _refused("code_used", message)
    elif now_ms >= row.expires_at_ms:
        message = "this enrolment code is out of date; ask for a new one"
        raise _refused("code_expired", message)
    return row


def _with_known(connection: Connection, enrolled: Enrolled) -> Enrolled:
    catch_up(connection)
    found = known.what_is_known(connection, enrolled.workstation)
    return structs.replace(enrolled, known=found)


def _take_ledger(
    connection: Connection, enrolled: Enrolled, request: Enrol, now_ms: int
) -> None:
    """Let the device send what its ledger holds from before.

    Raises:
        RefusedError: 403 `succession`: an old key is not that workstation's, or does
            not vouch for the one after it.
    """
    said = request.succession
    if said is None:
        return
    key = request.public_key
    for word in (said, *reversed(request.earlier)):
        old_key = vouching_key(word, key)
        if old_key is None:
            raise _refused("succession", "the old key does not vouch for the new one")
        if word.workstation == enrolled.workstation:
            # Whoever has a code of this workstation may speak for it. The key is
            # unknown after a restore of this center from before that till had joined.
            _add_earlier_key(connection, word.workstation, old_key, now_ms)
        else:
            _require_owner(connection, enrolled, word.workstation, old_key)
        heirs.inherit(
            connection, enrolled.workstation, word.workstation, request.streams, now_ms
        )
        key = old_key


def _require_owner(
    connection: Connection, enrolled: Enrolled, owner: str, old_key: bytes
) -> None:
    keys = workstation_key.c
    store = connection.execute(
        select(workstation.c.store)
        .join(workstation_key, keys.workstation == workstation.c.workstation)
        .where(workstation.c.workstation == owner, keys.public_key == old_key)
    ).scalar_one_or_none()
    if store is None:
        message = f"the ledger of this till is not that of {owner} as known here"
        raise _refused("succession", message)
    if store != enrolled.store:
        message = (
            f"this till has sold in store {store}; a code of store {enrolled.store}"
            " is for a new till"
        )
        raise RefusedError(HTTPStatus.CONFLICT, "other_store", message)


def _add_earlier_key(
    connection: Connection, workstation_id: str, public_key: bytes, now_ms: int
) -> None:
    keys = workstation_key.c
    found = connection.execute(
        select(keys.is_active).where(
            keys.workstation == workstation_id, keys.public_key == public_key
        )
    ).first()
    if found is None:
        connection.execute(
            insert(workstation_key).values(
                workstation=workstation_id,
                public_key=public_key,
                is_active=False,
                added_at_ms=now_ms,
            )
        )


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
