"""The OpenAPI document: it is what the code makes, and leaves nothing out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from sync.central.app import ROUTES
from sync.central.openapi import PREFIX, render
from sync.central.routes.description import Access, description_of

FILE = Path(__file__).parents[4] / "docs" / "protocol" / "openapi.json"

OPERATIONS = {
    f"{method} {PREFIX}{re.sub(r':str}', '}', path)}": handler
    for handler in ROUTES
    for path in handler.paths
    for method in handler.http_methods
}


def operation(document: dict[str, Any], label: str) -> dict[str, Any]:
    method, path = label.split()
    found: dict[str, Any] = document["paths"][path][method.lower()]
    return found


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return read


def test_the_published_file_is_what_the_code_makes() -> None:
    assert FILE.read_text(encoding="utf-8") == render(ROUTES), (
        "run: .venv/bin/python main.py central openapi > docs/protocol/openapi.json"
    )


def test_every_route_describes_itself() -> None:
    silent = [
        label for label, each in OPERATIONS.items() if description_of(each.opt) is None
    ]

    assert silent == [], "give them opt=described(Description(…))"


def test_every_route_is_in_it_and_nothing_else(published: dict[str, Any]) -> None:
    labels = {
        f"{method.upper()} {path}"
        for path, operations in published["paths"].items()
        for method in operations
    }

    assert labels == set(OPERATIONS)


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_answer_is_documented(published: dict[str, Any], label: str) -> None:
    answers = operation(published, label)["responses"]

    assert {"200", "400", "500", "503"} <= set(answers)
    for status, answer in answers.items():
        if status == "200":
            (content,) = answer["content"].values()
            assert "schema" in content or "application/json" not in answer["content"]
            continue
        form = answer["content"]["application/json"]["schema"]
        assert form == {"$ref": "#/components/schemas/Refusal"}
        assert ("Retry-After" in answer.get("headers", {})) == (
            status in {"429", "503"}
        )


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_route_says_who_may_ask(published: dict[str, Any], label: str) -> None:
    described = description_of(OPERATIONS[label].opt)
    assert described is not None
    security = operation(published, label)["security"]
    answers = operation(published, label)["responses"]
    schemes = published["components"]["securitySchemes"]

    assert all(name in schemes for way in security for name in way)
    assert (described.access is Access.ANYONE) == (security == [])
    assert ("401" in answers) == (described.access is not Access.ANYONE)
    if described.access is Access.WORKSTATION:
        headers = {schemes[name]["name"] for way in security for name in way}
        assert headers == {
            "X-Evertill-Workstation",
            "X-Evertill-Time",
            "X-Evertill-Nonce",
            "X-Evertill-Signature",
        }
        assert {"403", "429"} <= set(answers)


def test_its_regular_expressions_are_those_of_json_schema(
    published: dict[str, Any],
) -> None:
    text = json.dumps(published["components"])

    assert r"\\A" not in text
    assert r"\\Z" not in text


def test_a_push_is_described_as_what_it_is(published: dict[str, Any]) -> None:
    content = operation(published, "POST /v1/push")["requestBody"]["content"]
    inner = content["application/gzip"]["schema"]["contentSchema"]

    assert inner["items"] == {"$ref": "#/components/schemas/WireEvent"}
    assert inner["maxItems"] == 1_000


def test_a_checkpoint_is_described_though_it_travels_as_exact_bytes(
    published: dict[str, Any],
) -> None:
    sealed = published["components"]["schemas"]["SignedCheckpoint"]["properties"]

    assert sealed["checkpoint"] == {"$ref": "#/components/schemas/FeedCheckpoint"}
