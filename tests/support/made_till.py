"""Stand-alone tills for tests, made by the program itself but without delay."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from terminal.bootstrap.new_home import NewHome, make_home
from terminal.persistence.keys.pin_hasher import PinHashCost
from terminal.settings.answers import FirstOperator, InitAnswers, StoreAnswers

PIN: Final = "271828"
CHEAP: Final = PinHashCost(memory_kib=64, passes=1)


def make_till(path: Path) -> NewHome:
    """Make a till in *path* with operator 7; its keys lie in `path/keys`."""
    answers = InitAnswers(
        store=StoreAnswers(name="Corner shop", currency="EUR", time_zone="UTC"),
        operator=FirstOperator(operator_id="7", name="Zoe", pin=PIN),
        key_folder="keys",
    )
    return make_home(path, answers, pin_cost=CHEAP)
