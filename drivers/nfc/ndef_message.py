"""NDEF messages as records, by ndeflib.

ndeflib is imported on first use: a till without a reader does not wait for it.
"""

from collections.abc import Sequence

import msgspec
from typing_extensions import override

from drivers.nfc.card_errors import CardFormatError


class NdefRecord(msgspec.Struct, frozen=True):
    """One record of a message.

    Attributes:
        type: As a URN, ``urn:nfc:wkt:T``, or a media type.
        data: Its payload.
    """

    type: str
    data: bytes

    @override
    def __repr__(self) -> str:
        # The payload may be a card's number, and representations get logged.
        return f"NdefRecord({self.type!r}, {len(self.data)} bytes)"


def encode_records(records: Sequence[NdefRecord]) -> bytes:
    """Return the message of *records*."""
    import ndef

    return b"".join(
        ndef.message_encoder(
            [ndef.Record(record.type, "", record.data) for record in records]
        )
    )


def decode_records(message: bytes) -> tuple[NdefRecord, ...]:
    """Return the records of *message*; none for an empty one.

    Raises:
        CardFormatError: It is damaged, or not NDEF.
    """
    import ndef

    try:
        # No known types: a damaged payload of a record that is not ours must
        # not hide the one that is.
        found = list(ndef.message_decoder(message, errors="strict", known_types={}))
    except (ndef.DecodeError, ValueError) as error:
        raise CardFormatError("the message on the card is damaged") from error
    return tuple(NdefRecord(str(record.type), bytes(record.data)) for record in found)


def text_record(text: str, language: str = "en") -> NdefRecord:
    """Return a text record, as telephones show it."""
    code = language.encode("ascii")
    return NdefRecord("urn:nfc:wkt:T", bytes((len(code),)) + code + text.encode())
