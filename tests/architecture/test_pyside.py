"""The pinned PySide6 does not lose references to None and True.

PySide6 6.12.0 on Python 3.11 gives back one reference to None with every call that
returns nothing and one to True with every emit; after some thousand calls the
process aborts, in the middle of a sale.  pip would install it without complaint.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

_ROOT: Final = Path(__file__).parents[2]
_PINNED: Final = "6.11.3"
_CALLS: Final = 3_000
# Other threads of the test process take and give references meanwhile.
_NOISE_MAX: Final = _CALLS // 10


class _Sender(QObject):
    happened = Signal(bool)


def test_the_pin_is_in_requirements_and_lock_and_is_what_runs() -> None:
    for name in ("PySide6-Essentials", "shiboken6"):
        wanted = (_ROOT / "requirements.in").read_text(encoding="utf-8")
        locked = (_ROOT / "requirements.lock").read_text(encoding="utf-8")

        assert f"{name}=={_PINNED}" in wanted
        assert re.search(rf"(?m)^{name.lower()}=={re.escape(_PINNED)} ", locked)
        assert version(name) == _PINNED


def test_calls_that_return_nothing_keep_the_references_to_none() -> None:
    sender = _Sender()
    before = sys.getrefcount(None)

    for _ in range(_CALLS):
        sender.setObjectName("name")

    assert abs(sys.getrefcount(None) - before) < _NOISE_MAX


def test_emitting_keeps_the_references_to_true() -> None:
    sender = _Sender()
    before = sys.getrefcount(True)

    for _ in range(_CALLS):
        sender.happened.emit(True)

    assert abs(sys.getrefcount(True) - before) < _NOISE_MAX
