"""The sign-on screen lists who may try, and when."""

from __future__ import annotations

import pytest

from terminal.application.till_control.list_operators import ListOperators
from terminal.application.till_control.sign_on import SignOn
from terminal.domain.errors import SignOnRefusedError
from tests.fakes.till import MemoryTill


def test_active_operators_are_listed_by_name_with_their_delay() -> None:
    till = MemoryTill()
    with pytest.raises(SignOnRefusedError):
        till.use_cases.sign_on(SignOn(operator_id="m1", pin=""))
    till.clock.advance(300)

    views = till.use_cases.list_operators(ListOperators())

    assert [(view.operator_id, view.name, view.wait_ms) for view in views] == [
        ("c1", "Carla", 0),
        ("m1", "Mani", 700),
    ]
