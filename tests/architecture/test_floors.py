"""The floors that Evertill is measured against are the given programs, unchanged."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

_FLOORS: Final = Path(__file__).parents[2] / "terminal" / "diagnostics" / "floors"
# Also kept here: a floor and its sum changed together would prove nothing.
_SHA256: Final = {
    "fsync.py": "c7fc9bce9befbbe6a7fec67311386ba77706fea0e9b3b6e3a7649a56125ec890",
    "ingest.py": "22c35bc4cebf7f09eff825752238012e2942ca060a8389587acb7c8ebd0ca700",
    "table_row.py": "938873b9b0d4ea8618572f587e0962e6d0e0d416ee7c7d5f58c7d391b9f3ab3d",
    "window.py": "12ae19623ac7cc6ddc2733882665c802de0c91d8d0fbb3677ec1b48e98d56adc",
}


def test_each_floor_has_the_sum_it_was_given_with() -> None:
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in _FLOORS.glob("*.py")
    }

    assert found == _SHA256


def test_the_list_of_sums_beside_the_floors_says_the_same() -> None:
    lines = (_FLOORS / "SHA256SUMS").read_text(encoding="ascii").splitlines()

    assert {name: sha for sha, name in (line.split() for line in lines)} == _SHA256
