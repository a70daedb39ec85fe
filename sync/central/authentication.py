"""Who is asking: a workstation by its signature, an administrator by a token."""

from __future__ import annotations

import hmac
from collections import deque
from collections.abc import Callable, Mapping
from http import HTTPStatus
from threading import Lock
from typing import Final

from msgspec import Struct
from sqlalchemy import Connection, bindparam, exists, select

from sync.central.errors import RefusedError
from sync.central.schema import (
    clone_alarm,
    stream_heir,
    workstation,
    workstation_key,
)
from sync.central.secrets import hash_token
from sync.protocol.errors import RequestSignatureError
from sync.protocol.request_signing import (
    TIME_WINDOW_MS,
    RequestClaim,
    SignedParts,
    read_claim,
    verify_request,
)

SUSPENDED: Final = (
    "two devices speak with this till's key; both keep selling and keep their"
    " queues: enrol each of them again with a code of its own"
)
"""What both devices are told."""

_BEARER: Final = "Bearer "

# Every request asks both: they are put together once.
_FIND: Final = (
    select(
        workstation.c.store,
        workstation.c.is_suspended,
        workstation_key.c.public_key,
        exists().where(stream_heir.c.heir == bindparam("who")).label("is_heir"),
    )
    .join(workstation_key, workstation_key.c.workstation == workstation.c.workstation)
    .where(workstation.c.workstation == bindparam("who"))
    .order_by(workstation_key.c.is_active.desc(), workstation_key.c.added_at_ms.desc())
)
_FIND_ALARM: Final = select(clone_alarm.c.detected_at_ms).where(
    clone_alarm.c.workstation == bindparam("who"),
    clone_alarm.c.public_key == bindparam("key"),
)


class Inherited(Struct, frozen=True, kw_only=True):
    """An epoch of another workstation that this one may send events of.

    Attributes:
        workstation: Whose epoch it is.
        public_keys: The keys that its events may be signed with.
    """

    workstation: str
    epoch: str
    public_keys: tuple[bytes, ...]


class Workstation(Struct, frozen=True, kw_only=True):
    """A workstation that proved who it is.

    Attributes:
        workstation: Its id.
        store: Where it stands.
        public_keys: Every key its events may be signed with, the active one first.
        inherited: What its device brought along from other workstations.
    """

    workstation: str
    store: str
    public_keys: tuple[bytes, ...]
    inherited: tuple[Inherited, ...] = ()

    def owner_of(self, epoch: str) -> str:
        """Return in whose books *epoch* of this device stands."""
        return next(
            (each.workstation for each in self.inherited if each.epoch == epoch),
            self.workstation,
        )


class NonceMemory:
    """Remembers the nonces of the time window; usable from any thread.

    It is lost with the process, and that does no harm: each signed request may be
    repeated without effect, a replayed one included.
    """

    def __init__(self) -> None:
        """Begin with no nonce seen."""
        self._lock = Lock()
        self._seen: set[tuple[str, str]] = set()
        self._order: deque[tuple[int, tuple[str, str]]] = deque()

    def remember(self, workstation_id: str, nonce: str, now_ms: int) -> bool:
        """Return whether *nonce* is new, and keep it for as long as it matters."""
        key = (workstation_id, nonce)
        with self._lock:
            # A request may be a window early and is then valid for two windows.
            while self._order and self._order[0][0] < now_ms - 2 * TIME_WINDOW_MS:
                self._seen.discard(self._order.popleft()[1])
            if key in self._seen:
                return False
            self._seen.add(key)
            self._order.append((now_ms, key))
            return True

    def knows(self, workstation_id: str, nonce: str) -> bool:
        """Tell whether *nonce* is remembered."""
        with self._lock:
            return (workstation_id, nonce) in self._seen


