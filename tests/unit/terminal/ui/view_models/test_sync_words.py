"""The window and the command say the same words."""

from __future__ import annotations

import pytest

from sync.engine.causes import Cause
from sync.engine.pull import DIGEST_INCIDENT
from terminal.replication.plain_words import (
    ONLINE,
    STAND_ALONE,
    STARTING,
    STOPPED,
    sentence,
)
from terminal.ui.support.translation import LANGUAGES, use_language
from terminal.ui.view_models.sync_words import cause_text, incident_text

_STATES = [*sorted(Cause), ONLINE, STARTING, STOPPED, STAND_ALONE, "from the future"]
pytestmark = pytest.mark.usefixtures("qapp")


@pytest.mark.parametrize("state", _STATES)
def test_the_english_sentence_is_that_of_the_command(state: str) -> None:
    use_language("en")

    assert cause_text(state, "x y") == sentence(state, "x y")


@pytest.mark.parametrize("language", sorted(set(LANGUAGES) - {"en"}))
def test_every_sentence_is_translated(language: str) -> None:
    use_language(language)
    try:
        told = {state: cause_text(state, "") for state in _STATES}
    finally:
        use_language("en")

    assert not [state for state in _STATES if told[state] == sentence(state)]


def test_an_incident_is_named_by_the_first_part_of_its_code() -> None:
    use_language("en")

    assert incident_text("quarantined:ab:7") == "Held by head office"
    assert incident_text(DIGEST_INCIDENT) == "Reference data differed from the center's"
    assert incident_text("new") == "Look at this"
