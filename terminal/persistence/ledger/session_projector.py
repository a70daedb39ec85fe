"""The rows that follow from people at the till: sessions and refused sign-ons.

Part of the `Projector`: the same rules hold.
"""

from typing import Final

from sync.protocol.envelope import Header
from sync.protocol.events.access_approved_v1 import AccessApproved
from sync.protocol.events.operator_sign_on_failed_v1 import OperatorSignOnFailed
from sync.protocol.events.operator_signed_off_v1 import OperatorSignedOff
from sync.protocol.events.operator_signed_on_v1 import OperatorSignedOn
from terminal.persistence.dbapi import Connection

SESSION_TABLES: Final = ("session", "sign_on_failure")
"""The projections that are written here."""

_PERMISSION_SEPARATOR: Final = " "


def split_permissions(text: str) -> frozenset[str]:
    """Return the permissions of a session as the projection keeps them."""
    return frozenset(text.split(_PERMISSION_SEPARATOR) if text else ())


class SessionProjector:
    """Writes sessions and refused sign-ons, on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._execute = connection.execute

    def signed_on(self, event_no: int, _header: Header, body: OperatorSignedOn) -> None:
        """Store the session and forget the wrong PINs before it."""
        self._execute(
            "INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
            (
                event_no,
                body.session_id,
                body.operator_id,
                body.name,
                body.role,
                _PERMISSION_SEPARATOR.join(body.permissions),
                body.language,
                body.at_ms,
            ),
        )
        self._execute(
            "DELETE FROM sign_on_failure WHERE operator_id = ?", (body.operator_id,)
        )

    def signed_off(
        self, _event_no: int, _header: Header, body: OperatorSignedOff
    ) -> None:
        """Close the session."""
        self._execute(
            "UPDATE session SET closed_at_ms = ?"
            " WHERE session_id = ? AND closed_at_ms IS NULL",
            (body.at_ms, body.session_id),
        )

    def sign_on_failed(
        self, _event_no: int, header: Header, body: OperatorSignOnFailed
    ) -> None:
        """Remember how often the PIN was wrong, and when last."""
        self._execute(
            "INSERT OR REPLACE INTO sign_on_failure VALUES (?, ?, ?, ?, ?)",
            (
                body.operator_id,
                body.failures,
                body.at_ms,
                header.t_mono,
                header.boot_id,
            ),
        )

    def access_approved(
        self, _event_no: int, _header: Header, body: AccessApproved
    ) -> None:
        """Forget the approver's wrong PINs."""
        # A right PIN forgives the wrong ones before it, as at sign-on.
        self._execute(
            "DELETE FROM sign_on_failure WHERE operator_id = ?", (body.approver_id,)
        )
