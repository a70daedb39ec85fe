"""Writes down the addresses of the central as OpenAPI 3.1.

Everything comes from the routes and the types of their messages, so the document
cannot say more than the program does. `docs/protocol/openapi.json` is its output.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final

import msgspec
from litestar.handlers import HTTPRouteHandler

from sync.central.routes.description import (
    JSON,
    Access,
    Body,
    Description,
    Query,
    description_of,
)
from sync.protocol.completeness import CompletenessReceipt, CompletenessReply
from sync.protocol.messages import FeedCheckpoint, Refusal, SignedCheckpoint
from sync.protocol.request_signing import (
    NONCE_HEADER,
    SIGNATURE_HEADER,
    TIME_HEADER,
    WORKSTATION_HEADER,
)

PREFIX: Final = "/v1"

_TITLE: Final = "The center of Evertill"
_PROTOCOL: Final = "1"
_REFERENCE: Final = "#/components/schemas/{name}"
_PATH_PARAMETER: Final = re.compile(r"{(\w+):str}")
_ABOUT: Final = (
    "Tills sign each request with four headers; protocol.md says how. Every answer but"
    " 200 is a Refusal, none of them means that an event may be dropped, and every"
    " answer repeats the nonce of its request. Readers ignore names they do not know."
)
_SIGNATURE_SCHEMES: Final = {
    "workstation": (WORKSTATION_HEADER, "Its id, percent-encoded."),
    "time": (TIME_HEADER, "Ms since 1970 UTC; at most 15 minutes off."),
    "nonce": (NONCE_HEADER, "16 to 64 of A-Z a-z 0-9 _ -, used once."),
    "signature": (
        SIGNATURE_HEADER,
        "Base64 Ed25519 over method, target, SHA-256 of the body, nonce and time.",
    ),
}
_ADMINISTRATOR: Final = "administrator"
_SIGNED: Final[dict[str, list[str]]] = {name: [] for name in _SIGNATURE_SCHEMES}
_SECURITY: Final[dict[Access, list[dict[str, list[str]]]]] = {
    Access.ANYONE: [],
    Access.WORKSTATION: [_SIGNED],
    Access.ADMINISTRATOR: [{_ADMINISTRATOR: []}],
    Access.EITHER: [{_ADMINISTRATOR: []}, _SIGNED],
    Access.OBSERVER: [{_ADMINISTRATOR: []}, {}],
}
_TOKEN_CODES: Final = ("administrator_token",)
_SIGNATURE_CODES: Final = (
    "unsigned",
    "unknown_workstation",
    "signature",
    "clock",
    "nonce",
)
_EXACT_BYTES: Final[dict[Any, tuple[str, Any]]] = {
    SignedCheckpoint: ("checkpoint", FeedCheckpoint),
    CompletenessReply: ("receipt", CompletenessReceipt),
}
"""Fields that travel as exact bytes, because they are signed, and what these hold."""

_WAITING: Final = frozenset({429, 503})


def document(handlers: Iterable[HTTPRouteHandler]) -> dict[str, Any]:
    """Return the OpenAPI document of *handlers*, which all bear a description."""
    described = [(handler, _described(handler)) for handler in handlers]
    schemas = _Schemas(description for _, description in described)
    paths: dict[str, dict[str, Any]] = {}
    for handler, description in described:
        for path in sorted(handler.paths):
            address = PREFIX + _PATH_PARAMETER.sub(r"{\1}", path)
            operations = paths.setdefault(address, {})
            for method in sorted(handler.http_methods):
                operations[method.lower()] = _operation(
                    handler, description, path, schemas
                )
    return {
        "openapi": "3.1.0",
        "info": {
            "title": _TITLE,
            "version": _PROTOCOL,
            "description": _ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": dict(sorted(paths.items())),
        "components": {
            "schemas": schemas.components(),
            "securitySchemes": _security_schemes(),
        },
    }


def render(handlers: Iterable[HTTPRouteHandler]) -> str:
    """Return the document as the text of its file."""
    return json.dumps(document(handlers), indent=1, ensure_ascii=False) + "\n"


class _Schemas:
    """The JSON schemas of all messages, each written down once."""

    def __init__(self, descriptions: Iterable[Description]) -> None:
        kinds: list[Any] = [Refusal]
        for description in descriptions:
            kinds += [description.answer] if description.answer is not None else []
            body = description.body
            kinds += [body.kind] if body is not None and body.kind is not None else []
        found, self._components = msgspec.json.schema_components(
            map(_told, kinds), ref_template=_REFERENCE
        )
        self._forms = list(zip(kinds, found, strict=True))

    def of(self, kind: Any) -> dict[str, Any]:
        """Return the schema of *kind*, a reference where it has a name."""
        return next(_plain(form) for each, form in self._forms if each is kind)

    def components(self) -> dict[str, Any]:
        """Return the schemas that are referred to."""
        return dict(sorted(_plain(self._components).items()))


def _told(kind: Any) -> Any:
    """Return *kind*, or its twin that says what its exact bytes hold."""
    field_name, inner = _EXACT_BYTES.get(kind, ("", None))
    if inner is None:
        return kind
    fields: list[tuple[str, Any, Any]] = []
    for field in msgspec.structs.fields(kind):
        told = field.type if field.name != field_name else inner
        default = field.default
        if isinstance(default, msgspec.Raw):
            told, default = told | None, None
        fields.append((field.name, told, default))
    return msgspec.defstruct(
        kind.__name__, fields, kw_only=True, namespace={"__doc__": kind.__doc__}
    )


def _described(handler: HTTPRouteHandler) -> Description:
    description = description_of(handler.opt)
    assert description is not None, f"{sorted(handler.paths)} has no description"
    return description


def _operation(
    handler: HTTPRouteHandler, description: Description, path: str, schemas: _Schemas
) -> dict[str, Any]:
    function: Any = handler.fn
    summary, _, more = inspect.cleandoc(function.__doc__ or "").partition("\n\n")
    operation: dict[str, Any] = {
        "operationId": function.__name__,
        "summary": " ".join(summary.split()),
    }
    if more:
        operation["description"] = more
    parameters = [_path_parameter(name) for name in _PATH_PARAMETER.findall(path)]
    parameters += [_query_parameter(query) for query in description.query]
    if parameters:
        operation["parameters"] = parameters
    if description.body is not None:
        operation["requestBody"] = _request_body(description.body, schemas)
    operation["responses"] = _responses(description, schemas)
    operation["security"] = _SECURITY[description.access]
    return operation


def _path_parameter(name: str) -> dict[str, Any]:
    form = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": form}


def _query_parameter(query: Query) -> dict[str, Any]:
    return {
        "name": query.name,
        "in": "query",
        "required": query.is_required,
        "description": query.text,
        "schema": dict(query.form),
    }


def _request_body(body: Body, schemas: _Schemas) -> dict[str, Any]:
    size = f"At most {body.bytes_max} bytes."
    content: dict[str, Any] = {}
    if body.kind is not None:
        form = schemas.of(body.kind)
        # What is compressed is no JSON yet; what it holds is told beside it.
        content = (
            {"schema": form}
            if body.media == JSON
            else {"schema": {"contentMediaType": JSON, "contentSchema": form}}
        )
    return {
        "required": True,
        "description": f"{body.text} {size}".strip(),
        "content": {body.media: content},
    }


def _responses(description: Description, schemas: _Schemas) -> dict[str, Any]:
    content: dict[str, Any] = {}
    if description.answer is not None:
        content = {"schema": schemas.of(description.answer)}
    done = {"description": "Done.", "content": {description.answer_media: content}}
    answers: dict[str, Any] = {str(int(HTTPStatus.OK)): done}
    for status, codes in sorted(_refusals(description).items()):
        answer: dict[str, Any] = {
            "description": f"{HTTPStatus(status).phrase}: " + ", ".join(codes),
            "content": {JSON: {"schema": schemas.of(Refusal)}},
        }
        if status in _WAITING:
            answer["headers"] = {
                "Retry-After": {
                    "required": True,
                    "description": "Seconds to wait before sending it again.",
                    "schema": {"type": "integer", "minimum": 1},
                }
            }
        answers[str(status)] = answer
    return answers


def _refusals(description: Description) -> Mapping[int, tuple[str, ...]]:
    """Return the codes of every status but 200."""
    refusals: dict[int, tuple[str, ...]] = {
        400: ("bad_request",),
        500: ("fault",),
        503: ("database",),
    }

    def add(status: int, *codes: str) -> None:
        refusals[status] = (*refusals.get(status, ()), *codes)

    access = description.access
    if access in {Access.ADMINISTRATOR, Access.EITHER, Access.OBSERVER}:
        add(401, *_TOKEN_CODES)
    if access in {Access.WORKSTATION, Access.EITHER}:
        add(401, *_SIGNATURE_CODES)
        add(403, "revoked")
        add(429, "rate")
    if description.body is not None:
        add(400, "malformed")
        add(413, "too_large")
        if access is not Access.ADMINISTRATOR:
            add(408, "too_slow")
    if description.query:
        add(400, "parameter")
    for status, codes in description.refusals.items():
        add(status, *codes)
    return refusals


def _security_schemes() -> dict[str, Any]:
    schemes: dict[str, Any] = {
        _ADMINISTRATOR: {
            "type": "http",
            "scheme": "bearer",
            "description": "The token that `central init` prints once.",
        }
    }
    for name, (header, text) in _SIGNATURE_SCHEMES.items():
        schemes[name] = {
            "type": "apiKey",
            "in": "header",
            "name": header,
            "description": text,
        }
    return schemes


def _plain(schema: Any) -> Any:
    """Return *schema* in the words of JSON: other regular expressions, even text."""
    if isinstance(schema, dict):
        return {key: _plain_value(key, value) for key, value in schema.items()}
    if isinstance(schema, list | tuple):
        return [_plain(each) for each in schema]
    return schema


def _plain_value(key: str, value: Any) -> Any:
    if key == "pattern" and isinstance(value, str):
        # ECMA-262 knows neither \A nor \Z, and its $ is the end of the text.
        return value.replace(r"\A", "^").replace(r"\Z", "$")
    if key == "description" and isinstance(value, str):
        return inspect.cleandoc(value)
    return _plain(value)
