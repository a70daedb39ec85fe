"""Reads a price request from JSON, for the command line and the center."""

from typing import ClassVar, Final

import msgspec

from structs.decoding import json_decoder
from terminal.domain.errors import DomainError
from terminal.domain.pricing.price_request import PriceRequest

REQUEST_BYTES_MAX: Final = 1024 * 1024

_decoder: Final = json_decoder(PriceRequest)


class PriceRequestFileError(DomainError):
    """The JSON is no price request; nothing was priced."""

    code: ClassVar[str] = "malformed"


def read_request(data: bytes) -> PriceRequest:
    """Return the request in *data*.

    Raises:
        PriceRequestFileError: Too large, no JSON, or not of the form.
    """
    if len(data) > REQUEST_BYTES_MAX:
        raise PriceRequestFileError(
            f"a price request has at most {REQUEST_BYTES_MAX} bytes; nothing was priced"
        )
    try:
        return _decoder.decode(data)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise PriceRequestFileError(
            f"this is no price request ({error}); nothing was priced"
        ) from error
