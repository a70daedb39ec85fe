"""Why a file, or one row of it, is not imported."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from terminal.domain.errors import DomainError


class CatalogFileError(DomainError):
    """The file as a whole is not of its kind; nothing was imported."""

    code: ClassVar[str] = "catalog_file_refused"


class RefusedRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that was not taken.

    Attributes:
        line: Where it begins in the file, from 1.
        reason: Stable word, for counting.
        detail: What is wrong with which value.
    """

    line: int
    reason: str
    detail: str


class CellRefusedError(Exception):
    """One row cannot be taken; becomes a `RefusedRow`."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail

    def at(self, line: int) -> RefusedRow:
        """Return what to report of the row that begins on *line*."""
        return RefusedRow(line=line, reason=self.reason, detail=self.detail)
