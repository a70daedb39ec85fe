"""The members whom this till knows, read-only."""

from typing import Protocol

from terminal.domain.member.member import Member


class Members(Protocol):
    """Members as the reference data names them; the use-case thread calls it."""

    def find_member_by_code(self, code: str) -> Member | None:
        """Return the member with this code, also an inactive one, or None."""

    def find_member(self, member_id: str) -> Member | None:
        """Return the member with this id, also an inactive one, or None."""
