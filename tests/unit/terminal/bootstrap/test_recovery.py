"""A till is backed up and brought back with this computer's clock."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from terminal.bootstrap.new_home import make_home
from terminal.bootstrap.recovery import back_up, restore
from terminal.persistence.home import Home
from terminal.persistence.keys.pin_hasher import PinHashCost
from terminal.settings.answers import FirstOperator, InitAnswers, StoreAnswers

_CHEAP: Final = PinHashCost(memory_kib=64, passes=1)
_YEAR_2020_MS: Final = 1_577_836_800_000


def test_a_till_comes_back_from_its_backup(tmp_path: Path) -> None:
    answers = InitAnswers(
        store=StoreAnswers(name="Corner shop", currency="EUR", time_zone="UTC"),
        operator=FirstOperator(pin="271828"),
        key_folder="keys",
    )
    new = make_home(tmp_path / "till", answers, pin_cost=_CHEAP)

    manifest = back_up(tmp_path / "till", tmp_path / "backup")
    restored = restore(tmp_path / "backup", tmp_path / "other", new.recovery_code, None)

    assert manifest.at_ms > _YEAR_2020_MS
    assert restored.series == "B"
    assert Home.load(tmp_path / "other").settings == new.settings
