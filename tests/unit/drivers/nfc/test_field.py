"""How readers fail in the reader process."""

from __future__ import annotations

from drivers.nfc.card_errors import CardError
from drivers.nfc.field import ReaderGoneError, ReaderOpenError


def test_a_failing_reader_is_never_taken_for_a_failing_card() -> None:
    assert not issubclass(ReaderGoneError, CardError)
    error = ReaderOpenError("busy", "another program has it")
    assert (error.reason, error.detail) == ("busy", "another program has it")
