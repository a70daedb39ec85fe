"""Registers scales.

``address`` is ``serial:PORT?protocol=toledo-8217`` or ``tcp://HOST:PORT?protocol=…``;
the protocol may stand in the options or in ``model`` too.  A serial line that says
nothing of speed and parity is set as the protocol's vendors set it.
"""

import re
from pathlib import Path
from typing import Final
from urllib.parse import parse_qsl, urlencode

from drivers.errors import DeviceConfigurationError
from drivers.registry import (
    DeviceContext,
    DeviceKind,
    read_option,
    refuse_unknown_options,
)
from drivers.scale.codec import ScaleCodec
from drivers.scale.protocols import PROTOCOLS, UNITS, codec_for
from drivers.scale.serial_scale import SerialScale
from drivers.transport.address import AddressError, transport_for

_LINE_OPTIONS: Final = frozenset({"baud", "bits", "parity", "stop"})
_TARES: Final = {"till": False, "scale": True}
_POLYNOMIAL: Final = re.compile(r"[0-9A-Fa-f]{4}")


def build(context: DeviceContext) -> SerialScale:
    """Return the scale that *context* describes, not yet opened."""
    refuse_unknown_options(context, "protocol", "unit", "tare", "polynomial_file")
    place, _, query = context.address.partition("?")
    settings = dict(parse_qsl(query))
    protocol = settings.pop("protocol", "")
    protocol = protocol or read_option(context, "protocol") or context.model
    try:
        codec = codec_for(
            protocol,
            unit=read_option(context, "unit", dict.fromkeys(UNITS)) or "kg",
            polynomial=_polynomial(context),
        )
        transport = transport_for(_with_line(place, settings, codec))
    except (AddressError, ValueError) as error:
        raise DeviceConfigurationError(context.device_id, str(error)) from error
    tare = read_option(context, "tare", _TARES) or "till"
    return SerialScale(context.device_id, transport, codec, is_always_net=_TARES[tare])


def _with_line(place: str, settings: dict[str, str], codec: ScaleCodec) -> str:
    line = codec.traits.line
    if place.startswith("serial:") and not _LINE_OPTIONS & settings.keys():
        settings = settings | {
            "baud": str(line.baud_rate),
            "bits": str(line.byte_size),
            "parity": line.parity,
            "stop": str(line.stop_bits),
        }
    return f"{place}?{urlencode(settings)}" if settings else place


def _polynomial(context: DeviceContext) -> int | None:
    """Read the secret of Dialog 06, which does not belong into the settings."""
    path = read_option(context, "polynomial_file")
    if not path:
        return None
    try:
        text = Path(path).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise DeviceConfigurationError(
            context.device_id, f"{path}: {error}", "Name a file that can be read."
        ) from error
    if _POLYNOMIAL.fullmatch(text) is None:
        # Its text is a secret and stays out of the message.
        raise DeviceConfigurationError(
            context.device_id, f"{path} does not hold four hexadecimal digits"
        )
    return int(text, 16)


KIND: Final = DeviceKind("scale", "Scale", build=build, protocols=tuple(PROTOCOLS))
