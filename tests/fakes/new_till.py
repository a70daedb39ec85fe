"""A new stand-alone till in a folder, made as `init` makes one but with a cheap PIN."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from terminal.bootstrap.new_home import make_home
from terminal.persistence.home import Home
from terminal.persistence.keys.home_keys import confirm_recovery
from terminal.persistence.keys.pin_hasher import PinHashCost
from terminal.settings.answers import FirstOperator, InitAnswers, StoreAnswers

PIN: Final = "271828"
OPERATOR_ID: Final = "1"
_CHEAP: Final = PinHashCost(memory_kib=64, passes=1)


def new_till(folder: Path) -> Home:
    """Make a till with one operator, a manager; its recovery code was seen."""
    answers = InitAnswers(
        store=StoreAnswers(name="Corner shop", currency="EUR", time_zone="UTC"),
        operator=FirstOperator(pin=PIN),
        key_folder=str(folder / "keys"),
    )
    make_home(folder / "till", answers, pin_cost=_CHEAP)
    home = Home.load(folder / "till")
    confirm_recovery(home)
    return Home.load(folder / "till")
