"""The languages of line displays by the name that the settings give them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from drivers.line_display.aedex import AedexCodec, AedexDecoder
from drivers.line_display.cd5220 import Cd5220Codec, Cd5220Decoder
from drivers.line_display.dm_d import DmDCodec, DmDDecoder
from drivers.line_display.logic_controls import (
    LogicControlsCodec,
    LogicControlsDecoder,
)
from drivers.line_display.protocol import DisplayCodec, DisplayDecoder

PROTOCOL_DEFAULT: Final = "cd5220"

CODECS: Final[Mapping[str, Callable[[], DisplayCodec]]] = MappingProxyType(
    {
        "cd5220": Cd5220Codec,
        "dm-d": DmDCodec,
        "aedex": AedexCodec,
        "logic-controls": LogicControlsCodec,
    }
)
DECODERS: Final[Mapping[str, Callable[[], DisplayDecoder]]] = MappingProxyType(
    {
        "cd5220": Cd5220Decoder,
        "dm-d": DmDDecoder,
        "aedex": AedexDecoder,
        "logic-controls": LogicControlsDecoder,
    }
)
