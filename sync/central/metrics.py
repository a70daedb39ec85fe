"""What a monitoring program reads, in the text form of Prometheus.

Each process of the server counts for itself; what comes from the database is the same
in all of them. No label takes its value from what a client sends.
"""

from __future__ import annotations

import platform
from collections.abc import Iterable
from typing import Final

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from sync.central.attendance import Attendance
from sync.central.figures import Figures
from sync.central.push_queue import PushQueue
from sync.protocol.messages import EventVerdict
from terminal import __version__

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST

UNKNOWN_ROUTE: Final = "unknown"
OTHER_METHOD: Final = "other"

_METHODS: Final = frozenset(
    {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}
)
_SECONDS: Final = (
    0.001,
    0.0025,
    0.005,
    0.01,
    0.025,
    0.05,
    0.1,
    0.25,
    0.5,
    1,
    2.5,
    5,
    10,
)
_PREFIX: Final = "evertill_central"
_MS_PER_S: Final = 1_000


class Metrics:
    """The counts of one process; usable from any thread."""

    def __init__(self, database_kind: str) -> None:
        """Begin at zero; *database_kind* is the name of the database's dialect."""
        registry = self._registry = CollectorRegistry()

        def gauge(name: str, text: str, *labels: str) -> Gauge:
            return Gauge(f"{_PREFIX}_{name}", text, labels, registry=registry)

        self._requests = Counter(
            f"{_PREFIX}_requests",
            "Requests answered.",
            ("route", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            f"{_PREFIX}_request_seconds",
            "Time from the first byte of a request to the head of its answer.",
            ("route",),
            buckets=_SECONDS,
            registry=registry,
        )
        self._refusals = Counter(
            f"{_PREFIX}_refusals",
            "Answers but 200, by their code.",
            ("code",),
            registry=registry,
        )
        self._events = Counter(
            f"{_PREFIX}_events",
            "Events answered with 200, by verdict.",
            ("verdict",),
            registry=registry,
        )
        for verdict in ("applied", "duplicate", "quarantined"):
            self._events.labels(verdict)
        self._pushes_waiting = gauge("pushes_waiting", "Pushes that wait now.")
        self._push_wait = gauge(
            "push_wait_seconds", "How long a push that came now would wait."
        )
        self._pushes_refused = gauge(
            "pushes_refused", "Pushes sent away as busy since the start."
        )
        self._told = gauge("told_backlog_events", "Events that tills said they hold.")
        self._speed = gauge(
            "events_per_second", "Speed of storing, while there is work."
        )
        self._tills = gauge("tills", "Tills by state.", "state")
        self._lag = gauge(
            "projection_lag_events", "Numbers behind the last event.", "projection"
        )
        self._unprojected = gauge(
            "oldest_unprojected_seconds", "Age of the oldest unprojected event, or 0."
        )
        self._quarantined = gauge("quarantined_events", "Events in quarantine.")
        self._quarantine_age = gauge(
            "oldest_quarantine_seconds", "Age of the oldest of them, or 0."
        )
        self._parked = gauge("parked_events", "Events that wait for another one.")
        self._feed_head = gauge("feed_head", "Last position of reference data.")
        gauge("build_info", "What runs here.", "version", "python", "database").labels(
            __version__, platform.python_version(), database_kind
        ).set(1)

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request.

        Args:
            route: The template of its address, or `UNKNOWN_ROUTE`.
            method: As it was sent; unknown ones are counted together.
            status: Of the answer.
            seconds: Until the answer began.
        """
        known = method if method in _METHODS else OTHER_METHOD
        self._requests.labels(route, known, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def refused(self, code: str) -> None:
        """Count one refusal; *code* is one of the program's own words."""
        self._refusals.labels(code).inc()

    def pushed(self, verdicts: Iterable[EventVerdict]) -> None:
        """Count the events of one push."""
        for verdict in verdicts:
            self._events.labels(verdict.verdict).inc()

    def observe(self, pushes: PushQueue, attendance: Attendance) -> None:
        """Take over what this process knows; to be called on the event loop."""
        self._pushes_waiting.set(pushes.waiting)
        self._push_wait.set(pushes.expected_wait_s)
        self._pushes_refused.set(pushes.refused)
        self._told.set(pushes.backlog)
        self._speed.set(pushes.events_per_s)
        self._tills.labels("seen_lately").set(attendance.count())

    def render(self, figures: Figures, now_ms: int) -> bytes:
        """Return everything as text."""
        self._tills.labels("enrolled").set(figures.enrolled)
        self._tills.labels("suspended").set(figures.suspended)
        for name in figures.projected:
            self._lag.labels(name).set(figures.lag(name))
        self._unprojected.set(_age_s(figures.oldest_unprojected_ms, now_ms))
        self._quarantined.set(figures.quarantined)
        self._quarantine_age.set(_age_s(figures.oldest_quarantine_ms, now_ms))
        self._parked.set(figures.parked)
        self._feed_head.set(figures.feed_head)
        return generate_latest(self._registry)


def _age_s(since_ms: int | None, now_ms: int) -> float:
    return 0.0 if since_ms is None else max(now_ms - since_ms, 0) / _MS_PER_S
