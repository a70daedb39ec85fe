"""The one door to msgspec's decoders, safe while several threads are running.

msgspec learns what a Struct looks like when it is first read, and hangs what it has
learned so far on the class before it is done.  A second thread that reads the same
class in that moment follows a null pointer, and the process is gone (msgspec 0.22.0,
`json_decode_struct_map_inner`).  Here a class is learned under a lock, whole, before
anybody reads with it; afterwards reading takes no lock.

A test holds every other use of msgspec's readers out of the sources: docs/decisions,
0099.
"""

from __future__ import annotations

import threading
from typing import Any, Final, TypeVar, overload

import msgspec

_T = TypeVar("_T")

# Learning may import and run the code of annotations, which may read in turn.
_lock: Final = threading.RLock()
# One a kind that the sources name, so their number is bounded.
_json: Final[dict[Any, msgspec.json.Decoder[Any]]] = {}
_msgpack: Final[dict[Any, msgspec.msgpack.Decoder[Any]]] = {}


@overload
def json_decoder(kind: type[_T]) -> msgspec.json.Decoder[_T]: ...
@overload
def json_decoder(kind: Any) -> msgspec.json.Decoder[Any]: ...
def json_decoder(kind: Any) -> msgspec.json.Decoder[Any]:
    """Return the decoder of JSON to *kind*, the same at each call.  From any thread.

    Raises:
        TypeError: msgspec cannot read a value of this kind.
    """
    known = _json.get(kind)
    if known is not None:
        return known
    with _lock:
        return _json.setdefault(kind, msgspec.json.Decoder(kind))


@overload
def msgpack_decoder(kind: type[_T]) -> msgspec.msgpack.Decoder[_T]: ...
@overload
def msgpack_decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]: ...
def msgpack_decoder(kind: Any) -> msgspec.msgpack.Decoder[Any]:
    """Return the decoder of MessagePack to *kind*; otherwise as `json_decoder`."""
    known = _msgpack.get(kind)
    if known is not None:
        return known
    with _lock:
        return _msgpack.setdefault(kind, msgspec.msgpack.Decoder(kind))


@overload
def decode_json(data: bytes | str, kind: type[_T]) -> _T: ...
@overload
def decode_json(data: bytes | str, kind: Any) -> Any: ...
def decode_json(data: bytes | str, kind: Any) -> Any:
    """Read *kind* from JSON.  From any thread.

    Raises:
        msgspec.ValidationError: It is JSON of another form.
        msgspec.DecodeError: It is not JSON.
        UnicodeDecodeError: A text in it is not UTF-8.
    """
    return json_decoder(kind).decode(data)


@overload
def convert(value: object, kind: type[_T], *, strict: bool = True) -> _T: ...
@overload
def convert(value: object, kind: Any, *, strict: bool = True) -> Any: ...
def convert(value: object, kind: Any, *, strict: bool = True) -> Any:
    """Make *kind* of a value of plain dicts, lists and scalars.  From any thread.

    Unless it is *strict*, numbers may stand in texts.

    Raises:
        msgspec.ValidationError: The value has another form.
    """
    json_decoder(kind)  # Learned before it is used.
    return msgspec.convert(value, kind, strict=strict)
