"""What a line of a sale has besides the columns of its row.

Most lines have nothing, and their column stays NULL: a row that is written for
every scan must not grow for the few.
"""

from typing import Final

import msgspec

from structs.decoding import json_decoder
from sync.protocol.events.sale_parts_v2 import LineTax, Modifier, SaleLine


class LineDetail(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """As in the event; fields with their default are left out."""

    extended_minor: int | None = None
    modifiers: tuple[Modifier, ...] = ()
    taxes: tuple[LineTax, ...] = ()
    price_list_id: str | None = None
    serial: str | None = None
    lot: str | None = None
    expires_on: str | None = None


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = json_decoder(LineDetail)
_sums_decoder: Final = json_decoder(tuple[int, ...])


def encode_detail(line: SaleLine) -> bytearray | None:
    """Return the JSON of a line's detail, or None when nothing is special.

    One tax is in the columns; several are in the detail.
    """
    taxes = line.taxes if len(line.taxes) > 1 else ()
    if not (
        line.modifiers
        or taxes
        or line.extended_minor is not None
        or line.serial is not None
        or line.lot is not None
        or line.expires_on is not None
        or line.price_list_id is not None
    ):
        return None
    detail = LineDetail(
        extended_minor=line.extended_minor,
        modifiers=line.modifiers,
        taxes=taxes,
        price_list_id=line.price_list_id,
        serial=line.serial,
        lot=line.lot,
        expires_on=line.expires_on,
    )
    # As bytearray: the driver sends bytes through its adapters.
    return bytearray(_encoder.encode(detail))


def decode_detail(content: bytes) -> LineDetail:
    """Read what :func:`encode_detail` wrote."""
    return _decoder.decode(content)


def encode_sums(sums: tuple[int, ...]) -> bytearray:
    """Return the JSON of amounts, tax by tax."""
    return bytearray(_encoder.encode(sums))


def decode_sums(content: bytes | None) -> tuple[int, ...]:
    """Read what :func:`encode_sums` wrote; nothing of NULL."""
    return () if content is None else _sums_decoder.decode(content)
