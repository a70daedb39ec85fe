"""Operators: PINs hashed at the center, rows for the right tills."""

from __future__ import annotations

import json
from typing import Any

import pytest
from argon2 import PasswordHasher

from tests.support.central_server import CentralServer, TillClient


def operator(**changes: Any) -> dict[str, Any]:
    return {
        "operator_id": "1001",
        "name": "Ada",
        "role": "cashier",
        "pin": "470193",
    } | changes


def known(till: TillClient) -> dict[str, Any]:
    rows, _cursor = till.feed_to_end()
    return {
        row.key: json.loads(bytes(row.data))
        for row in rows
        if row.kind == "operator" and not row.deleted
    }


def test_a_till_gets_the_hash_and_never_the_pin(
    server: CentralServer, till: TillClient
) -> None:
    reply = server.answer("POST", "/v1/operators", operator(permissions=["price.key"]))

    row = known(till)["1001"]
    assert reply == {"operator_id": "1001", "result": "added"}
    assert row["pin_hash"].startswith("$argon2id$")
    assert PasswordHasher().verify(row["pin_hash"], "470193")
    assert row["permissions"] == ["price.key"]
    assert (row["name"], row["role"], row["language"]) == ("Ada", "cashier", "en")
    assert row["is_active"] is True


def test_a_change_without_a_pin_keeps_it(
    server: CentralServer, till: TillClient
) -> None:
    server.answer("POST", "/v1/operators", operator(operator_id="1002"))
    before = known(till)["1002"]["pin_hash"]

    changed = operator(operator_id="1002", pin=None, is_active=False)
    reply = server.answer("POST", "/v1/operators", changed)
    again = server.answer("POST", "/v1/operators", changed)

    assert (reply["result"], again["result"]) == ("altered", "unchanged")
    row = known(till)["1002"]
    assert (row["pin_hash"], row["is_active"]) == (before, False)


def test_an_operator_who_moves_is_gone_from_the_old_store(
    server: CentralServer, till: TillClient
) -> None:
    here = operator(operator_id="1003", store=till.chain.store)
    server.answer("POST", "/v1/operators", here)
    assert "1003" in known(till)

    server.answer("POST", "/v1/operators", here | {"store": "S-far", "pin": None})

    assert "1003" not in known(till)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pin": "1234"}, "weak_pin"),
        ({"pin": "111111"}, "weak_pin"),
        ({"pin": "12345x"}, "weak_pin"),
        ({"pin": None, "operator_id": "unseen"}, "pin_missing"),
        ({"role": "emperor"}, "unknown_permission"),
        ({"permissions": ["everything"]}, "unknown_permission"),
        ({"operator_id": ""}, "malformed"),
        ({"name": "a\nb"}, "malformed"),
        ({"colour": "red"}, "malformed"),
    ],
)
def test_what_no_till_could_use_is_refused(
    server: CentralServer, changes: dict[str, Any], code: str
) -> None:
    response = server.administer("POST", "/v1/operators", operator(**changes))

    assert response.status_code == 400
    assert response.json()["code"] == code
