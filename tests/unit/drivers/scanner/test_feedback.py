"""What goes back to a scanner."""

from __future__ import annotations

import pytest

from drivers.scanner.feedback import Feedback, FeedbackPreset, feedback_of


@pytest.mark.parametrize(
    ("preset", "accepted", "refused"),
    [
        (FeedbackPreset.NONE, b"", b""),
        (FeedbackPreset.BEL, b"\x07", b""),
        (FeedbackPreset.DATALOGIC, b"\x07", b"F"),
        (FeedbackPreset.CIPHERLAB, b"#@////\r", b""),
    ],
    ids=["none", "bel", "datalogic", "cipherlab"],
)
def test_known_makes_have_their_bytes(
    preset: FeedbackPreset, accepted: bytes, refused: bytes
) -> None:
    feedback = feedback_of(preset, accepted=None, refused=None)

    assert feedback.bytes_for(is_accepted=True) == accepted
    assert feedback.bytes_for(is_accepted=False) == refused
    assert feedback.is_wanted is bool(accepted)


def test_given_bytes_stand_in_for_those_of_the_make() -> None:
    feedback = feedback_of(FeedbackPreset.DATALOGIC, accepted=b"", refused=b"\x1b8")

    assert feedback == Feedback(b"", b"\x1b8")
    assert feedback.is_wanted
