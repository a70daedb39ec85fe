"""The text of an import file: its encoding, compression and size."""

from __future__ import annotations

import codecs
import zlib
from typing import Final

from terminal.domain.reference_data.errors import CatalogFileError

FILE_BYTES_MAX: Final = 512 * 1024 * 1024

_GZIP_MAGIC: Final = b"\x1f\x8b"
_GZIP_WINDOW_BITS: Final = 31


def decode_catalog(data: bytes) -> str:
    """Return the text of an import file, plain or compressed with gzip.

    Raises:
        CatalogFileError: It is too large or neither UTF-8 nor marked UTF-16.
    """
    raw = _inflated(data) if data.startswith(_GZIP_MAGIC) else data
    if len(raw) > FILE_BYTES_MAX:
        raise CatalogFileError(
            f"the file has more than {FILE_BYTES_MAX} bytes; import it in parts"
        )
    is_utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding = "utf-16" if is_utf16 else "utf-8-sig"
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise CatalogFileError(
            f"line {line} is not UTF-8; nothing was imported. Save the file as"
            f" 'CSV UTF-8' and import it again.",
            line=line,
        ) from error


def _inflated(data: bytes) -> bytes:
    """Inflate every member of a gzip file, up to the limit."""
    parts: list[bytes] = []
    room = FILE_BYTES_MAX + 1
    while data and room > 0:
        inflater = zlib.decompressobj(_GZIP_WINDOW_BITS)
        try:
            part = inflater.decompress(data, room)
        except zlib.error as error:
            raise CatalogFileError(
                f"the compressed file is damaged ({error}); nothing was imported"
            ) from error
        room -= len(part)
        if not inflater.eof and room > 0:
            raise CatalogFileError(
                "the compressed file ends too early; nothing was imported"
            )
        parts.append(part)
        data = inflater.unused_data
    return b"".join(parts)
