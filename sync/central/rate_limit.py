"""Keeps one till that has gone wild from taking the central away from the others."""

from __future__ import annotations

import math
from http import HTTPStatus
from threading import Lock
from typing import Final

from msgspec import Struct

from sync.central.clock import Monotonic
from sync.central.errors import RefusedError

REQUESTS_PER_S: Final = 50.0
BURST: Final = 2_000.0
"""A till that sends a long backlog over a fast line never comes near it."""

_KEPT_MAX: Final = 10_000


class _Bucket(Struct):
    """How many requests one till may send at once, as of a moment."""

    tokens: float
    at_s: float


class RateLimit:
    """Counts the requests of each till; usable from any thread.

    A token bucket: each request takes a token, and tokens come back with time. Only
    requests that are signed count, so that nobody can use up what is another's.
    """

    def __init__(
        self,
        monotonic: Monotonic,
        *,
        per_s: float = REQUESTS_PER_S,
        burst: float = BURST,
    ) -> None:
        """Give every till *burst* requests at once and *per_s* in the long run."""
        assert per_s > 0
        assert burst >= 1
        self._monotonic = monotonic
        self._per_s = per_s
        self._burst = burst
        self._buckets: dict[str, _Bucket] = {}
        self._lock = Lock()

    def take(self, workstation: str) -> None:
        """Count one request.

        Raises:
            RefusedError: 429 `rate`: too many; the till waits and sends it again.
        """
        now_s = self._monotonic()
        with self._lock:
            bucket = self._buckets.get(workstation)
            if bucket is None:
                self._forget_full(now_s)
                bucket = self._buckets[workstation] = _Bucket(self._burst, now_s)
            bucket.tokens = self._tokens(bucket, now_s)
            bucket.at_s = now_s
            missing = 1 - bucket.tokens
            if missing <= 0:
                bucket.tokens -= 1
                return
        wait_s = max(1, math.ceil(missing / self._per_s))
        message = "this till sends too many requests; it keeps everything and waits"
        raise RefusedError(
            HTTPStatus.TOO_MANY_REQUESTS, "rate", message, retry_after_s=wait_s
        )

    def _tokens(self, bucket: _Bucket, now_s: float) -> float:
        gained = (now_s - bucket.at_s) * self._per_s
        return min(self._burst, bucket.tokens + gained)

    def _forget_full(self, now_s: float) -> None:
        # A bucket that is full again says nothing that a new one would not.
        if len(self._buckets) >= _KEPT_MAX:
            self._buckets = {
                name: bucket
                for name, bucket in self._buckets.items()
                if self._tokens(bucket, now_s) < self._burst
            }
