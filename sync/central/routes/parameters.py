"""What stands in the query of an address, checked."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import Final

from sync.central.errors import RefusedError
from sync.central.routes.context import HttpRequest
from terminal.domain.reference_data.file_kind import FileKind

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_STORE: Final = re.compile(r"[^\x00-\x1f\x7f]{1,128}")


def flag(request: HttpRequest, name: str) -> bool:
    """Return whether *name* says yes; absent is no."""
    text = request.query_params.get(name, "false").lower()
    if text not in {"true", "false", "1", "0", ""}:
        raise bad_parameter(name, text)
    return text in {"true", "1"}


def file_kind(request: HttpRequest) -> FileKind:
    """Return what an imported file holds: items unless `kind` says more."""
    text = request.query_params.get("kind", FileKind.ITEMS.value)
    try:
        return FileKind(text)
    except ValueError as error:
        raise bad_parameter("kind", text) from error


def count(request: HttpRequest, name: str, default: int) -> int:
    """Return the whole number called *name*."""
    text = request.query_params.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(2**53))):
        raise bad_parameter(name, text)
    return int(text)


def business_day(request: HttpRequest) -> str | None:
    """Return `business_day`, a date, or None for all of them."""
    text = request.query_params.get("business_day")
    if text is not None and not _DAY.fullmatch(text):
        raise bad_parameter("business_day", text)
    return text


def store_name(request: HttpRequest) -> str:
    """Return `store`, which must be there."""
    text = request.query_params.get("store", "")
    if not _STORE.fullmatch(text):
        raise bad_parameter("store", text)
    return text


def bad_parameter(name: str, text: str) -> RefusedError:
    """Return the refusal of a parameter."""
    message = f"{name}={text[:40]!r} is not what this address takes"
    return RefusedError(HTTPStatus.BAD_REQUEST, "parameter", message)
