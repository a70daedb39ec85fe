"""Fresh ids."""

from typing import Protocol


class IdFactory(Protocol):
    """Makes ids that never come twice; UUIDv7 text in production."""

    def new(self) -> str:
        """Return a new id; later ids sort after earlier ones."""
