"""The bodies of ledger events: one file an event type and version.

A released event file never changes: a change of meaning is a new file with a
higher version. Bodies are found by module name, so adding one edits nothing:
``sale.completed`` version 1 is ``EVENT`` of ``sale_completed_v1``.
"""

import importlib
import re
from functools import lru_cache
from typing import ClassVar, Final

import msgspec

from structs.decoding import json_decoder

_TYPE_PATTERN: Final = re.compile(r"[a-z][a-z0-9_]{0,31}\.[a-z][a-z0-9_]{0,31}")
_VERSION_MAX: Final = 999


class UnknownEventError(Exception):
    """This program has no definition of an event type and version.

    Not a fault of the event: a newer till may have written it. The central
    server quarantines it, a till refuses to rebuild a projection from it.
    """

    def __init__(self, event_type: str, version: int) -> None:
        super().__init__(
            f"event {event_type[:80]!r} version {version} is unknown to this program;"
            " it was kept as it is, update the program to read it"
        )
        self.event_type = event_type
        self.version = version


class EventBody(msgspec.Struct, frozen=True, kw_only=True):
    """Base of every event body; the header around it is the envelope's.

    Readers ignore fields they do not know; new fields have defaults.

    Attributes:
        TYPE: Name of the fact in the past tense, ``noun.happened``.
        VERSION: Version of the body's form, from 1.
    """

    TYPE: ClassVar[str] = ""
    VERSION: ClassVar[int] = 1


_encoder: Final = msgspec.json.Encoder(order="deterministic")


def type_of(body: EventBody) -> tuple[str, int]:
    """Return the type and version under which *body* is stored."""
    return body.TYPE, body.VERSION


def encode_body(body: EventBody) -> bytes:
    """Return the exact bytes that are hashed, stored and sent.

    Fields come in declared order without white space: the same body always
    gives the same bytes.
    """
    return _encoder.encode(body)


@lru_cache(maxsize=256)
def _decoder(event_type: str, version: int) -> msgspec.json.Decoder[EventBody]:
    return json_decoder(event_class(event_type, version))


def event_class(event_type: str, version: int) -> type[EventBody]:
    """Return the class of *event_type* in *version*.

    Raises:
        UnknownEventError: this program has no such event.
    """
    # The pattern keeps a hostile type from naming any other module.
    if not _TYPE_PATTERN.fullmatch(event_type) or not 1 <= version <= _VERSION_MAX:
        raise UnknownEventError(event_type, version)
    name = f"{__name__}.{event_type.replace('.', '_')}_v{version}"
    try:
        found = importlib.import_module(name).EVENT
    except (ModuleNotFoundError, AttributeError):
        raise UnknownEventError(event_type, version) from None
    # "a.b_c" and "a_b.c" share a module name; only one of them is its type.
    if event_type != found.TYPE:
        raise UnknownEventError(event_type, version)
    assert isinstance(found, type)
    assert issubclass(found, EventBody)
    return found


def decode_body(event_type: str, version: int, data: bytes) -> EventBody:
    """Read the body of an event.

    Raises:
        UnknownEventError: this program has no such event.
        msgspec.ValidationError: *data* does not have the event's form.
        msgspec.DecodeError: *data* is not JSON.
    """
    decoder = _decoder(event_type, version)
    try:
        return decoder.decode(data)
    except (UnicodeError, RecursionError) as error:
        # Whoever reads a body may meet bytes of any kind, and has one error to know.
        raise msgspec.DecodeError(str(error)) from error
