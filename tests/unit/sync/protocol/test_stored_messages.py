"""Messages of every kind as they once travelled: read for ever, by every later program.

A stored sample never changes with the code. A new field of a message gets a default,
so that what was stored before is still read; a new kind of message gets a sample.
"""

from __future__ import annotations

import importlib
import json
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest

from sync.protocol.messages import decode

_SAMPLES: Final = Path(__file__).parents[3] / "fixtures" / "messages"
_MODULES: Final = ("messages", "returns", "completeness", "event_file", "sealed_file")


def _kinds() -> dict[str, type[msgspec.Struct]]:
    found: dict[str, type[msgspec.Struct]] = {}
    for name in _MODULES:
        module = importlib.import_module(f"sync.protocol.{name}")
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, msgspec.Struct)
                and value.__module__ == module.__name__
            ):
                found[f"{name}.{value.__name__}"] = value
    return found


def _is_kept(before: Any, now: Any) -> bool:
    """Tell whether everything that was said before is still said."""
    if isinstance(before, dict):
        return isinstance(now, dict) and all(
            name in now and _is_kept(value, now[name]) for name, value in before.items()
        )
    if isinstance(before, list):
        return (
            isinstance(now, list)
            and len(now) >= len(before)
            and all(map(_is_kept, before, now))
        )
    return bool(before == now)


def test_every_kind_of_message_has_a_sample() -> None:
    stored = {path.stem for path in _SAMPLES.glob("*.json")}

    assert stored == set(_kinds())
    assert len(stored) >= 29


@pytest.mark.parametrize("name", sorted(_kinds()))
def test_a_stored_message_says_what_it_said(name: str) -> None:
    data = (_SAMPLES / f"{name}.json").read_bytes()

    message = decode(_kinds()[name], data)

    assert _is_kept(json.loads(data), json.loads(msgspec.json.encode(message)))


@pytest.mark.parametrize("name", sorted(_kinds()))
def test_names_that_a_later_program_adds_are_ignored(name: str) -> None:
    data = json.loads((_SAMPLES / f"{name}.json").read_bytes())
    later = data | {"mood": "good"} if isinstance(data, dict) else [*data, "good"]

    message = decode(_kinds()[name], json.dumps(later).encode())

    assert _is_kept(data, json.loads(msgspec.json.encode(message)))
