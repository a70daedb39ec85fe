"""Limits grow with the role; who is unknown may go nowhere."""

from __future__ import annotations

from terminal.domain.access.limits import (
    DEFAULT_LIMITS,
    RoleLimits,
    is_above,
    limits_of,
)
from terminal.domain.access.permissions import ROLES


def test_every_role_has_limits() -> None:
    assert {one.role for one in DEFAULT_LIMITS} == set(ROLES)


def test_cashier_may_less_than_supervisor_and_the_manager_anything() -> None:
    cashier, supervisor = limits_of("cashier"), limits_of("supervisor")

    assert cashier.discount_ppm_max == 100_000
    assert supervisor.discount_ppm_max == 500_000
    assert limits_of("manager") == RoleLimits(role="manager")


def test_unknown_role_may_nothing() -> None:
    nobody = limits_of("chashier")

    assert is_above(1, nobody.discount_ppm_max)
    assert is_above(1, nobody.override_down_ppm_max)
    assert is_above(1, nobody.return_without_receipt_minor_max)
    assert is_above(1, nobody.tender_control_minor_max)


def test_shop_sets_its_own() -> None:
    strict = (RoleLimits(role="manager", discount_ppm_max=10),)

    assert limits_of("manager", strict).discount_ppm_max == 10
    assert limits_of("cashier", strict).discount_ppm_max == 0


def test_limit_itself_is_allowed_and_none_is_no_limit() -> None:
    assert not is_above(10, 10)
    assert is_above(11, 10)
    assert not is_above(10**12, None)
