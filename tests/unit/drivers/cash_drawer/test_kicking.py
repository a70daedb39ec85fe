"""One kick, a second one only for a drawer that is known to have stayed closed."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from drivers.cash_drawer.kicking import KICKS_MAX, Kicker
from drivers.cash_drawer.port import KickOutcome


def _said(*values: bool | None) -> Callable[[], bool | None]:
    waiting = list(values)
    return lambda: waiting.pop(0) if len(waiting) > 1 else waiting[0]


@pytest.mark.parametrize(
    ("is_open", "outcome", "count"),
    [
        (None, KickOutcome.SENT, 1),
        (_said(None), KickOutcome.SENT, 1),
        (_said(True), KickOutcome.OPENED, 1),
        (_said(False, True), KickOutcome.OPENED, 1),
        (_said(False), KickOutcome.NOT_OPENED, KICKS_MAX),
        (_said(False, None), KickOutcome.SENT, 1),
    ],
    ids=["no sensor", "silent", "open", "late", "locked", "lost"],
)
def test_how_a_kick_ends(
    is_open: Callable[[], bool | None] | None, outcome: KickOutcome, count: int
) -> None:
    kicks: list[None] = []

    # A busy computer may be late; only who never opens is waited for.
    timeout_s = 0.06 if outcome is KickOutcome.NOT_OPENED else 5.0
    result = Kicker(0).kick(
        lambda: kicks.append(None), is_open, open_timeout_s=timeout_s
    )

    assert result.outcome is outcome
    assert len(kicks) == count
    assert bool(result.remedy) is (outcome is KickOutcome.NOT_OPENED)


def test_a_drawer_that_looked_open_before_cannot_be_seen_to_open() -> None:
    result = Kicker(0).kick(lambda: None, _said(True), was_open=True)

    assert result.outcome is KickOutcome.SENT
    assert result.remedy


def test_the_magnet_rests_between_two_kicks() -> None:
    kicker = Kicker(0.05)
    kicker.rest()
    kicker.kick(lambda: None, None)
    before = time.monotonic()

    kicker.rest()

    assert time.monotonic() - before >= 0.04


def test_what_the_line_raises_passes_through() -> None:
    def fail() -> None:
        raise OSError("the line broke")

    with pytest.raises(OSError, match="the line broke"):
        Kicker(0).kick(fail, None)
