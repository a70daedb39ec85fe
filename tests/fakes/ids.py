"""Ids that a test can foresee."""

from __future__ import annotations


class SequentialIds:
    """Implements the IdFactory port with ids of UUIDv7's form."""

    def __init__(self) -> None:
        self._count = 0

    def new(self) -> str:
        self._count += 1
        return f"01890a5d-ac96-7000-8000-{self._count:012x}"
