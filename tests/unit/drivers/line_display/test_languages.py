"""All languages: what is decoded again is what was shown, in whatever pieces."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.line_display.display_text import CODE_PAGES, lay_out
from drivers.line_display.dm_d import PassThroughCodec
from drivers.line_display.languages import CODECS, DECODERS
from drivers.line_display.port import DisplayContent, DisplayLine

_LINE = st.builds(
    DisplayLine,
    st.text(max_size=30),
    st.text("0123456789.-", max_size=12),
    st.text(st.characters(codec="ascii"), max_size=20),
)
_CONTENT = st.builds(DisplayContent, _LINE, _LINE)
_PAGE = st.sampled_from(sorted(CODE_PAGES))
_NAMES = sorted(CODECS)


def _split(data: bytes, cuts: list[int]) -> list[bytes]:
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    return [data[a:b] for a, b in itertools.pairwise(edges)]


def _check_round_trip(
    name: str, contents: list[DisplayContent], page: str, cuts: list[int]
) -> None:
    codec, decoder = CODECS[name](), DECODERS[name]()
    data = codec.start(page, 3) + b"".join(codec.show(c, page) for c in contents)
    for piece in _split(data, cuts):
        decoder.feed(piece)
    last = contents[-1]
    shown = [decoder.glass.line(row, CODE_PAGES[page]) for row in (0, 1)]
    wanted = [lay_out(last.upper, page), lay_out(last.lower, page)]
    if name == "aedex":
        wanted = [text.replace("!#", "! ") for text in wanted]
    assert shown == wanted
    assert decoder.glass.brightness == (3 if codec.has_brightness else 4)


@pytest.mark.parametrize("name", _NAMES)
@given(
    contents=st.lists(_CONTENT, min_size=1, max_size=3),
    page=_PAGE,
    cuts=st.lists(st.integers(0, 200), max_size=8),
)
@settings(max_examples=25)
def test_what_is_decoded_again_is_what_was_shown(
    name: str, contents: list[DisplayContent], page: str, cuts: list[int]
) -> None:
    _check_round_trip(name, contents, page, cuts)


@pytest.mark.parametrize("name", _NAMES)
@given(noise=st.binary(max_size=120))
@settings(max_examples=25)
def test_noise_never_stops_a_decoder(name: str, noise: bytes) -> None:
    decoder = DECODERS[name]()
    decoder.feed(noise)

    assert len(decoder.glass.cells) == 40
    assert 0 <= decoder.glass.cursor < 40
    assert 1 <= decoder.glass.brightness <= 4


@pytest.mark.parametrize("name", _NAMES)
@given(kept=st.integers(0, 60))
@settings(max_examples=20)
def test_a_message_that_was_cut_off_leaves_nothing_in_later_ones(
    name: str, kept: int
) -> None:
    codec, decoder = CODECS[name](), DECODERS[name]()
    first = DisplayContent(DisplayLine("first", "1"), DisplayLine("first", "1"))
    second = DisplayContent(DisplayLine("second", "2"), DisplayLine("second", "2"))
    decoder.feed(codec.show(first, "ascii")[:kept])

    # At most one line is damaged by the rest of the torn message, and the
    # next content mends it.
    decoder.feed(codec.show(second, "ascii"))
    decoder.feed(codec.show(second, "ascii"))

    assert decoder.glass.line(0) == lay_out(second.upper, "ascii")
    assert decoder.glass.line(1) == lay_out(second.lower, "ascii")


def test_pass_through_gives_the_line_back_to_the_printer() -> None:
    codec = PassThroughCodec()
    content = DisplayContent(DisplayLine("a"), DisplayLine("b"))
    for data in (codec.start("ascii", 4), codec.show(content, "ascii")):
        assert data.startswith(b"\x1b=\x02")
        assert data.endswith(b"\x1b=\x01")
