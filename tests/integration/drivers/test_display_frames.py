"""Frames for line displays: split anywhere, damaged, cut short and among noise.

A frame is one content of two lines.  A display has no checksum and never answers:
what a damaged frame shows cannot be known.  What can be shown is that the next whole
frames mend it, whatever came before, and that no bytes stop a display.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Final

import msgspec
import pytest

from drivers.line_display.display_text import CODE_PAGES, lay_out
from drivers.line_display.dm_d import DmDDecoder, PassThroughCodec
from drivers.line_display.languages import CODECS, DECODERS
from drivers.line_display.port import (
    BRIGHTNESS_MAX,
    COLUMNS,
    DisplayContent,
    DisplayLine,
)
from drivers.line_display.protocol import DisplayCodec, DisplayDecoder

CAMPAIGN_FRAMES: Final = 1_000_000
"""Of each language."""

_FRAMES_IN_TESTS: Final = 10_000
_FRAMES_OF_A_DISPLAY: Final = 2_000
_POOL: Final = 200
_MENDS: Final = 2
"""Whole frames after a damaged one, the last of which is shown as it is."""

_FAULTS: Final = (
    *("none",) * 5,
    "change",
    "drop",
    "insert",
    "cut",
    "noise",
)
_SIZES: Final = (1, 1, 2, 3, 7, 64)
_WORDS: Final = (
    "Oat milk 1 l",
    "Crème fraîche",
    "Groß",
    "Ćevapčići",
    "Молоко",
    "乌龙茶",
    "!#1",
    "\x1b@\x0c",
    "5 €",
    "e\u0301",
    "\U0001d54f",
    "",
)
_LANGUAGES: Final[
    dict[str, tuple[Callable[[], DisplayCodec], Callable[[], DisplayDecoder]]]
] = {
    **{name: (CODECS[name], DECODERS[name]) for name in sorted(CODECS)},
    "behind-a-printer": (PassThroughCodec, DmDDecoder),
}


class _Frame(msgspec.Struct, frozen=True):
    """One content as bytes, and as it must be shown."""

    data: bytes
    shown: bytes


def _line(chance: random.Random) -> DisplayLine:
    left = chance.choice(_WORDS)
    if chance.random() < 0.5:
        # Any characters at all: letters, controls, surrogates' neighbours, emoji.
        codes = (chance.choice((0x100, 0x800, 0xD7FF, 0x10FFFF)) for _ in range(9))
        left += "".join(chr(chance.randrange(code)) for code in codes)
        left = left.encode("utf-8", "ignore").decode()
    right = f"{chance.randrange(10 ** chance.randrange(1, 9)) / 100:.2f}"
    plain = chance.choice(("", "Goods"))
    return DisplayLine(left, chance.choice((right, f"-{right}", "")), plain)


def _frame(codec: DisplayCodec, page: str, chance: random.Random) -> _Frame:
    content = DisplayContent(_line(chance), _line(chance))
    lines = [lay_out(line, page) for line in (content.upper, content.lower)]
    assert all(len(line) == COLUMNS for line in lines)
    shown = "".join(lines)
    if "aedex" in type(codec).__module__:
        shown = "".join(line.replace("!#", "! ") for line in lines)
    return _Frame(codec.show(content, page), shown.encode(CODE_PAGES[page]))


def _damaged(data: bytes, fault: str, chance: random.Random) -> bytes:
    place = chance.randrange(len(data))
    match fault:
        case "change":
            return data[:place] + chance.randbytes(1) + data[place + 1 :]
        case "drop":
            return data[:place] + data[place + chance.randint(1, 4) :]
        case "insert":
            return data[:place] + chance.randbytes(1) + data[place:]
        case "cut":
            return data[:place]
        case "noise":
            return chance.randbytes(chance.randint(1, 60))
        case _:
            return data


def _pieces(data: bytes, chance: random.Random) -> Iterator[bytes]:
    position = 0
    while position < len(data):
        size = chance.choice(_SIZES)
        yield data[position : position + size]
        position += size


def _play(name: str, frames: int, seed: int) -> int:
    """Show frames, some of them damaged; return how many were checked."""
    chance = random.Random(seed)
    new_codec, new_decoder = _LANGUAGES[name]
    checked = 0
    for _ in range(0, frames, _FRAMES_OF_A_DISPLAY):
        codec, decoder = new_codec(), new_decoder()
        page = chance.choice(sorted(CODE_PAGES))
        pool = [_frame(codec, page, chance) for _ in range(_POOL)]
        decoder.feed(codec.start(page, 3))
        checked += _show_all(decoder, pool, chance)
    return checked


def _show_all(
    decoder: DisplayDecoder, pool: list[_Frame], chance: random.Random
) -> int:
    glass, feed = decoder.glass, decoder.feed
    mending = checked = 0
    for _ in range(_FRAMES_OF_A_DISPLAY):
        frame = chance.choice(pool)
        fault = chance.choice(_FAULTS)
        for piece in _pieces(_damaged(frame.data, fault, chance), chance):
            feed(piece)
        assert len(glass.cells) == 2 * COLUMNS
        assert 0 <= glass.cursor < 2 * COLUMNS
        assert 1 <= glass.brightness <= BRIGHTNESS_MAX
        mending = _MENDS if fault != "none" else mending - 1
        if mending <= 0:
            assert glass.cells == frame.shown, (fault, frame)
            checked += 1
    return checked


@pytest.mark.parametrize("name", sorted(_LANGUAGES))
def test_a_share_of_the_frames(name: str) -> None:
    frames = _FRAMES_IN_TESTS // len(_LANGUAGES)
    checked = _play(name, frames, 1)

    assert checked


@pytest.mark.campaign
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", sorted(_LANGUAGES))
def test_a_million_frames(name: str) -> None:
    assert _play(name, CAMPAIGN_FRAMES, 100) > CAMPAIGN_FRAMES // 10