class Authenticator:
    """Checks requests; usable from any thread."""

    def __init__(
        self, administrator_token_hash: str, admit: Callable[[str], None] | None = None
    ) -> None:
        """Take what is stored of the administrator token.

        Args:
            administrator_token_hash: See `secrets.hash_token`.
            admit: Refuses, by its error, a workstation that asks too often.
        """
        self._administrator_token_hash = administrator_token_hash
        self._admit = admit or (lambda _workstation: None)
        self._nonces = NonceMemory()

    def require_administrator(self, headers: Mapping[str, str]) -> None:
        """Let only the administrator pass.

        Raises:
            RefusedError: 401, no token or another one.
        """
        given = headers.get("Authorization", "")
        token_hash = hash_token(given.removeprefix(_BEARER))
        same = hmac.compare_digest(token_hash, self._administrator_token_hash)
        if not given.startswith(_BEARER) or not same:
            message = "this needs the administrator token that `central init` printed"
            raise _unauthorized("administrator_token", message)

    def require_workstation(
        self,
        connection: Connection,
        headers: Mapping[str, str],
        parts: SignedParts,
        now_ms: int,
    ) -> Workstation:
        """Return the workstation that signed this request.

        Raises:
            RefusedError: 401 with `unsigned`, `unknown_workstation`, `signature`,
                `clock` or `nonce`; 403 with `revoked`; what `admit` raises.
        """
        try:
            claim = read_claim(headers)
        except RequestSignatureError as error:
            raise _unauthorized("unsigned", str(error)) from error
        found = find_workstation(connection, claim.workstation)
        try:
            verify_request(claim, found.public_keys[0], parts)
        except RequestSignatureError as error:
            _require_no_clone(connection, found, claim, parts)
            raise _unauthorized("signature", str(error)) from error
        _require_no_alarm(connection, found.workstation, found.public_keys[0])
        self._require_now(claim, now_ms)
        return found

    def _require_now(self, claim: RequestClaim, now_ms: int) -> None:
        # After the signature: only the till itself learns that its clock is wrong.
        if abs(claim.time_ms - now_ms) > TIME_WINDOW_MS:
            off_s = (claim.time_ms - now_ms) // 1000
            message = (
                f"the clock of this till is {abs(off_s)} seconds"
                f" {'ahead' if off_s > 0 else 'behind'}; nothing was lost"
            )
            raise _unauthorized("clock", message)
        # A request that comes again takes no room from its till, and one that is
        # turned away none of the memory: a till gone wild would fill it.
        is_new = not self._nonces.knows(claim.workstation, claim.nonce)
        if is_new:
            self._admit(claim.workstation)
            is_new = self._nonces.remember(claim.workstation, claim.nonce, now_ms)
        if not is_new:
            raise _unauthorized("nonce", "this request was received already")


def find_workstation(connection: Connection, workstation_id: str) -> Workstation:
    """Return a workstation that may speak here.

    Raises:
        RefusedError: 401 `unknown_workstation`, 403 `revoked`.
    """
    rows = connection.execute(_FIND, {"who": workstation_id}).all()
    if not rows:
        message = "this workstation is not enrolled here"
        raise _unauthorized("unknown_workstation", message)
    if rows[0].is_suspended:
        message = "this workstation was suspended; it keeps selling and its queue"
        raise RefusedError(HTTPStatus.FORBIDDEN, "revoked", message)
    own_keys = tuple(row.public_key for row in rows)
    return Workstation(
        workstation=workstation_id,
        store=rows[0].store,
        public_keys=own_keys,
        inherited=(
            _inherited_by(connection, workstation_id, own_keys)
            if rows[0].is_heir
            else ()
        ),
    )


def _inherited_by(
    connection: Connection, heir: str, own_keys: tuple[bytes, ...]
) -> tuple[Inherited, ...]:
    """Return what *heir* may send of others: signed by them, or begun by itself."""
    rows = connection.execute(
        select(
            stream_heir.c.workstation, stream_heir.c.epoch, stream_heir.c.is_continued
        ).where(stream_heir.c.heir == heir)
    ).all()
    keys: dict[str, tuple[bytes, ...]] = {}
    for owner in {row.workstation for row in rows}:
        of_owner = workstation_key.c.workstation == owner
        keys[owner] = tuple(
            connection.scalars(select(workstation_key.c.public_key).where(of_owner))
        )
    return tuple(
        Inherited(
            workstation=row.workstation,
            epoch=row.epoch,
            public_keys=own_keys if row.is_continued else keys[row.workstation],
        )
        for row in rows
    )


def _require_no_clone(
    connection: Connection,
    found: Workstation,
    claim: RequestClaim,
    parts: SignedParts,
) -> None:
    """Tell the device that still has an alarmed key why it is not let in."""
    for key in found.public_keys[1:]:
        try:
            verify_request(claim, key, parts)
        except RequestSignatureError:
            continue
        _require_no_alarm(connection, found.workstation, key)


def _require_no_alarm(
    connection: Connection, workstation_id: str, public_key: bytes
) -> None:
    alarm = connection.execute(
        _FIND_ALARM, {"who": workstation_id, "key": public_key}
    ).first()
    if alarm is not None:
        raise RefusedError(HTTPStatus.FORBIDDEN, "suspended", SUSPENDED)


def _unauthorized(code: str, message: str) -> RefusedError:
    return RefusedError(HTTPStatus.UNAUTHORIZED, code, message)
