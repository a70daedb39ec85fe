"""The values the machines hand out."""

from __future__ import annotations

from sync.engine.outputs import SendPush
from tests.fakes.chain import ChainWriter


def test_a_push_knows_its_last_number() -> None:
    events = ChainWriter(is_signed=False).extend("a" * 16, 3)

    assert SendPush("n", "a" * 16, 7, tuple(events)).last_seq == 9
