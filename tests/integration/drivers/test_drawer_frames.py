"""What drawers on a line of their own say: split anywhere, damaged and among noise.

Their answers have no check, so a damaged one may say the opposite; it must never be
joined to another answer, and nothing that is no answer may count as one.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Final

import pytest

from drivers.cash_drawer.triggers import NUMBERED, Trigger

CAMPAIGN_FRAMES: Final = 1_000_000
"""Of each language."""

_FRAMES_IN_TESTS: Final = 5_000
_FAULTS: Final = ("none", "none", "change", "drop", "insert", "cut", "noise", "twice")
_SIZES: Final = (1, 1, 2, 3)


def _glancetron(*, is_open: bool) -> bytes:
    return b"\x1b4B" if is_open else b"\x1b4A"


def _surepos(*, is_open: bool) -> bytes:
    return b"\x40" if is_open else b"\x00"


def _glancetron_says(data: bytes) -> list[bool]:
    return [found == b"B" for found in re.findall(rb"\x1b4([AB])", data)]


def _surepos_says(data: bytes) -> list[bool]:
    return [byte >= 0x40 for byte in data if byte < 0x80]


_LANGUAGES: Final[
    dict[str, tuple[Callable[..., bytes], Callable[[bytes], list[bool]]]]
] = {
    "glancetron": (_glancetron, _glancetron_says),
    "surepos": (_surepos, _surepos_says),
}


def _damaged(data: bytes, fault: str, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    match fault:
        case "change":
            return data[:place] + chance.randbytes(1) + data[place + 1 :]
        case "drop":
            return data[:place] + data[place + 1 :]
        case "insert":
            return data[:place] + chance.randbytes(1) + data[place:]
        case "cut":
            return data[:place]
        case "noise":
            return chance.randbytes(chance.randint(1, 8)) + data
        case _:
            return data * 2 if fault == "twice" else data


def _pieces(data: bytes, chance: random.Random) -> Iterator[bytes]:
    position = 0
    while position < len(data):
        size = chance.choice(_SIZES)
        yield data[position : position + size]
        position += size


def _play(name: str, frames: int, seed: int) -> int:
    """Ask and answer; return how many answers were understood."""
    chance = random.Random(seed)
    answer, says = _LANGUAGES[name]
    trigger: Trigger = NUMBERED[name](1)
    understood = 0
    for _ in range(frames):
        trigger.begin()
        is_open = chance.random() < 0.5
        fault = chance.choice(_FAULTS)
        data = _damaged(answer(is_open=is_open), fault, chance)
        said = [one for part in _pieces(data, chance) for one in trigger.feed(part)]
        assert said == says(data), (fault, data)
        if fault == "none":
            assert said == [is_open]
        understood += len(said)
    return understood


@pytest.mark.parametrize("name", sorted(_LANGUAGES))
def test_a_share_of_the_frames(name: str) -> None:
    assert _play(name, _FRAMES_IN_TESTS, 1)


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", sorted(_LANGUAGES))
def test_a_million_frames(name: str) -> None:
    assert _play(name, CAMPAIGN_FRAMES, 100) > CAMPAIGN_FRAMES // 10
