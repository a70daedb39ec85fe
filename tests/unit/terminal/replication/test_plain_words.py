"""Every cause has its sentence and its error."""

from __future__ import annotations

import pytest

from sync.engine.causes import Cause
from terminal.replication.errors import CenterUnreachableError, RefusedError, SyncError
from terminal.replication.plain_words import (
    ONLINE,
    STAND_ALONE,
    STARTING,
    STOPPED,
    error_of,
    sentence,
)


@pytest.mark.parametrize("state", [*Cause, ONLINE, STARTING, STOPPED, STAND_ALONE])
def test_every_state_has_a_sentence_of_its_own(state: str) -> None:
    text = sentence(state)

    assert text.endswith(".")
    assert "not clear" not in text


@pytest.mark.parametrize("cause", sorted(set(Cause) - {Cause.LOCAL, Cause.GAP}))
def test_what_stands_in_the_way_also_says_that_nothing_is_lost(cause: Cause) -> None:
    text = sentence(cause)

    assert "everything is kept" in text or "sells on" in text


def test_the_exact_detail_follows_in_brackets() -> None:
    assert sentence(ONLINE, "x y").endswith("(x y)")


@pytest.mark.parametrize("cause", list(Cause))
def test_every_cause_ends_a_command_with_an_error_of_this_package(cause: Cause) -> None:
    assert isinstance(error_of(cause, "d"), SyncError)


def test_errors_are_told_apart() -> None:
    assert isinstance(error_of(Cause.TIMED_OUT, ""), CenterUnreachableError)
    assert isinstance(error_of(Cause.GAP, ""), RefusedError)
