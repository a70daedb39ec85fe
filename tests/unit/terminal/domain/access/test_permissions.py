"""Each role may do what the one below may."""

from __future__ import annotations

from terminal.domain.access.permissions import (
    PERMISSIONS,
    PRICE_KEY,
    ROLES,
    SELL,
    permissions_of,
)


def test_roles_contain_one_another() -> None:
    assert ROLES["cashier"] < ROLES["supervisor"] < ROLES["manager"]
    assert ROLES["manager"] == PERMISSIONS


def test_permission_granted_to_one_person_is_added() -> None:
    assert PRICE_KEY not in ROLES["cashier"]
    assert PRICE_KEY in permissions_of("cashier", frozenset({PRICE_KEY}))


def test_unknown_role_may_do_nothing_and_unknown_permission_is_ignored() -> None:
    assert permissions_of("chashier", frozenset()) == frozenset()
    assert permissions_of("cashier", frozenset({"fly"})) == ROLES["cashier"]
    assert SELL in ROLES["cashier"]
