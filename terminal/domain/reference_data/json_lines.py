"""Files of JSON lines: one row of reference data a line, in the form of the feed.

A field that the form does not have is refused, where the feed ignores it: in a file
that somebody wrote it is a misspelling, and a misspelled limit is no limit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, TypeVar

import msgspec
from msgspec import inspect

from structs.decoding import json_decoder
from terminal.domain.errors import DomainError
from terminal.domain.reference_data.errors import CellRefusedError, RefusedRow

LINE_CHARACTERS_MAX: Final = 4 * 1024 * 1024

_Row = TypeVar("_Row", bound=msgspec.Struct)


def read_json_lines(
    text: str, form: type[_Row]
) -> Iterator[tuple[int, _Row | RefusedRow]]:
    """Yield each line that is not empty as a row of *form* or as refused."""
    decoder = json_decoder(form)
    shape = inspect.type_info(form)
    for line, content in enumerate(text.split("\n"), 1):
        stripped = content.strip()
        if not stripped or stripped.startswith("#"):
            continue
        try:
            yield line, _decoded(stripped, decoder, shape)
        except CellRefusedError as error:
            yield line, error.at(line)


def _decoded(
    text: str, decoder: msgspec.json.Decoder[_Row], shape: inspect.Type
) -> _Row:
    if len(text) > LINE_CHARACTERS_MAX:
        raise CellRefusedError(
            "too_long", f"it has more than {LINE_CHARACTERS_MAX} characters"
        )
    try:
        row = decoder.decode(text)
        plain = msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise CellRefusedError("json", f"{error}") from error
    except DomainError as error:
        raise CellRefusedError(error.code, f"{error}") from error
    unknown = find_unknown_field(plain, shape)
    if unknown is not None:
        raise CellRefusedError("unknown_field", f"there is no field {unknown!r}")
    return row


def find_unknown_field(value: Any, shape: inspect.Type, path: str = "") -> str | None:
    """Return the path of the first field that *shape* does not have, or None.

    *value* is decoded JSON that fits *shape* but for fields too many.
    """
    match shape:
        case inspect.Metadata():
            return find_unknown_field(value, shape.type, path)
        case inspect.UnionType():
            chosen = _chosen(value, shape)
            return find_unknown_field(value, chosen, path) if chosen else None
        case inspect.StructType() if isinstance(value, dict):
            return _unknown_of_struct(value, shape, path)
        case inspect.CollectionType() | inspect.VarTupleType() if isinstance(
            value, list
        ):
            entries = (
                find_unknown_field(each, shape.item_type, f"{path}[{index}]")
                for index, each in enumerate(value)
            )
            return next(filter(None, entries), None)
        case _:
            return None


def _unknown_of_struct(
    value: dict[str, Any], shape: inspect.StructType, path: str
) -> str | None:
    fields = {field.encode_name: field.type for field in shape.fields}
    for name, inner in value.items():
        here = f"{path}.{name}" if path else name
        if name == shape.tag_field:
            continue
        if name not in fields:
            return here
        unknown = find_unknown_field(inner, fields[name], here)
        if unknown is not None:
            return unknown
    return None


def _chosen(value: Any, shape: inspect.UnionType) -> inspect.Type | None:
    """Return the member of a union that *value* was read as."""
    if isinstance(value, list):
        lists = (inspect.CollectionType, inspect.VarTupleType)
        return next((each for each in shape.types if isinstance(each, lists)), None)
    structs = [each for each in shape.types if isinstance(each, inspect.StructType)]
    if not isinstance(value, dict) or not structs:
        return None
    for struct in structs:
        if struct.tag_field is None or value.get(struct.tag_field) == struct.tag:
            return struct
    return None
