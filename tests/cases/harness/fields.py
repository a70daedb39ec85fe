"""Read a case's fields so that none is left unread.

An adapter that overlooks a field would check less than the case says.  It therefore
reads through `Fields` and calls `close()`, which fails on every field never taken.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Fields:
    """A case's object, read field by field."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        """Read `values`; `name` says in messages which object it is."""
        self._name = name
        self._left = dict(values)

    def take(self, key: str) -> Any:
        """Return a field that must be there.

        Raises:
            AssertionError: The case lacks it.
        """
        assert key in self._left, f"{self._name} lacks {key!r}"
        return self._left.pop(key)

    def take_or(self, key: str, default: Any = None) -> Any:
        """Return a field, or the default when the case does not name it."""
        return self._left.pop(key, default)

    def has(self, key: str) -> bool:
        """Return whether the field is there and was not yet taken."""
        return key in self._left

    def peek(self, key: str) -> Any:
        """Return a field that must be there, and leave it to be taken."""
        assert key in self._left, f"{self._name} lacks {key!r}"
        return self._left[key]

    def ignore(self, *keys: str) -> None:
        """Take fields that describe the case and decide nothing, such as `source`."""
        for key in keys:
            self._left.pop(key, None)

    def rest(self) -> dict[str, Any]:
        """Take every field that is left."""
        left, self._left = self._left, {}
        return left

    def close(self) -> None:
        """Fail unless every field was taken.

        Raises:
            AssertionError: The adapter does not know some field of the case.
        """
        assert not self._left, f"the adapter does not know {self._name}: {self._left!r}"
