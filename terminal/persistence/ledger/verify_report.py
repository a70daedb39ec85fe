"""What `ledger verify` answers."""

from enum import StrEnum

import msgspec


class Outcome(StrEnum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class Check(msgspec.Struct, frozen=True):
    """One check.

    Attributes:
        name: Which one.
        outcome: How it ended.
        detail: One plain sentence, empty when there is nothing to say.
    """

    name: str
    outcome: Outcome
    detail: str = ""


class BadEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event that does not verify.

    Attributes:
        event_no: Its number in the file.
        epoch: Its epoch; empty when its header cannot be read.
        seq: Its number in the epoch.
        event_id: Its id, as far as it can be read.
        type: What it says it is, as far as it can be read.
        checks: The checks that failed, in the order they were made.
    """

    event_no: int
    epoch: str
    seq: int
    event_id: str | None
    type: str | None
    checks: tuple[str, ...]


class VerifyReport(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of `ledger verify`.

    Attributes:
        ok: Every check that was made passed.
        is_complete: Every check was made.
        checks: All checks, in the order they were made.
        first_bad_page: Where the damage begins, from 1.
        first_bad_event: Where the alteration begins.
        bad_events: How many events do not verify.
        events: Events that were walked.
        epochs: Epochs they lie in.
        transactions: Finished retail transactions among them.
        gross_minor: Their signed sum, tax included.
        head: ``epoch/seq`` of the last event.
        known_losses: What earlier restores are known to have lost.
        cannot_know: What no check of this kind can find, in plain sentences.
    """

    ok: bool
    is_complete: bool
    checks: tuple[Check, ...]
    first_bad_page: int | None
    first_bad_event: BadEvent | None
    bad_events: int
    events: int
    epochs: int
    transactions: int
    gross_minor: int
    head: str
    known_losses: tuple[str, ...]
    cannot_know: tuple[str, ...]
