"""Why a request did not do its work, and what that means for the next one.

Every refusal of the center maps to one cause here, and no cause means "drop this
sale": the protocol knows no such answer.
"""

from __future__ import annotations

import enum
from typing import Final


class Cause(enum.StrEnum):
    """Why a request failed; the value is the `state` that `sync status` reports."""

    SERVER_UNREACHABLE = "server_unreachable"
    NETWORK_DOWN = "network_down"
    NAME_UNKNOWN = "name_unknown"
    CERTIFICATE = "certificate"
    CLOCK = "clock"
    REFUSED = "refused"
    REVOKED = "revoked"
    SUSPENDED = "suspended"
    UPGRADE_REQUIRED = "upgrade_required"
    BUSY = "busy"
    NOT_OUR_SERVER = "not_our_server"
    TIMED_OUT = "timed_out"
    TOO_LARGE = "too_large"
    GAP = "gap"
    FORK = "fork"
    CHAIN = "chain"
    SERVER_FAULT = "server_fault"
    FEED_REFUSED = "feed_refused"
    LOCAL = "local"


PATIENT_CAUSES: Final = frozenset(
    {
        Cause.REFUSED,
        Cause.REVOKED,
        Cause.SUSPENDED,
        Cause.UPGRADE_REQUIRED,
        Cause.CHAIN,
        Cause.FORK,
        Cause.FEED_REFUSED,
    }
)
"""Causes that only a person removes: asking again soon would only add load."""

UNREACHED_CAUSES: Final = frozenset(
    {
        Cause.SERVER_UNREACHABLE,
        Cause.NETWORK_DOWN,
        Cause.NAME_UNKNOWN,
        Cause.CERTIFICATE,
        Cause.NOT_OUR_SERVER,
        Cause.TIMED_OUT,
    }
)
"""Causes in which our center never spoke."""

_BY_STATUS: Final = {
    401: Cause.REFUSED,
    403: Cause.REVOKED,
    408: Cause.TIMED_OUT,
    413: Cause.TOO_LARGE,
    426: Cause.UPGRADE_REQUIRED,
    429: Cause.BUSY,
    503: Cause.BUSY,
}

_BY_CODE: Final = {
    "clock": Cause.CLOCK,
    "revoked": Cause.REVOKED,
    "suspended": Cause.SUSPENDED,
}

_CONFLICTS: Final = {
    "gap": Cause.GAP,
    "fork": Cause.FORK,
    "chain": Cause.CHAIN,
}

_HTTP_CONFLICT: Final = 409
_HTTP_SERVER_FAULT: Final = 500


def cause_of_answer(status: int, code: str | None) -> Cause:
    """Return the cause behind an answer of our center other than 200.

    Args:
        status: The HTTP status.
        code: The center's own word for it, from the body; None when it gave none.
    """
    if code in _BY_CODE:
        return _BY_CODE[code]
    if status == _HTTP_CONFLICT:
        return _CONFLICTS.get(code or "", Cause.CHAIN)
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if status >= _HTTP_SERVER_FAULT:
        return Cause.SERVER_FAULT
    return Cause.REFUSED
