"""What the central server refuses, and why."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from sync.protocol.messages import ConflictCode

FEED_HELD_RETRY_S: Final = 2


class CentralError(Exception):
    """The central server cannot do this; the message says what to do."""


class NotInitializedError(CentralError):
    """There is no central database here yet."""


class AddressRefusedError(CentralError):
    """An address that may not be served without a certificate."""


class RefusedError(CentralError):
    """An answer other than 200.

    Attributes:
        status: HTTP status.
        code: Stable word for programs.
        retry_after_s: After how many seconds the same request may do better.
    """

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        message: str,
        *,
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.retry_after_s = retry_after_s


class PushConflictError(RefusedError):
    """A push that does not continue what is stored; nothing of it was stored.

    Attributes:
        epoch: Of the push.
        hw: What the central holds of that epoch.
        hw_hash: Hash of event `hw`, 64 hex digits; None at 0.
    """

    def __init__(
        self, code: ConflictCode, message: str, epoch: str, hw: int, hw_hash: str | None
    ) -> None:
        super().__init__(HTTPStatus.CONFLICT, code, message)
        self.epoch = epoch
        self.hw = hw
        self.hw_hash = hw_hash


class FeedHeldError(RefusedError):
    """An import is under way, of which no till may see a part; ask again soon."""

    def __init__(self) -> None:
        message = "reference data is being imported; it comes when the import is done"
        super().__init__(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "importing",
            message,
            retry_after_s=FEED_HELD_RETRY_S,
        )
