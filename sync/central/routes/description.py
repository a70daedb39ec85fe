"""What an address says of itself, for `docs/protocol/openapi.json`.

Each route carries a `Description`; the document is made of nothing else, and a test
refuses a route without one.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, unique
from typing import Any, Final

import msgspec
from msgspec import Struct

from sync.protocol.messages import REQUEST_BYTES_MAX

_OPTION: Final = "description"

JSON: Final = "application/json"
GZIP: Final = "application/gzip"
OCTETS: Final = "application/octet-stream"


@unique
class Access(Enum):
    """Who may ask."""

    ANYONE = "anyone"
    WORKSTATION = "workstation"
    ADMINISTRATOR = "administrator"
    EITHER = "either"
    """The administrator, or a workstation for itself."""
    OBSERVER = "observer"
    """The administrator, or a program on the same computer."""


class Query(Struct, frozen=True, kw_only=True):
    """One parameter of the query.

    Attributes:
        name: As written.
        text: What it means.
        form: Its JSON schema.
        is_required: Whether the request is refused without it.
    """

    name: str
    text: str
    form: Mapping[str, Any] = msgspec.field(default_factory=lambda: {"type": "string"})
    is_required: bool = False


class Body(Struct, frozen=True, kw_only=True):
    """What a request carries.

    Attributes:
        kind: Type of the JSON in it; None: no JSON.
        media: Media type.
        text: What else there is to know.
        bytes_max: As it travels.
    """

    kind: Any = None
    media: str = JSON
    text: str = ""
    bytes_max: int = REQUEST_BYTES_MAX


class Description(Struct, frozen=True, kw_only=True):
    """What a caller must know of one address.

    Attributes:
        access: Who may ask.
        answer: Type of the JSON of a 200; None where `answer_media` is no JSON.
        answer_media: Its media type.
        body: What the request carries, if anything.
        query: Its parameters.
        refusals: The codes of each status that are this route's own; those that all
            routes of its access and form share need not be named.
    """

    access: Access
    answer: Any = None
    answer_media: str = JSON
    body: Body | None = None
    query: tuple[Query, ...] = ()
    refusals: Mapping[int, tuple[str, ...]] = msgspec.field(default_factory=dict)

    def __deepcopy__(self, _memo: object) -> Description:
        # Litestar copies the options of its handlers; a value that never changes,
        # and types in it that cannot be copied, need no copy.
        return self


FLAG: Final[Mapping[str, Any]] = {"type": "string", "enum": ["true", "false", "1", "0"]}
COUNT: Final[Mapping[str, Any]] = {"type": "integer", "minimum": 0, "maximum": 2**53}


def described(description: Description) -> dict[str, Any]:
    """Return the option of a route handler that holds *description*."""
    return {_OPTION: description}


def description_of(options: Mapping[str, Any]) -> Description | None:
    """Return the description among the *options* of a handler, if it has one."""
    found = options.get(_OPTION)
    return found if isinstance(found, Description) else None
