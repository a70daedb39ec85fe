"""Every event ever released still does at the center what it always did.

The stored samples replay to the stored totals: a change of the code that reads an old
version otherwise changes books that were closed long ago.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from sync.central.effects import effect_of
from sync.protocol import events
from sync.protocol.envelope import decode_header
from tests.support.event_samples import EventSample, event_samples
from tests.support.till_chain import TillChain

_FILE: Final = Path(__file__).parents[3] / "fixtures" / "event_effects.json"
_STORED: Final[dict[str, Any]] = json.loads(_FILE.read_bytes())


def effect(sample: EventSample) -> Any:
    """Return what the center makes of *sample*, as JSON."""
    chain = TillChain(b"\x01" * 32)
    event = chain.append_bytes(
        sample.type, sample.body, sample.control, version=sample.version
    )
    found = effect_of(decode_header(event.header), event.body)
    return json.loads(msgspec.json.encode(found))


def test_every_type_and_version_has_a_sample_and_its_totals() -> None:
    released = {
        name
        for _, name, _ in pkgutil.iter_modules(events.__path__)
        if hasattr(importlib.import_module(f"{events.__name__}.{name}"), "EVENT")
    }

    assert {sample.name for sample in event_samples()} == released
    assert _STORED.keys() == released


@pytest.mark.parametrize("sample", event_samples(), ids=lambda sample: sample.name)
def test_a_stored_event_comes_to_the_same_totals(sample: EventSample) -> None:
    stored = _STORED[sample.name]
    found = effect(sample)

    if stored is None:
        assert found is None
        return
    # A later program may say more of an event, never something else.
    assert {name: found.get(name) for name in stored} == stored
    assert "code" not in found
