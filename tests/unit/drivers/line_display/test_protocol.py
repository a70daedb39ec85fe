"""Every codec and decoder keeps the promise of the languages."""

from __future__ import annotations

from drivers.line_display.cd5220 import Cd5220Codec, Cd5220Decoder
from drivers.line_display.protocol import DisplayCodec, DisplayDecoder


def test_a_codec_and_a_decoder_are_what_they_promise() -> None:
    codec: DisplayCodec = Cd5220Codec()
    decoder: DisplayDecoder = Cd5220Decoder()

    decoder.feed(codec.start("ascii", 2))

    assert decoder.glass.brightness == 2
